"""A report on its way: one makes it, another checks it, the kommunedirektør vouches, and what is issued is what was checked."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256

import pytest

from kontroll.domain.access import Role, Viewer
from kontroll.domain.conflict import Conflict
from kontroll.domain.issuing import NotIssued, ReportRefusal, ReportState
from kontroll.domain.notice import Reason
from kontroll.flows.issuing.check_report import check_report, return_report
from kontroll.flows.issuing.confirm_statement import confirm_statement
from kontroll.flows.issuing.correct_report import begin_correction, drop_correction, replaced_by
from kontroll.flows.issuing.files import GROUNDS_FILE, make_files
from kontroll.flows.issuing.issue_report import issue_report
from kontroll.flows.issuing.send_report import seen_of, send_report, take_back
from kontroll.flows.issuing.with_report import UnknownReport, frozen_document
from kontroll.flows.monthly.report_texts import write_report_text
from kontroll.flows.people.prove_again import NotProved
from kontroll.report.document.model import Section

from ..small import Kommune, Make
from .made import (
    JANUARY,
    KARI,
    KNUT,
    MONTH,
    STATEMENT,
    TOPP,
    YEAR,
    issued_month,
    issued_year,
    later,
    proved,
    sent_year,
    with_another_figure,
)

pytestmark = pytest.mark.parametrize("address", ["sqlite"], indirect=True)


@pytest.fixture
def bygda(make: Make) -> Kommune:
    return make.once("issuing", make)


def refused(bygda: Kommune, why: ReportRefusal, act, *args, **more) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(NotIssued) as refusal:
        act(bygda.desk, *args, **more)
    assert why is refusal.value.why


# --- from draft to issue ----------------------------------------------------------------------------------------------


def test_what_is_issued_is_what_was_checked_with_those_who_signed_it(bygda: Kommune):
    issue = issued_year(bygda)

    assert ("2027/1", "Internkontroll i 2026", "") == (issue.name, issue.title, issue.replaces)
    with bygda.desk.database.reading() as tx:
        document = frozen_document(tx, issue.content, issue.grounds)
    assert YEAR.grounds == document.grounds
    assert (
        "Rapport 2027/1.",
        "Utgitt 20. januar 2027.",
        "Tallene er slik de var kjent 15. januar 2027.",
    ) == document.standing
    assert ("Kvalitetssikret av", "Knut K, 20. januar 2027") in document.facts
    assert ("Erklæring bekreftet av", "Tora Topp, 20. januar 2027") in document.facts
    statement = document.section("erklaering")
    assert statement is not None
    assert ["Jeg har lest rapporten.", "Den gir et riktig bilde.", "Tora Topp, kommunedirektør, 20. januar 2027"] == [
        told.parts[0] for told in statement.paragraphs
    ]
    assert {""} == {section.by for section in document.walked()}, "whoever wrote a chapter did not sign it"


def test_its_files_are_kept_as_they_were_made(bygda: Kommune):
    issue = issued_year(bygda, make=make_files)

    with bygda.desk.database.reading() as tx:
        files = {one.name: one for one in tx.issued_files.where(year=2027, number=1)}
        entry = next(one for one in tx.trail.entries() if one.seq == issue.trail).content["about"]
    assert {"rapport.pdf", "rapport.html", "rapport.docx", "rapport.xlsx", "rapport.zip", GROUNDS_FILE} == set(files)
    assert all(sha256(one.content).hexdigest() == one.digest == entry[f"file {name}"] for name, one in files.items())
    assert [GROUNDS_FILE] == [name for name, one in files.items() if not one.is_open]
    assert b"HEMMELIG" not in files["rapport.html"].content
    assert b"S1" not in files["rapport.html"].content
    assert "rapporter/2027/1" in files["rapport.html"].content.decode()


def test_a_month_is_checked_by_one_and_issued_by_another_without_a_statement(bygda: Kommune):
    issue = issued_month(bygda)

    assert ("2027/1", "") == (issue.name, issue.statement)
    with bygda.desk.database.reading() as tx:
        assert None is frozen_document(tx, issue.content, issue.grounds).section("erklaering")


def test_numbers_have_no_gaps_and_begin_anew_each_year(bygda: Kommune):
    first, second = issued_month(bygda, "2026-11"), issued_month(bygda, "2026-12")
    third = issued_year(bygda, at=JANUARY.replace(year=2028))

    assert ["2027/1", "2027/2", "2028/1"] == [one.name for one in (first, second, third)]


def test_each_is_told_when_it_is_her_turn_and_those_who_oversee_when_it_is_issued(bygda: Kommune):
    issued_year(bygda)

    told = {(one.reason, one.recipient) for one in bygda.notices()}
    assert {
        (Reason.REPORT_TO_CHECK, "KNUT"), (Reason.REPORT_CHECKED, "KARI"), (Reason.REPORT_CHECKED, "TOPP"),
        (Reason.REPORT_ISSUED, "UTVALG"), (Reason.REPORT_ISSUED, "KNUT"), (Reason.REPORT_ISSUED, "TOPP"),
    } == told  # fmt: skip


# --- who may not, and when --------------------------------------------------------------------------------------------


def test_nobody_checks_what_she_sent_or_wrote_in(bygda: Kommune):
    refused(bygda, ReportRefusal.OWN_WORK, send_report, YEAR, KARI, "KARI", seen_of(YEAR), JANUARY, -1)

    write_report_text(bygda.desk, "2026", "avvik", "KNUT", "Det går godt.", 0, JANUARY)
    written = replace(YEAR, sections=(replace(YEAR.sections[0], number=1, text="Det går godt."), YEAR.sections[1]))
    refused(bygda, ReportRefusal.OWN_WORK, send_report, written, KARI, "KNUT", seen_of(written), JANUARY, -1)


@pytest.mark.parametrize("person", ["", "ANNE", "UKJENT"])
def test_only_those_who_may_are_asked_to_check_it(bygda: Kommune, person: str):
    refused(bygda, ReportRefusal.NO_CHECKER, send_report, YEAR, KARI, person, seen_of(YEAR), JANUARY, -1)


def test_only_the_one_who_was_asked_checks_it(bygda: Kommune):
    report = sent_year(bygda)

    refused(bygda, ReportRefusal.NOT_ASKED, check_report, report.id, TOPP, JANUARY)
    refused(bygda, ReportRefusal.NOT_ASKED, return_report, report.id, KARI, JANUARY, "Nei.")


def test_it_is_sent_as_she_saw_it_or_not_at_all(bygda: Kommune):
    refused(bygda, ReportRefusal.CHANGED, send_report, YEAR, KARI, "KNUT", seen_of(MONTH), JANUARY, -1)

    write_report_text(bygda.desk, "2026", "avvik", "KARI", "Nytt.", 0, JANUARY)
    refused(bygda, ReportRefusal.CHANGED, send_report, YEAR, KARI, "KNUT", seen_of(YEAR), JANUARY, -1)
    before = replace(YEAR, sections=(replace(YEAR.sections[0], number=3), YEAR.sections[1]))
    refused(bygda, ReportRefusal.CHANGED, send_report, before, KARI, "KNUT", seen_of(before), JANUARY, -1)


@pytest.mark.parametrize(("known", "is_over"), [(date(2026, 12, 31), False), (date(2027, 1, 1), True)])
def test_a_period_that_is_not_over_is_not_issued(bygda: Kommune, known: date, is_over: bool):
    document = replace(YEAR, known=known)

    if is_over:
        assert ReportState.CHECKING is sent_year(bygda, document).state
    else:
        refused(bygda, ReportRefusal.NOT_OVER, send_report, document, KARI, "KNUT", seen_of(document), JANUARY, -1)


def test_a_mandatory_chapter_that_says_nothing_stops_it(bygda: Kommune):
    empty = replace(YEAR, sections=(YEAR.sections[0], Section(id="ikke", title="Ikke kontrollert", is_mandatory=True)))

    refused(bygda, ReportRefusal.NOT_WHOLE, send_report, empty, KARI, "KNUT", seen_of(empty), JANUARY, -1)


def test_a_year_is_not_issued_before_the_kommunedirektor_has_vouched_for_it(bygda: Kommune):
    report = sent_year(bygda)
    refused(bygda, ReportRefusal.NOT_NOW, issue_report, report.id, KARI, JANUARY, make_files)
    check_report(bygda.desk, report.id, KNUT, JANUARY)
    refused(bygda, ReportRefusal.STATEMENT_FIRST, issue_report, report.id, KARI, JANUARY, make_files)


def test_only_the_kommunedirektor_vouches_and_not_for_what_she_checked(bygda: Kommune):
    report = check_report(bygda.desk, sent_year(bygda).id, KNUT, JANUARY)
    refused(bygda, ReportRefusal.NOT_TOP, confirm_statement, report.id, KARI, STATEMENT, proved(report, KARI), JANUARY)
    refused(bygda, ReportRefusal.NO_STATEMENT, confirm_statement, report.id, TOPP, "  ", proved(report), JANUARY)

    take_back(bygda.desk, report.id, KARI, JANUARY)
    again = send_report(bygda.desk, YEAR, KARI, "TOPP", seen_of(YEAR), JANUARY, 3)
    own = check_report(bygda.desk, again.id, TOPP, JANUARY)
    refused(bygda, ReportRefusal.OWN_CHECK, confirm_statement, own.id, TOPP, STATEMENT, proved(own), JANUARY)


def test_that_she_showed_who_she_is_counts_for_this_and_for_her_alone(bygda: Kommune):
    report = check_report(bygda.desk, sent_year(bygda).id, KNUT, JANUARY)

    for wrong in (proved(replace(report, content="x")), replace(proved(report), user="99")):
        with pytest.raises(NotProved):
            confirm_statement(bygda.desk, report.id, TOPP, STATEMENT, wrong, JANUARY)


def test_whoever_is_none_of_those_is_told_that_there_is_no_such_report(bygda: Kommune):
    report = sent_year(bygda)

    for stranger in (Viewer(user="9", person="ANNE", name="Anne A"), replace(KNUT, person=None)):
        with pytest.raises(UnknownReport):
            check_report(bygda.desk, report.id, stranger, JANUARY)
    auditor = Viewer(user="8", person="RITA", name="Rita", places={Role.AUDITOR: None})
    with pytest.raises(UnknownReport):
        send_report(bygda.desk, YEAR, auditor, "KNUT", seen_of(YEAR), JANUARY, -1)


# --- back and forth ---------------------------------------------------------------------------------------------------


def test_it_is_sent_back_with_what_must_be_otherwise_and_is_written_in_again(bygda: Kommune):
    report = sent_year(bygda)
    refused(bygda, ReportRefusal.NO_REMARKS, return_report, report.id, KNUT, JANUARY, " ")

    back = return_report(bygda.desk, report.id, KNUT, JANUARY, "Tallet for skolene er feil.")

    assert (ReportState.DRAFT, "", None) == (back.state, back.content, back.checker)
    assert (Reason.REPORT_RETURNED, "KARI") in {(one.reason, one.recipient) for one in bygda.notices()}
    write_report_text(bygda.desk, "2026", "avvik", "KARI", "Rettet.", 0, later(1))


def test_whoever_saw_it_before_another_did_something_looks_again(bygda: Kommune):
    report = sent_year(bygda)
    with pytest.raises(Conflict):
        check_report(bygda.desk, report.id, KNUT, JANUARY, version=report.version - 1)
    with pytest.raises(Conflict):
        send_report(bygda.desk, YEAR, KARI, "KNUT", seen_of(YEAR), JANUARY, -1)


def test_a_correction_is_another_issue_and_the_old_one_is_as_it_was(bygda: Kommune):
    first = issued_year(bygda)
    refused(bygda, ReportRefusal.NO_REASON, begin_correction, 2027, 1, KARI, " ", later(5))
    draft = begin_correction(bygda.desk, 2027, 1, KARI, "Ett avvik var ikke telt.", later(5))
    refused(bygda, ReportRefusal.UNDERWAY, begin_correction, 2027, 1, KARI, "Igjen.", later(6))

    second = issued_year(bygda, with_another_figure(), draft.version, later(60))

    assert ("2027/2", "2027/1") == (second.name, second.replaces)
    with bygda.desk.database.reading() as tx:
        assert first == tx.issues.get(2027, 1)
        assert second == replaced_by(tx, first)
        document = frozen_document(tx, second.content, second.grounds)
    assert "Den erstatter rapport 2027/1. Grunn: Ett avvik var ikke telt." in document.standing
    refused(bygda, ReportRefusal.NOT_LAST, begin_correction, 2027, 1, KARI, "Den første.", later(90))


def test_a_correction_that_was_begun_may_be_dropped_and_begun_again(bygda: Kommune):
    issued_year(bygda)
    draft = begin_correction(bygda.desk, 2027, 1, KARI, "Feil.", later(5))

    drop_correction(bygda.desk, draft.id, KARI, later(6))

    again = begin_correction(bygda.desk, 2027, 1, KARI, "Feil likevel.", later(7))
    assert ("arsrapport-2026-3", 3) == (again.id, again.edition)


def test_the_statement_is_in_the_chain_by_its_hash_and_its_text_lies_beside(bygda: Kommune):
    issue = issued_year(bygda)

    with bygda.desk.database.reading() as tx:
        report = tx.reports.get(issue.report)
        assert report is not None
        entry = next(one for one in tx.trail.entries() if one.seq == report.statement)
        assert STATEMENT == tx.trail.text(report.statement, "text")
    digest = sha256(STATEMENT.encode()).hexdigest()
    assert digest == issue.statement == json.loads(entry.body)["about"]["statement"]
    assert "passord" == json.loads(entry.body)["about"]["how"]
    assert b"riktig bilde" not in entry.body


def test_proof_counts_for_five_minutes(bygda: Kommune):
    from kontroll.domain.user import Session
    from kontroll.flows.people.prove_again import counts

    session = Session(
        id="s", user="3", created=JANUARY, seen=JANUARY, ends=later(500), proved_at=JANUARY, proved_for="x"
    )

    assert counts(session, "x", JANUARY + timedelta(minutes=5, seconds=-1))
    assert not counts(session, "x", JANUARY + timedelta(minutes=5))
    assert not counts(session, "y", JANUARY)
