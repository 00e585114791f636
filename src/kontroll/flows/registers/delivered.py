"""Delivered: the rows of a data set that stand, as they are known now, whoever delivered them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from kontroll.domain.rulebook import Rulebook
from kontroll.facts.facts import Facts
from kontroll.flows.deliveries.known_facts import known_facts
from kontroll.flows.deliveries.strangers import DATASETS
from kontroll.flows.last import Last
from kontroll.store.transaction import Transaction

Row = Mapping[str, Any]
_LAST: Last[tuple[Facts, Rulebook]] = Last()


def delivered_rows(tx: Transaction, rulebook: Rulebook, dataset: str, among: Collection[str]) -> list[Row]:
    """In the order they came. among: the data sets that are asked for one after the other, which are read together."""
    if dataset not in rulebook.datasets:
        return []
    return list(_facts(tx, rulebook, among).table(dataset).standing().iter_rows(named=True))


def _facts(tx: Transaction, rulebook: Rulebook, among: Collection[str]) -> Facts:
    """Of these data sets alone."""
    wanted = {id: one for id, one in rulebook.datasets.items() if id in among}
    kinds = tuple(f"{DATASETS}/{id}" for id in wanted)
    deliveries = tx.deliveries.rows.where(tx.deliveries.rows.table.c.kind.in_(kinds))
    salts = tuple(tx.deliveries.salts(one.seq for one in deliveries).values())
    read = replace(rulebook, datasets=wanted)
    # The rulebook is held with what was read by it, so that no other one gets its place in memory.
    return _LAST.of((id(rulebook), salts), lambda: (known_facts(tx, read, kinds=kinds)[0], rulebook))[0]
