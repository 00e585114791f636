"""The fifteenth version: what leaders say of their month, forecasts, and what is written in reports of a period."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "monthly_explanation",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("enhet", sa.String(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("theme", sa.String(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("decimals", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Date(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("told", sa.String(), nullable=True),
        sa.Column("sak", sa.String(), nullable=True),
        sa.Column("forecast", sa.Integer(), nullable=True),
        sa.Column("forecast_decimals", sa.Integer(), nullable=False),
        sa.Column("explained_by", sa.String(), nullable=True),
        sa.Column("explained_on", sa.Date(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("accepted_by", sa.String(), nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_monthly_explanation")),
    )
    op.create_index(op.f("ix_monthly_explanation_enhet"), "monthly_explanation", ["enhet"])
    op.create_index(op.f("ix_monthly_explanation_month"), "monthly_explanation", ["month"])
    op.create_table(
        "monthly_event",
        sa.Column("explanation", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("trail", sa.Integer(), nullable=False),
        sa.Column("forecast", sa.Integer(), nullable=True),
        sa.Column("forecast_decimals", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["explanation"], ["monthly_explanation.id"], name=op.f("fk_monthly_event_explanation_monthly_explanation")
        ),
        sa.PrimaryKeyConstraint("explanation", "number", name=op.f("pk_monthly_event")),
    )
    op.create_table(
        "monthly_tiltak",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("explanation", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=False),
        sa.Column("trail", sa.Integer(), nullable=False),
        sa.Column("done", sa.Date(), nullable=True),
        sa.Column("done_by", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["explanation"], ["monthly_explanation.id"], name=op.f("fk_monthly_tiltak_explanation_monthly_explanation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_monthly_tiltak")),
    )
    op.create_index(op.f("ix_monthly_tiltak_explanation"), "monthly_tiltak", ["explanation"])
    op.create_index(op.f("ix_monthly_tiltak_owner"), "monthly_tiltak", ["owner"])
    op.create_table(
        "report_text",
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("trail", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("period", "area", "number", name=op.f("pk_report_text")),
    )
