"""Whoever reconciles a list sees what is strange in it, and whoever checks a record whether it still is what was drawn."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pytest

from flows.samples import test_draw_life as life
from flows.samples.invoices import NOW, choices, deliver, with_invoices
from flows.small import Make
from kontroll.domain.access import Role
from kontroll.domain.month import Month
from kontroll.flows.samples.amend_draw import amend_draw, commit_amendment
from kontroll.flows.samples.reconcile_draw import reconcile_draw
from kontroll.flows.samples.start_draw import plan_draw, start_draw
from kontroll.report.summary import Summaries
from kontroll.store.database import Database
from kontroll.web.app import create_app
from served import text_of, visitor
from signed_in import clock, cookies
from village import village


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
def test_the_months_the_gaps_and_the_doubles_are_shown_where_she_reconciles(database: Database, tmp_path: Path):
    bygda = with_invoices(Make(database, tmp_path, None, {}, tmp_path / "kept", ExitStack()))
    said = {
        "name": "Bilag",
        "dataset": "bilag",
        "amount_field": "belop",
        "first": Month(2026, 1),
        "last": Month(2026, 2),
    }
    draw = start_draw(bygda.desk, "KARI", NOW, **said)  # type: ignore[arg-type]
    plan_draw(bygda.desk, draw.id, "KARI", choices(), NOW)
    app = create_app(Summaries(village(tmp_path / "village")), bygda.desk, clock)

    def seen_by(person: str) -> str:
        with visitor(app, cookies(bygda.desk, person, [Role.INTERNAL_CONTROL])) as page:
            answer = page.get(f"/stikkprove/{draw.id}")
            assert answer.status_code == 200
            return " ".join(text_of(answer).split())

    page = seen_by("KNUT")
    assert "januar 2026 5 3 450,50 kr 0 februar 2026 3 5 011 kr 1" in page.replace("\N{NO-BREAK SPACE}", " ")
    assert "2 numre mangler i nummerserien." in page
    assert "Numre som mangler: A: 6–7" in page
    assert "Like poster: B5 = B8" in page
    assert "Be en kollega i internkontrollen" in seen_by("KARI")


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
def test_a_record_that_was_mended_is_told_of_also_when_the_list_was_amended_since(database: Database, tmp_path: Path):
    bygda = with_invoices(Make(database, tmp_path, None, {}, tmp_path / "kept", ExitStack()))
    draw = life.drawn(bygda)
    app = create_app(Summaries(village(tmp_path / "village")), bygda.desk, clock)
    items = life.items(bygda, draw)
    identity = next(one for one in life.in_sample(bygda, draw) if items[one].post)
    post = items[identity].post

    def seen() -> str:
        with visitor(app, cookies(bygda.desk, "KNUT", [Role.INTERNAL_CONTROL])) as page:
            answer = page.get(f"/stikkprove/{draw.id}/post", params={"id": identity})
            assert answer.status_code == 200
            return " ".join(text_of(answer).split())

    before = seen()
    assert "endret etter at populasjonen ble fryst" not in before
    assert f'"nokkel":"{post}"' in before
    assert "| sha256sum" in before
    deliver(bygda, "rettet", f"{post};2026-01-19;1;123.45;0301;BERIT;A;77")
    assert "endret etter at populasjonen ble fryst" in seen()
    amend_draw(bygda.desk, draw.id, life.KARI, "Et bilag var rettet", life.hours(5))
    reconcile_draw(bygda.desk, draw.id, life.KNUT, 8, None, "Hovedboken", life.hours(6))
    commit_amendment(bygda.desk, draw.id, life.KARI, life.hours(7))
    assert "endret etter at populasjonen ble fryst" in seen()


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
def test_a_list_is_held_against_another_data_set_month_by_month(database: Database, tmp_path: Path):
    bygda = with_invoices(Make(database, tmp_path, None, {}, tmp_path / "kept", ExitStack()))
    bygda.invoices("hovedbok", NOW.date(), "H1;2026-01-31;1;3450.50", "H2;2026-02-28;1;5000")
    said = {
        "name": "Bilag",
        "dataset": "bilag",
        "amount_field": "belop",
        "first": Month(2026, 1),
        "last": Month(2026, 2),
    }
    start_draw(bygda.desk, "KARI", NOW, **said)  # type: ignore[arg-type]
    app = create_app(Summaries(village(tmp_path / "village")), bygda.desk, clock)
    with visitor(app, cookies(bygda.desk, "KNUT", [Role.INTERNAL_CONTROL])) as page:
        alone = page.get("/stikkprove/2026-1/avstemming")
        beside = page.get("/stikkprove/2026-1/avstemming", params={"mot": "faktura/belop"})
        lines = page.get("/stikkprove/2026-1/avstemming", params={"mot": "linjer/belop"})
    text = " ".join(text_of(beside).split()).replace("\N{NO-BREAK SPACE}", " ")
    assert "januar 2026 5 3 450,50 kr 1 3 450,50 kr 4 poster" in text
    assert "februar 2026 3 5 011 kr 1 uten beløp 1 5 000 kr 2 poster, 11 kr" in text
    assert "Faktura, belop" in text_of(alone)
    assert lines.status_code == 422
    assert "er ikke levert" in text_of(lines)
