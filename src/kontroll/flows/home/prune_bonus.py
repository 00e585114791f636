"""Prune bonus: the archive of a decision goes when its time is over, and not before the kommune's archive has it.

Who got bonus, who decided and when stay: they are numbers of enheter. The archive holds figures that few may see.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from kontroll.domain.archiving import ArchiveKind
from kontroll.domain.policy import Kept, Policies
from kontroll.flows.home.prune_persons import DELETED
from kontroll.store.transaction import Transaction


def prune_bonus(tx: Transaction, policies: Policies, is_over: Callable[[datetime], bool]) -> int:
    """Gives how many went; their ids stand on the trail."""
    waits = policies.archive.of(ArchiveKind.BONUS) is not None
    handed = {one.subject for one in tx.archived_things.where(kind=ArchiveKind.BONUS)}
    gone = []
    for one in tx.bonus_decisions.all():
        id = f"{one.year}/{one.number}"
        if is_over(one.at) and (id in handed or not waits):
            if tx.bonus_packages.delete(year=one.year, number=one.number):
                gone.append(id)
    if gone:
        tx.trail.append(DELETED, {"what": Kept.BONUS.value, "count": len(gone), "ids": ",".join(gone)})
    return len(gone)
