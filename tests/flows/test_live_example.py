"""The example lived: people are told, answer, decide and close, all by the flows that a kommune uses, the same each time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

import noark5
from differential.seed import one_day_in
from kontroll.domain.archiving import ArchiveKind
from kontroll.domain.draw import DrawState
from kontroll.domain.issuing import ReportAct
from kontroll.domain.month import Month
from kontroll.domain.monthly import MonthlyAct, MonthlyState
from kontroll.domain.notice import MessageState, NoticeState, Reason
from kontroll.domain.sak import MISSING_DATA, Answer, SakState
from kontroll.flows.example.build_example import MARK, WORK
from kontroll.flows.example.example_home import example_home, last_month
from kontroll.flows.issuing.issued import held
from kontroll.flows.judging.assess import assess
from kontroll.flows.showing.control_plan import shown_plan
from kontroll.report.summary import Summaries
from kontroll.settings import read_settings
from kontroll.store.transaction import Transaction
from kontroll.wiring import Desk, open_desk

from .export_state import export_state
from .yearly import test_recounted as again

TODAY = date(2026, 11, 25)
SEPTEMBER, OCTOBER = Month(2026, 9), Month(2026, 10)


def lived(home: Path, months: int, told: list[str] | None = None) -> Desk:
    built, problems = example_home(
        home, seed=2006, months=months, today=TODAY, tell=told.append if told is not None else lambda _text: None
    )
    assert (True, []) == (built, problems)
    settings, _problems = read_settings(home, {})
    assert settings is not None
    desk, _problems = open_desk(settings)
    assert desk is not None
    return desk


@pytest.fixture(scope="module", params=[1, pytest.param(2, marks=pytest.mark.slow)], ids="lived {}".format)
def months(request: pytest.FixtureRequest) -> int:
    """In one month everything happens at least once; in two, a month follows another."""
    return request.param


@pytest.fixture(scope="module")
def told(months: int) -> list[str]:
    return []


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, months: int, told: list[str]) -> Iterator[Desk]:
    desk = lived(tmp_path_factory.mktemp("furuvik") / "demo", months, told)
    yield desk
    desk.database.close()


def test_each_month_is_run_once_and_told(desk, months, told):
    with desk.database.reading() as tx:
        runs = tx.runs.all()

    assert [(SEPTEMBER, 1), (OCTOBER, 1)][-months:] == [(run.period, run.attempt) for run in runs]
    assert ["september 2026", "oktober 2026", "november 2026"][-months - 1 :] == told[-months - 1 :]


def test_people_answer_in_every_way_and_saker_go_all_the_way(desk):
    with desk.database.reading() as tx:
        saker = tx.saker.all()
        kinds = {decision.kind for decision in tx.decisions.all()}

    assert set(Answer) <= {sak.answer for sak in saker}
    assert set(SakState) == {sak.state for sak in saker}
    assert {"svar", "tiltak", "lukking", "avgjørelse av uenighet"} <= kinds
    assert any(sak.level for sak in saker)


def test_leaders_explain_their_months_and_those_above_them_read(desk):
    with desk.database.reading() as tx:
        said = tx.explanations.all()
        events = tx.monthly_events.all()

    assert {MonthlyState.ACCEPTED, MonthlyState.ASKED} <= {one.state for one in said}
    assert {MonthlyAct.ASK, MonthlyAct.EXPLAIN, MonthlyAct.ACCEPT} <= {event.act for event in events}
    assert {"okonomi", "sykefravaer"} == {one.theme for one in said}
    assert not [one.id for one in said if one.accepted_by is not None and one.accepted_by == one.explained_by]


def test_nobody_closes_what_she_answered(desk):
    with desk.database.reading() as tx:
        closed = tx.saker.where(state=SakState.CLOSED)

    assert closed
    assert not [sak.id for sak in closed if sak.closed_by == sak.answered_by]


def test_data_that_are_missing_are_asked_of_their_owner(desk):
    with desk.database.reading() as tx:
        asked = tx.notices.where(reason=Reason.DATA_MISSING)
        owners = {sak.owner for sak in tx.saker.where(kind=MISSING_DATA)}

    assert asked
    assert {notice.recipient for notice in asked} == owners


def test_every_notice_is_sent_and_every_message_lies_in_the_outbox(desk):
    with desk.database.reading() as tx:
        states = Counter(message.state for message in tx.messages.all())
        waiting = [n for n in tx.notices.all() if n.state is not NoticeState.SENT and n.created < TODAY]

    assert {MessageState.SENT} == set(states)
    assert states.total() == len(list(desk.settings.outbox.glob("*.eml")))
    assert [] == waiting


def test_the_trail_holds(desk):
    with desk.database.reading() as tx:
        assert [] == list(tx.trail.check())
        assert tx.trail.count() > 1000


def test_there_is_a_draw_on_each_step_of_its_way_and_the_rules_are_judged_by_one(desk):
    with desk.database.reading() as tx:
        draws = {draw.number: draw for draw in tx.draws.all()}
        (shown, *_others) = shown_plan(desk, tx, TODAY)
        wrong = [check for check in tx.item_checks.all() if check.finding.is_deviation]

    assert [DrawState.CONCLUDED, DrawState.COMMITTED, DrawState.ABORTED, DrawState.DRAWN] == [
        draws[number].state for number in sorted(draws)
    ]
    assert all(draw.seed == "" or draw.drawn_at > draw.committed_at for draw in draws.values())
    assert {check.sak for check in wrong} - {None}
    assert "har reglene rett i mellom" in shown.sentences[0] or "Reglene hadde rett i" in shown.sentences[0]
    assert shown.sentences[1].startswith("Ikke kontrollert")


def test_a_report_is_made_by_one_checked_by_another_and_issued_as_it_was_checked(desk):
    with desk.database.reading() as tx:
        (issue,) = tx.issues.all()
        report = tx.reports.get(issue.report)
        acts = [one.act for one in sorted(tx.report_events.all(), key=lambda one: one.number)]
        kept = held(tx, issue.year, issue.number)

    assert ("manedsrapport", str(OCTOBER), "2026/1") == (issue.kind, issue.period, issue.name)
    assert [ReportAct.SEND, ReportAct.CHECK, ReportAct.ISSUE] == acts
    assert report.sent_by not in (None, report.checked_by)
    assert kept
    assert all(one.holds for one in kept)


def test_what_was_decided_is_handed_to_the_archive(desk):
    with desk.database.reading() as tx:
        (package,) = tx.archive_packages.all()
        handed = Counter(one.kind for one in tx.archived_things.all())

    folder = desk.settings.archive / "2026-1"
    assert package.files == len([one for one in folder.rglob("*") if one.is_file()])
    assert handed[ArchiveKind.REPORT] == 1
    assert handed[ArchiveKind.SAK]
    assert noark5.schema().validate(etree.parse(folder / "arkivstruktur.xml"))


def test_what_was_delivered_lies_in_the_inbox_and_the_work_place_is_gone(desk):
    home = desk.settings.home
    with desk.database.reading() as tx:
        known = tx.deliveries.known()
    # What two have signed, and what is entered in the registers, comes from kontroll itself.
    delivered = {one.name for one in known if not one.name.startswith(("resultatavtaler/", "registre/"))}

    found = {
        path.relative_to(desk.settings.inbox).as_posix() for path in desk.settings.inbox.rglob("*") if path.is_file()
    }
    assert delivered == found
    assert not (home / WORK).exists()
    assert (home / MARK).is_file()


def test_a_second_time_nothing_is_lived(desk, months):
    began: list[str] = []

    built, problems = example_home(desk.settings.home, seed=2006, months=months, today=TODAY, tell=began.append)

    assert (False, []) == (built, problems)
    assert 1 == len(began)


@one_day_in(4)
def test_every_figure_of_its_yearly_report_is_what_a_second_count_gives(desk):
    situation, _problems = assess(desk.settings, TODAY, lambda *_told: None, desk.database)
    assert situation is not None

    found = again.told(Summaries(situation), desk, today=TODAY, year=TODAY.year)

    assert again.differing(found, again.ELSEWHERE) == {}
    assert len(found.again) > 400


def test_the_export_knows_no_ids_and_is_sorted(desk):
    with desk.database.reading() as tx:
        lines = export_state(tx)
        ids = {sak.id for sak in tx.saker.all()} | {message.id for message in tx.messages.all()}

    assert {"avvik", "sak", "tiltak", "unntak", "notice"} == {line["what"] for line in lines}
    assert not [line for line in lines if ids & {str(value) for value in line.values()}]


@pytest.mark.parametrize(
    ("today", "wanted"),
    [(date(2026, 11, 25), OCTOBER), (date(2026, 11, 24), SEPTEMBER), (date(2026, 12, 24), OCTOBER)],
)
def test_the_last_month_is_one_that_has_been_judged(today, wanted):
    assert wanted == last_month(today)


@pytest.mark.slow
def test_the_same_seed_is_the_same_life(desk, months, tmp_path):
    again = lived(tmp_path / "demo", months)
    with desk.database.reading() as one, again.database.reading() as other:
        first, second = export_state(one), export_state(other)
        messages = [[(m.id, m.subject, m.text) for m in tx.messages.all()] for tx in (one, other)]
        files = [draw_files_of(tx) for tx in (one, other)]
    again.database.close()

    assert first == second
    assert messages[0] == messages[1]
    assert files[0] == files[1]


def draw_files_of(tx: Transaction) -> list[bytes | None]:
    """Every file of every draw, salts and all."""
    draws = sorted(tx.draws.all(), key=lambda draw: draw.number)
    return [tx.draw_files.get(draw.id, *name) for draw in draws for name in tx.draw_files.names(draw.id)]
