"""A case made by others: their data folder and their answer, run back as well as a folder allows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl

from kontroll.domain.dataset import FieldType
from kontroll.domain.month import Month
from kontroll.domain.policy import Policies
from kontroll.domain.problem import Gravity, Problem
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.trial import Alarms, Answer, Trial
from kontroll.facts.facts import KEY, Facts, RecordTable
from kontroll.flows.baerum.answers import USUAL, wrong_answer
from kontroll.flows.baerum.false_alarms import false_alarms, twin_verdicts
from kontroll.flows.baerum.known_on import known_by_date
from kontroll.flows.baerum.run_back import Cell, RunBack, cells, looked_at, run_back
from kontroll.flows.deliveries.read_folder import read_folder
from kontroll.texts import _, listed, ngettext

#: What is said of where the case is from, instead of a pattern.
FOREIGN = "egen sak"


def foreign_case(
    data: Path,
    twin: Path | None,
    answer: Answer,
    rulebook: Rulebook,
    policies: Policies,
    span: int,
    tell: Callable[[str], None],
) -> tuple[Trial | None, RunBack | None, list[Problem]]:
    """twin: the same kommune without the case; None: all that the rules find about the supplier counts.

    A folder that is clean by its answer is its own twin. None with what stands in the way where it cannot be read.
    """
    facts, problems = read_folder(data, rulebook)
    if any(problem.gravity is Gravity.STOPS for problem in problems):
        return None, None, problems
    if strangers := _strangers(answer, facts, data):
        return None, None, [*problems, *strangers]
    last = answer.start.plus(span - 1)
    part, without = looked_at(rulebook), frozenset[Cell]()
    alarms: Alarms | None = None
    if answer.clean:
        verdicts = twin_verdicts(rulebook, facts, answer.start, last)
        alarms = false_alarms(rulebook, policies, facts, answer.start, last, verdicts)
    elif twin is not None:
        clean, found = read_folder(twin, rulebook)
        if any(problem.gravity is Gravity.STOPS for problem in found):
            return None, None, found
        verdicts = twin_verdicts(rulebook, clean, answer.start, last)
        without = cells(part, verdicts, answer.start, last)
        alarms = false_alarms(rulebook, policies, clean, answer.start, last, verdicts)
    whole = completed(answer, facts)
    problems = [*problems, *_not_there(whole, facts, data)]

    def known(month: Month, _day: date) -> Facts:
        return known_by_date(facts, month)

    months = [answer.start.plus(n) for n in range(span)]
    run = run_back(part, policies, whole, known, months, without, lambda month: tell(str(month)))
    struck = tuple(sorted(run.struck.values(), key=lambda one: (one.found, one.rule)))
    trial = Trial(
        pattern=FOREIGN,
        seed=None,
        strength=None,
        answer=whole,
        struck=struck,
        places=tuple(run.places),
        alarms=alarms,
        names=run.names,
    )
    return trial, run, problems


def _strangers(answer: Answer, facts: Facts, data: Path) -> list[Problem]:
    """What the answer is about and the data do not have: such a case would only seem not to be found."""
    found = []
    enheter = set(facts.organisation.get_column("enhet"))
    if not enheter:
        found.append(_("dataene har ingen enheter (organisasjon.csv)"))
    elif answer.enhet and answer.enhet not in enheter:
        found.append(_("dataene har ingen enhet «{id}», som fasiten gjelder").format(id=answer.enhet))
    tables = [table.frame for table in facts.records.values() if "leverandor" in table.frame.columns]
    known = {id for frame in tables for id in frame.get_column("leverandor").unique()}
    for id in answer.suppliers:
        if id not in known:
            found.append(_("dataene har ingen leverandør «{id}», som fasiten gjelder").format(id=id))
    return [wrong_answer(data, what) for what in found]


def completed(answer: Answer, facts: Facts) -> Answer:
    """With the days and amounts that the answer does not give, from the data; with all the supplier's where it lists none.

    A post of which only the key is told, and which is no invoice, is looked for in the other data sets.
    """
    posts = dict(answer.posts) or _of_suppliers(answer, facts)
    moved = {id: _moved(table) for id, table in facts.records.items()}
    invoices = moved.get(USUAL, {})
    invoices |= {key: (day, invoices[key][1]) for key, day in _paid(facts) if key in invoices}
    filled = {}
    for (dataset, key), (day, ore) in posts.items():
        where = _where(dataset, key, moved)
        known_day, known_ore = moved.get(where, {}).get(key, (None, 0))
        filled[where, key] = (day or known_day, ore or known_ore)
    return replace(answer, posts=filled)


def _of_suppliers(answer: Answer, facts: Facts) -> dict[tuple[str, str], tuple[date | None, int]]:
    table = facts.records.get(USUAL)
    if table is None or not answer.suppliers:
        return {}
    own = table.standing().filter(
        pl.col("leverandor").is_in(list(answer.suppliers))
        & (pl.col(table.dataset.enhet_field or "ansvar") == answer.enhet)
        & (pl.col("fakturadato") >= answer.start.first_day)
    )
    return {(USUAL, key): (None, 0) for key in own.get_column(KEY)}


def _moved(table: RecordTable) -> dict[str, tuple[date | None, int]]:
    """The day and the øre of each record, by its key: its `belop`, or what it has first of kroner."""
    kroner = [field.id for field in table.dataset.fields if field.type is FieldType.KRONER]
    amount = "belop" if "belop" in kroner else next(iter(kroner), None)
    day = table.dataset.dated_by
    rows = table.standing().select(
        KEY,
        (pl.col(day).cast(pl.Date) if isinstance(day, str) else pl.lit(None, pl.Date)).alias("day"),
        (pl.lit(0) if amount is None else pl.col(amount) * 10 ** (2 - table.decimals[amount])).alias("ore"),
    )
    return {key: (when, int(ore or 0)) for key, when, ore in rows.iter_rows()}


def _where(dataset: str, key: str, moved: Mapping[str, Mapping[str, object]]) -> str:
    """The data set that has the key; the one that was said where it has it, or where none or several others do."""
    if dataset != USUAL or key in moved.get(USUAL, {}):
        return dataset
    others = [id for id, keys in moved.items() if key in keys]
    return others[0] if len(others) == 1 else dataset


def _not_there(answer: Answer, facts: Facts, data: Path) -> list[Problem]:
    """Posts that no data have are told, and the rest of the case is run back all the same."""
    missing = [
        key
        for dataset, key in answer.posts
        if (table := facts.records.get(dataset)) is None or key not in set(table.frame.get_column(KEY))
    ]
    if not missing:
        return []
    what = ngettext(
        "dataene har ikke posten {keys}, som fasiten gjelder",
        "dataene har ikke {count} av postene som fasiten gjelder: {keys}",
        len(missing),
    ).format(count=len(missing), keys=listed([f"«{key}»" for key in missing[:5]] + ["…"] * (len(missing) > 5)))
    return [replace(wrong_answer(data, what), why=_("Pengene i den regnes ikke med."), gravity=Gravity.NOTICE)]


def _paid(facts: Facts) -> list[tuple[str, date]]:
    table = facts.records.get("betaling")
    if table is None or not {"bilag", "betalt_dato"} <= set(table.frame.columns):
        return []
    return list(table.standing().select("bilag", "betalt_dato").drop_nulls().iter_rows())
