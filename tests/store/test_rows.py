"""Nobody's change is lost: of two who save the same thing at once, the second is told."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from kontroll.domain.conflict import Conflict
from kontroll.domain.month import Month
from kontroll.domain.notice import Message
from kontroll.domain.rule import Severity
from kontroll.domain.sak import Sak, SakState
from kontroll.store.database import Database

NOW = datetime(2026, 3, 2, 12, 0, 0, 123456, tzinfo=UTC)


def sak(id: str = "S1", **changed: object) -> Sak:
    plain = Sak(
        id=id, kind="oppfolging", rule="okonomi-001", enhet="5102", month=Month(2026, 2), opened=date(2026, 3, 2),
        owner="P1", owner_enhet="5102", deadline=date(2026, 3, 16), state=SakState.OPEN, severity=Severity.HIGH,
    )  # fmt: skip
    return replace(plain, **changed)


def test_what_is_added_comes_back_the_same(database: Database):
    added = sak(answered_on=date(2026, 3, 5), evidence=True)
    with database.transaction("P1", NOW) as tx:
        tx.saker.add(added)

    with database.reading() as tx:
        assert added == tx.saker.get("S1")


def test_points_in_time_come_back_in_utc_to_the_microsecond(database: Database):
    message = Message(
        id="m", recipient="P1", channel="epost", day=date(2026, 3, 2), composed_at=NOW, subject="a", text="b", html="c"
    )
    with database.transaction("P1", NOW) as tx:
        tx.messages.add(message)

    with database.reading() as tx:
        found = tx.messages.get("m")
    assert found == message
    assert found is not None
    assert timedelta(0) == found.composed_at.utcoffset()


def test_the_second_of_two_who_save_at_once_gets_a_conflict_and_changes_nothing(database: Database):
    with database.transaction("P1", NOW) as tx:
        read = tx.saker.add(sak())
    with database.transaction("P1", NOW) as tx:
        tx.saker.save(read, replace(read, owner="P2"))

    with pytest.raises(Conflict), database.transaction("P3", NOW) as tx:
        tx.saker.save(read, replace(read, owner="P3"))

    with database.reading() as tx:
        kept = tx.saker.get("S1")
    assert kept == replace(read, owner="P2", version=1)


def test_saving_what_is_not_changed_takes_no_version(database: Database):
    with database.transaction("P1", NOW) as tx:
        read = tx.saker.add(sak())
        assert read == tx.saker.save(read, replace(read))


def test_a_key_that_is_taken_is_a_conflict_that_tells_no_value(database: Database):
    with database.transaction("P1", NOW) as tx:
        tx.saker.add(sak())

    with pytest.raises(Conflict) as caught, database.transaction("P1", NOW) as tx:
        tx.saker.add(sak(owner="P-HEMMELIG"))

    assert "HEMMELIG" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_nothing_is_kept_of_a_transaction_that_fails(database: Database):
    with pytest.raises(RuntimeError), database.transaction("P1", NOW) as tx:  # noqa: PT012
        tx.saker.add(sak())
        tx.trail.append("test")
        raise RuntimeError

    with database.reading() as tx:
        assert not tx.saker.all()
        assert 0 == tx.trail.count()


def test_more_values_than_one_statement_takes_are_all_found(database: Database):
    many = [sak(f"S{n:05}") for n in range(2_600)]
    with database.transaction("P1", NOW) as tx:
        tx.saker.add_all(many)

    with database.reading() as tx:
        assert many == tx.saker.among("id", [s.id for s in many])
        assert 2_600 == tx.saker.count(enhet="5102")


def test_eight_at_once_each_change_what_they_read_and_no_change_is_lost(database: Database):
    """Each adds one to `reopened` until it has done so 15 times; whoever comes second reads again."""
    with database.transaction("P0", NOW) as tx:
        tx.saker.add(sak())
    conflicts: list[Conflict] = []
    failed: list[BaseException] = []

    def hammer(person: str) -> None:
        try:
            done = 0
            while done < 15:
                with database.reading() as tx:
                    read = tx.saker.get("S1")
                assert read is not None
                try:
                    with database.transaction(person, NOW) as tx:
                        tx.saker.save(read, replace(read, reopened=read.reopened + 1))
                        tx.trail.append("test", {"sak": "S1"})
                    done += 1
                except Conflict as conflict:
                    conflicts.append(conflict)
        except BaseException as error:
            failed.append(error)
            raise

    threads = [threading.Thread(target=hammer, args=(f"P{n}",)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not failed
    assert conflicts, "nobody met anybody: the test shows nothing"
    with database.reading() as tx:
        kept = tx.saker.get("S1")
        assert kept is not None
        assert (120, 120) == (kept.reopened, kept.version)
        assert 120 == tx.trail.count()
        assert not list(tx.trail.check())
