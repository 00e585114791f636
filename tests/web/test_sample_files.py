"""The report of a sample as a file, from its page: for those who may take lists out, and see samples."""

from __future__ import annotations

import json
from contextlib import ExitStack
from pathlib import Path

import pytest

from flows.samples.concluded import WITNESSES, concluded
from flows.samples.invoices import with_invoices
from flows.small import Make
from kontroll.domain.access import Role
from kontroll.domain.draw import Finding
from kontroll.report.summary import Summaries
from kontroll.store.database import Database
from kontroll.web.app import create_app
from kontroll.web.pages.samples_files import FILES
from served import visitor
from signed_in import clock, cookies
from village import village


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
def test_each_file_is_given_to_who_may_have_it_and_the_public_ones_name_nobody(database: Database, tmp_path: Path):
    bygda = with_invoices(Make(database, tmp_path, None, {}, tmp_path / "kept", ExitStack()))
    draw = concluded(bygda, Finding.DEVIATION)
    app = create_app(Summaries(village(tmp_path / "village")), bygda.desk, clock)

    with visitor(app, cookies(bygda.desk, "KNUT", [Role.INTERNAL_CONTROL])) as page:
        given = {name: page.get(f"/stikkprove/{draw.id}/rapport/{name}") for name in FILES}
        shown = page.get(f"/stikkprove/{draw.id}/rapport").text
        strange = [
            page.get(f"/stikkprove/{draw.id}/rapport/nokler.tsv"),
            page.get("/stikkprove/2026-9/rapport/rapport.json"),
        ]

    assert {answer.status_code for answer in given.values()} == {200}
    assert [answer.status_code for answer in strange] == [404, 404]
    assert all(f"/stikkprove/{draw.id}/rapport/{name}" in shown for name in FILES if name != "offentlig.json")
    assert WITNESSES[0] in given["rapport.html"].text
    assert WITNESSES[0] not in given["offentlig.html"].text + given["offentlig.json"].text
    assert json.loads(given["rapport.json"].content)["tall"]["avvik"] == 1
    assert (
        given["utvalg.xlsx"].headers["content-disposition"]
        == f'attachment; filename="stikkprove-{draw.id}-utvalg.xlsx"'
    )
    with visitor(app, cookies(bygda.desk, "PER", [Role.LEADER])) as page:
        assert page.get(f"/stikkprove/{draw.id}/rapport/rapport.json").status_code in (403, 404)
