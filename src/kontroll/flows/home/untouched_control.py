"""Untouched control: whether what is kept of the internal control, and what was decided of it, still is what the trail was told.

Why: a level of last year, or a decision that the leader group regrets, is what an auditor reads in a year. Whoever can write in
the database could else have been further on than she was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from kontroll.domain.agenda import AgendaPoint, PointAct
from kontroll.domain.internalcontrol import KeptMaturity
from kontroll.domain.problem import Problem
from kontroll.domain.trail import Entry
from kontroll.flows.books.untouched import changed
from kontroll.flows.internal_control.deal_with_point import ENTRY
from kontroll.flows.internal_control.keep_maturity import GROUNDS, KEPT, digest_of
from kontroll.flows.internal_control.lower_maturity import LOWERED
from kontroll.flows.internal_control.make_agenda import MADE
from kontroll.store.transaction import Transaction
from kontroll.texts import _

_DEALT = {ENTRY.format(act=act.value): act for act in PointAct if act is not PointAct.MADE}
_READ = tuple(f'"kind":"{kind}"'.encode() for kind in (KEPT, LOWERED, MADE, *_DEALT))

About = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Said:
    """One entry: its number, who and when, and its ids and words."""

    seq: int
    by: str
    at: datetime
    about: About


@dataclass(frozen=True, slots=True)
class ControlOnTrail:
    """kept: by month. lowered: by place, letter and number. made: by point; events: by point and number; last: of each point."""

    kept: dict[str, Said] = field(default_factory=dict)
    lowered: dict[tuple[object, object, object], Said] = field(default_factory=dict)
    made: dict[str, Said] = field(default_factory=dict)
    events: dict[tuple[str, object], tuple[PointAct, Said]] = field(default_factory=dict)
    last: dict[str, About] = field(default_factory=dict)

    def note(self, entry: Entry) -> None:
        """Take in what the entry says. The caller passes those that hold, in their order."""
        if not any(word in entry.body for word in _READ):
            return
        content = entry.content
        kind, about = str(content["kind"]), content["about"]
        if not isinstance(about, Mapping):
            return
        said = Said(entry.seq, str(content["actor"]), datetime.fromisoformat(str(content["at"])), about)
        if kind == KEPT:
            self.kept[str(about["month"])] = said
        elif kind == LOWERED:
            self.lowered[about["place"], about["letter"], about["number"]] = said
        elif kind == MADE:
            self.made[str(about["id"])] = said
            self.events[str(about["id"]), 1] = PointAct.MADE, said
        else:
            self.events[str(about["id"]), about["number"]] = _DEALT[kind], said
            self.last[str(about["id"])] = about


def changed_control(tx: Transaction, trail: ControlOnTrail) -> Iterator[Problem]:
    """Everything that is another now, gone, or put in by hand. trail: of a chain that holds."""
    yield from _maturity(tx, trail)
    yield from _lowerings(tx, trail)
    yield from _agenda(tx, trail)


def _maturity(tx: Transaction, trail: ControlOnTrail) -> Iterator[Problem]:
    kept: dict[str, list[KeptMaturity]] = {}
    for one in tx.maturity.all():
        kept.setdefault(str(one.month), []).append(one)
    grounds = {mark.removeprefix(GROUNDS): found for mark, found in tx.marks.starting_with(GROUNDS).items()}
    for month in sorted(kept.keys() | trail.kept.keys() | grounds.keys()):
        place, told, rows = _("modenheten i {month}").format(month=month), trail.kept.get(month), kept.get(month, [])
        if told is None:
            yield changed(place, _("nivåene er lagt inn utenom kontroll"))
        elif digest_of(rows) != told.about["digest"] or {one.trail for one in rows} != {told.seq}:
            yield changed(place, _("nivåene er endret"))
        elif sha256(grounds.get(month, "").encode()).hexdigest() != told.about["grounds"]:
            yield changed(place, _("grunnlaget for nivåene er endret"))


def _lowerings(tx: Transaction, trail: ControlOnTrail) -> Iterator[Problem]:
    kept: dict[tuple[object, object, object], tuple[object, ...]] = {
        (one.place, one.letter.value, one.number): (one.level, one.by, one.at, one.trail) for one in tx.lowerings.all()
    }
    said: dict[tuple[object, object, object], tuple[object, ...]] = {
        key: (told.about["level"], told.by, told.at, told.seq) for key, told in trail.lowered.items()
    }
    wrong = {key for key in {*kept, *said} if kept.get(key) != said.get(key)}
    for letter in sorted({str(key[1]) for key in wrong}):
        place = _("internkontrollen, bokstav {letter}").format(letter=letter)
        yield changed(place, _("et nivå noen har satt, er endret"))


def _agenda(tx: Transaction, trail: ControlOnTrail) -> Iterator[Problem]:
    points = {one.id: one for one in tx.agenda_points.all()}
    events = {(one.point, one.number): (one.act, one.by, one.at, one.trail) for one in tx.agenda_events.all()}
    said = {key: (act, told.by, told.at, told.seq) for key, (act, told) in trail.events.items()}
    for id in sorted(points.keys() | trail.made.keys()):
        place, one, told = _("punkt {id} i årshjulet").format(id=id), points.get(id), trail.made.get(id)
        if one is None:
            yield changed(place, _("punktet er tatt bort"))
        elif told is None:
            yield changed(place, _("punktet er lagt inn utenom kontroll"))
        elif not _is_as_made(one, told) or not _stands(one, told.about, trail.last.get(id)):
            yield changed(place, _("det som står om punktet, er endret"))
        elif {k: v for k, v in events.items() if k[0] == id} != {k: v for k, v in said.items() if k[0] == id}:
            yield changed(place, _("hvem som har gjort noe med punktet, eller når, er endret"))


def _is_as_made(one: AgendaPoint, told: Said) -> bool:
    about = told.about
    found = (one.point.value, one.subject, one.gravity, one.made_at, one.trail)
    return found == (about["point"], about["subject"], about["gravity"], told.at, told.seq)


def _stands(one: AgendaPoint, made: About, last: About | None) -> bool:
    if last is None:
        return (one.state.value, one.month, one.changed) == ("foreslått", made["month"], None)
    found = (one.state.value, one.month, one.owner, one.changed)
    return found == (last["state"], last["month"], last["owner"], last["changed"])
