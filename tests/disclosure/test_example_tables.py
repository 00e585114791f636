"""No published table of the example kommune lets an independent solver work out what is hidden in it.

All of them, of every year, are attacked in `make proof` (proof.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from disclosure.attack import Attack
from disclosure.furuvik import USERS, Furuvik, furuvik
from disclosure.proof import FIFTH
from kontroll.domain.month import Period
from kontroll.report import withheld
from kontroll.report.families import families


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Furuvik:
    return furuvik(tmp_path_factory.mktemp("furuvik"))


def members(example: Furuvik, indicator: str) -> tuple[str, ...]:
    return families(example.rulebook.indicators)[indicator].members


def attacked(example: Furuvik, indicator: str, *years: int) -> Attack:
    return Attack(example, members(example, indicator), years)


def surveyed(example: Furuvik) -> list[int]:
    """The years with a user survey."""
    return sorted({year for id, _enhet, year in example.answers if id in USERS})


def test_the_user_surveys_of_two_years_together_with_who_won(example: Furuvik) -> None:
    attack = attacked(example, "brukertilfredshet", *surveyed(example)[:2])
    attack.winners()

    width, where = attack.narrowest()

    assert attack.hidden
    assert width >= FIFTH, where


@pytest.fixture(scope="module")
def in_per_cent(tmp_path_factory: pytest.TempPathFactory) -> Furuvik:
    return furuvik(tmp_path_factory.mktemp("prosent"), per_cent=True)


def in_a_run_of_years(example: Furuvik) -> tuple[int, int]:
    """Two years that follow each other, both with a user survey."""
    years = surveyed(example)
    return next((year - 1, year) for year in reversed(years) if year - 1 in years)


def test_the_user_surveys_of_two_years_with_who_came_furthest_in_per_cent(in_per_cent: Furuvik) -> None:
    attack = attacked(in_per_cent, "brukertilfredshet", *in_a_run_of_years(in_per_cent))
    attack.winners_in_per_cent()

    width, where = attack.narrowest()

    assert attack.hidden
    assert width >= FIFTH, where


def test_the_employee_survey_of_one_year(example: Furuvik) -> None:
    attack = attacked(example, "ledelse", example.years[-1])

    width, where = attack.narrowest(attack.units[:2])

    assert attack.hidden

    assert width >= FIFTH, where


def test_a_year_without_a_survey_is_missing_and_not_hidden(example: Furuvik) -> None:
    measured = {year for id, _enhet, year in example.answers if id in USERS}

    without = [year for year in example.years if year not in measured]

    assert without
    assert not attacked(example, "brukertilfredshet", *without).hidden


# --- planted faults ---------------------------------------------------------------------------------------------------


@contextmanager
def hiding(monkeypatch: pytest.MonkeyPatch, example: Furuvik, **wrong: bool) -> Iterator[None]:
    """As if kontroll chose wrongly."""
    chosen = withheld.choose

    def choose(survey, narrowest, least):  # type: ignore[no-untyped-def]
        right = chosen(survey, narrowest, least)
        hidden = survey.few if wrong.get("only_few") else right.hidden
        told = frozenset(part.name for part in survey.parts) if wrong.get("all_told") else right.told
        return type(right)(hidden, told)

    with monkeypatch.context() as patched:
        patched.setattr(withheld, "choose", choose)
        kept, totals = dict(example.published._withheld), dict(example.published._totals)
        example.published._withheld.clear()
        example.published._totals.clear()
        yield
        example.published._withheld.clear()
        example.published._withheld.update(kept)
        example.published._totals.clear()
        example.published._totals.update(totals)


def test_the_solver_finds_the_few_where_nobody_is_hidden_beside_them(
    example: Furuvik, monkeypatch: pytest.MonkeyPatch
) -> None:
    with hiding(monkeypatch, example, only_few=True, all_told=True):
        attack = attacked(example, "brukertilfredshet", surveyed(example)[0])
        width, _where = attack.narrowest()

    assert width < 10


def test_a_figure_is_hidden_with_its_whole_survey(example: Furuvik) -> None:
    year, asked = example.years[-1], members(example, "ledelse")
    for enhet in {enhet for _id, enhet, at in example.answers if at == year}:
        measured = [id for id in asked if (id, enhet, year) in example.answers]
        hidden = [id for id in measured if example.published.is_hidden(id, enhet, Period(12, year))]

        assert hidden in ([], measured)
        if hidden:
            assert example.published.value("medarbeidere_indeks", enhet, Period(12, year)).value is None
