"""Whoever a sak points at is heard: what is kept of it, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from friday import Friday, friday_of
from kontroll.domain.refusal import Refusal, Refused
from kontroll.domain.sak import Sak
from kontroll.flows.saker.hear_person import DECLINED, KIND, SPOKE, hear_person
from kontroll.flows.saker.said import said_in
from signed_in import NOW

POINTS_AT_HER, AT_NOBODY = "S2026-00003", "S2026-00001"


@pytest.fixture
def friday(village_seen, tmp_path) -> Iterator[Friday]:
    summaries, desk = village_seen
    with friday_of(summaries.situation, desk, tmp_path) as found:
        yield found


def sak_of(friday: Friday, id: str) -> Sak:
    with friday.desk.database.reading() as tx:
        sak = tx.saker.get(id)
    assert sak is not None
    return sak


def heard(friday: Friday, id: str = POINTS_AT_HER, **about: object) -> Sak:
    said: dict[str, object] = {"on": NOW.date(), "how": "I samtale.", "said": "Det var en feil.", "declined": False}
    return hear_person(friday.desk, id, "KARI", now=NOW, **{**said, **about})  # type: ignore[arg-type]


def refusal(of: pytest.ExceptionInfo[Refused]) -> Refusal:
    return of.value.why


@pytest.mark.parametrize(("declined", "said", "word"), [(False, "Det var en feil.", SPOKE), (True, "", DECLINED)])
def test_what_she_said_or_that_she_would_not_is_kept_with_who_wrote_it(
    friday: Friday, declined: bool, said: str, word: str
):
    heard(friday, declined=declined, said=said)
    with friday.desk.database.reading() as tx:
        last = said_in(tx, POINTS_AT_HER)[-1].decision
    assert (KIND, word, "KARI") == (last.kind, last.outcome, last.by)


@pytest.mark.parametrize(
    ("about", "why"),
    [
        ({"on": NOW.date() + timedelta(days=1)}, Refusal.HEARING_AHEAD),
        ({"on": date(2020, 1, 1)}, Refusal.HEARING_AHEAD),
        ({"how": " "}, Refusal.TEXT_MISSING),
        ({"said": " "}, Refusal.TEXT_MISSING),
        ({"id": AT_NOBODY}, Refusal.NO_PERSON_TO_HEAR),
    ],
)
def test_a_hearing_that_says_what_did_not_happen_is_refused_and_nothing_is_kept(
    friday: Friday, about: dict[str, object], why: Refusal
):
    id = str(about.get("id", POINTS_AT_HER))
    before = sak_of(friday, id).version
    with pytest.raises(Refused) as wrong:
        heard(friday, **about)  # type: ignore[arg-type]
    assert (refusal(wrong), sak_of(friday, id).version) == (why, before)
