"""The seventh version: what the page of the whole counts by, so that five years of saker and avvik are not read for it."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table, column in (("sak", "opened"), ("sak", "closed_on"), ("avvik", "opened"), ("avvik", "resolved")):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
