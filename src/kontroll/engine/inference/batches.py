"""Batches: cases as facts, as many as one process is trusted with, under keys that the engine can tell apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import polars as pl

from kontroll.engine.inference.cases import Cases
from kontroll.engine.inference.formulas import Literal
from kontroll.engine.inference.limits import Limits


class Part(NamedTuple):
    """Cases number low to high (not included) of one component."""

    of: int
    low: int
    high: int
    facts: int


@dataclass(slots=True)
class Batch:
    """What one process is given. keys: the engine's name of each case -> (component, case)."""

    number: int
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)
    given: dict[str, Any] = field(default_factory=dict)
    facts: int = 0


def key_hash(key: str) -> int:
    """The hash by which durable-rules tells keys apart (FNV-1a, 32 bits, of signed bytes). Two keys with the same one are
    joined wrongly or read outside its memory."""
    found = 0x811C9DC5
    for byte in key.encode():
        found ^= (byte if byte < 128 else byte - 256) & 0xFFFFFFFF
        found = found * 16777619 & 0xFFFFFFFF
    return found


def distinct_key(wanted: str, taken: set[int]) -> str:
    """The key, or a longer one where its hash is taken already; the hash is then taken too."""
    key = wanted
    while key_hash(key) in taken:
        key += "'"
    taken.add(key_hash(key))
    return key


def batches(all_cases: Sequence[Cases], limits: Limits) -> Iterator[Batch]:
    """Threads stay whole; a process gets as many components as its rules may test symbols of."""
    for number, parts in enumerate(_packed(all_cases, limits)):
        yield _batch(number, all_cases, parts)


def _packed(all_cases: Sequence[Cases], limits: Limits) -> Iterator[list[Part]]:
    parts: list[Part] = []
    facts = symbols = 0
    for part in (part for of, cases in enumerate(all_cases) for part in _parts(of, cases, limits.facts)):
        new = all_cases[part.of].component.symbols if not parts or parts[-1].of != part.of else 0
        if parts and (facts + part.facts > limits.facts or symbols + new > limits.symbols):
            yield parts
            parts, facts, symbols = [], 0, 0
            new = all_cases[part.of].component.symbols
        parts.append(part)
        facts, symbols = facts + part.facts, symbols + new
    if parts:
        yield parts


def _parts(of: int, cases: Cases, most: int) -> Iterator[Part]:
    """The cases of a component in stretches of at most so many facts, and of one thread at least."""
    if not len(cases.frame):
        return
    columns = [_facts_in(symbol, cases) for symbol in _told(cases)]
    counts = cases.frame.select(pl.sum_horizontal(pl.lit(0), *columns).alias("facts")).get_column("facts").to_list()
    low = facts = 0
    for high in range(0, len(counts), cases.months):
        thread = sum(counts[high : high + cases.months])
        if high > low and facts + thread > most:
            yield Part(of, low, high, facts)
            low, facts = high, 0
        facts += thread
    yield Part(of, low, len(counts), facts)


def _told(cases: Cases) -> dict[str, dict[bool, list[str]]]:
    """Base symbol -> truth -> the names it is told by; what no rule tests is not told."""
    tested = {literal for one in cases.component.flat for literal in one.conditions}
    told: dict[str, dict[bool, list[str]]] = {}
    for symbol in cases.component.base:
        names = (symbol, *cases.component.aliases.get(symbol, ()))
        told[symbol] = {true: [n for n in names if Literal(n, true) in tested] for true in (True, False)}
    return told


def _facts_in(symbol: str, cases: Cases) -> pl.Expr:
    names = _told(cases)[symbol]
    truth = pl.col(symbol)
    return pl.when(truth).then(len(names[True])).when(~truth).then(len(names[False])).otherwise(0)


def _batch(number: int, all_cases: Sequence[Cases], parts: list[Part]) -> Batch:
    batch, taken = Batch(number), set[int]()
    given: dict[str, Any] = {"rules": [], "asked": [], "lags": {}, "aliases": {}, "next": {}, "facts": {}}
    for of in dict.fromkeys(part.of for part in parts):
        component = all_cases[of].component
        given["rules"] += [
            [one.symbol, int(one.true), [[p, int(s)] for p, s in one.conditions]] for one in component.flat
        ]
        given["asked"] += [s for judged in component.rules for s in (judged.truth, judged.exempt) if s is not None]
        given["lags"] |= component.lags
        given["aliases"] |= component.aliases
    for part in parts:
        keys = [distinct_key(f"{part.of}.{case}", taken) for case in range(part.low, part.high)]
        batch.keys |= {key: (part.of, case) for key, case in zip(keys, range(part.low, part.high), strict=True)}
        given["facts"] |= _facts(all_cases[part.of], part, keys)
        months = all_cases[part.of].months
        if months > 1:
            given["next"] |= {keys[i]: keys[i + 1] for i in range(len(keys) - 1) if (i + 1) % months}
    batch.given = given
    batch.facts = sum(part.facts for part in parts)
    return batch


def _facts(cases: Cases, part: Part, keys: list[str]) -> dict[str, tuple[list[str], list[str]]]:
    facts: dict[str, tuple[list[str], list[str]]] = {key: ([], []) for key in keys}
    rows = cases.frame.slice(part.low, part.high - part.low)
    for symbol, names in _told(cases).items():
        for key, truth in zip(keys, rows.get_column(symbol).to_list(), strict=True):
            if truth is not None:
                facts[key][not truth].extend(names[truth])
    return facts
