"""PDF: a template of this folder and what it shows become one file, the same bytes each time.

Why the data go in as JSON: a text that somebody wrote may hold anything, and must not be read as typst. Why fonts and packages
of the machine are left out: the same file must come out on every machine, and no other machine is asked for anything.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from unicodedata import category

import typst

from kontroll.domain.problem import KontrollError
from kontroll.report.typeset.row_headings import with_row_headings
from kontroll.report.typeset.stream_ends import with_clean_ends

_HERE = Path(__file__).parent
_FONTS = _HERE / "fonts"
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
#: Signs to machines, private use, not given to anything, and half of a pair.
_OF_NO_MEANING, _SPACES = ("Cc", "Co", "Cn", "Cs"), "\t\n\v\f\r\x85"


class NotSet(KontrollError):
    """What was to be set could not be: the template asks for what was not given."""


def pdf(template: str, shown: Mapping[str, Any], made: datetime) -> bytes:
    """template: name of a file of this folder, without ending. shown: plain values. made: aware; it stands in the file.

    A letter that is in none of the fonts stands as its number: neither standard takes a file with a box where a letter should
    be, and whoever reads it shall see that something was there. Raises NotSet.
    """
    text = json.dumps(_allowed(shown), ensure_ascii=False)
    lacking = _lacking("".join(sorted({one for one in text if not one.isascii()})))
    text = _numbered(text, lacking)
    for marks in ((), [one for one in text if category(one)[0] == "M"]):
        try:
            return with_row_headings(with_clean_ends(_set(template, _numbered(text, marks), made)))
        except typst.TypstError as error:
            failed = error
    raise NotSet(str(failed))


@lru_cache(maxsize=100)
def _lacking(letters: str) -> str:
    """Those of the letters that are in none of the fonts, found on a sheet with nothing else: a report takes longer to set."""
    try:
        _set("letters", " ".join(letters), _EPOCH)
    except typst.TypstError:
        half = len(letters) // 2
        return letters if len(letters) == 1 else _lacking(letters[:half]) + _lacking(letters[half:])
    return ""


def _numbered(text: str, letters: Collection[str]) -> str:
    return "".join(_named(one) if one in letters else one for one in text) if letters else text


def _allowed(value: Any) -> Any:
    """The same, without what no archive takes: letters that mean something only where they were written, or nothing."""
    if isinstance(value, str):
        return "".join(_named(one) if category(one) in _OF_NO_MEANING and one not in _SPACES else one for one in value)
    if isinstance(value, Mapping):
        return {key: _allowed(one) for key, one in value.items()}
    return [_allowed(one) for one in value] if isinstance(value, list | tuple) else value


def _named(letter: str) -> str:
    return f"[U+{ord(letter):04X}]"


def _set(template: str, text: str, made: datetime) -> bytes:
    return typst.compile(
        str(_HERE / f"{template}.typ"),
        root=str(_HERE),
        font_paths=[str(_FONTS)],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["ua-1", "a-2a"],
        timestamp=int(made.timestamp()),
        sys_inputs={"shown": text},
    )
