"""Chosen: which records a draw is about, from what is known now, and what is unknown about each of them.

Nothing that is unknown is left out silently. A record for which the filter is *ukjent* is chosen, and is told apart. A record
without a date or without a number of its own cannot be drawn: it is counted, and told.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from kontroll.domain.condition import AnyOf, Condition, FieldMissing, Lookup, leaves
from kontroll.domain.dataset import BUILT_IN, DataSet, Stock
from kontroll.domain.draw import Arm, Draw
from kontroll.domain.month import Month
from kontroll.domain.problem import Gravity, KontrollError, Place, Problem
from kontroll.domain.rule import Rule, RuleType, Severity, Status, Version
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.truth import Result
from kontroll.engine.columnar import evaluate
from kontroll.engine.verdicts import CODES
from kontroll.facts.facts import KEY, Facts, RecordTable
from kontroll.facts.sheet import FILE, LINE
from kontroll.flows.deliveries.known_facts import WHOLE_LISTS, known_facts
from kontroll.flows.deliveries.strangers import DATASETS
from kontroll.flows.last import Last
from kontroll.flows.samples.undrawable import (
    backwards,
    no_amount,
    no_dataset,
    not_delivered,
    not_run,
    strange_rule,
    undated_kind,
    unusable,
)
from kontroll.rulebook.filters import read_filter
from kontroll.store.transaction import Transaction
from kontroll.wiring import Desk

_ASKED = "populasjon"
#: Columns beside those of the table: Month.ordinal, whether it surely belongs, and how many rules struck.
MONTH, SURE, STRUCK = "_month", "_sure", "_struck"
_TABLES: Last[tuple[RecordTable, Rulebook]] = Last()


class NotFrozen(KontrollError):
    """The population cannot be made. problems: why, in bokmål."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(problem.what for problem in problems))
        self.problems = list(problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """rows: the table's columns, MONTH, SURE and STRUCK of the records that are drawn from. in_period: of the months, whatever
    the filter and the arm say. facts: what was known.

    undated, unnumbered: places of records that have no month, or no key of their own. uncertain: how many are in `rows` though
    the filter is *ukjent*. unjudged: how many no rule has given an answer for. problems: what else is worth knowing.
    """

    table: RecordTable
    rows: pl.DataFrame
    in_period: pl.DataFrame
    facts: Facts
    undated: Sequence[Place]
    unnumbered: Sequence[Place]
    uncertain: int
    unjudged: int
    problems: Sequence[Problem]


def chosen(desk: Desk, tx: Transaction, draw: Draw, also: Collection[str] = ()) -> Chosen:
    """also: other data sets whose records are wanted among the facts. Raises NotFrozen."""
    dataset, condition = _asked(desk.rulebook, draw)
    facts, problems = _known(tx, desk.rulebook, dataset, condition, also)
    table = facts.records[dataset.id]
    truths = _truths(desk.rulebook, facts, dataset, condition, draw)
    in_period = table.standing().join(truths, on=KEY, how="inner", maintain_order="left")
    numbered = in_period.filter(pl.col(dataset.key).is_not_null())
    of_arm, unjudged = _of_arm(desk.rulebook, tx, draw, numbered.filter(pl.col(SURE).fill_null(True)))
    return Chosen(
        table=table,
        rows=of_arm,
        in_period=in_period,
        facts=facts,
        undated=_places(_undated(table)),
        unnumbered=_places(in_period.filter(pl.col(dataset.key).is_null())),
        uncertain=of_arm.get_column(SURE).null_count(),
        unjudged=unjudged,
        problems=problems,
    )


def stored_filter(rulebook: Rulebook, dataset: str, written: str) -> str:
    """A filter as it is stored, whoever wrote it and however; "" = every record. Raises NotFrozen."""
    if not written.strip():
        return ""
    if dataset not in rulebook.datasets:
        raise NotFrozen([no_dataset(dataset)])
    read, problems = read_filter(rulebook, dataset, written)
    if read is None:
        raise NotFrozen(problems)
    return read.canonical


def in_months(desk: Desk, tx: Transaction, draw: Draw) -> tuple[RecordTable, pl.DataFrame]:
    """The table and its rows in the draw's months, with MONTH: also of a data set that nothing can be drawn from.

    Raises NotFrozen where there are none, or none that are dated.
    """
    dataset = desk.rulebook.datasets.get(draw.dataset)
    if dataset is None:
        raise NotFrozen([no_dataset(draw.dataset)])
    if problems := [*undated_kind(dataset), *no_amount(dataset, draw.amount_field)]:
        raise NotFrozen(problems)
    facts, _problems = _known(tx, desk.rulebook, dataset, None, ())
    truths = _truths(desk.rulebook, facts, dataset, None, draw)
    table = facts.records[dataset.id]
    return table, table.standing().join(truths, on=KEY, how="inner", maintain_order="left")


def record_table(desk: Desk, tx: Transaction, dataset: str) -> RecordTable:
    """The records of one data set as they are known now. Raises NotFrozen.

    Held until something is delivered: a page about one item would else read all of them again.
    """
    described = desk.rulebook.datasets[dataset]
    kinds = [*WHOLE_LISTS, f"{DATASETS}/{dataset}"]
    numbers = [one.seq for one in tx.deliveries.rows.where(tx.deliveries.rows.table.c.kind.in_(kinds))]
    # A salt is of one content only, and goes with it. The rulebook is held, so that no other one gets its place in memory.
    source = dataset, id(desk.rulebook), tuple(tx.deliveries.salts(numbers).values())

    def read() -> tuple[RecordTable, Rulebook]:
        return _known(tx, desk.rulebook, described, None, ())[0].records[dataset], desk.rulebook

    return _TABLES.of(source, read)[0]


# --- what is asked for ----------------------------------------------------------------------------------------------


def _asked(rulebook: Rulebook, draw: Draw) -> tuple[DataSet, Condition | None]:
    dataset = rulebook.datasets.get(draw.dataset)
    if dataset is None:
        raise NotFrozen([no_dataset(draw.dataset)])
    problems = [*unusable(dataset), *no_amount(dataset, draw.amount_field)]
    if draw.last < draw.first:
        problems.append(backwards())
    condition: Condition | None = None
    if draw.condition:
        read, found = read_filter(rulebook, dataset.id, draw.condition)
        condition = None if read is None else read.condition
        problems += [problem for problem in found if problem.gravity is Gravity.STOPS]
    if problems:
        raise NotFrozen(problems)
    return dataset, condition


def _known(
    tx: Transaction, rulebook: Rulebook, dataset: DataSet, condition: Condition | None, also: Collection[str]
) -> tuple[Facts, list[Problem]]:
    """Only what is looked at is read. What is told is about that."""
    looked_up = {leaf.dataset for leaf in leaves(condition) if isinstance(leaf, Lookup)} if condition else set()
    wanted = {dataset.id, *looked_up, *also} - BUILT_IN.keys()
    narrow = replace(rulebook, indicators={}, datasets={id: rulebook.datasets[id] for id in sorted(wanted)})
    kinds = {*WHOLE_LISTS, *(f"{DATASETS}/{id}" for id in wanted)}
    facts, problems = known_facts(tx, narrow, kinds=kinds)
    stopping = [problem for problem in problems if problem.gravity is Gravity.STOPS]
    if stopping:
        raise NotFrozen(stopping)
    if not facts.records[dataset.id].delivered:
        raise NotFrozen([not_delivered(dataset), *(p for p in problems if p.gravity is Gravity.INCOMPLETE)])
    return facts, [problem for problem in problems if problem.gravity is Gravity.INCOMPLETE]


# --- the filter ---------------------------------------------------------------------------------------------------------


def _truths(
    rulebook: Rulebook, facts: Facts, dataset: DataSet, condition: Condition | None, draw: Draw
) -> pl.DataFrame:
    """KEY, MONTH and SURE (null = *ukjent*, false = not at all) of every record in the months.

    The filter is judged as a rule would be. Of a stock, which is judged in several months, the last one counts.
    """
    rule = Rule(
        id=_ASKED,
        name=_ASKED,
        area="",
        type=RuleType.DATA_QUALITY,
        status=Status.IN_USE,
        severity=Severity.LOW,
        hjemmel=(),
        versions=(Version(valid_from=Month(1, 1), valid_to=None, condition=condition or _always(dataset)),),
        dataset=dataset.id,
    )
    datasets = {id: rulebook.datasets[id] for id in facts.records}
    asked = Rulebook(rules={rule.id: rule}, parameters=rulebook.parameters, datasets=datasets)
    found = evaluate(asked, facts, draw.first, draw.last).frame.filter(pl.col("regel") == _ASKED)
    last = found.sort("post", "month").unique("post", keep="last", maintain_order=True)
    sure = pl.when(pl.col("resultat") != CODES[Result.UNKNOWN]).then(pl.col("resultat") == CODES[Result.TRUE])
    return last.select(pl.col("post").alias(KEY), pl.col("month").alias(MONTH), sure.alias(SURE))


def _always(dataset: DataSet) -> Condition:
    """True of every record."""
    id = dataset.fields[0].id
    return AnyOf(children=(FieldMissing(field=id, missing=True), FieldMissing(field=id, missing=False)))


# --- the arm ------------------------------------------------------------------------------------------------------------


def _of_arm(rulebook: Rulebook, tx: Transaction, draw: Draw, rows: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """With STRUCK, by the standing books, and how many have no answer there.

    A record that no rule has given an answer for, or only *ukjent*, is no finding: it is among the unflagged.
    """
    answers = _answers(rulebook, tx, draw)
    joined = rows.join(answers, on=KEY, how="left", maintain_order="left")
    unjudged = joined.get_column(STRUCK).null_count() if draw.arm is not Arm.ALL else 0
    counted = joined.with_columns(pl.col(STRUCK).fill_null(0))
    if draw.arm is Arm.FLAGGED:
        return counted.filter(pl.col(STRUCK) > 0), unjudged
    return (counted.filter(pl.col(STRUCK) == 0) if draw.arm is Arm.UNFLAGGED else counted), unjudged


def _answers(rulebook: Rulebook, tx: Transaction, draw: Draw) -> pl.DataFrame:
    """KEY and STRUCK of every record that some rule has an answer for. Raises NotFrozen where a month is not run."""
    rules = _rules(rulebook, draw)
    standing = tx.books.standing()
    months = [Month.from_ordinal(one) for one in range(draw.first.ordinal, draw.last.ordinal + 1)]
    missing = [month for month in months if month not in standing]
    if missing and draw.arm is not Arm.ALL:
        raise NotFrozen([not_run(month) for month in missing])
    code = {id: CODES[rule.type.strikes_at] for id, rule in rules.items()}
    frames = [pl.DataFrame(schema={"regel": pl.String, "post": pl.String, "resultat": pl.Int64})]
    for month in months:
        if rules and month in standing:
            book = tx.books.verdicts(standing[month]).filter(pl.col("regel").is_in(list(rules)))
            frames.append(book.select("regel", "post", pl.col("resultat").cast(pl.Int64)))
    of_rule = pl.col("regel").replace_strict(code, default=None, return_dtype=pl.Int64)
    struck = pl.concat(frames).filter(pl.col("resultat") == of_rule).select("post", "regel").unique()
    answered = pl.concat(frames).select("post").unique()
    tally = struck.group_by("post").agg(pl.len().cast(pl.Int64).alias(STRUCK))
    found = answered.join(tally, on="post", how="left").with_columns(pl.col(STRUCK).fill_null(0))
    return found.rename({"post": KEY})


def _rules(rulebook: Rulebook, draw: Draw) -> Mapping[str, Rule]:
    about = {rule.id: rule for rule in rulebook.rules.values() if rule.dataset == draw.dataset}
    named = [id for id in draw.rules.split(",") if id]
    strange = [id for id in named if id not in about]
    if strange:
        raise NotFrozen([strange_rule(id, draw.dataset) for id in strange])
    return {id: about[id] for id in named} if named else about


# --- what cannot be drawn -----------------------------------------------------------------------------------------------


def _undated(table: RecordTable) -> pl.DataFrame:
    """Of the whole data set: nobody can say that they are of other months."""
    by = table.dataset.dated_by
    if isinstance(by, Stock):
        return table.standing().filter(pl.col(by.start).is_null() | (pl.col(by.end) < pl.col(by.start)))
    return table.standing().filter(pl.col(by).is_null()) if isinstance(by, str) else table.frame.clear()


def _places(rows: pl.DataFrame) -> list[Place]:
    return [Place(file, line) for file, line in rows.select(FILE, LINE).iter_rows()]
