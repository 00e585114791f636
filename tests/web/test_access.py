"""Every route, by every method, for every role, about her own enhet and others': nobody is shown what is not hers.

The routes are read from the application, so that a page that is added is tried as well. What must not be shown is written
down here, enhet by enhet, and not asked of the code that decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from itertools import chain
from urllib.parse import parse_qsl, unquote, urldefrag, urlsplit

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from differential.seed import by_turns
from kontroll.domain.access import Act, Role, Thing, Viewer, may_enter, reach
from kontroll.flows.deliveries.known_people import known_directory
from kontroll.flows.people.viewing import viewer_of
from kontroll.report.summary import Summaries
from kontroll.web.signed_in import Need, Open
from kontroll.wiring import Desk
from routes_of import ENHETER, MONTHS, MOUNTED, POSTS, Declared, app_of, declared, filled, undeclared
from signed_in import NOW, cookies
from village_draws import drawn
from walked import readable

Who = tuple[str | None, tuple[Role, ...]]
#: By what they are called in the tests: the person, and what she was given.
WHO: dict[str, Who] = {
    "leder 1": ("ANNE", ()),
    "leder 2": ("BERIT", ()),
    "kommunedirektør": ("TOPP", ()),
    "internkontroll": ("KARI", ()),
    "dataeier": ("OLGA", ()),
    "revisor": (None, (Role.AUDITOR,)),
    "politiker": (None, (Role.POLITICIAN,)),
    "administrator": (None, (Role.ADMIN,)),
    "administrator som leder": ("ANNE", (Role.ADMIN,)),
    "hr": (None, (Role.HR,)),
    "tillitsvalgt": (None, (Role.UNION,)),
    "verneombud": (None, (Role.SAFETY,)),
    "personvernombud": (None, (Role.PRIVACY,)),
    "ansatt": (None, ()),
}
SAK = {"1": ["S2026-00001", "S2026-00003"], "2": ["S2026-00002"], "0": ["D2026-03-okonomi"]}
POST = {"1": ["B1", "B2"], "2": ["B3", "B4", "B5"], "77": ["B6"]}
#: Who attested: P in enhet 1 and others, Q in enhet 2 and 77 alone.
PERSON = ["P-HEMMELIG", "Q-HEMMELIG"]
_OF_CASES = [*chain(*SAK.values()), *chain(*POST.values()), *PERSON]


def of_others(enhet: str) -> list[str]:
    """What a leader of the enhet may be shown nowhere."""
    return [one for of in (SAK, POST) for other, ids in of.items() if other != enhet for one in ids]


#: What no answer to them may hold, wherever they ask.
HIDDEN: dict[str, list[str]] = {
    **dict.fromkeys(WHO, _OF_CASES),
    "leder 1": [*of_others("1"), "Q-HEMMELIG", "Berit Bø"],
    "leder 2": [*of_others("2"), "Anne <b>Aas"],
    "kommunedirektør": PERSON,
    "internkontroll": [],
    "dataeier": [*SAK["1"], *SAK["2"], *chain(*POST.values()), *PERSON],
    "revisor": [],
}


@pytest.fixture(scope="module")
def routes(village_seen: tuple[Summaries, Desk]) -> list[Declared]:
    return declared(app_of(*village_seen))


@pytest.fixture(scope="module")
def addresses(village_seen: tuple[Summaries, Desk], routes: list[Declared]) -> list[tuple[Declared, str]]:
    """Every route that is read, with addresses that fill it."""
    summaries, desk = village_seen
    with desk.database.reading() as tx:
        known = {
            "sak": [sak.id for sak in tx.saker.all()],
            "melding": [message.id for message in tx.messages.all()],
            "kjoring": [run.id for run in tx.runs.all()],
            "regel": [*summaries.situation.shown, "utkast"],
            "reglement": ["okonomireglementet"],
            "trukket": drawn(desk),
        }
    forms = filled(known)
    return [
        (route, address)
        for route in routes
        if route.method == "GET"
        for address in (forms[route.path] if "{" in route.path else [route.path])
    ]


@pytest.fixture(scope="module")
def clients(served_at: str, desk: Desk) -> Iterator[dict[str, httpx.Client]]:
    made = {
        who: httpx.Client(base_url=served_at, trust_env=False, timeout=60, cookies=cookies(desk, person, roles))
        for who, (person, roles) in WHO.items()
    }
    made[""] = httpx.Client(base_url=served_at, trust_env=False, timeout=60)
    yield made
    for client in made.values():
        client.close()


def viewer(desk: Desk, who: str) -> Viewer:
    person, roles = WHO[who]
    with desk.database.reading() as tx:
        return viewer_of("", person, who, roles, known_directory(tx), desk.policies, NOW.date())


def leaked(who: str, address: str, answer: httpx.Response) -> list[str]:
    """What stands in the answer and is not hers. What she typed herself may be repeated to her where nothing is found."""
    shown = readable(answer.content, answer.headers.get("content-type", ""))
    asked = urlsplit(unquote(address))
    typed = {*asked.path.split("/"), *(value for _name, value in parse_qsl(asked.query))}
    repeats = typed if answer.status_code in (404, 422) else set()
    return [one for one in HIDDEN[who] if one not in repeats and re.search(rf"(?<!\w){re.escape(one)}(?!\w)", shown)]


# --- what routes say


def test_every_route_says_what_it_needs_or_that_it_is_open_and_why(routes: list[Declared]):
    assert [route for route in routes if len(route.needs) != 1] == []
    assert all(need.why for route in routes for need in route.needs if isinstance(need, Open))


def test_nothing_else_is_served_than_what_is_the_same_for_everybody(village_seen: tuple[Summaries, Desk]):
    assert set(undeclared(app_of(*village_seen))) == set(MOUNTED)


def test_a_route_that_says_nothing_is_found(village_seen: tuple[Summaries, Desk]):
    app = app_of(*village_seen)
    app.add_api_route("/glemt", lambda: None)

    assert [route.path for route in declared(app) if not route.needs] == ["/glemt"]


def test_what_changes_something_needs_the_right_to_do_it(routes: list[Declared]):
    needs = [need for route in routes if route.method not in ("GET", "HEAD") for need in route.needs]

    assert all(need.act is Act.DO for need in needs if isinstance(need, Need))


# --- every route, method and role


def test_whoever_is_not_signed_in_is_asked_to_and_sees_nothing(addresses, clients: Mapping[str, httpx.Client]):
    for route, address in addresses:
        answer = clients[""].get(address)
        if route.path == "/meld/anonymt" and answer.status_code == 404:
            continue  # only where the kommune allows it
        if isinstance(route.needs[0], Need):
            assert 303 == answer.status_code, address
            assert answer.headers["location"].startswith("/logg-inn?til="), address
            assert "" == answer.text
        else:
            assert answer.status_code < 400 or address in ("/helse/klar", "/metrikk"), address


@pytest.mark.parametrize("who", by_turns(WHO, 5))
def test_every_page_answers_a_role_as_its_need_says_and_holds_nothing_that_is_not_hers(
    who: str, addresses, clients: Mapping[str, httpx.Client], desk: Desk
):
    seen_by_her = viewer(desk, who)
    for route, address in addresses:
        need = route.needs[0]
        if not isinstance(need, Need):
            continue
        answer = clients[who].get(address)

        entered = may_enter(seen_by_her, need.act, need.thing)
        # What is not there yet is nobody's own: whoever is let in for the sake of that begins nothing.
        begins = not address.endswith("/ny") or not reach(seen_by_her, need.act, need.thing).is_none
        allowed = (200, 404) if entered and begins else (403,)
        assert answer.status_code in allowed, (who, address, answer.status_code)
        assert leaked(who, address, answer) == [], (who, address)


@pytest.mark.parametrize("who", by_turns(["", "leder 1", "internkontroll", "administrator"], 1))
def test_no_method_but_the_declared_does_anything(
    who: str, routes: list[Declared], clients: Mapping[str, httpx.Client]
):
    known = {(route.path, route.method) for route in routes}
    for path in {route.path for route in routes}:
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            answer = clients[who].request(method, re.sub(r"\{\w+\}", "1", path))
            # Without what a page gave, a form is refused.
            assert answer.status_code == (403 if (path, method) in known else 405), (who, method, path)


# --- one's own and others'


@pytest.mark.parametrize(
    ("who", "address", "status"),
    [
        ("leder 1", "/enhet/1", 200),
        ("leder 1", "/enhet/3", 200),  # closed, and taken over by hers
        ("leder 1", "/enhet/2", 404),
        ("leder 1", "/enhet/0", 404),
        ("leder 1", "/sak/S2026-00001", 200),
        ("leder 1", "/sak/S2026-00002", 404),
        ("leder 1", "/forklaring/to-personer/1/2026-03?post=B1", 200),
        ("leder 1", "/forklaring/to-personer/2/2026-03?post=B3", 404),
        ("leder 1", "/forklaring/to-personer/1/2026-03?post=B3", 404),  # her own enhet beside another's record
        ("leder 1", "/forklaring/merforbruk/2/2026-03", 404),
        ("leder 1", "/kjoringer", 403),
        ("leder 2", "/sak/S2026-00002", 200),
        ("dataeier", "/sak/D2026-03-okonomi", 200),
        ("dataeier", "/sak/S2026-00001", 404),
        ("kommunedirektør", "/sak/S2026-00002", 200),
        ("kommunedirektør", "/kjoringer/2026-03-1", 200),
        ("revisor", "/sak/S2026-00002", 200),
        ("revisor", "/meldinger", 200),
        ("politiker", "/enhet/1", 403),
        ("politiker", "/", 200),
        ("administrator", "/kjoringer", 200),
        ("administrator", "/saker", 403),
        ("administrator som leder", "/enhet/1", 403),
        ("administrator som leder", "/sak/S2026-00001", 403),
        ("hr", "/kjoringer", 403),
    ],
)
def test_what_is_hers_is_shown_and_what_is_anothers_is_not(
    who: str, address: str, status: int, clients: Mapping[str, httpx.Client]
):
    assert status == clients[who].get(address).status_code


@pytest.mark.parametrize(
    ("there", "not_there"),
    [
        ("/sak/S2026-00002", "/sak/S2026-99999"),
        ("/enhet/2", "/enhet/9999"),
        ("/forklaring/to-personer/2/2026-03?post=B3", "/forklaring/to-personer/2/2026-03?post=B999"),
        ("/forklaring/to-personer/1/2026-03?post=B3", "/forklaring/to-personer/1/2026-03?post=B999"),
    ],
)
def test_what_is_anothers_is_answered_word_for_word_as_what_does_not_exist(there, not_there, clients):
    def said(address: str) -> tuple[int, str]:
        answer = clients["leder 1"].get(address)
        main = answer.text[answer.text.index("<main") :]
        return answer.status_code, main.replace(f"«{address.rsplit('/', 1)[1]}»", "«…»")

    assert said(there) == said(not_there)
    assert 404 == said(there)[0]


def test_a_message_of_another_is_not_there_and_ones_own_is(desk: Desk, clients: Mapping[str, httpx.Client]):
    with desk.database.reading() as tx:
        messages = tx.messages.all()
    for message in messages:
        expected = 200 if message.recipient == "ANNE" else 404
        assert expected == clients["leder 1"].get(f"/melding/{message.id}").status_code
        assert 200 == clients["revisor"].get(f"/melding/{message.id}").status_code


def test_lists_count_what_she_may_see_alone(clients: Mapping[str, httpx.Client]):
    assert "2 saker" in clients["leder 1"].get("/saker").text
    assert "1 sak " in clients["leder 2"].get("/saker").text
    assert "4 saker" in clients["internkontroll"].get("/saker").text
    assert "S2026-00002" not in clients["leder 1"].get("/saker?enhet=Lia").text
    assert "februar" in clients["leder 1"].get("/meldinger").text
    assert "februar" not in clients["dataeier"].get("/meldinger").text


def test_persons_are_shown_to_whoever_leads_them_and_to_control(clients: Mapping[str, httpx.Client]):
    own = "/forklaring/to-personer/1/2026-03?post=B1"

    assert "P-HEMMELIG" in clients["leder 1"].get(own).text
    assert "P-HEMMELIG" in clients["internkontroll"].get(own).text
    assert "P-HEMMELIG" in clients["revisor"].get(own).text
    assert "P-HEMMELIG" not in clients["kommunedirektør"].get(own).text


@pytest.mark.parametrize("who", by_turns(["leder 1", "dataeier", "politiker", "administrator"], 2))
def test_every_link_that_she_is_shown_leads_somewhere(who: str, clients: Mapping[str, httpx.Client]):
    seen, waiting = set(), ["/"]
    while waiting:
        address = waiting.pop()
        if address in seen or address.startswith("/reglement/"):
            continue
        seen.add(address)
        answer = clients[who].get(address)
        assert 200 == answer.status_code, address
        assert leaked(who, address, answer) == [], address
        waiting += [urldefrag(unescape(one)).url for one in re.findall(r'href="(/[^"]*)"', answer.text)]

    assert len(seen) > 5


# --- whatever is asked

_RULES = ["to-personer", "stort-kjop", "merforbruk", "trives", "befaring", "bonus", "datakvalitet-enhet", "utkast"]
_WORDS = ["", "Lia", "Bygda", "2", "B3", "Berit", "S2026-00002", "%", "' OR 1=1 --"]


@st.composite
def _asked(draw: Callable[..., object]) -> str:
    rule, enhet, month = (draw(st.sampled_from(of)) for of in (_RULES, ENHETER, MONTHS))
    post, word, page = draw(st.sampled_from(POSTS)), draw(st.sampled_from(_WORDS)), draw(st.integers(1, 3))
    return str(
        draw(
            st.sampled_from(
                [
                    f"/?maaned={month}",
                    f"/regler?maaned={month}",
                    f"/regel/{rule}?maaned={month}&vis=alle&side={page}",
                    f"/enhet/{enhet}?maaned={month}",
                    f"/forklaring/{rule}/{enhet}/{month}?post={post}",
                    f"/saker?enhet={word}&side={page}",
                    f"/saker?tilstand=lukket&enhet={word}",
                    f"/meldinger?mottaker={word}&emne={word}&maaned={month}",
                    f"/reglement?ord={word}",
                ]
            )
        )
    )


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(who=st.sampled_from(["leder 1", "leder 2"]), address=_asked())
def test_no_answer_to_a_leader_holds_what_is_anothers(clients: Mapping[str, httpx.Client], who: str, address: str):
    answer = clients[who].get(address)

    assert answer.status_code in (200, 403, 404, 422)
    typed = [one for one in _WORDS if one and one in unquote(address)]
    assert [one for one in leaked(who, address, answer) if one not in typed] == []


def test_what_must_not_be_seen_can_be_seen_by_others(clients: Mapping[str, httpx.Client], addresses):
    """The tests above prove nothing if what they look for stands nowhere."""
    everything = "".join(unescape(clients["internkontroll"].get(address).text) for _route, address in addresses)

    assert [one for one in (*_OF_CASES, "Berit Bø") if one not in everything and one != "B5"] == []
    assert Thing.SHIELDED not in {
        need.thing for route, _ in addresses for need in route.needs if isinstance(need, Need)
    }
