"""The monthly run: what is found becomes avvik, saker and notices; what is not known changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kontroll.domain.avvik import Phase
from kontroll.domain.month import Month
from kontroll.domain.notice import Reason
from kontroll.domain.policy import ExpectedDelivery
from kontroll.domain.run import RunState
from kontroll.domain.sak import Outcome, SakState
from kontroll.flows.month import monthly_run as monthly_run_module

from .small import ORGANISATION, POLICIES, Make, rule

FEB, MARCH, APRIL, MAY = date(2026, 2, 20), date(2026, 3, 20), date(2026, 4, 20), date(2026, 5, 20)


def test_utslag_opens_an_avvik_a_sak_with_the_leader_and_a_notice(make: Make):
    bygda = make(rule("minus"))
    bygda.measure("2026-01", FEB, e1="-2,5", e2="1", e3="0")

    ran = bygda.run("2026-01", FEB)

    (avvik,) = bygda.avvik()
    (sak,) = bygda.saker()
    (notice,) = bygda.notices()
    assert ("minus", "1", Phase.OPEN, Month(2026, 1), sak.id) == (
        avvik.rule, avvik.enhet, avvik.phase, avvik.opened, avvik.sak,
    )  # fmt: skip
    assert ("1", "ANNE", SakState.OPEN, date(2026, 3, 6)) == (sak.enhet, sak.owner, sak.state, sak.deadline)
    assert ("ANNE", Reason.NEW_SAK, sak.id) == (notice.recipient, notice.reason, notice.sak)
    assert "Regnskap mot budsjett var −2,5\N{NO-BREAK SPACE}prosent i januar 2026." in notice.why
    assert ran.run is not None
    assert (1, 1, 1) == (ran.run.opened, ran.run.saker, ran.run.notices)


def test_a_rerun_with_nothing_new_changes_nothing(make: Make):
    bygda = make(rule("minus"))
    bygda.measure("2026-01", FEB, e1=-2, e2=1, e3=0)
    bygda.run("2026-01", FEB)
    before = (bygda.avvik(), bygda.saker(), bygda.notices(), bygda.trail())

    again = bygda.run("2026-01", MARCH)

    assert not again.new
    assert before == (bygda.avvik(), bygda.saker(), bygda.notices(), bygda.trail())


def test_a_missing_file_closes_no_avvik_and_opens_none(make: Make):
    bygda = make(rule("minus"))
    bygda.measure("2026-01", FEB, e1=-2, e2=1, e3=0)
    bygda.run("2026-01", FEB)

    bygda.run("2026-02", MARCH)

    (avvik,) = bygda.avvik()
    assert Phase.OPEN is avvik.phase
    assert Month(2026, 1) == avvik.last_struck


def test_a_month_without_utslag_resolves_it(make: Make):
    bygda = make(rule("minus"))
    bygda.measure("2026-01", FEB, e1=-2, e2=1, e3=0)
    bygda.run("2026-01", FEB)
    bygda.measure("2026-02", MARCH, e1=0, e2=1, e3=0)

    bygda.run("2026-02", MARCH)

    (avvik,) = bygda.avvik()
    (sak,) = bygda.saker()
    assert (Phase.RESOLVED, Month(2026, 2)) == (avvik.phase, avvik.resolved)
    assert SakState.RETEST is sak.state, "the rule says it is over; a person closes it"


@pytest.mark.parametrize(("wait", "phase", "saker"), [(0, Phase.OPEN, 1), (1, Phase.WAITING, 0)])
def test_venter_keeps_the_first_month_from_opening(make: Make, wait: int, phase: Phase, saker: int):
    bygda = make(rule("minus", then=f"venter: {wait}"))
    bygda.measure("2026-01", FEB, e1=-2, e2=1, e3=0)

    bygda.run("2026-01", FEB)

    assert [phase] == [avvik.phase for avvik in bygda.avvik()]
    assert saker == len(bygda.saker())


def test_what_waited_opens_the_second_month_and_an_unknown_month_between_does_not_count(make: Make):
    bygda = make(rule("minus", then="venter: 1"))
    bygda.measure("2026-01", FEB, e1=-2, e2=1, e3=0)
    bygda.run("2026-01", FEB)
    bygda.run("2026-02", MARCH)
    assert [Phase.WAITING] == [avvik.phase for avvik in bygda.avvik()]
    bygda.measure("2026-03", APRIL, e1=-2, e2=1, e3=0)

    bygda.run("2026-03", APRIL)

    (avvik,) = bygda.avvik()
    assert (Phase.OPEN, Month(2026, 1), Month(2026, 3)) == (avvik.phase, avvik.first, avvik.opened)


def test_late_data_is_evaluated_anew_and_the_difference_is_told(make: Make):
    bygda = make(rule("minus"))
    bygda.measure("2026-01", FEB, e2=1, e3=0)
    bygda.run("2026-01", FEB)
    bygda.measure("2026-01", MARCH, e1=-3)
    bygda.measure("2026-02", MARCH, e1=-3, e2=1, e3=0)

    ran = bygda.run("2026-02", MARCH)

    assert [("2026-01", "minus", "1", "ukjent", "sann")] == [
        (str(c.month), c.rule, c.enhet, c.before, c.after) for c in ran.changed if c.before
    ]
    (avvik,) = bygda.avvik()
    assert (Month(2026, 1), Month(2026, 1)) == (avvik.first, avvik.opened)


def test_a_correction_withdraws_the_avvik_and_rewrites_no_sak(make: Make):
    bygda = make(rule("minus"))
    bygda.measure("2026-01", FEB, e1=-2, e2=1, e3=0)
    bygda.run("2026-01", FEB)
    (opened,) = bygda.saker()
    bygda.measure("2026-01", MARCH, e1=2)

    bygda.run("2026-01", MARCH)

    (avvik,) = bygda.avvik()
    (sak,) = bygda.saker()
    assert avvik.withdrawn
    assert (opened.id, opened.opened, opened.month) == (sak.id, sak.opened, sak.month)
    assert SakState.RETEST is sak.state
    assert Reason.CHANGED in [notice.reason for notice in bygda.notices()]


def test_gjenapne_ny_sak_makes_a_new_one_that_tells_which_time_it_is(make: Make):
    bygda = make(rule("minus", then="gjenapne: ny_sak"))
    for month, day, value in (("2026-01", FEB, -2), ("2026-02", MARCH, 1), ("2026-03", APRIL, -2)):
        bygda.measure(month, day, e1=value, e2=1, e3=0)
        bygda.run(month, day)

    first, second = bygda.saker()
    assert (first.id, 2) == (second.recurrence_of, second.occurrence)
    assert [1, 2] == [avvik.number for avvik in bygda.avvik()]


def test_gjenapne_samme_sak_opens_the_same_one_again(make: Make):
    bygda = make(rule("minus", then="gjenapne: samme_sak"))
    for month, day, value in (("2026-01", FEB, -2), ("2026-02", MARCH, 1), ("2026-03", APRIL, -2)):
        bygda.measure(month, day, e1=value, e2=1, e3=0)
        bygda.run(month, day)

    (sak,) = bygda.saker()
    assert (SakState.OPEN, 1) == (sak.state, sak.reopened)
    assert {sak.id} == {avvik.sak for avvik in bygda.avvik()}
    assert [Reason.NEW_SAK, Reason.REOPENED] == sorted(
        (n.reason for n in bygda.notices() if n.recipient == "ANNE"), key=lambda r: r.name
    )


@pytest.mark.parametrize(("limit", "opened"), [(2, 0), (3, 3)])
def test_maks_utslag_stops_a_rule_that_strikes_too_widely_and_tells_internal_control(
    make: Make, limit: int, opened: int
):
    bygda = make(rule("minus", then=f"maks_utslag: {limit}"))
    bygda.measure("2026-01", FEB, e1=-1, e2=-1, e3=-1)

    ran = bygda.run("2026-01", FEB)

    assert opened == len(bygda.avvik())
    stopped = [n.recipient for n in bygda.notices() if n.reason is Reason.RULE_STOPPED]
    assert ([] if opened else ["KARI", "KNUT"]) == sorted(stopped)
    assert ran.run is not None
    assert ("" if opened else "minus") == ran.run.stopped


def test_a_stopped_rule_keeps_the_state_it_had(make: Make):
    bygda = make(rule("minus", then="maks_utslag: 2"))
    bygda.measure("2026-01", FEB, e1=-1, e2=1, e3=1)
    bygda.run("2026-01", FEB)
    bygda.measure("2026-02", MARCH, e1=-1, e2=-1, e3=-1)

    bygda.run("2026-02", MARCH)

    (avvik,) = bygda.avvik()
    assert (Phase.OPEN, Month(2026, 1)) == (avvik.phase, avvik.last_struck)


def test_the_unit_of_an_avvik_that_is_closed_down_is_said_and_nothing_is_resolved(make: Make):
    bygda = make(rule("minus"))
    bygda.measure("2026-01", FEB, e1=-1, e2=1, e3=1)
    bygda.run("2026-01", FEB)
    closed = ORGANISATION.replace("ANNE;2020-01;;", "ANNE;2020-01;2026-01;2")
    bygda.deliver("organisasjon.csv", closed, MARCH)
    bygda.measure("2026-02", MARCH, e2=1, e3=1)

    bygda.run("2026-02", MARCH)

    (avvik,) = bygda.avvik()
    assert (Phase.OPEN, Month(2026, 2)) == (avvik.phase, avvik.gone_since)


def test_records_of_one_rule_and_unit_share_a_sak(make: Make):
    bygda = make(rule("dyr", dataset="faktura"))
    bygda.invoices(
        "jan", FEB, "B1;2026-01-05;1;2000", "B2;2026-01-06;1;3000", "B3;2026-01-07;2;5000", "B4;2026-01-07;2;10"
    )

    bygda.run("2026-01", FEB)

    assert [("1", "B1"), ("1", "B2"), ("2", "B3")] == [(a.enhet, a.post) for a in bygda.avvik()]
    assert ["1", "2"] == [sak.enhet for sak in bygda.saker()]
    assert [2, 1] == [n.count for n in sorted(bygda.notices(), key=lambda n: n.enhet or "")]


def test_a_dated_record_is_not_gone_in_the_months_after(make: Make):
    bygda = make(rule("dyr", dataset="faktura"))
    bygda.invoices("jan", FEB, "B1;2026-01-05;1;2000")
    bygda.run("2026-01", FEB)
    bygda.invoices("feb", MARCH, "B2;2026-02-05;1;20")

    bygda.run("2026-02", MARCH)

    (avvik,) = bygda.avvik()
    assert (Phase.OPEN, None) == (avvik.phase, avvik.gone_since)
    assert SakState.OPEN is bygda.saker()[0].state


def test_a_corrected_record_is_resolved_in_its_own_month(make: Make):
    bygda = make(rule("dyr", dataset="faktura"))
    bygda.invoices("jan", FEB, "B1;2026-01-05;1;2000")
    bygda.run("2026-01", FEB)
    bygda.invoices("rettet", MARCH, "B1;2026-01-05;1;200")

    bygda.run("2026-02", MARCH)

    (avvik,) = bygda.avvik()
    assert avvik.withdrawn
    assert SakState.RETEST is bygda.saker()[0].state


def test_a_record_whose_unit_is_corrected_is_the_same_avvik(make: Make):
    bygda = make(rule("dyr", dataset="faktura"))
    bygda.invoices("jan", FEB, "B1;2026-01-05;1;2000")
    bygda.run("2026-01", FEB)
    bygda.invoices("rettet", MARCH, "B1;2026-01-05;2;2000")

    bygda.run("2026-02", MARCH)

    (avvik,) = bygda.avvik()
    assert ("2", 1) == (avvik.enhet, avvik.number)


def test_a_rule_on_trial_is_evaluated_and_nobody_is_told(make: Make):
    bygda = make(rule("minus", status="prøve"))
    bygda.measure("2026-01", FEB, e1=-2, e2=1, e3=0)

    bygda.run("2026-01", FEB)

    assert [True] == [avvik.trial for avvik in bygda.avvik()]
    assert not bygda.saker()
    assert not bygda.notices()


def test_a_rule_that_does_not_prove_itself_is_left_out_and_said(make: Make):
    bygda = make(rule("minus"), rule("uprovd", tested=False))
    bygda.measure("2026-01", FEB, e1=-2, e2=1, e3=0)

    ran = bygda.run("2026-01", FEB)

    assert {"uprovd": "består ikke sine egne tester"} == ran.left_out
    assert ["minus"] == [avvik.rule for avvik in bygda.avvik()]


def test_what_is_due_and_missing_is_one_sak_with_the_owner_of_the_data(make: Make):
    bygda = make(rule("minus"), rule("minus2", condition="{indikator: balanse, er: under, verdi: 0}"))
    bygda.measure("2026-01", FEB, e1=1, e2=1, e3=1)
    bygda.run("2026-01", FEB)
    bygda.measure("2026-02", MARCH, e2=1)

    bygda.run("2026-02", MARCH)

    (sak,) = bygda.saker()
    (notice,) = bygda.notices()
    assert ("D2026-02-okonomi", "OLGA") == (sak.id, sak.owner)
    assert (Reason.DATA_MISSING, "OLGA", 2) == (notice.reason, notice.recipient, notice.count)


def test_before_it_is_due_nothing_is_missing(make: Make):
    bygda = make(rule("minus"))
    bygda.measure("2026-01", FEB, e1=1, e2=1, e3=1)
    bygda.run("2026-01", FEB)

    bygda.run("2026-02", date(2026, 3, 13))

    assert not bygda.saker()


def test_the_sak_about_missing_data_closes_when_the_data_come(make: Make):
    bygda = make(rule("minus"))
    bygda.measure("2026-01", FEB, e1=1, e2=1, e3=1)
    bygda.measure("2026-02", MARCH, e2=1)
    bygda.run("2026-02", MARCH)
    bygda.measure("2026-02", APRIL, e1=1, e3=1)

    bygda.run("2026-03", date(2026, 4, 1))

    assert [(SakState.CLOSED, Outcome.DELIVERED)] == [(s.state, s.outcome) for s in bygda.saker()]


def test_what_concerns_the_top_leaders_own_area_goes_to_the_kontrollutvalg_too(make: Make):
    bygda = make(rule("minus"))
    bygda.deliver("maalinger/topp.csv", "enhet;indikator;periode;verdi;antall\n0;balanse;2026-01;-5;\n", FEB)

    bygda.run("2026-01", FEB)

    assert [(Reason.NEW_SAK, "TOPP"), (Reason.INFORMED, "UTVALG")] == sorted(
        ((n.reason, n.recipient) for n in bygda.notices()), key=lambda told: told[1]
    )


def test_a_run_that_is_cut_off_keeps_nothing_and_goes_on_under_the_same_number(
    make: Make, monkeypatch: pytest.MonkeyPatch
):
    bygda = make(rule("minus"))
    bygda.measure("2026-01", FEB, e1=-2, e2=1, e3=0)
    with monkeypatch.context() as broken:
        broken.setattr(monthly_run_module, "missing_data", _cut_off)
        with pytest.raises(KeyboardInterrupt):
            bygda.run("2026-01", FEB)
    assert not bygda.avvik()
    assert not bygda.notices()

    bygda.run("2026-01", FEB)

    with bygda.desk.database.reading() as tx:
        assert [("2026-01-1", RunState.DONE)] == [(run.id, run.state) for run in tx.runs.all()]
        assert not list(tx.trail.check())
    assert 1 == len(bygda.avvik())
    assert ["kjøring gjenopptatt"] == [kind for kind in bygda.trail() if kind == "kjøring gjenopptatt"]


def _cut_off(*_given: object) -> None:
    raise KeyboardInterrupt


def test_a_months_verdicts_are_those_that_vurder_prints(make: Make):
    bygda = make(rule("minus"), rule("dyr", dataset="faktura"))
    bygda.measure("2026-01", FEB, e1=-2, e2=1, e3=0)
    bygda.invoices("jan", FEB, "B1;2026-01-05;1;2000")

    ran = bygda.run("2026-01", FEB)

    from hashlib import sha256

    from kontroll.engine.columnar import evaluate
    from kontroll.flows.deliveries.known_facts import known_facts

    with bygda.desk.database.reading() as tx:
        facts, _problems = known_facts(tx, bygda.desk.rulebook)
    printed = evaluate(bygda.desk.rulebook, facts, Month(2026, 1), Month(2026, 1)).csv()
    assert ran.run is not None
    assert sha256(printed).hexdigest() == ran.run.digest


def test_a_month_without_records_is_delivered_by_an_empty_file_that_came_after_it(make: Make):
    expected = ExpectedDelivery(id="faktura", dataset="faktura", owner="okonomi", due_working_days=5)
    bygda = make(rule("dyr", dataset="faktura"), policies=replace(POLICIES, deliveries=(expected,)))
    bygda.invoices("tom", date(2026, 1, 20))
    bygda.run("2026-01", FEB)
    bygda.invoices("tom-feb", MARCH)

    bygda.run("2026-02", MARCH)

    assert [("D2026-01-faktura", SakState.CLOSED)] == [(sak.id, sak.state) for sak in bygda.saker()]
