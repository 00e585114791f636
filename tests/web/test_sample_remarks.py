"""Whoever is to reconcile a list sees what the data set holds each month, and what is strange in it."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pytest

from flows.samples.invoices import NOW, choices, with_invoices
from flows.small import Make
from kontroll.domain.access import Role
from kontroll.domain.month import Month
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
