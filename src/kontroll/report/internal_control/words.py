"""Words of the map: what each letter of § 25-1 asks for, what each thing that is looked at is, and what lacks."""

from __future__ import annotations

from collections.abc import Mapping

from kontroll.domain.internalcontrol import Criterion, Demand, Letter, is_met
from kontroll.report.internal_control.evidence import Evidence
from kontroll.report.proof import share
from kontroll.texts import N_, _, number

#: A short title, and what the law asks for.
LETTERS: Mapping[Letter, tuple[str, str]] = {
    Letter.A: (
        N_("Oppgaver, mål og organisering"),
        N_("Kommunedirektøren skal utarbeide en beskrivelse av virksomhetens hovedoppgaver, mål og organisering."),
    ),
    Letter.B: (
        N_("Rutiner og prosedyrer"),
        N_("Kommunedirektøren skal ha nødvendige rutiner og prosedyrer."),
    ),
    Letter.C: (
        N_("Avvik og risiko for avvik"),
        N_("Kommunedirektøren skal avdekke og følge opp avvik og risiko for avvik."),
    ),
    Letter.D: (
        N_("Dokumentasjon"),
        N_("Kommunedirektøren skal dokumentere internkontrollen i den formen og det omfanget som er nødvendig."),
    ),
    Letter.E: (
        N_("Evaluering og forbedring"),
        N_(
            "Kommunedirektøren skal evaluere og ved behov forbedre skriftlige prosedyrer og andre tiltak for internkontroll."
        ),
    ),
}  # fmt: skip

#: What is counted, in the plural, as it is read after a number.
CRITERIA: Mapping[Criterion, str] = {
    Criterion.LEADERS: N_("enheter har en leder"),
    Criterion.SCORECARDS: N_("enheter har tall i et målekart"),
    Criterion.AGREEMENTS: N_("ledere har en resultatavtale som gjelder"),
    Criterion.GOALS_FOLLOWED: N_("resultatavtaler er fulgt opp slik de skulle"),
    Criterion.REGLEMENTER: N_("reglementer er vedtatt og har en eier"),
    Criterion.REVISED: N_("reglementer er innenfor datoen for revisjon"),
    Criterion.ROUTINES: N_("reglementer og rutiner i kommunens liste er innenfor datoen for revisjon"),
    Criterion.AUTHORITY: N_("enheter har noen med gyldig fullmakt"),
    Criterion.CONTROLLED: N_("skal-setninger med risiko 4 eller 5 kontrolleres av en regel eller en stikkprøve"),
    Criterion.READ: N_("reglementer er lest av minst ni av ti som skal ha lest dem"),
    Criterion.TRAINED: N_("kurs er fullført av minst ni av ti som skulle det"),
    Criterion.RULES: N_("regler er i bruk"),
    Criterion.WORKS: N_("regler viste i siste kjøring at de slår ut når de skal"),
    Criterion.KNOWN: N_("regler fikk minst ni av ti svar i siste kjøring"),
    Criterion.RISK: N_("risikovurderinger er gjort det siste året"),
    Criterion.RISK_TREATED: N_("risikovurderinger er uten høy risiko, eller har en tiltaksplan"),
    Criterion.PUNCTUAL: N_("saker ble besvart innen fristen"),
    Criterion.FOLLOWED: N_("saker er lukket, til etterprøving eller har tiltak innen fristen"),
    Criterion.SAMPLED: N_("perioder i kontrollplanen har en avsluttet stikkprøve"),
    Criterion.RAN: N_("måneder av de siste tolv er kjørt, og svarene er tatt vare på"),
    Criterion.FOUNDED: N_("regler i bruk bygger på en skal-setning i kommunens reglement"),
    Criterion.APPROVED: N_("regler i bruk er godkjent slik de står"),
    Criterion.VERIFIED: N_("måneder av de siste tolv er hele loggen regnet etter, og den stemte"),
    Criterion.DELETED: N_("slag som skal slettes, har en bestemt frist"),
    Criterion.REVIEWED: N_("regler i bruk venter ikke på gjennomgang etter at reglementet ble endret"),
    Criterion.ACCURATE: N_("regler med nok avgjorte saker har rett i mer enn halvparten"),
    Criterion.ESTIMATED: N_("kontroller har en stikkprøve som viser hvor mye reglene høyst overser"),
    Criterion.EVALUATED: N_("punkter i årshjulet er avgjort, eller lagt til side med en grunn"),
    Criterion.CHANGED: N_("punkter i årshjulet førte til at noe ble endret"),
    Criterion.MEASURES: N_("regler i bruk er ikke et kontrolltiltak som skulle vært evaluert"),
}


def counted_told(criterion: Criterion, found: Evidence | None) -> str:
    """`250 av 253 enheter har en leder.`"""
    if found is None or not found.shown.of:
        return _("Ikke kjent: hvor mange {what}?").format(what=_(CRITERIA[criterion]))
    shown = found.shown
    return _("{held} av {of} {what}.").format(held=number(shown.held), of=number(shown.of), what=_(CRITERIA[criterion]))


def counted_sentence(criterion: Criterion) -> str:
    """What a figure is of, in one sentence."""
    what = _(CRITERIA[criterion])
    return _("{what}.").format(what=what[:1].upper() + what[1:])


def asked_told(demand: Demand) -> str:
    """`minst 95 %`, `minst 1`."""
    if demand.count is not None:
        return _("minst {count}").format(count=number(demand.count))
    return _("minst {share} %").format(share=number(demand.share or 0))


def share_told(found: Evidence | None) -> str:
    """`98,8 %`; in words where there is nothing to take a share of."""
    if found is None:
        return _("ikke kjent")
    if not found.shown.of:
        return _("ingenting å se på")
    return _("{share} %").format(share=share(found.shown.held, found.shown.of))


def met_told(demand: Demand, found: Evidence | None) -> str:
    if is_met(demand, found.shown if found is not None else None):
        return _("Vist")
    return _("Mangler") if found is not None and found.shown.of else _("Ikke vist")


def lacking_told(demand: Demand, found: Evidence | None) -> str:
    """What lacks, in a sentence."""
    told = counted_told(demand.criterion, found)
    return _("{told} Det kreves {asked}.").format(told=told, asked=asked_told(demand))
