"""A KOSTRA account is taken in whole; a corrected one replaces it, also where lines are gone; a wrong one changes nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kontroll.facts.facts import SUPERSEDED
from kontroll.flows.deliveries.import_files import Incoming, Received, import_files
from kontroll.flows.deliveries.known_facts import known_facts
from kontroll.rulebook.read import read_rulebook
from kontroll.store.database import Database
from sources.kostra.written import Post, written

SHIPPED = Path(__file__).parents[2] / "rules" / "datasett" / "kostra_regnskap.yaml"
NOW = datetime(2026, 2, 10, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def rulebook(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rules")
    (folder / "datasett").mkdir()
    (folder / "datasett" / SHIPPED.name).write_bytes(SHIPPED.read_bytes())
    return read_rulebook([folder])[0]


@pytest.fixture
def deliver(database: Database, rulebook, tmp_path):
    count = 0

    def one(name: str, raw: bytes) -> Received:
        nonlocal count
        count += 1
        path = tmp_path / str(count) / name
        path.parent.mkdir()
        path.write_bytes(raw)
        (received,) = import_files(
            database, rulebook, [Incoming(path, name)], NOW + timedelta(minutes=count), actor="P1"
        )
        return received

    return one


def standing(database: Database, rulebook) -> dict[str, int]:
    with database.reading() as tx:
        facts, _problems = known_facts(tx, rulebook)
    frame = facts.table("kostra_regnskap").frame
    return dict(frame.filter(~frame.get_column(SUPERSEDED)).select("art_sektor", "belop").iter_rows())


FIRST = written(Post(kind="010", amount=100), Post(kind="020", amount=20), Post(kind="030", amount=3))


def test_an_account_is_kept_with_every_line(database, rulebook, deliver):
    received = deliver("0A.dat", FIRST)

    assert ["datasett/kostra_regnskap"] == [table.kind for table in received.tables]
    assert {"010": 100, "020": 20, "030": 3} == standing(database, rulebook)


@pytest.mark.parametrize("name", ["0A.dat", "0A_rettet.dat"])
def test_a_corrected_account_replaces_the_first_whatever_it_is_called(database, rulebook, deliver, name):
    deliver("0A.dat", FIRST)

    received = deliver(name, written(Post(kind="010", amount=123)))

    assert {"010": 123} == standing(database, rulebook)
    assert ["0A-2025-4-340300-1-120-010"] == [line.key for line in received.changed]


def test_another_quarter_or_form_stands_beside_it(database, rulebook, deliver):
    deliver("0A.dat", FIRST)

    deliver("0A_K3.dat", written(Post(quarter="3", kind="040", amount=4)))
    deliver("0B.dat", written(Post(form="0B", account_class="2", function="10", kind="000", amount=5)))

    assert {"010": 100, "020": 20, "030": 3, "040": 4, "000": 5} == standing(database, rulebook)


def test_a_wrong_account_is_refused_with_its_place_and_what_stood_stands(database, rulebook, deliver):
    deliver("0A.dat", FIRST)

    received = deliver("0A.dat", FIRST + b"0A2025 kort linje\r\n")

    assert (None, ()) == (received.delivery, received.tables)
    assert ["0A.dat:4:18"] == [str(problem.place) for problem in received.problems]
    assert {"010": 100, "020": 20, "030": 3} == standing(database, rulebook)
