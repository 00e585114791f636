"""Controls of the control: a rule's own tests, run again inside every run, by every evaluator that the run relies on.

Why: an empty list of utslag looks the same whether all is well or the control is dead. A test in which the rule is known
to strike (a positive control) and one in which it is known to keep still (a negative one) tell the two apart.

Bound to its period: only tests of the version that holds in the run's month count as such. A test whose month lies in
another version is run too, and must hold.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from kontroll.domain.coverage import ControlFault, Controlled, Tried, TriedTest
from kontroll.domain.month import Month
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.truth import Result
from kontroll.proving.enhetrule import enhet_tests
from kontroll.proving.evaluators import EVALUATORS, Answers
from kontroll.proving.placed import AskedTest, Expected, Place, alone, places
from kontroll.rulebook.stamps import stamp_of


def controls(rulebook: Rulebook, month: Month, left_out: Collection[str]) -> list[Controlled]:
    """What the tests of every rule that may run show in the month of a run, by id.

    left_out: rules that may not run. Nothing is remembered from an earlier run: the tests are run here and now.
    """
    return [tried.in_month(month) for tried in try_rules(rulebook, left_out)]


def try_rules(
    rulebook: Rulebook, left_out: Collection[str], evaluators: Mapping[str, Answers] | None = None
) -> list[Tried]:
    """All tests of every rule that may run, by the rule's id; that of the rule that is always there with them.

    evaluators: by name; the plain and the columnar one where none are given.
    """
    answers = EVALUATORS if evaluators is None else evaluators
    rules = {id: rule for id, rule in rulebook.rules.items() if id not in left_out}
    built_in = enhet_tests(rulebook)
    if built_in is not None:
        rules[built_in.id] = built_in
    asked = {
        id: [AskedTest(stamp, number, rulebook, rule) for number in range(len(rule.tests))]
        for id, rule in sorted(rules.items())
        for stamp in (stamp_of(rulebook, id),)
    }
    tried = _tried(tuple(one for tests in asked.values() for one in tests), answers)
    return [Tried(rules[id], tuple(tried[one] for one in tests)) for id, tests in asked.items()]


def _tried(asked: tuple[AskedTest, ...], evaluators: Mapping[str, Answers]) -> dict[AskedTest, TriedTest]:
    found: dict[AskedTest, TriedTest] = {}
    for place in places(asked):
        for one, tried in _in_place(place, evaluators).items():
            # What a test says, it says of its own kommune: if neighbours disturb it after all, that is no fault of the rule.
            found[one] = tried if tried.holds or len(place.tests) == 1 else _in_place(alone(one), evaluators)[one]
    return found


def _in_place(place: Place, evaluators: Mapping[str, Answers]) -> dict[AskedTest, TriedTest]:
    """The tests of a place, judged together."""
    cells = [expected.cell for _asked, every in place.tests for expected in every]
    got = {name: iter(answers(place.world.rulebook, place.world.facts, cells)) for name, answers in evaluators.items()}
    found = {}
    for asked, every in place.tests:
        faults = []
        for expected in every:
            for name, results in got.items():
                result = next(results)
                if result is not expected.result:
                    faults.append(_fault(asked, expected, name, result))
        found[asked] = TriedTest(tuple((one.cell.month, one.result) for one in every), tuple(faults))
    return found


def _fault(asked: AskedTest, expected: Expected, evaluator: str, got: Result | None) -> ControlFault:
    return ControlFault(asked.test.name, evaluator, expected.subject, expected.result, got)
