"""The process that runs durable-rules: what it answers, what it refuses, and what it must not load."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import pairwise
from typing import Any

import pytest

from kontroll.engine.inference.runner import OPTIONS, WORKER
from kontroll.engine.inference_worker import Batch, MessageObservedException, flat


def given(rules: list[Any], facts: dict[str, Any], **more: Any) -> dict[str, Any]:
    asked = sorted({symbol for symbol, _truth, _term in rules})
    return {"rules": rules, "asked": asked, "lags": {}, "aliases": {}, "next": {}, "facts": facts, **more}


def answered(batch: dict[str, Any]) -> dict[str, Any]:
    child = run(batch)
    assert not child.returncode, child.stderr
    reply: dict[str, Any] = json.loads(child.stdout)
    return reply


def run(batch: dict[str, Any]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *OPTIONS, str(WORKER)]
    return subprocess.run(command, input=json.dumps(batch), capture_output=True, text=True, timeout=180, check=False)


AND = [["og", 1, [["a", 1], ["b", 1]]], ["og", 0, [["a", 0]]], ["og", 0, [["b", 0]]]]


def test_a_term_joins_facts_of_one_key_only():
    facts = {"k1": [["a", "b"], []], "k2": [["a"], ["b"]], "k3": [["a"], []], "k4": [["b"], []]}

    reply = answered(given(AND, facts))

    assert {"og": [["k1"], ["k2"]]} == reply["answers"]
    assert 6 == reply["asserted"]


def test_rules_build_on_rules_through_five_levels():
    levels = [[f"r{n}", 1, [["a" if n == 0 else f"r{n - 1}", n % 2 ^ 1 or 1]]] for n in range(5)]

    assert {f"r{n}": [["k"], []] for n in range(5)} == answered(given(levels, {"k": [["a"], []]}))["answers"]


def test_a_derived_symbol_is_read_in_the_months_after():
    rules = [["r", 1, [["a", 1]]], ["r", 0, [["a", 0]]], ["s", 1, [["r", 1], ["r~1", 1], ["r~2", 0]]]]
    months = [f"m{n}" for n in range(5)]
    facts = {"m0": [[], ["a"]], "m1": [["a"], []], "m2": [["a"], []], "m3": [[], []], "m4": [["a"], []]}

    reply = answered(given(rules, facts, lags={"r": 2}, next=dict(pairwise(months))))

    assert [["m2"], []] == reply["answers"]["s"]


def test_a_symbol_is_read_under_its_other_names():
    rules = [["r", 1, [["a", 1]]], ["s", 1, [["r'1", 1], ["a", 1]]]]

    assert [["k"], []] == answered(given(rules, {"k": [["a"], []]}, aliases={"r": ["r'1"]}))["answers"]["s"]


def test_symbols_and_keys_may_hold_any_letters():
    symbol, key = 'regel «Ærlig & "ø"\'\\\n', "Ærø skole|2024-05 \"'\\"

    assert {"svar": [[key], []]} == answered(given([["svar", 1, [[symbol, 1]]]], {key: [[symbol], []]}))["answers"]


def test_both_true_and_false_is_a_failure():
    child = run(given([["r", 1, [["a", 1]]], ["r", 0, [["b", 1]]]], {"k": [["a", "b"], []]}))

    assert 0 != child.returncode
    assert "both true and false" in child.stderr
    assert "" == child.stdout


def test_a_fact_that_no_rule_reads_is_taken_in_all_the_same():
    assert 2 == answered(given([["r", 1, [["a", 1]]]], {"k": [["a", "nobody"], []]}))["asserted"]


def test_a_batch_without_a_single_fact_has_no_answers():
    reply = answered(given(AND, {"k": [[], []]}))

    assert {"answers": {"og": [[], []]}, "asserted": 0, "derived": 0, "firings": 0} == reply


def test_a_failing_action_is_not_swallowed(monkeypatch: pytest.MonkeyPatch):
    batch = Batch(given(AND, {"k": [["a", "b"], []]}))
    monkeypatch.setattr(batch, "_derive", lambda *_: 1 // 0)

    with pytest.raises(ValueError, match="ZeroDivisionError"):
        batch.run()


def test_a_fact_that_the_engine_did_not_take_in_is_a_failure(monkeypatch: pytest.MonkeyPatch):
    batch = Batch(given(AND, {"k": [["a", "b"], []]}))
    monkeypatch.setattr(batch.host, "assert_fact", lambda *_: None)

    with pytest.raises(ValueError, match="2 facts were told, 0 taken in"):
        batch.run()


@pytest.mark.parametrize(("refusals", "told"), [(0, True), (4, True), (5, False)])
def test_a_fact_with_the_hash_of_another_is_told_with_salt_five_times_at_most(refusals: int, told: bool):
    batch, seen = Batch(given(AND, {})), []

    def take(fact: dict[str, Any]) -> None:
        seen.append(fact.get("salt"))
        if len(seen) <= refusals:
            raise MessageObservedException(fact)

    if told:
        batch._tell(take, "a", 1, "k")
        assert [None, *range(1, refusals + 1)] == seen
    else:
        with pytest.raises(ValueError, match="taken for another fact"):
            batch._tell(take, "a", 1, "k")


def test_constants_come_first_and_the_equality_of_keys_last():
    assert [
        {"m0": {"$and": [{"p": "a"}, {"s": 1}]}},
        {"m1": {"$and": [{"p": "b"}, {"s": 0}, {"k": {"m0": "k"}}]}},
    ] == flat([["a", 1], ["b", 0]])


def test_the_process_loads_neither_polars_nor_kontroll():
    asked = (
        "import runpy, sys; runpy.run_path(sys.argv[1]); print([m for m in sys.modules if m in ('polars', 'kontroll')])"
    )
    command = [sys.executable, *OPTIONS, "-c", asked, str(WORKER)]

    assert "[]" == subprocess.run(command, capture_output=True, text=True, timeout=180, check=True).stdout.strip()
