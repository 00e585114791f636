"""Version 0016: the registers of political decisions, of findings, and of how cases for a political body were prepared."""

from __future__ import annotations

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None: ...
