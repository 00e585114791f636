"""Export the state: what a kommune has come to, without the ids and times that depend on how it came there.

Two lives may be held against each other by it, and one life against the same lived again. Months stand, since they are
what the data speak of. An avvik has its place among those of its subject instead of its number, which is given in the
order things came to light; a sak is known by what it is about, and so are its tiltak and notices.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from kontroll.domain.avvik import Avvik
from kontroll.domain.avvikchange import in_order
from kontroll.domain.month import Month
from kontroll.domain.notice import Notice
from kontroll.domain.sak import Sak
from kontroll.domain.tiltak import Tiltak
from kontroll.domain.unntak import Unntak
from kontroll.store.transaction import Transaction

Line = dict[str, object]


def export_state(tx: Transaction) -> list[Line]:
    """One line for each avvik that counts, sak, tiltak, unntak and kind of notice; `what` says which. Sorted.

    Everything in a line is a text, a number, a truth value, a list of texts or None. Alike lines are there as often as
    there are such things; notices are counted instead (`times`), since they are many.
    """
    saker = {sak.id: sak for sak in tx.saker.all()}
    placed = list(_placed(tx.avvik.all()))
    inside: dict[str, list[str]] = defaultdict(list)
    for place, avvik in placed:
        if avvik.sak is not None:
            inside[avvik.sak].append(f"{avvik.rule}/{avvik.subject} {place}")
    lines = [_avvik(place, avvik) for place, avvik in placed]
    lines += [_sak(sak, sorted(inside[sak.id])) for sak in saker.values()]
    lines += [_tiltak(one, saker[one.sak]) for one in tx.tiltak.all()]
    lines += [_unntak(one) for one in tx.unntak.all()]
    lines += _notices(tx.notices.all(), saker)
    return sorted(lines, key=lambda line: json.dumps(line, sort_keys=True))


def _placed(stored: Sequence[Avvik]) -> Iterator[tuple[int, Avvik]]:
    """Which time in a row each is, from 1."""
    by_subject: dict[tuple[str, str], list[Avvik]] = defaultdict(list)
    for avvik in stored:
        by_subject[avvik.rule, avvik.subject].append(avvik)
    for occurrences in by_subject.values():
        yield from enumerate(in_order(occurrences), start=1)


def _avvik(place: int, avvik: Avvik) -> Line:
    return {
        "what": "avvik",
        "rule": avvik.rule,
        "subject": avvik.subject,
        "place": place,
        "enhet": avvik.enhet,
        "phase": avvik.phase.value,
        "first": str(avvik.first),
        "opened": _month(avvik.opened),
        "last_struck": str(avvik.last_struck),
        "resolved": _month(avvik.resolved),
        "gone_since": _month(avvik.gone_since),
        "severity": avvik.severity.value,
        "trial": avvik.trial,
    }


def _sak(sak: Sak, avvik: list[str]) -> Line:
    return {
        "what": "sak",
        **_about(sak),
        "state": sak.state.value,
        "severity": sak.severity.value,
        "owner": sak.owner,
        "level": sak.level,
        "answer": sak.answer.value if sak.answer else None,
        "answered_by": sak.answered_by,
        "outcome": sak.outcome.value if sak.outcome else None,
        "closed_by": sak.closed_by,
        "evidence": sak.evidence,
        "occurrence": sak.occurrence,
        "reopened": sak.reopened,
        "avvik": avvik,
    }


def _tiltak(tiltak: Tiltak, sak: Sak) -> Line:
    return {
        "what": "tiltak",
        **_about(sak),
        "owner": tiltak.owner,
        "done": tiltak.done is not None,
        "done_by": tiltak.done_by,
    }


def _unntak(unntak: Unntak) -> Line:
    return {
        "what": "unntak",
        "rule": unntak.rule,
        "enhet": unntak.enhet,
        "post": unntak.post,
        "first": str(unntak.first),
        "last": str(unntak.last),
        "granted_by": unntak.granted_by,
    }


def _notices(notices: Sequence[Notice], saker: Mapping[str, Sak]) -> list[Line]:
    counted = Counter(
        (
            notice.reason.value,
            notice.recipient,
            notice.channel,
            notice.rule,
            notice.enhet,
            _month(notice.month),
            _kind(saker.get(notice.sak or "")),
            notice.state.value,
            notice.urgent,
            notice.answered_at is not None,
        )
        for notice in notices
    )
    names = ("reason", "recipient", "channel", "rule", "enhet", "month", "kind", "state", "urgent", "answered")
    return [{"what": "notice", **dict(zip(names, key, strict=True)), "times": n} for key, n in counted.items()]


def _about(sak: Sak) -> Line:
    """What a sak is known by where its number means nothing."""
    return {"kind": sak.kind, "rule": sak.rule, "enhet": sak.enhet, "month": str(sak.month)}


def _kind(sak: Sak | None) -> str | None:
    return sak.kind if sak is not None else None


def _month(month: Month | None) -> str | None:
    return str(month) if month is not None else None
