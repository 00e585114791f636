"""Incoming: which files are to be taken in, and by which name each is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from kontroll.flows.import_files import Incoming
from kontroll.sources.base import known_suffixes


def incoming(paths: Sequence[Path], inbox: Path) -> list[Incoming]:
    """The files, and those of a kind that kontroll reads below the folders, in the order in which later wins: by name.

    A file in the inbox is known by its path in it, any other by its path as given.
    """
    return [Incoming(path, _name(path, inbox)) for given in paths for path in _files(given)]


def _files(given: Path) -> Iterator[Path]:
    if not given.is_dir():
        yield given
        return
    for path in sorted(given.rglob("*")):
        hidden = any(part.startswith((".", "~")) for part in path.relative_to(given).parts)
        if path.is_file() and not hidden and path.suffix.lower() in known_suffixes():
            yield path


def _name(path: Path, inbox: Path) -> str:
    whole = path.absolute()
    return whole.relative_to(inbox).as_posix() if whole.is_relative_to(inbox) else path.as_posix()
