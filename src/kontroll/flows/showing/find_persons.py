"""Find persons: the saker in which somebody is, by a part of her name or a value of a personal field.

Why apart from the queue: what is sought is personal, and must stand in no address; and of records only those count in
which the searcher may read the persons.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

import polars as pl

from kontroll.domain.access import Thing, Viewer, seen
from kontroll.facts.facts import KEY, Facts, RecordTable
from kontroll.flows.people.today import Today
from kontroll.flows.saker.seen_saker import seen_saker
from kontroll.store.transaction import Transaction

#: Characters that must be written: two letters are in everybody's name.
SHORTEST = 3
_AT_ONCE = 400


def saker_about(tx: Transaction, today: Today, viewer: Viewer, facts: Facts, word: str) -> frozenset[str]:
    """Ids of the saker she may see, closed ones too. word: a part of a name, or of what stands in a personal field."""
    people = _people(tx, today, word)
    return frozenset({*_by_people(tx, viewer, people), *_by_records(tx, today, viewer, facts, word, people)})


def _people(tx: Transaction, today: Today, word: str) -> set[str]:
    """Ids of those of that name or id, now or in any sak."""
    known = set(today.directory.places_on(today.day))
    for field in ("owner", "escalated_to", "answered_by", "handler"):
        known |= {id for id in tx.saker.distinct(field) if id}
    part = word.casefold()
    return {id for id in known if part in _name(today, id).casefold() or part == id.casefold()}


def _name(today: Today, id: str) -> str:
    person = today.directory.person(id, today.day)
    return person.name if person is not None else ""


def _by_people(tx: Transaction, viewer: Viewer, people: Collection[str]) -> Iterator[str]:
    at, sees = tx.saker.table.c, seen_saker(tx, viewer)
    promised = {tiltak.sak for tiltak in tx.tiltak.among("owner", people)}
    for some in _some(sorted(people)):
        part = at.owner.in_(some) | at.escalated_to.in_(some) | at.answered_by.in_(some) | at.handler.in_(some)
        yield from (sak.id for sak in tx.saker.where(part, *sees))
    for some in _some(sorted(promised)):
        yield from (sak.id for sak in tx.saker.where(at.id.in_(some), *sees))


def _by_records(
    tx: Transaction, today: Today, viewer: Viewer, facts: Facts, word: str, people: Collection[str]
) -> Iterator[str]:
    persons, sees, at = seen(viewer, Thing.PERSONAL), seen_saker(tx, viewer), tx.saker.table.c
    if persons.is_none:
        return
    of = {rule.id: rule.dataset for rule in today.desk.rulebook.rules.values() if rule.dataset}
    posts = {id: _posts(table, word, people) for id, table in facts.records.items()}
    wanted = {post for found in posts.values() for post in found}
    saker = {
        avvik.sak
        for avvik in tx.avvik.among("post", wanted)
        if avvik.sak and avvik.post in posts.get(of.get(avvik.rule) or "", ()) and persons.holds(avvik.enhet)
    }
    for some in _some(sorted(saker)):
        yield from (sak.id for sak in tx.saker.where(at.id.in_(some), *sees))


def _posts(table: RecordTable, word: str, people: Collection[str]) -> set[str]:
    """Keys of the records that hold the word, or one of those persons, in a personal field."""
    fields = [f.id for f in table.dataset.fields if f.personal and f.id in table.frame.columns]
    if not fields:
        return set()
    texts = [pl.col(field).cast(pl.String) for field in fields]
    holds = [text.str.to_lowercase().str.contains(word.casefold(), literal=True) for text in texts]
    meant = [text.is_in(sorted(people)) for text in texts]
    found = table.standing().filter(pl.any_horizontal(*holds, *meant))
    return {key for key in found.get_column(KEY).to_list() if key is not None}


def _some(ids: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]
