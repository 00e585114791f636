"""Evaluation sentences: what a finished draw says, in sentences that may be quoted, and what it cannot say."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from kontroll.domain.draw import Arm, Draw, PopulationVersion
from kontroll.report.sampling.evaluation import Evaluation
from kontroll.report.sampling.money_sentences import money_sentence
from kontroll.report.sampling.sentences import as_percent, outcome_sentence, percent_up, share_up
from kontroll.report.sampling.stratum_evaluation import StratumEvaluation
from kontroll.report.sampling.totals import Basis
from kontroll.sampling.bounds import Bound, Outcome
from kontroll.sampling.kup1.plan import Method
from kontroll.sampling.tails import Likelihood
from kontroll.texts import N_, _, amount, ngettext, number

#: What the bound of each basis is a share of.
_SHARES = {
    Basis.ITEMS: N_("{bound} %"),
    Basis.MONEY: N_("{bound} % av beløpet"),
    Basis.WEIGHT: N_("{bound} % av vekten"),
}


def quote(found: Evaluation, noun: str) -> str:
    """The one sentence to quote. noun: what the records are called when there are many."""
    if found.basis is Basis.APART and not found.unknown:
        return _apart(found, noun)
    if found.unknown or found.bound is None:
        return _unfinished(found, noun)
    if found.is_whole:
        return _("Vi kontrollerte alle {population} {noun}, {deviations} avvik.").format(
            population=number(found.population), noun=noun, deviations=_count(found.deviations)
        )
    if found.basis is Basis.MONEY and found.sheet is not None and found.amount is not None:
        return money_sentence(
            booked=found.amount,
            n=sum(one.item.hits for stratum in found.strata for one in stratum.drawn),
            errors=found.deviations,
            upper=found.sheet.upper,
            confidence=found.confidence,
        )
    if found.basis is Basis.WEIGHT:
        return _(
            "Vi kontrollerte {n} av {population} {noun}, {deviations} avvik; med {confidence} % sikkerhet har de med samme feil "
            "høyst {bound} % av vekten."
        ).format(
            n=number(found.examined),
            population=number(found.population),
            noun=noun,
            deviations=_count(found.deviations),
            confidence=as_percent(found.confidence),
            bound=share_up(found.bound.rate),
        )
    return outcome_sentence(_outcome(found), found.bound, found.confidence, noun)


def stratum_sentence(stratum: StratumEvaluation, confidence: Fraction) -> str:
    """The same of one stratum, by itself."""
    if stratum.unknown or stratum.bound is None:
        return _("{n} av {drawn} er ikke ferdig kontrollert: ukjent.").format(
            n=number(max(stratum.unknown, 1)), drawn=number(max(len(stratum.drawn), 1))
        )
    if stratum.is_whole:
        return ngettext(
            "Den eneste her er kontrollert, {deviations} avvik. Det er ingen usikkerhet.",
            "Alle {n} er kontrollert, {deviations} avvik. Det er ingen usikkerhet.",
            stratum.part.count,
        ).format(n=number(stratum.part.count), deviations=_count(stratum.deviations))
    looked_at = sum(one.item.hits for one in stratum.drawn)
    said = Outcome(
        likelihood=stratum.likelihood,
        n=looked_at,
        found=Fraction(stratum.deviations),
        population=stratum.part.count,
    )
    if stratum.is_by_item:
        return outcome_sentence(said, stratum.bound, confidence)
    share = _("av beløpet") if stratum.method is Method.AMOUNT else _("av vekten")
    return _(
        "Vi kontrollerte {n} treff, {deviations} avvik; med {confidence} % sikkerhet ligger høyst {bound} % {share} i poster med "
        "samme feil."
    ).format(
        n=number(looked_at),
        deviations=_count(stratum.deviations),
        confidence=as_percent(confidence),
        bound=share_up(stratum.bound.rate),
        share=share,
    )


def conclusion(found: Evaluation, decision: str, arm: Arm = Arm.ALL) -> str:
    """Whether it holds what was promised. decision: what the plan says is done where it does not."""
    tolerable = as_percent(found.tolerable)
    if found.next_stage:
        return _(
            "Det er ett avvik i siste trinn, og planen har flere trinn. Neste trinn skal trekkes før det konkluderes."
        )
    if found.unknown or (found.bound is None and found.basis is not Basis.APART):
        return _("Det kan ikke konkluderes ennå: det som ikke er kontrollert og godkjent, er ukjent.")
    if found.bound is None:
        return _("Delene er trukket på måter som ikke kan legges sammen. Hver del må leses for seg.")
    if arm is Arm.FLAGGED:
        return _("Mest sannsynlig har {likely} % av postene som reglene hadde merket, avvik. {decision}").format(
            likely=likely_text(found.likely or Fraction(0)), decision=decision
        )
    bound = _(_SHARES[found.basis]).format(bound=bound_text(found))
    if found.is_whole:
        said = _("Alt er kontrollert. Andelen med avvik er {likely} %, og det tolererbare er {tolerable} %.").format(
            likely=bound_text(found), tolerable=tolerable
        )
        return said if found.holds else f"{said} {_not_held(decision)}"
    if found.holds:
        return _(
            "Den øvre grensen, {bound}, er under det tolererbare på {tolerable} %. Det kan sies med {confidence} % sikkerhet."
        ).format(bound=bound, tolerable=tolerable, confidence=as_percent(found.confidence))
    said = _(
        "Den øvre grensen, {bound}, er ikke under det tolererbare på {tolerable} %. Prøven viser ikke at populasjonen er god nok."
    ).format(bound=bound, tolerable=tolerable)
    if found.likely is not None and found.likely > found.tolerable:
        said += " " + _("Også det mest sannsynlige, {likely} %, er over.").format(likely=likely_text(found.likely))
    return f"{said} {_not_held(decision)}"


def cannot_say(found: Evaluation, draw: Draw, population: PopulationVersion) -> Iterator[str]:
    """What nobody may read into it."""
    if not found.is_whole:
        yield _(
            "Den sier ikke hvilke av dem som ikke ble trukket, som har feil, og heller ikke at resten er uten feil."
        )
    yield _(
        "Den gjelder bare det som ble kontrollert etter sjekklisten, og bare populasjonen slik den er definert her."
    )
    yield _("Det som aldri er registrert i kildesystemet, kan ikke trekkes.")
    if population.gaps:
        yield ngettext(
            "{n} nummer mangler i nummerserien uten forklaring. Det kan ha vært en post der.",
            "{n} numre mangler i nummerserien uten forklaring. Det kan ha vært poster der.",
            population.gaps,
        ).format(n=number(population.gaps))
    if population.left_out:
        yield ngettext(
            "{n} post uten egen nøkkel eller uten dato står utenfor populasjonen.",
            "{n} poster uten egen nøkkel eller uten dato står utenfor populasjonen.",
            population.left_out,
        ).format(n=number(population.left_out))
    if draw.arm is Arm.FLAGGED:
        yield _("Den gjelder bare poster der en regel hadde slått ut, ikke alle poster.")
    if draw.arm is Arm.UNFLAGGED:
        yield _("Den gjelder bare poster der ingen regel hadde slått ut, ikke alle poster.")
    yield from _of_method(found)
    if found.targeted.items:
        yield ngettext(
            "{n} post er plukket ut målrettet. Den er ikke trukket, og teller ikke i noen andel eller grense.",
            "{n} poster er plukket ut målrettet. De er ikke trukket, og teller ikke i noen andel eller grense.",
            found.targeted.items,
        ).format(n=number(found.targeted.items))


def _of_method(found: Evaluation) -> Iterator[str]:
    methods = {stratum.method for stratum in found.strata}
    if found.kept:
        yield kept_sentence(found)
    if Method.AMOUNT in methods:
        yield _(
            "Trekning etter beløp finner for høye beløp. Beløp som er for lave, eller mangler helt, finner den dårlig."
        )
    if Method.WEIGHT in methods:
        yield _("Trekningen er vektet. Grensen gjelder den vektede andelen, ikke andelen av antallet.")
    if len([stratum for stratum in found.strata if not stratum.is_whole]) > 1:
        yield _("Grensen for alt er satt sammen av delenes grenser, slik at den aldri er for lav. Den er ofte noe høy.")


def kept_sentence(found: Evaluation) -> str:
    """How items of a draw from the list before it was amended count."""
    return ngettext(
        "Listen ble rettet etter trekningen, og det ble trukket på nytt med samme frø. {n} post som var trukket før, og som "
        "fortsatt står på listen, er kontrollert selv om den ikke ble truffet igjen. Grensen er regnet av den nye trekningen. "
        "Er den beholdte posten et avvik, teller det som om den var truffet nå; er den i orden, trekker det ingenting fra. "
        "Grensen blir derfor aldri for lav, men kan være noe høy.",
        "Listen ble rettet etter trekningen, og det ble trukket på nytt med samme frø. {n} poster som var trukket før, og som "
        "fortsatt står på listen, er kontrollert selv om de ikke ble truffet igjen. Grensen er regnet av den nye trekningen. "
        "Avvik i de beholdte postene teller som om de var truffet nå; de som er i orden, trekker ingenting fra. "
        "Grensen blir derfor aldri for lav, men kan være noe høy.",
        found.kept,
    ).format(n=number(found.kept))


def bound_text(found: Evaluation) -> str:
    """The total bound in per cent, rounded up; "" where there is none."""
    return "" if found.bound is None else _bound(found.bound, found.population)


def stratum_bound_text(stratum: StratumEvaluation) -> str:
    return "" if stratum.bound is None else _bound(stratum.bound, stratum.part.count)


def likely_text(share: Fraction) -> str:
    """In per cent with one decimal, to the nearest."""
    return as_percent(Fraction(round(share * 1000), 1000))


def amount_text(ore: float) -> str:
    """An estimate in whole kroner."""
    return amount(100 * round(ore / 100))


def _bound(bound: Bound, population: int) -> str:
    return (
        percent_up(Fraction(bound.count, population))
        if bound.count is not None and population
        else share_up(bound.rate)
    )


def _outcome(found: Evaluation) -> Outcome:
    return Outcome(
        likelihood=Likelihood.HYPERGEOMETRIC,
        n=found.examined,
        found=Fraction(found.deviations),
        population=found.population,
    )


def _unfinished(found: Evaluation, noun: str) -> str:
    return _("Foreløpig er {done} av {drawn} ferdig kontrollert, av {population} {noun}. Resten er ukjent.").format(
        done=number(found.examined), drawn=number(found.drawn), population=number(found.population), noun=noun
    )


def _apart(found: Evaluation, noun: str) -> str:
    return _("Vi kontrollerte {n} av {population} {noun}, {deviations} avvik. Hver del må leses for seg.").format(
        n=number(found.examined),
        population=number(found.population),
        noun=noun,
        deviations=_count(found.deviations),
    )


def _not_held(decision: str) -> str:
    return _("Planen sier da: {decision}").format(decision=decision) if decision else ""


def _count(found: int) -> str:
    return number(found) if found else _("ingen")
