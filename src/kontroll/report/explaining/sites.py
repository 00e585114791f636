"""Sites: the delivered values that an answer stands on, each with the places where it could make another of it.

Why places and not a search: what a rule says of one value changes only where a comparison turns. Between two such places
the answer is the same, so that the nearest change that turns it lies at the edge of one. What turns is then tried on the
evaluator itself: a place too many costs a moment, and a place too few would hide a change.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import time
from fractions import Fraction

from kontroll.engine.plain import FieldSite, MeasuredSite, Site
from kontroll.engine.plain.record import Content


@dataclass(slots=True)
class Places:
    """Where one value could turn something. points: on its axis, as contents of any kind that lies on it, with days to add.

    contents: words to try. multiples, week, clocks: what comes again and again along the axis. may_lack: something asks
    whether it is there at all. tangled: it takes part more than once in one figure, and must be tried step by step.
    rival: it belongs to another enhet. personal: it is held against a personal field, whose content it would then have.
    """

    points: set[Fraction] = field(default_factory=set)
    contents: set[Content] = field(default_factory=set)
    multiples: set[Fraction] = field(default_factory=set)
    week: bool = False
    clocks: set[time] = field(default_factory=set)
    may_lack: bool = False
    tangled: bool = False
    rival: bool = False
    personal: bool = False


class Sites:
    """The sites found so far, with their places. touched: those that were asked for since it was last emptied."""

    def __init__(self) -> None:
        self.found: dict[Site, Places] = {}
        self.touched: set[Site] = set()

    def at(self, site: Site) -> Places:
        self.touched.add(site)
        return self.found.setdefault(site, Places())

    def add(self, site: Site, points: Iterable[Fraction]) -> None:
        self.at(site).points.update(points)


__all__ = ["FieldSite", "MeasuredSite", "Places", "Site", "Sites"]
