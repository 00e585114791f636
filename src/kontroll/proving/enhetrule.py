"""The tests of the rule that is always there: it has no file in which to keep them."""

from __future__ import annotations

from dataclasses import replace

from kontroll.domain.dataset import LINE_KEY, DataSet
from kontroll.domain.month import Month
from kontroll.domain.rule import Rule, RuleTest
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.truth import Result
from kontroll.proving.world import World, build_world
from kontroll.report.situation import BUILT_IN_RULE

#: The rule says the same in every month.
_MONTH = Month(2020, 6)
_KNOWN, _WITHOUT = "kjent", "uten"


def enhet_tests(rulebook: Rulebook) -> Rule | None:
    """The rule with a test of a record that belongs somewhere and one that does not; None where it judges no records."""
    dataset = next((d for _id, d in sorted(rulebook.datasets.items()) if _is_judged(d)), None)
    if dataset is None:
        return None
    return replace(
        BUILT_IN_RULE,
        tests=(
            _test(dataset, "en post med kjent enhet", {dataset.key: _KNOWN}, Result.FALSE),
            _test(dataset, "en post uten enhet", {dataset.key: _WITHOUT, dataset.enhet_field or "": ""}, Result.TRUE),
        ),
    )


def _is_judged(dataset: DataSet) -> bool:
    return isinstance(dataset.dated_by, str) and dataset.enhet_field is not None and dataset.key != LINE_KEY


def _test(dataset: DataSet, name: str, record: dict[str, str], expected: Result) -> RuleTest:
    records = ((dataset.id, (tuple(record.items()),)),)
    return RuleTest(name=name, month=_MONTH, records=records, expected_records=((record[dataset.key], expected),))


def enhet_world(rulebook: Rulebook, test: RuleTest) -> World:
    """With the records of the test, and no rules: the one that is tried is always there."""
    world = build_world(rulebook, BUILT_IN_RULE, test)
    return replace(world, rulebook=replace(world.rulebook, rules={}))
