"""ControlPlan: which records are sampled, how often, how many and for what, before anybody knows what will be drawn.

Why a step of risk and not a formula: whoever reads the plan a year later must be able to do the sum again with a pencil.
What was found moves the risk of a control by one step at most, up or down, and the table of sizes says what that means.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum

from kontroll.domain.draw import Arm
from kontroll.domain.month import Month
from kontroll.domain.problem import Place

_NOWHERE = Place("")
LEAST_RISK, GRAVEST_RISK = 1, 5


class Every(Enum):
    """How often a control is held; the value is the word in the plan."""

    MONTH = "måned"
    QUARTER = "kvartal"
    HALF = "halvår"
    YEAR = "år"

    @property
    def months(self) -> int:
        return {"måned": 1, "kvartal": 3, "halvår": 6, "år": 12}[self.value]


class PlanMethod(Enum):
    """How records are drawn; the value is the word in the plan."""

    SIMPLE = "enkel"
    SYSTEMATIC = "systematisk"
    AMOUNT = "beløp"

    @property
    def kup1(self) -> str:
        """The word of the protocol."""
        return {"enkel": "enkel", "systematisk": "systematisk", "beløp": "belop"}[self.value]


@dataclass(frozen=True, slots=True, order=True)
class ControlPeriod:
    """From a month to a month, both included: what one draw is about."""

    first: Month
    last: Month

    @property
    def months(self) -> Iterator[Month]:
        return (Month.from_ordinal(n) for n in range(self.first.ordinal, self.last.ordinal + 1))

    def next(self) -> ControlPeriod:
        length = self.last.ordinal - self.first.ordinal + 1
        return ControlPeriod(self.first.plus(length), self.last.plus(length))


def period_of(month: Month, every: Every) -> ControlPeriod:
    """The period that the month is in. They begin with the year."""
    first = Month.from_ordinal(month.ordinal // every.months * every.months)
    return ControlPeriod(first, first.plus(every.months - 1))


def last_ended(judged: Month, every: Every) -> ControlPeriod:
    """The newest period that has ended with the last judged month, or before it."""
    now = period_of(judged, every)
    return now if now.last <= judged else period_of(now.first.plus(-1), every)


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskSize:
    """What a draw must be able to say at one level of risk. Rates are decimals as text: "0.95".

    Exactly one of tolerable and discover is given. discover: are there so many deviations among all, at least one of them is
    to be found, with the confidence. flagged: how many are drawn among records that rules struck on.
    """

    risk: int
    confidence: str
    tolerable: str = ""
    discover: int | None = None
    flagged: int = 25

    def tolerable_of(self, count: int) -> str:
        """The tolerable rate, as a fraction, in a population of so many."""
        if self.discover is None:
            return self.tolerable
        # Where there are fewer records than that, every single one must be looked at: anything is found then.
        return f"{min(self.discover, max(count - 1, 1))}/{max(count, 2)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """When the risk of a control goes a step up or down from the one in the plan.

    many, few: shares of records that rules struck on. false_share of decided saker being false alarms, of least_decided or
    more: then what rules strike on says nothing. clean: so many concluded draws in a row without a deviation.
    """

    many: Decimal = Decimal("0.05")
    few: Decimal = Decimal("0.02")
    false_share: Decimal = Decimal("0.5")
    least_decided: int = 10
    clean: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedSource:
    """What the seed will be: where it comes from, how it is written, and what is used where that fails."""

    source: str = ""
    written: str = ""
    fallback: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """One line of the plan.

    condition: which records, in the rule language, as JSON with sorted keys; "" = all of the data set. rules: those that decide
    who is flagged; () = all that are about the data set. top: amount in øre from which every record is looked at, None = no such.
    checklist: skal-sentences that each record is held against, as `reglement/punkt`. responsible: a word of varsling.yaml.
    due: working days after the period is judged. stages: 1 = no extension. second_share: looked at by two, blind ("0.1").
    """

    id: str
    name: str
    dataset: str
    condition: str = ""
    amount_field: str = ""
    every: Every = Every.MONTH
    risk: int = 3
    method: PlanMethod = PlanMethod.SIMPLE
    top: int | None = None
    arms: tuple[Arm, ...] = (Arm.ALL,)
    rules: tuple[str, ...] = ()
    checklist: tuple[str, ...] = ()
    responsible: str = ""
    due: int = 20
    stages: int = 1
    second_share: str = "0"
    place: Place = field(default=_NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlPlan:
    """public: data sets whose records may be named in public. sizes: by risk."""

    public: frozenset[str] = frozenset()
    sizes: Mapping[int, RiskSize] = field(default_factory=dict)
    steps: Steps = Steps()
    seed: SeedSource = SeedSource()
    controls: tuple[Control, ...] = ()
    place: Place = field(default=_NOWHERE, compare=False)

    def control(self, id: str) -> Control | None:
        return next((one for one in self.controls if one.id == id), None)


# --- risk ---------------------------------------------------------------------------------------------------------------


class Why(Enum):
    """What moves the risk of a control, or keeps it. The value is the word on the trail."""

    DEVIATIONS = "avvik i forrige trekning"
    MANY_FLAGGED = "mange merkede"
    NOISY_RULES = "reglene tar ofte feil"
    CLEAN = "uten avvik flere ganger på rad"
    UNKNOWN = "ikke kontrollert før"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What is known of a control before a draw. count: records of the population; flagged: of them, struck by a rule.

    false_alarms, decided: of the rules' saker. draws: deviations in each concluded draw among those not chosen for being
    flagged, the newest first.
    """

    count: int = 0
    flagged: int = 0
    false_alarms: int = 0
    decided: int = 0
    draws: tuple[int, ...] = ()

    @property
    def flagged_share(self) -> Decimal | None:
        """None where there are no records: unknown, not zero."""
        return Decimal(self.flagged) / self.count if self.count else None


@dataclass(frozen=True, slots=True)
class RiskNow:
    """The risk that a draw is sized by, the one in the plan, and why they differ, or do not."""

    risk: int
    planned: int
    why: tuple[Why, ...]


def risk_now(control: Control, steps: Steps, found: Found) -> RiskNow:
    """One step up where the last draw found deviations, or many records are flagged by rules that are mostly right; one step
    down where the last draws found none and few are flagged; never more than one, and never outside 1–5.
    """
    why: list[Why] = []
    step = 0
    share = found.flagged_share
    noisy = found.decided >= steps.least_decided and found.false_alarms >= steps.false_share * found.decided
    if found.draws[:1] > (0,):
        why.append(Why.DEVIATIONS)
    if share is not None and share >= steps.many:
        why.append(Why.NOISY_RULES if noisy else Why.MANY_FLAGGED)
    if Why.DEVIATIONS in why or Why.MANY_FLAGGED in why:
        step = 1
    elif _is_clean(found, steps) and share is not None and share < steps.few:
        why.append(Why.CLEAN)
        step = -1
    if not found.draws:
        why.append(Why.UNKNOWN)
    risk = min(GRAVEST_RISK, max(LEAST_RISK, control.risk + step))
    return RiskNow(risk, control.risk, tuple(why))


def _is_clean(found: Found, steps: Steps) -> bool:
    newest = found.draws[: steps.clean]
    return len(newest) == steps.clean and not any(newest)


# --- which are due ------------------------------------------------------------------------------------------------------


def due_periods(since: ControlPeriod, judged: Collection[Month]) -> list[ControlPeriod]:
    """Periods from one on that are judged to their end, the oldest first."""
    return [period for period in _ended(since, judged) if is_judged(period, judged)]


def passed_over(since: ControlPeriod, judged: Collection[Month]) -> list[ControlPeriod]:
    """Periods that are over, of which a month was not judged though a later one was."""
    return [period for period in _ended(since, judged) if not is_judged(period, judged)]


def is_judged(period: ControlPeriod, judged: Collection[Month]) -> bool:
    return all(month in judged for month in period.months)


def _ended(since: ControlPeriod, judged: Collection[Month]) -> Iterator[ControlPeriod]:
    newest, period = max(judged, default=None), since
    while newest is not None and period.last <= newest:
        yield period
        period = period.next()
