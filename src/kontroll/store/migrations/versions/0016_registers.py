"""Version 0016: the registers of political decisions, of findings, and of how cases for a political body were prepared."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "political_decision",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("case", sa.String(), nullable=False),
        sa.Column("decided", sa.Date(), nullable=False),
        sa.Column("enhet", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("text", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("carried_out", sa.Date(), nullable=True),
        sa.Column("reported", sa.Date(), nullable=True),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("obstructed", sa.Date(), nullable=True),
        sa.Column("postponed", sa.Integer(), nullable=False),
        sa.Column("over", sa.Date(), nullable=True),
        sa.Column("delivered", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_political_decision")),
    )
    op.create_index(op.f("ix_political_decision_decided"), "political_decision", ["decided"])
    op.create_index(op.f("ix_political_decision_enhet"), "political_decision", ["enhet"])
    op.create_index(op.f("ix_political_decision_owner"), "political_decision", ["owner"])
    op.create_table(
        "finding",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("theme", sa.String(), nullable=False),
        sa.Column("law", sa.String(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("case", sa.String(), nullable=False),
        sa.Column("received", sa.Date(), nullable=False),
        sa.Column("enhet", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("text", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("mended", sa.Date(), nullable=True),
        sa.Column("mended_by", sa.String(), nullable=True),
        sa.Column("closed", sa.Date(), nullable=True),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.Column("postponed", sa.Integer(), nullable=False),
        sa.Column("delivered", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
    )
    op.create_index(op.f("ix_finding_received"), "finding", ["received"])
    op.create_index(op.f("ix_finding_enhet"), "finding", ["enhet"])
    op.create_index(op.f("ix_finding_owner"), "finding", ["owner"])
    op.create_table(
        "finding_measure",
        sa.Column("finding", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=False),
        sa.Column("trail", sa.BigInteger(), nullable=False),
        sa.Column("done", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["finding"], ["finding.id"], name=op.f("fk_finding_measure_finding_finding")),
        sa.PrimaryKeyConstraint("finding", "number", name=op.f("pk_finding_measure")),
    )
    op.create_index(op.f("ix_finding_measure_owner"), "finding_measure", ["owner"])
    op.create_table(
        "preparation",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("meeting", sa.Date(), nullable=False),
        sa.Column("enhet", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("text", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filled", sa.Date(), nullable=True),
        sa.Column("checked", sa.Date(), nullable=True),
        sa.Column("checked_by", sa.String(), nullable=True),
        sa.Column("delivered", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preparation")),
    )
    op.create_index(op.f("ix_preparation_meeting"), "preparation", ["meeting"])
    op.create_index(op.f("ix_preparation_enhet"), "preparation", ["enhet"])
    op.create_index(op.f("ix_preparation_owner"), "preparation", ["owner"])
    op.create_table(
        "preparation_point",
        sa.Column("preparation", sa.String(), nullable=False),
        sa.Column("point", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("trail", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["preparation"], ["preparation.id"], name=op.f("fk_preparation_point_preparation_preparation")
        ),
        sa.PrimaryKeyConstraint("preparation", "point", name=op.f("pk_preparation_point")),
    )
    op.create_table(
        "register_event",
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("trail", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("reference", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("subject", "number", name=op.f("pk_register_event")),
    )
