"""Queue order: by what a list of saker is sorted, as expressions of the database.

Why names become numbers: names are in the directory and the rules, and the database knows ids.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import Any

from kontroll.domain.rule import Severity
from kontroll.domain.sak import SakState
from kontroll.flows.people.today import Today
from kontroll.store.expressions import placed, ranked
from kontroll.store.transaction import Transaction

#: Æ, ø and å stand last, in that order, wherever the machine is set up.
_NORWEGIAN = str.maketrans("æøå", "{|}")
#: What waits for a decision stands first, then what may be closed; what is being done can wait.
_STATES = (SakState.ANSWERED, SakState.RETEST, SakState.OPEN, SakState.MEASURE, SakState.CLOSED)


class Sort(Enum):
    """The value stands in the address."""

    URGENCY = "haster"
    SEVERITY = "alvor"
    WHAT = "hva"
    WHERE = "hvor"
    AGE = "alder"
    DEADLINE = "frist"
    OWNER = "eier"
    STATE = "tilstand"
    TIMES = "gang"


def order_of(tx: Transaction, today: Today, sort: Sort, down: bool, conditions: Sequence[Any]) -> list[Any]:
    """down: from the highest, the longest or the last. What has nothing to sort by stands last either way."""
    at = tx.saker.table.c
    severity, state = placed(at.severity, list(Severity)), placed(at.state, _STATES)
    if sort is Sort.URGENCY:
        return [state, severity.desc(), at.opened]
    if sort is Sort.DEADLINE:
        return [at.deadline.is_(None), at.deadline.desc() if down else at.deadline]
    falls = down is not (sort is Sort.AGE)  # long open = early opened
    if sort in (Sort.WHAT, Sort.OWNER):
        column = at.rule if sort is Sort.WHAT else at.owner
        names = _rule_names(today) if sort is Sort.WHAT else _owners(tx, today, conditions)
        return [column.is_(None), _falling(_ranked(column, names), falls), at.opened]
    makers: dict[Sort, Callable[[], Any]] = {
        Sort.SEVERITY: lambda: severity,
        Sort.WHERE: lambda: _ranked(at.enhet, _enhet_names(today)),
        Sort.AGE: lambda: at.opened,
        Sort.STATE: lambda: state,
        Sort.TIMES: lambda: at.occurrence,
    }
    return [_falling(makers[sort](), falls), at.opened]


def severity_order(column: Any) -> Any:
    """The gravest first."""
    return placed(column, list(Severity)).desc()


def _falling(expression: Any, falls: bool) -> Any:
    return expression.desc() if falls else expression


def _ranked(column: Any, names: Mapping[str, str]) -> Any:
    ranks = {key: n for n, key in enumerate(sorted(names, key=lambda key: names[key].casefold().translate(_NORWEGIAN)))}
    return ranked(column, ranks)


def _rule_names(today: Today) -> dict[str, str]:
    return {id: rule.name for id, rule in today.desk.rulebook.rules.items()}


def _enhet_names(today: Today) -> dict[str, str]:
    return {id: today.directory.name_of(id, today.day) for id in today.directory.enheter()}


def _owners(tx: Transaction, today: Today, conditions: Sequence[Any]) -> dict[str, str]:
    """Of those in the list alone."""
    found = {}
    for id in tx.saker.distinct("owner", *conditions):
        person = today.directory.person(id, today.day) if id else None
        if id:
            found[id] = person.name if person is not None else id
    return found
