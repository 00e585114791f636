"""Read: the settings of a home, or everything that is wrong with them, said to the person who wrote them."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.settings.known import FILE, HOME, PREFIX, Settings, keys
from kontroll.texts import _

#: Settings whose paths are relative to the home.
_FOLDERS = ("rules", "policies", "inbox", "outbox", "schemas", "archive")


def read_settings(home: Path, environment: Mapping[str, str] = os.environ) -> tuple[Settings | None, list[Problem]]:
    """The settings of the home, or None with everything that is wrong with them.

    A home without kontroll.toml is read from the environment alone. `environment` is where names are checked and
    problems are placed; the values themselves are the process's own.
    """
    file = home / FILE
    source, problems = _source(file)
    if source is None:
        return None, problems
    problems += _unknown_variables(environment)
    try:
        content = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        return None, [*problems, _not_toml(file, error)]
    if HOME in content:
        problems.append(_unknown_key(_place(file, source, HOME), HOME))
        del content[HOME]
    try:
        found = Settings(**{**content, HOME: home.absolute()})
    except ValidationError as error:
        return None, problems + [_problem(one, file, source, environment) for one in error.errors()]
    if any(p.gravity is Gravity.STOPS for p in problems):
        return None, problems
    folders = {name: found.home / getattr(found, name) for name in _FOLDERS}
    return found.model_copy(update=folders), problems


def _source(file: Path) -> tuple[str | None, list[Problem]]:
    if not file.exists():
        return "", []
    try:
        return file.read_text(encoding="utf-8-sig"), []
    except (OSError, UnicodeDecodeError):
        what, fix = (
            _("filen kan ikke leses som tekst"),
            _("Lagre filen som UTF-8, og kontroller at du har lesetilgang."),
        )
        return None, [Problem(Place(str(file)), what, _stopped(), fix)]


def _not_toml(file: Path, error: tomllib.TOMLDecodeError) -> Problem:
    at = re.search(r"at line (\d+), column (\d+)", str(error))
    place = Place(str(file), int(at[1]), int(at[2])) if at else Place(str(file))
    fix = _('Skriv én innstilling per linje, med tekst i anførselstegn: kommune = "Navn".')
    return Problem(place, _("linjen er ikke gyldig TOML"), _stopped(), fix)


def _problem(error: ErrorDetails, file: Path, source: str, environment: Mapping[str, str]) -> Problem:
    """One of pydantic's errors, said to the person who wrote the setting. The value is not repeated: it may be a secret."""
    key = str(error["loc"][0])
    variable = PREFIX + key.upper()
    place = Place(variable) if variable in environment else _place(file, source, key)
    if error["type"] == "extra_forbidden":
        return _unknown_key(place, key)
    if error["type"] == "missing":
        what = _("«{key}» mangler").format(key=key)
        return Problem(place, what, _stopped(), _('Skriv {key} = "…" i {file}.').format(key=key, file=FILE))
    what = _("«{key}» har en verdi som ikke kan brukes").format(key=key)
    return Problem(place, what, _stopped(), _("Oppgi {wanted}.").format(wanted=_wanted(key)))


def _wanted(key: str) -> str:
    """What the key takes, in bokmål: the description of its field."""
    return next(_(str(f.description)) for f in Settings.model_fields.values() if f.alias == key)


def _unknown_key(place: Place, key: str) -> Problem:
    near = get_close_matches(key, keys(), n=1)
    fix = (
        _("Mente du «{near}»?").format(near=near[0])
        if near
        else _("Fjern linjen. Innstillingene er: {all}.").format(all=", ".join(keys()))
    )
    return Problem(place, _("ukjent innstilling «{key}»").format(key=key), _stopped(), fix)


def _unknown_variables(environment: Mapping[str, str]) -> list[Problem]:
    """Variables that look like a slip of the pen. Others are left alone: parts of kontroll may have their own."""
    known = [PREFIX + key.upper() for key in (*keys(), HOME)]
    problems = []
    for name in sorted(environment):
        near = get_close_matches(name, known, n=1, cutoff=0.85)
        if name.startswith(PREFIX) and name not in known and near:
            what, why = _("miljøvariabelen er ukjent"), _("Den blir ikke brukt.")
            fix = _("Mente du «{near}»?").format(near=near[0])
            problems.append(Problem(Place(name), what, why, fix, Gravity.NOTICE))
    return problems


def _place(file: Path, source: str, key: str) -> Place:
    """The line that sets the key, or the file when it does not stand there."""
    pattern = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*(=|\.)|\s*\[+\s*{re.escape(key)}\b")
    for number, line in enumerate(source.splitlines(), start=1):
        if pattern.match(line):
            return Place(str(file), number)
    return Place(str(file))


def _stopped() -> str:
    return _("kontroll starter ikke med innstillinger som kan være feil.")
