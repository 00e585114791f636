"""Truths as columns: nullable Booleans in which null is *ukjent*.

Why Booleans: and, or and not on nullable Booleans are Kleene's connectives on every engine narwhals speaks to. Only
functions in this file may look at nulls, so that "missing" can never slip into "false" unseen.
"""

from __future__ import annotations

from collections.abc import Sequence

import narwhals as nw

from kontroll.domain.operand import (
    Op,
)
from kontroll.domain.problem import KontrollError

#: The largest magnitude an intermediate result may have: 2^62 leaves one bit to add two of them.
SAFE = 2**62

#: An SQL engine nests each of the parts in the next: a list of a thousand would be a thousand levels deep.
AT_ONCE = 32


class TooLarge(KontrollError):
    """The numbers of a rule could leave 64 bits; refusing is better than a silent wrong answer."""


def check_bound(largest: int, what: str) -> None:
    """Raise TooLarge, naming what, if an intermediate result could reach `largest` and that is not safe."""
    if largest > SAFE:
        raise TooLarge(what)


def unknown() -> nw.Expr:
    return nw.lit(None, nw.Boolean)


def all_true(truths: Sequence[nw.Expr]) -> nw.Expr:
    """Kleene's and."""
    if len(truths) > AT_ONCE:
        return all_true([all_true(some) for some in _divided(truths)])
    return truths[0] if len(truths) == 1 else nw.all_horizontal(*truths, ignore_nulls=False)


def any_true(truths: Sequence[nw.Expr]) -> nw.Expr:
    """Kleene's or."""
    if len(truths) > AT_ONCE:
        return any_true([any_true(some) for some in _divided(truths)])
    return truths[0] if len(truths) == 1 else nw.any_horizontal(*truths, ignore_nulls=False)


def _divided(truths: Sequence[nw.Expr]) -> list[Sequence[nw.Expr]]:
    return [truths[i : i + AT_ONCE] for i in range(0, len(truths), AT_ONCE)]


def surely(truth: nw.Expr) -> nw.Expr:
    """Two-valued: true where the truth is known to be true."""
    return truth.fill_null(False)


def possibly(truth: nw.Expr) -> nw.Expr:
    """Two-valued: true where the truth is true or unknown."""
    return truth.fill_null(True)


def unknown_where(problem: nw.Expr, truth: nw.Expr) -> nw.Expr:
    """The truth, but unknown where `problem` (two-valued) holds."""
    return nw.when(~problem).then(truth)


def count(claims: Sequence[nw.Expr]) -> nw.Expr:
    """How many of the claims are known to hold."""
    if len(claims) > AT_ONCE:
        return nw.sum_horizontal(*(count(some) for some in _divided(claims)))
    return nw.sum_horizontal(*(claim.cast(nw.Int64) for claim in claims))


def at_least(k: int, truths: Sequence[nw.Expr]) -> nw.Expr:
    """True where at least k are true, false where true and unknown together are fewer, else unknown."""
    if k == len(truths):
        return all_true(truths)
    if k == 1:
        return any_true(truths)
    false = count([~truth for truth in truths])
    return counted(k, count(truths), len(truths) - false)


def counted(k: int, true: nw.Expr, possible: nw.Expr) -> nw.Expr:
    """The same from counts of true and of possibly true items."""
    return (true >= k) | unknown_where(possible >= k, nw.lit(False))


def compare(op: Op, value: nw.Expr, floor: nw.Expr, ceiling: nw.Expr) -> nw.Expr:
    """Scaled integer against an exact threshold given as the integers next to it (see floor_and_ceiling)."""
    plain = op.plain
    if plain is Op.OVER:
        return value > floor
    if plain is Op.UNDER:
        return value < ceiling
    if plain is Op.AT_LEAST:
        return value >= ceiling
    if plain is Op.AT_MOST:
        return value <= floor
    # Between two integers lies no integer: equality needs the threshold to be one. `value == floor` is unknown
    # where either is missing, and so is `floor == ceiling` where the threshold is.
    equal = (
        nw.when(floor == ceiling)
        .then(value == floor)
        .otherwise(unknown_where((value - floor).is_null(), nw.lit(False)))
    )
    return equal if plain is Op.EQUAL else ~equal


def compare_same(op: Op, left: nw.Expr, right: nw.Expr) -> nw.Expr:
    """Two columns of the same kind and scale."""
    plain = op.plain
    if plain is Op.OVER:
        return left > right
    if plain is Op.UNDER:
        return left < right
    if plain is Op.AT_LEAST:
        return left >= right
    if plain is Op.AT_MOST:
        return left <= right
    return left == right if plain is Op.EQUAL else left != right


def round_half_away(numerator: nw.Expr, denominator: int | nw.Expr) -> nw.Expr:
    """numerator / denominator (positive) as the nearest integer, halves away from zero. Uses floor division of
    non-negative integers only, which every engine does alike."""
    size = nw.when(numerator < 0).then(-numerator).otherwise(numerator)
    rounded = (size * 2 + denominator) // (denominator * 2)
    return nw.when(numerator < 0).then(-rounded).otherwise(rounded)
