"""Two persons approve a rule before it notifies anybody; until then it is evaluated and shown, and internal control is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kontroll.domain.access import Role
from kontroll.domain.approval import approval_stamp
from kontroll.domain.avvik import Phase
from kontroll.domain.notice import Reason
from kontroll.domain.policy import ApprovalPolicy
from kontroll.domain.rulebook import Rulebook
from kontroll.flows.books.await_approval import standings
from kontroll.flows.home.check_trail import check_trail
from kontroll.flows.people.users import new_user
from kontroll.flows.reglement.approve_rule import approve_rule
from kontroll.rulebook.read import read_rulebook
from village import write

from .small import POLICIES, REGISTERS, Kommune, Make, at, rule

FEB, MARCH, APRIL, MAY = date(2026, 2, 20), date(2026, 3, 20), date(2026, 4, 20), date(2026, 5, 20)
TWO = replace(POLICIES, approval=ApprovalPolicy(persons=2))
WITH_PARAMETER = {
    "parametre/grense.yaml": """
id: grense
navn: Grensen
maaleenhet: prosent
verdier: [{gyldig_fra: 2020-01-01, verdi: 0, hjemmel: [{lov: kommuneloven, paragraf: '25-1'}]}]
""",
    **rule(
        "minus",
        condition="{indikator: balanse, er: under, verdi: {parameter: grense}}",
        tested=False,
        more="""
tester:
  - {navn: grensen, serie: {balanse: "0 -0.1 _"}, parametre: {grense: 0}, forventet: [usann, sann, ukjent]}
""",
    ),
}


def changed(bygda: Kommune, *rules: dict[str, str]) -> None:
    """The rule files are other ones from now on."""
    files = {**REGISTERS, **{name: text for one in rules for name, text in one.items()}}
    folder = write(bygda.folder / f"rules-{bygda.files}-{len(bygda.trail())}", files)
    rulebook, problems = read_rulebook([folder])
    assert not [str(problem) for problem in problems]
    bygda.desk = replace(bygda.desk, rulebook=rulebook, rule_folders=(folder,))


def approve(
    bygda: Kommune, person: str, day: date, *, id: str = "minus", reason: str = "Prøvd over tre år"
) -> list[str]:
    _approved, problems = approve_rule(bygda.desk, id, person, reason, at(day))
    return [problem.what for problem in problems]


def struck(bygda: Kommune, month: str, day: date) -> None:
    bygda.measure(month, day, e1=-20, e2=1, e3=1)
    bygda.run(month, day)


FAR = """
tester:
  - {navn: grensen, serie: {balanse: "-30 -30.1 _"}, forventet: [usann, sann, ukjent]}
"""
LOOSER = rule("minus", condition="{indikator: balanse, er: under, verdi: -0.05}")


@pytest.fixture
def bygda(make: Make) -> Kommune:
    """In use since the start, and run once without utslag."""
    made = make(rule("minus"), policies=TWO)
    made.measure("2026-01", FEB, e1=1, e2=1, e3=1)
    made.run("2026-01", FEB)
    return made


def test_what_was_in_use_at_the_start_needs_no_approval(bygda: Kommune):
    struck(bygda, "2026-02", MARCH)

    assert 1 == len(bygda.saker())
    assert 1 == bygda.trail().count("regler tatt i bruk ved oppstart")


def test_a_changed_rule_is_evaluated_and_shown_and_tells_internal_control_alone(bygda: Kommune):
    changed(bygda, LOOSER)

    struck(bygda, "2026-02", MARCH)

    (avvik,) = bygda.avvik()
    assert avvik.trial
    assert [] == bygda.saker()
    assert {("KARI", Reason.NOT_APPROVED), ("KNUT", Reason.NOT_APPROVED)} == {
        (n.recipient, n.reason) for n in bygda.notices()
    }


@pytest.mark.parametrize(("persons", "saker"), [(["KARI"], 0), (["KARI", "KARI"], 0), (["KARI", "TOPP"], 1)])
def test_two_different_persons_bring_it_into_use(bygda: Kommune, persons: list[str], saker: int):
    changed(bygda, LOOSER)
    for person in persons:
        approve(bygda, person, FEB)

    struck(bygda, "2026-02", MARCH)

    assert saker == len(bygda.saker())


@pytest.mark.parametrize(
    ("roles", "what"),
    [
        ((), "personen er verken i internkontrollen eller øverste leder"),
        ((Role.INTERNAL_CONTROL, Role.ADMIN), "personen er verken i internkontrollen eller øverste leder"),
        ((Role.INTERNAL_CONTROL,), None),
    ],
)
def test_whoever_was_given_internal_control_approves_as_the_others_do(bygda: Kommune, roles, what: str | None):
    changed(bygda, LOOSER)
    new_user(bygda.desk.database, "berit", name="Berit", person="BERIT", roles=roles, by="test", now=at(FEB))

    assert ([what] if what else []) == approve(bygda, "BERIT", FEB)


def test_what_was_found_while_it_waited_is_followed_up_when_the_approvals_come(bygda: Kommune):
    changed(bygda, LOOSER)
    struck(bygda, "2026-02", MARCH)
    approve(bygda, "KARI", APRIL)
    approve(bygda, "KNUT", APRIL)

    ran = bygda.run("2026-02", APRIL)

    assert ran.new, "nothing was delivered, but the rule is another in force"
    (sak,) = bygda.saker()
    assert ("minus", "1") == (sak.rule, sak.enhet)
    assert not bygda.run("2026-02", MAY).new


def test_a_rule_that_one_person_loosens_ends_nothing_until_two_have_approved_it(make: Make):
    bygda = make(rule("minus", then="hold: 0"), policies=TWO)
    struck(bygda, "2026-01", FEB)
    changed(
        bygda,
        rule("minus", condition="{indikator: balanse, er: under, verdi: -30}", then="hold: 0", tested=False, more=FAR),
    )

    struck(bygda, "2026-02", MARCH)

    (before,) = bygda.avvik()
    approve(bygda, "KARI", APRIL)
    approve(bygda, "KNUT", APRIL)
    bygda.run("2026-02", APRIL)
    (after,) = bygda.avvik()
    assert (Phase.OPEN, Phase.RESOLVED) == (before.phase, after.phase)


def test_what_it_found_on_trial_stays_on_trial(make: Make):
    bygda = make(rule("minus", status="prøve"), policies=TWO)
    bygda.measure("2026-01", FEB, e1=-20, e2=1, e3=1)
    bygda.run("2026-01", FEB)
    changed(bygda, rule("minus"))
    bygda.measure("2026-02", MARCH, e1=-20, e2=-20, e3=1)
    bygda.run("2026-02", MARCH)
    approve(bygda, "KARI", APRIL)
    approve(bygda, "KNUT", APRIL)

    bygda.run("2026-02", APRIL)

    assert ["2"] == [sak.enhet for sak in bygda.saker()]


def test_a_rule_approved_on_trial_goes_into_use_as_it_stands(make: Make):
    bygda = make(rule("minus", status="prøve"), policies=TWO)
    bygda.measure("2026-01", FEB, e1=1, e2=1, e3=1)
    bygda.run("2026-01", FEB)
    assert [] == approve(bygda, "KARI", FEB)
    assert [] == approve(bygda, "KNUT", FEB)
    changed(bygda, rule("minus"))

    struck(bygda, "2026-02", MARCH)

    assert 1 == len(bygda.saker())


def test_a_new_value_of_a_parameter_needs_no_approval(make: Make):
    bygda = make(WITH_PARAMETER, policies=TWO)
    bygda.measure("2026-01", FEB, e1=1, e2=1, e3=1)
    bygda.run("2026-01", FEB)
    higher = WITH_PARAMETER["parametre/grense.yaml"].replace("verdi: 0", "verdi: -1")
    changed(bygda, {**WITH_PARAMETER, "parametre/grense.yaml": higher})

    struck(bygda, "2026-02", MARCH)

    assert 1 == len(bygda.saker())


def test_a_rule_is_another_when_a_rule_that_it_asks_about_is(tmp_path: Path):
    asks = rule("spor", condition="{utslag: minus}")

    def stamp(*rules: dict[str, str]) -> str:
        return approval_stamp(book(tmp_path, asks, *rules), "spor")

    assert stamp(rule("minus")) != stamp(LOOSER)
    assert stamp(rule("minus")) == stamp(rule("minus", status="prøve", tested=False))


def test_without_the_switch_nobody_is_asked(make: Make):
    bygda = make(rule("minus"))
    bygda.measure("2026-01", FEB, e1=1, e2=1, e3=1)
    bygda.run("2026-01", FEB)
    changed(bygda, LOOSER)

    struck(bygda, "2026-02", MARCH)

    assert 1 == len(bygda.saker())
    assert "regler tatt i bruk ved oppstart" not in bygda.trail()


@pytest.mark.parametrize(
    ("person", "reason", "what"),
    [
        ("ANNE", "Fin", "verken i internkontrollen eller øverste leder"),
        ("INGEN", "Fin", "står ikke i personer.csv"),
        ("KARI", "  ", "begrunnelsen er tom"),
    ],
)
def test_an_approval_that_does_not_hold_changes_nothing(bygda: Kommune, person: str, reason: str, what: str):
    changed(bygda, LOOSER)

    (told,) = approve(bygda, person, FEB, reason=reason)

    assert what in told
    with bygda.desk.database.reading() as tx:
        assert () == standings(tx, bygda.desk.rulebook, 2)[0].by
    assert "regel godkjent" not in bygda.trail()


def test_nobody_approves_twice_or_what_is_unknown_or_needs_none(bygda: Kommune):
    assert ["regelen er tatt i bruk ved oppstart, og er ikke endret siden"] == approve(bygda, "KARI", FEB)
    assert ["regelen finnes ikke"] == approve(bygda, "KARI", FEB, id="minuss")
    changed(bygda, LOOSER)
    approve(bygda, "KARI", FEB)

    assert ["du har allerede godkjent regelen slik den står"] == approve(bygda, "KARI", FEB)


def test_a_draft_is_not_approved(make: Make):
    bygda = make(rule("minus", status="utkast"), policies=TWO)

    assert ["regelen står som «utkast»"] == approve(bygda, "KARI", FEB)


def test_the_reason_lies_beside_a_trail_that_holds(bygda: Kommune):
    changed(bygda, LOOSER)
    approve(bygda, "KARI", FEB, reason="Sett på tre år sammen med økonomi")

    with bygda.desk.database.reading() as tx:
        (given,) = [approval for approval in tx.approvals.all() if not approval.at_start]
        assert "Sett på tre år sammen med økonomi" == tx.trail.text(given.trail, "text")
    assert not check_trail(bygda.desk.database).breaks


def book(tmp_path: Path, *rules: dict[str, str]) -> Rulebook:
    files = {**REGISTERS, **{name: text for one in rules for name, text in one.items()}}
    return read_rulebook([write(tmp_path / str(abs(hash(str(sorted(files.items()))))), files)])[0]
