"""Shown sak: the page of one sak as its viewer sees it, also when a form on it came back with something wrong.

Why one place: whatever is sent in on the page, it comes back as the same page, with what was written kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from starlette.responses import HTMLResponse

from kontroll.domain.access import Act, Thing, Viewer, may
from kontroll.domain.avvik import Avvik
from kontroll.domain.month import Month
from kontroll.domain.rule import RuleType
from kontroll.domain.sak import Sak
from kontroll.flows.saker.offered import Offered, offered
from kontroll.flows.showing.answering import Answering, Owner
from kontroll.flows.showing.saker_pages import MOST_AVVIK, OneSak
from kontroll.notices import refusals
from kontroll.report.course import Course
from kontroll.report.summary import Summaries
from kontroll.texts import _, month_name, ngettext, number
from kontroll.web.act_form import Tried
from kontroll.web.answer_form import LONGEST, MOST_ROWS, Row, Written, untils
from kontroll.web.render import explanation_link, page
from kontroll.web.site import FollowUpState

#: Records that are named beside the reason; the rest stand in the list below.
MOST_NAMED = 5


def sak_page(
    viewer: Viewer,
    summaries: Summaries,
    follow_up: FollowUpState,
    found: OneSak,
    hers: Answering,
    status: int = 200,
    written: Written | None = None,
    told: Sequence[str] = (),
    tried: Tried | None = None,
    acts: Offered | None = None,
    **also: Any,
) -> HTMLResponse:
    """written: what came back of her answer; tried: of another form.

    acts: what she may do with it, where it is read already. told: what else must be said of it, above all. also: what other
    parts of the page need.
    """
    situation, sak = summaries.situation, found.shown.sak
    if acts is None:
        with follow_up.reading() as look:
            acts = offered(look.tx, look.today, viewer, sak)
    return page(
        "sak.html",
        status,
        explained_in=_months(viewer, follow_up, sak),
        viewer=viewer,
        situation=situation,
        month=situation.last,
        today=follow_up.day,
        days_left=follow_up.desk.days.between(follow_up.day, sak.deadline) if sak.deadline else 0,
        one=found,
        sak=sak,
        most=MOST_AVVIK,
        most_named=MOST_NAMED,
        wrong=what_is_wrong(found),
        whole=_whole_explanation(found),
        courses=_courses(viewer, summaries, found),
        hers=hers,
        written=written or unwritten(viewer, hers.owners),
        back=written,
        told_first=told,
        untils=untils(follow_up.day),
        longest=LONGEST,
        most_rows=MOST_ROWS,
        acts=acts,
        tried=tried or Tried(),
        exempt_from=exempt_from(sak.month, follow_up.day),
        refused_told=refusals.told,
        **also,
    )


def _months(viewer: Viewer, follow_up: FollowUpState, sak: Sak) -> list[Month]:
    """The months of the monthly follow-up that the same figure is explained in, where she sees it."""
    if sak.rule is None or not may(viewer, Act.SEE, Thing.FOLLOW_UP, sak.enhet):
        return []
    with follow_up.reading() as look:
        return sorted({one.month for one in look.tx.explanations.where(sak=sak.id)})


def exempt_from(found: Month, today: date) -> list[Month]:
    """The months an unntak may begin in: from the one it was found in, or a year back, until this one."""
    now = Month.of(today)
    return [now.plus(-n) for n in range(min(11, max(0, now.ordinal - found.ordinal)), -1, -1)]


def unwritten(viewer: Viewer, owners: Sequence[Owner]) -> Written:
    """Nothing yet, but that a tiltak is hers unless she gives it to another."""
    return Written(rows=(Row(owner=owners[0].person if owners else viewer.person or ""),))


def what_is_wrong(one: OneSak) -> str:
    """In one sentence."""
    rule, sak = one.rule, one.shown.sak
    if rule is None:
        return one.shown.about
    records = len([avvik for avvik in one.avvik if avvik.post and not avvik.withdrawn])
    enhet, month = one.shown.enhet, month_name(_latest(one.avvik).last_struck if one.avvik else sak.month)
    if rule.type is RuleType.REQUIREMENT:
        sentence = (
            ngettext(
                "Kravet «{rule}» er brutt for {count} post ved {enhet} i {month}.",
                "Kravet «{rule}» er brutt for {count} poster ved {enhet} i {month}.",
                records,
            )
            if records
            else _("Kravet «{rule}» er brutt ved {enhet} i {month}.")
        )
    else:
        sentence = (
            ngettext(
                "Regelen «{rule}» har slått ut for {count} post ved {enhet} i {month}.",
                "Regelen «{rule}» har slått ut for {count} poster ved {enhet} i {month}.",
                records,
            )
            if records
            else _("Regelen «{rule}» har slått ut ved {enhet} i {month}.")
        )
    return sentence.format(rule=rule.name, count=number(records), enhet=enhet or _("ingen enhet"), month=month)


def _whole_explanation(one: OneSak) -> str:
    """The address of it, for the avvik that struck last; "" where there is none."""
    if not one.avvik:
        return ""
    latest = _latest(one.avvik)
    return explanation_link(latest.rule, latest.enhet, latest.last_struck, latest.post)


def _latest(avvik: Sequence[Avvik]) -> Avvik:
    return max(avvik, key=lambda one: (one.last_struck, one.post))


def _courses(viewer: Viewer, summaries: Summaries, one: OneSak) -> list[Course]:
    """Those of the enhet whose sak it is, where it is still known."""
    situation, rule, sak = summaries.situation, one.rule, one.shown.sak
    if rule is None or not situation.knows_unit(sak.enhet) or rule.id not in situation.rulebook.rules:
        return []
    few = may(viewer, Act.SEE, Thing.PERSONAL, sak.enhet)
    return summaries.courses_of_rule(rule, sak.enhet, situation.last, few=few)
