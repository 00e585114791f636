"""Version 0018: what people say of their internal control, and the yearly agenda."""

from __future__ import annotations

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None: ...
