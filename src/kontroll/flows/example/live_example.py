"""Live the example: three years of a kommune, working day by working day, through the flows that a kommune uses.

In the morning what came is taken in, a month that is ready is run, deadlines are looked at and the day's messages are
sent; in the course of the day people answer, decide and close. Nothing is written but by those flows, so that what the
demo shows is what kontroll does.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from kontroll.domain.month import Month
from kontroll.domain.problem import Gravity
from kontroll.example.history import history
from kontroll.example.mailbag import Delivered
from kontroll.flows.deliveries.import_files import Incoming, import_files
from kontroll.flows.example.example_agreements import ExampleAgreements
from kontroll.flows.example.example_archive import hand_over
from kontroll.flows.example.example_bonus import ExampleBonus, last_decided
from kontroll.flows.example.example_control import ExampleControl
from kontroll.flows.example.example_draws import ExampleDraws
from kontroll.flows.example.example_months import ExampleMonths
from kontroll.flows.example.example_people import ExamplePeople
from kontroll.flows.example.example_registers import ExampleRegisters
from kontroll.flows.example.example_reports import ExampleReports
from kontroll.flows.example.example_talks import ExampleTalks
from kontroll.flows.mail.outbox import compose_digests, compose_urgent, send_messages
from kontroll.flows.month.daily import daily_data_owners, daily_deadlines
from kontroll.flows.month.monthly_run import ACTOR, monthly_run
from kontroll.flows.month.scheduled_month import last_deadline
from kontroll.flows.registers.deliver_registers import deliver_registers
from kontroll.texts import NORWAY, month_name
from kontroll.wiring import Desk

#: When things happen, in Norwegian time. People are at work from eight.
_RECEIVED, _RUN, _DEADLINES, _DIGEST, _SENT, _WORK, _MEETING, _SAMPLES = (
    time(6), time(6, 15), time(6, 45), time(7), time(7, 5), time(8), time(10), time(12),
)  # fmt: skip
_FOLLOWED, _EXPLAINED, _REPORTED, _ARCHIVED = time(6, 30), time(11), time(13), time(20)
#: A kommune that lives so many months makes all its resultatavtaler and reports; a shorter life a few of them.
_A_YEAR = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """first, last: the days that were lived. runs: months run. refused: deeds that came too late to be allowed."""

    first: date
    last: date
    runs: int
    refused: int


class LifeStopped(Exception):
    """A run was stopped by what was delivered, or by evaluators that disagree: the example is not as it should be."""


def live_example(
    desk: Desk,
    post: Sequence[Delivered],
    *,
    seed: int,
    months: Sequence[Month],
    until: date,
    tell: Callable[[str], None],
) -> Life:
    """Live the months, and on until the day. The database must be empty.

    post: everything that is delivered, in order. What came before the months is there when they begin, as with a
    kommune that starts with its history. tell: called with each month's name as it begins.
    """
    first = months[0].first_day
    left = deque([*history(post, first), *(one for one in post if one.day >= first)])
    people, draws = ExamplePeople(desk, seed), ExampleDraws(desk, seed)
    whole = len(months) >= _A_YEAR
    agreements = ExampleAgreements(desk, seed, whole)
    reports = ExampleReports(desk, seed, months[0], months[-1], whole)
    talks = ExampleTalks(desk, seed)
    bonus = ExampleBonus(desk, seed, last_decided(until))
    months_said, registers = ExampleMonths(desk, seed), ExampleRegisters(desk, seed)
    control = ExampleControl(desk, seed, months[-1])
    days = list(_working_days(desk, first, until))
    waiting, runs, told = deque(months), 0, None
    _receive(desk, left, first - timedelta(days=1))
    for day in days:
        if Month.of(day) != told:
            told = Month.of(day)
            tell(month_name(told))
        _receive(desk, left, day)
        ran = False
        if waiting and day > last_deadline(desk, waiting[0]):
            deliver_registers(desk, _at(day, _RECEIVED))
        while waiting and day > last_deadline(desk, waiting[0]):
            _run(desk, waiting[0], _at(day, _RUN))
            reports.follow(waiting.popleft(), _at(day, _RUN))
            runs, ran = runs + 1, True
        months_said.follow(_at(day, _FOLLOWED), ran=ran)
        daily_data_owners(desk, _at(day, _DEADLINES))
        daily_deadlines(desk, _at(day, _DEADLINES))
        if ran:
            control.follow(_at(day, _DEADLINES))
        compose_urgent(desk, _at(day, _DIGEST))
        compose_digests(desk, _at(day, _DIGEST))
        send_messages(desk, _at(day, _SENT))
        people.look(_at(day, _WORK), ran=ran)
        people.act(_at(day, _WORK))
        months_said.act(_at(day, _EXPLAINED))
        agreements.act(_at(day, _MEETING))
        talks.act(_at(day, _MEETING))
        bonus.act(_at(day, _MEETING))
        control.act(_at(day, _MEETING))
        registers.act(_at(day, _MEETING))
        draws.act(_at(day, _SAMPLES), last=day == days[-1])
        reports.act(_at(day, _REPORTED), last=day == days[-1])
        if ran and not waiting:
            draws.begin(months[-1])
        hand_over(desk, _at(day, _ARCHIVED), last=day == days[-1], whole=whole)
    return Life(first=first, last=until, runs=runs, refused=people.refused)


def _working_days(desk: Desk, first: date, until: date) -> Iterator[date]:
    day = first
    while day <= until:
        if desk.days.is_working_day(day):
            yield day
        day += timedelta(days=1)


def _receive(desk: Desk, left: deque[Delivered], day: date) -> None:
    """Put in the inbox what has come by the day, and take it in, each with the time of its own day."""
    while left and left[0].day <= day:
        came = left.popleft()
        path = desk.settings.inbox / came.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(came.content)
        file = Incoming(path, came.name)
        for _received in import_files(desk.database, desk.rulebook, [file], _at(came.day, _RECEIVED), ACTOR):
            pass


def _run(desk: Desk, month: Month, now: datetime) -> None:
    ran = monthly_run(desk, month, now)
    if ran.run is None:
        raise LifeStopped("; ".join(str(p) for p in ran.problems if p.gravity is Gravity.STOPS))
    if ran.failed:
        raise LifeStopped(f"the evaluators disagree in run {ran.run.id}")


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, NORWAY)
