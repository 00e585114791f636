"""Control measures on the pages: who reads them, who records what was said, and that nothing of it is rewritten."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest

from friday import Friday, friday_of
from kontroll.domain.access import Role
from served import text_of
from signed_in import cookies

PAGE = "/kontrolltiltak/to-personer"
MET = {
    "dato": "2026-04-17",
    "deltok": "Hovedtillitsvalgt og HR",
    "utfall": "enige",
    "tekst": "Greit, men <b>ikke</b> mer.",
}


@pytest.fixture
def friday(village_seen, tmp_path) -> Iterator[Friday]:
    summaries, desk = village_seen
    with friday_of(summaries.situation, desk, tmp_path) as friday:
        yield friday


def client_of(friday: Friday, *roles: Role) -> httpx.Client:
    held = cookies(friday.desk, None, roles)
    return httpx.Client(base_url=friday.address, trust_env=False, timeout=60, cookies=held)


def send(client: httpx.Client, address: str, **fields: str) -> httpx.Response:
    token = re.findall(r'name="skjema" value="([^"]+)"', client.get(PAGE).text)[0]
    return client.post(address, data={"skjema": token, **fields})


@pytest.mark.parametrize(
    ("role", "reads", "records"),
    [
        (Role.UNION, 200, 303), (Role.HR, 200, 303), (Role.INTERNAL_CONTROL, 200, 303), (Role.SAFETY, 200, 403),
        (Role.PRIVACY, 200, 403), (Role.AUDITOR, 200, 403), (Role.POLITICIAN, 403, 403), (Role.ADMIN, 403, 403),
    ],
)  # fmt: skip
def test_who_reads_and_who_records(friday: Friday, role: Role, reads: int, records: int):
    with client_of(friday, role) as client:
        listed, shown = client.get("/kontrolltiltak"), client.get(PAGE)
        token = re.findall(r'name="skjema" value="([^"]+)"', client.get("/").text)[0]
        sent = client.post(f"{PAGE}/drofting", data={"skjema": token, **MET})

    assert [reads, reads, records] == [listed.status_code, shown.status_code, sent.status_code]
    assert (records == 303) == ("Før en drøfting" in shown.text)


def test_a_meeting_is_recorded_and_a_new_one_leaves_it_as_it_was(friday: Friday):
    with client_of(friday, Role.UNION) as union:
        send(union, f"{PAGE}/drofting", **MET)
        send(union, f"{PAGE}/evaluering", **MET | {"utfall": "videreføres", "neste": "31.12.2030", "tekst": "Virker."})
        shown = union.get(PAGE)

    told = text_of(shown)
    assert "Drøfting 17. april 2026: enige om tiltaket" in told
    assert "Evaluering 17. april 2026: tiltaket videreføres" in told
    assert "Hovedtillitsvalgt og HR" in told
    assert "&lt;b&gt;ikke&lt;/b&gt;" in shown.text
    # The file says another day: whoever reads the page is told what that means.
    assert "Det er avtalt en annen dato enn den som står i regelfilen" in told


@pytest.mark.parametrize(
    ("act", "fields", "told"),
    [
        ("drofting", {"dato": "2026-04-21"}, "Møtet må være holdt"),
        ("drofting", {"dato": "i går"}, "Skriv datoen som dag, måned og år"),
        ("drofting", {"utfall": "videreføres"}, "Velg hva dere kom til"),
        ("drofting", {"utfall": ""}, "Velg hva dere kom til"),
        ("drofting", {"deltok": " "}, "Skriv hvem som deltok"),
        ("drofting", {"tekst": ""}, "Skriv hva som ble sagt"),
        ("evaluering", {"utfall": "endres"}, "Skriv når tiltaket skal evalueres neste gang"),
        ("evaluering", {"utfall": "endres", "neste": "2026-04-17"}, "Neste evaluering må være etter møtet"),
    ],
)
def test_what_is_missing_is_told_beside_what_was_written(signed_in, act, fields, told):
    union = signed_in(None, [Role.UNION])

    answer = send(union, f"{PAGE}/{act}", **MET | fields)

    assert 422 == answer.status_code
    assert told in text_of(answer)
    assert MET["deltok"] in answer.text or fields.get("deltok") == " "
    assert "Ingen møter er ført her ennå." in text_of(union.get(PAGE))


def test_a_rule_that_looks_at_nobody_is_no_measure(signed_in):
    union = signed_in(None, [Role.UNION])

    assert 404 == union.get("/kontrolltiltak/merforbruk").status_code
    assert 404 == send(union, "/kontrolltiltak/merforbruk/drofting", **MET).status_code
    assert 404 == send(union, f"{PAGE}/noe-annet", **MET).status_code
    assert "merforbruk" not in union.get("/kontrolltiltak").text


def test_no_employee_stands_on_the_pages(signed_in):
    union = signed_in(None, [Role.UNION])

    for page in ("/kontrolltiltak", PAGE):
        assert not [word for word in ("B1", "ANNE", "BERIT") if word in text_of(union.get(page))]
