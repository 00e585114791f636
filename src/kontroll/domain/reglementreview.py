"""What becomes of reglementer over time: which sentences were changed, which rules a person must look at, who has read what.

Why by number: rules refer to a point by its number. What stands under the number is what the rule rests on; when that
becomes another, somebody must see whether the rule still says the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from hashlib import sha256

from kontroll.domain.reglement import Reglementer, is_below, plain_number
from kontroll.domain.rule import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSentence:
    """A skal-sentence as it was when it was last looked at. fingerprint, text: "" where it is gone. since: it stood so."""

    reglement: str
    number: str
    fingerprint: str
    text: str
    since: datetime
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleReview:
    """A rule that rests on what was changed, until a person has looked at it.

    change: id of the change set. point: of the reglement, as the rule's hjemmel says; "" = all of it. before, after:
    the sentences there, one a line; "" = none. trail: the entry of the confirmation.
    """

    rule: str
    change: str
    reglement: str
    point: str
    found: datetime
    before: str
    after: str
    confirmed_by: str | None = None
    confirmed_at: datetime | None = None
    trail: int | None = None
    version: int = 0

    @property
    def is_open(self) -> bool:
        return self.confirmed_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A person has confirmed that she has read a reglement. digest: of the exact version; label: what it calls itself."""

    person: str
    reglement: str
    digest: str
    label: str
    at: datetime
    trail: int


class ChangeKind(Enum):
    CHANGED = "endret"
    NEW = "ny"
    GONE = "borte"
    MOVED = "nytt nummer"


@dataclass(frozen=True, slots=True)
class SentenceChange:
    """before, after: the texts; None where there was none, or is none. moved_from: its number before."""

    reglement: str
    number: str
    kind: ChangeKind
    before: str | None
    after: str | None
    moved_from: str | None = None


def sentence_changes(known: Iterable[KnownSentence], reglementer: Reglementer) -> list[SentenceChange]:
    """What is otherwise than it was known to be, by reglement and number. A reglement that was never seen is no change."""
    stood = {(one.reglement, one.number): one for one in known}
    seen = {reglement for reglement, _number in stood}
    now = {(s.reglement, s.number): s for s in reglementer.sentences if s.reglement in seen}
    went = {(key[0], one.fingerprint): key[1] for key, one in stood.items() if one.fingerprint and key not in now}
    moved = {(key[0], s.fingerprint) for key, s in now.items() if _is_new(stood.get(key))}
    found = []
    for key in sorted({*stood, *now}):
        before, after = stood.get(key), now.get(key)
        if after is None:
            if before is not None and before.fingerprint and (key[0], before.fingerprint) not in moved:
                found.append(SentenceChange(*key, ChangeKind.GONE, before.text, None))
        elif before is None or _is_new(before):
            number = went.get((key[0], after.fingerprint))
            kind = ChangeKind.NEW if number is None else ChangeKind.MOVED
            found.append(SentenceChange(*key, kind, None if number is None else after.text, after.text, number))
        elif before.fingerprint != after.fingerprint:
            found.append(SentenceChange(*key, ChangeKind.CHANGED, before.text, after.text))
    return found


def change_id(known: Iterable[KnownSentence], reglementer: Reglementer) -> str:
    """The same for the same change, whoever finds it; a text that is changed there and back again is changed anew."""
    before = sorted(f"{one.reglement} {one.number} {one.fingerprint} {one.version}" for one in known)
    after = sorted(f"{one.reglement} {one.number} {one.fingerprint}" for one in reglementer.sentences)
    return sha256("\n".join([*before, "->", *after]).encode()).hexdigest()[:16]


def rules_to_review(
    rules: Iterable[Rule], known: Sequence[KnownSentence], reglementer: Reglementer, change: str, now: datetime
) -> list[RuleReview]:
    """One for each point that a rule rests on and that does not say the same as it did."""
    before = _by_reglement((one.reglement, one.number, one.fingerprint, one.text) for one in known if one.fingerprint)
    after = _by_reglement((one.reglement, one.number, one.fingerprint, one.text) for one in reglementer.sentences)
    seen = {one.reglement for one in known}
    found: dict[tuple[str, str, str], RuleReview] = {}
    for rule in rules:
        for hjemmel in rule.hjemmel:
            if hjemmel.reglement is None or hjemmel.reglement not in seen:
                continue
            point = plain_number(hjemmel.punkt or "")
            was = _under(before.get(hjemmel.reglement, {}), point)
            becomes = _under(after.get(hjemmel.reglement, {}), point)
            if Counter(mark for mark, _text in was) != Counter(mark for mark, _text in becomes):
                found[rule.id, hjemmel.reglement, point] = RuleReview(
                    rule=rule.id,
                    change=change,
                    reglement=hjemmel.reglement,
                    point=point,
                    found=now,
                    before="\n".join(text for _mark, text in was),
                    after="\n".join(text for _mark, text in becomes),
                )
    return list(found.values())


def _is_new(before: KnownSentence | None) -> bool:
    return before is None or not before.fingerprint


def _by_reglement(sentences: Iterable[tuple[str, str, str, str]]) -> Mapping[str, dict[str, tuple[str, str]]]:
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for reglement, number, fingerprint, text in sentences:
        found.setdefault(reglement, {})[number] = fingerprint, text
    return found


def _under(sentences: Mapping[str, tuple[str, str]], point: str) -> list[tuple[str, str]]:
    """(fingerprint, text) of the sentences of a point; of all where the point is ""."""
    return [said for number, said in sentences.items() if not point or is_below(number, point)]
