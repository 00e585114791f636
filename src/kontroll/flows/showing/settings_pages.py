"""Settings on a page: what is in force, where it was said, and where it is changed. Never a password."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from kontroll.flows.people.session_lengths import BOUNDS, Lengths
from kontroll.policybook.read import FILES
from kontroll.settings import FILE, PREFIX, Settings, shipped_policies
from kontroll.texts import N_, _


class Source(Enum):
    """Where a setting was said. The value is told."""

    PAGE = N_("Valgt på denne siden")
    VARIABLE = N_("Miljøvariabel")
    FILE = N_("kontroll.toml")
    DEFAULT = N_("Standard")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSetting:
    """told: what it is, as it is read; a secret only as given or not. chosen_here: whether a page may change it."""

    key: str
    told: str
    about: str
    source: Source
    chosen_here: bool = False
    low: int = 0
    high: int = 0


@dataclass(frozen=True, slots=True)
class ShownPolicy:
    """A file of choices. own: whether the kommune's own is in force; otherwise the one that follows with kontroll."""

    name: str
    own: bool
    path: str


def shown_settings(
    settings: Settings, lengths: Lengths, environment: Mapping[str, str] = os.environ
) -> list[ShownSetting]:
    """In the order of the class. Folders are shown as they were written, not as they are on the machine."""
    in_file = _in_file(settings.home / FILE)
    found = []
    for name, field in Settings.model_fields.items():
        key = str(field.alias)
        if name == "home":
            continue
        low, high = BOUNDS.get(key, (0, 0))
        found.append(
            ShownSetting(
                key=key,
                told=_told(settings, name, key, lengths),
                about=_(str(field.description)),
                source=_source(key, lengths, environment, in_file),
                chosen_here=key in BOUNDS,
                low=low,
                high=high,
            )
        )
    return found


def shown_policies(settings: Settings) -> list[ShownPolicy]:
    found = []
    for name in FILES:
        own = settings.policies / name
        is_own = own.is_file()
        if is_own or (shipped_policies() / name).is_file():
            found.append(ShownPolicy(name, is_own, f"{_in_home(settings, settings.policies)}/{name}"))
    return found


def _told(settings: Settings, name: str, key: str, lengths: Lengths) -> str:
    value = getattr(settings, name)
    if not Settings.model_fields[name].repr:
        return _("Satt, vises ikke") if value else _("Ikke satt")
    if key == "okt_hvile":
        value = int(lengths.idle.total_seconds() // 60)
    elif key == "okt_lengst":
        value = int(lengths.lasts.total_seconds() // 3600)
    if isinstance(value, Path):
        return _in_home(settings, value)
    if isinstance(value, bool):
        return _("ja") if value else _("nei")
    if isinstance(value, tuple):
        return ", ".join(value) or "–"
    return str(value) or "–"


def _in_home(settings: Settings, path: Path) -> str:
    return path.relative_to(settings.home).as_posix() if path.is_relative_to(settings.home) else path.name


def _source(key: str, lengths: Lengths, environment: Mapping[str, str], in_file: frozenset[str]) -> Source:
    if key in lengths.chosen:
        return Source.PAGE
    if PREFIX + key.upper() in environment:
        return Source.VARIABLE
    return Source.FILE if key in in_file else Source.DEFAULT


def _in_file(file: Path) -> frozenset[str]:
    """Keys that stand in the file now. One that cannot be read was good when kontroll started."""
    try:
        return frozenset(tomllib.loads(file.read_text(encoding="utf-8-sig")))
    except (OSError, ValueError):
        return frozenset()
