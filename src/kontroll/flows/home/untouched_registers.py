"""Untouched registers: whether decisions, findings and check-lists still are what the trail was told of.

Why: a finding that was closed by hand in the database was never shown to be mended, and a deadline that was moved there was
never moved by the body.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from kontroll.domain.finding import Finding
from kontroll.domain.political import PoliticalDecision
from kontroll.domain.preparation import Preparation
from kontroll.domain.problem import Problem
from kontroll.domain.register import RegisterEvent
from kontroll.domain.trail import Entry
from kontroll.flows.books.untouched import changed
from kontroll.flows.registers.acting import ENTRY, ROW, Kept, Part, row_of
from kontroll.flows.registers.known import MADE
from kontroll.store.transaction import Transaction
from kontroll.texts import _

_READ = f'"kind":"{ENTRY}: '.encode()


@dataclass(frozen=True, slots=True)
class RegistersOnTrail:
    """made: entry -> the line in which it began. last: entry -> the last line, and the state it told of. done: entry -> what was
    done, by whom, when, and in which line.
    """

    made: dict[str, int] = field(default_factory=dict)
    last: dict[str, tuple[int, str]] = field(default_factory=dict)
    done: dict[str, list[tuple[str, str, datetime, int]]] = field(default_factory=dict)

    def note(self, entry: Entry) -> None:
        """Take in what the line says. The caller passes those that hold, in their order."""
        if _READ not in entry.body:
            return
        content = entry.content
        about = content["about"]
        if not isinstance(about, Mapping) or "state" not in about:
            # Of a delivery, or of words that stand in a line of their own.
            return
        id, what = str(about["entry"]), str(about["outcome"])
        self.last[id] = entry.seq, str(about["state"])
        if what == MADE:
            self.made[id] = entry.seq
        at = datetime.fromisoformat(str(content["at"]))
        self.done.setdefault(id, []).append((what, str(content["actor"]), at, entry.seq))


def changed_registers(tx: Transaction, trail: RegistersOnTrail) -> Iterator[Problem]:
    """Everything that is another now, gone, or put in by hand. trail: of a chain that holds."""
    kept: dict[str, Kept] = {}
    for rows in (tx.political_decisions.all(), tx.findings.all(), tx.preparations.all()):
        kept |= {one.id: one for one in rows}
    parts, events = _parts(tx), _events(tx)
    texts = tx.trail.texts([seq for seq, _state in trail.last.values()])
    for id in sorted(kept.keys() | trail.last.keys() | events.keys()):
        one, told = kept.get(id), trail.last.get(id)
        place = _place(id, one)
        if told is None:
            yield changed(place, _("det er lagt inn utenom kontroll"))
            continue
        if one is None:
            yield changed(place, _("det er tatt bort"))
            continue
        seq, state = told
        row = texts.get((seq, ROW))
        if one.state.value != state:
            yield changed(place, _("tilstanden er endret"))
        # Deleted on time there is nothing left to hold it against.
        elif one.text != trail.made.get(id) or (row is not None and row != row_of(one, parts.get(id, []))):
            yield changed(place, _("det som står om det, er endret"))
        if _told(events.get(id, [])) != trail.done.get(id, []):
            yield changed(place, _("det som står om hva som er gjort, er endret"))


def _place(id: str, one: Kept | None) -> str:
    if isinstance(one, PoliticalDecision):
        return _("politisk vedtak {id}").format(id=id)
    if isinstance(one, Finding):
        return _("funn {id}").format(id=id)
    return (
        _("saksutredning {id}").format(id=id) if isinstance(one, Preparation) else _("registeret, {id}").format(id=id)
    )


def _parts(tx: Transaction) -> dict[str, list[Part]]:
    found: dict[str, list[Part]] = {}
    for measure in tx.finding_measures.all():
        found.setdefault(measure.finding, []).append(measure)
    for point in tx.answered_points.all():
        found.setdefault(point.preparation, []).append(point)
    return found


def _events(tx: Transaction) -> dict[str, list[RegisterEvent]]:
    found: dict[str, list[RegisterEvent]] = {}
    for event in tx.register_events.all():
        found.setdefault(event.subject, []).append(event)
    return found


def _told(events: Sequence[RegisterEvent]) -> list[tuple[str, str, datetime, int]]:
    return [(event.what, event.by, event.at, event.trail) for event in events]
