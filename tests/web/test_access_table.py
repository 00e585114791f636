"""Who gets in where: every route and method of the router against a table in the issue's words, form tokens and all.

The table is written by hand and asks nothing of the code that decides. A route that is not in it fails, and so does one
that lets in more or fewer than it says. A share of the pairs is tried each time, by the seed; all of them when slow.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping

import pytest

from differential.seed import rotating_seed
from kontroll.domain import access
from kontroll.domain.access import EVERYWHERE, Act, Role, Thing
from kontroll.report.summary import Summaries
from kontroll.web.signed_in import Need, Open
from kontroll.wiring import Desk
from routes_of import app_of, declared, filled
from signed_in import cookies
from walked import asked, filled_in, walked
from web.test_access import HIDDEN, WHO

#: In the issue's words, with the names of `web.test_access.WHO`.
ALL = set(WHO)
LEADERS = {"leder 1", "leder 2"}
TOP, CONTROL, AUDITOR, POLITICIAN, OWNER = (
    {"kommunedirektør"}, {"internkontroll"}, {"revisor"}, {"politiker"}, {"dataeier"},
)  # fmt: skip
ADMINS = {"administrator", "administrator som leder"}
REPRESENTATIVES = {"hr", "tillitsvalgt", "verneombud", "personvernombud"}
#: Who has part in saker: whoever leads, controls, revises, or owns what is missing.
IN_SAKER = LEADERS | TOP | CONTROL | AUDITOR | OWNER
#: Who is in the directory, and is not barred.
PERSONS = LEADERS | TOP | CONTROL | OWNER
#: An auditor reads everything, and changes nothing.
ACTING = IN_SAKER - AUDITOR
OVERSEERS = TOP | CONTROL | AUDITOR

TABLE: dict[str, set[str]] = {
    "GET /": ALL,
    "GET /sok": ALL,
    "GET /regler": ALL,
    "GET /regel/{id}": ALL,
    "GET /reglement": ALL,
    "GET /reglement/skal-register": ALL,
    "GET /reglement/{id}": ALL,
    "POST /logg-ut": ALL,
    # What is published of each enhet, and what each figure is.
    "GET /malekart": ALL,
    "GET /malekart/{id}": ALL,
    "GET /malekart/{id}/maalekart.xlsx": LEADERS | OVERSEERS,
    "GET /balansehandbok": ALL,
    "GET /balansehandbok/balansehandbok.xlsx": LEADERS | OVERSEERS,
    "GET /balansehandbok/{tall}": ALL,
    # Anybody in the kommune reports.
    "GET /meld": ALL,
    "POST /meld": ALL,
    # The whole kommune.
    "GET /oversikt": OVERSEERS,
    "GET /politisk": OVERSEERS | POLITICIAN,
    # What a rule says is looked at by two before anybody is told by it.
    "GET /regel/{id}/godkjenning": TOP | CONTROL,
    "POST /regel/{id}/godkjenning": TOP | CONTROL,
    "POST /regel/{id}/gjennomgang": TOP | CONTROL,
    # Measures towards employees, and those who speak for them.
    "GET /personvern": OVERSEERS | REPRESENTATIVES,
    "GET /personvern/protokoll": OVERSEERS | REPRESENTATIVES,
    "GET /personvern/protokoll/rapport.{ending}": OVERSEERS | REPRESENTATIVES,
    "GET /personvern/dpia": OVERSEERS | REPRESENTATIVES,
    "GET /personvern/dpia/{regel}": OVERSEERS | REPRESENTATIVES,
    "GET /personvern/dpia/{regel}/rapport.{ending}": OVERSEERS | REPRESENTATIVES,
    # Decisions whole, with who made them.
    "GET /arkiv": OVERSEERS,
    "GET /personal": OVERSEERS | REPRESENTATIVES,
    "GET /hms": OVERSEERS | REPRESENTATIVES,
    # What exists of the internal control, and what the leader group decides of it.
    "GET /internkontroll": OVERSEERS,
    "GET /internkontroll/evaluering": OVERSEERS,
    "GET /internkontroll/arshjul": OVERSEERS,
    "GET /internkontroll/arshjul/{id}": OVERSEERS,
    "GET /internkontroll/{bokstav}": OVERSEERS,
    "GET /internkontroll/{bokstav}/grunnlag.xlsx": LEADERS | OVERSEERS,
    "POST /internkontroll/arshjul": TOP | CONTROL,
    "POST /internkontroll/arshjul/nytt": TOP | CONTROL,
    "POST /internkontroll/arshjul/{id}/{hva}": TOP | CONTROL,
    "POST /internkontroll/{bokstav}/nivaa": TOP | CONTROL,
    "GET /kontrolltiltak": OVERSEERS | REPRESENTATIVES,
    "GET /kontrolltiltak/{id}": OVERSEERS | REPRESENTATIVES,
    "POST /kontrolltiltak/{id}/{hva}": CONTROL | {"hr", "tillitsvalgt"},
    # What was decided or found, for whoever leads or controls; whoever must do something sees her own.
    **{
        way.format(base): who
        for base in ("/vedtak", "/tilsyn", "/utredninger")
        for way, who in (
            ("GET {}", IN_SAKER), ("GET {}.xlsx", LEADERS | OVERSEERS),
            ("GET {}/ny", ACTING - OWNER), ("POST {}", ACTING - OWNER),
            ("GET {}/{{id:path}}", IN_SAKER), ("POST {}/{{id}}/{{hva}}", ACTING),
        )
    },
    # Anybody in the lists may be one of the two; what is not hers is not there.
    "GET /resultatavtaler": IN_SAKER | {"hr"},
    "POST /resultatavtaler": ACTING,
    "GET /resultatavtaler.xlsx": LEADERS | OVERSEERS,
    "GET /resultatavtale/{id}": IN_SAKER | {"hr"},
    "GET /resultatavtale/{id}/avtale.pdf": IN_SAKER | {"hr"},
    "GET /resultatavtale/{id}/mal/{nr}": ACTING,
    "GET /resultatavtale/{id}/oppfolging": ACTING,
    "POST /resultatavtale/{id}/handling/{hva}": ACTING,
    # Of the enheter that she sees: a leader's are her own.
    "GET /vaktliste": IN_SAKER,
    "GET /styring": LEADERS | OVERSEERS,
    "GET /styring/saker": LEADERS | OVERSEERS,
    "GET /styring/avvik": LEADERS | OVERSEERS,
    "GET /styring/maalekart": LEADERS | OVERSEERS,
    "GET /styring/ikke-kontrollert": LEADERS | OVERSEERS,
    "GET /stikkprover/kontrollplan": OVERSEERS,
    "GET /stikkprove/{id}/avstemming": CONTROL,
    "GET /stikkprover": OVERSEERS,
    "GET /stikkprover/regn": OVERSEERS,
    "GET /stikkprover/ny": CONTROL,
    "POST /stikkprover/ny": CONTROL,
    "GET /stikkprove/{id}": OVERSEERS,
    "GET /stikkprove/{id}/rapport": OVERSEERS,
    "GET /stikkprove/{id}/fil/{nummer}/{navn}": OVERSEERS,
    "GET /stikkprove/{id}/arbeid": OVERSEERS,
    "GET /stikkprove/{id}/post": OVERSEERS,
    "POST /stikkprove/{id}/arbeid/handling/{hva}": CONTROL,
    "POST /stikkprove/{id}/post": CONTROL,
    "POST /stikkprove/{id}/handling/regn": CONTROL,
    "POST /stikkprove/{id}/handling/{hva}": CONTROL,
    # Why a tjenestested gets it or not; one named person decides, and the archive holds every figure.
    "GET /bonus": LEADERS | OVERSEERS | {"hr", "tillitsvalgt"},
    "GET /bonus/{aar}": LEADERS | OVERSEERS | {"hr", "tillitsvalgt"},
    "GET /bonus/{aar}/{enhet}": LEADERS | OVERSEERS | {"hr", "tillitsvalgt"},
    "GET /bonus/{aar}/bonus.xlsx": LEADERS | OVERSEERS,
    "GET /bonus/{aar}/avgjorelse": TOP,
    "GET /bonus/{aar}/pakke/{nummer}": OVERSEERS,
    "POST /bonus/{aar}/{enhet}/forslag": LEADERS | TOP,
    "POST /bonus/{aar}/{enhet}/trekk": LEADERS | TOP,
    "POST /bonus/{aar}/avgjorelse": TOP,
    "GET /kjoringer": OVERSEERS | ADMINS,
    "GET /kjoringer/{id}": OVERSEERS | ADMINS,
    # One's own enheter and saker.
    "GET /enhet/{id}": LEADERS | OVERSEERS,
    "GET /enhet/{id}/tall/{tall}": LEADERS | OVERSEERS,
    "GET /forklaring/{regel}/{enhet}/{maaned}": IN_SAKER,
    "GET /saker": IN_SAKER,
    "GET /sak/{id}": IN_SAKER,
    "GET /sak/{id}/svart": IN_SAKER,
    "POST /sak/{id}/svar": ACTING,
    "POST /sak/{id}/handling/{hva}": ACTING,
    "GET /ko": IN_SAKER,
    # A search in personal fields finds what she may see the persons of.
    "POST /ko/sok": IN_SAKER,
    "POST /sok/person": IN_SAKER,
    "POST /ko/flere": CONTROL,
    "POST /ko/flere/utfor": CONTROL,
    "GET /meldinger": IN_SAKER,
    "GET /melding/{id}": IN_SAKER,
    "GET /leveranser": IN_SAKER | ADMINS,
    # Between two persons: each is asked for by whoever is one of them, and answered as what does not exist to others.
    "GET /samtaler": PERSONS,
    "GET /samtaler/{enhet}": PERSONS,
    "GET /samtale/{id}": PERSONS,
    "POST /samtaler/{enhet}/{hva}": PERSONS,
    "POST /samtale/{id}/{hva}": PERSONS,
    # A person's pay: her own, and of those below; only whoever is above others decides.
    "GET /resultatlonn": PERSONS | AUDITOR | {"hr"},
    # Whoever pays, decides or revises takes the list out; a leader reads her own.
    "GET /resultatlonn.xlsx": TOP | AUDITOR | {"hr"},
    "GET /resultatlonn/{aar}/{enhet}": PERSONS | AUDITOR | {"hr"},
    "POST /resultatlonn/{aar}/{enhet}/{hva}": PERSONS,
    # Whoever leads explains her own month; those above, and those who control, read it.
    "GET /manedsoppfolging": LEADERS | OVERSEERS | {"hr"},
    # Anybody in the lists may have promised something in a month; what is not hers is not there.
    "GET /manedsoppfolging/{enhet}/{maaned}": PERSONS | OVERSEERS | {"hr"},
    "POST /manedsoppfolging/{enhet}/{maaned}/forklaring": LEADERS | TOP,
    "POST /manedsoppfolging/{enhet}/{maaned}/lest/{tema}": LEADERS | TOP,
    "POST /manedsoppfolging/{enhet}/{maaned}/tiltak/{tiltak}": PERSONS,
    # The whole in a report: whoever answers for it writes, and the elected read what is laid before them.
    "GET /manedsrapport/{periode}": OVERSEERS | POLITICIAN,
    "GET /manedsrapport/{periode}/rapport.{ending}": OVERSEERS | POLITICIAN,
    # What stands behind a number is seen by few.
    "GET /manedsrapport/{periode}/tall/{figur}": OVERSEERS,
    "GET /tertialrapport/{periode}/tall/{figur}": OVERSEERS,
    "GET /tertialrapport/{periode}": OVERSEERS | POLITICIAN,
    "GET /tertialrapport/{periode}/rapport.{ending}": OVERSEERS | POLITICIAN,
    # A draft is the administration's until it is issued; what stands behind each number is seen by few.
    "GET /arsrapport": OVERSEERS,
    "GET /arsrapport/{aar}": OVERSEERS,
    "GET /arsrapport/{aar}/rapport.{ending}": OVERSEERS,
    "GET /arsrapport/{aar}/tall/{figur}": OVERSEERS,
    "POST /arsrapport/{aar}": TOP | CONTROL,
    # A report to the council is everybody's when it is issued; until then it is theirs who make it.
    "GET /rapporter": ALL,
    "GET /rapporter/{aar}/{nummer}": ALL,
    "GET /rapporter/{aar}/{nummer}/{fil}": ALL,
    "GET /rapporter/{aar}/{nummer}/tall/{figur}": ALL,
    "POST /rapporter/{aar}/{nummer}/rett": TOP | CONTROL,
    "GET /rapporter/utkast/{slag}/{periode}": OVERSEERS,
    "GET /rapporter/utkast/{slag}/{periode}/tall/{figur}": OVERSEERS,
    "POST /rapporter/utkast/{slag}/{periode}/{hva}": TOP | CONTROL,
    "POST /manedsrapport/{periode}": TOP | CONTROL,
    "POST /tertialrapport/{periode}": TOP | CONTROL,
    # Lists out of the house.
    "GET /ko.xlsx": LEADERS | OVERSEERS,
    "GET /saker.xlsx": LEADERS | OVERSEERS,
    "GET /kjoringer.xlsx": OVERSEERS,
    "GET /manedsoppfolging.xlsx": LEADERS | OVERSEERS,
    "GET /styring/saker.xlsx": LEADERS | OVERSEERS,
    "GET /styring/avvik.xlsx": LEADERS | OVERSEERS,
    "GET /styring/maalekart.xlsx": LEADERS | OVERSEERS,
    "GET /styring/ikke-kontrollert.xlsx": LEADERS | OVERSEERS,
    "GET /leveranser.xlsx": LEADERS | OVERSEERS,
    "GET /regler.xlsx": LEADERS | OVERSEERS,
    "GET /reglement/skal-register.xlsx": LEADERS | OVERSEERS,
    "GET /meldinger.xlsx": LEADERS | OVERSEERS,
    "GET /vaktliste.xlsx": LEADERS | OVERSEERS,
    "GET /stikkprove/{id}/rapport/{navn}": OVERSEERS,
    "GET /stikkprover.xlsx": OVERSEERS,
    "GET /stikkprove/{id}/arbeid/ark.xlsx": CONTROL,
    "POST /stikkprove/{id}/arbeid/ark": CONTROL,
    "GET /stikkprove/{id}/dokument/{digest}": OVERSEERS,
    # Who may sign in, and how kontroll is set up.
    "GET /brukere": ADMINS | AUDITOR,
    "GET /brukere/{id}": ADMINS | AUDITOR,
    "POST /brukere": ADMINS,
    "POST /brukere/{id}/{hva}": ADMINS,
    "GET /innstillinger": ADMINS | CONTROL | AUDITOR,
    "POST /innstillinger/{nokkel}": ADMINS,
}  # fmt: skip
#: Of two leaders, the one who may not know that it exists.
OTHERS = {
    "leder 1": {"id": "S2026-00002", "enhet": "2", "regel": "to-personer", "maaned": "2026-03"},
    "leder 2": {"id": "S2026-00001", "enhet": "1", "regel": "to-personer", "maaned": "2026-03"},
}
SHARE = 4


def stands(one: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(one)}(?!\w)", text) is not None


@pytest.fixture(scope="module")
def held(desk: Desk) -> Mapping[str, dict[str, str]]:
    return {who: cookies(desk, person, roles) for who, (person, roles) in WHO.items()} | {"": {}}


class Walk:
    """One application, asked by everybody."""

    def __init__(self, app, desk: Desk, held: Mapping[str, dict[str, str]]) -> None:  # type: ignore[no-untyped-def]
        self.app, self.desk, self.held = app, desk, held
        self.routes = [route for route in declared(app) if not isinstance(route.needs[0], Open)]

    def addresses(self) -> dict[str, str]:
        """One of each path, that is there for those who may."""
        with self.desk.database.reading() as tx:
            run = tx.runs.all()[0].id
            message = tx.messages.all()[0].id
        forms = filled({"sak": ["S2026-00001"], "melding": [message], "kjoring": [run], "regel": ["merforbruk"] * 4,
                        "reglement": ["okonomireglementet"]})  # fmt: skip
        return {path: found[0] for path, found in forms.items()}

    def wrong(self, share: int, seed: int) -> Iterator[str]:
        """Where somebody gets in who may not, or does not who may."""
        addresses, chance = self.addresses(), random.Random(seed)
        with walked(self.app) as client:
            for route in self.routes:
                key = f"{route.method} {route.path}"
                if key not in TABLE:
                    yield f"{key}: not in the table"
                    continue
                for who in ["", *WHO]:
                    if share > 1 and who and chance.randrange(share):
                        continue
                    address = filled_in(addresses.get(route.path, route.path), id="1", hva="finnes-ikke", nokkel="vert")
                    held = self.held[who]
                    if route.path == "/logg-ut" and who:
                        held = cookies(self.desk, *WHO[who])
                    status, text = asked(client, route.method, address, held)
                    # A page without parts in its address that says 404 says that it is not for her.
                    refused = {403} if who else {303, 401, 403}
                    came_in = status not in (refused if "{" in route.path else refused | {404})
                    if status >= 500 or came_in != (who in TABLE[key]):
                        yield f"{key} as {who or 'nobody'}: {status}"
                    elif who and (found := [one for one in HIDDEN[who] if stands(one, text) and one not in address]):
                        yield f"{key} as {who}: shows {found}"

    def others(self) -> Iterator[str]:
        """Own and other: what is another leader's is answered as what does not exist, whatever the method."""
        with walked(self.app) as client:
            for who, parts in OTHERS.items():
                for route in self.routes:
                    if not set(parts) & set(route.path.replace("}", "{").split("{")[1::2]) or "/sak/" not in route.path:
                        continue
                    address = filled_in(route.path, **parts, hva="kommenter")
                    status, _text = asked(client, route.method, address, self.held[who], tekst="Hei", versjon="0")
                    if status != 404:
                        yield f"{route.method} {address} as {who}: {status}"


@pytest.fixture(scope="module")
def walk(village_seen: tuple[Summaries, Desk], held) -> Walk:
    return Walk(app_of(*village_seen), village_seen[1], held)


def test_everybody_gets_in_where_the_table_says_and_nowhere_else(walk: Walk):
    assert "" == "\n".join(walk.wrong(SHARE, rotating_seed()))


@pytest.mark.slow
def test_everybody_everywhere(walk: Walk):
    assert "" == "\n".join(walk.wrong(1, 0))


def test_nobody_does_anything_with_what_is_anothers(walk: Walk):
    assert [] == list(walk.others())


def test_the_table_names_no_route_that_is_not_there(walk: Walk):
    assert set() == set(TABLE) - {f"{route.method} {route.path}" for route in walk.routes}


# --- planted faults


@pytest.mark.parametrize(
    "removed",
    [Need(Thing.USERS, Act.DO), Need(Thing.RUN), Need(Thing.UNIT, Act.SEE, "id"), Need(Thing.SAK, Act.DO)],
    ids=lambda need: f"{need.thing.name}-{need.act.name}",
)
def test_a_route_whose_need_is_removed_is_found(village_seen, held, removed: Need):
    app = app_of(*village_seen)
    app.dependency_overrides[removed] = Need(Thing.START)
    walk = Walk(app, village_seen[1], held)
    walk.routes = [route for route in walk.routes if removed in route.needs]

    assert list(walk.wrong(1, 0)) != []


def test_a_filter_that_is_left_out_is_found(village_seen, held, monkeypatch):
    reach = access.reach

    def left_out(viewer, act: Act, thing: Thing):  # type: ignore[no-untyped-def]
        return EVERYWHERE if thing is Thing.SAK and Role.LEADER in viewer.places else reach(viewer, act, thing)

    monkeypatch.setattr(access, "reach", left_out)
    walk = Walk(app_of(*village_seen), village_seen[1], held)
    walk.routes = [route for route in walk.routes if route.path in ("/saker", "/saker.xlsx", "/sak/{id}")]

    found = list(walk.wrong(1, 0))

    assert [one for one in found if "as leder 2: shows" in one] != []
