"""The first cell of each row of a PDF's table is the heading of the row, and nothing in the file moves."""

from __future__ import annotations

import re

from kontroll.report.document.files import BY_ENDING
from kontroll.report.typeset.row_headings import with_row_headings
from report.document.small import DOCUMENT, TABLE

_CELL = re.compile(rb"\n(\d+) 0 obj\n<</Type/StructElem/S/(TH|TD)/P \d+ 0 R(?:/ID\(\w+\))?/A\[<<(.*?)>>")
_ROW = re.compile(rb"/S/TR/P \d+ 0 R/K\[((?:\d+ 0 R ?)+)\]")


def rows(pdf: bytes) -> list[list[tuple[str, str]]]:
    """Of each row its cells: the kind of each, and what is said of it."""
    cells = {id: (kind.decode(), told.decode().strip()) for id, kind, told in _CELL.findall(pdf)}
    return [[cells[id] for id in re.findall(rb"(\d+) 0 R", row)] for row in _ROW.findall(pdf)]


def test_a_row_begins_with_its_heading_and_its_other_cells_name_no_other_headings():
    found = rows(BY_ENDING[".pdf"].write(DOCUMENT, ""))

    heads = [row for row in found if all(kind == "TH" and "/Scope/Column" in told for kind, told in row)]
    body = [row for row in found if row not in heads]
    assert len(body) >= len(DOCUMENT.facts) + len(TABLE.rows)
    assert len(heads) < len(body)
    for first, *others in body:
        assert ("TH", "/O/Table/Scope/Row") == first
        assert {("TD", "/O/Table")} == set(others)


def test_every_object_of_the_file_is_where_its_table_says():
    file = BY_ENDING[".pdf"].write(DOCUMENT, "")
    start = int(re.findall(rb"startxref\n(\d+)", file)[0])
    lines = re.findall(rb"(\d{10}) (\d{5}) ([nf])\r\n", file[start:])

    assert len(lines) > 50
    for number, (at, _generation, kind) in enumerate(lines):
        assert kind == b"f" or file[int(at) :].startswith(b"%d 0 obj" % number)


def test_a_file_without_tables_is_the_same():
    file = b"%PDF-1.7\n1 0 obj\n<</Type/StructElem/S/P/P 2 0 R/K[0]>>\nendobj\n"

    assert file == with_row_headings(file)
