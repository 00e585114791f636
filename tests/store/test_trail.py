"""The trail in the database: what was written is found again, what was deleted on time is told, what was changed is seen."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import text

from kontroll.store.database import Database
from kontroll.store.upgrade import upgrade

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def test_entries_of_several_transactions_make_one_chain(database: Database):
    for n in range(3):
        with database.transaction(f"P{n}", NOW) as tx:
            tx.trail.append("a", {"n": n})
            tx.trail.append("b", {"n": n}, {"why": f"fordi {n}"})

    with database.reading() as tx:
        assert [1, 2, 3, 4, 5, 6] == [e.seq for e in tx.trail.entries()]
        assert [5, 6] == [e.seq for e in tx.trail.entries(after=4)]
        assert "fordi 2" == tx.trail.text(6, "why")
        assert not list(tx.trail.check())


def test_the_chain_holds_when_a_text_is_deleted_and_the_text_is_gone(database: Database):
    with database.transaction("P1", NOW) as tx:
        seq = tx.trail.append("a", texts={"why": "personlig grunn", "more": "mer"})

    with database.transaction("kontroll", NOW) as tx:
        tx.trail.delete_texts([seq])

    with database.reading() as tx:
        assert not list(tx.trail.check())
        assert tx.trail.text(seq, "why") is None
    with database.engine.connect() as connection:
        left = connection.execute(text("SELECT body FROM trail")).scalars().all()
    assert not [body for body in left if b"personlig" in bytes(body)]


def test_a_text_that_is_changed_is_seen(database: Database):
    with database.transaction("P1", NOW) as tx:
        seq = tx.trail.append("a", texts={"why": "ja"})
    with database.engine.connect() as connection, connection.begin():
        connection.execute(text("UPDATE trail_text SET content = 'nei'"))

    with database.reading() as tx:
        assert [(seq, "text")] == [(b.seq, b.kind) for b in tx.trail.check()]


def test_one_who_takes_away_the_triggers_and_changes_an_entry_is_seen(tmp_path: Path):
    file = tmp_path / "kontroll.db"
    database = Database(f"sqlite:///{file}")
    upgrade(database)
    with database.transaction("P1", NOW) as tx:
        for n in range(5):
            tx.trail.append("a", {"n": n})
    with sqlite3.connect(file) as direct:
        direct.execute("DROP TRIGGER trail_no_update")
        direct.execute("UPDATE trail SET body = replace(CAST(body AS TEXT), '\"n\":2', '\"n\":9') WHERE seq = 3")
    direct.close()

    with database.reading() as tx:
        assert [(3, "hash")] == [(b.seq, b.kind) for b in tx.trail.check()]
    database.close()
