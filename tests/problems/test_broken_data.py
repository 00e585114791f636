"""Every broken delivery ends in the right message at the right line, and the sound rows are read all the same."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from differential.seed import by_turns
from kontroll.domain.month import Month
from kontroll.flows.deliveries.read_folder import read_folder
from kontroll.flows.judging.evaluate import evaluate_folder
from kontroll.rulebook.read import read_rulebook

from . import data_cases_books, data_cases_files, data_cases_rows, data_cases_values
from .case import STOPS, Case, mismatch
from .sound_data import REGISTERS, SOUND, read_rows, write_files

MODULES = (data_cases_books, data_cases_files, data_cases_rows, data_cases_values)

#: Rules that read every table, with look-ups, sums, windows and a computed indicator.
RULES = {
    "a/u-1.yaml": """\
id: u-1
navn: Enheten under ett
type: avvik
status: utkast
alvor: lav
hjemmel: [{vedtak: 1/26}]
versjoner:
  - gyldig_fra: 2020-01
    hvis:
      minst_en:
        - {indikator: okonomi_avvik, er: under, verdi: 0, paa_rad: 2}
        - {indikator: sykefravaer, farge: [rød]}
        - {indikator: fakturasum, er: over, verdi: 5}
        - {indikator: ventetid, er: over, verdi: 3}
        - {indikator: svarprosent, best_blant: {samme: alle}}
""",
    "a/r-1.yaml": """\
id: r-1
navn: Fakturaen under ett
type: skal
status: utkast
alvor: lav
grunnlag: faktura
hjemmel: [{vedtak: 1/26}]
versjoner:
  - gyldig_fra: 2020-01
    skal:
      alle:
        - {felt: belop, er: under, verdi: 100}
        - {oppslag: fullmakt, der: [{felt: person, er: lik, verdi: {felt: attestant}}]}
        - {oppslag: personer, der: [{felt: person_id, er: lik, verdi: {felt: attestant}}]}
        - {gruppert: {like: [attestant], dager: 30, sum: belop}, er: over, verdi: 3}
        - {felt: registrert, klokke: {fra: "22:00", til: "06:00"}}
""",
}

CASES = [case for module in MODULES for case in module.CASES]


@cache
def rulebook() -> Any:
    with TemporaryDirectory() as folder:
        write_files(Path(folder), REGISTERS)
        book, problems = read_rulebook([Path(folder)])
    assert [] == problems
    return book


@cache
def sound_rows() -> Any:
    with TemporaryDirectory() as folder:
        write_files(Path(folder), SOUND)
        facts, problems = read_folder(Path(folder), rulebook())
    assert [] == problems
    return read_rows(facts)


@pytest.mark.parametrize("case", by_turns(CASES, 140), ids=str)
def test_a_broken_delivery_is_told_once_and_in_place(case: Case, tmp_path: Path) -> None:
    write_files(tmp_path, SOUND)
    case.write(tmp_path)

    facts, problems = read_folder(tmp_path, rulebook())

    assert [] == mismatch(case, problems, tmp_path)
    found = read_rows(facts)
    assert [] == [name for name, rows in sound_rows().items() if not rows <= found[name] and name not in case.lost]


@pytest.mark.parametrize("case", by_turns(CASES[::7], 15), ids=str)
def test_what_is_left_of_a_broken_delivery_is_evaluated(case: Case, tmp_path: Path) -> None:
    write_files(tmp_path / "regler", {**REGISTERS, **RULES})
    write_files(tmp_path / "data", SOUND)
    case.write(tmp_path / "data")

    evaluated = evaluate_folder([tmp_path / "regler"], tmp_path / "data", Month(2026, 8), Month(2026, 10))

    assert (evaluated.verdicts is None) == (case.gravity is STOPS)
    if evaluated.verdicts is not None:
        assert b"u-1;A;2026-09;" in evaluated.verdicts.csv() or "organisasjon" in case.lost


def test_the_cases_are_many_and_each_has_its_own_name() -> None:
    names = [case.name for case in CASES]

    assert len(names) == len(set(names))
    assert len(names) >= 220
