"""Cross-check: cells of a run that the plain evaluator judges again, straight from the delivered rows.

Which: a sample of all, every cell that opens, keeps or closes an avvik, and every one that pays somebody something. It is
done before anything is written: where the evaluators part, nobody is told anything.
"""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

import polars as pl

from kontroll.domain.disagreement import DURABLE, PLAIN, Disagreement
from kontroll.domain.month import Month
from kontroll.domain.rule import RuleType
from kontroll.domain.rulebook import ENHET_RULE, Rulebook
from kontroll.domain.run import Book, VerdictChange
from kontroll.domain.truth import Result
from kontroll.engine.cell import Cell
from kontroll.engine.narrowed import narrowed
from kontroll.engine.plain import PlainEvaluator
from kontroll.engine.seen import SUBJECT
from kontroll.engine.verdicts import CODES
from kontroll.facts.facts import Facts
from kontroll.flows.books.judge import JudgedMonth, word
from kontroll.flows.books.replay import Moved

_PAYS = (RuleType.BONUS, RuleType.PAY)


def judged_again(
    rulebook: Rulebook, facts: Facts, left_out: Collection[str], cells: Collection[Cell]
) -> dict[Cell, Result | None]:
    """What the plain evaluator says of each cell; None = no result row."""
    with _collector_at_rest():
        evaluator = PlainEvaluator(rulebook, narrowed(rulebook, facts, cells), left_out)
        return {cell: _said(rulebook, evaluator, cell) for cell in cells}


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Python's search for circles would visit a million fields of records again and again, and find none: it is a third
    of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _said(rulebook: Rulebook, evaluator: PlainEvaluator, cell: Cell) -> Result | None:
    if cell.rule == ENHET_RULE:
        # Keys are unique within a data set: the same one in two of them is the same answer for the same enhet.
        found = (evaluator.enhet_quality(id, cell.post, cell.month) for id in rulebook.datasets)
        return next((result for result in found if result is not None), None)
    if rulebook.rules[cell.rule].dataset is None:
        return evaluator.result(cell.rule, cell.enhet, cell.month)
    answer = evaluator.record_answer(cell.rule, cell.post, cell.month)
    return answer.result if answer is not None and answer.enhet == cell.enhet else None


def disagreements(
    run: str, judged: Mapping[Month, JudgedMonth], answers: Mapping[Cell, Result | None]
) -> list[Disagreement]:
    """The cells of which the plain evaluator says something else than the months do, sorted."""
    found = []
    for month, one in judged.items():
        asked = [cell for cell in answers if cell.month == month]
        known = _results(one, asked)
        for cell in sorted(asked):
            own, other = known.get(cell[:3]), answers[cell]
            plain = None if other is None else CODES[other]
            if own != plain:
                found.append(_disagreement(run, cell, PLAIN, own, plain))
    return found


def inferred_otherwise(run: str, differing: pl.DataFrame) -> Iterator[Disagreement]:
    """differing: as engine.agreement gives it."""
    for rule, enhet, month, post, columnar, other in differing.iter_rows():
        yield _disagreement(run, Cell(rule, enhet, post, Month.from_ordinal(month)), DURABLE, columnar, other)


def _results(judged: JudgedMonth, cells: Sequence[Cell]) -> dict[tuple[str, str, str], int]:
    wanted = pl.DataFrame([cell[:3] for cell in cells], schema=_CELL, orient="row")
    rows = judged.verdicts.join(wanted, on=list(_CELL), how="semi").select(*_CELL, "resultat")
    return {(rule, enhet, post): code for rule, enhet, post, code in rows.iter_rows()}


_CELL = {"regel": pl.String, "enhet": pl.String, "post": pl.String}


def _disagreement(run: str, cell: Cell, engine: str, columnar: int | None, other: int | None) -> Disagreement:
    return Disagreement(
        run=run, month=cell.month, rule=cell.rule, enhet=cell.enhet, post=cell.post, engine=engine,
        columnar=word(columnar), other=word(other),
    )  # fmt: skip


# --- which cells ------------------------------------------------------------------------------------------------------


def deciding_cells(
    rulebook: Rulebook,
    fresh: Mapping[Month, JudgedMonth],
    standing: Mapping[Month, Book],
    changed: Iterable[VerdictChange],
    looked_at: Sequence[Moved],
    left_out: Collection[str],
) -> set[Cell]:
    """Those of the months with new books by which an avvik begins, goes on or ends, or somebody is paid.

    standing: the books before. changed: cells that differ from them. looked_at: every avvik that the run looked at.
    """
    subjects = {(one.after.rule, one.after.subject): one for one in looked_at}
    cells = {
        Cell(cell.rule, cell.enhet, cell.post, cell.month)
        for cell in changed
        if (cell.rule, cell.post or cell.enhet) in subjects or _pays(rulebook, cell.rule)
    }
    for month, one in fresh.items():
        before = standing.get(month)
        if before is None:
            cells.update(_of_subjects(month, one, subjects), _paid(rulebook, month, one))
        else:
            # A rule that was stopped and is no more, or the other way round, speaks otherwise in cells that are the same.
            flipped = one.stopped ^ {id for id in before.stopped.split(",") if id}
            cells.update(_of_subjects(month, one, {s: moved for s, moved in subjects.items() if s[0] in flipped}))
    return {cell for cell in cells if cell.rule in rulebook.rules and cell.rule not in left_out}


def _of_subjects(month: Month, judged: JudgedMonth, subjects: Mapping[tuple[str, str], Moved]) -> Iterator[Cell]:
    """The cell of each: where the month says something of it, and else where it was last."""
    wanted = pl.DataFrame(list(subjects), schema={"regel": pl.String, SUBJECT: pl.String}, orient="row")
    rows = judged.seen.join(wanted, on=["regel", SUBJECT], how="semi").select("regel", SUBJECT, "enhet", "post")
    told = {(rule, subject): Cell(rule, enhet, post, month) for rule, subject, enhet, post in rows.iter_rows()}
    for subject, one in subjects.items():
        yield told.get(subject, Cell(one.after.rule, one.after.enhet, one.after.post, month))


def _paid(rulebook: Rulebook, month: Month, judged: JudgedMonth) -> Iterator[Cell]:
    paying = [id for id in rulebook.rules if _pays(rulebook, id)]
    struck = judged.verdicts.filter(pl.col("regel").is_in(paying) & (pl.col("resultat") == CODES[Result.TRUE]))
    for rule, enhet, post in struck.select(*_CELL).iter_rows():
        yield Cell(rule, enhet, post, month)


def _pays(rulebook: Rulebook, id: str) -> bool:
    rule = rulebook.rules.get(id)
    return rule is not None and rule.type in _PAYS
