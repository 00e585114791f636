"""The thirteenth version: bonus to tjenestesteder: nominations, decisions and their packages."""

from __future__ import annotations

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass
