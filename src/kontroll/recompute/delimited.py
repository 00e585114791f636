"""Reads delimited files and their cells as section 4 of the rule language describes them."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from .language import clean, fold
from .workbook import Exact, ExactDay, sheet_rows

NUMBER = re.compile(r"[+-]?([0-9]+([.,][0-9]*)?|[.,][0-9]+)")
SPACES = re.compile("[ \u00a0\u2009\u202f]")
WORDS = {
    **dict.fromkeys(("ja", "j", "true", "sann", "1", "x"), True),
    **dict.fromkeys(("nei", "n", "false", "usann", "0"), False),
}
OSLO = ZoneInfo("Europe/Oslo")


@cache
def plain(heading: str) -> str:
    """As headings are compared: without case, and with æøå folded."""
    return fold(heading.lower())


@dataclass(frozen=True)
class Row:
    """One physical row: the file's name, the line (1 is the heading) and its cells by heading; none of a torn one is known."""

    file: str
    line: int
    cells: dict[str, str]
    torn: bool = False

    def text(self, heading: str) -> str | None:
        """What stands under the heading, however it is spelled; None where nothing does."""
        cell = self.cells.get(heading)
        if cell is None:
            cell = next((own for name, own in self.cells.items() if plain(name) == plain(heading)), None)
        return cell if isinstance(cell, Exact | ExactDay) else clean(cell)


def decoded(raw: bytes, charset: str | None = None) -> str:
    """UTF-8 with or without BOM, otherwise Windows-1252; or the character set that the data set names."""
    if charset and charset.lower() != "utf-8":
        return raw.decode(charset)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252")


def rows(file: Path, charset: str | None = None) -> Iterator[Row]:
    """The rows below the heading; blank lines are no rows but keep their numbers."""
    if file.suffix == ".xlsx":
        (_, headings), *below = sheet_rows(file)
        yield from (Row(file.name, line, dict(zip(headings, cells, strict=False))) for line, cells in below)
        return
    text = decoded(file.read_bytes(), charset)
    heading_line = text.split("\n", 1)[0]
    separator = max(";,\t", key=heading_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    headings = []
    before = 0
    for cells in reader:
        line, before = before + 1, reader.line_num
        if not headings:
            headings = [cell.strip() for cell in cells]
        elif any(cell.strip() for cell in cells):
            yield Row(file.name, line, dict(zip(headings, cells, strict=False)))


def number(text: str | None, form: dict[str, str] | None = None) -> Fraction | None:
    """A number with decimal comma or point, or in the data set's own form; None when missing or unreadable."""
    if text is None:
        return None
    if form and text.strip() == form.get("nulltegn"):
        return Fraction(0)
    bare = SPACES.sub("", text).replace("\u2212", "-").replace("\u2013", "-")
    if bare[:1].isdecimal() and bare[-2:-1].isdecimal() and bare.endswith("-") and bare.count("-") == 1:
        bare = "-" + bare[:-1]
    if not form or isinstance(text, Exact):
        return Fraction(bare.replace(",", ".")) if NUMBER.fullmatch(bare) else None
    bare = bare.replace(form.get("foran") or "\0", "", 1)
    mark, point = form.get("tusen", ""), form.get("desimal", ",")
    # A thousands mark stands before groups of three digits: «1,2,3» is no number.
    grouped = rf"\d{{1,3}}({re.escape(mark)}\d{{3}})+|" if mark else ""
    if not re.fullmatch(rf"[+-]?({grouped}\d+)({re.escape(point)}\d+)?", bare):
        return None
    return Fraction((bare.replace(mark, "") if mark else bare).replace(point, "."))


def day(text: str | None, form: str | None = None) -> date | None:
    """A date in the data set's form, otherwise 2026-10-05 or 05.10.2026; None when missing or unreadable."""
    if text is None:
        return None
    if not form or isinstance(text, ExactDay):
        form = "%d.%m.%Y" if re.fullmatch(r"[0-9]{2}\.[0-9]{2}\.[0-9]{4}", text) else "%Y-%m-%d"
        if form == "%Y-%m-%d" and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return None
    try:
        return datetime.strptime(text, form).date()
    except ValueError:
        return None


def moment(text: str | None) -> datetime | None:
    """A point in time as the clock in Oslo shows it, without zone; None when missing or unreadable."""
    if isinstance(text, ExactDay) and len(text) == 10:
        text += "T00:00"  # a sheet shows midnight without a clock
    if text is None or not re.match(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d", text):
        return None
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    return read.astimezone(OSLO).replace(tzinfo=None) if read.tzinfo else read


def whole(text: str | None, form: dict[str, str] | None = None) -> Fraction | None:
    read = number(text, form)
    return read if read is not None and read.denominator == 1 else None


def yes_no(text: str | None) -> bool | None:
    return WORDS.get((text or "").lower())
