"""Export: the state of a kommune without points in time, salts and numbers that only say in what order things came.

`state_of` is what two lives with the same data must end in. `whole_of` is stricter: what the same life must end in
however often it is killed on the way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from itertools import groupby
from typing import Any

from kontroll.domain.avvik import Avvik, Phase
from kontroll.domain.avvikchange import in_order
from kontroll.domain.month import Month
from kontroll.domain.sak import MISSING_DATA, SakState
from kontroll.store.transaction import Transaction

#: An avvik as people tell of it: rule, subject, and which time in a row.
Occurrence = tuple[str, str, int]
#: A rule at an enhet.
Where = tuple[str, str]


@dataclass(frozen=True, slots=True)
class State:
    """How a life ended.

    verdicts: digest of the newest book of each month. avvik: everything about each occurrence that counts but its
    number and sak. open_saker: where somebody is still asked, with the open avvik that it is about. told_of: where
    somebody was ever asked, with the avvik that opened. lacks: missing data that are still waited for.
    """

    verdicts: dict[Month, str]
    avvik: dict[Occurrence, dict[str, str]]
    open_saker: dict[Where, frozenset[str]]
    told_of: dict[Where, frozenset[str]]
    lacks: frozenset[str]


def state_of(tx: Transaction) -> State:
    counting = [avvik for avvik in tx.avvik.all() if not avvik.withdrawn]
    saker = {sak.id: sak for sak in tx.saker.all()}
    followed = [a for a in counting if a.sak is not None]
    asked = {(s.rule or "", s.enhet): frozenset[str]() for s in saker.values() if s.rule and s.state is SakState.OPEN}
    still = ((a, saker[a.sak or ""]) for a in followed if a.phase is Phase.OPEN)
    left = [s for s in saker.values() if s.kind == MISSING_DATA and s.state is not SakState.CLOSED]
    return State(
        verdicts={month: book.digest for month, book in tx.books.standing().items()},
        avvik=dict(_occurrences(counting)),
        open_saker=asked | _by_place((a, sak.enhet) for a, sak in still if sak.state is SakState.OPEN),
        # One that waits again was asked about by figures that were wrong: nobody who had the right ones could have asked.
        told_of=_by_place((a, a.enhet) for a in followed if a.opened is not None),
        lacks=frozenset(sak.id for sak in left),
    )


def _occurrences(counting: list[Avvik]) -> Iterator[tuple[Occurrence, dict[str, str]]]:
    def subject(avvik: Avvik) -> tuple[str, str]:
        return avvik.rule, avvik.subject

    for (rule, about), found in groupby(sorted(counting, key=subject), key=subject):
        for place, avvik in enumerate(in_order(found), start=1):
            told = _told(avvik, without=("rule", "subject", "number", "sak", "version", "withdrawn"))
            yield (rule, about, place), told


def _by_place(avvik: Iterable[tuple[Avvik, str]]) -> dict[Where, frozenset[str]]:
    found: dict[Where, set[str]] = {}
    for one, enhet in avvik:
        found.setdefault((one.rule, enhet), set()).add(one.subject)
    return {where: frozenset(subjects) for where, subjects in found.items()}


# --- everything -------------------------------------------------------------------------------------------------------

#: What differs between two lives that did the same at other times.
_TIMES = ("received", "started", "finished", "composed_at", "sent_at", "next_try", "version")
#: Which cells are drawn to be judged again follows from the trail, where a life that was cut off has one entry more.
_DRAWN = ("checked", "seed")
#: What an interrupted run says of itself, and nothing else.
_RESUMED = "kjøring gjenopptatt"

Whole = dict[str, Counter[tuple[tuple[str, str], ...]]]


def whole_of(tx: Transaction) -> Whole:
    """Every record of every kind, ids and all, and how often each is there."""
    kinds: dict[str, list[Any]] = {
        "delivery": tx.deliveries.known(),
        "changed row": tx.deliveries.changed.all(),
        "run": tx.runs.all(),
        "book": tx.books.rows.all(),
        "changed verdict": tx.books.changes.all(),
        "coverage": tx.coverage.all(),
        "disagreement": tx.disagreements.all(),
        "avvik": tx.avvik.all(),
        "sak": tx.saker.all(),
        "notice": tx.notices.all(),
        "message": tx.messages.all(),
    }
    whole = {
        kind: Counter(tuple(_told(one, (*_TIMES, *_DRAWN)).items()) for one in found) for kind, found in kinds.items()
    }
    return whole | {"trail": Counter(_entries(tx))}


def _entries(tx: Transaction) -> Iterator[tuple[tuple[str, str], ...]]:
    for entry in tx.trail.entries():
        kind, about = str(entry.content["kind"]), dict(entry.content["about"])  # type: ignore[call-overload]
        for name in ("content", *_DRAWN):  # the content is salted
            about.pop(name, None)
        if kind != _RESUMED:
            yield (("kind", kind), *((name, str(value)) for name, value in sorted(about.items())))


def _told(one: Any, without: tuple[str, ...]) -> dict[str, str]:
    return {f.name: _word(getattr(one, f.name)) for f in fields(one) if f.name not in without}


def _word(value: Any) -> str:
    return str(getattr(value, "value", value))
