"""Deliver ambitions: what was signed becomes rows of ambisjoner, the way every other row comes in, so that rules use them.

Why a file and not a table of their own: whoever asks where a threshold comes from finds the file and the line of it, and a rule
needs to know nothing of agreements. The name of the file says that they come from here.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from kontroll.domain.agreement import Agreement, AgreementState, Goal, GoalKind
from kontroll.domain.delivery import Taken
from kontroll.domain.problem import KontrollError
from kontroll.flows.agreements.with_agreement import ENTRY
from kontroll.flows.deliveries.import_files import Incoming, import_files
from kontroll.store.transaction import Transaction
from kontroll.texts import NORWAY
from kontroll.wiring import Desk

ACTOR = "kontroll"
_HEADINGS = ("enhet", "indikator", "aar", "gronn", "gul")
#: Of agreements that hold nothing from the map: they wait for nothing.
_NOTHING = -1


class NotDelivered(KontrollError):
    """What was signed could not be read as ambitions. They wait, and are tried again with the next."""


def deliver_ambitions(desk: Desk, now: datetime) -> int:
    """Of every agreement that holds, and whose ambitions are not delivered yet, in one file. Gives how many agreements.

    Again delivers nothing: whoever was stopped half-way goes on where she was.
    """
    with desk.database.reading() as tx:
        waiting = _waiting(tx)
        goals = {one.id: tx.goals.where(agreement=one.id, kind=GoalKind.MAP) for one in waiting}
    if not waiting:
        return 0
    if not any(goals.values()):
        return _mark(desk, goals, _NOTHING, now)
    content = _file([(one, goals[one.id]) for one in waiting])
    with tempfile.TemporaryDirectory() as folder:
        name = _name(waiting, now)
        path = Path(folder) / "ambisjoner.csv"
        path.write_bytes(content)
        received = list(import_files(desk.database, desk.rulebook, [Incoming(path, name)], now, ACTOR))
    delivery = received[0].delivery
    if delivery is None:
        # It was stopped between the two: the same file had come already.
        with desk.database.reading() as tx:
            delivery = tx.deliveries.latest("ambisjoner", name)
    if delivery is None or delivery.taken is Taken.REFUSED:
        raise NotDelivered("; ".join(str(problem) for problem in received[0].problems))
    return _mark(desk, goals, delivery.seq, now)


def _mark(desk: Desk, of: Collection[str], delivery: int, now: datetime) -> int:
    with desk.database.transaction(ACTOR, now) as tx:
        marked = [one for one in _waiting(tx) if one.id in of]
        tx.agreements.save_all((one, replace(one, delivered=delivery)) for one in marked)
        tx.trail.append(ENTRY.format(kind="ambisjoner levert"), {"delivery": delivery, "agreements": len(marked)})
    return len(marked)


def _waiting(tx: Transaction) -> list[Agreement]:
    found = tx.agreements.where(state=AgreementState.AGREED, delivered=0)
    return sorted(found, key=lambda one: (one.year, one.enhet, one.number))


def _name(waiting: Sequence[Agreement], now: datetime) -> str:
    """In a folder of its own, with the agreement where it is one: this is what people see as the source."""
    moment = now.astimezone(NORWAY)
    about = waiting[0].id if len(waiting) == 1 else f"{moment:%Y-%m-%d}-{waiting[0].id}"
    return f"resultatavtaler/{about}/ambisjoner.csv"


def _file(agreements: Sequence[tuple[Agreement, Sequence[Goal]]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(_HEADINGS)
    for agreement, goals in agreements:
        for goal in goals:
            row = (agreement.enhet, goal.indicator, agreement.year, _plain(goal.green), _plain(goal.yellow))
            writer.writerow(row)
    return text.getvalue().encode()


def _plain(exact: str) -> str:
    return exact.replace(".", ",")
