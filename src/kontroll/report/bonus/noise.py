"""Noise: how large a difference between survey results may be when nothing is different. Exact; no binary floats.

Why an assumed spread: the answers themselves are not delivered, only their mean and count. What one answer is assumed to
spread is a choice in policies/maalekart.yaml (`spredning`), on the indicator's scale. An index is taken to spread as much
as its parts: whoever is content with one thing is content with another, so that a mean of them is little steadier.
Source: a mean of n answers has the variance s²/n; the variances of what is added or subtracted add up.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import isqrt

#: Standard errors on each side that hold 95 of 100 chance differences.
_Z = Fraction("1.96")


def within_noise(difference: Fraction, spread: Decimal, counts: Sequence[int]) -> bool:
    """Whether chance alone may make the difference. counts: answers behind each of the means it is made of."""
    return difference * difference < _variance(spread, counts) * _Z * _Z


def noise(spread: Decimal, counts: Sequence[int], decimals: int) -> Decimal:
    """The difference that chance alone may make, rounded up to `decimals`."""
    wanted = _variance(spread, counts) * _Z * _Z * 100**decimals
    root = isqrt(wanted.numerator // wanted.denominator)
    if Fraction(root * root) < wanted:
        root += 1
    return Decimal(root).scaleb(-decimals)


def _variance(spread: Decimal, counts: Sequence[int]) -> Fraction:
    """Raises ValueError where nobody answered: then there is no mean either."""
    if any(count < 1 for count in counts):
        raise ValueError("a mean of no answers")
    return Fraction(spread) ** 2 * sum((Fraction(1, count) for count in counts), Fraction(0))
