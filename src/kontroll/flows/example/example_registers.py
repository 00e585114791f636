"""The registers of the example: decided each month, found now and then, and followed up by those whose it is.

Most is done in time. A few decisions are carried out late, some without the body being told; a few findings are late, and one
who would have one closed with nothing to show is refused. One case in twenty is laid before its body without a finished list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from random import Random

from kontroll.domain.access import Viewer
from kontroll.domain.finding import Finding, FindingAct, FindingKind, FindingMeasure, FindingState
from kontroll.domain.policy import INTERNAL_CONTROL
from kontroll.domain.political import DecisionState, PoliticalDecision
from kontroll.domain.preparation import ALWAYS, Point, PointAnswer, Preparation, PreparationState
from kontroll.domain.register import RegisterRefused
from kontroll.domain.rule import Severity
from kontroll.example import cases
from kontroll.example.chance import between, chance, pick, stream
from kontroll.flows.people.today import Today
from kontroll.flows.people.viewing import viewer_of
from kontroll.flows.registers import decisions, findings, preparations
from kontroll.flows.registers.acting import Kept, NoSuchEntry
from kontroll.flows.registers.remind_registers import remind_registers
from kontroll.flows.saker.acting import today_of
from kontroll.flows.telling.tell import people_for
from kontroll.wiring import Desk

#: From which day of the month cases are begun, and what was found comes by mail; and the day before the bodies meet.
_BEGUN, _CAME, _BEFORE_MEETING = 2, 9, 14
_TYPES = ("kommunalsjef", "virksomhet")
_LATE, _UNTOLD, _OBSTRUCTED, _MOVED = 0.06, 0.03, 0.04, 0.05
_LATE_FINDING, _NOTHING_TO_SHOW, _SENT_BACK = 0.08, 0.12, 0.12
_UNFINISHED, _CHECKED_LATE, _RETURNED = 0.04, 0.03, 0.1


@dataclass
class ExampleRegisters:
    desk: Desk
    seed: int
    _entered: set[tuple[str, int, int]] = field(default_factory=set)

    def act(self, now: datetime) -> None:
        """What comes on the day, and what is done with what is there."""
        with self.desk.database.reading() as tx:
            today = today_of(self.desk, tx, now)
            open_decisions = [one for one in tx.political_decisions.all() if not one.state.is_over]
            open_findings = tx.findings.where(tx.findings.table.c.state != FindingState.CLOSED)
            open_cases = tx.preparations.where(tx.preparations.table.c.state != PreparationState.CHECKED)
            measures = tx.finding_measures.among("finding", [one.id for one in open_findings])
            returned = {event.subject for event in tx.register_events.where(what=FindingAct.SEND_BACK.value)}
        life = _Day(self.desk, self.seed, today, now)
        after = life.meeting.day + 1
        for what, from_day, enter in (
            ("saker", _BEGUN, life.begin_cases), ("funn", _CAME, life.receive_findings), ("vedtak", after, life.decide),
        ):  # fmt: skip
            if now.day >= from_day and (what, now.year, now.month) not in self._entered:
                self._entered.add((what, now.year, now.month))
                enter()
        for decision in open_decisions:
            life.go_on(decision)
        for finding in open_findings:
            own = [each for each in measures if each.finding == finding.id]
            life.mend(finding, own, returned=finding.id in returned)
        for case in open_cases:
            life.prepare(case, returned=case.id in returned)
        remind_registers(self.desk, now)


@dataclass
class _Day:
    desk: Desk
    seed: int
    today: Today
    now: datetime

    @property
    def day(self) -> date:
        return self.today.day

    @property
    def meeting(self) -> date:
        """Of the bodies, this month."""
        return self.desk.days.after(self.day.replace(day=_BEFORE_MEETING), 2)

    # --- what comes -----------------------------------------------------------------------------------------------------

    def decide(self) -> None:
        """What the bodies decided this month, entered by internal control the day after they met."""
        rng, keeper = self._stream("vedtak"), self._keeper()
        for number in range(between(rng, 2, 4)):
            enhet, month = pick(rng, self._managing()), self.day.month
            wanted = decisions.Decided(
                body=pick(rng, cases.BODIES), case=f"PS {self.day.year % 100}/{month * 10 + number}",
                text=pick(rng, cases.DECISIONS), decided=self.meeting, enhet=enhet,
                deadline=None if chance(rng, 0.06) else self.day + timedelta(days=between(rng, 40, 200)),
            )  # fmt: skip
            if keeper is not None:
                with suppress(RegisterRefused):
                    decisions.enter_decision(self.desk, keeper, wanted, self.now)

    def receive_findings(self) -> None:
        rng, keeper = self._stream("funn"), self._keeper()
        if keeper is None or not chance(rng, 0.6):
            return
        source, theme, law, text = pick(rng, cases.FINDINGS)
        kinds = (FindingKind.ORDER, FindingKind.BREACH, FindingKind.BREACH, FindingKind.REMARK)
        wanted = findings.Found(
            source=source, kind=pick(rng, kinds), theme=theme, law=law, text=text, received=self.day - timedelta(days=2),
            severity=pick(rng, (Severity.LOW, Severity.MEDIUM, Severity.MEDIUM, Severity.HIGH)),
            case=f"{self.day.year % 100}/{between(rng, 1000, 9999)}", enhet=pick(rng, self._managing()),
            deadline=self.day + timedelta(days=pick(rng, (30, 60, 90))),
        )  # fmt: skip
        with suppress(RegisterRefused):
            findings.enter_finding(self.desk, keeper, wanted, self.now)

    def begin_cases(self) -> None:
        """Each by whoever leads the enhet that prepares it."""
        rng = self._stream("saker")
        for number in range(3):
            enhet = pick(rng, self._managing())
            by = self._leader(enhet)
            wanted = preparations.Laid(
                case=f"{self.day.year % 100}/{self.day.month * 100 + number}", body=pick(rng, cases.BODIES),
                text=pick(rng, cases.CASES), meeting=self.meeting, enhet=enhet,
            )  # fmt: skip
            if by is not None:
                with suppress(RegisterRefused):
                    preparations.enter_preparation(self.desk, by, wanted, self.now)

    # --- what is done with it ---------------------------------------------------------------------------------------------

    def go_on(self, one: PoliticalDecision) -> None:
        rng = stream(self.seed, "vedtak", one.id)
        is_late, is_untold, meets, is_moved = [chance(rng, share) for share in (_LATE, _UNTOLD, _OBSTRUCTED, _MOVED)]
        wanted = one.deadline or one.decided + timedelta(days=90)
        done = wanted + timedelta(days=between(rng, 10, 70) if is_late else -between(rng, 1, 25))
        told = timedelta(days=between(rng, 95, 150) if is_untold else between(rng, 5, 45))
        case = f"RS {self.day.year % 100}/{between(rng, 100, 999)}"
        halfway = one.decided + (wanted - one.decided) / 2
        if one.state is DecisionState.CARRIED_OUT:
            if one.carried_out is not None and self.day >= one.carried_out + told:
                self._do(one, partial(decisions.report_back, on=self.day, reference=case))
        elif self.day >= done:
            self._do(one, partial(decisions.carry_out, on=self.day))
        elif meets and one.obstructed is None and self.day >= halfway:
            text = pick(rng, cases.IN_THE_WAY)
            self._do(
                one,
                partial(decisions.tell_of_obstruction, told=self.day, reference=case, text=text),
            )
        elif is_moved and not one.postponed and one.deadline is not None and self.day >= halfway:
            deadline, text = one.deadline + timedelta(days=60), pick(rng, cases.WHY_LATER)
            self._do(
                one,
                partial(decisions.postpone_decision, deadline=deadline, reference=case, text=text),
            )

    def mend(self, one: Finding, measures: list[FindingMeasure], *, returned: bool) -> None:
        rng = stream(self.seed, "funn", one.id)
        is_late, shows_nothing, is_sent_back = [chance(rng, p) for p in (_LATE_FINDING, _NOTHING_TO_SHOW, _SENT_BACK)]
        wanted = one.deadline or one.received + timedelta(days=60)
        planned, done = one.received + timedelta(days=between(rng, 6, 15)), wanted - timedelta(days=between(rng, 6, 15))
        done += timedelta(days=between(rng, 20, 90) if is_late else 0)
        paper, looked = f"{one.case}-{between(rng, 2, 9)}", timedelta(days=between(rng, 2, 6))
        if one.state is FindingState.MENDED:
            if one.mended is not None and self.day >= one.mended + looked:
                self._control(one, pick(rng, cases.NOT_SHOWN) if is_sent_back and not returned else "")
        elif not measures and planned <= self.day < done:
            text = pick(rng, cases.MEASURES)
            self._do(one, partial(findings.add_measure, text=text, deadline=done))
        elif self.day >= done and (left := [each.number for each in measures if each.done is None]):
            self._do(one, partial(findings.finish_measure, number=left[0], on=self.day))
        elif self.day >= done:
            # She has the paper a week later.
            evidence = paper if not shows_nothing or self.day >= done + timedelta(days=7) else ""
            self._do(one, partial(findings.mend, on=self.day, evidence=evidence))

    def _control(self, one: Finding, missing: str) -> None:
        """missing: what is not shown; "" = it is."""
        keeper = self._keeper()
        if keeper is None:
            return
        with suppress(NoSuchEntry, RegisterRefused):
            if missing:
                findings.send_back(self.desk, one.id, keeper, one.version, text=missing, now=self.now)
            else:
                findings.close_finding(self.desk, one.id, keeper, one.version, now=self.now)

    def prepare(self, one: Preparation, *, returned: bool) -> None:
        rng = stream(self.seed, "utredning", one.id)
        is_left, is_late, is_returned = [chance(rng, share) for share in (_UNFINISHED, _CHECKED_LATE, _RETURNED)]
        filled = one.meeting - timedelta(days=between(rng, 7, 11))
        looked = one.meeting + timedelta(days=between(rng, 2, 6) if is_late else -between(rng, 2, 5))
        if is_left:
            return
        if one.state is PreparationState.DRAFT and self.day >= filled:
            said = dict(_answers(rng))
            self._do(one, partial(preparations.fill_in, said=said, finish=True))
        elif one.state is PreparationState.FILLED and is_returned and not returned:
            text = pick(rng, cases.SENT_BACK)
            self._do(one, partial(preparations.return_preparation, text=text), above=True)
        elif one.state is PreparationState.FILLED and self.day >= looked:
            self._do(one, preparations.check, above=True)

    def _do(self, one: Kept, step: Callable[..., object], *, above: bool = False) -> None:
        """By whoever answers for the enhet now, or the one above her. What comes too late to be allowed is left."""
        by = self._superior(one.enhet) if above else self._leader(one.enhet)
        if by is not None:
            with suppress(NoSuchEntry, RegisterRefused):
                step(self.desk, one.id, by, one.version, now=self.now)

    # --- who ----------------------------------------------------------------------------------------------------------------

    def _managing(self) -> list[str]:
        """Enheter that others are under, and whose leader is there."""
        directory, day = self.today.directory, self.day
        spans = {id: directory.enhet_on(id, day) for id in sorted(directory.enheter())}
        led = [id for id, span in spans.items() if span is not None and span.unit_type in _TYPES]
        return [id for id in led if directory.leader_of(id, day) is not None]

    def _keeper(self) -> Viewer | None:
        top = next(iter(sorted(self.today.directory.enheter())), "")
        found = next(iter(people_for(self.today, [INTERNAL_CONTROL], top)), None)
        return self._viewer(found.person) if found is not None else None

    def _leader(self, enhet: str) -> Viewer | None:
        found = self.today.directory.responsible_for(enhet, self.day)
        return self._viewer(found.person) if found is not None else None

    def _superior(self, enhet: str) -> Viewer | None:
        found = next(iter(self.today.directory.above(enhet, self.day)), None)
        return self._viewer(found.person) if found is not None else None

    def _viewer(self, person: str) -> Viewer:
        return viewer_of(person, person, person, (), self.today.directory, self.desk.policies, self.day)

    def _stream(self, what: str) -> Random:
        return stream(self.seed, "registre", what, f"{self.day:%Y-%m}")


def _answers(rng: Random) -> Iterator[tuple[str, preparations.Said]]:
    for point in Point:
        if point not in ALWAYS and chance(rng, 0.35):
            yield point.value, preparations.Said(PointAnswer.NOT_RELEVANT, cases.OF_NO_MATTER)
        else:
            yield point.value, preparations.Said(PointAnswer.DONE, pick(rng, cases.WHERE))
