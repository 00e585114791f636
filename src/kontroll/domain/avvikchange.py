"""Which stored avvik is which occurrence of the replay, what has changed about it, and how it is kept from now on.

Why numbers are given once: a correction may put an occurrence before, between or after those we knew. Were they
numbered anew, the sak that somebody works on would become that of another time. So an avvik keeps its number as long as
one month of it is left, and one that came to light later gets the next free number. Which time in a row it is, is its
place in `in_order`, not its number; read so, a life with corrections ends like one with all data in time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from kontroll.domain.avvik import Avvik, Occurrence, Phase
from kontroll.domain.month import Month
from kontroll.domain.rule import Severity


class ChangeKind(Enum):
    """What happened to an avvik. Only WAITING, OPENED, RESOLVED, WAITING_ENDED, GONE and BACK need no correction."""

    WAITING = "begynte å vente"
    WAITING_ENDED = "sluttet å vente"
    OPENED = "utløst"
    RESOLVED = "løst"
    REOPENED = "utløst igjen av rettede data"
    UNOPENED = "venter igjen etter rettede data"
    WITHDRAWN = "trukket av rettede data"
    FIRST_MOVED = "første måned flyttet"
    OPENED_MOVED = "utløst i en annen måned"
    RESOLVED_MOVED = "løst i en annen måned"
    GONE = "borte"
    BACK = "tilbake"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """before, after: the month that the kind speaks of, as it was and as it is; None where there is none."""

    kind: ChangeKind
    before: Month | None = None
    after: Month | None = None


# --- which is which -------------------------------------------------------------------------------------------------


def matched(
    stored: Sequence[Avvik], lived: Sequence[Occurrence], *, dated_record: bool = False
) -> list[tuple[Avvik | None, Occurrence | None]]:
    """Every stored avvik and every occurrence of one rule and subject, each in one pair.

    Occurrences come first, oldest first; each bears the number of its avvik, or the next free one where it has none.
    Then the stored ones without occurrence, by number: they are to be withdrawn. An occurrence is the avvik with the
    same first month, else the oldest one that shares a month with it, else one withdrawn that did, which is thereby
    taken up again, else one that never opened. The only avvik of a dated record follows it to whatever month it is in.
    """
    left = sorted(stored, key=lambda avvik: avvik.number)
    found: dict[int, Avvik] = {}
    for fits in _fits(dated_record):
        for occurrence in lived:
            avvik = None if occurrence.number in found else next((a for a in left if fits(a, occurrence)), None)
            if avvik is not None:
                found[occurrence.number] = avvik
                left.remove(avvik)
    free = max((avvik.number for avvik in stored), default=0)
    pairs: list[tuple[Avvik | None, Occurrence | None]] = []
    for occurrence in lived:
        avvik = found.get(occurrence.number)
        free += avvik is None
        pairs.append((avvik, replace(occurrence, number=free if avvik is None else avvik.number)))
    return pairs + [(avvik, None) for avvik in left]


def _fits(dated_record: bool) -> Iterator[Callable[[Avvik, Occurrence], bool]]:
    """Who is whose, the surest first."""
    yield lambda avvik, occurrence: not avvik.withdrawn and avvik.first == occurrence.first
    yield lambda avvik, occurrence: not avvik.withdrawn and _share_a_month(avvik, occurrence)
    yield _share_a_month
    # Nobody was told of one that only waited, so its number may go to another.
    yield lambda avvik, _: avvik.opened is None and avvik.sak is None
    if dated_record:
        yield lambda _avvik, _occurrence: True


def _share_a_month(avvik: Avvik, occurrence: Occurrence) -> bool:
    return avvik.first <= _last(occurrence) and occurrence.first <= _last(avvik)


def _last(one: Avvik | Occurrence) -> Month:
    return one.resolved or one.last_struck


def in_order(stored: Iterable[Avvik]) -> tuple[Avvik, ...]:
    """Those of one rule and subject that count, oldest first: the third of them is the third time."""
    return tuple(sorted((avvik for avvik in stored if not avvik.withdrawn), key=lambda avvik: avvik.first))


# --- what has changed -----------------------------------------------------------------------------------------------


def differences(before: Avvik | None, after: Occurrence | None) -> tuple[Change, ...]:
    """What happened between a stored avvik and its occurrence, in the order it is told. Empty: nothing to tell.

    More months of utslag in an open one are nothing to tell, though `renewed` keeps the last of them.
    """
    if before is None or before.withdrawn:
        again = before is not None and before.opened is not None
        return () if after is None else (*_begun(after, again), *_gone(None, after.gone_since))
    if after is None:
        return (_unmade(before),)
    return (*_phases(before, after), *_moved(before, after), *_gone(before.gone_since, after.gone_since))


def _begun(after: Occurrence, again: bool) -> Iterator[Change]:
    if after.phase is Phase.WAITING:
        yield Change(kind=ChangeKind.WAITING, after=after.first)
        return
    yield Change(kind=ChangeKind.REOPENED if again else ChangeKind.OPENED, after=after.opened)
    if after.phase is Phase.RESOLVED:
        yield Change(kind=ChangeKind.RESOLVED, after=after.resolved)


def _unmade(before: Avvik) -> Change:
    if before.opened is None:
        return Change(kind=ChangeKind.WAITING_ENDED, before=before.first)
    return Change(kind=ChangeKind.WITHDRAWN, before=before.opened)


def _phases(before: Avvik, after: Occurrence) -> Iterator[Change]:
    if after.phase is before.phase:
        return
    if after.phase is Phase.WAITING:
        yield Change(kind=ChangeKind.UNOPENED, before=before.opened)
    elif before.phase is Phase.RESOLVED:
        yield Change(kind=ChangeKind.REOPENED, before=before.resolved, after=after.opened)
    elif before.phase is Phase.OPEN:
        yield Change(kind=ChangeKind.RESOLVED, after=after.resolved)
    else:
        yield from _begun(after, again=False)


def _moved(before: Avvik, after: Occurrence) -> Iterator[Change]:
    """Months that both know, but not as the same."""
    for kind, old, new in (
        (ChangeKind.FIRST_MOVED, before.first, after.first),
        (ChangeKind.OPENED_MOVED, before.opened, after.opened),
        (ChangeKind.RESOLVED_MOVED, before.resolved, after.resolved),
    ):
        if old is not None and new is not None and old != new:
            yield Change(kind=kind, before=old, after=new)


def _gone(before: Month | None, after: Month | None) -> Iterator[Change]:
    if before != after:
        yield Change(kind=ChangeKind.BACK if after is None else ChangeKind.GONE, before=before, after=after)


# --- how it is kept -------------------------------------------------------------------------------------------------


def begun(
    occurrence: Occurrence,
    *,
    rule: str,
    enhet: str,
    post: str,
    severity: Severity,
    trial: bool,
    sak: str | None = None,
    confined: bool = False,
) -> Avvik:
    """A new avvik. The occurrence bears the number it got from `matched`."""
    return Avvik(
        rule=rule,
        subject=post or enhet,
        number=occurrence.number,
        enhet=enhet,
        post=post,
        first=occurrence.first,
        opened=occurrence.opened,
        last_struck=occurrence.last_struck,
        resolved=occurrence.resolved,
        phase=occurrence.phase,
        gone_since=occurrence.gone_since,
        severity=severity,
        trial=trial,
        sak=sak,
        confined=confined,
    )


def renewed(avvik: Avvik, after: Occurrence | None) -> Avvik:
    """The avvik as its occurrence is now; equal to it where nothing is to be saved. None: withdrawn, never deleted.

    Its severity, its sak and whether it is on trial stay as they were. Raises ValueError for another's number.
    """
    if after is None:
        return replace(avvik, phase=Phase.RESOLVED, resolved=None, gone_since=None, withdrawn=True)
    if after.number != avvik.number:
        raise ValueError(f"occurrence {after.number} is not {avvik.key}")
    return replace(
        avvik,
        first=after.first,
        opened=after.opened,
        last_struck=after.last_struck,
        resolved=after.resolved,
        phase=after.phase,
        gone_since=after.gone_since,
        withdrawn=False,
    )
