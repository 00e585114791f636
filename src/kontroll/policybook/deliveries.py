"""Deliveries: leveranser.yaml says what is to be delivered for each period, by whom, and when it is due."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kontroll.domain.month import Frequency
from kontroll.domain.policy import ExpectedDelivery
from kontroll.domain.problem import Place
from kontroll.domain.spelling import fold
from kontroll.policybook.block import Block
from kontroll.texts import _

#: As a rule's id: it becomes part of the id of a sak, and so of an address.
_ID = re.compile(r"[a-z0-9-]+")
_DAYS_BETWEEN_REMINDERS = 3


def read_deliveries(block: Block) -> tuple[ExpectedDelivery, ...]:
    found = tuple(_each(block))
    block.done()
    return found


def _each(block: Block) -> Iterator[ExpectedDelivery]:
    ids: dict[str, Place] = {}
    subjects: dict[str, Place] = {}
    for each in block.blocks("leveranser", _("leveransen"), may_be_empty=True):
        delivery = _delivery(each)
        if delivery is None:
            continue
        each.once(delivery.id, ids)
        if delivery.dataset is not None:
            each.once(delivery.dataset, subjects)
        else:
            each.once(f"{delivery.source}, {delivery.frequency.value}", subjects)
        if each.sound:
            yield delivery


def _delivery(block: Block) -> ExpectedDelivery | None:
    id = _id(block)
    block.exactly_one(["kilde", "datasett"])
    source, dataset = block.text("kilde"), block.text("datasett")
    owner = block.text("eier", required=True)
    due = block.working_days("forfaller", required=True)
    frequency = block.word("frekvens", Frequency, required=True)
    reminder_days = block.working_days("purres_hver", at_least=1)
    block.done()
    if id is None or owner is None or due is None or frequency is None or not block.sound:
        return None
    return ExpectedDelivery(
        id=id,
        source=source,
        dataset=dataset,
        owner=owner,
        due_working_days=due,
        frequency=frequency,
        reminder_days=reminder_days or _DAYS_BETWEEN_REMINDERS,
        place=block.node.place,
    )


def _id(block: Block) -> str | None:
    id = block.text("id", required=True)
    if id is None or _ID.fullmatch(id):
        return id
    near = re.sub(r"[^a-z0-9]+", "-", fold(id).lower()).strip("-")
    fix = _("Skriv {near}.").format(near=near) if near else None
    block.bad(block.node.entries["id"], _("en id av a–z, 0–9 og bindestrek"), fix)
    return None
