"""Results as columns: from the truths of a rule's leaves to its result code and its utslag (rule language, section 3)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import narwhals as nw

from kontroll.domain.condition import AllOf, AnyOf, Condition, Leaf, NoneOf, Not
from kontroll.domain.rule import Rule, RuleType
from kontroll.domain.truth import Result
from kontroll.engine.names import result_column
from kontroll.engine.thresholds import MONTH
from kontroll.engine.truths import all_true, any_true, surely
from kontroll.engine.verdicts import CODES

ToTruth = Callable[[Leaf], nw.Expr]


def truth_of(condition: Condition, leaf_truth: ToTruth) -> nw.Expr:
    """The tree as a column expression over its leaves."""
    if isinstance(condition, AllOf):
        return all_true([truth_of(child, leaf_truth) for child in condition.children])
    if isinstance(condition, AnyOf):
        return any_true([truth_of(child, leaf_truth) for child in condition.children])
    if isinstance(condition, NoneOf):
        return ~any_true([truth_of(child, leaf_truth) for child in condition.children])
    if isinstance(condition, Not):
        return ~truth_of(condition.child, leaf_truth)
    return leaf_truth(condition)


class InForce(NamedTuple):
    """The number of a version, and the first and last month that it holds in; None: in every month that is judged."""

    version: int
    months: tuple[int, int] | None


def in_force(rule: Rule, first: int, last: int) -> tuple[InForce, ...]:
    """The versions that hold in any month from first to last, as Rule.version_in chooses among them."""
    found = []
    for number, version in enumerate(rule.versions):
        until = version.valid_to
        if until is None and number + 1 < len(rule.versions):
            until = rule.versions[number + 1].valid_from.plus(-1)
        start, end = version.valid_from.ordinal, until.ordinal if until else _NEVER
        if start <= last and first <= end:
            found.append(InForce(number, None if start <= first and last <= end else (start, end)))
    return tuple(found)


def result_of(rule: Rule, leaf_truth: ToTruth, covered: nw.Expr | None, versions: Sequence[InForce]) -> nw.Expr:
    """The result code, right in the months that the versions are those of; null = no result row.

    covered: two-valued, whether `gjelder` covers the subject; None: it covers every one.
    """
    result = _code(Result.NOT_IN_FORCE)
    for number, months in versions:
        judged = _judged(rule, rule.versions[number].condition, leaf_truth)
        holds = None if months is None else nw.col(MONTH).is_between(*months)
        result = judged if holds is None else nw.when(holds).then(judged).otherwise(result)
    return result if covered is None else nw.when(covered).then(result)


_NEVER = 10_000 * 12


def _judged(rule: Rule, condition: Condition, leaf_truth: ToTruth) -> nw.Expr:
    truth = truth_of(condition, leaf_truth)
    # usann and sann have the codes that a Boolean has as a number.
    judged = truth.cast(nw.Int8).fill_null(nw.lit(CODES[Result.UNKNOWN], nw.Int8))
    if rule.exemptions:
        exempt = any_true([truth_of(exemption.condition, leaf_truth) for exemption in rule.exemptions])
        struck = surely(~truth if rule.type is RuleType.REQUIREMENT else truth)
        judged = nw.when(exempt.is_null() & struck).then(_code(Result.UNKNOWN)).otherwise(judged)
        judged = nw.when(surely(exempt)).then(_code(Result.NOT_RELEVANT)).otherwise(judged)
    return judged


def _code(result: Result) -> nw.Expr:
    return nw.lit(CODES[result], nw.Int8)


def utslag_of(rule: Rule, covered: nw.Expr | None) -> nw.Expr:
    """Utslag as a rule leaf sees it, from the rule's result column; false also where there is no result row."""
    code = nw.col(result_column(rule.id))
    wanted = Result.FALSE if rule.type is RuleType.REQUIREMENT else Result.TRUE
    struck = nw.when(code != CODES[Result.UNKNOWN]).then(code == CODES[wanted])
    return struck if covered is None else covered & struck
