"""What the headings of a survey's file mean, whoever made it: the enhet, the period, how many answered, and the factors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import Enum

from kontroll.domain.indicator import Indicator
from kontroll.domain.spelling import fold
from kontroll.facts.sheet import Sheet


class Role(Enum):
    """What a column holds when it is no factor."""

    ENHET = "enhet"
    NAME = "navn"
    PERIOD = "periode"
    FACTOR = "faktor"
    MEAN = "snitt"
    ANSWERS = "antall"
    INVITED = "inviterte"
    RATE = "svarprosent"


_WORDS = {
    Role.ENHET: ("enhet", "enhetsid", "enhetid", "enhetskode", "ansvar", "orgid", "avdelingsid"),
    Role.NAME: ("navn", "enhetsnavn", "avdeling", "avdelingsnavn"),
    Role.PERIOD: ("periode", "aar", "ar", "undersokelsesaar", "undersokelsesar", "malear"),
    Role.FACTOR: ("faktor", "tema", "dimensjon", "indikator", "omrade", "factor"),
    Role.MEAN: ("snitt", "gjennomsnitt", "score", "skar", "poeng", "verdi", "resultat", "mean"),
    Role.ANSWERS: ("antall", "antallsvar", "svar", "n", "besvarelser", "antallbesvarelser", "respondenter", "antallrespondenter",
                   "antallsvart", "antallbesvart"),
    Role.INVITED: ("inviterte", "antallinviterte", "utsendt", "antallutsendt", "mottakere", "antallmottakere", "utvalg"),
    Role.RATE: ("svarprosent", "svarandel"),
}  # fmt: skip
_ROLES = {word: role for role, words in _WORDS.items() for word in words}
_NUMBERED = re.compile(r"^\s*(faktor\s*)?\d{1,2}\s*[.:)–-]\s*", re.IGNORECASE)
_MEASURED = ("enhet", "indikator", "periode", "verdi")


def plain(text: str) -> str:
    """Letters and digits only, without case, æøå folded: `Antall svar` and `antall_svar` are the same."""
    return "".join(letter for letter in fold(text.casefold()) if letter.isalnum())


def role_of(heading: str) -> Role | None:
    return _ROLES.get(plain(heading))


def is_measured(sheet: Sheet) -> bool:
    """Whether it has the headings of `maalinger` already."""
    found = {plain(heading) for heading in sheet.headings}
    return all(heading in found for heading in _MEASURED)


def factor_of(heading: str) -> tuple[str, Role]:
    """The factor that a heading names, and whether its mean or its number of answers stands below it."""
    text = _NUMBERED.sub("", heading.strip())
    for role in (Role.ANSWERS, Role.MEAN):
        for pattern in (r"^{}\b[\s:–-]+(.+)$", r"^(.+?)[\s:–-]+\(?{}\)?$", r"^(.+?)\s*\({}\)$"):
            for word in (
                ("antall svar", "antall", "n", "svar") if role is Role.ANSWERS else ("gjennomsnitt", "snitt", "score")
            ):
                if found := re.match(pattern.format(word), text, re.IGNORECASE):
                    return found[1].strip(), role
    return text, Role.MEAN


def by_name(indicators: Iterable[Indicator]) -> Mapping[str, list[Indicator]]:
    """Every name an indicator goes by."""
    found: dict[str, list[Indicator]] = {}
    for indicator in indicators:
        for name in {plain(text) for text in (indicator.id, indicator.name, *indicator.called)}:
            found.setdefault(name, []).append(indicator)
    return found
