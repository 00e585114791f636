"""CSV as municipalities write it: UTF-8 or Windows-1252, `;`, `,` or tab, with quotes that do not always close."""

from __future__ import annotations

import csv
import string
import unicodedata
from pathlib import Path

import polars as pl

from kontroll.domain.dataset import ENCODINGS, DataSet
from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.facts.sheet import LINE, TORN, Sheet
from kontroll.sources.base import Row, Source, as_frame, column_names, empty, not_text
from kontroll.texts import _, ngettext, number

_SEPARATORS = (";", "\t", ",")
#: A quoted cell may hold line breaks, but not run on for ever: then a closing quote was forgotten.
_LONGEST_CELL_LINES = 50


def read_csv(path: Path, shown_as: str, dataset: DataSet | None) -> tuple[Sheet | None, list[Problem]]:
    """The file's rows; the first row that is not blank holds the headings."""
    raw = path.read_bytes()
    if (other := not_text(raw, shown_as)) is not None:
        return None, [other]
    text = _decode(raw, dataset.encoding if dataset else None).replace("\r\n", "\n").replace("\r", "\n")
    text = text if text.isascii() else unicodedata.normalize("NFC", text)
    lines = text.split("\n")
    first = next((i for i, line in enumerate(lines) if line.strip()), None)
    if first is None:
        return None, [empty(shown_as)]
    separator = max(_SEPARATORS, key=lambda mark: lines[first].count(mark))
    if '"' not in text:
        return _unquoted(lines, first, separator, shown_as)
    rows, problems = _rows([line + "\n" for line in lines], first, separator, shown_as)
    headings = [cell.strip() for cell in rows[0][1]]
    short = [line for line, cells in rows[1:] if len(cells) < len(headings) and any(cell.strip() for cell in cells)]
    return Sheet(shown_as, as_frame(headings, rows[1:])), problems + _short(shown_as, short)


def _unquoted(lines: list[str], first: int, separator: str, shown_as: str) -> tuple[Sheet, list[Problem]]:
    """The same as `as_frame` for a file without quotes, split in columns: a hundred times faster than by row."""
    names = column_names([cell.strip() for cell in lines[first].split(separator)])
    blank = separator + string.whitespace
    rows = (
        pl.DataFrame({"text": lines[first + 1 :]}, schema={"text": pl.String})
        .with_row_index(LINE, offset=first + 2)
        .filter(pl.col("text").str.strip_chars(blank) != "")
        .with_columns(pl.col("text").str.splitn(separator, len(names) + 1).alias("cells"))
        .unnest("cells")
        .with_columns(pl.col(f"field_{len(names)}").fill_null("").str.strip_chars(blank).ne("").alias(TORN))
    )
    short = rows.filter(pl.col(f"field_{len(names) - 1}").is_null()).get_column(LINE).to_list()
    frame = rows.select(
        *(pl.col(f"field_{i}").fill_null("").alias(name) for i, name in enumerate(names)),
        pl.col(LINE).cast(pl.Int64),
        TORN,
    )
    return Sheet(shown_as, frame), _short(shown_as, short)


def _decode(raw: bytes, encoding: str | None) -> str:
    """UTF-8 where it is valid, else Windows-1252, in which every remaining byte means something or nothing."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    chosen = ENCODINGS.get(encoding.lower()) if encoding else None
    if chosen == "cp1252":
        return raw.decode("cp1252", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _rows(lines: list[str], first: int, separator: str, shown_as: str) -> tuple[list[Row], list[Problem]]:
    """Cells of each row, from the first, with the physical line it starts on."""
    rows: list[Row] = []
    problems: list[Problem] = []
    at = first
    while at < len(lines):
        cells, used = _quoted_row(lines, at, separator)
        if cells is None:
            problems.append(_open_quote(Place(shown_as, at + 1)))
            cells, used = next(csv.reader([lines[at]], delimiter=separator, quoting=csv.QUOTE_NONE), []), 1
            cells = [cell.replace('"', "") for cell in cells]
        if cells:
            rows.append((at + 1, cells))
        at += used
    return rows, problems


def _quoted_row(lines: list[str], at: int, separator: str) -> tuple[list[str] | None, int]:
    """The row that starts at a line, and how many lines it takes; None where a quote never closes."""
    if '"' not in lines[at]:
        return next(csv.reader([lines[at]], delimiter=separator), []), 1
    for used in range(1, _LONGEST_CELL_LINES + 1):
        if at + used > len(lines):
            break
        try:
            # strict: a quote that is still open at the end of the lines is an error, and so asks for one more.
            parsed = list(csv.reader(lines[at : at + used], delimiter=separator, strict=True))
        except csv.Error:
            continue
        if len(parsed) <= 1:
            return (parsed[0] if parsed else []), used
        break
    loose = list(csv.reader([lines[at]], delimiter=separator))
    return (loose[0], 1) if loose and _closes(lines[at], separator) else (None, 1)


def _closes(line: str, separator: str) -> bool:
    """True where the row ends on its own line although its quotes are not by the book, as in `5" rør`."""
    marked = line.rstrip("\r\n") + separator + "\x00"
    parsed = list(csv.reader([marked], delimiter=separator))
    return bool(parsed) and bool(parsed[0]) and parsed[0][-1] == "\x00"


def _short(shown_as: str, lines: list[int]) -> list[Problem]:
    """Rows with fewer cells than headings, told once: programs that leave out empty cells at the end do it in every row."""
    if not lines:
        return []
    what = _("raden har færre felter enn overskriften")
    if len(lines) > 1:
        more = ngettext("{count} rad til", "{count} rader til", len(lines) - 1).format(count=number(len(lines) - 1))
        what += ", " + _("og det har {more} i filen").format(more=more)
    return [
        Problem(
            Place(shown_as, lines[0]),
            what,
            _("Feltene som mangler, er lest som tomme; er raden klippet av, mangler det verdier."),
            _("Kontroller raden; er den riktig, trenger du ikke gjøre noe."),
            Gravity.NOTICE,
        )
    ]


def _open_quote(place: Place) -> Problem:
    return Problem(
        place,
        _("et anførselstegn er ikke avsluttet"),
        _("Raden er lest uten anførselstegn; resten av filen er lest som vanlig."),
        _("Rett raden i kildesystemet og lever filen på nytt."),
        Gravity.NOTICE,
    )


SOURCE = Source(suffixes=(".csv", ".tsv", ".txt"), read=read_csv)
