"""Published: of each draw, the files that everybody may have now, and the running series in which none may be missing.

A file is made of what lies with the draw, byte for byte. Before the seed is known nothing of plan or list is here, whoever asks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files

from kontroll.domain.draw import Draw, DrawnItem, DrawState, ItemState, PopulationVersion
from kontroll.domain.drawplan import choices_from
from kontroll.domain.strata import supplement
from kontroll.flows.samples.nameless import nameless
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
    read_me,
)
from kontroll.store.transaction import Transaction
from kontroll.texts import _

_OF_POPULATION = (PLAN, LIST, SAMPLE)


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
        populations=populations,
        events=_events(tx.drawn_items.where(draw=draw.id)),
    )


def public_files(draw: PublicDraw) -> dict[str, bytes]:
    """Everything that lies in its folder, by name; names of amended populations begin with `v2/`."""
    found = {READ_ME: read_me(draw).encode()}
    for one in draw.populations:
        found[f"{one.folder}{COMMITMENT}"] = f"{one.commitment}\n".encode()
        found |= {f"{one.folder}{name}": content for name, content in one.files.items()}
    if draw.is_drawn:
        found[SEED] = draw.seed.encode("ascii")
        found[VERIFIER] = files("kontroll.sampling.kup1").joinpath("published_verifier.py").read_bytes()
        if draw.events:
            found[EVENTS] = _table(draw.events)
    found[SUMS] = "".join(f"{sha256(found[name]).hexdigest()}  {name}\n" for name in sorted(found)).encode()
    return found


# --- of one draw --------------------------------------------------------------------------------------------------------


def _number(one: PopulationVersion) -> int:
    return one.number


def _population(tx: Transaction, draw: Draw, one: PopulationVersion) -> PublicPopulation:
    """Its files come when it is drawn from: an amended list, too, is shown no sooner."""
    lie = {name: tx.draw_files.get(draw.id, one.number, name) for name in _OF_POPULATION}
    shown = {name: content for name, content in lie.items() if content is not None}
    if draw.drawn_at is None or SAMPLE not in shown:
        shown = {}
    elif one.number > 1:
        before = tx.draw_files.get(draw.id, one.number - 1, LIST) or b""
        shown[CHANGES] = changes(before, shown[LIST])
    later = {}
    for other in tx.populations.where(draw=draw.id):
        if 1 < other.number <= one.number and other.seed and _has(shown, supplement(other.number)):
            later[supplement(other.number)] = other.seed
    return PublicPopulation(
        number=one.number,
        commitment=one.commitment,
        committed_at=one.committed_at,
        reason=_text(tx, one.reason),
        later=dict(sorted(later.items())),
        files=shown,
    )


def _has(shown: Mapping[str, bytes], stratum: str) -> bool:
    return f"\t{stratum}\t".encode() in shown.get(LIST, b"")


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
