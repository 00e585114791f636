"""The archive's own program computes rules that see several periods, a development, or what other rules say."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bonus_village import AMBITIONS, ORGANISATION
from kontroll.domain.rulebookkept import RuleFile
from kontroll.flows.audit.rules_as_json import rules_as_json
from kontroll.flows.deliveries.read_folder import read_folder
from kontroll.report.bonus.package import Material, package_files, rule_files_of
from kontroll.report.bonus.year import bonus_year
from kontroll.rulebook.read import read_rulebook
from village import write

RULES = {
    "indikatorer/alle.yaml": """
indikatorer:
  - {id: okonomi_avvik, navn: Økonomi, maaleenhet: prosent, bedre_er: høyere, frekvens: måned, desimaler: 1}
  - {id: fornoyd, navn: Fornøyde, maaleenhet: poeng, bedre_er: høyere, frekvens: år, desimaler: 1, min_antall: 5, skala: [0, 100]}
""",
    "okonomi/rod.yaml": """
id: rod
navn: Under balanse
type: avvik
status: i_bruk
alvor: høy
hjemmel: [{lov: kommuneloven, paragraf: '25-1'}]
versjoner: [{gyldig_fra: 2020-01, hvis: {indikator: okonomi_avvik, er: under, verdi: 0}, saa: {avvik: ja}}]
""",
    "bonus/flere.yaml": """
id: flere
navn: Balanse tre måneder, framgang, og sjelden under
type: bonus
status: i_bruk
alvor: middels
hjemmel: [{lov: kommuneloven, paragraf: '13-1'}]
gjelder: {enhetstype: [tjenestested]}
versjoner:
  - gyldig_fra: 2020-01
    hvis:
      alle:
        - {indikator: okonomi_avvik, er: minst, verdi: 0, paa_rad: 3 måneder}
        - {indikator: fornoyd, lest: siste_avsluttede, utvikling: {perioder: 3, metode: trend}}
        - ikke: {utslag: rod, av_siste: {minst: 1, perioder: 5 måneder}}
    saa: {avvik: nei}
""",
}
#: enhet: its months from August to December, and its three years with how many answered.
MONTHS = {"1": "1 0 0 1 2", "2": "-1 1 1 1 1", "3": "1 1 1 1 -0.1", "4": "1 1 1 1 1"}
YEARS = {"1": "70 69 75", "2": "70 71 72", "3": "70 71 72", "4": "80 70 60"}


def archive(folder: Path) -> dict[str, bytes]:
    rows = ["enhet;indikator;periode;verdi;antall"]
    for enhet, told in MONTHS.items():
        rows += [
            f"{enhet};okonomi_avvik;2025-{8 + n:02d};{value.replace('.', ',')};" for n, value in enumerate(told.split())
        ]
    for enhet, told in YEARS.items():
        rows += [f"{enhet};fornoyd;{2023 + n};{value};20" for n, value in enumerate(told.split())]
    data = {"organisasjon.csv": ORGANISATION, "ambisjoner.csv": AMBITIONS, "maalinger/alle.csv": "\n".join([*rows, ""])}
    rulebook, problems = read_rulebook([write(folder / "rules", RULES)])
    assert not list(problems)
    facts, _problems = read_folder(write(folder / "inbox", data), rulebook)
    files = [RuleFile(level=0, path=path, content=text.encode()) for path, text in RULES.items()]
    year = bonus_year(rulebook, facts, 2025, lambda _id: None)
    return package_files(
        Material(
            municipality="Bygda", rulebook=rulebook, year=year, rule_files=files,
            rules=rules_as_json(rule_files_of(files, rulebook, year)), number=1, by="TOPP", name="Tora", role="leder",
            at=datetime(2026, 3, 2, tzinfo=UTC), reason="", decided=[], nominations=[], reasons={}, names={}, salt="s",
        )
    )  # fmt: skip


def verified(folder: Path, files: dict[str, bytes]) -> tuple[int, str]:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(folder / "etterprov.py")],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert not done.stderr
    return done.returncode, done.stdout


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return archive(tmp_path_factory.mktemp("bonus"))


def results(files: dict[str, bytes]) -> dict[str, str]:
    rows = [line.split(";") for line in files["resultater.csv"].decode().splitlines()[1:]]
    return {row[1]: row[2] for row in rows}


def test_everything_is_computed_again_without_kontroll(files: dict[str, bytes], tmp_path: Path):
    assert {"1": "sann", "2": "usann", "3": "usann", "4": "usann"} == results(files)

    code, told = verified(tmp_path, files)

    assert (0, 3) == (code, told.count("STEMMER")), told


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("grunnlag/verdier.csv", b"1;okonomi_avvik;2025-10;0", b"1;okonomi_avvik;2025-10;-5"),
        ("grunnlag/verdier.csv", b"1;fornoyd;2025;75", b"1;fornoyd;2025;55"),
        ("resultater.csv", b"flere;2;usann", b"flere;2;sann"),
        ("grunnlag/verdier.csv", b"2;okonomi_avvik;2025-08;-1", b"2;okonomi_avvik;2025-08;1"),
    ],
)
def test_another_figure_or_another_answer_is_found(
    files: dict[str, bytes], tmp_path: Path, name: str, before: bytes, after: bytes
):
    assert before in files[name]

    code, told = verified(tmp_path, {**files, name: files[name].replace(before, after)})

    assert (1, True) == (code, re.search(r"på nytt \.+ AVVIK\n +flere", told) is not None), told


def test_a_rule_that_asks_about_records_is_said_not_to_be_computed_here(files: dict[str, bytes], tmp_path: Path):
    about_records = files["regler.json"].replace(b'"id": "rod"', b'"id": "rod", "grunnlag": "faktura"')

    code, told = verified(tmp_path, {**files, "regler.json": about_records})

    assert (1, True) == (code, "rod gjelder poster, som ikke ligger her" in told), told


def test_the_archive_holds_the_file_of_each_rule_that_is_asked(files: dict[str, bytes]):
    assert {"regler/0/bonus/flere.yaml", "regler/0/okonomi/rod.yaml"} <= set(files)
    assert b"Tora Topp" not in files["grunnlag/organisasjon.csv"]
    assert b"ANNE" not in files["grunnlag/organisasjon.csv"]
