"""What is changed in a reglement marks its rules until a person has looked; and who has read which version is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kontroll.domain.access import Role
from kontroll.domain.notice import Reason
from kontroll.domain.reglement import Standing
from kontroll.flows.books.latest_coverage import track_record_of
from kontroll.flows.month.daily import daily_deadlines
from kontroll.flows.people.users import new_user
from kontroll.flows.reglement.confirm_review import confirm_review
from kontroll.flows.reglement.follow_reglement import open_reviews
from kontroll.flows.reglement.readings import confirm_reading, read_by
from kontroll.flows.reglement.show_reglement import register_of
from kontroll.flows.reglement.training import trained
from kontroll.report.skal_register import counts

from .small import Kommune, Make, at, rule

TEXT = """---
navn: Kassereglementet
eier: okonomi
vedtatt: 2025-06-18
versjon: "{version}"
neste_revisjon: 2027-06-30
bekreftes_av: [{who}]
---
## 1 Kasse
### 1.1 Telling
Kassen skal telles hver dag. {more}
### 1.2 Avvik
Avvik skal meldes.
### 1.3 Ro
Alle må opptre rolig. {{stikkprøve: årlig}}
"""
FEBRUARY, MARCH = date(2026, 2, 16), date(2026, 3, 16)


@pytest.fixture
def bygda(make: Make) -> Kommune:
    """Two rules: one on the counting of the cash, one on a law."""
    (kasse,) = rule("kasse").items()
    made = make({kasse[0]: kasse[1].replace("hjemmel: [", 'hjemmel: [{reglement: kasse, punkt: "1.1"}, ')}, rule("lov"))
    made.measure("2026-01", date(2026, 2, 9), e1=-1.0, e2=1.0, e3=1.0)
    made.measure("2026-02", date(2026, 3, 9), e1=1.0, e2=1.0, e3=1.0)
    return made


def write(bygda: Kommune, more: str = "", who: str = "alle", version: str = "1", text: str = TEXT) -> None:
    """The reglement as it stands from now on."""
    folder = bygda.folder / "policies"
    (folder / "reglement").mkdir(parents=True, exist_ok=True)
    (folder / "reglement/kasse.md").write_text(text.format(more=more, who=who, version=version), encoding="utf-8")
    bygda.desk = replace(bygda.desk, settings=bygda.desk.settings.model_copy(update={"policies": folder}))


def reviews(bygda: Kommune) -> list[str]:
    with bygda.desk.database.reading() as tx:
        return [one.rule for one in open_reviews(tx)]


def told(bygda: Kommune) -> list[tuple[str, str]]:
    return [(n.recipient, n.why) for n in bygda.notices() if n.reason is Reason.SKAL_CHANGED]


# --- changes ----------------------------------------------------------------------------------------------------------


def test_the_first_time_a_reglement_is_read_nothing_is_marked(bygda: Kommune):
    write(bygda)

    bygda.run("2026-01", FEBRUARY)

    assert reviews(bygda) == []
    assert told(bygda) == []
    assert "reglement lest første gang" in bygda.trail()


def test_a_changed_sentence_marks_the_rules_that_rest_on_it_and_no_others(bygda: Kommune):
    write(bygda)
    bygda.run("2026-01", FEBRUARY)

    write(bygda, text=TEXT.replace("hver dag", "hver uke"))
    bygda.run("2026-02", MARCH)

    assert reviews(bygda) == ["kasse"]
    assert [person for person, _why in told(bygda)] == ["KARI", "KNUT"]
    assert "«Kassen skal telles hver dag.» er blitt «Kassen skal telles hver uke.»" in told(bygda)[0][1]
    assert "Regelen kasse må gjennomgås" in told(bygda)[0][1]


def test_it_is_told_once_for_each_change_also_when_the_day_comes_again(bygda: Kommune):
    write(bygda)
    bygda.run("2026-01", FEBRUARY)

    write(bygda, text=TEXT.replace("hver dag", "hver uke"))
    daily_deadlines(bygda.desk, at(date(2026, 2, 17)))
    daily_deadlines(bygda.desk, at(date(2026, 2, 18)))
    bygda.run("2026-02", MARCH)

    assert len(told(bygda)) == 2
    assert bygda.trail().count("reglement endret") == 1


def test_a_month_that_needs_no_new_run_still_finds_what_was_changed(bygda: Kommune):
    write(bygda)
    bygda.run("2026-01", FEBRUARY)
    write(bygda, text=TEXT.replace("hver dag", "hver uke"))

    ran = bygda.run("2026-01", FEBRUARY)

    assert not ran.new
    assert reviews(bygda) == ["kasse"]


@pytest.mark.parametrize(
    "after",
    [
        TEXT.replace("Kassen skal telles hver dag. {more}", "Kassen telles."),  # gone
        TEXT.replace("{more}", "To må være til stede."),  # one more under the point
    ],
)
def test_a_sentence_that_is_gone_or_has_come_marks_the_rules_of_its_point(bygda: Kommune, after: str):
    write(bygda)
    bygda.run("2026-01", FEBRUARY)

    write(bygda, text=after)
    bygda.run("2026-02", MARCH)

    assert reviews(bygda) == ["kasse"]


@pytest.mark.parametrize(
    "after",
    [
        TEXT.replace("skal telles hver dag", "skal  telles\nhver dag"),  # broken over lines
        TEXT.replace("Avvik skal meldes", "Avvik skal meldes straks"),  # another point
        TEXT.replace("1.1 Telling", "1.1 Telling av kasse"),  # a heading
    ],
)
def test_what_does_not_change_what_a_rule_rests_on_marks_it_not(bygda: Kommune, after: str):
    write(bygda)
    bygda.run("2026-01", FEBRUARY)

    write(bygda, text=after)
    bygda.run("2026-02", MARCH)

    assert reviews(bygda) == []


def test_a_person_who_controls_confirms_that_the_rule_still_is_right(bygda: Kommune):
    write(bygda)
    bygda.run("2026-01", FEBRUARY)
    write(bygda, text=TEXT.replace("hver dag", "hver uke"))
    bygda.run("2026-02", MARCH)

    refused, why = confirm_review(bygda.desk, "kasse", "ANNE", at(MARCH))
    nobody, _ = confirm_review(bygda.desk, "kasse", "UKJENT", at(MARCH))
    nothing, _ = confirm_review(bygda.desk, "lov", "KARI", at(MARCH))
    done, problems = confirm_review(bygda.desk, "kasse", "KARI", at(MARCH))
    again, _ = confirm_review(bygda.desk, "kasse", "KARI", at(MARCH))

    assert (refused, nobody, nothing, again, problems) == ([], [], [], [], [])
    assert "internkontrollen" in why[0].what
    assert [(one.before, one.after, one.confirmed_by) for one in done] == [
        ("Kassen skal telles hver dag.", "Kassen skal telles hver uke.", "KARI")
    ]
    assert reviews(bygda) == []
    assert "regel gjennomgått" in bygda.trail()


def test_whoever_was_given_internal_control_confirms_as_well(bygda: Kommune):
    write(bygda)
    bygda.run("2026-01", FEBRUARY)
    write(bygda, text=TEXT.replace("hver dag", "hver uke"))
    bygda.run("2026-02", MARCH)
    given = {"name": "Berit", "person": "BERIT", "roles": [Role.INTERNAL_CONTROL], "by": "test", "now": at(MARCH)}
    new_user(bygda.desk.database, "berit", **given)

    done, problems = confirm_review(bygda.desk, "kasse", "BERIT", at(MARCH))

    assert (["BERIT"], []) == ([one.confirmed_by for one in done], problems)


def test_changed_back_it_must_be_looked_at_again(bygda: Kommune):
    write(bygda)
    bygda.run("2026-01", FEBRUARY)
    for text in (TEXT.replace("hver dag", "hver uke"), TEXT, TEXT.replace("hver dag", "hver uke")):
        write(bygda, text=text)
        bygda.run("2026-01", FEBRUARY)
        assert reviews(bygda)
        confirm_review(bygda.desk, "kasse", "KARI", at(MARCH))

    assert reviews(bygda) == []


# --- the register -----------------------------------------------------------------------------------------------------


def test_the_register_says_what_controls_a_sentence_and_when_it_was_last_shown(bygda: Kommune):
    write(bygda)
    bygda.run("2026-01", FEBRUARY)

    with bygda.desk.database.reading() as tx:
        rows = register_of(bygda.desk, tx).of("kasse")

    assert {number: row.standing for number, row in rows.items()} == {
        "1.1": Standing.MACHINE,
        "1.2": Standing.NONE,
        "1.3": Standing.SAMPLE,
    }
    evidence = rows["1.1"].evidence
    assert (str(evidence.month), evidence.known, evidence.works) == ("2026-01", 3, True)
    assert rows["1.2"].evidence is None
    assert counts(rows.values()).none_share == 34


def test_a_rule_has_a_track_record_of_the_months_that_were_run(bygda: Kommune):
    write(bygda)
    bygda.run("2026-01", FEBRUARY)
    bygda.run("2026-02", MARCH)

    with bygda.desk.database.reading() as tx:
        record = track_record_of(tx, "kasse")

    assert (str(record.first), str(record.last), record.struck, record.worked) == ("2026-01", "2026-02", 1, 2)
    assert record.alarms.share is None


# --- reading ----------------------------------------------------------------------------------------------------------


def share(bygda: Kommune, day: date = FEBRUARY) -> tuple[int, int]:
    with bygda.desk.database.reading() as tx:
        (found,) = [one for one in read_by(tx, bygda.desk, day) if one.reglement.id == "kasse"]
    return found.coverage.has, found.coverage.should


def test_a_confirmation_is_of_the_exact_version_and_a_new_one_needs_a_new(bygda: Kommune):
    write(bygda)

    first, _ = confirm_reading(bygda.desk, "kasse", "ANNE", at(FEBRUARY))
    twice, problems = confirm_reading(bygda.desk, "kasse", "ANNE", at(FEBRUARY))
    before = share(bygda)
    write(bygda, version="2")
    after = share(bygda)
    second, _ = confirm_reading(bygda.desk, "kasse", "ANNE", at(MARCH))

    assert first is not None
    assert twice is None
    assert len(problems) == 1
    assert (before, after, share(bygda)) == ((1, 9), (0, 9), (1, 9))
    assert second is not None
    assert second.digest != first.digest
    assert bygda.trail().count("reglement lest") == 2


@pytest.mark.parametrize(
    ("who", "should"),
    [("alle", 9), ("leder", 5), ("internkontroll", 2), ("okonomi", 1), ("kommunedirektor", 1), ("hovedverneombud", 0)],
)
def test_who_should_read_is_said_in_words_for_people(bygda: Kommune, who: str, should: int):
    write(bygda, who=who)

    assert share(bygda) == (0, should)


def test_nobody_confirms_for_a_person_or_a_reglement_that_is_not_there(bygda: Kommune):
    write(bygda)

    assert confirm_reading(bygda.desk, "kasse", "UKJENT", at(FEBRUARY))[0] is None
    none, problems = confirm_reading(bygda.desk, "kase", "ANNE", at(FEBRUARY))

    assert none is None
    assert "Mente du «kasse»?" in problems[0].fix
    assert "reglement lest" not in bygda.trail()


# --- training ---------------------------------------------------------------------------------------------------------

TRAINING = """id: opplaering
navn: Opplæring
nokkel: id
dato: frist
enhet: enhet
felter:
  - {id: id, type: tekst}
  - {id: enhet, type: tekst}
  - {id: person, type: tekst, personlig: ja}
  - {id: kurs, type: tekst}
  - {id: frist, type: dato}
  - {id: fullfort_dato, type: dato, personlig: ja}
"""
ROWS = """id;enhet;person;kurs;frist;fullfort_dato
1;1;P1;etikk;2026-01-31;2026-01-20
2;1;P2;etikk;2026-01-31;
3;2;P3;etikk;2026-02-16;2026-02-17
4;2;P4;etikk;2026-02-17;
5;2;P5;etikk;2025-02-16;
6;2;P6;brann;2026-01-31;2026-01-01
"""


def courses(kommune: Kommune) -> dict[str, tuple[int, int]]:
    with kommune.desk.database.reading() as tx:
        found = trained(tx, kommune.desk.rulebook, FEBRUARY)
    return {one.name: (one.coverage.has, one.coverage.should) for one in found}


def test_courses_that_were_due_within_a_year_are_counted_and_what_is_done_later_is_not(make: Make):
    kommune = make({"datasett/opplaering.yaml": TRAINING})

    assert courses(kommune) == {}
    kommune.deliver("datasett/opplaering/alle.csv", ROWS, date(2026, 2, 1))
    assert courses(kommune) == {"brann": (1, 1), "etikk": (1, 3)}
