"""The bonus of the example kommune is what an independent recount finds: the same enheter, for the same, by the same reasons."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from kontroll.domain.bonus import CriterionKind
from kontroll.domain.rulebook import Rulebook
from kontroll.flows.deliveries.read_folder import read_folder
from kontroll.policybook import read_policies
from kontroll.report.bonus.sheet import Sheet
from kontroll.report.bonus.year import BonusYear, bonus_year
from kontroll.settings import shipped_policies

from .bonus_recount import Answer, Kommune

YEARS = (2023, 2024, 2025)
#: Alone in its tjeneste in 2025; opened in 2025.
ALONE, NEW = "4203", "2318"


@pytest.fixture(scope="module")
def folder(kommune: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The figures of the example, with two barnehager made as good as each other in 2023."""
    folder = tmp_path_factory.mktemp("bonus")
    for name in ("organisasjon.csv", "personer.csv", "ambisjoner.csv"):
        shutil.copy(kommune / name, folder / name)
    (folder / "maalinger").mkdir()
    for pattern in ("brukerundersokelse-*", "okonomi-20*-12.csv"):
        for path in (kommune / "maalinger").glob(pattern):
            shutil.copy(path, folder / "maalinger" / path.name)
    rows = [f"{id};{part};2023;99,0;40" for id in TIED for part in PARTS]
    text = "\n".join(["enhet;indikator;periode;verdi;antall", *rows, ""])
    (folder / "maalinger" / "rettet-2023.csv").write_text(text, encoding="utf-8")
    return folder


TIED = ("2404", "2615")
PARTS = (
    "brukertilfredshet", "bruker_resultat", "bruker_medvirkning", "bruker_respekt", "bruker_tilgjengelighet",
    "bruker_informasjon",
)  # fmt: skip


@pytest.fixture(scope="module")
def computed(folder: Path, rulebook: Rulebook) -> dict[int, BonusYear]:
    facts, _problems = read_folder(folder, replace(rulebook, datasets={}))
    spread = read_policies([shipped_policies()])[0].scorecards.spread_of
    return {year: bonus_year(rulebook, facts, year, spread) for year in YEARS}


@pytest.fixture(scope="module")
def recounted(folder: Path) -> dict[int, dict[str, Answer]]:
    kommune = Kommune(folder)
    return {year: kommune.year(year) for year in YEARS}


def as_answer(sheet: Sheet) -> Answer:
    """What the sheet says, in the words of the recount."""
    ordinary, opened = (next(g for g in sheet.grounds if g.is_open is is_open) for is_open in (False, True))
    kinds = {one.kind: one for one in ordinary.criteria}
    why = (
        kinds[CriterionKind.COLOUR], kinds[CriterionKind.BEST_RESULT], kinds[CriterionKind.BEST_PROGRESS],
        next(one for one in opened.criteria if one.kind is CriterionKind.BEST_PROGRESS),
    )  # fmt: skip
    return Answer(
        (ordinary.result.value, opened.result.value),
        frozenset(one.value for one in sheet.classes),
        (why[0].why.value, why[1].why.value, why[2].why.value, why[3].why.value),
    )


@pytest.mark.parametrize("year", YEARS)
def test_the_same_enheter_have_grounds_for_the_same_by_the_same_reasons(computed, recounted, year: int):
    found = {enhet: as_answer(sheet) for enhet, sheet in computed[year].sheets.items()}

    assert 218 <= len(found)
    assert recounted[year] == found


def test_a_year_without_survey_gives_nobody_grounds_and_is_called_not_measurable(computed):
    year = computed[2024]

    assert not year.struck
    assert [("brukere_indeks", "2024")] == [(id, str(period)) for id, period in year.unmeasured]
    assert {"ikke målbart", "ikke grunnlag"} == {sheet.state.value for sheet in year.sheets.values()}
    reasons = Counter(one.why.value for sheet in year.sheets.values() for one in sheet.grounds[0].criteria[1:])
    assert {"ikke-målt-i-år"} == set(reasons)


def test_the_year_after_has_results_and_no_progress(computed):
    progress = [
        one
        for sheet in computed[2025].sheets.values()
        for one in sheet.criteria
        if one.kind is CriterionKind.BEST_PROGRESS
    ]

    assert not [one for one in progress if one.operand is not None]
    assert {"ikke-målt-året-før", "ny-enhet", "for-få", "skjermet", "mangler"} >= {one.why.value for one in progress}
    assert {"best resultat"} == {one.value for sheet in computed[2025].struck for one in sheet.classes}


def test_two_that_are_equally_good_both_have_grounds_and_each_is_told_of_the_other(computed):
    year = computed[2023]

    one, other = (year.sheets[id].grounds[0].criteria[1] for id in TIED)
    assert ["delt-best", "delt-best"] == [one.why.value, other.why.value]
    assert [TIED[1], TIED[0]] == [one.rival.enhet, other.rival.enhet]
    assert all("best resultat" in {klass.value for klass in year.sheets[id].classes} for id in TIED)


def test_whoever_is_alone_or_new_or_answered_by_few_is_told_so(computed):
    alone = computed[2025].sheets[ALONE].grounds[0].criteria
    new = computed[2025].sheets[NEW].grounds[0].criteria
    words = {one.why.value for year in YEARS for sheet in computed[year].sheets.values() for one in sheet.criteria}

    assert ["for-få", "for-få"] == [one.why.value for one in alone[1:]]
    assert "ny-enhet" == new[2].why.value
    assert words & {"skjermet", "skjermet-året-før"}
    assert "annen-ukjent" in words


def test_a_figure_of_one_enhet_that_is_changed_is_seen_by_both(
    folder: Path, recounted, rulebook: Rulebook, tmp_path: Path
):
    shutil.copytree(folder, tmp_path / "endret")
    before = recounted[2025]
    loser = next(id for id, one in before.items() if one.why[:2] == ("oppfylt", "slått"))
    rows = [f"{loser};{part};2025;100,0;40" for part in PARTS]
    text = "\n".join(["enhet;indikator;periode;verdi;antall", *rows, ""])
    (tmp_path / "endret/maalinger/rettet-2025.csv").write_text(text, encoding="utf-8")

    again = Kommune(tmp_path / "endret").year(2025)
    facts, _problems = read_folder(tmp_path / "endret", replace(rulebook, datasets={}))
    sheets = bonus_year(rulebook, facts, 2025, lambda _indicator: None).sheets

    assert {"best resultat"} == again[loser].classes
    assert again == {enhet: as_answer(sheet) for enhet, sheet in sheets.items()}
    assert again != before
