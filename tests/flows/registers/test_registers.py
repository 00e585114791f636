"""The registers from their first day to their last: entered, done, judged by the rules as every other row, and shown."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from databases import address_of
from flows.registers.kept import ALL_DONE, FEB, answers, bygda_with, decided, found, laid, later, run, viewer
from flows.small import Make, at
from kontroll.domain.conflict import Conflict
from kontroll.domain.finding import FindingState
from kontroll.domain.notice import Reason
from kontroll.domain.political import DecisionState
from kontroll.domain.preparation import Point, PointAnswer, PreparationState
from kontroll.domain.register import Register, RegisterRefusal, RegisterRefused, register_of
from kontroll.flows.people.looking import looking
from kontroll.flows.registers import decisions, findings, preparations
from kontroll.flows.registers.acting import NoSuchEntry
from kontroll.flows.registers.deliver_registers import deliver_registers
from kontroll.flows.registers.known import known_decisions, known_findings
from kontroll.flows.registers.remind_registers import remind_registers
from kontroll.flows.registers.shown import shown_entry
from kontroll.jobs.register import FLOWS

MARCH_31, APRIL_1 = date(2026, 3, 31), date(2026, 4, 1)


@pytest.fixture
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """SQLite, but where a test asks for both."""
    return address_of(getattr(request, "param", "sqlite"), request, tmp_path)


def refused(why: RegisterRefusal):
    return pytest.raises(RegisterRefused, match=why.name)


# --- political decisions ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["sqlite", "postgresql"], indirect=True)
def test_a_decision_that_is_not_carried_out_in_time_is_a_sak_with_the_leader_until_it_is(make: Make):
    bygda = bygda_with(make)
    one = decided(bygda)

    in_time = run(bygda, "2026-02", date(2026, 3, 10))
    late = run(bygda, "2026-03", date(2026, 4, 10))
    (sak,) = bygda.saker()
    anne = viewer(bygda, "ANNE", date(2026, 4, 13))
    with bygda.desk.database.reading() as tx:
        stored = tx.political_decisions.get(one.id)
    decisions.carry_out(bygda.desk, one.id, anne, stored.version, on=date(2026, 4, 13), now=at(date(2026, 4, 13)))
    done = run(bygda, "2026-04", date(2026, 5, 11))

    assert not in_time
    assert late == [("vedtak-001", one.id)]
    assert (sak.owner, sak.enhet) == ("ANNE", "1")
    assert not done


def test_the_deadline_itself_is_in_time_and_so_is_the_last_day_for_telling_the_body(make: Make):
    bygda = bygda_with(make)
    on_time = decided(bygda, case="PS 26/15", deadline=APRIL_1)
    late = decided(bygda, case="PS 26/16", deadline=MARCH_31)
    no_deadline = decided(bygda, case="PS 26/17", deadline=None)

    struck = run(bygda, "2026-03", date(2026, 4, 10))

    assert struck == [("vedtak-001", late.id)]
    assert {on_time.id, no_deadline.id}.isdisjoint(subject for _rule, subject in struck)


def test_only_the_body_moves_its_deadline(make: Make):
    bygda = bygda_with(make)
    one, kari = decided(bygda), viewer(bygda, "KARI")
    moved = {"deadline": date(2026, 6, 30), "now": at(FEB)}

    with refused(RegisterRefusal.NO_REFERENCE):
        decisions.postpone_decision(bygda.desk, one.id, kari, 0, reference=" ", text="Anbudet er forsinket.", **moved)
    with refused(RegisterRefusal.NO_REASON):
        decisions.postpone_decision(bygda.desk, one.id, kari, 0, reference="PS 26/20", text=" ", **moved)
    after = decisions.postpone_decision(
        bygda.desk, one.id, kari, 0, reference="PS 26/20", text="Anbudet er forsinket.", **moved
    )

    assert (after.deadline, after.postponed, after.version) == (date(2026, 6, 30), 1, 1)
    assert not run(bygda, "2026-03", date(2026, 4, 10))
    with bygda.desk.database.reading() as tx:
        (known,) = known_decisions(tx, bygda.desk.rulebook)
    assert [known.deadline_on(day) for day in (FEB, date(2026, 12, 31))] == [date(2026, 6, 30)] * 2


def test_a_deadline_that_was_over_before_it_was_moved_was_over(make: Make):
    bygda = bygda_with(make)
    one = decided(bygda)
    moved_on = date(2026, 4, 20)
    decisions.postpone_decision(
        bygda.desk, one.id, viewer(bygda, "KARI", moved_on), 0, deadline=date(2026, 9, 1), reference="PS 26/30", text="Sent.",
        now=at(moved_on),
    )  # fmt: skip

    with bygda.desk.database.reading() as tx:
        (known,) = known_decisions(tx, bygda.desk.rulebook)

    assert not known.is_late_on(MARCH_31)
    assert known.is_late_on(APRIL_1)
    assert not known.is_late_on(moved_on)
    assert known.is_late_on(date(2026, 9, 2))


def test_a_decision_goes_its_way_one_step_at_a_time(make: Make):
    bygda = bygda_with(make)
    one, anne, on = decided(bygda), viewer(bygda, "ANNE"), date(2026, 2, 10)

    with refused(RegisterRefusal.NOT_NOW):
        decisions.report_back(bygda.desk, one.id, anne, 0, on=on, reference="RS 26/1", now=at(on))
    with refused(RegisterRefusal.DAY_TO_COME):
        decisions.carry_out(bygda.desk, one.id, anne, 0, on=later(on), now=at(on))
    with refused(RegisterRefusal.TOO_EARLY):
        decisions.carry_out(bygda.desk, one.id, anne, 0, on=later(FEB, -1), now=at(on))
    one = decisions.carry_out(bygda.desk, one.id, anne, 0, on=FEB, now=at(on))
    with refused(RegisterRefusal.NO_REFERENCE):
        decisions.report_back(bygda.desk, one.id, anne, 1, on=on, reference="", now=at(on))
    with pytest.raises(Conflict):
        decisions.report_back(bygda.desk, one.id, anne, 0, on=on, reference="RS 26/1", now=at(on))
    one = decisions.report_back(bygda.desk, one.id, anne, 1, on=on, reference="RS 26/1", now=at(on))
    one = decisions.reopen_decision(
        bygda.desk, one.id, viewer(bygda, "KARI"), 2, text="Bare halve er bygget.", now=at(on)
    )

    assert (one.state, one.carried_out, one.reported, one.reference) == (DecisionState.OPEN, None, None, "")


def test_one_that_the_body_undid_is_late_no_more(make: Make):
    bygda = bygda_with(make)
    one, on = decided(bygda), date(2026, 4, 2)

    decisions.lapse_decision(
        bygda.desk, one.id, viewer(bygda, "KARI", on), 0, on=on, reference="PS 26/40", now=at(on)
    )  # fmt: skip

    assert not run(bygda, "2026-04", date(2026, 5, 11))


def test_that_the_body_was_told_of_an_obstruction_does_not_carry_it_out(make: Make):
    bygda = bygda_with(make)
    one, on = decided(bygda), date(2026, 3, 2)

    decisions.tell_of_obstruction(
        bygda.desk, one.id, viewer(bygda, "ANNE", on), 0, told=on, reference="PS 26/22", text="Tomten er fredet.", now=at(on)
    )  # fmt: skip

    assert run(bygda, "2026-03", date(2026, 4, 10)) == [("vedtak-001", one.id)]


# --- who ----------------------------------------------------------------------------------------------------------------


def test_leaders_see_and_do_their_own_and_control_all(make: Make):
    bygda = bygda_with(make)
    one = decided(bygda)

    with pytest.raises(NoSuchEntry):
        decisions.carry_out(bygda.desk, one.id, viewer(bygda, "BERIT"), 0, on=FEB, now=at(FEB))
    with refused(RegisterRefusal.NOT_HERS):
        decided(bygda, by="BERIT", case="PS 26/99")
    with refused(RegisterRefusal.NOT_HERS):
        decisions.assign_decision(bygda.desk, one.id, viewer(bygda, "ANNE"), 0, enhet="2", owner="", now=at(FEB))
    given = decisions.assign_decision(bygda.desk, one.id, viewer(bygda, "SJEF"), 0, enhet="2", owner="", now=at(FEB))

    assert (given.enhet, given.owner) == ("2", "BERIT")
    told = [(notice.recipient, notice.reason) for notice in bygda.notices()]
    assert told == [("ANNE", Reason.REGISTER_OWNER), ("BERIT", Reason.REGISTER_OWNER)]


def test_whoever_is_named_does_it_also_where_she_leads_nothing(make: Make):
    bygda = bygda_with(make)
    one = decided(bygda, owner="OLGA")

    after = decisions.carry_out(bygda.desk, one.id, viewer(bygda, "OLGA"), 0, on=FEB, now=at(FEB))

    assert after.state is DecisionState.CARRIED_OUT
    with refused(RegisterRefusal.NOT_HERS):
        decisions.reopen_decision(bygda.desk, one.id, viewer(bygda, "OLGA"), 1, text="Nei.", now=at(FEB))


# --- findings -----------------------------------------------------------------------------------------------------------


def test_a_finding_is_closed_only_with_evidence_and_by_another(make: Make):
    bygda = bygda_with(make)
    one, anne, kari = found(bygda), viewer(bygda, "ANNE"), viewer(bygda, "KARI")

    with refused(RegisterRefusal.NOT_NOW):
        findings.close_finding(bygda.desk, one.id, kari, 0, now=at(FEB))
    with refused(RegisterRefusal.NO_EVIDENCE):
        findings.mend(bygda.desk, one.id, anne, 0, on=FEB, evidence=" ", now=at(FEB))
    one = findings.mend(bygda.desk, one.id, anne, 0, on=FEB, evidence="26/88-4", now=at(FEB))
    with refused(RegisterRefusal.OWN_WORK):
        findings.close_finding(bygda.desk, one.id, anne, 1, now=at(FEB))
    one = findings.close_finding(bygda.desk, one.id, kari, 1, now=at(later(FEB)))

    assert (one.state, one.closed, one.closed_by, one.evidence) == (FindingState.CLOSED, later(FEB), "KARI", "26/88-4")
    assert not run(bygda, "2026-03", date(2026, 4, 10))
    asked = [notice.recipient for notice in bygda.notices() if notice.reason is Reason.REGISTER_TO_CLOSE]
    assert sorted(asked) == ["KARI", "KNUT"]


def test_whoever_says_that_it_is_mended_does_not_close_it_whatever_she_is(make: Make):
    bygda = bygda_with(make)
    one, kari = found(bygda), viewer(bygda, "KARI")
    findings.mend(bygda.desk, one.id, kari, 0, on=FEB, evidence="26/88-4", now=at(FEB))

    with refused(RegisterRefusal.OWN_WORK):
        findings.close_finding(bygda.desk, one.id, kari, 1, now=at(FEB))


def test_a_finding_waits_for_what_was_promised_and_strikes_when_its_deadline_is_over(make: Make):
    bygda = bygda_with(make)
    one, anne = found(bygda), viewer(bygda, "ANNE")
    findings.add_measure(
        bygda.desk, one.id, anne, 0, text="Lage planer", deadline=date(2026, 3, 20), now=at(FEB)
    )  # fmt: skip

    with refused(RegisterRefusal.UNDONE):
        findings.mend(bygda.desk, one.id, anne, 1, on=FEB, evidence="26/88-4", now=at(FEB))
    with pytest.raises(NoSuchEntry):
        findings.finish_measure(bygda.desk, one.id, anne, 1, number=2, on=FEB, now=at(FEB))
    findings.finish_measure(bygda.desk, one.id, anne, 1, number=1, on=FEB, now=at(FEB))
    findings.mend(bygda.desk, one.id, anne, 2, on=FEB, evidence="26/88-4", now=at(FEB))
    findings.send_back(bygda.desk, one.id, viewer(bygda, "KARI"), 3, text="Planene er ikke vedlagt.", now=at(FEB))

    assert run(bygda, "2026-03", date(2026, 4, 10)) == []
    assert run(bygda, "2026-04", date(2026, 5, 11)) == [("revisjonsfunn-001", one.id)]


# --- prepared cases -----------------------------------------------------------------------------------------------------


def test_a_check_list_is_finished_when_every_point_is_answered_and_another_has_looked(make: Make):
    bygda = bygda_with(make)
    one, anne = laid(bygda), viewer(bygda, "ANNE")
    fill = {"finish": True, "now": at(FEB)}

    with refused(RegisterRefusal.UNANSWERED):
        preparations.fill_in(bygda.desk, one.id, anne, 0, answers(but=Point.CLIMATE), **fill)
    with refused(RegisterRefusal.UNANSWERED):
        no_law = {**ALL_DONE, Point.LAW.value: preparations.Said(PointAnswer.NOT_RELEVANT, "Nei.")}
        preparations.fill_in(bygda.desk, one.id, anne, 0, no_law, **fill)
    with refused(RegisterRefusal.NO_REASON):
        silent = {**ALL_DONE, Point.CLIMATE.value: preparations.Said(PointAnswer.NOT_RELEVANT)}
        preparations.fill_in(bygda.desk, one.id, anne, 0, silent, **fill)
    preparations.fill_in(bygda.desk, one.id, anne, 0, answers(but=Point.CLIMATE), finish=False, now=at(FEB))
    preparations.fill_in(
        bygda.desk, one.id, anne, 1, {Point.CLIMATE.value: preparations.Said(PointAnswer.DONE, "Punkt 4.")}, **fill
    )  # fmt: skip
    with refused(RegisterRefusal.OWN_WORK):
        preparations.check(bygda.desk, one.id, anne, 2, now=at(FEB))
    one = preparations.check(bygda.desk, one.id, viewer(bygda, "SJEF"), 2, now=at(date(2026, 2, 20)))

    assert (one.state, one.checked_by) == (PreparationState.CHECKED, "SJEF")
    assert not run(bygda, "2026-02", date(2026, 3, 10))
    asked = [notice.recipient for notice in bygda.notices() if notice.reason is Reason.REGISTER_TO_CHECK]
    assert asked == ["SJEF"]


def test_whoever_answered_for_another_does_not_control_it(make: Make):
    bygda = bygda_with(make)
    one, chief = laid(bygda), viewer(bygda, "SJEF")
    preparations.fill_in(bygda.desk, one.id, chief, 0, answers(), finish=True, now=at(FEB))

    with refused(RegisterRefusal.OWN_WORK):
        preparations.check(bygda.desk, one.id, chief, 1, now=at(FEB))


@pytest.mark.parametrize(("day", "strikes"), [(date(2026, 2, 20), False), (date(2026, 2, 21), True)])
def test_a_case_that_nobody_had_looked_at_by_the_meeting_strikes(make: Make, day: date, strikes: bool):
    bygda = bygda_with(make)
    one = laid(bygda)
    preparations.fill_in(bygda.desk, one.id, viewer(bygda, "ANNE"), 0, answers(), finish=True, now=at(FEB))
    preparations.check(bygda.desk, one.id, viewer(bygda, "SJEF", day), 1, now=at(day))

    assert bool(run(bygda, "2026-02", date(2026, 3, 10))) is strikes


def test_a_case_whose_check_list_was_never_finished_strikes(make: Make):
    bygda = bygda_with(make)
    one = laid(bygda)

    assert run(bygda, "2026-02", date(2026, 3, 10)) == [("utredning-001", one.id)]


# --- delivered as rows, and delivered by others ---------------------------------------------------------------------------


def test_what_was_delivered_is_not_delivered_again_before_something_is_done_with_it(make: Make):
    bygda = bygda_with(make)
    one = decided(bygda)
    found(bygda)

    first, again = deliver_registers(bygda.desk, at(FEB)), deliver_registers(bygda.desk, at(later(FEB)))
    with bygda.desk.database.reading() as tx:
        stored = tx.political_decisions.get(one.id)
    decisions.carry_out(bygda.desk, one.id, viewer(bygda, "ANNE"), stored.version, on=FEB, now=at(FEB))
    changed = deliver_registers(bygda.desk, at(later(FEB, 2)))

    assert (first, again, changed) == (2, 0, 1)


def test_what_the_kommune_delivers_is_told_beside_it_and_changed_where_it_came_from(make: Make):
    bygda = bygda_with(make)
    one = decided(bygda)
    head = "vedtak_id;enhet;organ;vedtatt_dato;frist;iverksatt_dato;rapportert_dato;rapport_ref"
    bygda.deliver("datasett/vedtak/2026-02.csv", f"{head}\nPS-1;2;formannskapet;2026-01-20;2026-02-28;;;\n", FEB)
    deliver_registers(bygda.desk, at(FEB))

    with bygda.desk.database.reading() as tx:
        known = known_decisions(tx, bygda.desk.rulebook)
        nothing = known_findings(tx, bygda.desk.rulebook)

    assert [(each.id, each.is_kept) for each in known] == [(one.id, True), ("PS-1", False)]
    assert (known[1].file, known[1].line) == ("datasett/vedtak/2026-02.csv", 2)
    assert not nothing
    with pytest.raises(NoSuchEntry):
        decisions.carry_out(bygda.desk, "PS-1", viewer(bygda, "KARI"), 0, on=FEB, now=at(FEB))


# --- reminders ------------------------------------------------------------------------------------------------------------


def test_the_owner_is_reminded_once_before_and_once_after_and_then_whoever_is_above_too(make: Make):
    bygda = bygda_with(make)
    decided(bygda, by="ANNE")

    def told(day: date) -> list[tuple[str, str]]:
        known = {notice.id for notice in bygda.notices()}
        remind_registers(bygda.desk, at(day))
        return sorted((one.recipient, one.reason.name) for one in bygda.notices() if one.id not in known)

    assert not told(date(2026, 3, 16))
    assert told(date(2026, 3, 17)) == [("ANNE", "REGISTER_DUE")]
    assert not told(MARCH_31)
    assert told(APRIL_1) == [("ANNE", "REGISTER_OVERDUE"), ("SJEF", "REGISTER_OVERDUE")]
    assert not told(date(2026, 4, 8))


@pytest.mark.parametrize(
    ("id", "register"),
    [
        ("PV2026-0001", Register.DECISIONS),
        ("SU2026-10000", Register.PREPARATIONS),
        ("PS2026-03-02", None),
        ("PV2026", None),
    ],
)
def test_an_id_tells_its_register_and_no_other_word_does(id: str, register: Register | None):
    assert register_of(id) is register


def test_an_entry_tells_of_the_saker_about_it_to_whoever_may_see_them(make: Make):
    bygda = bygda_with(make)
    one = decided(bygda)
    run(bygda, "2026-03", date(2026, 4, 10))

    def saker(person: str) -> list[str]:
        with looking(bygda.desk, date(2026, 4, 13)) as look:
            entry = shown_entry(look, viewer(bygda, person), Register.DECISIONS, one.id)
        assert entry is not None
        return [sak.id for sak in entry.saker]

    assert saker("ANNE") == saker("KARI") == [sak.id for sak in bygda.saker()]
    with looking(bygda.desk, date(2026, 4, 13)) as look:
        assert shown_entry(look, viewer(bygda, "BERIT"), Register.DECISIONS, one.id) is None


def test_the_worker_delivers_them_before_a_month_is_judged_and_reminds_of_them_each_day(make: Make):
    bygda = bygda_with(make)
    decided(bygda, by="ANNE", deadline=date(2026, 2, 28))
    bygda.measure("2026-02", FEB, e1=1, e2=1, e3=1)

    FLOWS["maanedskjoring"](bygda.desk, at(date(2026, 3, 16)))
    told = FLOWS["frister"](bygda.desk, at(date(2026, 3, 16)))

    assert [(one.rule, one.subject) for one in bygda.avvik()] == [("vedtak-001", "PV2026-0001")]
    assert told.counts["registers"] == 2
