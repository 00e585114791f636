"""Pace: «avvik sees, påtales og følges opp»: how far and how fast the saker of the year came, and what came back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from kontroll.domain.sak import REPORTED_OF_TOP, SILENT_SUPERIOR, Outcome, Sak
from kontroll.domain.unntak import Unntak
from kontroll.flows.people.superiors import superiors_of
from kontroll.flows.saker.seen_saker import unconfined
from kontroll.flows.saker.stages import Stage, stages
from kontroll.flows.yearly.counting import Counting, told
from kontroll.flows.yearly.things import as_id, own_id, sak_of
from kontroll.flows.yearly.year import Year
from kontroll.report.document.model import Cell, Figure, Record, Section, Table, Told
from kontroll.report.few import LEAST, split
from kontroll.report.situation import SEVERITIES
from kontroll.report.words import area_name, severity_name
from kontroll.texts import _, month_name

#: Those of leaders that are counted here, and what is left of them when they are taken away.
_STEPS = (Stage.SEEN, Stage.SPOKEN, Stage.FOLLOWED)


def pace(counting: Counting) -> Section:
    return Section(
        id="hvor-fort",
        title=_("Sett, påtalt og fulgt opp, og hvor fort"),
        drafted=(*_stages(counting), *_silent(counting), *_days(counting), *_granted(counting), *_again(counting)),
        blocks=(_by_severity(counting), _by_area(counting)),
    )


# --- seen, spoken of, followed up ---------------------------------------------------------------------------------------------


def _of_leaders(year: Year) -> list[Any]:
    at = year.tx.saker.table.c
    return [
        at.opened >= year.first_day,
        at.opened <= year.last_day,
        at.rule.is_not(None) | (at.kind == SILENT_SUPERIOR),
        at.kind != REPORTED_OF_TOP,
        unconfined(year.tx),
    ]


def _stages(counting: Counting) -> Iterator[Told]:
    year = counting.year
    wanted = stages(year.tx, year.today, superiors_of(year.today))
    all_of = year.tx.saker.where(*_of_leaders(year))
    found = {
        stage: year.tx.saker.where(wanted[stage], *_of_leaders(year)) for stage in (*_STEPS, Stage.DUE, Stage.IN_TIME)
    }
    counted = {
        Stage.SEEN: _("Saker som ble åpnet i året, og som lederen har åpnet varselet om, eller svart på."),
        Stage.SPOKEN: _("Saker som ble åpnet i året, og som er besvart, eller som overordnet har skrevet i."),
        Stage.FOLLOWED: _(
            "Saker som ble åpnet i året, og som er lukket, skal etterprøves, eller har tiltak innen fristen."
        ),
        Stage.DUE: _("Saker som ble åpnet i året, og som er besvart eller skulle vært det."),
        Stage.IN_TIME: _("De av sakene der det første svaret kom innen den første fristen."),
    }
    ids = {Stage.SEEN: "sett", Stage.SPOKEN: "paatalt", Stage.FOLLOWED: "fulgt-opp"}
    figures: dict[Stage, Figure] = {}
    may = all(_tells(len(found[stage]), len(all_of)) for stage in _STEPS)
    total = _saker(
        counting,
        "saker-ledere",
        all_of,
        _(
            "Saker som ble åpnet i året, og som en leder skal svare for. Saker om data som mangler og om "
            "kontrollen selv er ikke med."
        ),
        may,
    )
    for stage in _STEPS:
        figures[stage] = _saker(counting, f"saker-{ids[stage]}", found[stage], counted[stage], may)
    if may:
        yield told(
            _("Av {all} saker som ledere skal svare for, er {seen} sett, {spoken} påtalt og {followed} fulgt opp."),
            all=total,
            seen=figures[Stage.SEEN],
            spoken=figures[Stage.SPOKEN],
            followed=figures[Stage.FOLLOWED],
        )
    else:
        yield Told((_("Hvor mange saker som er sett, påtalt og fulgt opp, er så få at det ikke vises."),))
    may = _tells(len(found[Stage.IN_TIME]), len(found[Stage.DUE]))
    due = _saker(counting, "saker-skulle-besvares", found[Stage.DUE], counted[Stage.DUE], may)
    in_time = _saker(counting, "saker-i-tide", found[Stage.IN_TIME], counted[Stage.IN_TIME], may)
    if may:
        yield told(
            _("{due} av dem er besvart eller skulle vært det. {in_time} ble besvart innen fristen."),
            due=due,
            in_time=in_time,
        )


def _tells(part: int, whole: int) -> bool:
    """Whether both may be shown: neither the part nor the rest is small, unless there is no rest at all."""
    parts = [("part", part), ("rest", whole - part)]
    if part == whole:
        return whole >= LEAST
    found = split(parts)
    return found.total is not None and found.parts[0].value is not None


def _saker(counting: Counting, id: str, saker: Sequence[Sak], counted: str, shown: bool | None = None) -> Figure:
    """shown: None = where they are enough."""
    return counting.figure(
        id,
        (sak_of(counting.year, one) for one in saker),
        counted,
        rules=[one.rule for one in saker],
        shown=len(saker) >= LEAST if shown is None else shown,
    )


def _silent(counting: Counting) -> Iterator[Told]:
    year = counting.year
    lifted = [sak for sak in year.opened if sak.level > 0]
    silent = [sak for sak in year.opened if sak.kind == SILENT_SUPERIOR]
    up = _saker(
        counting,
        "saker-loeftet",
        lifted,
        _("Saker som ble åpnet i året, og som er løftet til overordnet fordi fristen gikk ut."),
    )
    unasked = _saker(
        counting,
        "saker-overordnet-taus",
        silent,
        _("Saker som ble åpnet i året om at en overordnet ikke spurte om det som var løftet til henne."),
    )
    if up.value is not None:
        yield told(_("{up} saker er løftet til overordnet fordi fristen gikk ut."), up=up)
    if unasked.value is not None:
        yield told(
            _("I {unasked} saker tok ikke overordnet det opp innen fristen. Hver av dem er blitt en egen sak."),
            unasked=unasked,
        )
    elif silent:
        yield Told((_("Hvor mange ganger overordnet ikke tok det opp innen fristen, er så få at det ikke vises."),))
    else:
        yield Told((_("Ingen sak er åpnet om at en overordnet ikke tok opp det som var løftet."),))


# --- how fast ----------------------------------------------------------------------------------------------------------------


def _dated(counting: Counting, saker: Sequence[Sak]) -> list[Record]:
    """value: days from it was opened until it was closed."""
    return [sak_of(counting.year, sak, (sak.closed_on - sak.opened).days) for sak in saker if sak.closed_on is not None]


def _median(counting: Counting, id: str, saker: Sequence[Sak], what: str) -> Cell:
    counted = _(
        "Midterste tall på dager fra saken ble åpnet til den ble lukket: halvparten tok kortere tid, og halvparten lengre. {what}"
    ).format(what=what)
    return counting.middle(id, _dated(counting, saker), counted, _("dager"))


def _days(counting: Counting) -> Iterator[Told]:
    found = _median(counting, "dager", counting.year.closed, _("Alle saker som ble lukket i året."))
    if isinstance(found, Figure) and found.value is not None:
        yield told(_("Halvparten av sakene som ble lukket i året, hadde vært åpne i {days} eller kortere."), days=found)


def _by_severity(counting: Counting) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for one in SEVERITIES:
        some = [sak for sak in counting.year.closed if sak.severity is one]
        rows.append(
            (severity_name(one), _median(counting, f"dager-alvor-{as_id(one.value)}", some, severity_name(one) + "."))
        )
    return _table(_("Dager fra åpnet til lukket, etter alvor"), _("Alvor"), rows)


def _by_area(counting: Counting) -> Table:
    year = counting.year
    rows: list[tuple[Cell, ...]] = []
    for area in sorted({year.area_of(sak.rule) for sak in year.closed if sak.rule}, key=area_name):
        some = [sak for sak in year.closed if sak.rule and year.area_of(sak.rule) == area]
        key = own_id(area)
        rows.append((area_name(area), _median(counting, f"dager-omrade-{key}", some, area_name(area) + ".")))
    return _table(_("Dager fra åpnet til lukket, etter regelområde"), _("Regelområde"), rows)


def _table(caption: str, heading: str, rows: Sequence[tuple[Cell, ...]]) -> Table:
    return Table(
        caption=caption,
        headings=(heading, _("Median")),
        numeric=(False, True),
        rows=tuple(rows),
        note=_("Medianen av færre enn {least} saker vises ikke.").format(least=LEAST),
    )


# --- what was granted, and what came back ---------------------------------------------------------------------------------------


def _granted(counting: Counting) -> Iterator[Told]:
    year = counting.year
    all_of = year.tx.unntak.all()
    granted = [one for one in all_of if year.holds(one.granted_on)]
    saker = {sak.id for sak in year.saker}
    # Of a sak that is not counted nothing is told either.
    granted = [one for one in granted if one.sak is None or one.sak in saker]
    found = counting.figure(
        "unntak",
        (_unntak(year, one) for one in granted),
        _("Unntak fra en regel som ble gitt på en dag i året. Hvert unntak har en begrunnelse og en sluttdato."),
        rules=[one.rule for one in granted],
        shown=len(granted) >= LEAST,
    )
    if found.value is not None:
        yield told(_("{n} unntak ble gitt, hvert av dem for en begrenset tid og med begrunnelse."), n=found)
    elif not granted:
        yield Told((_("Ingen unntak ble gitt."),))


def _unntak(year: Year, one: Unntak) -> Record:
    name = _("{rule}, til {month}").format(rule=year.rule_name(one.rule), month=month_name(one.last))
    record = Record(kind=_("unntak"), id=one.id, name=name)
    return record if one.sak is None else replace(record, address=f"/sak/{one.sak}")


def _again(counting: Counting) -> Iterator[Told]:
    year = counting.year
    again = [sak for sak in year.opened if sak.occurrence > 1]
    reopened = [sak for sak in year.opened if sak.reopened > 0]
    found = {
        "again": _saker(
            counting,
            "saker-gjentatt",
            again,
            _("Saker som ble åpnet i året, om samme regel i samme enhet som en tidligere sak."),
        ),
        "reopened": _saker(
            counting,
            "saker-gjenaapnet",
            reopened,
            _(
                "Saker som ble åpnet i året, og som kom tilbake til lederen minst én gang etter at de var besvart eller lukket."
            ),
        ),
    }
    if found["again"].value is not None:
        yield told(_("I {again} saker hadde samme regel slått ut i samme enhet før."), again=found["again"])
    if found["reopened"].value is not None:
        yield told(
            _("{reopened} saker kom tilbake til lederen etter at de var besvart eller lukket."),
            reopened=found["reopened"],
        )
    yield from _wrong(counting)


def _wrong(counting: Counting) -> Iterator[Told]:
    """Where whoever disagreed was right: of rules it is what the evaluation calls a false alarm."""
    year = counting.year
    right = [sak for sak in year.closed if sak.outcome is Outcome.FALSE_ALARM]
    of_rules = [sak for sak in right if sak.rule is not None]
    found = _saker(
        counting,
        "saker-medhold-regler",
        of_rules,
        _(
            "Saker om en regel som ble lukket i året med utfallet «medhold». Det er de samme sakene som evalueringen av "
            "kontrollen kaller falsk alarm. Saker som ikke er om en regel, er ikke med."
        ),
        _tells(len(of_rules), len(right)),
    )
    if found.value is not None:
        yield told(_("I {wrong} saker om en regel fikk lederen medhold: det var falsk alarm."), wrong=found)
        if len(right) > len(of_rules):
            yield Told(
                (
                    _(
                        "Tabellen over utfall har også medhold i saker uten en regel, som at data ikke skulle vært levert."
                    ),
                )
            )
    elif len(right) >= LEAST:
        yield Told(
            (
                _(
                    "Saker som endte med medhold, var falsk alarm, eller gjaldt data som likevel ikke skulle vært "
                    "levert. Hvor mange det er, står i tabellen over utfall."
                ),
            )
        )
