"""Figures of a sample's list month by month, beside another data set, for whoever is to say that all of it is there."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from kontroll.domain.access import Act, Thing, Viewer
from kontroll.domain.dataset import DataSet, FieldType
from kontroll.domain.rulebook import Rulebook
from kontroll.flows.samples.chosen import NotFrozen
from kontroll.flows.samples.reconciliation import figures_of
from kontroll.flows.showing.draws import delivered_datasets
from kontroll.texts import _
from kontroll.web.render import page
from kontroll.web.sample_acting import no_such_draw
from kontroll.web.sample_words import in_one_line
from kontroll.web.signed_in import Needs
from kontroll.web.site import AllSummaries, FollowUp

router = APIRouter()


@router.get("/stikkprove/{id}/avstemming", response_class=HTMLResponse)
def figures(
    viewer: Annotated[Viewer, Needs(Thing.SAMPLE, Act.DO)],
    id: str,
    summaries: AllSummaries,
    follow_up: FollowUp,
    mot: str = "",
) -> HTMLResponse:
    """mot: another data set and its field of amounts, `DATASETT/FELT`; no field: only counted."""
    rulebook = follow_up.desk.rulebook
    against, _slash, field = mot.partition("/")
    told: list[str] = []
    with follow_up.reading() as look:
        draw = look.tx.draws.get(id)
        if draw is None:
            raise no_such_draw(id)
        sources = _sources(rulebook)
        delivered = delivered_datasets(look.tx, look.today)
        months = []
        try:
            known = against if mot in sources else ""
            months = figures_of(follow_up.desk, look.tx, draw, known, field if known else "")
        except NotFrozen as stopped:
            told = [in_one_line(problem) for problem in stopped.problems]
    return page(
        "sample_figures.html",
        422 if told else 200,
        viewer=viewer,
        situation=summaries.situation,
        month=summaries.situation.last,
        draw=draw,
        own=rulebook.datasets.get(draw.dataset),
        other=rulebook.datasets.get(against) if mot in sources else None,
        sums=bool(field) or mot not in sources,
        sources={word: name for word, name in sources.items() if word == mot or word.partition("/")[0] in delivered},
        chosen=mot if mot in sources else "",
        months=months,
        told=told,
    )


def _sources(rulebook: Rulebook) -> dict[str, str]:
    """What a list can be held against: every data set that is dated, by each of its amounts, with what it is called."""
    found: dict[str, str] = {}
    for dataset in sorted(rulebook.datasets.values(), key=lambda one: one.name):
        if dataset.dated_by is not None:
            found |= {f"{dataset.id}/{field}": name for field, name in _amounts(dataset).items()}
    return found


def _amounts(dataset: DataSet) -> dict[str, str]:
    amounts = {one.id: f"{dataset.name}, {one.called}" for one in dataset.fields if one.type is FieldType.KRONER}
    return {"": _("{dataset}, bare antall").format(dataset=dataset.name), **amounts}
