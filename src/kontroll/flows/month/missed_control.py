"""Missed control: a scheduled control that did not run is itself an avvik, with internal control as its owner.

One sak for each job and each time it stopped, however many days that was. A person closes it, and says why it happened.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from kontroll.domain.month import Month
from kontroll.domain.notice import Reason
from kontroll.domain.people import Responsible
from kontroll.domain.policy import INTERNAL_CONTROL
from kontroll.domain.rule import Severity
from kontroll.domain.sak import MISSED_CONTROL, Sak
from kontroll.domain.sakflow import open_sak
from kontroll.flows.people.today import Today
from kontroll.flows.saker.acting import today_of
from kontroll.flows.telling.tell import people_for, tell_of_sak
from kontroll.store.transaction import Transaction
from kontroll.texts import N_, _, day, month_name, ngettext
from kontroll.wiring import Desk

ACTOR = "kontroll"
#: Working days that internal control has to find out why.
DEADLINE = 2
_MONTHLY = "maanedskjoring"
#: Before the id of a control in the control plan.
SAMPLE = "stikkprove."
#: Each job as people call it.
_NAMES = {
    "innlesing": N_("Innlesing av leverte filer"),
    _MONTHLY: N_("Månedskjøringen"),
    "purring": N_("Purring på manglende data"),
    "frister": N_("Oppfølging av frister"),
    "samling": N_("Samling av dagens meldinger"),
    "utsending": N_("Utsending av meldinger"),
    "sletting": N_("Sletting etter oppbevaringstiden"),
    "arkivering": N_("Uttak til arkivet"),
    "kontrollplan": N_("Utkast til stikkprøver"),
    "tilsyn": N_("Tilsyn med kjøringene"),
    "varselkrok": N_("Varsling av andre systemer"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedControl:
    """since: the first date that the job did not run for, or the month that was not judged. times: dates or attempts.

    last: the date it last ran for. failed: it runs, and fails each time. told: sentences that say it, where it is no job that
    did not run, but something that people are to do.
    """

    job: str
    since: date | Month
    times: int = 1
    last: date | None = None
    failed: bool = False
    told: str = ""

    @property
    def sak(self) -> str:
        """The same however often it is found."""
        return _id(self.job, self.since)


def tell_missed(desk: Desk, missed: Iterable[MissedControl], now: datetime) -> int:
    """Open a sak for each that has none. Gives how many were opened."""
    missed = list(missed)
    if not missed:
        return 0
    with desk.database.transaction(ACTOR, now) as tx:
        today = today_of(desk, tx, now)
        known = {sak.id for sak in tx.saker.among("id", [one.sak for one in missed])}
        new = {one.sak: one for one in missed if one.sak not in known}
        for one in new.values():
            _open(tx, today, one)
    return len(new)


def ran_after_all(desk: Desk, job: str, since: Iterable[date | Month], now: datetime) -> None:
    """Note on the trail that a job has now run for dates, or a month, that a sak is about."""
    with desk.database.transaction(ACTOR, now) as tx:
        for sak in tx.saker.among("id", [_id(job, one) for one in since]):
            tx.trail.append("kontroll kjørt likevel", {"sak": sak.id, "job": job})


def heading_of(sak: Sak) -> str:
    """What the sak is about: the job as people call it."""
    job = _job(sak.id)
    if job.startswith(SAMPLE):
        return _("Stikkprøven «{control}»").format(control=job.removeprefix(SAMPLE))
    name = _NAMES.get(job)
    return _(name) if name is not None else sak.id


def _open(tx: Transaction, today: Today, one: MissedControl) -> None:
    people = people_for(today, [INTERNAL_CONTROL], "")
    owner: Responsible | None = people[0] if people else None
    sak = open_sak(
        id=one.sak,
        kind=MISSED_CONTROL,
        rule=None,
        enhet=(owner.enhet if owner else None) or "",
        month=one.since if isinstance(one.since, Month) else Month.of(one.since),
        opened=today.day,
        owner=owner.person if owner else None,
        owner_enhet=None,
        deadline=today.deadline(DEADLINE),
        severity=Severity.HIGH,
    )
    tx.saker.add(sak)
    tx.trail.append(
        "kontroll uteble",
        {"sak": sak.id, "job": one.job, "since": str(one.since), "times": one.times, "failed": one.failed},
    )
    tell_of_sak(tx, today, Reason.JOB_MISSED, sak, people, why=_why(one))


def _why(one: MissedControl) -> str:
    if one.told:
        return one.told
    if isinstance(one.since, Month):
        return _("{month} er ikke vurdert, enda fristen for leveransene er ute.").format(
            month=month_name(one.since).capitalize()
        )
    if one.failed:
        return ngettext(
            "Den har feilet én gang siden {day}.", "Den har feilet {count} ganger på rad siden {day}.", one.times
        ).format(count=one.times, day=day(one.since))
    told = ngettext(
        "Den skulle ha gått {day}.", "Den skulle ha gått {count} ganger fra og med {day}.", one.times
    ).format(count=one.times, day=day(one.since))
    last = _("Sist gikk den for {day}.").format(day=day(one.last)) if one.last is not None else ""
    return "\n".join(filter(None, [told, last]))


def _id(job: str, since: date | Month) -> str:
    return f"K{since}-{job}"


def _job(sak_id: str) -> str:
    return sak_id.rpartition("-")[2]
