"""Search, from the top of every page: where the words stand, of all that she may see. Persons are asked for by POST."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, TypeVar

from fastapi import APIRouter, Form, HTTPException, Query
from starlette.responses import HTMLResponse

from kontroll.domain.access import Act, Thing, Viewer, may_enter
from kontroll.flows.registers.listed import name_of
from kontroll.flows.showing.find_persons import SHORTEST, saker_about
from kontroll.flows.showing.queue import MOST_FOUND, QueueAsked, queue_page
from kontroll.flows.showing.saker_pages import ShownSak
from kontroll.flows.showing.search import FoundAll, Hits, search
from kontroll.report.register_words import state_name
from kontroll.report.summary import Summaries
from kontroll.texts import _, day, month_name
from kontroll.web.help_pages import helping_with
from kontroll.web.render import link, page, rule_link, run_link, sak_link, sees, unit_link
from kontroll.web.signed_in import Anybody, Needs
from kontroll.web.site import AllSummaries, FollowUp
from kontroll.web.skal import address

T = TypeVar("T")
router = APIRouter()
#: Of a word that is searched for.
LONGEST = 100


@dataclass(frozen=True, slots=True)
class Line:
    """note: what it is, beside its name."""

    href: str
    name: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """more: the list where all of them stand; "" where all are shown here."""

    id: str
    heading: str
    lines: Sequence[Line]
    total: int
    more: str = ""


@router.get("/sok", response_class=HTMLResponse)
def everything(
    viewer: Anybody,
    summaries: AllSummaries,
    follow_up: FollowUp,
    ord: Annotated[str, Query(max_length=LONGEST)] = "",
) -> HTMLResponse:
    word = " ".join(ord.split())
    sections: list[Section] = []
    if word:
        with follow_up.reading() as look:
            found = search(look.tx, look.today, viewer, summaries.situation, word)
        sections = [one for one in _sections(viewer, summaries, found, word) if one.total]
    return _page(viewer, summaries, word=word, sections=sections)


@router.post("/sok/person", response_class=HTMLResponse)
def persons(
    viewer: Annotated[Viewer, Needs(Thing.OWN, Act.DO)],
    summaries: AllSummaries,
    follow_up: FollowUp,
    navn: Annotated[str, Form(max_length=LONGEST)] = "",
) -> HTMLResponse:
    """By POST, though nothing is changed: a name stands in no address, and so in no log."""
    if not may_enter(viewer, Act.SEE, Thing.SAK):
        raise HTTPException(403)
    name = navn.strip()
    if len(name) < SHORTEST:
        wrong = _("Skriv minst {count} tegn av navnet.").format(count=SHORTEST)
        return _page(viewer, summaries, 422, name=name, wrong=wrong)
    with follow_up.reading() as look:
        among = saker_about(look.tx, look.today, viewer, summaries.situation.facts, name)
        found = queue_page(look.tx, look.today, viewer, QueueAsked(among=among), 1)
    lines = [_of_sak(one.shown) for one in found.items]
    sections = [Section("saker", _("Saker"), lines, len(among))] if among else []
    return _page(viewer, summaries, name=name, sections=sections, most=min(len(lines), MOST_FOUND))


def _page(
    viewer: Viewer,
    summaries: Summaries,
    status: int = 200,
    *,
    word: str = "",
    name: str = "",
    wrong: str = "",
    sections: Sequence[Section] = (),
    most: int = 0,
) -> HTMLResponse:
    situation = summaries.situation
    return page(
        "search.html",
        status,
        viewer=viewer,
        situation=situation,
        month=situation.last,
        word=word,
        name=name,
        wrong=wrong,
        sections=sections,
        total=sum(one.total for one in sections),
        most=most,
    )


def _sections(viewer: Viewer, summaries: Summaries, found: FoundAll, word: str) -> Iterator[Section]:
    month = summaries.situation.last
    enheter = [Line(unit_link(id, month), name) for id, name in found.enheter.shown]
    yield Section("enheter", _("Enheter"), enheter, found.enheter.total)
    saker = found.saker
    yield Section("saker", _("Saker"), [_of_sak(one) for one in saker.shown], saker.total, _more(saker, word, "/saker"))
    entries = [Line(one.address, name_of(one), state_name(one.state)) for one in found.entries.shown]
    more = "/vedtak" if found.entries.total > len(entries) else ""
    yield Section("registre", _("Vedtak, tilsyn og utredninger"), entries, found.entries.total, more)
    rules = [Line(rule_link(rule.id, month), rule.name, rule.id) for rule in found.rules.shown]
    yield Section("regler", _("Regler"), rules, found.rules.total, _more(found.rules, word, "/regler"))
    passages = [
        Line(address(hit.reglement.id, hit.number), f"{hit.reglement.name} {hit.number or hit.point}", hit.text)
        for hit in found.passages.shown
    ]
    more = _more(found.passages, word, "/reglement")
    yield Section("reglement", _("Reglement"), passages, found.passages.total, more)
    deliveries = [
        Line(link("/leveranser", ord=one.delivery.name), one.what, f"{one.delivery.name}, {day(one.delivery.received)}")
        for one in found.deliveries.shown
    ]
    more = _more(found.deliveries, word, "/leveranser")
    yield Section("leveranser", _("Leveranser"), deliveries, found.deliveries.total, more)
    runs = [
        Line(run_link(run.id), _("Kjøring for {month}").format(month=month_name(run.period)), run.state.value)
        for run in found.runs.shown
    ]
    yield Section(
        "kjoringer", _("Kjøringer"), runs, found.runs.total, "/kjoringer" if found.runs.total > len(runs) else ""
    )
    if sees(viewer, Thing.HELP.name):
        helping = [Line(f"/hjelp/{one.id}", one.title, one.lead) for one in helping_with(word)]
        yield Section("hjelp", _("Hjelp"), helping, len(helping))


def _more(found: Hits[T], word: str, path: str) -> str:
    state = "alle" if path == "/saker" else None
    return link(path, ord=word, tilstand=state) if found.total > len(found.shown) else ""


def _of_sak(one: ShownSak) -> Line:
    told = ", ".join(part for part in (one.enhet, one.sak.id, one.sak.state.value) if part)
    return Line(sak_link(one.sak.id), one.about, told)
