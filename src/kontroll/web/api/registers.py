"""What there is: enheter, rules, runs, and where the trail ends."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from typing import Annotated, TypeVar

from fastapi import APIRouter
from pydantic import BaseModel

from kontroll.domain.access import Thing, Viewer
from kontroll.domain.directory import Directory
from kontroll.domain.rule import Rule
from kontroll.domain.rulebook import Rulebook
from kontroll.flows.month.monthly_run import JOB
from kontroll.report.plainly import plainly
from kontroll.texts import _
from kontroll.web.api.key import NeedsKey
from kontroll.web.api.lists import After, AskedMonth, HowMany, Id, Listed, begins_after, cursor_of, listed_rows
from kontroll.web.api.problems import ApiError, documented
from kontroll.web.api.shown import EnhetVist, HelRegel, KjoringVist, RegelVist, SporVist, sees_persons, shown_run
from kontroll.web.site import AllSummaries, FollowUp, PerhapsFollowUp, month_or_none

router = APIRouter()
Shown = TypeVar("Shown", bound=BaseModel)


@router.get("/enheter", summary="Enheter", tags=["Enheter"], responses=documented())
def enheter(
    viewer: Annotated[Viewer, NeedsKey(Thing.OVERVIEW)], follow_up: FollowUp, etter: After = None, antall: HowMany = 100
) -> Listed[EnhetVist]:
    """Alle som er eller har vært, ordnet etter id."""
    with follow_up.reading() as look:
        directory, day = look.today.directory, look.today.day
    ids = sorted(directory.enheter())
    part, neste = _part(ids, etter, antall)
    return Listed(innhold=[_enhet(directory, id, day, viewer) for id in part], neste=neste)


@router.get("/enheter/{id}", summary="Én enhet", tags=["Enheter"], responses=documented())
def enhet(viewer: Annotated[Viewer, NeedsKey(Thing.OVERVIEW)], follow_up: FollowUp, id: Id) -> EnhetVist:
    """Enheten slik den er i dag, eller sist var."""
    with follow_up.reading() as look:
        directory, day = look.today.directory, look.today.day
    if id not in directory.enheter():
        raise ApiError(404, _("Det finnes ingen enhet med denne id-en."))
    return _enhet(directory, id, day, viewer)


def _enhet(directory: Directory, id: str, day: date, viewer: Viewer) -> EnhetVist:
    span, leader = directory.enhet_on(id, day), directory.leader_of(id, day)
    return EnhetVist(
        id=id,
        navn=directory.name_of(id, day),
        type=span.unit_type if span else None,
        overordnet=span.superior if span else None,
        tjeneste=span.service if span else None,
        finnes=span is not None,
        etterfolger=directory.successor(id, day),
        leder=leader.person if leader and sees_persons(viewer) else None,
    )


@router.get("/regler", summary="Regler", tags=["Regler"], responses=documented())
def rules(
    _viewer: Annotated[Viewer, NeedsKey(Thing.RULE)],
    summaries: AllSummaries,
    etter: After = None,
    antall: HowMany = 100,
) -> Listed[RegelVist]:
    """Reglene med hjemmel, ordnet etter id."""
    rulebook = summaries.situation.rulebook
    part, neste = _part(sorted(rulebook.rules), etter, antall)
    return Listed(innhold=[RegelVist(**_rule(rulebook, rulebook.rules[id])) for id in part], neste=neste)


@router.get("/regler/{id}", summary="Én regel", tags=["Regler"], responses=documented())
def rule(
    _viewer: Annotated[Viewer, NeedsKey(Thing.RULE)], summaries: AllSummaries, follow_up: PerhapsFollowUp, id: Id
) -> HelRegel:
    """Regelen i klartekst, med hjemmel."""
    situation = summaries.situation
    found = situation.rulebook.rules.get(id) or situation.shown.get(id)
    if found is None:
        raise ApiError(404, _("Det finnes ingen regel med denne id-en."))
    reglementer = None if follow_up is None else follow_up.desk.reglementer
    plain = plainly(situation.rulebook, found, situation.today, reglementer)
    texts = [one.text for section in plain.sections for one in (*filter(None, [section.lead]), *section.sentences)]
    return HelRegel(**_rule(situation.rulebook, found), klartekst=texts)


def _rule(rulebook: Rulebook, one: Rule) -> dict[str, object]:
    return {
        "id": one.id, "navn": one.name, "type": one.type.value, "status": one.status.value, "alvor": one.severity.value,
        "omraade": one.area, "datasett": one.dataset, "hjemmel": [str(hjemmel) for hjemmel in one.hjemmel],
        "retter_seg_mot_personer": one.id in rulebook.rules and rulebook.is_person_directed(one),
    }  # fmt: skip


@router.get("/kjoringer", summary="Kjøringer", tags=["Kjøringer og spor"], responses=documented())
def runs(
    _viewer: Annotated[Viewer, NeedsKey(Thing.RUN)],
    follow_up: FollowUp,
    maaned: AskedMonth = None,
    etter: After = None,
    antall: HowMany = 100,
) -> Listed[KjoringVist]:
    """Månedskjøringene, ordnet etter nummer."""
    month = month_or_none(maaned or "")
    with follow_up.reading() as look:
        at = look.tx.runs.table.c
        where = [at.job == JOB, *([at.period == month] if month is not None else [])]
        return listed_rows(look.tx.runs, ("id",), (str,), where, etter, antall, shown_run)


@router.get("/kjoringer/{id}", summary="Én kjøring", tags=["Kjøringer og spor"], responses=documented())
def run(_viewer: Annotated[Viewer, NeedsKey(Thing.RUN)], follow_up: FollowUp, id: Id) -> KjoringVist:
    """Hva den visste, hva den manglet og hva den endret."""
    with follow_up.reading() as look:
        found = look.tx.runs.get(id)
    if found is None or found.job != JOB:
        raise ApiError(404, _("Det finnes ingen kjøring med dette nummeret."))
    return shown_run(found)


@router.get("/sporet", summary="Enden av sporet", tags=["Kjøringer og spor"], responses=documented())
def trail(_viewer: Annotated[Viewer, NeedsKey(Thing.TRAIL)], follow_up: FollowUp) -> SporVist:
    """Hvor mange linjer sporet har, og avtrykket av den siste. Det som står i linjene, leveres ikke."""
    with follow_up.reading() as look:
        lines, last = look.tx.trail.end()
    return SporVist(linjer=lines, avtrykk=last)


def _part(ids: Sequence[str], after: str | None, most: int) -> tuple[Sequence[str], str | None]:
    """The next ones of the sorted ids, and where those after them begin."""
    key = begins_after(after, (str,))
    start = bisect_right(ids, key[0]) if key is not None else 0
    part = ids[start : start + most]
    return part, cursor_of([part[-1]]) if start + most < len(ids) else None
