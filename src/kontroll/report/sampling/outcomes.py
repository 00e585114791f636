"""Outcomes: what a finished sample says, from numbers alone: as an answer to a program and as sentences to quote."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from kontroll.report.sampling.money_sentences import CAVEAT, money_sentences
from kontroll.report.sampling.sentences import as_percent, bound_percent, deviations_of, outcome_sentence, share_up
from kontroll.sampling.asked import CONFIDENCE, EXPECTED_COUNT, FOUND, METHOD, POPULATION, SAMPLE, asked_outcome
from kontroll.sampling.bounds import Outcome, upper_bound
from kontroll.sampling.money import stringer, taint, worksheet
from kontroll.sampling.rates import Impossible, exact, whole
from kontroll.sampling.staged_bounds import Stage, staged_bound
from kontroll.sampling.tails import Likelihood
from kontroll.sampling.wanted import AMOUNT, ore
from kontroll.texts import _

TOP = "topp_feil"


@dataclass(frozen=True, slots=True)
class Told:
    answer: Mapping[str, Any]
    sentences: tuple[str, ...]


def judged(words: Mapping[str, str | None]) -> dict[str, Any]:
    """The answer of `vurder --jsonl`."""
    bound = upper_bound(*asked_outcome(words))
    return {"ovre_grense": bound.rate, "ovre_antall": bound.count}


def of_share(words: Mapping[str, str | None]) -> Told:
    outcome, confidence = asked_outcome(words)
    bound = upper_bound(outcome, confidence)
    return Told(
        {"ovre_grense": bound.rate, "ovre_antall": bound.count}, (outcome_sentence(outcome, bound, confidence),)
    )


def so_many(words: Mapping[str, str | None], size: int) -> Told:
    """What a sample of so many can say, when it holds as many deviations as it is to bear. words: of a plan."""
    found = str(words.get(EXPECTED_COUNT) or "0")
    outcome, confidence = asked_outcome(
        {key: words.get(key) for key in (METHOD, CONFIDENCE, POPULATION)} | {SAMPLE: str(size), FOUND: found}
    )
    bound = upper_bound(outcome, confidence)
    told = _("Finner du {found}, kan du si: «Med {confidence} % sikkerhet har høyst {bound} % av alle dette avviket.»")
    said = told.format(
        found=deviations_of(outcome.found),
        confidence=as_percent(confidence),
        bound=bound_percent(outcome, bound),
    )
    return Told({"utvalg": size, "tillatte_avvik": int(found), "ovre_grense": bound.rate}, (said,))


def of_stages(words: Mapping[str, str | None]) -> Told:
    """avvik: one number for each stage that was drawn, `1,0`. utvalg: how many in each."""
    counts = [whole(part, _("Antall avvik i trinnet")) for part in str(words.get(FOUND) or "").split(",")]
    outcome, confidence = asked_outcome({**words, FOUND: str(sum(counts)), SAMPLE: _times(words, len(counts))})
    each = outcome.n // len(counts)
    bound = staged_bound(outcome.likelihood, [Stage(each, count) for count in counts], confidence, outcome.population)
    return Told(
        {"ovre_grense": bound.rate, "ovre_antall": bound.count, "trinn": len(counts)},
        (outcome_sentence(outcome, bound, confidence),),
    )


def of_money(words: Mapping[str, str | None], lines: Iterable[str]) -> Told:
    """lines: `bokført;riktig` in kroner, one for each hit with an error. Poisson where no method is named."""
    if words.get(AMOUNT) is None:
        raise Impossible(_("Oppgi beløpet det ble trukket fra, med --belop."))
    likelihood = Likelihood(words["metode"]) if words.get("metode") else Likelihood.POISSON
    if likelihood is Likelihood.HYPERGEOMETRIC:
        raise Impossible(_("Feil i beløp regnes med Poisson eller binomisk."))
    n = whole(str(words[SAMPLE]), _("Utvalget"))
    confidence = exact(str(words[CONFIDENCE]), _("Sikkerheten (konfidens)"))
    amount, top = ore(str(words[AMOUNT]), _("Beløpet")), ore(str(words.get(TOP) or "0"), _("Feil i toppstratumet"))
    taints = list(_taints(lines))
    found = stringer(likelihood, n, taints, confidence)
    sheet = worksheet(amount, n, taints, confidence, top)
    answer = {
        "ovre_grense": found.bound,
        "mest_sannsynlig": found.likely,
        "ovre_kroner": sheet.upper / 100,
        "grunnpresisjon_kroner": sheet.basic / 100,
        "fremskrevet_kroner": sheet.projected / 100,
        "tillegg_kroner": sheet.incremental / 100,
        "toppstratum_kroner": top / 100,
    }
    told = money_sentences(booked=amount, n=n, errors=len(taints), found=found, sheet=sheet, confidence=confidence)
    items = upper_bound(Outcome(likelihood=Likelihood.BINOMIAL, n=n, found=Fraction(len(taints))), confidence)
    beside = _("Treff med feil, uansett hvor stor: høyst {bound} % av beløpet ligger i slike poster.").format(
        bound=share_up(items.rate)
    )
    return Told({**answer, "ovre_andel_med_feil": items.rate}, (*told, _(CAVEAT), beside))


def _taints(lines: Iterable[str]) -> Iterator[Fraction]:
    for line_number, line in enumerate(lines, start=1):
        if not line.strip() or line.casefold().startswith("bok"):
            continue
        parts = line.split(";")
        if len(parts) != 2:
            raise Impossible(
                _("Linje {line} i filen med feil må være «bokført;riktig», i kroner.").format(line=line_number)
            )
        name = _("Beløpet på linje {line}").format(line=line_number)
        yield taint(ore(parts[0], name), ore(parts[1], name))


def _times(words: Mapping[str, str | None], stages: int) -> str:
    return str(whole(str(words.get(SAMPLE) or ""), _("Utvalget")) * stages)
