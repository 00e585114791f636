"""Reads: the part of a rulebook that one rule reads, with the parameters that a test sets for itself.

Why so narrow: a test is a small kommune. What a rule never looks at costs as much to read and to judge as what it does,
and there are hundreds of tests.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar

from kontroll.domain.dataset import BUILT_IN, LINE_KEY, DataSet, NumberFormat, Stock
from kontroll.domain.indicator import FromRecords
from kontroll.domain.parameter import Parameter, ParameterValue
from kontroll.domain.rule import Rule, RuleTest
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.stamp import DATASET, INDICATOR, PARAMETER, RULE, Name, read_by

_Thing = TypeVar("_Thing")


def own_rulebook(rulebook: Rulebook, rule: Rule, test: RuleTest) -> Rulebook:
    """The rule and what it builds on; a computed indicator that the test gives values for is taken as delivered."""
    whole = rulebook if rule.id in rulebook.rules else replace(rulebook, rules={**rulebook.rules, rule.id: rule})
    read = {*read_by(whole, rule.id), *_spoken_of(test)}
    given = {id for id, _values in test.series} | {id for rival in test.rivals for id, _values in rival.series}
    indicators = _chosen(whole.indicators, read, INDICATOR)
    own = Rulebook(
        rules=_chosen(whole.rules, read, RULE),
        indicators={id: replace(i, computed=None) if id in given else i for id, i in indicators.items()},
        parameters=_chosen(whole.parameters, read, PARAMETER) | _set_by(test, whole),
        datasets=_chosen(whole.datasets, read, DATASET),
    )
    return replace(own, datasets=_as_read(own))


def _spoken_of(test: RuleTest) -> Iterator[Name]:
    """What a test gives values or records of, whether the rule reads it or not."""
    for id, _values in (*test.series, *(series for rival in test.rivals for series in rival.series)):
        yield INDICATOR, id
    for id, _green, _yellow in test.ambitions:
        yield INDICATOR, id
    for id, _rows in test.records:
        yield DATASET, id


def _chosen(register: Mapping[str, _Thing], read: Collection[Name], kind: str) -> dict[str, _Thing]:
    return {id: thing for id, thing in register.items() if (kind, id) in read}


def _set_by(test: RuleTest, rulebook: Rulebook) -> dict[str, Parameter]:
    return {
        id: replace(rulebook.parameters[id], values=(ParameterValue(valid_from=date.min, value=value),))
        for id, value in test.parameters
    }


# --- data sets --------------------------------------------------------------------------------------------------------


def _as_read(rulebook: Rulebook) -> dict[str, DataSet]:
    """The data sets with the fields that somebody looks at, written as a test writes them."""
    fields = fields_looked_at(rulebook)
    return {
        id: replace(
            dataset,
            fields=tuple(field for field in dataset.fields if field.id in fields[id]),
            date_format=None,
            number_format=NumberFormat(),
        )
        for id, dataset in rulebook.datasets.items()
    }


def fields_looked_at(rulebook: Rulebook) -> dict[str, set[str]]:
    """By data set: the fields that its rules and computed indicators read, and those that every record has."""
    found = {id: set(_always(dataset)) for id, dataset in rulebook.datasets.items()}
    for rule in rulebook.rules.values():
        for dataset, field in rulebook.fields_read(rule):
            if dataset.id not in BUILT_IN:
                found[dataset.id].add(field)
    for indicator in rulebook.indicators.values():
        computed = indicator.computed
        if isinstance(computed, FromRecords):
            found[computed.dataset] |= {computed.field} if computed.field else set()
            if computed.where is not None:
                for dataset, field in rulebook.fields_in(computed.where, computed.dataset):
                    if dataset.id not in BUILT_IN:
                        found[dataset.id].add(field)
    return found


def _always(dataset: DataSet) -> Iterator[str]:
    """What names a record, dates it, says whose it is, and of what its file is the whole."""
    if dataset.key != LINE_KEY:
        yield dataset.key
    if isinstance(dataset.dated_by, Stock):
        yield from (dataset.dated_by.start, dataset.dated_by.end)
    elif isinstance(dataset.dated_by, str):
        yield dataset.dated_by
    if dataset.enhet_field is not None:
        yield dataset.enhet_field
    yield from dataset.whole_by or ()
