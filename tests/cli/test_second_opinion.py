"""`kontroll vurder --etterprov`: the verdicts are printed, and what the other evaluators say of them is told beside."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from kontroll.cli.main import app
from kontroll.domain.truth import Result
from kontroll.engine.inference import WorkerFailed
from kontroll.engine.plain import PlainEvaluator
from kontroll.flows.month import infer_too

INDICATORS = """
indikatorer:
  - {id: avvik, navn: Avvik, maaleenhet: prosent, bedre_er: høyere, frekvens: måned, desimaler: 1}
  - {id: fravaer, navn: Fravær, maaleenhet: prosent, bedre_er: lavere, frekvens: måned, desimaler: 1}
"""
RULE = """
id: samlet
navn: Samlet bekymring
type: avvik
status: utkast
alvor: middels
hjemmel: [{lov: kommuneloven, paragraf: "25-1", bokstav: c}]
versjoner:
  - gyldig_fra: 2026-01
    hvis: {alle: [{indikator: avvik, er: under, verdi: 0}, {indikator: fravaer, er: over, verdi: 8}]}
"""
ORGANISATION = """enhet;navn;enhetstype;overordnet;tjeneste;leder_id;gjelder_fra;gjelder_til;etterfolger
1;Myra skole;tjenestested;;skole;P1;2020-01;;
2;Bakken skole;tjenestested;;skole;P2;2020-01;;
"""
MEASURED = """enhet;indikator;periode;verdi;antall
1;avvik;2026-10;-1,0;
1;fravaer;2026-10;8,1;
2;avvik;2026-10;-1,0;
"""


@pytest.fixture
def words(tmp_path: Path) -> list[str]:
    """The command, on two enheter and a rule of two leaves."""
    for name, text in {
        "regler/indikatorer/alle.yaml": INDICATORS,
        "regler/styring/samlet.yaml": RULE,
        "data/organisasjon.csv": ORGANISATION,
        "data/maalinger/tall.csv": MEASURED,
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    given = ["--regler", str(tmp_path / "regler"), "--data", str(tmp_path / "data"), "--periode", "2026-10"]
    return ["vurder", *given, "--etterprov"]


def test_evaluators_that_agree_say_so_beside_the_verdicts(words):
    told = CliRunner().invoke(app, words)

    assert 0 == told.exit_code
    assert "regel;enhet;periode;post;resultat\nsamlet;1;2026-10;;sann\nsamlet;2;2026-10;;ukjent\n" == told.stdout
    assert "Slutningsmotoren har regnet ut 2 svar fra sammensatte regler." in told.stderr
    assert "2 trukne svar er regnet ut på nytt" in told.stderr
    assert "Motorene er enige." in told.stderr


def test_a_plain_evaluator_that_says_otherwise_is_named_with_the_cell(words, monkeypatch):
    monkeypatch.setattr(PlainEvaluator, "result", lambda *_asked: Result.FALSE)

    told = CliRunner().invoke(app, words)

    assert 1 == told.exit_code
    assert "samlet;1;2026-10;;sann" in told.stdout
    assert "Motorene er uenige om 2 svar." in told.stderr
    assert "samlet 1 2026-10: kolonnevis «sann», cellevis «usann»" in told.stderr


def test_without_inference_nothing_is_claimed_of_it(words, monkeypatch):
    def dead(*_asked: object, **_how: object) -> None:
        raise WorkerFailed("killed")

    monkeypatch.setattr(infer_too, "infer", dead)

    told = CliRunner().invoke(app, words)

    assert 1 == told.exit_code
    assert "motor: reserve" in told.stderr
    assert "samlet;1;2026-10;;sann" in told.stdout


def test_only_the_engine_in_memory_can_be_held_against_the_others(words):
    told = CliRunner().invoke(app, [*words, "--motor", "duckdb"])

    assert 2 == told.exit_code
