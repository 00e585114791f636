"""Criteria: each thing that a bonus rule asks of a tjenestested, how it came out, against whom, and by how much.

They are read out of the answer of the plain evaluator, so that they say what decided and nothing beside it. A rule of the
kommune's own is taken apart in the same way as the shipped ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from kontroll.domain.bonus import CriterionKind, Why
from kontroll.domain.condition import BestAmong, ChangeKind, ColourIn, Compare, IndicatorLeaf
from kontroll.domain.month import Month, Period
from kontroll.domain.operand import Colour
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.truth import Truth
from kontroll.engine.plain.answer import Answer, Measured, Number, Value
from kontroll.engine.plain.evaluator import PlainEvaluator
from kontroll.facts.facts import ValueState
from kontroll.report.bonus.noise import noise, within_noise

#: The standard deviation of one answer behind an indicator; None where it is no survey, or nobody has said.
Spread = Callable[[str], Decimal | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One test of one leaf. period: what was read; base: what it was held against, for progress.

    operand: what was compared, the value or the change; None = not known. values: newest first.
    green, yellow: the ambition, for a colour. limit: for a threshold.
    group: enheter compared, itself included. rank: its place among those that are known, ties share it.
    equal: rivals as good. rival: whom it stands or falls with: the best of them where it is beaten, else the next best.
    lead: how much better than the rival; below 0 where it is beaten. unknown: rivals without a figure.
    needed: what the operand would have to be, where it is not enough or not known and a figure could settle it.
    noise: the lead that chance alone may make; is_noise: whether this one may be. None where it is no survey.
    """

    leaf: IndicatorLeaf | None
    kind: CriterionKind
    label: str
    indicator: str
    truth: Truth
    why: Why
    period: Period | None = None
    base: Period | None = None
    operand: Number | None = None
    values: tuple[Value, ...] = ()
    colour: Colour | None = None
    wanted: frozenset[Colour] = frozenset()
    green: Decimal | None = None
    yellow: Decimal | None = None
    limit: Decimal | None = None
    same_service: bool = True
    group: int = 0
    least: int = 0
    rank: int | None = None
    equal: tuple[Measured, ...] = ()
    rival: Measured | None = None
    lead: Fraction | None = None
    unknown: tuple[str, ...] = ()
    needed: Number | None = None
    noise: Decimal | None = None
    is_noise: bool | None = None


class Criteria:
    """Takes answers about enheter apart. measured: whether anybody has a figure of the indicator in the period."""

    def __init__(
        self, rulebook: Rulebook, evaluator: PlainEvaluator, spread: Spread, measured: Callable[[str, Period], bool]
    ) -> None:
        self._rulebook = rulebook
        self._evaluator = evaluator
        self._spread = spread
        self._measured = measured

    def of(self, answer: Answer, enhet: str) -> Iterator[Criterion]:
        """Of a tree, in the order it is written."""
        if isinstance(answer.asked, IndicatorLeaf):
            tests = answer.children
            if answer.when is None or any(isinstance(one.asked, IndicatorLeaf) for one in tests):
                yield self._other(answer)
                return
            assert isinstance(answer.when, Period)
            for test in tests:
                yield self._test(answer.asked, test, answer.when, enhet)
        elif answer.children:
            for child in answer.children:
                yield from self.of(child, enhet)
        else:
            yield self._other(answer)

    # --- each kind ----------------------------------------------------------------------------------------------------

    def _test(self, leaf: IndicatorLeaf, answer: Answer, period: Period, enhet: str) -> Criterion:
        if isinstance(answer.asked, ColourIn):
            return self._colour(leaf, answer, period)
        if isinstance(answer.asked, Compare):
            return self._limit(leaf, answer, period)
        if isinstance(answer.asked, BestAmong):
            return self._best(leaf, answer.asked, answer, period, enhet)
        return self._other(answer, leaf)

    def _colour(self, leaf: IndicatorLeaf, answer: Answer, period: Period) -> Criterion:
        green, yellow = (_decimal(limit.value) for limit in answer.limits)
        assert isinstance(answer.asked, ColourIn)
        sign = self._rulebook.indicators[leaf.indicator].better.sign
        colour = colour_of(_number(answer.operand), green, yellow, sign)
        wanted = answer.asked.colours
        needed = {Colour.GREEN: green, Colour.YELLOW: yellow}.get(_least_colour(wanted))
        return Criterion(
            leaf=leaf, kind=CriterionKind.COLOUR, label=leaf.label or "", indicator=leaf.indicator, truth=answer.truth,
            why=self._plain_why(answer, (green, yellow)), period=period, operand=_number(answer.operand),
            values=_values(answer), colour=colour, wanted=wanted, green=green, yellow=yellow,
            needed=None if answer.truth is Truth.TRUE else needed,
        )  # fmt: skip

    def _limit(self, leaf: IndicatorLeaf, answer: Answer, period: Period) -> Criterion:
        limit = _decimal(answer.limits[0].value) if answer.limits else None
        return Criterion(
            leaf=leaf, kind=CriterionKind.LIMIT, label=leaf.label or "", indicator=leaf.indicator, truth=answer.truth,
            why=self._plain_why(answer, (limit,)), period=period, base=_base(leaf, period),
            operand=_number(answer.operand), values=_values(answer), limit=limit,
            needed=None if answer.truth is Truth.TRUE else limit,
        )  # fmt: skip

    def _best(self, leaf: IndicatorLeaf, test: BestAmong, answer: Answer, period: Period, enhet: str) -> Criterion:
        sign = self._sign(leaf)
        own, *rivals = (read for read in answer.reads if isinstance(read, Measured))
        known = [one for one in rivals if one.operand is not None]
        progress = leaf.change is not None and leaf.change.kind is ChangeKind.PROGRESS
        rival, lead = _decisive(own, known, sign)
        margin, is_noise = self._noise(leaf.indicator, own, rival, lead)
        short = answer.truth is not Truth.TRUE and len(rivals) + 1 >= test.min_units
        return Criterion(
            leaf=leaf, kind=CriterionKind.BEST_PROGRESS if progress else CriterionKind.BEST_RESULT,
            label=leaf.label or "", indicator=leaf.indicator, truth=answer.truth,
            why=self._best_why(leaf, test, answer, own, rivals, period), period=period, base=_base(leaf, period),
            operand=own.operand, values=own.values, same_service=test.same_service, group=1 + len(rivals),
            least=test.min_units,
            rank=None if own.operand is None else 1 + sum(_ahead(one, own, sign) > 0 for one in known),
            equal=tuple(one for one in known if own.operand is not None and _ahead(one, own, sign) == 0),
            rival=rival, lead=lead, unknown=tuple(one.enhet for one in rivals if one.operand is None),
            needed=self._needed(leaf, test, rival, sign) if short and (lead is None or lead <= 0) else None,
            noise=margin, is_noise=is_noise,
        )  # fmt: skip

    def _other(self, answer: Answer, leaf: IndicatorLeaf | None = None) -> Criterion:
        asked = leaf or answer.asked
        indicator = asked.indicator if isinstance(asked, IndicatorLeaf) else ""
        why = {Truth.TRUE: Why.MET, Truth.FALSE: Why.NOT_MET, Truth.UNKNOWN: Why.UNKNOWN}[answer.truth]
        return Criterion(
            leaf=None, kind=CriterionKind.OTHER, label=getattr(asked, "label", None) or "", indicator=indicator,
            truth=answer.truth, why=why,
        )  # fmt: skip

    # --- why ----------------------------------------------------------------------------------------------------------

    def _plain_why(self, answer: Answer, limits: tuple[Decimal | None, ...]) -> Why:
        if answer.truth is not Truth.UNKNOWN:
            return Why.MET if answer.truth is Truth.TRUE else Why.NOT_MET
        if answer.operand is None:
            return self._lacking(_own(answer))
        return Why.NO_LIMIT if None in limits else Why.UNKNOWN

    def _best_why(
        self,
        leaf: IndicatorLeaf,
        test: BestAmong,
        answer: Answer,
        own: Measured,
        rivals: list[Measured],
        period: Period,
    ) -> Why:
        """In the order in which the language decides (section 2.5)."""
        if 1 + len(rivals) < test.min_units:
            return Why.TOO_FEW
        if own.operand is None:
            return self._lacking(own)
        sign = self._sign(leaf)
        leads = [_ahead(one, own, sign) for one in rivals if one.operand is not None]
        if any(lead > 0 for lead in leads):
            return Why.BEATEN
        if 0 in leads and not test.ties_count:
            return Why.EQUALLED
        if answer.truth is Truth.UNKNOWN:
            return Why.RIVAL_UNKNOWN
        return Why.TIED if 0 in leads else Why.FIRST

    def _lacking(self, own: Measured | None) -> Why:
        """Why there is nothing to compare: this year before the one it is held against, and what cannot be mended first."""
        if own is None:
            return Why.UNKNOWN
        now, *before = own.values
        if now.number is None:
            if not self._measured(now.indicator, now.period):
                return Why.NO_SURVEY
            return Why.SHIELDED if now.state is ValueState.SUPPRESSED else Why.MISSING
        for one in before:
            if one.number is None:
                if not self._was_there(own.enhet, one.period):
                    return Why.NEW
                if not self._measured(one.indicator, one.period):
                    return Why.NO_SURVEY_BEFORE
                return Why.SHIELDED_BEFORE if one.state is ValueState.SUPPRESSED else Why.MISSING_BEFORE
        return Why.UNKNOWN

    def _was_there(self, enhet: str, period: Period) -> bool:
        months = range(period.first_month.ordinal, period.last_month.ordinal + 1)
        return any(self._evaluator.unit(enhet, Month.from_ordinal(n)) is not None for n in months)

    # --- how much -----------------------------------------------------------------------------------------------------

    def _sign(self, leaf: IndicatorLeaf) -> int:
        """+1 where a larger operand is better; progress is turned already."""
        progress = leaf.change is not None and leaf.change.kind is ChangeKind.PROGRESS
        return 1 if progress else self._rulebook.indicators[leaf.indicator].better.sign

    def _needed(self, leaf: IndicatorLeaf, test: BestAmong, rival: Measured | None, sign: int) -> Number | None:
        """As good as the best of them; one step better where ties close."""
        if rival is None or rival.operand is None:
            return None
        step = Fraction(1, 10 ** self._rulebook.indicators[leaf.indicator].decimals)
        return Fraction(rival.operand) + (0 if test.ties_count else step * sign)

    def _noise(
        self, indicator: str, own: Measured, rival: Measured | None, lead: Fraction | None
    ) -> tuple[Decimal | None, bool | None]:
        spread = self._spread(indicator)
        if spread is None or rival is None or lead is None:
            return None, None
        counts = [value.count for value in (*own.values, *rival.values)]
        known = [count for count in counts if count]
        if len(known) < len(counts):
            return None, None
        decimals = self._rulebook.indicators[indicator].decimals
        return noise(spread, known, decimals), within_noise(lead, spread, known)


def _decisive(own: Measured, known: list[Measured], sign: int) -> tuple[Measured | None, Fraction | None]:
    """The best of the rivals, by id where several are; and how much better the enhet itself is."""
    if not known:
        return None, None
    best = min(known, key=lambda one: (-Fraction(one.operand or 0) * sign, one.enhet))
    return best, None if own.operand is None else -_ahead(best, own, sign)


def _ahead(one: Measured, own: Measured, sign: int) -> Fraction:
    """How much better `one` is than `own`."""
    assert one.operand is not None
    assert own.operand is not None
    return (Fraction(one.operand) - Fraction(own.operand)) * sign


def colour_of(number: Number | None, green: Decimal | None, yellow: Decimal | None, sign: int) -> Colour | None:
    """By the ambition; None where the figure or either threshold is not known (rule language, 2.3)."""
    if number is None or green is None or yellow is None:
        return None
    reached = [Fraction(number) * sign >= Fraction(limit) * sign for limit in (green, yellow)]
    return Colour.GREEN if reached[0] else Colour.YELLOW if reached[1] else Colour.RED


def _least_colour(wanted: frozenset[Colour]) -> Colour:
    return next((one for one in (Colour.RED, Colour.YELLOW, Colour.GREEN) if one in wanted), Colour.RED)


def _base(leaf: IndicatorLeaf, period: Period) -> Period | None:
    return None if leaf.change is None else period.plus(-leaf.change.since)


def _own(answer: Answer) -> Measured | None:
    return next((read for read in answer.reads if isinstance(read, Measured)), None)


def _values(answer: Answer) -> tuple[Value, ...]:
    own = _own(answer)
    return () if own is None else own.values


def _number(content: object) -> Number | None:
    return content if isinstance(content, Decimal | Fraction) else None


def _decimal(content: object) -> Decimal | None:
    return content if isinstance(content, Decimal) else None
