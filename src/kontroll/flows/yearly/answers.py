"""Answers: what the rules answered in the year, month by month and by area, and where they struck."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from kontroll.domain.coverage import Coverage
from kontroll.domain.month import Month
from kontroll.domain.rule import RuleType
from kontroll.flows.yearly.counting import Counting, course_told, told, told_of
from kontroll.flows.yearly.things import answers_of, own_id, rule_of
from kontroll.flows.yearly.year import Year
from kontroll.report.document.model import Block, Cell, Chart, ChartKind, Figure, Section, Series, Table
from kontroll.report.words import area_name
from kontroll.texts import _, month_name, ngettext, short_month

#: What such rules say is grounds for something, or between two persons, and no deviation.
_NO_AVVIK = (RuleType.BONUS, RuleType.PAY, RuleType.TALK)


def answers(counting: Counting) -> Section:
    year, all_of = counting.year, counting.year.coverage
    spoke = sorted({one.rule for one in all_of if one.known or one.unknown})
    rules = counting.figure(
        "regler-kjort",
        [rule_of(year, rule) for rule in spoke],
        _("Regler som ga minst ett svar i en av månedene, kjent eller ukjent."),
        rules=spoke,
    )
    given = sum_of_answers(
        counting,
        "svar",
        all_of,
        lambda c: c.known + c.unknown,
        _("Alle svar i de vurderte månedene: ett for hver regel, enhet eller post og måned."),
    )
    known = sum_of_answers(
        counting, "svar-kjente", all_of, lambda c: c.known, _("Svar der dataene var nok til å si ja eller nei.")
    )
    unknown = sum_of_answers(
        counting,
        "svar-ukjente",
        all_of,
        lambda c: c.unknown,
        _("Svar der noe manglet, slik at ingen kan si ja eller nei. De regnes aldri som i orden."),
    )
    left = sum_of_answers(
        counting,
        "ikke-vurdert",
        all_of,
        _unjudged,
        _("Enheter og poster som reglene skulle vurdert etter det som er levert, men som ikke fikk noe svar."),
    )
    struck_rows = [one for one in all_of if _opens(year, one.rule)]
    areas = sorted({year.area_of(one.rule) for one in struck_rows})
    by_area = {area: sum(one.struck for one in struck_rows if year.area_of(one.rule) == area) for area in areas}
    shown, (parts,) = told_of(list(by_area.items()))
    struck = sum_of_answers(
        counting,
        "utslag",
        struck_rows,
        lambda c: c.struck,
        _("Svar der en regel slo ut. Regler for bonus, lønn og samtaler er ikke med: det de sier, er ikke avvik."),
        shown=shown,
    )
    drafted = [
        told(
            _(
                "{rules} regler ga i alt {given} svar. {known} av svarene er kjent, og {unknown} er ukjente fordi noe manglet."
            ),
            rules=rules,
            given=given,
            known=known,
            unknown=unknown,
        )
    ]
    if any(map(_unjudged, all_of)):
        drafted.append(
            told(
                ngettext(
                    "{left} gang fikk en enhet eller en post ikke noe svar, selv om en regel skulle vurdert den.",
                    "{left} ganger fikk en enhet eller en post ikke noe svar, selv om en regel skulle vurdert den.",
                    sum(map(_unjudged, all_of)),
                ),
                left=left,
            )
        )
    if struck.value is not None:
        drafted.append(
            told(
                _("Reglene slo ut {struck} ganger. Ett avvik kan være flere utslag, ett for hver måned det varer."),
                struck=struck,
            )
        )
    return Section(
        id="svar",
        title=_("Det reglene svarte"),
        drafted=tuple(drafted),
        blocks=(*_by_month(counting), _by_area(counting, all_of, by_area, parts)),
    )


def _opens(year: Year, rule: str) -> bool:
    found = year.rule(rule)
    return found is None or found.type not in _NO_AVVIK


def _unjudged(one: Coverage) -> int:
    return max(0, one.expected - one.known - one.unknown)


def sum_of_answers(
    counting: Counting,
    id: str,
    rows: Iterable[Coverage],
    what: Callable[[Coverage], int],
    counted: str,
    *,
    month: Month | None = None,
    shown: bool = True,
) -> Figure:
    """A count of answers, by rule and month."""
    worth = [(one, what(one)) for one in rows]
    records = [answers_of(counting.year, one, value) for one, value in worth if value]
    rules = [one.rule for one, value in worth if value]
    return counting.figure(id, records, counted, rules=rules, month=month, shown=shown)


def _by_month(counting: Counting) -> Iterator[Block]:
    year = counting.year
    rows: list[tuple[Cell, ...]] = []
    unknown: list[int | None] = []
    for month in year.ended:
        of = [one for one in year.coverage if one.month == month]
        if month not in year.done:
            rows.append((month_name(month).capitalize(), _("ikke kjørt"), "–", "–"))
            unknown.append(None)
            continue
        rules = sorted({one.rule for one in of if one.known or one.unknown})
        name = month_name(month)
        figures = (
            counting.figure(
                f"regler-kjort-{month}",
                [rule_of(year, one) for one in rules],
                _("Regler som ga minst ett svar i {month}.").format(month=name),
                rules=rules,
                month=month,
            ),
            sum_of_answers(
                counting,
                f"svar-kjente-{month}",
                of,
                lambda c: c.known,
                _("Kjente svar i {month}.").format(month=name),
                month=month,
            ),
            sum_of_answers(
                counting,
                f"svar-ukjente-{month}",
                of,
                lambda c: c.unknown,
                _("Ukjente svar i {month}.").format(month=name),
                month=month,
            ),
        )
        rows.append((name.capitalize(), *figures))
        unknown.append(sum(one.unknown for one in of))
    if not rows:
        return
    yield Table(
        caption=_("Svar måned for måned"),
        headings=(_("Måned"), _("Regler som svarte"), _("Kjente svar"), _("Ukjente svar")),
        numeric=(False, True, True, True),
        rows=tuple(rows),
    )
    names = [month_name(month) for month in year.ended]
    yield Chart(
        id="svar-maaneder",
        caption=_("Ukjente svar måned for måned"),
        kind=ChartKind.BARS,
        labels=tuple(short_month(month) for month in year.ended),
        series=(Series(name=_("Ukjente svar"), values=tuple(unknown)),),
        told=course_told(list(zip(names, unknown, strict=True))),
        unit=_("svar"),
    )


def _by_area(counting: Counting, rows: Sequence[Coverage], struck: dict[str, int], shown: frozenset[str]) -> Table:
    year = counting.year
    areas = sorted({year.area_of(one.rule) for one in rows if one.known or one.unknown}, key=area_name)
    table: list[tuple[Cell, ...]] = []
    for area in areas:
        of = [one for one in rows if year.area_of(one.rule) == area]
        name, key = area_name(area), own_id(area)
        spoke = sorted({one.rule for one in of if one.known or one.unknown})
        table.append(
            (
                name,
                counting.figure(
                    f"regler-kjort-omrade-{key}",
                    [rule_of(year, one) for one in spoke],
                    _("Regler i området {area} som ga minst ett svar.").format(area=name),
                    rules=spoke,
                ),
                sum_of_answers(
                    counting,
                    f"svar-kjente-omrade-{key}",
                    of,
                    lambda c: c.known,
                    _("Kjente svar fra regler i området {area}.").format(area=name),
                ),
                sum_of_answers(
                    counting,
                    f"svar-ukjente-omrade-{key}",
                    of,
                    lambda c: c.unknown,
                    _("Ukjente svar fra regler i området {area}.").format(area=name),
                ),
                "–"
                if area not in struck
                else sum_of_answers(
                    counting,
                    f"utslag-omrade-{key}",
                    [one for one in of if _opens(year, one.rule)],
                    lambda c: c.struck,
                    _("Svar der en regel i området {area} slo ut.").format(area=name),
                    shown=area in shown,
                ),
            )
        )
    return Table(
        caption=_("Svar og utslag etter regelområde"),
        headings=(_("Regelområde"), _("Regler"), _("Kjente svar"), _("Ukjente svar"), _("Utslag")),
        numeric=(False, True, True, True, True),
        rows=tuple(table),
        note=_(
            "Små tall for utslag vises ikke, og heller ikke tall de kunne vært regnet ut av. Bonus, lønn og "
            "samtaler har ingen utslag."
        ),
    )
