"""The database's versions: the same steps on both databases, and nothing left out of them."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

import pytest
from alembic import command
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

import postgres
from kontroll.domain.month import Month
from kontroll.domain.run import Inference, Run, RunState
from kontroll.store import (
    tables,
    tables_access,
    tables_agreements,
    tables_archived,
    tables_bonus,
    tables_followup,
    tables_internal_control,
    tables_issued,
    tables_monthly,
    tables_pay,
    tables_people,
    tables_proof,
    tables_registers,
    tables_reglement,
    tables_samples,
)
from kontroll.store.database import Database
from kontroll.store.transaction import Transaction
from kontroll.store.upgrade import _config, differences, newest_version, upgrade, version_of

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


ROWS = (
    "runs", "avvik", "saker", "tiltak", "unntak", "decisions", "notices", "messages", "disagreements", "coverage",
    "approvals", "users", "sessions", "attempts", "tokens", "webhooks", "calls", "measure_events", "handed_out",
    "agreements", "goals", "goal_statuses", "nominations", "bonus_decisions", "bonus_outcomes", "bonus_packages",
    "reports", "report_events", "issues", "frozen_texts", "issued_files",
)  # fmt: skip


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
        for module in (
            tables,
            tables_access,
            tables_followup,
            tables_internal_control,
            tables_pay,
            tables_people,
            tables_agreements,
            tables_archived,
            tables_bonus,
            tables_issued,
            tables_monthly,
            tables_proof,
            tables_registers,
            tables_reglement,
            tables_samples,
        )
        for row in vars(module).values()
        if isinstance(row, type) and hasattr(row, "__table__")
    }

    assert set(tables.METADATA.tables) == classes
    assert all(isinstance(getattr(Transaction, name), object) for name in ROWS)


# --- from the first version -------------------------------------------------------------------------------------------

OF_THE_FIRST = (
    "INSERT INTO run (id, job, period, attempt, state, started, upto, rulebook, digest, without, left_out, stopped, verdicts,"
    " unknown, opened, resolved, saker, notices, version) VALUES ('2026-01-1', 'maanedskjoring', '2026-01', 1, 'fullført',"
    " '2026-02-02 05:00:00', 7, 'r', 'd', '', '', '', 40, 2, 3, 1, 1, 2, 1)",
    "INSERT INTO book (month, number, run, digest, rows, struck, unknown, stopped, left_out)"
    " VALUES ('2026-01', 1, '2026-01-1', 'd', 40, 3, 2, '', '')",
)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_database_of_the_first_version_is_upgraded_with_what_stands_in_it(kind, tmp_path, request):
    database = _first_version(kind, tmp_path, request)
    with database.engine.connect() as connection, connection.begin():
        for statement in OF_THE_FIRST:
            connection.execute(text(statement))

    upgrade(database)

    with database.reading() as tx:
        (run,) = tx.runs.all()
        assert (run.id, run.state, run.verdicts, run.version) == ("2026-01-1", RunState.DONE, 40, 1)
        assert (run.engine, run.inference, run.failure) == ("", Inference.NONE, "")
        assert (run.inferred, run.checked, run.differences) == (0, 0, 0)
        assert "2026-01-1" == tx.books.standing()[Month(2026, 1)].run
    with database.transaction("kontroll", NOW) as tx:
        tx.runs.add(Run(id="2026-01-2", job="j", period=Month(2026, 1), attempt=2, state=RunState.BEGUN, started=NOW))
    assert not list(differences(database))
    database.close()


def _first_version(kind: str, folder, request) -> Database:
    if kind == "sqlite":
        database = Database(f"sqlite:///{folder / 'first.db'}")
    else:
        server = request.getfixturevalue("postgres_server")
        database = Database(server.address(server.new_database()))
    with database.engine.connect() as connection, connection.begin():
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    return database
