"""Issuing words: why something cannot be done with a report, and what to do about it."""

from __future__ import annotations

from kontroll.domain.issuing import LONGEST_REASON, NotIssued, ReportRefusal
from kontroll.texts import N_, _, number

_WHY = {
    ReportRefusal.NOT_NOW: N_("Det kan ikke gjøres nå. Se hvor langt rapporten er kommet."),
    ReportRefusal.NOT_OVER: N_("Perioden er ikke over. Rapporten kan utgis når siste dag i perioden er passert."),
    ReportRefusal.NOT_WHOLE: N_("Et kapittel som skal være med, er tomt. Skriv hva som gjelder, og send rapporten på nytt."),
    ReportRefusal.CHANGED: N_("Tall eller tekster er endret siden du åpnet siden, så rapporten er ikke sendt. Les den på nytt."),
    ReportRefusal.NO_CHECKER: N_("Velg hvem som skal kvalitetssikre rapporten."),
    ReportRefusal.OWN_WORK: N_("Den som sender rapporten eller har skrevet i den, kan ikke kvalitetssikre den. Velg en annen."),
    ReportRefusal.NOT_ASKED: N_("Det er en annen som er bedt om å kvalitetssikre rapporten."),
    ReportRefusal.NO_REMARKS: N_("Skriv hva som må rettes."),
    ReportRefusal.NO_STATEMENT: N_("Skriv erklæringen."),
    ReportRefusal.OWN_CHECK: N_("Den som kvalitetssikret rapporten, kan ikke bekrefte den. Trekk den tilbake og velg en annen."),
    ReportRefusal.NOT_TOP: N_("Bare kommunedirektøren kan bekrefte erklæringen."),
    ReportRefusal.STATEMENT_FIRST: N_("Kommunedirektøren må bekrefte erklæringen før rapporten utgis."),
    ReportRefusal.NO_REASON: N_("Skriv hvorfor rapporten må rettes."),
    ReportRefusal.REASON_LONG: N_("Grunnen står på første side i den nye rapporten, og kan ha {count} tegn."),
    ReportRefusal.UNDERWAY: N_("En retting er allerede begynt."),
    ReportRefusal.NOT_LAST: N_("Rapporten er allerede erstattet. Rett den som gjelder."),
}  # fmt: skip
#: The field of the form that it is about.
_FIELDS = {
    ReportRefusal.NO_CHECKER: "hvem", ReportRefusal.OWN_WORK: "hvem", ReportRefusal.NO_REMARKS: "tekst",
    ReportRefusal.NO_STATEMENT: "tekst", ReportRefusal.NO_REASON: "tekst", ReportRefusal.REASON_LONG: "tekst",
}  # fmt: skip


def told_of(refused: NotIssued) -> str:
    return _(_WHY[refused.why]).format(count=number(LONGEST_REASON))


def field_of(refused: NotIssued) -> str:
    """ "" = all of it."""
    return _FIELDS.get(refused.why, "")
