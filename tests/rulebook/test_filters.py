"""Filters: read by the reader of rules, stored as one text, and refused with the place of what is wrong."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kontroll.domain.condition import AllOf, FieldCompare
from kontroll.domain.dataset import DataSet, Field, FieldType
from kontroll.domain.operand import Literal
from kontroll.domain.rulebook import Rulebook
from kontroll.rulebook.filters import read_filter

_FIELDS = {"bilag": FieldType.TEXT, "belop": FieldType.KRONER, "dato": FieldType.DATE, "art": FieldType.TEXT}
BILAG = DataSet(
    id="bilag", name="Bilag", key="bilag", dated_by="dato",
    fields=(
        *(Field(id=id, type=type, heading=id) for id, type in _FIELDS.items()),
        Field(id="anviser", type=FieldType.TEXT, heading="anviser", personal=True),
        Field(id="attestant", type=FieldType.TEXT, heading="attestant", personal=True),
    ),
)  # fmt: skip
RULEBOOK = Rulebook(datasets={"bilag": BILAG})


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("felt: belop\ner: over\nverdi: 100.50", '{"er":"over","felt":"belop","verdi":100.5}'),
        ('{"verdi": 100.5, "felt": "belop", "er": "over"}', '{"er":"over","felt":"belop","verdi":100.5}'),
        ("{felt: belop, er: over, verdi: 0.100000000000001}", '{"er":"over","felt":"belop","verdi":0.100000000000001}'),
        ('{felt: art, er: lik, verdi: "0301"}', '{"er":"lik","felt":"art","verdi":"0301"}'),
        ("{felt: dato, er: etter, verdi: 2026-01-31}", '{"er":"etter","felt":"dato","verdi":"2026-01-31"}'),
        ("{felt: belop, mangler: ja}", '{"felt":"belop","mangler":"ja"}'),
        ("{felt: anviser, er: lik, verdi: {felt: attestant}}", '{"er":"lik","felt":"anviser","verdi":{"felt":"attestant"}}'),
        ("alle: [{felt: belop, rundt: 1000}]", '{"alle":[{"felt":"belop","rundt":1000}]}'),
    ],
)  # fmt: skip
def test_it_is_stored_as_one_text_that_is_read_as_the_same_condition(written: str, stored: str):
    read, problems = read_filter(RULEBOOK, "bilag", written)
    assert not problems
    assert read is not None
    assert read.canonical == stored
    assert read_filter(RULEBOOK, "bilag", stored) == (read, [])


def test_what_is_read_is_what_a_rule_would_say():
    read, _problems = read_filter(RULEBOOK, "bilag", "alle: [{felt: belop, er: over, verdi: 5.5}]")
    assert read is not None
    assert isinstance(read.condition, AllOf)
    (leaf,) = read.condition.children
    assert isinstance(leaf, FieldCompare)
    assert leaf.operand == Literal(Decimal("5.5"))


@pytest.mark.parametrize(
    ("written", "place", "what"),
    [
        ("{felt: beløp, er: over, verdi: 1}", "filter:1:8", "feltet «beløp» finnes ikke"),
        ("alle:\n  - {felt: belop, er: før, verdi: 1}", "filter:2:23", "«før» er ikke"),
        ("alle:\n  - {utslag: regel}", "filter:2:6", "filteret spør om en regel har slått ut"),
        ("{felt: belop, er: over, verdi: 1, paa_rad: 3}", "filter", "vilkåret har «paa_rad»"),
        ("{felt: anviser, er: lik, verdi: KARI}", "filter", "filteret peker ut noen i feltet «anviser»"),
        ("{felt: anviser, i: [KARI]}", "filter", "filteret peker ut noen i feltet «anviser»"),
        ("{indikator: balanse, er: over, verdi: 1}", "filter:1:2", "«indikator» står i et vilkår om poster"),
        ("[", "filter", ""),
        ("", "filter:1:1", "filen er tom"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(written: str, place: str, what: str):
    read, problems = read_filter(RULEBOOK, "bilag", written)
    assert read is None
    assert [one for one in problems if str(one.place).startswith(place) and one.what.startswith(what)], problems
