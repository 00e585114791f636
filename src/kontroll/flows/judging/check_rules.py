"""Check the rule files and their own tests: `kontroll regler sjekk`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kontroll.domain.problem import Gravity, Problem
from kontroll.domain.rule import Rule
from kontroll.domain.rulebook import Rulebook
from kontroll.policybook import read_reglementer
from kontroll.proving.check import IN_USE, check_runs
from kontroll.proving.hjemler import check_hjemler
from kontroll.proving.lapsing import Lapse, Lapsing, as_problems, lapsing
from kontroll.proving.mutation import survivor_problems, survivors
from kontroll.proving.run import run_tests
from kontroll.proving.small_numbers import below_the_floor
from kontroll.proving.width import too_wide
from kontroll.rulebook.read import read_rulebook

#: What keeps a rule, or the whole rulebook, from going into use.
BARS = (Gravity.STOPS, Gravity.INCOMPLETE)


@dataclass(frozen=True, slots=True)
class Checked:
    """problems: in file and rule order; those with gravity NOTICE bar nothing."""

    rulebook: Rulebook
    problems: list[Problem]

    @property
    def holds(self) -> bool:
        return not any(problem.gravity in BARS for problem in self.problems)

    @property
    def tests(self) -> int:
        return sum(len(rule.tests) for rule in self.rulebook.rules.values())


def check_rules(
    folders: Sequence[Path],
    today: date,
    progress: Callable[[Rule, int], None] = lambda rule, count: None,
    policies: Sequence[Path] = (),
) -> Checked:
    """Read the stack of folders and let each rule that can be read prove itself.

    today decides whether a kontrolltiltak has lapsed. progress is told each rule and how many there are. policies: the
    folders with the reglementer that the rules rest on; none: what they point at is not looked up.
    """
    rulebook, problems = read_rulebook(folders)
    found: list[Problem] = list(problems)
    for rule in rulebook.rules.values():
        progress(rule, len(rulebook.rules))
        found.extend(_check(rulebook, rule, today))
    found.extend(too_wide(rulebook))
    found.extend(below_the_floor(rulebook))
    reglementer, in_texts = read_reglementer(policies)
    found.extend(in_texts)
    found.extend(check_hjemler(rulebook, reglementer))
    found.extend(as_problems(_not_told(rulebook, today), today))
    return Checked(rulebook, found)


def _check(rulebook: Rulebook, rule: Rule, today: date) -> list[Problem]:
    """What its tests show; and where they show enough, what they would not notice."""
    runs = run_tests(rulebook, rule)
    found = list(check_runs(rulebook, rule, runs, today))
    if rule.status in IN_USE and not any(problem.gravity in BARS for problem in found):
        found += survivor_problems(rulebook, rule, survivors(rulebook, rule, runs), today)
    return found


def _not_told(rulebook: Rulebook, today: date) -> list[Lapsing]:
    """What lapses, but for control measures that have: that a rule is paused by one is told of the rule itself."""
    measures = (Lapse.EVALUATION, Lapse.MEASURE)
    return [one for one in lapsing(rulebook, today) if not (one.what in measures and one.is_over(today))]
