"""Affected: the first month whose verdicts new deliveries may change."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from kontroll.domain.condition import Leaf, Lookup, leaves
from kontroll.domain.delivery import Delivery
from kontroll.domain.indicator import FromRecords
from kontroll.domain.month import Month
from kontroll.domain.rulebook import Rulebook
from kontroll.flows.deliveries.strangers import DATASETS, MEASUREMENTS


def first_affected(
    rulebook: Rulebook, new: Sequence[Delivery], corrected: Collection[int], judged: Sequence[Month]
) -> Month | None:
    """The first of the judged months that may come out otherwise; None where none can.

    A figure or a record speaks of its own month and of those after it. A list of units, of persons, of targets, and
    whatever rules look up, may speak of any. So may records that come again: one whose date was corrected leaves a month
    that the file does not name. corrected: numbers of deliveries that changed earlier rows. judged: months with a book,
    sorted.
    """
    # What a file of many tables says, its tables say.
    new = [delivery for delivery in new if not delivery.is_file]
    if not judged or not new:
        return None
    looked_up = {leaf.dataset for leaf in _leaves(rulebook) if isinstance(leaf, Lookup)}
    firsts = [_first(delivery, looked_up, delivery.seq in corrected) or judged[0] for delivery in new]
    reached = [month for month in judged if month >= min(firsts)]
    return reached[0] if reached else None


def _leaves(rulebook: Rulebook) -> Iterator[Leaf]:
    """Of the rules, and of what indicators are computed by."""
    for rule in rulebook.rules.values():
        yield from rule.leaves()
    for indicator in rulebook.indicators.values():
        if isinstance(indicator.computed, FromRecords) and indicator.computed.where is not None:
            yield from leaves(indicator.computed.where)


def _first(delivery: Delivery, looked_up: set[str], corrects: bool) -> Month | None:
    """The first month the file speaks of; None where that may be any."""
    if delivery.kind == MEASUREMENTS:
        return delivery.first
    dataset = delivery.kind.removeprefix(f"{DATASETS}/")
    is_records = dataset != delivery.kind and dataset not in looked_up
    return delivery.first if is_records and not corrects else None
