"""The monthly run of the example kommune, state and all, on SQLite and PostgreSQL, beside what writes no state at all."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.tables import Table
from benchmarks.timing import Times, in_turns
from kontroll.domain.month import Month
from kontroll.engine.columnar import evaluate
from kontroll.example.policies import write_policies
from kontroll.flows.deliveries.import_files import import_files
from kontroll.flows.deliveries.incoming import incoming
from kontroll.flows.deliveries.read_folder import read_folder
from kontroll.flows.month.monthly_run import Ran, monthly_run
from kontroll.rulebook.read import read_rulebook
from kontroll.settings import Settings, shipped_rules
from kontroll.store.database import Database
from kontroll.store.upgrade import upgrade
from kontroll.wiring import Desk, open_desk

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
import postgres

BEFORE = (Month(2026, 8), Month(2026, 9))
MONTH = Month(2026, 10)
NOW = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
REPETITIONS = 5


def monthly_runs(example: Path, folder: Path) -> Table:
    """example: the built data folder. Each repetition runs October on a state that knows August and September."""
    with ExitStack() as stack:
        makers = [_Sqlite(folder)]
        if postgres.programs() is not None:
            makers.append(_Postgres(stack.enter_context(postgres.server())))
        for maker in makers:
            _prepare(maker, example, folder)
        ran: dict[str, Ran] = {}
        competitors = {
            maker.name: lambda maker=maker: ran.update({maker.name: _october(maker, folder)}) for maker in makers
        }
        times = in_turns({**competitors, "without": lambda: _without_state(example)}, REPETITIONS)
    return Table(
        "The monthly run of the example kommune",
        ("what", "seconds", "times as long as without state", "saker", "notices"),
        list(_rows(times, ran)),
        "October 2026, 220 tjenestesteder: read what was delivered, judge, replay avvik, open and retest saker, make notices, "
        "write everything and the trail; rules and policies are read in it. Without state: rules and folder read and judged, as "
        "`kontroll vurder` does; much of that is reading CSV and XLSX, which the run does not do again.",
    )


class _Sqlite:
    name = "SQLite"

    def __init__(self, folder: Path) -> None:
        self._file = folder / "prepared.db"
        self._copy = folder / "run.db"

    @property
    def prepared(self) -> str:
        return f"sqlite:///{self._file}"

    def fresh(self) -> str:
        shutil.copy(self._file, self._copy)
        for ending in ("-wal", "-shm"):
            Path(f"{self._copy}{ending}").unlink(missing_ok=True)
        return f"sqlite:///{self._copy}"


class _Postgres:
    name = "PostgreSQL"

    def __init__(self, server: postgres.Server) -> None:
        self._server = server
        self._name = server.new_database()

    @property
    def prepared(self) -> str:
        return self._server.address(self._name)

    def fresh(self) -> str:
        return self._server.address(self._server.new_database(self._name))


Maker = _Sqlite | _Postgres


def _desk(address: str, folder: Path) -> Desk:
    write_policies(folder / "policies")
    settings = Settings(
        hjem=folder, kommune="Furuvik", database=address, reglement=folder / "policies", regler=folder / "none"
    )
    desk, problems = open_desk(settings)
    assert desk is not None, problems
    return desk


def _prepare(maker: Maker, example: Path, folder: Path) -> None:
    database = Database(maker.prepared)
    upgrade(database)
    database.close()
    desk = _desk(maker.prepared, folder)
    files, _strange = incoming([example], example, desk.rulebook)
    for _received in import_files(desk.database, desk.rulebook, files, NOW, "bench"):
        pass
    for month in BEFORE:
        monthly_run(desk, month, NOW)
    desk.database.close()


def _october(maker: Maker, folder: Path) -> Ran:
    desk = _desk(maker.fresh(), folder)
    try:
        return monthly_run(desk, MONTH, NOW)
    finally:
        desk.database.close()


def _without_state(example: Path) -> None:
    rulebook, _problems = read_rulebook([shipped_rules()])
    facts, _found = read_folder(example, rulebook)
    evaluate(rulebook, facts, MONTH, MONTH).csv()


def _rows(times: dict[str, Times], ran: dict[str, Ran]) -> Iterator[tuple[str, ...]]:
    for name, taken in times.items():
        run = ran[name].run if name in ran else None
        made = (str(run.saker), str(run.notices)) if run is not None else ("–", "–")
        yield (name, taken.shown, taken.times_as_long_as(times["without"]), *made)
