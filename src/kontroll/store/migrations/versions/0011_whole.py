"""The eleventh version: what the page of the whole counts by, found in the index without looking up each row."""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_sak_standing", "sak", ["enhet", "rule", "severity", "state", "deadline"])
    op.create_index("ix_notice_told", "notice", ["sak", "reason", "deadline", "recipient", "seen_at"])
