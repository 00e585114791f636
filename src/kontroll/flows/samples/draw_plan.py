"""Draw plan: plan.json, everything that is promised of a draw, in the words that outsiders read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.metadata import version
from io import BytesIO
from typing import Any

from kontroll.domain.draw import REPLACEMENT_REASONS, Draw, PopulationVersion
from kontroll.domain.drawplan import PlanChoices
from kontroll.sampling.kup1.draw import check_drawable
from kontroll.sampling.kup1.plan import PROTOCOL, DrawPlan, read_plan, write_plan
from kontroll.sampling.kup1.population import Population
from kontroll.texts import NORWAY

PLAN, SAMPLE = "plan.json", "utvalg.tsv"
#: What was counted when the list was frozen, as the plan tells it.
_COUNTED = ("poster", "poster_sum_ore", "hull", "dubletter", "utelatt")


def written_plan(
    draw: Draw, population: PopulationVersion, choices: PlanChoices, tsv: bytes, told: str, salt: str
) -> tuple[bytes, DrawPlan]:
    """The canonical bytes, and what they say. told: how count and sum were reconciled. salt: 32 hex digits.

    Raises kup1's Refused where the plan cannot be drawn from the list.
    """
    content = write_plan(_said(draw, population, choices, tsv, told, salt))
    plan = read_plan(content)
    check_drawable(plan, BytesIO(tsv))
    return content, plan


def is_promised(content: bytes, choices: PlanChoices) -> bool:
    """Whether the choices are those of that plan.json."""
    said = json.loads(content)
    return all(said.get(word) == value for word, value in _of_choices(choices).items())


def is_of(said: Mapping[str, Any], draw: Draw, population: PopulationVersion) -> bool:
    """Whether a plan.json is of that draw and that list."""
    about = {
        "trekning_id": draw.draw_id,
        "populasjon": _definition(draw),
        "antall": population.count,
        "sum_ore": population.amount,
    }
    counted = {word: value for word, value in _reconciled(population, "").items() if word in _COUNTED}
    return all(said[word] == value for word, value in about.items()) and all(
        said["avstemming"][word] == value for word, value in counted.items()
    )


def _said(
    draw: Draw, population: PopulationVersion, choices: PlanChoices, tsv: bytes, told: str, salt: str
) -> dict[str, Any]:
    listed = Population(BytesIO(tsv))
    for _piece in listed.pieces():
        pass
    return {
        "protokoll": PROTOCOL,
        "trekning_id": draw.draw_id,
        "versjon": population.number,
        "populasjon": _definition(draw),
        "populasjon_sha256": listed.hash,
        "antall": listed.count,
        "sum_ore": listed.amount,
        "avstemming": _reconciled(population, told),
        **_of_choices(choices),
        "programvare": f"kontroll {version('kontroll')}",
        "salt": salt,
    }


def _of_choices(choices: PlanChoices) -> dict[str, Any]:
    return {
        "strata": [
            {"stratum": one.name, "metode": one.method, "n": one.n, "reserve": one.reserve} for one in choices.strata
        ],
        "fordeling": choices.likelihood,
        "konfidens": choices.confidence,
        "tolererbar": choices.tolerable,
        "forventet": choices.expected,
        "forventet_antall": choices.expected_count,
        "trinn": choices.stages,
        "beslutning": choices.decision,
        "erstatning": list(REPLACEMENT_REASONS),
        "sjekkliste": list(choices.checklist),
        "blind_kontroll": choices.second_share,
        "fro_kilde": choices.seed_source,
        "fro_format": choices.seed_format,
        "fro_tidligst": choices.seed_after,
        "fro_reserve": choices.fallback,
    }


def _definition(draw: Draw) -> Mapping[str, Any]:
    return {
        "navn": draw.name,
        "datasett": draw.dataset,
        "filter": json.loads(draw.condition) if draw.condition else None,
        "fra": str(draw.first),
        "til": str(draw.last),
        "blant": draw.arm.value,
        "regler": [rule for rule in draw.rules.split(",") if rule],
        "risiko": draw.risk,
    }


def _reconciled(population: PopulationVersion, told: str) -> Mapping[str, Any]:
    at = population.reconciled_at
    return {
        "antall": population.ledger_count,
        "sum_ore": population.ledger_amount,
        "poster": population.count,
        "poster_sum_ore": population.total,
        "dato": at.astimezone(NORWAY).date().isoformat() if at is not None else None,
        "tekst": told,
        "hull": population.gaps,
        "dubletter": population.duplicates,
        "utelatt": population.left_out,
    }
