"""Organisation: which enheter there are on any day, who took over from those that are gone, and what is above each."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from kontroll.domain.month import Month
from kontroll.domain.people import EnhetSpan
from kontroll.domain.spelling import fold

#: Types of the enhet that has none above it: what the law calls kommunedirektør was called rådmann until 2019.
TOP_TYPES = ("kommunedirektør", "rådmann")


def plain(word: str) -> str:
    """As words of the lists are compared."""
    return fold(word).strip().casefold()


_TOP_TYPES = {plain(word) for word in TOP_TYPES}


@dataclass(frozen=True, slots=True)
class _Lines:
    """What was found out about one day."""

    day: date
    lines: dict[str, tuple[EnhetSpan, ...]] = field(default_factory=dict)
    under: dict[frozenset[str], frozenset[str]] = field(default_factory=dict)


class Organisation:
    """Built once from everything that was delivered; asked about one day at a time."""

    def __init__(self, spans: Iterable[EnhetSpan] = ()) -> None:
        self._spans: dict[str, list[EnhetSpan]] = {}
        for span in sorted(spans, key=lambda s: s.first):
            self._spans.setdefault(span.enhet, []).append(span)
        # The same day is asked about again and again, and nothing in here changes after this.
        self._asked = _Lines(date.min)

    def enheter(self) -> list[str]:
        """Ids of all that were ever there."""
        return list(self._spans)

    def enhet_on(self, enhet: str, day: date) -> EnhetSpan | None:
        """The enhet as it was that day; None where it was not there."""
        return next((span for span in self._spans.get(enhet, ()) if span.covers(day)), None)

    def name_of(self, enhet: str, day: date) -> str:
        """Its name that day; the nearest known one where it was not there; the id if it is known from nowhere."""
        span = self._nearest(enhet, day)
        return span.name if span is not None else enhet

    def successor(self, enhet: str, day: date) -> str | None:
        """Where the follow-up of an enhet that is not there goes: to who took over, else to what was above it.

        None for one that is there, for an unknown one, and where nothing is left.
        """
        if self.enhet_on(enhet, day) is not None:
            return None
        found = self._standing_in_for(enhet, day)
        return found.enhet if found is not None else None

    def line(self, enhet: str, day: date) -> list[EnhetSpan]:
        """The units from the enhet (or its successor) up to the top, each once; [] where nothing is known of it.

        Where the line breaks off, by a circle or a superior that is not known, the kommune's only top unit is above.
        """
        known = self._asked_on(day).lines
        if enhet not in known:
            known[enhet] = tuple(self._line(enhet, day))
        return list(known[enhet])

    def under(self, enheter: Collection[str], day: date) -> frozenset[str]:
        """The enheter and all that are below them that day, also closed ones that were taken over there."""
        asked, known = frozenset(enheter), self._asked_on(day).under
        if asked not in known:
            below = (id for id in self._spans if any(span.enhet in asked for span in self.line(id, day)))
            known[asked] = frozenset(below) | asked
        return known[asked]

    def _asked_on(self, day: date) -> _Lines:
        # Taken and given as a whole: others may be asking about another day meanwhile.
        asked = self._asked
        if asked.day != day:
            asked = self._asked = _Lines(day)
        return asked

    def _line(self, enhet: str, day: date) -> list[EnhetSpan]:
        found: dict[str, EnhetSpan] = {}
        at = self._standing_in_for(enhet, day)
        while at is not None and at.enhet not in found:
            found[at.enhet] = at
            if is_top(at):
                return list(found.values())
            at = self._standing_in_for(at.superior, day)
        top = self._only_top(day) if enhet in self._spans else None
        if top is not None:
            found.setdefault(top.enhet, top)
        return list(found.values())

    def _nearest(self, enhet: str, day: date) -> EnhetSpan | None:
        """The row that covers the day; else the last one before it; else the first one of all."""
        spans = self._spans.get(enhet, [])
        begun = [span for span in spans if span.first <= Month.of(day)]
        return next(iter(begun[-1:] or spans[:1]), None)

    def _heir(self, enhet: str | None, day: date) -> EnhetSpan | None:
        """The enhet, or the first of its chain of successors that is there that day."""
        passed: set[str] = set()
        while enhet is not None and enhet not in passed:
            passed.add(enhet)
            span = self._nearest(enhet, day)
            if span is None or span.covers(day):
                return span
            enhet = span.successor
        return None

    def _standing_in_for(self, enhet: str | None, day: date) -> EnhetSpan | None:
        """The enhet or its heir; where there is none, the same for what was above it."""
        passed: set[str] = set()
        while enhet is not None and enhet not in passed:
            if (heir := self._heir(enhet, day)) is not None:
                return heir
            passed.add(enhet)
            span = self._nearest(enhet, day)
            enhet = span.superior if span is not None else None
        return None

    def _only_top(self, day: date) -> EnhetSpan | None:
        there = [span for spans in self._spans.values() for span in spans if span.covers(day)]
        tops = [span for span in there if _has_top_type(span)] or [span for span in there if is_top(span)]
        return tops[0] if len(tops) == 1 else None


def is_of_type(span: EnhetSpan, unit_type: str) -> bool:
    """Case is not told apart, and rådmann and kommunedirektør are the same."""
    asked = plain(unit_type)
    return _has_top_type(span) if asked in _TOP_TYPES else plain(span.unit_type or "") == asked


def is_top(span: EnhetSpan) -> bool:
    """Whether nothing is above it."""
    return span.superior is None or span.superior == span.enhet or _has_top_type(span)


def _has_top_type(span: EnhetSpan) -> bool:
    return plain(span.unit_type or "") in _TOP_TYPES
