"""The example kommune's yearly report, every figure counted again by plain SQL: a month of it lived."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from flows.test_live_example import TODAY, lived
from flows.yearly.test_recounted import ELSEWHERE, differing, told
from kontroll.flows.judging.assess import assess
from kontroll.report.summary import Summaries
from kontroll.wiring import Desk

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def furuvik(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Summaries, Desk]]:
    desk = lived(tmp_path_factory.mktemp("furuvik") / "demo", months=1)
    situation, _problems = assess(desk.settings, TODAY, lambda *_told: None, desk.database)
    assert situation is not None
    yield Summaries(situation), desk
    desk.database.close()


def test_every_figure_of_the_example_is_what_a_second_count_gives(furuvik):
    assert differing(told(*furuvik, today=TODAY, year=TODAY.year), ELSEWHERE) == {}


def test_the_figures_of_the_maalekart_are_their_parts(furuvik):
    behind = told(*furuvik, today=TODAY, year=TODAY.year).report.behind
    colours = ("gronne", "gule", "rode", "graa")
    count = {id: len(one.records) for id, one in behind.items() if id.startswith("maalekart")}
    assert count["maalekart"] == sum(count[f"maalekart-{colour}"] for colour in colours)
    for colour in colours:
        of_areas = [n for id, n in count.items() if id.endswith(f"-{colour}") and id != f"maalekart-{colour}"]
        assert count[f"maalekart-{colour}"] == sum(of_areas)
