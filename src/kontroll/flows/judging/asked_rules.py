"""Asked rules: which rules a back-test is about, as drafts laid over the kommune's own, and what they are held against."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kontroll.domain.month import Month
from kontroll.domain.policy import Policies
from kontroll.domain.problem import Gravity, KontrollError, Place, Problem
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.spelling import nearest
from kontroll.flows.judging.backtest import Asked
from kontroll.policybook import read_policies
from kontroll.rulebook.read import read_rulebook
from kontroll.settings import Settings, shipped_policies, shipped_rules
from kontroll.texts import _
from kontroll.wiring import stack


class UnknownRule(KontrollError):
    """There is no rule with this id. guess: one that is spelt nearly so."""

    def __init__(self, id: str, guess: str | None) -> None:
        super().__init__(f"no rule {id}")
        self.id = id
        self.guess = guess


def asked_rules(
    in_use: Rulebook, folders: Sequence[Path], drafts: Path | None, ids: Sequence[str], first: Month, last: Month
) -> tuple[Asked | None, list[Problem]]:
    """What is asked for, or None where a draft cannot be read. folders: what the rulebook in use was read from.

    ids: none = all rules of the drafts, or all there are where there are no drafts. Raises UnknownRule.
    """
    if drafts is None:
        rulebook, problems = in_use, list[Problem]()
    else:
        rulebook, found = read_rulebook([*folders, drafts])
        # That a draft wins over the version in use is the meaning of it.
        problems = [problem for problem in found if problem.gravity is not Gravity.NOTICE]
        if any(problem.gravity is Gravity.STOPS for problem in problems):
            return None, problems
    wanted = list(dict.fromkeys(ids)) or _of_drafts(rulebook, drafts)
    for id in wanted:
        if id not in rulebook.rules:
            raise UnknownRule(id, nearest(id, rulebook.rules))
    if not wanted:
        return None, [*problems, _no_rules(drafts)]
    against = in_use if drafts is not None else None
    return Asked(rulebook=rulebook, rules=tuple(wanted), in_use=against, first=first, last=last), problems


def rules_and_policies(
    settings: Settings | None,
) -> tuple[Rulebook, Policies, tuple[Path, ...], list[Problem]]:
    """Rules and choices without a database, the folders of the rules, and what is wrong with them.

    settings: the kommune's; None = only what comes with kontroll.
    """
    folders = (shipped_rules(),) if settings is None else stack(shipped_rules(), settings.rules)
    choices = (shipped_policies(),) if settings is None else stack(shipped_policies(), settings.policies)
    rulebook, problems = read_rulebook(folders)
    policies, found = read_policies(choices)
    told = [problem for problem in [*problems, *found] if problem.gravity is not Gravity.NOTICE]
    return rulebook, policies, folders, told


def _of_drafts(rulebook: Rulebook, drafts: Path | None) -> list[str]:
    rules = rulebook.rules.values()
    return [rule.id for rule in rules if drafts is None or Path(rule.file).is_relative_to(drafts)]


def _no_rules(drafts: Path | None) -> Problem:
    return Problem(
        Place(str(drafts or "rules")),
        _("det er ingen regler her"),
        _("Det er ingenting å prøve."),
        _("Legg en regelfil i mappen, eller skriv id-en til en av kommunens regler."),
    )
