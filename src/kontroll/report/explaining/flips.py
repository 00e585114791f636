"""Flips: *hva skulle til*: the nearest change of one delivered value with which the answer would have been another.

How near is counted in the value's own smallest steps (axis.STEPS); of two as near, the enhet's own value comes before a
rival's. Every change told here has been tried on the evaluator. What is tried are the figures that the answer read (the
enhet's own and its rivals', and the parts of an index), the fields of the record, and the amounts that are added to it.
A word is tried as what the rule holds it against, and as something else altogether.
"""

from __future__ import annotations

from collections.abc import Iterator

from kontroll.domain.month import Month
from kontroll.domain.rule import Rule
from kontroll.domain.truth import Result
from kontroll.engine.plain import FieldSite, MeasuredSite, RuleAnswer
from kontroll.engine.plain.record import Content
from kontroll.report.explaining.axis import Axis
from kontroll.report.explaining.readings import Readings
from kontroll.report.explaining.sites import Places, Site, Sites
from kontroll.report.explaining.tree import Flip, Flips
from kontroll.report.explaining.trial import OTHER, Trial, Try
from kontroll.report.explaining.values import Reading

#: Values that are told of, the nearest first.
MOST = 3
#: Changes that are tried before it is left at that.
MOST_TRIED = 3000


def flips(trial: Trial, readings: Readings, answer: RuleAnswer) -> Flips:
    """The nearest changes that turn a known answer, one for each value."""
    sites = trial.sites(answer)
    found: list[Flip] = []
    tried = 0
    # A value that has turned the answer once does so further off too.
    turned: set[Site] = set()
    for one in _nearest_first(trial, sites):
        if len(found) == MOST or tried == MOST_TRIED:
            break
        if one.site in turned:
            continue
        tried += 1
        result = trial.result(answer, one.site, one.content)
        if turns(answer.rule, answer.result, result):
            assert result is not None
            turned.add(one.site)
            hidden = readings.hides(one.site, sites.found[one.site])
            found.append(_told(trial, readings, answer.month, one, result, hidden))
    return Flips(tuple(found), complete=tried < MOST_TRIED, tried=tried)


def turns(rule: Rule, before: Result, after: Result | None) -> bool:
    """From utslag to a known answer without, from none to utslag, from ikke_relevant to either; never to ukjent."""
    if after is None or after in (Result.UNKNOWN, Result.NOT_IN_FORCE):
        return False
    if before is Result.NOT_RELEVANT:
        return after is not Result.NOT_RELEVANT
    return rule.struck(after) is not rule.struck(before)


def _nearest_first(trial: Trial, sites: Sites) -> Iterator[Try]:
    every = [
        one
        for site, places in sites.found.items()
        if trial.delivered(site) is not None or places.may_lack
        for one in _sound(site, places, trial)
    ]
    every.sort(key=lambda one: (one.steps, sites.found[one.site].rival, _order(trial, one), str(one.content)))
    return iter(every)


def _sound(site: Site, places: Places, trial: Trial) -> Iterator[Try]:
    """Without the record's own key: with another one it would be another record."""
    if isinstance(site, FieldSite) and trial.is_key(site):
        return iter(())
    return trial.tries(site, places)


def _order(trial: Trial, one: Try) -> tuple[int, str, int]:
    """Among changes as near: figures, the newest period first; then what is filled in, another word, and what is emptied."""
    site = one.site
    if isinstance(site, MeasuredSite):
        return 0, site.indicator, -site.period.index
    kind = 4 if one.content is None else 1 if trial.delivered(site) is None else 3 if one.content == OTHER else 2
    return kind, f"{site.key} {site.field}", 0


def _told(trial: Trial, readings: Readings, month: Month, one: Try, result: Result, hidden: bool) -> Flip:
    reading = reading_of(trial, readings, month, one.site)
    now = trial.delivered(one.site)
    return Flip(
        reading=reading,
        then=None if hidden or reading.masked or one.content == OTHER else one.content,
        empties=one.content is None,
        fills=now is None,
        other=one.content == OTHER or (now is None and trial.axis(one.site) is None),
        steps=one.steps,
        result=result,
        rises=_rises(trial.axis(one.site), now, one.content),
    )


def _rises(axis: Axis | None, now: Content | None, then: Content | None) -> bool | None:
    if axis is None or now is None or then is None:
        return None
    return axis.at(then) > axis.at(now)


def reading_of(trial: Trial, readings: Readings, month: Month, site: Site) -> Reading:
    if isinstance(site, MeasuredSite):
        return readings.value(trial.value(site), month)
    return readings.field(trial.field(site))
