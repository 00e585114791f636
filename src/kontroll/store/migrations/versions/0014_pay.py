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
    op.create_table(
        "pay_review",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("enhet", sa.String(), nullable=False),
        sa.Column("leader", sa.String(), nullable=False),
        sa.Column("whole", sa.Text(), nullable=True),
        sa.Column("whole_trail", sa.BigInteger(), nullable=True),
        sa.Column("development", sa.Text(), nullable=True),
        sa.Column("development_trail", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("measured", sa.Text(), nullable=True),
        sa.Column("grounds", sa.String(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trail", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pay_review")),
    )
    op.create_table(
        "talk",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("enhet", sa.String(), nullable=False),
        sa.Column("leader", sa.String(), nullable=False),
        sa.Column("superior", sa.String(), nullable=False),
        sa.Column("saker", sa.String(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("made", sa.Date(), nullable=False),
        sa.Column("meeting", sa.Date(), nullable=True),
        sa.Column("held", sa.Date(), nullable=True),
        sa.Column("agreed", sa.Date(), nullable=True),
        sa.Column("follow_up", sa.Date(), nullable=True),
        sa.Column("over", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk")),
    )
    op.create_table(
        "talk_measure",
        sa.Column("talk", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=False),
        sa.Column("trail", sa.BigInteger(), nullable=False),
        sa.Column("done", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["talk"], ["talk.id"], name=op.f("fk_talk_measure_talk_talk")),
        sa.PrimaryKeyConstraint("talk", "number", name=op.f("pk_talk_measure")),
    )
    op.create_table(
        "talk_event",
        sa.Column("talk", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("trail", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["talk"], ["talk.id"], name=op.f("fk_talk_event_talk_talk")),
        sa.PrimaryKeyConstraint("talk", "number", name=op.f("pk_talk_event")),
    )
    for table, column in (
        ("pay_review", "year"), ("pay_review", "enhet"), ("pay_review", "leader"), ("talk", "enhet"), ("talk", "leader"),
        ("talk_measure", "owner"),
    ):  # fmt: skip
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
