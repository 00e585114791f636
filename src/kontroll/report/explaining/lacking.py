"""Lacking: what is missing behind an answer that is ukjent: which of it would alone settle the answer, and which together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kontroll.domain.condition import Lookup
from kontroll.domain.indicator import FromRecords
from kontroll.domain.rule import Rule
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.truth import Result, Truth
from kontroll.engine.plain import FieldSite, MeasuredSite, RuleAnswer, Site
from kontroll.engine.plain.record import Content
from kontroll.report.causes import Cause, Causes, Reason
from kontroll.report.explaining.flips import reading_of
from kontroll.report.explaining.readings import Readings
from kontroll.report.explaining.sites import Places
from kontroll.report.explaining.tree import Bound, Lacking
from kontroll.report.explaining.trial import OTHER, Trial
from kontroll.report.plainly.wording import quoted
from kontroll.texts import _

#: Spans of values that are told of for one missing value.
MOST_BOUNDS = 3


class Settled(NamedTuple):
    """all: everything that is missing. together: what must come at once, where nothing alone is sure to be enough."""

    all: tuple[Lacking, ...]
    together: tuple[Lacking, ...]


def lacking(trial: Trial, readings: Readings, answer: RuleAnswer, causes: Causes, rulebook: Rulebook) -> Settled:
    """Empty for an answer that is known."""
    found = trial.sites(answer, only=Truth.UNKNOWN).found
    missing = {site: places for site, places in found.items() if trial.delivered(site) is None}
    told = [_of_site(trial, readings, answer, site, places) for site, places in missing.items()]
    found_causes = sorted(causes.of(answer), key=lambda c: (c.rank, c))
    told += _of_causes(rulebook, found_causes, set(missing), answer)
    told.sort(key=lambda one: (not one.enough, not one.perhaps))
    sure = any(one.enough for one in told)
    return Settled(tuple(told), () if sure or len(told) < 2 else tuple(told))


def _of_site(trial: Trial, readings: Readings, answer: RuleAnswer, site: Site, places: Places) -> Lacking:
    reading = reading_of(trial, readings, answer.month, site)
    outcomes = [(one.content, trial.result(answer, site, one.content)) for one in trial.tries(site, places)]
    known = [(content, result) for content, result in outcomes if result not in (Result.UNKNOWN, None)]
    enough = bool(known) and len(known) == len(outcomes)
    always = known[0][1] if enough and len({result for _content, result in known}) == 1 else None
    hidden = always is not None or readings.hides(site, places)
    shown = () if hidden else tuple(_bounds(trial, site, outcomes))
    return Lacking(
        reason=reading.reason or Reason.MISSING,
        what=reading.name,
        reading=reading,
        enough=enough,
        perhaps=bool(known),
        bounds=shown[:MOST_BOUNDS],
        always=always,
    )


def _bounds(trial: Trial, site: Site, outcomes: list[tuple[Content | None, Result | None]]) -> Iterator[Bound]:
    """Spans of values that settle it, smallest first; a word alone is its own span. The last tried have no end."""
    ordered = trial.axis(site) is not None
    start = 0
    for i, (content, result) in enumerate(outcomes):
        last = i + 1 == len(outcomes) or not ordered or outcomes[i + 1][1] is not result
        if not last:
            continue
        if result is not None and result is not Result.UNKNOWN:
            if ordered:
                low = None if start == 0 else outcomes[start][0]
                yield Bound(low, None if i + 1 == len(outcomes) else content, result)
            else:
                # Any word that nothing is held against: a span without ends.
                yield Bound(None, None, result) if content == OTHER else Bound(content, content, result)
        start = i + 1


def _of_causes(rulebook: Rulebook, causes: list[Cause], sites: set[Site], answer: RuleAnswer) -> Iterator[Lacking]:
    """What is no delivered value, or stands in a row of another table."""
    named = {(s.indicator, s.enhet, str(s.period)) for s in sites if isinstance(s, MeasuredSite)}
    fields = {s.field for s in sites if isinstance(s, FieldSite)}
    datasets = {s.dataset for s in sites if isinstance(s, FieldSite)}
    for cause in causes:
        computed = getattr(rulebook.indicators.get(cause.name), "computed", None)
        if cause.period and isinstance(computed, FromRecords) and computed.dataset in datasets:
            # What is missing is the field of a record it is made of, and that is told.
            continue
        if cause.period and (cause.name, cause.enhet, cause.period) in named:
            continue
        if not cause.period and cause.reason == Reason.MISSING.value and cause.name in fields:
            continue
        yield Lacking(
            reason=Reason(cause.reason),
            what=_name(rulebook, cause, answer.rule),
            enhet=cause.enhet if cause.enhet != answer.enhet else "",
            period=cause.period,
        )


def _name(rulebook: Rulebook, cause: Cause, rule: Rule) -> str:
    if cause.period and cause.name in rulebook.indicators:
        return rulebook.indicators[cause.name].name
    if cause.reason == Reason.PARAMETER.value and cause.name in rulebook.parameters:
        return rulebook.parameters[cause.name].name
    if cause.reason == Reason.NOT_DELIVERED.value:
        return rulebook.dataset(cause.name).name
    return _field_name(rulebook, cause.name, rule)


def _field_name(rulebook: Rulebook, field: str, rule: Rule) -> str:
    """What people call a field of a table that the rule looks up in, and which table that is."""
    for leaf in rule.leaves():
        if isinstance(leaf, Lookup):
            dataset = rulebook.dataset(leaf.dataset)
            described = dataset.field(field)
            if described is not None:
                return _("{field} i {dataset}").format(field=quoted(described.called), dataset=quoted(dataset.name))
    return field
