"""Incoming: which files are to be taken in, and by which name each is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from kontroll.domain.problem import Problem
from kontroll.domain.rulebook import Rulebook
from kontroll.flows.delivered_kind import is_among_formats, kind_by_path
from kontroll.flows.import_files import Incoming
from kontroll.flows.strangers import strangers
from kontroll.sources.base import known_suffixes
from kontroll.sources.formats import formats_of


def incoming(paths: Sequence[Path], inbox: Path, rulebook: Rulebook) -> tuple[list[Incoming], list[Problem]]:
    """The files, and those below the folders that lie where a delivery lies, in the order in which later wins: by name.

    A file in the inbox is known by its path in it, any other by its path as given. Beside them: what in the inbox nobody
    reads, because of its name or its place.
    """
    found = [Incoming(path, _name(path, inbox)) for path in paths if not path.is_dir()]
    problems: list[Problem] = []
    for folder in (path for path in paths if path.is_dir()):
        below = (Incoming(path, _name(path, inbox)) for path in _files(folder))
        found += [file for file in below if _has_a_place(file, rulebook)]
        if folder.absolute() == inbox.absolute():
            problems += strangers(inbox, set(rulebook.datasets))
    return found, problems


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith((".", "~")) for part in path.relative_to(folder).parts)
        if path.is_file() and not hidden:
            yield path


def _has_a_place(file: Incoming, rulebook: Rulebook) -> bool:
    """Whether it lies where a delivery lies, and is of a form that is read."""
    if is_among_formats(file.name):
        return bool(formats_of(file.path, file.name))
    return file.path.suffix.lower() in known_suffixes() and kind_by_path(file.name, rulebook) is not None


def _name(path: Path, inbox: Path) -> str:
    whole = path.absolute()
    return whole.relative_to(inbox).as_posix() if whole.is_relative_to(inbox) else path.as_posix()
