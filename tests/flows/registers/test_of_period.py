"""What happened in a year, and how it stood on its last day: the last day is in it, and the first of the next is not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kontroll.domain.finding import FindingKind, SourceKind
from kontroll.flows.registers.known import KnownDecision, KnownFinding, KnownPreparation
from kontroll.flows.registers.of_period import DecisionsOf, FindingsOf, PreparationsOf

FIRST, LAST, AFTER = date(2025, 1, 1), date(2025, 12, 31), date(2026, 1, 1)
BEFORE = date(2024, 12, 31)
DAYS = st.dates(date(2024, 6, 1), date(2026, 6, 30))


def decision(**given: object) -> KnownDecision:
    fields = {
        "id": "PV1", "enhet": "1", "deadline": None, "body": "Kommunestyret", "decided": FIRST, "carried_out": None,
        "reported": None, "reference": "", **given,
    }  # fmt: skip
    return KnownDecision(**fields)


def finding(**given: object) -> KnownFinding:
    fields = {
        "id": "TF1", "enhet": "1", "deadline": None, "source": "Statsforvalteren", "theme": "", "severity": None,
        "received": FIRST, "closed": None, "evidence": "", **given,
    }  # fmt: skip
    return KnownFinding(**fields)


def preparation(**given: object) -> KnownPreparation:
    fields = {
        "id": "SU1", "enhet": "1", "deadline": FIRST, "case": "", "body": "", "filled": None, "checked": None, **given,
    }  # fmt: skip
    return KnownPreparation(**fields)


def decisions(*of: KnownDecision) -> DecisionsOf:
    return DecisionsOf(first=FIRST, last=LAST, all=of)


@pytest.mark.parametrize(
    ("day", "inside"), [(BEFORE, False), (FIRST, True), (LAST, True), (AFTER, False), (None, False)]
)
def test_a_year_holds_its_first_day_and_its_last(day: date | None, inside: bool):
    found = decisions(
        decision(decided=day, carried_out=day, reported=day, lapsed=day, obstructions=(day,) if day else ())
    )

    for what in ("made", "carried_out", "reported", "lapsed", "obstructed"):
        assert bool(getattr(found, what)) is inside, what


def test_what_is_done_after_the_year_was_open_in_it():
    assert decisions(decision(carried_out=AFTER)).open
    assert not decisions(decision(carried_out=LAST)).open
    assert not decisions(decision(decided=AFTER)).open
    assert not decisions(decision(lapsed=LAST)).open


def test_a_deadline_on_the_last_day_is_not_over_on_it():
    assert not decisions(decision(deadline=LAST)).late
    assert decisions(decision(deadline=LAST - timedelta(days=1))).late
    assert not decisions(decision(deadline=None)).late
    assert decisions(decision(deadline=None)).open_without_deadline


def test_a_deadline_that_was_moved_after_the_year_was_over_in_it():
    moved = decision(deadline=date(2026, 9, 1), deadlines=((FIRST, date(2025, 6, 1)), (AFTER, date(2026, 9, 1))))

    assert decisions(moved).late


def test_late_is_what_was_done_after_the_deadline_in_force_that_day():
    on_time, late = (decision(deadline=LAST, carried_out=day) for day in (LAST, AFTER))

    assert (on_time.was_late, late.was_late) == (False, True)
    assert not decision(deadline=None, carried_out=LAST).was_late


def test_carried_out_and_not_told_of_on_the_last_day():
    assert decisions(decision(carried_out=LAST, reported=AFTER)).unreported
    assert not decisions(decision(carried_out=LAST, reported=LAST)).unreported
    assert not decisions(decision(carried_out=AFTER)).unreported


@settings(deadline=None)
@given(st.lists(st.tuples(DAYS, st.none() | DAYS, st.none() | DAYS), max_size=12))
def test_what_was_open_before_and_came_less_what_was_closed_is_open(made: list[tuple[date, date | None, date | None]]):
    found = tuple(
        finding(id=f"TF{n}", received=received, closed=closed if closed is None or closed >= received else None, deadline=due)
        for n, (received, closed, due) in enumerate(made)
    )  # fmt: skip
    year = FindingsOf(first=FIRST, last=LAST, all=found)
    before = FindingsOf(first=FIRST, last=BEFORE, all=found)

    assert len(before.open) + len(year.received) - len(year.closed) == len(year.open)
    assert set(year.late) <= set(year.open)
    assert set(year.closed_late) <= set(year.closed)


def test_findings_are_of_whoever_found_them_and_only_those_that_say_so_are_orders():
    order = finding(source="Arbeidstilsynet", kind=FindingKind.ORDER)
    unknown, auditor = finding(source="Statsforvalteren"), finding(source="Revisor IKS", closed=LAST)
    committee = finding(source="kontrollutvalget")
    year = FindingsOf(first=FIRST, last=LAST, all=(order, unknown, auditor, committee))

    assert [list(year.of(kind).all) for kind in SourceKind] == [[order, unknown], [auditor], [committee]]
    assert year.open_orders == [order]
    assert year.closed_without_evidence == [auditor]


@pytest.mark.parametrize(
    ("checked", "inside"), [(FIRST, "in_time"), (FIRST + timedelta(days=1), "too_late"), (None, "unfinished")]
)
def test_a_case_was_looked_at_in_time_or_too_late_or_never(checked: date | None, inside: str):
    year = PreparationsOf(first=FIRST, last=LAST, all=(preparation(checked=checked), preparation(deadline=BEFORE)))

    assert len(year.laid_before) == 1
    assert {what: len(getattr(year, what)) for what in ("in_time", "too_late", "unfinished")} == {
        **dict.fromkeys(("in_time", "too_late", "unfinished"), 0), inside: 1,
    }  # fmt: skip
