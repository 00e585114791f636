"""The second version: what runs prove of themselves, rulebooks as they were used, and approvals of rules."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "approval",
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("stamp", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("trail", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("rule", "stamp", "by", name=op.f("pk_approval")),
    )
    op.create_table(
        "kept_file",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_kept_file")),
    )
    op.create_table(
        "kept_rulebook",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("stored", sa.DateTime(timezone=True), nullable=False),
        sa.Column("engine", sa.String(), nullable=False),
        sa.Column("files", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_kept_rulebook")),
    )
    op.create_table(
        "coverage",
        sa.Column("run", sa.String(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("stamp", sa.String(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("known", sa.Integer(), nullable=False),
        sa.Column("unknown", sa.Integer(), nullable=False),
        sa.Column("struck", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("due", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("tests", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("positive", sa.Integer(), nullable=False),
        sa.Column("negative", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["run"], ["run.id"], name=op.f("fk_coverage_run_run")),
        sa.PrimaryKeyConstraint("run", "month", "rule", name=op.f("pk_coverage")),
    )
    op.create_table(
        "disagreement",
        sa.Column("run", sa.String(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("enhet", sa.String(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("engine", sa.String(), nullable=False),
        sa.Column("columnar", sa.String(), nullable=False),
        sa.Column("other", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["run"], ["run.id"], name=op.f("fk_disagreement_run_run")),
        sa.PrimaryKeyConstraint("run", "month", "rule", "enhet", "post", "engine", name=op.f("pk_disagreement")),
    )
    # Runs of the first version were held against nothing. A plain ALTER: SQLite would else copy a table others refer to.
    for name, kind, without in (
        ("engine", sa.String(), ""),
        ("inference", sa.Text(), ""),
        ("inferred", sa.Integer(), "0"),
        ("checked", sa.Integer(), "0"),
        ("differences", sa.Integer(), "0"),
        ("failure", sa.Text(), ""),
    ):
        op.add_column("run", sa.Column(name, kind, nullable=False, server_default=without))
