"""`kontroll kjor --som-da` as it is typed: the month as it was, with the rules of today, and what does not hold."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from kontroll import wiring
from kontroll.cli.main import app
from village import write

runner = CliRunner()

ORGANISATION = """enhet;navn;enhetstype;overordnet;tjeneste;leder_id;gjelder_fra;gjelder_til;etterfolger
1000;Rådmannen;rådmann;;;TOPP;2020-01;;
1;Bygda skole;tjenestested;1000;skole;LEDER;2020-01;;
"""
MEASURED = "enhet;indikator;periode;verdi;antall\n1;balanse;2026-09;-4,0;\n1;balanse;2026-10;1,0;\n"
INDICATOR = """
indikatorer:
  - {id: balanse, navn: Balanse, maaleenhet: prosent, bedre_er: høyere, frekvens: måned, desimaler: 1,
     kilde: Økonomisystemet}
"""
RULE = """
id: bygda-001
navn: I balanse
type: skal
status: i_bruk
alvor: lav
hjemmel: [{lov: kommuneloven, paragraf: '14-1'}]
versjoner: [{gyldig_fra: 2020-01, skal: {indikator: balanse, er: minst, verdi: 0}, saa: {avvik: ja}}]
tester:
  - {navn: grensen, serie: {balanse: "0 -0.1 _"}, forventet: [sann, usann, ukjent]}
"""
STRICTER = RULE.replace("verdi: 0", "verdi: 5").replace("0 -0.1 _", "5 4.9 _")


def kontroll(home: Path, *words: str) -> Result:
    return runner.invoke(app, [*words, "--mappe", str(home)])


def as_then(home: Path, *words: str) -> Result:
    return kontroll(home, "kjor", "--periode", "2026-09", "--som-da", *words)


@pytest.fixture(scope="module", autouse=True)
def _alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Without the rules that come with kontroll, of which seventy prove themselves anew when one changes.

    The policies that come with kontroll speak of those rules, and are not held against the one that is left.
    """
    with pytest.MonkeyPatch.context() as patch:
        empty = tmp_path_factory.mktemp("tomt")
        patch.setattr(wiring, "shipped_rules", lambda: empty)
        patch.setattr(wiring, "check_policies", lambda *_given: [])
        yield


@pytest.fixture(scope="module")
def lived(_alone: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which September and October were run."""
    home = tmp_path_factory.mktemp("hjem") / "bygda"
    runner.invoke(app, ["ny", str(home), "--kommune", "Bygda"])
    write(home / "rules", {"indikatorer/bygda.yaml": INDICATOR, "okonomi/bygda-001.yaml": RULE})
    write(home / "levert", {"organisasjon.csv": ORGANISATION, "maalinger/tall.csv": MEASURED})
    answers = [
        kontroll(home, "importer", str(home / "levert")),
        kontroll(home, "kjor", "--periode", "2026-09"),
        kontroll(home, "kjor", "--periode", "2026-10"),
    ]
    assert [0, 0, 0] == [answer.exit_code for answer in answers], [answer.output for answer in answers]
    return home


@pytest.fixture
def home(lived: Path, tmp_path: Path) -> Path:
    """A copy, to do as one likes with."""
    return shutil.copytree(lived, tmp_path / "bygda")


def test_a_month_that_comes_out_as_it_did_says_so_with_both_digests(lived: Path):
    answer = as_then(lived)

    assert 0 == answer.exit_code, answer.output
    assert "September 2026: " in answer.output
    assert "fra kjøring 2026-09-1" in answer.output
    assert "Etter reglene da: kom ut nøyaktig likt." in answer.output
    digests = {line.split(": ")[1] for line in answer.output.splitlines() if "Avtrykk" in line}
    assert [64] == [len(digest) for digest in digests]
    assert "Etter reglene nå: de samme svarene." in answer.output


def test_after_the_rules_now_is_shown_by_rule_and_answer_and_is_no_fault(home: Path):
    write(home / "rules", {"okonomi/bygda-001.yaml": STRICTER})

    answer = kontroll(home, "kjor", "--periode", "2026-10", "--som-da", "--ut", str(home / "ut.csv"))

    assert 0 == answer.exit_code, answer.output
    assert "Etter reglene da: kom ut nøyaktig likt." in answer.output
    assert "Etter reglene nå: 1 svar kommer ut annerledes. Utslag: 0 da, 1 nå." in answer.output
    assert "    bygda-001: 1" in answer.output
    assert "2026-10 bygda-001 1: oppfylt → brudd" in answer.output
    assert "periode;regel;enhet;post;da;naa;etter\n2026-10;bygda-001;1;;sann;usann;reglene nå\n" == (
        home / "ut.csv"
    ).read_text(encoding="utf-8")


def test_a_program_gets_it_as_json(home: Path):
    write(home / "rules", {"okonomi/bygda-001.yaml": STRICTER})

    answer = as_then(home, "--til", "2026-10", "--json", "--naa", "regler", "--naa", "data")

    september, october = json.loads(answer.stdout)
    assert ("2026-09", True, True, []) == tuple(september[name] for name in ("month", "identical", "holds", "cells"))
    assert october["digest_then"] == october["digest_now"] != september["digest_now"]
    assert [("regler", {"bygda-001": 1}), ("data", {})] == [(c["now"], c["by_rule"]) for c in october["compared"]]
    assert {"rule": "bygda-001", "enhet": "1", "post": "", "before": "sann", "after": "usann"} in october["compared"][
        0
    ]["cells"]


def test_what_was_changed_in_the_database_is_told_and_the_check_does_not_hold(home: Path):
    with sqlite3.connect(home / "kontroll.db") as direct:
        direct.execute("UPDATE delivery SET rows = 1 WHERE seq = 1")
    direct.close()

    answer = as_then(home)

    assert 1 == answer.exit_code
    assert "kom ut nøyaktig likt" in answer.output
    assert "Men noe er endret i databasen siden; det står under." in answer.output
    assert "leveranse 1: leveransen er ikke lenger slik den kom" in answer.stderr


def test_another_engine_is_named_as_the_reason(home: Path, monkeypatch: pytest.MonkeyPatch):
    """The answers of a month, as an engine that counted otherwise had left them: with that engine's stamp."""
    from dataclasses import replace

    from kontroll.flows.books import as_then as flow

    sound = flow.judge
    monkeypatch.setattr(flow, "engine_stamp", lambda: "9.9.9+" + "f" * 64)
    monkeypatch.setattr(
        flow,
        "judge",
        lambda *given: {
            month: replace(one, verdicts=one.verdicts.with_columns(resultat=one.verdicts["resultat"] * 0), digest="x")
            for month, one in sound(*given).items()
        },
    )

    answer = as_then(home)

    assert 1 == answer.exit_code
    assert "ANNERLEDES" in answer.output
    assert "Forskjellen skyldes motoren: 0.1.0+" in answer.output
    assert " / 9.9.9+ffffffffffff\n" in answer.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--til", "2026-11"], "2026-11: måneden er ikke kjørt"),
        (["--kjoring", "2026-08-1"], "2026-08-1: det finnes ingen fullført kjøring med dette navnet"),
        (["--ut", "finnes/ikke/ut.csv"], "kan ikke skrives"),
    ],
)
def test_what_cannot_be_done_is_told(lived: Path, words: list[str], said: str):
    answer = as_then(lived, *words)

    assert 1 == answer.exit_code
    assert said in answer.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--som-da", "--til", "2026-08"], "--til er før --periode."),
        (["--som-da", "--til", "2026-10", "--kjoring", "2026-09-1"], "--kjoring gjelder én måned. Utelat --til."),
        (["--som-da", "--naa", "imorgen"], "«imorgen» kan ikke brukes. Velg blant regler, data, begge."),
        (["--kjoring", "2026-09-1"], "--kjoring gis bare sammen med --som-da."),
    ],
)
def test_wrong_use_is_told(lived: Path, words: list[str], said: str):
    answer = kontroll(lived, "kjor", "--periode", "2026-09", *words)

    assert 2 == answer.exit_code
    assert said in answer.stderr
