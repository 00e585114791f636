"""Every page of the router, for every role, in every state, light and dark, narrow and wide: axe finds nothing wrong in it,
and it never scrolls sideways.

Read from the router, so that a page that is added is looked at as well. A page that is the same to two roles is looked at
once. All of it is slow; a dozen of the combinations, others for each seed, are looked at every time.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import httpx
import pytest
from playwright.sync_api import Browser, Page

from differential.seed import rotating_seed
from kontroll.domain.access import Role
from kontroll.report.summary import Summaries
from kontroll.wiring import Desk
from routes_of import app_of, declared, filled
from signed_in import cookies
from village_draws import drawn
from visited import AXE, RULES, machines_browser

pytestmark = pytest.mark.e2e

WIDTHS, SCHEMES = (320, 768, 1280, 1920), ("light", "dark")
SOME = 12
#: Whoever leads, leads all, controls or owns data; every other role of somebody from outside; and the signed-out.
WHO: dict[str, tuple[str | None, tuple[Role, ...]] | None] = {
    "leder 1": ("ANNE", ()),
    "leder 2": ("BERIT", ()),
    "kommunedirektør": ("TOPP", ()),
    "internkontroll": ("KARI", ()),
    "dataeier": ("OLGA", ()),
    **{
        role.value: (None, (role,))
        for role in (
            Role.AUDITOR, Role.POLITICIAN, Role.ADMIN, Role.HR, Role.UNION, Role.SAFETY, Role.PRIVACY, Role.SUPERVISORY,
        )
    },
    "ansatt": (None, ()),
    "ingen": None,
}  # fmt: skip
_LONG = "Arbeidsmiljøutvalgsrepresentantskapsmøteprotokoll"
#: Beside what the router has: lists with nothing in them, what cannot be read, long words, and pages opened up.
STATES = [
    "/saker?ord=ingenting", "/ko?ord=ingenting", "/meldinger?emne=ingenting", "/leveranser?ord=ingenting",
    "/regler?ord=ingenting", "/vaktliste?enhet=ingenting", "/sok?ord=ingenting", "/reglement?ord=ingenting",
    "/reglement/skal-register?status=maskinelt&risiko=1", "/saker?side=99", "/saker?sorter=tull", "/?maaned=tull",
    "/finnes-ikke", "/hjelp/finnes-ikke", f"/sok?ord={_LONG}", f"/saker?enhet={_LONG}", "/sok?ord=skal", "/sok?ord=S2026",
    "/ko?velg=alle", "/ko?venter=meg&sorter=alvor", "/saker?sorter=frist&retning=ned&tilstand=alle",
    "/reglement?ord=skal", "/regel/to-personer?vis=alle",
]  # fmt: skip


@dataclass(frozen=True)
class Seen:
    """One address to one of them. looks: what the page is but for whose it is."""

    address: str
    who: str
    looks: str


@pytest.fixture(scope="module")
def clients(served_at: str, desk: Desk) -> Iterator[dict[str, httpx.Client]]:
    made = {
        who: httpx.Client(base_url=served_at, trust_env=False, timeout=60, cookies=cookies(desk, *of) if of else {})
        for who, of in WHO.items()
    }
    yield made
    for one in made.values():
        one.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with machines_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def addresses(village_seen: tuple[Summaries, Desk]) -> list[str]:
    """Those of the router, two of each route with parts, and the states beside them."""
    summaries, desk = village_seen
    with desk.database.reading() as tx:
        known = {
            "sak": [sak.id for sak in tx.saker.all()],
            "melding": [message.id for message in tx.messages.all()],
            "kjoring": [run.id for run in tx.runs.all()],
            "regel": list(summaries.situation.shown),
            "reglement": ["okonomireglementet"],
            "trukket": drawn(desk),
        }
    forms = filled(known)
    routes = [one.path for one in declared(app_of(summaries, desk)) if one.method == "GET"]
    found = [address for path in routes for address in (forms[path] if "{" in path else [path])]
    return sorted({*found, *STATES})


def seen(client: httpx.Client, who: str, address: str) -> Seen | None:
    """None for what is no page: a file, a figure for machines, the way to somewhere else."""
    answer = client.get(address)
    held = answer.headers
    is_file = "attachment" in held.get("content-disposition", "") or "text/html" not in held.get("content-type", "")
    if answer.is_redirect or is_file:
        return None
    same = re.sub(r'name="skjema" value="[^"]*"|<span>[^<]*</span>', "", answer.text)
    return Seen(address, who, same)


def wrong_with(page: Page, width: int, scheme: str) -> list[str]:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})"
        ".then(r => r.violations)",
        RULES,
    )
    told = [f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found for node in one["nodes"]]
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [*told, *([f"scrolls sideways: {wide}"] if wide > width else [])]


def opened(browser: Browser, served_at: str, held: dict[str, str], address: str) -> Page:
    """With all that can be folded out, folded out."""
    context = browser.new_context()
    context.add_cookies([{"name": name, "value": value, "url": served_at} for name, value in held.items()])
    page = context.new_page()
    page.goto(served_at + address)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    page.evaluate(AXE)
    return page


def test_a_dozen_of_the_combinations_hold(browser, served_at, desk, clients, addresses):
    draw = random.Random(rotating_seed())
    looked: list[str] = []
    while len(looked) < SOME:
        address, who = draw.choice(addresses), draw.choice(list(WHO))
        if seen(clients[who], who, address) is None:
            continue
        width, scheme = draw.choice(WIDTHS), draw.choice(SCHEMES)
        of = WHO[who]
        page = opened(browser, served_at, cookies(desk, *of) if of else {}, address)
        looked.append(f"{address} {who} {width} {scheme}")

        assert [] == wrong_with(page, width, scheme), looked[-1]
        page.context.close()


@pytest.mark.slow
def test_all_of_the_combinations_hold(browser, served_at, desk, clients, addresses):
    distinct: dict[str, Seen] = {}
    for address, (who, client) in product(addresses, clients.items()):
        found = seen(client, who, address)
        if found is not None:
            distinct.setdefault(found.looks, found)
    wrong: list[str] = []
    for one in distinct.values():
        of = WHO[one.who]
        page = opened(browser, served_at, cookies(desk, *of) if of else {}, one.address)
        for width, scheme in product(WIDTHS, SCHEMES):
            wrong += [f"{one.address} {one.who} {width} {scheme}: {told}" for told in wrong_with(page, width, scheme)]
        page.context.close()

    assert [] == wrong
