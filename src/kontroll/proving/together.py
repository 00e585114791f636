"""Together: the kommuner of many rule tests side by side in one, so that all of them are judged at once.

Why: to judge one test costs almost nothing, and to set out to judge costs a lot; there are hundreds of tests, and a run tries
them all. What is told apart by enhet, record and month stands beside its neighbours without seeing them; a test that looks
further (at other enheter, at records that are alike, in a look-up) keeps a kommune of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kontroll.domain.condition import BestAmong, Condition, Grouped, IndicatorLeaf, Leaf, Lookup, leaves
from kontroll.domain.dataset import LINE_KEY, DataSet
from kontroll.domain.indicator import FromRecords
from kontroll.domain.rulebook import Rulebook
from kontroll.proving.described import Described, Row


def sees_only_itself(one: Described) -> bool:
    """Whether nothing in another test's kommune can change what is answered in this one."""
    book = one.rulebook
    if one.people or any(_looks_further(leaf, book) for leaf in _all_leaves(book)):
        return False
    if any(rule.scope.enheter is not None for rule in book.rules.values()):
        return False
    return all(_may_be_renamed(book, dataset, one.records.get(id, ())) for id, dataset in book.datasets.items())


def _looks_further(leaf: Leaf, rulebook: Rulebook) -> bool:
    if isinstance(leaf, IndicatorLeaf):
        groups = [test for test in leaf.tests if isinstance(test, BestAmong)]
        return any(not group.same_service or _names_services(rulebook) for group in groups)
    return isinstance(leaf, Lookup | Grouped)


def _names_services(rulebook: Rulebook) -> bool:
    """Where no rule does, each test has services of its own, and rivals of its own with them."""
    return any(rule.scope.services is not None for rule in rulebook.rules.values())


def _all_leaves(rulebook: Rulebook) -> Iterator[Leaf]:
    yield from (leaf for rule in rulebook.rules.values() for leaf in rule.leaves())
    for where in _conditions(rulebook):
        yield from leaves(where)


def _conditions(rulebook: Rulebook) -> Iterator[Condition]:
    for indicator in rulebook.indicators.values():
        if isinstance(indicator.computed, FromRecords) and indicator.computed.where is not None:
            yield indicator.computed.where


def _may_be_renamed(rulebook: Rulebook, dataset: DataSet, rows: Sequence[Row]) -> bool:
    """Whether its records may bear other keys and belong to other enheter without any rule noticing."""
    if dataset.enhet_fixed is not None or (dataset.key == LINE_KEY and any(LINE_KEY not in row for row in rows)):
        return False
    read = {(d.id, field) for rule in rulebook.rules.values() for d, field in rulebook.fields_read(rule)}
    for indicator in rulebook.indicators.values():
        if isinstance(indicator.computed, FromRecords) and indicator.computed.where is not None:
            where = rulebook.fields_in(indicator.computed.where, indicator.computed.dataset)
            read |= {(d.id, field) for d, field in where}
    return read.isdisjoint({(dataset.id, dataset.key), (dataset.id, dataset.enhet_field or "")})


def name_in(number: int, name: str) -> str:
    """What an enhet or a record of a test is called among the others; nobody is still nobody."""
    return f"{number}/{name}" if name else ""


def bundles(found: Sequence[Described]) -> list[list[int]]:
    """Numbers of those that can stand together: of one year, and agreeing on what parameters and indicators are."""
    made: list[_Bundle] = []
    for number, one in enumerate(found):
        bundle = next((b for b in made if b.year == one.month.year and _agree(b.rulebook, one.rulebook)), None)
        if bundle is None:
            made.append(_Bundle(one.month.year, one.rulebook, [number]))
        else:
            bundle.rulebook = _union(bundle.rulebook, one.rulebook)
            bundle.members.append(number)
    return [bundle.members for bundle in made]


@dataclass(slots=True)
class _Bundle:
    year: int
    rulebook: Rulebook
    members: list[int]


def together(found: Sequence[Described]) -> Described:
    """One kommune that holds all of them, each enhet and record under `name_in` of its number."""
    book = found[0].rulebook
    for one in found[1:]:
        book = _union(book, one.rulebook)
    numbered = list(enumerate(found))
    return Described(
        rulebook=book,
        enhet="",
        month=max(one.month for one in found),
        months=(),
        enheter=tuple(_enhet(n, row, one.rulebook) for n, one in numbered for row in one.enheter),
        values=tuple(_moved(n, row) for n, one in numbered for row in one.values),
        thresholds=tuple(
            row | {"enhet": name_in(n, enhet["enhet"])}
            for n, one in numbered
            for row in one.thresholds
            for enhet in one.enheter
        ),
        people=(),
        records={
            id: tuple(_record(dataset, n, row) for n, one in numbered for row in one.records.get(id, ()))
            for id, dataset in book.datasets.items()
        },
    )


def _enhet(number: int, row: Row, rulebook: Rulebook) -> Row:
    moved = _moved(number, row)
    return moved if _names_services(rulebook) else moved | {"tjeneste": name_in(number, row.get("tjeneste", ""))}


def _moved(number: int, row: Row) -> Row:
    return row | {"enhet": name_in(number, row["enhet"])}


def _record(dataset: DataSet, number: int, row: Row) -> Row:
    """With every field of the data set: a neighbour may have others."""
    full = {field.id: row.get(field.id, "") for field in dataset.fields}
    renamed = {dataset.key: name_in(number, row.get(dataset.key, ""))}
    if dataset.enhet_field is not None:
        renamed[dataset.enhet_field] = name_in(number, row.get(dataset.enhet_field, ""))
    return full | renamed


def _agree(one: Rulebook, other: Rulebook) -> bool:
    pairs = ((one.rules, other.rules), (one.parameters, other.parameters), (one.indicators, other.indicators))
    return all(a[id] == b[id] for a, b in pairs for id in a.keys() & b.keys())


def _union(one: Rulebook, other: Rulebook) -> Rulebook:
    datasets = {**one.datasets, **other.datasets}
    for id in one.datasets.keys() & other.datasets.keys():
        known = {field.id for field in one.datasets[id].fields}
        more = tuple(field for field in other.datasets[id].fields if field.id not in known)
        datasets[id] = replace(one.datasets[id], fields=(*one.datasets[id].fields, *more))
    return Rulebook(
        rules={**one.rules, **other.rules},
        indicators={**one.indicators, **other.indicators},
        parameters={**one.parameters, **other.parameters},
        datasets=datasets,
    )
