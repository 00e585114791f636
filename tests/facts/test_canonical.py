"""A record as JSON: the same bytes as RFC 8785 gives, amounts as they were delivered, and nothing for what is missing."""

from __future__ import annotations

from datetime import date, datetime

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from kontroll.domain.dataset import DataSet, Field, FieldType
from kontroll.facts.canonical import field_texts, in_ore, record_json
from kontroll.facts.facts import KEY

FIELDS = {"b": FieldType.TEXT, "a": FieldType.KRONER, "Å": FieldType.TEXT, "d": FieldType.DATE, "j": FieldType.YES_NO}
BILAG = DataSet(
    id="bilag", name="Bilag", key="b", fields=tuple(Field(id=id, type=type, heading=id) for id, type in FIELDS.items())
)


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"])), st.one_of(st.none(), st.integers(-(10**15), 10**15)))
def test_it_is_canonical_json(text: str, amount: int | None):
    row = {KEY: "B1", "b": text, "a": amount, "Å": None, "d": date(2026, 1, 2), "j": True}
    said = {"datasett": "bilag", "nokkel": "B1", "felter": field_texts(BILAG, {"a": 2}, row)}
    assert record_json(BILAG, {"a": 2}, row) == rfc8785.dumps(said)


def test_how_many_decimals_others_have_says_nothing_of_this_record():
    row = {KEY: "B1", "b": None, "a": 10050, "Å": None, "d": None, "j": False}
    assert record_json(BILAG, {"a": 2}, row) == record_json(BILAG, {"a": 4}, {**row, "a": 1005000})
    assert field_texts(BILAG, {"a": 2}, row) == {"a": "100.5", "j": "nei"}
    assert (
        field_texts(BILAG, {"a": 0}, {**row, "a": 100, "d": datetime.fromisoformat("2026-01-02T03:04")})["d"]
        == "2026-01-02T03:04:00"
    )


@pytest.mark.parametrize(
    ("value", "decimals", "ore"),
    [(100, 0, 10000), (1005, 1, 10050), (10050, 2, 10050), (100500, 3, 10050), (100501, 3, None), (-5, 3, None), (-50, 3, -5),
     (None, 2, None), (0, 4, 0)],
)  # fmt: skip
def test_an_amount_is_a_whole_number_of_ore_or_none(value: int | None, decimals: int, ore: int | None):
    assert in_ore(value, decimals) == ore
