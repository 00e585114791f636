"""What rules of talks and pay say is told to nobody else: two kommuner are asked everything, and nothing tells them apart.

In one of them the rules strike on an enhet, and in the other they do not; all else is the same. Whoever is not one of those
it is between gets the same bytes from both, whatever she asks of what the router has, and so does a system with every scope.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from fastapi import FastAPI

from differential.seed import by_turns
from followed_village import followed_village
from kontroll.domain.access import Role
from kontroll.domain.systemkey import Scope
from kontroll.flows.systems.keys import new_key
from kontroll.report.situation import Situation
from kontroll.report.summary import Summaries
from kontroll.web.api.key import Pace
from kontroll.wiring import Desk
from routes_of import app_of, declared, filled
from signed_in import NOW, cookies
from village import village
from walked import asked, filled_in, walked

_RULE = """
id: {id}
navn: {name}
type: {type}
status: i_bruk
alvor: middels
hjemmel: [{{lov: kommuneloven, paragraf: '13-1'}}]
gjelder: {{enhet: ['1']}}
versjoner: [{{gyldig_fra: 2020-01, hvis: {condition}, saa: {{avvik: {opens}, varsle: [leder, overordnet], sak: samtale}}}}]
"""
#: Who is not the superior of whoever leads enhet 1; and of pay, who has nothing to do with it.
OF_TALK = {
    "leder": ("ANNE", ()), "annen leder": ("BERIT", ()), "internkontroll": ("KARI", ()), "dataeier": ("OLGA", ()),
    "revisor": (None, (Role.AUDITOR,)), "politiker": (None, (Role.POLITICIAN,)), "hr": (None, (Role.HR,)),
    "tillitsvalgt": (None, (Role.UNION,)), "verneombud": (None, (Role.SAFETY,)), "administrator": (None, (Role.ADMIN,)),
    "personvernombud": (None, (Role.PRIVACY,)), "ansatt": (None, ()),
}  # fmt: skip
OF_PAY = [who for who in OF_TALK if who not in ("leder", "revisor", "hr")]
SHARED = {
    "/api/v1/sporet",  # how many entries the trail has, and its last hash: neither tells what they are
}

_DIFFERS = (
    r"\b[0-9a-f]{12}\b|[0-9a-f]{16,}|U\d+", r'name="skjema" value="[^"]*"', r"[\w/.-]+/home/outbox", r"spor nr. \d+",
    r"\d+ svar er regnet ut på nytt", r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", r"Loggen har \d+ linjer",
    r'svar-kontrollregnet">\d+<', r"\d+ av svarene ble også regnet ut på en annen måte",
)  # fmt: skip


def rules(strikes: str) -> dict[str, str]:
    """strikes: `under` or `over` 1000: all the values are under it."""
    leaf = f"{{indikator: balanse, er: {strikes}, verdi: 1000}}"
    made = {
        "egen-samtale": ("samtale", leaf, "ja"),
        "egen-lonn": ("resultatlønn", leaf, "nei"),
        # Of another type, and tells the same: it asks about one.
        "av-samtale": ("avvik", "{utslag: egen-samtale}", "ja"),
    }
    return {
        f"samtale/{id}.yaml": _RULE.format(id=id, name=f"Regelen {id}", type=type, condition=condition, opens=opens)
        for id, (type, condition, opens) in made.items()
    }


@dataclass
class Kommune:
    app: FastAPI
    situation: Situation
    desk: Desk
    held: Mapping[str, dict[str, str]]
    key: str


def kommune(folder: Path, strikes: str) -> Kommune:
    situation = village(folder / "village", rules=rules(strikes))
    (folder / "home").mkdir()
    desk = followed_village(folder / "home", situation)
    app = app_of(Summaries(situation), desk)
    app.state.api.state.gate.pace = Pace(per_minute=1e9)
    held = {who: cookies(desk, person, roles) for who, (person, roles) in {**OF_TALK, "topp": ("TOPP", ())}.items()}
    scopes = [Scope("les"), Scope("personlig"), Scope("kommenter")]
    _key, secret = new_key(desk.database, "System", scopes, last_day=date(2026, 12, 31), by="test", now=NOW)
    return Kommune(app, situation, desk, held, secret)


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Kommune, Kommune]]:
    struck, still = (kommune(tmp_path_factory.mktemp(word), word) for word in ("under", "over"))
    yield struck, still
    struck.desk.database.close()
    still.desk.database.close()


def addresses(one: Kommune) -> list[str]:
    with one.desk.database.reading() as tx:
        known = {
            "sak": ["S2026-00001", "T2026-00001", "T2026-00002"],
            "melding": [message.id for message in tx.messages.all()][:2],
            "kjoring": [run.id for run in tx.runs.all()],
            "regel": ["merforbruk"] * 4,
            "reglement": ["okonomireglementet"],
        }
    forms = filled(known)
    own = [
        *(f"/regel/{id}?vis=alle&maaned=2026-03" for id in ("egen-samtale", "egen-lonn", "av-samtale")),
        *(f"/forklaring/{id}/1/2026-03" for id in ("egen-samtale", "egen-lonn", "av-samtale")),
        "/sok?ord=Regelen", "/ko?ord=Regelen", "/saker?ord=T2026", "/ko.xlsx", "/styring/saker?hva=apne",
    ]  # fmt: skip
    routes = [route for route in declared(one.app) if route.method == "GET"]
    return own + [at for route in routes for at in (forms.get(route.path, [filled_in(route.path)])[:6])]


def of_api(one: Kommune) -> list[str]:
    found = [f"/api/v1{path}" for path, methods in one.app.state.api.openapi()["paths"].items() if "get" in methods]
    plain = [path for path in found if "{" not in path and path not in SHARED]
    of_rules = [f"/api/v1/svar/{id}/1/2026-03" for id in ("egen-samtale", "egen-lonn", "av-samtale")]
    return [
        *plain,
        *of_rules,
        "/api/v1/svar?maaned=2026-03&antall=500",
        "/api/v1/saker/T2026-00001",
        "/api/v1/regler/egen-lonn",
    ]


def same(text: str) -> str:
    """Without what differs between any two: hashes, form tokens, where they lie, numbers of the trail, how many cells were
    computed again, and when a file was written; and the word that the rules differ by."""
    text = re.sub(r"[0-9a-f]{16,}|U\d+", "#", text)
    for differs in _DIFFERS:
        text = re.sub(differs, "", text)
    return re.sub(r"er: (under|over)|er (under|over) 1.000|«(Under|Over)»", "ER", text)


def different(two: tuple[Kommune, Kommune], who: str) -> list[str]:
    """Addresses that answer her otherwise in the one than in the other."""
    with walked(two[0].app) as first, walked(two[1].app) as second:
        clients = (first, second)
        found = []
        for at in addresses(two[0]):
            one, other = (asked(client, "GET", at, it.held[who]) for client, it in zip(clients, two, strict=True))
            if (one[0], same(one[1])) != (other[0], same(other[1])):
                found.append(at)
        return found


@pytest.mark.parametrize("who", by_turns(OF_TALK, 1))
def test_nobody_else_can_tell_whether_it_struck(two, who: str):
    found = different(two, who)
    # A leader sees her own pay, and those who answer for pay or revise see it all; of a talk they see nothing.
    of_pay = [at for at in found if at.startswith("/resultatlonn") or "egen-lonn" in at]

    assert [at for at in found if at not in of_pay] == []
    assert who not in OF_PAY or of_pay == []


def test_a_system_with_every_scope_cannot_either(two):
    with walked(two[0].app) as first, walked(two[1].app) as second:
        for at in of_api(two[0]):
            one, other = (
                client.get(at, headers={"Authorization": f"Bearer {it.key}"})
                for client, it in zip((first, second), two, strict=True)
            )
            assert (at, one.status_code, same(one.text)) == (at, other.status_code, same(other.text))
