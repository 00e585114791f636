"""Writes one random case from a seed: a rules folder and a data folder, as a kommune would have them."""

import random
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from kontroll.recompute.language import month_of, month_text

from .random_record_rules import make_computed
from .random_records import make_book, make_records, write_book
from .random_rules import make_rules, write_parameters, write_rules
from .random_world import (
    Plan,
    make_gauge,
    make_indicators,
    make_indices,
    make_units,
    write_ambitions,
    write_indicators,
    write_units,
    write_values,
)


@dataclass(frozen=True)
class Case:
    """Where a case lies and the months it is judged for, both included."""

    rules: Path
    data: Path
    first: str
    last: str


def add_computed(plan: Plan) -> None:
    """Indicators that are counted from records; a bestand is counted by month."""
    rng = plan.rng
    for number, recipe in enumerate(make_computed(plan)):
        source = next(recipe[way] for way in ("antall", "sum", "andel", "benford") if way in recipe)
        gauge = make_gauge(plan, f"telt_{number}", "maaned" if source == "avtale" else None)
        if "andel" in recipe and len(plan.datasets[source].records) > 130:
            # Only many records and a coarse figure let an unknown record leave the rounded share as it is.
            gauge.frequency, gauge.decimals, gauge.step = "aar", 0, Decimal(1)
            recipe["der"] = {"felt": "kategori", "i": ["anlegg"]}
        gauge.computed, gauge.least_count = recipe, rng.choice([0, 0, 0, 0, 1, 2])
        book = plan.datasets[source]
        if "benford" in recipe:
            gauge.pool = [Decimal(one) for one in (100, 120, 150, 155)]
        elif "sum" in recipe:
            gauge.pool = [one.quantize(gauge.step) for one in book.amounts]
        else:
            gauge.pool = [Decimal(one) for one in ([0, 1, 2] if "antall" in recipe else [0, 50, 100])]
        plan.indicators[gauge.id] = gauge


def write_case(folder: Path, seed: int) -> Case:
    """The case of a seed, in folder/regler and folder/data; the same seed writes the same bytes."""
    rng = random.Random(seed)
    first = month_of(f"{rng.choice([2023, 2024, 2024])}-{rng.choice(['01', '02', '04', '09', '11', '12'])}")
    plan = Plan(rng, first, first + rng.randint(*rng.choice([(0, 2), *[(5, 11)] * 6, (12, 29), (12, 29)])))
    rules, data = Path(folder) / "regler", Path(folder) / "data"
    make_units(plan)
    for name in ["faktura", *rng.sample(["avtale", "logg", "register"], rng.randint(1, 2))]:
        plan.datasets[name] = make_book(plan, name)
        make_records(plan, plan.datasets[name])
    make_indicators(plan)
    for name in plan.datasets:
        plan.parameters[name] = f"terskel.{name}"
    add_computed(plan)
    make_indices(plan)
    for name in plan.indicators:
        plan.parameters[name] = f"maal.{name}"
    make_rules(plan)
    for book in plan.datasets.values():
        write_book(plan, book, rules, data)
    write_indicators(plan, rules)
    write_parameters(plan, rules)
    write_rules(plan, rules)
    write_units(plan, data)
    write_values(plan, data)
    write_ambitions(plan, data)
    return Case(rules, data, month_text(plan.first), month_text(plan.last))
