"""Telling: notices about a month that is to be explained. One for each enhet and month, whatever the themes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from kontroll.domain.month import Month
from kontroll.domain.monthly import Explanation
from kontroll.domain.notice import Reason
from kontroll.domain.people import Responsible
from kontroll.domain.policy import SUPERVISORY
from kontroll.flows.people.today import Today
from kontroll.flows.telling.tell import people_for, tell_of
from kontroll.store.transaction import Transaction
from kontroll.texts import _, listed, near_day


def subject_of(enhet: str, month: Month) -> str:
    return f"M{month}-{enhet}"


def readers_of(today: Today, enhet: str) -> list[Responsible]:
    """Who reads what its leader says: those above her, the nearest first; of the top leader's own area the kontrollutvalg.

    Why the kontrollutvalg: whoever leads the whole administration may lead a tjenestested too. Those between it and her in the
    line are under her, and nobody accepts what she said herself.
    """
    if today.directory.led_by_top(enhet, today.day):
        return people_for(today, [SUPERVISORY], enhet)
    return today.directory.above(enhet, today.day)


def tell_of_month(
    tx: Transaction,
    today: Today,
    reason: Reason,
    of: Sequence[Explanation],
    people: Iterable[Responsible],
    number: int = 0,
    *,
    deadline: date | None = None,
) -> int:
    """of: those of one enhet and month that it is about. Gives how many notices were new."""
    first = of[0]
    return tell_of(
        tx,
        today,
        reason,
        subject_of(first.enhet, first.month),
        people,
        enhet=first.enhet,
        month=first.month,
        number=number,
        why=_why(today, of, deadline),
    )


def _why(today: Today, of: Sequence[Explanation], deadline: date | None) -> str:
    """Which themes, and by when; no figure: of few employees it is for few."""
    names = {theme.id: theme.name for theme in today.desk.policies.monthly.themes}
    told = _("Det gjelder {themes}.").format(themes=listed([names.get(one.theme, one.theme).lower() for one in of]))
    by = _("Fristen er {day}.").format(day=near_day(deadline, weekday=True)) if deadline is not None else ""
    return "\n".join(filter(None, [told, by]))
