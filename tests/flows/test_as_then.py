"""As then: a month computed again is the same to the byte, whatever has happened since; and what is not untouched is told."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from sqlalchemy import text

from kontroll.domain.month import Month
from kontroll.domain.policy import Kept, RetentionRule
from kontroll.domain.problem import Problem
from kontroll.domain.recomputed import Cause, Compared, Now, Recomputed
from kontroll.flows.books import as_then as flow
from kontroll.flows.books.as_then import as_then
from kontroll.flows.home.check_trail import check_trail
from kontroll.flows.home.prune import prune
from kontroll.rulebook.read import read_rulebook
from kontroll.store.database import Database
from village import write

from .small import ORGANISATION, POLICIES, Kommune, Make, at, rule

JAN = Month(2026, 1)
FEB, MARCH, APRIL, LATER = date(2026, 2, 20), date(2026, 3, 20), date(2026, 4, 20), date(2027, 1, 5)
LIMIT = {
    "parametre/grense.yaml": """
id: grense
navn: Grensen
maaleenhet: prosent
verdier: [{gyldig_fra: 2020-01-01, verdi: 0}]
"""
}


def below(limit: int) -> dict[str, str]:
    """The rule `minus` with another limit than 0, and tests that it holds."""
    made = rule("minus", condition=f"{{indikator: balanse, er: under, verdi: {limit}}}")
    return {name: text.replace("0 -0.1 _", f"{limit} {limit - 0.1:.1f} _") for name, text in made.items()}


def again(bygda: Kommune, month: str = "2026-01", run: str | None = None, **more) -> Recomputed:
    (found,) = as_then(bygda.desk, [Month.parse(month)], at(LATER), "konto:kari", run=run, **more)
    assert isinstance(found, Recomputed)
    return found


def now(bygda: Kommune, what: Now, month: str = "2026-01") -> Compared:
    (compared,) = again(bygda, month, against=[what]).compared
    return compared


def cells(compared: Compared | Recomputed) -> list[tuple[str, str, str, str]]:
    return [(cell.rule, cell.enhet, cell.before, cell.after) for cell in compared.cells]


def rewrite(bygda: Kommune, *rules: dict[str, str]) -> None:
    """The kommune writes other rule files, or others beside them."""
    folder = write(bygda.folder / "rules", {name: text for one in rules for name, text in one.items()})
    rulebook, problems = read_rulebook([folder])
    assert not [str(problem) for problem in problems]
    bygda.desk = replace(bygda.desk, rulebook=rulebook)


def by_hand(database: Database, statement: str, **values: object) -> None:
    """Somebody who may write in the database does."""
    with database.engine.connect() as connection, connection.begin():
        connection.execute(text(statement), values)


@pytest.fixture
def january(make: Make) -> Kommune:
    """January has been run: of the three schools one is below 0, one at it, and one reported nothing."""

    def run() -> Kommune:
        bygda = make(rule("minus"))
        bygda.measure("2026-01", FEB, e1=-2, e2=0, e3="")
        bygda.run("2026-01", FEB)
        return bygda

    return make.once("january as then", run)


# --- as then ----------------------------------------------------------------------------------------------------------


def test_a_month_comes_out_the_same_to_the_byte(january: Kommune):
    found = again(january)

    assert (True, [], [], []) == (found.holds, found.cells, found.causes, found.problems)
    assert found.digest == found.then.digest == found.then.book.digest
    assert found.then.run.engine == found.engine


def test_it_does_so_when_the_rules_are_others_now(january: Kommune):
    rewrite(january, below(-3), rule("ny"))

    assert again(january).holds


def test_it_does_so_when_a_parameter_is_another_now(make: Make):
    (text,) = rule("minus", condition="{indikator: balanse, er: under, verdi: {parameter: grense}}").values()
    tested = text.replace("{navn: grensen,", "{navn: grensen, parametre: {grense: 0},")
    bygda = make({"regler/minus.yaml": tested}, LIMIT)
    bygda.measure("2026-01", FEB, e1=-2, e2=0, e3="")
    bygda.run("2026-01", FEB)
    rewrite(bygda, {name: text.replace("verdi: 0", "verdi: 1") for name, text in LIMIT.items()})

    found = again(bygda, against=[Now.RULES])

    assert found.holds
    assert [("minus", "2", "usann", "sann")] == cells(found.compared[0])


@pytest.mark.parametrize("run_again", [False, True])
def test_it_does_so_when_late_data_have_come(january: Kommune, run_again: bool):
    before = again(january).digest
    january.measure("2026-01", MARCH, e3=-5)
    if run_again:
        january.run("2026-02", MARCH)

    found = again(january)

    assert found.holds
    assert run_again == (found.digest != before)
    assert ("2026-02-1" if run_again else "2026-01-1") == found.then.run.id


def test_it_does_so_when_a_value_was_corrected(january: Kommune):
    january.measure("2026-01", MARCH, e1=2)
    january.run("2026-02", MARCH)

    assert again(january).holds
    assert again(january, run="2026-01-1").holds
    assert again(january).digest != again(january, run="2026-01-1").digest


def test_it_does_so_when_the_organisation_is_another_now(january: Kommune):
    january.deliver("organisasjon.csv", ORGANISATION.replace("3;Grenda", "4;Grenda"), MARCH)

    assert again(january).holds


def test_it_does_so_when_records_came_again(make: Make):
    bygda = make(rule("dyr", dataset="faktura"))
    bygda.invoices("jan", FEB, "B1;2026-01-05;1;2000", "B2;2026-01-05;1;200")
    bygda.run("2026-01", FEB)
    bygda.invoices("rettet", MARCH, "B1;2026-01-05;2;2000", "B2;2026-01-05;1;2000")

    assert again(bygda).holds
    assert [("dyr", "1", "sann", ""), ("dyr", "1", "usann", "sann"), ("dyr", "2", "", "sann")] == sorted(
        one for one in cells(now(bygda, Now.DATA)) if one[0] == "dyr"
    )


def test_a_rule_that_was_left_out_then_is_left_out_again(make: Make):
    bygda = make(rule("minus"), rule("utkastet", status="utkast"))
    bygda.measure("2026-01", FEB, e1=-2, e2=0, e3="")
    bygda.run("2026-01", FEB)
    rewrite(bygda, rule("utkastet"))

    found = again(bygda, against=[Now.RULES])

    assert found.holds
    assert {"utkastet": 5} == found.compared[0].by_rule


# --- which run --------------------------------------------------------------------------------------------------------


def test_a_month_that_a_later_run_judged_anew_stands_on_what_that_run_knew(january: Kommune):
    rewrite(january, below(1))
    january.measure("2026-01", MARCH, e3=0)
    january.run("2026-02", MARCH)

    stands, first = again(january), again(january, run="2026-01-1")

    assert ("2026-02-1", 2) == (stands.then.run.id, stands.then.book.number)
    assert ("2026-01-1", 1) == (first.then.run.id, first.then.book.number)
    assert stands.holds
    assert first.holds


def test_a_run_that_found_its_own_month_as_it_stood_is_shown_with_what_it_knew_itself(january: Kommune):
    rewrite(january, rule("minus", more="kjente_falske_alarmer: [omorganisering]\n"))
    january.run("2026-01", MARCH)

    found = again(january, run="2026-01-2")

    assert found.holds
    assert ("2026-01-2", 1) == (found.then.run.id, found.then.book.number)
    assert found.then.run.rulebook != again(january).then.run.rulebook


def test_a_run_that_let_an_earlier_month_stand_is_shown_with_the_run_that_gave_its_answers(january: Kommune):
    january.measure("2026-02", MARCH, e1=1)
    january.run("2026-02", MARCH)
    january.measure("2026-01", APRIL, e1=5)
    january.run("2026-03", APRIL)

    found = again(january, run="2026-02-1")

    assert found.holds
    assert ("2026-01-1", "2026-02-1") == (found.then.run.id, found.then.asked.id if found.then.asked else None)


@pytest.mark.parametrize(
    ("month", "run", "what"),
    [
        ("2026-03", None, "måneden er ikke kjørt"),
        ("2026-01", "2026-01-9", "det finnes ingen fullført kjøring med dette navnet"),
        ("2026-02", "2026-01-1", "måneden hadde ingen svar da kjøring 2026-01-1 var ferdig"),
    ],
)
def test_what_has_no_answers_is_told(january: Kommune, month: str, run: str | None, what: str):
    january.run("2026-02", MARCH)

    (found,) = as_then(january.desk, [Month.parse(month)], at(LATER), "konto:kari", run=run)

    assert isinstance(found, Problem)
    assert what == found.what


# --- with something of today ------------------------------------------------------------------------------------------


def test_after_the_rules_then_and_after_the_rules_now(january: Kommune):
    rewrite(january, below(-3))
    january.measure("2026-01", MARCH, e2=-9)

    assert [("minus", "1", "sann", "usann")] == cells(now(january, Now.RULES))
    assert [("minus", "2", "usann", "sann")] == cells(now(january, Now.DATA))
    assert [("minus", "1", "sann", "usann"), ("minus", "2", "usann", "sann")] == cells(now(january, Now.BOTH))
    assert (0, 1) == (now(january, Now.RULES).struck, now(january, Now.BOTH).struck)


def test_where_nothing_has_changed_nothing_comes_out_otherwise(january: Kommune):
    for what in Now:
        assert [] == cells(now(january, what))


# --- what is not as it was --------------------------------------------------------------------------------------------


def test_another_engine_is_told_as_another_engine(january: Kommune, monkeypatch: pytest.MonkeyPatch):
    """A planted change of the engine: it finds one utslag less."""
    sound = flow.judge

    def faulty(*given):
        return {
            month: replace(one, verdicts=one.verdicts.with_columns(resultat=one.verdicts["resultat"] * 0), digest="x")
            for month, one in sound(*given).items()
        }

    monkeypatch.setattr(flow, "judge", faulty)

    other, same = again(january, engine="9.9+abc"), again(january)

    assert ([Cause.ENGINE], [Cause.UNEXPLAINED]) == (other.causes, same.causes)
    assert {("minus", "1", "sann", "usann"), ("minus", "3", "ukjent", "usann")} <= set(cells(other))
    assert not other.holds


def test_another_engine_that_finds_the_same_is_no_difference(january: Kommune):
    found = again(january, engine="9.9+abc")

    assert (True, True, []) == (found.holds, found.other_engine, found.causes)


def test_a_rule_file_that_was_changed_in_the_database_is_told(january: Kommune):
    database = january.desk.database
    with database.reading() as tx:
        kept = tx.rulebooks.get(again(january).then.run.rulebook)
    assert kept is not None
    digest = next(digest for _level, path, digest in kept.listed if path == "regler/minus.yaml")
    by_hand(database, "UPDATE kept_file SET content = :x WHERE digest = :d", x=b"id: minus", d=digest)

    found = again(january)

    assert (False, "") == (found.holds, found.digest)
    assert ["regelfilen fra den gang er endret i databasen"] == [problem.what for problem in found.problems]


def test_a_rule_file_that_is_gone_is_told(january: Kommune):
    by_hand(january.desk.database, "DELETE FROM kept_file")

    assert {"regelfilen fra den gang finnes ikke lenger i databasen"} == {one.what for one in again(january).problems}


def test_another_list_of_rule_files_is_told(january: Kommune):
    by_hand(january.desk.database, "UPDATE kept_rulebook SET files = '[]'")

    assert ["listen over regelfilene fra den gang er endret i databasen"] == [p.what for p in again(january).problems]


def test_a_run_from_before_rules_were_kept_says_so_and_today_is_held_against_its_book(january: Kommune):
    by_hand(january.desk.database, "DELETE FROM kept_rulebook")
    rewrite(january, below(-3))

    found = again(january, against=[Now.RULES])

    assert ["reglene fra den gang er ikke tatt vare på"] == [problem.what for problem in found.problems]
    assert [("minus", "1", "sann", "usann")] == cells(found.compared[0])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE delivery_content SET salt = '0' WHERE seq = 3",
        "DELETE FROM delivery_content WHERE seq = 3",
        "UPDATE delivery SET taken = 'avvist' WHERE seq = 3",
        "UPDATE delivery SET kind = 'ambisjoner' WHERE seq = 3",
    ],
)
def test_a_delivery_that_was_changed_in_the_database_is_told(january: Kommune, statement: str):
    by_hand(january.desk.database, statement)

    found = again(january)

    assert not found.holds
    assert [("leveranse 3", "leveransen er ikke lenger slik den kom")] == [
        (problem.place.file, problem.what) for problem in found.problems
    ]


def columns(**of: list) -> bytes:
    written = io.BytesIO()
    pl.DataFrame(of).write_ipc(written)
    return written.getvalue()


#: What somebody may put in the place of content: no file at all, no text at all, a file cut off, and one of other columns.
SPOILT = {
    "no bytes": b"",
    "no file": b"endret",
    "no text": b"\xff\xfe\xc3",
    "a file cut off": columns(a=["b"])[:-9],
    "other columns": columns(a=["b"]),
}
spoilt = pytest.mark.parametrize("content", SPOILT.values(), ids=SPOILT)


@spoilt
def test_a_delivery_that_was_changed_so_that_it_cannot_be_read_is_told(january: Kommune, content: bytes):
    by_hand(january.desk.database, "UPDATE delivery_content SET content = :x WHERE seq = 3", x=content)

    found = again(january, against=list(Now))

    assert (False, "", []) == (found.holds, found.digest, found.causes)
    assert [("leveranse 3", "leveransen er ikke lenger slik den kom")] == [
        (problem.place.file, problem.what) for problem in found.problems
    ]
    assert [("", [])] * 3 == [(compared.digest, list(compared.problems)) for compared in found.compared]


def test_a_later_delivery_that_was_changed_is_told_where_the_data_of_today_are_asked_for(january: Kommune):
    january.measure("2026-01", MARCH, e3=-5)
    by_hand(january.desk.database, "UPDATE delivery_content SET content = :x WHERE seq = 4", x=b"endret")

    found = again(january, against=[Now.RULES, Now.DATA])
    rules, data = found.compared

    assert found.holds
    assert rules.digest
    assert ("", ["leveranse 4"]) == (data.digest, [problem.place.file for problem in data.problems])


def test_a_byte_that_sqlite_takes_for_text_is_told(january: Kommune):
    database = january.desk.database
    if database.engine.dialect.name == "sqlite":
        for table in ("delivery_content", "book_content"):
            by_hand(database, f"UPDATE {table} SET content = CAST(content || X'FF' AS TEXT)")

        what = {problem.what for problem in again(january).problems}

        assert {"leveransen er ikke lenger slik den kom", "svarene for måneden er endret i databasen"} == what


@spoilt
def test_answers_that_were_changed_so_that_they_cannot_be_read_are_told(january: Kommune, content: bytes):
    by_hand(january.desk.database, "UPDATE book_content SET content = :x", x=content)

    found = again(january, against=[Now.RULES])

    assert (False, True, []) == (found.holds, found.identical, found.cells)
    assert [("2026-01, bok 1", "svarene for måneden er endret i databasen")] == [
        (problem.place.file, problem.what) for problem in found.problems
    ]
    assert [] == cells(found.compared[0])


def test_answers_and_their_basis_that_can_no_longer_be_read_are_both_told(january: Kommune):
    by_hand(january.desk.database, "DELETE FROM book_content")
    by_hand(january.desk.database, "UPDATE delivery_content SET content = :x WHERE seq = 3", x=b"endret")

    found = again(january, against=list(Now))

    assert ["leveranse 3", "2026-01, bok 1"] == [problem.place.file for problem in found.problems]
    assert ["", "", ""] == [compared.digest for compared in found.compared]


def test_a_delivery_that_came_later_and_was_changed_is_no_matter(january: Kommune):
    january.measure("2026-01", MARCH, e3=-5)
    by_hand(january.desk.database, "DELETE FROM delivery_content WHERE seq = 4")

    assert again(january).holds


def test_answers_that_were_changed_are_told(january: Kommune):
    january.measure("2026-02", MARCH, e1=-1)
    january.run("2026-02", MARCH)
    statement = "UPDATE book_content SET content = (SELECT content FROM book_content WHERE month = '2026-02')"
    by_hand(january.desk.database, statement)

    found = again(january)

    assert ["svarene for måneden er endret i databasen"] == [problem.what for problem in found.problems]


def test_a_run_that_says_it_knew_less_than_it_did_is_told(january: Kommune):
    by_hand(january.desk.database, "UPDATE run SET upto = 2")

    found = again(january)

    assert "det som står om kjøringen, er endret siden" in [problem.what for problem in found.problems]
    assert [Cause.CHANGED] == found.causes


def test_a_basis_that_was_deleted_on_time_is_told_and_is_no_tampering(january: Kommune):
    january.desk = replace(
        january.desk, policies=replace(POLICIES, retention=(RetentionRule(kept=Kept.DELIVERY, years=7, kind=None),))
    )
    prune(january.desk, at(date(2034, 1, 1)))

    found = again(january)

    assert ([], 1, [Cause.DELETED]) == (found.problems, found.deleted, found.causes)
    assert ("minus", "1", "sann", "ukjent") in cells(found)


def test_it_is_on_the_trail_that_it_was_done_and_nothing_else_is_written(january: Kommune):
    before = len(january.trail())
    again(january)

    assert "gjenskaping" == january.trail()[-1]
    assert before + 1 == len(january.trail())
    assert [] == check_trail(january.desk.database).breaks
    assert not january.run("2026-01", LATER).new


def test_several_months_are_each_told(january: Kommune):
    january.measure("2026-02", MARCH, e1=-1)
    january.run("2026-02", MARCH)
    told: list[Month] = []

    found = as_then(
        january.desk, [JAN, JAN.plus(1), JAN.plus(2)], at(LATER), "konto:kari", against=list(Now), tell=told.append
    )

    assert [JAN, JAN.plus(1), JAN.plus(2)] == told
    assert [True, True, None] == [one.holds if isinstance(one, Recomputed) else None for one in found]
