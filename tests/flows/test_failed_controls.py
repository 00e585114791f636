"""A rule whose own tests do not hold in the run is left out of it, and internal control is told."""

from __future__ import annotations

import operator
from datetime import date

import pytest

from kontroll.domain.month import Month
from kontroll.domain.notice import Reason
from kontroll.domain.operand import Op
from kontroll.domain.run import RunState
from kontroll.engine.plain import comparison

from .small import Kommune, Make, rule

FEBRUARY, MARCH = date(2026, 2, 20), date(2026, 3, 20)


@pytest.fixture
def bygda(make: Make) -> Kommune:
    """With a rule about what is below 0 and one about what is above; both proved when they were taken into use."""
    over = {
        "regler/pluss.yaml": rule("pluss")["regler/pluss.yaml"].replace("er: under", "er: over").replace("-0.1", "0.1")
    }
    made = make(rule("minus"), over)
    made.measure("2026-01", FEBRUARY, e1=-2, e2=1, e3=0)
    made.run("2026-01", FEBRUARY)
    made.measure("2026-02", MARCH, e1=-2, e2=1, e3=0)
    return made


@pytest.fixture
def at_most(bygda: Kommune, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on «under» means «høyst»."""
    monkeypatch.setitem(comparison._COMPARE, Op.UNDER, operator.le)


@pytest.mark.usefixtures("at_most")
def test_it_is_left_out_and_told_while_the_other_rules_run(bygda: Kommune):
    ran = bygda.run("2026-02", MARCH)

    assert ran.run is not None
    assert (RunState.DONE, {"minus": "besto ikke sine egne tester i kjøringen"}) == (ran.run.state, ran.left_out)
    told = [(n.recipient, n.rule) for n in bygda.notices() if n.reason is Reason.CONTROL_FAILED]
    assert [("KARI", "minus"), ("KNUT", "minus")] == told
    with bygda.desk.database.reading() as tx:
        book = tx.books.standing()[Month(2026, 2)]
        assert {"pluss"} == set(tx.books.verdicts(book)["regel"])
        kept = tx.coverage.get(ran.run.id, Month(2026, 2), "minus")
    assert kept is not None
    assert (1, 0, 0) == (kept.tests, kept.held, kept.known)


@pytest.mark.usefixtures("at_most")
def test_what_it_found_before_stands_as_it_was(bygda: Kommune):
    before = [avvik for avvik in bygda.avvik() if avvik.rule == "minus"]

    bygda.run("2026-02", MARCH)

    assert before == [avvik for avvik in bygda.avvik() if avvik.rule == "minus"]


@pytest.mark.usefixtures("at_most")
def test_the_same_again_is_nothing_new(bygda: Kommune):
    bygda.run("2026-02", MARCH)

    assert not bygda.run("2026-02", MARCH).new


def test_nobody_is_told_of_rules_that_hold(bygda: Kommune):
    bygda.run("2026-02", MARCH)

    assert [] == [notice for notice in bygda.notices() if notice.reason is Reason.CONTROL_FAILED]
