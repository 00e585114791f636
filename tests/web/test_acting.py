"""What is done in a sak on its page: who gets which form, what is kept, and what comes back when it is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from friday import untouched
from kontroll.domain.access import Role
from kontroll.domain.sak import Sak, SakState
from kontroll.report.summary import Summaries
from kontroll.web.app import create_app
from kontroll.wiring import Desk
from served import served, text_of
from signed_in import clock, cookies

DISPUTED, PROMISED, WAITING = "S2026-00003", "S2026-00001", "S2026-00002"
HOSTILE = "<script>alert(1)</script>"


class Town:
    """The village, served for one test alone: what is done here is not undone."""

    def __init__(self, desk: Desk, address: str) -> None:
        self.desk = desk
        self.address = address

    def client(self, person: str | None = "KARI", roles: tuple[Role, ...] = ()) -> httpx.Client:
        return httpx.Client(
            base_url=self.address, trust_env=False, timeout=60, cookies=cookies(self.desk, person, roles),
            headers={"origin": self.address},
        )  # fmt: skip

    def sak(self, id: str) -> Sak:
        with self.desk.database.reading() as tx:
            found = tx.saker.get(id)
        assert found is not None
        return found

    def send(self, client: httpx.Client, id: str, act: str, **fields: str) -> httpx.Response:
        """The form as it stands on the page, filled in."""
        page = client.get(f"/sak/{id}").text
        given = {"skjema": token_on(page), "versjon": str(self.sak(id).version), **fields}
        return client.post(f"/sak/{id}/handling/{act}", data=given)


def token_on(page: str) -> str:
    found = re.search(r'name="skjema" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def forms_on(answer: httpx.Response) -> set[str]:
    return set(re.findall(r"/handling/([a-z-]+)", answer.text))


@pytest.fixture
def town(tmp_path: Path, village_seen: tuple[Summaries, Desk]) -> Iterator[Town]:
    desk = untouched(village_seen[1], tmp_path)
    with served(create_app(Summaries(village_seen[0].situation), desk, clock)) as address:
        yield Town(desk, address)
    desk.database.close()


def test_each_gets_the_forms_that_are_hers_and_an_auditor_none(town: Town):
    for person, roles, id, expected in [
        ("KARI", (), DISPUTED, {"uenighet", "saksbehandler", "dokumentasjon", "kommenter", "hor"}),
        ("KARI", (), WAITING, {"saksbehandler", "dokumentasjon", "kommenter"}),
        ("KARI", (), PROMISED, {"saksbehandler", "dokumentasjon", "kommenter", "tiltak-gjort", "tiltak-endret"}),
        ("ANNE", (), PROMISED, {"kommenter", "tiltak-gjort", "tiltak-endret"}),
        ("ANNE", (), DISPUTED, {"kommenter", "hor"}),
        (None, (Role.AUDITOR,), DISPUTED, set()),
        (None, (Role.AUDITOR,), PROMISED, set()),
    ]:
        with town.client(person, roles) as client:
            assert expected == forms_on(client.get(f"/sak/{id}")), (person, id)


def test_medhold_needs_a_reason_and_what_was_written_and_chosen_stands_there_still(town: Town):
    with town.client() as client:
        refused = town.send(client, DISPUTED, "uenighet", valg="medhold", tekst="  ")

        assert 422 == refused.status_code
        assert "Begrunnelsen mangler." in text_of(refused)
        assert re.search(r'id="uenighet-medhold"[^>]* checked', refused.text)
        assert SakState.ANSWERED is town.sak(DISPUTED).state

        done = town.send(client, DISPUTED, "uenighet", valg="medhold", tekst=f"Riktig. {HOSTILE}")

        assert (303, f"/sak/{DISPUTED}#historie") == (done.status_code, done.headers["location"])
        page = client.get(f"/sak/{DISPUTED}")
        assert SakState.CLOSED is town.sak(DISPUTED).state
        assert HOSTILE not in page.text
        assert f"Riktig. {HOSTILE}" in text_of(page)
        assert {"gjenapne"} == forms_on(page)


def test_what_another_did_meanwhile_is_told_and_nothing_is_lost(town: Town):
    with town.client() as client:
        late = town.send(client, WAITING, "kommenter", tekst="Først.")
        assert 303 == late.status_code

        refused = town.send(client, WAITING, "kommenter", tekst="Så dette.", versjon="0")

    assert 409 == refused.status_code
    assert "Saken er endret siden du åpnet den" in text_of(refused)
    assert "Så dette.</textarea>" in refused.text


def test_documentation_is_asked_for_and_shown(town: Town):
    with town.client() as control, town.client("BERIT") as leader:
        for day, told in [("", "Velg en frist."), ("i morgen", "dag, måned og år"), ("2026-04-20", "allerede ute")]:
            refused = town.send(control, WAITING, "dokumentasjon", tekst="Vis avtalen.", frist=day)
            assert (422, True) == (refused.status_code, told in text_of(refused)), text_of(refused)
            assert "Vis avtalen.</textarea>" in refused.text
        assert 303 == town.send(control, WAITING, "dokumentasjon", tekst="Vis avtalen.", frist="24.04.2026").status_code

        assert "Vis dokumentasjonen det er bedt om" in text_of(leader.get(f"/sak/{WAITING}"))
        assert "Dokumentasjon 24. april 2026" in text_of(control.get("/ko"))
        assert 303 == town.send(leader, WAITING, "kommenter", tekst="Arkivsak 26/311.").status_code

        assert town.sak(WAITING).documents_by is None
        assert "Dokumentasjon: gitt" in text_of(control.get(f"/sak/{WAITING}"))


def test_a_sak_is_given_to_one_and_stands_in_her_queue(town: Town):
    with town.client() as client:
        assert 303 == town.send(client, WAITING, "saksbehandler", hvem="KARI").status_code

        assert WAITING in client.get("/ko?hos=meg").text
        assert WAITING not in client.get("/ko?hos=ingen").text
        refused = town.send(client, WAITING, "saksbehandler", hvem="BERIT")
        assert "arbeider ikke med internkontroll" in text_of(refused)


def test_a_tiltak_is_changed_and_done(town: Town):
    tiltak = f"{PROMISED}-T1"
    with town.client() as client:
        refused = town.send(
            client, PROMISED, "tiltak-endret", tiltak=tiltak, hvem="ANNE", frist="2020-01-01", tekst="Sykdom"
        )
        assert 422 == refused.status_code
        assert 'value="2020-01-01"' in refused.text
        moved = town.send(
            client, PROMISED, "tiltak-endret", tiltak=tiltak, hvem="ANNE", frist="2026-05-15", tekst="Sykdom"
        )
        done = town.send(client, PROMISED, "tiltak-gjort", tiltak=tiltak, tekst="Avtalen er sagt opp.")

        assert [303, 303] == [moved.status_code, done.status_code]
        assert SakState.RETEST is town.sak(PROMISED).state
        assert 422 == town.send(client, PROMISED, "tiltak-gjort", tiltak="ingen", tekst="").status_code


def test_whoever_answered_is_told_why_she_may_not_close_and_what_was_typed_comes_back(town: Town):
    with town.client("ANNE") as leader:
        town.send(leader, PROMISED, "tiltak-gjort", tiltak=f"{PROMISED}-T1", tekst="Gjort.")

        page = leader.get(f"/sak/{PROMISED}")
        refused = town.send(leader, PROMISED, "lukk", bevis="Se arkivet.", tekst="Alt er gjort.")

    assert "Ingen avgjør eller lukker en sak de selv har svart på" in text_of(page)
    assert "lukk" not in forms_on(page)
    assert 422 == refused.status_code
    assert "Ingen avgjør eller lukker en sak de selv har svart på" in text_of(refused)
    assert "Se arkivet.</textarea>" in refused.text


def test_forms_of_others_do_nothing(town: Town):
    with town.client("BERIT") as other, town.client(None, (Role.AUDITOR,)) as auditor:
        token = token_on(other.get("/").text)
        answer = other.post(
            f"/sak/{DISPUTED}/handling/kommenter", data={"skjema": token, "versjon": "1", "tekst": "Hei"}
        )
        assert 404 == answer.status_code
        token = token_on(auditor.get("/").text)
        answer = auditor.post(
            f"/sak/{DISPUTED}/handling/kommenter", data={"skjema": token, "versjon": "1", "tekst": "Hei"}
        )
        assert 403 == answer.status_code
        assert 403 == auditor.post(f"/sak/{DISPUTED}/handling/kommenter", data={"tekst": "Hei"}).status_code
    with town.client() as client:
        assert 404 == town.send(client, WAITING, "slett").status_code
    assert 0 == town.sak(WAITING).version
