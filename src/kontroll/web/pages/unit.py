"""One enhet: what struck there in the month, what is ukjent, and which figures it owes. No persons, no values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated

import polars as pl
from fastapi import APIRouter, HTTPException
from starlette.responses import HTMLResponse

from kontroll.domain.access import Act, Thing, Viewer, may, may_enter, seen
from kontroll.domain.agreement import Agreement
from kontroll.domain.coverage import Coverage
from kontroll.domain.month import Month, Period
from kontroll.domain.rule import Rule
from kontroll.domain.truth import Result
from kontroll.engine.verdicts import CODES
from kontroll.facts.facts import ValueState
from kontroll.flows.agreements.list_agreements import newest_of
from kontroll.report import agreement_words
from kontroll.report.comparison import Comparison, comparisons
from kontroll.report.courses import course_of_enhet
from kontroll.report.proof import Proof, proof
from kontroll.report.situation import Situation
from kontroll.report.words import result_name
from kontroll.texts import _
from kontroll.web import scorecard_words
from kontroll.web.pages.scorecard import is_of_line
from kontroll.web.render import page
from kontroll.web.signed_in import Needs, no_such_enhet
from kontroll.web.site import AllSummaries, AskedMonth, FollowUpState, PerhapsFollowUp

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
def unit(
    viewer: Annotated[Viewer, Needs(Thing.UNIT, enhet="id")],
    id: str,
    summaries: AllSummaries,
    month: AskedMonth,
    follow_up: PerhapsFollowUp,
) -> HTMLResponse:
    situation = summaries.situation
    if not situation.knows_unit(id):
        raise no_such_enhet(id)
    rows = situation.of_month(month).filter(pl.col("enhet") == id)
    unknown = summaries.unknown_of(month, id)
    waiting = summaries.waiting(month).filter(pl.col("enhet") == id)
    owed = _owed(situation, waiting)
    judged = rows.filter(pl.col("resultat") != CODES[Result.NOT_IN_FORCE])
    place = _place(situation, id, month)
    card = summaries.scorecard(id, month, line=is_of_line(viewer, summaries, id, month))
    courses = summaries.courses(id, month, few=may(viewer, Act.SEE, Thing.PERSONAL, id))
    return page(
        "unit.html",
        viewer=viewer,
        sees_unit=seen(viewer, Thing.UNIT),
        situation=situation,
        month=month,
        id=id,
        name=situation.unit_name(id, month),
        place=place,
        struck=_struck(situation, rows),
        unknown=sorted(unknown, key=lambda answer: (answer.rule.id, answer.post)),
        judged=judged.height,
        proven=_proof(summaries.coverage(month), judged, waiting),
        judged_rules=judged.get_column("regel").n_unique(),
        owed=[one for one in owed if one.state is not ValueState.NOT_DUE],
        not_due=sum(one.state is ValueState.NOT_DUE for one in owed),
        compared=_compared(situation, place, month),
        card=card,
        agreement=_agreement(viewer, id, follow_up),
        said=agreement_words,
        others=[one for one in courses if card.figure(one.id) is None],
        cards=scorecard_words,
    )


@router.get("/enhet/{id}/tall/{tall}", response_class=HTMLResponse)
def figure(
    viewer: Annotated[Viewer, Needs(Thing.UNIT, enhet="id")],
    id: str,
    tall: str,
    summaries: AllSummaries,
    month: AskedMonth,
) -> HTMLResponse:
    """One of its target figures, drawn."""
    situation = summaries.situation
    if not situation.knows_unit(id):
        raise no_such_enhet(id)
    found = course_of_enhet(situation, tall, id, month, few=may(viewer, Act.SEE, Thing.PERSONAL, id))
    if found is None:
        raise HTTPException(404, _("Det finnes ikke noe slikt tall for enheten."))
    indicator = situation.rulebook.indicators[tall]
    return page(
        "figure.html", viewer=viewer, situation=situation, month=month, id=id, course_shown=found, indicator=indicator
    )


def _agreement(viewer: Viewer, id: str, follow_up: FollowUpState | None) -> Agreement | None:
    """The resultatavtale of whoever leads it, where it is for her to see."""
    if follow_up is None or not may_enter(viewer, Act.SEE, Thing.AGREEMENT):
        return None
    with follow_up.reading() as look:
        return newest_of(look, viewer, id)


def _compared(situation: Situation, place: dict[str, str | None] | None, month: Month) -> list[Comparison]:
    """Figures of whole kommuner: on the page of the enhet that is nobody's."""
    if place is None or place["overordnet"]:
        return []
    return comparisons(situation.facts, situation.municipality, month.last_day)


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


def _proof(coverage: Mapping[str, Coverage], judged: pl.DataFrame, waiting: pl.DataFrame) -> Proof:
    """Of the rules that gave an answer about the enhet: how their tests came out, and how much of its answers is known."""
    state = pl.col("state")
    due = waiting.filter(state != ValueState.NOT_DUE.value).height
    received = waiting.filter(state.is_in([ValueState.VALUE.value, ValueState.SUPPRESSED.value])).height
    rules = set(judged.filter("followed").get_column("regel"))
    found = proof((row for id, row in coverage.items() if id in rules), basis=(due, received))
    answers = judged.filter("followed").get_column("resultat")
    known = int((answers != CODES[Result.UNKNOWN]).sum())
    return replace(found, expected=answers.len(), known=known)


def _owed(situation: Situation, waiting: pl.DataFrame) -> list[Owed]:
    indicators = situation.rulebook.indicators
    lacking = waiting.filter(pl.col("state") != ValueState.VALUE.value)
    return [
        Owed(
            indicators[indicator].name,
            str(Period(indicators[indicator].frequency.months, period)),
            ValueState(state),
        )
        for indicator, period, state in lacking.select("indikator", "period", "state").iter_rows()
    ]
