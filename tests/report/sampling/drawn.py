"""Draws that were worked through, made of little: items, what was found of each, and the plan."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from kontroll.domain.draw import Arm, Draw, DrawnItem, Finding, ItemCheck, ItemState, PopulationVersion
from kontroll.domain.drawplan import PlanChoices, StratumChoice
from kontroll.domain.month import Month
from kontroll.report.sampling.evaluation import Evaluation, evaluated
from kontroll.sampling.parts import Part, Parts

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
DRAW = Draw(
    id="2026-3",
    year=2026,
    number=3,
    name="Fakturaer, oktober 2026",
    dataset="faktura",
    amount_field="belop",
    first=Month(2026, 10),
    last=Month(2026, 10),
    made_by="KARI",
    made_at=NOW,
    draw_id="Lillevik/2026/3/fakturaer",
)
RIGHT, DEVIATION, UNDOCUMENTED = Finding.RIGHT, Finding.DEVIATION, Finding.UNDOCUMENTED


def items(
    count: int,
    *,
    stratum: str = "hovedstratum",
    first: int = 1,
    amount: int = 100_00,
    hits: int = 1,
    stage: int = 1,
    state: ItemState = ItemState.DRAWN,
) -> list[DrawnItem]:
    """Numbered from `first`, so that no two have the same identity."""
    return [
        DrawnItem(
            draw=DRAW.id,
            identity=f"p-{stratum}-{n}",
            stratum=stratum,
            nr=n,
            state=state,
            hits=hits,
            amount=amount,
            stage=stage,
        )
        for n in range(first, first + count)
    ]


def check(
    item: DrawnItem,
    finding: Finding = RIGHT,
    *,
    audited: int | None = None,
    round: int = 1,
    approved: bool = True,
    number: int | None = None,
) -> ItemCheck:
    return ItemCheck(
        draw=item.draw,
        identity=item.identity,
        number=number or round,
        round=round,
        by=f"P{round}",
        at=NOW,
        finding=finding,
        audited=audited,
        approved_by="SJEF" if approved else None,
    )


def checked(drawn: Sequence[DrawnItem], *findings: Finding) -> list[ItemCheck]:
    """Every item right, but for the first ones, which are as told."""
    told = [*findings, *[RIGHT] * (len(drawn) - len(findings))]
    return [check(item, finding) for item, finding in zip(drawn, told, strict=True)]


def population(total: int = 0, **said: int) -> PopulationVersion:
    return PopulationVersion(
        draw=DRAW.id,
        number=1,
        digest="0" * 64,
        count=0,
        amount=0,
        total=total,
        frozen_by="KARI",
        frozen_at=NOW,
        **said,  # type: ignore[arg-type]
    )


def plan(*strata: tuple[str, str, int], **said: object) -> PlanChoices:
    """strata: name, method, n."""
    chosen = tuple(StratumChoice(name=name, method=method, n=n) for name, method, n in strata)
    return PlanChoices(strata=chosen or (StratumChoice(name="hovedstratum", method="enkel", n=60),), **said)  # type: ignore[arg-type]


def evaluation(
    drawn: Sequence[DrawnItem],
    checks: Sequence[ItemCheck],
    sizes: dict[str, Part],
    choices: PlanChoices | None = None,
    *,
    total: int = 0,
    weights: dict[str, int] | None = None,
    arm: Arm = Arm.ALL,
    kept: Collection[str] = (),
) -> Evaluation:
    parts = Parts(strata=sizes, weights=weights or {})
    return evaluated(replace(DRAW, arm=arm), choices or plan(), [population(total)], parts, drawn, checks, kept)
