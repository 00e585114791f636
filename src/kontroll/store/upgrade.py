"""Upgrade: bring the database to the version that this kontroll needs, and take from its role what it should not do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import OperationalError

from kontroll.store import (  # their tables belong to METADATA
    tables_access,  # noqa: F401
    tables_agreements,  # noqa: F401
    tables_bonus,  # noqa: F401
    tables_followup,  # noqa: F401
    tables_internal_control,  # noqa: F401
    tables_pay,  # noqa: F401
    tables_people,  # noqa: F401
    tables_proof,  # noqa: F401
    tables_registers,  # noqa: F401
    tables_reglement,  # noqa: F401
    tables_samples,  # noqa: F401
)
from kontroll.store.database import Database
from kontroll.store.tables import METADATA
from kontroll.store.transaction import Transaction

#: Tables that the program may add to and read, and nothing else (PostgreSQL; on SQLite triggers refuse the same).
APPEND_ONLY = ("trail",)


def unreachable() -> tuple[type[Exception], ...]:
    """What is raised where the database does not answer, or refuses."""
    return (OperationalError,)


def version_of(database: Database) -> str | None:
    """The version the database has; None where it has none."""
    with database.reading() as tx:
        return recorded_version(tx)


def recorded_version(tx: Transaction) -> str | None:
    """The same, in a transaction that is open already."""
    return MigrationContext.configure(tx._connection).get_current_revision()


def newest_version() -> str:
    """The version that this kontroll needs."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None
    return head


def is_known(version: str) -> bool:
    """Whether this kontroll can bring a database of that version to its own; False for one that a newer kontroll made."""
    return version in {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def upgrade(owner: Database, program: URL | None = None) -> None:
    """Run the missing steps as the owner of the tables. Nothing to do: nothing is done.

    program: the address the program itself uses. Where it is another role than the owner's, that role is given what the
    program needs: everything but to change or delete what is append-only.
    """
    with owner.engine.connect() as connection, connection.begin():
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        if program is not None and program.username and program.username != owner.url.username:
            _grant(connection, program.username)


def differences(database: Database) -> Sequence[object]:
    """What the tables have otherwise than the program's description of them: nothing, or a step is missing."""
    from alembic.autogenerate import compare_metadata

    with database.engine.connect() as connection, connection.begin():
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, METADATA))


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def _grant(connection: Connection, role: str) -> None:
    quoted = connection.dialect.identifier_preparer.quote(role)
    for table in METADATA.sorted_tables:
        rights = "SELECT, INSERT" if table.name in APPEND_ONLY else "SELECT, INSERT, UPDATE, DELETE"
        name = connection.dialect.identifier_preparer.format_table(table)
        connection.execute(text(f"REVOKE ALL ON {name} FROM {quoted}"))
        connection.execute(text(f"GRANT {rights} ON {name} TO {quoted}"))
    connection.execute(text(f"GRANT SELECT ON alembic_version TO {quoted}"))
