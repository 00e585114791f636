"""The trail: what is written cannot be changed unseen, and what is deleted on time breaks nothing."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontroll.domain.trail import BEGINNING, Entry, breaks, entry, salted

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def chain(count: int) -> list[Entry]:
    entries, previous = [], BEGINNING
    for seq in range(1, count + 1):
        made = entry(
            seq=seq, at=NOON + timedelta(seconds=seq), kind="sak.svar", actor="P1", about={"sak": f"S{seq}"},
            texts={"reason": salted("ab" * 16, f"tekst {seq}")}, previous=previous,
        )  # fmt: skip
        entries.append(made)
        previous = made.hash
    return entries


def test_an_untouched_chain_holds():
    assert not list(breaks(chain(20)))


def test_an_empty_chain_holds():
    assert not list(breaks([]))


def test_the_hash_can_be_recomputed_with_sha_256_alone():
    first, second = chain(2)

    assert hashlib.sha256(first.hash.encode() + second.body).hexdigest() == second.hash


@given(st.integers(0, 9), st.data())
def test_any_changed_byte_is_seen_where_it_stands(at: int, data: st.DataObject):
    entries = chain(10)
    place = data.draw(st.integers(0, len(entries[at].body) - 1))
    body = bytearray(entries[at].body)
    body[place] ^= 1 << data.draw(st.integers(0, 7))
    entries[at] = replace(entries[at], body=bytes(body))

    assert [at + 1] == [found.seq for found in breaks(entries)]


@given(st.integers(0, 8))
def test_a_removed_entry_is_seen(at: int):
    entries = chain(10)
    del entries[at]

    assert at + 2 == next(breaks(entries)).seq


@given(st.integers(0, 8))
def test_two_entries_that_changed_places_are_seen(at: int):
    entries = chain(10)
    entries[at], entries[at + 1] = entries[at + 1], entries[at]

    assert list(breaks(entries))


def test_an_entry_rewritten_with_a_hash_of_its_own_is_seen_at_the_next():
    entries = chain(3)
    forged = entry(seq=2, at=NOON, kind="sak.svar", actor="P2", about={}, texts={}, previous=entries[0].hash)

    assert [3] == [found.seq for found in breaks([entries[0], forged, entries[2]])]


def test_no_text_stands_in_the_chain():
    made = entry(
        seq=1, at=NOON, kind="sak.svar", actor="P1", about={}, texts={"answer": salted("0" * 32, "Hemmelig svar")},
        previous=BEGINNING,
    )  # fmt: skip

    assert b"Hemmelig" not in made.body


def test_the_same_text_has_another_hash_under_another_salt():
    assert salted("0" * 32, "ja") != salted("1" * 32, "ja")


def test_the_body_is_sorted_and_without_blanks_so_that_it_is_the_same_everywhere():
    made = entry(seq=1, at=NOON, kind="a", actor="b", about={"z": 1, "a": "æ"}, texts={}, previous=BEGINNING)

    assert (
        made.body
        == json.dumps(json.loads(made.body), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    )


def test_a_time_without_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        entry(seq=1, at=datetime(2026, 1, 1), kind="a", actor="b", about={}, texts={}, previous=BEGINNING)  # noqa: DTZ001
