"""Published: of each draw, the files that everybody may have now, and the running series in which none may be missing.

A file is made of what lies with the draw, byte for byte. Before the seed is known nothing of plan or list is here, whoever asks.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files

from kontroll.domain.draw import Draw, DrawnItem, DrawState, ItemState, PopulationVersion
from kontroll.domain.drawplan import choices_from
from kontroll.domain.strata import supplement
from kontroll.flows.samples.nameless import nameless, without_persons
from kontroll.flows.samples.report_draw import frozen_report
from kontroll.report.sampling.planned_words import planned_words
from kontroll.report.sampling.public_draw import (
    CHANGES,
    COMMITMENT,
    EVENTS,
    LIST,
    PLAN,
    READ_ME,
    SAMPLE,
    SEED,
    SUMS,
    VERIFIER,
    PublicDraw,
    PublicEvent,
    PublicPopulation,
)
from kontroll.report.sampling.read_me import read_me
from kontroll.sampling.parts import parts_of
from kontroll.store.transaction import Transaction
from kontroll.texts import _


@dataclass(frozen=True, slots=True, kw_only=True)
class InSeries:
    """One number of the running series. draw: None where the number is missing, which should never be."""

    id: str
    draw: PublicDraw | None


def public_series(tx: Transaction) -> list[InSeries]:
    """Every number of every year, the newest first, and every number that should be there."""
    draws = {(draw.year, draw.number): draw for draw in tx.draws.all()}
    found = []
    for year in sorted({year for year, _number in draws}, reverse=True):
        highest = max(number for of, number in draws if of == year)
        for number in range(highest, 0, -1):
            draw = draws.get((year, number))
            found.append(InSeries(id=f"{year}-{number}", draw=None if draw is None else public_draw(tx, draw)))
    return found


def public_draw(tx: Transaction, draw: Draw) -> PublicDraw:
    """What may be known of it now."""
    reason = _text(tx, draw.aborted)
    promised = [one for one in sorted(tx.populations.where(draw=draw.id), key=_number) if one.commitment]
    if not promised:
        return PublicDraw(id=draw.id, state=draw.state, reason=reason)
    choices = choices_from(draw.plan)
    populations = [_population(tx, draw, one) for one in promised]
    if draw.drawn_at is None:
        return PublicDraw(
            id=draw.id,
            state=draw.state,
            seed_source=choices.seed_source,
            seed_after=choices.seed_after,
            reason=reason,
            populations=populations,
        )
    return PublicDraw(
        id=draw.id,
        state=draw.state,
        name=draw.name,
        seed_source=choices.seed_source,
        seed_after=choices.seed_after,
        seed=draw.seed,
        seed_at=draw.seed_at,
        seed_place=nameless(tx, draw.seed_place),
        reason=reason,
        concluded_at=draw.concluded_at,
        report=draw.report if draw.state is DrawState.CONCLUDED else "",
        is_public=draw.is_public,
        planned=planned_words(choices, draw.arm, _sizes(tx, draw, promised[-1].number)),
        found=_found(tx, draw),
        populations=populations,
        events=_events(tx.drawn_items.where(draw=draw.id)),
    )


def public_files(tx: Transaction, draw: PublicDraw) -> dict[str, bytes]:
    """Everything that lies in its folder, by name; names of amended populations begin with `v2/`."""
    found = {name: _content(tx, draw, name) for name in draw.names if name != SUMS}
    return {**found, SUMS: _sums(found)}


def public_file(tx: Transaction, draw: PublicDraw, name: str) -> bytes | None:
    """One of them; None where there is none of that name, or not yet."""
    if name not in draw.names:
        return None
    return public_files(tx, draw)[SUMS] if name == SUMS else _content(tx, draw, name)


def _content(tx: Transaction, draw: PublicDraw, name: str) -> bytes:
    if name == READ_ME:
        return read_me(draw).encode()
    if name == SEED:
        return draw.seed.encode("ascii")
    if name == VERIFIER:
        return files("kontroll.sampling.kup1").joinpath("published_verifier.py").read_bytes()
    if name == EVENTS:
        return _table(draw.events)
    one = next(one for one in draw.populations if name in one.names)
    return _of_population(tx, draw.id, one, name.removeprefix(one.folder))


def _of_population(tx: Transaction, draw: str, one: PublicPopulation, name: str) -> bytes:
    if name == COMMITMENT:
        return f"{one.commitment}\n".encode()
    if name == CHANGES:
        return changes(_list(tx, draw, one.number - 1), _list(tx, draw, one.number))
    return {PLAN: one.plan, SAMPLE: one.sample}.get(name) or _list(tx, draw, one.number)


def _list(tx: Transaction, draw: str, population: int) -> bytes:
    return tx.draw_files.get(draw, population, LIST) or b""


def _sums(found: Mapping[str, bytes]) -> bytes:
    return "".join(f"{sha256(found[name]).hexdigest()}  {name}\n" for name in sorted(found)).encode()


# --- of one draw --------------------------------------------------------------------------------------------------------


def _sizes(tx: Transaction, draw: Draw, population: int) -> dict[str, int]:
    return {name: part.count for name, part in parts_of(_list(tx, draw.id, population), ()).strata.items()}


def _found(tx: Transaction, draw: Draw) -> list[str]:
    """What the locked report says, without persons. What is not locked is not said."""
    frozen = frozen_report(tx, draw)
    if frozen is None:
        return []
    shown = frozen.public(without_persons(tx))
    return [shown.quote, shown.conclusion]


def _number(one: PopulationVersion) -> int:
    return one.number


def _population(tx: Transaction, draw: Draw, one: PopulationVersion) -> PublicPopulation:
    """Its files come when it is drawn from: an amended list, too, is shown no sooner."""
    plan, sample = (tx.draw_files.get(draw.id, one.number, name) or b"" for name in (PLAN, SAMPLE))
    if draw.drawn_at is None or not sample:
        plan = sample = b""
    strata = {stratum["stratum"] for stratum in json.loads(plan)["strata"]} if plan else set()
    seeds = {supplement(other.number): other.seed for other in tx.populations.where(draw=draw.id) if other.number > 1}
    return PublicPopulation(
        number=one.number,
        commitment=one.commitment,
        committed_at=one.committed_at,
        reason=_text(tx, one.reason),
        later={name: seed for name, seed in sorted(seeds.items()) if seed and name in strata},
        plan=plan,
        sample=sample,
    )


def changes(before: bytes, after: bytes) -> bytes:
    """Every line that went (-) or came (+), by id."""
    gone, came = set(before.split(b"\n")), set(after.split(b"\n"))
    lines = [(line, b"-") for line in gone - came] + [(line, b"+") for line in came - gone]
    return b"".join(mark + b"\t" + line + b"\n" for line, mark in sorted(lines, key=_by_id))


def _by_id(marked: tuple[bytes, bytes]) -> tuple[bytes, bool]:
    line, mark = marked
    return line.split(b"\t")[0], mark == b"+"


def _events(items: Sequence[DrawnItem]) -> list[PublicEvent]:
    """What was replaced, and by which; what a later stage brought in. Items that were picked by hand are of no draw."""
    instead = {item.replaces: item.identity for item in items if item.replaces}
    found = []
    for item in sorted(items, key=lambda one: (one.stratum, one.nr, one.identity)):
        if item.state is ItemState.REPLACED:
            replaced_by = instead.get(item.identity, "")
            found.append(PublicEvent(identity=item.identity, what="erstattet", instead=replaced_by, reason=item.reason))
        elif item.state is ItemState.DRAWN and item.stage > 1 and not item.replaces:
            found.append(PublicEvent(identity=item.identity, what=f"trinn {item.stage}"))
    return found


def _table(events: Sequence[PublicEvent]) -> bytes:
    rows = (f"{one.identity}\t{one.what}\t{one.instead}\t{one.reason}" for one in events)
    return "".join(f"{row}\n" for row in ("id\thva\ti_stedet\tgrunn", *rows)).encode()


# --- words of people ----------------------------------------------------------------------------------------------------


def _text(tx: Transaction, entry: int) -> str:
    """What was written at an entry of the trail, without the persons that are known; "" where it is deleted, or none was."""
    if not entry:
        return ""
    words = [text for _key, text in sorted(tx.trail.texts([entry]).items())]
    return nameless(tx, " ".join(words)) or _("begrunnelsen er slettet etter fristen")
