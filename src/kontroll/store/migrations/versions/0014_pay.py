"""The fourteenth version: resultatlønn of leaders, and talks of their own; and what is kept between few persons.

Saker of talks from before were of the kind that the shipped rules give them; they are confined from now on.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("avvik", "sak", "notice"):
        op.add_column(table, sa.Column("confined", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE sak SET confined = TRUE WHERE kind = 'samtale'")
    for table in ("avvik", "notice"):
        op.execute(f"UPDATE {table} SET confined = TRUE WHERE sak IN (SELECT id FROM sak WHERE confined)")
