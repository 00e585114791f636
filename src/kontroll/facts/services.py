"""Services: the words under `tjeneste` in organisasjon.csv, held against the public sector's own words for them (Los).

Why a notice only: a kommune may call its services what it will. But rules group by the word, and one that nobody else
uses is often a slip, and can be compared with nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

import polars as pl

from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.domain.spelling import fold, nearest
from kontroll.facts.facts import Facts
from kontroll.facts.sheet import FILE, LINE
from kontroll.texts import _

LOS = "los_ord"
#: How alike two words are of which one is a slip of the other.
_SLIP = 0.85


def los_terms(facts: Facts) -> Mapping[str, str]:
    """The term's name by each of its words, without case and with æøå folded; a name counts before a synonym of another."""
    table = facts.records.get(LOS)
    if table is None or table.frame.is_empty():
        return {}
    words = table.standing().select("ord", "slag", "termnavn").drop_nulls()
    # `synonym` after `navn`, and so does the first of a word stay.
    rows = words.sort("slag", maintain_order=True).iter_rows()
    found: dict[str, str] = {}
    for word, _kind, term in rows:
        found.setdefault(_plain(word), term)
    return found


def strange_services(facts: Facts) -> list[Problem]:
    """Each service that no word of Los is, at its first line; nothing where Los is not delivered."""
    terms = los_terms(facts)
    if not terms:
        return []
    first = (
        facts.organisation.filter(pl.col("tjeneste").is_not_null())
        .group_by("tjeneste", FILE, maintain_order=True)
        .agg(pl.col(LINE).min())
    )
    return [
        _strange(Place(file, line), service, terms)
        for service, file, line in first.select("tjeneste", FILE, LINE).iter_rows()
        if _plain(service) not in terms
    ]


def _strange(place: Place, service: str, terms: Mapping[str, str]) -> Problem:
    near = _meant(_plain(service), terms)
    return Problem(
        place,
        _("tjenesten «{service}» er ikke et ord i Los (kolonnen tjeneste)").format(service=service[:40]),
        _("Andre kommuner og innbyggerne kaller tjenesten noe annet, og den kan ikke sammenlignes."),
        _("Nærmeste ord i Los er «{term}». Bruk det hvis det er det som menes.").format(term=terms[near])
        if near is not None
        else _("Finn tjenestens navn i Los, og bruk det hvis det passer."),
        Gravity.NOTICE,
    )


def _meant(service: str, terms: Mapping[str, str]) -> str | None:
    """A slip of a word; else the shortest word that ends in the service, as `grunnskole` does in `skole`; else the nearest."""
    slip = get_close_matches(service, list(terms), n=1, cutoff=_SLIP)
    longer = sorted(
        (word for word in terms if word.endswith(service) and " " not in word), key=lambda word: (len(word), word)
    )
    return next(iter([*slip, *longer]), None) or nearest(service, terms)


def _plain(word: str) -> str:
    return fold(word.strip().casefold())
