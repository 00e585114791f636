"""The organisation of Furuvik kommune: 220 tjenestesteder in 8 services, and what was reorganised on the way.

Names and ids do not depend on the seed, only sizes do. Reorganised during the 36 months: two barnehager merged, a
hjemmetjeneste split, a skole and a branch library closed, a barnehage and a skole opened, two units moved to another
tjeneste, a virksomhet dissolved into another, a unit renamed, and a swimming hall closed for some months, and after that
alone in its tjeneste for a while.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from kontroll.example.chance import between
from kontroll.example.directory import AREAS, SERVICES, STAFF_DEPARTMENTS, UNIT_NAMES, VIRKSOMHETER
from kontroll.example.names import places
from kontroll.example.scene import Scene

LONG_AGO = -82
OPEN = 10_000

RAADMANN, STAFF, AREA, VIRKSOMHET, SITE = "rådmann", "stab", "kommunalsjef", "virksomhet", "tjenestested"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Months `first` to `last` (both included, OPEN = still so) with the same name, place and service."""

    first: int
    last: int
    name: str
    parent: str
    service: str


@dataclass(frozen=True, slots=True)
class Enhet:
    """One unit through the whole period; `size` is årsverk, `successor` the unit that took over."""

    id: str
    kind: str
    size: float
    stretches: tuple[Stretch, ...]
    successor: str = ""

    def at(self, month: int) -> Stretch | None:
        return next((s for s in self.stretches if s.first <= month <= s.last), None)

    @property
    def opened(self) -> int:
        return self.stretches[0].first

    @property
    def closed(self) -> int:
        return self.stretches[-1].last

    @property
    def service(self) -> str:
        return self.stretches[0].service

    @property
    def name(self) -> str:
        return self.stretches[-1].name


@dataclass
class Organisation:
    """All units by id, in the order of the ids."""

    units: dict[str, Enhet] = field(default_factory=dict)

    def sites(self) -> list[Enhet]:
        return [u for u in self.units.values() if u.kind == SITE]

    def above(self, id: str, month: int) -> list[str]:
        """The line of superiors from the nearest to rådmannen."""
        line: list[str] = []
        while id:
            unit = self.units[id]
            place = unit.at(month) or unit.stretches[0 if month < unit.opened else -1]
            id = place.parent
            if id:
                line.append(id)
        return line


#: The unit where the planted case happens, see planted.py.
PLANTED_SITE = "5102"


def _site_name(service: str, number: int, place: str) -> str:
    if service == "skole":
        return f"{place} {'ungdomsskole' if number % 4 == 3 else 'skole'}"
    if service == "barnehage":
        return f"{place} barnehage"
    if service == "hjemmetjeneste":
        return f"Hjemmetjenesten {place}" if number % 5 else f"{place} bofellesskap"
    return f"{place} {'sykehjem' if number % 3 else 'bo- og behandlingssenter'}"


def _tall(scene: Scene, id: str, low: int, high: int) -> float:
    """Årsverk with one decimal, more small than large."""
    rng = scene.stream("size", id)
    share = rng.random() * (0.45 + 0.55 * rng.random())
    return round(low + (high - low) * share * 1.25, 1)


def _sites(scene: Scene) -> dict[str, Enhet]:
    units: dict[str, Enhet] = {}
    names = places()
    for service, (homes, low, high) in SERVICES.items():
        number = 0
        for parent, amount in homes.items():
            for n in range(1, amount + 1):
                id = str(int(parent) + n)
                place = names[(number * 7 + {"skole": 0, "barnehage": 3, "sykehjem": 5}.get(service, 11)) % len(names)]
                fixed = UNIT_NAMES.get(service)
                name = fixed[number] if fixed else _site_name(service, number, place)
                units[id] = Enhet(
                    id, SITE, _tall(scene, id, low, high), (Stretch(LONG_AGO, OPEN, name, parent, service),)
                )
                number += 1
    units["2801"] = replace(units["2801"], size=34.0)
    units["4109"] = replace(units["4109"], size=3.2)
    units[PLANTED_SITE] = replace(units[PLANTED_SITE], size=24.0)
    return units


def _add(
    units: dict[str, Enhet],
    id: str,
    name: str,
    service: str,
    size: float,
    first: int,
    last: int = OPEN,
    successor: str = "",
) -> None:
    parent = id[:2] + "00"
    units[id] = Enhet(id, SITE, size, (Stretch(first, last, name, parent, service),), successor)


def _change(units: dict[str, Enhet], id: str, month: int, **new: str) -> None:
    """From `month` the unit has another name, parent or service."""
    unit = units[id]
    *before, now = unit.stretches
    after = replace(
        now,
        first=month,
        name=new.get("name", now.name),
        parent=new.get("parent", now.parent),
        service=new.get("service", now.service),
    )
    units[id] = replace(unit, stretches=(*before, replace(now, last=month - 1), after))


def _reorganise(scene: Scene, units: dict[str, Enhet]) -> None:
    july = scene.first_july(12)
    # Two barnehager became one.
    _add(units, "2417", "Solhaug og Lia familiebarnehage", "barnehage", 9.4, LONG_AGO, 8, "2419")
    _add(units, "2418", "Liabakken barnehage", "barnehage", 11.2, LONG_AGO, 8, "2419")
    _add(units, "2419", "Solhaug barnehage", "barnehage", 20.6, 9)
    # One hjemmetjeneste was divided in two.
    _add(units, "3110", "Hjemmetjenesten Sentrum", "hjemmetjeneste", 58.0, LONG_AGO, 19, "3111")
    _add(units, "3111", "Hjemmetjenesten Sentrum øst", "hjemmetjeneste", 31.0, 20)
    _add(units, "3112", "Hjemmetjenesten Sentrum vest", "hjemmetjeneste", 27.5, 20)
    # Closed, with and without someone to take over; opened.
    _add(units, "2317", "Granlia skole", "skole", 14.3, LONG_AGO, july, "2301")
    _add(units, "4117", "Filialbiblioteket på Neset", "kultur", 2.1, LONG_AGO, 22)
    _add(units, "2318", "Nye Elvestrand skole", "skole", 41.0, july + 1)
    _add(units, "2619", "Havblikk barnehage", "barnehage", 16.0, 16)
    # Another tjeneste, another name.
    _add(units, "3320", "Granheim bo- og aktivitetssenter", "sykehjem", 33.5, LONG_AGO)
    _change(units, "3320", 12, service="hjemmetjeneste")
    _add(units, "4118", "Ungdomsbasen", "kultur", 6.8, LONG_AGO)
    _change(units, "4118", 24, service="barnevern", parent="2800")
    _add(units, "4119", "Lekoteket og åpen arena", "kultur", 4.4, LONG_AGO)
    _add(units, "4120", "Mangfoldshuset", "kultur", 5.1, LONG_AGO)
    _change(units, "4304", 5, name="Ungdomsteamet i NAV Furuvik")
    # Idrett og friluft was dissolved into Kultur.
    for n in range(1, 7):
        _change(units, str(4200 + n), 18, parent="4100")
    # The swimming hall was closed for repair and is the same unit again: for a while alone in a tjeneste of its own.
    before, after = units["4203"].stretches
    alone = (replace(before, first=16, service="bad"), replace(after, last=25, service="bad"))
    units["4203"] = replace(units["4203"], stretches=(replace(before, last=9), *alone, replace(after, first=26)))


def organisation(scene: Scene) -> Organisation:
    """Every unit that exists in some month of the period."""
    units = _sites(scene)
    _reorganise(scene, units)
    head = Stretch(LONG_AGO, OPEN, "Rådmannen", "", "")
    units["1000"] = Enhet("1000", RAADMANN, 6.0, (head,))
    for n, name in enumerate(STAFF_DEPARTMENTS, start=11):
        id, rng = f"{n}00", scene.stream("size", f"{n}00")
        units[id] = Enhet(id, STAFF, float(between(rng, 9, 38)), (replace(head, name=name, parent="1000"),))
    for id, name in AREAS.items():
        units[id] = Enhet(id, AREA, 5.0, (replace(head, name=name, parent="1000"),))
    for id, name in VIRKSOMHETER.items():
        parent, last = id[0] + "000", 17 if id == "4200" else OPEN
        units[id] = Enhet(
            id, VIRKSOMHET, 4.0, (replace(head, last=last, name=name, parent=parent),), "4100" if id == "4200" else ""
        )
    return Organisation({id: units[id] for id in sorted(units)})
