"""Five years of a kommune's follow-up, written straight into its database: what pages are measured on.

It begins with a home that has been run once: its enheter, leaders, rules and books are what the rest is made from. The
same seed writes the same saker. Everything goes through the store, so the trail's chain holds and `kontroll revisjonsspor`
accepts it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

import polars as pl

from kontroll.domain.avvik import Avvik, Phase
from kontroll.domain.delivery import Delivery
from kontroll.domain.directory import Directory
from kontroll.domain.month import Month
from kontroll.domain.notice import Message, MessageState, Notice, NoticeState, Reason
from kontroll.domain.rule import Rule
from kontroll.domain.run import Book, Decision, Run
from kontroll.domain.sak import Answer, Outcome, Sak, SakState
from kontroll.domain.tiltak import Tiltak
from kontroll.domain.trail import Fact
from kontroll.flows.deliveries.known_people import known_directory
from kontroll.flows.month.monthly_run import JOB
from kontroll.store.transaction import Transaction
from kontroll.wiring import Desk

MONTHS, AVVIK, SEED = 60, 20_000, 1
#: Saker of so many of the last months may still be open.
_STILL_OPEN = 3
_FILES_A_MONTH = 12
_CHANNEL, _ACTOR = "mappe", "kontroll"


@dataclass(frozen=True, slots=True)
class _Answers:
    """What happened in one sak, for the tables beside it."""

    decisions: list[Decision]
    tiltak: list[Tiltak]
    notices: list[Notice]


def add_five_years(desk: Desk, months: int = MONTHS, avvik: int = AVVIK, seed: int = SEED) -> None:
    """Fill up to so many avvik over the months before the first run. Raises ValueError for a home that was never run."""
    with desk.database.reading() as tx:
        runs, books = tx.runs.where(job=JOB), tx.books.standing()
        lacking = avvik - tx.avvik.count()
        directory = known_directory(tx)
        deliveries = tx.deliveries.known()
    if not runs or not books:
        raise ValueError("the home must have been run once")
    first_run, first_book = min(runs, key=lambda run: run.period), books[min(books)]
    last = min(min(books), first_run.period).plus(-1)
    made = _Made(desk, directory, random.Random(seed))
    wanted = [last.plus(-n) for n in reversed(range(months - len({run.period for run in runs})))]
    for n, month in enumerate(wanted):
        share = lacking * (n + 1) // len(wanted) - lacking * n // len(wanted)
        at = datetime.combine(month.plus(1).first_day + timedelta(days=19), time(6), UTC)
        with desk.database.transaction(_ACTOR, at) as tx:
            run = _run(tx, first_run, month, at)
            _book(tx, first_book, run)
            _files(tx, deliveries, month, at)
            _coverage(tx, first_run, run)
            made.month(tx, month, at, share, still_open=n >= len(wanted) - _STILL_OPEN)


def _run(tx: Transaction, like: Run, month: Month, at: datetime) -> Run:
    run = replace(like, id=f"{JOB}-{month}-f", period=month, started=at, finished=at + timedelta(minutes=1), version=0)
    tx.runs.add(run)
    told: dict[str, Fact] = {"digest": run.digest, "upto": run.upto, "rulebook": run.rulebook, "left_out": run.left_out}
    tx.trail.append("kjøring fullført", {"run": run.id, **told})
    return run


def _book(tx: Transaction, like: Book, run: Run) -> None:
    """The answers of another month, under this one's name."""
    ordinal = pl.lit(run.period.ordinal)
    rows = tx.books.verdicts(like)
    book = replace(like, month=run.period, number=1, run=run.id)
    tx.books.add(book, rows.with_columns(ordinal.cast(rows.schema["month"]).alias("month")))
    tx.trail.append("svar", {"month": str(run.period), "book": 1, "run": run.id, "digest": book.digest})


def _files(tx: Transaction, like: list[Delivery], month: Month, at: datetime) -> None:
    """That they came; their content is deleted when its time is over, and old files are mostly that."""
    seq = tx.deliveries.next_seq()
    for n in range(_FILES_A_MONTH):
        one = like[n % len(like)]
        file = replace(one, seq=seq + n, name=f"{month}/{one.name}", received=at, first=month, last=month)
        tx.deliveries.rows.add(file)
        told: dict[str, Fact] = {
            "kind": file.kind,
            "file": file.digest,
            "taken": file.taken.value,
            "rows": file.rows,
            "content": "",
        }
        tx.trail.append("leveranse", {"delivery": file.seq, **told})
        tx.trail.append("slettet", {"delivery": file.seq})


def _coverage(tx: Transaction, like: Run, run: Run) -> None:
    rows = tx.coverage.where(run=like.id, month=like.period)
    tx.coverage.add_all([replace(one, run=run.id, month=run.period) for one in rows])


class _Made:
    """Saker and what belongs to them, a month at a time."""

    def __init__(self, desk: Desk, directory: Directory, chance: random.Random) -> None:
        self._rules = [one for one in desk.rulebook.rules.values() if one.type.opens_avvik]
        self._enheter = sorted(directory.enheter())
        self._directory = directory
        self._chance = chance
        self._number = 0

    def month(self, tx: Transaction, month: Month, at: datetime, avvik: int, *, still_open: bool) -> None:
        saker: list[Sak] = []
        found: list[Avvik] = []
        beside: list[_Answers] = []
        while len(found) < avvik:
            sak = self._sak(month, at.date(), is_open=still_open and self._chance.random() < 0.3)
            saker.append(sak)
            found += self._avvik(sak, min(avvik - len(found), self._chance.choice((1, 1, 1, 2, 3, 8))))
            tx.trail.append("sak åpnet", {"sak": sak.id, "rule": sak.rule, "enhet": sak.enhet, "owner": sak.owner})
            beside.append(self._beside(tx, sak, at))
        tx.saker.add_all(saker)
        tx.avvik.add_all(found)
        messages = [message for one in beside for message in _messages(one.notices, at)]
        tx.messages.add_all(messages)
        tx.notices.add_all([notice for one in beside for notice in one.notices])
        tx.decisions.add_all([decision for one in beside for decision in one.decisions])
        tx.tiltak.add_all([tiltak for one in beside for tiltak in one.tiltak])

    def _sak(self, month: Month, day: date, *, is_open: bool) -> Sak:
        self._number += 1
        rule, enhet = self._chance.choice(self._rules), self._chance.choice(self._enheter)
        leader = self._directory.leader_of(enhet, day)
        owner = leader.person if leader is not None else None
        sak = Sak(
            id=f"F{month.year}-{self._number:05}", kind="avvik", rule=rule.id, enhet=enhet, month=month, opened=day,
            owner=owner, owner_enhet=enhet, deadline=day + timedelta(days=14), state=SakState.OPEN,
            severity=rule.severity,
        )  # fmt: skip
        if is_open or owner is None:
            return sak
        answered = day + timedelta(days=self._chance.randrange(1, 25))
        return replace(
            sak, state=SakState.CLOSED, answer=self._chance.choice([Answer.FIXED, Answer.MEASURE]), answered_by=owner,
            answered_on=answered, outcome=Outcome.RESOLVED, closed_by="kontroll",
            closed_on=answered + timedelta(days=20), evidence=True, version=3,
        )  # fmt: skip

    def _avvik(self, sak: Sak, count: int) -> Iterator[Avvik]:
        rule = self._rule(sak)
        for n in range(count):
            post = f"{sak.id}/{n + 1}" if rule.dataset is not None else ""
            yield Avvik(
                rule=rule.id, subject=post or f"{sak.enhet}", number=10_000 + self._number * 10 + n, enhet=sak.enhet,
                post=post, first=sak.month, opened=sak.month, last_struck=sak.month,
                resolved=sak.month.plus(1) if sak.closed_on else None,
                phase=Phase.RESOLVED if sak.closed_on else Phase.OPEN,
                gone_since=sak.month.plus(1) if sak.closed_on else None, severity=rule.severity, trial=False,
                sak=sak.id,
            )  # fmt: skip

    def _rule(self, sak: Sak) -> Rule:
        return next(rule for rule in self._rules if rule.id == sak.rule)

    def _beside(self, tx: Transaction, sak: Sak, at: datetime) -> _Answers:
        told = [Reason.NEW_SAK, *([Reason.CLOSED] if sak.closed_on else [])]
        notices = [self._notice(sak, reason, at) for reason in told if sak.owner]
        if sak.answered_by is None or sak.answer is None:
            return _Answers([], [], notices)
        entry = tx.trail.append(
            "sak besvart",
            {"sak": sak.id, "answer": sak.answer.value},
            {"tekst": "Det er rettet, og rutinen er gått gjennom."},
        )
        decision = Decision(
            id=f"{sak.id}-1", sak=sak.id, kind="svar", outcome=sak.answer.value, by=sak.answered_by, at=at, trail=entry
        )
        promised = []
        if sak.answer is Answer.MEASURE and sak.deadline is not None:
            done = sak.closed_on
            promised = [
                Tiltak(id=f"{sak.id}-T1", sak=sak.id, owner=sak.answered_by, deadline=sak.deadline, done=done,
                       done_by=sak.answered_by if done else None)
            ]  # fmt: skip
        return _Answers([decision], promised, notices)

    def _notice(self, sak: Sak, reason: Reason, at: datetime) -> Notice:
        id = f"{sak.id}-{reason.name.lower()}"
        opened = self._chance.random() < 0.9
        return Notice(
            id=id, reason=reason, recipient=sak.owner or "", channel=_CHANNEL, subject_key=sak.id, created=sak.opened,
            sak=sak.id, rule=sak.rule, enhet=sak.enhet, month=sak.month, severity=sak.severity, deadline=sak.deadline,
            state=NoticeState.SENT, message=f"m-{id}@kontroll", seen_at=at + timedelta(hours=3) if opened else None,
        )  # fmt: skip


def _messages(notices: list[Notice], at: datetime) -> Iterator[Message]:
    for one in notices:
        text = f"Sak {one.sak} venter på svar. " * 8
        yield Message(
            id=one.message or "", recipient=one.recipient, channel=one.channel, day=one.created, composed_at=at,
            subject="Det du må se på i dag", text=text, html=f"<p>{text}</p>", state=MessageState.SENT, sent_at=at,
        )  # fmt: skip
