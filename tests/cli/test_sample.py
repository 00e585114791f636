"""`kontroll stikkprove`: what somebody at a terminal asks and is told, and what other programs rely on to the letter."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kontroll.cli.main import app
from sampling.kup1 import SEED, Case, listed, planned

CASE_ROWS = [(f"bilag:2026:{n:04d}", "A", 100 + n, 1) for n in range(30)]


def stikkprove(*words: str, given: str | None = None, expected: int = 0) -> str:
    done = CliRunner().invoke(app, ["stikkprove", *words], input=given)
    assert done.exit_code == expected, done.output
    return done.stdout if expected == 0 else done.output


def case() -> Case:
    population = listed(CASE_ROWS)
    return Case(population, planned(population, [("A", "enkel", 5, 2)]), SEED)


def files(folder: Path) -> tuple[str, str]:
    (folder / "populasjon.tsv").write_bytes(case().population)
    (folder / "plan.json").write_bytes(case().plan)
    return str(folder / "populasjon.tsv"), str(folder / "plan.json")


def test_a_plan_is_a_sentence_that_can_be_quoted():
    said = stikkprove("planlegg", "--tolererbar", "0.05", "--populasjon", "4812", "--forventet-antall", "1")
    assert said == (
        "Trekk 93 av 4\u00a0812. Finner du høyst 1 avvik, kan du si: "
        "«Med 95 % sikkerhet har høyst 5 % av alle dette avviket.»\n"
    )


def test_a_finished_sample_is_a_sentence_with_the_bound_rounded_up():
    said = stikkprove("vurder", "--utvalg", "60", "--avvik", "1", "--populasjon", "4812")
    assert said == "Vi kontrollerte 60 av 4\u00a0812, 1 avvik; med 95 % sikkerhet har høyst 7,7 % samme feil.\n"


def test_per_cents_and_decimal_commas_are_understood():
    assert stikkprove("planlegg", "--tolererbar", "5 %", "--konfidens", "0,95", "--json") == stikkprove(
        "planlegg", "--tolererbar", "1/20", "--konfidens", "95%", "--json"
    )


def test_the_lines_of_a_program_are_answered_one_by_one():
    given = [
        {"metode": "binomisk", "konfidens": "0.95", "tolererbar": "0.05", "forventet": "0"},
        {"metode": "hypergeometrisk", "konfidens": "0.9", "tolererbar": "0.06", "forventet": "0", "populasjon": "100"},
        {"metode": "poisson", "konfidens": "0.95", "tolererbar": "0.05", "forventet_antall": "0"},
        {"metode": "binomisk", "konfidens": "0.95", "tolererbar": "0.05", "forventet": "0.05"},
        {"metode": "bayes", "konfidens": "0.95", "tolererbar": "0.05"},
    ]
    lines = stikkprove("planlegg", "--jsonl", given="".join(f"{json.dumps(one)}\n" for one in given) + "ikke json\n")
    answers = [json.loads(line) for line in lines.splitlines()]
    assert answers[:3] == [{"utvalg": 59}, {"utvalg": 32}, {"utvalg": 60}]
    assert [list(answer) for answer in answers[3:]] == [["feil"]] * 3


def test_the_outcomes_of_a_program_are_answered_with_rate_and_count():
    given = [
        {"metode": "hypergeometrisk", "konfidens": "0.95", "utvalg": "2", "avvik": "1", "populasjon": "10"},
        {"metode": "binomisk", "konfidens": "0.9", "utvalg": 20, "avvik": 0, "populasjon": None},
        {"metode": "binomisk", "konfidens": "0.9", "utvalg": "20", "avvik": "21"},
    ]
    lines = stikkprove("vurder", "--jsonl", given="".join(f"{json.dumps(one)}\n" for one in given))
    counted, large, wrong = (json.loads(line) for line in lines.splitlines())
    assert counted == {"ovre_grense": 0.9, "ovre_antall": 9}
    assert large == {"ovre_grense": pytest.approx(0.108749061866254, abs=1e-12), "ovre_antall": None}
    assert list(wrong) == ["feil"]


def test_a_number_is_never_read_as_a_binary_float():
    # As a float, 0.07 · 1300 is more than 91.
    line = '{"metode": "hypergeometrisk", "konfidens": 0.95, "tolererbar": 0.07, "forventet": 0, "populasjon": 1300}\n'
    text = line.replace("0.95", '"0.95"').replace("0.07", '"0.07"')
    assert stikkprove("planlegg", "--jsonl", given=line) == stikkprove("planlegg", "--jsonl", given=text)


@pytest.mark.parametrize(
    ("words", "exit_code", "told"),
    [
        (["--tolererbar", "mye"], 1, "Tolererbar andel må være et tall"),
        (["--tolererbar", "0.05", "--forventet", "0.06"], 1, "Du venter like mye avvik som du tåler"),
        (["--tolererbar", "0.05", "--metode", "hypergeometrisk"], 1, "Oppgi hvor mange det er"),
        (["--tolererbar", "0.05", "--forventet", "0", "--forventet-antall", "0"], 1, "ikke begge"),
        ([], 2, "Oppgi --tolererbar"),
    ],
)
def test_what_cannot_be_planned_is_told_in_a_sentence(words: list[str], exit_code: int, told: str):
    assert told in " ".join(stikkprove("planlegg", *words, expected=exit_code).split())


def test_a_draw_from_commitment_to_verification(tmp_path: Path):
    population, plan = files(tmp_path)
    commitment = stikkprove("forplikt", population, plan).strip()
    assert commitment == case().commitment
    promised = ["--forpliktelse", commitment, "--fro", SEED]
    sample = tmp_path / "utvalg.tsv"

    stikkprove("trekk", population, plan, *promised, "--ut", str(sample))

    assert sample.read_bytes() == case().drawn()
    assert stikkprove("trekk", population, plan, *promised).encode() == case().drawn()
    assert stikkprove("etterprov", population, plan, str(sample), *promised) == "STEMMER\n"


def test_what_does_not_hold_is_avvik_with_place_and_reason(tmp_path: Path):
    population, plan = files(tmp_path)
    sample = tmp_path / "utvalg.tsv"
    sample.write_bytes(case().drawn().replace(b"\t1\t", b"\t2\t", 1))
    promised = ["--forpliktelse", case().commitment, "--fro", SEED]
    assert stikkprove("etterprov", population, plan, str(sample), *promised, expected=1) == (
        "AVVIK: utvalget, linje 2: Utvalget er ikke det som plan, populasjon og frø gir.\n"
    )
    other = stikkprove("trekk", population, plan, "--forpliktelse", "0" * 64, "--fro", SEED, expected=1)
    assert other == "plan.json: Planen er ikke den som forpliktelsen gjelder: SHA-256 er en annen.\n"
    missing = stikkprove("forplikt", str(tmp_path / "borte.tsv"), plan, expected=1)
    assert "borte.tsv kan ikke leses" in missing


def test_what_came_in_later_is_drawn_and_verified_with_its_own_seed(tmp_path: Path):
    population = listed([(f"B{n:03d}", "A" if n % 2 else "tillegg 2", 1, 1) for n in range(60)])
    both = Case(population, planned(population, [("A", "enkel", 3, 0), ("tillegg 2", "enkel", 3, 0)]), SEED)
    (tmp_path / "populasjon.tsv").write_bytes(both.population)
    (tmp_path / "plan.json").write_bytes(both.plan)
    said = [str(tmp_path / name) for name in ("populasjon.tsv", "plan.json")]
    options = ["--forpliktelse", both.commitment, "--fro", SEED]
    drawn = stikkprove("trekk", *said, *options, "--tilleggsfro", "tillegg 2=99")
    assert drawn != stikkprove("trekk", *said, *options)
    (tmp_path / "utvalg.tsv").write_text(drawn)
    asked = [*said, str(tmp_path / "utvalg.tsv"), *options]
    assert stikkprove("etterprov", *asked, "--tilleggsfro", "tillegg 2=99") == "STEMMER\n"
    assert "AVVIK" in stikkprove("etterprov", *asked, expected=1)
    assert "STRATUM=FRØ" in stikkprove("etterprov", *asked, "--tilleggsfro", "99", expected=2)


# --- other kinds of plans, and what they show ----------------------------------------------------------------------------


def test_a_discovery_sample_a_plan_in_stages_and_a_precision_plan_are_asked_for_by_an_option_each():
    words = ["planlegg", "--konfidens", "0.9", "--tolererbar", "0.05"]
    assert json.loads(stikkprove(*words, "--trinn", "2", "--json")) == {
        "utvalg": 49, "tillatte_avvik": 0, "trinn": 2, "utvalg_i_alt": 98,
    }  # fmt: skip
    assert "finner du minst ett med 90 % sikkerhet" in stikkprove(*words, "--oppdagelse")
    said = json.loads(
        stikkprove("planlegg", "--presisjon", "0.02", "--forventet", "0.01", "--populasjon", "4812", "--json")
    )
    assert said["utvalg"] == 228


def test_a_plan_of_money_tells_its_interval():
    said = stikkprove(
        "planlegg", "--belop", "46400000", "--vesentlighet", "928000", "--forventet-feil", "92800", "--json"
    )
    assert json.loads(said) == {"utvalg": 184, "tillatte_avvik": "0.368", "intervall_ore": 25_217_391}


def test_the_curve_is_a_table_at_the_terminal():
    said = stikkprove("planlegg", "--tolererbar", "0.05", "--populasjon", "4812", "--kurve").splitlines()
    assert said[-11:-9] == ["   0      58", "   1      93"]


def test_a_sample_in_stages_is_judged_stage_by_stage():
    words = ["vurder", "--konfidens", "0.9", "--utvalg", "49", "--trinn", "--json"]
    accepted = json.loads(stikkprove(*words, "--avvik", "1,0"))
    assert accepted["ovre_grense"] < 0.05 < json.loads(stikkprove(*words, "--avvik", "1,1"))["ovre_grense"]
    assert accepted["trinn"] == 2


def test_errors_in_amounts_are_read_from_a_file_and_judged_by_stringer(tmp_path: Path):
    (tmp_path / "feil.csv").write_text("bokført;riktig\n1000;0\n1000;800\n1000,00;960,00\n", "utf-8")
    words = [
        "vurder",
        "--metode",
        "binomisk",
        "--utvalg",
        "145",
        "--belop",
        "13 500 000",
        "--feil",
        str(tmp_path / "feil.csv"),
    ]
    found = json.loads(stikkprove(*words, "--json"))
    assert found["ovre_grense"] == pytest.approx(0.034787, abs=5e-7)
    parts = ("grunnpresisjon_kroner", "fremskrevet_kroner", "tillegg_kroner", "toppstratum_kroner")
    assert found["ovre_kroner"] == pytest.approx(sum(found[part] for part in parts))
    told = stikkprove(*words, "--topp-feil", "5000")
    assert "Revisors oppstilling" in told
    assert "ikke bevist for alle tilfeller" in told


@pytest.mark.parametrize(
    ("line", "why"),
    [("1000", "bokført;riktig"), ("0;10", "Et beløp på null"), ("mye;10", "må være et tall")],
)
def test_an_error_file_that_cannot_be_read_is_told_with_its_line(tmp_path: Path, line: str, why: str):
    (tmp_path / "feil.csv").write_text(f"{line}\n", "utf-8")
    words = ["vurder", "--utvalg", "145", "--belop", "1000", "--feil", str(tmp_path / "feil.csv")]
    assert why in stikkprove(*words, expected=1)


def test_a_report_needs_a_draw_and_a_kind_of_file_that_is_known(tmp_path: Path):
    assert ".html" in stikkprove("rapport", "2026-1", "--ut", str(tmp_path / "r.pdf"), expected=2)
