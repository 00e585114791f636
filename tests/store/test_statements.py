"""What is asked again and again is made once, and values that are missing or false are found as what they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kontroll.domain.month import Month
from kontroll.domain.notice import Notice, NoticeState, Reason
from kontroll.store import statements
from kontroll.store.database import Database

NOW = datetime(2026, 4, 20, tzinfo=UTC)


def notice(id: str, **more: object) -> Notice:
    known = {
        "reason": Reason.NEW_SAK,
        "recipient": "ANNE",
        "channel": "mappe",
        "subject_key": "S1",
        "created": NOW.date(),
    }
    return Notice(**{"id": id, "state": NoticeState.WAITING, **known, **more})  # type: ignore[arg-type]


@pytest.fixture
def some(database: Database) -> Database:
    with database.transaction("kontroll", NOW) as tx:
        tx.notices.add(notice("a", month=Month(2026, 3), urgent=True))
        tx.notices.add(notice("b", state=NoticeState.COMPOSED, rule="m"))
        tx.notices.add(notice("c", urgent=False))
    return database


@pytest.mark.parametrize(
    ("equal", "found"),
    [
        ({}, ["a", "b", "c"]),
        ({"month": Month(2026, 3)}, ["a"]),
        ({"month": None}, ["b", "c"]),
        ({"urgent": False}, ["b", "c"]),
        ({"urgent": True, "rule": None}, ["a"]),
        ({"rule": "m", "state": NoticeState.COMPOSED}, ["b"]),
        ({"rule": None, "month": None}, ["c"]),
        ({"rule": ""}, []),
    ],
)
def test_where_finds_those_that_are_so(some: Database, equal: dict[str, object], found: list[str]) -> None:
    with some.reading() as tx:
        assert [one.id for one in tx.notices.where(**equal)] == found


def test_among_takes_any_number_and_none_in_one_question_each(some: Database) -> None:
    with some.reading() as tx:
        assert [one.id for one in tx.notices.among("id", ["c", "a", "a", "x"])] == ["a", "c"]
        assert tx.notices.among("id", []) == []
        assert [one.id for one in tx.notices.among("state", [NoticeState.WAITING])] == ["a", "c"]


def test_nothing_is_got_by_a_key_that_is_missing(some: Database) -> None:
    with some.reading() as tx:
        assert tx.notices.get(None) is None


def test_a_field_is_given_a_value_and_emptied_again(some: Database) -> None:
    with some.transaction("kontroll", NOW) as tx:
        one = tx.notices.get("a")
        assert one is not None
        given = tx.notices.save(one, replace(one, rule="kort-001", month=None))
        assert tx.notices.get("a") == given
        emptied = tx.notices.save(given, replace(given, rule=None, month=one.month))
        assert tx.notices.get("a") == emptied == replace(one, version=2)


def test_the_same_question_is_made_once(some: Database) -> None:
    with some.reading() as tx:
        table = tx.notices.table
    assert statements.where(table, ("id",), ("id",), ("sak",), ()) is statements.where(
        table, ("id",), ("id",), ("sak",), ()
    )
    assert statements.where(table, ("id",), ("id",), ("sak",), ()) is not statements.where(
        table, ("id",), ("id",), (), ("sak",)
    )
