"""Map section: what exists of § 25-1 a–e in a year, what was shown of it and what lacks, as a chapter of a report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kontroll.domain.internalcontrol import Criterion, Demand, InternalControlPolicy, Kind, Letter, is_met
from kontroll.domain.month import Month
from kontroll.report.document.model import Block, Cell, Chart, ChartKind, Section, Series, Table, Told
from kontroll.report.few import split
from kontroll.report.internal_control.counted import Counted
from kontroll.report.internal_control.evidence import Evidence
from kontroll.report.internal_control.words import CRITERIA, LETTERS, asked_told, counted_sentence, met_told
from kontroll.texts import _, listed, month_name, short_month

#: What is of leaders or saker: a small number points at somebody.
_OF_FEW = frozenset(
    {Criterion.LEADERS, Criterion.AGREEMENTS, Criterion.GOALS_FOLLOWED, Criterion.AUTHORITY, Criterion.PUNCTUAL,
     Criterion.FOLLOWED}
)  # fmt: skip
ID = "internkontroll"


def map_section(
    counted: Counted,
    policy: InternalControlPolicy,
    month: Month | None,
    is_now: bool,
    levels: Mapping[Letter, int],
    before: Mapping[Letter, int],
    evidence: Mapping[Criterion, Evidence | None],
    course: Mapping[Letter, Sequence[tuple[Month, int | None]]],
) -> Section:
    """month: None = nothing is known of the year. before: a year before it. course: month by month, None = nobody kept it."""
    title = _("Internkontrollen etter kommuneloven § 25-1")
    if month is None or not policy.levels:
        lead = _("Hvor langt internkontrollen var kommet, er ikke tatt vare på for dette året. Da er det ikke kjent.")
        return Section(id=ID, title=title, drafted=(Told((lead,)),))
    when = _("Slik det kan vises i dag") if is_now else _("Ved utgangen av {month}").format(month=month_name(month))
    return Section(
        id=ID,
        title=title,
        drafted=tuple(_lead(when, policy, levels)),
        blocks=(_levels(when, policy, levels, before, evidence), *_course(course)),
        parts=tuple(_part(counted, policy, letter, evidence) for letter in Letter if letter in levels),
    )


def _lead(when: str, policy: InternalControlPolicy, levels: Mapping[Letter, int]) -> Iterator[Told]:
    yield Told(
        (
            _(
                "Kommuneloven § 25-1 sier hva internkontrollen skal ha, i bokstav a til e. For hver bokstav er det regnet ut "
                "et nivå fra 0 til 4 av det som kan vises. Det som ikke er kjent, teller som ikke vist."
            ),
        )
    )
    lowest = min(levels.values(), default=0)
    weakest = [_(LETTERS[letter][0]).lower() for letter, level in levels.items() if level == lowest]
    name = policy.names[lowest][0].lower() if lowest in policy.names else ""
    yield Told(
        (
            _("{when} står det svakest til med {what}: nivå {level}, {name}.").format(
                when=when, what=listed(weakest), level=lowest, name=name
            ),
        )
    )


def _levels(
    when: str,
    policy: InternalControlPolicy,
    levels: Mapping[Letter, int],
    before: Mapping[Letter, int],
    evidence: Mapping[Criterion, Evidence | None],
) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            f"{letter.value} {_(LETTERS[letter][0])}",
            _level(policy, level),
            _level(policy, before[letter]) if letter in before else _("ikke kjent"),
            _lacks(policy, letter, level, evidence),
        )
        for letter, level in levels.items()
    ]
    return Table(
        caption=_("Nivået for hver bokstav. {when}").format(when=when),
        headings=(_("Bokstav"), _("Nivå"), _("Et år før"), _("Krav som ikke er nådd for neste nivå")),
        numeric=(False, False, False, False),
        rows=tuple(rows),
    )


def _level(policy: InternalControlPolicy, level: int) -> str:
    name = policy.names[level][0] if level in policy.names else ""
    return _("{level} {name}").format(level=level, name=name).strip()


def _lacks(
    policy: InternalControlPolicy, letter: Letter, level: int, evidence: Mapping[Criterion, Evidence | None]
) -> str:
    """In words, without numbers: they stand in the table of the letter."""
    lacking = [
        _(CRITERIA[demand.criterion])
        for at, demand in policy.demands(letter, Kind.WHOLE)
        if at == level + 1 and not _is_met(demand, evidence)
    ]
    return "; ".join(dict.fromkeys(lacking)) or "–"


def _is_met(demand: Demand, evidence: Mapping[Criterion, Evidence | None]) -> bool:
    found = evidence.get(demand.criterion)
    return is_met(demand, found.shown if found is not None else None)


def _course(course: Mapping[Letter, Sequence[tuple[Month, int | None]]]) -> Iterator[Block]:
    known = [level for points in course.values() for _month, level in points if level is not None]
    months = next(iter(course.values()), ())
    if len(months) > 1 and known:
        yield Chart(
            id="ik-utvikling",
            caption=_("Nivået måned for måned"),
            kind=ChartKind.LINES,
            labels=tuple(short_month(month) for month, _level in months),
            series=tuple(
                Series(name=f"{letter.value} {_(LETTERS[letter][0])}", values=tuple(level for _month, level in points))
                for letter, points in course.items()
            ),
            told=" ".join(levels_told(course)),
        )


def levels_told(course: Mapping[Letter, Sequence[tuple[Month, int | None]]]) -> Iterator[str]:
    """What the drawing shows, for whoever does not see it: where each letter began and ended."""
    yield _("Nivået for hver bokstav, fra 0 til 4.")
    for letter, points in course.items():
        known = [(month, level) for month, level in points if level is not None]
        if known:
            (first, begun), (last, ended) = known[0], known[-1]
            yield _("{letter}: {begun} i {first} og {ended} i {last}.").format(
                letter=letter.value, begun=begun, first=month_name(first), ended=ended, last=month_name(last)
            )
    if any(level is None for points in course.values() for _month, level in points):
        yield _("For noen av månedene er nivået ikke tatt vare på, og er ikke kjent.")


def _part(
    counted: Counted, policy: InternalControlPolicy, letter: Letter, evidence: Mapping[Criterion, Evidence | None]
) -> Section:
    asked: dict[Criterion, list[tuple[int, Demand]]] = {}
    for level, demand in policy.demands(letter, Kind.WHOLE):
        asked.setdefault(demand.criterion, []).append((level, demand))
    table = Table(
        caption=_("Det som kreves av bokstav {letter}, og det som er vist").format(letter=letter.value),
        headings=(_("Det som er sett på"), _("Oppfylt"), _("Av i alt"), _("Kreves")),
        numeric=(False, True, True, False),
        rows=tuple(_row(counted, criterion, levels, evidence.get(criterion)) for criterion, levels in asked.items()),
    )
    return Section(
        id=f"ik-{letter.value}",
        title=_("Bokstav {letter}: {title}").format(letter=letter.value, title=_(LETTERS[letter][0]).lower()),
        drafted=(Told((_(LETTERS[letter][1]),)),),
        blocks=(table,),
    )


def _row(
    counted: Counted, criterion: Criterion, asked: Sequence[tuple[int, Demand]], found: Evidence | None
) -> tuple[Cell, ...]:
    what = _(CRITERIA[criterion])
    told = "; ".join(
        _("nivå {level}: {asked} ({answer})").format(
            level=level, asked=asked_told(demand), answer=met_told(demand, found).lower()
        )
        for level, demand in asked
    )
    name = what[:1].upper() + what[1:]
    if found is None or not found.shown.of:
        return name, _("ikke kjent"), "–", told
    shown, whole = _may_be_told(found)
    word = criterion.word.replace("_", "-")
    of_them = _("Alle som ble sett på: {counted}").format(counted=counted_sentence(criterion))
    return (
        name,
        counted.figure(f"ik-{word}", found.held, counted_sentence(criterion), shown=shown),
        counted.figure(f"ik-{word}-av", (*found.held, *found.lacking), of_them, shown=whole),
        told,
    )


def _may_be_told(found: Evidence) -> tuple[bool, bool]:
    """Whether how many held it, and how many there were, may be shown to those who are elected."""
    if found.criterion not in _OF_FEW:
        return True, True
    parts = split([("held", len(found.held)), ("lacking", len(found.lacking))])
    return parts.parts[0].value is not None and parts.parts[1].value is not None, parts.total is not None
