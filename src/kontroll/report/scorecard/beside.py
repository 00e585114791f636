"""Beside: the kommune's own figure held beside that of other kommuner, where maalekart.yaml says which it is."""

from __future__ import annotations

from decimal import Decimal

from kontroll.domain.month import Month
from kontroll.domain.scorecard import Joined
from kontroll.report.comparison import comparisons
from kontroll.report.scorecard.card import Beside
from kontroll.report.scorecard.joins import Joins


def beside(joins: Joins, joined: Joined, own: Decimal | None, month: Month) -> Beside | None:
    """The latest period of the others that had ended in the month; None where nothing is said or delivered."""
    wanted = joined.elsewhere
    if wanted is None:
        return None
    situation = joins.situation
    for one in comparisons(situation.facts, situation.municipality, month.last_day):
        if (one.table, one.variable, one.group) == (wanted.table, wanted.variable, wanted.group):
            return Beside(
                own=one.own.value if one.own is not None else own,
                median=one.median,
                others=len(one.known),
                period=one.period,
                decimals=one.decimals,
                source=one.source,
            )
    return None
