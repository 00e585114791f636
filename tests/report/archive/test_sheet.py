"""What the archive keeps as paper: of both standards, the same bytes each time, and no text is read as markup."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kontroll.report.archive.sheet import Part, Rows, Sheet, sheet_pdf

MADE = datetime(2026, 2, 20, 9, 0, tzinfo=UTC)


def paper(words: str = "Det stemmer.", rows: int = 1, parts: int = 1) -> bytes:
    table = Rows(caption="Svar", headings=("Tid", "Hva", "Tekst"), rows=(("20. februar", "Svar", words),) * rows)
    part = Part(title="Svar og avgjørelser", told=("", words), items=("Ett", words), tables=(table,))
    sheet = Sheet(
        title=f"Sak S2026-00001: {words}", foot="sak S2026-00001", facts=(("Enhet", "Bygda skole"), ("Løst", "")),
        parts=(part,) * parts,
    )  # fmt: skip
    return sheet_pdf(sheet, "Bygda kommune", MADE)


def test_it_is_of_both_standards_and_the_same_each_time():
    file = paper()

    assert file == paper()
    assert b"<pdfuaid:part>1</pdfuaid:part>" in file
    assert b"<pdfaid:part>2</pdfaid:part>" in file
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in file


def test_a_validator_that_is_not_ours_finds_nothing():
    validator = pytest.importorskip("page", reason="page-validation is not installed: no PDF is judged by others here")

    for profile in ("ua1", "2a"):
        assert not validator.validate_pdf_bytes(paper(rows=80), profile=profile).failures


@pytest.mark.parametrize("words", ['#read("/etc/passwd") ]} */ $x$ \\ _a_ *b*', "B" * 200, "Linje\nto"])
def test_whatever_somebody_wrote_is_set_as_it_stands(words: str):
    assert paper(words).startswith(b"%PDF")


def test_a_part_without_rows_and_a_sheet_without_parts_are_set_too():
    assert paper(rows=0).startswith(b"%PDF")
    assert paper(parts=0).startswith(b"%PDF")
