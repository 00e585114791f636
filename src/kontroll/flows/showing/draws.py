"""Draws to be read on pages: the running series, and one of them with the step that comes next."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import Enum

from kontroll.domain.draw import Draw, DrawnItem, DrawState, ItemState, PopulationVersion, Trial
from kontroll.domain.drawplan import PlanChoices
from kontroll.flows.deliveries.strangers import DATASETS
from kontroll.flows.paged import PER_PAGE, Paged, offset_of
from kontroll.flows.people.today import Today
from kontroll.flows.saker.acting import TEXT
from kontroll.flows.samples.amend_draw import waits_for_seed
from kontroll.flows.samples.evaluate_draw import evaluation_of
from kontroll.flows.samples.population import LIST
from kontroll.flows.samples.remarks import Remarks, remarks_of
from kontroll.flows.samples.report_draw import condition_told
from kontroll.flows.samples.trial import trials_of
from kontroll.flows.samples.with_draw import choices_of, draw_in, populations_of
from kontroll.report.sampling.evaluation import Evaluation
from kontroll.sampling.parts import Part, parts_of
from kontroll.store.tables_samples import DrawRow
from kontroll.store.transaction import Transaction


class Step(Enum):
    """What comes next. The value is the word of its form."""

    PLAN = "plan"
    RECONCILE = "avstem"
    COMMIT = "forplikt"
    SEED = "fro"
    WORK = "arbeid"
    RECONCILE_AMENDMENT = "avstem-rettelse"
    COMMIT_AMENDMENT = "forplikt-rettelse"
    SEED_AMENDMENT = "fro-rettelse"
    EXTEND = "utvid"
    CONCLUDE = "avslutt"
    NONE = ""


@dataclass(frozen=True, slots=True)
class ListedDraw:
    """maker: her name."""

    draw: Draw
    step: Step
    maker: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDraw:
    """parts: of the newest list, by stratum. found: None before it is drawn. told: what was written when it was reconciled,
    and why it was given up or amended, by number on the trail. remarks: on the newest list.
    condition: the filter as sentences, and how far in each stands. approved: the ids of items whose check is approved.
    """

    draw: Draw
    choices: PlanChoices
    populations: Sequence[PopulationVersion]
    parts: dict[str, Part]
    step: Step
    items: Sequence[DrawnItem]
    found: Evaluation | None
    trials: Sequence[Trial]
    told: dict[int, str]
    names: dict[str, str]
    files: Sequence[tuple[int, str]]
    approved: Collection[str]
    remarks: Remarks | None
    condition: Sequence[tuple[int, str]]

    @property
    def newest(self) -> PopulationVersion:
        return self.populations[-1]

    @property
    def in_sample(self) -> Sequence[DrawnItem]:
        return [one for one in self.items if one.state is ItemState.DRAWN]

    @property
    def replaceable(self) -> Sequence[DrawnItem]:
        """Those that a reserve may come in for: none of which two have agreed on what was found."""
        with_reserve = {one.stratum for one in self.items if one.state is ItemState.RESERVE}
        return [one for one in self.in_sample if one.stratum in with_reserve and one.identity not in self.approved]


def draws_page(
    tx: Transaction, today: Today, state: DrawState | None, number: int, *, most: int = PER_PAGE
) -> Paged[ListedDraw]:
    """The newest number first. most: on a page."""
    at = DrawRow.__table__.c  # type: ignore[attr-defined]
    narrow = [at.state == state] if state is not None else []
    draws = tx.draws.ordered([at.year.desc(), at.number.desc()], *narrow, limit=most, offset=offset_of(number))
    items = [ListedDraw(one, _step(tx, one), name_of(today, one.made_by)) for one in draws]
    return Paged(items, number, tx.draws.count(*narrow))


def delivered_datasets(tx: Transaction, today: Today) -> set[str]:
    """Those of which something has been taken in: nothing can be drawn from the others."""
    kinds = {f"{DATASETS}/{id}": id for id in today.desk.rulebook.datasets}
    return {kinds[kind] for kind in tx.deliveries.lasts(list(kinds))}


def shown_draw(tx: Transaction, today: Today, draw_id: str) -> ShownDraw:
    """Raises with_draw.UnknownDraw."""
    draw = draw_in(tx, draw_id)
    populations = populations_of(tx, draw.id)
    tsv = tx.draw_files.get(draw.id, populations[-1].number, LIST) or b""
    found = evaluation_of(today.desk, tx, draw) if draw.drawn_at is not None else None
    persons = {draw.made_by, draw.committed_by, draw.seed_by, draw.concluded_by}
    persons |= {who for one in populations for who in (one.frozen_by, one.reconciled_by)}
    entries = [draw.aborted, *(n for one in populations for n in (one.reconciled_text, one.reason))]
    return ShownDraw(
        draw=draw,
        choices=choices_of(draw),
        populations=populations,
        parts=dict(parts_of(tsv, ()).strata),
        step=_step(tx, draw, found),
        approved={one.identity for one in tx.item_checks.where(draw=draw.id) if one.approved_by},
        items=sorted(tx.drawn_items.where(draw=draw.id), key=lambda one: (one.stratum, one.nr)),
        found=found,
        trials=trials_of(tx, draw.id),
        told={one: tx.trail.text(one, TEXT) or "" for one in entries if one},
        names={one: name_of(today, one) for one in persons if one},
        condition=tuple(condition_told(today, today.desk.rulebook.datasets.get(draw.dataset), draw)),
        files=[one for one in tx.draw_files.names(draw.id) if one[1] in PUBLISHED],
        remarks=remarks_of(tx, draw.id, populations[-1].number),
    )


def name_of(today: Today, id: str) -> str:
    """What a person is called; the id of what is none, such as the worker."""
    person = today.directory.person(id, today.day)
    return person.name if person is not None else id


#: Files of a draw that lie open to whoever may see it.
PUBLISHED = ("plan.json", "populasjon.tsv", "utvalg.tsv", "rapport.json")


def _step(tx: Transaction, draw: Draw, found: Evaluation | None = None) -> Step:
    if draw.state is DrawState.DRAFT:
        return Step.RECONCILE if choices_of(draw).strata else Step.PLAN
    if draw.state in _OF_STATE:
        return _OF_STATE[draw.state]
    newest = populations_of(tx, draw.id)[-1]
    if not newest.commitment:
        return Step.RECONCILE_AMENDMENT if newest.reconciled_by is None else Step.COMMIT_AMENDMENT
    if waits_for_seed(draw, newest):
        return Step.SEED_AMENDMENT
    if found is None:
        return Step.WORK
    if found.unknown:
        return Step.WORK
    return Step.EXTEND if found.next_stage else Step.CONCLUDE


_OF_STATE = {
    DrawState.RECONCILED: Step.COMMIT,
    DrawState.COMMITTED: Step.SEED,
    DrawState.CONCLUDED: Step.NONE,
    DrawState.ABORTED: Step.NONE,
}
