"""Batches: cases as facts, as many as one process is trusted with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import polars as pl

from kontroll.engine.inference.cases import Cases
from kontroll.engine.inference.formulas import Literal
from kontroll.engine.inference.keys import distinct_key
from kontroll.engine.inference.limits import Limits
from kontroll.engine.inference.program import Component

#: So few facts are not worth a process more.
_FEW = 2_000


@dataclass(frozen=True, slots=True)
class Batch:
    """What one process is given (see inference_worker). keys: the engine's name of each case -> (component, case)."""

    number: int
    given: dict[str, Any]
    keys: dict[str, tuple[int, int]]
    facts: int


class _Part(NamedTuple):
    """Cases number low to high (not included) of one component."""

    of: _Told
    low: int
    high: int
    facts: int


def batches(all_cases: Sequence[Cases], limits: Limits) -> Iterator[Batch]:
    """Threads stay whole. Where there is work for all children, each gets its share."""
    told = [_told(number, cases) for number, cases in enumerate(all_cases)]
    # A little more than its part, so that what does not add up evenly makes no process of its own.
    share = sum(sum(one.counts) for one in told) * 6 // (5 * limits.children) + 1
    most = min(limits.facts, max(share, _FEW))
    for number, parts in enumerate(_packed([part for one in told for part in one.parts(most)], most, limits)):
        yield _batch(number, parts)


def _packed(parts: list[_Part], most: int, limits: Limits) -> Iterator[list[_Part]]:
    packed: list[_Part] = []
    for part in parts:
        if packed and not _fits([*packed, part], most, limits):
            yield packed
            packed = []
        packed.append(part)
    if packed:
        yield packed


def _fits(parts: list[_Part], most: int, limits: Limits) -> bool:
    components = {part.of.number: part.of.cases.component for part in parts}.values()
    return (
        sum(part.facts for part in parts) <= most
        and sum(component.symbols for component in components) <= limits.symbols
        and sum(len(component.flat) for component in components) <= limits.rules
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """The cases of component `number` as facts. names: base symbol -> the names under which it is told false, and true.

    counts: how many facts each case is.
    """

    number: int
    cases: Cases
    names: dict[str, tuple[list[str], list[str]]]
    counts: list[int]

    def parts(self, most: int) -> Iterator[_Part]:
        """Stretches of at most so many facts, and of one thread at least."""
        low = facts = 0
        for high in range(0, len(self.counts), self.cases.months):
            thread = sum(self.counts[high : high + self.cases.months])
            if high > low and facts + thread > most:
                yield _Part(self, low, high, facts)
                low, facts = high, 0
            facts += thread
        if self.counts:
            yield _Part(self, low, len(self.counts), facts)

    def facts(self, part: _Part, keys: list[str]) -> dict[str, tuple[list[str], list[str]]]:
        """Key -> symbols that are true, and symbols that are false."""
        facts: dict[str, tuple[list[str], list[str]]] = {key: ([], []) for key in keys}
        rows = self.cases.frame.slice(part.low, part.high - part.low)
        for symbol, names in self.names.items():
            for key, truth in zip(keys, rows.get_column(symbol).to_list(), strict=True):
                if truth is not None:
                    facts[key][not truth].extend(names[truth])
        return facts


def _told(number: int, cases: Cases) -> _Told:
    """What no rule tests is not told."""
    component = cases.component
    tested = {literal for one in component.flat for literal in one.conditions}
    names: dict[str, tuple[list[str], list[str]]] = {}
    for symbol in component.base:
        called = (symbol, *component.aliases.get(symbol, ()))
        false, true = ([name for name in called if Literal(name, truth) in tested] for truth in (False, True))
        names[symbol] = (false, true)
    counts = [
        pl.when(pl.col(symbol)).then(len(true)).when(~pl.col(symbol)).then(len(false)).otherwise(0)
        for symbol, (false, true) in names.items()
    ]
    each = cases.frame.select(pl.sum_horizontal(pl.col("case") * 0, *counts).alias("facts"))
    return _Told(number, cases, names, each.get_column("facts").to_list())


def _batch(number: int, parts: list[_Part]) -> Batch:
    given: dict[str, Any] = {"rules": [], "asked": [], "lags": {}, "aliases": {}, "next": {}, "facts": {}}
    keys: dict[str, tuple[int, int]] = {}
    taken: set[int] = set()
    for one in {part.of.number: part.of for part in parts}.values():
        _add_rules(given, one.cases.component)
    for part in parts:
        cases = range(part.low, part.high)
        names = [distinct_key(f"{part.of.number}.{case}", taken) for case in cases]
        keys |= {name: (part.of.number, case) for name, case in zip(names, cases, strict=True)}
        given["facts"] |= part.of.facts(part, names)
        months = part.of.cases.months
        if months > 1:
            given["next"] |= {names[i]: names[i + 1] for i in range(len(names) - 1) if (i + 1) % months}
    return Batch(number, given, keys, sum(part.facts for part in parts))


def _add_rules(given: dict[str, Any], component: Component) -> None:
    for one in component.flat:
        given["rules"].append([one.symbol, int(one.true), [[symbol, int(true)] for symbol, true in one.conditions]])
    for judged in component.rules:
        given["asked"] += [symbol for symbol in (judged.truth, judged.exempt) if symbol is not None]
    given["lags"] |= component.lags
    given["aliases"] |= component.aliases
