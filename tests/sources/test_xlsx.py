"""A workbook reads as the CSV it could have been."""

from __future__ import annotations

import gc
import sys
from datetime import date, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from kontroll.domain.dataset import DataSet, Field, FieldType, NumberFormat
from kontroll.sources.base import read_sheet


def test_numbers_days_and_moments_read_as_they_would_stand_in_a_csv(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    for row in [
        ["enhet", "verdi", "dag", "tid", "svar"],
        ["0301", 8.2, date(2026, 10, 31), datetime.fromisoformat("2026-10-31T14:05"), True],
        ["Åsen", 3, None, datetime.fromisoformat("2026-10-31"), False],
    ]:
        book.active.append(row)
    book.save(tmp_path / "bok.xlsx")

    sheet, problems = read_sheet(tmp_path / "bok.xlsx", "bok.xlsx")

    assert sheet is not None
    assert [] == problems
    assert [
        ("0301", "8.2", "2026-10-31", "2026-10-31T14:05:00", "ja"),
        ("Åsen", "3", "", "2026-10-31", "nei"),
    ] == list(sheet.frame.select("enhet", "verdi", "dag", "tid", "svar").iter_rows())


def test_a_workbook_without_styles_is_read_without_a_word(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["enhet"])
    book.active.append(["E1"])
    book.save(tmp_path / "med.xlsx")
    with ZipFile(tmp_path / "med.xlsx") as styled, ZipFile(tmp_path / "uten.xlsx", "w") as plain:
        for name in styled.namelist():
            text = styled.read(name)
            if name == "xl/styles.xml":
                text = b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
            plain.writestr(name, text)

    sheet, problems = read_sheet(tmp_path / "uten.xlsx", "uten.xlsx")

    assert sheet is not None
    assert [] == problems
    assert ["E1"] == sheet.frame.get_column("enhet").to_list()


def test_numbers_and_days_in_cells_are_written_as_the_data_set_writes_its_texts(tmp_path: Path) -> None:
    fields = [("DATO", FieldType.DATE), ("BELØP", FieldType.KRONER), ("REGISTRERT", FieldType.MOMENT)]
    dataset = DataSet(
        id="kjop",
        name="Kjøp",
        key="linje",
        fields=tuple(Field(id=name.lower(), type=type, heading=name) for name, type in fields),
        date_format="%d/%m/%Y",
        number_format=NumberFormat(thousands="."),
    )
    book = Workbook()
    assert book.active is not None
    book.active.append(["dato", "beløp", "registrert", "merknad"])
    book.active.append([date(2026, 10, 31), 1.234, datetime.fromisoformat("2026-10-31"), 1.5])
    book.active.append(["30/10/2026", "1.234", "2026-10-31T14:05", date(2026, 10, 31)])
    book.save(tmp_path / "bok.xlsx")

    sheet, problems = read_sheet(tmp_path / "bok.xlsx", "bok.xlsx", dataset)

    assert sheet is not None
    assert [] == problems
    assert [
        ("31/10/2026", "1,234", "2026-10-31T00:00:00", "1.5"),
        ("30/10/2026", "1.234", "2026-10-31T14:05", "2026-10-31"),
    ] == list(sheet.frame.select("dato", "beløp", "registrert", "merknad").iter_rows())


def test_a_workbook_with_a_damaged_sheet_is_refused_and_not_left_open(tmp_path: Path) -> None:
    """Left open, it is told of whenever memory is cleared, in the middle of something else."""
    path = tmp_path / "bok.xlsx"
    Workbook().save(tmp_path / "hel.xlsx")
    with ZipFile(tmp_path / "hel.xlsx") as whole, ZipFile(path, "w") as damaged:
        for name in whole.namelist():
            damaged.writestr(name, b"\x00 ikke xml" if name.endswith("sheet1.xml") else whole.read(name))
    forgotten: list[str] = []

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "unraisablehook", lambda told: forgotten.append(str(told.exc_value)))
        gc.collect()
        forgotten.clear()
        sheet, problems = read_sheet(path, "bok.xlsx")
        gc.collect()

    assert sheet is None
    assert 1 == len(problems)
    assert [] == [one for one in forgotten if "bok.xlsx" in one]
