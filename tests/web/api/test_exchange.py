"""What is exchanged: deliveries in, lists out in parts, comments, and answers that are not sent twice."""

from __future__ import annotations

import httpx
import pytest

from kontroll.report.summary import Summaries
from kontroll.wiring import Desk

HEAD = "bilag;dato;ansvar;belop;attestant;anviser\n"
BINARY = {"Content-Type": "application/octet-stream"}
ROW = {"bilag": "B900", "dato": "2026-03-02", "ansvar": "1", "belop": "15,00", "attestant": "P-1", "anviser": "P-2"}


def send(client: httpx.Client, name: str, content: str) -> httpx.Response:
    return client.post("/leveranser/filer", params={"navn": name}, content=content.encode(), headers=BINARY)


def count(desk: Desk) -> int:
    with desk.database.reading() as tx:
        return tx.deliveries.newest()


# --- deliveries


def test_a_file_is_taken_in_with_the_report_and_again_changes_nothing(asking, asked_village: tuple[Summaries, Desk]):
    client, name = asking("lever", "les"), "datasett/faktura/sak.csv"
    first = send(client, name, HEAD + "B901;2026-03-02;1;tull;P-1;P-2\n")
    before = count(asked_village[1])
    again = send(client, name, HEAD + "B901;2026-03-02;1;tull;P-1;P-2\n")

    assert (201, False) == (first.status_code, first.json()["levert_for"])
    assert 1 == first.json()["leveranse"]["rader"]
    (told,) = first.json()["rapport"]
    assert told["sted"].startswith(f"{name}:2")
    assert (200, True) == (again.status_code, again.json()["levert_for"])
    assert before == count(asked_village[1])
    number = first.json()["leveranse"]["nummer"]
    assert first.json()["leveranse"] == client.get(f"/leveranser/{number}").json()


def test_rows_are_taken_in_as_a_file_would_be_and_again_change_nothing(asking, asked_village: tuple[Summaries, Desk]):
    client = asking("lever")
    first = client.post("/leveranser/datasett/faktura", json={"rader": [ROW]})
    again = client.post("/leveranser/datasett/faktura", json={"rader": [ROW]})

    assert (201, 200) == (first.status_code, again.status_code)
    assert first.json()["leveranse"]["navn"].startswith("datasett/faktura/api-")
    with asked_village[1].database.reading() as tx:
        entry = [one for one in tx.trail.entries() if one.content["kind"] == "leveranse"][-1]
    assert "system:Økonomi" == entry.content["actor"]


def test_a_file_that_cannot_be_read_is_refused_whole_and_the_report_says_why(asking):
    answer = send(asking("lever"), "datasett/faktura/feil.csv", "%PDF-1.7")

    assert 422 == answer.status_code
    assert "filen er en PDF" == answer.json()["rapport"][0]["hva"]


@pytest.mark.parametrize("name", ["personer.csv", "organisasjon.csv", "ambisjoner.csv", "mappe/personer.csv"])
def test_lists_of_persons_and_enheter_need_a_scope_of_their_own(name: str, asking, asked_village):
    before = count(asked_village[1])

    assert (
        403
        == send(asking("lever", "les"), name, "person_id;navn;epost;rolle;enhet;gjelder_fra;gjelder_til\n").status_code
    )
    assert before == count(asked_village[1])


@pytest.mark.parametrize("name", ["noe.csv", "datasett/finnes-ikke/noe.csv"])
def test_a_list_of_persons_is_not_taken_by_its_headings(name: str, asking, asked_village: tuple[Summaries, Desk]):
    before = count(asked_village[1])
    content = "person_id;navn;epost;rolle;enhet;gjelder_fra;gjelder_til\nX;X;x@x.no;internkontroll;0;2020-01;\n"

    assert 422 == send(asking("lever"), name, content).status_code
    assert before == count(asked_village[1])


@pytest.mark.parametrize(
    "name", ["../x.csv", "/etc/x.csv", "a/../../x.csv", ".x.csv", "x", "a\\x.csv", "datasett/./x.csv"]
)
def test_a_name_that_leads_elsewhere_is_refused(name: str, asking):
    assert 422 == send(asking("lever"), name, HEAD).status_code


def test_what_is_too_large_is_refused_before_it_is_read(asking):
    answer = asking("lever").post(
        "/leveranser/filer", params={"navn": "datasett/faktura/x.csv"}, content=b"x" * (65 << 20), headers=BINARY
    )

    assert (413, 413) == (answer.status_code, answer.json()["status"])


def test_a_form_is_not_a_file(asking):
    answer = asking("lever").post("/leveranser/filer", params={"navn": "datasett/faktura/x.csv"}, files={"f": b"x"})

    assert 415 == answer.status_code


# --- lists


@pytest.mark.parametrize("path", ["/svar", "/avvik", "/saker", "/enheter", "/regler", "/kjoringer", "/leveranser"])
def test_a_list_in_parts_is_the_whole_list_each_line_once(path: str, asking):
    client = asking("les")
    whole = client.get(path, params={"antall": 500}).json()
    parts, after = [], {}
    while True:
        part = client.get(path, params={"antall": 2, **after}).json()
        parts += part["innhold"]
        if part["neste"] is None:
            break
        after = {"etter": part["neste"]}

    assert whole["neste"] is None
    assert len(whole["innhold"]) > 2
    assert parts == whole["innhold"]


@pytest.mark.parametrize("cursor", ["x", "e30", "WyJhIl0x", "bnVsbA", "WzFd" * 20])
def test_a_place_that_is_no_place_is_not_found(cursor: str, asking):
    assert 404 == asking("les").get("/avvik", params={"etter": cursor}).status_code


def test_lists_are_narrowed_by_what_is_asked(asking):
    client = asking("les")
    struck = client.get("/svar", params={"regel": "to-personer", "enhet": "1", "resultat": "usann"}).json()["innhold"]

    assert {("to-personer", "1", True)} == {(one["regel"], one["enhet"], one["utslag"]) for one in struck}
    assert {"2"} == {one["enhet"] for one in client.get("/saker", params={"enhet": "2"}).json()["innhold"]}
    assert {"S2026-00001"} == {one["sak"] for one in client.get("/avvik?sak=S2026-00001").json()["innhold"]}
    assert 422 == client.get("/saker?enhet=1&enhet=2").status_code
    assert 404 == client.get("/svar?maaned=2031-01").status_code


def test_an_answer_is_explained_with_what_stands_behind_it(asking):
    told = asking("les").get("/svar/merforbruk/1/2026-03").json()

    assert told["hvorfor"]
    assert told["om"]
    assert ("merforbruk", "sann") == (told["forklaring"]["rule"], told["forklaring"]["result"])


def test_an_answer_that_the_system_has_is_not_sent_again(asking):
    client = asking("les")
    first = client.get("/regler")
    again = client.get("/regler", headers={"If-None-Match": first.headers["etag"]})

    assert (304, b"") == (again.status_code, again.content)
    assert 200 == client.get("/regler", headers={"If-None-Match": '"noe annet"'}).status_code
    assert "no-store" == first.headers["cache-control"]


# --- comments


def test_a_system_says_what_it_knows_by_its_own_name_and_changes_nothing_else(asking):
    client = asking("les", "kommenter")
    before = client.get("/saker/S2026-00003").json()
    answer = client.post(
        "/saker/S2026-00003/kommentarer", json={"tekst": "Kreditert 3. april.", "versjon": before["versjon"]}
    )
    after = client.get("/saker/S2026-00003").json()

    assert 201 == answer.status_code
    assert ("system:Økonomi", "kommentar") == (after["hendelser"][-1]["av"], after["hendelser"][-1]["slag"])
    assert {"versjon", "hendelser"} == {key for key in before if before[key] != after[key]}
    stale = client.post("/saker/S2026-00003/kommentarer", json={"tekst": "En gang til.", "versjon": before["versjon"]})
    assert 409 == stale.status_code


def test_there_is_no_commenting_where_there_is_no_sak(asking):
    assert 404 == asking("kommenter", "les").post("/saker/S1/kommentarer", json={"tekst": "Hei."}).status_code


# --- the page


def test_the_page_tells_of_every_operation_without_anything_from_elsewhere(address: str, api):
    answer = httpx.get(f"{address}/api", trust_env=False)

    assert 200 == answer.status_code
    for path in api.openapi()["paths"]:
        assert f"/api/v1{path}" in answer.text
    assert "<script" not in answer.text
    assert 'href="http' not in answer.text
    assert 'src="' not in answer.text


def test_a_request_of_another_site_with_a_key_is_a_program_and_one_with_a_cookie_is_nobody(asking):
    client = asking("les", "kommenter")
    other = {"Origin": "https://annet.example", "Sec-Fetch-Site": "cross-site"}

    assert 404 == client.post("/saker/S1/kommentarer", json={"tekst": "Hei."}, headers=other).status_code
    assert 401 == asking().post("/saker/S1/kommentarer", json={"tekst": "Hei."}, headers=other).status_code
