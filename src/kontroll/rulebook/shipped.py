"""Where the rules that follow kontroll are: in the installed package, or in the source tree beside it."""

from __future__ import annotations

from pathlib import Path

import kontroll

_PACKAGE = Path(kontroll.__file__).parent
_SOURCE_TREE = _PACKAGE.parents[1]


def shipped_rules() -> Path:
    """The folder of shipped rules, lowest in the stack. Raises FileNotFoundError where kontroll is installed without it."""
    for folder in (_PACKAGE / "rules", _SOURCE_TREE / "rules"):
        if (folder / "indikatorer").is_dir():
            return folder
    raise FileNotFoundError(f"no shipped rules in {_PACKAGE} or {_SOURCE_TREE}")
