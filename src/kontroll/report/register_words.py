"""Register words: how an entry of a register stands, what was done with it, and what a check-list asks, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kontroll.domain.finding import FindingAct, FindingKind, FindingState, SourceKind
from kontroll.domain.political import DecisionAct, DecisionState
from kontroll.domain.preparation import Point, PointAnswer, PreparationAct, PreparationState
from kontroll.domain.register import Register
from kontroll.texts import N_, _, day, ngettext, number

_STATES = {
    DecisionState.OPEN: N_("Åpent"),
    DecisionState.CARRIED_OUT: N_("Iverksatt, ikke meldt til organet"),
    DecisionState.REPORTED: N_("Iverksatt og meldt"),
    DecisionState.LAPSED: N_("Opphevet av organet"),
    FindingState.OPEN: N_("Åpent"),
    FindingState.MENDED: N_("Meldt rettet, venter på kontroll"),
    FindingState.CLOSED: N_("Lukket"),
    PreparationState.DRAFT: N_("Under arbeid"),
    PreparationState.FILLED: N_("Fylt ut, venter på kontroll"),
    PreparationState.CHECKED: N_("Kontrollert"),
}
_KINDS = {
    FindingKind.ORDER: N_("Pålegg"),
    FindingKind.BREACH: N_("Lovbrudd eller avvik"),
    FindingKind.REMARK: N_("Merknad eller anbefaling"),
}
_SOURCES = {
    SourceKind.STATE: N_("Statlig tilsyn"),
    SourceKind.AUDITOR: N_("Revisor"),
    SourceKind.COMMITTEE: N_("Kontrollutvalget"),
}
_POINTS = {
    Point.FACTS: (N_("Fakta"), N_("Er det som saken bygger på, undersøkt og dokumentert?")),
    Point.LAW: (N_("Rett"), N_("Er lover, forskrifter og kommunens egne vedtak gjennomgått, også om organet kan avgjøre saken?")),
    Point.ECONOMY: (N_("Økonomi"), N_("Er kostnadene for i år og årene etter regnet ut, og er det sagt hvem som betaler?")),
    Point.ALTERNATIVES: (N_("Alternativer"), N_("Er andre løsninger vurdert, også å ikke gjøre noe?")),
    Point.CHILDREN: (N_("Barn og unge"), N_("Er barnets beste vurdert, og er barn og unge hørt der saken gjelder dem?")),
    Point.CLIMATE: (N_("Klima og miljø"), N_("Er følgene for klima, natur og miljø vurdert?")),
    Point.HEALTH: (N_("Folkehelse"), N_("Er følgene for folkehelse, universell utforming og likestilling vurdert?")),
    Point.HEARING: (N_("Høring"), N_("Er de som skal høres, hørt, også tillitsvalgte, råd og utvalg?")),
    Point.IMPARTIALITY: (N_("Habilitet"), N_("Er det vurdert om de som har arbeidet med saken, er habile?")),
}  # fmt: skip
_ANSWERS = {PointAnswer.DONE: N_("Utredet"), PointAnswer.NOT_RELEVANT: N_("Ikke relevant")}
#: What was done, by the word of the event.
_DONE: Mapping[str, str] = {
    "registrert": N_("Registrert"),
    DecisionAct.ASSIGN.value: N_("Ny ansvarlig"),
    DecisionAct.POSTPONE.value: N_("Ny frist"),
    DecisionAct.OBSTRUCT.value: N_("Organet varslet om hindring"),
    DecisionAct.CARRY_OUT.value: N_("Iverksatt"),
    DecisionAct.REPORT.value: N_("Meldt til organet"),
    DecisionAct.REOPEN.value: N_("Gjenåpnet"),
    DecisionAct.LAPSE.value: N_("Opphevet av organet"),
    FindingAct.MEASURE.value: N_("Tiltak ført opp"),
    FindingAct.FINISH.value: N_("Tiltak gjort"),
    FindingAct.MEND.value: N_("Meldt rettet"),
    FindingAct.SEND_BACK.value: N_("Sendt tilbake"),
    FindingAct.CLOSE.value: N_("Lukket"),
    PreparationAct.FILL.value: N_("Sjekklisten fylt ut"),
    PreparationAct.MOVE.value: N_("Ny møtedato"),
    PreparationAct.CHECK.value: N_("Kontrollert"),
}


#: Of these the day is a day to come.
_OF_DEADLINES = ("registrert", DecisionAct.POSTPONE.value, FindingAct.MEASURE.value, PreparationAct.MOVE.value)


def waits_told(register: Register, count: int) -> str:
    """How many wait for whoever reads."""
    if register is Register.DECISIONS:
        told = ngettext("{n} politisk vedtak venter på deg", "{n} politiske vedtak venter på deg", count)
    elif register is Register.FINDINGS:
        told = ngettext(
            "{n} funn fra tilsyn eller revisjon venter på deg",
            "{n} funn fra tilsyn eller revisjon venter på deg",
            count,
        )
    else:
        told = ngettext("{n} saksutredning venter på deg", "{n} saksutredninger venter på deg", count)
    return told.format(n=number(count))


def to_read_told(count: int) -> str:
    """Of findings, for whoever only follows what becomes of them."""
    told = ngettext(
        "{n} funn dere følger opp, er meldt rettet eller over fristen",
        "{n} funn dere følger opp, er meldt rettet eller over fristen",
        count,
    )
    return told.format(n=number(count))


def first_upper(name: str) -> str:
    """As a heading begins; `NAV` stays as it is."""
    return name[:1].upper() + name[1:]


def state_name(state: DecisionState | FindingState | PreparationState) -> str:
    return _(_STATES[state])


def kind_name(kind: FindingKind | None) -> str:
    """ "" of a delivered one, which does not say."""
    return _(_KINDS[kind]) if kind is not None else ""


def source_name(kind: SourceKind) -> str:
    return _(_SOURCES[kind])


def point_name(point: Point) -> str:
    return _(_POINTS[point][0])


def question(point: Point) -> str:
    return _(_POINTS[point][1])


def answer_name(answer: PointAnswer | None) -> str:
    return _(_ANSWERS[answer]) if answer is not None else _("Ikke besvart")


def done_name(what: str) -> str:
    return _(_DONE[what]) if what in _DONE else what


def deadline_told(deadline: date | None) -> str:
    """Without one nobody can say that it is late, and that is told too."""
    return _("ingen frist er satt") if deadline is None else day(deadline)


def day_told(what: str, on: date | None, *, of_case: bool) -> str:
    """The day that something done is about. of_case: of a case that is laid before a body, whose day is that of the meeting."""
    if on is None:
        return ""
    if what not in _OF_DEADLINES:
        return day(on)
    return (_("legges fram {day}") if of_case else _("frist {day}")).format(day=day(on))
