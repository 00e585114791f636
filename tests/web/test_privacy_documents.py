"""The record of art. 30 and the drafts of art. 35 as pages and files: nobody in them, and what is lacking told."""

from __future__ import annotations

import pytest

from kontroll.domain.access import Role
from served import text_of

NOBODY = ("ANNE", "BERIT", "Anne A", "Berit B", "Kari Kontroll", "B1")


@pytest.mark.parametrize("role", [Role.PRIVACY, Role.UNION, Role.AUDITOR])
@pytest.mark.parametrize("page", ["/personvern/protokoll", "/personvern/dpia/to-personer"])
def test_those_who_speak_for_the_employees_read_it_with_what_is_lacking_and_nobody_stands_in_it(
    signed_in, role: Role, page: str
):
    told = text_of(signed_in(None, [role]).get(page))

    assert "Dette må kommunen skrive" in told
    assert "Må fylles ut av kommunen." in told
    assert not [one for one in NOBODY if one in told]


def test_each_control_measure_leads_to_its_draft(signed_in):
    client = signed_in(None, [Role.PRIVACY])

    assert 'href="/personvern/dpia/to-personer"' in client.get("/personvern/dpia").text
    told = text_of(client.get("/personvern/dpia/to-personer"))
    assert "Formål: Hindre at én person styrer en utbetaling" in told
    assert "Faktura attestant og anviser" in told


@pytest.mark.parametrize(
    ("ending", "begins"), [("pdf", b"%PDF"), ("docx", b"PK"), ("xlsx", b"PK"), ("html", b"<!doctype")]
)
def test_the_record_is_a_file_in_each_format(signed_in, ending: str, begins: bytes):
    answer = signed_in(None, [Role.PRIVACY]).get(f"/personvern/protokoll/rapport.{ending}")

    assert answer.content.lower().startswith(begins.lower())
    assert f'filename="protokoll.{ending}"' in answer.headers["content-disposition"]


def test_a_rule_that_is_no_control_measure_and_an_ending_there_is_not_are_not_found(signed_in):
    client = signed_in(None, [Role.PRIVACY])

    assert client.get("/personvern/dpia/merforbruk").status_code == 404
    assert client.get("/personvern/protokoll/rapport.zip").status_code == 404
    assert client.get("/personvern/dpia/to-personer/rapport.exe").status_code == 404


@pytest.mark.parametrize("role", [Role.POLITICIAN, Role.ADMIN])
def test_others_are_refused(signed_in, role: Role):
    assert signed_in(None, [role]).get("/personvern/protokoll").status_code == 403
