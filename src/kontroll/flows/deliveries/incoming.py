"""Incoming: which files are to be taken in, and by which name each is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.domain.rulebook import Rulebook
from kontroll.flows.deliveries.delivered_kind import is_among_formats, kind_by_path
from kontroll.flows.deliveries.import_files import Incoming
from kontroll.flows.deliveries.strangers import may_hold_rows, of_no_format, strangers
from kontroll.sources.base import known_suffixes
from kontroll.sources.formats import formats_of, known_formats
from kontroll.texts import _


def incoming(paths: Sequence[Path], inbox: Path, rulebook: Rulebook) -> tuple[list[Incoming], list[Problem]]:
    """The files, and those below the folders that lie where a delivery lies, in the order in which later wins: by name.

    A file in the inbox is known by its path in it, any other by its path as given. Outside the inbox a file of many tables
    may lie anywhere: its content tells. Beside them: what nobody reads, because of its name, its place or its content.
    """
    found = [Incoming(path, _name(path, inbox)) for path in paths if not path.is_dir()]
    problems: list[Problem] = []
    for folder in (path for path in paths if path.is_dir()):
        below = [Incoming(path, _name(path, inbox)) for path in _files(folder)]
        read = [file for file in below if _has_a_place(file, rulebook, inbox)]
        found += read
        if folder.absolute() == inbox.absolute():
            problems += strangers(inbox, set(rulebook.datasets))
        elif not read:
            problems.append(_nothing_in(folder))
        else:
            problems += [of_no_format(file.name) for file in below if file not in read and may_hold_rows(file.path)]
    return found, problems


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith((".", "~")) for part in path.relative_to(folder).parts)
        if path.is_file() and not hidden:
            yield path


def _has_a_place(file: Incoming, rulebook: Rulebook, inbox: Path) -> bool:
    """Whether it lies where a delivery lies, and is of a form that is read."""
    if is_among_formats(file.name):
        return bool(formats_of(file.path, file.name))
    if file.path.suffix.lower() in known_suffixes() and kind_by_path(file.name, rulebook) is not None:
        return True
    return not file.path.absolute().is_relative_to(inbox) and bool(formats_of(file.path, file.name))


def _nothing_in(folder: Path) -> Problem:
    return Problem(
        Place(folder.as_posix()),
        _("kontroll kjenner ikke igjen noen fil i mappen"),
        _("Ingenting er tatt inn."),
        _(
            "Lever tabellene fra innboksen, eller oppgi filene én for én. Filer av andre slag kjennes på innholdet: {known}."
        ).format(known=known_formats()),
        Gravity.INCOMPLETE,
    )


def _name(path: Path, inbox: Path) -> str:
    whole = path.absolute()
    return whole.relative_to(inbox).as_posix() if whole.is_relative_to(inbox) else path.as_posix()
