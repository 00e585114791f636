"""Stikkprøver in the village: one that is worked on, one that waits to be reconciled, one that was given up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from kontroll.domain.draw import Finding, ItemState
from kontroll.domain.drawplan import PlanChoices, StratumChoice
from kontroll.domain.month import Month
from kontroll.domain.strata import MAIN
from kontroll.flows.samples.abort_draw import abort_draw
from kontroll.flows.samples.approve_check import approve_check
from kontroll.flows.samples.check_item import Document, check_item
from kontroll.flows.samples.commit_draw import commit_draw
from kontroll.flows.samples.draw_sample import draw_sample
from kontroll.flows.samples.reconcile_draw import reconcile_draw
from kontroll.flows.samples.start_draw import start_draw
from kontroll.wiring import Desk

#: KARI makes the list, OLGA holds it against the ledger and types the seed.
MAKER, OTHER = "KARI", "OLGA"
WORKED_ON, WAITING, GIVEN_UP = "2026-1", "2026-2", "2026-3"
NOON = datetime(2026, 4, 15, 10, 0, tzinfo=UTC)
CHOICES = PlanChoices(
    strata=(StratumChoice(name=MAIN, method="enkel", n=3, reserve=1),),
    tolerable="0.5",
    seed_source="tjue kast med en tisidet terning",
    second_share="0",
)


def draw_in_village(desk: Desk) -> None:
    """After its three months are run."""
    for name in ("Fakturaer", "Fakturaer <igjen>", "Fakturaer nok en gang"):
        start_draw(
            desk, MAKER, NOON, name=name, dataset="faktura", amount_field="belop", first=Month(2026, 2),
            last=Month(2026, 3), choices=CHOICES,
        )  # fmt: skip
    abort_draw(desk, GIVEN_UP, MAKER, "Én for mye", later(1))
    reconcile_draw(desk, WORKED_ON, OTHER, 5, 685_050, "Hovedboken", later(1))
    commit_draw(desk, WORKED_ON, MAKER, later(2))
    draw_sample(
        desk,
        WORKED_ON,
        OTHER,
        "63454660390103169462",
        later(3),
        "Kommunestyresalen",
        ["Per Vitne", "Pål Vitne"],
        later(4),
    )
    first, second = drawn(desk)[:2]
    for item, found in ((first, Finding.RIGHT), (second, Finding.DEVIATION)):
        check_item(
            desk, WORKED_ON, item, MAKER, found, {}, later(5), minutes=10, text="Se <bilaget>",
            documents=[Document("bilag <1>.txt", b"kvittering")],
        )  # fmt: skip
    approve_check(desk, WORKED_ON, first, OTHER, later(6))


def drawn(desk: Desk) -> list[str]:
    """The ids of what is to be checked in the one that is worked on, in their order."""
    with desk.database.reading() as tx:
        items = [one for one in tx.drawn_items.where(draw=WORKED_ON) if one.state is ItemState.DRAWN]
    return [one.identity for one in sorted(items, key=lambda one: (one.stratum, one.nr))]


def later(hours: float) -> datetime:
    return NOON + timedelta(hours=hours)
