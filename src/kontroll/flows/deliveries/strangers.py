"""Strangers: files in a data folder that nobody reads, because of their name, their place or their kind.

Why: what was delivered under the wrong name is missing to every rule, and its sender believes that it was received.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kontroll.domain.delivery import FORMATS
from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.domain.spelling import nearest
from kontroll.sources.base import known_suffixes
from kontroll.sources.formats import Format, formats_of, known_formats
from kontroll.texts import _, listed

TABLES = ("organisasjon", "personer", "ambisjoner")
MEASUREMENTS, DATASETS = "maalinger", "datasett"
#: Kinds of file that somebody may believe hold rows; anything else beside the tables is left alone.
_ROWS = {".csv", ".tsv", ".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".numbers", ".json", ".xml", ".zip", ".gz"}


def strangers(folder: Path, datasets: set[str]) -> list[Problem]:
    """One message for each file or folder that is not read. datasets: the ids that are described."""
    if not folder.is_dir():
        return []
    found = [_at_top(path) for path in _visible(folder) if not _belongs_at_top(path)]
    found += [_not_read(path, folder) for path in _visible(folder / MEASUREMENTS) if not _is_read(path)]
    for path in _visible(folder / DATASETS):
        if not path.is_dir():
            found.append(_loose_file(path, datasets))
        elif path.name not in datasets:
            found.append(_undescribed(path.name, datasets))
        else:
            found += [_not_read(inner, folder) for inner in _visible(path) if not _is_read(inner)]
    unknown = [path for path in files_of_formats(folder) if not formats_of(path, path.name)]
    found += [of_no_format(path.relative_to(folder).as_posix()) for path in unknown]
    return [problem for problem in found if problem is not None]


def files_of_formats(folder: Path) -> list[Path]:
    """Every file in the folder's `formater`, at any depth, by name."""
    below = (folder / FORMATS).rglob("*")
    hidden = (".", "~")
    files = (p for p in below if not any(part.startswith(hidden) for part in p.relative_to(folder).parts))
    return sorted(path for path in files if path.is_file())


def _visible(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from sorted((p for p in folder.iterdir() if not p.name.startswith((".", "~"))), key=lambda p: p.name)


def _is_read(path: Path) -> bool:
    return path.is_file() and path.suffix.lower() in known_suffixes()


def _belongs_at_top(path: Path) -> bool:
    if path.is_dir():
        return path.name in (MEASUREMENTS, DATASETS, FORMATS)
    return path.stem in TABLES and _is_read(path)


def _at_top(path: Path) -> Problem | None:
    name = path.name if path.is_dir() else path.stem
    if path.is_file() and path.suffix.lower() not in known_suffixes() and (found := formats_of(path, path.name)):
        return _of_format(path, found[0])
    guess = nearest(name, (*TABLES, MEASUREMENTS, DATASETS, FORMATS))
    if guess is None and (path.is_dir() or path.suffix.lower() not in _ROWS):
        return None  # a note to read, a folder of their own
    if name in TABLES:
        return _not_read(path, path.parent)
    if guess in (MEASUREMENTS, DATASETS, FORMATS):
        fix = _("Mente du mappen «{guess}»? Gi den det navnet, og legg filene der.").format(guess=guess)
    elif guess is not None:
        fix = _("Mente du «{guess}.csv»?").format(guess=guess)
    else:
        fix = _("Kontroll leser {tables} og mappene maalinger, datasett og formater.").format(
            tables=listed([f"{table}.csv" for table in TABLES])
        )
    return _problem(path.name, _("«{name}» er ikke et navn kontroll leser").format(name=path.name), fix)


def _not_read(path: Path, folder: Path) -> Problem:
    place = path.relative_to(folder).as_posix()
    if path.is_dir():
        what = _("«{name}» er en mappe, og det som ligger i den, er ikke lest").format(name=path.name)
        return _problem(place, what, _("Flytt filene ett nivå opp."))
    if not path.is_file():
        what = _("«{name}» er en snarvei til noe som ikke finnes").format(name=path.name)
        return _problem(place, what, _("Legg selve filen i mappen."))
    what = _("filen er av et slag kontroll ikke leser ({suffix})").format(suffix=path.suffix or _("uten endelse"))
    return _problem(place, what, _("Lagre den som .xlsx eller .csv, og lever den på nytt."))


def may_hold_rows(path: Path) -> bool:
    """Whether somebody may believe so, by its ending."""
    return path.suffix.lower() in _ROWS


def of_no_format(place: str) -> Problem:
    what = _("kontroll kjenner ikke igjen innholdet i filen")
    known = _("Dette kjennes på innholdet: {known}.").format(known=known_formats())
    return _problem(place, what, known)


def _of_format(path: Path, format: Format) -> Problem:
    what = _("filen er av slaget {format}, og ligger ikke i mappen formater").format(format=_(format.name))
    return _problem(path.name, what, _("Flytt den til formater, så blir den tatt inn."))


def _loose_file(path: Path, datasets: set[str]) -> Problem:
    guess = nearest(path.stem.rstrip("0123456789-_ "), datasets)
    return _problem(
        f"{DATASETS}/{path.name}",
        _("filen ligger rett i mappen datasett"),
        _("Legg den i en mappe med datasettets navn, f.eks. datasett/{name}/.").format(name=guess or "faktura"),
    )


def _undescribed(name: str, datasets: set[str]) -> Problem:
    guess = nearest(name, datasets)
    return _problem(
        f"{DATASETS}/{name}",
        _("datasettet «{name}» er levert, men ikke beskrevet").format(name=name),
        _("Mente du «{guess}»? Gi mappen det navnet.").format(guess=guess)
        if guess
        else _("Beskriv det i rules/datasett/{name}.yaml.").format(name=name),
    )


def _problem(place: str, what: str, fix: str) -> Problem:
    return Problem(Place(place), what, _("Ingen regel ser det som står der."), fix, Gravity.NOTICE)
