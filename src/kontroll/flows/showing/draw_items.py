"""Drawn items to be read on pages: what remains to be done with each, and one of them with the record it stands for."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from kontroll.domain.access import Act, Thing, Viewer, may
from kontroll.domain.dataset import Field, FieldType
from kontroll.domain.draw import Draw, DrawnItem, DrawState, Evidence, ItemCheck, ItemState, WorkHours
from kontroll.domain.drawflow import DrawRefused
from kontroll.domain.itemcheck import SETTLING, round_for, shown_to, to_approve
from kontroll.facts.canonical import field_texts
from kontroll.flows.people.today import Today
from kontroll.flows.saker.acting import TEXT
from kontroll.flows.samples.check_item import EVIDENCE
from kontroll.flows.samples.chosen import record_table
from kontroll.flows.samples.opened import Opened, opened
from kontroll.flows.samples.population import Proof, proof_of, record_of
from kontroll.flows.samples.report_draw import sentences_of
from kontroll.flows.samples.with_draw import choices_of, draw_in
from kontroll.flows.showing.draws import name_of
from kontroll.report.sampling.settled import Settled, settled
from kontroll.store.transaction import Transaction
from kontroll.texts import NORWAY, _, amount, day, listed, moment


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItem:
    """standing: what counts, or why nothing does yet. mine: whether something waits for her.

    approves: whether what waits is that she approves what another found.
    """

    item: DrawnItem
    standing: str
    checker: str
    is_done: bool
    mine: bool
    approves: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """hours: those besides single items. minutes: all of them together."""

    draw: Draw
    items: Sequence[WorkItem]
    hours: Sequence[WorkHours]
    minutes: int
    names: Mapping[str, str]

    @property
    def used(self) -> Decimal:
        """Hours in all, to the tenth."""
        return (Decimal(self.minutes) / 60).quantize(Decimal("0.1"))

    @property
    def done(self) -> int:
        return sum(one.is_done for one in self.items)

    @property
    def without_checker(self) -> int:
        """How many nobody has been given, and nobody has done."""
        return sum(not one.checker and not one.is_done for one in self.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCheck:
    check: ItemCheck
    by: str
    approver: str
    text: str
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownItem:
    """fields: of the record, name and value; those about persons only for whoever may see them, hidden: how many were left out.
    opened: the salt of its hash, None for whoever may not see persons: the words of the record hold them.
    points: of the check-list -> the sentence. round: which round a check by her would be of. after: the next that waits for her.
    documents: digests of those that still are there.
    """

    draw: Draw
    item: DrawnItem
    enhet: str
    fields: Sequence[tuple[str, str]]
    hidden: int
    proof: Proof | None
    opened: Opened | None
    points: Mapping[str, str]
    checks: Sequence[ShownCheck]
    evidence: Sequence[Evidence]
    documents: Collection[str]
    standing: str
    is_approved: bool
    round: int
    may_approve: bool
    is_blind: bool
    after: str
    reason: str


_IN_WORK = (ItemState.DRAWN, ItemState.TARGETED)


def work_of(tx: Transaction, today: Today, viewer: Viewer, draw_id: str) -> Work:
    """Raises with_draw.UnknownDraw."""
    draw = draw_in(tx, draw_id)
    checks = tx.item_checks.where(draw=draw.id)
    items = [one for one in tx.drawn_items.where(draw=draw.id) if one.state in _IN_WORK]
    shown = [
        _work_item(today, draw, one, [c for c in checks if c.identity == one.item.identity], viewer)
        for one in settled(items, checks)
    ]
    hours = tx.work_hours.where(draw=draw.id)
    return Work(
        draw=draw,
        items=sorted(shown, key=lambda one: (not one.mine, one.item.stratum, one.item.nr)),
        hours=hours,
        minutes=sum(one.minutes for one in hours) + sum(one.minutes for one in checks),
        names={one.by: name_of(today, one.by) for one in hours},
    )


def shown_item(tx: Transaction, today: Today, viewer: Viewer, draw_id: str, identity: str) -> ShownItem | None:
    """None where it is not among those that are checked. Raises with_draw.UnknownDraw."""
    work = work_of(tx, today, viewer, draw_id)
    draw, desk = work.draw, today.desk
    item = next((one.item for one in work.items if one.item.identity == identity), None)
    if item is None:
        return None
    checks = tx.item_checks.where(draw=draw.id, identity=identity)
    seen = shown_to(item, checks, viewer.person)
    # As it was when it was drawn: a list that was amended since may hold it as it was mended.
    number = item.population
    sees_persons = may(viewer, Act.SEE, Thing.PERSONAL, item.enhet or None)
    fields, hidden = _fields(today, tx, draw, identity, number, sees_persons)
    texts = tx.trail.texts([one.text for one in seen if one.text])
    waiting = [one.item.identity for one in work.items if one.mine and one.item.identity != identity]
    return ShownItem(
        draw=draw,
        item=item,
        enhet=today.directory.name_of(item.enhet, today.day) if item.enhet else "",
        fields=fields,
        hidden=hidden,
        opened=opened(desk, tx, draw, identity, number) if sees_persons else None,
        proof=proof_of(desk, tx, draw, identity, number) if draw.state is DrawState.DRAWN else None,
        points=_points(today, draw),
        checks=[
            ShownCheck(
                check=one,
                by=name_of(today, one.by),
                approver=name_of(today, one.approved_by) if one.approved_by else "",
                text=texts.get((one.text, TEXT), ""),
                answers=json.loads(one.answers),
            )
            for one in seen
        ],
        evidence=tx.evidence.where(draw=draw.id, identity=identity) if len(seen) == len(checks) else [],
        documents={name for number, name in tx.draw_files.names(draw.id) if number == EVIDENCE},
        standing=next(one.standing for one in work.items if one.item.identity == identity),
        is_approved=any(one.approved_by for one in seen),
        round=round_for(item, checks, viewer.person or ""),
        may_approve=_may_approve(draw, item, checks, viewer.person),
        is_blind=len(seen) < len(checks),
        after=waiting[0] if waiting else "",
        reason=tx.trail.text(item.evidence, TEXT) or "" if item.state is ItemState.TARGETED else "",
    )


def _work_item(today: Today, draw: Draw, one: Settled, checks: Sequence[ItemCheck], viewer: Viewer) -> WorkItem:
    hers = [check for check in checks if check.by == viewer.person]
    # Of an item for two, the one who has it dealt out is the first; the second is anybody else, and so is who settles them.
    given = one.item.checker in (None, viewer.person) or (one.item.second and bool(checks))
    settles = one.agreed is False and one.check is None and all(check.round != SETTLING for check in checks)
    waits = one.check is None and ((not hers and given) or settles)
    by = [check.by for check in sorted(checks, key=lambda check: check.number)]
    approves = _may_approve(draw, one.item, checks, viewer.person)
    return WorkItem(
        item=one.item,
        standing=one.check.finding.value if one.check is not None else one.why_unknown,
        checker=", ".join(dict.fromkeys(name_of(today, id) for id in (one.item.checker, *by) if id)),
        is_done=one.is_known,
        mine=draw.state is DrawState.DRAWN and viewer.person is not None and (waits or approves),
        approves=approves,
    )


def _may_approve(draw: Draw, item: DrawnItem, checks: Sequence[ItemCheck], person: str | None) -> bool:
    if person is None or draw.state is not DrawState.DRAWN:
        return False
    try:
        to_approve(draw, item, checks, person)
    except DrawRefused:
        return False
    return True


def _points(today: Today, draw: Draw) -> dict[str, str]:
    """Every point of the check-list, with its sentence, or its own name where the reglement no longer has it."""
    choices = choices_of(draw)
    said = sentences_of(today.desk, choices)
    return {point: said.get(point, point) for point in choices.checklist}


def _fields(
    today: Today, tx: Transaction, draw: Draw, identity: str, number: int, sees_persons: bool
) -> tuple[list[tuple[str, str]], int]:
    dataset = today.desk.rulebook.datasets.get(draw.dataset)
    row = record_of(today.desk, tx, draw, identity, number)
    if dataset is None or not row:
        return [], 0
    texts = field_texts(dataset, record_table(today.desk, tx, draw.dataset).decimals, row)
    shown = [one for one in dataset.fields if sees_persons or not one.personal]
    fields = [(one.called, _shown(one, texts[one.id])) for one in shown if texts.get(one.id)]
    missing = [one.called for one in shown if not texts.get(one.id)]
    also = [(_("mangler"), listed(missing))] if missing else []
    return [*fields, *also], len(dataset.fields) - len(shown)


def _shown(field: Field, text: str) -> str:
    """As people write it."""
    if field.type is FieldType.KRONER:
        return amount(int(Decimal(text) * 100))
    if field.type is FieldType.DATE:
        return day(date.fromisoformat(text))
    if field.type is FieldType.MOMENT:
        at = datetime.fromisoformat(text)
        return moment(at if at.tzinfo is not None else at.replace(tzinfo=NORWAY))
    return text
