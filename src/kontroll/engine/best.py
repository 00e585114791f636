"""Best among: is the enhet the best of its service, or of all (rule language, section 2.5)?"""

from __future__ import annotations

from collections.abc import Generator, Sequence

import narwhals as nw

from kontroll.domain.condition import BestAmong
from kontroll.domain.rule import Scope
from kontroll.engine.grid import ACTIVE, ENHET, PEERS, SERVICE, TYPE
from kontroll.engine.thresholds import MONTH
from kontroll.engine.truths import all_true, any_true, surely, unknown_where


def in_scope(scope: Scope) -> nw.Expr:
    """Two-valued: the enhet is active in the row's month and matches `gjelder`."""
    claim = nw.col(ACTIVE)
    for column, allowed in ((TYPE, scope.unit_types), (SERVICE, scope.services), (ENHET, scope.enheter)):
        if allowed is not None:
            claim = claim & surely(nw.col(column).is_in(sorted(allowed)))
    return claim


def best_among(
    test: BestAmong, ranked_by: Sequence[nw.Expr], scope: Scope, name: str
) -> Generator[dict[str, nw.Expr], None, nw.Expr]:
    """ranked_by: integers, larger better, compared one after the other; null together. Returns the truth per row.

    The rivals of a row are the other enheter in scope in the same month (and service); an enhet without service is alone.
    """
    keys = [f"{name}:key{i}" for i in range(len(ranked_by))]
    rival, group = f"{name}:rival", PEERS if test.same_service else MONTH
    yield dict(zip(keys, ranked_by, strict=True)) | {rival: in_scope(scope)}
    bests = yield from _best_keys(keys, rival, group, name)

    own = nw.col(rival).cast(nw.Int64)
    counts = {f"{name}:members": own.sum().over(group) - own}
    if not test.ties_count:
        counts[f"{name}:equal"] = own.sum().over(group, *keys) - own
    if not test.missing_ignored:
        unknown = (nw.col(rival) & nw.col(keys[0]).is_null()).cast(nw.Int64)
        counts[f"{name}:unknown"] = unknown.sum().over(group)
    yield counts

    beaten = surely(_greater(bests, keys))
    if not test.ties_count:
        beaten = beaten | (nw.col(f"{name}:equal") > 0)
    best = ~beaten
    if not test.missing_ignored:
        # Where the own operand is missing too, that decides first.
        best = best & unknown_where(nw.col(f"{name}:unknown") > 0, nw.lit(True))
    has_rivals = nw.col(f"{name}:members") >= test.min_units - 1
    return has_rivals & unknown_where(nw.col(keys[0]).is_null(), best)


def _best_keys(
    keys: Sequence[str], rival: str, group: str, name: str
) -> Generator[dict[str, nw.Expr], None, list[str]]:
    """The best rival's keys in each row, found key by key among those that are best so far (own enhet included)."""
    bests: list[str] = []
    contender = nw.col(rival)
    for i, key in enumerate(keys):
        yield {f"{name}:contender": nw.when(contender).then(nw.col(key))}
        yield {f"{name}:best{i}": nw.col(f"{name}:contender").max().over(group)}
        bests.append(f"{name}:best{i}")
        contender = contender & surely(nw.col(key) == nw.col(bests[-1]))
    return bests


def _greater(left: Sequence[str], right: Sequence[str]) -> nw.Expr:
    """Lexicographically greater."""
    claims = []
    for i in range(len(left)):
        equal_before = [nw.col(left[j]) == nw.col(right[j]) for j in range(i)]
        claims.append(all_true([nw.col(left[i]) > nw.col(right[i]), *equal_before]))
    return any_true(claims)
