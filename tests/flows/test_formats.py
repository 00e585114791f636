"""A file that holds many tables is taken whole or not at all, and told of before anything of it is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.tinyformat import TINY, tiny
from kontroll.domain.delivery import Taken
from kontroll.domain.problem import Gravity
from kontroll.flows.deliveries.checked_format import CheckedFormat
from kontroll.flows.deliveries.import_files import Incoming, Received, import_files
from kontroll.flows.deliveries.known_facts import known_facts
from kontroll.flows.deliveries.read_folder import read_folder
from kontroll.flows.home.check_trail import check_trail
from kontroll.rulebook.read import read_rulebook
from kontroll.sources import formats
from kontroll.store.database import Database
from village import DATA, RULES, write

NOW = datetime(2026, 4, 14, 6, 0, tzinfo=UTC)
TWO = tiny("R;B1;2026-03-02;1;100.50", "R;B2;2026-03-03;1;20", "M;1;balanse;2026-03;1,0;", total="120.50")
WRONG = tiny("R;B1;2026-03-02;1;100.50", total="100.51")

Deliver = Callable[..., Received]


@pytest.fixture(autouse=True)
def _only_the_tiny_format(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "formats", lambda: (TINY,))


@pytest.fixture(scope="module")
def rulebook(tmp_path_factory: pytest.TempPathFactory):
    return read_rulebook([write(tmp_path_factory.mktemp("rules"), RULES)])[0]


@pytest.fixture
def deliver(database: Database, rulebook, tmp_path: Path) -> Deliver:
    count = 0

    def one(name: str, content: str, **more: object) -> Received:
        nonlocal count
        count += 1
        path = tmp_path / str(count) / name
        path.parent.mkdir(parents=True)
        path.write_text(content, encoding="utf-8")
        at = NOW + timedelta(minutes=count)
        (received,) = import_files(database, rulebook, [Incoming(path, name)], at, "P1", **more)
        return received

    return one


def test_each_table_becomes_a_delivery_beside_the_file_itself(database: Database, rulebook, deliver):
    received = deliver("formater/mars.xyz", TWO)

    assert ["datasett/faktura", "maalinger"] == [one.kind for one in received.tables]
    assert received.delivery is not None
    with database.reading() as tx:
        assert 3 == tx.deliveries.newest()
        assert TWO.encode() == tx.deliveries.file_of(received.delivery)
        facts, _problems = known_facts(tx, rulebook)
    assert [1005, 200] == facts.table("faktura").frame["belop"].to_list()
    assert 1 == facts.measurements.height


def test_a_file_that_does_not_agree_with_itself_is_refused_and_nothing_is_kept(database: Database, deliver):
    received = deliver("formater/mars.xyz", WRONG)

    assert (None, ()) == (received.delivery, received.tables)
    (problem,) = received.problems
    assert "formater/mars.xyz:3" == str(problem.place)
    assert "forskjellen er 0.01" in problem.what
    with database.reading() as tx:
        assert 0 == tx.deliveries.newest()
        assert 0 == len(list(tx.trail.entries()))


def test_the_report_comes_before_anything_is_kept(database: Database, deliver):
    seen: list[tuple[int, CheckedFormat]] = []

    def report(checked: CheckedFormat) -> None:
        with database.reading() as tx:
            seen.append((tx.deliveries.newest(), checked))

    deliver("formater/mars.xyz", TWO, report=report)

    ((kept, checked),) = seen
    assert 0 == kept
    assert ["Summen 120.50 er prøvd mot filens egen."] == checked.told
    assert 3 == checked.rows


def test_a_refused_file_has_its_report_too(deliver):
    seen: list[CheckedFormat] = []

    received = deliver("formater/mars.xyz", WRONG, report=seen.append)

    assert seen[0].refused
    assert 1 == received.told


def test_the_same_file_again_is_no_new_delivery(database: Database, deliver):
    deliver("formater/mars.xyz", TWO)

    again = deliver("formater/mars.xyz", TWO)

    assert again.again
    with database.reading() as tx:
        assert 3 == tx.deliveries.newest()


def test_a_corrected_file_tells_which_rows_were_changed(deliver):
    deliver("formater/mars.xyz", TWO)

    received = deliver("formater/mars.xyz", tiny("R;B1;2026-03-02;1;100", "R;B2;2026-03-03;1;20", total="120"))

    assert [("B1", "belop")] == [(one.key, one.fields) for one in received.changed]


def test_a_table_that_nobody_describes_refuses_the_file(database: Database, deliver, tmp_path: Path):
    bare = read_rulebook([write(tmp_path / "uten", {"indikatorer/alle.yaml": RULES["indikatorer/alle.yaml"]})])[0]
    path = tmp_path / "mars.xyz"
    path.write_text(TWO, encoding="utf-8")

    (received,) = import_files(database, bare, [Incoming(path, "mars.xyz")], NOW, "P1")

    assert received.delivery is None
    assert ["filen har rader til datasettet «faktura», som ikke er beskrevet"] == [p.what for p in received.problems]


def test_where_a_table_lies_decides_before_what_it_begins_with(deliver):
    received = deliver("datasett/faktura/x.csv", TWO)

    assert received.delivery is not None
    assert Taken.REFUSED is received.delivery.taken


def test_a_file_that_two_formats_claim_is_refused(monkeypatch: pytest.MonkeyPatch, deliver):
    monkeypatch.setattr(formats, "formats", lambda: (TINY, TINY))

    received = deliver("mars.xyz", TWO)

    assert ["filen kan være av mer enn ett slag"] == [p.what for p in received.problems]


def test_the_trail_holds_after_an_import_and_breaks_where_the_file_is_changed(database: Database, deliver):
    received = deliver("formater/mars.xyz", TWO)
    assert 0 == check_trail(database).faults

    with database.transaction("P1", NOW) as tx:
        content = tx.deliveries._content
        tx.deliveries.connection.execute(
            content.update().where(content.c.seq == received.delivery.seq).values(content=b"x")
        )

    assert ["content"] == [one.kind for one in check_trail(database).breaks]


# --- a data folder ----------------------------------------------------------------------------------------------------


def folder_of(tmp_path: Path, **files: str) -> Path:
    return write(tmp_path / "data", {**DATA, **{f"formater/2026/{name}.xyz": text for name, text in files.items()}})


def test_a_folder_gives_the_same_facts_as_the_deliveries(database: Database, rulebook, deliver, tmp_path: Path):
    for name, content in DATA.items():
        deliver(name, content)
    deliver("formater/2026/mars.xyz", TWO)

    facts, _problems = read_folder(folder_of(tmp_path, mars=TWO), rulebook)

    with database.reading() as tx:
        delivered, _problems = known_facts(tx, rulebook)
    assert facts.table("faktura").frame.drop("_file").equals(delivered.table("faktura").frame.drop("_file"))
    assert facts.measurements.height == delivered.measurements.height


def test_a_refused_file_in_a_folder_leaves_its_data_sets_unknown_and_is_told_once(rulebook, tmp_path: Path):
    facts, problems = read_folder(folder_of(tmp_path, mars=WRONG), rulebook)

    assert not facts.table("faktura").delivered
    assert (
        facts.table("befaring").delivered
        == read_folder(write(tmp_path / "b", DATA), rulebook)[0].table("befaring").delivered
    )
    assert 1 == sum("forskjellen er" in p.what for p in problems)
    assert not [p for p in problems if p.gravity is Gravity.STOPS]


def test_a_notice_refuses_nothing(rulebook, tmp_path: Path):
    noted = TWO.replace("TINY", "TINY?", 1)

    facts, problems = read_folder(folder_of(tmp_path, mars=noted), rulebook)

    assert 1 == sum(p.what == "en merknad" for p in problems)
    assert 1005 in facts.table("faktura").frame["belop"].to_list()


def test_a_file_that_no_format_knows_is_told(rulebook, tmp_path: Path):
    _facts, problems = read_folder(folder_of(tmp_path, mars="noe helt annet"), rulebook)

    assert ["formater/2026/mars.xyz"] == [p.place.file for p in problems if "kjenner ikke igjen" in p.what]
