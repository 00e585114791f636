"""The twelfth version: resultatavtaler, their talks and what they promise."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agreement",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("enhet", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("superior", sa.String(), nullable=True),
        sa.Column("council", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("talk_on", sa.Date(), nullable=True),
        sa.Column("talk_person_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("talk_superior_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("person_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("superior_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("content", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.BigInteger(), nullable=False),
        sa.Column("delivered", sa.BigInteger(), nullable=False),
        sa.Column("midyear_on", sa.Date(), nullable=True),
        sa.Column("result_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("result_read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sa.UniqueConstraint("year", "enhet", "number", name=op.f("uq_agreement_year")),
    )
    for column in ("year", "enhet", "person", "superior"):
        op.create_index(op.f(f"ix_agreement_{column}"), "agreement", [column])
    op.create_table(
        "agreement_goal",
        sa.Column("agreement", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("indicator", sa.String(), nullable=False),
        sa.Column("green", sa.String(), nullable=False),
        sa.Column("yellow", sa.String(), nullable=False),
        sa.Column("target", sa.BigInteger(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("text", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agreement"], ["agreement.id"], name=op.f("fk_agreement_goal_agreement_agreement")),
        sa.PrimaryKeyConstraint("agreement", "number", name=op.f("pk_agreement_goal")),
    )
    op.create_table(
        "agreement_status",
        sa.Column("agreement", sa.String(), nullable=False),
        sa.Column("goal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("round", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["agreement"], ["agreement.id"], name=op.f("fk_agreement_status_agreement_agreement")),
        sa.PrimaryKeyConstraint("agreement", "goal", "number", name=op.f("pk_agreement_status")),
    )
