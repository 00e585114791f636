"""Version 0018: how far the internal control had come each month, what people say of it, and the yearly agenda."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "maturity",
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("letter", sa.Text(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("carried", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("highest", sa.Integer(), nullable=False),
        sa.Column("measures", sa.Text(), nullable=False),
        sa.Column("trail", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("month", "place", "letter", name=op.f("pk_maturity")),
    )
    op.create_table(
        "maturity_lowering",
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("letter", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("trail", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("place", "letter", "number", name=op.f("pk_maturity_lowering")),
    )
    op.create_table(
        "agenda_point",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("point", sa.Text(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("gravity", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("changed", sa.Boolean(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("trail", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_point")),
    )
    op.create_index(op.f("ix_agenda_point_year"), "agenda_point", ["year"])
    op.create_table(
        "agenda_event",
        sa.Column("point", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("trail", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["point"], ["agenda_point.id"], name=op.f("fk_agenda_event_point_agenda_point")),
        sa.PrimaryKeyConstraint("point", "number", name=op.f("pk_agenda_event")),
    )
