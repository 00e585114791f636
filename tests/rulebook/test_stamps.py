"""Stamps: another rule has another stamp, whatever it is that it reads; the same rule has the same, however it is laid out."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from kontroll.domain.rulebook import ENHET_RULE
from kontroll.rulebook import stamps
from kontroll.rulebook.read import read_rulebook
from kontroll.rulebook.stamps import engine_stamp, stamp_of, stamps_of
from village import write

SHIPPED = Path(__file__).parents[2] / "rules"
HEAD = "type: avvik\nstatus: i_bruk\nalvor: lav\nhjemmel: [{lov: kommuneloven, paragraf: '25-1'}]\n"


def _rule(id: str, condition: str, more: str = "", about: str = "") -> str:
    version = f"versjoner: [{{gyldig_fra: 2020-01, hvis: {condition}, saa: {{avvik: ja}}}}]"
    return f"id: {id}\nnavn: Regelen {id}\n{HEAD}{about}{version}\n{more}"


FILES = {
    "indikatorer/alle.yaml": """
indikatorer:
  - {id: balanse, navn: Balanse, maaleenhet: prosent, bedre_er: høyere, frekvens: måned, desimaler: 1}
  - {id: trivsel, navn: Trivsel, maaleenhet: poeng, bedre_er: høyere, frekvens: måned, desimaler: 1}
  - {id: samlet, navn: Samlet, maaleenhet: poeng, bedre_er: høyere, frekvens: måned, desimaler: 1,
     beregnet: {indeks: [trivsel, dyre], vekt: [1, 1]}}
  - {id: dyre, navn: Dyre kjøp, maaleenhet: stk, bedre_er: lavere, frekvens: måned, desimaler: 0,
     beregnet: {antall: faktura, der: {felt: belop, er: over, verdi: {parameter: grense}}}}
""",
    "parametre/alle.yaml": """
parametre:
  - {id: grense, navn: Grense, maaleenhet: kr, verdier: [{gyldig_fra: 2020-01-01, verdi: 1000}]}
  - {id: annen, navn: Annen, maaleenhet: kr, verdier: [{gyldig_fra: 2020-01-01, verdi: 5}]}
""",
    "datasett/faktura.yaml": """
id: faktura
navn: Faktura
nokkel: bilag
dato: dato
enhet: ansvar
felter: [{id: bilag, type: tekst}, {id: dato, type: dato}, {id: ansvar, type: tekst}, {id: belop, type: kr},
         {id: leverandor, type: tekst}]
""",
    "datasett/leverandor.yaml": """
id: leverandor
navn: Leverandør
nokkel: nr
felter: [{id: nr, type: tekst}, {id: sperret, type: janei}]
""",
    "okonomi/bunn.yaml": _rule("bunn", "{indikator: balanse, er: under, verdi: 0}"),
    "okonomi/midt.yaml": _rule("midt", "{alle: [{utslag: bunn}, {indikator: trivsel, er: under, verdi: 3}]}"),
    "okonomi/topp.yaml": _rule("topp", "{utslag: midt, paa_rad: 2}"),
    "okonomi/indeks.yaml": _rule("indeks", "{indikator: samlet, er: under, verdi: 3}"),
    "okonomi/sperret.yaml": _rule(
        "sperret",
        "{oppslag: leverandor, der: [{felt: nr, er: lik, verdi: {felt: leverandor}}], finnes: ja}",
        about="grunnlag: faktura\n",
    ),
    "okonomi/alene.yaml": _rule("alene", "{indikator: trivsel, er: under, verdi: 2}"),
}
#: What is written otherwise -> the rules that this makes others.
CHANGES = [
    ("okonomi/bunn.yaml", "er: under", "er: høyst", {"bunn", "midt", "topp"}),
    ("okonomi/bunn.yaml", "verdi: 0", "verdi: 0.1", {"bunn", "midt", "topp"}),
    ("okonomi/bunn.yaml", "alvor: lav", "alvor: høy", {"bunn", "midt", "topp"}),
    ("okonomi/topp.yaml", "paa_rad: 2", "paa_rad: 3", {"topp"}),
    ("okonomi/midt.yaml", "alle:", "minst_en:", {"midt", "topp"}),
    ("okonomi/alene.yaml", "gyldig_fra: 2020-01", "gyldig_fra: 2020-02", {"alene"}),
    (
        "indikatorer/alle.yaml",
        "navn: Balanse, maaleenhet: prosent",
        "navn: B, maaleenhet: prosent",
        {"bunn", "midt", "topp"},
    ),
    (
        "indikatorer/alle.yaml",
        "poeng, bedre_er: høyere, frekvens: måned, desimaler: 1}",
        "poeng, bedre_er: høyere, frekvens: måned, desimaler: 2}",
        {"midt", "topp", "indeks", "alene"},
    ),
    ("indikatorer/alle.yaml", "vekt: [1, 1]", "vekt: [1, 2]", {"indeks"}),
    ("parametre/alle.yaml", "verdi: 1000", "verdi: 1001", {"indeks"}),
    ("parametre/alle.yaml", "verdi: 5", "verdi: 6", set()),
    ("datasett/faktura.yaml", "navn: Faktura", "navn: Regning", {"indeks", "sperret", ENHET_RULE}),
    ("datasett/leverandor.yaml", "type: janei", "type: tekst", {"sperret"}),
]
SAME = [
    ("okonomi/bunn.yaml", "navn: Regelen", "# Sett fast i 2020.\nnavn:   Regelen"),
    ("okonomi/bunn.yaml", "status: i_bruk", "status: prøve"),
    ("okonomi/bunn.yaml", "saa: {avvik: ja}", "saa: {avvik: ja, venter: 0, hold: 0}"),
    ("indikatorer/alle.yaml", "navn: Balanse, maaleenhet: prosent", "maaleenhet: prosent, navn: Balanse"),
]


def read(folder: Path, files: dict[str, str]) -> dict[str, str]:
    rulebook, problems = read_rulebook([write(folder, files)])
    assert not [str(problem) for problem in problems]
    return stamps_of(rulebook)


@pytest.fixture
def before(tmp_path: Path) -> dict[str, str]:
    return read(tmp_path / "før", FILES)


@pytest.mark.parametrize(("file", "old", "new", "others"), CHANGES)
def test_what_a_rule_says_or_reads_is_in_its_stamp_and_nothing_else_is(tmp_path, before, file, old, new, others):
    assert old in FILES[file]

    after = read(tmp_path / "etter", {**FILES, file: FILES[file].replace(old, new)})

    assert others == {id for id in before if before[id] != after[id]}


@pytest.mark.parametrize(("file", "old", "new"), SAME)
def test_how_it_is_laid_out_and_whether_it_is_in_use_is_not(tmp_path, before, file, old, new):
    assert old in FILES[file]

    assert before == read(tmp_path / "etter", {**FILES, file: FILES[file].replace(old, new)})


def test_its_own_tests_are_and_where_they_stand_is_not(tmp_path, before):
    tested = FILES["okonomi/alene.yaml"] + 'tester: [{navn: a, serie: {trivsel: "1"}, forventet: sann}]\n'

    first = read(tmp_path / "én", {**FILES, "okonomi/alene.yaml": tested})
    moved = read(tmp_path / "to", {**FILES, "okonomi/alene.yaml": tested.replace("tester:", "\n\ntester:")})
    other = read(tmp_path / "tre", {**FILES, "okonomi/alene.yaml": tested.replace("sann", "usann")})

    assert before["alene"] != first["alene"] == moved["alene"] != other["alene"]


def test_in_which_file_a_description_stands_is_not(tmp_path, before):
    balanse, others = FILES["indikatorer/alle.yaml"].split("\n  - {id: trivsel", 1)
    split = {
        **{name: text for name, text in FILES.items() if name != "indikatorer/alle.yaml"},
        "indikatorer/z.yaml": balanse + "\n",
        "indikatorer/a.yaml": "indikatorer:\n  - {id: trivsel" + others,
    }

    assert before == read(tmp_path / "etter", split)


def test_a_rule_that_another_folder_has_above_is_the_one_that_counts(tmp_path):
    shipped, own = write(tmp_path / "a", FILES), write(tmp_path / "b", {})
    own.mkdir()
    below = read_rulebook([shipped])[0]
    write(own, {"okonomi/bunn.yaml": FILES["okonomi/bunn.yaml"].replace("verdi: 0", "verdi: 1")})
    above = read_rulebook([shipped, own])[0]

    assert {"bunn", "midt", "topp"} == {id for id in below.rules if stamp_of(below, id) != stamp_of(above, id)}


def test_a_text_that_looks_like_a_day_is_not_a_day(tmp_path):
    field = "{felt: dato, er: lik, verdi: 2020-01-01}"
    as_day = _rule("dag", field, about="grunnlag: faktura\n")
    as_text = _rule("dag", field.replace("dato", "leverandor"), about="grunnlag: faktura\n")
    found = [
        read(tmp_path / str(n), {**FILES, "okonomi/dag.yaml": text})["dag"] for n, text in enumerate((as_day, as_text))
    ]

    assert found[0] != found[1]


def test_every_shipped_rule_has_its_own(tmp_path):
    rulebook, _problems = read_rulebook([SHIPPED])

    found = stamps_of(rulebook)

    assert {*rulebook.rules, ENHET_RULE} == set(found)
    assert len(found) == len(set(found.values()))


def test_the_stamps_of_this_version_are_those_that_approvals_were_given_on(before):
    """If this fails, approvals that kommuner have given fall away with the next version: is that meant?"""
    frozen = {"alene": "51767fe897f1b775", "topp": "1f3a658e23dd98a8", "sperret": "dc52428f6162bd25"}

    assert frozen == {id: before[id][:16] for id in frozen}


# --- the engine -------------------------------------------------------------------------------------------------------


def test_the_engine_has_the_version_and_a_hash():
    assert re.fullmatch(r"\d+\.\d+\.\d+\+[0-9a-f]{64}", engine_stamp())
    assert engine_stamp() == engine_stamp()


@pytest.mark.parametrize(
    ("file", "is_other"),
    [
        ("engine/truths.py", True),
        ("engine/plain/tree.py", True),
        ("facts/numbers.py", True),
        ("domain/month.py", True),
        ("rulebook/rules.py", True),
        ("yamlfile/read.py", True),
        ("cli/run.py", False),
        ("flows/books/judge.py", False),
    ],
)
def test_a_changed_source_of_the_engine_is_another_engine(tmp_path, monkeypatch, file: str, is_other: bool):
    """Also where kontroll is installed, and its sources lie in another folder."""
    installed = shutil.copytree(
        Path(stamps.__file__).parents[1], tmp_path / "kontroll", ignore=shutil.ignore_patterns("*.pyc", "static")
    )
    monkeypatch.setattr(stamps, "files", lambda _package: installed)
    same = engine_stamp.__wrapped__()
    (installed / file).write_text((installed / file).read_text(encoding="utf-8") + "\n# annet\n", encoding="utf-8")

    assert is_other == (engine_stamp.__wrapped__() != same)


def test_line_ends_and_compiled_files_are_no_other_engine(tmp_path, monkeypatch):
    installed = shutil.copytree(
        Path(stamps.__file__).parents[1], tmp_path / "kontroll", ignore=shutil.ignore_patterns("*.pyc", "static")
    )
    monkeypatch.setattr(stamps, "files", lambda _package: installed)
    same = engine_stamp.__wrapped__()
    source = installed / "engine" / "truths.py"
    source.write_bytes(source.read_bytes().replace(b"\n", b"\r\n"))
    (installed / "engine" / "truths.pyc").write_bytes(b"x")

    assert same == engine_stamp.__wrapped__() == engine_stamp()


def test_another_version_of_what_it_computes_with_is_another_engine(monkeypatch):
    monkeypatch.setattr(stamps, "version", lambda name: "99.0" if name == "polars" else "1.0")
    other = engine_stamp.__wrapped__()
    monkeypatch.setattr(stamps, "version", lambda _name: "1.0")

    assert other != engine_stamp.__wrapped__()
