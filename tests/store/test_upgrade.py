"""The database's versions: the same steps on both databases, and nothing left out of them."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

import postgres
from kontroll.store import tables, tables_followup
from kontroll.store.database import Database
from kontroll.store.transaction import Transaction
from kontroll.store.upgrade import differences, newest_version, upgrade, version_of

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def test_the_steps_make_exactly_the_tables_that_the_program_describes(database: Database):
    assert not list(differences(database))
    assert newest_version() == version_of(database)


def test_an_upgrade_of_an_upgraded_database_changes_nothing(database: Database):
    upgrade(database)

    assert newest_version() == version_of(database)


def test_the_columns_of_every_table_are_the_fields_of_its_dataclass(database: Database):
    with database.reading() as tx:
        rows = [getattr(tx, name) for name in ROWS]
        rows += [tx.deliveries.rows, tx.deliveries.changed, tx.books.rows, tx.books.changes]

        for one in rows:
            fields = {field.name for field in dataclasses.fields(one.kind)}
            assert fields == set(one.table.columns.keys()), one.kind


ROWS = ("runs", "avvik", "saker", "tiltak", "unntak", "decisions", "notices", "messages")


def test_the_trail_can_be_added_to_but_neither_changed_nor_deleted(database: Database):
    with database.transaction("P1", NOW) as tx:
        tx.trail.append("test", {"sak": "S1"})

    statements = ["UPDATE trail SET hash = 'x'", "DELETE FROM trail"]
    if database.is_sqlite:
        statements.append("INSERT OR REPLACE INTO trail VALUES (1, 'x', 'y', 'z')")
    for statement in statements:
        with pytest.raises(DatabaseError), database.engine.connect() as connection, connection.begin():
            connection.execute(text(statement))

    with database.reading() as tx:
        assert 1 == tx.trail.count()
        assert not list(tx.trail.check())


def test_the_programs_role_has_no_right_to_change_the_trail(postgres_server: postgres.Server):
    name = postgres_server.new_database()
    owner, program = (Database(postgres_server.address(name, user)) for user in (postgres.OWNER, postgres.PROGRAM))
    upgrade(owner, program.url)
    with program.transaction("P1", NOW) as tx:
        tx.trail.append("test", texts={"why": "en grunn"})

    for statement in ("UPDATE trail SET hash = 'x'", "DELETE FROM trail", "TRUNCATE trail"):
        with pytest.raises(DatabaseError, match="permission denied"), program.engine.connect() as c, c.begin():
            c.execute(text(statement))
    with program.engine.connect() as c, c.begin():
        c.execute(text("DELETE FROM trail_text"))

    with program.reading() as tx:
        assert 1 == tx.trail.count()
    owner.close()
    program.close()


def test_every_table_is_reached_through_a_transaction():
    classes = {
        row.__tablename__
        for module in (tables, tables_followup)
        for row in vars(module).values()
        if isinstance(row, type) and hasattr(row, "__table__")
    }

    assert set(tables.METADATA.tables) == classes
    assert all(isinstance(getattr(Transaction, name), object) for name in ROWS)
