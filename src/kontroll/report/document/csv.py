"""CSV: the tables of a document as open data: one file for each, and one that says what they are, in a zip.

What is not shown in the report is not shown here. No records: they are the kommune's own, and may point at somebody.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from kontroll.report.document.chart_table import tables_of
from kontroll.report.document.model import Cell, Document, Figure, Section, Table
from kontroll.report.document.shown import shown
from kontroll.texts import _, ngettext, number

READ_ME = "LESMEG.txt"
#: Excel reads æ, ø and å of a file that begins so.
_BOM = "\ufeff"
#: What a spreadsheet takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@")
_LINE_ENDS = re.compile(r"[\x00-\x1f\x85\u2028\u2029]+")
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_LONGEST_NAME = 60


def as_zip(document: Document, at: str = "") -> bytes:
    """at: address of the report in the kommune's kontroll, for whoever asks what the tables are of."""
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as made:
        for name, text in files(document, at):
            part = ZipInfo(name, _NO_TIME)
            part.compress_type = ZIP_DEFLATED
            made.writestr(part, (_BOM + text).encode())
    return written.getvalue()


def files(document: Document, at: str = "") -> Iterator[tuple[str, str]]:
    """Name and text of each: LESMEG first, then the tables in the order they are read."""
    tables = [
        (f"{n:02}-{_name(table.caption)}.csv", section, table)
        for n, (section, table) in enumerate(_tables(document), 1)
    ]
    yield READ_ME, _read_me(document, at, tables)
    for name, _section, table in tables:
        yield name, _csv(table)


def _tables(document: Document) -> Iterator[tuple[Section, Table]]:
    return ((section, table) for section in document.walked() for table in tables_of(section))


def _csv(table: Table) -> str:
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    units = _units_of(table)
    writer.writerow(_headings(table, units))
    for row in table.rows:
        parts = ([_cell(cell), *_unit_cell(cell, unit)] for cell, unit in zip(row, units, strict=True))
        writer.writerow([one for part in parts for one in part])
    return text.getvalue()


def _units_of(table: Table) -> list[frozenset[str]]:
    """What the numbers of each column are counted in: it is no part of a number, and must not be lost."""
    columns = ([row[n] for row in table.rows] for n, _heading in enumerate(table.headings))
    return [frozenset(one.unit for one in column if isinstance(one, Figure)) for column in columns]


def _headings(table: Table, units: Sequence[frozenset[str]]) -> list[str]:
    """One unit stands in the heading; where there are several they have a column of their own behind the numbers."""
    made: list[str] = []
    for heading, of in zip(table.headings, units, strict=True):
        only = next(iter(of)) if len(of) == 1 else ""
        made.append(_inert(f"{heading} ({only})" if only else heading))
        made += [_inert(_("{heading}, enhet").format(heading=heading))] if len(of) > 1 else []
    return made


def _unit_cell(cell: Cell, units: frozenset[str]) -> list[str]:
    if len(units) < 2:
        return []
    return [_inert(cell.unit) if isinstance(cell, Figure) and cell.value is not None else ""]


def _cell(cell: Cell) -> str:
    """A number with decimal comma and nothing between thousands; a day as `2026-10-31`; a text that no spreadsheet runs."""
    value = cell.value if isinstance(cell, Figure) else cell
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | Decimal):
        return f"{Decimal(value):f}".replace(".", ",")
    return "" if value is None else _inert(shown(value))


def _inert(text: str) -> str:
    """On one line, so that a row is a line for every reader of the file."""
    line = _LINE_ENDS.sub(" ", text).strip()
    # A single minus or dash is how a table says that there is nothing to say.
    return f"'{line}" if line.startswith(_FORMULA) and len(line) > 1 else line


def _name(caption: str) -> str:
    folded = caption.lower().replace("æ", "ae").replace("ø", "o").replace("å", "aa")
    return re.sub(r"[^a-z0-9]+", "-", folded).strip("-")[:_LONGEST_NAME].strip("-") or "tabell"


def _read_me(document: Document, at: str, tables: list[tuple[str, Section, Table]]) -> str:
    lines = [
        f"{document.municipality}: {document.title}",
        "",
        *document.standing,
        *([_("Rapporten: {at}").format(at=at)] if at else []),
        "",
        _("Filene er tabellene og figurene i rapporten, én fil for hver. Første rad er overskriftene."),
        _("Skilletegnet er semikolon, desimaltegnet er komma, en dag skrives 2026-10-31, og tegnsettet er UTF-8."),
        "",
        _("Slik leses rutene:"),
        _(
            "- En tom rute i en tallkolonne er et tall som ikke vises, fordi noen kunne kjennes igjen. Det er ikke null."
        ),
        _("- En strek (–) er noe som ikke er kjent, eller som ikke finnes. Det er heller ikke null."),
        _("- Ord i en tallkolonne, som «ikke kjørt» eller «ikke kjent», sier hvorfor det ikke er noe tall."),
        _("- Raden «Sum» er summen av radene over. Ta den ikke med når du summerer."),
        _("- Det et tall er regnet i, står i overskriften eller i kolonnen etter. Uten enhet er det et antall."),
        _("- En apostrof først i en rute hindrer at regneark leser teksten som en formel. Den hører ikke til teksten."),
        "",
        _(
            "Før du skriver om et tall: les kapittelet det står i, og hva som ikke er kontrollert. Ukjent er ikke i orden."
        ),
        "",
        _("Vilkår: Norsk lisens for offentlige data (NLOD) 2.0, når kommunen ikke har valgt noe annet."),
        "https://data.norge.no/nlod/no/2.0",
        "",
    ]
    for name, section, table in tables:
        lines += ["", name, f"    {section.title}: {table.caption}"]
        lines += [f"    {'; '.join(_headings(table, _units_of(table)))}"]
        rows = len(table.rows)
        lines += ["    " + ngettext("{n} rad", "{n} rader", rows).format(n=number(rows))]
        lines += [f"    {table.note}"] if table.note else []
    return "".join(f"{line}\r\n" for line in lines)
