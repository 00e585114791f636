"""What leaders in Furuvik say of a month, what those above them ask, and when: a function of the seed and of what is explained.

No text names anybody, and none tells what only the data could know: each must fit any unit and any month.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random

from kontroll.domain.monthly import Explanation
from kontroll.example.chance import between, chance, pick, stream
from kontroll.workdays import WorkingDays

_ECONOMY = (
    (
        "Vikarutgiftene er høyere enn budsjettet fordi stillinger har stått ledige.",
        "Lyse ut de ledige stillingene på nytt",
    ),
    ("Refusjoner som hører til perioden, er ikke ført ennå. Avviket blir mindre neste måned.", ""),
    ("Vi har flere brukere enn budsjettet bygger på.", "Gå gjennom vedtak og bemanning sammen med controller"),
    ("En større reparasjon kom tidligere på året enn budsjettert.", ""),
    ("Lønnsoppgjøret ble dyrere enn det som er lagt inn, og er ikke fordelt ut.", ""),
    ("Innleien i helgene er for høy.", "Ny turnus uten fast innleie fra neste periode"),
)
_SICKNESS = (
    ("Korttidsfraværet er høyt etter en runde med forkjølelse og omgangssyke.", ""),
    (
        "Langtidsfraværet er høyere enn i fjor. Fraværet følges opp etter rutinene.",
        "Gjennomgang av arbeidsmiljøet med verneombudet",
    ),
    ("Bemanningen har vært lav, og belastningen har økt.", "Fylle vakante vakter før sommeren"),
    ("Fraværet er på vei ned etter flere måneder over målet.", ""),
)
_QUESTIONS = (
    "Hvor mye av avviket venter dere å hente inn igjen i år?",
    "Hva er gjort siden forrige måned, og hva har det gitt?",
    "Er prognosen regnet ut med tiltakene, eller uten?",
)
_ANSWERS = (
    "Om lag halvparten. Resten er med i prognosen.",
    "Tiltaket er i gang, men virker først fra neste måned.",
    "Prognosen er med tiltakene.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthSaid:
    """day: of what is said. tiltak: what is promised, and days until it is done; None = nothing is."""

    day: date
    text: str
    forecast: Decimal
    tiltak: tuple[str, int] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What the one above does with it. asks: "" = she accepts it."""

    day: date
    asks: str


def explanation(seed: int, one: Explanation, asked: date, calendar: WorkingDays) -> MonthSaid | None:
    """None where nobody says anything, until whoever it is lifted to does."""
    rng = stream(seed, "month", one.id, str(one.level))
    share = rng.random()
    if one.level == 0 and share > 0.93:
        return None
    days = between(rng, 1, 9) if share < 0.85 else between(rng, 11, 14)
    texts: Sequence[tuple[str, str]] = _SICKNESS if "fravaer" in one.theme else _ECONOMY
    text, tiltak = pick(rng, texts)
    return MonthSaid(
        day=calendar.after(asked, days),
        text=text,
        forecast=_forecast(rng, one),
        tiltak=(tiltak, between(rng, 3, 10) * 7) if tiltak else None,
    )


def reading(seed: int, one: Explanation, explained: date, calendar: WorkingDays) -> Read:
    rng = stream(seed, "month-read", one.id, str(one.version))
    asks = pick(rng, _QUESTIONS) if one.version < 2 and chance(rng, 0.12) else ""
    return Read(day=calendar.after(explained, between(rng, 1, 7)), asks=asks)


def answer(seed: int, one: Explanation, asked: date, calendar: WorkingDays) -> MonthSaid:
    """What the leader says when she is asked, and when."""
    rng = stream(seed, "month-answer", one.id)
    day = calendar.after(asked, between(rng, 1, 6))
    return MonthSaid(day=day, text=pick(rng, _ANSWERS), forecast=_forecast(rng, one), tiltak=None)


def _forecast(rng: Random, one: Explanation) -> Decimal:
    """Near what was measured: leaders believe that it gets a little better."""
    share = Decimal(between(rng, 55, 105)) / 100
    return (one.measured * share).quantize(Decimal(1).scaleb(-one.decimals))
