"""Changed figures: what differs between a report as it was frozen and the same report as it is now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from kontroll.report.document.model import Document, Figure, figures_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedFigure:
    """section: title of the part in which it stands. before, after: None = it was, or is, not there."""

    id: str
    section: str
    before: Figure | None
    after: Figure | None


def changed_figures(before: Document, after: Document) -> list[ChangedFigure]:
    """In the order they are read; those that are new come last."""
    first, second = dict(_placed(before)), dict(_placed(after))
    found = []
    for id in dict.fromkeys([*first, *second]):
        old, new = first.get(id), second.get(id)
        if _value(old) != _value(new) or (old is None) != (new is None):
            title = (old or new or ("", None))[0]
            found.append(
                ChangedFigure(id=id, section=title, before=old[1] if old else None, after=new[1] if new else None)
            )
    return found


def _placed(document: Document) -> Iterator[tuple[str, tuple[str, Figure]]]:
    for section in document.walked():
        for figure in figures_of(section):
            yield figure.id, (section.title, figure)


def _value(placed: tuple[str, Figure] | None) -> int | Decimal | None:
    return placed[1].value if placed is not None else None
