"""Ground: the built kommune that a case is planted in, and what a pattern asks of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random

from kontroll.example.authorities import limit
from kontroll.example.built import Built
from kontroll.example.chance import pick, stream
from kontroll.example.days import MONTHS
from kontroll.example.known import STORIES
from kontroll.example.structure import Enhet
from kontroll.example.suppliers import account
from kontroll.example.tables import rows_of
from kontroll.example.vouchers import House

#: A case begins so that there is a year before it, and most of a year after.
FIRST_START, LAST_START = 13, 25


@dataclass(frozen=True, slots=True)
class Ground:
    """folder: what `built` was written as. pattern: whose streams of chance are drawn from."""

    built: Built
    folder: Path
    pattern: str

    def rng(self, *names: str) -> Random:
        return stream(self.built.scene.seed, "case", self.pattern, *names)

    @property
    def house(self) -> House:
        return House(self.built.scene, self.built.people, self.built.authorities)

    def start(self) -> int:
        return FIRST_START + int(self.rng("start").random() * (LAST_START - FIRST_START + 1))

    def site(self, services: tuple[str, ...], often: float) -> Enhet:
        """A tjenestested that is there all the time, of one of the services in `often` of the cases."""
        rng, organisation = self.rng("site"), self.built.organisation
        sites = [unit for unit in organisation.sites() if all(unit.at(month) for month in range(MONTHS))]
        usual = [unit for unit in sites if unit.service in services]
        return pick(rng, usual if rng.random() < often else sites)

    def limit(self, unit: Enhet) -> int:
        """What the unit's leader may approve alone, in øre."""
        return limit(unit) * 100

    def leader(self, unit: Enhet, month: int) -> str:
        return self.built.people.leader[unit.id][month]

    def account(self, name: str) -> str:
        return account(self.rng("account", name))

    def headings(self, dataset: str) -> list[str]:
        return self._read(next(iter(sorted(self.folder.glob(f"datasett/{dataset}/*.csv")))), dataset)[0]

    def records(self, dataset: str, month: int | None = None) -> list[dict[str, str]]:
        """As they stand in the files; of one month where the data set has a file for each."""
        stem = f"{dataset}-{self.built.scene.month(month)}" if month is not None else f"{dataset}*"
        found: list[dict[str, str]] = []
        for path in sorted(self.folder.glob(f"datasett/{dataset}/{stem}.csv")):
            headings, *rows = self._read(path, dataset)
            found += [dict(zip(headings, row, strict=True)) for row in rows]
        return found

    def _read(self, path: Path, dataset: str) -> list[list[str]]:
        return rows_of(path.read_bytes(), STORIES[dataset].dialect)
