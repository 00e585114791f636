"""A case made by others is run back by its folder and its answer, and found only by rules that are there."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from differential.seed import one_day_in
from kontroll.cli.main import app
from kontroll.domain.policy import Policies
from kontroll.domain.rule import Status
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.trial import Trial
from kontroll.flows.baerum.answers import read_answer
from kontroll.flows.baerum.foreign_case import foreign_case
from kontroll.flows.judging.asked_rules import rules_and_policies
from village import write

from .hamlet import CULPRIT, PLACE, answer, hamlet

runner = CliRunner()


@pytest.fixture(scope="module")
def guilty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hamlet(tmp_path_factory.mktemp("grenda"))


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hamlet(tmp_path_factory.mktemp("ren"), guilty=False)


@pytest.fixture(scope="module")
def fasit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return answer(tmp_path_factory.mktemp("fasit") / "fasit.json")


@pytest.fixture(scope="module")
def books() -> tuple[Rulebook, Policies]:
    rulebook, policies, _folders, problems = rules_and_policies(None)
    assert not problems
    return rulebook, policies


def tried(books: tuple[Rulebook, Policies], data: Path, twin: Path | None, fasit: Path, span: int = 4) -> Trial:
    told, _found = read_answer(fasit)
    assert told is not None
    trial, _run, problems = foreign_case(data, twin, told, *books, span, lambda _text: None)
    assert trial is not None, problems
    return trial


@pytest.fixture(scope="module")
def trial(books: tuple[Rulebook, Policies], guilty: Path, clean: Path, fasit: Path) -> Trial:
    return tried(books, guilty, clean, fasit)


def test_the_case_is_flagged_in_time_and_stands_first_on_the_list(trial: Trial):
    assert trial.within(4)
    assert 1 == trial.place_after(4)


def test_internal_control_is_among_those_who_are_told(trial: Trial):
    assert any("K1" in one.people for one in trial.struck)


def test_kroner_until_and_after_add_up_to_all_that_the_case_took(trial: Trial):
    found = trial.flagged

    assert found is not None
    assert 0 < trial.answer.paid(found.day) < trial.answer.paid()
    assert sum(62_400 + 1_730 * n for n in range(11)) * 100 == trial.answer.paid()


@one_day_in(2)
def test_with_the_invoice_rules_switched_off_nothing_is_flagged(
    books: tuple[Rulebook, Policies], guilty: Path, clean: Path, fasit: Path
):
    """The fault that this is about, planted: a control that does not run finds nothing, and the trial says so."""
    rulebook, policies = books
    off = re.compile(r"(faktura|datakvalitet|internkontroll)-.*")
    rules = {id: replace(r, status=Status.RETIRED) if off.fullmatch(id) else r for id, r in rulebook.rules.items()}

    assert tried((replace(rulebook, rules=rules), policies), guilty, clean, fasit).flagged is None


@one_day_in(2)
def test_what_the_twin_has_too_is_not_the_case(books: tuple[Rulebook, Policies], guilty: Path, fasit: Path):
    """With the guilty folder as its own twin there is nothing that the case adds."""
    assert tried(books, guilty, guilty, fasit, span=2).flagged is None


@one_day_in(2)
def test_a_clean_kommune_tells_only_of_its_false_alarms(clean: Path, tmp_path: Path):
    told = answer(tmp_path / "f.json", leverandor="", poster=[], rene=True)
    found = baerum("--data", str(clean), "--fasit", str(told), "--maaneder", "4", "--json")

    assert 0 == found.exit_code, found.stderr
    said = json.loads(found.stdout)
    assert said["paavist"] is None
    assert said["tvilling"]["flest_saker_til_en_leder"] <= 3
    assert said["tvilling"]["flest_saker_til_internkontrollen"] <= 40


def baerum(*words: str) -> Result:
    return runner.invoke(app, ["baerum", *words])


@one_day_in(2)
def test_the_command_prints_draws_and_marks_the_supplier(guilty: Path, clean: Path, fasit: Path, tmp_path: Path):
    drawn = tmp_path / "sak.svg"
    case = ["--data", str(guilty), "--fasit", str(fasit), "--tvilling", str(clean), "--maaneder", "2"]
    found = baerum(*case, "--svg", str(drawn))

    assert 0 == found.exit_code, found.stderr
    assert "Påvist i måned" in found.stdout
    assert f"{CULPRIT} ◀" in found.stdout
    assert PLACE in found.stdout
    assert drawn.read_text(encoding="utf-8").startswith("<svg")


def test_a_case_without_an_answer_is_wrong_use(guilty: Path):
    assert 2 == baerum("--data", str(guilty)).exit_code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"enhet": "304"}',
        '{"start": "2025-13", "enhet": "304"}',
        '{"start": "2025-01", "enhet": "304", "leverandør": "S1"}',
        '{"start": "2025-01", "enhet": "304", "leverandor": 1}',
        '{"start": "2025-01", "enhet": "304", "poster": [{"datasett": "faktura"}]}',
    ],
)
def test_an_answer_that_cannot_be_read_is_told_of(guilty: Path, tmp_path: Path, text: str):
    told = tmp_path / "fasit.json"
    told.write_text(text, encoding="utf-8")
    found = baerum("--data", str(guilty), "--fasit", str(told))

    assert 1 == found.exit_code
    assert "fasiten" in found.stderr


@pytest.mark.parametrize(
    ("changed", "told"), [({"enhet": "9999"}, "enhet «9999»"), ({"leverandor": "L0"}, "leverandør «L0»")]
)
def test_a_case_about_somebody_who_is_not_in_the_data_is_not_said_to_be_unseen(
    guilty: Path, tmp_path: Path, changed: dict[str, str], told: str
):
    found = baerum("--data", str(guilty), "--fasit", str(answer(tmp_path / "fasit.json", **changed)))

    assert 1 == found.exit_code
    assert told in found.stderr


def test_a_pattern_that_is_not_there_is_wrong_use():
    found = baerum("--monster", "bestikkelser")

    assert 2 == found.exit_code
    assert "kameraderi" in found.stderr


CARD = (
    "transaksjon;ansvar;kortholder;kjopt_dato;brukersted;brukerstedskategori;belop;leveringsadresse;kvittering_ref;formaal;"
    "godkjent_av;godkjent_dato\n"
)


def test_days_and_amounts_of_any_data_set_are_read_from_the_data_and_posts_that_are_not_there_are_told(
    books: tuple[Rulebook, Policies], tmp_path: Path
):
    data = hamlet(tmp_path / "grenda", guilty=False)
    bought = "T1;304;A304;2025-03-07;Gull og Ur;gull og ur;4200,50;;;;D304;2025-03-20\n"
    write(data, {"datasett/kortkjop/mars.csv": CARD + bought + bought.replace("T1", "T2").replace("4200,50", "99")})
    told, _found = read_answer(
        answer(tmp_path / "f.json", leverandor="", person="A304",
               poster=[{"datasett": "kortkjop", "post": "T1"}, "T2", "T3"])
    )  # fmt: skip
    assert told is not None

    trial, _run, problems = foreign_case(data, None, told, *books, 1, lambda _text: None)

    assert trial is not None
    assert 420_050 + 9_900 == trial.answer.paid()
    assert date(2025, 3, 7) == trial.answer.posts["kortkjop", "T2"][0]
    assert ["dataene har ikke posten «T3», som fasiten gjelder"] == [p.what for p in problems]
