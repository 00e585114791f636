"""Deliver registers: what is kept here becomes rows of the data sets, the way every other row comes in, so that rules use them.

Why a file and not the tables themselves: whoever asks why a decision is late finds the file and the line of it, a month is judged
again by what was known then, and a kommune that delivers its decisions from another system uses the same rules.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from kontroll.domain.dataset import DataSet
from kontroll.domain.delivery import Taken
from kontroll.domain.finding import Finding
from kontroll.domain.political import DecisionState, PoliticalDecision
from kontroll.domain.preparation import Preparation, missing
from kontroll.domain.problem import KontrollError
from kontroll.flows.deliveries.import_files import Incoming, import_files
from kontroll.flows.deliveries.strangers import DATASETS
from kontroll.flows.registers.acting import ENTRY
from kontroll.flows.registers.known import DECISIONS, FINDINGS, KEPT, PREPARATIONS
from kontroll.flows.registers.own_points import points_of
from kontroll.store.rows import Rows
from kontroll.store.transaction import Transaction
from kontroll.texts import NORWAY
from kontroll.wiring import Desk

ACTOR = "kontroll"
Kept = TypeVar("Kept", PoliticalDecision, Finding, Preparation)
Row = Mapping[str, str | int | date | None]


class NotDelivered(KontrollError):
    """What is kept could not be read as rows of the data set. It waits, and is tried again."""


def deliver_registers(desk: Desk, now: datetime) -> int:
    """Everything that something was done with since it was delivered, one file for each data set. Gives how many entries.

    Again delivers nothing: whoever was stopped half-way goes on where she was.
    """
    done = _deliver(desk, DECISIONS, lambda tx: tx.political_decisions, lambda tx, one: _decision(one), now)
    done += _deliver(desk, FINDINGS, lambda tx: tx.findings, lambda tx, one: _finding(one), now)
    return done + _deliver(desk, PREPARATIONS, lambda tx: tx.preparations, _preparation, now)


def _deliver(
    desk: Desk,
    of: str,
    rows: Callable[[Transaction], Rows[Kept]],
    made: Callable[[Transaction, Kept], Row],
    now: datetime,
) -> int:
    dataset = desk.rulebook.datasets.get(of)
    if dataset is None:
        return 0
    with desk.database.reading() as tx:
        waiting = rows(tx).where(delivered=0)
        content = _file(dataset, [made(tx, one) for one in waiting])
    if not waiting:
        return 0
    name = f"{KEPT}{DATASETS}/{of}/{now.astimezone(NORWAY):%Y-%m-%d-%H%M%S}.csv"
    seq = _taken_in(desk, f"{DATASETS}/{of}", name, content, now)
    with desk.database.transaction(ACTOR, now) as tx:
        # Whoever did something with one meanwhile has more to deliver.
        still = [one for one in rows(tx).among("id", [one.id for one in waiting]) if one in waiting]
        rows(tx).save_all((one, replace(one, delivered=seq)) for one in still)
        tx.trail.append(f"{ENTRY}: levert", {"delivery": seq, "of": of, "count": len(still)})
    return len(still)


def _taken_in(desk: Desk, kind: str, name: str, content: bytes, now: datetime) -> int:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rader.csv"
        path.write_bytes(content)
        received = list(import_files(desk.database, desk.rulebook, [Incoming(path, name)], now, ACTOR))
    delivery = received[0].delivery
    if delivery is None:
        # It was stopped between the two: the same file had come already.
        with desk.database.reading() as tx:
            delivery = tx.deliveries.latest(kind, name)
    if delivery is None or delivery.taken is Taken.REFUSED:
        raise NotDelivered("; ".join(str(problem) for problem in received[0].problems))
    return delivery.seq


# --- their rows -------------------------------------------------------------------------------------------------------


def _decision(one: PoliticalDecision) -> Row:
    """One that the body undid has no deadline any more, and is over the day that it did."""
    is_lapsed = one.state is DecisionState.LAPSED
    return {
        "vedtak_id": one.id, "enhet": one.enhet, "organ": one.body, "vedtatt_dato": one.decided,
        "frist": None if is_lapsed else one.deadline, "iverksatt_dato": one.carried_out,
        "rapportert_dato": one.over if is_lapsed else one.reported, "rapport_ref": one.reference,
    }  # fmt: skip


def _finding(one: Finding) -> Row:
    return {
        "funn_id": one.id, "enhet": one.enhet, "kilde": one.source, "tema": one.theme, "alvor": one.severity.value,
        "mottatt_dato": one.received, "frist": one.deadline, "lukket_dato": one.closed,
        "bevis_ref": one.evidence if one.closed is not None else None,
    }  # fmt: skip


def _preparation(tx: Transaction, one: Preparation) -> Row:
    answered = {row.point for row in tx.answered_points.where(preparation=one.id)}
    return {
        "utredning_id": one.id, "enhet": one.enhet, "organ": one.body, "sak_ref": one.case,
        "lagt_fram_dato": one.meeting, "ubesvart": len(missing(answered, points_of(tx, one))), "utfylt_dato": one.filled,
        "kontrollert_dato": one.checked,
    }  # fmt: skip


def _file(dataset: DataSet, rows: Sequence[Row]) -> bytes:
    """As the kommune describes the data set: its headings, its way to write days, its letters."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow([field.heading for field in dataset.fields])
    writer.writerows([[_cell(row.get(field.id), dataset) for field in dataset.fields] for row in rows])
    return text.getvalue().encode(dataset.encoding or "utf-8", errors="replace")


def _cell(value: str | int | date | None, dataset: DataSet) -> str:
    if isinstance(value, date):
        return value.strftime(dataset.date_format or "%Y-%m-%d")
    # A line break would tear the row.
    return "" if value is None else " ".join(str(value).split())
