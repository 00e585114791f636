"""The pages of a kommune with five years of follow-up, asked for by many at once, on SQLite and PostgreSQL.

`python -m benchmarks.pages` measures this alone, and puts the table in RESULTS.md; a database that was measured on the same
code is not measured again (`proof/`). `--kort`: a few seconds of each, printed only. Server, database and visitors share
the machine. The mix is what the roles do: most come from a mail to one sak, internal control works in the queue, and few
look at the whole.
"""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from benchmarks.five_years import add_five_years
from benchmarks.mix import mix_told, mixes_of
from benchmarks.tables import Table
from benchmarks.visitors import Mix, Waited, visit
from kontroll.domain.month import Month
from kontroll.example.build import build
from kontroll.example.policies import write_policies
from kontroll.flows.deliveries.import_files import import_files
from kontroll.flows.deliveries.incoming import incoming
from kontroll.flows.month.monthly_run import monthly_run
from kontroll.settings import read_settings
from kontroll.store.database import Database
from kontroll.store.upgrade import upgrade
from kontroll.wiring import Desk, open_desk

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
import postgres
from full_proof import KEPT, code_mark

#: September is run before; October while people are reading.
BEFORE, MONTH = Month(2026, 9), Month(2026, 10)
RUN_AT = datetime(2026, 10, 20, 6, 0, tzinfo=UTC)
USERS, THINK = 50, 5.0
#: Those that serve, beside the one that looks after them.
PROCESSES = 2
#: As many as keep the server busy without a queue of their own making.
SATURATING = 8
RESULTS = Path(__file__).parent / "RESULTS.md"
TITLE = "Pages with five years of follow-up"


@dataclass(frozen=True, slots=True)
class Lasts:
    """Seconds: before anything is measured, of people who think, after the monthly run has ended (what is shown is then made
    anew), and of those who do not think."""

    warm: float
    thinking: float
    after: float
    saturated: float


WHOLE, SHORT = Lasts(20, 180, 60, 60), Lasts(5, 10, 5, 5)
_STYLES = re.compile(r'href="(/static/[^"]+)"')
_DATABASE = "KONTROLL_DATABASE"


def pages(folder: Path, example: Path, lasts: Lasts = WHOLE, kept: Path | None = None) -> Table:
    """example: the built data folder. kept: where what is measured of each database is kept, and not measured again."""
    rows: list[Sequence[str]] = []
    with ExitStack() as stack:
        addresses = {"SQLite": f"sqlite:///{folder}/pages.db"}
        if postgres.programs() is not None:
            server = stack.enter_context(postgres.server())
            addresses["PostgreSQL"] = server.address(server.new_database())
        home = _home(folder / "home", example)
        for name, address in addresses.items():
            rows += _once(kept / f"{name}.json" if kept else None, lambda: _measured(name, home, address, lasts))  # noqa: B023
    return Table(
        TITLE,
        ("database", "what", "pages", "a second", "p50 ms", "p95 ms", "p99 ms", "failed", "processor ms a page"),
        rows,
        f"220 tjenestesteder, 60 months, 20 000 avvik; `kontroll tjener --prosesser {PROCESSES}`. {USERS} users who think "
        f"{THINK:.0f} s on average, for {lasts.thinking:.0f} s; the same while October is run (`Nice=10`, as the worker's "
        f"unit says), and {lasts.after:.0f} s after, when what is shown is made anew; {SATURATING} who do not think at all, for "
        f"{lasts.saturated:.0f} s. Processor: of all processes of the server, the one that looks after the others too. First "
        "load: the start page, its styles and its font, compressed. The mix, in hundredths of the pages: "
        f"{mix_told()}.",
    )


def _once(kept: Path | None, measured: Callable[[], Iterator[tuple[str, ...]]]) -> list[Sequence[str]]:
    if kept is not None and kept.exists():
        print(f"{kept.stem}: kept from before", file=sys.stderr)
        rows: list[Sequence[str]] = json.loads(kept.read_text(encoding="utf-8"))
        return rows
    found: list[Sequence[str]] = list(measured())
    if kept is not None:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(found), encoding="utf-8")
    return found


def _home(home: Path, example: Path) -> Path:
    home.mkdir(parents=True)
    (home / "kontroll.toml").write_text('kommune = "Furuvik kommune"\n', encoding="utf-8")
    shutil.copytree(example, home / "inbox")
    write_policies(home / "policies")
    return home


def _measured(name: str, home: Path, address: str, lasts: Lasts) -> Iterator[tuple[str, ...]]:
    environment = {**os.environ, _DATABASE: address}
    os.environ[_DATABASE] = address
    desk = _filled(home, address)
    mixes = mixes_of(desk)
    desk.database.close()
    with _served(home, environment) as (base, process):
        _wait_for_months(base, mixes[0])
        for mix in mixes:
            _opened_once(base, mix)
        # In every process: templates and connections are paid for by the first who open a page in it.
        visit(base, mixes, users=SATURATING, think=0, lasts=lasts.warm, seed=4)
        yield (name, f"first load: {_first_load(base, mixes[0]) / 1000:.0f} kB", *["–"] * 7)
        thinking = lambda: visit(base, mixes, users=USERS, think=THINK, lasts=lasts.thinking)  # noqa: E731
        yield _row(name, f"{USERS} users", process, thinking)
        until = _a_while_after(_run(home, environment), lasts.after)
        running = lambda: visit(base, mixes, users=USERS, think=THINK, lasts=600, seed=2, until=until)  # noqa: E731
        yield _row(name, f"{USERS} users, during a monthly run", process, running)
        found = lambda: visit(base, mixes, users=SATURATING, think=0, lasts=lasts.saturated, seed=3)  # noqa: E731
        yield _row(name, f"saturation, {SATURATING} at once", process, found)


def _a_while_after(running: subprocess.Popen[bytes], seconds: float) -> Callable[[], bool]:
    """Whether so many seconds have gone since it ended. Raises where it did not end well."""
    ended: list[float] = []

    def is_over() -> bool:
        if not ended and running.poll() is not None:
            assert running.returncode == 0, "the monthly run failed"
            ended.append(time.monotonic())
        return bool(ended) and time.monotonic() - ended[0] > seconds

    return is_over


def _filled(home: Path, address: str) -> Desk:
    database = Database(address)
    upgrade(database)
    database.close()
    settings, problems = read_settings(home)
    assert settings is not None, problems
    desk, problems = open_desk(settings)
    assert desk is not None, problems
    files, _strange = incoming([settings.inbox], settings.inbox, desk.rulebook)
    for _received in import_files(desk.database, desk.rulebook, files, RUN_AT, "bench"):
        pass
    monthly_run(desk, BEFORE, RUN_AT)
    add_five_years(desk)
    return desk


# --- the server -------------------------------------------------------------------------------------------------------


@contextmanager
def _served(home: Path, environment: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    """Its address and the number of its process."""
    command = [sys.executable, "-m", "kontroll", "tjener", "--mappe", str(home), "--port", "0"]
    command += ["--prosesser", str(PROCESSES)]
    log = home.parent / "tjener.log"
    with (
        log.open("wb") as errors,
        subprocess.Popen(command, env=dict(environment), stdout=subprocess.PIPE, stderr=errors) as process,
    ):
        assert process.stdout is not None
        found = next((m for line in process.stdout if (m := re.search(rb"http://\S+:\d+", line))), None)
        try:
            assert found is not None, log.read_text(encoding="utf-8")
            yield found.group().decode(), process.pid
        finally:
            process.terminate()


def _run(home: Path, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    # As the worker's unit has it (deploy/systemd).
    command = [
        "nice",
        "-n",
        "10",
        sys.executable,
        "-m",
        "kontroll",
        "kjor",
        "--mappe",
        str(home),
        "--periode",
        str(MONTH),
    ]
    return subprocess.Popen(command, env=dict(environment), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _wait_for_months(base: str, mix: Mix) -> None:
    """Until every process shows them: it is asked anew each time, by a connection that any of them may take."""
    until, ready = time.monotonic() + 600, 0
    while ready < 20:
        assert time.monotonic() < until, "the months were not made"
        with httpx.Client(base_url=base, trust_env=False, timeout=120, cookies=dict(mix.cookies[0])) as client:
            ready = ready + 1 if client.get("/").status_code == 200 else 0
        time.sleep(0 if ready else 1)


def _opened_once(base: str, mix: Mix) -> None:
    """The first to open a page pays for templates and connections; that is not what is asked here."""
    with httpx.Client(base_url=base, trust_env=False, timeout=120, cookies=dict(mix.cookies[0])) as client:
        for page in mix.pages:
            client.get(page)


def _first_load(base: str, mix: Mix) -> int:
    """Bytes over the line."""
    with httpx.Client(base_url=base, trust_env=False, timeout=60, cookies=dict(mix.cookies[0])) as client:
        start = client.get("/").text
        files = set(_STYLES.findall(start))
        fonts = {
            httpx.URL(f"{base}{file}").join(font).path
            for file in files
            for font in re.findall(r'url\("?([^")]+\.woff2)"?\)', client.get(file).text)
        }
        return sum(_bytes(client, path) for path in ["/", *files, *fonts])


def _bytes(client: httpx.Client, path: str) -> int:
    with client.stream("GET", path, headers={"accept-encoding": "gzip"}) as answer:
        return sum(len(part) for part in answer.iter_raw())


# --- the rows ---------------------------------------------------------------------------------------------------------


def _row(name: str, what: str, process: int, made: Callable[[], Waited]) -> tuple[str, ...]:
    before = _processor(process)
    found = made()
    used = _processor(process) - before
    for page in found.pages:
        print(f"  {name} {what}: {page} p95 {found.share(95, page) * 1000:.0f} ms", file=sys.stderr)
    print(*found.failed[:20], sep="\n", file=sys.stderr)
    shares = [f"{found.share(part) * 1000:.0f}" for part in (50, 95, 99)]
    row = (
        name, what, str(len(found.seconds)), f"{found.per_second:.1f}", *shares, str(len(found.failed)),
        f"{used * 1000 / max(1, len(found.seconds)):.1f}",
    )  # fmt: skip
    print("; ".join(row), file=sys.stderr, flush=True)
    return row


def _processor(process: int) -> float:
    """Seconds of processor time that the process and those it started have used; Linux alone tells."""
    stat = Path(f"/proc/{process}/stat")
    if not stat.exists():
        return 0.0
    fields = stat.read_text().rpartition(")")[2].split()
    of_itself = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    started = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return of_itself + sum(_processor(int(one)) for one in started)


def put_in_results(table: Table) -> None:
    """In place of the table of the same title, or last."""
    text = RESULTS.read_text(encoding="utf-8")
    before, found, rest = text.partition(f"## {table.title}\n")
    after = rest[rest.index("\n## ") + 1 :] if found and "\n## " in rest else ""
    RESULTS.write_text(f"{before.rstrip()}\n\n{table.markdown()}" + (f"\n{after}" if after else ""), encoding="utf-8")


def main() -> None:
    is_short = "--kort" in sys.argv[1:]
    load = os.getloadavg()[0]
    with TemporaryDirectory() as folder:
        build(Path(folder) / "example", 1, MONTH)
        kept = None if is_short else KEPT / f"pages-{code_mark()}"
        table = pages(Path(folder), Path(folder) / "example", SHORT if is_short else WHOLE, kept)
    if not is_short:
        own = (
            f" (This table from a run of its own on {datetime.now(UTC):%Y-%m-%d}: Python {platform.python_version()}, "
        )
        own += f"{os.cpu_count()} processors with a load of {load:.1f} from before.)"
        table = replace(table, note=table.note + own)
        put_in_results(table)
    print(table.markdown())


if __name__ == "__main__":
    main()
