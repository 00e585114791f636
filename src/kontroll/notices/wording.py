"""Wording: what is said of one item, by the reason it is sent: what happened, and what is expected of the reader."""

from __future__ import annotations

from datetime import date

from kontroll.domain.notice import OF_AGREEMENTS, OF_DRAWS, OF_MONTHS, OF_REPORTS, Reason
from kontroll.domain.rule import Severity
from kontroll.notices.groups import TOLD, Group, group_of
from kontroll.notices.letter import Item, Missing
from kontroll.texts import N_, _, day_from, month_name, near_day, ngettext, number

#: What is to be done with a resultatavtale.
_OF_AGREEMENTS = {
    Reason.AGREEMENT_MISSING: N_("Avtal en samtale, lag utkastet, og bekreft når dere er enige."),
    Reason.AGREEMENT_OVERDUE: N_("Sørg for at samtalen blir holdt og avtalen inngått."),
    Reason.AGREEMENT_TALK: N_("Les utkastet før dere møtes."),
    Reason.AGREEMENT_TO_SIGN: N_("Les den, og bekreft den når du er enig."),
    Reason.AGREEMENT_MIDYEAR: N_("Gå gjennom målene, og skriv hvordan det står til med hvert av dem."),
    Reason.AGREEMENT_TO_CONCLUDE: N_("Gå gjennom målene, og skriv hvordan det gikk med hvert av dem."),
}
#: What is to be done with an entry of a register.
_OF_REGISTERS = {
    Reason.REGISTER_OWNER: N_("Se hva det gjelder, og hva fristen er."),
    Reason.REGISTER_DUE: N_("Se hva som gjenstår, og skriv det når det er gjort eller noe står i veien."),
    Reason.REGISTER_OVERDUE: N_("Sørg for at det blir gjort, og skriv det på siden."),
    Reason.REGISTER_RETURNED: N_("Se hva som mangler, og rett det."),
    Reason.REGISTER_TO_CLOSE: N_("Se hva som viser det, og lukk funnet eller send det tilbake."),
    Reason.REGISTER_TO_CHECK: N_("Se hva som er svart, og bekreft at saken kan legges fram, eller send den tilbake."),
    Reason.FINDING_SHOWN: N_("Se dokumentasjonen på siden. Kommunen lukker funnet eller sender det tilbake."),
    Reason.FINDING_OVERDUE: N_("Se på siden hva som er gjort, og hva som gjenstår."),
}
#: What is to be done with a report.
_OF_REPORTS = {
    Reason.REPORT_TO_CHECK: N_("Les den, åpne tallene, og godkjenn den eller send den tilbake."),
    Reason.REPORT_RETURNED: N_("Les merknadene, rett det som skal rettes, og send den på nytt."),
    Reason.REPORT_CHECKED: N_("Se hva som gjenstår før den kan utgis."),
}
_SEVERITIES = {
    Severity.CRITICAL: N_("Kritisk"),
    Severity.HIGH: N_("Høy"),
    Severity.MEDIUM: N_("Middels"),
    Severity.LOW: N_("Lav"),
}
_TIMES = {2: N_("andre"), 3: N_("tredje"), 4: N_("fjerde"), 5: N_("femte"), 6: N_("sjette")}


def asks_for_answer(item: Item) -> bool:
    """Whether the reader may give one of the four answers."""
    return group_of(item.reason).asks_for_answer and item.reason is not Reason.MEASURE_ESCALATED


def meta(item: Item) -> str:
    """Where, when and how grave, on one line."""
    parts = [
        item.enhet_name,
        month_name(item.month) if item.month else None,
        _("alvor: {severity}").format(severity=severity_name(item.severity).lower()) if item.severity else None,
        _("sak {id}").format(id=item.sak_id) if item.sak_id else None,
    ]
    line = " · ".join(part for part in parts if part)
    return line[:1].upper() + line[1:]


def expected(item: Item, today: date) -> str:
    """What the reader shall do, and by when."""
    late = item.deadline is not None and item.deadline < today
    return " ".join(part for part in (_by_when(item, late), item.expected or _to_do(item, late)) if part)


def told(item: Item) -> list[str]:
    """What happened, why it is a sak, and on what ground: whole sentences."""
    group, happened = TOLD[item.reason]
    if group is Group.KNOWN:
        return [_(happened), *item.why]
    return [*([_(happened)] if happened else []), *found(item), *ground(item)]


def found(item: Item) -> list[str]:
    """Why it is a sak, where it is."""
    if group_of(item.reason) is Group.KNOWN:
        return list(item.why)
    return [
        *item.why,
        *([_cases(item.count)] if item.count else []),
        *([_("Dette er {time} gang ved enheten.").format(time=_time(item.recurrence))] if item.recurrence > 1 else []),
    ]


def ground(item: Item) -> list[str]:
    if group_of(item.reason) is Group.KNOWN or not item.hjemmel:
        return []
    return [_("Hjemmel: {hjemmel}.").format(hjemmel=item.hjemmel.rstrip("."))]


def severity_name(severity: Severity) -> str:
    return _(_SEVERITIES[severity])


def lacking(missing: Missing, today: date) -> list[str]:
    """How much of a delivery is missing, and since when."""
    lack = (
        ngettext("Mangler for én enhet.", "Mangler for {count} enheter.", missing.enheter)
        if missing.enheter
        else _("Ingenting er levert.")
    )
    return [
        *([_("Dette er en påminnelse.")] if missing.reminder else []),
        lack.format(count=number(missing.enheter)),
        _("Skulle vært levert {day}.").format(day=day_from(missing.since, today, weekday=True)),
    ]


def link_text(item: Item) -> str:
    group = group_of(item.reason)
    if item.reason in (Reason.MEASURE_ESCALATED, Reason.TO_CLOSE):
        return _("Åpne saken")
    if item.reason in (Reason.MAIL_RETURNED, Reason.STRANGE_FILES, Reason.CODE_MADE):
        return _("Se hva det gjelder")
    if item.reason in OF_MONTHS:
        return _("Åpne måneden")
    if item.reason in OF_DRAWS:
        return _("Åpne stikkprøven")
    if item.reason in OF_AGREEMENTS:
        return _("Åpne resultatavtalen")
    if item.reason is Reason.BONUS_DECIDED:
        return _("Se hva som er avgjort")
    if item.reason is Reason.AGENDA_MADE:
        return _("Åpne årshjulet")
    if item.reason in OF_REPORTS:
        return _("Åpne rapporten")
    if group is Group.BROKEN:
        return _("Se kontrollen")
    if group is Group.DECIDE:
        return _("Åpne saken og avgjør")
    return _("Åpne saken og svar") if group.asks_for_answer else _("Åpne saken")


def _by_when(item: Item, late: bool) -> str:
    asked = group_of(item.reason)
    if item.deadline is None:
        return ""
    if item.reason is Reason.DOCUMENTS_ASKED:
        sentence = _("Dokumentasjonen skulle vært vist {day}.") if late else _("Vis den innen {day}.")
    elif asked is Group.MEASURE or item.reason is Reason.MEASURE_ESCALATED:
        sentence = _("Tiltaket skulle vært gjennomført {day}.") if late else _("Tiltaket skal være gjennomført {day}.")
    elif asked is Group.DECIDE:
        sentence = _("Skulle vært avgjort {day}.") if late else _("Avgjør innen {day}.")
    elif asked.asks_for_answer:
        sentence = _("Svarfristen var {day}.") if late else _("Svar innen {day}.")
    else:
        return ""
    return sentence.format(day=near_day(item.deadline, weekday=True))


def _to_do(item: Item, late: bool) -> str:
    asked = group_of(item.reason)
    if item.reason is Reason.TO_CLOSE:
        return _("Se dokumentasjonen, og lukk saken.")
    if item.reason in _OF_REPORTS:
        return _(_OF_REPORTS[item.reason])
    if item.reason in _OF_REGISTERS:
        return _(_OF_REGISTERS[item.reason])
    if item.reason is Reason.DRAW_WAITS:
        return _("Hold antall og sum mot regnskapet eller fagsystemet, og bekreft at populasjonen er fullstendig.")
    if item.reason is Reason.DOCUMENTS_ASKED:
        return _("Svar med en kommentar i saken: hva som viser det, eller hvor det ligger.")
    if item.reason in (Reason.ASSIGNED, Reason.DOCUMENTS_GIVEN):
        return _("Se hva saken venter på.")
    if item.reason is Reason.MEASURE_ESCALATED:
        return _("Sørg for at tiltaket blir gjennomført.")
    if asked is Group.ESCALATED:
        return _("Sørg for at saken blir besvart, eller svar selv.")
    if asked.asks_for_answer:
        return _("Svar så snart du kan.") if late else "" if item.deadline else _("Svar på saken.")
    if item.reason is Reason.RULE_STOPPED:
        return _("Finn ut om feilen er i regelen eller i dataene.")
    if item.reason is Reason.NOT_APPROVED:
        return _("Finn ut hva som er endret, og godkjenn regelen eller få den rettet.")
    if item.reason is Reason.JOB_MISSED:
        return _("Finn ut hvorfor, og se til at den blir kjørt.")
    if item.reason is Reason.LAPSING:
        return _("Sørg for at det blir avklart i tide.")
    if item.reason is Reason.EVALUATION_OVERDUE:
        return _(
            "Sørg for at tiltaket blir evaluert med de tillitsvalgte, og at det blir ført på siden «Kontrolltiltak»."
        )
    if item.reason is Reason.SKAL_CHANGED:
        return _("Se om reglene fortsatt sier det samme som reglementet, og bekreft det for hver regel.")
    if item.reason is Reason.ENGINE_DISAGREES:
        return _("Se forskjellene på siden om kjøringen, og meld dem til den som drifter kontroll.")
    if item.reason is Reason.ENGINE_STOPPED:
        return _("Finn ut hvorfor sammen med den som drifter kontroll.")
    if item.reason is Reason.CONTROL_FAILED:
        return _("Kjør «kontroll regler sjekk», og meld feilen til den som drifter kontroll.")
    if item.reason is Reason.MAIL_RETURNED:
        return _("Få adressen rettet i kildesystemet, og si fra til mottakeren så lenge.")
    if item.reason is Reason.STRANGE_FILES:
        return _("Få filene levert på nytt med riktig navn og plass, eller fjern dem.")
    if item.reason is Reason.CODE_MADE:
        return _("Er det ikke du som har bedt om koden? Meld fra til den som drifter kontroll med en gang.")
    if item.reason is Reason.CHANGED:
        return _("Se hva som er nytt.")
    if item.reason in _OF_AGREEMENTS:
        return _(_OF_AGREEMENTS[item.reason])
    return {
        Group.MEASURE: _("Meld fra i saken når det er gjort."),
        Group.DECIDE: _("Begrunn avgjørelsen."),
        Group.MONTH: _("Les det som er skrevet, og spør eller godta.")
        if item.reason is Reason.MONTH_EXPLAINED
        else _("Sørg for at måneden blir forklart, eller forklar den selv.")
        if item.reason is Reason.MONTH_SILENT
        else _("Meld fra der når tiltaket er gjort.")
        if item.reason is Reason.MONTH_TILTAK
        else _("Forklar måneden på siden."),
    }.get(asked, _("Du trenger ikke gjøre noe."))


def _cases(count: int) -> str:
    sentence = ngettext(
        "Saken gjelder {count} tilfelle, som du ser når du er logget inn.",
        "Saken gjelder {count} tilfeller, som du ser når du er logget inn.",
        count,
    )
    return sentence.format(count=number(count))


def _time(recurrence: int) -> str:
    return _(_TIMES[recurrence]) if recurrence in _TIMES else f"{recurrence}."
