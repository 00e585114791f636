"""Tables as bytes: CSV in the dialects of real source systems, and XLSX, always the same bytes for the same rows."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

NBSP = "\u00a0"


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one source system writes its files."""

    encoding: str = "utf-8"
    separator: str = ";"
    decimal: str = ","
    thousands: str = ""
    line_end: str = "\n"

    def number(self, scaled: int, places: int) -> str:
        """`scaled` × 10^-places as text: -12345 with 1 place is -1234,5."""
        sign = "-" if scaled < 0 else ""
        whole, rest = divmod(abs(scaled), 10**places)
        text = f"{whole:,}".replace(",", self.thousands) if self.thousands else str(whole)
        return f"{sign}{text}{self.decimal}{rest:0{places}d}" if places else sign + text

    def kroner(self, ore: int) -> str:
        return self.number(ore, 2)


PLAIN = Dialect()
ECONOMY = Dialect(encoding="cp1252", thousands=NBSP, line_end="\r\n")
HR = Dialect(encoding="utf-8-sig", line_end="\r\n")
HOURS = Dialect(separator="\t", decimal=".")
ARCHIVE = Dialect(separator=",", decimal=".")


def csv_bytes(headings: Sequence[str], rows: Iterable[Sequence[str]], dialect: Dialect = PLAIN) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=dialect.separator, lineterminator=dialect.line_end)
    writer.writerow(headings)
    writer.writerows(rows)
    return text.getvalue().encode(dialect.encoding)


def rows_of(raw: bytes, dialect: Dialect = PLAIN) -> list[list[str]]:
    """What `csv_bytes` was given, headings first."""
    return list(csv.reader(io.StringIO(raw.decode(dialect.encoding), newline=""), delimiter=dialect.separator))


def write_csv(path: Path, headings: Sequence[str], rows: Iterable[Sequence[str]], dialect: Dialect = PLAIN) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(csv_bytes(headings, rows, dialect))


_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
    "</Types>"
)
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ROOT = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="{_PACKAGE}">'
    f'<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
_BOOK_RELATIONS = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="{_PACKAGE}">'
    f'<Relationship Id="rId1" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
)
_BOOK = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">'
    '<sheets><sheet name="Resultater" sheetId="1" r:id="rId1"/></sheets></workbook>'
)


def _cell(column: int, row: int, value: str, numeric: bool) -> str:
    place = f"{chr(65 + column)}{row}"
    if not value:
        return ""
    if numeric:
        return f'<c r="{place}"><v>{value}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def xlsx_bytes(headings: Sequence[str], rows: Iterable[Sequence[str]], numeric: frozenset[int]) -> bytes:
    """A workbook of one sheet. `numeric`: the columns (0 = A) written as numbers where they read as such.

    Stored, not compressed, and dated 1980: compression differs between versions of zlib, a clock between days.
    """
    lines = ["".join(_cell(n, 1, text, False) for n, text in enumerate(headings))]
    for number, row in enumerate(rows, start=2):
        cells = (
            _cell(n, number, text, n in numeric and text.replace(".", "", 1).lstrip("-").isdigit())
            for n, text in enumerate(row)
        )
        lines.append("".join(cells))
    body = "".join(f'<row r="{n}">{line}</row>' for n, line in enumerate(lines, start=1))
    sheet = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="{_MAIN}">'
        f"<sheetData>{body}</sheetData></worksheet>"
    )
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _ROOT,
        "xl/workbook.xml": _BOOK,
        "xl/_rels/workbook.xml.rels": _BOOK_RELATIONS,
        "xl/worksheets/sheet1.xml": sheet,
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as book:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.create_system = 0
            book.writestr(info, text.encode("utf-8"))
    return target.getvalue()
