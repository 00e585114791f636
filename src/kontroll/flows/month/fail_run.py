"""Fail a run: the evaluators disagree. What they said is kept and told, and nothing else is changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice, zip_longest

from kontroll.domain.disagreement import Disagreement
from kontroll.domain.run import DISAGREED, Run, RunState
from kontroll.flows.month.engine_alarm import follow_engines
from kontroll.flows.people.today import Today
from kontroll.store.transaction import Transaction

#: So many differences are kept of a run. A fault in an evaluator may show in every cell, and a thousand tell as much.
KEPT = 1_000


def fail_run(
    tx: Transaction, today: Today, begun: Run, ended: Run, found: Sequence[Disagreement], now: datetime
) -> tuple[Run, Sequence[Disagreement]]:
    """The run as it failed, and the differences that are kept. ended: what is told of how it was checked."""
    kept = _spread(found)
    failed = replace(ended, state=RunState.FAILED, finished=now, failure=DISAGREED, differences=len(found), notices=0)
    rules = sorted({one.rule for one in found})
    notices = follow_engines(tx, today, failed, rules)
    saved = tx.runs.save(begun, replace(failed, notices=notices))
    tx.disagreements.add_all(kept)
    tx.trail.append(
        "kjøring feilet",
        {"run": saved.id, "upto": saved.upto, "rulebook": saved.rulebook, "engine": saved.engine,
         "differences": len(found), "rules": ",".join(rules)},
    )  # fmt: skip
    return saved, kept


def _spread(found: Sequence[Disagreement]) -> Sequence[Disagreement]:
    """At most KEPT, some of each rule."""
    by_rule: dict[str, list[Disagreement]] = {}
    for one in found:
        by_rule.setdefault(one.rule, []).append(one)
    in_turn = (one for turn in zip_longest(*by_rule.values()) for one in turn if one is not None)
    return list(islice(in_turn, KEPT))
