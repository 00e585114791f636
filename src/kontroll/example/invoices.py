"""faktura: what the units are invoiced every month, from purchases and from daily use, and the planted case.

Daily noise, in shares of the vouchers: credit notes 2 %, refunds 2 %, late registration 1.4 %, at weekends or at night
0.75 %, several just under the threshold in one week 0.4 %, on a contract that ran out 0.3 %, above the order 0.6 % of
those for a purchase, exact and near duplicates 0.25 %, same person twice 0.03 %, missing fields 0.2 %, wrong, missing or closed
unit 0.1 %, and a handful of cells that cannot be read.
"""

from __future__ import annotations

from random import Random

from kontroll.example import noise, planted
from kontroll.example.chance import Weighted, between, chance, count, pick, skewed
from kontroll.example.days import MONTHS
from kontroll.example.names import CATEGORIES, SHOPPING
from kontroll.example.people import headcount
from kontroll.example.purchases import Purchase
from kontroll.example.scene import Scene
from kontroll.example.structure import Enhet, Organisation
from kontroll.example.suppliers import Market
from kontroll.example.vouchers import (
    AMOUNT,
    ANSVAR,
    APPROVED_BY,
    ATTESTED_BY,
    DATED,
    DUE,
    NUMBER,
    PAYEE,
    RECEIPT,
    SUPPLIER,
    TIMESHEET,
    House,
    Voucher,
    kroner,
)

#: Vouchers from daily use per month.
_PER_MONTH = {
    "skole": 11.0,
    "barnehage": 6.0,
    "hjemmetjeneste": 8.5,
    "sykehjem": 14.0,
    "barnevern": 7.0,
    "kultur": 7.0,
    "teknisk": 22.0,
    "sosial": 8.0,
    "": 6.0,
}
_SEASON = (0.95, 0.95, 1.0, 0.95, 1.05, 1.1, 0.55, 0.9, 1.05, 1.05, 1.1, 1.3)
#: Who buys without a contract stays small, so that supplier and category keep under the threshold in a year.
_LOOSE_CAP = 6_000_000


#: Cells that nobody can read: (which voucher of a thousand, column, text).
_UNREADABLE = (
    (7, AMOUNT, "12O000"),
    (19, AMOUNT, "n/a"),
    (23, DATED, "31.02.2025"),
    (31, DUE, "omgående"),
    (43, AMOUNT, "1.2.3"),
)


class Invoices:
    """Collects the vouchers of all units."""

    def __init__(self, scene: Scene, house: House, market: Market) -> None:
        self.scene, self.house, self.market = scene, house, market
        self.vouchers: list[Voucher] = []

    def daily_use(self, unit: Enhet) -> None:
        scene, days = self.scene, self.scene.days
        rng, shopping = scene.stream("invoices", unit.id), Weighted(SHOPPING[unit.service])
        slot, people = int(unit.id) // 100 % 2, headcount(unit)
        mean = _PER_MONTH[unit.service] * (0.6 + 0.4 * min(unit.size / 25.0, 2.5))
        for month in range(MONTHS):
            usual = mean * _SEASON[scene.month(month).number - 1]
            if unit.at(month) is None:
                # A few invoices still arrive in the first months after the unit was closed.
                usual = 1.0 if unit.at(month - 1) or unit.at(month - 2) else 0.0
            first, length = days.start[month], days.end[month] - days.start[month] + 1
            for _ in range(count(rng, usual) if usual else 0):
                day = first + int(rng.random() * length)
                kind = rng.random()
                if kind < 0.02:
                    self._refund(rng, unit, people, day)
                    continue
                category = shopping.draw(rng)
                if scene.planted and unit.id == planted.SITE and category == planted.CATEGORY:
                    if not chance(rng, planted.others_share(month)):
                        continue
                self._use(rng, unit, slot, day, category, credit=kind > 0.98)

    def _use(self, rng: Random, unit: Enhet, slot: int, day: int, category: str, credit: bool) -> None:
        on_contract = rng.random() * 100 < CATEGORIES[category][4]
        ore = int(skewed(rng, CATEGORIES[category][3]) * 100) + int(rng.random() * 100)
        contract = ""
        framework = self.market.framework(category, slot, day) if on_contract else None
        if framework is not None:
            supplier = framework.supplier
            contract = "" if rng.random() < 0.012 else framework.id
        else:
            supplier = self._loose(rng, category, day)
            if rng.random() > 0.004:
                ore = min(ore, _LOOSE_CAP - int(rng.random() * 3_000_000))
        if credit:
            self._add(self.house.voucher(rng, unit.id, day, supplier, category, -ore, contract, kind="kreditnota"))
            return
        voucher = self.house.voucher(rng, unit.id, day, supplier, category, ore, contract)
        self._add(voucher)
        self._mishap(rng, voucher)

    def _loose(self, rng: Random, category: str, day: int) -> str:
        """A supplier without contract that is registered and not blocked, as far as anyone looked."""
        supplier = pick(rng, self.market.loose[category])
        for _ in range(6):
            known = self.market.suppliers[supplier]
            if known.registered <= day and (known.blocked is None or day < known.blocked):
                break
            supplier = pick(rng, self.market.loose[category])
        return supplier

    def _mishap(self, rng: Random, voucher: Voucher) -> None:
        share, row = rng.random(), voucher.row
        if share > 0.0100:
            return
        if share < 0.0025:
            self._add(self.house.repeat(rng, voucher, near=share > 0.0012))
        elif share < 0.0028:
            row[ATTESTED_BY] = row[APPROVED_BY] or row[ATTESTED_BY]
        elif share < 0.0037:
            return
        elif share < 0.0043:
            row[DUE] = ""
        elif share < 0.0050:
            row[pick(rng, (ATTESTED_BY, APPROVED_BY))] = ""
        elif share < 0.0053:
            row[SUPPLIER] = pick(rng, ("", "L99999"))
        elif share < 0.0057:
            row[ANSVAR] = pick(rng, ("", "9999", "0000", row[ANSVAR] + "0"))
        elif share < 0.0060:
            row[AMOUNT] = ""
        elif voucher.ore > 2_000_000:
            voucher.ore = voucher.ore // 1_000_000 * 1_000_000
            row[AMOUNT], row[TIMESHEET] = kroner(voucher.ore), ""

    def _refund(self, rng: Random, unit: Enhet, people: int, day: int) -> None:
        category = pick(rng, ("velferd", "kurs", "transport", "leker og formingsmateriell"))
        voucher = self.house.voucher(rng, unit.id, day, "", category, between(rng, 9_900, 320_000), kind="utlegg")
        voucher.row[NUMBER] = ""
        share = rng.random()
        payee = self.house.people.employee(rng, unit.id, people)
        voucher.row[PAYEE] = voucher.row[APPROVED_BY] if share < 0.02 else payee
        self._add(voucher)

    def of_purchase(self, rng: Random, purchase: Purchase) -> None:
        """One to three invoices for a purchase, in the weeks after it."""
        parts, day = 1 + int(rng.random() * 3) if purchase.ore > 4_000_000 else 1, purchase.day
        for part in range(parts):
            day += 8 + int(rng.random() * 26)
            if day <= self.scene.today:
                ore = purchase.ore // parts + (part * 137) % 100
                extra = self.scene.stream("overrun", purchase.id, str(part))
                if parts == 1 and chance(extra, 0.006):
                    ore += ore * between(extra, 14, 45) // 100
                self._add(
                    self.house.voucher(
                        rng,
                        purchase.unit,
                        day,
                        purchase.supplier,
                        purchase.category,
                        ore,
                        purchase.contract,
                        purchase.id,
                    )
                )

    def splits(self, organisation: Organisation) -> None:
        """Three or four invoices of one week, each under 100 000 kroner and together above it."""
        rng, sites = self.scene.stream("splits"), organisation.sites()
        for month in range(MONTHS):
            for _ in range(between(rng, 1, 4)):
                unit = pick(rng, sites)
                if unit.at(month) is None or unit.id == planted.SITE:
                    continue
                category = Weighted(SHOPPING[unit.service]).draw(rng)
                day = between(rng, self.scene.days.start[month], self.scene.days.end[month] - 6)
                supplier = self._loose(rng, category, day)
                for part in range(between(rng, 3, 4)):
                    ore = between(rng, 3_800_000, 9_890_000)
                    self._add(self.house.voucher(rng, unit.id, day + part * 2, supplier, category, ore))

    def planted_case(self) -> None:
        """See planted.py."""
        rng, days = self.scene.stream("planted"), self.scene.days
        attestant = self.house.people.attestants[planted.SITE][0]
        for month in range(planted.FIRST_MONTH, MONTHS):
            for number in range(planted.invoices(month)):
                day = days.start[month] + 2 + number * 4 + between(rng, 0, 2)
                ore = planted.LIMIT * between(rng, 850, 998) // 10
                ore = ore // 500_000 * 500_000 if chance(rng, 0.3) else ore + between(rng, 0, 9_999)
                voucher = self.house.voucher(rng, planted.SITE, day, planted.SUPPLIER, planted.CATEGORY, ore)
                row = voucher.row
                row[RECEIPT] = row[TIMESHEET] = ""
                row[NUMBER] = str(1000 + (month - planted.FIRST_MONTH) * 8 + number)
                row[ATTESTED_BY] = attestant if row[ATTESTED_BY] else ""
                self._add(voucher)

    def _add(self, voucher: Voucher) -> None:
        if voucher.registered <= self.scene.today:
            self.vouchers.append(voucher)


def invoices(
    scene: Scene, organisation: Organisation, house: House, market: Market, made: list[Purchase]
) -> list[Voucher]:
    """All vouchers registered in the period, in the order of registration; `numbering` gives them their numbers."""
    found = Invoices(scene, house, market)
    for unit in organisation.units.values():
        found.daily_use(unit)
    rng = scene.stream("purchase-invoices")
    for purchase in made:
        found.of_purchase(rng, purchase)
    if scene.planted:
        found.splits(organisation)
        found.planted_case()
    if scene.calm:
        noise.invoices(scene, house, organisation, found.vouchers)
    vouchers = sorted(found.vouchers, key=lambda v: (v.registered, v.minute, v.unit, v.row[NUMBER], v.ore))
    for thousand, column, text in () if scene.calm else _UNREADABLE:
        vouchers[thousand * 1000].row[column] = text
    return vouchers
