"""The pages of a kommune with five years of follow-up, asked for by many at once, on SQLite and PostgreSQL.

`python -m benchmarks.pages` measures this alone. Server, database and visitors share the machine. The mix is what the
roles do: most come from a mail to one sak, internal control works in the queue, and few look at the whole.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from benchmarks.five_years import add_five_years
from benchmarks.tables import Table
from benchmarks.visitors import Mix, Waited, visit
from kontroll.domain.access import Role
from kontroll.domain.month import Month
from kontroll.domain.sak import Sak, SakState
from kontroll.example.build import build
from kontroll.example.policies import write_policies
from kontroll.flows.deliveries.import_files import import_files
from kontroll.flows.deliveries.incoming import incoming
from kontroll.flows.deliveries.known_people import known_directory
from kontroll.flows.month.monthly_run import monthly_run
from kontroll.flows.people.sign_in import sign_in_as
from kontroll.settings import read_settings
from kontroll.store.database import Database
from kontroll.store.upgrade import upgrade
from kontroll.web.signed_in import COOKIE
from kontroll.wiring import Desk, open_desk

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
import postgres

#: September is run before; October while people are reading.
BEFORE, MONTH = Month(2026, 9), Month(2026, 10)
RUN_AT = datetime(2026, 10, 20, 6, 0, tzinfo=UTC)
USERS, THINK, LASTS = 50, 5.0, 60.0
#: As many as keep the server busy without a queue of their own making.
SATURATING, SATURATED_FOR = 8, 20.0
_LEADERS = 20
_STYLES = re.compile(r'href="(/static/[^"]+)"')
_DATABASE = "KONTROLL_DATABASE"


def pages(folder: Path, example: Path) -> Table:
    """example: the built data folder."""
    rows: list[tuple[str, ...]] = []
    with ExitStack() as stack:
        addresses = {"SQLite": f"sqlite:///{folder}/pages.db"}
        if postgres.programs() is not None:
            server = stack.enter_context(postgres.server())
            addresses["PostgreSQL"] = server.address(server.new_database())
        home = _home(folder / "home", example)
        for name, address in addresses.items():
            rows += _measured(name, home, address)
    return Table(
        "Pages with five years of follow-up",
        ("database", "what", "pages", "a second", "p50 ms", "p95 ms", "p99 ms", "failed", "processor ms a page"),
        rows,
        f"220 tjenestesteder, 60 months, 20 000 avvik. {USERS} users who think {THINK:.0f} s on average, for {LASTS:.0f} s; the "
        f"same while October is run; {SATURATING} who do not think at all. Processor: of the server's process alone. The mix is "
        "in `pages.py`. First load: the start page, its styles and its font, compressed.",
    )


def _home(home: Path, example: Path) -> Path:
    home.mkdir(parents=True)
    (home / "kontroll.toml").write_text('kommune = "Furuvik kommune"\n', encoding="utf-8")
    shutil.copytree(example, home / "inbox")
    write_policies(home / "policies")
    return home


def _measured(name: str, home: Path, address: str) -> Iterator[tuple[str, ...]]:
    environment = {**os.environ, _DATABASE: address}
    os.environ[_DATABASE] = address
    desk = _filled(home, address)
    mixes = _mixes(desk)
    desk.database.close()
    with _served(home, environment) as (base, process):
        for mix in mixes:
            _opened_once(base, mix)
        yield (name, f"first load: {_first_load(base, mixes[0]) / 1000:.0f} kB", *["–"] * 7)
        yield _row(name, f"{USERS} users", process, lambda: visit(base, mixes, users=USERS, think=THINK, lasts=LASTS))
        running = _run(home, environment)
        yield _row(
            name,
            f"{USERS} users, during a monthly run",
            process,
            lambda: visit(
                base, mixes, users=USERS, think=THINK, lasts=600, seed=2, until=lambda: running.poll() is not None
            ),
        )
        found = lambda: visit(base, mixes, users=SATURATING, think=0, lasts=SATURATED_FOR, seed=3)  # noqa: E731
        yield _row(name, f"saturation, {SATURATING} at once", process, found)


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


# --- who asks for what ------------------------------------------------------------------------------------------------


def _mixes(desk: Desk) -> list[Mix]:
    """Twenty leaders with something to answer, internal control, the kommunedirektør's view and an auditor's."""
    with desk.database.reading() as tx:
        saker = [sak for sak in tx.saker.where(tx.saker.table.c.state != SakState.CLOSED) if sak.owner and sak.rule]
        closed = tx.saker.newest("closed_on", state=SakState.CLOSED, limit=20)
        directory, today = known_directory(tx), datetime.now(UTC).date()
    # Some saker are owned by those who deliver data, who lead no enhet.
    by_owner = {sak.owner: sak for sak in saker if sak.enhet in directory.answered_for_by(sak.owner or "", today)}
    leaders = list(by_owner.values())[:_LEADERS]
    everyone = [*leaders[:6], *closed[:6]]
    return [
        *(
            Mix("leader", 3, [_cookie(desk, sak.owner, ())], _of_leader(sak))
            for sak in leaders
        ),
        Mix("internal control", 25, [_cookie(desk, None, [Role.INTERNAL_CONTROL])], _of_control(everyone)),
        Mix("auditor", 15, [_cookie(desk, None, [Role.AUDITOR])], _OF_AUDITOR),
    ]  # fmt: skip


def _of_leader(sak: Sak) -> Mapping[str, int]:
    return {
        "/": 25,
        f"/sak/{sak.id}": 40,
        "/saker": 10,
        f"/enhet/{sak.enhet}": 15,
        "/meldinger": 5,
        "/reglement": 1,
        "/hjelp": 4,
    }


def _of_control(saker: list[Sak]) -> Mapping[str, int]:
    lists = {
        "/": 10, "/ko": 25, "/ko?sorter=eier": 3, "/ko?side=3": 4, "/ko?ord=skole": 4, "/saker": 4, "/regler": 3,
        "/leveranser": 3, "/kjoringer": 2, "/vaktliste": 2, "/meldinger": 2, "/sok?ord=skole": 2,
    }  # fmt: skip
    return {**lists, **{f"/sak/{sak.id}": 3 for sak in saker}, **{f"/regel/{sak.rule}": 1 for sak in saker if sak.rule}}


_OF_AUDITOR = {
    "/": 10, "/styring": 20, "/styring/saker": 15, "/styring/ikke-kontrollert": 8, "/oversikt": 10, "/politisk": 8,
    "/reglement": 3, "/reglement/skal-register": 5, "/saker": 15, "/kjoringer": 6,
}  # fmt: skip


def _cookie(desk: Desk, person: str | None, roles: Sequence[Role]) -> dict[str, str]:
    token = sign_in_as(
        desk.database, f"bench|{person}|{','.join(role.value for role in roles)}", name="Målt", person=person, roles=roles,
        how="bench", lasts=timedelta(hours=12), now=datetime.now(UTC),
    )  # fmt: skip
    return {COOKIE: token}


# --- the server -------------------------------------------------------------------------------------------------------


@contextmanager
def _served(home: Path, environment: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    """Its address and the number of its process."""
    command = [sys.executable, "-m", "kontroll", "tjener", "--mappe", str(home), "--port", "0"]
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
    command = [sys.executable, "-m", "kontroll", "kjor", "--mappe", str(home), "--periode", str(MONTH)]
    return subprocess.Popen(command, env=dict(environment), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


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
    return (
        name, what, str(len(found.seconds)), f"{found.per_second:.1f}", *shares, str(len(found.failed)),
        f"{used * 1000 / max(1, len(found.seconds)):.1f}",
    )  # fmt: skip


def _processor(process: int) -> float:
    """Seconds of processor time that the process has used; Linux alone tells."""
    stat = Path(f"/proc/{process}/stat")
    if not stat.exists():
        return 0.0
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    with TemporaryDirectory() as folder:
        build(Path(folder) / "example", 1, MONTH)
        print(pages(Path(folder), Path(folder) / "example").markdown())


if __name__ == "__main__":
    main()
