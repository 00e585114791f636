"""Draws in any order of events, against a table of what may follow what; and faults planted in the order, which must be found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import product
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kontroll.domain import drawflow
from kontroll.domain.draw import REPLACEMENT_REASONS, Draw, DrawnItem, DrawState, ItemState, PopulationVersion
from kontroll.domain.drawflow import DrawRefusal, DrawRefused
from kontroll.domain.drawplan import PlanChoices, StratumChoice
from kontroll.domain.month import Month

START = datetime(2026, 4, 1, 6, tzinfo=UTC)
CHOICES = PlanChoices(strata=(StratumChoice(name="alle bilag", method="enkel", n=1, reserve=2),), seed_source="terning")
DRAW = Draw(
    id="2026-1", year=2026, number=1, name="bilag", dataset="bilag", first=Month(2026, 1), last=Month(2026, 3),
    made_by="A", made_at=START, draw_id="Bygda/2026/1/bilag",
)  # fmt: skip
FIRST = PopulationVersion(draw="2026-1", number=1, digest="x", count=3, amount=0, frozen_by="A", frozen_at=START)

#: Event -> the states that it may happen in, and the one that it leads to; "" = it stays. Written from the protocol.
MAY = {
    "fryser": ({"under planlegging", "avstemt"}, "under planlegging"),
    "planlegger": ({"under planlegging", "avstemt"}, ""),
    "avstemmer": ({"under planlegging"}, "avstemt"),
    "forplikter": ({"avstemt"}, "forpliktet"),
    "trekker": ({"forpliktet"}, "trukket"),
    "erstatter": ({"trukket"}, ""),
    "retter": ({"trukket"}, ""),
    "avstemmer rettelsen": ({"trukket"}, ""),
    "forplikter rettelsen": ({"trukket"}, ""),
    "avslutter": ({"trukket"}, "avsluttet"),
    "avbryter": ({"under planlegging", "avstemt", "forpliktet", "trukket"}, "avbrutt"),
}


@dataclass(frozen=True)
class Step:
    """right: whether what is given besides is as it should be. seed: minutes after the commitment; it is typed in after 60."""

    event: str
    by: str = "B"
    right: bool = True
    seed: int = 1


STEPS = st.builds(
    Step,
    st.sampled_from([*MAY, *["forplikter", "trekker", "trekker", "retter"]]),
    st.sampled_from("AB"),
    st.sampled_from([True, True, False]),
    st.sampled_from([-1, 0, 1, 60, 61, 61]),
)
#: Most lives are well on their way before anything is tried, since few would come far otherwise.
WAYS = (
    [Step("avstemmer"), Step("forplikter"), Step("trekker"), Step("avslutter")],
    [Step("avstemmer"), Step("forplikter"), Step("trekker"), Step("retter", by="A"), Step("avstemmer rettelsen")],
    [
        Step("avstemmer"),
        Step("forplikter"),
        Step("trekker"),
        Step("retter", by="B"),
        Step("avstemmer rettelsen", by="A"),
    ],
)
BEGINNINGS = [way[:far] for way in WAYS for far in range(len(way) + 1)]
EVERY_STEP = [
    Step(event, by, right, seed)
    for event, by, right in product(MAY, "AB", [True, False])
    for seed in ([0, 1, 60, 61] if event == "trekker" else [1])
]
LIVES = st.builds(lambda before, rest: [*before, *rest], st.sampled_from(BEGINNINGS), st.lists(STEPS, max_size=8))


# --- what should happen --------------------------------------------------------------------------------------------------


@dataclass
class Should:
    """What the protocol says of a life, in as few words as it takes. amended: "", "laget", "avstemt"."""

    state: str = "under planlegging"
    made_by: str = "A"
    amended: str = ""
    amended_by: str = ""
    reserves: int = 2

    def take(self, step: Step) -> bool:
        """Whether the step is taken."""
        states, after = MAY[step.event]
        if self.state not in states or not self._holds(step):
            return False
        self.state = after or self.state
        if step.event == "fryser":
            self.made_by = step.by
        elif step.event == "erstatter":
            self.reserves -= 1
        elif step.event == "retter":
            self.amended, self.amended_by = "laget", step.by
        elif step.event == "avstemmer rettelsen":
            self.amended = "avstemt"
        elif step.event == "forplikter rettelsen":
            self.amended = ""
        return True

    def _holds(self, step: Step) -> bool:
        return {
            "fryser": True,
            "planlegger": True,
            "avstemmer": step.by != self.made_by and step.right,
            "forplikter": True,
            "trekker": step.by != self.made_by and step.right and 1 <= step.seed <= 60,
            "erstatter": step.right and self.reserves > 0,
            "retter": step.right and not self.amended,
            # Whoever made the first list may hold what another corrected against the ledger: two persons are enough.
            "avstemmer rettelsen": self.amended != "" and step.by != self.amended_by and step.right,
            "forplikter rettelsen": self.amended == "avstemt",
            "avslutter": step.right and not self.amended,
            "avbryter": step.right,
        }[step.event]


# --- what does -----------------------------------------------------------------------------------------------------------


@dataclass
class Life:
    """The draw as drawflow takes it from step to step, an hour apart."""

    flow: Any
    draw: Draw = DRAW
    populations: list[PopulationVersion] = field(default_factory=lambda: [FIRST])
    items: list[DrawnItem] = field(default_factory=list)
    now: datetime = START

    def take(self, step: Step) -> bool:
        self.now += timedelta(hours=1)
        try:
            _TAKEN[step.event](self, step)
        except DrawRefused:
            return False
        return True

    @property
    def newest(self) -> PopulationVersion:
        return self.populations[-1]

    def freeze(self, step: Step) -> None:
        self.draw = self.flow.freeze(self.draw, step.by)
        self.populations = [replace(FIRST, frozen_by=step.by)]

    def plan(self, step: Step) -> None:
        self.draw = self.flow.plan(self.draw, CHOICES)

    def reconcile(self, step: Step) -> None:
        number = 2 if "rettelsen" in step.event else 1
        of = self.newest if number == 2 and self.newest.number > 1 else self.populations[0]
        if number == 2 and of.number == 1:
            # There is no amendment: what is tried is to reconcile the promised list once more.
            of = replace(of, number=2)
        self.draw = self.flow.reconcile(self.draw, of, step.by, 3 if step.right else None, None)
        self.populations[-1] = replace(self.newest, reconciled_by=step.by)

    def commit(self, step: Step) -> None:
        self.draw = self.flow.commit(self.draw, CHOICES, step.by, self.now)
        self.populations[-1] = replace(self.newest, commitment="c", committed_at=self.now)

    def seed(self, step: Step) -> None:
        committed = self.draw.committed_at or self.now
        self.draw = self.flow.draw_with(
            self.draw, self.newest, CHOICES, by=step.by, now=committed + timedelta(minutes=60), seed="1234",
            seed_at=committed + timedelta(minutes=step.seed), place="Møtet",
            witnesses=["Per", "Pål"] if step.right else ["Per", "per "],
        )  # fmt: skip
        drawn = [("1", ItemState.DRAWN), ("2", ItemState.RESERVE), ("3", ItemState.RESERVE)]
        self.items = [
            DrawnItem(draw="2026-1", identity=id, stratum="alle bilag", nr=int(id), state=state) for id, state in drawn
        ]

    def replace_item(self, step: Step) -> None:
        identity = next((one.identity for one in self.items if one.state is ItemState.DRAWN), "1")
        reason = REPLACEMENT_REASONS[0] if step.right else "fant ikke bilaget"
        gone, came = self.flow.replace_item(self.draw, CHOICES, self.items, identity, reason, "vedlegg 1")
        changed = {gone.identity: gone, came.identity: came}
        self.items = [changed.get(one.identity, one) for one in self.items]

    def amend(self, step: Step) -> None:
        self.flow.amend(self.draw, self.newest, "To bilag manglet" if step.right else " ")
        number = self.newest.number + 1
        self.populations.append(replace(FIRST, number=number, frozen_by=step.by, commitment=""))

    def commit_amendment(self, step: Step) -> None:
        self.flow.commit_amendment(self.draw, self.newest)
        self.populations[-1] = replace(self.newest, commitment="d")

    def conclude(self, step: Step) -> None:
        self.draw = self.flow.conclude(self.draw, self.newest, is_done=step.right, by=step.by, at=self.now, report="r")

    def abort(self, step: Step) -> None:
        self.draw = self.flow.abort(self.draw, "Møtet ble avlyst" if step.right else "")


_TAKEN: dict[str, Callable[[Life, Step], None]] = {
    "fryser": Life.freeze,
    "planlegger": Life.plan,
    "avstemmer": Life.reconcile,
    "forplikter": Life.commit,
    "trekker": Life.seed,
    "erstatter": Life.replace_item,
    "retter": Life.amend,
    "avstemmer rettelsen": Life.reconcile,
    "forplikter rettelsen": Life.commit_amendment,
    "avslutter": Life.conclude,
    "avbryter": Life.abort,
}


def disagreements(flow: Any, steps: list[Step]) -> list[tuple[int, str, str]]:
    """Steps that were taken, or refused, otherwise than they should, with the state it should be in and the one that it is in."""
    should, does, found = Should(), Life(flow), []
    for at, step in enumerate(steps):
        if should.take(step) != does.take(step) or should.state != does.draw.state.value:
            found.append((at, should.state, does.draw.state.value))
            break
    return found


@settings(max_examples=300, deadline=None)
@given(LIVES)
def test_every_order_of_events_is_taken_or_refused_as_the_table_says(steps: list[Step]):
    assert [] == disagreements(drawflow, steps)


def test_every_step_is_taken_or_refused_at_every_place_as_the_table_says():
    assert [] == [
        found for before in BEGINNINGS for step in EVERY_STEP if (found := disagreements(drawflow, [*before, step]))
    ]


def test_the_whole_way_is_among_what_is_tried():
    whole = ["avstemmer", "forplikter", "trekker", "erstatter", "retter", "avslutter"]
    life = Life(drawflow)

    assert [True] * 5 + [False] == [life.take(Step(event, by="B")) for event in whole]
    assert [True, True, True] == [
        life.take(Step(event, by="C")) for event in ("avstemmer rettelsen", "forplikter rettelsen", "avslutter")
    ]


# --- faults that must be found -------------------------------------------------------------------------------------------


def _lenient(name: str, *ignored: DrawRefusal) -> SimpleNamespace:
    """drawflow, but one step of it heeds none of these refusals: it is taken as if the draw stood right."""
    steps = {one: getattr(drawflow, one) for one in dir(drawflow) if callable(getattr(drawflow, one))}
    strict = steps[name]

    def step(draw: Draw, *rest: Any, **words: Any) -> Any:
        try:
            return strict(draw, *rest, **words)
        except DrawRefused as refused:
            if refused.why not in ignored:
                raise
        return _TAKEN_ANYWAY[name](draw)

    return SimpleNamespace(**{**steps, name: step})


_TAKEN_ANYWAY: dict[str, Callable[[Draw], Any]] = {
    "freeze": lambda draw: replace(draw, state=DrawState.DRAFT),
    "reconcile": lambda draw: replace(draw, state=DrawState.RECONCILED) if draw.committed_at is None else draw,
    "commit": lambda draw: replace(draw, state=DrawState.COMMITTED, committed_at=draw.committed_at or START),
    "draw_with": lambda draw: replace(draw, state=DrawState.DRAWN),
    "amend": lambda draw: None,
    "commit_amendment": lambda draw: None,
    "abort": lambda draw: replace(draw, state=DrawState.ABORTED),
    "conclude": lambda draw: replace(draw, state=DrawState.CONCLUDED),
}


@pytest.mark.parametrize(
    ("name", "ignored"),
    [
        ("freeze", DrawRefusal.NOT_WHILE_COMMITTED),
        ("reconcile", DrawRefusal.OWN_POPULATION),
        ("reconcile", DrawRefusal.LEDGER_MISSING),
        ("commit", DrawRefusal.NOT_WHILE_DRAFT),
        ("draw_with", DrawRefusal.NOT_WHILE_RECONCILED),
        ("draw_with", DrawRefusal.NOT_WHILE_DRAWN),
        ("draw_with", DrawRefusal.OWN_POPULATION),
        ("draw_with", DrawRefusal.SEED_BEFORE_COMMITMENT),
        ("draw_with", DrawRefusal.SEED_AHEAD),
        ("draw_with", DrawRefusal.WITNESSES_MISSING),
        ("amend", DrawRefusal.AMENDMENT_UNDER_WAY),
        ("commit_amendment", DrawRefusal.NOT_WHILE_DRAFT),
        ("conclude", DrawRefusal.WORK_UNFINISHED),
        ("conclude", DrawRefusal.AMENDMENT_UNDER_WAY),
        ("abort", DrawRefusal.TEXT_MISSING),
        ("abort", DrawRefusal.NOT_WHILE_CONCLUDED),
    ],
)
def test_a_planted_fault_is_found(name: str, ignored: DrawRefusal):
    planted = _lenient(name, ignored)

    assert any(disagreements(planted, [*before, step]) for before in BEGINNINGS for step in EVERY_STEP)
