"""The monthly follow-up: the leader explains her own month, whoever is above reads it, and silence goes up the line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from databases import KINDS, address_of
from kontroll.domain.conflict import Conflict
from kontroll.domain.month import Month
from kontroll.domain.monthly import Explanation, MonthlyPolicy, MonthlyRefusal, MonthlyState, NotMonthly, Theme, YearIs
from kontroll.domain.notice import Notice, Reason
from kontroll.domain.sak import Answer, SakState
from kontroll.flows.monthly.ask_month import ask_month
from kontroll.flows.monthly.explain_month import Said, explain_month, finish_tiltak_of_month
from kontroll.flows.monthly.review_month import accept_month, question_month
from kontroll.flows.monthly.silent_months import follow_months
from kontroll.flows.saker.answer_sak import answer_sak
from kontroll.flows.saker.promises import Promise

from .small import ORGANISATION, POLICIES, Kommune, Make, at, rule

FEB = date(2026, 2, 20)
DEADLINE = date(2026, 3, 6)  # ten working days later
JANUARY = Month(2026, 1)
THEME = Theme(id="okonomi", name="Økonomi", indicator="balanse", year_is=YearIs.LAST, limit=Decimal(0))
MONTHLY = replace(POLICIES, monthly=MonthlyPolicy(themes=(THEME,), unit_types=("tjenestested",)))


@pytest.fixture
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """SQLite, but where a test asks for both."""
    return address_of(getattr(request, "param", "sqlite"), request, tmp_path)


def bygda_in(make: Make, *, e1: object = -2, sak: bool = False) -> Kommune:
    """January is judged, and the leaders were asked on 20 February. sak: the rule strikes too."""

    def asked() -> Kommune:
        bygda = make(rule("minus") if sak else rule("grov", status="utkast"), policies=MONTHLY)
        bygda.measure("2026-01", FEB, e1=e1, e2=1, e3="")
        bygda.run("2026-01", FEB)
        ask_month(bygda.desk, at(FEB))
        return bygda

    return make.once(("monthly", e1, sak), asked)


def explanations(bygda: Kommune) -> list[Explanation]:
    with bygda.desk.database.reading() as tx:
        return tx.explanations.all()


def the_one(bygda: Kommune) -> Explanation:
    (one,) = explanations(bygda)
    return one


def told(bygda: Kommune, *reasons: Reason) -> list[tuple[str, Reason]]:
    notices: list[Notice] = [n for n in bygda.notices() if n.reason in reasons]
    return sorted(((n.recipient, n.reason) for n in notices), key=str)


def said(text: str = "Vikarer i vinterferien.", forecast: str | None = "-1.5", **more: object) -> dict[str, Said]:
    return {"okonomi": Said(text=text, forecast=None if forecast is None else Decimal(forecast), **more)}  # type: ignore[arg-type]


def explained(bygda: Kommune, person: str = "ANNE", day: date = FEB, **more: object) -> Explanation:
    return explain_month(bygda.desk, "1", JANUARY, person, said(**more), at(day))[0]  # type: ignore[arg-type]


# --- who is asked -----------------------------------------------------------------------------------------------------


def test_whoever_was_worse_than_the_limit_is_asked_and_nobody_else(make: Make):
    bygda = bygda_in(make)

    one = the_one(bygda)

    assert ("1", JANUARY, "ANNE", DEADLINE) == (one.enhet, one.month, one.owner, one.deadline)
    assert Decimal("-2.0") == one.measured
    assert [("ANNE", Reason.MONTH_DUE)] == told(bygda, Reason.MONTH_DUE)


@pytest.mark.parametrize(("value", "count"), [(0, 0), (-0.1, 1), ("", 0)])
def test_at_the_limit_there_is_nothing_to_explain_and_what_is_missing_asks_nobody(
    make: Make, value: object, count: int
):
    bygda = bygda_in(make, e1=value)

    assert count == len(explanations(bygda))


def test_asking_again_asks_nobody_twice(make: Make):
    bygda = bygda_in(make)
    before = bygda.trail()

    ask_month(bygda.desk, at(FEB))

    assert before == bygda.trail()


def test_a_corrected_figure_takes_the_question_back_and_a_missing_one_does_not(make: Make):
    bygda = bygda_in(make)

    bygda.measure("2026-01", date(2026, 2, 23), e1="")
    ask_month(bygda.desk, at(date(2026, 2, 23)))
    assert MonthlyState.ASKED is the_one(bygda).state

    bygda.measure("2026-01", date(2026, 2, 24), e1=1)
    ask_month(bygda.desk, at(date(2026, 2, 24)))
    assert MonthlyState.LAPSED is the_one(bygda).state

    bygda.measure("2026-01", date(2026, 2, 25), e1=-3)
    ask_month(bygda.desk, at(date(2026, 2, 25)))
    again = the_one(bygda)
    assert (MonthlyState.ASKED, Decimal("-3.0"), date(2026, 3, 11)) == (again.state, again.measured, again.deadline)


# --- she explains it --------------------------------------------------------------------------------------------------


def test_the_leader_says_why_and_what_she_expects_and_the_one_above_is_told(make: Make):
    bygda = bygda_in(make)

    one = explained(bygda, forecast="-1.25")

    assert (MonthlyState.EXPLAINED, "ANNE", FEB, None, False) == (
        one.state, one.explained_by, one.explained_on, one.deadline, one.late,
    )  # fmt: skip
    assert Decimal("-1.3") == one.expected, "with the decimals of the figure, half away from zero"
    assert [("SJEF", Reason.MONTH_EXPLAINED)] == told(bygda, Reason.MONTH_EXPLAINED)


@pytest.mark.parametrize(("day", "late"), [(DEADLINE, False), (date(2026, 3, 9), True)])
def test_on_the_last_day_it_is_in_time_and_on_the_next_it_is_late(make: Make, day: date, late: bool):
    assert late is explained(bygda_in(make), day=day).late


@pytest.mark.parametrize(
    ("person", "given", "why"),
    [
        ("BERIT", {}, MonthlyRefusal.NOT_HERS),
        ("SJEF", {}, MonthlyRefusal.NOT_HERS),
        ("ANNE", {"text": "  "}, MonthlyRefusal.NO_TEXT),
        ("ANNE", {"forecast": None}, MonthlyRefusal.NO_FORECAST),
        ("ANNE", {"tiltak": [Promise(owner="INGEN", deadline=FEB, text="Noe")]}, MonthlyRefusal.OWNER_UNKNOWN),
        ("ANNE", {"tiltak": [Promise(owner="ANNE", deadline=FEB, text=" ")]}, MonthlyRefusal.TILTAK_INCOMPLETE),
        ("ANNE", {"tiltak": [Promise(owner="ANNE", deadline=date(2026, 2, 19), text="Noe")]}, MonthlyRefusal.TILTAK_PASSED),
    ],
)  # fmt: skip
def test_what_is_not_hers_or_not_whole_is_refused_and_nothing_is_changed(
    make: Make, person: str, given: dict[str, object], why: MonthlyRefusal
):
    bygda = bygda_in(make)
    before = bygda.trail()

    with pytest.raises(NotMonthly) as refused:
        explained(bygda, person, **given)

    assert why is refused.value.why
    assert (before, MonthlyState.ASKED) == (bygda.trail(), the_one(bygda).state)


def test_two_who_explain_at_once_do_not_overwrite_each_other(make: Make):
    bygda = bygda_in(make)
    explained(bygda, version=0)

    with pytest.raises(Conflict):
        explained(bygda, version=0, text="Noe annet.")


# --- who reads it -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", KINDS, indirect=True)
def test_the_one_above_asks_and_then_accepts_and_the_forecast_stands(make: Make):
    bygda = bygda_in(make)
    explained(bygda)

    asked = question_month(bygda.desk, "1", JANUARY, "okonomi", "SJEF", "Hvor mange vikarer?", at(date(2026, 2, 23)))
    assert (MonthlyState.QUESTIONED, date(2026, 3, 9)) == (asked.state, asked.deadline)
    assert [("ANNE", Reason.MONTH_QUESTIONED)] == told(bygda, Reason.MONTH_QUESTIONED)

    explained(bygda, day=date(2026, 2, 24), text="Fire.", forecast=None)
    done = accept_month(bygda.desk, "1", JANUARY, "okonomi", "SJEF", "", at(date(2026, 2, 25)))

    assert (MonthlyState.ACCEPTED, "SJEF", Decimal("-1.5")) == (done.state, done.accepted_by, done.expected)
    with bygda.desk.database.reading() as tx:
        forecasts = [event.forecast for event in tx.monthly_events.all()]
    assert [None, -15, None, None, None] == forecasts, "a forecast is remembered where it was given"


@pytest.mark.parametrize("person", ["ANNE", "BERIT", "KARI"])
def test_nobody_accepts_her_own_and_nobody_beside_the_line_does(make: Make, person: str):
    bygda = bygda_in(make)
    explained(bygda)

    with pytest.raises(NotMonthly) as refused:
        accept_month(bygda.desk, "1", JANUARY, "okonomi", person, "", at(FEB))

    assert MonthlyRefusal.NOT_ABOVE is refused.value.why


def test_what_the_top_leader_says_of_her_own_is_read_by_the_kontrollutvalg_and_by_nobody_under_her(make: Make):
    bygda = bygda_in(make)
    bygda.deliver("organisasjon.csv", ORGANISATION.replace("skole;ANNE;", "skole;TOPP;"), FEB)

    explained(bygda, person="TOPP")

    assert [("UTVALG", Reason.MONTH_EXPLAINED)] == told(bygda, Reason.MONTH_EXPLAINED)
    for person in ("TOPP", "SJEF", "KARI"):
        with pytest.raises(NotMonthly) as refused:
            accept_month(bygda.desk, "1", JANUARY, "okonomi", person, "", at(FEB))
        assert MonthlyRefusal.NOT_ABOVE is refused.value.why
    assert "UTVALG" == accept_month(bygda.desk, "1", JANUARY, "okonomi", "UTVALG", "", at(FEB)).accepted_by


def test_silence_of_the_top_leader_is_told_the_kontrollutvalg_and_not_those_under_her(make: Make):
    bygda = bygda_in(make)
    bygda.deliver("organisasjon.csv", ORGANISATION.replace("skole;ANNE;", "skole;TOPP;"), FEB)

    follow_months(bygda.desk, at(date(2026, 3, 9)))

    assert [("UTVALG", Reason.MONTH_SILENT)] == told(bygda, Reason.MONTH_SILENT)


def test_what_is_accepted_is_not_explained_again(make: Make):
    bygda = bygda_in(make)
    explained(bygda)
    accept_month(bygda.desk, "1", JANUARY, "okonomi", "TOPP", "", at(FEB))

    with pytest.raises(NotMonthly) as refused:
        explained(bygda)

    assert MonthlyRefusal.NOT_NOW is refused.value.why


# --- nobody says anything ---------------------------------------------------------------------------------------------


def test_silence_goes_up_the_line_one_step_at_a_time(make: Make):
    bygda = bygda_in(make)

    follow_months(bygda.desk, at(date(2026, 3, 4)))
    assert [("ANNE", Reason.MONTH_REMINDER)] == told(bygda, Reason.MONTH_REMINDER)
    follow_months(bygda.desk, at(DEADLINE))
    assert [] == told(bygda, Reason.MONTH_SILENT)

    follow_months(bygda.desk, at(date(2026, 3, 9)))
    follow_months(bygda.desk, at(date(2026, 3, 13)))
    assert [("SJEF", Reason.MONTH_SILENT)] == told(bygda, Reason.MONTH_SILENT)

    follow_months(bygda.desk, at(date(2026, 3, 16)))
    assert {"SJEF", "TOPP"} == {who for who, _reason in told(bygda, Reason.MONTH_SILENT)}

    for day in (23, 24, 30, 31):
        follow_months(bygda.desk, at(date(2026, 3, day)))
    assert {"SJEF", "TOPP", "KARI", "KNUT"} == {who for who, _reason in told(bygda, Reason.MONTH_SILENT)}
    assert 4 == len(told(bygda, Reason.MONTH_SILENT)), "each once, and internal control when nobody is left"


def test_whoever_it_was_lifted_to_may_explain_it_and_then_another_accepts(make: Make):
    bygda = bygda_in(make)
    follow_months(bygda.desk, at(date(2026, 3, 9)))

    one = explained(bygda, "SJEF", date(2026, 3, 10))

    assert ("SJEF", True) == (one.explained_by, one.late)
    with pytest.raises(NotMonthly):
        accept_month(bygda.desk, "1", JANUARY, "okonomi", "SJEF", "", at(date(2026, 3, 10)))


def test_a_new_leader_is_told_and_has_what_is_left_of_the_time(make: Make):
    bygda = bygda_in(make)
    persons = [
        "person_id;navn;epost;rolle;enhet;gjelder_fra;gjelder_til",
        "TOPP;Tora Topp;;leder;0;2020-01;", "SJEF;Siv Sjef;;leder;9;2020-01;", "ANNE;Anne A;;leder;1;2020-01;2026-02",
        "DINA;Dina D;;fungerende;1;2026-03;", "BERIT;Berit B;;leder;2;2020-01;", "CARL;Carl C;;leder;3;2020-01;",
    ]  # fmt: skip
    bygda.deliver("personer.csv", "\n".join(persons) + "\n", date(2026, 3, 2))

    follow_months(bygda.desk, at(date(2026, 3, 2)))

    assert ("DINA", DEADLINE) == (the_one(bygda).owner, the_one(bygda).deadline)
    assert ("DINA", Reason.MONTH_DUE) in told(bygda, Reason.MONTH_DUE)


# --- a sak about the same figure --------------------------------------------------------------------------------------


def test_whoever_has_a_sak_about_it_is_not_told_twice(make: Make):
    bygda = bygda_in(make, sak=True)

    assert "S2026-00001" == the_one(bygda).sak
    assert [] == told(bygda, Reason.MONTH_DUE)


def test_what_she_promises_for_the_month_is_her_answer_in_the_sak(make: Make):
    bygda = bygda_in(make, sak=True)
    promise = Promise(owner="BERIT", deadline=date(2026, 4, 15), text="Si opp vikaravtalen.")

    explained(bygda, tiltak=[promise])

    (sak,) = (one for one in bygda.saker() if one.rule)
    assert (SakState.MEASURE, Answer.MEASURE, "ANNE") == (sak.state, sak.answer, sak.answered_by)
    with bygda.desk.database.reading() as tx:
        assert ["BERIT"] == [one.owner for one in tx.tiltak.all()]
        assert [] == tx.monthly_tiltak.all(), "it is promised once"


def test_what_she_answered_in_the_sak_is_what_she_says_of_the_month(make: Make):
    bygda = bygda_in(make, sak=True)
    answer_sak(bygda.desk, "S2026-00001", "ANNE", Answer.FIXED, "Feilføring.", [], at(date(2026, 2, 23)))

    follow_months(bygda.desk, at(date(2026, 2, 24)))

    one = the_one(bygda)
    assert (MonthlyState.EXPLAINED, "ANNE", None) == (one.state, one.explained_by, one.expected)
    with bygda.desk.database.reading() as tx:
        last = tx.monthly_events.all()[-1]
        assert "Feilføring." == tx.trail.text(last.trail, "text")


def test_a_sak_that_waits_goes_up_the_line_alone(make: Make):
    bygda = bygda_in(make, sak=True)

    follow_months(bygda.desk, at(date(2026, 3, 20)))

    assert [] == told(bygda, Reason.MONTH_SILENT, Reason.MONTH_REMINDER)


# --- tiltak without a sak ---------------------------------------------------------------------------------------------


def test_a_tiltak_without_a_sak_is_remembered_and_reminded_of_until_it_is_done(make: Make):
    bygda = bygda_in(make)
    explained(bygda, tiltak=[Promise(owner="BERIT", deadline=date(2026, 3, 20), text="Si opp vikaravtalen.")])

    follow_months(bygda.desk, at(date(2026, 3, 20)))
    assert [] == told(bygda, Reason.MONTH_TILTAK)
    follow_months(bygda.desk, at(date(2026, 3, 23)))
    follow_months(bygda.desk, at(date(2026, 3, 24)))
    assert [("BERIT", Reason.MONTH_TILTAK)] == told(bygda, Reason.MONTH_TILTAK)

    (id,) = [f"{the_one(bygda).id}-T1"]
    done = finish_tiltak_of_month(bygda.desk, "1", JANUARY, id, "BERIT", "Sagt opp.", at(date(2026, 3, 25)))
    assert (date(2026, 3, 25), "BERIT") == (done.done, done.done_by)
    with pytest.raises(NotMonthly):
        finish_tiltak_of_month(bygda.desk, "1", JANUARY, id, "BERIT", "", at(date(2026, 3, 25)))
