"""Tell internal control of what ends, ninety days ahead and once for each thing."""

from __future__ import annotations

from kontroll.domain.notice import Reason
from kontroll.domain.policy import INTERNAL_CONTROL
from kontroll.flows.people.today import Today
from kontroll.flows.telling.tell import people_for, tell_of
from kontroll.proving.lapsing import Lapse, follows, heading, lapsing, remedy, sentence
from kontroll.store.transaction import Transaction

#: `går ut:KEY` -> the day it was told.
_TOLD = "går ut:"


def tell_lapsing(tx: Transaction, today: Today) -> int:
    """Gives how many notices were new. What nobody could be told of is told when there is somebody."""
    people = people_for(today, [INTERNAL_CONTROL], "")
    notices = 0
    for one in lapsing(today.desk.rulebook, today.day) if people else ():
        if tx.marks.get(_TOLD + one.key) is not None:
            continue
        tx.marks.set(_TOLD + one.key, str(today.day))
        notices += tell_of(
            tx,
            today,
            Reason.LAPSING,
            heading(one),
            people,
            rule=None if one.what is Lapse.PARAMETER else one.id,
            # The same thing may end again, when it has been prolonged; and a rule has several that may end.
            number=one.on.toordinal() * len(Lapse) + list(Lapse).index(one.what),
            why="\n".join((sentence(one, today.day), follows(one, today.day), remedy(one))),
        )
    return notices
