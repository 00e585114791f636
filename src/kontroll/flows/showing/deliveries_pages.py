"""Deliveries on a page: what is waited for and what it is worth, and what came, with what was wrong in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from kontroll.domain.access import Thing, Viewer, seen
from kontroll.domain.delivery import FORMATS, Delivery, Taken
from kontroll.domain.month import Frequency, Month, Period
from kontroll.domain.policy import ExpectedDelivery
from kontroll.domain.problem import Problem
from kontroll.domain.sak import MISSING_DATA, SakState
from kontroll.flows.deliveries.strangers import DATASETS
from kontroll.flows.mail.letters import source_of
from kontroll.flows.paged import PER_PAGE, Paged, offset_of
from kontroll.flows.people.today import Today
from kontroll.flows.saker.missing import delivery_of, owners_of
from kontroll.flows.saker.seen_saker import sees_sak
from kontroll.report.inflection import Wanted
from kontroll.store.counts import counts_by
from kontroll.store.transaction import Transaction
from kontroll.texts import N_, NORWAY, _

#: Problems of one file that are told here; the command tells all.
MOST_PROBLEMS = 20


class Standing(Enum):
    """How an expected delivery stands. The value is told."""

    MISSING = N_("Mangler")
    AWAITED = N_("Ventes")
    IN_TIME = N_("Ingenting mangler")


class Which(Enum):
    """Which of the files that came."""

    REFUSED = "avvist"
    WITH_PROBLEMS = "feil"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    """A month of which something is missing. sak: its id; "" where the viewer may not see it."""

    month: Month
    sak: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """owner: who delivers it, by name. due: when the next, or the last one, falls due. period: which that is about.

    came: the day of the last file; None where it is not known by its name, as for indicators.
    """

    what: str
    owner: str
    frequency: Frequency
    period: Month
    due: date
    standing: Standing
    lacking: tuple[Lacking, ...]
    came: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """what: the data set, or what else the file holds. corrected: rows that were delivered before, with other content."""

    delivery: Delivery
    what: str
    corrected: int
    problems: tuple[Problem, ...]


def expected_deliveries(tx: Transaction, today: Today, viewer: Viewer) -> list[Expected]:
    """What lacks something first, then by when it is due."""
    open_saker = tx.saker.where(tx.saker.table.c.state != SakState.CLOSED, kind=MISSING_DATA)
    lacking: dict[str, list[Lacking]] = {}
    for sak in open_saker:
        found = delivery_of(today, sak)
        if found is not None:
            shown = sak.id if sees_sak(tx, viewer, sak) else ""
            lacking.setdefault(found.id, []).append(Lacking(month=sak.month, sak=shown))
    hers = [one for one in today.desk.policies.deliveries if _is_hers(today, viewer, one)]
    told = [_expected(tx, today, one, tuple(lacking.get(one.id, ()))) for one in hers]
    return sorted(told, key=lambda one: (list(Standing).index(one.standing), one.due, one.what))


def deliveries_page(
    tx: Transaction,
    today: Today,
    viewer: Viewer,
    which: Which | None,
    problems: Sequence[Problem],
    number: int,
    *,
    word: str = "",
    most: int = PER_PAGE,
) -> Paged[Came]:
    """The newest first. problems: all that were told of what is in the inbox now. word: in the file's name or what it holds."""
    rows, conditions = tx.deliveries.rows, list(_conditions(tx, today, viewer, which, word))
    found = rows.newest("seq", *conditions, limit=most, offset=offset_of(number))
    changed = tx.deliveries.changed
    corrected = counts_by(changed, "delivery", where=changed.table.c.delivery.in_([one.seq for one in found]))
    may_read = seen(viewer, Thing.RECORD).is_all
    shown = [
        Came(
            delivery=one,
            what=_what(today, one.kind),
            corrected=corrected.get((one.seq,), 0),
            problems=tuple(_problems(one, problems)) if may_read or not seen(viewer, Thing.DELIVERY).is_all else (),
        )
        for one in found
    ]
    return Paged(shown, number, rows.count(*conditions))


def _conditions(tx: Transaction, today: Today, viewer: Viewer, which: Which | None, word: str) -> Iterator[Any]:
    at = tx.deliveries.rows.table.c
    if not seen(viewer, Thing.DELIVERY).is_all:
        owned = [one.dataset for one in today.desk.policies.deliveries if _is_hers(today, viewer, one)]
        yield at.kind.in_([f"{DATASETS}/{dataset}" for dataset in owned if dataset])
    if which is Which.REFUSED:
        yield at.taken == Taken.REFUSED
    elif which is Which.WITH_PROBLEMS:
        yield at.problems > 0
    if word:
        wanted = Wanted.of(word)
        kinds = [kind for kind in tx.deliveries.rows.distinct("kind") if wanted.is_in(_what(today, str(kind)))]
        yield at.kind.in_(kinds) | at.name.icontains(word, autoescape=True)


def _is_hers(today: Today, viewer: Viewer, expected: ExpectedDelivery) -> bool:
    if seen(viewer, Thing.DELIVERY).is_all:
        return True
    return viewer.person in {owner.person for owner in owners_of(today, expected)}


def _expected(tx: Transaction, today: Today, one: ExpectedDelivery, lacking: tuple[Lacking, ...]) -> Expected:
    period = Period.containing(Month.of(today.day), one.frequency).plus(-1)
    due = today.desk.days.after(period.last_month.last_day, one.due_working_days)
    if due < today.day:
        # The last one is over: what is waited for is the one of the period that runs.
        period = period.plus(1)
        due = today.desk.days.after(period.last_month.last_day, one.due_working_days)
    latest = _latest(tx, one)
    came = latest.received.astimezone(NORWAY).date() if latest is not None else None
    has_come = latest is not None and latest.last is not None and latest.last >= period.last_month
    is_over = period.last_month < Month.of(today.day)
    standing = Standing.AWAITED if is_over and not has_come else Standing.IN_TIME
    owners = [today.directory.person(owner.person, today.day) for owner in owners_of(today, one)]
    return Expected(
        what=source_of(today, one),
        owner=", ".join(owner.name for owner in owners[:2] if owner is not None),
        frequency=one.frequency,
        period=period.last_month,
        due=due,
        standing=Standing.MISSING if lacking else standing,
        lacking=tuple(sorted(lacking, key=lambda lack: lack.month)),
        came=came,
    )


def _latest(tx: Transaction, one: ExpectedDelivery) -> Delivery | None:
    if one.dataset is None:
        return None
    found = tx.deliveries.rows.newest("seq", kind=f"{DATASETS}/{one.dataset}", taken=Taken.TAKEN, limit=1)
    return found[0] if found else None


_KINDS = {
    "organisasjon": N_("Organisasjon"), "personer": N_("Personer"), "ambisjoner": N_("Ambisjoner"),
    "maalinger": N_("Målinger"),
}  # fmt: skip


def _what(today: Today, kind: str) -> str:
    name = kind.partition("/")[2]
    if kind.startswith(f"{DATASETS}/"):
        dataset = today.desk.rulebook.datasets.get(name)
        return dataset.name if dataset is not None else name
    if kind.startswith(f"{FORMATS}/"):
        return _("Fil på formatet {format}").format(format=name)
    return _(_KINDS[kind]) if kind in _KINDS else kind


def _problems(delivery: Delivery, problems: Sequence[Problem]) -> list[Problem]:
    if not delivery.problems:
        return []
    name = delivery.name
    return [one for one in problems if one.place.file == name or one.place.file.endswith(f"/{name}")][:MOST_PROBLEMS]
