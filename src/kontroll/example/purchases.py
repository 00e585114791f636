"""kjop: purchases and call-offs, with competition, protocol and attests as the amount demands, and where they lack."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from kontroll.example.authorities import Authorities
from kontroll.example.chance import Weighted, between, chance, count, pick, skewed
from kontroll.example.days import MONTHS
from kontroll.example.names import CATEGORIES, SHOPPING
from kontroll.example.people import People
from kontroll.example.scene import Scene
from kontroll.example.structure import Enhet, Organisation
from kontroll.example.suppliers import Contract, Market

HEADINGS = (
    "kjop_id enhet inngaatt_dato leverandor kategori anskaffelsestype verdi avtale_ref protokoll_ref "
    "kunngjort_dato doffin_ref unntak_hjemmel miljo_vekt miljo_begrunnelse skatteattest_dato bestiller godkjenner"
).split()

_PER_MONTH = {
    "skole": 1.4,
    "barnehage": 0.7,
    "hjemmetjeneste": 0.9,
    "sykehjem": 1.3,
    "barnevern": 0.9,
    "kultur": 0.8,
    "teknisk": 2.6,
    "sosial": 0.9,
    "": 1.2,
}
_REQUIREMENTS = "Krav i spesifikasjonen gir klart bedre effekt"
_EXEMPT = "Utenfor terskel: eneleverandør, begrunnet i protokollen"


@dataclass(frozen=True, slots=True)
class Purchase:
    """What invoices come from: `contract` is the framework or the contract made by the purchase, empty for small ones."""

    id: str
    unit: str
    day: int
    supplier: str
    category: str
    ore: int
    contract: str


@dataclass
class Purchases:
    """The rows of the data set with the day of each, and what was bought."""

    rows: list[tuple[int, list[str]]]
    made: list[Purchase]


@dataclass(frozen=True, slots=True)
class _Deal:
    """What is bought from whom; `competition`: the unit asked the market itself instead of using a framework."""

    category: str
    supplier: str
    kroner: int
    framework: str
    competition: bool


def purchases(
    scene: Scene, organisation: Organisation, people: People, market: Market, authorities: Authorities
) -> Purchases:
    """Every purchase with its row, dated by day; contracts made by purchases are added to the market."""
    drafts: list[tuple[list[str], Purchase]] = []
    days = scene.days
    for unit in organisation.units.values():
        rng = scene.stream("purchases", unit.id)
        shopping = Weighted(SHOPPING[unit.service])
        for month in range(MONTHS):
            quiet = 0.5 if scene.month(month).number == 7 else 1.0
            for _ in range(count(rng, _PER_MONTH[unit.service] * quiet) if unit.at(month) else 0):
                day = days.workday(between(rng, days.start[month], days.end[month]))
                if day > scene.today:
                    continue
                deal = _deal(rng, unit, market, shopping.draw(rng), day)
                made, contract = _paperwork(scene, rng, deal, day), deal.framework
                if deal.competition:
                    contract = f"K{5_000 + len(drafts)}"
                    market.single[deal.category].append(_contract(rng, contract, unit.id, deal, day, made[2]))
                approver = next(
                    (p for p, most in authorities.approvers[unit.id][month] if most >= deal.kroner * 100), ""
                )
                row = [
                    "",
                    unit.id,
                    days.text(day),
                    deal.supplier,
                    deal.category,
                    CATEGORIES[deal.category][2],
                    f"{deal.kroner},00",
                    deal.framework,
                    *made,
                    pick(rng, people.attestants[unit.id]),
                    approver,
                ]
                purchase = Purchase("", unit.id, day, deal.supplier, deal.category, deal.kroner * 100, contract)
                drafts.append((row, purchase))
    drafts.sort(key=lambda d: (d[1].day, d[1].unit, d[1].ore))
    found = Purchases([], [])
    for number, (row, purchase) in enumerate(drafts, start=1):
        row[0] = f"KJ{number:05d}"
        found.rows.append((purchase.day, row))
        found.made.append(replace(purchase, id=row[0]))
    return found


def _deal(rng: Random, unit: Enhet, market: Market, category: str, day: int) -> _Deal:
    """A call-off on a framework most often; else a small purchase or a competition of the unit's own."""
    kroner = int(skewed(rng, 14_000 + 1.5 * CATEGORIES[category][3]) * (1.8 if unit.service == "teknisk" else 1.0))
    framework = market.framework(category, int(unit.id) // 100 % 2, day)
    if framework is not None and chance(rng, 0.935):
        return _Deal(category, framework.supplier, kroner, framework.id, False)
    supplier = pick(rng, market.loose[category])
    if chance(rng, 0.35):
        building = CATEGORIES[category][2] == "bygg_anlegg"
        kroner = int(skewed(rng, 700_000 if building else 420_000) / 1_000) * 1_000 + 110_000
        return _Deal(category, supplier, min(kroner, 38_000_000), "", True)
    kroner = min(kroner, between(rng, 20_000, 88_000))
    return _Deal(category, supplier, between(rng, 90_500, 99_800) if chance(rng, 0.05) else kroner, "", False)


def _contract(rng: Random, id: str, unit: str, deal: _Deal, day: int, doffin: str) -> Contract:
    last = day + between(rng, 120, 500)
    return Contract(id, deal.supplier, deal.category, unit, "enkeltkontrakt", day, last, deal.kroner, doffin)


def _paperwork(scene: Scene, rng: Random, deal: _Deal, day: int) -> list[str]:
    """protokoll_ref, kunngjort_dato, doffin_ref, unntak_hjemmel, miljo_vekt, miljo_begrunnelse, skatteattest_dato."""
    text = scene.days.text
    large = deal.competition and deal.kroner >= 1_300_000
    exempt = large and chance(rng, 0.08)
    announced = (large and not exempt and chance(rng, 0.97)) or (deal.competition and chance(rng, 0.1))
    weighted = announced and chance(rng, 0.88)
    notice = text(day - between(rng, 38, 120))
    weight = pick(rng, (30, 30, 30, 35, 40)) if chance(rng, 0.95) else 20
    return [
        f"P-{day}{between(rng, 100, 999)}" if deal.competition and chance(rng, 0.97) else "",
        notice if announced else "",
        f"{notice[:4]}-{between(rng, 100_000, 999_999)}" if announced else "",
        _EXEMPT if exempt else "",
        str(weight) if weighted else "",
        _REQUIREMENTS if announced and not weighted and chance(rng, 0.9) else "",
        text(day - between(rng, 5, 150 if chance(rng, 0.99) else 300))
        if chance(rng, 0.98 if deal.kroner > 500_000 else 0.15)
        else "",
    ]
