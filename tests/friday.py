"""Friday: a village with its pages served, which one test may change as it likes, and its people signed in."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx

from kontroll.report.situation import Situation
from kontroll.report.summary import Summaries
from kontroll.store.database import Database
from kontroll.web.app import create_app
from kontroll.wiring import Desk
from served import served
from signed_in import clock, cookies

#: Of BERIT, open, and nobody has answered it.
SAK = "S2026-00002"


@dataclass
class Friday:
    desk: Desk
    address: str
    _made: list[httpx.Client] = field(default_factory=list)

    def leader(self, person: str) -> httpx.Client:
        """A client of hers."""
        held = self.cookies(person)
        self._made.append(httpx.Client(base_url=self.address, trust_env=False, timeout=60, cookies=held))
        return self._made[-1]

    def cookies(self, person: str) -> dict[str, str]:
        return cookies(self.desk, person)

    def close(self) -> None:
        for one in self._made:
            one.close()


def set_aside(original: Desk) -> None:
    """Keep the state as it is now. A sak that is only opened is seen, and a village shared by many tests is soon changed."""
    _copy(original.settings.home / "kontroll.db", _aside(original))


def _aside(original: Desk) -> Path:
    return original.settings.home / "untouched.db"


def _copy(kept: Path, copied: Path) -> None:
    with closing(sqlite3.connect(kept)) as of, closing(sqlite3.connect(copied)) as copy:
        of.backup(copy)


def untouched(original: Desk, folder: Path) -> Desk:
    """A desk of one's own in the folder, as the original was when it was set aside. Close its database."""
    _copy(_aside(original), folder / "kontroll.db")
    return replace(original, database=Database(f"sqlite:///{folder / 'kontroll.db'}"))


def again(original: Desk, desk: Desk) -> None:
    """The desk that is served, with the state as it was when it was set aside. Whoever was signed in no longer is."""
    assert desk.database.url.database is not None
    _copy(_aside(original), Path(desk.database.url.database))


@contextmanager
def friday_of(situation: Situation, original: Desk, folder: Path) -> Iterator[Friday]:
    """A village of one's own in the folder, as the original was before anybody looked at it (see `set_aside`)."""
    desk = untouched(original, folder)
    with served(create_app(Summaries(situation), desk, clock)) as address:
        friday = Friday(desk, address)
        yield friday
        friday.close()
    desk.database.close()
