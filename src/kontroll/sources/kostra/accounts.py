"""Accounts: lines of skjema 0A–0Y as rows of the data set kostra_regnskap, keyed and dated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from kontroll.sources.base import Row
from kontroll.sources.kostra.layout import Layout, LayoutField
from kontroll.sources.kostra.lines import Line

KIND = "kostra_regnskap"
#: The fields of the layout that make a row, as SSB names them.
FIELDS = (
    *("skjema", "aargang", "kvartal", "region", "orgnr", "foretaksnr"),
    *("kontoklasse", "funksjon_kapittel", "art_sektor", "belop"),
)
NEEDED = set(FIELDS)
#: post: the row's key. fil: the file's name without folders. periodeslutt: the last day of the quarter or year.
HEADINGS = ("post", "fil", "periodeslutt", *FIELDS)
#: What is written for a blank that is a code: a whole year's account, and the accounts of a helseforetak.
BLANK = "blank"
_QUARTER_ENDS = {"1": "03-31", "2": "06-30", "3": "09-30", "4": "12-31", BLANK: "12-31"}
_KEYED_BY = FIELDS[:-1]
#: Filled in only for enterprises: left out of the key of all others.
_OF_SOME = ("orgnr", "foretaksnr")


def as_rows(lines: Sequence[Line], layout: Layout, file: str) -> list[Row]:
    """One row a line, in their order. Two lines about the same get keys that differ: the second ends in `.2`."""
    seen: Counter[str] = Counter()
    fields = [layout.field(name) for name in FIELDS]
    rows = []
    for line in lines:
        values = dict(_values(line, fields))
        key = "-".join(values[name] or BLANK for name in _KEYED_BY if values[name] or name not in _OF_SOME)
        seen[key] += 1
        post = key if seen[key] == 1 else f"{key}.{seen[key]}"
        period_end = f"{values['aargang']}-{_QUARTER_ENDS[values['kvartal']]}"
        rows.append((line.number, [post, file, period_end, *(values[name] for name in FIELDS)]))
    return rows


def _values(line: Line, fields: Sequence[LayoutField]) -> Iterator[tuple[str, str]]:
    for field in fields:
        found = field.of(line.text).strip()
        yield field.name, found if found or not field.blank_is_a_code else BLANK
