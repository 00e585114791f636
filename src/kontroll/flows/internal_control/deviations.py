"""Deviations: letter c: avvik and risk of avvik are found and followed up: rules that bite, answers in time, samples, risk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from kontroll.domain.controlplan import Control
from kontroll.domain.internalcontrol import Criterion
from kontroll.domain.rule import Status
from kontroll.flows.internal_control.look import SAK_WORD, Look, MapPlace, sorted_out
from kontroll.flows.internal_control.routines import assessments
from kontroll.flows.people.superiors import superiors_of
from kontroll.flows.saker.seen_saker import unconfined
from kontroll.flows.saker.stages import Stage, of_leaders, stages
from kontroll.flows.samples.due_controls import PeriodStanding, control_standings
from kontroll.report.document.model import Record
from kontroll.report.internal_control.evidence import Evidence
from kontroll.report.sampling.planned import period_name
from kontroll.store.counts import sums_by
from kontroll.texts import _

_A_YEAR = timedelta(days=365)
_NOT_RETIRED = (Status.DRAFT, Status.TRIAL, Status.IN_USE)
_STAGES = (Stage.DUE, Stage.IN_TIME, Stage.FOLLOWED)
#: Of ten answers, so many must be known.
_OF_TEN = 9


def deviations(look: Look, place: MapPlace) -> Iterator[Evidence]:
    rules = look.rules(place, _NOT_RETIRED)
    yield sorted_out(Criterion.RULES, rules, lambda one: look.rule(one.id), lambda one: one.status is Status.IN_USE)
    judged = [one for one in look.coverage.values() if one.expected and look.is_of(place, one.rule)]
    judged.sort(key=lambda one: one.rule)
    yield sorted_out(Criterion.WORKS, judged, lambda one: look.rule(one.rule), lambda one: one.works)
    yield sorted_out(
        Criterion.KNOWN,
        judged,
        lambda one: look.rule(one.rule),
        lambda one: 10 * one.known >= _OF_TEN * one.expected,
    )
    yield from _saker(look, place)
    yield from _risk(look, place)
    yield _sampled(look, place)


def _saker(look: Look, place: MapPlace) -> Iterator[Evidence]:
    """Those of leaders, opened the last year: not what is between few, and what has no answer due is in no share."""
    rows = look.once("saker", lambda: _standing_of_saker(look))
    mine = {
        id: such
        for (id, enhet, rule), such in sorted(rows.items())
        if place.holds_enhet(enhet) and look.is_of(place, rule)
    }
    due = [id for id, such in mine.items() if such[Stage.DUE.name]]
    yield sorted_out(Criterion.PUNCTUAL, due, sak_record, lambda id: bool(mine[id][Stage.IN_TIME.name]))
    yield sorted_out(Criterion.FOLLOWED, mine, sak_record, lambda id: bool(mine[id][Stage.FOLLOWED.name]))


def _standing_of_saker(look: Look) -> dict[tuple[str, str, str | None], dict[str, int]]:
    wanted = stages(look.tx, look.today, superiors_of(look.today))
    such = {stage.name: wanted[stage] for stage in _STAGES}
    conditions = [*of_leaders(look.tx, look.today.day), unconfined(look.tx)]
    found = sums_by(look.tx.saker, ("id", "enhet", "rule"), such, *conditions)
    return {(key[0], key[1], key[2]): flags for key, flags in found.items()}


def sak_record(id: str) -> Record:
    return Record(kind=_(SAK_WORD), id=id, address=f"/sak/{id}")


def _risk(look: Look, place: MapPlace) -> Iterator[Evidence]:
    rows = assessments(look, place)
    if rows is None:
        return
    since = look.today.day - _A_YEAR
    all_of_them = rows.rows()

    def record(row: tuple[object, ...]) -> Record:
        name = look.today.directory.name_of(str(row[5]), look.today.day)
        told = _("{enhet}: {theme}").format(enhet=name, theme=row[1] or "")
        return Record(kind=_("risikovurdering"), id=str(row[0]), name=told, address=f"/enhet/{row[5]}")

    yield sorted_out(
        Criterion.RISK, all_of_them, record, lambda row: row[2] is not None and since <= row[2] <= look.today.day
    )
    assessed = [row for row in all_of_them if row[2] is not None]
    yield sorted_out(
        Criterion.RISK_TREATED,
        assessed,
        record,
        lambda row: row[3] is not None and (row[3] == 0 or row[4] is not None),
    )


def _sampled(look: Look, place: MapPlace) -> Evidence:
    """Periods of the last year that should have been sampled by today."""
    since, day = look.months[0], look.today.day
    due = [
        one
        for standing in look.once("stikkprøver", lambda: control_standings(look.today.desk, look.tx))
        if controls_of(look, place, standing.control)
        for one in standing.periods
        if one.period.last >= since and (one.is_held or one.is_overdue(day))
    ]
    return sorted_out(Criterion.SAMPLED, due, _period_record, lambda one: one.is_held)


def controls_of(look: Look, place: MapPlace, control: Control) -> bool:
    """Whether the control is of the place: some rule about its records is."""
    about = control.rules or tuple(id for id, one in look.rulebook.rules.items() if one.dataset == control.dataset)
    return place.area is None or any(place.holds_rule(look.rulebook.rules.get(id)) for id in about)


def _period_record(one: PeriodStanding) -> Record:
    draw = next((arm.draw for arm in one.arms if arm.draw is not None), None)
    name = _("{control}, {period}").format(control=one.control.name, period=period_name(one.period, one.control.every))
    address = f"/stikkprove/{draw.id}" if draw is not None else "/stikkprover/kontrollplan"
    return Record(kind=_("stikkprøve"), id=f"{one.control.id} {one.period.first}", name=name, address=address)
