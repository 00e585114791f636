"""Latest coverage: of each rule, what the last run that judged the newest month covered."""

from __future__ import annotations

from collections.abc import Mapping

from kontroll.domain.coverage import Coverage
from kontroll.store.transaction import Transaction


def latest_coverage(tx: Transaction) -> Mapping[str, Coverage]:
    """By rule. Empty before the first run."""
    # Kept with the runs in their order: of two runs of a month, the later one says how it stands.
    started = {run.id: run.started for run in tx.runs.all()}
    found: dict[str, Coverage] = {}
    for one in tx.coverage.all():
        held = found.get(one.rule)
        if held is None or (held.month, started[held.run]) < (one.month, started[one.run]):
            found[one.rule] = one
    return found
