"""Quoting: a delivered text may stand in a message only if it cannot be about a person.

Why: a row with one field too few or too many puts a name, an address or a fødselsnummer in the column for amounts,
and messages are printed, mailed and kept. The place already says where the text stands.
"""

from __future__ import annotations

import re

from kontroll.texts import _

_LONGEST = 40
_LETTERS = re.compile(r"[^\W\d_]+")
#: Letters that stand in botched numbers, dates and periods, and in what spreadsheets and databases write for nothing.
_HARMLESS = {
    *"o l i e t k q w x z n a d m".split(),
    *"kr nok mill mrd ca kl stk av ref div verdi value navn name num na null nan inf ukjent mangler ja nei".split(),
    *"true false sann usann yes no syv fem ti en to tre fire seks sju åtte ni".split(),
    *"januar februar mars april mai juni juli august september oktober november desember".split(),
    *"jan feb mar apr jun jul aug sep sept okt nov des oct dec may tertial kvartal år uke måned".split(),
}
_BIRTH_NUMBER = re.compile(r"\D*(\d\D?){11}\D*")


def quoted(text: str) -> str:
    """`«12O000»`, or «verdien» where the text could be a name, an address or a number of a person."""
    words = (word.lower() for word in _LETTERS.findall(text))
    if "@" in text or _BIRTH_NUMBER.fullmatch(text) or not all(word in _HARMLESS for word in words):
        return _("verdien")
    return f"«{text if len(text) <= _LONGEST else text[: _LONGEST - 1] + '…'}»"
