"""Development: was there positive development over the latest n values (rule language, section 2.5)?"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise

import narwhals as nw

from kontroll.domain.condition import Method
from kontroll.engine.truths import all_true, any_true, check_bound, count, surely, unknown_where


def developed(values: Sequence[nw.Expr], sign: int, method: Method, largest: int) -> nw.Expr:
    """values: newest first; sign +1 when larger is better; largest: bound of their magnitude. Unknown if any is."""
    missing = any_true([value.is_null() for value in values])
    if method is Method.ENDPOINTS:
        return unknown_where(missing, (values[0] - values[-1]) * sign > 0)
    if method is Method.ANY_STEP:
        steps = [(newer - older) * sign > 0 for newer, older in pairwise(values)]
        return unknown_where(missing, any_true(steps))
    check_bound(4 * largest * len(values), "utvikling")
    return unknown_where(missing, _rising(values, sign))


def _rising(values: Sequence[nw.Expr], sign: int) -> nw.Expr:
    """The Theil–Sen slope, the median of all pairwise slopes, is above 0.

    Source: P. K. Sen, Journal of the American Statistical Association 63 (1968), 1379–1389. Decided by counting signs: with
    an odd number of slopes, or unless exactly half of them are positive, the middle ones share a sign. With exactly half, the
    mean of the middle two is positive if the smallest positive slope outweighs the smallest non-positive one.
    """
    by_distance: dict[int, list[nw.Expr]] = {}
    for newer, older in combinations(range(len(values)), 2):
        by_distance.setdefault(older - newer, []).append((values[newer] - values[older]) * sign)
    differences = [difference for group in by_distance.values() for difference in group]
    positive = count([surely(difference > 0) for difference in differences])
    half, odd = divmod(len(differences), 2)
    if odd:
        return positive > half
    outweighs = _smallest_positive_outweighs(by_distance)
    return nw.when(positive == half).then(outweighs).otherwise(positive > half)


def _smallest_positive_outweighs(by_distance: dict[int, list[nw.Expr]]) -> nw.Expr:
    """The smallest positive slope d/k and the largest non-positive slope e/m have a positive sum: d · m + e · k > 0.

    Compared distance by distance, so that no common denominator is needed: for every distance with a positive slope,
    some distance has a non-positive slope that it outweighs.
    """
    flattest = {m: nw.max_horizontal(*(nw.when(d <= 0).then(d) for d in group)) for m, group in by_distance.items()}
    claims = []
    for k, group in by_distance.items():
        least = nw.min_horizontal(*(nw.when(d > 0).then(d) for d in group))
        outweighs = any_true([surely(least * m + flat * k > 0) for m, flat in flattest.items()])
        claims.append(least.is_null() | outweighs)
    return all_true(claims)
