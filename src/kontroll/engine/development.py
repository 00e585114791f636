"""Development: was there positive development over the latest n values (rule language, section 2.5)?"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from itertools import combinations, pairwise
from math import lcm

import narwhals as nw

from kontroll.domain.condition import Method
from kontroll.engine.truths import SAFE, all_true, any_true, check_bound, count, surely, unknown_where


def developed(
    values: Sequence[nw.Expr], sign: int, method: Method, largest: int, name: str
) -> Generator[dict[str, nw.Expr], None, nw.Expr]:
    """values: newest first; sign +1 when larger is better; largest: bound of their magnitude. Unknown if any is.

    Columns on the way are named after `name`.
    """
    missing = any_true([value.is_null() for value in values])
    if method is Method.ENDPOINTS:
        return unknown_where(missing, _better(values[0], values[-1], sign))
    if method is Method.ANY_STEP:
        return unknown_where(missing, any_true([_better(newer, older, sign) for newer, older in pairwise(values)]))
    check_bound(4 * largest * len(values), "utvikling")
    return unknown_where(missing, (yield from _rising(values, sign, largest, name)))


def _better(newer: nw.Expr, older: nw.Expr, sign: int) -> nw.Expr:
    return newer > older if sign > 0 else newer < older


def _rising(
    values: Sequence[nw.Expr], sign: int, largest: int, name: str
) -> Generator[dict[str, nw.Expr], None, nw.Expr]:
    """The Theil–Sen slope, the median of all pairwise slopes, is above 0. Values are known.

    Source: P. K. Sen, Journal of the American Statistical Association 63 (1968), 1379–1389. Decided by counting signs: with
    an odd number of slopes, or unless exactly half of them are positive, the middle ones share a sign. With exactly half, the
    mean of the middle two is positive if the smallest positive slope outweighs the smallest non-positive one.
    """
    common = lcm(*range(1, len(values)))
    small = 4 * largest * common <= SAFE
    differences: dict[str, nw.Expr] = {}
    by_distance: dict[int, list[nw.Expr]] = {}
    for newer, older in combinations(range(len(values)), 2):
        later, earlier = (values[newer], values[older]) if sign > 0 else (values[older], values[newer])
        distance, column = older - newer, f"{name}:rise{newer}:{older}"
        # Where the numbers are small enough, all slopes get a common denominator: as if the distance were 1.
        differences[column] = (later - earlier) * (common // distance) if small else later - earlier
        by_distance.setdefault(1 if small else distance, []).append(nw.col(column))
    yield differences
    positive = count([nw.col(column) > 0 for column in differences])
    half, odd = divmod(len(differences), 2)
    if odd:
        return positive > half
    yield {f"{name}:positive": positive}
    outweighs = yield from _smallest_positive_outweighs(by_distance, name)
    positive = nw.col(f"{name}:positive")
    return (positive > half) | ((positive == half) & outweighs)


def _smallest_positive_outweighs(
    by_distance: dict[int, list[nw.Expr]], name: str
) -> Generator[dict[str, nw.Expr], None, nw.Expr]:
    """Two-valued: the smallest positive slope d/k and the flattest other slope −e/m have a positive sum: d · m > e · k.

    Compared distance by distance: for every distance with a positive slope, some distance has a non-positive slope that it
    outweighs.
    """
    up, down = f"{name}:up", f"{name}:down"
    columns = {}
    for k, rises in by_distance.items():
        columns[f"{up}{k}"] = _smallest([nw.when(rise > 0).then(rise) for rise in rises])
        columns[f"{down}{k}"] = _smallest([nw.when(rise <= 0).then(-rise) for rise in rises])
    yield columns
    claims = []
    for k in by_distance:
        outweighs = any_true([nw.col(f"{up}{k}") * m > nw.col(f"{down}{m}") * k for m in by_distance])
        claims.append(nw.col(f"{up}{k}").is_null() | surely(outweighs))
    return all_true(claims)


def _smallest(numbers: Sequence[nw.Expr]) -> nw.Expr:
    return numbers[0] if len(numbers) == 1 else nw.min_horizontal(*numbers)
