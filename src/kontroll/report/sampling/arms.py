"""Arms: how often the rules are right where they strike, and how much they miss where they do not, from concluded draws.

Nothing is drawn, nothing is known: without a concluded draw both are unknown. Bounds count whole records of the population that
was drawn from, and per cents are rounded away from comfort. Of what the rules miss, the bound is that of the draw's own report.

Several parts of flagged records, one interval: each sampled part has its own with the risk divided by how many they are
(hypergeometric), and they are added. Whoever adds them up with a pencil gets the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from kontroll.domain.draw import Arm
from kontroll.report.sampling.evaluation import Evaluation
from kontroll.report.sampling.sentences import as_percent
from kontroll.report.sampling.totals import Basis
from kontroll.sampling.bounds import Outcome, lower_bound, upper_bound
from kontroll.sampling.tails import Likelihood
from kontroll.texts import N_, _, number


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedPart:
    """One stratum: how many records it has, how many were checked, and how many of those were wrong."""

    count: int
    checked: int
    wrong: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """Of one arm. count: records of the population. low, high: how many of them are wrong, with the confidence.

    Two-sided for flagged records, where both ends matter; for the others low is what was found, and high a one-sided bound.
    """

    arm: Arm
    confidence: Fraction
    count: int
    checked: int
    wrong: int
    low: int
    high: int

    @property
    def is_exact(self) -> bool:
        """Every record was checked."""
        return self.checked == self.count


@dataclass(frozen=True, slots=True, kw_only=True)
class Caught:
    """Of all that is wrong, flagged or not, the rules flag at least this share, with the confidence (both bounds hold)."""

    confidence: Fraction
    least: Fraction


def two_sided(parts: Sequence[CheckedPart], confidence: Fraction) -> Estimate | None:
    """Of flagged records, drawn in one stage. None where a part with records in it was not checked: unknown, and not zero."""
    if any(part.count and not part.checked for part in parts) or not parts:
        return None
    sampled = sum(part.checked < part.count for part in parts)
    risk = (1 - confidence) / 2 / max(sampled, 1)
    bounds = [_bounds(part, 1 - risk) for part in parts]
    return Estimate(
        arm=Arm.FLAGGED,
        confidence=confidence,
        count=sum(part.count for part in parts),
        checked=sum(part.checked for part in parts),
        wrong=sum(part.wrong for part in parts),
        low=sum(low for low, _high in bounds),
        high=sum(high for _low, high in bounds),
    )


def one_sided(arm: Arm, found: Evaluation) -> Estimate | None:
    """Of the others, with the bound that the report of the draw gives, stages and all. None where it gives none of records."""
    if found.basis is not Basis.ITEMS or found.bound is None:
        return None
    bound = found.bound
    # So many whole records are at most so large a share; the float is given the benefit of its last digits.
    most = bound.count if bound.count is not None else floor(min(bound.rate, 1.0) * found.population * (1 + 1e-12))
    return Estimate(
        arm=arm,
        confidence=found.confidence,
        count=found.population,
        checked=found.examined,
        wrong=found.deviations,
        low=found.deviations,
        high=min(found.population, max(most, found.deviations)),
    )


def caught(flagged: Estimate, unflagged: Estimate) -> Caught | None:
    """None where it may be that nothing at all is wrong: then there is no share to speak of."""
    if flagged.low + unflagged.high == 0:
        return None
    confidence = max(Fraction(0), flagged.confidence + unflagged.confidence - 1)
    return Caught(confidence=confidence, least=Fraction(flagged.low, flagged.low + unflagged.high))


def _bounds(part: CheckedPart, confidence: Fraction) -> tuple[int, int]:
    if part.checked == part.count:
        return part.wrong, part.wrong
    outcome = Outcome(
        likelihood=Likelihood.HYPERGEOMETRIC, n=part.checked, found=Fraction(part.wrong), population=part.count
    )
    low, high = lower_bound(outcome, confidence).count, upper_bound(outcome, confidence).count
    assert low is not None
    assert high is not None
    return low, high


#: Where no draw is concluded.
_UNKNOWN = {
    Arm.ALL: N_("Ikke kontrollert: det er ukjent hvor mange {noun} som har feil."),
    Arm.FLAGGED: N_("Ikke kontrollert: det er ukjent hvor ofte reglene har rett når de merker {noun}."),
    Arm.UNFLAGGED: N_("Ikke kontrollert: det er ukjent hvor mange feil reglene overser blant {noun}."),
}

# --- in words -----------------------------------------------------------------------------------------------------------


def arm_sentence(estimate: Estimate | None, noun: str, arm: Arm = Arm.ALL) -> str:
    """noun: what the records are called, in the plural: «fakturaer». arm: of which nothing is known, where that is so."""
    if estimate is None:
        return _(_UNKNOWN[arm]).format(noun=noun)
    if estimate.count == 0:
        return _empty(estimate.arm, noun)
    said = {Arm.FLAGGED: _flagged, Arm.UNFLAGGED: _unflagged, Arm.ALL: _all}[estimate.arm]
    return said(estimate, noun)


def short_of(estimate: Estimate | None) -> str:
    """In a cell: «61,3–93,1 %», «høyst 7,7 %»; "" where it is unknown."""
    if estimate is None:
        return ""
    if estimate.count == 0:
        return _("ingen")
    low, high = (Fraction(bound, estimate.count) for bound in (estimate.low, estimate.high))
    if estimate.is_exact:
        return _("{share} %").format(share=_at_most(high))
    if estimate.arm is Arm.FLAGGED:
        return _("{low}–{high} %").format(low=_at_least(low), high=_at_most(high))
    return _("høyst {share} %").format(share=_at_most(high))


def caught_sentence(one: Caught | None) -> str:
    if one is None:
        return _("Begge trekningene var uten feil, og reglene overser ingen.")
    if one.least == 0:
        return _("Sett sammen sier trekningene ikke hvor stor del av feilene reglene finner.")
    return _("Sett sammen: med minst {confidence} % sikkerhet finner reglene minst {least} % av alle feil.").format(
        confidence=as_percent(one.confidence), least=_at_least(one.least)
    )


def _flagged(one: Estimate, noun: str) -> str:
    if one.is_exact:
        return _(
            "Alle {count} {noun} reglene merket, er kontrollert: {right} var feil. Reglene hadde rett i {share} %."
        ).format(
            count=number(one.count),
            noun=noun,
            right=number(one.wrong),
            share=_at_least(Fraction(one.wrong, one.count)),
        )
    return _(
        "Av {checked} {noun} reglene merket, var {wrong} feil. Med {confidence} % sikkerhet har reglene rett i mellom "
        "{low} % og {high} % – {least} til {most} av {count} {noun}."
    ).format(
        checked=number(one.checked),
        noun=noun,
        wrong=number(one.wrong) if one.wrong else _("ingen"),
        confidence=as_percent(one.confidence),
        low=_at_least(Fraction(one.low, one.count)),
        high=_at_most(Fraction(one.high, one.count)),
        least=number(one.low),
        most=number(one.high),
        count=number(one.count),
    )


def _unflagged(one: Estimate, noun: str) -> str:
    if one.is_exact:
        return _("Alle {count} {noun} reglene ikke merket, er kontrollert: reglene overså {wrong}.").format(
            count=number(one.count), noun=noun, wrong=number(one.wrong) if one.wrong else _("ingen")
        )
    return _(
        "Av {checked} {noun} reglene ikke merket, hadde {wrong} feil. Med {confidence} % sikkerhet overser reglene høyst "
        "{share} % – inntil {most} av {count} {noun}."
    ).format(**_one_sided(one, noun))


def _all(one: Estimate, noun: str) -> str:
    if one.is_exact:
        return _("Alle {count} {noun} er kontrollert: {wrong} hadde feil.").format(
            count=number(one.count), noun=noun, wrong=number(one.wrong) if one.wrong else _("ingen")
        )
    return _(
        "Av {checked} {noun} hadde {wrong} feil. Med {confidence} % sikkerhet har høyst {share} % samme feil – inntil "
        "{most} av {count} {noun}."
    ).format(**_one_sided(one, noun))


def _one_sided(one: Estimate, noun: str) -> dict[str, str]:
    return {
        "checked": number(one.checked),
        "noun": noun,
        "wrong": number(one.wrong) if one.wrong else _("ingen"),
        "confidence": as_percent(one.confidence),
        "share": _at_most(Fraction(one.high, one.count)),
        "most": number(one.high),
        "count": number(one.count),
    }


def _empty(arm: Arm, noun: str) -> str:
    if arm is Arm.FLAGGED:
        return _("Reglene merket ingen {noun} i perioden.").format(noun=noun)
    if arm is Arm.UNFLAGGED:
        return _("Reglene merket alle {noun} i perioden. Det er ingen igjen som de kunne oversett.").format(noun=noun)
    return _("Det var ingen {noun} i perioden.").format(noun=noun)


def _at_least(share: Fraction) -> str:
    """Per cent with one decimal, rounded down."""
    return number(Decimal(share.numerator * 1000 // share.denominator) / 10, 1)


def _at_most(share: Fraction) -> str:
    """Per cent with one decimal, rounded up."""
    return number(Decimal(-(-share.numerator * 1000 // share.denominator)) / 10, 1)
