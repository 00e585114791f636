"""Privacy pages: which personal fields are held, why, how long, who may see them, and how often people asked for their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kontroll.domain.access import TABLE, Act, Role, Thing
from kontroll.domain.dataset import BUILT_IN, DataSet
from kontroll.domain.delivery import Taken
from kontroll.domain.policy import Kept, RetentionRule
from kontroll.domain.rule import Rule
from kontroll.flows.deliveries.strangers import DATASETS
from kontroll.flows.people.hand_out import kinds_called
from kontroll.flows.reglement.control_measures import measure_rules
from kontroll.report.handout.categories import CATEGORIES, Category, retention_of
from kontroll.store.transaction import Transaction
from kontroll.texts import NORWAY
from kontroll.wiring import Desk

#: What holds something of persons, in the order it is shown.
THINGS = (
    Thing.PERSONAL, Thing.RECORD, Thing.SAK, Thing.NOTICE, Thing.KONTROLLTILTAK, Thing.LISTS, Thing.DELIVERY, Thing.TRAIL,
    Thing.USERS,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalSet:
    """id: of the data set. fields: what the personal ones are called. rules: those that read one of them. purposes: as they say.

    years: how long it is kept after the end of its year; None = nobody has said. last: when something came; None = nothing has.
    """

    id: str
    name: str
    fields: tuple[str, ...]
    rules: tuple[Rule, ...]
    purposes: tuple[str, ...]
    years: int | None
    last: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Who may see one kind of thing. own: also whoever it is about or belongs to."""

    thing: Thing
    roles: tuple[Role, ...]
    own: bool


@dataclass(frozen=True, slots=True)
class Given:
    """That somebody was given what is held about her; never who."""

    day: date
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Privacy:
    sets: tuple[PersonalSet, ...]
    access: tuple[Access, ...]
    categories: tuple[tuple[Category, list[str]], ...]
    given: tuple[Given, ...]


def privacy(tx: Transaction, desk: Desk) -> Privacy:
    rules, retention = measure_rules(desk.rulebook), desk.policies.retention
    datasets = [*BUILT_IN.values(), *desk.rulebook.datasets.values()]
    last = _last(tx)
    sets = [_personal(one, desk, rules, retention, last) for one in datasets if any(f.personal for f in one.fields)]
    called = kinds_called(desk)
    handed = sorted(tx.handed_out.all(), key=lambda one: one.number, reverse=True)
    return Privacy(
        sets=tuple(sorted(sets, key=lambda one: (not one.rules, one.name))),
        access=tuple(access()),
        categories=tuple((category, retention_of(category, retention, called)) for category in CATEGORIES),
        given=tuple(Given(one.at.astimezone(NORWAY).date(), one.rows) for one in handed),
    )


def access() -> list[Access]:
    """By the table that everything is decided by (domain/access.py)."""
    return [
        Access(
            thing=thing,
            roles=tuple(sorted(TABLE[thing].roles(Act.SEE), key=lambda role: list(Role).index(role))),
            own=TABLE[thing].own,
        )
        for thing in THINGS
    ]


def _personal(
    dataset: DataSet, desk: Desk, rules: Sequence[Rule], retention: Sequence[RetentionRule], last: dict[str, date]
) -> PersonalSet:
    kind = dataset.id if dataset.id in BUILT_IN else f"{DATASETS}/{dataset.id}"
    reading = tuple(rule for rule in rules if _reads(desk, rule, dataset))
    purposes = dict.fromkeys(rule.control_measure.purpose for rule in reading if rule.control_measure is not None)
    return PersonalSet(
        id=dataset.id,
        name=dataset.name,
        fields=tuple(field.called for field in dataset.fields if field.personal),
        rules=reading,
        purposes=tuple(purposes),
        years=years_kept(kind, retention),
        last=last.get(kind),
    )


def _reads(desk: Desk, rule: Rule, dataset: DataSet) -> bool:
    read = desk.rulebook.fields_read(rule)
    return any(one.id == dataset.id and (field := one.field(id)) is not None and field.personal for one, id in read)


def years_kept(kind: str, retention: Sequence[RetentionRule]) -> int | None:
    by_kind = {rule.kind: rule.years for rule in retention if rule.kept is Kept.DELIVERY}
    return by_kind.get(kind, by_kind.get(None))


def _last(tx: Transaction) -> dict[str, date]:
    """Kind -> the day on which something of it was taken in last."""
    taken = (one for one in tx.deliveries.known() if one.taken is Taken.TAKEN)
    return {one.kind: one.received.astimezone(NORWAY).date() for one in taken}
