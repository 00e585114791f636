"""Words that stand for what is counted: areas, severities and the reasons why an answer is unknown."""

from __future__ import annotations

from kontroll.domain.rule import RuleType, Severity, Status
from kontroll.domain.truth import Result
from kontroll.facts.facts import ValueState
from kontroll.report.causes import Cause, Reason
from kontroll.report.situation import Situation
from kontroll.report.unchecked import Settling, UnknownAnswer, cause_name
from kontroll.texts import N_, _, number

#: Folder names are ASCII; people read these. A kommune's own folder is shown by its name.
_AREAS = {
    "belonning": N_("Belønning"),
    "betaling": N_("Betaling"),
    "datakvalitet": N_("Datakvalitet"),
    "etikk": N_("Etikk"),
    "faktura": N_("Faktura"),
    "hms": N_("HMS"),
    "innkjop": N_("Innkjøp"),
    "internkontroll": N_("Internkontroll"),
    "kort": N_("Innkjøpskort"),
    "kostra": N_("KOSTRA"),
    "lonn": N_("Lønn"),
    "medarbeidere": N_("Medarbeidere"),
    "okonomi": N_("Økonomi"),
    "samtale": N_("Egen samtale"),
}
_SEVERITIES = {
    Severity.CRITICAL: N_("Kritisk"),
    Severity.HIGH: N_("Høy"),
    Severity.MEDIUM: N_("Middels"),
    Severity.LOW: N_("Lav"),
}
_TYPES = {
    RuleType.REQUIREMENT: N_("Krav"),
    RuleType.DEVIATION: N_("Avvik"),
    RuleType.BONUS: N_("Bonus"),
    RuleType.PAY: N_("Resultatlønn"),
    RuleType.TALK: N_("Egen samtale"),
    RuleType.DATA_QUALITY: N_("Datakvalitet"),
}
_STATUSES = {
    Status.DRAFT: N_("Utkast"),
    Status.TRIAL: N_("På prøve"),
    Status.IN_USE: N_("I bruk"),
    Status.RETIRED: N_("Utgått"),
}
_STATES = {
    ValueState.VALUE: N_("Levert"),
    ValueState.MISSING: N_("Mangler"),
    ValueState.SUPPRESSED: N_("Skjermet"),
    ValueState.INVALID: N_("Ugyldig"),
    ValueState.NOT_DUE: N_("Ikke forfalt"),
}
_REASONS = {
    Reason.NOT_DELIVERED: (N_("Datasett ikke levert"), N_("Ingen fil er levert, ikke engang en tom.")),
    Reason.PARAMETER: (N_("Parameter uten verdi"), N_("Grensen er ikke fastsatt for datoen, eller den er utløpt.")),
    Reason.INVALID: (N_("Ugyldig"), N_("Levert, men det lar seg ikke lese.")),
    Reason.MISSING: (N_("Mangler"), N_("Ikke levert, eller levert uten verdi.")),
    Reason.AMBITION: (N_("Mål mangler"), N_("Grønn eller gul grense står ikke i ambisjoner.csv.")),
    Reason.OTHERS: (N_("Andre enheter mangler"), N_("Enheten skal være best av flere, og en av dem mangler tall.")),
    Reason.SUPPRESSED: (N_("Skjermet"), N_("For få personer bak tallet til at noen får se det.")),
    Reason.NO_BASE: (N_("Kan ikke regnes ut"), N_("Endring fra null, andel av ingen, eller for få beløp.")),
    Reason.NOT_DUE: (N_("Ikke forfalt"), N_("Fristen for å levere er ikke ute.")),
}


def area_name(area: str) -> str:
    if not area:
        return _("Uten område")
    return _(_AREAS[area]) if area in _AREAS else area.capitalize()


def severity_name(severity: Severity) -> str:
    return _(_SEVERITIES[severity])


def type_name(type: RuleType) -> str:
    return _(_TYPES[type])


def status_name(status: Status) -> str:
    return _(_STATUSES[status])


def state_name(state: ValueState) -> str:
    return _(_STATES[state])


def result_name(type: RuleType, result: Result) -> str:
    """The result as people read it: a requirement is kept or broken, any other rule has struck or not (section 3)."""
    if result is Result.NOT_RELEVANT:
        return _("Ikke relevant")
    if result is Result.NOT_IN_FORCE:
        return _("Ikke i kraft")
    if type is RuleType.REQUIREMENT:
        return {
            Result.TRUE: _("Oppfylt"),
            Result.FALSE: _("Brudd"),
            Result.UNKNOWN: _("Ikke dokumentert"),
        }[result]
    return {
        Result.TRUE: _("Slått ut"),
        Result.FALSE: _("Ikke slått ut"),
        Result.UNKNOWN: _("Ukjent"),
    }[result]


def reason_name(reason: Reason) -> str:
    return _(_REASONS[reason][0])


def reason_meaning(reason: Reason) -> str:
    """A sentence that tells what the reason means."""
    return _(_REASONS[reason][1])


def delivery_name(one: Settling) -> str:
    """Who has to deliver what: `HR-systemet: Etikkopplæring`, or how many figures where there are several."""
    if list(one.names) == [one.source]:
        return one.source
    if len(one.names) == 1:
        return f"{one.source}: {one.names[0]}"
    return _("{source}: {count} tall").format(source=one.source, count=number(len(one.names)))


def cause_lines(situation: Situation, answer: UnknownAnswer, most: int = 5) -> list[str]:
    """What would settle the answer, one line each, and how many more there are."""
    lines = sorted({_cause_line(situation, answer, cause) for cause in answer.causes})
    if len(lines) <= most:
        return lines
    return [*lines[:most], _("og {count} til").format(count=number(len(lines) - most))]


def _cause_line(situation: Situation, answer: UnknownAnswer, cause: Cause) -> str:
    what = " ".join(part for part in (cause_name(situation, cause), cause.period) if part)
    reason = reason_name(Reason(cause.reason)).lower()
    if cause.enhet and cause.enhet != answer.enhet:
        enhet = situation.unit_name(cause.enhet, situation.last)
        return _("{what} hos {enhet}: {reason}").format(what=what, enhet=enhet, reason=reason)
    return _("{what}: {reason}").format(what=what, reason=reason)
