"""Remarks: what there is to say of a frozen population, kept beside it for whoever is to reconcile it. Inside only.

Why kept: they are of the moment it was frozen, and to work them out reads every record of the data set.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from kontroll.domain.month import Month
from kontroll.domain.problem import Place
from kontroll.facts.completeness import Duplicates, Gap, Gaps
from kontroll.flows.samples.chosen import Chosen
from kontroll.flows.samples.reconciliation import Held, held_by_month
from kontroll.store.transaction import Transaction

NAME = "merknader.json"
_PLACES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Remarks:
    """told: sentences, each with its number. months: what the data set holds, whatever filter and arm say. gaps: the first ones.

    alike: keys of records that are alike, the first groups. places: where records lie that cannot be drawn, the first ones.
    """

    told: Sequence[str]
    months: Sequence[tuple[Month, Held]]
    gaps: Sequence[Gap]
    alike: Sequence[Sequence[str]]
    places: Sequence[str]


def written(found: Chosen, amount_field: str, told: Sequence[str], gaps: Gaps, alike: Duplicates) -> bytes:
    places: list[Place] = [*found.undated, *found.unnumbered]
    said = {
        "merknader": list(told),
        "maaneder": [
            {"maaned": str(month), "antall": one.count, "sum_ore": one.amount, "uten_belop": one.unreadable}
            for month, one in sorted(held_by_month(found.table, found.in_period, amount_field).items())
        ],
        "hull": [
            {"serie": list(gap.series), "aar": gap.year, "fra": gap.first, "til": gap.last} for gap in gaps.examples
        ],
        "like": [list(group) for group in alike.examples],
        "steder": [str(place) for place in places[:_PLACES]],
    }
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def remarks_of(tx: Transaction, draw: str, population: int = 1) -> Remarks | None:
    """None where that population is not frozen."""
    content = tx.draw_files.get(draw, population, NAME)
    if content is None:
        return None
    said = json.loads(content)
    return Remarks(
        told=said["merknader"],
        months=[
            (Month.parse(one["maaned"]), Held(count=one["antall"], amount=one["sum_ore"], unreadable=one["uten_belop"]))
            for one in said["maaneder"]
        ],
        gaps=[Gap(series=tuple(g["serie"]), year=g["aar"], first=g["fra"], last=g["til"]) for g in said["hull"]],
        alike=said["like"],
        places=said["steder"],
    )
