"""Version 0017: reports that are made ready, checked by another, and issued."""

from __future__ import annotations

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None: ...
