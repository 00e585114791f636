"""Standing alone: the templates of pages that are files: a report, a hand-out. All are rendered alike, every value escaped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kontroll.texts import _, listed, ngettext, number


def templates(folder: Path, **shown: Any) -> Environment:
    """folder: of the package whose files they are. shown: what they ask for besides texts and numbers."""
    made = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(_, ngettext, newstyle=False)  # type: ignore[attr-defined]
    made.globals.update(_=_, number=number, listed=listed, **shown)
    return made
