"""Follow the reglementer: what was changed in them is written down once, marks the rules that rest on it, and is told.

Why as it is found and not when somebody says so: whoever changes a text seldom knows which rules rest on it. The first
time a reglement is seen nothing is marked; that is how it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from kontroll.domain.actor import SYSTEM
from kontroll.domain.notice import Reason
from kontroll.domain.policy import INTERNAL_CONTROL
from kontroll.domain.reglement import Reglementer, SkalSentence
from kontroll.domain.reglementreview import (
    ChangeKind,
    KnownSentence,
    RuleReview,
    SentenceChange,
    change_id,
    rules_to_review,
    sentence_changes,
)
from kontroll.domain.rule import Status
from kontroll.flows.people.today import Today
from kontroll.flows.saker.acting import today_of
from kontroll.flows.telling.tell import people_for, tell_of
from kontroll.report.skal_changes import change_sentence, review_sentence
from kontroll.store.transaction import Transaction
from kontroll.wiring import Desk

#: `reglement endret:CHANGE` -> what internal control shall be told, until somebody could be told; "" after that.
_UNTOLD = "reglement endret:"


@dataclass(frozen=True, slots=True)
class FollowedReglementer:
    """What was found now. notices: new ones."""

    changes: Sequence[SentenceChange] = ()
    reviews: Sequence[RuleReview] = ()
    notices: int = 0


def follow_reglementer(tx: Transaction, today: Today, now: datetime) -> FollowedReglementer:
    """Hold the texts as they are against how they last were. Done again, it finds nothing more."""
    reglementer, known = today.desk.reglementer, tx.known_sentences.all()
    changes = sentence_changes(known, reglementer)
    reviews: list[RuleReview] = []
    if changes:
        reviews = _marked(tx, today, known, changes, now)
    _remember(tx, known, reglementer, now)
    return FollowedReglementer(changes, reviews, _tell(tx, today))


def follow_between_runs(desk: Desk, now: datetime) -> None:
    """The same where nothing else is to be done; nothing is written where nothing was changed."""
    with desk.database.reading() as tx:
        if not sentence_changes(tx.known_sentences.all(), desk.reglementer):
            return
    with desk.database.transaction(SYSTEM.person, now) as tx:
        follow_reglementer(tx, today_of(desk, tx, now), now)


def open_reviews(tx: Transaction) -> list[RuleReview]:
    """Those that no person has confirmed yet, by rule."""
    return tx.reviews.where(tx.reviews.table.c.confirmed_at.is_(None))


def _marked(
    tx: Transaction, today: Today, known: Sequence[KnownSentence], changes: Sequence[SentenceChange], now: datetime
) -> list[RuleReview]:
    reglementer = today.desk.reglementer
    id = change_id(known, reglementer)
    rules = [rule for _id, rule in sorted(today.desk.rulebook.rules.items()) if rule.status is not Status.RETIRED]
    reviews = rules_to_review(rules, known, reglementer, id, now)
    tx.reviews.add_all(reviews)
    by_kind = {kind.value: sum(one.kind is kind for one in changes) for kind in ChangeKind}
    marked = ",".join(sorted({one.rule for one in reviews}))
    tx.trail.append("reglement endret", {"change": id, **by_kind, "rules": marked})
    told = [
        *(change_sentence(one, reglementer) for one in changes),
        *(review_sentence(one, reglementer) for one in reviews),
    ]
    tx.marks.set(_UNTOLD + id, "\n".join(told))
    return reviews


def _remember(tx: Transaction, known: Sequence[KnownSentence], reglementer: Reglementer, now: datetime) -> None:
    stood = {(one.reglement, one.number): one for one in known}
    current = {(one.reglement, one.number): one for one in reglementer.sentences}
    new = [_known(one, now) for key, one in current.items() if key not in stood]
    tx.known_sentences.add_all(new)
    for before, after in _moved_on(stood.values(), current, now):
        tx.known_sentences.save(before, after)
    first = sorted({one.reglement for one in new} - {one.reglement for one in known})
    if first:
        count = sum(one.reglement in first for one in new)
        tx.trail.append("reglement lest første gang", {"reglement": ",".join(first), "sentences": count})


def _moved_on(
    stood: Iterable[KnownSentence], current: dict[tuple[str, str], SkalSentence], now: datetime
) -> Iterator[tuple[KnownSentence, KnownSentence]]:
    for before in stood:
        after = current.get((before.reglement, before.number))
        fingerprint, text = ("", "") if after is None else (after.fingerprint, after.text)
        if fingerprint != before.fingerprint:
            yield before, replace(before, fingerprint=fingerprint, text=text, since=now)


def _known(sentence: SkalSentence, now: datetime) -> KnownSentence:
    return KnownSentence(
        reglement=sentence.reglement,
        number=sentence.number,
        fingerprint=sentence.fingerprint,
        text=sentence.text,
        since=now,
    )


def _tell(tx: Transaction, today: Today) -> int:
    """One notice for each change set to each who follows the controls; told later where there is nobody yet."""
    waiting = {name: why for name, why in tx.marks.starting_with(_UNTOLD).items() if why}
    people = people_for(today, [INTERNAL_CONTROL], "") if waiting else []
    notices = 0
    for name, why in sorted(waiting.items() if people else ()):
        tx.marks.set(name, "")
        notices += tell_of(tx, today, Reason.SKAL_CHANGED, name.removeprefix(_UNTOLD), people, why=why)
    return notices
