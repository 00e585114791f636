"""The reports of the example: made when their period is judged, read by another, of a year also vouched for, and issued.

One of each year and of its first two tertials, and of two months: the others are read on the pages. One is sent back by whoever
reads it, and one is corrected when it has been issued. That of the last month is on its way: whoever tries the demo is to find
one to check.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from kontroll.domain.access import Viewer
from kontroll.domain.coverage import Tried
from kontroll.domain.issuing import Issue, Report, ReportState
from kontroll.domain.month import Frequency, Month, Period
from kontroll.domain.policy import INTERNAL_CONTROL
from kontroll.engine.columnar import evaluate
from kontroll.example import reporting
from kontroll.example.chance import between, stream
from kontroll.flows.deliveries.known_facts import known_facts
from kontroll.flows.issuing.check_report import check_report, return_report
from kontroll.flows.issuing.confirm_statement import confirm_statement, proof_wanted
from kontroll.flows.issuing.correct_report import begin_correction
from kontroll.flows.issuing.files import make_files
from kontroll.flows.issuing.issue_report import issue_report
from kontroll.flows.issuing.live import live_document
from kontroll.flows.issuing.report_way import sent_document
from kontroll.flows.issuing.send_report import authors, checkers, current, seen_of, send_report, top_of
from kontroll.flows.judging.assess import measured_months
from kontroll.flows.monthly.report_texts import write_report_text
from kontroll.flows.people.looking import Looking, looking
from kontroll.flows.people.prove_again import EXAMPLE, Proved
from kontroll.flows.people.today import Today
from kontroll.flows.people.viewing import viewer_of
from kontroll.flows.periods.period_report import FOLLOWED
from kontroll.flows.telling.tell import people_for
from kontroll.proving.check import IN_USE
from kontroll.proving.controls import try_rules
from kontroll.report.document.kinds import ReportKind
from kontroll.report.issuing.issued_document import drafted_statement
from kontroll.report.situation import Situation
from kontroll.report.summary import Summaries
from kontroll.wiring import Desk

_A_YEAR = 12
#: Working days from the run until it is sent, by kind; leaders explain their month meanwhile.
_WRITTEN = {ReportKind.MONTH: 3, ReportKind.TERTIAL: 6, ReportKind.YEAR: 14}
_ISSUED_AFTER, _WRONG_FOUND, _MENDED = 1, 14, 2
#: Months before the last: of the tertial in which something false is issued, and of that which is sent back by its reader.
_WRONG, _RETURNED = 14, 4
#: Months that are looked at in a short life.
_FEW = 13
#: Between two that are done on the same day.
_A_WHILE = timedelta(minutes=20)


@dataclass
class _Underway:
    """day: on which it is gone on with, or the first working day after. was_returned: by whoever checks it, once."""

    kind: ReportKind
    period: Period
    day: date
    was_returned: bool = False

    @property
    def name(self) -> str:
        return f"{self.kind.value} {self.period}"


@dataclass
class ExampleReports:
    """first, last: months that are lived. whole: a life of years; in a shorter one there is a report of the last month, and it
    is issued the day it is made.
    """

    desk: Desk
    seed: int
    first: Month
    last: Month
    whole: bool
    _way: list[_Underway] = field(default_factory=list)
    _known: tuple[date, Summaries] | None = None

    def follow(self, month: Month, now: datetime) -> None:
        """What is to be made, when the month is judged."""
        for kind, frequency in (
            (ReportKind.MONTH, Frequency.MONTH), (ReportKind.TERTIAL, Frequency.TERTIAL), (ReportKind.YEAR, Frequency.YEAR),
        ):  # fmt: skip
            period = Period.containing(month, frequency)
            if period.last_month == month and self._is_made(kind, period):
                self._way.append(_Underway(kind, period, self._after(now.date(), _WRITTEN[kind])))

    def act(self, now: datetime, *, last: bool) -> None:
        """What is to be done on the day. last: of the days that are lived; a report that nobody has sent is sent then."""
        for one in list(self._way):
            at = now
            while one in self._way and (one.day <= now.date() or (last and self._state(one) is None)):
                self._go_on(one, at)
                at += _A_WHILE

    def _is_made(self, kind: ReportKind, period: Period) -> bool:
        if kind is ReportKind.MONTH:
            return period.last_month in (self.last, self.last.plus(-_A_YEAR))
        # The last tertial is told of in the report of the year.
        is_told_later = kind is ReportKind.TERTIAL and _is_last_of_year(period)
        return self.whole and period.first_month >= self.first and not is_told_later

    def _after(self, day: date, working_days: int) -> date:
        return self.desk.days.after(day, working_days) if self.whole else day

    def _state(self, one: _Underway) -> ReportState | None:
        """None where nobody has done anything with it."""
        found = self._current(one)
        return found.state if found is not None else None

    def _current(self, one: _Underway) -> Report | None:
        with self.desk.database.reading() as tx:
            return current(tx, one.kind.value, str(one.period))

    # --- the steps ------------------------------------------------------------------------------------------------------

    def _go_on(self, one: _Underway, now: datetime) -> None:
        """One step, and when the next is."""
        found, rng = self._current(one), stream(self.seed, "rapport", one.name, str(now.date()))
        with looking(self.desk, now.date()) as look:
            people = _People.of(look, one.period, found.checker if found is not None else None)
        if people is None:
            self._way.remove(one)
            return
        state = found.state if found is not None else ReportState.DRAFT
        if found is None or state is ReportState.DRAFT:
            self._send(one, found, people, now)
            one.day = self._after(now.date(), between(rng, 2, 4))
        elif state is ReportState.CHECKING:
            self._check(one, found, people, now)
        elif state is ReportState.CHECKED and found.has_statement:
            self._confirm(found, people, now)
            one.day = self._after(now.date(), _ISSUED_AFTER)
        elif state is ReportState.ISSUED:
            self._correct(one, people, now)
        else:
            issue = issue_report(self.desk, found.id, people.maker, now, make_files)
            self._look_again(one, issue, now)

    def _send(self, one: _Underway, found: Report | None, people: _People, now: datetime) -> None:
        if one.kind is not ReportKind.YEAR:
            self._write(one, found, people.maker.person or "", now)
        with looking(self.desk, now.date()) as look:
            document = live_document(look, self._summaries(look, one.kind), one.kind, one.period)
        assert document is not None, one.name
        version = found.version if found is not None else -1
        send_report(self.desk, document, people.maker, people.checker.person or "", seen_of(document), now, version)

    def _write(self, one: _Underway, found: Report | None, by: str, now: datetime) -> None:
        """What is done with open saker, which no figure tells."""
        text = reporting.FOLLOWED_UP
        if one.period == self._tertial(_RETURNED) and not one.was_returned:
            text = reporting.TOO_LITTLE
        elif one.period == self._tertial(_WRONG) and (found is None or not found.corrects):
            text = reporting.WRONG
        with self.desk.database.reading() as tx:
            seen = tx.report_texts.count(period=str(one.period), area=FOLLOWED)
        write_report_text(self.desk, str(one.period), FOLLOWED, by, text, seen, now)

    def _summaries(self, look: Looking, kind: ReportKind) -> Summaries:
        """What the pages would show on the day; whether the rules pass their own tests is told in a report of a year alone."""
        if self._known is not None and self._known[0] == look.today.day:
            return self._known[1]
        desk, day = self.desk, look.today.day
        facts, _problems = known_facts(look.tx, desk.rulebook)
        months = measured_months(facts, desk.rulebook, day)
        assert months is not None
        first, last = months
        if not self.whole:
            first = max(first, last.plus(-_FEW))
        situation = Situation(
            municipality=desk.settings.municipality, data=desk.settings.inbox, rulebook=desk.rulebook, facts=facts,
            verdicts=evaluate(desk.rulebook, facts, first, last), problems=(), first=first, last=last, today=day,
            tried=self._tried if kind is ReportKind.YEAR else (), scorecards=desk.policies.scorecards,
            disclosure=desk.policies.disclosure,
        )  # fmt: skip
        self._known = day, Summaries(situation)
        return self._known[1]

    @cached_property
    def _tried(self) -> tuple[Tried, ...]:
        """The same all the time: no rule is changed in the life."""
        drafts = [rule.id for rule in self.desk.rulebook.rules.values() if rule.status not in IN_USE]
        return tuple(try_rules(self.desk.rulebook, drafts))

    def _check(self, one: _Underway, found: Report, people: _People, now: datetime) -> None:
        rng = stream(self.seed, "rapport lest", one.name)
        if one.period == self._tertial(_RETURNED) and not one.was_returned:
            return_report(self.desk, found.id, people.checker, now, reporting.RETURNED)
            one.was_returned = True
            return
        check_report(self.desk, found.id, people.checker, now, reporting.READ[between(rng, 1, len(reporting.READ)) - 1])
        one.day = self._after(now.date(), between(rng, 3, 6) if found.has_statement else _ISSUED_AFTER)

    def _confirm(self, found: Report, people: _People, now: datetime) -> None:
        with self.desk.database.reading() as tx:
            statement = drafted_statement(sent_document(tx, found))
        # As nobody in the demo has anything to show; the trail says so.
        proved = Proved(EXAMPLE, people.top.user, proof_wanted(found))
        confirm_statement(self.desk, found.id, people.top, statement, proved, now)

    def _look_again(self, one: _Underway, issue: Issue, now: datetime) -> None:
        if one.period == self._tertial(_WRONG) and not issue.replaces:
            one.day = self._after(now.date(), _WRONG_FOUND)
        else:
            self._way.remove(one)

    def _correct(self, one: _Underway, people: _People, now: datetime) -> None:
        """The text that was wrong is put right in another edition."""
        with self.desk.database.reading() as tx:
            (issue,) = tx.issues.where(kind=one.kind.value, period=str(one.period))
        begin_correction(self.desk, issue.year, issue.number, people.maker, reporting.WHY_CORRECTED, now)
        one.day = self._after(now.date(), _MENDED)

    def _tertial(self, months_before: int) -> Period:
        """The last that there is a report of so long before."""
        found = Period.containing(self.last.plus(-months_before), Frequency.TERTIAL)
        return found.plus(-1) if _is_last_of_year(found) else found


@dataclass(frozen=True, slots=True)
class _People:
    """maker: of internal control. checker: another. top: whoever leads the administration, who is neither."""

    maker: Viewer
    checker: Viewer
    top: Viewer

    @classmethod
    def of(cls, look: Looking, period: Period, asked: str | None) -> _People | None:
        """asked: who is asked to check it, None = nobody is. None where there are too few who may."""
        today = look.today
        top = today.directory.leader_of(top_of(today), today.day)
        maker = next(iter(people_for(today, [INTERNAL_CONTROL], top_of(today))), None)
        if top is None or maker is None:
            return None
        own = {top.person, maker.person, *authors(look.tx, str(period))}
        others = [id for id, _name in checkers(today) if id not in own]
        if not others:
            return None
        return cls(*(_viewer(today, person) for person in (maker.person, asked or others[0], top.person)))


def _is_last_of_year(period: Period) -> bool:
    return period.plus(1).first_month.year != period.first_month.year


def _viewer(today: Today, person: str) -> Viewer:
    return viewer_of(person, person, person, (), today.directory, today.desk.policies, today.day)
