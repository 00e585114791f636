"""The page of the control plan: what is planned, what waits, what is late, and what the draws have shown; unknown is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import httpx
import pytest

from flows.samples.planned import DEAR, concluded, draws, month_of, policies, worked
from flows.small import Kommune, kommune
from kontroll.domain.access import Role
from kontroll.domain.controlplan import ControlPlan
from kontroll.report.summary import Summaries
from kontroll.store.database import Database
from kontroll.web.app import create_app
from served import text_of, visitor
from signed_in import clock, cookies
from village import village

pytestmark = pytest.mark.parametrize("address", ["sqlite"], indirect=True)
PLAN, UNCONTROLLED = "/stikkprover/kontrollplan", "/styring/ikke-kontrollert"


@pytest.fixture
def bygda(database: Database, tmp_path: Path) -> Kommune:
    """January is judged, its drafts are made, and nobody has gone on with them: in April that is late."""
    made = kommune(database, tmp_path, DEAR, policies())
    month_of(made, 1, date(2026, 2, 19))
    worked(made, date(2026, 2, 20))
    return made


@pytest.fixture
def asked(bygda: Kommune, tmp_path: Path) -> Callable[..., httpx.Response]:
    """The answer to somebody who asks for a page."""
    summaries = Summaries(village(tmp_path / "village"))

    def get(address: str, *who: object) -> httpx.Response:
        with visitor(create_app(summaries, bygda.desk, clock), cookies(bygda.desk, *who)) as page:  # type: ignore[arg-type]
            return page.get(address)

    return get


def words(answer: httpx.Response) -> str:
    return " ".join(text_of(answer).split())


def test_what_waits_and_is_late_is_said_and_never_green(asked: Callable[..., httpx.Response]):
    page = words(asked(PLAN))

    assert "1 kontroll er ikke gjennomført innen fristen." in page
    assert "Fakturaer Hver måned 3" in page
    assert "Ikke kontrollert: det er ukjent hvor mange feil reglene overser blant fakturaer." in page
    assert "Januar 2026 Ikke merket 2026-2 Under planlegging Over fristen Ikke kontrollert 27. februar 2026" in page
    assert "Reglene slo ut for 4 av 24 poster (17 %); grensen for å heve er 5 %." in page


def test_what_the_draws_have_shown_is_said_in_sentences_and_month_by_month(
    bygda: Kommune, asked: Callable[..., httpx.Response]
):
    flagged, unflagged = draws(bygda)
    concluded(bygda, flagged, 4, 3)
    concluded(bygda, unflagged, 12, 1)

    page = words(asked(PLAN))

    assert "Ingen kontroll er over fristen." in page
    assert "Hva trekningene viser for januar 2026 Alle 4 fakturaer reglene merket, er kontrollert: 3 var feil." in page
    assert "Av 12 fakturaer reglene ikke merket, hadde 1 feil." in page
    assert "Januar 2026 75,0 % høyst" in page


def test_what_is_not_sampled_is_on_the_list_of_what_is_not_controlled(asked: Callable[..., httpx.Response]):
    page = words(asked(UNCONTROLLED))

    assert "Stikkprøver som ikke er tatt" in page
    assert "Fakturaer, januar 2026: under planlegging Over fristen" in page


def test_it_is_for_those_who_see_samples(asked: Callable[..., httpx.Response]):
    for who in ((None, [Role.AUDITOR]), ("TOPP",)):
        assert 200 == asked(PLAN, *who).status_code, who
    for who in (("ANNE",), (None, [Role.ADMIN])):
        assert 403 == asked(PLAN, *who).status_code, who


def test_a_kommune_without_a_plan_is_told_where_it_is_written(bygda: Kommune, asked: Callable[..., httpx.Response]):
    bygda.desk = replace(bygda.desk, policies=replace(bygda.desk.policies, control_plan=ControlPlan()))

    assert "Kommunen har ingen kontrollplan. Den skrives i policies/kontrollplan.yaml." in words(asked(PLAN))
    assert "Ingen stikkprøve i kontrollplanen venter." in words(asked(UNCONTROLLED))


def test_a_skal_sentence_that_records_were_held_against_has_evidence(
    bygda: Kommune, asked: Callable[..., httpx.Response]
):
    _flagged, unflagged = draws(bygda)
    assert "stikkprøve, januar 2026" not in words(asked("/reglement/skal-register?eier=okonomi"))
    concluded(bygda, unflagged, 12, 1)

    assert "stikkprøve, januar 2026: 12 poster kontrollert" in words(asked("/reglement/skal-register?eier=okonomi"))
