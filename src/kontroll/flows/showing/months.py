"""Months: the monthly follow-up of the enheter that somebody sees, and of what is above them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import polars as pl

from kontroll.domain.access import Thing, Viewer, seen
from kontroll.domain.indicator import Indicator
from kontroll.domain.month import Month
from kontroll.domain.monthly import WAITS_FOR_LEADER, WAITS_FOR_SUPERIOR, Explanation, MonthlyState, Theme
from kontroll.flows.monthly.telling import readers_of
from kontroll.flows.people.today import Today
from kontroll.flows.showing.month_figures import Figures, Measured, themes_of
from kontroll.report.situation import Situation
from kontroll.store.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Of explanations. late: waits, and the day is over; or was explained after it."""

    asked: int = 0
    waiting: int = 0
    explained: int = 0
    accepted: int = 0
    late: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthOfEnhet:
    """One enhet in the list. themes: in the order of the policy."""

    id: str
    name: str
    themes: tuple[tuple[Measured, Explanation | None], ...]
    waits_for_her: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """What is above others, with what is under it. deviating: enheter, by theme. kroner: by theme, and how many are known."""

    id: str
    name: str
    depth: int
    enheter: int
    deviating: tuple[int, ...]
    kroner: tuple[tuple[Decimal, int] | None, ...]
    counts: Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthList:
    themes: tuple[tuple[Theme, Indicator], ...]
    enheter: tuple[MonthOfEnhet, ...]
    branches: tuple[Branch, ...]
    counts: Counts


def month_list(tx: Transaction, today: Today, situation: Situation, viewer: Viewer, month: Month) -> MonthList:
    """The enheter that she sees and of which anything is followed, and those above them as far up as she sees."""
    themes, figures = themes_of(today), Figures(situation, month)
    wanted = seen(viewer, Thing.FOLLOW_UP).enheter
    said = {(one.enhet, one.theme): one for one in tx.explanations.where(month=month)}
    known = {enhet for _theme, indicator in themes for enhet in figures.of(indicator.id)} | {key[0] for key in said}
    followed = _followed(today, situation, month)
    enheter = [
        _of_enhet(figures, themes, said, viewer, today, id)
        for id in sorted(known & followed)
        if wanted is None or id in wanted
    ]
    enheter.sort(key=lambda one: (not one.waits_for_her, one.name))
    return MonthList(
        themes=themes,
        enheter=tuple(enheter),
        branches=tuple(_branches(today, figures, themes, enheter)),
        counts=counts(today.day, (e for one in enheter for _measured, e in one.themes if e is not None)),
    )


def _followed(today: Today, situation: Situation, month: Month) -> set[str]:
    at, types = month.ordinal, [one.lower() for one in today.desk.policies.monthly.unit_types]
    rows = situation.facts.organisation.filter((pl.col("first") <= at) & (pl.col("last").fill_null(at) >= at))
    if types:
        rows = rows.filter(pl.col("enhetstype").str.to_lowercase().is_in(types))
    return set(rows.get_column("enhet"))


def _of_enhet(
    figures: Figures,
    themes: Sequence[tuple[Theme, Indicator]],
    said: Mapping[tuple[str, str], Explanation],
    viewer: Viewer,
    today: Today,
    id: str,
) -> MonthOfEnhet:
    found = tuple((figures.measured(t, i, id, viewer), said.get((id, t.id))) for t, i in themes)
    return MonthOfEnhet(
        id=id,
        name=figures.situation.unit_name(id, figures.month),
        themes=found,
        waits_for_her=any(e is not None and waits_for(viewer, today, e) for _measured, e in found),
    )


def waits_for(viewer: Viewer, today: Today, one: Explanation) -> bool:
    """Whether the next word is hers."""
    if viewer.person is None:
        return False
    if one.state in WAITS_FOR_LEADER:
        return viewer.person in (one.owner, one.told)
    if one.state is not WAITS_FOR_SUPERIOR or one.explained_by == viewer.person:
        return False
    return any(told.person == viewer.person for told in readers_of(today, one.enhet)[:1])


def counts(day: date, explanations: Iterator[Explanation] | Sequence[Explanation]) -> Counts:
    """What has lapsed is not counted."""
    found = [one for one in explanations if one.state is not MonthlyState.LAPSED]
    waiting = [one for one in found if one.state in WAITS_FOR_LEADER]
    overdue = sum(one.deadline is not None and one.deadline < day for one in waiting)
    return Counts(
        asked=len(found),
        waiting=len(waiting),
        explained=sum(one.state is MonthlyState.EXPLAINED for one in found),
        accepted=sum(one.state is MonthlyState.ACCEPTED for one in found),
        late=overdue + sum(one.late and one.state not in WAITS_FOR_LEADER for one in found),
    )


def _branches(
    today: Today, figures: Figures, themes: Sequence[tuple[Theme, Indicator]], enheter: Sequence[MonthOfEnhet]
) -> Iterator[Branch]:
    """What is above the enheter in the organisation, the highest first, each with all that is under it."""
    day = figures.month.last_day
    lines = {one.id: [span.enhet for span in today.directory.line(one.id, day)] for one in enheter}
    above: dict[str, list[MonthOfEnhet]] = {}
    for one in enheter:
        for id in lines[one.id][1:]:
            above.setdefault(id, []).append(one)
    if len(enheter) < 2:
        return
    depth = {id: len(today.directory.line(id, day)) - 1 for id in above}
    for id in sorted(
        above, key=lambda id: [today.directory.name_of(x.enhet, day) for x in reversed(today.directory.line(id, day))]
    ):
        under = above[id]
        yield Branch(
            id=id,
            name=today.directory.name_of(id, day),
            depth=depth[id],
            enheter=len(under),
            deviating=tuple(sum(one.themes[n][0].deviates for one in under) for n in range(len(themes))),
            kroner=tuple(_kroner(figures, theme, under) for theme, _indicator in themes),
            counts=counts(today.day, [e for one in under for _measured, e in one.themes if e is not None]),
        )


def _kroner(figures: Figures, theme: Theme, under: Sequence[MonthOfEnhet]) -> tuple[Decimal, int] | None:
    """The sum of those that are known, and how many they are; None where the theme has no kroner."""
    if not theme.kroner:
        return None
    known = [found[0] for one in under if (found := figures.of(theme.kroner).get(one.id)) is not None]
    return sum(known, Decimal(0)), len(known)
