"""Draws of every kind carried to their locked report: parted by a field, with a top stratum, and in each arm."""

from __future__ import annotations

from datetime import date

import pytest

from kontroll.domain.draw import Arm, Draw, DrawState
from kontroll.domain.drawplan import PlanChoices, StrataRule
from kontroll.domain.month import Month
from kontroll.domain.strata import TOP
from kontroll.flows.samples.commit_draw import commit_draw
from kontroll.flows.samples.conclude_draw import conclude_draw
from kontroll.flows.samples.evaluate_draw import evaluation_of
from kontroll.flows.samples.population import LIST
from kontroll.flows.samples.reconcile_draw import reconcile_draw
from kontroll.flows.samples.report_draw import frozen_report
from kontroll.flows.samples.size_draw import Wish, sized_for
from kontroll.flows.samples.start_draw import plan_draw, start_draw
from kontroll.sampling.parts import parts_of

from ..small import Kommune, Make
from .invoices import with_invoices
from .test_draw_life import CHOICES, KARI, KNUT, NOW, checked, hours, in_sample, seeded

pytestmark = pytest.mark.parametrize("address", ["sqlite"], indirect=True)


@pytest.fixture
def bygda(make: Make) -> Kommune:
    made = with_invoices(make)
    for month in (1, 2, 3):
        made.run(f"2026-{month:02}", date(2026, month + 1, 20))
    return made


def concluded(bygda: Kommune, rule: StrataRule | None = None, arm: Arm = Arm.ALL, wrong: int = 0) -> Draw:
    choices = PlanChoices(rule=rule or StrataRule(), seed_source=CHOICES.seed_source, second_share="0")
    draw = start_draw(
        bygda.desk, KARI, NOW, name="Bilag", dataset="bilag", amount_field="belop", first=Month(2026, 1),
        last=Month(2026, 3), arm=arm, choices=choices,
    )  # fmt: skip
    with bygda.desk.database.reading() as tx:
        parts = parts_of(tx.draw_files.get(draw.id, 1, LIST) or b"", ()).strata
        [population] = tx.populations.where(draw=draw.id)
    plan_draw(bygda.desk, draw.id, KARI, sized_for(Wish(confidence="0.9", tolerable="0.6"), parts, choices), NOW)
    reconcile_draw(bygda.desk, draw.id, KNUT, population.count, population.total, "Hovedboken", hours(1))
    done = seeded(bygda, commit_draw(bygda.desk, draw.id, KARI, hours(2)))
    checked(bygda, done, wrong=wrong)
    return conclude_draw(bygda.desk, draw.id, KNUT, hours(6))


def told(bygda: Kommune, draw: Draw) -> str:
    with bygda.desk.database.reading() as tx:
        report = frozen_report(tx, draw)
    assert report is not None
    return f"{report.quote} {report.conclusion}"


def test_of_a_list_parted_by_a_field_each_part_is_drawn_and_judged(bygda: Kommune) -> None:
    draw = concluded(bygda, StrataRule(by_field="art"))

    with bygda.desk.database.reading() as tx:
        found = evaluation_of(bygda.desk, tx, draw)
    assert {"0301", "0400"} <= {one.name for one in found.strata}
    assert all(one.bound is not None for one in found.strata)
    assert "Vi kontrollerte" in told(bygda, draw)


def test_every_amount_in_the_top_stratum_is_looked_at(bygda: Kommune) -> None:
    draw = concluded(bygda, StrataRule(top_amount=200_000))

    with bygda.desk.database.reading() as tx:
        items = {one.post: one.stratum for one in tx.drawn_items.where(draw=draw.id)}
    assert (TOP, TOP) == (items["B2"], items["B9"])
    assert DrawState.CONCLUDED is draw.state


@pytest.mark.parametrize(("arm", "posts"), [(Arm.FLAGGED, {"B2", "B9"}), (Arm.UNFLAGGED, {"B1", "B3", "B5"})])
def test_an_arm_holds_what_rules_struck_on_or_what_they_did_not(bygda: Kommune, arm: Arm, posts: set[str]) -> None:
    draw = concluded(bygda, arm=arm, wrong=1)

    with bygda.desk.database.reading() as tx:
        tsv = tx.draw_files.get(draw.id, 1, LIST) or b""
        drawn = {one.post for one in tx.drawn_items.where(draw=draw.id)}
    assert len(in_sample(bygda, draw)) <= tsv.count(b"\n") - 1
    assert drawn <= ({"B2", "B9"} if arm is Arm.FLAGGED else {"B1", "B3", "B5", "B8", "B10", "B13"})
    assert drawn & posts
    assert "1 avvik" in told(bygda, draw)
