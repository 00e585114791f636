"""Hints: what was probably meant, so that a message can end in the very thing to write.

Why: a case handler who writes `måned`, `high` or `31.12.2026` knows what they want to say. Naming the right spelling
is the difference between mending the file now and calling somebody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from kontroll.domain import spelling
from kontroll.domain.month import Month
from kontroll.domain.spelling import fold

#: Words that people write for the language's own: English, everyday Norwegian, and signs.
_SYNONYMS = {
    # keys
    "name": ["navn"],
    "title": ["navn"],
    "tittel": ["navn"],
    "kind": ["type"],
    "severity": ["alvor"],
    "alvorlighet": ["alvor"],
    "alvorlighetsgrad": ["alvor"],
    "prioritet": ["alvor"],
    "law": ["lov"],
    "lovhjemmel": ["hjemmel", "lov"],
    "legal_basis": ["hjemmel"],
    "section": ["paragraf"],
    "applies_to": ["gjelder"],
    "scope": ["gjelder"],
    "versions": ["versjoner"],
    "valid_from": ["gyldig_fra"],
    "valid_to": ["gyldig_til"],
    "fra": ["gyldig_fra", "gjelder_fra"],
    "til": ["gyldig_til", "gjelder_til"],
    "if": ["hvis"],
    "when": ["hvis"],
    "dersom": ["hvis"],
    "naar": ["hvis"],
    "then": ["saa"],
    "da": ["saa"],
    "must": ["skal"],
    "krav": ["skal"],
    "and": ["alle"],
    "og": ["alle"],
    "all": ["alle"],
    "or": ["minst_en"],
    "eller": ["minst_en"],
    "any": ["minst_en"],
    "en_av": ["minst_en"],
    "not": ["ikke"],
    "none": ["ingen_av"],
    "ingen": ["ingen_av"],
    "indicator": ["indikator"],
    "value": ["verdi"],
    "verdier": ["verdi"],
    "is": ["er"],
    "operator": ["er"],
    "op": ["er"],
    "colour": ["farge"],
    "color": ["farge"],
    "label": ["merke"],
    "field": ["felt"],
    "fields": ["felter"],
    "column": ["kolonne"],
    "where": ["der"],
    "lookup": ["oppslag"],
    "exists": ["finnes"],
    "group": ["gruppert"],
    "group_by": ["gruppert", "like"],
    "days": ["dager"],
    "count": ["antall"],
    "since": ["siden"],
    "change": ["endring"],
    "trend": ["utvikling"],
    "in_a_row": ["paa_rad"],
    "rule": ["utslag"],
    "regel": ["utslag"],
    "exceptions": ["unntak"],
    "exception": ["unntak"],
    "reason": ["begrunnelse"],
    "tests": ["tester"],
    "expected": ["forventet"],
    "resultat": ["forventet"],
    "month": ["maaned"],
    "periode": ["maaned"],
    "series": ["serie"],
    "records": ["poster"],
    "rows": ["poster"],
    "deadline": ["frist"],
    "notify": ["varsle"],
    "escalate": ["eskaler"],
    "wait": ["venter"],
    "key": ["nokkel"],
    "date": ["dato"],
    "unit": ["enhet", "maaleenhet"],
    "dataset": ["grunnlag", "datasett"],
    "datasett": ["grunnlag"],
    "frequency": ["frekvens"],
    "decimals": ["desimaler"],
    "better": ["bedre_er"],
    "personal": ["personlig"],
    "optional": ["valgfri"],
    "check": ["kontroll"],
    "formula": ["beregnet"],
    "weight": ["vekt"],
    "vekter": ["vekt"],
    "encoding": ["tegnsett"],
    # words
    "deviation": ["avvik"],
    "requirement": ["skal"],
    "lonn": ["resultatlønn"],
    "draft": ["utkast"],
    "kladd": ["utkast"],
    "test": ["prøve", "navn"],
    "trial": ["prøve"],
    "pilot": ["prøve"],
    "active": ["i_bruk"],
    "aktiv": ["i_bruk"],
    "gjeldende": ["i_bruk"],
    "retired": ["utgått"],
    "avsluttet": ["utgått"],
    "low": ["lav"],
    "medium": ["middels"],
    "moderat": ["middels"],
    "high": ["høy", "høyere"],
    "higher": ["høyere"],
    "opp": ["høyere"],
    "lower": ["lavere"],
    "ned": ["lavere"],
    "critical": ["kritisk"],
    "alvorlig": ["kritisk"],
    "monthly": ["måned"],
    "maanedlig": ["måned"],
    "yearly": ["år"],
    "aarlig": ["år"],
    "year": ["år", "aar"],
    "kvartal": ["tertial"],
    "red": ["rød"],
    "yellow": ["gul"],
    "green": ["grønn"],
    "gront": ["grønn"],
    "rodt": ["rød"],
    "gult": ["gul"],
    "above": ["over"],
    ">": ["over", "etter"],
    "gt": ["over"],
    "storre_enn": ["over"],
    "hoyere_enn": ["over"],
    "mer_enn": ["over"],
    "below": ["under"],
    "<": ["under", "før"],
    "lt": ["under"],
    "mindre_enn": ["under"],
    "lavere_enn": ["under"],
    ">=": ["minst", "tidligst"],
    "gte": ["minst"],
    "minimum": ["minst"],
    "<=": ["høyst", "senest"],
    "lte": ["høyst"],
    "maks": ["høyst"],
    "maksimum": ["høyst"],
    "maksimalt": ["høyst"],
    "=": ["lik"],
    "==": ["lik"],
    "equal": ["lik"],
    "equals": ["lik"],
    "lik_med": ["lik"],
    "!=": ["ulik"],
    "<>": ["ulik"],
    "ikke_lik": ["ulik"],
    "forskjellig": ["ulik"],
    "before": ["før"],
    "after": ["etter"],
    "better_than": ["bedre_enn"],
    "bedre": ["bedre_enn"],
    "darligere": ["dårligere_enn"],
    "verre_enn": ["dårligere_enn"],
    "percent": ["prosent"],
    "%": ["prosent"],
    "absolute": ["absolutt"],
    "text": ["tekst"],
    "string": ["tekst"],
    "streng": ["tekst"],
    "number": ["tall"],
    "desimaltall": ["tall"],
    "integer": ["heltall"],
    "int": ["heltall"],
    "nok": ["kr"],
    "belop": ["kr"],
    "kroner": ["kr"],
    "datetime": ["tidspunkt"],
    "klokkeslett": ["tidspunkt"],
    "boolean": ["janei"],
    "bool": ["janei"],
    "ja/nei": ["janei"],
    "true": ["ja", "sann"],
    "yes": ["ja"],
    "false": ["nei", "usann"],
    "no": ["nei"],
    "sant": ["sann"],
    "usant": ["usann"],
    "unknown": ["ukjent"],
    "oppfylt": ["sann"],
    "brudd": ["usann"],
}


def same_word(word: str, known: Iterable[str]) -> str | None:
    """The known word that differs only in case, æøå, hyphens or spaces, or that the word is another name for."""
    candidates = list(known)
    squeezed = _squeezed(word)
    for candidate in candidates:
        if _squeezed(candidate) == squeezed:
            return candidate
    meant = _SYNONYMS.get(fold(word.strip().lower()).replace(" ", "_").replace("-", "_"), [])
    return next((candidate for candidate in candidates if candidate in meant), None)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that was probably meant."""
    candidates = list(known)
    if (same := same_word(word, candidates)) is not None:
        return same
    return spelling.nearest(word, candidates)


def _squeezed(word: str) -> str:
    return re.sub(r"[\s_.-]+", "", fold(word.lower())).strip("“”„'\"")


# --- values ---------------------------------------------------------------------------------------------------

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_GROUPED = re.compile(r"-?\d{1,3}(\.\d{3})+(,\d+)?")


def number_meant(text: str) -> str | None:
    """`1.300.000`, `7,5`, `−5`, `8 %` and `1 000 kr` as the rule language writes them."""
    compact = re.sub(r"\s+", "", text).replace("\u2212", "-").replace("\u2013", "-").strip("“”„'\"")
    compact = re.sub(r"(?i)(%|prosent|kr\.?|,-|nok)$", "", re.sub(r"(?i)^(kr\.?|nok)", "", compact))
    if _GROUPED.fullmatch(compact):
        compact = compact.replace(".", "")
    compact = compact.replace(",", ".")
    return compact if _NUMBER.fullmatch(compact) else None


_MONTHS = ("jan", "feb", "mar", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "des")


def day_meant(text: str) -> str | None:
    """`31.12.2026`, `2026/12/31` and `20261231` as 2026-12-31; None where it is no day of the calendar."""
    compact = text.strip("“”„'\" ")
    if found := re.fullmatch(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})", compact):
        year, month, day = found[3], found[2], found[1]
    elif found := re.fullmatch(r"(\d{4})[./-]?(\d{1,2})[./-]?(\d{1,2})(?:[T ].*)?", compact):
        year, month, day = found[1], found[2], found[3]
    else:
        return None
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def month_meant(text: str) -> str | None:
    """`2026-1`, `10.2026`, `2026-10-01` and `oktober 2026` as a month of the form 2026-10."""
    compact = text.strip("“”„'\" ").lower()
    if found := re.fullmatch(r"(\d{4})[./ -]?(\d{1,2})(?:[./-]\d{1,2})?", compact):
        year, number = found[1], int(found[2])
    elif found := re.fullmatch(r"(?:\d{1,2}[./-])?(\d{1,2})[./ -](\d{4})", compact):
        year, number = found[2], int(found[1])
    elif (found := re.fullmatch(r"([a-zæøå]{3,9})\.? (\d{4})", compact)) and found[1][:3] in _MONTHS:
        year, number = found[2], _MONTHS.index(found[1][:3]) + 1
    else:
        return None
    try:
        return str(Month(int(year), number))
    except ValueError:
        return None
