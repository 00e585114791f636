"""The statement that the kommunedirektør may begin with: it vouches for no month that nothing was run for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kontroll.flows.issuing.issued import issued_report
from kontroll.flows.issuing.report_way import sent_document
from kontroll.report.document.kinds import draft_told, known_told, unjudged_told
from kontroll.report.issuing.issued_document import drafted_statement

from ..small import Kommune, Make
from .made import YEAR, issued_year


@pytest.mark.parametrize(
    ("months", "named"),
    [
        (["januar 2026"], "Kontrollen er ikke kjørt for januar 2026. "),
        (["januar 2026", "mars 2026"], "Kontrollen er ikke kjørt for januar 2026 og mars 2026. "),
    ],
)
def test_months_that_were_not_judged_are_named_in_the_statement(months: list[str], named: str):
    standing = (*YEAR.standing, known_told(YEAR.known), unjudged_told(months))

    vouched, lacking = drafted_statement(replace(YEAR, standing=standing)).split("\n\n")

    assert vouched == drafted_statement(YEAR)
    assert lacking.startswith(named)


def test_of_a_year_that_was_judged_whole_nothing_lacks():
    assert "ikke kjørt" not in drafted_statement(replace(YEAR, standing=(*YEAR.standing, known_told(YEAR.known))))


@pytest.fixture
def bygda(make: Make) -> Kommune:
    return make.once("issuing", make)


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
def test_what_the_draft_says_that_its_figures_do_not_hold_stands_in_what_is_sent_and_issued(bygda: Kommune):
    lacking, small = unjudged_told(["mars 2026"]), "Små tall vises ikke."
    standing = (draft_told(), known_told(YEAR.known), lacking, small)

    issue = issued_year(bygda, replace(YEAR, standing=standing))

    with bygda.desk.database.reading() as tx:
        (report,) = tx.reports.all()
        sent, issued = sent_document(tx, report), issued_report(tx, issue.year, issue.number).document
    assert "Kontrollen er ikke kjørt for mars 2026." in drafted_statement(sent)
    assert issued.standing[-2:] == (lacking, small)
    assert draft_told() not in (*sent.standing, *issued.standing)
