"""kortkjop, leveringssted and helligdag: small purchases with the kommune's cards, where goods may be sent, days off.

Of a hundred purchases: three on a Saturday, Sunday or holiday, one without a receipt, half of one in a trade that a
kommune seldom buys from, and one in three hundred sent to an address that is not the kommune's.
"""

from __future__ import annotations

from datetime import date
from random import Random

from kontroll.example import noise
from kontroll.example.chance import Weighted, between, chance, count, pick, skewed
from kontroll.example.days import MONTHS, holidays
from kontroll.example.filing import Dated
from kontroll.example.names import PLACES, SUPPLIER_FIRST
from kontroll.example.people import People
from kontroll.example.scene import Scene
from kontroll.example.structure import Enhet, Organisation

CARD_HEADINGS = (
    "transaksjon ansvar kortholder kjopt_dato brukersted brukerstedskategori belop leveringsadresse kvittering_ref "
    "formaal godkjent_av godkjent_dato"
).split()
PLACE_HEADINGS = "sted_id enhet adresse gjelder_fra gjelder_til".split()
HOLIDAY_HEADINGS = "dag_id dag navn".split()

#: brukerstedskategori: relative number, and the median amount in kroner.
_TRADES = {
    "dagligvare": (34, 420),
    "byggevare": (14, 650),
    "kontorrekvisita": (12, 480),
    "bokhandel": (9, 520),
    "transport": (9, 610),
    "apotek": (7, 390),
    "servering": (6, 900),
    "overnatting": (4, 1_900),
    "programvare": (4, 1_150),
}
#: Trades that a kommune seldom buys from, and now and then does: an excursion, a farewell gift, a prize.
_SELDOM = ("sportsutstyr", "elektronikk", "klær og sko", "gull og ur")
_PURPOSES = ("møte med brukere", "tur med gruppen", "småreparasjon", "kurs", "påfyll av lager", "markering")
_PER_MONTH = 1.5


def address(unit: Enhet) -> str:
    """Where the unit takes in goods."""
    street = PLACES.split()[int(unit.id) * 7 % 60].split("|")[0]
    return f"{street}veien {int(unit.id) % 90 + 1}, 1999 Furuvik"


def place_rows(scene: Scene, organisation: Organisation) -> list[list[str]]:
    rows: list[list[str]] = []
    for number, unit in enumerate(organisation.units.values(), start=1):
        first = scene.days.start[unit.opened] if unit.opened >= 0 else 0
        last = scene.days.text(scene.days.end[unit.closed]) if unit.closed < MONTHS else ""
        rows.append([f"S{number:04d}", unit.id, address(unit), scene.days.text(first), last])
    return rows


def holiday_rows(scene: Scene) -> list[list[str]]:
    """The public holidays of every year of the period."""
    years = range(scene.first.year, scene.last.year + 1)
    return [[f"H{day:%Y%m%d}", day.isoformat(), _holiday(day)] for year in years for day in sorted(holidays(year))]


def _holiday(day: date) -> str:
    fixed = {(1, 1): "første nyttårsdag", (5, 1): "arbeidernes dag", (5, 17): "grunnlovsdagen"}
    fixed |= {(12, 25): "første juledag", (12, 26): "andre juledag"}
    return fixed.get((day.month, day.day), "bevegelig helligdag")


def card_rows(scene: Scene, organisation: Organisation, people: People) -> list[Dated]:
    """Dated when bought; approved by the unit's leader in the days after."""
    found: list[Dated] = []
    trades = Weighted({trade: share for trade, (share, _) in _TRADES.items()})
    for unit in organisation.sites():
        rng = scene.stream("cards", unit.id)
        for month in range(MONTHS):
            for _ in range(count(rng, _PER_MONTH) if unit.at(month) else 0):
                found.append(_purchase(scene, rng, trades, unit, people, month))
    if scene.calm:
        noise.cards(scene, found)
    found = [f for f in found if f[0] <= scene.today]
    found.sort(key=lambda f: (f[0], f[1][1], f[1][6]))
    for number, (_, row) in enumerate(found, start=1):
        row[0] = f"KK{number:06d}"
    return found


def _purchase(scene: Scene, rng: Random, trades: Weighted, unit: Enhet, people: People, month: int) -> Dated:
    days = scene.days
    day = days.workday(between(rng, days.start[month], days.end[month]))
    if chance(rng, 0.03):
        day += (6 - days.weekday(day)) % 7
    seldom = chance(rng, 0.004)
    trade = pick(rng, _SELDOM) if seldom else trades.draw(rng)
    ore = int(skewed(rng, 1_400 if seldom else _TRADES[trade][1]) * 100)
    sent = chance(rng, 0.12)
    elsewhere = f"{pick(rng, SUPPLIER_FIRST)}stien {between(rng, 1, 60)}, 1999 Furuvik"
    where = (elsewhere if chance(rng, 0.025) else address(unit)) if sent else ""
    approved = days.workday(day + between(rng, 1, 12))
    leader = people.leader[unit.id][month] or people.deputies[unit.id]
    known = approved <= scene.reported
    row = [
        "",
        unit.id,
        pick(rng, people.attestants[unit.id]),
        days.text(day),
        f"{pick(rng, SUPPLIER_FIRST)} {trade.capitalize()}",
        trade,
        f"{min(ore, 900_000) // 100},{ore % 100:02d}",
        where,
        f"KV{between(rng, 100_000, 999_999)}" if chance(rng, 0.99) else "",
        pick(rng, _PURPOSES) if chance(rng, 0.985) else "",
        leader if known else "",
        days.text(approved) if known else "",
    ]
    return day, row
