"""Evaluate: what the runs, the saker and the draws of some months show of the control itself: is it right, and does it look?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kontroll.domain.controlplan import Control
from kontroll.domain.coverage import Coverage
from kontroll.domain.draw import Arm
from kontroll.domain.falsealarm import DECIDED
from kontroll.domain.internalcontrol import ControlArea, Criterion, Kind
from kontroll.domain.month import Month
from kontroll.domain.reglement import Standing
from kontroll.domain.sak import REPORTED_OF_TOP, Outcome, Sak
from kontroll.flows.books.latest_coverage import coverage_between
from kontroll.flows.internal_control.deviations import controls_of, deviations
from kontroll.flows.internal_control.improved import estimates, saker_by_rule
from kontroll.flows.internal_control.look import Look, MapPlace
from kontroll.flows.internal_control.routines import sentence_record
from kontroll.flows.saker.seen_saker import unconfined
from kontroll.flows.samples.due_controls import control_standings
from kontroll.report.internal_control.evaluation import (
    AreaEvaluation,
    ClosedSak,
    ControlEvaluation,
    RuleEvaluation,
    SampledControl,
    Uncontrolled,
)
from kontroll.report.sampling.arms import arm_sentence
from kontroll.report.sampling.planned import period_name
from kontroll.report.situation import BUILT_IN_RULE
from kontroll.texts import _

#: Of what fell away nobody says how long it should have taken.
_NOT_COUNTED = frozenset({Outcome.MOOT})
#: Further back than any kommune's first month.
_BEGINNING = Month(1, 1)


def evaluation(look: Look, first: Month, last: Month) -> ControlEvaluation:
    """first, last: both included. What is of a day, as bounds of draws and sentences, is as it stands on the day of the look."""
    newest = coverage_between(look.tx, _BEGINNING, last)
    by_rule: dict[str, dict[Month, Coverage]] = {}
    for (rule, month), one in newest.items():
        by_rule.setdefault(rule, {})[month] = one
    saker = look.once("saker etter regel", lambda: saker_by_rule(look))
    asked = {id for id, rows in by_rule.items() if any(first <= month and one.expected for month, one in rows.items())}
    asked |= {id for id, of in saker.items() if any(_closed_in(look, one, first, last) for one in of)}
    every = tuple(
        _rule(look, id, by_rule.get(id, {}), saker.get(id, []), first, last)
        for id in sorted(asked)
        if _is_followed(look, id)
    )
    return ControlEvaluation(
        first=first,
        last=last,
        every=every,
        areas=tuple(_areas(look, every)),
        sentences=tuple(_sentences(look)),
        controls=tuple(_controls(look)),
        others_right=_others_right(look, first, last),
    )


def _others_right(look: Look, first: Month, last: Month) -> int:
    at = look.tx.saker.table.c
    found = look.tx.saker.where(
        at.rule.is_(None), at.kind != REPORTED_OF_TOP, unconfined(look.tx), outcome=Outcome.FALSE_ALARM
    )
    return sum(_closed_in(look, one, first, last) for one in found)


def _is_followed(look: Look, id: str) -> bool:
    """Not those that only give grounds for something, nor those whose answers are of one person and for few."""
    found = BUILT_IN_RULE if id == BUILT_IN_RULE.id else look.rulebook.rules.get(id)
    return found is None or (found.type.opens_avvik and look.rulebook.confined_to(found) is None)


# --- rules ------------------------------------------------------------------------------------------------------------


def _rule(
    look: Look, id: str, rows: Mapping[Month, Coverage], saker: Sequence[Sak], first: Month, last: Month
) -> RuleEvaluation:
    found = BUILT_IN_RULE if id == BUILT_IN_RULE.id else look.rulebook.rules.get(id)
    area = look.today.desk.policies.internal_control.area_of(found) if found is not None else None
    mine = [rows[month] for month in sorted(rows) if month >= first]
    closed = [one for one in saker if _closed_in(look, one, first, last)]
    decided = [one for one in closed if one.outcome in DECIDED]
    return RuleEvaluation(
        rule=id,
        name=found.name if found is not None else id,
        area=area.id if area is not None else "",
        judged=any(one.expected for one in mine),
        months=len(mine),
        worked=sum(one.works and one.known > 0 for one in mine),
        known=sum(one.known for one in mine),
        unknown=sum(one.unknown for one in mine),
        struck=sum(one.struck for one in mine),
        quiet=_quiet(rows),
        bites=bool(mine) and mine[-1].works,
        decided=tuple(one.id for one in decided),
        false=tuple(one.id for one in decided if one.outcome is Outcome.FALSE_ALARM),
        closed=tuple(
            ClosedSak(id=one.id, days=(one.closed_on - one.opened).days)
            for one in closed
            if one.outcome not in _NOT_COUNTED and one.closed_on is not None
        ),
    )


def _quiet(rows: Mapping[Month, Coverage]) -> int:
    count = 0
    for month in sorted(rows, reverse=True):
        one = rows[month]
        if one.works and one.known:
            if one.struck:
                return count
            count += 1
    return count


def _closed_in(look: Look, sak: Sak, first: Month, last: Month) -> bool:
    """Nothing after the day of the look."""
    day = sak.closed_on
    return day is not None and first <= Month.of(day) <= last and day <= look.today.day


# --- areas ------------------------------------------------------------------------------------------------------------


def _areas(look: Look, every: Sequence[RuleEvaluation]) -> Iterator[AreaEvaluation]:
    """By risk; last the rules that are in none, where there are any."""
    for place in look.places:
        if place.kind is Kind.FIELD and place.area is not None:
            mine = tuple(one for one in every if one.area == place.area.id)
            yield _area(look, place.area, place, mine)
    rest = tuple(one for one in every if not one.area)
    if rest:
        yield AreaEvaluation(id="", name=_("Andre regler"), every=rest, due=(), in_time=())


def _area(look: Look, area: ControlArea, place: MapPlace, every: tuple[RuleEvaluation, ...]) -> AreaEvaluation:
    found = {one.criterion: one for one in deviations(look, place)}
    punctual = found.get(Criterion.PUNCTUAL)
    held = tuple(one.id for one in punctual.held) if punctual is not None else ()
    lacking = tuple(one.id for one in punctual.lacking) if punctual is not None else ()
    return AreaEvaluation(id=area.id, name=area.name, every=every, due=(*held, *lacking), in_time=held)


# --- skal-sentences and draws -------------------------------------------------------------------------------------------


def _sentences(look: Look) -> Iterator[Uncontrolled]:
    gravest = look.today.desk.policies.internal_control.agenda.control_risk
    for reglement in look.today.desk.reglementer.all:
        rows = [row for row in look.register if row.reglement is reglement]
        by = {
            standing: tuple(sentence_record(row) for row in rows if row.standing is standing) for standing in Standing
        }
        if rows:
            yield Uncontrolled(
                reglement=reglement.id,
                name=reglement.name,
                all=tuple(sentence_record(row) for row in rows),
                machine=by[Standing.MACHINE],
                sample=by[Standing.SAMPLE],
                none=by[Standing.NONE],
                gravest=tuple(
                    sentence_record(row)
                    for row in rows
                    if row.standing is Standing.NONE and row.sentence.risk >= gravest
                ),
            )


def _controls(look: Look) -> Iterator[SampledControl]:
    day = look.today.day
    standings = look.once("stikkprøver", lambda: control_standings(look.today.desk, look.tx))
    for one in standings:
        control, known = one.control, estimates(look, one.control.id)
        latest = known[-1] if known else None
        found = latest.estimates if latest is not None else {}
        yield SampledControl(
            control=control.id,
            name=control.name,
            area=_area_of(look, control),
            period=period_name(latest.period, control.every) if latest is not None else "",
            sentences=tuple(
                _("Det er trukket etter beløp. Hva det viser, står i rapporten.")
                if latest is not None and arm in latest.by_size
                else arm_sentence(found.get(arm), control.name.lower(), arm)
                for arm in control.arms
            ),
            missed=next((found[arm] for arm in (Arm.UNFLAGGED, Arm.ALL) if arm in found), None),
            draws=tuple(sorted(latest.draws.values())) if latest is not None else (),
            overdue=sum(period.is_overdue(day) for period in one.periods),
        )


def _area_of(look: Look, control: Control) -> str:
    """The area whose rules are about its records; of several the gravest."""
    places = (one for one in look.places if one.kind is Kind.FIELD and one.area is not None)
    return next((one.area.id for one in places if one.area is not None and controls_of(look, one, control)), "")
