"""Waits: how many entries of each register wait for somebody: what she must do soon, and what only she may control."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kontroll.domain.access import Role, Viewer
from kontroll.domain.finding import FindingState
from kontroll.domain.political import DecisionState
from kontroll.domain.preparation import PreparationState
from kontroll.domain.register import Register
from kontroll.flows.people.looking import Looking
from kontroll.flows.registers.acting import may_keep
from kontroll.flows.registers.remind_registers import DAYS_BEFORE

#: What stands in it waits for her: its register, and how many.
Waiting = tuple[Register, int]


def waits_for_her(look: Looking, viewer: Viewer) -> list[Waiting]:
    """Of those kept here, once each; registers in which nothing waits are left out."""
    if viewer.person is None:
        return []
    counted = {
        Register.DECISIONS: sum(1 for _one in _decisions(look, viewer)),
        Register.FINDINGS: sum(1 for _one in _findings(look, viewer)),
        Register.PREPARATIONS: sum(1 for _one in _preparations(look, viewer)),
    }
    return [(register, count) for register, count in counted.items() if count]


def _decisions(look: Looking, viewer: Viewer) -> Iterator[str]:
    for one in look.tx.political_decisions.where(state=DecisionState.OPEN, owner=viewer.person):
        if _is_near(look, one.deadline):
            yield one.id


def _findings(look: Looking, viewer: Viewer) -> Iterator[str]:
    for one in look.tx.findings.where(look.tx.findings.table.c.state != FindingState.CLOSED):
        if one.state is FindingState.OPEN and one.owner == viewer.person and _is_near(look, one.deadline):
            yield one.id
        controls = Role.INTERNAL_CONTROL in viewer.roles and viewer.person not in (one.owner, one.mended_by)
        if one.state is FindingState.MENDED and controls and may_keep(viewer, one.enhet):
            yield one.id


def _preparations(look: Looking, viewer: Viewer) -> Iterator[str]:
    for one in look.tx.preparations.where(look.tx.preparations.table.c.state != PreparationState.CHECKED):
        if one.state is PreparationState.DRAFT and one.owner == viewer.person and _is_near(look, one.meeting):
            yield one.id
        if one.state is PreparationState.FILLED and viewer.person == _controller(look, one.enhet, one.owner):
            yield one.id


def _controller(look: Looking, enhet: str, owner: str) -> str | None:
    """Whoever answers for the enhet, or the one above her where it is hers."""
    directory, day = look.today.directory, look.today.day
    found = (directory.responsible_for(enhet, day), *directory.above(enhet, day))
    return next((one.person for one in found if one is not None and one.person != owner), None)


def _is_near(look: Looking, deadline: date | None) -> bool:
    """Over, or so near that she is reminded."""
    return deadline is not None and look.today.day >= look.today.desk.days.before(deadline, DAYS_BEFORE)
