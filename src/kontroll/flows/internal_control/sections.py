"""Sections: the map of the internal control and the evaluation of it, as chapters of a report, each figure with its grounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kontroll.domain.internalcontrol import WHOLE, Letter
from kontroll.domain.month import Month
from kontroll.flows.internal_control.course_of_maturity import kept_between
from kontroll.flows.internal_control.evaluate import evaluation
from kontroll.flows.internal_control.kept_evidence import evidence_of_year, levels_before
from kontroll.flows.internal_control.look import Look
from kontroll.flows.internal_control.make_agenda import TITLE
from kontroll.flows.people.today import Today
from kontroll.report.document.model import Grounds, Section
from kontroll.report.internal_control.counted import Counted
from kontroll.report.internal_control.evaluation_section import EvaluatedYear, evaluation_section
from kontroll.report.internal_control.map_section import map_section
from kontroll.store.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """grounds: by the id of each figure of the section and its parts."""

    section: Section
    grounds: Mapping[str, Grounds] = field(default_factory=dict)


def map_chapter(tx: Transaction, today: Today, year: int) -> Chapter:
    """What exists of a–e of kommuneloven § 25-1, how far it has come and what lacks. Ids begin with `ik-`. No small numbers."""
    look, counted = Look(tx, today), Counted()
    known = evidence_of_year(look, year)
    months = [Month(year, n) for n in range(1, 13) if known.month is not None and Month(year, n) <= known.month]
    kept = kept_between(tx, Month(year, 1), Month(year, 12), WHOLE)
    course = {
        letter: [(month, kept[letter, month].level if (letter, month) in kept else None) for month in months]
        for letter in Letter
        if letter in known.levels
    }
    section = map_section(
        counted,
        today.desk.policies.internal_control,
        known.month,
        known.is_now,
        known.levels,
        levels_before(look, known.month) if known.month is not None else {},
        known.evidence,
        course,
    )
    return Chapter(section=section, grounds=counted.grounds)


def evaluation_chapter(tx: Transaction, today: Today, year: int) -> Chapter:
    """How well the control itself has worked in the year. Ids begin with `ev-`. No small numbers."""
    look, counted = Look(tx, today), Counted()
    points = sorted(tx.agenda_points.where(year=year), key=lambda one: one.number)
    titles = tx.trail.texts([one.trail for one in points])
    judged = [month for month in look.runs if month.year == year]
    evaluated = EvaluatedYear(
        found=evaluation(look, Month(year, 1), Month(year, 12)),
        last=max(judged, default=Month(year, 12)),
        agenda=[(one, titles.get((one.trail, TITLE), "")) for one in points],
        control_risk=today.desk.policies.internal_control.agenda.control_risk,
    )
    return Chapter(section=evaluation_section(counted, evaluated), grounds=counted.grounds)
