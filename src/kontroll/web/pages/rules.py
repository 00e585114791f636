"""All rules with what each said in the month: the proof that it ran."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse

from kontroll.domain.access import Thing, Viewer
from kontroll.domain.month import Month
from kontroll.proving.lapsing import lapsing
from kontroll.report.few import LEAST
from kontroll.report.inflection import Wanted
from kontroll.report.situation import rank
from kontroll.report.summary import Summaries
from kontroll.report.unchecked import silent_rules
from kontroll.report.words import area_name
from kontroll.web.render import page
from kontroll.web.rule_counts import ShownCounts, confined_counts, counted_for, hides_small, rule_counts, shown_counts
from kontroll.web.signed_in import Needs
from kontroll.web.site import AllSummaries, AskedMonth

router = APIRouter()
AskedWord = Annotated[str, Query(alias="ord", max_length=100)]


@router.get("/regler", response_class=HTMLResponse)
def rules(
    viewer: Annotated[Viewer, Needs(Thing.RULE)], summaries: AllSummaries, month: AskedMonth, word: AskedWord = ""
) -> HTMLResponse:
    """ord: words of a rule's name, or a part of it or of its id."""
    areas: dict[str, list[ShownCounts]] = {}
    for one in counted_rules(viewer, summaries, month, word):
        areas.setdefault(one.rule.area, []).append(one)
    ordered = sorted(areas.items(), key=lambda area: area_name(area[0]))
    return page(
        "rules.html",
        viewer=viewer,
        situation=summaries.situation,
        month=month,
        word=word.strip(),
        areas=ordered,
        amount=sum(len(found) for found in areas.values()),
        silent={} if word.strip() else silent_rules(summaries.situation, month),
        lapsing=[] if word.strip() else lapsing(summaries.situation.rulebook, summaries.situation.today),
        today=summaries.situation.today,
        least=LEAST if hides_small(viewer) else None,
    )


def counted_rules(viewer: Viewer, summaries: Summaries, month: Month, word: str) -> list[ShownCounts]:
    coverage = summaries.coverage(month)
    every = rule_counts(summaries.situation, month, coverage, counted_for(viewer))
    counted = [shown_counts(viewer, one) for one in every] + confined_counts(summaries.situation, coverage)
    counted.sort(key=lambda one: (one.rule.area, -rank(one.rule.severity), one.rule.id))
    wanted, part = Wanted.of(word), word.strip().casefold()
    if not part:
        return counted
    return [
        one
        for one in counted
        if part in one.rule.name.casefold() or part in one.rule.id.casefold() or wanted.is_in(one.rule.name)
    ]
