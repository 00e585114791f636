"""The figures of both chapters against a second count, written without reading what made them; and a planted fault is caught."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest

from differential.seed import by_turns, rotating_seed
from followed_village import at, followed_village
from kontroll.domain.sak import Outcome
from kontroll.flows.internal_control import evaluate
from kontroll.flows.internal_control.make_agenda import make_agenda
from kontroll.flows.internal_control.sections import evaluation_chapter, map_chapter
from kontroll.flows.people.looking import looking
from kontroll.report.document.model import Document, Figure
from kontroll.settings import shipped_policies
from kontroll.store.database import Database
from kontroll.wiring import Desk
from recounted.internal_control import recounted_control
from recounted.plain import Plain
from recounted.planted import plant
from village import village

TODAY = date(2026, 12, 18)
#: Held where they are made: the register of skal-sentences, organisation and agreements, and what the village has none of.
_ELSEWHERE = (
    "ev-skal", "ik-ledere", "ik-maalekart", "ik-resultatavtaler", "ik-maal-fulgt-opp", "ik-skal-kontrollert",
    "ik-reglement-lest", "ik-reglement-revidert", "ik-treffsikre", "ik-logg", "ik-sletting", "ik-overser", "ik-aarshjul",
    "ik-forbedret", "ik-kontrolltiltak", "ik-regler-godkjent",
)  # fmt: skip


A_FAULT = -1


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    situation = village(tmp_path_factory.mktemp("village"), today=TODAY)
    desk = followed_village(tmp_path_factory.mktemp("followed"), situation)
    make_agenda(desk, at(date(2026, 4, 20)))
    yield desk
    desk.database.close()


@pytest.fixture
def planted(built: Desk, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Desk]:
    file = tmp_path / "kontroll.db"
    kept_file = built.settings.home / "kontroll.db"
    with closing(sqlite3.connect(kept_file)) as kept, closing(sqlite3.connect(file)) as opened:
        kept.backup(opened)
        turn = getattr(request, "param", 0)
        # A fault shows where there is something that it counts wrongly: that is planted the same each day.
        plant(opened, TODAY.year, Random("a fault, 3" if turn == A_FAULT else f"{rotating_seed()}-{turn}"))
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


def differing(desk: Desk) -> dict[str, tuple[object, object]]:
    plain = Plain(desk.settings.home / "kontroll.db", desk.rule_folders)
    again: Mapping[str, float | None] = recounted_control(plain, TODAY, (shipped_policies(),))
    plain.close()
    return {
        id: (figure.value, again.get(id, "nobody counts it again"))
        for id, figure in told(desk).items()
        if figure.value is not None and not id.startswith(_ELSEWHERE) and figure.value != again.get(id, "nobody")
    }


@pytest.mark.parametrize("planted", by_turns(range(6), 2), indirect=True)
def test_every_figure_is_what_a_second_count_of_the_database_gives(planted: Desk):
    assert differing(planted) == {}
    assert len([one for one in told(planted).values() if one.value is not None]) > 20


FAULTS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "what fell away counts": lambda patch: patch.setattr(evaluate, "_NOT_COUNTED", frozenset()),
    "an outcome too many": lambda patch: patch.setattr(evaluate, "DECIDED", frozenset(Outcome)),
    "days after the day": lambda patch: patch.setattr(
        evaluate, "_closed_in", lambda _look, sak, *_m: sak.closed_on is not None
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
