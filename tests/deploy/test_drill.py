"""The drill: back up while a month is being run, lose everything, restore, and go on as if nothing had happened."""

from __future__ import annotations

import hashlib
import io
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Event, Thread

import pytest
from typer.testing import CliRunner

import postgres
from flows.export_state import export_state
from flows.small import Kommune, at, kommune, rule
from kontroll.cli.main import app
from kontroll.domain.month import Month
from kontroll.domain.recomputed import Recomputed
from kontroll.engine.verdicts import Verdicts
from kontroll.flows.books.as_then import as_then
from kontroll.flows.home.back_up import back_up
from kontroll.flows.home.check_trail import check_trail
from kontroll.flows.home.restore import restore
from kontroll.flows.month.monthly_run import monthly_run
from kontroll.settings import Settings, read_settings
from kontroll.store.database import Database
from kontroll.wiring import Desk

JANUARY, FEBRUARY = Month(2026, 1), Month(2026, 2)
BACKED_UP = datetime(2026, 3, 20, 6, 1, tzinfo=UTC)
PATIENCE = 60
runner = CliRunner()


@dataclass
class Place:
    """Where a kommune lives. server: None for SQLite."""

    home: Path
    address: str
    server: postgres.Server | None = None

    def settings(self) -> Settings:
        (self.home / "kontroll.toml").write_text(f'kommune = "Bygda"\ndatabase = "{self.address}"\n', encoding="utf-8")
        settings, problems = read_settings(self.home)
        assert settings is not None, [str(problem) for problem in problems]
        return settings

    def lose(self) -> None:
        """The machine burns."""
        shutil.rmtree(self.home)

    def empty(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """What is got ready for the restored home: on PostgreSQL an empty database, told of as passwords are."""
        if self.server is not None:
            monkeypatch.setenv("KONTROLL_DATABASE", self.server.address(self.server.new_database()))


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    home = tmp_path / "hjem"
    home.mkdir()
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("_sqlite_template"), home / "kontroll.db")
        return Place(home, "kontroll.db")
    if shutil.which("pg_dump") is None:
        pytest.skip("pg_dump is not on this machine: a PostgreSQL database cannot be backed up")
    server: postgres.Server = request.getfixturevalue("postgres_server")
    name = server.new_database(request.getfixturevalue("_postgres_template"))
    return Place(home, server.address(name), server)


class Halting(Database):
    """Stops the run of a month when everything is written and nothing is kept yet."""

    def __init__(self, url: str, month: Month) -> None:
        super().__init__(url)
        self._month = month
        self.is_halfway, self.go_on = Event(), Event()

    @contextmanager
    def transaction(self, actor, at) -> Iterator:
        with super().transaction(actor, at) as tx:
            yield tx
            if tx.books.rows.count(month=self._month):
                self.is_halfway.set()
                assert self.go_on.wait(PATIENCE)


def test_what_was_backed_up_in_the_middle_of_a_run_is_restored_and_comes_to_the_same(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    settings = place.settings()
    lived = Halting(settings.database_url, FEBRUARY)
    bygda = kommune(lived, place.home, rule("minus"))
    bygda.desk = replace(bygda.desk, settings=settings)
    bygda.measure("2026-01", date(2026, 2, 20), e1=-2, e2=0, e3="")
    bygda.run("2026-01", date(2026, 2, 20))
    bygda.measure("2026-02", date(2026, 3, 20), e1=-1, e2=-3, e3=1)

    copy = backed_up_during(lived, lambda: bygda.run("2026-02", date(2026, 3, 20)), settings)
    before = answers(lived, JANUARY), answers(lived, FEBRUARY), state(lived)
    lived.close()
    place.lose()
    place.empty(monkeypatch)
    restored, problems = restore(io.BytesIO(copy), tmp_path / "nytt", BACKED_UP, "konto:kari")

    assert restored is not None, [str(problem) for problem in problems]
    assert restored.is_as_copied
    again = again_at(tmp_path / "nytt", bygda)
    with closing(again.desk.database):
        assert before[0] == answers(again.desk.database, JANUARY)
        (as_it_was,) = as_then(again.desk, [JANUARY], BACKED_UP, "konto:kari")
        assert isinstance(as_it_was, Recomputed)
        assert as_it_was.holds
        assert as_it_was.digest == hashlib.sha256(before[0]).hexdigest()
        assert not answers(again.desk.database, FEBRUARY), "it was not kept yet when the copy was taken"
        monthly_run(again.desk, FEBRUARY, at(date(2026, 3, 20)))
        assert before[1:] == (answers(again.desk.database, FEBRUARY), state(again.desk.database))
        assert "gjenopprettet" in again.trail()
        assert not check_trail(again.desk.database).faults
    typed = runner.invoke(app, ["logg", "etterprov", "--mappe", str(tmp_path / "nytt")])
    assert 0 == typed.exit_code, typed.output


def backed_up_during(database: Halting, run, settings: Settings) -> bytes:
    """The copy that was taken while the run had written, and not kept, its month."""
    written, running = io.BytesIO(), Thread(target=run)
    running.start()
    assert database.is_halfway.wait(PATIENCE)
    try:
        done, problems = back_up(settings, written, None, BACKED_UP, "konto:kari", lambda _stage: database.go_on.set())
    finally:
        was_waited_for = not database.go_on.is_set()
        database.go_on.set()
        running.join(PATIENCE)
    assert done is not None, [str(problem) for problem in problems]
    assert not was_waited_for, "the copy waited for the run"
    return written.getvalue()


def answers(database: Database, month: Month) -> bytes:
    """The month's answers as they are printed; b"" = none."""
    with database.reading() as tx:
        book = tx.books.standing().get(month)
        return b"" if book is None else Verdicts(tx.books.verdicts(book)).csv()


def state(database: Database) -> list[dict[str, object]]:
    with database.reading() as tx:
        return export_state(tx)


def again_at(home: Path, before: Kommune) -> Kommune:
    """The kommune in its restored home."""
    settings, _problems = read_settings(home)
    assert settings is not None
    rules = (home / "rules",)
    desk = Desk(settings, rules, before.desk.rulebook, before.desk.policies, Database(settings.database_url))
    return Kommune(desk, home)
