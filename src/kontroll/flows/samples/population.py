"""Population: what a draw is drawn from is frozen, and what an id in it stands for is found again.

Who is in which part:
    came in with an amended population   «tillegg 2», drawn with a seed of its own
    *ukjent* by the filter               «ukjent om de hører med»: they may belong, so they can be drawn
    no amount that can be read           «uten lesbart beløp»
    amount 0 or less, drawn by amount    «kreditnota og null»
    amount at or above the limit         «toppstratum»
    the rest                             by the value of a field, by how many rules struck, or one «hovedstratum»

Why these files lie with the draw and are not made again when they are asked for: what was promised are their bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

import polars as pl

from kontroll.domain.draw import Draw
from kontroll.domain.drawplan import PlanChoices, StrataRule
from kontroll.domain.month import Month
from kontroll.domain.problem import Place, Problem
from kontroll.domain.strata import (
    BY_RULES,
    MAIN,
    NONPOSITIVE,
    STRUCK,
    TOP,
    UNCERTAIN,
    WITHOUT_AMOUNT,
    supplement,
    without,
)
from kontroll.facts.canonical import in_ore, record_json
from kontroll.facts.completeness import Duplicates, Gaps, duplicates, explaining, gaps, series_of
from kontroll.facts.facts import ENHET, KEY, RecordTable
from kontroll.facts.sheet import FILE, LINE
from kontroll.flows.samples.chosen import MONTH, SURE, Chosen, NotFrozen, chosen, record_table
from kontroll.flows.samples.chosen import STRUCK as RULES_STRUCK
from kontroll.sampling.frozen import (
    Frozen,
    Key,
    Listed,
    Unit,
    digest_of,
    frozen,
    read_keys,
    read_list,
    stratum_name,
    unfit,
)
from kontroll.sampling.kup1.refused import Refused
from kontroll.store import chance
from kontroll.store.transaction import Transaction
from kontroll.texts import _, ngettext
from kontroll.wiring import Desk

LIST, KEYS = "populasjon.tsv", "nokler.tsv"
#: The draw's own secret, by which pseudonyms are made. It is of no population: all of them have it.
_SECRET = (0, "hemmelighet")
#: A field with more values than this divides nothing.
_MOST_STRATA = 40
_BY_AMOUNT, _BY_WEIGHT = "belop", "vekt"
_NAMED = 20


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
    units = _units(found, draw, choices, before, population)
    made = _frozen(units, draw, tx, choices, before)
    tx.draw_files.put(draw.id, population, LIST, made.tsv)
    tx.draw_files.put(draw.id, population, KEYS, made.keys)
    others = [found.facts.records[one.id] for one in tell]
    missing = gaps(series, found.table, found.in_period, others) if series else Gaps()
    doubled = duplicates(found.table, found.in_period, series)
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
        told=_told(found, made, missing, doubled),
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


def record_of(desk: Desk, tx: Transaction, draw: Draw, identity: str, population: int = 1) -> Mapping[str, Any]:
    """The record's values by field, as columns of facts, as they are known now; {} where there is no such record."""
    key = keys_of(tx, draw, population).get(identity)
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
    return proofs_of(desk, tx, draw, [identity], population)[identity]


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


# --- units --------------------------------------------------------------------------------------------------------------


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


def _units(found: Chosen, draw: Draw, choices: PlanChoices, before: _Before, population: int) -> list[Unit]:
    problems = _unfit(found)
    dataset, decimals = found.table.dataset, found.table.decimals
    dated, weighed = _dates_of(draw), _uses(choices, _BY_WEIGHT)
    strata = _Strata(draw, choices.rule, _uses(choices, _BY_AMOUNT), dataset.id)
    units = []
    for row in found.rows.iter_rows(named=True):
        amount = in_ore(row[draw.amount_field], decimals.get(draw.amount_field, 0)) if draw.amount_field else None
        unit = Unit(
            key=row[KEY],
            stratum=strata.of(row, amount),
            amount=amount or 0,
            weight=1 + row[RULES_STRUCK] if weighed else 1,
            record=record_json(dataset, decimals, row),
            enhet=row[ENHET] or "",
            month=dated(row),
            file=row[FILE],
            line=row[LINE],
        )
        units.append(_amended(unit, before, population))
    names = {unit.stratum for unit in units}
    if not units:
        problems.append(_empty())
    if len(names) > _MOST_STRATA:
        problems.append(_too_many(choices.rule.by_field, len(names)))
    if problems:
        raise NotFrozen(problems)
    return units


def _dates_of(draw: Draw) -> Any:
    return lambda row: str(Month.from_ordinal(row[MONTH]))


def _amended(unit: Unit, before: _Before, population: int) -> Unit:
    """What came in after the first seed was known is in a stratum of its own, and stays in it."""
    if before.strata is None:
        return unit
    was = before.strata.get(unit.key)
    supplements = [supplement(number) for number in range(2, population)]
    if was is None:
        return replace(unit, stratum=supplement(population))
    return replace(unit, stratum=was) if was in supplements else unit


@dataclass(frozen=True, slots=True)
class _Strata:
    draw: Draw
    rule: StrataRule
    by_amount: bool
    dataset: str

    def of(self, row: Mapping[str, Any], amount: int | None) -> str:
        if row[SURE] is None:
            return UNCERTAIN
        if self.draw.amount_field and amount is None:
            return WITHOUT_AMOUNT
        if amount is not None and amount <= 0 and self.by_amount:
            return self.rule.nonpositive or NONPOSITIVE
        if amount is not None and self.rule.top_amount is not None and amount >= self.rule.top_amount:
            return TOP
        if self.rule.by_field == BY_RULES:
            return STRUCK[min(row[RULES_STRUCK], len(STRUCK) - 1)]
        if self.rule.by_field:
            value = row[self.rule.by_field]
            named = stratum_name("" if value is None else str(value))
            return named or without(self.rule.by_field)
        return MAIN


def _uses(choices: PlanChoices, method: str) -> bool:
    return any(stratum.method == method for stratum in choices.strata)


def _frozen(units: list[Unit], draw: Draw, tx: Transaction, choices: PlanChoices, before: _Before) -> Frozen:
    try:
        return frozen(
            units,
            dataset=draw.dataset,
            secret=None if draw.is_public else _secret(tx, draw),
            salts=chance.secret,
            amounts=draw.is_public or _uses(choices, _BY_AMOUNT),
            known=before.salts,
        )
    except Refused as why:
        raise NotFrozen([_refused(why, draw)]) from why


def _secret(tx: Transaction, draw: Draw) -> bytes:
    known = tx.draw_files.get(draw.id, *_SECRET)
    if known is None:
        known = chance.secret()
        tx.draw_files.put(draw.id, *_SECRET, known)
    return known


# --- what is told -------------------------------------------------------------------------------------------------------


def _told(found: Chosen, made: Frozen, missing: Gaps, doubled: Duplicates) -> list[str]:
    """Everything that is unknown or strange about the population, each with a number."""
    counted = [
        (
            len(found.undated),
            ngettext(
                "{n} post i datasettet har ingen lesbar dato, hører ikke til noen måned og er ikke med.",
                "{n} poster i datasettet har ingen lesbar dato, hører ikke til noen måned og er ikke med.",
                len(found.undated),
            ),
        ),
        (
            len(found.unnumbered),
            ngettext(
                "{n} post mangler nummer fra kildesystemet og kan ikke trekkes.",
                "{n} poster mangler nummer fra kildesystemet og kan ikke trekkes.",
                len(found.unnumbered),
            ),
        ),
        (
            found.uncertain,
            ngettext(
                "Det er ukjent om {n} post hører med, fordi et felt mangler. Den er tatt med, i et eget stratum.",
                "Det er ukjent om {n} poster hører med, fordi et felt mangler. De er tatt med, i et eget stratum.",
                found.uncertain,
            ),
        ),
        (
            made.strata.get(WITHOUT_AMOUNT, (0, 0))[0],
            ngettext(
                "{n} post har ikke noe beløp som kan leses. Den er tatt med, i et eget stratum.",
                "{n} poster har ikke noe beløp som kan leses. De er tatt med, i et eget stratum.",
                made.strata.get(WITHOUT_AMOUNT, (0, 0))[0],
            ),
        ),
        (
            found.unjudged,
            ngettext(
                "{n} post er ikke vurdert av noen regel, og regnes som umerket.",
                "{n} poster er ikke vurdert av noen regel, og regnes som umerket.",
                found.unjudged,
            ),
        ),
        (
            missing.numbers,
            ngettext(
                "{n} nummer mangler i nummerserien.",
                "{n} numre mangler i nummerserien.",
                missing.numbers,
            ),
        ),
        (
            missing.unnumbered if missing.of else 0,
            ngettext(
                "{n} post har ikke noe nummer i nummerserien.",
                "{n} poster har ikke noe nummer i nummerserien.",
                missing.unnumbered,
            ),
        ),
        (
            doubled.count,
            ngettext(
                "{n} post er lik en annen i alt unntatt nummeret.",
                "{n} poster er like en annen i alt unntatt nummeret.",
                doubled.count,
            ),
        ),
    ]
    return [sentence.format(n=n) for n, sentence in counted if n] + [_delivery(one) for one in found.problems]


def _delivery(problem: Problem) -> str:
    return _("{file}: {what}.").format(file=problem.place.file, what=problem.what)


def _unfit(found: Chosen) -> list[Problem]:
    """Of every record, with its place, but no more than can be read."""
    problems = []
    for key, file, line in found.rows.select(KEY, FILE, LINE).iter_rows():
        why = unfit(key)
        if why is not None and len(problems) < _NAMED:
            problems.append(_cannot_be_id(Place(file, line), why))
    return problems


def _cannot_be_id(place: Place, why: str) -> Problem:
    otherwise = _("To nøkler som ser like ut, kunne da være to poster.")
    return Problem(place, why, otherwise, _("Rett nøkkelen i kildesystemet og lever filen på nytt."))


def _refused(why: Refused, draw: Draw) -> Problem:
    fix = _("Rett nøkkelen i kildesystemet og lever filen på nytt.")
    return Problem(
        Place(draw.dataset), why.sentence.rstrip("."), _("Listen det trekkes fra, ville ikke vært entydig."), fix
    )


def _empty() -> Problem:
    why = _("Det er ingen poster å trekke fra.")
    return Problem(Place("populasjon"), _("ingen poster er valgt"), why, _("Velg flere måneder, eller endre filteret."))


def _too_many(field: str, count: int) -> Problem:
    what = _("«{field}» gir {n} strata").format(field=field, n=count)
    why = _("I så små deler kan ingenting sies om hver av dem.")
    return Problem(Place("strata"), what, why, _("Velg et felt med høyst {n} verdier.").format(n=_MOST_STRATA))
