"""Untouched talks: whether talks between a leader and the one above her still are what the trail was told of them.

Why: what two persons agreed on, and that it was held, is nobody else's to change; and nobody but the two would see it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from kontroll.domain.leader_talk import TalkEvent, TalkMeasure
from kontroll.domain.policy import Kept
from kontroll.domain.problem import Problem
from kontroll.domain.rowtext import ROW, row_text
from kontroll.domain.trail import Entry
from kontroll.flows.books.untouched import changed
from kontroll.flows.home.prune_persons import DELETED, deleted_persons
from kontroll.flows.pay.talks import ENTRY
from kontroll.store.transaction import Transaction
from kontroll.texts import _

_READ = tuple(f'"kind":"{kind}"'.encode() for kind in (ENTRY, DELETED))


@dataclass(frozen=True, slots=True)
class TalksOnTrail:
    """last: talk -> the last entry, and the state it told of. done: talk -> what was done, by whom, when, and in which entry."""

    last: dict[str, tuple[int, str]] = field(default_factory=dict)
    done: dict[str, list[tuple[str, str, datetime, int]]] = field(default_factory=dict)

    def note(self, entry: Entry) -> None:
        """Take in what the entry says. The caller passes those that hold, in their order."""
        if not any(word in entry.body for word in _READ):
            return
        content = entry.content
        about = content["about"]
        assert isinstance(about, Mapping)
        if content["kind"] == DELETED:
            what, ids = deleted_persons(about)
            for id in ids if what == Kept.TALK.value else ():
                self.last.pop(id, None)
                self.done.pop(id, None)
            return
        id, at = str(about["talk"]), datetime.fromisoformat(str(content["at"]))
        self.last[id] = entry.seq, str(about["state"])
        self.done.setdefault(id, []).append((str(about["outcome"]), str(content["actor"]), at, entry.seq))


def changed_talks(tx: Transaction, trail: TalksOnTrail) -> Iterator[Problem]:
    """Everything that is another now, gone, or put in by hand. trail: of a chain that holds."""
    kept = {one.id: one for one in tx.talks.all()}
    measures, events = dict[str, list[TalkMeasure]](), dict[str, list[TalkEvent]]()
    for measure in tx.talk_measures.all():
        measures.setdefault(measure.talk, []).append(measure)
    for event in tx.talk_events.all():
        events.setdefault(event.talk, []).append(event)
    texts = tx.trail.texts([seq for seq, _state in trail.last.values()])
    for id in sorted(kept.keys() | trail.last.keys() | measures.keys() | events.keys()):
        place, one, told = _("egen samtale {id}").format(id=id), kept.get(id), trail.last.get(id)
        if told is None or one is None:
            yield changed(place, _("den er lagt inn utenom kontroll") if told is None else _("den er tatt bort"))
            continue
        seq, state = told
        row = texts.get((seq, ROW))
        if one.state.value != state:
            yield changed(place, _("tilstanden er endret"))
        # Deleted on time there is nothing left to hold it against.
        elif row is not None and row != row_text(one, *measures.get(id, [])):
            yield changed(place, _("det som står om den, er endret"))
        if [(event.what, event.by, event.at, event.trail) for event in events.get(id, [])] != trail.done[id]:
            yield changed(place, _("det som står om hva som er gjort, er endret"))
