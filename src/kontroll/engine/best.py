"""Best among: is the enhet the best of its service, or of all (rule language, section 2.5)?"""

from __future__ import annotations

from collections.abc import Generator, Sequence

import narwhals as nw

from kontroll.domain.condition import BestAmong
from kontroll.domain.rule import Scope
from kontroll.engine.grid import ACTIVE, ENHET, SERVICE, TYPE
from kontroll.engine.thresholds import MONTH
from kontroll.engine.truths import any_true, surely


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
    rival, group = f"{name}:rival", [MONTH, SERVICE] if test.same_service else [MONTH]
    yield dict(zip(keys, ranked_by, strict=True)) | {rival: in_scope(scope)}
    bests = yield from _best_keys(keys, rival, group, name)

    own = nw.col(rival).cast(nw.Int64)
    unknown_own = nw.col(keys[0]).is_null()
    members = own.sum().over(*group) - own
    unknown_member = (nw.col(rival) & unknown_own).cast(nw.Int64)
    unknown_rivals = unknown_member.sum().over(*group) - unknown_member
    equal_rivals = own.sum().over(*group, *keys) - own
    yield {f"{name}:members": members, f"{name}:unknown": unknown_rivals, f"{name}:equal": equal_rivals}
    alone = nw.col(SERVICE).is_null() if test.same_service else nw.lit(False)

    def among_rivals(column: str) -> nw.Expr:
        return nw.when(alone).then(nw.lit(0, nw.Int64)).otherwise(nw.col(f"{name}:{column}"))

    beaten = ~alone & surely(_greater(bests, keys))
    if not test.ties_count:
        beaten = beaten | (among_rivals("equal") > 0)
    undecided = nw.lit(False) if test.missing_ignored else among_rivals("unknown") > 0
    return (
        nw.when(among_rivals("members") + 1 < test.min_units)
        .then(nw.lit(False))
        .otherwise(
            nw.when(~unknown_own).then(
                nw.when(beaten).then(nw.lit(False)).otherwise(nw.when(~undecided).then(nw.lit(True)))
            )
        )
    )


def _best_keys(
    keys: Sequence[str], rival: str, group: Sequence[str], name: str
) -> Generator[dict[str, nw.Expr], None, list[str]]:
    """The best rival's keys in each row, found key by key among those that are best so far (own enhet included)."""
    bests: list[str] = []
    contender = nw.col(rival)
    for i, key in enumerate(keys):
        yield {f"{name}:contender": nw.when(contender).then(nw.col(key))}
        yield {f"{name}:best{i}": nw.col(f"{name}:contender").max().over(*group)}
        bests.append(f"{name}:best{i}")
        contender = contender & surely(nw.col(key) == nw.col(bests[-1]))
    return bests


def _greater(left: Sequence[str], right: Sequence[str]) -> nw.Expr:
    """Lexicographically greater."""
    claims = []
    for i in range(len(left)):
        claim = nw.col(left[i]) > nw.col(right[i])
        for j in range(i):
            claim = claim & (nw.col(left[j]) == nw.col(right[j]))
        claims.append(claim)
    return any_true(claims)
