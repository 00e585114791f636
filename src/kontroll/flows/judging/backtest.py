"""Back-test: what rules would have found over the months that have been, held against the versions in use.

Why nothing but the asked rules and those they build on is read and judged: who drafts a rule tries it again and again.
Why months are read together where nothing came late between them: then the last of them knew of the others exactly what
their own runs did.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kontroll.domain.backtest import BackTest, Compared, RuleTested, Sight
from kontroll.domain.dataset import DataSet
from kontroll.domain.month import Month
from kontroll.domain.policy import Policies
from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.domain.rule import Rule, Status
from kontroll.domain.rulebook import ENHET_RULE, Rulebook
from kontroll.domain.stamp import DATASET, INDICATOR, RULE, read_by
from kontroll.facts.facts import Facts
from kontroll.flows.deliveries.look_back import whole_from
from kontroll.flows.deliveries.read_folder import read_folder
from kontroll.flows.judging.known_then import History, database_history, folder_history, kinds_read
from kontroll.flows.judging.live_through import Life
from kontroll.proving.check import IN_USE
from kontroll.proving.reads import fields_looked_at
from kontroll.report.kroner import money_fields
from kontroll.store.database import Database
from kontroll.texts import _, month_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """rules: ids in the rulebook. in_use: the kommune's rulebook, to compare with; None = nothing to compare with."""

    rulebook: Rulebook
    rules: tuple[str, ...]
    in_use: Rulebook | None
    first: Month
    last: Month


#: Told how many of the months are done.
Progress = Callable[[int], None]


def _quiet(_done: int) -> None:
    """Nobody looks."""


def back_test(
    database: Database, policies: Policies, asked: Asked, progress: Progress = _quiet
) -> tuple[BackTest | None, list[Problem]]:
    """Over the history in the database; None with what stands in the way."""
    with database.reading() as tx:
        part = part_of(asked.rulebook, asked.rules)
        whole = whole_from(tx, part, kinds_read(part))
        if whole is not None and asked.first < whole:
            return None, [_deleted(asked.first, whole)]
        history = database_history(tx, policies, asked.first, asked.last)
        return _lived(history, policies, asked, progress), []


def back_test_folder(
    data: Path, policies: Policies, asked: Asked, progress: Progress = _quiet
) -> tuple[BackTest | None, list[Problem]]:
    """Over a data folder as it stands: there is no telling what had been received when."""
    described = asked.rulebook.datasets.keys()
    _facts, problems = read_folder(data, part_of(asked.rulebook, asked.rules), described)
    if any(problem.gravity is Gravity.STOPS for problem in problems):
        return None, problems
    history = folder_history(data, policies, asked.first, asked.last)
    return _lived(history, policies, asked, progress), problems


def _lived(history: History, policies: Policies, asked: Asked, progress: Progress) -> BackTest:
    compared = [id for id in asked.rules if _has_other_version(asked, id)]
    wanted = [(asked.rulebook, asked.rules)]
    if compared and asked.in_use is not None:
        wanted.append((asked.in_use, tuple(compared)))
    parts = _narrowed([part_of(rulebook, ids) for rulebook, ids in wanted])
    lives = [
        Life(part, [part.rules[id] for id in ids], policies.notices, asked.first)
        for part, (_rulebook, ids) in zip(parts, wanted, strict=True)
    ]
    done = 0
    for batch in _batches(history, parts):
        _live(history, lives, batch)
        done += len(batch.sights)
        progress(done)
    tested = lives[0].tested()
    before = {one.rule.id: one for one in lives[1].tested()} if compared else {}
    return BackTest(
        first=asked.first,
        last=asked.last,
        sights=tuple(sorted(history.sights, key=lambda sight: sight.month)),
        rules=tuple(_compared(asked, one, before.get(one.rule.id)) for one in tested),
        names={id: name for life in lives for id, name in life.names.items()},
        enheter={id: name for life in lives for id, name in life.enheter.items()},
    )


def _compared(asked: Asked, tested: RuleTested, other: RuleTested | None) -> Compared:
    if other is not None:
        return Compared(tested=tested, in_use=other)
    return Compared(tested=tested, same=asked.in_use is not None and _in_use(asked.in_use, tested.rule.id))


def _in_use(rulebook: Rulebook, id: str) -> bool:
    return id in rulebook.rules and rulebook.rules[id].status in IN_USE


def _has_other_version(asked: Asked, id: str) -> bool:
    """Whether another version is in use, or one that reads something else."""
    in_use = asked.in_use
    return in_use is not None and _in_use(in_use, id) and _reads(in_use, id) != _reads(asked.rulebook, id)


def _reads(rulebook: Rulebook, id: str) -> dict[tuple[str, str], object]:
    """All that decides what the rule finds, without where it stands, its status and its tests."""
    return {
        name: replace(thing, file="", area="", tests=(), status=Status.IN_USE) if isinstance(thing, Rule) else thing
        for name, thing in read_by(rulebook, id).items()
    }


# --- one read after the other -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Batch:
    """Sights that may be read together. late: for each rulebook, the first earlier month that the first of them may change."""

    sights: tuple[Sight, ...]
    late: tuple[Month | None, ...]


def _batches(history: History, parts: Sequence[Rulebook]) -> Iterator[_Batch]:
    batch: list[Sight] = []
    late: tuple[Month | None, ...] = (None,) * len(parts)
    judged: list[Month] = []
    before: Sight | None = None
    for sight in history.sights:
        came = tuple(history.first_late(before, sight, judged, part) if before else None for part in parts)
        if batch and any(came):
            yield _Batch(tuple(batch), late)
            batch = []
        if not batch:
            late = came
        batch.append(sight)
        judged.append(sight.month)
        before = sight
    if batch:
        yield _Batch(tuple(batch), late)


def _live(history: History, lives: Sequence[Life], batch: _Batch) -> None:
    known = _facts_of(history, lives, batch.sights[-1])
    own = [sight.month for sight in batch.sights]
    for life, facts, late in zip(lives, known, batch.late, strict=True):
        verdicts = life.judge(facts, min([*own, *([late] if late else [])]), max([*own, *life.judged]))
        again = {month: verdicts[month] for month in life.judged if late is not None and month >= late}
        for sight in batch.sights:
            life.step(sight, facts, {**again, sight.month: verdicts[sight.month]})
            again = {}


def _facts_of(history: History, lives: Sequence[Life], sight: Sight) -> list[Facts]:
    """What was known then, for each of the lives; read once where they read it in the same way."""
    together = _together([life.part for life in lives])
    if together is not None:
        return [history.facts(sight, together)] * len(lives)
    return [history.facts(sight, life.part) for life in lives]


def _together(parts: Sequence[Rulebook]) -> Rulebook | None:
    """One that reads what all of them read; None where they describe something differently."""
    datasets: dict[str, DataSet] = {}
    for part in parts:
        if part.indicators != parts[0].indicators:
            return None
        if any(datasets.setdefault(id, dataset) != dataset for id, dataset in part.datasets.items()):
            return None
    rules = {f"{n} {id}": rule for n, part in enumerate(parts) for id, rule in part.rules.items()}
    return replace(parts[0], rules=rules, datasets=datasets)


# --- what is read -----------------------------------------------------------------------------------------------------


def part_of(rulebook: Rulebook, ids: Sequence[str]) -> Rulebook:
    """The rules and everything they read. All indicators stay: a delivered row of another one is no fault."""
    read = {name for id in ids for name in read_by(rulebook, id)}
    rules = {id: rule for id, rule in rulebook.rules.items() if (RULE, id) in read}
    # The rule that is always there looks at the records of every data set.
    everything = (RULE, ENHET_RULE) in read
    datasets = {id: one for id, one in rulebook.datasets.items() if everything or (DATASET, id) in read}
    return replace(rulebook, rules=rules, datasets=datasets)


def _narrowed(parts: Sequence[Rulebook]) -> list[Rulebook]:
    """Each part with those fields of its data sets that any of them looks at: reading the others takes most of the time."""
    wanted: dict[str, set[str]] = {}
    for part in parts:
        for id, fields in _fields(part).items():
            wanted.setdefault(id, set()).update(fields)
    return [
        replace(
            part,
            datasets={
                id: replace(dataset, fields=tuple(field for field in dataset.fields if field.id in wanted[id]))
                for id, dataset in part.datasets.items()
            },
        )
        for part in parts
    ]


def _fields(part: Rulebook) -> dict[str, set[str]]:
    read = {id for rule in part.rules for kind, id in read_by(part, rule) if kind == INDICATOR}
    own = replace(part, indicators={id: one for id, one in part.indicators.items() if id in read})
    fields = fields_looked_at(own)
    for rule in part.rules.values():
        if rule.dataset is not None:
            fields[rule.dataset] |= money_fields(rule, part.datasets[rule.dataset])
    return fields


def _deleted(first: Month, whole: Month) -> Problem:
    return Problem(
        Place("--fra"),
        _("grunnlaget for {month} er slettet etter frist").format(month=month_name(first)),
        _("Det som er slettet, ville blitt lest som ukjent."),
        _("Begynn med {month}: --fra {code}").format(month=month_name(whole), code=whole),
    )
