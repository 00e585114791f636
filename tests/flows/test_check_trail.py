"""Check the trail: answers and rule files are held against it too, and what is gone after its time is no tampering."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from sqlalchemy import text

from kontroll.domain.policy import Kept, RetentionRule
from kontroll.flows.home.check_trail import check_trail
from kontroll.flows.home.prune import prune

from .small import POLICIES, Kommune, Make, at, rule

FEB, MARCH = date(2026, 2, 20), date(2026, 3, 20)
JANUARY = "month = '2026-01' AND number = 1"
CHANGED = "svarene for måneden er endret i databasen"


def other_columns() -> bytes:
    written = io.BytesIO()
    pl.DataFrame({"a": ["b"]}).write_ipc(written)
    return written.getvalue()


def by_hand(bygda: Kommune, statement: str, **values: object) -> None:
    with bygda.desk.database.engine.connect() as connection, connection.begin():
        connection.execute(text(statement), values)


def told(bygda: Kommune) -> list[tuple[str, str]]:
    checked = check_trail(bygda.desk.database)
    assert [] == checked.breaks
    assert len(checked.problems) == checked.faults
    return [(problem.place.file, problem.what) for problem in checked.problems]


def digest_of_rule(bygda: Kommune) -> str:
    """Of regler/minus.yaml as it is kept."""
    with bygda.desk.database.reading() as tx:
        (kept,) = tx.rulebooks.rows.all()
    return next(digest for _level, path, digest in kept.listed if path == "regler/minus.yaml")


@pytest.fixture
def bygda(make: Make) -> Kommune:
    """January has two books, February one; all three by the same rules."""
    made = make(rule("minus"))
    made.measure("2026-01", FEB, e1=-2, e2=0, e3="")
    made.run("2026-01", FEB)
    made.measure("2026-01", MARCH, e3=-5)
    made.run("2026-02", MARCH)
    return made


def test_a_trail_that_holds_tells_nothing(bygda: Kommune):
    assert [] == told(bygda)


@pytest.mark.parametrize("content", [b"", b"endret", b"\xff\xfe", other_columns()])
def test_answers_that_can_no_longer_be_read_are_told_by_month_and_book(bygda: Kommune, content: bytes):
    by_hand(bygda, f"UPDATE book_content SET content = :x WHERE {JANUARY}", x=content)

    assert [("2026-01, bok 1", CHANGED)] == told(bygda)


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE book_content SET content = (SELECT content FROM book_content WHERE month = '2026-02') WHERE {JANUARY}",
        f"DELETE FROM book_content WHERE {JANUARY}",
        f"UPDATE book SET digest = 'x' WHERE {JANUARY}",
    ],
)
def test_answers_that_are_others_or_gone_are_told(bygda: Kommune, statement: str):
    by_hand(bygda, statement)

    assert [("2026-01, bok 1", CHANGED)] == told(bygda)


def test_a_book_that_is_gone_with_all_that_is_known_of_it_is_told(bygda: Kommune):
    for table in ("book_content", "book"):
        by_hand(bygda, f"DELETE FROM {table} WHERE month = '2026-02'")

    assert [("2026-02, bok 1", CHANGED)] == told(bygda)


def test_a_book_that_the_trail_does_not_know_is_told(bygda: Kommune):
    with bygda.desk.database.transaction("noen", at(MARCH)) as tx:
        book = tx.books.rows.all()[-1]
        tx.books.add(replace(book, number=7), tx.books.verdicts(book))

    assert [(f"{book.month}, bok 7", CHANGED)] == told(bygda)


def test_a_rule_file_that_was_changed_is_told_by_name(bygda: Kommune):
    by_hand(bygda, "UPDATE kept_file SET content = :x WHERE digest = :d", x=b"\xffid: minus", d=digest_of_rule(bygda))

    assert [("regler/minus.yaml", "regelfilen fra den gang er endret i databasen")] == told(bygda)


def test_a_rule_file_that_is_gone_is_told_by_name(bygda: Kommune):
    by_hand(bygda, "DELETE FROM kept_file WHERE digest = :d", d=digest_of_rule(bygda))

    assert [("regler/minus.yaml", "regelfilen fra den gang finnes ikke lenger i databasen")] == told(bygda)


@pytest.mark.parametrize("statement", ["UPDATE kept_rulebook SET files = '[]'", "DELETE FROM kept_rulebook"])
def test_a_list_of_rule_files_that_was_changed_or_is_gone_is_told(bygda: Kommune, statement: str):
    by_hand(bygda, statement)

    assert ["listen over regelfilene fra den gang er endret i databasen"] == [what for _place, what in told(bygda)]


def test_a_delivery_whose_content_is_gone_before_its_time_is_told(bygda: Kommune):
    by_hand(bygda, "DELETE FROM delivery_content WHERE seq = 3")

    checked = check_trail(bygda.desk.database)

    assert (["content"], 0) == ([one.kind for one in checked.breaks], checked.deleted_files)


def test_what_is_deleted_after_its_time_is_no_tampering(bygda: Kommune):
    kept = (RetentionRule(kept=one, years=1, kind=None) for one in (Kept.DELIVERY, Kept.TEXT, Kept.MESSAGE))
    bygda.desk = replace(bygda.desk, policies=replace(POLICIES, retention=tuple(kept)))
    assert prune(bygda.desk, at(date(2034, 1, 1))).deliveries

    assert [] == told(bygda)
