"""The routes of the pages as they are declared, and addresses that fill their parts: what access is tried on.

A new route with parts in its address gets a line in FILLED; without one the tests of access fail, and say so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from urllib.parse import quote

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts

from kontroll.report.summary import Summaries
from kontroll.web.app import routed
from kontroll.web.signed_in import Need, Open
from kontroll.wiring import Desk
from signed_in import clock

#: What stands in the first is the same for everybody; the API is opened by keys alone (tests/web/api).
MOUNTED = ("/static", "/api/v1")
ENHETER = ("0", "1", "2", "3", "77", "finnes-ikke", "-")
POSTS = ("", "B1", "B3", "B4", "B5", "B6", "B9")
MONTHS = ("2026-01", "2026-02", "2026-03")


@dataclass(frozen=True)
class Declared:
    """One route and method. needs: what it says it needs; empty = nothing was said."""

    path: str
    method: str
    needs: tuple[Need | Open, ...]


def app_of(summaries: Summaries, desk: Desk) -> FastAPI:
    return routed(summaries, desk, clock)


def declared(app: FastAPI) -> list[Declared]:
    return [
        Declared(route.path, method, tuple(_needs(route.dependant)))
        for route in iter_route_contexts(app.routes)
        if isinstance(route.original_route, APIRoute)
        for method in sorted(route.methods or ())
    ]


def undeclared(app: FastAPI) -> list[str]:
    """What is no page: mounts and the like, that no dependency guards."""
    routes = iter_route_contexts(app.routes)
    return [str(route.path) for route in routes if not isinstance(route.original_route, APIRoute)]


def _needs(dependant: Dependant) -> Iterator[Need | Open]:
    if isinstance(dependant.call, Need | Open):
        yield dependant.call
    for below in dependant.dependencies:
        yield from _needs(below)


def filled(known: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Path -> addresses. known: ids of what there is: `sak`, `melding`, `kjoring`, `regel`, `reglement`."""
    # One rule about enheter and one about records; random addresses are tried beside these.
    explained = [("merforbruk", enhet, MONTHS[-1], "") for enhet in ENHETER]
    explained += product(["to-personer"], ["1", "2", "-"], MONTHS[-1:], ["B1", "B3", "B6"])
    return {
        "/enhet/{id}": [f"/enhet/{id}{query}" for id in ENHETER for query in ("",)],
        "/regel/{id}": [f"/regel/{id}{query}" for id in known["regel"][::3] for query in ("?vis=alle", "?maaned=2026-02")],
        "/regel/{id}/godkjenning": [f"/regel/{id}/godkjenning" for id in (*known["regel"][:1], "finnes-ikke")],
        "/sak/{id}": [f"/sak/{id}" for id in (*known["sak"], "finnes-ikke")],
        "/sak/{id}/svart": [f"/sak/{id}/svart" for id in (*known["sak"], "finnes-ikke")],
        "/enhet/{id}/tall/{tall}": [f"/enhet/{id}/tall/{tall}" for id in ENHETER for tall in ("balanse", "trivsel")],
        "/melding/{id}": [f"/melding/{quote(id, safe='')}" for id in (*known["melding"], "finnes-ikke")],
        "/personvern/protokoll/rapport.{ending}": [f"/personvern/protokoll/rapport.{one}" for one in ("html", "zip")],
        "/personvern/dpia/{regel}": [f"/personvern/dpia/{id}" for id in ("to-personer", "finnes-ikke")],
        "/personvern/dpia/{regel}/rapport.{ending}": ["/personvern/dpia/to-personer/rapport.html"],
        "/brukere/{id}": ["/brukere/U1", "/brukere/finnes-ikke"],
        "/kjoringer/{id}": [f"/kjoringer/{id}" for id in (*known["kjoring"], "finnes-ikke")],
        "/stikkprove/{id}": [f"/stikkprove/{id}" for id in ("2026-1", "2026-2", "2026-3", "finnes-ikke")],
        "/stikkprove/{id}/avstemming": ["/stikkprove/2026-1/avstemming", "/stikkprove/finnes-ikke/avstemming"],
        "/stikkprove/{id}/arbeid": ["/stikkprove/2026-1/arbeid"],
        "/stikkprove/{id}/arbeid/ark.xlsx": ["/stikkprove/2026-1/arbeid/ark.xlsx"],
        "/stikkprove/{id}/dokument/{digest}": ["/stikkprove/2026-1/dokument/finnes-ikke"],
        "/stikkprove/{id}/post": [
            f"/stikkprove/2026-1/post?id={id}" for id in (*known.get("trukket", ()), "finnes-ikke")
        ],
        "/stikkprove/{id}/rapport": ["/stikkprove/2026-1/rapport", "/stikkprove/finnes-ikke/rapport"],
        "/stikkprove/{id}/rapport/{navn}": ["/stikkprove/2026-1/rapport/rapport.json"],
        "/stikkprove/{id}/fil/{nummer}/{navn}": [
            f"/stikkprove/2026-1/fil/1/{name}" for name in ("plan.json", "nokler.tsv", "finnes-ikke")
        ],
        "/offentlig/stikkprove/{id}": [f"/offentlig/stikkprove/{id}" for id in ("2026-1", "2026-2", "2026-3")],
        "/offentlig/stikkprove/{id}/{fil:path}": ["/offentlig/stikkprove/2026-1/LESMEG.txt"],
        "/malekart/{id}": [f"/malekart/{id}" for id in ENHETER],
        "/malekart/{id}/maalekart.xlsx": [f"/malekart/{id}/maalekart.xlsx" for id in ("1", "finnes-ikke")],
        "/balansehandbok/{tall}": ["/balansehandbok/balanse", "/balansehandbok/finnes-ikke"],
        "/internkontroll/{bokstav}": ["/internkontroll/a", "/internkontroll/c?sted=del:1", "/internkontroll/x"],
        "/internkontroll/{bokstav}/grunnlag.xlsx": ["/internkontroll/c/grunnlag.xlsx"],
        "/internkontroll/arshjul/{id}": ["/internkontroll/arshjul/2026-1", "/internkontroll/arshjul/finnes-ikke"],
        "/hjelp/{emne}": ["/hjelp/svar"],
        "/bonus/{aar}": ["/bonus/2025"],
        "/bonus/{aar}/avgjorelse": ["/bonus/2025/avgjorelse"],
        "/bonus/{aar}/bonus.xlsx": ["/bonus/2025/bonus.xlsx"],
        "/bonus/{aar}/pakke/{nummer}": ["/bonus/2025/pakke/1"],
        "/bonus/{aar}/{enhet}": [f"/bonus/2025/{id}" for id in ENHETER],
        "/resultatavtale/{id}": ["/resultatavtale/2026-1-1", "/resultatavtale/finnes-ikke"],
        "/resultatavtale/{id}/mal/{nr}": ["/resultatavtale/2026-1-1/mal/1"],
        "/resultatavtale/{id}/oppfolging": ["/resultatavtale/2026-1-1/oppfolging"],
        "/resultatavtale/{id}/avtale.pdf": ["/resultatavtale/2026-1-1/avtale.pdf"],
        "/samtaler/{enhet}": [f"/samtaler/{enhet}" for enhet in ENHETER],
        "/samtale/{id}": ["/samtale/SA2026-0001", "/samtale/finnes-ikke"],
        "/resultatlonn/{aar}/{enhet}": [f"/resultatlonn/2026/{enhet}" for enhet in ENHETER],
        "/vedtak/{id:path}": ["/vedtak/PV2026-0001", "/vedtak/finnes-ikke"],
        "/tilsyn/{id:path}": ["/tilsyn/TF2026-0001", "/tilsyn/finnes-ikke"],
        "/utredninger/{id:path}": ["/utredninger/SU2026-0001", "/utredninger/finnes-ikke"],
        "/kontrolltiltak/{id}": [f"/kontrolltiltak/{id}" for id in ("to-personer", "merforbruk", "finnes-ikke")],
        "/reglement/{id}": [f"/reglement/{id}" for id in known["reglement"]],
        "/manedsoppfolging/{enhet}/{maaned}": [f"/manedsoppfolging/{id}/2026-03" for id in ENHETER],
        "/manedsrapport/{periode}": ["/manedsrapport/2026-03", "/manedsrapport/2020-01"],
        "/manedsrapport/{periode}/rapport.{ending}": ["/manedsrapport/2026-03/rapport.html"],
        "/manedsrapport/{periode}/tall/{figur}": [
            f"/manedsrapport/2026-03/tall/{one}" for one in ("svar-kjente-2026-03", "finnes-ikke")
        ],
        "/arsrapport/{aar}": ["/arsrapport/2026", "/arsrapport/2020"],
        "/arsrapport/{aar}/rapport.{ending}": ["/arsrapport/2026/rapport.html"],
        "/arsrapport/{aar}/tall/{figur}": ["/arsrapport/2026/tall/svar", "/arsrapport/2026/tall/finnes-ikke"],
        "/rapporter/utkast/{slag}/{periode}": ["/rapporter/utkast/manedsrapport/2026-03", "/rapporter/utkast/arsrapport/2026"],
        "/rapporter/utkast/{slag}/{periode}/tall/{figur}": ["/rapporter/utkast/arsrapport/2026/tall/svar"],
        "/rapporter/{aar}/{nummer}": ["/rapporter/2026/1"],
        "/rapporter/{aar}/{nummer}/tall/{figur}": ["/rapporter/2026/1/tall/svar"],
        "/rapporter/{aar}/{nummer}/{fil}": ["/rapporter/2026/1/rapport.html", "/rapporter/2026/1/grunnlag.xlsx"],
        "/tertialrapport/{periode}": ["/tertialrapport/2026-T1", "/tertialrapport/2026-01"],
        "/tertialrapport/{periode}/tall/{figur}": ["/tertialrapport/2026-T1/tall/saker-aapne"],
        "/tertialrapport/{periode}/rapport.{ending}": ["/tertialrapport/2026-T1/rapport.xlsx"],
        "/forklaring/{regel}/{enhet}/{maaned}": [
            f"/forklaring/{rule}/{enhet}/{month}" + (f"?post={post}" if post else "")
            for rule, enhet, month, post in explained
        ],
    }  # fmt: skip
