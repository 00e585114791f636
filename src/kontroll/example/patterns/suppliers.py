"""The supplier of a case: one that is registered for it, or one of those who sell to the kommune already."""

from __future__ import annotations

from random import Random

from kontroll.example.chance import between, pick
from kontroll.example.names import CATEGORIES, SUPPLIER_FIRST, SURNAMES
from kontroll.example.patterns.base import Case
from kontroll.example.patterns.ground import Ground

_NEW = 80_000


def new_supplier(ground: Ground, case: Case, category: str, day: int, rng: Random) -> str:
    """Registered on the day; returns its id. Its name says its trade, and nothing else."""
    days = ground.built.scene.days
    id = f"L{_NEW + between(rng, 1, 9_999)}"
    trade = CATEGORIES[category][1]
    name = f"{pick(rng, SURNAMES if rng.random() < 0.5 else SUPPLIER_FIRST)} {trade} AS"
    values = {
        "leverandor": id,
        "navn": name,
        "orgnr": "9" + "".join(str(between(rng, 0, 9)) for _ in range(8)),
        "bransje": trade,
        "kontonr": ground.account(id),
        "registrert_dato": days.text(day),
    }
    case.add("leverandor", days.month(day), values)
    return id


def known_supplier(ground: Ground, category: str, day: int, rng: Random) -> str | None:
    """One without contract, registered and not blocked; None where there is none."""
    market = ground.built.market
    held = {contract.supplier for contract in market.contracts()}
    free = [
        id
        for id in market.loose.get(category, [])
        if id not in held and market.suppliers[id].registered <= day - 60 and (market.suppliers[id].blocked is None)
    ]
    return pick(rng, free) if free else None
