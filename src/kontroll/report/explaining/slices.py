"""Slices: the facts that one answer can rest on, out of all that were delivered.

Why: the plain evaluator turns rows into plain Python, and one answer reads a few hundred of hundreds of thousands. A slice
holds every row that the answer reads, and those with which another value would have met another row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from kontroll.domain.condition import Lookup
from kontroll.domain.operand import FieldRef, Literal, Op
from kontroll.facts.facts import ENHET, KEY, SUPERSEDED, Facts, RecordTable
from kontroll.report.explaining.needs import Needs


def sliced(facts: Facts, needed: Needs, enhet: str, post: str) -> Facts:
    """enhet: whose answer it is; of a record, the record's own."""
    if needed.of_record and needed.of_record in facts.records:
        enhet = _enhet_of(facts.records[needed.of_record], post) or enhet
    every = [id for id, of_all in needed.figures.items() if of_all]
    own = (pl.col("enhet") == enhet) & pl.col("indikator").is_in(list(needed.figures))
    measurements = facts.measurements.filter(own | pl.col("indikator").is_in(every))
    kept = {
        id: _table(table, needed, facts, enhet, post) for id, table in facts.records.items() if id in needed.datasets
    }
    return replace(
        facts,
        measurements=measurements,
        records=kept,
        persons=_looked_up(facts.persons, needed, facts, post),
        organisation_records=_looked_up(facts.organisation_records, needed, facts, post),
    )


def _enhet_of(table: RecordTable, post: str) -> str | None:
    found = table.standing().filter(pl.col(KEY) == post).get_column(ENHET).to_list()
    return found[0] if found else None


def _table(table: RecordTable, needed: Needs, facts: Facts, enhet: str, post: str) -> RecordTable:
    id = table.dataset.id
    if id in needed.whole:
        return table
    wanted = pl.lit(False)
    if id in needed.of_enhet:
        wanted |= pl.col(ENHET) == enhet
    if id == needed.of_record:
        wanted |= pl.col(KEY) == post
        for like in needed.likes.get(id, ()):
            wanted |= _alike(table, like, needed, post)
    if any(leaf.dataset == id for leaf in needed.lookups):
        wanted |= _found(table, needed, facts, post)
    # By key, and all rows of it: an earlier row alone would stand in the place of the one that superseded it.
    keys = table.standing().filter(wanted).get_column(KEY)
    return replace(table, frame=table.frame.filter(pl.col(KEY).is_in(keys.implode())))


def _alike(table: RecordTable, like: tuple[str, ...], needed: Needs, post: str) -> pl.Expr:
    """Records alike in all the fields, and those that it would be alike with one of its fields another.

    Which other words a field may have, the rules say; a number or a day may be any other, and then all are kept.
    """
    if not like:
        return pl.lit(True)
    own = table.standing().filter(pl.col(KEY) == post).select(like)
    if any(table.frame.schema[name] != pl.String for name in like) or not own.height:
        return pl.lit(bool(own.height))
    apart = {name: _text(name) != (text or "").strip() for name, text in own.row(0, named=True).items()}
    reachable = [
        one if name in needed.open else one & _text(name).is_in(_words(needed, name)) for name, one in apart.items()
    ]
    differs = pl.sum_horizontal([one.cast(pl.Int32) for one in apart.values()])
    return (differs == 0) | ((differs == 1) & pl.any_horizontal(reachable))


def _words(needed: Needs, field: str) -> list[str]:
    return [word.strip() for word in sorted(needed.words.get(field, ()))]


def _looked_up(table: RecordTable, needed: Needs, facts: Facts, post: str) -> RecordTable:
    id = table.dataset.id
    if id in needed.whole:
        return table
    if not any(leaf.dataset == id for leaf in needed.lookups):
        return replace(table, frame=table.frame.clear())
    return replace(table, frame=table.frame.filter(_found(table, needed, facts, post) | pl.col(SUPERSEDED)))


def _found(table: RecordTable, needed: Needs, facts: Facts, post: str) -> pl.Expr:
    """Rows that the record finds, or would find with one field of its own another."""
    subject = facts.records.get(needed.of_record)
    own = subject.standing().filter(pl.col(KEY) == post) if subject is not None else None
    if own is None or not own.height:
        return pl.lit(True)
    wanted = pl.lit(False)
    for leaf in needed.lookups:
        if leaf.dataset == table.dataset.id:
            wanted |= _may_find(leaf, own.row(0, named=True), table.frame.schema)
    return wanted


def _may_find(leaf: Lookup, own: Mapping[str, object], schema: Mapping[str, pl.DataType]) -> pl.Expr:
    """Texts that must be equal rule rows out; a row that two fields, or a field and the rule, rule out is out of reach."""
    differs: dict[str, pl.Expr] = {}
    for term in leaf.terms:
        if term.op is not Op.EQUAL or schema[term.field] != pl.String:
            continue
        if isinstance(term.operand, Literal) and isinstance(term.operand.value, str):
            apart, whose = _text(term.field) != term.operand.value.strip(), ""
        elif isinstance(term.operand, FieldRef) and isinstance(text := own.get(term.operand.field), str):
            apart, whose = _text(term.field) != text.strip(), term.operand.field
        else:
            continue
        apart = apart.fill_null(False)
        differs[whose] = differs[whose] | apart if whose in differs else apart
    apart_in = pl.sum_horizontal([one.cast(pl.Int32) for one in differs.values()]) if differs else pl.lit(0)
    return apart_in <= 1


def _text(name: str) -> pl.Expr:
    return pl.col(name).str.strip_chars()
