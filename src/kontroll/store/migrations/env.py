"""What Alembic runs for each upgrade: on the connection that it is handed, with kontroll's tables as the goal."""

from __future__ import annotations

from alembic import context

from kontroll.store import tables_followup, tables_proof  # noqa: F401
from kontroll.store.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
