"""Kept settings: a home's settings as a kontroll.toml that may lie in a copy: as they are in force, without passwords.

Why not the file as it is: some stand in the environment only, and what is commented out may be an old password.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kontroll.settings import FILE, Settings
from kontroll.store.copies import without_password
from kontroll.texts import _

#: Settings that are a folder of the home, and its name in a copy where it lies outside the home.
FOLDERS = {"rules": "rules", "policies": "policies", "inbox": "inbox", "schemas": "skjemaer"}
DATABASE = "kontroll.db"
_SECRET_WORDS = ("passord", "hemmelig", "token", "nokkel")


@dataclass(frozen=True, slots=True)
class KeptSettings:
    """text: of kontroll.toml. left_out: keys of what was given and is not in it, in whole or in part."""

    text: str
    left_out: tuple[str, ...]


def kept_settings(settings: Settings) -> KeptSettings:
    """Those that are not as kontroll has them by itself. What lies outside the home is named as if it lay in it."""
    lines, left_out = [], []
    for name, field in Settings.model_fields.items():
        key, value = str(field.alias), getattr(settings, name)
        if isinstance(value, Path):
            value = Path(folder_of(settings, name))
        if name == "home" or value is None or value == field.default:
            continue
        if name in ("database", "database_owner") and "://" in value:
            kept: object = without_password(value)
            # Asked of the text: what is kept must not be more than what was written.
            left_out += [key] if kept != value else []
        elif name == "database":
            kept = DATABASE if Path(value).is_absolute() or ".." in Path(value).parts else value
        elif not field.repr or any(word in key for word in _SECRET_WORDS):
            left_out.append(key)
            continue
        else:
            kept = value
        lines.append(f"{key} = {_toml(kept)}")
    comment = _("# Innstillingene for kommunens hjem, slik de gjaldt da sikkerhetskopien ble tatt.")
    secret = _("# Passord er ikke med. Sett dem på nytt: {keys}").format(keys=", ".join(left_out))
    return KeptSettings("\n".join([comment, *([secret] if left_out else []), *lines, ""]), tuple(left_out))


def folder_of(settings: Settings, name: str) -> str:
    """The folder of a setting, from the home."""
    folder: Path = getattr(settings, name)
    inside = folder.is_relative_to(settings.home) and folder != settings.home and ".." not in folder.parts
    return folder.relative_to(settings.home).as_posix() if inside else FOLDERS.get(name, name)


def settings_file(home: Path) -> Path:
    return home / FILE


def _toml(value: object) -> str:
    """A TOML string or list is written as in JSON."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{json.dumps(str(k))} = {_toml(v)}" for k, v in value.items()) + "}"
    if isinstance(value, (list, tuple, set, frozenset)):
        return "[" + ", ".join(_toml(one) for one in value) + "]"
    if isinstance(value, (bool, int, float)):
        return json.dumps(value)
    return json.dumps(str(value), ensure_ascii=False)
