"""Known people: who is who by the last delivered lists alone, for what must not wait for everything else to be read."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from kontroll.domain.delivery import Delivery, Taken
from kontroll.domain.directory import Directory
from kontroll.facts.directory import directory
from kontroll.facts.facts import Facts
from kontroll.facts.organisation import organisation_records, read_organisation, read_persons
from kontroll.facts.sheet import Sheet
from kontroll.flows.known_facts import WHOLE_LISTS
from kontroll.flows.last import Last
from kontroll.store.transaction import Transaction

_LAST: Last[Directory] = Last()


def known_directory(tx: Transaction) -> Directory:
    """The organisation and the persons as they are known now. What was wrong in the lists was told when they came."""
    lists = [_last(tx, kind) for kind in WHOLE_LISTS]
    # A salt is of one content only, and goes with it.
    salts = tuple(tuple(tx.deliveries.salts(d.seq for d in last).values()) for last in lists)
    return _LAST.of(salts, lambda: _read(*(list(tx.deliveries.sheets(last).values()) for last in lists)))


def _read(organisation_sheets: Sequence[Sheet], person_sheets: Sequence[Sheet]) -> Directory:
    organisation, _problems = read_organisation(organisation_sheets)
    persons, _problems = read_persons(person_sheets)
    return directory(
        Facts(
            organisation=organisation,
            organisation_records=organisation_records(organisation, delivered=bool(organisation_sheets)),
            persons=persons,
            measurements=pl.DataFrame(),
            ambitions=pl.DataFrame(),
            records={},
        )
    )


def _last(tx: Transaction, kind: str) -> Sequence[Delivery]:
    """The last list of the kind that could be read; none where none came."""
    return tx.deliveries.rows.where(kind=kind, taken=Taken.TAKEN)[-1:]
