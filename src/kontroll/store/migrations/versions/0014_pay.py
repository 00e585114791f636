"""The fourteenth version: resultatlønn of leaders, and talks of their own."""

from __future__ import annotations

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass
