"""Saker by words: in the number, in the name of the rule and in that of the enhet, whatever their form. Never in persons."""

from __future__ import annotations

from typing import Any

from kontroll.flows.people.today import Today
from kontroll.report.inflection import Wanted
from kontroll.store.transaction import Transaction


def with_words(tx: Transaction, today: Today, text: str) -> list[Any]:
    """Conditions of the query: every word of the text is found."""
    return [_with(tx, today, word) for word in text.split()]


def _with(tx: Transaction, today: Today, word: str) -> Any:
    at, wanted = tx.saker.table.c, Wanted.of(word)
    part, directory = word.casefold(), today.directory
    rules = [
        r.id for r in today.desk.rulebook.rules.values() if part in r.id.casefold() or _names(wanted, part, r.name)
    ]
    names = {id: directory.name_of(id, today.day) for id in directory.enheter()}
    enheter = [id for id, name in names.items() if part == id.casefold() or _names(wanted, part, name)]
    return at.id.icontains(word, autoescape=True) | at.rule.in_(rules) | at.enhet.in_(enheter)


def _names(wanted: Wanted, part: str, name: str) -> bool:
    return part in name.casefold() or wanted.is_in(name)
