"""Suppliers and contracts: who the kommune buys from, and what it has agreed with whom and until when.

Organisation and account numbers are given a wrong check digit on purpose, so that none belongs to anybody.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from kontroll.example import planted
from kontroll.example.chance import between, chance, pick, stream
from kontroll.example.days import MONTHS
from kontroll.example.names import CATEGORIES, SUPPLIER_FIRST
from kontroll.example.people import People
from kontroll.example.scene import Scene

#: Frameworks in parallel for the same category: units of one half of the kommune use each.
_PARALLEL = 2
#: Categories whose frameworks the unit for procurement does not manage itself.
_MANAGERS = {
    "bygg og vedlikehold": "5100",
    "rørlegger": "5100",
    "elektriker": "5100",
    "anlegg og vei": "5200",
    "medisinsk forbruk": "3400",
    "legemidler": "3400",
    "læremidler": "2100",
    "vikarbyrå": "1200",
    "lisenser": "1400",
    "datautstyr": "1400",
    "telefoni": "1400",
    "avlastning": "2800",
    "tiltak": "4300",
}

SUPPLIER_HEADINGS = "leverandor navn orgnr bransje kontonr konto_endret_dato registrert_dato sperret_dato".split()
ACCOUNT_CHANGE_HEADINGS = (
    "endring_id leverandor endret_dato tidligere_kontonr nytt_kontonr endret_av kontrollmaate kontrollert_av".split()
)
CONTRACT_HEADINGS = (
    "kontrakt_id enhet leverandor kategori kontrakttype gjelder_fra gjelder_til oppfolgingsmote_dato verdi "
    "doffin_ref databehandleravtale_ref kontraktansvarlig"
).split()


@dataclass(frozen=True, slots=True)
class Supplier:
    id: str
    name: str
    category: str
    registered: int
    blocked: int | None = None


@dataclass(frozen=True, slots=True)
class Contract:
    """`first` and `last` are days; `last` is None when the contract runs until somebody ends it.

    kroner and doffin are set when a purchase made the contract, else drawn when the list is written.
    """

    id: str
    supplier: str
    category: str
    unit: str
    kind: str
    first: int
    last: int | None
    kroner: int = 0
    doffin: str = ""


@dataclass
class Market:
    """suppliers by id; loose[category]: those without contract; frameworks[category][slot]: contracts in time order."""

    suppliers: dict[str, Supplier] = field(default_factory=dict)
    loose: dict[str, list[str]] = field(default_factory=dict)
    frameworks: dict[str, list[list[Contract]]] = field(default_factory=dict)
    single: dict[str, list[Contract]] = field(default_factory=dict)

    def contracts(self) -> list[Contract]:
        found = [c for slots in self.frameworks.values() for slot in slots for c in slot]
        found += [c for group in self.single.values() for c in group]
        return sorted(found, key=lambda c: c.id)

    def framework(self, category: str, slot: int, day: int) -> Contract | None:
        """The contract of the slot on the day; when none runs, the one that ran out last and is still used."""
        latest = None
        for contract in self.frameworks[category][slot % _PARALLEL]:
            if contract.first <= day:
                latest = contract
        return latest


def _check_wrong(digits: str, weights: tuple[int, ...]) -> str:
    """The digits with a last one that the control rule (modulus 11) does not allow."""
    rest = 0
    for digit, weight in zip(digits, weights, strict=True):
        rest += int(digit) * weight
    right = (11 - rest % 11) % 11
    return digits + str((right + 3) % 10 if right < 10 else 5)


def _number(rng: Random, digits: int, first: str) -> str:
    return first + "".join(str(between(rng, 0, 9)) for _ in range(digits - len(first)))


def account(rng: Random) -> str:
    """An account number of nobody's."""
    return _check_wrong(_number(rng, 10, "15"), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2))


@dataclass
class Numbers:
    """By supplier: organisation number, account, and the day on which a former account was changed."""

    company: dict[str, str] = field(default_factory=dict)
    account: dict[str, str] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    former: dict[str, str] = field(default_factory=dict)

    def on(self, supplier: str, day: int) -> str:
        """The account that the register showed on the day; empty for a supplier that nobody knows."""
        if day < self.changed.get(supplier, -1):
            return self.former[supplier]
        return self.account.get(supplier, "")


def former_account(seed: int, supplier: str) -> str:
    return account(stream(seed, "former-account", supplier))


def numbers(scene: Scene, found: Market) -> Numbers:
    """The numbers of all suppliers. Two of them are one owner's and share an account."""
    rng, made = scene.stream("supplier-rows"), Numbers()
    for s in found.suppliers.values():
        made.company[s.id] = _check_wrong(_number(rng, 8, "9"), (3, 2, 7, 6, 5, 4, 3, 2))
        made.account[s.id] = account(rng)
        if chance(rng, 0.06):
            made.changed[s.id] = s.registered + between(rng, 100, 2500)
            made.former[s.id] = former_account(scene.seed, s.id)
    first, second = found.loose["transport"][:2]
    made.account[second] = made.account[first]
    return made


def change_of_account_rows(scene: Scene, made: Numbers, clerks: list[str]) -> list[tuple[int, list[str]]]:
    """kontoendring: dated when changed; nearly all were checked with the supplier by somebody else than who wrote it."""
    rng, found = scene.stream("account-changes"), list[tuple[int, list[str]]]()
    for supplier, day in sorted(made.changed.items(), key=lambda c: (c[1], c[0])):
        writer = pick(rng, clerks)
        other = pick(rng, [clerk for clerk in clerks if clerk != writer])
        way = pick(rng, ("oppringing", "oppringing", "oppringing", "brev", "møte")) if chance(rng, 0.98) else "ingen"
        if day <= scene.today:
            row = [
                f"KE{len(found) + 1:05d}",
                supplier,
                scene.days.text(day),
                made.former[supplier],
                made.account[supplier],
            ]
            found.append((day, [*row, writer, way, "" if way == "ingen" else other]))
    return found


def market(scene: Scene) -> Market:
    """All suppliers and contracts, from some years before the period."""
    found, rng, number, serial = Market(), scene.stream("market"), 10_001, 1
    start = scene.days.start[0]

    def supplier(category: str, registered: int) -> str:
        nonlocal number
        trade, id = CATEGORIES[category][1], f"L{number}"
        ending = "AS" if chance(rng, 0.86) else pick(rng, ("ANS", "DA", "SA"))
        name = f"{SUPPLIER_FIRST[(number * 5) % len(SUPPLIER_FIRST)]} {trade}{'' if number % 3 else ' Øst'} {ending}"
        blocked = registered + between(rng, 1600, 2900) if chance(rng, 0.04) else None
        found.suppliers[id] = Supplier(id, name, category, registered, blocked)
        number += 1
        return id

    for category in CATEGORIES:
        slots: list[list[Contract]] = []
        for _ in range(_PARALLEL):
            slot: list[Contract] = []
            holder = supplier(category, start - between(rng, 1500, 3000))
            day = start - between(rng, 100, 1400)
            while day <= scene.today:
                length = 365 * pick(rng, (2, 3, 4)) - 1
                last: int | None = day + length
                if category == "forsikring" and not slot:
                    last = None
                manager = _MANAGERS.get(category, "1300")
                slot.append(Contract(f"K{serial:04d}", holder, category, manager, "rammeavtale", day, last))
                serial += 1
                if last is None:
                    break
                day = last + 1 + (between(rng, 60, 100) if chance(rng, 0.03) else 0)
                if chance(rng, 0.55):
                    holder = supplier(category, day - between(rng, 30, 400))
            slots.append(slot)
        found.frameworks[category] = slots
        few = 70 if category in ("kurs", "velferd") else 6 if category in ("strøm", "telefoni", "legemidler") else 24
        found.loose[category] = [supplier(category, start - between(rng, -900, 2600)) for _ in range(few)]
        found.single[category] = []
        for _ in range(between(rng, 2, 6)):
            first = scene.days.start[between(rng, 0, MONTHS - 2)] - between(rng, 0, 700)
            holder = pick(rng, found.loose[category])
            contract = Contract(
                f"K{serial:04d}",
                holder,
                category,
                _MANAGERS.get(category, "1300"),
                "enkeltkontrakt",
                first,
                first + between(rng, 90, 800),
            )
            serial += 1
            found.single[category].append(contract)
    if scene.planted:
        registered = scene.days.start[planted.FIRST_MONTH - 1] + 17
        found.suppliers[planted.SUPPLIER] = Supplier(
            planted.SUPPLIER, planted.SUPPLIER_NAME, planted.CATEGORY, registered
        )
    return found


def supplier_rows(scene: Scene, found: Market, numbers: Numbers) -> list[list[str]]:
    days, rows = scene.days, list[list[str]]()
    for s in found.suppliers.values():
        if s.registered <= scene.today:
            rows.append(
                [
                    s.id,
                    s.name,
                    numbers.company[s.id],
                    CATEGORIES[s.category][1],
                    numbers.on(s.id, scene.today),
                    days.known(numbers.changed.get(s.id), scene.today),
                    days.text(s.registered),
                    days.known(s.blocked, scene.today),
                ]
            )
    return rows


def contract_rows(scene: Scene, found: Market, people: People) -> list[list[str]]:
    """The list of contracts as it stands: nearly every contract has an end, few meetings are overdue."""
    rng, days, rows = scene.stream("contract-rows"), scene.days, list[list[str]]()
    for c in found.contracts():
        if c.first > scene.today:
            continue
        until = min(scene.today, scene.today if c.last is None else c.last)
        met = until - between(rng, 5, 330) if chance(rng, 0.97) else until - between(rng, 380, 800)
        value = c.kroner or (between(rng, 3, 60) * 250_000 if c.kind == "rammeavtale" else between(rng, 4, 50) * 25_000)
        doffin = c.doffin
        if not c.kroner and value >= 1_300_000:
            doffin = f"{days.text(c.first)[:4]}-{100_000 + between(rng, 0, 899_999)}"
        handles_data = c.category in ("lisenser", "telefoni", "avlastning", "tiltak")
        month = min(max(days.month(c.first), 0), MONTHS - 1)
        rows.append(
            [
                c.id,
                c.unit,
                c.supplier,
                c.category,
                c.kind,
                days.text(c.first),
                "" if c.last is None else days.text(c.last),
                days.text(met) if met > c.first else "",
                f"{value},00",
                doffin,
                f"DBA-{c.id[1:]}" if handles_data and chance(rng, 0.95) else "",
                people.leader[c.unit][month] or people.deputies[c.unit],
            ]
        )
    return rows
