"""Steering: the whole on one page, for whoever answers for it: by area and focus area, over time, and how it is followed up.

Why saker and not avvik in the first tables: one sak is what one leader has to do something with; of one purchase rule a
sak may hold forty avvik. The trend counts avvik, since it is about what happens, and not about who does something.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kontroll.domain.access import Role, Thing, Viewer, seen
from kontroll.domain.month import Month
from kontroll.domain.policy import SUPERVISORY
from kontroll.domain.rule import Severity
from kontroll.domain.run import RunState
from kontroll.domain.sak import SakState
from kontroll.flows.month.monthly_run import JOB
from kontroll.flows.people.parts import ELSEWHERE, Part, part_by_enhet, parts_of
from kontroll.flows.people.superiors import Superior, superiors_of
from kontroll.flows.people.today import Today
from kontroll.flows.saker.seen_saker import unconfined
from kontroll.flows.saker.stages import Stage, of_leaders, stages
from kontroll.flows.showing.steering_asked import NO_FOCUS, About, about, of_hers, open_after
from kontroll.notices.routing import recipients
from kontroll.report.measured import Colours, MeasuredMonth, focus_areas
from kontroll.store.counts import counts_by, sums_by
from kontroll.store.transaction import Transaction

#: Those the database counts; the others follow.
_COUNTED = (
    Stage.ALL, Stage.SEEN, Stage.SPOKEN, Stage.FOLLOWED, Stage.DUE, Stage.IN_TIME, Stage.UNANSWERED, Stage.SILENT,
)  # fmt: skip
#: A year, and the same month the year before.
MONTHS = 13


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """saker: that are not closed, by severity. overdue: of them, past their deadline."""

    saker: Mapping[Severity, int] = field(default_factory=dict)
    overdue: int = 0

    @property
    def total(self) -> int:
        return sum(self.saker.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class PartStanding:
    """answers, unknown: of the month, about its enheter. unmeasured: active enheter of which nothing is known."""

    part: Part
    standing: Standing
    active: int
    unmeasured: int
    answers: int
    unknown: int
    colours: Colours


@dataclass(frozen=True, slots=True, kw_only=True)
class FocusStanding:
    """id: as it stands in the address; NO_FOCUS = of no focus area."""

    id: str
    standing: Standing
    colours: Colours


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendMonth:
    """opened, resolved: avvik. saker: open when the month ended. was_run: False = nobody looked."""

    month: Month
    was_run: bool
    opened: int
    resolved: int
    saker: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Care:
    """How the leaders below one superior follow up, and whether she asks. counts: by stage. silent: saker about herself."""

    superior: Superior
    counts: Mapping[Stage, int]

    @property
    def all(self) -> int:
        return self.counts[Stage.ALL]

    @property
    def due(self) -> int:
        return self.counts[Stage.DUE]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnArea:
    """What the top leader answers for herself. told: names of those who are told of it besides her."""

    saker: int
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Steering:
    """of_all: whether it is of the whole kommune. own_area: None for others than the top leader and who control."""

    of_all: bool
    whole: Standing
    parts: tuple[PartStanding, ...]
    focus: tuple[FocusStanding, ...]
    trend: tuple[TrendMonth, ...]
    care: tuple[Care, ...]
    silent: int
    own_area: OwnArea | None

    @property
    def cared_for(self) -> Mapping[Stage, int]:
        return {stage: sum(one.counts[stage] for one in self.care) for stage in Stage}


def steering(tx: Transaction, today: Today, viewer: Viewer, measured: MeasuredMonth) -> Steering:
    """measured: the month that is shown. What she may not see is not asked for."""
    sees = seen(viewer, Thing.SAK)
    by_part = parts_of(today, sees)
    open_ones = _open_ones(tx, today, viewer)
    part_of = part_by_enhet(by_part)
    standings = _standings(open_ones, lambda enhet, _rule: part_of.get(enhet, ELSEWHERE))
    of_all = sees.is_all
    if of_all and ELSEWHERE in standings and ELSEWHERE not in by_part:
        by_part = {**by_part, ELSEWHERE: Part(id=ELSEWHERE, name="", leader="", enheter=frozenset())}
    return Steering(
        of_all=of_all,
        whole=_together(standings.values()),
        parts=tuple(_part(part, standings, measured) for part in by_part.values()),
        focus=tuple(_focus(today, open_ones, measured, sees.enheter)),
        trend=tuple(trend(tx, measured.month, sees.enheter)),
        care=tuple(_care(tx, today, viewer)),
        silent=sum(counts[About.SILENT.value] for counts in open_ones.values()),
        own_area=_own_area(tx, today) if of_all and Role.POLITICIAN not in viewer.roles else None,
    )


# --- as it stands -----------------------------------------------------------------------------------------------------


#: (enhet, rule, severity) -> how many saker are not closed; of them, how many are overdue, and about a silent superior.
_OpenOnes = Mapping[tuple[Any, ...], Mapping[str, int]]


def _open_ones(tx: Transaction, today: Today, viewer: Viewer) -> _OpenOnes:
    wanted = about(tx, today)
    such = {one.value: wanted[one] for one in (About.OPEN, About.OVERDUE, About.SILENT)}
    return sums_by(tx.saker, ("enhet", "rule", "severity"), such, wanted[About.OPEN], *of_hers(tx, viewer))


def _standings(open_ones: _OpenOnes, named: Callable[[str, str], str]) -> dict[str, Standing]:
    """named: what a sak of the enhet and the rule is counted under."""
    saker: dict[str, dict[Severity, int]] = {}
    overdue: dict[str, int] = {}
    for (enhet, rule, severity), counts in open_ones.items():
        key = named(enhet, rule or "")
        of = saker.setdefault(key, {})
        of[severity] = of.get(severity, 0) + counts[About.OPEN.value]
        overdue[key] = overdue.get(key, 0) + counts[About.OVERDUE.value]
    return {key: Standing(saker=of, overdue=overdue[key]) for key, of in saker.items()}


def _focus(
    today: Today, open_ones: _OpenOnes, measured: MeasuredMonth, enheter: Collection[str] | None
) -> Iterator[FocusStanding]:
    """Every focus area that a rule or a target figure has; last what has none, where there is any."""
    areas = focus_areas(today.desk.rulebook)
    found = _standings(open_ones, lambda _enhet, rule: areas.get(rule, NO_FOCUS))
    figures = {one.focus_area for one in today.desk.rulebook.indicators.values() if one.focus_area}
    for id in sorted({*areas.values(), *figures}):
        yield FocusStanding(id=id, standing=found.get(id, Standing()), colours=measured.colours(enheter, id))
    if NO_FOCUS in found:
        yield FocusStanding(id=NO_FOCUS, standing=found[NO_FOCUS], colours=Colours())


def _part(part: Part, standings: Mapping[str, Standing], measured: MeasuredMonth) -> PartStanding:
    answers, unknown = measured.answers(part.enheter)
    return PartStanding(
        part=part,
        standing=standings.get(part.id, Standing()),
        active=len(measured.active & part.enheter),
        unmeasured=len(measured.unmeasured(part.enheter)),
        answers=answers,
        unknown=unknown,
        colours=measured.colours(part.enheter),
    )


def _together(standings: Iterable[Standing]) -> Standing:
    found = list(standings)
    saker = {severity: sum(one.saker.get(severity, 0) for one in found) for severity in Severity}
    return Standing(saker=saker, overdue=sum(one.overdue for one in found))


# --- over time --------------------------------------------------------------------------------------------------------


def trend(tx: Transaction, last: Month, enheter: Collection[str] | None) -> Iterator[TrendMonth]:
    """Thirteen months, oldest first. enheter: None = all."""
    months = [last.plus(n - MONTHS + 1) for n in range(MONTHS)]
    avvik, saker = tx.avvik.table.c, tx.saker.table.c
    among = [] if enheter is None else [avvik.enhet.in_(sorted(enheter))]
    counted = avvik.withdrawn.is_(False) & avvik.trial.is_(False) & avvik.confined.is_(False)
    opened, resolved = (
        {
            key[0]: counts["all"]
            for key, counts in sums_by(tx.avvik, (name,), {"all": counted}, avvik[name] >= months[0], *among).items()
        }
        for name in ("opened", "resolved")
    )
    such = {str(month): open_after(tx, month) for month in months}
    hers = [unconfined(tx), *([] if enheter is None else [saker.enhet.in_(sorted(enheter))])]
    still = saker.closed_on.is_(None) | (saker.closed_on > months[0].last_day)
    at_end = sums_by(tx.saker, (), such, still, *hers).get((), {})
    ran = {key[0] for key in counts_by(tx.runs, "period", where=_done(tx))}
    for month in months:
        yield TrendMonth(
            month=month,
            was_run=month in ran,
            opened=opened.get(month, 0),
            resolved=resolved.get(month, 0),
            saker=at_end.get(str(month), 0),
        )


def _done(tx: Transaction) -> Any:
    at = tx.runs.table.c
    return (at.job == JOB) & (at.state == RunState.DONE)


# --- how it is followed up --------------------------------------------------------------------------------------------


def _care(tx: Transaction, today: Today, viewer: Viewer) -> Iterator[Care]:
    """By superior, those whose leaders are least punctual first; the kontrollutvalg last. Who has no saker is not there."""
    superiors = superiors_of(today)
    conditions = [*of_leaders(tx, today.day), *of_hers(tx, viewer)]
    wanted = stages(tx, today, superiors)
    such = {stage.name: wanted[stage] for stage in _COUNTED}
    counts: dict[str, dict[Stage, int]] = {}
    for (enhet,), found in sums_by(tx.saker, ("enhet",), such, *conditions).items():
        if enhet in superiors:
            of = counts.setdefault(superiors[enhet].key, dict.fromkeys(Stage, 0))
            for stage in _COUNTED:
                of[stage] += found[stage.name]
    by_key = {one.key: one for one in superiors.values()}
    cares = [Care(superior=by_key[key], counts=_rest(of)) for key, of in counts.items()]
    yield from sorted(cares, key=_least_punctual)


def _rest(counts: Mapping[Stage, int]) -> dict[Stage, int]:
    """With those that are what is left over."""
    every = counts[Stage.ALL]
    return {
        **counts,
        Stage.UNSEEN: every - counts[Stage.SEEN],
        Stage.UNSPOKEN: every - counts[Stage.SPOKEN],
        Stage.LEFT: every - counts[Stage.FOLLOWED],
        Stage.LATE: counts[Stage.DUE] - counts[Stage.IN_TIME],
    }


def _least_punctual(one: Care) -> tuple[bool, int, float, str]:
    share = one.counts[Stage.IN_TIME] / one.due if one.due else 1.0
    return (one.superior.key == SUPERVISORY, -one.counts[Stage.SILENT], share, one.superior.name)


def _own_area(tx: Transaction, today: Today) -> OwnArea:
    directory, day = today.directory, today.day
    own = sorted(enhet for enhet in directory.enheter() if directory.led_by_top(enhet, day))
    policy = today.desk.policies.notices
    people = [one for enhet in own[:1] for one in recipients(SUPERVISORY, enhet, day, directory, policy).recipients]
    names = [found.name if (found := directory.person(one.person, day)) else one.person for one in people]
    at = tx.saker.table.c
    return OwnArea(
        saker=tx.saker.count(at.state != SakState.CLOSED, at.enhet.in_(own), unconfined(tx)), told=tuple(names)
    )
