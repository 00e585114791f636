"""The eighth version: what lists are ordered and narrowed by, so that a page of fifty reads fifty."""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_COLUMNS = (
    ("message", "composed_at"), ("message", "day"), ("tiltak", "owner"), ("unntak", "sak"), ("coverage", "rule"),
)  # fmt: skip


def upgrade() -> None:
    for table, column in _COLUMNS:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
