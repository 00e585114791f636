"""Noun: what the records of a data set are called when there are many of them, in a sentence: «4 812 leverandørfakturaer».

The name of a data set is one record, with a capital letter. Where its plural cannot be told from the name, the sentence says
«poster i «…»», which is never wrong.
"""

from __future__ import annotations

from kontroll.texts import _

#: Ends of words that are the same in the plural.
_SAME = (
    "avvik",
    "bilag",
    "brudd",
    "forhold",
    "funn",
    "kjøp",
    "krav",
    "ombud",
    "regnskap",
    "tiltak",
    "vedtak",
    "verv",
)
#: What cannot be counted: many of it is something else.
_UNCOUNTED = ("fravær", "opplæring", "overtid", "beredskap", "rapportering", "sammenligning", "regnskap", "oppfølging")
_IRREGULAR = {"konto": "kontoer", "sted": "steder", "person": "personer", "tilfelle": "tilfeller"}
_JOINED = (" og ", " eller ", ",", "/")


def plural(name: str) -> str:
    """«Endring av kontonummer» -> «endringer av kontonummer»."""
    first, _space, rest = name.partition(" ")
    many = _many(first) if first.isprintable() and not any(word in f" {name} " for word in _JOINED) else ""
    if not many or (rest and rest.split(" ")[0] not in ("av", "i", "til", "fra", "med", "hos", "om")):
        return _("poster i «{name}»").format(name=name)
    return f"{many} {rest}".strip()


def _many(word: str) -> str:
    """ "" where it cannot be told."""
    low = word if word[1:2].isupper() else word[:1].lower() + word[1:]
    if not low or low.endswith(_UNCOUNTED) or not low[-1].isalpha():
        return ""
    for one, many in _IRREGULAR.items():
        if low.endswith(one):
            return low.removesuffix(one) + many
    if low.endswith(_SAME):
        return low
    return low + ("r" if low.endswith("e") else "er")
