"""The registers seen from outside: the kontrollutvalg reads the whole, and each is told what became of her findings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from databases import address_of
from flows.registers.kept import FEB, bygda_with, decided, found, later, viewer
from flows.small import Kommune, Make, at
from kontroll.domain.access import Act, Role, Thing, reach
from kontroll.domain.policy import RoleWord
from kontroll.domain.register import Register
from kontroll.flows.people.looking import looking
from kontroll.flows.people.users import new_user
from kontroll.flows.people.viewing import viewer_of
from kontroll.flows.registers import findings
from kontroll.flows.registers.listed import Which, listed
from kontroll.flows.registers.onlookers import to_read
from kontroll.flows.registers.remind_registers import remind_registers
from kontroll.flows.saker.acting import today_of

APRIL_1 = date(2026, 4, 1)
WORDS = (RoleWord(word="revisor", role=Role.AUDITOR), RoleWord(word="kontrollutvalgets leder", role=Role.SUPERVISORY))
MORE = "REVY;Revy R;revy@revisjon.example;revisor;0;2020-01;\n"


@pytest.fixture
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return address_of("sqlite", request, tmp_path)


@pytest.fixture
def bygda(make: Make) -> Kommune:
    """With the auditor in the lists, and tilgang.yaml saying what her word is; varsling.yaml does not know her."""
    bygda = bygda_with(make)
    persons = (bygda.folder / "levert" / "2" / "personer.csv").read_text(encoding="utf-8")
    bygda.deliver("personer.csv", persons + MORE, date(2026, 1, 2))
    policies = replace(bygda.desk.policies, access=replace(bygda.desk.policies.access, words=WORDS))
    return replace(bygda, desk=replace(bygda.desk, policies=policies))


def told(bygda: Kommune) -> list[tuple[str, str]]:
    """Of those outside the administration."""
    return sorted(
        (one.recipient, one.reason.name) for one in bygda.notices() if one.recipient in ("REVY", "UTVALG", "OLGA")
    )


def mended(bygda: Kommune, **of: object) -> None:
    one = found(bygda, **of)
    findings.mend(bygda.desk, one.id, viewer(bygda, "ANNE"), 0, on=FEB, evidence="26/88-4", now=at(FEB))


# --- what they see ------------------------------------------------------------------------------------------------------


def test_the_kontrollutvalg_sees_the_registers_of_the_whole_kommune_and_changes_nothing(bygda: Kommune):
    decided(bygda)
    one = found(bygda, enhet="2")
    una = viewer(bygda, "UTVALG")

    with looking(bygda.desk, FEB) as look:
        rows = [len(listed(look, una, register, Which.ALL).rows) for register in Register]

    assert rows == [1, 1, 0]
    assert reach(una, Act.DO, Thing.REGISTER).is_none
    with pytest.raises(Exception, match="NOT_HERS"):
        findings.mend(bygda.desk, one.id, una, 0, on=FEB, evidence="26/88-4", now=at(FEB))


def test_of_saker_and_months_the_kontrollutvalg_still_sees_the_tops_own_area_alone(bygda: Kommune):
    una = viewer(bygda, "UTVALG")

    assert {thing: reach(una, Act.SEE, thing).enheter for thing in (Thing.SAK, Thing.UNIT, Thing.FOLLOW_UP)} == {
        Thing.SAK: {"0"}, Thing.UNIT: {"0"}, Thing.FOLLOW_UP: {"0"},
    }  # fmt: skip


# --- what they are told -------------------------------------------------------------------------------------------------


def test_what_shows_that_a_finding_of_the_auditor_is_mended_is_told_her_and_the_kontrollutvalg(bygda: Kommune):
    mended(bygda, source="Revisor")

    assert told(bygda) == [("REVY", "FINDING_SHOWN"), ("UTVALG", "FINDING_SHOWN")]


def test_a_finding_of_the_kontrollutvalg_is_its_own_and_one_of_the_state_nobody_elses(bygda: Kommune):
    mended(bygda, source="Kontrollutvalget")
    mended(bygda, source="Arbeidstilsynet", case="26/89")

    assert told(bygda) == [("UTVALG", "FINDING_SHOWN")]


def test_a_finding_of_the_auditor_that_is_over_its_deadline_is_told_her_once(bygda: Kommune):
    found(bygda, source="Fylkesrevisjonen")

    remind_registers(bygda.desk, at(date(2026, 3, 31)))
    before = told(bygda)
    remind_registers(bygda.desk, at(APRIL_1))
    remind_registers(bygda.desk, at(later(APRIL_1)))

    assert before == []
    assert told(bygda) == [("REVY", "FINDING_OVERDUE"), ("UTVALG", "FINDING_OVERDUE")]


def test_a_decision_over_its_deadline_is_told_nobody_outside(bygda: Kommune):
    decided(bygda)

    remind_registers(bygda.desk, at(APRIL_1))

    assert told(bygda) == []


def test_whoever_was_given_the_role_is_told_too_but_no_administrator(bygda: Kommune):
    for person, roles in (("OLGA", [Role.AUDITOR]), ("BERIT", [Role.AUDITOR, Role.ADMIN])):
        new_user(bygda.desk.database, person, name=person, person=person, roles=roles, by="test", now=at(FEB))

    mended(bygda, source="Revisor")

    assert [one.recipient for one in bygda.notices() if one.reason.name == "FINDING_SHOWN"] == [
        "OLGA",
        "REVY",
        "UTVALG",
    ]


def test_what_is_told_names_nobody_and_nothing_of_the_case(bygda: Kommune):
    mended(bygda, source="Revisor")

    (hers,) = [one for one in bygda.notices() if one.recipient == "REVY"]

    assert (hers.subject_key, hers.why, hers.rule, hers.sak) == ("TF2026-0001", "", None, None)


def test_an_auditor_who_is_in_no_list_sees_on_her_first_page_what_waits_to_be_read(bygda: Kommune):
    mended(bygda, source="Revisor")
    found(bygda, source="Revisor", case="26/90", deadline=FEB)
    found(bygda, source="Arbeidstilsynet", case="26/91", deadline=FEB)
    on = later(FEB)
    with bygda.desk.database.reading() as tx:
        directory = today_of(bygda.desk, tx, at(on)).directory
    outside = viewer_of("U7", None, "Rita", [Role.AUDITOR], directory, bygda.desk.policies, on)

    with looking(bygda.desk, on) as look:
        found_waiting = {who: to_read(look, viewer(bygda, who)) for who in ("UTVALG", "OLGA", "KARI")}

        assert (to_read(look, outside), found_waiting) == (2, {"UTVALG": 2, "OLGA": 0, "KARI": 0})
