"""What was counted in a report goes when its time is over; the report stays, and the trail still verifies."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kontroll.domain.policy import Kept, RetentionRule
from kontroll.flows.home.check_trail import check_trail
from kontroll.flows.home.prune import prune
from kontroll.flows.issuing.issued import held, issued_report
from kontroll.flows.issuing.send_report import take_back

from ..small import POLICIES, Kommune, Make, at
from .made import JANUARY, KARI, issued_year, sent_year, with_another_figure

pytestmark = pytest.mark.parametrize("address", ["sqlite"], indirect=True)
RULE = RetentionRule(kept=Kept.REPORT, years=10)


@pytest.fixture
def bygda(make: Make) -> Kommune:
    def build() -> Kommune:
        made = make(policies=replace(POLICIES, retention=(RULE,)))
        first = sent_year(made, with_another_figure())
        take_back(made.desk, first.id, KARI, JANUARY)
        issued_year(made, version=2)
        return made

    return make.once("pruned reports", build)


@pytest.mark.parametrize(("day", "gone"), [(date(2037, 12, 31), 0), (date(2038, 1, 1), 4)])
def test_the_grounds_go_after_their_years_and_the_report_stays(bygda: Kommune, day: date, gone: int):
    assert gone == prune(bygda.desk, at(day)).grounds

    with bygda.desk.database.reading() as tx:
        report = issued_report(tx, 2027, 1)
        assert all(one.holds for one in held(tx, 2027, 1))
    assert (gone == 0) == report.has_grounds
    assert "Internkontroll i 2026" == report.document.title
    checked = check_trail(bygda.desk.database)
    assert ([], []) == (checked.breaks, checked.problems)


def test_what_is_pruned_once_is_not_pruned_again(bygda: Kommune):
    prune(bygda.desk, at(date(2038, 1, 1)))

    assert 0 == prune(bygda.desk, at(date(2038, 1, 2))).grounds


def test_what_is_with_whoever_checks_it_is_kept(bygda: Kommune):
    from kontroll.flows.issuing.correct_report import begin_correction

    draft = begin_correction(bygda.desk, 2027, 1, KARI, "Feil.", JANUARY)
    report = sent_year(bygda, with_another_figure(), draft.version)

    prune(bygda.desk, at(date(2040, 1, 1)))

    with bygda.desk.database.reading() as tx:
        assert {True} == {tx.frozen_texts.get(one) is not None for one in (report.content, report.grounds)}
