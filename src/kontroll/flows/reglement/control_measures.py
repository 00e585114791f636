"""Control measures: the rules that look at persons, how each stands, and what was said when people met about it (aml. § 9-2).

Why the rule file still decides when a rule pauses: an evaluation that is written down on a page changes what people know, and
a rule changes when somebody changes its file and others approve it. Where the two say different days, the page tells.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from kontroll.domain.access import Viewer
from kontroll.domain.controlmeasure import (
    MeasureEvent,
    MeasureKind,
    MeasureOutcome,
    MeasureRefusal,
    last_evaluated,
    next_evaluation,
    refused,
)
from kontroll.domain.problem import KontrollError
from kontroll.domain.rule import Rule, Status
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.trail import Fact
from kontroll.flows.books.await_approval import Standing, standings
from kontroll.proving.check import IN_USE
from kontroll.store.transaction import Transaction
from kontroll.texts import N_, NORWAY
from kontroll.wiring import Desk

#: The names of the texts beside the trail.
TOOK_PART, SAID = "deltok", "tekst"
ENTRY = "kontrolltiltak: {kind}"


class NotRecorded(KontrollError):
    """Something stands in the way. Nothing was changed."""

    def __init__(self, why: MeasureRefusal) -> None:
        super().__init__(why.value)
        self.why = why


class Stands(Enum):
    """How a control measure stands; the value is shown."""

    PAUSED = N_("satt på pause")
    MISSING = N_("ikke beskrevet og drøftet")
    WAITS = N_("venter på godkjenning")
    TRIAL = N_("på prøve")
    IN_USE = N_("i bruk")
    DRAFT = N_("utkast")


@dataclass(frozen=True, slots=True)
class Held:
    """One meeting. took_part, said: None where what was written is deleted after its time."""

    event: MeasureEvent
    took_part: str | None
    said: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """reads: what it looks at, fields by data set. discussed: the last day it was drøftet, by the file or the meetings.

    evaluate_by: None = it is not to be evaluated again, or nobody has said when. moved: what was agreed last is another day
    than the file says. held: the newest first.
    """

    rule: Rule
    reads: Mapping[str, Sequence[str]]
    stands: Stands
    approval: Standing | None
    discussed: date | None
    evaluate_by: date | None
    overdue: bool
    moved: bool
    last: MeasureEvent | None
    held: tuple[Held, ...] = ()

    @property
    def purpose(self) -> str:
        return self.rule.control_measure.purpose if self.rule.control_measure is not None else ""


def measure_rules(rulebook: Rulebook) -> list[Rule]:
    """Rules that look at persons, or are described as control measures all the same. What is no longer in use is left out."""
    return [
        rule
        for _id, rule in sorted(rulebook.rules.items())
        if rule.status is not Status.RETIRED and (rule.control_measure is not None or rulebook.is_person_directed(rule))
    ]


def measures(tx: Transaction, desk: Desk, day: date, only: Collection[str] | None = None) -> list[Measure]:
    """All of them, or of some rules: those that are overdue first, then the day they are to be evaluated."""
    rules = [rule for rule in measure_rules(desk.rulebook) if only is None or rule.id in only]
    approvals = _approvals(tx, desk, [rule.id for rule in rules])
    events: dict[str, list[MeasureEvent]] = {}
    for one in tx.measure_events.all():
        events.setdefault(one.rule, []).append(one)
    found = [_measure(desk, rule, approvals.get(rule.id), events.get(rule.id, []), day) for rule in rules]
    return sorted(found, key=lambda one: (not one.overdue, one.evaluate_by or date.max, one.rule.id))


def measure_of(tx: Transaction, desk: Desk, rule: str, day: date) -> Measure | None:
    """One of them, with what was said; None where it is none."""
    found = next((one for one in measure_rules(desk.rulebook) if one.id == rule), None)
    if found is None:
        return None
    events = tx.measure_events.where(rule=rule)
    texts = tx.trail.texts([one.trail for one in events])
    held = tuple(
        Held(one, texts.get((one.trail, TOOK_PART)), texts.get((one.trail, SAID)))
        for one in sorted(events, key=lambda one: (one.on, one.number), reverse=True)
    )
    return _measure(desk, found, _approvals(tx, desk, [rule]).get(rule), events, day, held)


def record_meeting(
    desk: Desk,
    rule: str,
    by: Viewer,
    *,
    kind: MeasureKind,
    on: date,
    outcome: MeasureOutcome,
    next_on: date | None,
    took_part: str,
    said: str,
    now: datetime,
) -> MeasureEvent:
    """What was said stands beside the trail as salted texts. Raises NotRecorded."""
    if rule not in {one.id for one in measure_rules(desk.rulebook)}:
        raise NotRecorded(MeasureRefusal.NO_MEASURE)
    why = refused(kind, on, outcome, next_on, took_part, said, now.astimezone(NORWAY).date())
    if why is not None:
        raise NotRecorded(why)
    who = by.person or by.user
    with desk.database.transaction(who, now) as tx:
        number = tx.measure_events.count(rule=rule) + 1
        about: dict[str, Fact] = {"rule": rule, "number": number, "on": str(on), "outcome": outcome.value}
        entry = tx.trail.append(
            ENTRY.format(kind=kind.value),
            about | ({"next_on": str(next_on)} if next_on is not None else {}),
            {TOOK_PART: took_part.strip(), SAID: said.strip()},
        )
        event = MeasureEvent(
            rule=rule, number=number, kind=kind, on=on, outcome=outcome, next_on=next_on, by=who, at=now, trail=entry
        )
        return tx.measure_events.add(event)


def _approvals(tx: Transaction, desk: Desk, rules: Collection[str]) -> dict[str, Standing]:
    return {one.rule.id: one for one in standings(tx, desk.rulebook, desk.policies.approval.persons, rules)}


# --- how it stands ----------------------------------------------------------------------------------------------------


def _measure(
    desk: Desk,
    rule: Rule,
    approval: Standing | None,
    events: Sequence[MeasureEvent],
    day: date,
    held: tuple[Held, ...] = (),
) -> Measure:
    written = rule.control_measure
    met = [one.on for one in events if one.kind is MeasureKind.DISCUSSED]
    until = min(written.evaluated_by, written.lasts_until) if written is not None else None
    agreed = next_evaluation(until, events) if until is not None else _agreed(events)
    last = last_evaluated(events)
    return Measure(
        rule=rule,
        reads=_reads(desk.rulebook, rule),
        stands=_stands(desk.rulebook, rule, approval, day),
        approval=approval,
        discussed=max([*met, *([written.discussed] if written is not None else [])], default=None),
        evaluate_by=agreed,
        overdue=agreed is not None and day > agreed and rule.status in IN_USE,
        moved=until is not None and last is not None and agreed != until,
        last=last,
        held=held,
    )


def _agreed(events: Iterable[MeasureEvent]) -> date | None:
    last = last_evaluated(events)
    return last.next_on if last is not None else None


def _stands(rulebook: Rulebook, rule: Rule, approval: Standing | None, day: date) -> Stands:
    if rule.status not in IN_USE:
        return Stands.DRAFT
    if rule.control_measure is None:
        return Stands.MISSING
    if rule.status is Status.IN_USE and rule.control_measure.lapsed(day) and rulebook.is_person_directed(rule):
        return Stands.PAUSED
    if rule.status is Status.TRIAL:
        return Stands.TRIAL
    return Stands.WAITS if approval is not None and not approval.approved else Stands.IN_USE


def _reads(rulebook: Rulebook, rule: Rule) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for dataset, id in rulebook.fields_read(rule):
        field = dataset.field(id)
        if field is not None and field.personal and field.called not in found.setdefault(dataset.name, []):
            found[dataset.name].append(field.called)
    return {name: fields for name, fields in found.items() if fields}
