"""Whoever changes a draw in the database is found out: the trail was told of every list, plan, sample, seed and finding."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import text

from kontroll.domain.draw import Finding
from kontroll.flows.home.check_trail import check_trail
from kontroll.flows.samples.amend_draw import amend_draw, commit_amendment
from kontroll.flows.samples.approve_check import approve_check
from kontroll.flows.samples.check_item import Document, check_item
from kontroll.flows.samples.conclude_draw import conclude_draw
from kontroll.flows.samples.reconcile_draw import reconcile_draw

from ..small import Kommune, Make
from . import test_draw_life as life
from .invoices import deliver, with_invoices

pytestmark = pytest.mark.parametrize("address", ["sqlite"], indirect=True)

#: The last of those that were drawn and are to be checked.
ONE = "nr = 3 AND state = 'utvalg'"
DEFINITION = "det som står om hva den er trukket av"
CHOSEN = "hva som summeres, hvilken kontroll"
ORDER = "nummer, trinn eller populasjon for en post"
PEOPLE = "hvem som har gjort hva"
ITEMS = "det som kontrolleres, er ikke det som ble trukket"


@pytest.fixture
def bygda(make: Make) -> Kommune:
    """Drawn, one item checked with a document, and the list amended once."""

    def build() -> Kommune:
        made = with_invoices(make)
        draw = life.drawn(made)
        first = next(id for id, one in life.items(made, draw).items() if one.nr == 1)
        paper = Document("kvittering.txt", b"Kvittering for kaffe")
        check_item(
            made.desk, draw.id, first, life.KARI, finding=Finding.DEVIATION, answers={}, audited=None, minutes=5,
            text="Kaffe til privat bruk", documents=[paper], now=life.hours(5),
        )  # fmt: skip
        deliver(made, "rettet", "B13;2026-03-01;3;12.50;0400;CARL;A;13")
        amend_draw(made.desk, draw.id, life.KARI, "Et beløp var feil", life.hours(6))
        reconcile_draw(made.desk, draw.id, life.KNUT, 8, None, "Hovedboken", life.hours(7))
        commit_amendment(made.desk, draw.id, life.KARI, life.hours(8))
        return made

    return make.once("untouched draws", build)


def told(bygda: Kommune) -> list[str]:
    checked = check_trail(bygda.desk.database)
    assert [] == checked.breaks
    return [problem.what for problem in checked.problems]


def test_a_draw_that_nobody_touched_tells_nothing(bygda: Kommune):
    assert told(bygda) == []


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        (
            "UPDATE draw_content SET content = 'x' WHERE name = 'populasjon.tsv' AND population = 1",
            "populasjon.tsv er ikke",
        ),
        (
            "UPDATE draw_content SET content = 'x' WHERE name = 'populasjon.tsv' AND population = 2",
            "populasjon.tsv er ikke",
        ),
        ("UPDATE draw_content SET content = 'x' WHERE name = 'plan.json' AND population = 1", "plan.json er ikke"),
        ("DELETE FROM draw_content WHERE name = 'utvalg.tsv' AND population = 1", "utvalg.tsv er ikke"),
        ("UPDATE draw_content SET content = 'x' WHERE length(name) = 64", "et dokument er ikke"),
        ("UPDATE draw SET seed = '1'", "frøet er endret"),
        ("UPDATE draw SET state = 'forpliktet'", "tilstanden er endret"),
        ("UPDATE draw_check SET finding = 'i orden'", "det som ble funnet om en post, er endret"),
        ("DELETE FROM draw_check", "det som ble funnet om en post, er endret"),
        ("UPDATE draw_check SET number = 2", "det som ble funnet om en post, er endret"),
        # What has no file of its own: how the sample came to be checked as it is.
        ("UPDATE draw SET seed_at = committed_at", "tidspunktet for forpliktelsen eller frøet"),
        ("UPDATE draw SET committed_at = made_at", "tidspunktet for forpliktelsen eller frøet"),
        ("UPDATE draw_population SET ledger_count = 7 WHERE number = 1", "det som står om populasjonen"),
        ("UPDATE draw_population SET reconciled_by = 'KIM' WHERE number = 2", "det som står om populasjonen"),
        ("UPDATE draw_population SET commitment = 'x' WHERE number = 1", "det som står om populasjonen"),
        ("UPDATE draw_content SET content = 'x' WHERE name = 'nokler.tsv'", "hva numrene i populasjonen står for"),
        ("UPDATE draw SET plan = replace(plan, '0.95', '0.90')", "det som er valgt, er ikke"),
        (f"UPDATE draw_item SET post = 'B99' WHERE {ONE}", ITEMS),
        (f"UPDATE draw_item SET state = 'erstattet' WHERE {ONE}", ITEMS),
        (f"UPDATE draw_item SET state = 'reserve' WHERE {ONE}", ITEMS),
        (f"UPDATE draw_item SET hits = 2 WHERE {ONE}", ITEMS),
        (f"DELETE FROM draw_item WHERE {ONE}", ITEMS),
        ('UPDATE draw_check SET answers = \'{"a/1": "ja"}\'', "svar eller godkjenning"),
        ("UPDATE draw_check SET audited = 7", "svar eller godkjenning"),
        ("UPDATE draw_check SET approved_by = 'KNUT'", "svar eller godkjenning"),
        # What it says of itself, and who did what.
        ("UPDATE draw SET draw_id = 'Bygda/2026/9/x'", DEFINITION),
        ("UPDATE draw SET dataset = 'annullert'", DEFINITION),
        ("UPDATE draw SET risk = 5", DEFINITION),
        ("UPDATE draw_population SET gaps = 9 WHERE number = 1", DEFINITION),
        ("UPDATE draw SET committed_by = 'PER'", PEOPLE),
        ("UPDATE draw SET seed_by = 'PER'", PEOPLE),
        ("UPDATE draw SET witnesses = 'Ola Nordmann'", PEOPLE),
        ("UPDATE draw_population SET frozen_by = 'PER' WHERE number = 2", PEOPLE),
        ("UPDATE draw_population SET reason = 1 WHERE number = 2", PEOPLE),
        (f"UPDATE draw_item SET amount = 1 WHERE {ONE}", "beløp, enhet eller måned"),
        (f"UPDATE draw_item SET second = 1 - second WHERE {ONE}", "hvilke poster to skal kontrollere"),
        (f"UPDATE draw_item SET replaces = identity WHERE {ONE}", "hva som er byttet ut"),
        ("UPDATE draw SET amount_field = 'saldo'", CHOSEN),
        ("UPDATE draw SET control = 'K1'", CHOSEN),
        ("UPDATE draw SET is_public = 1 - is_public", CHOSEN),
        ("UPDATE draw SET made_by = 'PER'", PEOPLE),
        (f"UPDATE draw_item SET nr = 99 WHERE {ONE}", ORDER),
        (f"UPDATE draw_item SET stage = 2 WHERE {ONE}", ORDER),
        ("DELETE FROM draw_evidence", "dokumentasjonen er endret eller tatt bort"),
    ],
)
def test_what_was_changed_by_hand_is_told(bygda: Kommune, statement: str, what: str):
    with bygda.desk.database.engine.connect() as connection, connection.begin():
        done = connection.execute(text(statement))
        assert done.rowcount
    found = told(bygda)
    assert len(found) == 1
    assert found[0].startswith(what)


@pytest.mark.parametrize("statement", ["UPDATE draw SET state = 'tull'", "UPDATE draw_item SET month = 'tull'"])
def test_what_no_column_can_hold_is_a_fault_and_stops_no_check(bygda: Kommune, statement: str):
    with bygda.desk.database.engine.connect() as connection, connection.begin():
        connection.execute(text(statement))
    assert {"noe som står her, kan ikke leses"} == set(told(bygda))


def test_a_draw_that_was_taken_away_or_put_in_is_told(bygda: Kommune):
    # By a program that does not heed what belongs together, as whoever does this would use.
    with closing(sqlite3.connect(str(bygda.desk.database.url.database))) as connection, connection:
        connection.execute("UPDATE draw SET id = '2026-7', number = 7")
    assert {"stikkprøven er tatt bort", "stikkprøven er lagt inn utenom kontroll"} <= set(told(bygda))


def test_a_report_that_was_changed_after_it_was_locked_is_told(make: Make):
    bygda = with_invoices(make)
    draw = life.drawn(bygda)
    for identity in life.in_sample(bygda, draw):
        check_item(bygda.desk, draw.id, identity, life.KARI, Finding.RIGHT, {}, life.hours(5), minutes=5)
        approve_check(bygda.desk, draw.id, identity, life.KNUT, life.hours(5))
    conclude_draw(bygda.desk, draw.id, life.KNUT, life.hours(6))
    assert told(bygda) == []

    with bygda.desk.database.engine.connect() as connection, connection.begin():
        connection.execute(text("UPDATE draw_content SET content = 'x' WHERE name = 'rapport.json'"))

    assert told(bygda) == ["rapport.json er ikke lenger slik den var"]


def test_a_draw_that_was_taken_away_before_another_got_its_number_is_told(make: Make):
    bygda = with_invoices(make)
    first = life.started(bygda)
    with closing(sqlite3.connect(str(bygda.desk.database.url.database))) as connection, connection:
        for table in ("draw_content", "draw_population"):
            connection.execute(f"DELETE FROM {table}")
        connection.execute("DELETE FROM draw")

    second = life.started(bygda)

    assert first.id == second.id
    assert told(bygda) == ["nummeret er brukt to ganger, så en tidligere stikkprøve er tatt bort"]
