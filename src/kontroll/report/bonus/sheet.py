"""Sheet: all that decides whether one tjenestested has a ground for bonus in one year, and what would have changed it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from kontroll.domain.bonus import BonusClass, BonusState, CriterionKind
from kontroll.domain.condition import AllOf, AnyOf, IndicatorLeaf
from kontroll.domain.month import Month, Period
from kontroll.domain.operand import Colour
from kontroll.domain.rule import Rule
from kontroll.domain.truth import Result, Truth
from kontroll.engine.plain.answer import Answer, RuleAnswer, Value
from kontroll.report.bonus.criteria import Criterion

#: Ways to have got another answer that are shown at most: the next one is not easier.
_MOST_WAYS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What one bonus rule says. criteria: in the order of the rule. classes: what it can be given for by this rule.

    is_open: the rule looks for candidates of the open class. ways: sets of criteria, each of which would have been enough,
    the fewest first; empty where it is a ground already. exempt: the exceptions that hold.
    """

    rule: Rule
    result: Result
    is_open: bool
    criteria: tuple[Criterion, ...] = ()
    classes: frozenset[BonusClass] = frozenset()
    ways: tuple[tuple[int, ...], ...] = ()
    exempt: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Compliance:
    """How it stands with rules and control (a focus area of its own). asked: whether a bonus rule asks for it.

    value: None where the kommune has no such index. Where no rule asks, red takes no bonus away: it is told all the same.
    """

    indicator: str
    period: Period
    value: Value
    colour: Colour | None
    green: Decimal | None
    yellow: Decimal | None
    asked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """month: the last of the year, whose organisation and ambitions hold. took_over: enheter it is the successor of."""

    year: int
    month: Month
    enhet: str
    name: str
    service: str
    grounds: tuple[Ground, ...]
    compliance: Compliance | None = None
    took_over: tuple[str, ...] = ()

    @property
    def classes(self) -> frozenset[BonusClass]:
        """Everything the rules found that it can be given for."""
        return frozenset(one for ground in self.grounds for one in ground.classes)

    @property
    def state(self) -> BonusState:
        """A ground by any rule; else what the rules of the ordinary classes leave open."""
        if self.classes:
            return BonusState.STRUCK
        ordinary = [ground.result for ground in self.grounds if not ground.is_open]
        return BonusState.UNMEASURABLE if Result.UNKNOWN in ordinary else BonusState.NOT

    @property
    def criteria(self) -> Iterator[Criterion]:
        for ground in self.grounds:
            yield from ground.criteria


def ground(rule: Rule, answer: RuleAnswer, criteria: tuple[Criterion, ...]) -> Ground:
    """What the rule says, from its answer and the criteria that the answer was taken apart into."""
    is_open = looks_everywhere(criteria)
    struck = answer.result is Result.TRUE
    ways = (
        () if struck or answer.condition is None else tuple(sorted(_ways(answer.condition), key=lambda w: (len(w), w)))
    )
    return Ground(
        rule=rule,
        result=answer.result,
        is_open=is_open,
        criteria=criteria,
        classes=_classes(criteria, is_open) if struck else frozenset(),
        ways=tuple(tuple(sorted(way)) for way in ways[:_MOST_WAYS]),
        exempt=tuple(one.reason or one.id for one, found in answer.exemptions if found.truth is Truth.TRUE),
    )


def looks_everywhere(criteria: tuple[Criterion, ...]) -> bool:
    """A rule that compares across all services finds candidates of the open class (styringsreglementet 5.2)."""
    compared = [one for one in criteria if one.kind in (CriterionKind.BEST_RESULT, CriterionKind.BEST_PROGRESS)]
    return bool(compared) and not any(one.same_service for one in compared)


def _classes(criteria: tuple[Criterion, ...], is_open: bool) -> frozenset[BonusClass]:
    if is_open:
        return frozenset({BonusClass.OPEN})
    kinds = {one.kind for one in criteria if one.truth is Truth.TRUE}
    found = set()
    if CriterionKind.BEST_RESULT in kinds:
        found.add(BonusClass.RESULT)
    if CriterionKind.BEST_PROGRESS in kinds:
        found.add(BonusClass.PROGRESS)
    # A rule of the kommune's own that compares nobody gives it for the result itself.
    return frozenset(found or {BonusClass.RESULT})


# --- what would have changed it ---------------------------------------------------------------------------------------


def _ways(answer: Answer) -> set[frozenset[int]]:
    """Sets of criteria, by their place, that would make the tree true; each is enough, and none holds another.

    What is not made of and, or and leaves (a negation) is not turned around: it counts as met or as one that cannot be.
    """
    counter = iter(range(10_000))
    return _least(_of(answer, counter))


def _of(answer: Answer, places: Iterator[int]) -> set[frozenset[int]]:
    if isinstance(answer.asked, IndicatorLeaf):
        return _of_leaf(answer, places)
    if isinstance(answer.asked, AllOf):
        return _joined([_of(child, places) for child in answer.children])
    if isinstance(answer.asked, AnyOf):
        return set().union(*[_of(child, places) for child in answer.children])
    # Its places are passed all the same, so that those after it stay where they are.
    for child in answer.children:
        _of(child, places)
    if not answer.children:
        next(places)
    return {frozenset()} if answer.truth is Truth.TRUE else set()


def _of_leaf(answer: Answer, places: Iterator[int]) -> set[frozenset[int]]:
    """One place for each test, or one for a leaf with a window, as `Criteria` counts them."""
    tests = answer.children
    if answer.when is None or any(isinstance(one.asked, IndicatorLeaf) for one in tests):
        tests = (answer,)
    found = []
    for test in tests:
        place = next(places)
        found.append({frozenset()} if test.truth is Truth.TRUE else {frozenset({place})})
    return _joined(found)


def _joined(parts: list[set[frozenset[int]]]) -> set[frozenset[int]]:
    return {frozenset().union(*chosen) for chosen in product(*parts)}


def _least(ways: set[frozenset[int]]) -> set[frozenset[int]]:
    return {way for way in ways if not any(other < way for other in ways)}
