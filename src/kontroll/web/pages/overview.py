"""The first page, by role: what waits, and where to go; and one month in four blocks for those who see the kommune as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from kontroll.domain.access import Role, Thing, Viewer, seen
from kontroll.domain.month import Month
from kontroll.domain.register import ADDRESSES, Register
from kontroll.domain.rule import Severity
from kontroll.facts.facts import ValueState
from kontroll.flows.agreements.list_agreements import waiting_of
from kontroll.flows.issuing.report_way import underway
from kontroll.flows.issuing.report_way import waits_for as waits_for_reader
from kontroll.flows.month.proved import latest_proof
from kontroll.flows.monthly.seen_months import told_of_waits, waits_for_her
from kontroll.flows.pay.seen_talks import waits_for
from kontroll.flows.people.looking import Looking
from kontroll.flows.registers.onlookers import to_read
from kontroll.flows.registers.waits import waits_for_her as waits_in_registers
from kontroll.flows.showing.answering import her_desk
from kontroll.flows.showing.start import Waits, start_of
from kontroll.report import register_words
from kontroll.report.issuing.words import report_name
from kontroll.report.situation import SEVERITIES, Situation
from kontroll.report.summary import Summaries
from kontroll.texts import _
from kontroll.web.render import page, sees
from kontroll.web.signed_in import Needs
from kontroll.web.site import AllSummaries, AskedMonth, FollowUp, FollowUpState

router = APIRouter()

_SETTLING = 8


@router.get("/", response_class=HTMLResponse)
def start(
    viewer: Annotated[Viewer, Needs(Thing.START)], summaries: AllSummaries, follow_up: FollowUp, month: AskedMonth
) -> HTMLResponse:
    """What waits for her and where to go. Internal control lives with the month, and has it on the same page."""
    situation = summaries.situation
    if viewer.below and sees(viewer, Thing.SAK.name) and not sees(viewer, Thing.AGGREGATE.name):
        return _of_leader(viewer, situation, follow_up)
    with follow_up.reading() as look:
        found = start_of(look.tx, look.today, viewer)
        waits = (*found.waits, *_reports(look, viewer), *_registers(look, viewer))
    found = replace(found, waits=waits)
    if Role.INTERNAL_CONTROL in viewer.roles and sees(viewer, Thing.AGGREGATE.name):
        return _month(viewer, summaries, month, "/", found.waits)
    return page(
        "start.html",
        viewer=viewer,
        situation=situation,
        month=month,
        found=found,
        enheter=_hers(viewer, situation, month),
    )


@router.get("/oversikt", response_class=HTMLResponse)
def overview(viewer: Annotated[Viewer, Needs(Thing.SMALL)], summaries: AllSummaries, month: AskedMonth) -> HTMLResponse:
    """One month in four blocks, with small numbers in it: who may not see those has pages of her own without them."""
    return _month(viewer, summaries, month, "/oversikt")


def _month(
    viewer: Viewer, summaries: Summaries, month: Month, address: str, waits: Sequence[Waits] = ()
) -> HTMLResponse:
    summary = summaries.of(month)
    return page(
        "overview.html",
        viewer=viewer,
        # Sums for those who see no enhet; the list and the faults name enheter, and files.
        by_enhet=seen(viewer, Thing.OVERVIEW).is_all,
        situation=summaries.situation,
        month=month,
        address=address,
        waits=waits,
        summary=summary,
        settling=summary.unchecked.settling[:_SETTLING],
        severities=SEVERITIES,
        Severity=Severity,
        ValueState=ValueState,
    )


def _reports(look: Looking, viewer: Viewer) -> Iterator[Waits]:
    """Those that wait for her: to check, to vouch for, or to issue."""
    for report in underway(look):
        if waits_for_reader(viewer, report):
            name = report_name(report.kind, report.period)
            href = f"/rapporter/utkast/{report.kind}/{report.period}"
            yield Waits(text=_("{report} venter på deg").format(report=name), href=href)


def _registers(look: Looking, viewer: Viewer) -> Iterator[Waits]:
    for register, count in waits_in_registers(look, viewer):
        yield Waits(text=register_words.waits_told(register, count), href=ADDRESSES[register])
    if count := to_read(look, viewer):
        yield Waits(text=register_words.to_read_told(count), href=ADDRESSES[Register.FINDINGS])


def _of_leader(viewer: Viewer, situation: Situation, follow_up: FollowUpState) -> HTMLResponse:
    """What waits for her, her enheter, and what she has not opened yet."""
    with follow_up.reading() as look:
        desk = her_desk(look.tx, look.today, viewer)
        proven = latest_proof(look.tx)
        agreements = waiting_of(look.tx, look.today, viewer)
        talks = waits_for(look.tx, look.today, viewer)
        months = told_of_waits(waits_for_her(look.tx, look.today, viewer))
        registers = list(_registers(look, viewer))
    days = follow_up.desk.days
    return page(
        "start_leader.html",
        viewer=viewer,
        situation=situation,
        month=situation.last,
        today=follow_up.day,
        working_days=lambda day: days.between(follow_up.day, day),
        desk=desk,
        agreements=agreements,
        talks=talks,
        months=months,
        registers=registers,
        proven=proven,
    )


def _hers(viewer: Viewer, situation: Situation, month: Month) -> list[tuple[str, str]]:
    """Id and name of the enheter that she may see, those she leads first."""
    found = seen(viewer, Thing.UNIT).enheter or ()
    named = [(id, situation.unit_name(id, month)) for id in found if situation.knows_unit(id)]
    return sorted(named, key=lambda one: (one[0] not in viewer.leads, one[1]))
