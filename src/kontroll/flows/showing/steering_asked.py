"""Steering asked: which saker stand behind a number of the rådmann's page. The page and its lists ask the same way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from kontroll.domain.access import Thing, Viewer, seen
from kontroll.domain.month import Month
from kontroll.domain.policy import SUPERVISORY
from kontroll.domain.rule import Severity
from kontroll.domain.sak import ENGINE_ALARM, MISSED_CONTROL, MISSING_DATA, SILENT_SUPERIOR, Sak, SakState
from kontroll.flows.paged import PER_PAGE, Paged, offset_of
from kontroll.flows.people.parts import ELSEWHERE, Part, parts_of
from kontroll.flows.people.superiors import Superior, superiors_of
from kontroll.flows.people.today import Today
from kontroll.flows.saker.seen_saker import hidden_from
from kontroll.flows.saker.stages import Stage, of_leaders, stages
from kontroll.flows.showing.queue import MOST_WRITTEN, Queued, queued
from kontroll.flows.showing.queue_order import Sort, order_of
from kontroll.report.measured import focus_areas
from kontroll.store.transaction import Transaction

#: The focus area of saker that have no rule: about data, jobs and whoever does not ask.
NO_FOCUS = "-"


class About(Enum):
    """Which saker, where it is not how far leaders have come (`stages.Stage`). The value stands in the address."""

    OPEN = "apne"
    OVERDUE = "over-frist"
    MISSING_DATA = "data-mangler"
    CONTROLS = "kontroller-uteble"
    SILENT = "overordnet-spor-ikke"


@dataclass(frozen=True, slots=True, kw_only=True)
class SteeringAsked:
    """part: id of a part. superior: key of one. at: those open when the month ended; then `about` is not asked."""

    about: About | Stage = About.OPEN
    part: str = ""
    superior: str = ""
    focus: str = ""
    severity: Severity | None = None
    at: Month | None = None


def saker_behind(tx: Transaction, today: Today, viewer: Viewer, asked: SteeringAsked, number: int) -> Paged[Queued]:
    """Of those she may see by her roles: the number she came from holds no others."""
    conditions = [*of_hers(tx, viewer), *_asked(tx, today, viewer, asked)]
    order = order_of(tx, today, Sort.URGENCY, False, conditions)
    found: list[Sak] = tx.saker.ordered(order, *conditions, limit=PER_PAGE, offset=offset_of(number))
    return Paged([queued(today, sak) for sak in found], number, tx.saker.count(*conditions))


def all_saker_behind(tx: Transaction, today: Today, viewer: Viewer, asked: SteeringAsked) -> list[Queued]:
    """The same, for a file."""
    conditions = [*of_hers(tx, viewer), *_asked(tx, today, viewer, asked)]
    order = order_of(tx, today, Sort.URGENCY, False, conditions)
    return [queued(today, sak) for sak in tx.saker.ordered(order, *conditions, limit=MOST_WRITTEN)]


def of_hers(tx: Transaction, viewer: Viewer) -> list[Any]:
    """Conditions: the saker of the enheter that her roles give her."""
    found, hidden = seen(viewer, Thing.SAK), hidden_from(tx, viewer)
    return hidden if found.enheter is None else [tx.saker.table.c.enhet.in_(sorted(found.enheter)), *hidden]


def about(tx: Transaction, today: Today) -> dict[About, Any]:
    at = tx.saker.table.c
    not_closed = at.state != SakState.CLOSED
    return {
        About.OPEN: not_closed,
        About.OVERDUE: not_closed & (at.deadline < today.day),
        About.MISSING_DATA: not_closed & (at.kind == MISSING_DATA),
        About.CONTROLS: not_closed & at.kind.in_([MISSED_CONTROL, ENGINE_ALARM]),
        About.SILENT: not_closed & (at.kind == SILENT_SUPERIOR),
    }


def open_after(tx: Transaction, month: Month) -> Any:
    """Those that were open when the month ended."""
    at = tx.saker.table.c
    return (at.opened <= month.last_day) & (at.closed_on.is_(None) | (at.closed_on > month.last_day))


def _asked(tx: Transaction, today: Today, viewer: Viewer, asked: SteeringAsked) -> Iterator[Any]:
    at = tx.saker.table.c
    if asked.part:
        yield _of_part(tx, parts_of(today, seen(viewer, Thing.SAK)), asked.part)
    if asked.focus:
        yield _of_focus(tx, today, asked.focus)
    if asked.severity is not None:
        yield at.severity == asked.severity
    superiors = superiors_of(today) if asked.superior or isinstance(asked.about, Stage) else {}
    if asked.superior:
        yield at.enhet.in_(sorted(enhet for enhet, one in superiors.items() if one.key == asked.superior))
    if asked.at is not None:
        yield open_after(tx, asked.at)
    elif isinstance(asked.about, Stage):
        yield from of_leaders(tx, today.day)
        yield stages(tx, today, superiors)[asked.about]
    else:
        yield about(tx, today)[asked.about]


def _of_part(tx: Transaction, parts: Mapping[str, Part], id: str) -> Any:
    at = tx.saker.table.c
    if id == ELSEWHERE:
        placed = sorted({enhet for part in parts.values() if part.id != ELSEWHERE for enhet in part.enheter})
        return at.enhet.not_in(placed)
    return at.enhet.in_(sorted(parts[id].enheter if id in parts else ()))


def _of_focus(tx: Transaction, today: Today, focus: str) -> Any:
    at, areas = tx.saker.table.c, focus_areas(today.desk.rulebook)
    if focus == NO_FOCUS:
        return at.rule.is_(None) | at.rule.not_in(sorted(areas))
    return at.rule.in_(sorted(rule for rule, area in areas.items() if area == focus))


# --- in words ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Named:
    """What the list was asked for by id, by name."""

    part: str
    superior: str


def named(today: Today, viewer: Viewer, asked: SteeringAsked) -> Named | None:
    """None where the part or the superior is nobody whom she sees."""
    sees = seen(viewer, Thing.SAK)
    part = parts_of(today, sees).get(asked.part) if asked.part else None
    if asked.part and part is None and not (asked.part == ELSEWHERE and sees.is_all):
        return None
    hers: Mapping[str, Superior] = {
        enhet: one for enhet, one in (superiors_of(today) if asked.superior else {}).items() if sees.holds(enhet)
    }
    superior = next((one for one in hers.values() if one.key == asked.superior), None)
    if asked.superior and superior is None:
        return None
    return Named(
        part=part.name if part is not None else asked.part and ELSEWHERE,
        superior="" if superior is None else SUPERVISORY if superior.key == SUPERVISORY else superior.name,
    )
