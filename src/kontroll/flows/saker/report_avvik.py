"""Report avvik: somebody in the kommune tells what is wrong, and it becomes a sak like those that rules open.

Why a code and no name for whoever asks how it went: then one who reports without a name can do so too. Of her nothing is
kept, not even the time of day: an exact one would be found again in the log of whatever she used.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from kontroll.domain.casework import comment
from kontroll.domain.conflict import Conflict
from kontroll.domain.directory import Directory
from kontroll.domain.month import Month
from kontroll.domain.notice import Reason
from kontroll.domain.people import Responsible
from kontroll.domain.policy import INTERNAL_CONTROL, SUPERVISORY
from kontroll.domain.problem import KontrollError
from kontroll.domain.refusal import Refusal
from kontroll.domain.rule import Severity
from kontroll.domain.run import Decision
from kontroll.domain.sak import ALL_REPORTED, REPORTED, REPORTED_OF_TOP, Sak, SakState, demand
from kontroll.domain.sakflow import open_sak
from kontroll.flows.people.passwords import new_code
from kontroll.flows.people.today import Today
from kontroll.flows.saker.acting import TEXT, Acting, acting, today_of
from kontroll.flows.saker.said import Said, said_in
from kontroll.flows.telling.announce import announce_report
from kontroll.flows.telling.tell import owner_of, people_for, tell_of_sak
from kontroll.notices.routing import recipients
from kontroll.store.transaction import Transaction
from kontroll.texts import N_, NORWAY, _
from kontroll.wiring import Desk

#: What it may be about, by the last word of the sak's id.
KINDS = {
    "hms": N_("Arbeidsmiljø, helse og sikkerhet"),
    "tjeneste": N_("Tjenestene til innbyggerne"),
    "okonomi": N_("Økonomi, innkjøp og eiendeler"),
    "personvern": N_("Personvern og informasjonssikkerhet"),
    "annet": N_("Noe annet"),
}
#: Who stands on the trail for one who has told no name.
NOBODY = "melder"
KIND, KIND_QUESTION, KIND_REPLY = "melding", "spørsmål til melder", "svar fra melder"
LONGEST = 4_000
_MARK = "meldt:"


class Misreported(KontrollError):
    """Something that must be told is missing or unknown. field: of the report."""

    def __init__(self, field: str) -> None:
        super().__init__(f"report: {field}")
        self.field = field


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """about_leader: it is about whoever leads the enhet, or she is too near to it to judge."""

    enhet: str
    kind: str
    severity: Severity
    text: str
    about_leader: bool = False


@dataclass(frozen=True, slots=True)
class Followed:
    """What whoever holds the code is shown."""

    sak: Sak
    about: str
    said: tuple[Said, ...]


def report_avvik(desk: Desk, report: Report, now: datetime, by: str | None = None) -> tuple[Sak, str]:
    """The new sak, and the code by which it is followed, which is kept nowhere. by: None = without a name.

    Raises Misreported.
    """
    at, code = _moment(now, by), new_code()
    for attempt in range(3):
        try:
            with desk.database.transaction(by or NOBODY, at) as tx:
                sak = _reported(tx, today_of(desk, tx, at), report, by, attempt)
                tx.marks.set(_mark(code), sak.id)
            return sak, code
        except Conflict:
            # Somebody else was given the number meanwhile.
            continue
    raise Conflict("Sak", "A")


def has_council(desk: Desk, directory: Directory, day: date) -> bool:
    """Whether anybody in the lists is the kontrollutvalg, to whom goes what is reported about the top leader."""
    return bool(recipients(SUPERVISORY, "", day, directory, desk.policies.notices).recipients)


def followed(tx: Transaction, code: str) -> Followed | None:
    """None for a code that is none."""
    sak = tx.saker.get(tx.marks.get(_mark(code)) or "")
    if sak is None:
        return None
    between = (KIND, KIND_QUESTION, KIND_REPLY)
    said = tuple(one for one in said_in(tx, sak.id) if one.decision.kind in between)
    return Followed(sak, heading_of(sak), said)


def reply(desk: Desk, code: str, text: str, now: datetime) -> bool:
    """What the reporter adds or answers. Nothing is kept of when but the day. Whether there is such a report that is open."""
    at = _moment(now, None)
    if not 0 < len(text.strip()) <= LONGEST:
        raise Misreported("tekst")
    with desk.database.transaction(NOBODY, at) as tx:
        found = followed(tx, code)
        if found is None or found.sak.state is SakState.CLOSED:
            return False
        saved = tx.saker.save(found.sak, replace(found.sak, version=found.sak.version + 1))
        _decided(tx, saved, KIND_REPLY, "skrevet", NOBODY, at, text)
        today = today_of(desk, tx, at)
        others = [] if saved.kind == REPORTED_OF_TOP else people_for(today, [INTERNAL_CONTROL], saved.enhet)
        people = [*owner_of(today, saved), *others]
        once = {one.person: one for one in people}
        tell_of_sak(tx, today, Reason.DOCUMENTS_GIVEN, saved, once.values(), saved.version, at_once=False)
    return True


def ask_reporter(desk: Desk, sak_id: str, person: str, text: str, now: datetime, version: int | None = None) -> Sak:
    """A question that whoever reported finds when she follows her report. Raises Refused, Conflict or acting.Unknown."""
    with acting(desk, sak_id, person, now, version) as act:
        demand(act.sak.kind in ALL_REPORTED, Refusal.NOBODY_TO_ASK, act.sak)
        return _asked(act, text)


def heading_of(sak: Sak) -> str:
    """What the sak is about."""
    return _("Meldt avvik: {kind}").format(kind=_(KINDS.get(sak.id.rpartition("-")[2], KINDS["annet"])))


def _asked(act: Acting, text: str) -> Sak:
    after = comment(act.sak, act.actor, text, act.tiltak)
    return act.keep(after, KIND_QUESTION, "skrevet", {TEXT: text})


def _moment(now: datetime, by: str | None) -> datetime:
    """Now; of one without a name, the beginning of the day."""
    return now if by is not None else datetime.combine(now.astimezone(NORWAY).date(), time(), NORWAY)


def _mark(code: str) -> str:
    plain = "".join(code.split()).replace("-", "").upper()
    return _MARK + hashlib.sha256(f"meldt:{plain}".encode()).hexdigest()


def _reported(tx: Transaction, today: Today, report: Report, by: str | None, attempt: int) -> Sak:
    _demand_sound(today, report)
    owner, enhet = _owner(today, report)
    of_top = _is_of_top(today, report)
    number = tx.saker.count(tx.saker.table.c.kind.in_(ALL_REPORTED)) + 1 + attempt
    sak = open_sak(
        id=f"A{today.day:%Y}-{number:05}-{report.kind}",
        kind=REPORTED_OF_TOP if of_top else REPORTED,
        rule=None,
        enhet=enhet,
        month=Month.of(today.day),
        opened=today.day,
        owner=owner.person if owner else None,
        owner_enhet=owner.enhet if owner else None,
        deadline=today.deadline(None),
        severity=report.severity,
    )
    tx.saker.add(sak)
    _decided(tx, sak, KIND, "meldt", by or NOBODY, _at(tx), _told(today, report))
    # Internal control is under whoever leads the administration: of what is about her, only whoever owns it is told.
    others = [] if of_top and owner is not None else people_for(today, [INTERNAL_CONTROL], enhet)
    people = [*([owner] if owner else []), *others]
    once = {one.person: one for one in reversed(people) if one.person != by}
    why = _("Meldt av noen i kommunen. Les meldingen i saken.")
    tell_of_sak(tx, today, Reason.NEW_SAK, sak, once.values(), why=why, at_once=by is not None)
    if not of_top:
        announce_report(tx, today, sak, _at(tx), wait=by is None)
    return sak


def _decided(tx: Transaction, sak: Sak, kind: str, outcome: str, by: str, at: datetime, text: str) -> None:
    entry = tx.trail.append(f"sak: {kind}", {"sak": sak.id, "outcome": outcome}, {TEXT: text})
    number = tx.decisions.count(sak=sak.id) + 1
    tx.decisions.add(
        Decision(id=f"{sak.id}/{number}", sak=sak.id, kind=kind, outcome=outcome, by=by, at=at, trail=entry)
    )


def _at(tx: Transaction) -> datetime:
    assert tx.at is not None
    return tx.at


def _demand_sound(today: Today, report: Report) -> None:
    if today.directory.enhet_on(report.enhet, today.day) is None:
        raise Misreported("enhet")
    if report.kind not in KINDS:
        raise Misreported("slag")
    if not 0 < len(report.text.strip()) <= LONGEST:
        raise Misreported("tekst")


def _owner(today: Today, report: Report) -> tuple[Responsible | None, str]:
    """Who follows it up, and the enhet it is followed up under.

    What is about the leader is her superior's, and lies under the superior's enhet: the leader sees all that lies under
    her own.
    """
    if not report.about_leader:
        return today.directory.responsible_for(report.enhet, today.day), report.enhet
    if _is_of_top(today, report):
        found = people_for(today, [SUPERVISORY], "") or people_for(today, [INTERNAL_CONTROL], "")
        return (found[0] if found else None), ""
    above = today.directory.above(report.enhet, today.day)
    return (above[0], above[0].enhet) if above else (None, "")


def _is_of_top(today: Today, report: Report) -> bool:
    """Whether it is about whoever leads the administration, or whoever acts for her."""
    return report.about_leader and (
        today.directory.led_by_top(report.enhet, today.day) or not today.directory.above(report.enhet, today.day)
    )


def _told(today: Today, report: Report) -> str:
    if not report.about_leader:
        return report.text.strip()
    name = today.directory.name_of(report.enhet, today.day)
    return "\n\n".join([_("Gjelder {enhet}, og lederen der.").format(enhet=name), report.text.strip()])
