"""`kontroll kjor` where the evaluators disagree, or one of them does not run."""

from __future__ import annotations

import json
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial
from pathlib import Path

import pytest
from click.testing import Result as Answer
from typer.testing import CliRunner

from flows.lying import plant
from flows.small import Kommune, kommune, rule
from kontroll.cli import run as run_module
from kontroll.cli.main import app
from kontroll.domain.month import Month
from kontroll.domain.truth import Result
from kontroll.engine.inference import Limits
from kontroll.flows.month import monthly_run
from kontroll.store.database import Database
from kontroll.texts import NORWAY

BOTH = rule("begge", condition="{alle: [{indikator: balanse, er: under, verdi: 0}, {utslag: minus}]}")
LIE = ("begge", "1", "2026-01", Result.FALSE)


@pytest.fixture
def bygda(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kommune:
    made = kommune(database, tmp_path, {**rule("minus"), **BOTH})
    made.measure("2026-01", date(2026, 2, 20), e1=-2, e2=1, e3=1)

    @contextmanager
    def desk_of(_home: Path):
        yield made.desk

    monkeypatch.setattr(run_module, "desk_of", desk_of)
    return made


def kjor(*words: str) -> Answer:
    return CliRunner().invoke(app, ["kjor", "--periode", "2026-01", *words])


@pytest.mark.usefixtures("bygda")
def test_a_run_whose_evaluators_disagree_tells_what_about_and_ends_with_1(monkeypatch: pytest.MonkeyPatch):
    plant("plain", LIE, monkeypatch)

    answer = kjor()

    assert 1 == answer.exit_code
    assert [
        "Kjøringen av januar 2026 feilet (kjøring 2026-01-1).",
        "  Motorene er uenige om ett svar. Måneden er ikke vurdert, og ingenting er endret.",
    ] == answer.output.splitlines()[:2]
    assert "    2026-01 begge 1 : sann / usann (celle for celle)" in answer.output.splitlines()
    assert "avvik utløst" not in answer.output


def test_a_month_that_has_not_ended_is_not_run(bygda: Kommune):
    this_month = Month.of(datetime.now(NORWAY).date())

    answer = CliRunner().invoke(app, ["kjor", "--periode", str(this_month)])

    assert 1 == answer.exit_code
    assert "er ikke slutt" in answer.stderr
    assert [] == bygda.avvik()
    assert 0 == CliRunner().invoke(app, ["kjor", "--periode", str(this_month.plus(-1))]).exit_code


@pytest.mark.usefixtures("bygda")
def test_a_program_is_told_the_same(monkeypatch: pytest.MonkeyPatch):
    plant("durable", LIE, monkeypatch)

    answer = kjor("--json")

    told = json.loads(answer.output)
    assert 1 == answer.exit_code
    assert ("2026-01-1", "feilet", "durable", 1) == (told["id"], told["state"], told["motor"], told["differences"])
    assert [
        {
            "month": "2026-01", "rule": "begge", "enhet": "1", "post": "", "engine": "durable",
            "columnar": "sann", "other": "usann",
        }
    ] == told["disagreements"]  # fmt: skip


@pytest.mark.usefixtures("bygda")
def test_a_run_by_the_reserve_says_so_and_why(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(monthly_run, "Limits", partial(Limits, symbols=1))

    answer = kjor()

    assert 0 == answer.exit_code, answer.output
    assert (
        "  motor: reserve. Regelen «begge» er videre enn slutningsmotoren kan stoles på. "
        "Svarene er ikke prøvd av slutningsmotoren."
    ) in answer.output.splitlines()


@pytest.mark.usefixtures("bygda")
def test_a_run_that_all_agree_on_says_who_tried_it():
    answer = kjor()

    assert 0 == answer.exit_code, answer.output
    lines = answer.output.splitlines()
    assert "  10 svar er regnet ut på nytt fra de leverte radene, celle for celle, og kom likt ut." in lines
    assert "  Slutningsmotoren har funnet 10 svar på nytt, alle like." in lines


def test_answers_that_became_others_are_told_by_how_many_months(bygda: Kommune):
    kjor()
    bygda.measure("2026-01", date(2026, 2, 21), e1=-2, e2=-1, e3=1)

    lines = kjor().output.splitlines()

    assert "  Nye data eller regler endret 2 svar som var gitt før, i 1 måned." in lines
