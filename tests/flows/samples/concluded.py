"""A draw of the small kommune's invoices, carried as far as a test wants it."""

from __future__ import annotations

from datetime import datetime, timedelta

from kontroll.domain.draw import Draw, Finding, ItemCheck, ItemState
from kontroll.domain.drawplan import PlanChoices, StratumChoice
from kontroll.domain.month import Month
from kontroll.domain.strata import MAIN, WITHOUT_AMOUNT
from kontroll.flows.samples.commit_draw import commit_draw
from kontroll.flows.samples.conclude_draw import conclude_draw
from kontroll.flows.samples.draw_sample import draw_sample
from kontroll.flows.samples.reconcile_draw import reconcile_draw
from kontroll.flows.samples.start_draw import start_draw

from ..small import Kommune
from .invoices import NOW

MAKER, OTHER = "KARI", "KNUT"
SEED = "63454660390103169462"
WITNESSES = ["Per Vitne", "Pål Vitne"]
CHOICES = PlanChoices(
    strata=(
        StratumChoice(name=MAIN, method="enkel", n=3, reserve=2),
        StratumChoice(name=WITHOUT_AMOUNT, method="alle", n=1),
    ),
    seed_source="tjue kast med en tisidet terning",
    decision="Vi kontrollerer alt.",
    tolerable="0.1",
    second_share="0",
)


def hours(count: float) -> datetime:
    return NOW + timedelta(hours=count)


def started(kommune: Kommune, choices: PlanChoices = CHOICES, condition: str = "") -> Draw:
    return start_draw(
        kommune.desk, MAKER, NOW, name="Bilag våren", dataset="bilag", condition=condition, amount_field="belop",
        first=Month(2026, 1), last=Month(2026, 3), choices=choices,
    )  # fmt: skip


def drawn(kommune: Kommune, choices: PlanChoices = CHOICES) -> Draw:
    id = started(kommune, choices).id
    reconcile_draw(kommune.desk, id, OTHER, 8, 846250, "Hovedboken, rapport 12", hours(1))
    commit_draw(kommune.desk, id, MAKER, hours(2))
    return draw_sample(kommune.desk, id, OTHER, SEED, hours(3), "Møte i kontrollutvalget", WITNESSES, hours(4))


def check_all(kommune: Kommune, draw: Draw, *findings: Finding, by: str = MAKER, text: str = "") -> None:
    """The first ones as told, the rest right; approved by another."""
    with kommune.desk.database.transaction(by, hours(5)) as tx:
        entry = tx.trail.append("stikkprøve: kontrollert", {"draw": draw.id}, {"text": text} if text else {})
        drawn = [one for one in tx.drawn_items.where(draw=draw.id) if one.state is ItemState.DRAWN]
        told = [*findings, *[Finding.RIGHT] * len(drawn)]
        tx.item_checks.add_all(
            [
                ItemCheck(
                    draw=draw.id, identity=one.identity, number=1, round=1, by=by, at=hours(5), finding=finding,
                    minutes=10, text=entry if text else 0, approved_by=OTHER, approved_at=hours(6),
                )
                for one, finding in zip(drawn, told, strict=False)
            ]
        )  # fmt: skip


def concluded(kommune: Kommune, *findings: Finding, text: str = "") -> Draw:
    draw = drawn(kommune)
    check_all(kommune, draw, *findings, text=text)
    return conclude_draw(kommune.desk, draw.id, OTHER, hours(8))
