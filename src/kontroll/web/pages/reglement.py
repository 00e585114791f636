"""Reglementer: each text with how it stands with every skal-sentence, the skal-register, search, and who has read what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query
from starlette.responses import HTMLResponse

from kontroll.domain.access import Thing, Viewer
from kontroll.domain.policy import NoticePolicy
from kontroll.domain.reglement import Standing
from kontroll.flows.reglement.readings import read_by
from kontroll.flows.reglement.show_reglement import Register, register_of
from kontroll.flows.reglement.training import trained
from kontroll.flows.samples.sampled_points import sampled_points
from kontroll.report.reglement_search import search
from kontroll.report.skal_register import SkalRow, counts, owner_name
from kontroll.texts import _
from kontroll.web.render import page
from kontroll.web.signed_in import Needs
from kontroll.web.site import AllSummaries, AskedPage, FollowUp, demand_page

router = APIRouter()

ROWS_PER_PAGE = 50
_Reader = Annotated[Viewer, Needs(Thing.REGLEMENT)]
_PART = Query(max_length=100)
#: As they stand in addresses.
_STANDINGS = {"maskinelt": Standing.MACHINE, "stikkprove": Standing.SAMPLE, "ikke": Standing.NONE}
_REVIEW = "gjennomgang"


@router.get("/reglement", response_class=HTMLResponse)
def all_of_them(
    viewer: _Reader, summaries: AllSummaries, follow_up: FollowUp, ord: Annotated[str, _PART] = ""
) -> HTMLResponse:
    """ord: words to search for in all of them."""
    desk = follow_up.desk
    with follow_up.reading() as look:
        register, read = register_of(desk, look.tx), read_by(look.tx, desk, follow_up.day)
        courses = trained(look.tx, desk.rulebook, follow_up.day)
    return page(
        "reglementer.html",
        viewer=viewer,
        situation=summaries.situation,
        month=summaries.situation.last,
        reglementer=[(one, counts(register.of(one.id).values())) for one in desk.reglementer.all],
        total=counts(register.rows),
        notices=desk.policies.notices,
        read=read,
        courses=courses,
        reviews=register.reviews,
        names=desk.reglementer,
        word=ord.strip(),
        hits=search(desk.reglementer, ord)[:ROWS_PER_PAGE] if ord.strip() else None,
        today=follow_up.day,
    )


@dataclass(frozen=True, slots=True)
class SkalAsked:
    """Which sentences; "" = all. status: as it stands in the address."""

    status: str
    owner: str
    risk: str

    def holds(self, row: SkalRow) -> bool:
        if self.status and not (row.review if self.status == _REVIEW else row.standing is _STANDINGS[self.status]):
            return False
        return self.owner in ("", row.sentence.owner) and self.risk in ("", str(row.sentence.risk))

    def told(self) -> list[str]:
        """What it was narrowed to, one sentence each."""
        said = [(_("Status: {one}"), self.status), (_("Eier: {one}"), self.owner), (_("Risiko: {one}"), self.risk)]
        return [sentence.format(one=value) for sentence, value in said if value]


def asked_skal(status: str = "", eier: Annotated[str, _PART] = "", risiko: str = "") -> SkalAsked:
    """422 for a status or a risk that there is none of."""
    if status and status != _REVIEW and status not in _STANDINGS:
        raise HTTPException(422, _("Statusen finnes ikke."))
    if risiko and risiko not in ("1", "2", "3", "4", "5"):
        raise HTTPException(422, _("Risikoen er et tall fra 1 til 5."))
    return SkalAsked(status, eier, risiko)


AskedSkal = Annotated[SkalAsked, Depends(asked_skal)]


@router.get("/reglement/skal-register", response_class=HTMLResponse)
def skal_register(
    viewer: _Reader, summaries: AllSummaries, follow_up: FollowUp, asked: AskedSkal, side: AskedPage = 1
) -> HTMLResponse:
    with follow_up.reading() as look:
        register = register_of(follow_up.desk, look.tx)
        sampled = sampled_points(look.tx)
    rows = [row for row in register.rows if asked.holds(row)]
    pages = max(1, -(-len(rows) // ROWS_PER_PAGE))
    demand_page(side, pages)
    given = {"status": asked.status, "eier": asked.owner, "risiko": asked.risk}
    return page(
        "skal_register.html",
        viewer=viewer,
        situation=summaries.situation,
        month=summaries.situation.last,
        rows=rows[(side - 1) * ROWS_PER_PAGE : side * ROWS_PER_PAGE],
        amount=len(rows),
        total=counts(register.rows),
        shown=counts(rows),
        sampled=sampled,
        owners=_owners(register, follow_up.desk.policies.notices),
        notices=follow_up.desk.policies.notices,
        query={key: value for key, value in given.items() if value},
        standing=asked.status,
        owner=asked.owner,
        risk=asked.risk,
        side=side,
        pages=pages,
    )


@router.get("/reglement/{id}", response_class=HTMLResponse)
def one_of_them(viewer: _Reader, id: str, summaries: AllSummaries, follow_up: FollowUp) -> HTMLResponse:
    asked = follow_up.desk.reglementer.by_id.get(id)
    if asked is None:
        raise HTTPException(404, _("Det finnes ikke noe reglement med id «{id}».").format(id=id[:60]))
    with follow_up.reading() as look:
        register = register_of(follow_up.desk, look.tx)
        read = [one for one in read_by(look.tx, follow_up.desk, follow_up.day) if one.reglement.id == id]
    rows = register.of(id)
    return page(
        "reglement.html",
        viewer=viewer,
        situation=summaries.situation,
        month=summaries.situation.last,
        one=asked,
        rows=rows,
        total=counts(rows.values()),
        notices=follow_up.desk.policies.notices,
        read=read[0] if read else None,
        reviews=_reviews(register, id),
        today=follow_up.day,
    )


def _owners(register: Register, notices: NoticePolicy) -> list[tuple[str, str]]:
    """Word and name, by name."""
    words = {row.sentence.owner for row in register.rows if row.sentence.owner}
    return sorted(((word, owner_name(word, notices)) for word in words), key=lambda one: one[1])


def _reviews(register: Register, id: str) -> list[str]:
    """Rules that await review since this text was changed."""
    return sorted({one.rule for one in register.reviews if one.reglement == id})
