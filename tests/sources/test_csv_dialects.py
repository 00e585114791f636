"""A CSV reads the same whatever program wrote it, and a torn row takes no other row with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kontroll.facts.sheet import LINE, TORN
from kontroll.sources.base import read_sheet

ROWS = [["enhet", "navn", "verdi"], ["E1", "Åsen skole", "1,5"], ["E2", "Sør", "-2"]]


def written(tmp_path: Path, raw: bytes):
    file = tmp_path / "fil.csv"
    file.write_bytes(raw)
    sheet, problems = read_sheet(file, "fil.csv")
    assert sheet is not None
    return sheet.frame, problems


@pytest.mark.parametrize("separator", [";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("quote", ["", '"'])
def test_every_dialect_reads_the_same(tmp_path, separator, encoding, line_end, quote):
    text = line_end.join(separator.join(f"{quote}{cell}{quote}" for cell in row) for row in ROWS)

    frame, problems = written(tmp_path, text.encode(encoding))

    assert ROWS[1:] == [list(row) for row in frame.select(ROWS[0]).iter_rows()]
    assert [2, 3] == frame.get_column(LINE).to_list()
    assert [] == problems


def test_a_quoted_cell_may_hold_separators_quotes_and_line_breaks(tmp_path):
    frame, _ = written(tmp_path, b'a;b\n"1;2";"5"" r\xc3\xb8r\nover to linjer"\nx;y\n')

    assert [("1;2", '5" rør\nover to linjer'), ("x", "y")] == list(frame.select("a", "b").iter_rows())
    assert [2, 4] == frame.get_column(LINE).to_list()


def test_a_quote_that_never_closes_costs_only_its_own_row(tmp_path):
    rest = "\n".join(f"{i};{i}" for i in range(200))

    frame, problems = written(tmp_path, f'a;b\n1;"Skole\n{rest}'.encode())

    assert 201 == len(frame)
    assert ["fil.csv:2"] == [str(problem.place) for problem in problems]


def test_a_row_that_is_too_long_is_marked_torn_and_a_short_one_is_filled(tmp_path):
    frame, _ = written(tmp_path, b"a;b\n1;2;3\n4\n5;6;;\n")

    assert [("1", "2"), ("4", ""), ("5", "6")] == list(frame.select("a", "b").iter_rows())
    assert [True, False, False] == frame.get_column(TORN).to_list()


def test_blank_lines_are_no_rows_and_still_count_as_lines(tmp_path):
    frame, _ = written(tmp_path, b"\n\na;b\n\n1;2\n ; \n3;4\n")

    assert [5, 7] == frame.get_column(LINE).to_list()


def test_headings_may_repeat_be_empty_or_bear_the_names_that_kontroll_uses_itself(tmp_path):
    for quote in ("", '"'):
        headings = ";".join(
            f"{quote}{name}{quote}" for name in ["a", "a#3", "a", "", "_line", "_torn", "_file", "text"]
        )

        frame, problems = written(tmp_path, f"{headings}\n1;2;3;4;5;6;7;8\n".encode())

        assert ["1", "2", "3", "4", "5", "6", "7", "8"] == list(frame.drop(LINE, TORN).row(0))
        assert [2] == frame.get_column(LINE).to_list()
        assert [] == problems
