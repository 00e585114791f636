"""Keys that durable-rules would take for each other are told apart before it sees them."""

from __future__ import annotations

import pytest

from kontroll.domain.condition import AllOf
from kontroll.domain.truth import Result
from kontroll.engine.inference import batches, keys
from kontroll.engine.inference.keys import distinct_key, key_hash

from .worded import case, leaf, rule, said


@pytest.mark.parametrize(
    ("key", "known"),
    # Published vectors of FNV-1a, 32 bits.
    [("", 0x811C9DC5), ("a", 0xE40C292C), ("foobar", 0xBF9CF968)],
)
def test_the_hash_is_fnv_1a(key: str, known: int):
    assert known == key_hash(key)


def test_bytes_above_127_are_taken_with_their_sign_as_the_engine_does():
    # «ø» is two bytes, both above 127: with unsigned bytes the hash would be another.
    unsigned = 0x811C9DC5
    for byte in "ø".encode():
        unsigned = (unsigned ^ byte) * 16777619 & 0xFFFFFFFF

    assert unsigned != key_hash("ø")


@pytest.mark.parametrize(("one", "other"), [("costarring", "liquid"), ("declinate", "macallums")])
def test_of_two_keys_with_one_hash_the_second_is_made_longer(one: str, other: str):
    taken: set[int] = set()
    assert key_hash(one) == key_hash(other)

    assert [one, f"{other}'"] == [distinct_key(one, taken), distinct_key(other, taken)]
    assert 2 == len(taken)


def test_keys_that_collide_again_and_again_change_no_answer(monkeypatch: pytest.MonkeyPatch):
    values = {f"E{a}{b}": {"a": a, "b": b} for a in "37_" for b in "37_"}
    of = case(rule("begge", AllOf(children=(leaf("a"), leaf("b")))), values=values)
    right = said(of, "begge")
    used: list[str] = []

    def longer(wanted: str, taken: set[int]) -> str:
        used.append(distinct_key(wanted, taken))
        return used[-1]

    monkeypatch.setattr(keys, "key_hash", lambda key: len(key) // 2)
    monkeypatch.setattr(batches, "distinct_key", longer)

    assert right == said(of, "begge")
    assert any(key.endswith("''''") for key in used)
    assert [Result.FALSE] * 4 == right[:4]
