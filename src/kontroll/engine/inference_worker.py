"""Inference worker: one batch of facts through durable-rules, as a process of its own: JSON in, JSON out.

The only file that loads durable-rules. It is run by its path and knows nothing of kontroll, so that it starts at once.
What it must never do, and why, stands in the package `inference`: no `$or`, no `any`, no `$not`, no timers, no retraction,
no deletion, one sid, and actions that only remember and assert.

In:  {"rules": [[symbol, truth, [[symbol, truth], …]], …], "asked": [symbol, …], "lags": {symbol: months},
      "aliases": {symbol: [symbol, …]}, "next": {key: key}, "facts": {key: [[symbols that are true], [symbols that are false]]}}
Out: {"answers": {symbol: [[keys where true], [keys where false]]}, "asserted": n, "derived": n, "firings": n}
Anything else than exit status 0 with such an answer is a failure; so is every doubt, which is written to stderr.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from durable.engine import Host, MessageObservedException

RULESET, SID = "kontroll", "0"
#: A fact is known to the engine by a hash of 32 bits: one that seems known already is told again with a little salt.
TRIES = 5


class QuietHost(Host):  # type: ignore[misc]
    """A host without the two threads that would run actions and timers behind our back."""

    def _run(self) -> None:
        return None


class Batch:
    """Asserts the facts, remembers what is derived, and counts so that nothing can get lost unseen."""

    def __init__(self, given: dict[str, Any]) -> None:
        self.given = given
        self.known: set[tuple[str, int, str]] = set()
        self.read = {(symbol, truth) for _symbol, _truth, term in given["rules"] for symbol, truth in term}
        self.problems: list[str] = []
        self.caught = self.told = self.firings = 0
        self.host = QuietHost()
        self.host.set_rulesets({RULESET: self._ruleset()})

    def _ruleset(self) -> dict[str, Any]:
        # Without a rule that takes every fact, one that no rule waits for would be an error.
        rules: dict[str, Any] = {"all": {"all": [{"m": {"$ex": {"p": 1}}}], "run": self._catch}}
        for number, (symbol, truth, term) in enumerate(self.given["rules"]):
            rules[f"r{number}"] = {"all": flat(term), "run": self._deriving(symbol, truth)}
        return rules

    def _catch(self, c: Any) -> None:
        self.caught += 1

    def _deriving(self, symbol: str, truth: int) -> Any:
        def derive(c: Any) -> None:
            self.firings += 1
            try:
                self._derive(c, symbol, truth, c.m0.k)
            except Exception as problem:  # durable-rules would swallow it
                self.problems.append(repr(problem))

        return derive

    def _derive(self, c: Any, symbol: str, truth: int, key: str) -> None:
        """Once: in each month in which it is read later, and by each name. What no rule reads is only remembered."""
        if (symbol, truth, key) in self.known:
            return
        if (symbol, 1 - truth, key) in self.known:
            raise ValueError(f"{symbol} is both true and false of {key}")
        self.known.add((symbol, truth, key))
        at: str | None = key
        for months in range(self.given["lags"].get(symbol, 0) + 1):
            if at is None:
                return
            name = f"{symbol}~{months}" if months else symbol
            for read in (name, *self.given["aliases"].get(name, ())):
                if (read, truth) in self.read:
                    self._tell(c.assert_fact, read, truth, at)
            at = self.given["next"].get(at)

    def _tell(self, to: Any, symbol: str, truth: int, key: str) -> None:
        """Assert a fact. One whose hash another one has gets in with salt."""
        self.told += 1
        fact = {"p": symbol, "s": truth, "k": key, "sid": SID}
        for salt in range(TRIES):
            try:
                to({**fact, "salt": salt} if salt else dict(fact))
                return
            except MessageObservedException:
                continue
        raise ValueError(f"{symbol} of {key} is taken for another fact {TRIES} times")

    def run(self) -> dict[str, Any]:
        def to_host(fact: dict[str, Any]) -> None:
            self.host.assert_fact(RULESET, fact)

        asserted = 0
        for key, sides in self.given["facts"].items():
            for symbols, truth in zip(sides, (1, 0), strict=True):
                for symbol in symbols:
                    self._tell(to_host, symbol, truth, key)
                    asserted += 1
        self._check()
        answers: dict[str, list[list[str]]] = {symbol: [[], []] for symbol in self.given["asked"]}
        for symbol, truth, key in sorted(self.known):
            if symbol in answers:
                answers[symbol][1 - truth].append(key)
        return {"answers": answers, "asserted": asserted, "derived": self.told - asserted, "firings": self.firings}

    def _check(self) -> None:
        """Every fact that was told went through the rule that takes every fact, and no action failed."""
        if self.caught != self.told:
            self.problems.append(f"{self.told} facts were told, {self.caught} taken in")
        # Before the first fact there is no state to ask for.
        state = self.host.get_state(RULESET, SID) if self.caught else {}
        if state.get("exception"):
            self.problems.append(str(state["exception"]))
        if self.problems:
            raise ValueError(self.problems[0])


def flat(term: list[list[Any]]) -> list[dict[str, Any]]:
    """Constants first, the equality of keys last: with a comparison last, two of five joins read outside their memory."""
    conditions: list[dict[str, Any]] = []
    for number, (symbol, truth) in enumerate(term):
        tests: list[dict[str, Any]] = [{"p": symbol}, {"s": truth}]
        if number:
            tests.append({"k": {"m0": "k"}})
        conditions.append({f"m{number}": {"$and": tests}})
    return conditions


if __name__ == "__main__":
    answer = Batch(json.load(sys.stdin)).run()
    json.dump(answer, sys.stdout)
