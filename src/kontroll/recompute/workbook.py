"""Reads the first sheet of an .xlsx file as rows of texts, so that it is the same as a CSV file with those headings.

A number is written out in full with a decimal point, a date as 2026-10-05, a point in time as 2026-10-05T22:00:00.
"""

import re
import zipfile
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

SPACE = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
DATE_FORMATS = {*range(14, 23), *range(45, 48)}
EPOCH = datetime.fromisoformat("1899-12-30")


class Exact(str):
    """A cell that was a number in the sheet: it is read as it stands, in no local form."""


class ExactDay(str):
    """A cell that was a date or a point in time in the sheet."""


def sheet_rows(file: Path) -> list[tuple[int, list[str]]]:
    """The rows that hold something: their number in the sheet, and their cells from the first column on."""
    with zipfile.ZipFile(file) as archive:
        names = archive.namelist()
        strings, dated = [], set()
        if "xl/sharedStrings.xml" in names:
            root = ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
            strings = ["".join(text.itertext()) for text in root.findall("m:si", SPACE)]
        if "xl/styles.xml" in names:
            dated = date_styles(ElementTree.fromstring(archive.read("xl/styles.xml")))
        first = min(name for name in names if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name))
        sheet = ElementTree.fromstring(archive.read(first))
    found = []
    for row in sheet.iterfind("m:sheetData/m:row", SPACE):
        cells: list[str] = []
        for cell in row.findall("m:c", SPACE):
            place = column(cell.get("r", ""))
            cells += [""] * (place - len(cells)) + [cell_text(cell, strings, dated)]
        if any(cells):
            found.append((int(row.get("r", "0")), cells))
    return found


def column(place: str) -> int:
    """The number of the column of «AB12», counted from 0."""
    number = 0
    for letter in re.sub(r"\d", "", place):
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def date_styles(styles: ElementTree.Element) -> set[str]:
    """The cell styles that show a number as a date or a time."""
    own = {
        form.get("numFmtId"): re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", form.get("formatCode", ""))
        for form in styles.iterfind("m:numFmts/m:numFmt", SPACE)
    }
    found = set()
    for place, style in enumerate(styles.iterfind("m:cellXfs/m:xf", SPACE)):
        number = style.get("numFmtId", "0")
        if int(number) in DATE_FORMATS or re.search("[ymdhs]", own.get(number, "").lower()):
            found.add(str(place))
    return found


def cell_text(cell: ElementTree.Element, strings: list[str], dated: set[str]) -> str:
    kind, value = cell.get("t", "n"), cell.findtext("m:v", "", SPACE)
    if kind == "inlineStr":
        return "".join(text.text or "" for text in cell.iterfind("m:is//m:t", SPACE))
    if kind == "s":
        return strings[int(value)]
    if kind != "n" or not value:
        return value
    if cell.get("s", "0") in dated:
        moment = EPOCH + timedelta(seconds=round(float(value) * 86400))
        return ExactDay(
            moment.date().isoformat() if moment.hour == moment.minute == moment.second == 0 else moment.isoformat()
        )
    # The sheet holds binary numbers: the shortest decimal that is this number is the one that was typed.
    text = format(Decimal(repr(float(value))), "f")
    return Exact(text.rstrip("0").rstrip(".") if "." in text else text)
