"""Remind of control measures that nobody has evaluated in time: once a month, until somebody has.

Why more people than internal control: the law asks for an evaluation together with the employees' representatives, and they
cannot ask for a meeting that they do not know is due.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kontroll.domain.access import Role
from kontroll.domain.controlmeasure import MeasureEvent, next_evaluation
from kontroll.domain.notice import Reason
from kontroll.domain.people import Responsible, Standing
from kontroll.domain.policy import INTERNAL_CONTROL
from kontroll.flows.people.today import Today
from kontroll.flows.telling.tell import people_for, tell_of
from kontroll.proving.check import IN_USE
from kontroll.store.transaction import Transaction
from kontroll.texts import _
from kontroll.texts import day as day_told

#: Whom the law names, or who speaks for those it protects.
_ROLES = (Role.HR, Role.UNION, Role.SAFETY, Role.PRIVACY)


def remind_of_measures(tx: Transaction, today: Today) -> int:
    """Gives how many notices were new; done again the same month, it does nothing more."""
    overdue = list(_overdue(tx, today))
    people = _people(today) if overdue else []
    return sum(_remind(tx, today, id, name, on, people) for id, name, on in overdue)


def _overdue(tx: Transaction, today: Today) -> Iterator[tuple[str, str, date]]:
    """Rule, its name, and the day on which it should have been evaluated."""
    events: dict[str, list[MeasureEvent]] = {}
    for one in tx.measure_events.all():
        events.setdefault(one.rule, []).append(one)
    for id, rule in sorted(today.desk.rulebook.rules.items()):
        if rule.control_measure is None or rule.status not in IN_USE:
            continue
        written = min(rule.control_measure.evaluated_by, rule.control_measure.lasts_until)
        on = next_evaluation(written, events.get(id, ()))
        if on is not None and on < today.day:
            yield id, rule.name, on


def _remind(tx: Transaction, today: Today, id: str, name: str, on: date, people: list[Responsible]) -> int:
    why = _("Kontrolltiltaket skulle vært evaluert innen {day} (aml. § 9-2).").format(day=day_told(on))
    # A notice a month: number is how many months it has been overdue, and the day that it was due.
    number = on.toordinal() * 1_000 + (today.day.year - on.year) * 12 + today.day.month - on.month
    return tell_of(tx, today, Reason.EVALUATION_OVERDUE, name, people, rule=id, number=number, why=why)


def _people(today: Today) -> list[Responsible]:
    """Internal control, and everybody who holds one of the roles by the lists; for part of the kommune or for all of it."""
    found = {one.person: one for one in people_for(today, [INTERNAL_CONTROL], "")}
    for word in today.desk.policies.access.words:
        if word.role in _ROLES:
            for person in today.directory.holders(word.word, today.day):
                found.setdefault(person, Responsible(person=person, enhet="", standing=Standing.ROLE))
    return list(found.values())
