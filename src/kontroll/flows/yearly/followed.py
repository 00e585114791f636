"""Followed: the avvik of the year and what became of them: found, seen, spoken of, closed, and how fast.

Small numbers are hidden as on every page for the elected: tables of the same things are hidden together, so that one does not
tell what another hides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from kontroll.domain.avvik import Avvik
from kontroll.domain.month import Month
from kontroll.domain.rule import Severity
from kontroll.flows.yearly.counting import Counting, apart, course_told, months_tell, told, told_of
from kontroll.flows.yearly.pace import pace
from kontroll.flows.yearly.saker import saker_of_year
from kontroll.flows.yearly.things import as_id, avvik_of, own_id
from kontroll.flows.yearly.year import Year
from kontroll.report.document.model import Block, Cell, Chart, ChartKind, Figure, Section, Series, Table, Told
from kontroll.report.document.shown import told_of_hidden
from kontroll.report.few import LEAST
from kontroll.report.situation import SEVERITIES
from kontroll.report.words import area_name, severity_name
from kontroll.texts import _, month_name, short_month

ID = "avvik"


def chapter(counting: Counting) -> Section:
    return Section(
        id=ID,
        title=_("Avvik og oppfølging"),
        drafted=(
            Told(
                (
                    _(
                        "Et avvik er at en regel slår ut for en enhet eller en post. Avvik samles i saker, og hver sak har en "
                        "leder som svarer for den og en frist. Avvik skal ses, påtales og følges opp. En sak er sett når "
                        "lederen har åpnet varselet om den, påtalt når den er besvart eller overordnet har skrevet i den, og "
                        "fulgt opp når den er lukket, skal etterprøves eller har et tiltak innen fristen."
                    ),
                )
            ),
            Told((_("Det som er meldt om kommunedirektøren selv, er kontrollutvalgets sak og står ikke her."),)),
        ),
        parts=(_found(counting), saker_of_year(counting), pace(counting)),
        is_mandatory=True,
    )


# --- avvik ---------------------------------------------------------------------------------------------------------------


def _found(counting: Counting) -> Section:
    year = counting.year
    opened = [one for one in year.avvik if one.opened is not None and one.opened >= year.first]
    resolved = [one for one in year.avvik if one.resolved is not None and year.first <= one.resolved <= year.last]
    still = [one for one in year.avvik if one.resolved is None or one.resolved > year.last]
    months = {month: [one for one in opened if one.opened == month] for month in year.ended if month in year.done}
    areas = _parted(opened, lambda one: year.area_of(one.rule))
    severities: dict[Severity, list[Avvik]] = {one: [a for a in opened if a.severity is one] for one in SEVERITIES}
    parts = {id: [one for one in opened if year.part_of(one.enhet) == id] for id in year.parts}
    tells, (of_area, of_part, of_severity) = told_of(
        [(area, len(some)) for area, some in areas.items()],
        [(id, len(some)) for id, some in parts.items() if some],
        [(one.name, len(some)) for one, some in severities.items()],
    )
    tells = tells and months_tell(map(len, months.values()))
    may = apart({"new": tells, "gone": len(resolved) >= LEAST, "left": len(still) >= LEAST}, ("gone", "left"))
    tells = may["new"]
    by_judged = _("Regnet etter måneden som ble vurdert. Prøveregler, trukne avvik og egne samtaler er ikke med.")
    new = _figure(counting, "avvik-nye", opened, _("Avvik som åpnet seg i en av årets måneder. ") + by_judged, tells)
    gone = _figure(
        counting,
        "avvik-loest",
        resolved,
        _("Avvik der regelen sluttet å slå ut i en av årets måneder. ") + by_judged,
        may["gone"],
    )
    left = _figure(
        counting,
        "avvik-staar",
        still,
        _("Avvik som hadde åpnet seg, og som regelen fortsatt slo ut på. ") + by_judged,
        may["left"],
    )
    return Section(
        id="avvikene",
        title=_("Avvik som er funnet"),
        drafted=tuple(_found_told(new, gone, left)),
        blocks=(
            *_months(counting, months),
            _avvik_table(
                counting,
                _("Nye avvik etter regelområde"),
                _("Regelområde"),
                [
                    (f"omrade-{own_id(area)}", area_name(area), some, tells and area in of_area)
                    for area, some in areas.items()
                ],
                new,
            ),
            _avvik_table(
                counting,
                _("Nye avvik etter område i kommunen"),
                _("Område"),
                [
                    (f"del-{own_id(id)}", year.parts[id], some, tells and id in of_part)
                    for id, some in parts.items()
                    if some
                ],
                new,
            ),
            _avvik_table(
                counting,
                _("Nye avvik etter alvor"),
                _("Alvor"),
                [
                    (f"alvor-{as_id(one.value)}", severity_name(one), some, tells and one.name in of_severity)
                    for one, some in severities.items()
                ],
                new,
            ),
        ),
    )


def _found_told(new: Figure, gone: Figure, left: Figure) -> Iterator[Told]:
    if new.value is None:
        yield Told((_("Hvor mange avvik som ble funnet, er så få at det ikke vises."),))
    else:
        yield told(_("I månedene som er vurdert, ble det funnet {new} nye avvik."), new=new)
    if gone.value is not None:
        yield told(_("For {gone} avvik slår regelen ikke ut lenger."), gone=gone)
    if left.value is not None:
        yield told(
            _(
                "For {left} avvik slår regelen fortsatt ut. Blant dem er det som skjedde én gang og ikke kan gjøres om, som "
                "en faktura som er betalt: saken kan være lukket, men avviket forsvinner ikke."
            ),
            left=left,
        )


def _parted(avvik: Iterable[Avvik], named: Callable[[Avvik], str]) -> dict[str, list[Avvik]]:
    found: dict[str, list[Avvik]] = {}
    for one in avvik:
        found.setdefault(named(one), []).append(one)
    return {key: found[key] for key in sorted(found, key=area_name)}


def _figure(counting: Counting, id: str, avvik: Sequence[Avvik], counted: str, shown: bool) -> Figure:
    rules = [one.rule for one in avvik]
    records = (avvik_of(counting.year, one) for one in avvik)
    return counting.figure(id, records, counted, rules=rules, shown=shown)


def _months(counting: Counting, months: Mapping[Month, list[Avvik]]) -> Iterator[Block]:
    """Each month as it stands in the report of the month: small ones are hidden, and no others."""
    year = counting.year
    rows: list[tuple[Cell, ...]] = []
    values: list[int | None] = []
    for month in year.ended:
        name = month_name(month)
        if month not in months:
            rows.append((name.capitalize(), _("ikke kjørt")))
            values.append(None)
            continue
        new = new_in_month(counting, year, month, months[month])
        rows.append((name.capitalize(), new))
        values.append(None if new.value is None else int(new.value))
    if rows:
        yield Table(
            caption=_("Nye avvik måned for måned"),
            headings=(_("Måned"), _("Nye avvik")),
            numeric=(False, True),
            rows=tuple(rows),
            note=_("Tall under {least} vises ikke.").format(least=LEAST),
        )
        yield Chart(
            id="avvik-maaneder",
            caption=_("Nye avvik måned for måned"),
            kind=ChartKind.BARS,
            labels=tuple(short_month(month) for month in year.ended),
            series=(Series(name=_("Nye avvik"), values=tuple(values)),),
            told=course_told([(month_name(month), value) for month, value in zip(year.ended, values, strict=True)]),
        )


def new_in_month(counting: Counting, year: Year, month: Month, avvik: Sequence[Avvik]) -> Figure:
    """avvik: those that opened in the month. year: of it."""
    return counting.figure(
        f"avvik-nye-{month}",
        (avvik_of(year, one) for one in avvik),
        _("Avvik som åpnet seg i {month}.").format(month=month_name(month)),
        rules=[one.rule for one in avvik],
        month=month,
        shown=len(avvik) >= LEAST,
        year=year,
    )


def _avvik_table(
    counting: Counting, caption: str, heading: str, parts: Sequence[tuple[str, str, list[Avvik], bool]], total: Figure
) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            name,
            _figure(
                counting, f"avvik-nye-{key}", some, _("Nye avvik i årets måneder: {name}.").format(name=name), shown
            ),
        )
        for key, name, some, shown in parts
    ]
    return Table(
        caption=caption,
        headings=(heading, _("Nye avvik")),
        numeric=(False, True),
        rows=(*rows, (_("Sum"), total)),
        note=told_of_hidden(rows),
    )
