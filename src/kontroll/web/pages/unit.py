"""One enhet: what struck there in the month, what is ukjent, and which figures it owes. No persons, no values."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
from fastapi import APIRouter, HTTPException
from starlette.responses import HTMLResponse

from kontroll.domain.month import Month, Period
from kontroll.domain.rule import Rule
from kontroll.domain.truth import Result
from kontroll.engine.verdicts import CODES
from kontroll.facts.facts import ValueState
from kontroll.facts.states import states
from kontroll.report.situation import Situation
from kontroll.report.words import result_name
from kontroll.texts import _
from kontroll.web.render import page
from kontroll.web.site import AllSummaries, AskedMonth

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Struck:
    """A rule with utslag in the enhet; posts: keys of the records, empty for a rule about the enhet itself."""

    rule: Rule
    result: str
    posts: list[str]


@dataclass(frozen=True, slots=True)
class Owed:
    """A figure that rules cannot see."""

    indicator: str
    period: str
    state: ValueState


@router.get("/enhet/{id}", response_class=HTMLResponse)
def unit(id: str, summaries: AllSummaries, month: AskedMonth) -> HTMLResponse:
    situation = summaries.situation
    if not situation.knows_unit(id):
        raise HTTPException(404, _("Det finnes ingen enhet med id «{id}».").format(id=id[:60]))
    rows = situation.of_month(month).filter(pl.col("enhet") == id)
    unknown = [answer for answer in summaries.of(month).unchecked.answers if answer.enhet == id]
    owed = _owed(situation, id, month)
    judged = rows.filter(pl.col("resultat") != CODES[Result.NOT_IN_FORCE])
    return page(
        "unit.html",
        situation=situation,
        month=month,
        id=id,
        name=situation.unit_name(id, month),
        place=_place(situation, id, month),
        struck=_struck(situation, rows),
        unknown=sorted(unknown, key=lambda answer: (answer.rule.id, answer.post)),
        judged=judged.height,
        judged_rules=judged.get_column("regel").n_unique(),
        owed=[one for one in owed if one.state is not ValueState.NOT_DUE],
        not_due=sum(one.state is ValueState.NOT_DUE for one in owed),
    )


def _place(situation: Situation, id: str, month: Month) -> dict[str, str | None] | None:
    """The organisation's row for the month without the leader; None where the enhet was not active."""
    at = month.ordinal
    rows = situation.facts.organisation.filter(
        (pl.col("enhet") == id) & (pl.col("first") <= at) & (pl.col("last").fill_null(at) >= at)
    ).select("enhetstype", "tjeneste", "overordnet")
    return rows.row(0, named=True) if rows.height else None


def _struck(situation: Situation, rows: pl.DataFrame) -> list[Struck]:
    grouped = (
        rows.filter(pl.col("struck") & pl.col("followed"))
        .sort("post")
        .group_by("regel", "severity", maintain_order=True)
        .agg(pl.col("post").filter(pl.col("post") != ""), pl.col("resultat").first())
        .sort(-pl.col("severity"), "regel")
    )
    results = {code: result for result, code in CODES.items()}
    return [
        Struck(situation.shown[regel], result_name(situation.shown[regel].type, results[code]), posts)
        for regel, posts, code in grouped.select("regel", "post", "resultat").iter_rows()
    ]


def _owed(situation: Situation, id: str, month: Month) -> list[Owed]:
    indicators = situation.rulebook.indicators
    waiting = states(situation.facts, indicators.values(), month, situation.today)
    lacking = waiting.filter((pl.col("enhet") == id) & (pl.col("state") != ValueState.VALUE.value))
    return [
        Owed(
            indicators[indicator].name,
            str(Period(indicators[indicator].frequency.months, period)),
            ValueState(state),
        )
        for indicator, period, state in lacking.select("indikator", "period", "state").iter_rows()
    ]
