"""Letters that tests read: each is a day in somebody's inbox."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kontroll.domain.month import Month
from kontroll.domain.notice import Reason
from kontroll.domain.rule import Severity
from kontroll.notices.letter import Item, Letter, Missing

FRIDAY = date(2026, 11, 27)
OCTOBER = Month(2026, 10)
SITE = "https://kontroll.fjordvik.example"

SICK_LEAVE = Item(
    reason=Reason.NEW_SAK,
    sak_id="2026-0412",
    rule_name="Sykefraværet skal være høyst 8 prosent",
    enhet_name="Solbakken skole",
    month=OCTOBER,
    severity=Severity.MEDIUM,
    why=("Sykefravær var 9,2 prosent i oktober. Grensen er 8.",),
    deadline=date(2026, 12, 11),
    standing="du er leder",
    recurrence=3,
    hjemmel="styringsreglementet punkt 4.2",
    link=f"{SITE}/sak/2026-0412",
)
INVOICES = Item(
    reason=Reason.NEW_SAK,
    sak_id="2026-0415",
    rule_name="Samme person skal ikke både attestere og anvise en faktura",
    enhet_name="Solbakken skole",
    month=OCTOBER,
    severity=Severity.HIGH,
    why=("I 4 av 61 fakturaer var det samme person som attesterte og anviste.",),
    count=4,
    deadline=date(2026, 12, 4),
    standing="du er leder",
    hjemmel="økonomireglementet punkt 5.3",
    link=f"{SITE}/sak/2026-0415",
)


def letter(*items: Item, missing: tuple[Missing, ...] = (), name: str = "Kari Nordvik") -> Letter:
    return Letter(
        recipient_name=name,
        municipality="Fjordvik kommune",
        day=FRIDAY,
        link=f"{SITE}/mine",
        items=items,
        missing=missing,
    )


def told(reason: Reason, item: Item = SICK_LEAVE, **changes: object) -> Item:
    return replace(item, reason=reason, **changes)


def missing(what: str, enheter: int, since: date = date(2026, 11, 5)) -> Missing:
    return Missing(
        source="Lønns- og personalsystemet",
        what=what,
        month=OCTOBER,
        enheter=enheter,
        since=since,
        link=f"{SITE}/leveranser",
        standing="du har ansvaret for dataene",
    )


GOLDEN = {
    "to-saker": letter(SICK_LEAVE, INVOICES),
    "mange-slag": letter(
        told(Reason.REMINDER, INVOICES, deadline=date(2026, 11, 30)),
        told(Reason.OVERDUE, deadline=date(2026, 11, 20)),
        told(
            Reason.REOPENED,
            INVOICES,
            severity=Severity.CRITICAL,
            rule_name="Betalt til ny konto uten kontroll",
            count=1,
        ),
        told(Reason.NOT_UPHELD, rule_name="Økonomien skal være gul eller grønn", recurrence=1, why=()),
        told(
            Reason.MEASURE_DUE, rule_name="Overtid skal være innenfor loven", deadline=date(2026, 11, 30), recurrence=1
        ),
        told(Reason.RESOLVED, rule_name="Etikkopplæring", enhet_name="Solbakken SFO", recurrence=1, why=()),
    ),
    "lederlos-enhet": letter(
        told(
            Reason.ESCALATION,
            deadline=date(2026, 11, 20),
            enhet_name="Myra barnehage",
            standing="stillingen er ledig, og du er nærmeste overordnede",
        ),
        told(
            Reason.MEASURE_ESCALATED,
            rule_name="Overtid skal være innenfor loven",
            deadline=date(2026, 11, 13),
            enhet_name="Bakken skole",
            standing="du er overordnet leder",
            why=(),
            recurrence=1,
        ),
        name="Ola Vik",
    ),
    "kritisk": letter(replace(INVOICES, severity=Severity.CRITICAL, deadline=date(2026, 12, 1))),
    "data-mangler": letter(
        missing=(
            missing("Sykefravær", 12),
            replace(missing("Overtid", 1), reminder=True),
            missing("Tilsettinger", 0, since=date(2026, 11, 13)),
        ),
        name="Per Dahl",
    ),
    "internkontroll": letter(
        Item(
            reason=Reason.RULE_STOPPED,
            rule_name="Innkjøp skal ha avtale",
            month=OCTOBER,
            why=("Den slo ut hos 180 av 220 enheter. Grensen i regelen er 150.",),
            standing="du arbeider med internkontroll",
            link=f"{SITE}/regel/innkjop-002",
        ),
        Item(
            reason=Reason.JOB_MISSED,
            rule_name="Månedens kontroll",
            month=OCTOBER,
            standing="du arbeider med internkontroll",
            link=f"{SITE}/kjoringer",
        ),
        told(
            Reason.ANSWERED,
            why=("Svaret er «uenig».",),
            recurrence=1,
            deadline=date(2026, 12, 4),
            standing="du arbeider med internkontroll",
        ),
        told(Reason.TO_CLOSE, INVOICES, why=(), count=0, deadline=None, standing="du arbeider med internkontroll"),
        name="Liv Strand",
    ),
    "mange-enheter": letter(
        *(
            told(
                Reason.OVERDUE,
                INVOICES,
                rule_name="Kjøp utenom rammeavtalen kommunen har",
                severity=Severity.LOW,
                deadline=date(2026, 11, 26),
                enhet_name=enhet,
                sak_id=f"2026-05{number:02}",
                link=f"{SITE}/sak/2026-05{number:02}",
                why=(),
                count=number % 3,
                recurrence=1 + number % 2,
                standing="du svarer for Innkjøp, som følger opp dette",
            )
            for number, enhet in enumerate(
                ["Solbakken skole", "Myra barnehage", "Bakken skole", "Byarkivet", "Kulturskolen", "Sykehjem øst"]
            )
        ),
        told(Reason.OVERDUE, deadline=date(2026, 11, 26), recurrence=1),
    ),
    "avgjort": letter(told(Reason.UPHELD, why=(), recurrence=1), told(Reason.EXEMPTED, INVOICES, why=(), count=0)),
}
