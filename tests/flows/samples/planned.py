"""A kommune with a control plan: invoices of every month, of which a rule flags the dear ones, and draws carried to their end."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from kontroll.domain.controlplan import Control, ControlPlan, RiskSize, SeedSource
from kontroll.domain.draw import Arm, Draw, DrawnItem, DrawState, Finding, ItemCheck, ItemState
from kontroll.domain.policy import Policies
from kontroll.flows.samples.draft_due import Drafted, draft_due
from kontroll.flows.samples.population import keys_of, listed

from ..small import POLICIES, Kommune, Make, at, rule

DEAR = rule("dyr", dataset="faktura")
SIZES = {
    risk: RiskSize(risk=risk, confidence="0.9", tolerable=tolerable, flagged=flagged)
    for risk, tolerable, flagged in ((1, "0.4", 1), (2, "0.3", 2), (3, "0.2", 3), (4, "0.15", 4), (5, "0.1", 5))
}
INVOICES = Control(
    id="faktura",
    name="Fakturaer",
    dataset="faktura",
    amount_field="belop",
    arms=(Arm.FLAGGED, Arm.UNFLAGGED),
    checklist=("okonomireglementet/6.2",),
    responsible="okonomi",
    due=5,
)
SEED = SeedSource(source="terninger", written="20 sifre", fallback="nye terninger")


def policies(*controls: Control) -> Policies:
    return replace(POLICIES, control_plan=ControlPlan(sizes=SIZES, seed=SEED, controls=controls or (INVOICES,)))


def with_plan(make: Make, *controls: Control) -> Kommune:
    return make(DEAR, policies=policies(*controls))


def month_of(bygda: Kommune, number: int, run_on: date, *, cheap: int = 20, dear: int = 4) -> None:
    """Invoices of a month of 2026, and its run."""
    amounts = ["100,00"] * cheap + ["2000,00"] * dear
    rows = [f"F{number}-{i:02};2026-{number:02}-05;{1 + i % 3};{amount}" for i, amount in enumerate(amounts)]
    bygda.invoices(f"2026-{number:02}", run_on, *rows)
    bygda.run(f"2026-{number:02}", run_on)


def worked(bygda: Kommune, day: date) -> Drafted:
    return draft_due(bygda.desk, at(day))


def draws(bygda: Kommune) -> list[Draw]:
    with bygda.desk.database.reading() as tx:
        return sorted(tx.draws.all(), key=lambda draw: draw.number)


def concluded(bygda: Kommune, draw: Draw, checked: int, wrong: int) -> None:
    """As if it had gone all the way: the first records of its list were checked, and the first of those were wrong."""
    now = datetime(2026, 3, 1, 6, 0, tzinfo=UTC)
    with bygda.desk.database.transaction("KARI", now) as tx:
        lines, keys = listed(tx, draw), keys_of(tx, draw)
        (promised,) = tx.populations.where(draw=draw.id)
        tx.populations.save(promised, replace(promised, commitment="lovet"))
        for nr, identity in enumerate(sorted(lines)[:checked], start=1):
            item = DrawnItem(
                draw=draw.id, identity=identity, stratum=lines[identity].stratum, nr=nr, state=ItemState.DRAWN,
                post=keys[identity].key,
            )  # fmt: skip
            tx.drawn_items.add(item)
            tx.item_checks.add(
                ItemCheck(
                    draw=draw.id, identity=identity, number=1, round=1, by="KARI", at=now, approved_by="KNUT",
                    approved_at=now, finding=Finding.DEVIATION if nr <= wrong else Finding.RIGHT,
                )
            )  # fmt: skip
        tx.draws.save(draw, replace(draw, state=DrawState.CONCLUDED, concluded_by="KARI", concluded_at=now))
