"""The fifth version: who in internal control works with a sak, and by when documentation is asked for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sak", sa.Column("handler", sa.String(), nullable=True))
    op.add_column("sak", sa.Column("documents_by", sa.Date(), nullable=True))
    op.create_index(op.f("ix_sak_handler"), "sak", ["handler"])
