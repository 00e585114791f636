"""Placed: every rule test in a kommune where it can be tried, as many side by side as do not see each other.

Worlds are kept for the next run of the same process, by what the rules are stamped with: they are what was delivered, and
never what was answered.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from kontroll.domain.month import Month
from kontroll.domain.rule import Rule, RuleTest
from kontroll.domain.rulebook import ENHET_RULE, Rulebook
from kontroll.domain.truth import Result
from kontroll.engine.cell import Cell
from kontroll.proving.described import Described, describe
from kontroll.proving.enhetrule import enhet_world
from kontroll.proving.run import judged_months
from kontroll.proving.together import Standing, bundles, name_in, standing, together
from kontroll.proving.world import World, read_world


@dataclass(frozen=True, slots=True)
class AskedTest:
    """A test, known by the stamp of its rule: that changes with all the rule reads, and with its tests."""

    stamp: str
    number: int
    rulebook: Rulebook = field(compare=False)
    rule: Rule = field(compare=False)

    @property
    def test(self) -> RuleTest:
        return self.rule.tests[self.number]


@dataclass(frozen=True, slots=True)
class Expected:
    """One expected answer. subject: as the test names it."""

    cell: Cell
    subject: str
    result: Result


@dataclass(frozen=True, slots=True)
class Place:
    """A world, and what each test in it expects."""

    world: World
    tests: tuple[tuple[AskedTest, tuple[Expected, ...]], ...]


@lru_cache(maxsize=4)
def places(asked: tuple[AskedTest, ...]) -> tuple[Place, ...]:
    """Each of the tests in one place."""
    stands = {one: standing(_described(one)) for one in asked if one.rule.id != ENHET_RULE}
    among = [(one, how) for one, how in stands.items() if how is not None]
    shared = [[among[n] for n in members] for members in bundles([how for _one, how in among])]
    apart = set(asked) - {one for one, _how in among}
    return (*map(_side_by_side, shared), *(alone(one) for one in asked if one in apart))


@lru_cache(maxsize=2048)
def alone(asked: AskedTest) -> Place:
    """The test in its own kommune."""
    if asked.rule.id == ENHET_RULE:
        world = enhet_world(asked.rulebook, asked.test)
        return Place(world, ((asked, tuple(_of_records(asked, world, world.month, None))),))
    described = _described(asked)
    world = read_world(described)
    return Place(world, ((asked, tuple(_expected(asked, described, world, None))),))


def _side_by_side(shared: Sequence[tuple[AskedTest, Standing]]) -> Place:
    world = read_world(together([how for _one, how in shared]))
    return Place(
        world,
        tuple((one, tuple(_expected(one, how.described, world, number))) for number, (one, how) in enumerate(shared)),
    )


@lru_cache(maxsize=2048)
def _described(asked: AskedTest) -> Described:
    return describe(asked.rulebook, asked.rule, asked.test)


def _expected(asked: AskedTest, described: Described, world: World, number: int | None) -> Iterator[Expected]:
    """number: of the test among others; None where it is alone."""
    if asked.rule.dataset is not None:
        yield from _of_records(asked, world, described.month, number)
        return
    enhet = described.enhet if number is None else name_in(number, described.enhet)
    for month, result in zip(described.months, asked.test.expected, strict=True):
        yield Expected(Cell(asked.rule.id, enhet, "", month), str(month), result)


def _of_records(asked: AskedTest, world: World, month: Month, number: int | None) -> Iterator[Expected]:
    dated = judged_months(world, asked.rule) if asked.rule.dataset is not None else {}
    for key, result in asked.test.expected_records:
        post = key if number is None else name_in(number, key)
        yield Expected(Cell(asked.rule.id, "", post, dated.get(post, month)), key, result)
