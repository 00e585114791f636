"""Where delivered rows come from: a data folder, or the numbered deliveries of a package. In the order in which later wins."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from . import delimited
from .delimited import Row

#: Columns that a package puts before those of the delivered file: the line it stood on, and whether it had too many cells.
LINE, TORN = "__linje", "__for_mange_felt"
#: Of these the last delivered list replaces the one before.
WHOLE_LISTS = ("organisasjon", "personer")


class Source(Protocol):
    """Each kind as files, each file as its rows. `charset`: what the data set says of its files."""

    def files(self, kind: str, charset: str | None = None) -> Iterator[list[Row]]:
        """Those of `organisasjon`, `personer`, `ambisjoner`, `maalinger` or `datasett/NAME`."""
        ...

    def is_whole(self, kind: str) -> bool:
        """Whether something came, and nothing that came was lost: then what is not there is not."""
        ...


@dataclass(frozen=True)
class Folder:
    """A data folder as `vurder` reads it; in each of its folders by the file's name."""

    folder: Path

    def files(self, kind: str, charset: str | None = None) -> Iterator[list[Row]]:
        for file in self._found(kind):
            yield list(delimited.rows(file, charset))

    def is_whole(self, kind: str) -> bool:
        return bool(self._found(kind))

    def _found(self, kind: str) -> list[Path]:
        below = self.folder / kind
        if below.is_dir():
            found = [file for file in below.glob("*") if file.suffix in (".csv", ".xlsx")]
            return sorted(found, key=lambda path: path.name)
        return [file for file in [self.folder / f"{kind}.csv", self.folder / f"{kind}.xlsx"] if file.exists()]


@dataclass(frozen=True)
class Deliveries:
    """The deliveries of a package up to a number, in the order of receipt."""

    listed: list[dict[str, Any]]
    folder: Path
    upto: int

    def files(self, kind: str, charset: str | None = None) -> Iterator[list[Row]]:
        taken = [one for one in self._of(kind) if one["taken"] and one["file"]]
        for one in taken[-1:] if kind in WHOLE_LISTS else taken:
            yield list(_rows(self.folder / one["file"], one["name"].rpartition("/")[2]))

    def is_whole(self, kind: str) -> bool:
        of_kind = self._of(kind)
        return any(one["taken"] and one["file"] for one in of_kind) and not any(
            _is_lost(one, of_kind) for one in of_kind
        )

    def _of(self, kind: str) -> list[dict[str, Any]]:
        return [one for one in self.listed if one["kind"] == kind and one["seq"] <= self.upto]


def deliveries_of(folder: Path, upto: int) -> Deliveries:
    """`leveranser.json` in the folder, and the files it names there."""
    return Deliveries(json.loads((folder / "leveranser.json").read_text(encoding="utf-8")), folder, upto)


def _is_lost(one: dict[str, Any], of_kind: list[dict[str, Any]]) -> bool:
    """Refused, and nothing usable has come under the name since: what is missing may stand in it."""
    return not one["taken"] and not any(
        later["taken"] and later["seq"] > one["seq"] and later["name"] == one["name"] for later in of_kind
    )


def _rows(file: Path, name: str) -> Iterator[Row]:
    """As they were delivered; of a row with too many cells nothing is known but that it came."""
    with file.open(encoding="utf-8", newline="") as opened:
        for cells in csv.DictReader(opened, delimiter=";"):
            line, torn = int(cells.pop(LINE)), cells.pop(TORN)
            yield Row(name, line, {heading: "" if torn else cell for heading, cell in cells.items()}, bool(torn))
