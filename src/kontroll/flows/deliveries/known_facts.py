"""Known facts: what had been delivered up to a point, as facts. The order of receipt decides which row is the later one.

`organisasjon` and `personer` are whole lists: the last one delivered stands alone. Everything else adds up.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from kontroll.domain.dataset import DataSet
from kontroll.domain.delivery import Delivery, Taken
from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.domain.rulebook import Rulebook
from kontroll.facts.facts import Facts
from kontroll.facts.sheet import Sheet
from kontroll.flows.deliveries.assemble import assembled
from kontroll.flows.deliveries.strangers import MEASUREMENTS
from kontroll.flows.last import Last
from kontroll.store.transaction import Transaction
from kontroll.texts import _

#: Kinds of which the last delivered list replaces the one before.
WHOLE_LISTS = ("organisasjon", "personer")
_FIGURES = (*WHOLE_LISTS, MEASUREMENTS)
_LAST: Last[tuple[Facts, Rulebook]] = Last()


def known_facts(
    tx: Transaction, rulebook: Rulebook, upto: int | None = None, kinds: Collection[str] | None = None
) -> tuple[Facts, list[Problem]]:
    """The facts as they were known when delivery `upto` had been received; None = now. kinds: only these are read."""
    problems: list[Problem] = []
    known = [d for d in tx.deliveries.known(upto) if kinds is None or d.kind in kinds]
    return assembled(_Delivered(tx, known, problems), rulebook, problems)


def known_figures(tx: Transaction, rulebook: Rulebook) -> Facts:
    """Only the enheter and what is measured of them as known now: enough to say which figures are missing."""
    deliveries = tx.deliveries.rows.where(tx.deliveries.rows.table.c.kind.in_(_FIGURES))
    without_records = replace(rulebook, datasets={})

    def read() -> tuple[Facts, Rulebook]:
        return assembled(_Delivered(tx, deliveries, []), without_records, [])[0], rulebook

    # The rulebook is held with what was read by it, so that no other one gets its place in memory.
    salts = tuple(tx.deliveries.salts(d.seq for d in deliveries).values())
    return _LAST.of((id(rulebook), salts), read)[0]


class _Delivered:
    """The deliveries as sheets, in the order of receipt."""

    def __init__(self, tx: Transaction, deliveries: Sequence[Delivery], problems: list[Problem]) -> None:
        self._deliveries = deliveries
        self._sheets = tx.deliveries.sheets(deliveries)
        self._problems = problems

    def named(self, stem: str) -> list[Sheet]:
        return self._of(stem)

    def below(self, name: str, dataset: DataSet | None = None) -> list[Sheet]:
        return self._of(name)

    def _of(self, kind: str) -> list[Sheet]:
        deliveries = [d for d in self._deliveries if d.kind == kind]
        self._problems += [_lost(d) for d in deliveries if _is_lost(d, deliveries)]
        sheets = [self._sheets[d.seq] for d in deliveries if d.seq in self._sheets]
        return sheets[-1:] if kind in WHOLE_LISTS else sheets


def _is_lost(delivery: Delivery, all_of_kind: Sequence[Delivery]) -> bool:
    """Refused, and nothing usable has come under the name since: what is missing may stand in it."""
    later = (d for d in all_of_kind if d.seq > delivery.seq and d.name == delivery.name)
    return delivery.taken is Taken.REFUSED and not any(d.taken is Taken.TAKEN for d in later)


def _lost(delivery: Delivery) -> Problem:
    return Problem(
        Place(delivery.name),
        _("filen ble avvist da den kom, og er ikke levert på nytt"),
        _("Det som står i den, er ukjent."),
        _("Rett filen i kildesystemet og lever den på nytt under samme navn."),
        Gravity.NOTICE if delivery.kind in WHOLE_LISTS else Gravity.INCOMPLETE,
    )
