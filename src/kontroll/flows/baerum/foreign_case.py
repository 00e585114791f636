"""A case made by others: their data folder and their answer, run back as well as a folder allows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl

from kontroll.domain.month import Month
from kontroll.domain.policy import Policies
from kontroll.domain.problem import Gravity, Problem
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.trial import Alarms, Answer, Trial
from kontroll.facts.facts import KEY, Facts
from kontroll.flows.baerum.answers import wrong_answer
from kontroll.flows.baerum.false_alarms import false_alarms, twin_verdicts
from kontroll.flows.baerum.known_on import known_by_date
from kontroll.flows.baerum.run_back import Cell, RunBack, cells, looked_at, run_back
from kontroll.flows.deliveries.read_folder import read_folder
from kontroll.texts import _

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
    """With the days and amounts that the answer does not give, from the data; with all the supplier's where it lists none."""
    table = facts.records.get("faktura")
    if table is None or "belop" not in table.frame.columns:
        return answer
    standing = table.standing().with_columns(pl.col("belop") * 10 ** (2 - table.decimals["belop"]))
    posts = dict(answer.posts)
    if not posts and answer.suppliers:
        own = standing.filter(
            pl.col("leverandor").is_in(list(answer.suppliers))
            & (pl.col(table.dataset.enhet_field or "ansvar") == answer.enhet)
            & (pl.col("fakturadato") >= answer.start.first_day)
        )
        posts = {("faktura", key): (None, 0) for key in own.get_column(KEY)}
    known = {key: (day, ore or 0) for key, day, ore in standing.select(KEY, "fakturadato", "belop").iter_rows()}
    known |= {key: (day, known[key][1]) for key, day in _paid(facts) if key in known}
    filled = {
        (dataset, key): known[key] if dataset == "faktura" and day is None and key in known else (day, ore)
        for (dataset, key), (day, ore) in posts.items()
    }
    return replace(answer, posts=filled)


def _paid(facts: Facts) -> list[tuple[str, date]]:
    table = facts.records.get("betaling")
    if table is None or not {"bilag", "betalt_dato"} <= set(table.frame.columns):
        return []
    return list(table.standing().select("bilag", "betalt_dato").drop_nulls().iter_rows())
