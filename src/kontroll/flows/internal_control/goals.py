"""Goals: letter a: main tasks, goals and organisation: who leads what, by which figures, and what was agreed and followed up."""

from __future__ import annotations

from collections.abc import Iterator

from kontroll.domain.agreement import Agreement, AgreementState
from kontroll.domain.internalcontrol import Criterion
from kontroll.flows.agreements.parties import led_enheter
from kontroll.flows.internal_control.look import Look, MapPlace, sorted_out
from kontroll.report.document.model import Record
from kontroll.report.internal_control.evidence import Evidence
from kontroll.texts import _

_HOLDS = (AgreementState.AGREED, AgreementState.CONCLUDED)


def goals(look: Look, place: MapPlace) -> Iterator[Evidence]:
    directory, day = look.today.directory, look.today.day
    enheter = sorted(look.active if place.enheter is None else place.enheter)
    yield sorted_out(Criterion.LEADERS, enheter, look.enhet, lambda enhet: directory.leader_of(enhet, day) is not None)
    yield sorted_out(Criterion.SCORECARDS, enheter, look.enhet, lambda enhet: _is_measured(look, enhet))
    policy = look.today.desk.policies.agreements
    year = day.year if day > policy.sign_by.of(day.year) else day.year - 1
    agreed = {one.enhet for one in look.tx.agreements.where(year=year) if one.state in _HOLDS}
    led = [enhet for enhet in led_enheter(look.today) if place.holds_enhet(enhet)]
    yield sorted_out(Criterion.AGREEMENTS, led, look.enhet, lambda enhet: enhet in agreed)
    yield _followed(look, place)


def _is_measured(look: Look, enhet: str) -> bool:
    span = look.today.directory.enhet_on(enhet, look.today.day)
    return span is not None and bool(look.today.desk.policies.scorecards.indicators_of(span.service, span.unit_type))


def _followed(look: Look, place: MapPlace) -> Evidence:
    """Of the year whose last follow-up should have been done: this one's at mid-year, else the result of the one before."""
    policy, day = look.today.desk.policies.agreements, look.today.day
    at_midyear = day > policy.midyear_by.of(day.year)
    year = day.year if at_midyear else day.year - 1 if day > policy.result_by.of(day.year) else day.year - 2
    found = [
        one
        for one in look.tx.agreements.where(year=year)
        if one.state in _HOLDS and place.holds_enhet(one.enhet) and one.enhet in look.active
    ]
    return sorted_out(
        Criterion.GOALS_FOLLOWED,
        found,
        lambda one: _record(look, one),
        lambda one: one.state is AgreementState.CONCLUDED or (at_midyear and one.midyear_on is not None),
    )


def _record(look: Look, one: Agreement) -> Record:
    name = look.today.directory.name_of(one.enhet, look.today.day)
    told = _("{enhet}, {year}").format(enhet=name, year=one.year)
    return Record(kind=_("resultatavtale"), id=one.id, name=told, address=f"/resultatavtale/{one.id}")
