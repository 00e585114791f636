"""`venter` and `hold` are Prometheus' `for` and `keep_firing_for`, counted in months.

The vectors are facts from Prometheus' own tests and manual, transcribed by hand: which evaluations had the alert's
series, and what state the alert then was in. Repository prometheus/prometheus, files
* rules/manager_test.go (TestAlertingRule),
* rules/alerting_test.go (TestAlertingRuleLabelsUpdate, TestKeepFiringFor, TestPendingAndKeepFiringFor),
* cmd/promtool/testdata/unittest.yml with rules.yml, and coverage_nofor_test.yml with coverage_nofor_rules.yml,
* docs/configuration/unit_testing_rules.md.

One evaluation there is one month here. A duration there is a number of months here: of evaluations, rounded up, since
Prometheus looks only when it evaluates.

A series that is not there is CLEAR here: Prometheus takes missing for recovered. That is the one thing not taken from it,
so UNKNOWN has no vectors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontroll.domain.avvik import MonthSeen, Occurrence, Phase, Seen, lived
from kontroll.domain.month import Month

START = Month(2020, 1)
PENDING, FIRING, INACTIVE = "pending", "firing", "inactive"

Replay = Callable[[Sequence[MonthSeen]], tuple[Occurrence, ...]]


@dataclass(frozen=True)
class Vector:
    """series: one bool per evaluation. states: evaluation -> state of the alert; the others are not asserted there."""

    source: str
    series: tuple[bool, ...]
    states: dict[int, str]
    every: int = 1
    for_minutes: int = 0
    keep_minutes: int = 0


def above(limit: int, *values: int) -> tuple[bool, ...]:
    return tuple(value > limit for value in values)


def below(limit: int, *values: int) -> tuple[bool, ...]:
    return tuple(value < limit for value in values)


def each(*states: str) -> dict[int, str]:
    return dict(enumerate(states))


VECTORS = [
    Vector(
        source="manager_test.go TestAlertingRule, instance 0",
        series=below(100, 75, 85, 95, 105, 105, 95, 85),
        every=5,
        for_minutes=1,
        states=each(PENDING, FIRING, FIRING, INACTIVE, INACTIVE, PENDING, FIRING),
    ),
    Vector(
        source="manager_test.go TestAlertingRule, instance 1",
        series=below(100, 80, 90, 100, 110, 120, 130, 140),
        every=5,
        for_minutes=1,
        states=each(PENDING, FIRING, INACTIVE, INACTIVE, INACTIVE, INACTIVE, INACTIVE),
    ),
    Vector(
        source="alerting_test.go TestAlertingRuleLabelsUpdate, severity critical (below 80)",
        series=(*below(80, 75, 85, 70, 70), False),
        for_minutes=1,
        states=each(PENDING, INACTIVE, PENDING, FIRING, INACTIVE),
    ),
    Vector(
        source="alerting_test.go TestAlertingRuleLabelsUpdate, severity warning (80 to 100)",
        series=(False, True, False, False, False),
        for_minutes=1,
        states=each(INACTIVE, PENDING, INACTIVE, INACTIVE, INACTIVE),
    ),
    Vector(
        source="alerting_test.go TestKeepFiringFor",
        series=above(50, 75, 85, 70, 70, 10, 10),
        for_minutes=1,
        keep_minutes=1,
        states=each(PENDING, FIRING, FIRING, FIRING, FIRING, INACTIVE),
    ),
    Vector(
        source="alerting_test.go TestPendingAndKeepFiringFor",
        series=above(50, 75, 10),
        for_minutes=1,
        keep_minutes=1,
        states=each(PENDING, INACTIVE),
    ),
    Vector(
        source="unittest.yml AlwaysFiring",
        series=(True,) * 1441,
        states={0: FIRING, 4: FIRING, 1440: FIRING},
    ),
    Vector(
        source="unittest.yml InstanceDown",
        series=(True,) * 1441,
        for_minutes=5,
        states={0: PENDING, 4: PENDING, 1440: FIRING},
    ),
    Vector(source="coverage_nofor_test.yml NoFor", series=(True,), states={0: FIRING}),
    Vector(
        source="unit_testing_rules.md InstanceDown, localhost:9090",
        series=(True,) * 15,
        for_minutes=5,
        states={10: FIRING},
    ),
    Vector(
        source="unit_testing_rules.md InstanceDown, localhost:9100: only localhost:9090 fires at 10 m",
        series=(False,) * 7 + (True,) * 8,
        for_minutes=5,
        states={10: PENDING},
    ),
]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector.source)
def test_prometheus_vector_holds_for_venter_and_hold(vector: Vector):
    history = months(vector.series, ceil(vector.for_minutes / vector.every), ceil(vector.keep_minutes / vector.every))

    found = {at: state_after(lived(history[: at + 1])) for at in vector.states}

    assert vector.states == found


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector.source)
def test_prometheus_vector_holds_for_the_alert_below(vector: Vector):
    alerts = Alerts(hold_duration=vector.for_minutes, keep_firing_for=vector.keep_minutes)

    states = [alerts.evaluate(at * vector.every, there) for at, there in enumerate(vector.series)]

    assert vector.states == {at: states[at] for at in vector.states}


# --- against an alert of our own ------------------------------------------------------------------------------------


def test_avvik_and_alerts_are_the_same_for_every_short_series():
    for history, wait, hold in short_series():
        assert as_alerts(history, wait, hold) == as_avvik(history, wait, hold, lived)


@given(st.lists(st.booleans(), max_size=60), st.integers(0, 4), st.integers(0, 4))
def test_avvik_and_alerts_are_the_same_for_long_series(series: list[bool], wait: int, hold: int):
    assert as_alerts(series, wait, hold) == as_avvik(series, wait, hold, lived)


def later(history: Sequence[MonthSeen]) -> tuple[Occurrence, ...]:
    return lived(seen._replace(wait=seen.wait + 1) for seen in history)


def sooner(history: Sequence[MonthSeen]) -> tuple[Occurrence, ...]:
    return lived(seen._replace(wait=max(seen.wait - 1, 0)) for seen in history)


def longer(history: Sequence[MonthSeen]) -> tuple[Occurrence, ...]:
    return lived(seen._replace(hold=seen.hold + 1) for seen in history)


def shorter(history: Sequence[MonthSeen]) -> tuple[Occurrence, ...]:
    return lived(seen._replace(hold=max(seen.hold - 1, 0)) for seen in history)


def swapped(history: Sequence[MonthSeen]) -> tuple[Occurrence, ...]:
    return lived(seen._replace(wait=seen.hold, hold=seen.wait) for seen in history)


def never_ends_a_waiting(history: Sequence[MonthSeen]) -> tuple[Occurrence, ...]:
    """A CLEAR month before the first opening is overheard."""
    opened = next((o.opened for o in lived(s for s in history if s.seen is Seen.STRUCK) if o.opened), None)
    return lived(s for s in history if s.seen is Seen.STRUCK or (opened is not None and s.month > opened))


def counts_on_after_a_new_utslag(history: Sequence[MonthSeen]) -> tuple[Occurrence, ...]:
    """An utslag between two CLEAR months does not start the hold anew."""
    kinds = [s.seen for s in history]
    between = {i for i in range(1, len(kinds) - 1) if kinds[i - 1 : i + 2] == [Seen.CLEAR, Seen.STRUCK, Seen.CLEAR]}
    return lived(s._replace(seen=Seen.UNKNOWN) if i in between else s for i, s in enumerate(history))


@pytest.mark.parametrize(
    "fault", [later, sooner, longer, shorter, swapped, never_ends_a_waiting, counts_on_after_a_new_utslag]
)
def test_a_planted_fault_differs_from_the_alerts(fault: Replay):
    assert any(
        as_alerts(series, wait, hold) != as_avvik(series, wait, hold, fault) for series, wait, hold in short_series()
    )


# --- how the two are told the same way ------------------------------------------------------------------------------


def short_series() -> Iterable[tuple[tuple[bool, ...], int, int]]:
    """Every series of 8 months with `venter` and `hold` from 0 to 3."""
    return product(product((True, False), repeat=8), range(4), range(4))


def months(series: Iterable[bool], wait: int, hold: int) -> list[MonthSeen]:
    return [
        MonthSeen(START.plus(at), Seen.STRUCK if there else Seen.CLEAR, wait, hold) for at, there in enumerate(series)
    ]


def state_after(occurrences: Sequence[Occurrence]) -> str:
    states = {Phase.WAITING: PENDING, Phase.OPEN: FIRING, Phase.RESOLVED: INACTIVE}
    return states[occurrences[-1].phase] if occurrences else INACTIVE


Told = list[tuple[int, int | None, int | None]]


def as_avvik(series: Sequence[bool], wait: int, hold: int, replay: Replay) -> Told:
    """(first, opened, resolved) of each, as evaluation numbers."""

    def at(month: Month | None) -> int | None:
        return None if month is None else month.ordinal - START.ordinal

    return [(o.first.ordinal - START.ordinal, at(o.opened), at(o.resolved)) for o in replay(months(series, wait, hold))]


def as_alerts(series: Sequence[bool], wait: int, hold: int) -> Told:
    """(active, fired, resolved) of each that fired, and of one that is pending at the end."""
    alerts = Alerts(hold_duration=wait, keep_firing_for=hold)
    for now, there in enumerate(series):
        alerts.evaluate(now, there)
    return alerts.told()


@dataclass
class Alert:
    active_at: int
    fired_at: int | None = None
    keep_firing_since: int | None = None
    resolved_at: int | None = None


@dataclass
class Alerts:
    """Prometheus' alert of one series, as its manual and its tests describe it. Durations and times: any one unit."""

    hold_duration: int
    keep_firing_for: int
    resolved: list[Alert] = field(default_factory=list)
    active: Alert | None = None

    def evaluate(self, now: int, there: bool) -> str:
        if there:
            self._met(now)
        elif self.active is not None:
            self._not_met(self.active, now)
        if self.active is None:
            return INACTIVE
        return PENDING if self.active.fired_at is None else FIRING

    def _met(self, now: int) -> None:
        if self.active is None:
            self.active = Alert(active_at=now)
        self.active.keep_firing_since = None
        if self.active.fired_at is None and now - self.active.active_at >= self.hold_duration:
            self.active.fired_at = now

    def _not_met(self, alert: Alert, now: int) -> None:
        if alert.fired_at is None:
            self.active = None
            return
        if alert.keep_firing_since is None:
            alert.keep_firing_since = now
        if now - alert.keep_firing_since >= self.keep_firing_for:
            alert.resolved_at = now
            self.resolved.append(alert)
            self.active = None

    def told(self) -> Told:
        alerts = self.resolved + ([] if self.active is None else [self.active])
        return [(alert.active_at, alert.fired_at, alert.resolved_at) for alert in alerts]
