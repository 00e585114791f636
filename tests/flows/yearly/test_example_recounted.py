"""The example kommune's yearly report: every figure counted again by plain SQL, and followed to its records in two clicks.

A month of it is lived. Another test counts the same again on some days, where the example is lived anyway; here all of it is
looked at, page by page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from decimal import Decimal

import httpx
import pytest

from flows.internal_control.test_recounted import mapped
from flows.test_live_example import TODAY, lived
from flows.yearly.test_recounted import ELSEWHERE, Told, differing, told
from kontroll.domain.month import Month
from kontroll.flows.deliveries.known_people import known_directory
from kontroll.flows.internal_control.evaluate import evaluation
from kontroll.flows.internal_control.look import Look
from kontroll.flows.judging.assess import assess
from kontroll.flows.people.looking import looking
from kontroll.report.summary import Summaries
from kontroll.settings import shipped_policies
from kontroll.web.app import create_app
from kontroll.web.signed_in import COOKIE
from kontroll.wiring import Desk, stack
from recounted.control_map import ControlMap
from recounted.plain import Plain
from served import visitor
from signed_in import token_of
from two_clicks import Listed, figures_on, listed, numbers_that_open_nothing, pages_of

pytestmark = pytest.mark.slow
NOW = datetime.combine(TODAY, time(7), UTC)


@dataclass(frozen=True)
class Furuvik:
    summaries: Summaries
    desk: Desk
    told: Told


@pytest.fixture(scope="module")
def furuvik(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Furuvik]:
    desk = lived(tmp_path_factory.mktemp("furuvik") / "demo", months=1)
    situation, _problems = assess(desk.settings, TODAY, lambda *_told: None, desk.database)
    assert situation is not None
    summaries = Summaries(situation)
    yield Furuvik(summaries, desk, told(summaries, desk, today=TODAY, year=TODAY.year))
    desk.database.close()


@pytest.fixture(scope="module")
def client(furuvik: Furuvik) -> Iterator[httpx.Client]:
    """Internal control, who sees the most."""
    with furuvik.desk.database.reading() as tx:
        person = known_directory(tx).holders("internkontroll", TODAY)[0]
    token = token_of(furuvik.desk, person, now=NOW)
    with visitor(create_app(furuvik.summaries, furuvik.desk, lambda: NOW), {COOKIE: token}) as client:
        client.timeout = httpx.Timeout(600)
        yield client


def test_every_figure_of_the_example_is_what_a_second_count_gives(furuvik: Furuvik):
    assert differing(furuvik.told, ELSEWHERE) == {}


def test_every_cell_of_its_map_of_the_internal_control_is_what_a_second_count_gives(furuvik: Furuvik):
    plain = Plain(furuvik.desk.settings.home / "kontroll.db", furuvik.desk.rule_folders)
    again = ControlMap(plain, TODAY, stack(shipped_policies(), furuvik.desk.settings.policies)).counted()
    plain.close()
    said = mapped(furuvik.desk, TODAY)
    assert {key: again.get(key, "nobody counts it again") for key in said} == said
    assert len(said) > 200


def test_the_evaluation_calls_those_saker_false_alarms_in_which_a_leader_was_right_about_a_rule(furuvik: Furuvik):
    behind = furuvik.told.report.behind
    right = {one.id for one in behind["saker-medhold-regler"].records}
    with looking(furuvik.desk, TODAY) as look:
        found = evaluation(Look(look.tx, look.today), Month(TODAY.year, 1), Month(TODAY.year, 12))
    assert right == {id for rule in found.every for id in rule.false}
    assert right <= {one.id for one in behind["saker-utfall-medhold"].records}


def test_the_figures_of_the_maalekart_are_their_parts(furuvik: Furuvik):
    behind = furuvik.told.report.behind
    colours = ("gronne", "gule", "rode", "graa")
    count = {id: len(one.records) for id, one in behind.items() if id.startswith("maalekart")}
    assert count["maalekart"] == sum(count[f"maalekart-{colour}"] for colour in colours)
    for colour in colours:
        of_areas = [n for id, n in count.items() if id.endswith(f"-{colour}") and id != f"maalekart-{colour}"]
        assert count[f"maalekart-{colour}"] == sum(of_areas)


@pytest.fixture(scope="module")
def behind(client: httpx.Client) -> dict[str, tuple[Decimal, Listed]]:
    """Page of each figure -> its number in the report, and what is listed there."""
    page = client.get(f"/arsrapport/{TODAY.year}").text
    assert [] == numbers_that_open_nothing(page)
    # A figure is told by the same number wherever it stands.
    return {address: (number, listed(client, address)) for address, (number,) in figures_on(page).items()}


def test_every_number_of_the_report_is_a_link_and_its_list_carries_it(furuvik: Furuvik, behind):
    shown = {figure.id for figure in furuvik.told.report.document.figures() if figure.value is not None}
    assert {address.rpartition("/")[2] for address in behind} == shown
    assert len(shown) > 300
    faults = {address: found.fault(number) for address, (number, found) in behind.items()}
    assert {address: fault for address, fault in faults.items() if fault} == {}


def test_everything_that_is_listed_has_a_page(behind):
    assert [] == [
        (address, one.id) for address, (_number, found) in behind.items() for one in found.things if not one.address
    ]


@pytest.mark.parametrize("part", range(10))
def test_every_thing_that_is_listed_behind_a_number_is_two_clicks_away(client: httpx.Client, behind, part: int):
    addresses = sorted({page for _number, found in behind.values() for page in pages_of(found.things)})
    assert len(addresses) > 500
    assert {} == {one: code for one in addresses[part::10] if (code := client.get(one).status_code) != 200}
