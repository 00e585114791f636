"""The third version: skal-sentences as they were last looked at, rules that await review, and who has read what."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "skal_sentence",
        sa.Column("reglement", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("reglement", "number", name=op.f("pk_skal_sentence")),
    )
    op.create_table(
        "rule_review",
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("change", sa.String(), nullable=False),
        sa.Column("reglement", sa.String(), nullable=False),
        sa.Column("point", sa.String(), nullable=False),
        sa.Column("found", sa.DateTime(timezone=True), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("confirmed_by", sa.String(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trail", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("rule", "change", "reglement", "point", name=op.f("pk_rule_review")),
    )
    op.create_table(
        "reading",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("reglement", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("trail", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("person", "reglement", "digest", name=op.f("pk_reading")),
    )
