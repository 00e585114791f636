"""Small: the answer of the rule «provd» in a small world, explained."""

from __future__ import annotations

from datetime import date
from typing import Any

from engine.plain.world import DECEMBER, World
from kontroll.domain.month import Month
from kontroll.report.explaining.explainer import Cell, Explainer
from kontroll.report.explaining.readings import Seen
from kontroll.report.explaining.tree import Explanation

TODAY = date(2025, 3, 1)


def explained(
    world: World,
    enhet: str = "A",
    post: str = "",
    *,
    rule: str = "provd",
    month: Month = DECEMBER,
    persons: bool = False,
    **more: Any,
) -> Explanation:
    explainer = Explainer(world.rulebook(), world.facts(), TODAY, seen=Seen(persons=persons), **more)
    return explainer.explain(Cell(rule, enhet, month, post))
