"""Suggest goals: what a new agreement begins with: the figures of the enhet's maps with the ambitions that hold, what is counted
of compliance with rules, and the year before's other goals that were not reached."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from kontroll.domain.agreement import OTHER, Agreement, GoalKind, Round, Verdict
from kontroll.domain.agreementgoal import CONTROL_AREA, Wanted
from kontroll.domain.month import Month
from kontroll.domain.policy import Policies
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.scorecard import RollUp
from kontroll.engine.plain import PlainEvaluator
from kontroll.flows.deliveries.known_facts import known_facts
from kontroll.flows.people.today import Today
from kontroll.flows.saker.acting import TEXT
from kontroll.store.transaction import Transaction

_KINDS = ("organisasjon", "ambisjoner")


@dataclass(frozen=True, slots=True)
class Ambitions:
    """The ambitions that are delivered, by enhet and year. Read once where many agreements are drafted on one day."""

    evaluator: PlainEvaluator

    @classmethod
    def known(cls, tx: Transaction, rulebook: Rulebook) -> Ambitions:
        facts, _problems = known_facts(tx, replace(rulebook, datasets={}), kinds=_KINDS)
        return cls(PlainEvaluator(rulebook, facts))

    def of(self, indicator: str, enhet: str, year: int, *, own: bool = False) -> tuple[str, str] | None:
        """(green, yellow) as text; those of the year before where the year has none yet; None where one is not set.

        own: what is asked of many enheter, each for herself, does not count.
        """
        for one in (year, year - 1):
            row = self.evaluator.ambition(indicator, enhet, Month(one, 12))
            if own and row is not None and row.enhet != enhet:
                continue
            if row is not None and row.green is not None and row.yellow is not None:
                return str(row.green), str(row.yellow)
        return None


def suggested(
    tx: Transaction,
    today: Today,
    rulebook: Rulebook,
    ambitions: Ambitions,
    enhet: str,
    year: int,
    last: Agreement | None,
) -> list[tuple[Wanted, int]]:
    """Each goal, and the entry of the trail where its words stand already; 0 = nowhere."""
    found = [(wanted, 0) for wanted in _of_map(today, rulebook, ambitions, enhet, year)]
    found += [(wanted, 0) for wanted in _of_control(today.desk.policies)]
    return found + list(_carried_over(tx, last, year))


def _of_map(today: Today, rulebook: Rulebook, ambitions: Ambitions, enhet: str, year: int) -> Iterator[Wanted]:
    """By focus area, in the order of the areas. A figure that nobody has set an ambition for is no goal.

    Of whoever leads many, a figure may be their sum: the two complaints that one school may have are not asked of fifty.
    """
    cards = today.desk.policies.scorecards
    span = today.directory.enhet_on(enhet, today.day)
    order = {area.name: number for number, area in enumerate(cards.areas)}
    wanted = cards.indicators_of(span.service if span else None, span.unit_type if span else None)
    known = [rulebook.indicators[id] for id in wanted if id in rulebook.indicators]
    leads_many = len(today.directory.under([enhet], today.day)) > 1
    for indicator in sorted(known, key=lambda one: order.get(one.focus_area, len(order))):
        is_sum = leads_many and cards.roll_up_of(indicator.id) is RollUp.SUM
        thresholds = ambitions.of(indicator.id, enhet, year, own=is_sum)
        if thresholds is not None and indicator.computed is None:
            yield Wanted(
                kind=GoalKind.MAP, area=indicator.focus_area, indicator=indicator.id,
                green=thresholds[0], yellow=thresholds[1],
            )  # fmt: skip


def _of_control(policies: Policies) -> Iterator[Wanted]:
    for one in policies.agreements.control:
        yield Wanted(
            kind=GoalKind.CONTROL, area=CONTROL_AREA, indicator=one.counts, green=str(one.green), yellow=str(one.yellow)
        )


def _carried_over(tx: Transaction, last: Agreement | None, year: int) -> Iterator[tuple[Wanted, int]]:
    """Other goals of the year before: what was reached is done; the rest is suggested again, a year later."""
    if last is None:
        return
    reached = {
        one.goal
        for one in tx.goal_statuses.where(agreement=last.id)
        if one.round is Round.RESULT and one.verdict is Verdict.REACHED
    }
    goals = [goal for goal in tx.goals.where(agreement=last.id) if goal.kind in OTHER and goal.number not in reached]
    texts = tx.trail.texts([goal.text for goal in goals if goal.text])
    for goal in goals:
        words = texts.get((goal.text, TEXT), "")
        if words:
            due = date(year, goal.due.month, min(goal.due.day, 28)) if goal.due is not None else None
            due = date(year, 12, 31) if goal.due is not None and (goal.due.month, goal.due.day) == (12, 31) else due
            yield Wanted(kind=goal.kind, area=goal.area, target=goal.target, due=due, words=words), goal.text
