"""Population: what a draw is drawn from is frozen, and what an id in it stands for is found again.

Why the files lie with the draw and are not made again when they are asked for: what was promised are their bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

import polars as pl

from kontroll.domain.draw import Draw
from kontroll.domain.drawplan import PlanChoices
from kontroll.domain.problem import Place, Problem
from kontroll.facts.canonical import record_json
from kontroll.facts.completeness import Duplicates, Gaps, duplicates, explaining, gaps, series_of
from kontroll.facts.facts import KEY, RecordTable
from kontroll.flows.samples.chosen import NotFrozen, chosen, record_table
from kontroll.flows.samples.population_words import told
from kontroll.flows.samples.remarks import NAME, written
from kontroll.flows.samples.units import BY_AMOUNT, units_of, uses
from kontroll.sampling.frozen import (
    Frozen,
    Key,
    Listed,
    Unit,
    digest_of,
    find_key,
    find_listed,
    frozen,
    read_keys,
    read_list,
)
from kontroll.sampling.kup1.refused import Refused
from kontroll.store import chance
from kontroll.store.transaction import Transaction
from kontroll.texts import _
from kontroll.wiring import Desk

LIST, KEYS = "populasjon.tsv", "nokler.tsv"
#: The draw's own secret, by which pseudonyms are made. It is of no population: all of them have it.
SECRET = (0, "hemmelighet")


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenPopulation(Frozen):
    """Beside what was frozen: how complete it is. left_out: records without a month or a key. told: sentences in bokmål.

    gap_examples, duplicate_examples: inside only.
    """

    gaps: int
    duplicates: int
    left_out: int
    uncertain: int
    unjudged: int
    told: Sequence[str]
    gap_examples: Gaps
    duplicate_examples: Duplicates


def freeze(desk: Desk, tx: Transaction, draw: Draw, choices: PlanChoices, population: int = 1) -> FrozenPopulation:
    """The population as it is known now, kept with the draw as that number. The draw must be in the database.

    What was in the population before keeps its id and its salt, so that a line that is the same says that nothing was changed.
    Raises NotFrozen with everything that keeps it from being made.
    """
    dataset = desk.rulebook.datasets.get(draw.dataset)
    series = series_of(dataset) if dataset is not None else None
    tell = explaining(series, dataset, list(desk.rulebook.datasets.values())) if series and dataset else []
    found = chosen(desk, tx, draw, [one.id for one in tell])
    before = _Before.of(tx, draw, population)
    units = units_of(found, draw, choices, before.strata, population)
    made = _frozen(units, draw, tx, choices, before)
    tx.draw_files.put(draw.id, population, LIST, made.tsv)
    tx.draw_files.put(draw.id, population, KEYS, made.keys)
    others = [found.facts.records[one.id] for one in tell]
    missing = gaps(series, found.table, found.in_period, others) if series else Gaps()
    doubled = duplicates(found.table, found.in_period, series)
    sentences = told(found, made, missing, doubled)
    remarks = written(found, draw.amount_field, sentences, missing, doubled)
    tx.draw_files.put(draw.id, population, NAME, remarks)
    return FrozenPopulation(
        tsv=made.tsv,
        keys=made.keys,
        digest=made.digest,
        count=made.count,
        amount=made.amount,
        total=made.total,
        strata=made.strata,
        gaps=missing.numbers,
        duplicates=doubled.count,
        left_out=len(found.undated) + len(found.unnumbered),
        uncertain=found.uncertain,
        unjudged=found.unjudged,
        told=sentences,
        gap_examples=missing,
        duplicate_examples=doubled,
    )


# --- what was frozen, found again ---------------------------------------------------------------------------------------


class Proof(Enum):
    """Whether a record is still what it was when it was frozen."""

    SAME = "uendret"
    MENDED = "endret etter at populasjonen ble fryst"
    GONE = "finnes ikke lenger blant det som er levert"


def keys_of(tx: Transaction, draw: Draw, population: int = 1) -> Mapping[str, Key]:
    """What each id stands for. {} where that population is not frozen."""
    content = tx.draw_files.get(draw.id, population, KEYS)
    return {} if content is None else read_keys(content)


def listed(tx: Transaction, draw: Draw, population: int = 1) -> Mapping[str, Listed]:
    """The lines of populasjon.tsv by id. {} where that population is not frozen."""
    content = tx.draw_files.get(draw.id, population, LIST)
    return {} if content is None else read_list(content)


def key_of(tx: Transaction, draw: Draw, identity: str, population: int = 1) -> Key | None:
    """What one id stands for; None where it is not in that population."""
    return find_key(tx.draw_files.get(draw.id, population, KEYS) or b"", identity)


def line_of(tx: Transaction, draw: Draw, identity: str, population: int = 1) -> Listed | None:
    """One line of populasjon.tsv."""
    return find_listed(tx.draw_files.get(draw.id, population, LIST) or b"", identity)


def record_of(desk: Desk, tx: Transaction, draw: Draw, identity: str, population: int = 1) -> Mapping[str, Any]:
    """The record's values by field, as columns of facts, as they are known now; {} where there is no such record."""
    key = key_of(tx, draw, identity, population)
    return {} if key is None else _Records.of(desk, tx, draw).row(key.key) or {}


def records_of(
    desk: Desk, tx: Transaction, draw: Draw, identities: Sequence[str], population: int = 1
) -> dict[str, Mapping[str, Any]]:
    """The same for several, with the data set read once."""
    keys, records = keys_of(tx, draw, population), _Records.of(desk, tx, draw)
    rows = {identity: records.row(keys[identity].key) for identity in identities if identity in keys}
    return {identity: row for identity, row in rows.items() if row is not None}


def proof_of(desk: Desk, tx: Transaction, draw: Draw, identity: str, population: int = 1) -> Proof:
    """Whether the record still has the hash that was promised. Raises KeyError for an id that is not in the population."""
    key, line = key_of(tx, draw, identity, population), line_of(tx, draw, identity, population)
    if key is None or line is None:
        raise KeyError(identity)
    return _Records.of(desk, tx, draw).proof(key, line.digest)


def proofs_of(
    desk: Desk, tx: Transaction, draw: Draw, identities: Sequence[str], population: int = 1
) -> dict[str, Proof]:
    """The same for several, with the data set read once."""
    keys, lines = keys_of(tx, draw, population), listed(tx, draw, population)
    records = _Records.of(desk, tx, draw)
    return {one: records.proof(keys[one], lines[one].digest) for one in identities}


@dataclass(frozen=True, slots=True)
class _Records:
    table: RecordTable

    @classmethod
    def of(cls, desk: Desk, tx: Transaction, draw: Draw) -> _Records:
        return cls(record_table(desk, tx, draw.dataset))

    def row(self, key: str) -> dict[str, Any] | None:
        found = self.table.standing().filter(pl.col(KEY) == key)
        return None if found.is_empty() else found.row(0, named=True)

    def proof(self, key: Key, digest: str) -> Proof:
        row = self.row(key.key)
        if row is None:
            return Proof.GONE
        same = digest_of(key.salt, record_json(self.table.dataset, self.table.decimals, row)) == digest
        return Proof.SAME if same else Proof.MENDED


# --- parts of it ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Before:
    """keys, strata: of the population that this one takes the place of, by key; None where there is none."""

    salts: Mapping[str, bytes]
    strata: Mapping[str, str] | None

    @classmethod
    def of(cls, tx: Transaction, draw: Draw, population: int) -> _Before:
        earlier = population - 1 if population > 1 else population
        keys, lines = keys_of(tx, draw, earlier), listed(tx, draw, earlier)
        strata = {key.key: lines[id].stratum for id, key in keys.items()} if population > 1 else None
        return cls({key.key: key.salt for key in keys.values()}, strata)


def _frozen(units: list[Unit], draw: Draw, tx: Transaction, choices: PlanChoices, before: _Before) -> Frozen:
    try:
        return frozen(
            units,
            dataset=draw.dataset,
            secret=None if draw.is_public else _secret(tx, draw),
            salts=chance.secret,
            amounts=draw.is_public or uses(choices, BY_AMOUNT),
            known=before.salts,
        )
    except Refused as why:
        raise NotFrozen([_refused(why, draw)]) from why


def _secret(tx: Transaction, draw: Draw) -> bytes:
    known = tx.draw_files.get(draw.id, *SECRET)
    if known is None:
        known = chance.secret()
        tx.draw_files.put(draw.id, *SECRET, known)
    return known


def _refused(why: Refused, draw: Draw) -> Problem:
    fix = _("Rett nøkkelen i kildesystemet og lever filen på nytt.")
    return Problem(
        Place(draw.dataset), why.sentence.rstrip("."), _("Listen det trekkes fra, ville ikke vært entydig."), fix
    )
