"""Improved: letter e: rules that are right, what they miss, and what the leader group decided of its own control."""

from __future__ import annotations

from collections.abc import Iterator

from kontroll.domain.agenda import DEALT_WITH, AgendaPoint
from kontroll.domain.draw import Arm
from kontroll.domain.falsealarm import false_alarms
from kontroll.domain.internalcontrol import Criterion
from kontroll.domain.sak import Sak
from kontroll.flows.internal_control.deviations import controls_of
from kontroll.flows.internal_control.look import Look, MapPlace, running, sorted_out
from kontroll.flows.reglement.control_measures import measures
from kontroll.flows.reglement.follow_reglement import open_reviews
from kontroll.flows.saker.seen_saker import unconfined
from kontroll.flows.samples.estimates import PeriodEstimates, estimates_of
from kontroll.report.document.model import Record
from kontroll.report.internal_control.evidence import Evidence
from kontroll.texts import _


def improved(look: Look, place: MapPlace) -> Iterator[Evidence]:
    rules = look.rules(place)
    waiting = {one.rule for one in open_reviews(look.tx)}
    yield sorted_out(Criterion.REVIEWED, rules, lambda one: look.rule(one.id), lambda one: one.id not in waiting)
    limits = look.today.desk.policies.internal_control.agenda
    alarms = look.once("falske alarmer", lambda: {id: false_alarms(saker) for id, saker in saker_by_rule(look).items()})
    decided = [
        rule.id
        for rule in look.rulebook.rules.values()
        if running(rule) and place.holds_rule(rule)
        and rule.id in alarms and alarms[rule.id].decided >= limits.least_decided
    ]  # fmt: skip
    yield sorted_out(
        Criterion.ACCURATE,
        sorted(decided),
        look.rule,
        lambda id: 2 * alarms[id].false_alarms < alarms[id].decided,
    )
    yield _estimated(look, place)
    yield from _agenda(look, place)
    found = look.once("kontrolltiltak", lambda: measures(look.tx, look.today.desk, look.today.day))
    overdue = {one.rule.id for one in found if one.overdue}
    yield sorted_out(Criterion.MEASURES, rules, lambda one: look.rule(one.id), lambda one: one.id not in overdue)


def saker_by_rule(look: Look) -> dict[str, list[Sak]]:
    """Those of rules, without what is between few."""
    found: dict[str, list[Sak]] = {}
    for sak in look.tx.saker.where(look.tx.saker.table.c.rule.is_not(None), unconfined(look.tx)):
        found.setdefault(sak.rule or "", []).append(sak)
    return found


def _estimated(look: Look, place: MapPlace) -> Evidence:
    """Controls of which some concluded draw says how much is wrong among what no rule struck on, or among all."""
    controls = [one for one in look.today.desk.policies.control_plan.controls if controls_of(look, place, one)]
    known = {one.id for one in controls if any(map(_says_of_the_rest, estimates(look, one.id)))}
    return sorted_out(
        Criterion.ESTIMATED,
        controls,
        lambda one: Record(kind=_("kontroll"), id=one.id, name=one.name, address="/stikkprover/kontrollplan"),
        lambda one: one.id in known,
    )


def estimates(look: Look, control: str) -> list[PeriodEstimates]:
    return look.once(f"anslag {control}", lambda: estimates_of(look.today.desk, look.tx, control))


def _says_of_the_rest(one: PeriodEstimates) -> bool:
    return bool({Arm.UNFLAGGED, Arm.ALL} & one.estimates.keys())


def _agenda(look: Look, place: MapPlace) -> Iterator[Evidence]:
    """Of the newest agenda."""
    points = look.tx.agenda_points.all()
    newest = max((one.year for one in points), default=None)
    mine = [one for one in points if one.year == newest and (place.area is None or one.area == place.area.id)]
    mine.sort(key=lambda one: one.number)
    yield sorted_out(Criterion.EVALUATED, mine, point_record, lambda one: one.state in DEALT_WITH)
    dealt = [one for one in mine if one.state in DEALT_WITH]
    yield sorted_out(Criterion.CHANGED, dealt, point_record, lambda one: bool(one.changed))


def point_record(one: AgendaPoint) -> Record:
    return Record(kind=_("punkt i årshjulet"), id=one.id, address=f"/internkontroll/arshjul/{one.id}")
