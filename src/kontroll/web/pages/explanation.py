"""Explanation: why a rule answered as it did, with where the values stand, and what would have changed it.

Personal fields, and figures that few persons stand behind, are told to be there, and shown to those who may see them.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from starlette.responses import HTMLResponse

from kontroll.domain.access import Act, Thing, Viewer, may, seen
from kontroll.domain.rule import Rule
from kontroll.flows.judging.explain import explain, explain_facts
from kontroll.flows.pay.seen_answer import sees_confined
from kontroll.flows.saker.seen_saker import owns_answer
from kontroll.report.explaining.explainer import Cell
from kontroll.report.explaining.readings import Seen
from kontroll.report.explaining.told import told
from kontroll.report.explaining.tree import Explanation
from kontroll.report.situation import Situation
from kontroll.texts import _
from kontroll.web.render import page
from kontroll.web.signed_in import Needs
from kontroll.web.site import AllSummaries, follow_up_or_none, month_or_none

router = APIRouter()

#: Stands for the enhet in the address of a record that has none.
NO_ENHET = "-"


@router.get("/forklaring/{regel}/{enhet}/{maaned}", response_class=HTMLResponse)
def explanation(
    viewer: Annotated[Viewer, Needs(Thing.RECORD)],
    regel: str,
    enhet: str,
    maaned: str,
    request: Request,
    summaries: AllSummaries,
    post: Annotated[str, Query(max_length=200)] = "",
) -> HTMLResponse:
    situation = summaries.situation
    month = month_or_none(maaned)
    assert month is not None
    rule = situation.rulebook.rules.get(regel) or situation.shown.get(regel)
    if rule is None:
        raise HTTPException(404, _("Det finnes ingen regel med id «{id}».").format(id=regel[:60]))
    if not post and (rule.dataset is not None or not rule.versions):
        raise HTTPException(404, _("Regelen handler om poster. Velg en av dem på siden til regelen."))
    cell = Cell(regel, "" if enhet == NO_ENHET else enhet, month, post)
    look = _Look(request, situation, viewer)
    if not look.may_see(regel, cell.enhet):
        raise no_such_answer()
    found = look.explained(cell)
    # The record in the address may be another enhet's than the one beside it.
    if not look.may_see(regel, found.enhet):
        raise no_such_answer()
    # That nobody has such a record is told to those who see them all: to others it would tell of those that somebody has.
    if post and found.source is None and not seen(viewer, Thing.RECORD).is_all:
        raise no_such_answer()
    return page(
        "explanation.html",
        viewer=viewer,
        sees_unit=seen(viewer, Thing.UNIT),
        situation=situation,
        month=month if situation.first <= month <= situation.last else situation.last,
        one=found,
        told=told(found),
        rule=rule,
    )


def no_such_answer() -> HTTPException:
    """The same for one that is not there and one that is not hers."""
    return HTTPException(404, _("Det finnes ikke noe slikt svar."))


class _Look:
    """One request: what its viewer may see of answers."""

    def __init__(self, request: Request, situation: Situation, viewer: Viewer) -> None:
        self._follow_up = follow_up_or_none(request)
        self._situation = situation
        self._viewer = viewer

    def may_see(self, rule: str, enhet: str) -> bool:
        """Of her enheter; and whoever has a sak about the answer may see why. What is for few is for those alone."""
        asked = self._situation.rulebook.rules.get(rule)
        if asked is not None and self._situation.rulebook.confined_to(asked) is not None:
            return self._is_for_her(asked, enhet)
        if may(self._viewer, Act.SEE, Thing.RECORD, enhet):
            return True
        if self._follow_up is None:
            return False
        with self._follow_up.desk.database.reading() as tx:
            return owns_answer(tx, self._viewer, rule, enhet)

    def _is_for_her(self, rule: Rule, enhet: str) -> bool:
        if self._follow_up is None:
            return False
        with self._follow_up.reading() as look:
            return sees_confined(look.today, self._viewer, rule, enhet)

    def explained(self, cell: Cell) -> Explanation:
        """From the deliveries, with their numbers, where there are any; else from the folder that the pages rest on."""
        situation, hers = self._situation, self._seen(cell.enhet)
        if self._follow_up is not None:
            with self._follow_up.desk.database.reading() as tx:
                if tx.deliveries.newest():
                    found = explain(tx, self._follow_up.desk.rulebook, cell, self._follow_up.day, hers).explanation
                    if found is not None:
                        return found
        return explain_facts(situation.rulebook, situation.facts, cell, situation.today, hers)

    def _seen(self, enhet: str) -> Seen:
        """Persons where she may see those of the enhet, and then of those enheter alone."""
        hidden = self._situation.published.is_hidden
        if may(self._viewer, Act.SEE, Thing.PERSONAL, enhet):
            return Seen(persons=True, enheter=seen(self._viewer, Thing.PERSONAL).enheter, hidden=hidden)
        records = seen(self._viewer, Thing.RECORD).enheter
        return Seen(enheter=None if records is None else records | {enhet}, hidden=hidden)
