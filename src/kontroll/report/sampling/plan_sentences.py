"""Plan sentences: what to draw, what may happen, and what may be said then, for every kind of plan."""

from __future__ import annotations

from kontroll.report.sampling.sentences import as_percent, deviations_of, size_sentence
from kontroll.sampling.size import Size
from kontroll.sampling.wanted import Kind, Needed, Wanted
from kontroll.texts import _, amount, number


def plan_sentence(want: Wanted, need: Needed) -> str:
    """«Trekk 59. Finner du ingen avvik, kan du si: …»"""
    if want.kind is Kind.STAGES:
        return _stages_sentence(want, need)
    if want.kind is Kind.PRECISION:
        return _precision_sentence(want, need)
    if want.kind is Kind.MONEY:
        return _money_sentence(want, need)
    said = size_sentence(want.plan, Size(need.n, need.allowed))
    if want.kind is not Kind.DISCOVERY:
        return said
    return _(
        "{said} Er det så mange som {tolerable} % eller flere, finner du minst ett med {confidence} % sikkerhet."
    ).format(said=said, tolerable=as_percent(want.plan.tolerable), confidence=as_percent(want.plan.confidence))


def _stages_sentence(want: Wanted, need: Needed) -> str:
    of_all = (
        "" if want.plan.population is None else _(" av {population}").format(population=number(want.plan.population))
    )
    return _(
        "Trekk {n}{of_all}. Uten avvik er du ferdig. Med ett avvik trekkes {n} til, og slik videre, høyst {stages} trinn og "
        "{in_all} i alt; det siste trinnet må være uten avvik. Med flere avvik i et trinn holder det ikke. Ender det godt, kan "
        "du si: «Med {confidence} % sikkerhet har høyst {tolerable} % av alle dette avviket.»"
    ).format(
        n=number(need.n),
        of_all=of_all,
        stages=number(need.stages),
        in_all=number(need.at_most),
        confidence=as_percent(want.plan.confidence),
        tolerable=as_percent(want.plan.tolerable),
    )


def _precision_sentence(want: Wanted, need: Needed) -> str:
    drawn = (
        _("Trekk {n}.").format(n=number(need.n))
        if want.plan.population is None
        else _("Trekk {n} av {population}.").format(n=number(need.n), population=number(want.plan.population))
    )
    return _(
        "{drawn} Med {found} ligger den øvre grensen mindre enn {precision} prosentpoeng over den andelen du finner, med "
        "{confidence} % sikkerhet."
    ).format(
        drawn=drawn,
        found=deviations_of(need.allowed),
        precision=as_percent(want.precision),
        confidence=as_percent(want.plan.confidence),
    )


def _money_sentence(want: Wanted, need: Needed) -> str:
    drawn = _("Trekk {n} etter beløp, ett for hver {interval}.").format(
        n=number(need.n), interval=amount(need.interval)
    )
    said = _("«Med {confidence} % sikkerhet er høyst {materiality} av {amount} feil.»").format(
        confidence=as_percent(want.plan.confidence),
        materiality=amount(want.materiality),
        amount=amount(want.amount),
    )
    if not want.expected_error:
        return _("{drawn} Finner du ingen feil, kan du si: {said}").format(drawn=drawn, said=said)
    return _(
        "{drawn} Planen gir rom for feil for om lag {expected}. Hva som kan sies, regnes ut når alt er kontrollert; med så mye "
        "feil blir det omtrent: {said}"
    ).format(drawn=drawn, expected=amount(want.expected_error), said=said)
