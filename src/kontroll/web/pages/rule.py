"""One rule: what it rests on, what it says, and what it found in the month."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import polars as pl
from fastapi import APIRouter, HTTPException, Query
from starlette.responses import HTMLResponse

from kontroll.domain.access import Act, Seen, Thing, Viewer, may_enter, seen
from kontroll.domain.coverage import Controlled, Coverage, Tried
from kontroll.domain.month import Month
from kontroll.domain.rule import Rule
from kontroll.domain.rulebook import ENHET_RULE
from kontroll.domain.truth import Result
from kontroll.engine.verdicts import CODES
from kontroll.flows.books.latest_coverage import track_record_of
from kontroll.report.few import LEAST
from kontroll.report.plainly import PlainRule, plainly
from kontroll.report.proof import Proof, Subject, proof
from kontroll.report.situation import Situation
from kontroll.report.track_record import told
from kontroll.report.unchecked import UnknownAnswer
from kontroll.report.words import result_name
from kontroll.texts import _
from kontroll.web.render import page
from kontroll.web.rule_counts import counted_for, hides_small, within, without_small
from kontroll.web.signed_in import Needs
from kontroll.web.site import AllSummaries, AskedMonth, FollowUpState, PerhapsFollowUp

router = APIRouter()

ROWS_PER_PAGE = 50
_RESULTS = {code: result for result, code in CODES.items()}
_MONTHS_BACK = 12


@dataclass(frozen=True, slots=True)
class Found:
    """One answer as a row: utslag first, then ukjent, then the rest."""

    enhet: str
    enhet_name: str
    post: str
    result: str
    struck: bool
    unknown: UnknownAnswer | None


@dataclass(frozen=True, slots=True)
class MonthCounts:
    """control: what the rule's own tests show of the month; None where they have not been run. A number of None: not shown."""

    month: Month
    judged: int | None
    struck: int | None
    unknown: int | None
    control: Controlled | None


@router.get("/regel/{id}", response_class=HTMLResponse)
def rule(
    viewer: Annotated[Viewer, Needs(Thing.RULE)],
    id: str,
    summaries: AllSummaries,
    month: AskedMonth,
    follow_up: PerhapsFollowUp,
    vis: Annotated[str, Query(pattern="^(funn|alle)$")] = "funn",
    side: Annotated[int, Query(ge=1)] = 1,
) -> HTMLResponse:
    """vis: `funn` = utslag and ukjent, `alle` = every answer. side: page of ROWS_PER_PAGE answers."""
    situation = summaries.situation
    asked = situation.shown.get(id) or situation.rulebook.rules.get(id)
    if asked is None:
        raise HTTPException(404, _("Det finnes ingen regel med id «{id}».").format(id=id[:60]))
    counted, sees, hides = counted_for(viewer), seen(viewer, Thing.UNIT), hides_small(viewer)
    confined = situation.rulebook.confined_to(asked)
    of_rule = _ordered(situation.of_month(month).filter(pl.col("regel") == id))
    rows = within(of_rule, sees)
    shown = rows if vis == "alle" else rows.filter(pl.col("order") < 2)
    pages = max(1, -(-shown.height // ROWS_PER_PAGE))
    if side > pages:
        raise HTTPException(404, _("Listen har {pages} sider.").format(pages=pages))
    on_page = shown.slice((side - 1) * ROWS_PER_PAGE, ROWS_PER_PAGE)
    among = set(on_page.select("enhet", "post").iter_rows())
    unknown = {(one.enhet, one.post): one for one in summaries.unknown(month, id, among)}
    return page(
        "rule.html",
        viewer=viewer,
        confined_to=confined.name if confined is not None else "",
        sees_answers=not counted.is_none and confined is None,
        sees_whose=not sees.is_none,
        least=LEAST if hides else None,
        situation=situation,
        month=month,
        rule=asked,
        left_out=situation.left_out(asked),
        version=asked.version_in(month),
        counts=_shown(_counts(within(of_rule, counted), month, None), hides),
        proven=_proof(summaries.coverage(month).get(id), asked),
        months=[_shown(one, hides) for one in _months(situation, id, month, counted)],
        found=_found(situation, asked, month, on_page, unknown),
        amount=shown.height,
        all_amount=rows.height,
        vis=vis,
        side=side,
        pages=pages,
        record=_record(follow_up, id) if confined is None and may_enter(viewer, Act.SEE, Thing.SMALL) else [],
        plain=_plain(situation, asked, follow_up),
        definition=_definition(asked),
    )


def _ordered(rows: pl.DataFrame) -> pl.DataFrame:
    unknown = pl.col("resultat") == CODES[Result.UNKNOWN]
    order = pl.when(pl.col("struck")).then(0).when(unknown).then(1).otherwise(2)
    return rows.with_columns(order.alias("order")).sort("order", "enhet", "post")


def _counts(rows: pl.DataFrame, month: Month, tried: Tried | None) -> MonthCounts:
    judged = rows.filter(pl.col("resultat") != CODES[Result.NOT_IN_FORCE])
    unknown = judged.filter(pl.col("resultat") == CODES[Result.UNKNOWN])
    struck = judged.filter(pl.col("struck"))
    control = tried.in_month(month) if tried is not None else None
    return MonthCounts(month, judged.height, struck.height, unknown.height, control)


def _shown(counts: MonthCounts, hides: bool) -> MonthCounts:
    if not hides:
        return counts
    judged, struck, unknown = without_small(counts.judged or 0, counts.struck or 0, counts.unknown or 0)
    return replace(counts, judged=judged, struck=struck, unknown=unknown)


def _proof(coverage: Coverage | None, rule: Rule) -> Proof:
    about_records = rule.dataset is not None or rule.id == ENHET_RULE
    return proof([coverage] if coverage else [], Subject.RECORDS if about_records else Subject.ENHETER)


def _months(situation: Situation, id: str, month: Month, whose: Seen) -> list[MonthCounts]:
    """The month and the eleven before it, newest first: that the rule ran, and what it found."""
    first = max(situation.first, month.plus(1 - _MONTHS_BACK))
    months = [Month.from_ordinal(n) for n in range(month.ordinal, first.ordinal - 1, -1)]
    tried = next((tried for tried in situation.tried if tried.rule.id == id), None)
    if not whose.is_all:
        return [
            _counts(within(situation.of_month(one).filter(pl.col("regel") == id), whose), one, tried) for one in months
        ]
    return [
        MonthCounts(
            one,
            *situation.counted.get((one.ordinal, id), (0, 0, 0)),
            tried.in_month(one) if tried is not None else None,
        )
        for one in months
    ]


def _found(
    situation: Situation, rule: Rule, month: Month, rows: pl.DataFrame, unknown: dict[tuple[str, str], UnknownAnswer]
) -> list[Found]:
    return [
        Found(
            enhet,
            situation.unit_name(enhet, month),
            post,
            result_name(rule.type, _RESULTS[code]),
            struck,
            unknown.get((enhet, post)),
        )
        for enhet, post, code, struck in rows.select("enhet", "post", "resultat", "struck").iter_rows()
    ]


def _record(follow_up: FollowUpState | None, id: str) -> list[str]:
    """How the rule has done in the months that were run; nothing where nothing is followed up yet."""
    if follow_up is None:
        return []
    with follow_up.reading() as look:
        return told(track_record_of(look.tx, id))


def _plain(situation: Situation, rule: Rule, follow_up: FollowUpState | None) -> PlainRule:
    """The rule in words, as it stands on the day that the pages are seen from."""
    reglementer = None if follow_up is None else follow_up.desk.reglementer
    return plainly(situation.rulebook, rule, situation.today, reglementer)


def _definition(rule: Rule) -> str | None:
    """The rule file as it was written; None for the rule that is always there."""
    return Path(rule.file).read_text(encoding="utf-8") if rule.file else None
