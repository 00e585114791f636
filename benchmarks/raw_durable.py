"""durable-rules by itself, as a peer: every value a fact, every rule flat, in the form in which it does not crash.

`python -m benchmarks.raw_durable` reads one JSON object (Given), and writes the answers and the seconds they took.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any, TypedDict

from durable import engine


class Given(TypedDict):
    """rules: id and one or four indicators. values: unit, indicator, tenths."""

    threshold: int
    rules: list[tuple[str, list[str]]]
    values: list[tuple[str, str, int]]


class QuietHost(engine.Host):  # type: ignore[misc]
    """Without the timers of the default host."""

    def _run(self) -> None:
        pass


def main() -> None:
    given: Given = json.load(sys.stdin)
    answers: dict[tuple[str, str], str] = {}
    host = QuietHost()
    host.set_rulesets({"peer": _ruleset(given, answers)})
    wall, cpu = time.perf_counter(), time.process_time()
    for unit, id, value in given["values"]:
        host.assert_fact("peer", {"u": unit, "i": id, "n": value, "sid": "0"})
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    told = [(rule, unit, word) for (rule, unit), word in answers.items()]
    json.dump({"answers": told, "wall": wall, "cpu": cpu}, sys.stdout)


def _ruleset(given: Given, answers: dict[tuple[str, str], str]) -> dict[str, object]:
    rules: dict[str, object] = {"zzz": {"all": [{"m": {"$ex": {"i": 1}}}], "run": lambda c: None}}
    for rule, indicators in given["rules"]:
        for n, (word, term) in enumerate(_terms(indicators)):
            conditions = []
            for k, (id, over) in enumerate(term):
                tests: list[object] = [{"i": id}, {"$gt" if over else "$lte": {"n": given["threshold"]}}]
                # A join must end in the equality of keys: with a comparison last the engine reads past its memory.
                conditions.append({f"m{k}": {"$and": tests if k == 0 else [*tests, {"u": {"m0": "u"}}]}})
            rules[f"{rule}-{n}"] = {"all": conditions, "run": _telling(answers, rule, word)}
    return rules


def _telling(answers: dict[tuple[str, str], str], rule: str, word: str) -> Callable[[Any], None]:
    def told(c: Any) -> None:
        answers[(rule, c.m0.u)] = word

    return told


def _terms(indicators: list[str]) -> list[tuple[str, list[tuple[str, bool]]]]:
    if len(indicators) == 1:
        return [("sann", [(indicators[0], True)]), ("usann", [(indicators[0], False)])]
    a, b, c, d = indicators
    return [
        ("sann", [(a, True), (b, True), (d, False)]),
        ("sann", [(a, True), (c, True), (d, False)]),
        ("usann", [(a, False)]),
        ("usann", [(b, False), (c, False)]),
        ("usann", [(d, True)]),
    ]


if __name__ == "__main__":
    main()
