"""The map and the evaluation against a second count, written without reading what made them; and planted faults are caught."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest

from differential.seed import by_turns, rotating_seed
from followed_village import at, followed_village
from kontroll.domain.internalcontrol import Criterion
from kontroll.domain.month import Month
from kontroll.domain.reglement import Standing
from kontroll.domain.sak import Outcome
from kontroll.flows.internal_control import deviations, documented, evaluate, goals, improved
from kontroll.flows.internal_control.control_map import made_map
from kontroll.flows.internal_control.look import Look
from kontroll.flows.internal_control.make_agenda import make_agenda
from kontroll.flows.internal_control.sections import evaluation_chapter, map_chapter
from kontroll.flows.people.looking import looking
from kontroll.flows.samples import due_controls
from kontroll.policybook import read_policies
from kontroll.policybook.reglement import read_reglementer
from kontroll.report import skal_register
from kontroll.report.document.model import Document, Figure
from kontroll.settings import shipped_policies
from kontroll.store.database import Database
from kontroll.wiring import Desk
from recounted.control_map import ControlMap, Held
from recounted.internal_control import recounted_control
from recounted.plain import Plain
from recounted.planted import plant
from recounted.planted_control import plant_control
from recounted.skal import sentences_of
from village import village

TODAY = date(2026, 12, 18)
A_FAULT = -1


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    situation = village(tmp_path_factory.mktemp("village"), today=TODAY)
    desk = as_shipped(followed_village(tmp_path_factory.mktemp("followed"), situation))
    make_agenda(desk, at(date(2026, 4, 20)))
    yield desk
    desk.database.close()


def as_shipped(desk: Desk) -> Desk:
    """With what is shipped of plans and deadlines, which the second count reads in the files."""
    shipped, _problems = read_policies([shipped_policies()])
    return replace(
        desk,
        policies=replace(
            desk.policies, scorecards=shipped.scorecards, control_plan=shipped.control_plan, retention=shipped.retention,
            agreements=shipped.agreements, approval=shipped.approval,
        ),
    )  # fmt: skip


@pytest.fixture
def planted(built: Desk, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Desk]:
    file = tmp_path / "kontroll.db"
    kept_file = built.settings.home / "kontroll.db"
    with closing(sqlite3.connect(kept_file)) as kept, closing(sqlite3.connect(file)) as opened:
        kept.backup(opened)
        turn = getattr(request, "param", 0)
        # A fault shows where there is something that it counts wrongly: that is planted the same each day.
        chance = Random("a fault, 3" if turn == A_FAULT else f"{rotating_seed()}-{turn}")
        plant(opened, TODAY.year, chance)
        plant_control(opened, TODAY.year, shipped_policies(), chance)
        opened.commit()
    database = Database(f"sqlite:///{file}")
    yield replace(built, database=database, settings=built.settings.model_copy(update={"home": tmp_path}))
    database.close()


def told(desk: Desk) -> dict[str, Figure]:
    with looking(desk, TODAY) as look:
        chapters = [made(look.tx, look.today, TODAY.year) for made in (map_chapter, evaluation_chapter)]
    document = Document(
        kind="x", period="2026", title="", municipality="", known=TODAY, sections=tuple(one.section for one in chapters)
    )
    return {figure.id: figure for figure in document.figures()}


def mapped(desk: Desk, today: date = TODAY) -> dict[tuple[str, str], Held]:
    """(place, word) -> what the map says that is held, of what; also where it is too few to be shown."""
    with looking(desk, today) as look:
        cells = made_map(Look(look.tx, look.today)).cells.values()
    return {
        (cell.place.id, criterion.word): None if found is None else (found.shown.held, found.shown.of)
        for cell in cells
        for criterion, found in cell.evidence.items()
    }


def differing(desk: Desk) -> dict[object, tuple[object, object]]:
    """What is told of, with what is said of it and what is counted again, where they are not the same."""
    plain = Plain(desk.settings.home / "kontroll.db", desk.rule_folders)
    again = ControlMap(plain, TODAY, (shipped_policies(),))
    figures, cells = recounted_control(again, TODAY.year), again.counted()
    plain.close()
    nobody = "nobody counts it again"
    wrong: dict[object, tuple[object, object]] = {
        id: (figure.value, figures.get(id, nobody))
        for id, figure in told(desk).items()
        if figure.value is not None and figure.value != figures.get(id, nobody)
    }
    return wrong | {
        key: (said, cells.get(key, nobody)) for key, said in mapped(desk).items() if said != cells.get(key, nobody)
    }


@pytest.mark.parametrize("planted", by_turns(range(8), 2), indirect=True)
def test_every_figure_and_every_cell_of_the_map_is_what_a_second_count_gives(planted: Desk):
    assert differing(planted) == {}
    assert len([one for one in told(planted).values() if one.value is not None]) > 60


@pytest.mark.parametrize("planted", [A_FAULT], indirect=True)
def test_the_map_of_the_village_asks_for_all_that_can_be_asked_for(planted: Desk):
    said = mapped(planted)

    assert {criterion.word for criterion in Criterion} == {word for _place, word in said}
    # What is planted is held by some and lacked by others: nothing is equal only because there is none of it.
    both = {word for (place, word), held in said.items() if place == "alt" and held and 0 < held[0] < held[1]}
    assert {"resultatavtaler", "aarshjul", "forbedret", "reglement_lest", "stikkprover", "fulgt_opp"} <= both


def test_a_second_reader_finds_the_same_skal_sentences_in_the_reglementer_that_are_shipped():
    read, _problems = read_reglementer([shipped_policies()])

    assert {(one.reglement, one.number, one.risk, one.sample is not None) for one in read.sentences} == {
        (one.reglement, one.number, one.risk, one.is_sampled) for one in sentences_of([shipped_policies()])
    }
    assert len(read.sentences) > 300


FAULTS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "what fell away counts": lambda patch: patch.setattr(evaluate, "_NOT_COUNTED", frozenset()),
    "an outcome too many": lambda patch: patch.setattr(evaluate, "DECIDED", frozenset(Outcome)),
    "days after the day": lambda patch: patch.setattr(
        evaluate, "_closed_in", lambda _look, sak, *_m: sak.closed_on is not None
    ),
    "an agreement that is settled does not count": lambda patch: patch.setattr(goals, "_HOLDS", goals._HOLDS[:1]),
    "what was laid aside is not dealt with": lambda patch: patch.setattr(improved, "DEALT_WITH", frozenset()),
    "a month in which the trail did not hold counts": lambda patch: patch.setattr(
        documented,
        "verified_months",
        lambda tx: {Month.parse(mark[-7:]) for mark in tx.marks.starting_with("internkontroll-")},
    ),
    "nine of ten are all": lambda patch: patch.setattr(deviations, "_OF_TEN", 10),
    "the rule that is always there is in no area": lambda patch: patch.setattr(
        Look, "is_of", lambda look, place, rule: place.area is None or place.holds_rule(look.rulebook.rules.get(rule))
    ),
    "a draw that was given up is held": lambda patch: patch.setattr(
        due_controls.Standing, "is_held", property(lambda one: one.value in ("avsluttet", "ingen poster", "avbrutt"))
    ),
    "what could not be frozen is held": lambda patch: patch.setattr(
        due_controls.Standing, "is_held", property(lambda one: one.value.startswith(("avsluttet", "ingen", "utkastet")))
    ),
    "a mark of a sample controls nothing": lambda patch: patch.setattr(
        skal_register, "_standing", lambda _sentence, rules: Standing.MACHINE if any(rules) else Standing.NONE
    ),
}


@pytest.mark.parametrize("planted", [A_FAULT], indirect=True)
def test_a_fault_that_is_planted_in_what_counts_is_caught(planted: Desk):
    assert differing(planted) == {}
    caught = []
    for name, fault in FAULTS.items():
        with pytest.MonkeyPatch.context() as patch:
            fault(patch)
            if differing(planted):
                caught.append(name)
    assert list(FAULTS) == caught
