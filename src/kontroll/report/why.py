"""Why: the few sentences that tell a leader what a rule struck on, fit for a mail.

A mail may be read by others than its recipient: a figure that few persons stand behind is not in it, nor any field of a
record. The whole explanation is found where one signs in.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kontroll.domain.condition import Compare, IndicatorLeaf, NoneOf, Not, Window
from kontroll.domain.indicator import Indicator, WeightedIndex
from kontroll.domain.month import Frequency, Month, Period
from kontroll.domain.operand import Op
from kontroll.domain.rule import Rule, RuleType
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.truth import Truth
from kontroll.engine.plain import Answer, Limit, Measured, RuleAnswer
from kontroll.texts import N_, _, month_name, number

_PERIODS = {Frequency.MONTH: N_("månedene"), Frequency.TERTIAL: N_("tertialene"), Frequency.YEAR: N_("årene")}
_IN_A_ROW = {Frequency.MONTH: N_("måneder"), Frequency.TERTIAL: N_("tertialer"), Frequency.YEAR: N_("år")}

#: More than this is not read on a telephone.
MOST = 3

_LIMITS = {
    Op.UNDER: N_("Regelen slår ut under {limit}."),
    Op.OVER: N_("Regelen slår ut over {limit}."),
    Op.AT_LEAST: N_("Kravet er minst {limit}."),
    Op.AT_MOST: N_("Kravet er høyst {limit}."),
}
_STRIKES = {
    Op.AT_LEAST: N_("Regelen slår ut fra {limit} og oppover."),
    Op.AT_MOST: N_("Regelen slår ut fra {limit} og nedover."),
}
_BREAKS = {Op.UNDER: N_("Kravet er under {limit}."), Op.OVER: N_("Kravet er over {limit}.")}


def why(rulebook: Rulebook, answer: RuleAnswer) -> tuple[str, ...]:
    """At most MOST sentences on what decided that the rule struck; none where no figure did."""
    if answer.condition is None:
        return ()
    requirement = answer.rule.type is RuleType.REQUIREMENT
    wanted = Truth.FALSE if requirement else Truth.TRUE
    found: dict[str, None] = {}
    for leaf in _decisive(answer.condition, wanted):
        for sentence in _of_leaf(rulebook, leaf, wanted, requirement):
            found.setdefault(sentence)
    return tuple(found)[:MOST]


def why_of_records(rule: Rule, month: Month) -> tuple[str, ...]:
    """What a rule about records looks for, in its own words (`merke`): the records themselves are not for a mail."""
    version = rule.version_in(month)
    label = version.condition.label if version is not None else None
    if not label:
        return ()
    sentence = label.rstrip(".")
    return (_("Kravet: {text}.").format(text=sentence) if rule.type is RuleType.REQUIREMENT else f"{sentence}.",)


def _decisive(answer: Answer, wanted: Truth) -> Iterator[Answer]:
    """Indicator leaves that pulled the answer the way it went."""
    if isinstance(answer.asked, IndicatorLeaf):
        if answer.truth is wanted:
            yield answer
        return
    below = ~wanted if isinstance(answer.asked, Not | NoneOf) else wanted
    for child in answer.children:
        yield from _decisive(child, below)


def _of_leaf(rulebook: Rulebook, leaf: Answer, wanted: Truth, requirement: bool) -> Iterator[str]:
    """The newest period in which it was so, the limit, and for how long."""
    assert isinstance(leaf.asked, IndicatorLeaf)
    indicator = rulebook.indicators[leaf.asked.indicator]
    periods = leaf.children if leaf.asked.window is not None else (leaf,)
    newest = next((period for period in periods if period.truth is wanted), leaf)
    for test in newest.children:
        read = test.reads[0] if test.reads else None
        if isinstance(read, Measured) and read.values and isinstance(newest.when, Period):
            yield _value(rulebook, indicator, read, newest.when)
    for test in newest.children:
        if isinstance(test.asked, Compare) and test.limits and leaf.asked.change is None:
            yield from _limit(indicator, test.asked, test.limits[0], requirement)
    if leaf.asked.window is not None and leaf.asked.window.periods > 1:
        yield _window(leaf.asked.window, indicator)


def _value(rulebook: Rulebook, indicator: Indicator, read: Measured, period: Period) -> str:
    """Of the enhet itself, whoever it was held against: what others have is not for a mail."""
    value = read.values[0]
    if value.number is None:
        return _("{indicator} er ikke kjent for {period}.").format(indicator=indicator.name, period=_when(period))
    if _is_few(rulebook, indicator, value.count):
        return _("{indicator}: tallet bygger på få personer og står derfor ikke i meldingen.").format(
            indicator=indicator.name
        )
    return _("{indicator} var {value} i {period}.").format(
        indicator=indicator.name, value=_amount(value.number, indicator), period=_when(period)
    )


def _is_few(rulebook: Rulebook, indicator: Indicator, count: int | None) -> bool:
    """An index is of few where a part of it is, whatever it says of itself. count: the least of its parts."""
    parts = indicator.computed.parts if isinstance(indicator.computed, WeightedIndex) else ()
    if any(_is_few(rulebook, rulebook.indicators[part], count) for part in parts):
        return True
    return indicator.shown_from_count > 0 and (count is None or count < indicator.shown_from_count)


def _limit(indicator: Indicator, test: Compare, limit: Limit, requirement: bool) -> Iterator[str]:
    if not isinstance(limit.value, Decimal):
        return
    op = test.op.directed(indicator.better.sign)
    words = {**_LIMITS, **(_BREAKS if requirement else _STRIKES)}.get(op)
    if words is not None:
        yield _(words).format(limit=_amount(limit.value, indicator))


def _window(window: Window, indicator: Indicator) -> str:
    if window.in_a_row:
        periods = _(_IN_A_ROW[indicator.frequency])
        return _("Slik har det vært i {count} {periods} på rad.").format(count=window.periods, periods=periods)
    periods = _(_PERIODS[indicator.frequency])
    return _("Slik har det vært i minst {least} av de siste {count} {periods}.").format(
        least=window.at_least, count=window.periods, periods=periods
    )


def _amount(value: Decimal, indicator: Indicator) -> str:
    unit = "" if indicator.unit in ("antall", "") else f"\N{NO-BREAK SPACE}{indicator.unit}"
    return number(value) + unit


def _when(period: Period) -> str:
    return month_name(period.first_month) if period.frequency_months == 1 else str(period)
