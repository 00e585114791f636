"""Proof of the published tables: those of every year of the example kommune, attacked at once by the independent solver."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from disclosure.attack import Attack
from disclosure.furuvik import Furuvik, furuvik
from kontroll.report.families import families

#: Least width of what can be worked out of a hidden figure, in per cent of its scale, but for what the solver rounds.
FIFTH = 20 - 1e-6
YEARS = (2021, 2022, 2023, 2024, 2025)


def _users(example: Furuvik) -> Attack:
    """All years at once, and who won in each."""
    attack = Attack(example, families(example.rulebook.indicators)["brukertilfredshet"].members, YEARS)
    attack.winners()
    return attack


def _employees(year: int, example: Furuvik) -> Attack:
    return Attack(example, families(example.rulebook.indicators)["ledelse"].members, (year,))


PARTS: list[Callable[[Furuvik], Attack]] = [_users, *(partial(_employees, year) for year in YEARS)]


def prove(number: int) -> dict[str, Any]:
    """How many hidden figures were attacked; raises AssertionError where one is confined to less than a fifth."""
    with tempfile.TemporaryDirectory(prefix="disclosure-") as folder:
        example = furuvik(Path(folder))
    assert tuple(example.years) == YEARS
    attack = PARTS[number - 1](example)
    if attack.hidden:
        width, where = attack.narrowest()
        assert width >= FIFTH, f"{where} is confined to {width:.2f} per cent"
    return {"published": {"hidden_figures_attacked": len(attack.hidden), "figures_shown": len(attack.shown)}}
