"""Deliveries in and out: a file or rows are taken in whole or not at all, with the report that `kontroll importer` gives.

Why the name must tell what a file holds: by its headings alone a file could be taken for a list of persons, which decides
who sees what; those lists need a scope of their own.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path as File
from pathlib import PurePosixPath
from tempfile import TemporaryDirectory
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from kontroll.domain.access import Act, Thing, Viewer
from kontroll.domain.dataset import ENCODINGS, DataSet
from kontroll.domain.delivery import Taken
from kontroll.flows.deliveries.delivered_kind import kind_by_path
from kontroll.flows.deliveries.import_files import Incoming, Received, import_files
from kontroll.flows.deliveries.strangers import DATASETS, TABLES
from kontroll.sources.base import known_suffixes
from kontroll.texts import _, listed
from kontroll.web.api.key import NeedsKey, demand, gate_of
from kontroll.web.api.lists import After, HowMany, Id, Listed, Word, listed_rows
from kontroll.web.api.problems import ApiError, documented, reported
from kontroll.web.api.shown import LeveranseVist, Mottatt, shown_delivery
from kontroll.web.site import FollowUp, FollowUpState

router = APIRouter(tags=["Leveranser"])

_SEGMENT = "[0-9A-Za-zÆØÅæøå_][0-9A-Za-zÆØÅæøå _.-]{0,99}"
NAME = rf"^({_SEGMENT}/){{0,4}}{_SEGMENT}\.[A-Za-z0-9]{{2,5}}$"
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 100_000, 200, 4_000
Cell = Annotated[str | None, Field(max_length=LONGEST_CELL)]
_FILE = {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}, "required": True}


class Rader(BaseModel):
    """Rader i et datasett, med feltenes id som nøkkel og verdiene som tekst, slik de ville stått i en fil."""

    model_config = ConfigDict(extra="forbid")
    navn: str | None = Field(
        None,
        pattern=r"^[0-9A-Za-zÆØÅæøå_][0-9A-Za-zÆØÅæøå _-]{0,99}$",
        description="Hva leveransen heter, f.eks. 2026-10. Uten navn får den ett etter innholdet.",
    )
    rader: list[Annotated[dict[str, Cell], Field(max_length=MOST_COLUMNS)]] = Field(min_length=1, max_length=MOST_ROWS)


@router.get("/leveranser", summary="Leveranser", responses=documented())
def deliveries(
    _viewer: Annotated[Viewer, NeedsKey(Thing.DELIVERY)],
    follow_up: FollowUp,
    slag: Word = None,
    resultat: Taken | None = None,
    etter: After = None,
    antall: HowMany = 100,
) -> Listed[LeveranseVist]:
    """Det som er levert, den eldste først. `slag`: f.eks. datasett/faktura."""
    with follow_up.reading() as look:
        rows = look.tx.deliveries.rows
        equal = {"kind": slag, "taken": resultat}
        where: list[Any] = [rows.table.c[name] == value for name, value in equal.items() if value is not None]
        return listed_rows(rows, ("seq",), (int,), where, etter, antall, shown_delivery)


@router.get("/leveranser/{nummer}", summary="Én leveranse", responses=documented())
def delivery(
    _viewer: Annotated[Viewer, NeedsKey(Thing.DELIVERY)],
    follow_up: FollowUp,
    nummer: Annotated[int, Path(ge=1, le=2**31 - 1)],
) -> LeveranseVist:
    """Når den kom, og hva som ble av den. Innholdet leveres ikke ut."""
    with follow_up.reading() as look:
        found = look.tx.deliveries.rows.get(nummer)
    if found is None:
        raise ApiError(404, _("Det finnes ingen leveranse med dette nummeret."))
    return shown_delivery(found)


async def _body(request: Request) -> bytes:
    """The file as it comes; one that is too large is refused by the application. Raises ApiError 415."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/octet-stream":
        raise ApiError(415, _("Send filen som den er, med Content-Type: application/octet-stream."))
    return await request.body()


@router.post(
    "/leveranser/filer",
    status_code=201,
    summary="Lever en fil",
    responses={**documented(413, 415), 200: {"model": Mottatt, "description": "Levert før; ingenting er endret."}},
    openapi_extra={"requestBody": _FILE},
)
async def deliver_file(
    viewer: Annotated[Viewer, NeedsKey(Thing.DELIVERY, Act.DO)],
    request: Request,
    response: Response,
    follow_up: FollowUp,
    navn: Annotated[str, Query(max_length=300, pattern=NAME)],
) -> Mottatt:
    """Filen slik den ville ligget i innboksen: `navn` sier hva den inneholder, f.eks. datasett/faktura/2026-10.csv,
    maalinger/2026-10.csv eller formater/regnskap.xml. Den tas inn hel, eller avvises med 422 og en rapport. Lister over
    enheter, personer og ambisjoner trenger omfanget lever-lister."""
    demand_for(viewer, follow_up, navn)
    content, now = await _body(request), gate_of(request).entrance.clock()
    received = await run_in_threadpool(_taken_in, follow_up, viewer, navn, content, now)
    return _told(received, response)


@router.post(
    "/leveranser/datasett/{datasett}",
    status_code=201,
    summary="Lever rader i et datasett",
    responses={**documented(413, 415), 200: {"model": Mottatt, "description": "Levert før; ingenting er endret."}},
)
def deliver_rows(
    viewer: Annotated[Viewer, NeedsKey(Thing.DELIVERY, Act.DO)],
    request: Request,
    response: Response,
    follow_up: FollowUp,
    datasett: Id,
    rader: Rader,
) -> Mottatt:
    """Radene tas inn samlet, eller avvises med 422 og en rapport. Det samme innholdet én gang til endrer ingenting."""
    dataset = follow_up.desk.rulebook.datasets.get(datasett)
    if dataset is None:
        raise ApiError(404, _("Det finnes ikke noe datasett med denne id-en."))
    content = _as_file(dataset, rader)
    name = f"{DATASETS}/{datasett}/{rader.navn or f'api-{sha256(content).hexdigest()[:16]}'}.csv"
    received = _taken_in(follow_up, viewer, name, content, gate_of(request).entrance.clock())
    return _told(received, response)


def demand_for(viewer: Viewer, follow_up: FollowUpState, name: str) -> None:
    """Raises ApiError where the name does not tell what the file holds, or the key may not deliver that."""
    kind = kind_by_path(name, follow_up.desk.rulebook)
    if kind in TABLES:
        demand(viewer, Act.DO, Thing.LISTS)
    elif kind is None and PurePosixPath(name).suffix.lower() in known_suffixes():
        raise ApiError(422, _("Navnet sier ikke hva filen inneholder. Skriv f.eks. datasett/faktura/2026-10.csv."))


def _as_file(dataset: DataSet, rows: Rader) -> bytes:
    """As a file of the data set would be written, in the order of its fields."""
    given = {name for row in rows.rader for name in row}
    fields = [field for field in dataset.fields if field.id in given]
    if given != {field.id for field in fields}:
        told = _("Datasettet har feltene {fields}.")
        raise ApiError(422, told.format(fields=listed([field.id for field in dataset.fields])))
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\n")
    writer.writerow(field.heading for field in fields)
    writer.writerows([row.get(field.id) or "" for field in fields] for row in rows.rader)
    try:
        return written.getvalue().encode(ENCODINGS.get((dataset.encoding or "").lower(), "utf-8"))
    except UnicodeEncodeError:
        raise ApiError(422, _("Noe av teksten har tegn som datasettets tegnsett ikke har.")) from None


@contextmanager
def _on_disk(name: str, content: bytes) -> Iterator[File]:
    with TemporaryDirectory(prefix="kontroll-") as folder:
        file = File(folder) / f"levert{PurePosixPath(name).suffix}"
        file.write_bytes(content)
        yield file


def _taken_in(follow_up: FollowUpState, viewer: Viewer, name: str, content: bytes, now: datetime) -> Received:
    desk = follow_up.desk
    with _on_disk(name, content) as file:
        taken = import_files(
            desk.database, desk.rulebook, [Incoming(file, name)], now, viewer.user, schemas=desk.settings.schemas
        )
        return next(taken)


def _told(received: Received, response: Response) -> Mottatt:
    delivery = received.delivery
    if not received.again and (delivery is None or delivery.taken is Taken.REFUSED):
        raise ApiError(422, _("Leveransen er avvist. Rapporten sier hvorfor."), report=received.problems)
    if received.again:
        response.status_code = 200
    return Mottatt(
        levert_for=received.again,
        leveranse=shown_delivery(delivery) if delivery is not None else None,
        tabeller=[shown_delivery(one) for one in received.tables],
        endrede_rader=len(received.changed),
        rapport=[reported(one) for one in received.problems],
    )
