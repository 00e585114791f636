"""Known people: who is who by the last delivered lists alone, for what must not wait for everything else to be read."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from kontroll.domain.directory import Directory
from kontroll.facts.directory import directory
from kontroll.facts.facts import Facts
from kontroll.facts.organisation import organisation_records, read_organisation, read_persons
from kontroll.facts.sheet import Sheet
from kontroll.flows.deliveries.known_facts import WHOLE_LISTS
from kontroll.flows.last import Last
from kontroll.store.transaction import Transaction

_LAST: Last[Directory] = Last()


def known_directory(tx: Transaction) -> Directory:
    """The organisation and the persons as they are known now. What was wrong in the lists was told when they came."""
    lasts = tx.deliveries.lasts(WHOLE_LISTS)
    # A salt is of one content only, and goes with it.
    return _LAST.of(frozenset(lasts.items()), lambda: _read(*(_sheets(tx, lasts.get(kind)) for kind in WHOLE_LISTS)))


def _sheets(tx: Transaction, last: tuple[int, str] | None) -> Sequence[Sheet]:
    """The last list of a kind; none where none came."""
    return list(tx.deliveries.sheets(tx.deliveries.rows.where(seq=last[0])).values()) if last is not None else []


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
