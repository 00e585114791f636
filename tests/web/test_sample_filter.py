"""The rows of the form become a filter of the rule language, with the digits that were written."""

from __future__ import annotations

from datetime import date

from kontroll.domain.dataset import DataSet, Field, FieldType
from kontroll.domain.rulebook import Rulebook
from kontroll.rulebook.filters import read_filter
from kontroll.web.sample_form import Row, condition_of


def test_a_row_of_the_form_is_the_number_that_was_written():
    rows = [Row("belop", "over", "699,50"), Row("art", "lik", "0301"), Row("anviser", "mangler")]
    dataset = DataSet(
        id="bilag", name="Bilag", key="art", dated_by=date(2026, 1, 1),
        fields=(
            Field(id="belop", type=FieldType.KRONER, heading="belop"), Field(id="art", type=FieldType.TEXT, heading="art"),
            Field(id="anviser", type=FieldType.TEXT, heading="anviser"),
        ),
    )  # fmt: skip
    read, problems = read_filter(Rulebook(datasets={"bilag": dataset}), "bilag", condition_of(rows, dataset))
    assert not problems
    assert read is not None
    assert '"verdi":699.5' in read.canonical
    assert '"verdi":"0301"' in read.canonical
