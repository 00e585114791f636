"""The API as an application of its own, which the pages' application mounts: its errors, its OpenAPI, no cookies, no forms."""

from __future__ import annotations

import hashlib
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kontroll.texts import _, listed
from kontroll.web.api import answers, deliveries, problems, registers, saker
from kontroll.web.api.key import SCHEME, Gate, KeyNeed, Pace
from kontroll.web.kept_fresh import Shown
from kontroll.web.signed_in import Entrance
from kontroll.wiring import Desk

#: Where it is mounted. What is changed so that a system must follow gets another number.
PLACE = "/api/v1"
_ABOUT = (
    "Leveranser inn; svar, avvik og saker ut. Hver forespørsel har en nøkkel fra «kontroll nokkel ny». Lister gis i deler: "
    "«neste» i svaret sendes som «etter». Feil er application/problem+json. Svar har ETag: send den som If-None-Match."
)


def api(shown: Shown, desk: Desk | None, entrance: Entrance, pace: Pace) -> FastAPI:
    """pace: how often each key may ask, of all that answer."""
    app = FastAPI(
        title="kontroll",
        version="1",
        description=_ABOUT,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        # So that every problem has one description.
        generate_unique_id_function=lambda route: route.name,
        separate_input_output_schemas=False,
        redirect_slashes=False,
        max_body_size=desk.settings.api_megabytes * 1024 * 1024 if desk is not None else None,
    )
    app.state.shown, app.state.desk = shown, desk
    app.state.gate = Gate(entrance, pace)
    for part in (deliveries, answers, saker, registers):
        app.include_router(part.router)
    problems.add_to(app)
    _describe(app)
    return app


def needs_of(route: APIRoute) -> list[KeyNeed]:
    return [one.call for one in route.dependant.dependencies if isinstance(one.call, KeyNeed)]


def _describe(app: FastAPI) -> None:
    """Once: what each operation needs, and what a problem looks like, beside what the framework knows."""
    made = app.openapi

    def described() -> dict[str, Any]:
        if app.openapi_schema is not None:
            return app.openapi_schema
        schema = made()
        parts = schema.setdefault("components", {})
        described_problem = problems.ProblemTold.model_json_schema(ref_template="#/components/schemas/{model}")
        parts["schemas"] |= described_problem.pop("$defs", {})
        parts["schemas"]["ProblemTold"] = described_problem
        for unused in ("HTTPValidationError", "ValidationError"):
            parts["schemas"].pop(unused, None)
        parts["securitySchemes"] = {
            SCHEME.scheme_name: SCHEME.model.model_dump(mode="json", by_alias=True, exclude_none=True)
        }
        for route in _routes(app):
            for method in route.methods or ():
                operation = schema["paths"][route.path][method.lower()]
                scopes = [scope for need in needs_of(route) for scope in need.scopes]
                operation["security"] = [{SCHEME.scheme_name: []}]
                operation["x-omfang"] = scopes
                if method == "GET":
                    operation["responses"]["304"] = {
                        "description": _("Ingenting er endret siden svaret med denne ETag-en.")
                    }
                told = _("Omfang: {scopes}.").format(scopes=listed(scopes))
                operation["description"] = f"{operation.get('description', '')}\n\n{told}".strip()
        return schema

    app.openapi = described  # type: ignore[method-assign]


def operations(app: FastAPI) -> list[dict[str, Any]]:
    """For the page that tells of them: method, path, name, description, scopes and parameters, in the order of OpenAPI."""
    return [
        {
            "method": method.upper(),
            "path": f"{PLACE}{path}",
            "name": one["summary"],
            "tag": one["tags"][0],
            "about": one["description"],
            "parameters": [
                (found["name"], found.get("required", False), found.get("description", ""))
                for found in one.get("parameters", ())
            ],
        }
        for path, methods in app.openapi()["paths"].items()
        for method, one in methods.items()
    ]


def _routes(app: FastAPI) -> list[APIRoute]:
    found = (context.original_route for context in iter_route_contexts(app.routes))
    return [route for route in found if isinstance(route, APIRoute)]


class Wrapped:
    """Wraps the API: what is the same as the system has is not sent again, and what is too large is told as all problems are."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun: Message | None = None
        body = bytearray()

        async def held(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = message
                return
            body.extend(message.get("body", b""))
            if begun is not None and not message.get("more_body", False):
                await self._finish(scope, receive, send, begun, bytes(body))

        await self._app(scope, receive, held)

    async def _finish(self, scope: Scope, receive: Receive, send: Send, begun: Message, body: bytes) -> None:
        if begun["status"] == 413:
            # The framework's own, before any handler of ours.
            await problems.problem(413)(scope, receive, send)
            return
        if begun["status"] == 200 and scope["method"] == "GET":
            begun, body = _tagged(begun, body, Headers(scope=scope).get("if-none-match", ""))
        await send(begun)
        await send({"type": "http.response.body", "body": body})


def _tagged(begun: Message, body: bytes, known: str) -> tuple[Message, bytes]:
    """With an ETag; 304 and empty where it is among the known ones."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = MutableHeaders(raw=list(begun["headers"]))
    headers["ETag"] = tag
    is_known = tag in {one.strip().removeprefix("W/") for one in known.split(",")}
    if is_known:
        del headers["content-length"]
    status = 304 if is_known else begun["status"]
    return {**begun, "status": status, "headers": headers.raw}, b"" if is_known else body
