"""Look back: what stood in a delivery, as long as it is kept, and from which month on everything still can be judged."""

from __future__ import annotations

from collections.abc import Collection
from enum import Enum

from kontroll.domain.condition import IndicatorLeaf
from kontroll.domain.delivery import Delivery, Taken
from kontroll.domain.indicator import FromRecords, WeightedIndex
from kontroll.domain.month import Month
from kontroll.domain.rulebook import Rulebook
from kontroll.engine.reach import rule_reach, warm_up
from kontroll.engine.unitleaves import months_needed
from kontroll.facts.sheet import Sheet
from kontroll.flows.deliveries.strangers import DATASETS
from kontroll.store.transaction import Transaction
from kontroll.texts import N_

#: Months within which records are compared with each other, where no rule's window says more.
_AMONG_RECORDS = 12


class NoBasis(Enum):
    """Why there is nothing to show; the value is what a reader is told."""

    UNKNOWN = N_("leveransen finnes ikke")
    REFUSED = N_("filen ble avvist da den kom")
    DELETED = N_("grunnlaget er slettet etter frist")


def basis_of(tx: Transaction, delivery_seq: int) -> Sheet | NoBasis:
    """The rows of a delivery as they came, or why they cannot be shown."""
    delivery = tx.deliveries.rows.get(delivery_seq)
    if delivery is None or delivery.is_file:
        return NoBasis.UNKNOWN
    if tx.deliveries.deleted([delivery]):
        return NoBasis.DELETED
    if delivery.taken is Taken.REFUSED:
        return NoBasis.REFUSED
    return tx.deliveries.sheets([delivery])[delivery_seq]


def whole_from(tx: Transaction, rulebook: Rulebook, kinds: Collection[str] | None = None) -> Month | None:
    """The first month of which everything that is looked at still is there; None where nothing is gone.

    Earlier months are never judged anew: what is deleted would read as unknown, and take away avvik that were there.
    kinds: of deliveries that are looked at; None = all.
    """
    known = [d for d in tx.deliveries.known() if kinds is None or d.kind in kinds]
    gone = [d for d in tx.deliveries.deleted(known) if d.taken is Taken.TAKEN]
    reached = [d.last.plus(1 + _looked_back(rulebook, d)) for d in gone if d.last is not None]
    return max(reached, default=None)


def _looked_back(rulebook: Rulebook, delivery: Delivery) -> int:
    """Months after a delivery's last one that rules may still look at it."""
    reach = rule_reach(rulebook)
    dataset = delivery.kind.removeprefix(f"{DATASETS}/")
    if dataset == delivery.kind:
        return warm_up(rulebook, reach)
    return max(
        _AMONG_RECORDS,
        *(
            reach[rule.id] + months_needed(leaf, rulebook.indicators[leaf.indicator])
            for rule in rulebook.rules.values()
            for leaf in rule.leaves()
            if isinstance(leaf, IndicatorLeaf) and _is_made_of(rulebook, leaf.indicator, dataset)
        ),
        0,
    )


def _is_made_of(rulebook: Rulebook, indicator: str, dataset: str) -> bool:
    computed = rulebook.indicators[indicator].computed
    if isinstance(computed, WeightedIndex):
        return any(_is_made_of(rulebook, part, dataset) for part in computed.parts)
    return isinstance(computed, FromRecords) and computed.dataset == dataset
