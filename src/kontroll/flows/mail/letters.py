"""Letters: notices as what a person reads: which sak, at which enhet, why, by when, and why it comes to her."""

from __future__ import annotations

from collections.abc import Iterable

from kontroll.domain.month import Month
from kontroll.domain.notice import OF_AGREEMENTS, OF_DRAWS, OF_MONTHS, OF_REGISTERS, OF_REPORTS, Notice, Reason
from kontroll.domain.people import Standing
from kontroll.domain.policy import ExpectedDelivery
from kontroll.domain.register import ADDRESSES, Register, register_of
from kontroll.domain.rule import Rule
from kontroll.domain.sak import (
    ALL_REPORTED,
    ENGINE_ALARM,
    MISSED_CONTROL,
    MISSING_DATA,
    SAMPLED,
    SILENT_SUPERIOR,
    Answer,
    Sak,
    SakState,
)
from kontroll.flows.month import engine_alarm
from kontroll.flows.month.missed_control import heading_of
from kontroll.flows.people.today import Today
from kontroll.flows.saker import report_avvik, sampled, silent_superiors
from kontroll.flows.saker.missing import delivery_of
from kontroll.notices.letter import Item, Letter, Missing
from kontroll.notices.routing import role_of
from kontroll.notices.standing import clause
from kontroll.report.issuing.words import report_name, report_of
from kontroll.report.plainly.grounds import hjemmel_name
from kontroll.store.transaction import Transaction
from kontroll.texts import N_, _, month_name

_OF_TILTAK = (Reason.MEASURE_DUE, Reason.MEASURE_ESCALATED)
#: Reasons whose usual words ask for an answer to an open sak.
_ASKING = frozenset(
    {Reason.NEW_SAK, Reason.HANDED_OVER, Reason.REOPENED, Reason.REMINDER, Reason.OVERDUE, Reason.RETEST_FAILED}
)
_OF_OFFICES = (Standing.LEADER, Standing.ACTING, Standing.DEPUTY, Standing.NEXT_UP)
#: What is to be decided, by what was answered.
_TO_DECIDE = {
    Answer.DISAGREE: N_("Lederen er uenig i at dette er et avvik. Avgjør om det er det, og begrunn."),
    Answer.EXEMPTION: N_("Lederen ber om unntak. Avgjør om det skal gis, og begrunn."),
}
#: Where what has no sak is seen.
_PAGES = {
    Reason.MAIL_RETURNED: "/meldinger",
    Reason.STRANGE_FILES: "/leveranser",
    Reason.EVALUATION_OVERDUE: "/kontrolltiltak",
    Reason.AGENDA_MADE: "/internkontroll/arshjul",
}
_ABOUT_DATA = (Reason.DATA_MISSING, Reason.DATA_REMINDER)


def letter_of(tx: Transaction, today: Today, recipient: str, notices: list[Notice]) -> Letter:
    """One letter of all the notices, which are of one person."""
    saker = {sak.id: sak for sak in tx.saker.among("id", {n.sak for n in notices if n.sak is not None})}
    person = today.directory.person(recipient, today.day)
    data = [n for n in notices if n.reason in _ABOUT_DATA]
    return Letter(
        recipient_name=person.name if person is not None else "",
        municipality=today.desk.settings.municipality,
        day=today.day,
        link=_link(today, "/"),
        items=tuple(_item(today, n, saker.get(n.sak or "")) for n in notices if n not in data),
        missing=tuple(_missing(today, n, saker[n.sak or ""]) for n in data if n.sak in saker),
    )


def _item(today: Today, notice: Notice, sak: Sak | None) -> Item:
    if notice.confined:
        return _confined(today, notice, sak)
    rule = today.desk.rulebook.rules.get(notice.rule or "")
    return Item(
        reason=notice.reason,
        rule_name=rule.name if rule is not None else _name(today, notice, sak),
        link=_link(today, f"/sak/{sak.id}" if sak is not None else _page(notice)),
        standing=_standing(today, notice),
        sak_id=sak.id if sak is not None else None,
        enhet_name=today.directory.name_of(notice.enhet, today.day) if notice.enhet else None,
        month=notice.month,
        severity=notice.severity,
        why=tuple(line for line in notice.why.split("\n") if line),
        count=notice.count,
        expected=_expected(notice, sak),
        # The sak's own deadline: it may have moved since the notice was made. A tiltak has one of its own.
        deadline=notice.deadline if sak is None or notice.reason in _OF_TILTAK else sak.deadline,
        recurrence=sak.occurrence if sak is not None else 1,
        hjemmel=_hjemmel(today, rule),
    )


def _confined(today: Today, notice: Notice, sak: Sak | None) -> Item:
    """That there is something, and by when; what it is and about whom is read by whoever is signed in."""
    return Item(
        reason=notice.reason,
        rule_name=_("Egen samtale"),
        link=_link(today, "/samtaler"),
        standing="",
        deadline=notice.deadline if sak is None else sak.deadline,
        expected=_("Logg inn for å se hva det gjelder. Bare du ser det."),
    )


def _page(notice: Notice) -> str:
    if notice.reason in OF_MONTHS:
        return f"/manedsoppfolging/{notice.enhet}/{notice.month}"
    if notice.reason in OF_DRAWS:
        return f"/stikkprove/{notice.subject_key}"
    if notice.reason in OF_AGREEMENTS:
        there_is_one = not notice.subject_key.isdigit()
        return f"/resultatavtale/{notice.subject_key}" if there_is_one else f"/resultatavtaler?aar={notice.subject_key}"
    if notice.reason is Reason.BONUS_DECIDED:
        return f"/bonus/{notice.subject_key}"
    if notice.reason in OF_REGISTERS:
        register = register_of(notice.subject_key)
        return f"{ADDRESSES[register]}/{notice.subject_key}" if register is not None else "/"
    if notice.reason in OF_REPORTS:
        kind, period = report_of(notice.subject_key)
        return (
            f"/rapporter/{notice.subject_key}"
            if notice.reason is Reason.REPORT_ISSUED
            else f"/rapporter/utkast/{kind}/{period}"
        )
    return _PAGES.get(notice.reason, "/")


def _in_register(id: str) -> str:
    register = register_of(id)
    if register is Register.DECISIONS:
        return _("Politisk vedtak {id}").format(id=id)
    return _("Funn {id}").format(id=id) if register is Register.FINDINGS else _("Saksutredning {id}").format(id=id)


def _hjemmel(today: Today, rule: Rule | None) -> str | None:
    """The law before the kommune's own reglement, and neither where nobody has held the paragraph against its source."""
    checked = [hjemmel for hjemmel in rule.hjemmel if hjemmel.verified] if rule is not None else []
    chosen = next((hjemmel for hjemmel in checked if hjemmel.lov is not None), checked[0] if checked else None)
    return hjemmel_name(chosen, today.desk.reglementer) if chosen is not None else None


def _expected(notice: Notice, sak: Sak | None) -> str:
    """What to do, where the sak has gone on since the notice was made, or was handed over on its way; "" = the usual."""
    if sak is not None and notice.reason is Reason.ANSWERED:
        if sak.state is not SakState.ANSWERED:
            return _("Du trenger ikke gjøre noe. Svaret er avgjort.")
        return _(_TO_DECIDE[sak.answer]) if sak.answer in _TO_DECIDE else ""
    if sak is None or sak.state is SakState.OPEN or notice.reason not in _ASKING:
        return ""
    return {
        SakState.ANSWERED: _(
            "Du trenger ikke gjøre noe nå. Svaret er gitt og venter på avgjørelse hos internkontrollen."
        ),
        SakState.MEASURE: _("Saken er besvart med tiltak. Se til at de blir gjennomført innen fristen."),
        SakState.RETEST: _("Du trenger ikke svare. Regelen prøver saken på nytt, og så blir den lukket av en annen."),
        SakState.CLOSED: _("Du trenger ikke gjøre noe. Saken er lukket."),
    }[sak.state]


def _name(today: Today, notice: Notice, sak: Sak | None) -> str:
    """What it is about where no rule is: a delivery, or a job."""
    expected = delivery_of(today, sak) if sak is not None and sak.kind == MISSING_DATA else None
    if expected is not None and sak is not None:
        return _("Data mangler fra {source}").format(source=source_of(today, expected))
    if sak is not None and sak.kind == MISSED_CONTROL:
        return heading_of(sak)
    if sak is not None and sak.kind == ENGINE_ALARM:
        return engine_alarm.heading_of(sak)
    if sak is not None and sak.kind == SILENT_SUPERIOR:
        return silent_superiors.heading()
    if sak is not None and sak.kind == SAMPLED:
        return sampled.heading_of(sak)
    if sak is not None and sak.kind in ALL_REPORTED:
        return report_avvik.heading_of(sak)
    if notice.reason in OF_MONTHS:
        return _("Månedsoppfølging")
    if notice.reason in OF_DRAWS:
        return _("Stikkprøve {id}").format(id=notice.subject_key)
    if notice.reason in OF_AGREEMENTS:
        return _("Resultatavtale {year}").format(year=notice.subject_key.partition("-")[0])
    if notice.reason is Reason.BONUS_DECIDED:
        return _("Bonus {year}").format(year=notice.subject_key)
    if notice.reason is Reason.AGENDA_MADE:
        return _("Årshjul {year}").format(year=notice.subject_key)
    if notice.reason in OF_REGISTERS:
        return _in_register(notice.subject_key)
    if notice.reason is Reason.REPORT_ISSUED:
        return _("Rapport {name}").format(name=notice.subject_key)
    if notice.reason in OF_REPORTS:
        return report_name(*report_of(notice.subject_key))
    if notice.reason is Reason.SKAL_CHANGED:
        return _("Endrede skal-setninger")
    if notice.reason is Reason.STRANGE_FILES:
        return _("Filer som ikke leses")
    if notice.reason is Reason.MAIL_RETURNED:
        person = today.directory.person(notice.subject_key, today.day)
        return _("E-post til {name}").format(name=person.name if person is not None else notice.subject_key)
    return notice.subject_key


def _missing(today: Today, notice: Notice, sak: Sak) -> Missing:
    expected = delivery_of(today, sak)
    due = today.desk.days.after(sak.month.last_day, expected.due_working_days) if expected is not None else sak.opened
    source = source_of(today, expected) if expected is not None else notice.subject_key
    return Missing(
        source=source,
        what=_what(source, sak.month),
        month=sak.month,
        enheter=notice.count,
        since=due,
        link=_link(today, f"/sak/{sak.id}"),
        standing=_standing(today, notice, expected),
        reminder=notice.reason is Reason.DATA_REMINDER,
    )


def source_of(today: Today, expected: ExpectedDelivery) -> str:
    """The system or data set as people call it."""
    if expected.source is not None:
        return expected.source
    dataset = today.desk.rulebook.datasets.get(expected.dataset or "")
    return dataset.name if dataset is not None else expected.id


def _what(source: str, month: Month) -> str:
    return _("{source} for {month}").format(source=source, month=month_name(month))


def _standing(today: Today, notice: Notice, expected: ExpectedDelivery | None = None) -> str:
    if not notice.standing:
        return ""
    rule = today.desk.rulebook.rules.get(notice.rule or "")
    words = [*(today.consequence(rule).notify if rule is not None else ()), *([expected.owner] if expected else [])]
    notices = today.desk.policies.notices
    role = role_of(notice.recipient, words, today.day, today.directory, notices)
    return clause(
        Standing(notice.standing), role=role, office=_office(today, notice, words), lifted=_is_lifted(today, notice)
    )


def _office(today: Today, notice: Notice, words: Iterable[str]) -> str:
    """Name of the enhet for which she is told of another's; "" where it is her own, or one below it."""
    known, directory, day = today.desk.policies.notices.recipients, today.directory, today.day
    if notice.enhet and directory.line(notice.enhet, day) and Standing(notice.standing) in _OF_OFFICES:
        above = {span.enhet for span in directory.line(notice.enhet, day)}
        for at in (known[word].enhet for word in words if word in known):
            found = directory.responsible_for(at, day) if at and at not in above else None
            if found is not None and at and found.person == notice.recipient:
                return directory.name_of(at, day)
    return ""


def _is_lifted(today: Today, notice: Notice) -> bool:
    """Whether it came up the whole line to the kontrollutvalg, rather than being of the top leader's own."""
    own = notice.enhet is not None and today.directory.led_by_top(notice.enhet, today.day)
    return notice.reason in (Reason.ESCALATION, Reason.MEASURE_ESCALATED) and not own


def _link(today: Today, path: str) -> str:
    return today.desk.settings.address.rstrip("/") + path
