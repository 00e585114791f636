"""Counted: the figures of the chapters on internal control, each made with what stands behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from string import Formatter

from kontroll.report.document.model import Figure, Grounds, How, Record, Told
from kontroll.report.few import LEAST
from kontroll.report.internal_control.evaluation import median


@dataclass(slots=True)
class Counted:
    """grounds: by the id of a figure. Of one that is not shown they say what was counted, and list nothing."""

    grounds: dict[str, Grounds] = field(default_factory=dict)

    def figure(self, id: str, records: Iterable[Record], counted: str, *, shown: bool = True, unit: str = "") -> Figure:
        listed = tuple(records)
        self.grounds[id] = Grounds(counted=counted, records=listed if shown else ())
        return Figure(id=id, value=len(listed) if shown else None, unit=unit)

    def middle(self, id: str, records: Iterable[Record], counted: str, unit: str) -> Figure | str:
        """The median of what the records are worth; "–" where there are none, and not shown of fewer than LEAST."""
        listed = tuple(records)
        value = median([int(one.value) for one in listed])
        if value is None:
            return "–"
        shown = len(listed) >= LEAST
        self.grounds[id] = Grounds(counted=counted, records=listed if shown else (), how=How.MEDIAN)
        return Figure(id=id, value=value if shown else None, unit=unit)


def told(template: str, figures: Mapping[str, Figure | str]) -> Told:
    """A sentence with named gaps, with the figures in them."""
    parts: list[str | Figure] = []
    for text, name, _spec, _conversion in Formatter().parse(template):
        if text:
            parts.append(text)
        if name:
            parts.append(figures[name])
    return Told(tuple(parts))
