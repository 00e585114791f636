"""Trial: what a rule would have answered had one value been another, and the values that are worth trying."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from kontroll.domain.dataset import FieldType
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.truth import Result, Truth
from kontroll.engine.plain import (
    FieldSite,
    FieldValue,
    MeasuredSite,
    PlainEvaluator,
    RuleAnswer,
    Site,
    Value,
)
from kontroll.engine.plain.record import Content
from kontroll.report.explaining.axis import Axis, axis_of
from kontroll.report.explaining.rows import Rows
from kontroll.report.explaining.sites import Places, Sites
from kontroll.report.explaining.walk import Walk

#: A word that stands nowhere: any other content than those that something is held against.
OTHER = "\N{OBJECT REPLACEMENT CHARACTER}"
#: Steps on each side that are tried of a value that takes part more than once in one figure.
TANGLED = 200


class Try(NamedTuple):
    """One other content of a site. steps: how far it is from the delivered one (axis)."""

    steps: int
    site: Site
    content: Content | None


class Trial:
    def __init__(self, rulebook: Rulebook, evaluator: PlainEvaluator, rows: Rows) -> None:
        self._rulebook = rulebook
        self._evaluator = evaluator
        self._rows = rows

    def result(self, answer: RuleAnswer, site: Site, content: Content | None) -> Result | None:
        """What the rule would have said of the same subject."""
        supposed = self._evaluator.supposing(site, content)
        if answer.rule.dataset is not None:
            return supposed.record_result(answer.rule.id, answer.key, answer.month)
        return supposed.result(answer.rule.id, answer.enhet, answer.month)

    def delivered(self, site: Site) -> Content | None:
        """What stands there as rules see it."""
        if isinstance(site, MeasuredSite):
            return self._evaluator.value(*site).number
        record = self._evaluator.record(site.dataset, site.key)
        return record.contents[site.field] if record is not None else None

    def is_key(self, site: FieldSite) -> bool:
        return self._rulebook.dataset(site.dataset).key == site.field

    def value(self, site: MeasuredSite) -> Value:
        return self._evaluator.value(*site)

    def field(self, site: FieldSite) -> FieldValue:
        record = self._evaluator.record(site.dataset, site.key)
        assert record is not None
        return record.read(site.field)

    def sites(self, answer: RuleAnswer, only: Truth | None = None) -> Sites:
        """only: below nodes of this truth alone."""
        found = Sites()
        walk = Walk(self._rulebook, self._evaluator, self._rows, found, only)
        worth = walk.rule(answer)
        if walk.asks_of_enhet:
            worth = frozenset(site for site in worth if not self._is_enhet(site))
        found.found = {site: places for site, places in found.found.items() if site in worth}
        return found

    def _is_enhet(self, site: Site) -> bool:
        return isinstance(site, FieldSite) and self._rulebook.dataset(site.dataset).enhet_field == site.field

    # --- what may be tried ----------------------------------------------------------------------------------------

    def axis(self, site: Site) -> Axis | None:
        if isinstance(site, MeasuredSite):
            return Axis(Decimal, Fraction(1, 10 ** self._rulebook.indicators[site.indicator].decimals))
        described = self._rulebook.dataset(site.dataset).field(site.field)
        assert described is not None
        if described.type in (FieldType.TEXT, FieldType.YES_NO):
            return None
        kind = {FieldType.DATE: date, FieldType.MOMENT: datetime}.get(described.type, Decimal)
        return axis_of(kind, self._rows.step(site.dataset, site.field), self.delivered(site))

    def tries(self, site: Site, places: Places) -> Iterator[Try]:
        """Every content that may turn something, but the one that stands there; nearest first is for the caller."""
        now, axis = self.delivered(site), self.axis(site)
        if places.may_lack and now is not None:
            yield Try(1, site, None)
        if axis is None:
            yield from (Try(1, site, content) for content in self._words(site, places, now))
            return
        here = axis.at(now) if now is not None else None
        for place in sorted(self._places(axis, here, places)):
            content = axis.content(place)
            if place != here and content is not None:
                yield Try(1 if here is None else axis.steps(place, here), site, content)

    def _words(self, site: Site, places: Places, now: Content | None) -> Iterator[Content]:
        assert isinstance(site, FieldSite)
        described = self._rulebook.dataset(site.dataset).field(site.field)
        yes_no = described is not None and described.type is FieldType.YES_NO
        every: set[Content] = {True, False} if yes_no else {*places.contents, OTHER}
        yield from sorted((content for content in every if content != now), key=lambda c: (c == OTHER, str(c)))

    def _places(self, axis: Axis, here: Fraction | None, places: Places) -> set[Fraction]:
        centres = set(places.points)
        centres |= {here} if here is not None else ({Fraction(0)} if axis.kind is Decimal else set())
        if not centres:
            centres.add(axis.at(date(2000, 1, 1)))
        found = {place for centre in centres for place in axis.beside(centre)}
        for centre in centres:
            found |= set(_recurring(axis, centre, places))
        if places.tangled and here is not None:
            found |= {here + n * axis.step for n in range(-TANGLED, TANGLED + 1)}
        return found


def _recurring(axis: Axis, centre: Fraction, places: Places) -> Iterator[Fraction]:
    """Near the centre: multiples, days of the week and times of the day, and one step to each side of them."""
    for of in places.multiples:
        below = centre // of * of
        for multiple in (below - of, below, below + of, below + 2 * of):
            yield from axis.beside(multiple)
    if places.week:
        yield from (centre + n * axis.day for n in range(-7, 8))
        if axis.kind is datetime:
            start = Fraction(centre // axis.day * axis.day)
            yield from (place for n in range(-7, 9) for place in axis.beside(start + n * axis.day))
    for clock in places.clocks:
        seconds = timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second).seconds
        start = Fraction(centre // axis.day * axis.day)
        for n in (-1, 0, 1):
            yield from axis.beside(start + n * axis.day + seconds)
