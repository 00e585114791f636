"""Whoever changes a signed agreement, a judgement of pay or a text of a report in the database is found out by the trail."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import text

from kontroll.domain.agreement import Round, Verdict
from kontroll.domain.pay import Judgement, Matter, PayOutcome, PayReview, decided, judged
from kontroll.domain.truth import Result
from kontroll.flows.agreements.follow_agreement import Judged, record_round
from kontroll.flows.home.check_trail import check_trail
from kontroll.flows.monthly.report_texts import write_report_text
from kontroll.flows.pay.reviews import _on_trail

from .small import Kommune, Make, at
from .test_agreements import agreed
from .test_agreements import bygda as with_ambitions

pytestmark = pytest.mark.parametrize("address", ["sqlite"], indirect=True)

APRIL, NEXT = date(2026, 4, 20), date(2027, 1, 12)
SIGNED = "hvem som har bekreftet avtalen, eller når, er endret"
CONTENT = "det som ble avtalt, er endret etter at begge bekreftet"
ONE = "WHERE agreement = '2026-1-1'"


@pytest.fixture
def bygda(make: Make) -> Kommune:
    """An agreement that was looked at once, a decision on pay, and a report that was written in."""

    def build() -> Kommune:
        made = with_ambitions(make)
        agreement = agreed(made)
        record_round(
            made.desk, agreement.id, "ANNE", Round.ON_THE_WAY,
            [Judged(goal=1, verdict=Verdict.ON_WAY), Judged(goal=3, verdict=Verdict.AT_RISK, said="Det går sent.")], at(APRIL),
        )  # fmt: skip
        _pay(made)
        write_report_text(made.desk, "2026-03", "Skolene", "OLGA", "Det går godt.", 0, at(APRIL))
        return made

    return make.once("untouched leadership", build)


def _pay(made: Kommune) -> None:
    with made.desk.database.transaction("SJEF", at(NEXT)) as tx:
        review = tx.pay_reviews.add(PayReview(id="2026/1", year=2026, enhet="1", leader="ANNE"))
        for matter in Matter:
            about = {"matter": matter.value, "judgement": Judgement.SUPPORTS.value}
            entry = _on_trail(tx, review, "vurdert", "Ser hele kommunen.", about)
            review = tx.pay_reviews.save(review, judged(review, matter, Judgement.SUPPORTS, entry))
        facts = {"outcome": PayOutcome.GRANTED.value, "measured": Result.TRUE.value, "grounds": "a", "against": False}
        entry = _on_trail(tx, review, "avgjort", "Godt år.", facts)
        tx.pay_reviews.save(
            review,
            decided(review, PayOutcome.GRANTED, Result.TRUE, grounds="a", by="SJEF", at=at(NEXT), entry=entry),
        )


def told(bygda: Kommune) -> list[str]:
    checked = check_trail(bygda.desk.database)
    assert [] == checked.breaks
    return [problem.what for problem in checked.problems]


def by_hand(bygda: Kommune, statement: str) -> None:
    with bygda.desk.database.engine.connect() as connection, connection.begin():
        assert connection.execute(text(statement)).rowcount


def test_what_nobody_touched_tells_nothing(bygda: Kommune):
    assert told(bygda) == []


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        (f"UPDATE agreement_goal SET green = '0.5' {ONE} AND number = 1", CONTENT),
        (f"UPDATE agreement_goal SET target = 3 {ONE} AND number = 3", CONTENT),
        (f"UPDATE agreement_goal SET due = '2026-06-01' {ONE} AND number = 3", CONTENT),
        (f"DELETE FROM agreement_goal {ONE} AND number = 1", CONTENT),
        ("UPDATE agreement SET talk_on = '2026-01-01'", CONTENT),
        ("UPDATE agreement SET content = 0", CONTENT),
        ("UPDATE agreement SET person_at = (SELECT max(decided_at) FROM pay_review)", SIGNED),
        ("UPDATE agreement SET state = 'utkast'", "tilstanden er endret"),
        (f"UPDATE agreement_status SET verdict = 'nådd' {ONE} AND goal = 3", "det som er vurdert om målene, er endret"),
        (
            "UPDATE agreement_status SET verdict = (SELECT other.verdict FROM agreement_status AS other"
            f" WHERE other.goal = 4 - agreement_status.goal) {ONE}",
            "det som er vurdert om målene, er endret",
        ),
        (f"UPDATE agreement_status SET value = '7' {ONE} AND goal = 1", "det som er vurdert om målene, er endret"),
        (f"UPDATE agreement_status SET by = 'SJEF' {ONE} AND goal = 1", "det som er vurdert om målene, er endret"),
        ("UPDATE pay_review SET development = 'taler imot'", "skjønnet er endret"),
        ("UPDATE pay_review SET whole_trail = development_trail", "skjønnet er endret"),
        ("UPDATE pay_review SET outcome = 'ikke innvilget'", "avgjørelsen er endret"),
        ("UPDATE pay_review SET decided_by = 'TOPP'", "avgjørelsen er endret"),
        ("DELETE FROM pay_review", "vurderingen er tatt bort"),
        ("UPDATE report_text SET trail = trail + 1 WHERE area = 'Skolene'", "en tekst i rapporten er endret"),
        ("DELETE FROM report_text", "en tekst i rapporten er endret"),
        # What no column can hold stops no check.
        ("UPDATE pay_review SET outcome = 'tull'", "noe som står her, kan ikke leses"),
    ],
)
def test_what_was_changed_by_hand_is_told(bygda: Kommune, statement: str, what: str):
    by_hand(bygda, statement)
    assert told(bygda) == [what]


def test_what_was_put_in_or_taken_away_is_told(bygda: Kommune):
    by_hand(bygda, "INSERT INTO pay_review (id, year, enhet, leader, version) VALUES ('2026/2', 2026, '2', 'BERIT', 0)")
    by_hand(bygda, f"DELETE FROM agreement_status {ONE}")
    by_hand(bygda, f"DELETE FROM agreement_goal {ONE}")
    by_hand(bygda, "DELETE FROM agreement")
    assert {"vurderingen er lagt inn utenom kontroll", "avtalen er tatt bort"} == set(told(bygda))
