"""Month of enhet: what is followed of one enhet in a month, what was said of it, and what waits for whoever looks.

Why the figures are read where they stand today and not only where they were asked for: a corrected figure is shown as it
is now, with what it was when it was explained.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kontroll.domain.access import Act, Thing, Viewer, may
from kontroll.domain.indicator import Indicator
from kontroll.domain.month import Month
from kontroll.domain.monthly import (
    WAITS_FOR_LEADER,
    WAITS_FOR_SUPERIOR,
    Explanation,
    MonthlyAct,
    MonthlyState,
    Theme,
)
from kontroll.domain.sak import Sak, SakState
from kontroll.flows.monthly.telling import readers_of
from kontroll.flows.people.today import Today
from kontroll.flows.saker.acting import TEXT
from kontroll.flows.saker.said import said_in, tiltak_texts
from kontroll.flows.saker.seen_saker import sees_sak
from kontroll.flows.showing.month_figures import Figures, Measured, themes_of
from kontroll.report.situation import Situation
from kontroll.store.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownEvent:
    """text: None = deleted when its time was over; "" = nothing was written."""

    act: MonthlyAct
    by: str
    at: date
    text: str | None
    forecast: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTiltak:
    """of_sak: it was promised in a sak, and is followed there."""

    id: str
    text: str | None
    owner: str
    owner_name: str
    deadline: date
    done: date | None
    of_sak: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTheme:
    """explanation: None = nothing is asked for. sak: one that waits for the same answer, where she sees it."""

    theme: Theme
    indicator: Indicator
    measured: Measured
    expected: Decimal | None
    kroner: Decimal | None
    explanation: Explanation | None
    events: tuple[ShownEvent, ...] = ()
    tiltak: tuple[ShownTiltak, ...] = ()
    sak: Sak | None = None
    may_explain: bool = False
    may_review: bool = False


def month_of_enhet(
    tx: Transaction, today: Today, situation: Situation, viewer: Viewer, enhet: str, month: Month
) -> list[ShownTheme]:
    """What is followed of the enhet that month, in the order of the themes; [] where nothing is known of it."""
    figures, said = (
        Figures(situation, month),
        {one.theme: one for one in tx.explanations.where(enhet=enhet, month=month)},
    )
    shown = [_theme(tx, today, figures, viewer, enhet, t, i, said.get(t.id)) for t, i in themes_of(today)]
    is_known = any(one.measured.value is not None or one.measured.few or one.explanation for one in shown)
    return shown if is_known else []


def promised_by(tx: Transaction, today: Today, person: str, enhet: str, month: Month) -> list[ShownTiltak]:
    """What the person has promised in the explanations of the month, the first to be done first."""
    said = tx.explanations.where(enhet=enhet, month=month)
    found = [tiltak for one in said for tiltak in _tiltak(tx, today, one) if tiltak.owner == person]
    return sorted(found, key=lambda tiltak: (tiltak.done is not None, tiltak.deadline, tiltak.id))


def _theme(
    tx: Transaction,
    today: Today,
    figures: Figures,
    viewer: Viewer,
    enhet: str,
    theme: Theme,
    indicator: Indicator,
    one: Explanation | None,
) -> ShownTheme:
    measured = figures.measured(theme, indicator, enhet, viewer)
    if measured.few:
        # What is said of a figure would tell it.
        return ShownTheme(
            theme=theme, indicator=indicator, measured=measured, expected=None, kroner=None, explanation=one
        )
    sak = tx.saker.get(one.sak) if one is not None and one.sak is not None else None
    shown_sak = sak if sak is not None and sees_sak(tx, viewer, sak) else None
    leader = today.directory.responsible_for(enhet, today.day)
    answers = (
        viewer.person is not None
        and one is not None
        and ((leader is not None and leader.person == viewer.person) or one.told == viewer.person)
    )
    is_open = one is not None and (one.state in WAITS_FOR_LEADER or one.state is MonthlyState.EXPLAINED)
    return ShownTheme(
        theme=theme,
        indicator=indicator,
        measured=measured,
        expected=_figure(figures, theme.expected, enhet),
        kroner=_figure(figures, theme.kroner, enhet),
        explanation=one,
        events=tuple(_events(tx, today, one)) if one is not None else (),
        tiltak=(*_tiltak(tx, today, one), *_of_sak(tx, today, shown_sak)) if one is not None else (),
        sak=shown_sak if shown_sak is not None and shown_sak.state is SakState.OPEN else None,
        may_explain=answers and is_open,
        may_review=one is not None and one.state is WAITS_FOR_SUPERIOR and _is_above(today, viewer, one),
    )


def _is_above(today: Today, viewer: Viewer, one: Explanation) -> bool:
    readers = {told.person for told in readers_of(today, one.enhet)}
    is_hers = viewer.person in readers and viewer.person != one.explained_by
    return is_hers and may(viewer, Act.DO, Thing.FOLLOW_UP, one.enhet)


def _figure(figures: Figures, id: str, enhet: str) -> Decimal | None:
    found = figures.of(id).get(enhet) if id else None
    return found[0] if found is not None else None


def _events(tx: Transaction, today: Today, one: Explanation) -> Iterator[ShownEvent]:
    events = tx.monthly_events.where(explanation=one.id)
    texts = tx.trail.texts([event.trail for event in events])
    for event in events:
        text = texts.get((event.trail, TEXT))
        has_text = event.act in (MonthlyAct.EXPLAIN, MonthlyAct.QUESTION)
        yield ShownEvent(
            act=event.act,
            by=_name(today, event.by),
            at=event.at.date(),
            text=text if text is not None else None if has_text else "",
            forecast=None if event.forecast is None else Decimal(event.forecast).scaleb(-event.forecast_decimals),
        )


def _tiltak(tx: Transaction, today: Today, one: Explanation) -> Iterator[ShownTiltak]:
    found = tx.monthly_tiltak.where(explanation=one.id)
    texts = tx.trail.texts([tiltak.trail for tiltak in found])
    for tiltak in found:
        yield ShownTiltak(
            id=tiltak.id, text=texts.get((tiltak.trail, TEXT)), owner=tiltak.owner, owner_name=_name(today, tiltak.owner),
            deadline=tiltak.deadline, done=tiltak.done,
        )  # fmt: skip


def _of_sak(tx: Transaction, today: Today, sak: Sak | None) -> Iterator[ShownTiltak]:
    if sak is None:
        return
    texts = tiltak_texts(said_in(tx, sak.id))
    for tiltak in tx.tiltak.where(sak=sak.id):
        yield ShownTiltak(
            id=tiltak.id, text=texts.get(tiltak.id), owner=tiltak.owner, owner_name=_name(today, tiltak.owner),
            deadline=tiltak.deadline, done=tiltak.done, of_sak=sak.id,
        )  # fmt: skip


def _name(today: Today, person: str) -> str:
    found = today.directory.person(person, today.day)
    return found.name if found is not None else person
