"""`kontroll logg etterprov` as it is typed, on a kommune that has judged, written and issued: what was changed is found."""

from __future__ import annotations

import io
import re
import shutil
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from flows.issuing.made import issued_year
from flows.small import kommune, rule
from kontroll.cli.main import app
from kontroll.store.database import Database

runner = CliRunner()


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A kommune of which two months were judged, and a report issued."""
    home = tmp_path_factory.mktemp("hjem") / "bygda"
    assert 0 == runner.invoke(app, ["ny", str(home), "--kommune", "Bygda"]).exit_code
    database = Database(f"sqlite:///{home / 'kontroll.db'}")
    made = kommune(database, tmp_path_factory.mktemp("regler"), rule("underskudd"))
    for month in (1, 2):
        made.measure(f"2026-0{month}", date(2026, month + 1, 10), e1=-1, e2=1, e3=month - 1.5)
        made.run(f"2026-0{month}", date(2026, month + 1, 15))
    issued_year(made)
    database.close()
    return home


@pytest.fixture
def home(kept: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(kept, tmp_path / "bygda"))


def checked(home: Path) -> tuple[int, str]:
    done = runner.invoke(app, ["logg", "etterprov", "--mappe", str(home)])
    return done.exit_code, done.output


@contextmanager
def _by_hand(home: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(home / "kontroll.db")) as connection, connection:
        yield connection


def turn_an_old_verdict(home: Path) -> None:
    """One answer of the first month, the rest of its book as it was."""
    with _by_hand(home) as connection:
        seq, content = connection.execute("SELECT rowid, content FROM book_content ORDER BY rowid LIMIT 1").fetchone()
        book = pl.read_ipc(io.BytesIO(content))
        column = next(one for one in book.columns if book[one].n_unique() > 1)
        first, other = book[column].unique(maintain_order=True).to_list()[:2]
        turned = book.with_columns(
            pl.when(pl.int_range(pl.len()) == 0)
            .then(pl.lit(other, book[column].dtype))
            .otherwise(pl.col(column))
            .alias(column)
        )
        assert [first, other] == [book[column][0], turned[column][0]]
        written = io.BytesIO()
        turned.write_ipc(written)
        connection.execute("UPDATE book_content SET content = ? WHERE rowid = ?", (written.getvalue(), seq))


def alter_a_line_of_the_log(home: Path) -> None:
    with _by_hand(home) as connection:
        connection.execute("DROP TRIGGER trail_no_update")
        done = connection.execute("UPDATE trail SET body = replace(body, '\"rows\":', '\"rows\": ') WHERE seq = 2")
        assert 1 == done.rowcount


def alter_the_issued_report(home: Path) -> None:
    with _by_hand(home) as connection:
        digest, content = connection.execute(
            "SELECT digest, frozen_text.content FROM frozen_text JOIN issue ON issue.content = digest"
        ).fetchone()
        text = zlib.decompress(content).decode()
        other = text.replace("avvik ble lukket", "avvik ble funnet")
        assert other != text
        connection.execute(
            "UPDATE frozen_text SET content = ? WHERE digest = ?", (zlib.compress(other.encode()), digest)
        )


PLANTED = {
    turn_an_old_verdict: "2026-01, bok 1: svarene for måneden er endret i databasen",
    alter_a_line_of_the_log: "Linje 2: innholdet er ikke det som ble skrevet.",
    alter_the_issued_report: "rapport 2027/1: innholdet i rapporten er endret eller tatt bort",
}


def test_what_nobody_touched_holds(home: Path):
    code, said = checked(home)

    assert 0 == code
    assert re.search(r"Loggen holder: \d+ linjer\.", said)
    assert re.search(r"Siste linje har avtrykket [0-9a-f]{64}", said)


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
def test_one_planted_change_is_found_and_the_others_are_not_told(home: Path, plant):
    plant(home)

    code, said = checked(home)

    assert 1 == code
    assert "Loggen holder IKKE: 1 brudd" in said
    assert [plant] == [one for one, told in PLANTED.items() if told in said]


def test_all_three_are_found_in_one_run(home: Path):
    for plant in PLANTED:
        plant(home)

    code, said = checked(home)

    assert 1 == code
    assert "Loggen holder IKKE: 3 brudd" in said
    assert not [told for told in PLANTED.values() if told not in said]
