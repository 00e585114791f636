"""Several at the same draw, or at a new one, at once: numbers have no gaps, and there is one promise, one seed, one sample."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from kontroll.domain.conflict import Conflict
from kontroll.domain.draw import Draw
from kontroll.domain.drawflow import DrawRefused
from kontroll.flows.home.check_trail import check_trail
from kontroll.flows.samples.commit_draw import commit_draw

from ..small import Kommune, Make
from . import test_draw_life as life
from .invoices import with_invoices

PEOPLE = (life.KARI, life.KNUT, life.KIM)


@pytest.fixture
def bygda(make: Make) -> Kommune:
    return with_invoices(make)


@dataclass
class AtOnce:
    """What several were given, and how the others were told that somebody was before them."""

    given: list[Draw] = field(default_factory=list)
    overtaken: list[Exception] = field(default_factory=list)

    def of(self, *acts: Callable[[], Draw]) -> AtOnce:
        ready = threading.Barrier(len(acts))

        def act(one: Callable[[], Draw]) -> None:
            ready.wait()
            try:
                self.given.append(one())
            except (Conflict, DrawRefused) as told:
                self.overtaken.append(told)

        threads = [threading.Thread(target=act, args=(one,)) for one in acts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return self


def entries(bygda: Kommune, kind: str) -> int:
    with bygda.desk.database.reading() as tx:
        return sum(one.content["kind"] == f"stikkprøve: {kind}" for one in tx.trail.entries())


def test_of_those_who_commit_at_once_one_does(bygda: Kommune):
    draw = life.reconciled(bygda)

    done = AtOnce().of(*(lambda by=by: commit_draw(bygda.desk, draw.id, by, life.hours(2)) for by in PEOPLE))

    assert (1, 2) == (len(done.given), len(done.overtaken))
    assert 1 == entries(bygda, "forpliktet")
    assert 0 == check_trail(bygda.desk.database).faults


def test_of_those_who_type_a_seed_at_once_one_does(bygda: Kommune):
    draw = life.committed(bygda)
    seeds = {life.KNUT: "1" * 20, life.KIM: "2" * 20}

    done = AtOnce().of(
        *(lambda by=by, seed=seed: life.seeded(bygda, draw, by=by, seed=seed) for by, seed in seeds.items())
    )

    [drawn] = done.given
    assert 1 == len(done.overtaken)
    assert seeds[str(drawn.seed_by)] == drawn.seed
    assert 3 == len(life.in_sample(bygda, draw))
    assert 0 == check_trail(bygda.desk.database).faults


def test_those_who_start_at_once_are_given_numbers_without_gaps(bygda: Kommune):
    done = AtOnce().of(*[lambda: life.started(bygda)] * 3)

    assert [] == done.overtaken
    assert ["2026-1", "2026-2", "2026-3"] == sorted(one.id for one in done.given)
    assert 3 == entries(bygda, "påbegynt")
    assert 0 == check_trail(bygda.desk.database).faults
