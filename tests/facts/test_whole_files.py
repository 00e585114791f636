"""A data set may say of what a file is the whole: then what is left out of a later file is gone, and no more."""

from __future__ import annotations

import polars as pl

from kontroll.domain.dataset import DataSet, Field, FieldType
from kontroll.facts.facts import SUPERSEDED
from kontroll.facts.records import read_records
from kontroll.facts.sheet import LINE, TORN, Sheet
from kontroll.rulebook.read import read_rulebook
from village import write

FIELDS = tuple(Field(id=id, type=FieldType.TEXT, heading=id) for id in ("post", "aar", "kvartal"))


def standing(whole_by: tuple[str, ...] | None, *files: list[tuple[str, str, str]]) -> list[str]:
    """Keys of the records that count after the files have come in their order."""
    dataset = DataSet(id="rapport", name="Rapport", key="post", fields=FIELDS, whole_by=whole_by)
    sheets = [
        Sheet(
            f"{n}.csv",
            pl.DataFrame(rows, schema={f.id: pl.String for f in FIELDS}, orient="row").with_columns(
                pl.int_range(2, pl.len() + 2).alias(LINE), pl.lit(False).alias(TORN)
            ),
        )
        for n, rows in enumerate(files)
    ]
    table, problems = read_records(dataset, sheets)
    assert [] == problems
    return table.frame.filter(~pl.col(SUPERSEDED)).get_column("post").to_list()


FIRST = [("A", "2025", "1"), ("B", "2025", "1"), ("C", "2025", "2")]
CORRECTED = [("A", "2025", "1")]


def test_rows_add_up_where_nothing_is_said():
    assert ["B", "C", "A"] == standing(None, FIRST, CORRECTED)


def test_a_later_file_is_the_whole_of_what_has_the_same_values_and_leaves_the_rest():
    assert ["C", "A"] == standing(("aar", "kvartal"), FIRST, CORRECTED)


def test_a_later_file_may_be_the_whole_of_everything():
    assert ["A"] == standing((), FIRST, CORRECTED)


def test_missing_values_are_alike():
    assert ["B"] == standing(("kvartal",), [("A", "2025", "")], [("B", "2025", "")])


def test_a_file_alone_is_whole_and_a_row_that_comes_twice_in_it_is_still_the_later_one():
    assert ["B", "C", "A"] == standing(("aar",), [*FIRST, *CORRECTED])


def problems_with(line: str, tmp_path) -> list[str]:
    fields = "[{id: post, type: tekst}, {id: aar, type: tekst}]"
    text = f"id: rapport\nnavn: Rapport\nnokkel: post\n{line}\nfelter: {fields}\n"
    return [str(problem.what) for problem in read_rulebook([write(tmp_path, {"datasett/rapport.yaml": text})])[1]]


def test_the_description_names_fields_it_has_or_all_of_it(tmp_path):
    assert [] == problems_with("siste_fil_gjelder: [aar]", tmp_path)
    assert [] == problems_with("siste_fil_gjelder: alt", tmp_path)
    assert 1 == len(problems_with("siste_fil_gjelder: [kvartal]", tmp_path))
    assert 1 == len(problems_with("siste_fil_gjelder: aar", tmp_path))
    assert 1 == len(problems_with("siste_fil_gjelder: []", tmp_path))
