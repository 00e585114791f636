"""PDF: a template of this folder and what it shows become one file, the same bytes each time.

Why the data go in as JSON: a text that somebody wrote may hold anything, and must not be read as typst. Why fonts and packages
of the machine are left out: the same file must come out on every machine, and no other machine is asked for anything.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from kontroll.domain.problem import KontrollError
from kontroll.report.typeset.stream_ends import with_clean_ends

_HERE = Path(__file__).parent
_FONTS = _HERE / "fonts"
_NOT_IN_THE_FONTS = re.compile(r'the text `"(.+?)"` could not be displayed')
#: So many different letters that no font has are told; a text with more of them is not worth setting.
_MOST_LACKING = 40


class NotSet(KontrollError):
    """What was to be set could not be: the template asks for what was not given, or too many letters are in none of the fonts."""


def pdf(template: str, shown: Mapping[str, Any], made: datetime) -> bytes:
    """template: name of a file of this folder, without ending. shown: plain values. made: aware; it stands in the file.

    A letter that is in none of the fonts stands as its number: neither standard takes a file with a box where a letter should
    be, and whoever reads it shall see that something was there. Raises NotSet.
    """
    text = json.dumps(shown, ensure_ascii=False)
    for _lacking in range(_MOST_LACKING):
        try:
            return with_clean_ends(_set(template, text, made))
        except typst.TypstError as error:
            found = _NOT_IN_THE_FONTS.search(str(error))
            if found is None:
                raise NotSet(str(error)) from None
            text = text.replace(found[1], "".join(f"[U+{ord(letter):04X}]" for letter in found[1]))
    raise NotSet("too many letters that are in none of the fonts")


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
