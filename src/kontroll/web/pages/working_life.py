"""Working life: one page for HR and one for verneombud, with numbers for the whole kommune and nobody in them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from kontroll.domain.access import Thing, Viewer
from kontroll.domain.month import Month
from kontroll.flows.reglement.control_measures import measures
from kontroll.flows.showing.working_life import Subject, of_subject, rule_numbers, working_life
from kontroll.report.few import LEAST
from kontroll.report.marks import severity_mark
from kontroll.report.situation import SEVERITIES
from kontroll.report.summary import Summaries
from kontroll.report.words import severity_name
from kontroll.web.render import page
from kontroll.web.rule_counts import rule_counts
from kontroll.web.signed_in import Needs
from kontroll.web.site import AllSummaries, AskedMonth, FollowUp, FollowUpState

router = APIRouter()
Reader = Annotated[Viewer, Needs(Thing.AGGREGATE)]


@router.get("/personal", response_class=HTMLResponse)
def staff(viewer: Reader, summaries: AllSummaries, follow_up: FollowUp, month: AskedMonth) -> HTMLResponse:
    return _page(viewer, summaries, follow_up, month, Subject.STAFF)


@router.get("/hms", response_class=HTMLResponse)
def safety(viewer: Reader, summaries: AllSummaries, follow_up: FollowUp, month: AskedMonth) -> HTMLResponse:
    return _page(viewer, summaries, follow_up, month, Subject.SAFETY)


def _page(
    viewer: Viewer, summaries: Summaries, follow_up: FollowUpState, month: Month, subject: Subject
) -> HTMLResponse:
    with follow_up.reading() as look:
        rules = of_subject(look.today, subject)
        names = {one: severity_name(one) for one in SEVERITIES}
        found = working_life(look.tx, look.today, rules, month, names)
        # Only those who may see them at all are told how the measures stand.
        due = measures(look.tx, follow_up.desk, follow_up.day, rules)
    counted = rule_counts(summaries.situation, month, summaries.coverage(month))
    numbers = rule_numbers(
        [(one.rule.id, one.rule.name, one.judged, one.struck, one.unknown) for one in counted if one.rule.id in rules]
    )
    return page(
        "working_life.html",
        found_under="/personal" if subject is Subject.STAFF else "/hms",
        viewer=viewer,
        situation=summaries.situation,
        month=month,
        subject=subject,
        subjects=Subject,
        rules=numbers,
        found=found,
        measures=due,
        marks={name: severity_mark(one) for one, name in names.items()},
        least=LEAST,
    )
