"""Day by day: reminders once, silence up the line in working days, saker that follow the post, and data that are missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from kontroll.domain.notice import Reason
from kontroll.domain.sak import SILENT_SUPERIOR, Answer, SakState
from kontroll.flows.month.daily import Daily, daily_data_owners, daily_deadlines

from .followed import DEADLINE, answered, promise, the_sak, told, with_a_sak
from .small import ORGANISATION, PERSONS, POLICIES, Kommune, Make, at, rule

UP_IN_TWO = "eskaler: {etter: 2 arbeidsdager, til: overordnet}"
BEFORE_EASTER = date(2026, 3, 13)  # a sak opened then is to be answered by Friday 27 March; Easter is 2–6 April
_ALL = (Reason.REMINDER, Reason.OVERDUE, Reason.ESCALATION, Reason.HANDED_OVER)


def days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def lived(bygda: Kommune, first: date, last: date) -> list[tuple[date, str, Reason]]:
    """The daily deadlines of every day from first to last; what was told of the rules' saker on which day, to whom.

    What is told of superiors who do not ask is in `test_silent_superiors`.
    """
    for day in days(first, last):
        daily_deadlines(bygda.desk, at(day))
    about = {sak.id for sak in bygda.saker() if sak.kind != SILENT_SUPERIOR} | {None}
    told = [n for n in bygda.notices() if n.created >= first and n.sak in about]
    notices = [n for n in told if n.reason is not Reason.NEW_SAK]
    return sorted(((n.created, n.recipient, n.reason) for n in notices), key=lambda one: (one[0], one[2].name, one[1]))


# --- silence ----------------------------------------------------------------------------------------------------------


def test_silence_goes_up_the_line_in_working_days_over_easter_until_nobody_is_left(make: Make):
    bygda = with_a_sak(make, UP_IN_TWO, BEFORE_EASTER)

    told_of = lived(bygda, BEFORE_EASTER, date(2026, 5, 4))

    assert [
        (date(2026, 3, 25), "ANNE", Reason.REMINDER),
        (date(2026, 3, 30), "ANNE", Reason.OVERDUE),
        (date(2026, 3, 31), "SJEF", Reason.ESCALATION),
        (date(2026, 4, 7), "TOPP", Reason.ESCALATION),
        (date(2026, 4, 9), "UTVALG", Reason.ESCALATION),
        (date(2026, 4, 13), "KARI", Reason.ESCALATION),
        (date(2026, 4, 13), "KNUT", Reason.ESCALATION),
    ] == told_of
    sak = the_sak(bygda)
    assert (SakState.OPEN, "ANNE", 3, "UTVALG") == (sak.state, sak.owner, sak.level, sak.escalated_to)


def test_the_same_day_twice_does_nothing_more(make: Make):
    bygda = with_a_sak(make, UP_IN_TWO, BEFORE_EASTER)
    first = daily_deadlines(bygda.desk, at(date(2026, 3, 31)))
    before = (bygda.saker(), bygda.notices(), bygda.trail())

    again = daily_deadlines(bygda.desk, at(date(2026, 3, 31)))

    assert (Daily(reminders=1, escalated=1), Daily()) == (first, again)
    assert before == (bygda.saker(), bygda.notices(), bygda.trail())


def test_after_days_without_a_worker_everybody_asked_still_gets_her_days(make: Make):
    bygda = with_a_sak(make, UP_IN_TWO, BEFORE_EASTER)

    told_of = lived(bygda, date(2026, 4, 13), date(2026, 4, 15))

    assert [
        (date(2026, 4, 13), "SJEF", Reason.ESCALATION),
        (date(2026, 4, 13), "ANNE", Reason.OVERDUE),
        (date(2026, 4, 15), "TOPP", Reason.ESCALATION),
    ] == told_of


def test_nothing_is_told_on_a_day_off(make: Make):
    bygda = with_a_sak(make, UP_IN_TWO, BEFORE_EASTER)

    assert Daily() == daily_deadlines(bygda.desk, at(date(2026, 4, 4)))


def test_an_answer_stops_the_climb(make: Make):
    bygda = with_a_sak(make, UP_IN_TWO, BEFORE_EASTER)
    lived(bygda, BEFORE_EASTER, date(2026, 3, 31))
    answered(bygda, Answer.FIXED, "SJEF", day=date(2026, 4, 1))

    assert not [one for one in lived(bygda, date(2026, 4, 1), date(2026, 5, 4)) if one[2] is Reason.ESCALATION]


def test_a_rule_that_wants_no_escalation_has_none(make: Make):
    bygda = with_a_sak(make, day=BEFORE_EASTER)

    assert {Reason.REMINDER, Reason.OVERDUE} == {r for _d, _p, r in lived(bygda, BEFORE_EASTER, date(2026, 5, 4))}


def test_nobody_is_escalated_to_herself(make: Make):
    bygda = make(rule("minus", then=UP_IN_TWO))
    # Siv leads the school too, and stands above herself.
    bygda.deliver("organisasjon.csv", ORGANISATION.replace("skole;ANNE", "skole;SJEF"), BEFORE_EASTER)
    bygda.measure("2026-01", BEFORE_EASTER, e1=-2, e2=1, e3=0)
    bygda.run("2026-01", BEFORE_EASTER)

    told_of = lived(bygda, BEFORE_EASTER, date(2026, 5, 4))

    assert ["TOPP", "UTVALG", "KARI", "KNUT"] == [p for _d, p, reason in told_of if reason is Reason.ESCALATION]


def test_without_reminder_days_there_is_no_reminder(make: Make):
    quiet = replace(POLICIES, notices=replace(POLICIES.notices, reminder_days=0))
    bygda = make(rule("minus"), policies=quiet)
    bygda.measure("2026-01", BEFORE_EASTER, e1=-2, e2=1, e3=0)
    bygda.run("2026-01", BEFORE_EASTER)

    assert Reason.REMINDER not in {reason for _d, _p, reason in lived(bygda, BEFORE_EASTER, date(2026, 4, 1))}


def test_the_closed_days_of_the_kommune_are_no_working_days(make: Make):
    closed = replace(POLICIES, closed_days=frozenset({date(2026, 3, 30), date(2026, 3, 31), date(2026, 4, 1)}))
    bygda = make(rule("minus", then=UP_IN_TWO), policies=closed)
    bygda.measure("2026-01", BEFORE_EASTER, e1=-2, e2=1, e3=0)
    bygda.run("2026-01", BEFORE_EASTER)

    told_of = lived(bygda, BEFORE_EASTER, date(2026, 4, 8))

    assert (date(2026, 4, 7), "ANNE", Reason.OVERDUE) in told_of
    assert (date(2026, 4, 8), "SJEF", Reason.ESCALATION) in told_of


# --- tiltak -----------------------------------------------------------------------------------------------------------


def test_a_tiltak_is_reminded_of_and_goes_up_the_line_when_it_is_not_done(make: Make):
    bygda = with_a_sak(make, UP_IN_TWO)
    answered(bygda, Answer.MEASURE, promised=[promise("BERIT", date(2026, 3, 4))])

    told_of = lived(bygda, date(2026, 2, 21), date(2026, 3, 8))

    assert [
        (date(2026, 3, 2), "BERIT", Reason.MEASURE_DUE),
        (date(2026, 3, 5), "ANNE", Reason.MEASURE_DUE),
        (date(2026, 3, 5), "BERIT", Reason.MEASURE_DUE),
        (date(2026, 3, 6), "SJEF", Reason.MEASURE_ESCALATED),
    ] == told_of
    assert (SakState.MEASURE, 1, "SJEF") == (the_sak(bygda).state, the_sak(bygda).level, the_sak(bygda).escalated_to)


def test_a_superior_who_was_asked_about_the_answer_is_asked_first_about_the_tiltak_too(make: Make):
    bygda = with_a_sak(make, UP_IN_TWO, BEFORE_EASTER)
    lived(bygda, BEFORE_EASTER, date(2026, 3, 31))
    answered(bygda, Answer.MEASURE, day=date(2026, 4, 1), promised=[promise("ANNE", date(2026, 4, 15))])

    told_of = lived(bygda, date(2026, 4, 1), date(2026, 4, 21))

    up = [(day, person) for day, person, reason in told_of if reason is Reason.MEASURE_ESCALATED]
    assert [(date(2026, 4, 17), "SJEF"), (date(2026, 4, 21), "TOPP")] == up


def test_a_superior_is_not_asked_about_her_own_tiltak(make: Make):
    bygda = with_a_sak(make, UP_IN_TWO)
    answered(bygda, Answer.MEASURE, promised=[promise("SJEF", date(2026, 3, 4))])

    told_of = lived(bygda, date(2026, 3, 5), date(2026, 3, 6))

    assert ["TOPP"] == [person for _day, person, reason in told_of if reason is Reason.MEASURE_ESCALATED]


# --- who owns it ------------------------------------------------------------------------------------------------------

_NINA = PERSONS + "NINA;Nina N;nina@bygda.example;leder;1;2026-03;\n"


def test_a_new_leader_takes_over_the_sak_its_deadline_and_what_was_promised(make: Make):
    bygda = with_a_sak(make)
    answered(bygda, Answer.MEASURE, promised=[promise("ANNE"), promise("BERIT")])
    bygda.deliver("personer.csv", _NINA, date(2026, 2, 27))
    bygda.deliver("organisasjon.csv", _led_by_nina(), date(2026, 2, 27))

    before = daily_deadlines(bygda.desk, at(date(2026, 2, 27)))
    after = daily_deadlines(bygda.desk, at(date(2026, 3, 2)))

    assert (0, 1) == (before.handed_over, after.handed_over)
    assert ("NINA", "1", date(2026, 4, 15)) == (
        the_sak(bygda).owner, the_sak(bygda).owner_enhet, the_sak(bygda).deadline,
    )  # fmt: skip
    assert [("NINA", Reason.HANDED_OVER)] == told(bygda, Reason.HANDED_OVER)
    with bygda.desk.database.reading() as tx:
        assert ["NINA", "BERIT"] == [one.owner for one in tx.tiltak.all()]


def test_a_sak_that_is_handed_over_late_is_not_reminded_of_the_same_day(make: Make):
    bygda = with_a_sak(make)
    bygda.deliver("organisasjon.csv", _led_by_nina(), date(2026, 3, 5))

    daily_deadlines(bygda.desk, at(date(2026, 3, 5)))

    assert [("NINA", Reason.HANDED_OVER)] == told(bygda, *_ALL)


def test_the_sak_of_a_closed_unit_goes_to_the_leader_of_its_successor(make: Make):
    bygda = with_a_sak(make)
    closed = ORGANISATION.replace("skole;ANNE;2020-01;;", "skole;ANNE;2020-01;2026-02;2")
    bygda.deliver("organisasjon.csv", closed, date(2026, 2, 27))

    daily_deadlines(bygda.desk, at(date(2026, 3, 2)))

    sak = the_sak(bygda)
    assert ("1", "BERIT", "2", DEADLINE) == (sak.enhet, sak.owner, sak.owner_enhet, sak.deadline)
    assert [("BERIT", Reason.HANDED_OVER)] == told(bygda, Reason.HANDED_OVER)


def test_a_sak_without_anybody_gets_an_owner_when_one_is_found(make: Make):
    nobody = replace(POLICIES, notices=replace(POLICIES.notices, recipients={}))
    bygda = make(rule("minus"), policies=nobody)
    bygda.measure("2026-01", date(2026, 2, 20), e1=-2, e2=1, e3=0)
    bygda.run("2026-01", date(2026, 2, 20))
    ownerless = the_sak(bygda)

    bygda.desk = replace(bygda.desk, policies=POLICIES)
    daily_deadlines(bygda.desk, at(date(2026, 2, 23)))

    assert (None, "ANNE") == (ownerless.owner, the_sak(bygda).owner)


def test_one_of_several_who_hold_a_role_keeps_what_she_has(make: Make):
    bygda = make(_to_internal_control())
    bygda.measure("2026-01", date(2026, 2, 20), e1=-2, e2=1, e3=0)
    bygda.run("2026-01", date(2026, 2, 20))
    bygda.deliver("personer.csv", _with_an_earlier_holder(), date(2026, 2, 23))

    assert 0 == daily_deadlines(bygda.desk, at(date(2026, 2, 23))).handed_over
    assert "KARI" == the_sak(bygda).owner


# --- missing data -----------------------------------------------------------------------------------------------------


def without_data(make: Make) -> Kommune:
    """February's figures were due on 13 March and are missing on the 20th, a fortnight before Easter."""
    bygda = make(rule("minus"))
    bygda.measure("2026-01", date(2026, 2, 10), e1=1, e2=1, e3=0)
    bygda.run("2026-02", date(2026, 3, 20))
    assert ["D2026-02-okonomi"] == [sak.id for sak in bygda.saker()]
    return bygda


def test_the_owner_of_missing_data_is_reminded_every_third_working_day_until_they_come(make: Make):
    bygda = without_data(make)
    for day in days(date(2026, 3, 20), date(2026, 4, 7)):
        daily_data_owners(bygda.desk, at(day))
    bygda.measure("2026-02", date(2026, 4, 7), e1=1, e2=1, e3=0)
    for day in days(date(2026, 4, 8), date(2026, 4, 17)):
        daily_data_owners(bygda.desk, at(day))

    reminded = [(n.created, n.recipient) for n in bygda.notices() if n.reason is Reason.DATA_REMINDER]
    assert [(date(2026, 3, 25), "OLGA"), (date(2026, 3, 30), "OLGA"), (date(2026, 4, 7), "OLGA")] == sorted(reminded)
    assert SakState.CLOSED is the_sak(bygda).state


def test_the_owner_of_data_is_not_reminded_twice_the_same_day(make: Make):
    bygda = without_data(make)

    assert [1, 0] == [daily_data_owners(bygda.desk, at(date(2026, 3, 25))) for _ in range(2)]


def test_missing_data_go_up_the_line_of_their_owner_after_five_working_days(make: Make):
    bygda = without_data(make)

    told_of = lived(bygda, date(2026, 3, 21), date(2026, 4, 10))

    # Olga, who is to answer by 27 March, sits at the kommunedirektør's.
    assert [(date(2026, 4, 8), "TOPP", Reason.ESCALATION)] == told_of


def test_missing_data_of_somebody_who_sits_nowhere_go_to_internal_control(make: Make):
    bygda = without_data(make)
    bygda.deliver("personer.csv", PERSONS.replace("økonomikonsulent;0;", "økonomikonsulent;;"), date(2026, 3, 20))

    told_of = lived(bygda, date(2026, 3, 21), date(2026, 5, 4))

    assert [("KARI", Reason.ESCALATION), ("KNUT", Reason.ESCALATION)] == [(p, reason) for _day, p, reason in told_of]


def test_where_no_data_are_missing_nobody_is_reminded(make: Make):
    bygda = with_a_sak(make)

    assert 0 == daily_data_owners(bygda.desk, at(date(2026, 3, 13)))


def _led_by_nina() -> str:
    row = "1;Bygda skole;tjenestested;9;skole;ANNE;2020-01;;"
    return ORGANISATION.replace(
        row, row.replace(";;", ";2026-02;") + "\n" + row.replace("ANNE;2020-01", "NINA;2026-03")
    )


def _to_internal_control() -> dict[str, str]:
    return {name: text.replace("varsle: [leder]", "varsle: [internkontroll]") for name, text in rule("minus").items()}


def _with_an_earlier_holder() -> str:
    head, *rows = PERSONS.splitlines()
    return "\n".join([head, "ALMA;Alma A;alma@bygda.example;internkontroll;0;2020-01;", *rows]) + "\n"
