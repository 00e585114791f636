"""Mistakes in workbooks: cells that are not what they show, and files that are no workbook."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from typing import Any

from openpyxl import Workbook

from .case import INCOMPLETE, NOTICE, At, Case
from .sound_data import VALUES

WHOLE: At = (0, 0)
TOP: At = (1, 0)


def _book(rows: list[list[Any]], change: Callable[[Workbook], None] | None = None) -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    if change is not None:
        change(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


_HEADINGS = ["enhet", "indikator", "periode", "verdi", "antall"]


def _sheet(name: str, row: list[Any], *says: str, change: Callable[[Workbook], None] | None = None) -> Case:
    """A workbook of measurements whose third row is wrong and whose other rows are right."""
    rows = [_HEADINGS, ["A", "okonomi_avvik", "2026-08", 1.5, None], row, ["A", "sykefravaer", "2026-08", 7, 40]]
    return Case(name, "maalinger/bok.xlsx", _book(rows, change), says, NOTICE, at=((3, 0),))


def _broken_book(name: str, content: bytes, *says: str, at: At = WHOLE) -> Case:
    return Case(name, "maalinger/bok.xlsx", content, says, INCOMPLETE, at=(at,))


def _percent(book: Workbook) -> None:
    book.worksheets[0]["D3"].number_format = "0.0%"


def _cover(book: Workbook) -> None:
    book.create_sheet("Forside", 0)


def _chart_title(book: Workbook) -> None:
    book.worksheets[0].insert_rows(1)
    book.worksheets[0]["A1"] = "Rapport for august"


GOOD_BOOK = _book([_HEADINGS, ["A", "okonomi_avvik", "2026-08", 1.5, None]])


def _zip(**members: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)
    return out.getvalue()


def _damaged(member: str, content: bytes) -> bytes:
    """A sound workbook in which one part holds something else."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(GOOD_BOOK)) as sound, zipfile.ZipFile(out, "w") as archive:
        for name in sound.namelist():
            archive.writestr(name, content if name == member else sound.read(name))
    return out.getvalue()


WORKBOOKS = [
    _sheet("Excel: tekst i verdi", ["A", "okonomi_avvik", "2026-09", "12O", None], "«12O» + verdi"),
    _sheet("Excel: feilverdi", ["A", "okonomi_avvik", "2026-09", "#REF!", None], "«#REF!» + verdi"),
    _sheet("Excel: formel uten verdi", ["A", "okonomi_avvik", "2026-09", "=1+1", None], "D3 + formel"),
    _sheet(
        "Excel: en dato i verdi", ["A", "okonomi_avvik", "2026-09", date(2026, 9, 30), None], "«2026-09-30» + verdi"
    ),
    _sheet("Excel: prosentformat", ["A", "okonomi_avvik", "2026-09", 0.082, None], "«8.2 %» + verdi", change=_percent),
    _sheet(
        "Excel: perioden er blitt en dato",
        ["A", "okonomi_avvik", datetime.fromisoformat("2026-09-01"), 1, None],
        "«2026-09-01» + periode",
    ),
    _sheet("Excel: perioden er blitt et dagnummer", ["A", "okonomi_avvik", 46266, 1, None], "«46266» + periode"),
    _sheet("Excel: perioden er et tall", ["A", "okonomi_avvik", 2026.1, 1, None], "«2026.1» + periode"),
    _sheet("Excel: ja/nei i verdi", ["A", "okonomi_avvik", "2026-09", True, None], "«ja» + verdi"),
    _sheet("Excel: antall med desimaler", ["A", "okonomi_avvik", "2026-09", 1, 4.5], "«4.5» + antall"),
    _sheet("Excel: kjempetall", ["A", "okonomi_avvik", "2026-09", 1e300, None], "verdi"),
    _sheet("Excel: ukjent indikator", ["A", "okonomiavvik", "2026-09", 1, None], "«okonomiavvik» + «okonomi_avvik»"),
    _broken_book("Excel: CSV som heter .xlsx", VALUES.encode(), "tekstfil + .csv"),
    _broken_book("Excel: tom fil", b"", "tom"),
    _broken_book("Excel: beskyttet med passord", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "passord"),
    _broken_book("Excel: klippet av halvveis", GOOD_BOOK[: len(GOOD_BOOK) // 2], "skadet"),
    _broken_book("Excel: bare de første bytene", GOOD_BOOK[:60], "skadet"),
    _broken_book("Excel: en zip-fil med noe annet", _zip(brev=b"<hei/>"), "skadet"),
    _broken_book("Excel: et Word-dokument", _zip(word__document=b"<w/>"), "skadet"),
    _broken_book("Excel: arket er ikke XML", _damaged("xl/worksheets/sheet1.xml", b"\x00\x01 ikke xml"), "skadet"),
    _broken_book(
        "Excel: arket er klippet av", _damaged("xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row"), "skadet"
    ),
    _broken_book("Excel: arbeidsboken uten ark", _damaged("xl/workbook.xml", b"<workbook/>"), "skadet"),
    _broken_book("Excel: tilfeldige byte", bytes(range(256)) * 8, "skadet"),
    _broken_book("Excel: det første arket er tomt", _book([_HEADINGS], _cover), "første arket"),
    _broken_book("Excel: tittel over tabellen", _book([_HEADINGS, ["A"]], _chart_title), "«enhet»", at=TOP),
    _broken_book("Excel: uten kolonnen verdi", _book([["enhet", "indikator", "periode"]]), "«verdi»", at=TOP),
    _broken_book("Excel: en nettside fra fagsystemet", b"<html><table><tr><td>1</td></tr></table></html>", "nettside"),
]


CASES = WORKBOOKS
