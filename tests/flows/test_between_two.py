"""What is between a leader and the one above her is handed out to her whom it is about, with its words, and to nobody else."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from databases import address_of
from kontroll.domain.leader_talk import Talk, TalkEvent, TalkMeasure, TalkState
from kontroll.domain.pay import Judgement, PayOutcome, PayReview
from kontroll.flows.people.gathered import gather

from .small import Make, rule

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return address_of("sqlite", request, tmp_path)


def test_what_was_written_of_her_is_handed_out_to_her_alone_and_only_when_it_was_told_her(make: Make):
    bygda = make(rule("minus"))
    with bygda.desk.database.transaction("SJEF", NOW) as tx:

        def wrote(kind: str, text: str) -> int:
            return tx.trail.append(kind, {"leader": "ANNE"}, {"text": text})

        for id, state in (("SA2026-0001", TalkState.HELD), ("SA2026-0002", TalkState.DROPPED)):
            tx.talks.add(
                Talk(
                    id=id,
                    enhet="1",
                    leader="ANNE",
                    superior="SJEF",
                    saker="",
                    state=state,
                    made=NOW.date(),
                    meeting=None,
                )
            )
            event = wrote("egen samtale: holdt", f"Sagt i {id}.")
            tx.talk_events.add(TalkEvent(talk=id, number=1, what="holdt", by="SJEF", at=NOW, trail=event))
        promised = wrote("egen samtale: tiltak", "Lage en plan.")
        tx.talk_measures.add(
            TalkMeasure(talk="SA2026-0001", number=1, owner="SJEF", deadline=NOW.date(), trail=promised)
        )
        for year, outcome in ((2024, PayOutcome.GRANTED), (2025, None)):
            tx.pay_reviews.add(
                PayReview(
                    id=f"{year}/1", year=year, enhet="1", leader="ANNE", whole=Judgement.SUPPORTS,
                    whole_trail=wrote("resultatlønn: vurdert", f"Vurdert i {year}."), outcome=outcome,
                    trail=wrote("resultatlønn: avgjort", f"Avgjort i {year}.") if outcome else None,
                )
            )  # fmt: skip

    with bygda.desk.database.reading() as tx:
        hers, theirs = (gather(tx, bygda.desk, person, NOW) for person in ("ANNE", "SJEF"))
    assert hers is not None
    assert theirs is not None
    told, others = ("\n".join(" ".join(line.values.values()) for line in of.lines) for of in (hers, theirs))

    for text in ("Sagt i SA2026-0001.", "Lage en plan.", "Vurdert i 2024.", "Avgjort i 2024."):
        assert 1 == told.count(text), text
    assert not re.search(r"SA2026-0002|Vurdert i 2025|taler for.*2025", told)
    assert not re.search(r"SA2026|Lage en plan|Vurdert i|Avgjort i", others)
