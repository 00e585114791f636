"""Wording: what is said of one item, by the reason it is sent: what happened, and what is expected of the reader."""

from __future__ import annotations

from datetime import date
from enum import Enum

from kontroll.domain.notice import OF_AGREEMENTS, OF_DRAWS, OF_MONTHS, Reason
from kontroll.domain.rule import Severity
from kontroll.notices.letter import Item, Missing
from kontroll.texts import N_, _, day, month_name, near_day, ngettext, number


class Group(Enum):
    """The parts of a letter, in the order they stand. The value is the heading."""

    ESCALATED = N_("Løftet til deg")
    OVERDUE = N_("Fristen er ute")
    ANSWER = N_("Svar på dette")
    MONTH = N_("Månedsoppfølging")
    AGREEMENT = N_("Resultatavtaler")
    MEASURE = N_("Tiltak med frist")
    DECIDE = N_("Venter på din avgjørelse")
    MISSING = N_("Data som mangler")
    BROKEN = N_("Kontroller som må ses på")
    KNOWN = N_("Til orientering")

    @property
    def asks_for_answer(self) -> bool:
        """Whether its saker wait for one of the four answers, or for somebody who sees to it that they come."""
        return self in (Group.ESCALATED, Group.OVERDUE, Group.ANSWER)


#: Each reason's place in the letter, and what happened ("" where the sak's own sentences say it).
_TOLD = {
    Reason.ESCALATION: (Group.ESCALATED, N_("Saken er ikke besvart innen fristen av den som har ansvaret.")),
    Reason.MEASURE_ESCALATED: (
        Group.ESCALATED,
        N_("Et tiltak er ikke gjennomført innen fristen av den som har ansvaret."),
    ),
    Reason.OVERDUE: (Group.OVERDUE, N_("Saken er ikke besvart.")),
    Reason.NEW_SAK: (Group.ANSWER, ""),
    Reason.HANDED_OVER: (Group.ANSWER, N_("Saken er overført til deg.")),
    Reason.REMINDER: (Group.ANSWER, N_("Fristen nærmer seg, og saken er ikke besvart.")),
    Reason.REOPENED: (Group.ANSWER, N_("Forholdet er tilbake, og saken er åpnet igjen.")),
    Reason.RETEST_FAILED: (Group.ANSWER, N_("Vi har kontrollert på nytt, og forholdet er ikke i orden ennå.")),
    Reason.NOT_UPHELD: (Group.ANSWER, N_("Du har ikke fått medhold. Begrunnelsen står i saken.")),
    Reason.NOT_EXEMPTED: (Group.ANSWER, N_("Det er ikke gitt unntak. Begrunnelsen står i saken.")),
    Reason.MEASURE_DUE: (Group.MEASURE, ""),
    Reason.DOCUMENTS_ASKED: (
        Group.MEASURE,
        N_("Internkontrollen ber deg vise dokumentasjon. Hva det gjelder, står i saken."),
    ),
    Reason.ASSIGNED: (Group.KNOWN, N_("Du er satt opp som saksbehandler i internkontrollen.")),
    Reason.DOCUMENTS_GIVEN: (Group.KNOWN, N_("Dokumentasjonen du ba om, er kommet. Den står i saken.")),
    Reason.ANSWERED: (Group.DECIDE, N_("Lederen har svart, og svaret skal avgjøres.")),
    Reason.TO_CLOSE: (
        Group.DECIDE,
        N_("Vi har kontrollert på nytt, og alt i saken er i orden. En annen enn den som svarte, skal lukke den."),
    ),
    Reason.DATA_MISSING: (Group.MISSING, ""),
    Reason.DATA_REMINDER: (Group.MISSING, ""),
    Reason.RULE_STOPPED: (
        Group.BROKEN,
        N_(
            "Regelen slo ut så bredt at den er stanset for måneden. Ingen er varslet, og ingen sak er åpnet eller lukket."
        ),
    ),
    Reason.NOT_APPROVED: (
        Group.BROKEN,
        N_(
            "Regelen er ny eller endret, og er ikke godkjent. Den er vurdert og vist, men ingen er varslet om det den fant."
        ),
    ),
    Reason.JOB_MISSED: (Group.BROKEN, N_("Kjøringen gikk ikke til den tiden den skulle.")),
    Reason.LAPSING: (Group.BROKEN, ""),
    Reason.EVALUATION_OVERDUE: (Group.BROKEN, ""),
    Reason.SKAL_CHANGED: (
        Group.BROKEN,
        N_("Skal-setninger i kommunens reglementer er endret, og regler som bygger på dem, må gjennomgås."),
    ),
    Reason.ENGINE_DISAGREES: (
        Group.BROKEN,
        N_("Motorene som regner ut svarene, er uenige. Måneden er ikke vurdert, og ingen er varslet."),
    ),
    Reason.ENGINE_STOPPED: (
        Group.BROKEN,
        N_(
            "Slutningsmotoren virket ikke. Måneden er vurdert av reserven, og svarene står, men de er ikke kontrollert av "
            "slutningsmotoren."
        ),
    ),
    Reason.ENGINE_WORKS: (Group.KNOWN, N_("Motorene virker igjen, og de er enige.")),
    Reason.CONTROL_FAILED: (
        Group.BROKEN,
        N_("Regelen består ikke sine egne prøver i kjøringen. Den er utelatt, så ingen får vite hva den ville funnet."),
    ),
    Reason.MAIL_RETURNED: (
        Group.BROKEN,
        N_("E-post til denne mottakeren kommer ikke fram. Meldingene står på sidene, men ingen har sagt fra om dem."),
    ),
    Reason.STRANGE_FILES: (
        Group.BROKEN,
        N_("I innboksen ligger det filer som kontroll ikke leser. Ingen regel ser det som står i dem."),
    ),
    Reason.DRAW_WAITS: (Group.DECIDE, N_("Kontrollplanen har laget et utkast til stikkprøve.")),
    Reason.DRAW_COMMITTED: (
        Group.KNOWN,
        N_("Planen for stikkprøven er låst, før noen kan vite hva som blir trukket. Ta vare på denne meldingen."),
    ),
    Reason.DRAW_DRAWN: (Group.KNOWN, N_("Stikkprøven er trukket. Alle kan trekke den på nytt og se at det stemmer.")),
    Reason.DRAW_CONCLUDED: (Group.KNOWN, N_("Stikkprøven er avsluttet, og rapporten er låst.")),
    Reason.DRAW_ABORTED: (Group.KNOWN, N_("Stikkprøven er avbrutt. Nummeret er brukt.")),
    Reason.AGREEMENT_MISSING: (Group.AGREEMENT, N_("Fristen for å inngå resultatavtale nærmer seg.")),
    Reason.AGREEMENT_OVERDUE: (Group.AGREEMENT, N_("Fristen er ute, og resultatavtalen er ikke inngått.")),
    Reason.AGREEMENT_TALK: (Group.AGREEMENT, N_("Det er satt en dag for samtalen om resultatavtalen.")),
    Reason.AGREEMENT_TO_SIGN: (Group.AGREEMENT, N_("Den andre parten har bekreftet resultatavtalen.")),
    Reason.AGREEMENT_MIDYEAR: (Group.AGREEMENT, N_("Halvårsoppfølgingen av resultatavtalen er ikke gjort.")),
    Reason.AGREEMENT_TO_CONCLUDE: (Group.AGREEMENT, N_("Året er over, og resultatavtalen er ikke gjort opp.")),
    Reason.AGREEMENT_HOLDS: (Group.KNOWN, N_("Begge har bekreftet resultatavtalen, og den gjelder.")),
    Reason.AGREEMENT_RESULT: (Group.KNOWN, N_("Resultatavtalen er gjort opp. Se hva som er skrevet om hvert mål.")),
    Reason.BONUS_DECIDED: (
        Group.KNOWN,
        N_("Bonus for året er avgjort. Logg inn for å se hva som er avgjort, og hvorfor."),
    ),
    Reason.MONTH_DUE: (
        Group.MONTH,
        N_("Tallene er dårligere enn de skal være. Skriv hvorfor, hva du venter for året, og hva du gjør."),
    ),
    Reason.MONTH_REMINDER: (Group.MONTH, N_("Fristen nærmer seg, og måneden er ikke forklart.")),
    Reason.MONTH_QUESTIONED: (Group.MONTH, N_("Den som er over deg, har lest det du skrev, og spør.")),
    Reason.MONTH_SILENT: (Group.MONTH, N_("Måneden er ikke forklart innen fristen av den som har ansvaret.")),
    Reason.MONTH_TILTAK: (Group.MONTH, N_("Fristen for et tiltak i månedsoppfølgingen er ute.")),
    Reason.MONTH_EXPLAINED: (Group.MONTH, N_("Lederen har forklart måneden.")),
    Reason.INFORMED: (
        Group.KNOWN,
        N_("En sak er åpnet, og den som har ansvaret, er bedt om å svare."),
    ),
    Reason.UPHELD: (Group.KNOWN, N_("Du har fått medhold: Dette var ikke et avvik, og saken er lukket.")),
    Reason.EXEMPTED: (Group.KNOWN, N_("Det er gitt unntak. Hva det gjelder, og hvor lenge, står i saken.")),
    Reason.RESOLVED: (Group.KNOWN, N_("Vi har kontrollert på nytt, og alt i saken er i orden.")),
    Reason.CLOSED: (Group.KNOWN, N_("Saken er lukket. Begrunnelsen står i saken.")),
    Reason.CODE_MADE: (
        Group.KNOWN,
        N_("Det er laget en engangskode for brukeren din. Den som har koden, kan velge passord og logge inn som deg."),
    ),
    Reason.TALK: (Group.KNOWN, N_("Det er noe nytt om en samtale som du er med i.")),
    Reason.CHANGED: (Group.KNOWN, N_("Nye eller rettede data har endret saken.")),
}
#: What is to be done with a resultatavtale.
_OF_AGREEMENTS = {
    Reason.AGREEMENT_MISSING: N_("Avtal en samtale, lag utkastet, og bekreft når dere er enige."),
    Reason.AGREEMENT_OVERDUE: N_("Sørg for at samtalen blir holdt og avtalen inngått."),
    Reason.AGREEMENT_TALK: N_("Les utkastet før dere møtes."),
    Reason.AGREEMENT_TO_SIGN: N_("Les den, og bekreft den når du er enig."),
    Reason.AGREEMENT_MIDYEAR: N_("Gå gjennom målene, og skriv hvordan det står til med hvert av dem."),
    Reason.AGREEMENT_TO_CONCLUDE: N_("Gå gjennom målene, og skriv hvordan det gikk med hvert av dem."),
}
_SEVERITIES = {
    Severity.CRITICAL: N_("Kritisk"),
    Severity.HIGH: N_("Høy"),
    Severity.MEDIUM: N_("Middels"),
    Severity.LOW: N_("Lav"),
}
_TIMES = {2: N_("andre"), 3: N_("tredje"), 4: N_("fjerde"), 5: N_("femte"), 6: N_("sjette")}


def group_of(reason: Reason) -> Group:
    return _TOLD[reason][0]


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
    group, happened = _TOLD[item.reason]
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
        _("Skulle vært levert {day}.").format(day=seen_from(missing.since, today)),
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
    if group is Group.BROKEN:
        return _("Se kontrollen")
    if group is Group.DECIDE:
        return _("Åpne saken og avgjør")
    return _("Åpne saken og svar") if group.asks_for_answer else _("Åpne saken")


def seen_from(when: date, today: date) -> str:
    """`fredag 4. desember`; with the year where it is not obvious."""
    return near_day(when, weekday=True) if abs((when - today).days) < 180 else day(when)


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
