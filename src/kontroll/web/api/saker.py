"""Avvik and saker out, and what a system may say in a sak.

A system reads and comments. It does not answer, decide or close, also not on somebody's behalf: people decide, each by her
own name and with a reason (principle 4). What is put in her name by a machine, nobody has decided.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from kontroll.domain.access import Act, Thing, Viewer, seen
from kontroll.domain.avvik import Phase
from kontroll.domain.rule import Severity
from kontroll.domain.sak import SakState
from kontroll.domain.systemkey import SYSTEM
from kontroll.flows.saker.acting import Unknown
from kontroll.flows.saker.said import said_in
from kontroll.flows.saker.seen_saker import seen_saker, sees_sak
from kontroll.flows.systems.remark import LONGEST, remark
from kontroll.texts import _
from kontroll.web.api.key import NeedsKey, gate_of
from kontroll.web.api.lists import After, AskedMonth, HowMany, Id, Listed, Word, listed_rows
from kontroll.web.api.problems import ApiError, documented
from kontroll.web.api.shown import (
    AvvikVist,
    HelSak,
    HendelseVist,
    SakVist,
    TiltakVist,
    sak_fields,
    sees_persons,
    shown_avvik,
    shown_sak,
)
from kontroll.web.site import FollowUp, month_or_none

router = APIRouter(tags=["Avvik og saker"])


class Kommentar(BaseModel):
    """Det systemet vet om saken."""

    model_config = ConfigDict(extra="forbid")
    tekst: str = Field(min_length=1, max_length=LONGEST, pattern=r"^[^\x00]*[^\s\x00][^\x00]*$")
    versjon: int | None = Field(
        None, ge=0, le=2**31 - 1, description="Saken slik systemet leste den; er den endret siden, blir svaret 409."
    )


@router.get("/avvik", summary="Avvik", responses=documented())
def avvik(
    viewer: Annotated[Viewer, NeedsKey(Thing.SAK)],
    follow_up: FollowUp,
    regel: Word = None,
    enhet: Word = None,
    sak: Word = None,
    tilstand: Phase | None = None,
    alvor: Severity | None = None,
    maaned: AskedMonth = None,
    etter: After = None,
    antall: HowMany = 100,
) -> Listed[AvvikVist]:
    """Alle som har åpnet, ordnet etter regel. `maaned`: måneden de åpnet. De som regler på prøve har funnet, er ikke med."""
    month, rulebook = month_or_none(maaned or ""), follow_up.desk.rulebook
    with follow_up.reading() as look:
        at, sees = look.tx.avvik.table.c, seen(viewer, Thing.SAK)
        where: list[Any] = [
            at.withdrawn.is_(False) & at.trial.is_(False) & at.confined.is_(False) & at.opened.is_not(None)
        ]
        if sees.enheter is not None:
            where.append(at.enhet.in_(sorted(sees.enheter)))
        equal = {
            "rule": regel, "enhet": enhet, "sak": sak, "phase": tilstand,
            "severity": alvor, "opened": month,
        }  # fmt: skip
        where += [at[name] == value for name, value in equal.items() if value is not None]
        return listed_rows(
            look.tx.avvik, ("rule", "subject", "number"), (str, str, int), where, etter, antall,
            lambda one: shown_avvik(one, rulebook, viewer),
        )  # fmt: skip


@router.get("/saker", summary="Saker", responses=documented())
def saker(
    viewer: Annotated[Viewer, NeedsKey(Thing.SAK)],
    follow_up: FollowUp,
    regel: Word = None,
    enhet: Word = None,
    tilstand: SakState | None = None,
    alvor: Severity | None = None,
    maaned: AskedMonth = None,
    etter: After = None,
    antall: HowMany = 100,
) -> Listed[SakVist]:
    """Alle saker, også de lukkede, ordnet etter nummer. `maaned`: måneden saken gjelder."""
    month = month_or_none(maaned or "")
    with follow_up.reading() as look:
        at = look.tx.saker.table.c
        equal = {"rule": regel, "enhet": enhet, "state": tilstand, "severity": alvor, "month": month}
        where = [*seen_saker(look.tx, viewer), *(at[k] == v for k, v in equal.items() if v is not None)]
        return listed_rows(look.tx.saker, ("id",), (str,), where, etter, antall, lambda one: shown_sak(one, viewer))


@router.get("/saker/{id}", summary="Én sak", responses=documented())
def sak(viewer: Annotated[Viewer, NeedsKey(Thing.SAK)], follow_up: FollowUp, id: Id) -> HelSak:
    """Saken med avvik, tiltak og det som har skjedd i den."""
    persons, rulebook = sees_persons(viewer), follow_up.desk.rulebook
    with follow_up.reading() as look:
        found = look.tx.saker.get(id)
        if found is None or not sees_sak(look.tx, viewer, found):
            raise no_such_sak()
        avvik = look.tx.avvik.where(sak=id)
        tiltak = look.tx.tiltak.where(sak=id)
        said = said_in(look.tx, id)
    return HelSak(
        **sak_fields(found, viewer),
        avvik=[shown_avvik(one, rulebook, viewer) for one in avvik if not one.trial],
        tiltak=[
            TiltakVist(id=one.id, frist=one.deadline, ferdig=one.done, eier=one.owner if persons else None)
            for one in tiltak
        ],
        hendelser=[
            HendelseVist(
                tid=one.decision.at,
                slag=one.decision.kind,
                utfall=one.decision.outcome,
                av=one.decision.by if persons or one.decision.by.startswith(SYSTEM) else None,
                tekst=one.text if persons else None,
            )
            for one in said
        ],
    )


@router.post("/saker/{id}/kommentarer", status_code=201, summary="Kommenter en sak", responses=documented(409, 415))
def comment(
    viewer: Annotated[Viewer, NeedsKey(Thing.REMARK, Act.DO)],
    request: Request,
    follow_up: FollowUp,
    id: Id,
    kommentar: Kommentar,
) -> SakVist:
    """Systemet sier det det vet i saken, under eget navn. Det besvarer, avgjør og lukker ingenting: det gjør mennesker."""
    now = gate_of(request).entrance.clock()
    try:
        saved = remark(follow_up.desk, id, viewer, kommentar.tekst, now, kommentar.versjon)
    except Unknown:
        raise no_such_sak() from None
    return shown_sak(saved, viewer)


def no_such_sak() -> ApiError:
    return ApiError(404, _("Det finnes ingen sak med dette nummeret."))
