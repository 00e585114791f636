"""The whole way on both databases, two that are issued at once, and what a reader is told of figures that moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import text

from kontroll.domain.issuing import ReportAct
from kontroll.domain.notice import Reason
from kontroll.flows.home.check_trail import check_trail
from kontroll.flows.issuing.changed_figures import changed_figures
from kontroll.flows.issuing.check_report import check_report
from kontroll.flows.issuing.issue_report import MadeFile, issue_report
from kontroll.flows.issuing.issued import held, issued_report
from kontroll.flows.issuing.report_way import report_way, underway, waits_for
from kontroll.flows.issuing.send_report import seen_of, send_report
from kontroll.flows.mail.letters import letter_of
from kontroll.flows.people.looking import looking
from kontroll.notices.text import render
from kontroll.report.document.model import Document, Figure, Section, Told
from kontroll.report.issuing.words import report_name, report_of

from ..small import Kommune, Make
from .made import CLOSED, JANUARY, KARI, KNUT, MONTH, TOPP, YEAR, issued_month, issued_year, one_file, sent_year


@pytest.fixture
def bygda(make: Make) -> Kommune:
    return make.once("issuing", make)


def test_the_whole_way_on_either_database(bygda: Kommune):
    issue = issued_year(bygda)

    with bygda.desk.database.reading() as tx:
        report = issued_report(tx, 2027, 1)
        assert all(one.holds for one in held(tx, 2027, 1))
    assert (issue, YEAR.grounds) == (report.issue, report.document.grounds)
    checked = check_trail(bygda.desk.database)
    assert ([], []) == (checked.breaks, checked.problems)


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
def test_one_that_is_issued_while_another_is_set_in_type_gets_the_next_number(bygda: Kommune):
    report = send_report(bygda.desk, MONTH, TOPP, "KARI", seen_of(MONTH), JANUARY, -1)
    check_report(bygda.desk, report.id, KARI, JANUARY)
    numbers = []

    def make(document: Document, at: str, made: datetime) -> Sequence[MadeFile]:
        if not numbers:
            issued_month(bygda, "2026-11")
        numbers.append(at.rpartition("/")[2])
        return one_file(document, at, made)

    issue = issue_report(bygda.desk, report.id, TOPP, JANUARY, make)

    assert ("2027/2", ["1", "2"]) == (issue.name, numbers)
    with bygda.desk.database.reading() as tx:
        assert ["2027/1", "2027/2"] == [one.name for one in tx.issues.all()]
        assert "Rapport 2027/2" in issued_report(tx, 2027, 2).document.standing[0]


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
def test_it_is_told_whose_turn_it_is_and_what_she_may_do(bygda: Kommune):
    sent_year(bygda)

    with looking(bygda.desk, JANUARY.date()) as look:
        (report,) = underway(look)
        turns = {viewer.person: waits_for(viewer, report) for viewer in (KARI, KNUT, TOPP)}
        knut = report_way(look, KNUT, "arsrapport", "2026")
        kari = report_way(look, KARI, "arsrapport", "2026")
    assert {"KARI": False, "KNUT": True, "TOPP": False} == turns
    assert {ReportAct.CHECK, ReportAct.RETURN, ReportAct.TAKE_BACK} == knut.may
    assert {ReportAct.TAKE_BACK} == kari.may
    assert ["Knut K", "Tora Topp"] == [name for _id, name in kari.askable]


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
def test_a_file_that_was_changed_is_told_beside_its_hash(bygda: Kommune):
    issued_year(bygda)
    with bygda.desk.database.engine.connect() as connection, connection.begin():
        connection.execute(text("UPDATE issued_file SET content = X'00' WHERE name = 'rapport.html'"))

    with bygda.desk.database.reading() as tx:
        found = {one.name: one.holds for one in held(tx, 2027, 1)}
    assert {"": True, "grunnlag.xlsx": True, "rapport.html": False} == found


def with_figures(*figures: Figure) -> Document:
    return replace(YEAR, sections=(Section(id="a", title="Avvik", drafted=(Told(figures),)),))


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ((CLOSED,), (CLOSED,), []),
        ((CLOSED,), (replace(CLOSED, value=3),), [(2, 3)]),
        ((CLOSED,), (replace(CLOSED, value=None),), [(2, None)]),
        ((CLOSED,), (), [(2, "ikke med")]),
        ((), (CLOSED,), [("ikke med", 2)]),
    ],
)
def test_what_differs_from_what_was_frozen_is_told_figure_by_figure(before, after, found):
    changed = changed_figures(with_figures(*before), with_figures(*after))

    assert found == [
        (one.before.value if one.before else "ikke med", one.after.value if one.after else "ikke med")
        for one in changed
    ]
    assert {"Avvik"} >= {one.section for one in changed}


@pytest.mark.parametrize(
    ("id", "of", "name"),
    [
        ("arsrapport-2026-1", ("arsrapport", "2026"), "Årsrapport om internkontrollen, 2026"),
        ("tertialrapport-2026-T2-3", ("tertialrapport", "2026-T2"), "Tertialrapport, 2. tertial 2026"),
        ("manedsrapport-2026-10-12", ("manedsrapport", "2026-10"), "Månedsrapport, oktober 2026"),
    ],
)
def test_a_report_is_called_by_its_kind_and_period(id: str, of: tuple[str, str], name: str):
    assert (of, name) == (report_of(id), report_name(*of))


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
def test_the_letters_lead_to_the_report_and_say_what_is_to_be_done(bygda: Kommune):
    issued_year(bygda)

    with looking(bygda.desk, JANUARY.date()) as look:
        letters = {
            person: letter_of(look.tx, look.today, person, look.tx.notices.where(recipient=person))
            for person in ("KNUT", "UTVALG")
        }
    ways = {(item.rule_name, item.link.partition("/rapport")[2]) for item in letters["UTVALG"].items}
    assert {("Rapport 2027/1", "er/2027/1")} == ways
    asked = next(item for item in letters["KNUT"].items if item.reason is Reason.REPORT_TO_CHECK)
    assert "Årsrapport om internkontrollen, 2026" == asked.rule_name
    assert asked.link.endswith("/rapporter/utkast/arsrapport/2026")
    text = render(letters["KNUT"]).text
    assert "Du er bedt om å kvalitetssikre rapporten." in text
    assert "Rapporten er utgitt, og kan leses av alle." in text
