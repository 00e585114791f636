"""Secrets that must be used again: the database alone does not tell them."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kontroll.store.sealed import NotOpened, is_sealed, opened, sealed

KEY, OTHER = "k" * 32, "K" * 32


@settings(max_examples=15)
@given(st.text(min_size=1))
def test_what_is_sealed_is_opened_with_the_same_key_and_tells_nothing_without(text: str):
    kept = sealed(text, KEY, "K1")

    assert is_sealed(kept)
    assert text == opened(kept, KEY, "K1")
    assert text.encode() not in base64.b64decode(kept.rpartition(":")[2]) or len(text.encode()) < 3
    assert kept != sealed(text, KEY, "K1")


@pytest.mark.parametrize(("key", "of"), [(OTHER, "K1"), ("", "K1"), (KEY, "K2")])
def test_it_is_opened_with_no_other_key_and_for_nothing_else(key: str, of: str):
    with pytest.raises(NotOpened):
        opened(sealed("whsec_x", KEY, "K1"), key, of)


@pytest.mark.parametrize("at", [0, 12, -1])
def test_one_bit_of_difference_is_noticed(at: int):
    head, _colon, body = sealed("whsec_x", KEY, "K1").rpartition(":")
    raw = bytearray(base64.b64decode(body))
    raw[at] ^= 1

    for changed in (base64.b64encode(bytes(raw)).decode(), "ikke base64", ""):
        with pytest.raises(NotOpened):
            opened(f"{head}:{changed}", KEY, "K1")


def test_without_a_key_it_is_kept_as_it_is():
    assert "whsec_x" == sealed("whsec_x", "", "K1") == opened("whsec_x", KEY, "K1")
