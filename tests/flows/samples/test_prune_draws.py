"""Keys and documents of a finished stikkprøve go when their time is over; the trail holds, and says that they went."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text

from kontroll.domain.draw import Finding
from kontroll.domain.policy import Kept, RetentionRule
from kontroll.flows.home.check_trail import check_trail
from kontroll.flows.home.prune import prune
from kontroll.flows.samples.approve_check import approve_check
from kontroll.flows.samples.check_item import Document, check_item
from kontroll.flows.samples.conclude_draw import conclude_draw

from ..small import POLICIES, Kommune, Make, at
from . import test_draw_life as life
from .invoices import with_invoices

pytestmark = pytest.mark.parametrize("address", ["sqlite"], indirect=True)
LAST_DAY, FIRST_DAY = date(2033, 12, 31), date(2034, 1, 1)
PAPER = Document("kvittering.txt", b"Kvittering for kaffe")


@pytest.fixture
def bygda(make: Make) -> Kommune:
    made = with_invoices(make)
    draw = life.drawn(made)
    for identity in life.in_sample(made, draw):
        check_item(
            made.desk, draw.id, identity, life.KARI, Finding.RIGHT, {}, life.hours(5), minutes=5, documents=[PAPER]
        )
        approve_check(made.desk, draw.id, identity, life.KNUT, life.hours(5))
    conclude_draw(made.desk, draw.id, life.KNUT, life.hours(6))
    rule = RetentionRule(kept=Kept.DRAW, years=7, kind=None)
    made.desk = replace(made.desk, policies=replace(POLICIES, retention=(rule,)))
    return made


def files(bygda: Kommune) -> set[str]:
    with bygda.desk.database.reading() as tx:
        return {name for _population, name in tx.draw_files.names("2026-1")}


def told(bygda: Kommune) -> list[str]:
    checked = check_trail(bygda.desk.database)
    assert checked.breaks == []
    return [problem.what for problem in checked.problems]


def test_after_the_years_what_ids_stand_for_and_the_documents_are_gone_and_the_trail_holds(bygda: Kommune):
    before = files(bygda)
    assert prune(bygda.desk, at(LAST_DAY)).draws == 0
    assert prune(bygda.desk, at(FIRST_DAY)).draws == 1
    gone = before - files(bygda)
    assert "nokler.tsv" in gone
    assert {"populasjon.tsv", "plan.json", "utvalg.tsv", "rapport.json"} <= files(bygda)
    assert all(len(name) == 64 for name in gone - {"nokler.tsv", "hemmelighet"})
    assert told(bygda) == []
    assert prune(bygda.desk, at(FIRST_DAY)).draws == 0


@pytest.mark.parametrize("what", ["name = 'nokler.tsv'", "length(name) = 64"])
def test_what_is_gone_before_its_time_is_told(bygda: Kommune, what: str):
    with bygda.desk.database.engine.connect() as connection, connection.begin():
        assert connection.execute(text(f"DELETE FROM draw_content WHERE {what}")).rowcount
    assert told(bygda)


def test_a_draw_that_is_not_finished_keeps_all_of_it(make: Make):
    bygda = with_invoices(make)
    life.drawn(bygda)
    rule = RetentionRule(kept=Kept.DRAW, years=1, kind=None)
    bygda.desk = replace(bygda.desk, policies=replace(POLICIES, retention=(rule,)))
    assert prune(bygda.desk, at(date(2090, 1, 1))).draws == 0
