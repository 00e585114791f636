"""The people: leaders who change, acting leaders, deputies and vacancies, and everyone with another role.

Ids are stable; names and addresses are not. P10001 and up have a role in the line or in a control, P20000 and up are
employees who are only seen by their id.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from kontroll.example.chance import between, chance, pick
from kontroll.example.days import MONTHS
from kontroll.example.names import FEMALE, MALE, SURNAMES, folded
from kontroll.example.scene import Scene
from kontroll.example.structure import LONG_AGO, OPEN, PLANTED_SITE, Enhet, Organisation

LEADER, ACTING, DEPUTY = "leder", "fungerende", "stedfortreder"

#: Roles outside the line: (role, unit, how many).
OFFICES = (
    ("økonomikonsulent", "1100", 6),
    ("controller", "1100", 4),
    ("HR-rådgiver", "1200", 4),
    ("innkjøpsrådgiver", "1300", 3),
    ("internkontroll", "1700", 3),
    ("personvernombud", "1000", 1),
    ("hovedverneombud", "1200", 1),
    ("hovedtillitsvalgt", "1200", 3),
    ("ordfører", "1000", 1),
    ("kontrollutvalgets leder", "1000", 1),
)


@dataclass(frozen=True, slots=True)
class Tenure:
    """Someone leads a unit in months `first` to `last`; nobody when `person` is empty."""

    unit: str
    person: str
    role: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of personer.csv, in months of the period."""

    person: str
    name: str
    email: str
    role: str
    unit: str
    first: int
    last: int


@dataclass
class People:
    """Who leads what when, who attests, and the rows of personer.csv.

    leader[unit][month] is the id of the leader or acting leader, empty when the post is vacant or the unit closed.
    """

    tenures: list[Tenure] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    leader: dict[str, list[str]] = field(default_factory=dict)
    attestants: dict[str, list[str]] = field(default_factory=dict)
    deputies: dict[str, str] = field(default_factory=dict)
    offices: dict[str, list[str]] = field(default_factory=dict)
    first_employee: dict[str, int] = field(default_factory=dict)

    def employee(self, rng: Random, unit: str, headcount: int) -> str:
        return f"P{self.first_employee[unit] + int(rng.random() * headcount)}"


class _Register:
    """Gives every new person an id, a name and an address nobody else has."""

    def __init__(self, scene: Scene) -> None:
        self._rng = scene.stream("names")
        self._next = 10_001
        self._taken: set[str] = set()
        self.known: dict[str, tuple[str, str]] = {}

    def new(self) -> str:
        rng = self._rng
        first = pick(rng, FEMALE if chance(rng, 0.62) else MALE)
        name = f"{first} {pick(rng, SURNAMES)}"
        id = f"P{self._next}"
        self._next += 1
        self.known[id] = (name, self.address(name))
        return id

    def address(self, name: str) -> str:
        local = folded(name).replace("-", ".")
        number = 2
        free = local
        while free in self._taken:
            free = f"{local}{number}"
            number += 1
        self._taken.add(free)
        return f"{free}@furuvik.example"


def _changes(scene: Scene, unit: Enhet, register: _Register, deputy: str) -> list[Tenure]:
    """The leaders of one unit, one after the other, without holes."""
    rng = scene.stream("leaders", unit.id)
    end = unit.closed
    found: list[Tenure] = []
    person, role, since = register.new(), LEADER, unit.opened
    month = max(unit.opened + 1, 1)

    def hand_over(new: str, new_role: str) -> None:
        nonlocal person, role, since
        found.append(Tenure(unit.id, person, role, since, month - 1))
        person, role, since = new, new_role, month

    while month < min(end, MONTHS):
        steps = _SCRIPT.get((unit.id, month))
        if steps is None and unit.id != PLANTED_SITE and chance(rng, 0.0085):
            share = rng.random()
            steps = "direct" if share < 0.42 else "acting" if share < 0.80 else "leave" if share < 0.92 else "vacant"
        if steps == "direct":
            hand_over(register.new(), LEADER)
        elif steps == "acting":
            hand_over(deputy, ACTING)
            month += between(rng, 2, 5)
            if month < min(end, MONTHS):
                hand_over(deputy if chance(rng, 0.3) else register.new(), LEADER)
        elif steps == "leave":
            absent = person
            hand_over(deputy, ACTING)
            month += between(rng, 4, 8)
            if month < min(end, MONTHS):
                hand_over(absent, LEADER)
        elif steps == "vacant":
            hand_over("", "")
            month += between(rng, 1, 3)
            if month < min(end, MONTHS):
                hand_over(register.new(), LEADER)
        month += 4 if steps else 1
    found.append(Tenure(unit.id, person, role, since, end))
    return found


#: What always happens, whatever the seed: a vacancy and an acting leader in the last months, and one of each before.
_SCRIPT = {
    ("2105", 34): "acting",
    ("2804", 4): "acting",
    ("2604", 35): "vacant",
    ("3204", 11): "vacant",
    ("2203", 7): "leave",
    ("3401", 21): "acting",
    ("4103", 15): "direct",
    ("2500", 13): "direct",
}
#: Two small units with the same leader all the time: the second has the leader of the first.
_SHARED = {"4119": "4120", "2612": "2613"}


def people(scene: Scene, organisation: Organisation) -> People:
    """Everyone with a role, for all units."""
    register, result = _Register(scene), People()
    next_employee = 20_000
    for unit in organisation.units.values():
        deputy = register.new()
        result.deputies[unit.id] = deputy
        result.tenures += _changes(scene, unit, register, deputy)
        result.attestants[unit.id] = [register.new()] if unit.size < 12 else [register.new(), register.new()]
        result.first_employee[unit.id] = next_employee
        next_employee += headcount(unit) + 20
    _share_leaders(result)
    for role, unit_id, amount in OFFICES:
        result.offices[role] = [register.new() for _ in range(amount)]
        result.entries += [_entry(register, p, role, unit_id, LONG_AGO, OPEN) for p in result.offices[role]]
    for tenure in result.tenures:
        months = result.leader.setdefault(tenure.unit, [""] * MONTHS)
        for month in range(max(tenure.first, 0), min(tenure.last, MONTHS - 1) + 1):
            months[month] = tenure.person
        if tenure.person:
            result.entries.append(_entry(register, tenure.person, tenure.role, tenure.unit, tenure.first, tenure.last))
    for unit in organisation.units.values():
        role_months = unit.opened, unit.closed
        result.entries.append(_entry(register, result.deputies[unit.id], DEPUTY, unit.id, *role_months))
        result.entries += [_entry(register, p, "attestant", unit.id, *role_months) for p in result.attestants[unit.id]]
    result.entries = _renamed(scene, register, result.entries)
    return result


def _share_leaders(result: People) -> None:
    for follower, first in _SHARED.items():
        result.tenures = [t for t in result.tenures if t.unit != follower] + [
            Tenure(follower, t.person, t.role, t.first, t.last) for t in result.tenures if t.unit == first
        ]
    result.tenures.sort(key=lambda t: (t.unit, t.first))


def _entry(register: _Register, person: str, role: str, unit: str, first: int, last: int) -> Entry:
    name, email = register.known[person]
    return Entry(person, name, email, role, unit, first, last)


def _renamed(scene: Scene, register: _Register, entries: list[Entry]) -> list[Entry]:
    """Some people take a new name: same id, new name and address from that month."""
    rng = scene.stream("renamed")
    new: dict[str, tuple[int, str, str]] = {}
    for entry in entries:
        if entry.person not in new and len(new) < 8 and chance(rng, 0.012):
            name = f"{entry.name.split()[0]} {pick(rng, SURNAMES)}"
            new[entry.person] = (between(rng, 3, MONTHS - 4), name, register.address(name))
    found: list[Entry] = []
    for e in entries:
        change = new.get(e.person)
        if change is None or not e.first < change[0] <= e.last:
            found.append(e)
            continue
        month, name, email = change
        found.append(Entry(e.person, e.name, e.email, e.role, e.unit, e.first, month - 1))
        found.append(Entry(e.person, name, email, e.role, e.unit, month, e.last))
    return sorted(found, key=lambda e: (e.person, e.first, e.unit, e.role))


def headcount(unit: Enhet) -> int:
    """Employees of a unit: more people than årsverk, most where part time is common."""
    per_post = {"hjemmetjeneste": 1.7, "sykehjem": 1.65, "barnehage": 1.2, "skole": 1.25, "kultur": 1.5}
    return max(2, int(unit.size * per_post.get(unit.service, 1.08) + 0.5))
