"""Health: whether the process lives (`/helse/live`), and whether it can do its work (`/helse/klar`).

Two, since what is to be done differs: a process that does not live is started again; one that is not ready waits for a
database or a worker, and starting it again helps nobody. Both are for the signed-out, and tell of nothing but that.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, cast

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, PlainTextResponse

from kontroll.flows.home.vital_signs import DatabaseState, VitalSigns, vital_signs
from kontroll.web.kept_fresh import Shown
from kontroll.wiring import Desk

LIVE, READY = "/helse/live", "/helse/klar"
router = APIRouter(include_in_schema=False)


@router.get(LIVE, response_class=PlainTextResponse)
def live() -> PlainTextResponse:
    return PlainTextResponse("ok\n")


@router.get(READY, response_class=JSONResponse)
def ready(request: Request) -> JSONResponse:
    """200 where the months are made, the database can be used and the worker has shown itself lately, else 503.

    The body says which.
    """
    desk = cast(Desk | None, request.app.state.desk)
    if desk is None:
        return JSONResponse({"klar": False, "database": "ikke åpnet da sidene startet"}, 503)
    told = readiness(vital_signs(desk.database), desk.settings.worker_silence_minutes, datetime.now(UTC))
    if cast(Shown, request.app.state.shown).summaries is None:
        told |= {"klar": False, "sider": "månedene gjøres klare"}
    return JSONResponse(told, 200 if told["klar"] else 503)


def readiness(signs: VitalSigns, silence_minutes: int, now: datetime) -> dict[str, Any]:
    """silence_minutes: how long the worker may be silent; 0 = it is not asked for."""
    if signs.database is not DatabaseState.USABLE:
        return {"klar": False, "database": signs.database.value}
    told: dict[str, Any] = {"klar": True, "database": signs.database.value}
    if not silence_minutes:
        return told | {"arbeider": "ikke spurt etter"}
    if signs.worker is None:
        return told | {"klar": False, "arbeider": "aldri sett"}
    is_silent = now - signs.worker > timedelta(minutes=silence_minutes)
    told |= {"klar": not is_silent, "arbeider": "taus" if is_silent else "ok"}
    return told | {"arbeider_sist": signs.worker.isoformat(timespec="seconds")}
