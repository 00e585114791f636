"""Sampled points: which skal-sentences a concluded stikkprøve has held records against, and when it last did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kontroll.domain.draw import Draw, DrawState
from kontroll.domain.drawplan import choices_from
from kontroll.domain.month import Month
from kontroll.flows.samples.estimates import checked_parts
from kontroll.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class SampledPoint:
    """month: the last of the draw. checked: records that were looked at."""

    draw: str
    month: Month
    checked: int


def sampled_points(tx: Transaction) -> Mapping[tuple[str, str], SampledPoint]:
    """(reglement, number) -> the newest concluded draw with the sentence on its check-list."""
    newest: dict[str, Draw] = {}
    concluded = tx.draws.where(state=DrawState.CONCLUDED)
    for draw in sorted(concluded, key=lambda one: (one.last, one.year, one.number)):
        newest |= dict.fromkeys(choices_from(draw.plan).checklist if draw.plan else (), draw)
    checked = {draw.id: _checked(tx, draw) for draw in newest.values()}
    return {_key(point): SampledPoint(draw.id, draw.last, checked[draw.id]) for point, draw in newest.items()}


def _checked(tx: Transaction, draw: Draw) -> int:
    return sum(part.checked for part in checked_parts(tx, draw))


def _key(point: str) -> tuple[str, str]:
    reglement, _slash, number = point.partition("/")
    return reglement, number
