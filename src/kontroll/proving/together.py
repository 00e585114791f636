"""Together: the kommuner of many rule tests side by side in one, so that all of them are judged at once.

Why: to judge one test costs almost nothing, and to set out to judge costs a lot; there are hundreds of tests, and a run tries
them all. What is told apart by enhet, record and month stands beside its neighbours without seeing them; a test that looks
further (in a look-up, at records that are alike) stands with those in whom it sees nothing (`proving.sight`), and one that looks
at every enhet, or at people, keeps a kommune of its own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kontroll.domain.condition import BestAmong, Condition, IndicatorLeaf, Leaf, RuleLeaf, leaves
from kontroll.domain.dataset import LINE_KEY, DataSet
from kontroll.domain.indicator import FromRecords
from kontroll.domain.rulebook import Rulebook
from kontroll.proving.described import Described, Row
from kontroll.proving.sight import Column, Seen, is_free_text, lacking, otherwise_written, seen_by

#: A text that could be one of another test's, as `name_in` writes them.
_LIKE_ANOTHERS = re.compile(r"\s*\d+/")
#: What stands in a text that the test's own rule does not read.
_UNREAD = "ulest"


@dataclass(frozen=True, slots=True)
class Standing:
    """A test that may stand among others. renamed: texts that it writes in a way of its own. sees: rows of others, if there."""

    described: Described
    renamed: frozenset[Column]
    sees: frozenset[Seen]


def standing(one: Described) -> Standing | None:
    """As it may stand among others; None where it must stand alone, whoever they are."""
    book = one.rulebook
    if one.people or any(_looks_everywhere(leaf, book) for leaf in _all_leaves(book)):
        return None
    if any(rule.scope.enheter is not None for rule in book.rules.values()):
        return None
    renamed = otherwise_written(book)
    if not all(_may_be_renamed(one, dataset, renamed) for dataset in book.datasets.values()):
        return None
    sees = seen_by(one, renamed)
    return Standing(one, renamed, sees) if sees is not None else None


def _looks_everywhere(leaf: Leaf, rulebook: Rulebook) -> bool:
    if not isinstance(leaf, IndicatorLeaf):
        return False
    groups = [test for test in leaf.tests if isinstance(test, BestAmong)]
    return any(not group.same_service or _names_services(rulebook) for group in groups)


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


def _may_be_renamed(one: Described, dataset: DataSet, renamed: frozenset[Column]) -> bool:
    """Whether its records may bear other keys and belong to other enheter without any rule noticing."""
    if any(_LIKE_ANOTHERS.match(text) for row in one.records.get(dataset.id, ()) for text in row.values()):
        return False
    named = {dataset.key, dataset.enhet_field} - {LINE_KEY, None}
    if not all((dataset.id, id) in renamed for id in named):
        return False
    return dataset.enhet_fixed is None or _asks_of_no_enhet(one, dataset.enhet_fixed)


def _asks_of_no_enhet(one: Described, fixed: str) -> bool:
    """Whether it is the same to it how much else belongs to the enhet that all records of a data set belong to."""
    book = one.rulebook
    of_records = not book.indicators and all(rule.dataset is not None for rule in book.rules.values())
    counts = any(isinstance(leaf, RuleLeaf) for leaf in _all_leaves(book))
    return of_records and not counts and all(row["enhet"] != fixed for row in one.enheter)


def name_in(number: int, name: str) -> str:
    """What an enhet, a record or a text of a test is called among the others; nobody is still nobody."""
    return f"{number}/{name}" if name.strip() else ""


def bundles(found: Sequence[Standing]) -> list[list[int]]:
    """Numbers of those that can stand together: of one year, agreeing on parameters and indicators, and out of sight."""
    made: list[_Bundle] = []
    for number, one in enumerate(found):
        bundle = next((b for b in made if b.has_room_for(one)), None)
        if bundle is None:
            bundle = _Bundle(one.described.month.year, one.described.rulebook)
            made.append(bundle)
        bundle.take(number, one)
    return [bundle.members for bundle in made]


@dataclass(slots=True)
class _Bundle:
    """lacks: by data set with records, fields that somebody's are without. sees: what somebody in it would see."""

    year: int
    rulebook: Rulebook
    members: list[int] = field(default_factory=list)
    lacks: dict[str, frozenset[str]] = field(default_factory=dict)
    sees: set[Seen] = field(default_factory=set)

    def has_room_for(self, one: Standing) -> bool:
        if self.year != one.described.month.year or not _agree(self.rulebook, one.described.rulebook):
            return False
        return not _in_sight(one.sees, self.lacks) and not _in_sight(self.sees, _lacks(one.described))

    def take(self, number: int, one: Standing) -> None:
        self.rulebook = _union(self.rulebook, one.described.rulebook)
        self.members.append(number)
        self.sees |= one.sees
        for id, fields in _lacks(one.described).items():
            self.lacks[id] = self.lacks.get(id, frozenset()) | fields


def _lacks(one: Described) -> dict[str, frozenset[str]]:
    return {id: lacking(one.rulebook.dataset(id), rows) for id, rows in one.records.items() if rows}


def _in_sight(sees: Iterable[Seen], lacks: Mapping[str, frozenset[str]]) -> bool:
    """Whether there are rows that would be seen."""
    there = (seen for seen in sees if seen.dataset in lacks)
    return any(seen.without is None or seen.without in lacks[seen.dataset] for seen in there)


def together(standing_there: Sequence[Standing]) -> Described:
    """One kommune that holds all of them, each enhet, record and text of its own under `name_in` of its number."""
    found = [one.described for one in standing_there]
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
            id: tuple(row for n, one in enumerate(standing_there) for row in _records(dataset, n, one))
            for id, dataset in book.datasets.items()
        },
    )


def _enhet(number: int, row: Row, rulebook: Rulebook) -> Row:
    moved = _moved(number, row)
    return moved if _names_services(rulebook) else moved | {"tjeneste": name_in(number, row.get("tjeneste", ""))}


def _moved(number: int, row: Row) -> Row:
    return row | {"enhet": name_in(number, row["enhet"])}


def _records(dataset: DataSet, number: int, one: Standing) -> Iterator[Row]:
    """With every field of the data set: neighbours may read others, in which this one says what nobody looks for."""
    own = one.described.rulebook.datasets.get(dataset.id)
    read = {column.id for column in own.fields} if own is not None else set()
    for at, row in enumerate(one.described.records.get(dataset.id, ()), start=1):
        full = {c.id: row.get(c.id, "") if c.id in read else _UNREAD if is_free_text(c) else "" for c in dataset.fields}
        written = {id: name_in(number, text) if _is_own(dataset, id, read, one) else text for id, text in full.items()}
        name = {LINE_KEY: name_in(number, row.get(LINE_KEY, str(at)))} if dataset.key == LINE_KEY else {}
        yield written | name


def _is_own(dataset: DataSet, id: str, read: Collection[str], one: Standing) -> bool:
    return (dataset.id, id) in one.renamed or id not in read


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
