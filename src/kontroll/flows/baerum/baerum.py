"""Bærum-prøven: a case planted in the example kommune and run back, beside the clean twin of the same kommune."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kontroll.domain.month import Month
from kontroll.domain.policy import Policies
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.trial import Alarms, Answer, Trial
from kontroll.example import build
from kontroll.example.patterns import patterns
from kontroll.example.patterns.ground import Ground
from kontroll.example.patterns.written import write_answer, write_case
from kontroll.facts.facts import Facts
from kontroll.flows.baerum.answers import read_answer
from kontroll.flows.baerum.case_facts import with_case
from kontroll.flows.baerum.false_alarms import false_alarms, twin_verdicts
from kontroll.flows.baerum.known_on import known_on
from kontroll.flows.baerum.run_back import RunBack, cells, looked_at, run_back
from kontroll.flows.deliveries.read_folder import read_folder
from kontroll.texts import _

DATA, TWIN, ANSWER = "sak", "tvilling", "fasit.json"
#: How long a case is run back, where nothing else is asked.
SPAN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """span: months run back from the start on. alarms: whether the twin's people are asked what they were told.

    lists: whether internal control's list is made after each month, and not only after the last.
    lively: all else goes wrong too that does in Furuvik, so that there is more to find the case among.
    """

    pattern: str
    seed: int
    strength: float
    last: Month
    span: int = SPAN
    alarms: bool = True
    lists: bool = True
    lively: bool = False


#: Told what is done now.
Tell = Callable[[str], None]


def baerum(home: Path, wanted: Wanted, rulebook: Rulebook, policies: Policies, tell: Tell) -> tuple[Trial, RunBack]:
    """Built below `home`: the twin, what the case adds to it, and the truth about it. What stands there is written over.

    Whoever copies the case's folder over the twin's has the kommune with the case, as its sources delivered it.
    """
    tell(_("Bygger kommunen"))
    for name in (TWIN, DATA):
        shutil.rmtree(home / name, ignore_errors=True)
    built = build(home / TWIN, wanted.seed, wanted.last, planted=False, calm=not wanted.lively)
    ground = Ground(built, home / TWIN, wanted.pattern)
    tell(_("Legger inn saken"))
    case = patterns()[wanted.pattern].plant(ground, wanted.strength)
    write_case(home / DATA, ground, case)
    write_answer(home / ANSWER, ground, case)
    answer, problems = read_answer(home / ANSWER)
    assert answer is not None, problems
    return _run(home, wanted, answer, rulebook, policies, tell)


def _run(
    home: Path, wanted: Wanted, answer: Answer, rulebook: Rulebook, policies: Policies, tell: Tell
) -> tuple[Trial, RunBack]:
    last = min(answer.start.plus(wanted.span - 1), wanted.last)
    part = looked_at(rulebook)
    tell(_("Leser dataene"))
    clean, _problems = read_folder(home / TWIN, rulebook if wanted.alarms else part, rulebook.datasets.keys())
    facts = with_case(clean, home / DATA, part)
    tell(_("Vurderer tvillingen"))
    verdicts = twin_verdicts(rulebook if wanted.alarms else part, clean, answer.start, last)
    without = cells(part, verdicts, answer.start, last)
    alarms = false_alarms(rulebook, policies, clean, answer.start, last, verdicts) if wanted.alarms else None
    months = [answer.start.plus(n) for n in range(last.ordinal - answer.start.ordinal + 1)]

    def known(month: Month, day: date) -> Facts:
        return known_on(facts, month, day)

    def said(month: Month) -> None:
        tell(_("Kjører {month}").format(month=month))

    listed = None if wanted.lists else months[-1:]
    found = run_back(part, policies, answer, known, months, without, said, listed)
    return trial_of(wanted.pattern, wanted.seed, wanted.strength, answer, found, alarms), found


def trial_of(
    pattern: str, seed: int | None, strength: float | None, answer: Answer, found: RunBack, alarms: Alarms | None
) -> Trial:
    struck = tuple(sorted(found.struck.values(), key=lambda one: (one.found, one.rule)))
    return Trial(
        pattern=pattern,
        seed=seed,
        strength=strength,
        answer=answer,
        struck=struck,
        places=tuple(found.places),
        alarms=alarms,
        names=found.names,
    )
