"""Between two: what is held of a leader in talks of her own and in resultatlønn, with what was written there.

Why only to her whom it is about: to the one above it would tell of somebody else. Why the texts too: art. 15 of the GDPR
gives her what is held, and what was written of her is the most of it. Left out is what was never told her: a talk that was
found to have no ground, and what her superior notes before she has decided, which is not ready (personopplysningsloven § 16).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from kontroll.domain.leader_talk import TalkState
from kontroll.domain.rowtext import TEXT
from kontroll.store.held import HeldRow, rows_among
from kontroll.store.transaction import Transaction

#: Tables of it: rows are handed out by this module, and by nothing else.
TABLES = frozenset({"talk", "talk_event", "talk_measure", "pay_review"})
#: Column -> column with the number of the entry that its reason lies beside.
_REASONS = {"whole_reason": "whole_trail", "development_reason": "development_trail", "text": "trail"}


def rows_about(tx: Transaction, ids: Collection[str]) -> Iterator[HeldRow]:
    """ids: hers. Rows in an order of their own; a text that is deleted after its time is not there."""
    talks = [talk for talk in tx.talks.among("leader", sorted(ids)) if talk.state is not TalkState.DROPPED]
    hers = sorted(talk.id for talk in talks)
    for row in rows_among(tx, "talk", "id", hers):
        yield replace(row, columns=("leader",))
    for table in ("talk_event", "talk_measure"):
        for row in rows_among(tx, table, "talk", hers):
            yield _with(row, _texts(tx, row, {"text": "trail"}))
    for row in rows_among(tx, "pay_review", "leader", sorted(ids)):
        yield replace(
            _with(row, _texts(tx, row, _REASONS)) if row.values["outcome"] else _unready(row), columns=("leader",)
        )


def _texts(tx: Transaction, row: HeldRow, wanted: Mapping[str, str]) -> Mapping[str, str]:
    entries = {name: int(entry) for name, column in wanted.items() if (entry := row.values[column]) is not None}
    texts = tx.trail.texts(sorted(entries.values()))
    return {name: texts[entry, TEXT] for name, entry in entries.items() if (entry, TEXT) in texts}


def _with(row: HeldRow, texts: Mapping[str, str]) -> HeldRow:
    return replace(row, values={**row.values, **texts})


def _unready(row: HeldRow) -> HeldRow:
    hidden = {"whole", "development", *_REASONS.values()}
    return replace(row, values={name: value for name, value in row.values.items() if name not in hidden})
