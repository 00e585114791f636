"""Money sentences: what errors in amounts say of the whole amount, with the caveat that belongs to the bound."""

from __future__ import annotations

from fractions import Fraction

from kontroll.report.sampling.sentences import as_percent, kroner_up, share_up
from kontroll.sampling.money import Misstatement, Worksheet
from kontroll.texts import N_, _, amount, number

#: Stands wherever Stringer's bound is shown.
CAVEAT = N_(
    "Grensen er regnet etter Stringer. Den har vært trygg i praksis i femti år, men er ikke bevist for alle tilfeller. Den "
    "eksakte grensen for hvor mye som ligger i poster med feil, står ved siden av."
)


def money_sentences(
    *, booked: int, n: int, errors: int, found: Misstatement, sheet: Worksheet, confidence: Fraction
) -> tuple[str, ...]:
    """What may be quoted, and the auditor's form line by line. booked: øre that the hits were drawn from."""
    return (
        money_sentence(booked=booked, n=n, errors=errors, upper=sheet.upper, confidence=confidence),
        _("Mest sannsynlig er {likely} % av beløpet feil, og høyst {bound} %.").format(
            likely=as_percent(Fraction(found.likely).limit_denominator(10**6)), bound=share_up(found.bound)
        ),
        worksheet_sentence(sheet),
    )


def money_sentence(*, booked: int, n: int, errors: int, upper: float, confidence: Fraction) -> str:
    """«Vi kontrollerte 93 treff i 13 500 000 kr, 2 med feil; med 95 % sikkerhet er høyst 640 000 kr feil.»"""
    return _(
        "Vi kontrollerte {n} treff i {amount}, {errors} med feil; med {confidence} % sikkerhet er høyst {upper} feil."
    ).format(
        n=number(n),
        amount=amount(booked),
        errors=number(errors) if errors else _("ingen"),
        confidence=as_percent(confidence),
        upper=kroner_up(upper),
    )


def worksheet_sentence(sheet: Worksheet) -> str:
    """The auditor's form, added up."""
    return _(
        "Revisors oppstilling: grunnpresisjon {basic}, fremskrevet feil {projected}, tillegg for usikkerhet {incremental} og "
        "feil i det der alt er kontrollert {top}. Øvre grense: {upper}."
    ).format(
        basic=kroner_up(sheet.basic),
        projected=kroner_up(sheet.projected),
        incremental=kroner_up(sheet.incremental),
        top=amount(sheet.top),
        upper=kroner_up(sheet.upper),
    )
