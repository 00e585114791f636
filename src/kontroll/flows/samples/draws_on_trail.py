"""Draws on the trail: what it says of how each draw came to be what it is, beside the hashes of its files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from kontroll.domain.trail import Entry

About = Mapping[str, object]
#: What is written when files of a finished draw were deleted because their time was over.
DELETED = "stikkprøve: slettet etter frist"
_READ = '"kind":"stikkprøve: '.encode()
_FROZEN = ("påbegynt", "fryst på nytt", "populasjon rettet")
_PROMISED = ("forpliktet", "rettelse forpliktet")
_DRAWN = ("trukket", "trukket på nytt")
#: What is asked for when a list is made, and stands in no plan.
_CHOSEN = ("amount_field", "control", "public")


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldCheck:
    """entry: its number. by: who checked. approved_by: "" = nobody has."""

    entry: int
    by: str
    round: object
    approved_by: str = ""


@dataclass(slots=True)
class ToldDraw:
    """Of one draw. By number of the population: its hashes, who reconciled it with what, and the seed of what came in.

    pruned: whether what its ids stand for, and the documents, were deleted because their time was over.
    replaced: drawn id -> reason, the reserve that came in, and the entry. redrawn: numbers of the entries of a draw from an
    amended list. people, times, entries: by what happened: who did it, when, and where it stands. frozen: by number of the
    population, who made it and where. reconciled_at: where. evidence: item, SHA-256 and who. hours: who, minutes, what.
    chosen: word -> what was asked for when the list was made. stages: by number, how many items came in. picked: by hand.
    """

    seed_at: object = None
    pruned: bool = False
    committed_at: datetime | None = None
    lists: dict[int, object] = field(default_factory=dict)
    keys: dict[int, object] = field(default_factory=dict)
    reconciled: dict[int, tuple[str, object, object]] = field(default_factory=dict)
    commitments: dict[int, object] = field(default_factory=dict)
    samples: dict[int, object] = field(default_factory=dict)
    later_seeds: dict[int, object] = field(default_factory=dict)
    replaced: dict[str, tuple[object, object, int]] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    times: dict[str, datetime] = field(default_factory=dict)
    entries: dict[str, int] = field(default_factory=dict)
    frozen: dict[int, tuple[str, int]] = field(default_factory=dict)
    reconciled_at: dict[int, int] = field(default_factory=dict)
    report: object = ""
    evidence: set[tuple[object, object, str]] = field(default_factory=set)
    hours: list[tuple[str, object, object]] = field(default_factory=list)
    redrawn: set[int] = field(default_factory=set)
    checks: dict[tuple[str, int], ToldCheck] = field(default_factory=dict)
    chosen: dict[str, object] = field(default_factory=dict)
    stages: dict[int, object] = field(default_factory=dict)
    picked: set[str] = field(default_factory=set)


def note(found: dict[str, ToldDraw], entry: Entry) -> None:
    """Take in what the entry says, where it is about a draw. The caller passes those that hold, in their order."""
    if _READ not in entry.body:
        return
    content: Mapping[str, object] = json.loads(entry.body)
    about = content["about"]
    if not isinstance(about, Mapping):
        return
    told = found.setdefault(str(about["draw"]), ToldDraw())
    kind = str(content["kind"]).partition(": ")[2]
    number, actor = int(about.get("number", 1)), str(content["actor"])
    told.people[kind], told.times[kind] = actor, datetime.fromisoformat(str(content["at"]))
    told.entries[kind] = entry.seq
    if kind in _FROZEN:
        told.frozen[number] = actor, entry.seq
        # Nothing where the list was made before the trail was told of it.
        told.chosen |= {word: about[word] for word in _CHOSEN if word in about}
        told.lists[number], told.keys[number] = about["population"], about.get("keys")
        told.reconciled.pop(number, None)
    elif kind == "avstemt":
        told.reconciled[number] = actor, about["count"], about["amount"]
        told.reconciled_at[number] = entry.seq
    elif kind in _PROMISED:
        told.commitments[number] = about["commitment"]
        if number == 1:
            told.committed_at = datetime.fromisoformat(str(content["at"]))
    elif kind == DELETED.partition(": ")[2]:
        told.pruned = True
    elif kind in _DRAWN:
        _drawn(told, entry.seq, number, about)
    else:
        _worked(told, kind, entry.seq, actor, about)


def _drawn(told: ToldDraw, entry: int, number: int, about: About) -> None:
    told.samples[number] = about["sample"]
    if number == 1:
        told.seed_at = about.get("seed_at")
    else:
        told.later_seeds[number] = about.get("seed", "")
        told.redrawn.add(entry)


def _worked(told: ToldDraw, kind: str, entry: int, by: str, about: About) -> None:
    if kind == "erstattet":
        told.replaced[str(about["item"])] = about["reason"], about["reserve"], entry
    elif kind == "dokument lagt ved":
        told.evidence.add((about["item"], about["sha256"], by))
    elif kind == "utvidet":
        told.stages[int(str(about["stage"]))] = about["items"]
    elif kind == "post plukket ut for hånd":
        told.picked.add(str(about["item"]))
    elif kind == "tid ført":
        told.hours.append((by, about["minutes"], about["what"]))
    elif kind == "avsluttet":
        told.report = about["report"]
    elif kind == "post kontrollert":
        key = str(about["item"]), int(str(about["number"]))
        told.checks[key] = ToldCheck(entry=entry, by=by, round=about["round"])
    elif kind == "kontroll godkjent":
        key = str(about["item"]), int(str(about["number"]))
        if (check := told.checks.get(key)) is not None:
            told.checks[key] = ToldCheck(entry=check.entry, by=check.by, round=check.round, approved_by=by)
