"""Give sheet: the items that are to be checked as an Excel file to fill in, for one person or for all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from kontroll.domain.draw import Draw, DrawnItem, DrawState, ItemState
from kontroll.domain.drawflow import demand_state
from kontroll.flows.people.today import Today
from kontroll.flows.samples.draw_plan import SAMPLE
from kontroll.flows.samples.report_draw import sentences_of
from kontroll.flows.samples.with_draw import choices_of, draw_in, populations_of
from kontroll.report.sampling.sheet import ALL, ToFill, written_sheet
from kontroll.store.transaction import Transaction

_TO_CHECK = (ItemState.DRAWN, ItemState.TARGETED)


@dataclass(frozen=True, slots=True)
class SheetFile:
    """items: rows in it."""

    content: bytes
    items: int


def given_sheet(tx: Transaction, today: Today, draw_id: str, person: str | None, day: date) -> SheetFile:
    """person: whose items; None = everybody's. Raises with_draw.UnknownDraw and DrawRefused."""
    draw = draw_in(tx, draw_id)
    demand_state(draw, DrawState.DRAWN)
    of = to_fill(tx, today, draw, person or ALL, day)
    return SheetFile(written_sheet(of), len(of.items))


def to_fill(tx: Transaction, today: Today, draw: Draw, whose: str, day: date) -> ToFill:
    items = items_of(tx, draw, whose)
    dataset = today.desk.rulebook.datasets.get(draw.dataset)
    key = dataset.field(dataset.key) if dataset is not None else None
    return ToFill(
        draw=draw,
        sample=sample_digest(tx, draw),
        whose=whose,
        items=items,
        points=points_of(today, draw),
        enheter={one.enhet: today.directory.name_of(one.enhet, day) for one in items if one.enhet},
        shows_posts=key is None or not key.personal,
    )


def items_of(tx: Transaction, draw: Draw, whose: str) -> list[DrawnItem]:
    """Those that are to be checked, in the order of the sample."""
    found = [one for one in tx.drawn_items.where(draw=draw.id) if one.state in _TO_CHECK]
    hers = [one for one in found if whose in (ALL, one.checker)]
    return sorted(hers, key=lambda one: (one.state.value, one.stratum, one.nr, one.identity))


def sample_digest(tx: Transaction, draw: Draw) -> str:
    """SHA-256 of the newest utvalg.tsv: an amended list that waits for its seed has none."""
    for population in reversed(populations_of(tx, draw.id)):
        content = tx.draw_files.get(draw.id, population.number, SAMPLE)
        if content is not None:
            return sha256(content).hexdigest()
    return ""


def points_of(today: Today, draw: Draw) -> Mapping[str, str]:
    """Every point of the check-list with its sentence."""
    choices = choices_of(draw)
    said = sentences_of(today.desk, choices)
    return {point: said.get(point, point) for point in choices.checklist}
