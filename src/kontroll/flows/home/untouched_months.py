"""Untouched months: whether what leaders said of their months still is what the trail was told of.

Why: who explained what, in time or late, and what the year was expected to be, is what leaders and reports are held against.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from kontroll.domain.monthly import MonthlyAct, MonthlyEvent, MonthlyTiltak
from kontroll.domain.problem import Problem
from kontroll.domain.rowtext import ROW, row_text
from kontroll.domain.trail import Entry
from kontroll.flows.books.untouched import changed
from kontroll.store.transaction import Transaction
from kontroll.texts import _

_KIND = "månedsoppfølging: "
_READ = f'"kind":"{_KIND}'.encode()
_ACTS = {act.value for act in MonthlyAct}
_IN_SAK, _TILTAK, _DONE = "besvart i sak", "tiltak", "tiltak gjennomført"


@dataclass(frozen=True, slots=True)
class ToldAct:
    """by, at: None where it was said in a sak, and the entry is the sak's."""

    act: str
    seq: int
    by: str | None = None
    at: datetime | None = None

    def is_of(self, event: MonthlyEvent) -> bool:
        told = self.act == event.act.value and self.seq == event.trail
        return told and self.by in (None, event.by) and self.at in (None, event.at)


@dataclass(frozen=True, slots=True)
class MonthsOnTrail:
    """last: explanation -> its last entry. done: explanation -> what was done. made, ended: tiltak -> the entry."""

    last: dict[str, int] = field(default_factory=dict)
    done: dict[str, list[ToldAct]] = field(default_factory=dict)
    made: dict[str, int] = field(default_factory=dict)
    ended: dict[str, int] = field(default_factory=dict)

    def note(self, entry: Entry) -> None:
        """Take in what the entry says. The caller passes those that hold, in their order."""
        if _READ not in entry.body:
            return
        content = entry.content
        about, what = content["about"], str(content["kind"]).removeprefix(_KIND)
        assert isinstance(about, Mapping)
        id = str(about["id"])
        if what in (_TILTAK, _DONE):
            (self.made if what == _TILTAK else self.ended)[id] = entry.seq
            return
        self.last[id] = entry.seq
        if what in _ACTS:
            at = datetime.fromisoformat(str(content["at"]))
            self.done.setdefault(id, []).append(ToldAct(what, entry.seq, str(content["actor"]), at))
        elif what == _IN_SAK:
            self.done.setdefault(id, []).append(ToldAct(MonthlyAct.EXPLAIN.value, int(str(about["answer"]))))


def changed_months(tx: Transaction, trail: MonthsOnTrail) -> Iterator[Problem]:
    """Everything that is another now, gone, or put in by hand. trail: of a chain that holds."""
    kept, events = {one.id: one for one in tx.explanations.all()}, dict[str, list[MonthlyEvent]]()
    for event in tx.monthly_events.all():
        events.setdefault(event.explanation, []).append(event)
    rows = _rows(tx, [*trail.last.values(), *(told.seq for of in trail.done.values() for told in of)])
    for id in sorted(kept.keys() | trail.last.keys() | events.keys()):
        place, one = _("månedsoppfølging {id}").format(id=id), kept.get(id)
        if one is None or id not in trail.last:
            yield changed(
                place, _("den er lagt inn utenom kontroll") if id not in trail.last else _("den er tatt bort")
            )
            continue
        row = rows.get(trail.last[id])
        # Deleted on time there is nothing left to hold it against.
        if row is not None and row != row_text(one):
            yield changed(place, _("det som står om måneden, er endret"))
        if not _done_as_told(events.get(id, []), trail.done.get(id, []), rows):
            yield changed(place, _("det som står om hva som er sagt og gjort, er endret"))
    yield from _tiltak(tx, trail)


def _rows(tx: Transaction, seqs: list[int]) -> dict[int, str]:
    return {seq: text for (seq, name), text in tx.trail.texts(sorted({*seqs})).items() if name == ROW}


def _done_as_told(events: list[MonthlyEvent], told: list[ToldAct], rows: Mapping[int, str]) -> bool:
    if len(events) != len(told):
        return False
    return all(
        one.is_of(event) and _forecast_holds(event, rows.get(one.seq)) for event, one in zip(events, told, strict=True)
    )


def _forecast_holds(event: MonthlyEvent, row: str | None) -> bool:
    """One that was given then: the explanation stood with it when it was written."""
    if event.forecast is None or row is None:
        return True
    (said,) = json.loads(row)
    return (event.forecast, event.forecast_decimals) == (said["forecast"], said["forecast_decimals"])


def _tiltak(tx: Transaction, trail: MonthsOnTrail) -> Iterator[Problem]:
    kept: dict[str, MonthlyTiltak] = {one.id: one for one in tx.monthly_tiltak.all()}
    rows = _rows(tx, [*trail.made.values(), *trail.ended.values()])
    for id in sorted(kept.keys() | trail.made.keys()):
        place, one, made = _("tiltak {id}").format(id=id), kept.get(id), trail.made.get(id)
        if one is None or made is None:
            yield changed(place, _("det er lagt inn utenom kontroll") if made is None else _("det er tatt bort"))
            continue
        row = rows.get(trail.ended.get(id, made))
        is_ended = (one.done is not None) == (id in trail.ended)
        if one.trail != made or not is_ended or (row is not None and row != row_text(replace(one, trail=0))):
            yield changed(place, _("det som står om tiltaket, er endret"))
