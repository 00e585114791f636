"""Groups: the parts of a letter, which reason stands in which, and what happened where it does."""

from __future__ import annotations

from enum import Enum

from kontroll.domain.notice import Reason
from kontroll.texts import N_


class Group(Enum):
    """The parts of a letter, in the order they stand. The value is the heading."""

    ESCALATED = N_("Løftet til deg")
    OVERDUE = N_("Fristen er ute")
    ANSWER = N_("Svar på dette")
    MONTH = N_("Månedsoppfølging")
    AGREEMENT = N_("Resultatavtaler")
    REPORT = N_("Rapporter til kommunestyret")
    REGISTER = N_("Vedtak, tilsyn og utredninger")
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
TOLD = {
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
    Reason.AGENDA_MADE: (
        Group.KNOWN,
        N_("Årshjulet for internkontrollen er laget: det ledergruppen bør ta opp om sin egen kontroll, og hvorfor."),
    ),
    Reason.REPORT_TO_CHECK: (Group.REPORT, N_("Du er bedt om å kvalitetssikre rapporten.")),
    Reason.REPORT_RETURNED: (Group.REPORT, N_("Den som kvalitetssikrer rapporten, har sendt den tilbake.")),
    Reason.REPORT_CHECKED: (Group.REPORT, N_("Rapporten er kvalitetssikret.")),
    Reason.REPORT_ISSUED: (Group.KNOWN, N_("Rapporten er utgitt, og kan leses av alle.")),
    Reason.REGISTER_OWNER: (Group.REGISTER, N_("Du er satt opp som ansvarlig.")),
    Reason.REGISTER_DUE: (Group.REGISTER, N_("Fristen nærmer seg.")),
    Reason.REGISTER_OVERDUE: (Group.REGISTER, N_("Fristen er ute, og det er ikke gjort.")),
    Reason.REGISTER_RETURNED: (Group.REGISTER, N_("Det er sendt tilbake til deg. Hvorfor, står på siden.")),
    Reason.REGISTER_TO_CLOSE: (Group.REGISTER, N_("Et funn er meldt rettet.")),
    Reason.REGISTER_TO_CHECK: (Group.REGISTER, N_("En sjekkliste for utredning er fylt ut.")),
    Reason.FINDING_SHOWN: (Group.KNOWN, N_("Et funn dere følger opp, er meldt rettet, og dokumentasjonen er ført.")),
    Reason.FINDING_OVERDUE: (Group.KNOWN, N_("Fristen for et funn dere følger opp, er ute, og det er ikke rettet.")),
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


def group_of(reason: Reason) -> Group:
    return TOLD[reason][0]
