"""kjop: purchases and call-offs, with competition, protocol and attests as the amount demands, and where they lack."""

from __future__ import annotations

from dataclasses import dataclass

from kontroll.example.authorities import Authorities
from kontroll.example.chance import Weighted, between, chance, count, pick, skewed
from kontroll.example.days import MONTHS
from kontroll.example.names import CATEGORIES, SHOPPING
from kontroll.example.people import People
from kontroll.example.scene import Scene
from kontroll.example.structure import Organisation
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
    rows: list[tuple[int, list[str]]]
    made: list[Purchase]


def purchases(
    scene: Scene, organisation: Organisation, people: People, market: Market, authorities: Authorities
) -> Purchases:
    """Every purchase with its row, dated by day; contracts made by purchases are added to the market."""
    drafts: list[tuple[int, str, list[str], Purchase]] = []
    days = scene.days
    for unit in organisation.units.values():
        rng = scene.stream("purchases", unit.id)
        shopping = Weighted(SHOPPING[unit.service])
        slot = int(unit.id) // 100 % 2
        for month in range(MONTHS):
            if unit.at(month) is None:
                continue
            for _ in range(count(rng, _PER_MONTH[unit.service] * (0.5 if scene.month(month).number == 7 else 1.0))):
                day = days.workday(between(rng, days.start[month], days.end[month]))
                if day > scene.today:
                    continue
                category = shopping.draw(rng)
                median = CATEGORIES[category][3]
                kroner = int(skewed(rng, 14_000 + 1.5 * median) * (1.8 if unit.service == "teknisk" else 1.0))
                framework = market.framework(category, slot, day)
                on_contract = framework is not None and chance(rng, 0.935)
                if not on_contract and kroner > 100_000 and chance(rng, 0.75):
                    kroner = between(rng, 8_000, 88_000)
                if not on_contract and chance(rng, 0.03):
                    kroner = between(rng, 90_500, 99_800)
                if framework is not None and on_contract:
                    supplier, contract, avtale = framework.supplier, framework.id, framework.id
                else:
                    supplier, avtale = pick(rng, market.loose[category]), ""
                    contract = ""
                    if kroner >= 100_000:
                        made = market.single[category]
                        contract = f"K{5_000 + len(drafts)}"
                        made.append(
                            Contract(
                                contract,
                                supplier,
                                category,
                                unit.id,
                                "enkeltkontrakt",
                                day,
                                day + between(rng, 120, 500),
                            )
                        )
                row = ["", unit.id, days.text(day), supplier, category, CATEGORIES[category][2], f"{kroner},00", avtale]
                competition = kroner >= 1_300_000 and not avtale
                exempt = competition and chance(rng, 0.08)
                row.append(
                    _or_nothing(
                        f"P-{day}{between(rng, 100, 999)}", not avtale and kroner >= 100_000 and chance(rng, 0.97)
                    )
                )
                announced = competition and not exempt and chance(rng, 0.97)
                notice = day - between(rng, 38, 120)
                row += [
                    _or_nothing(days.text(notice), announced),
                    _or_nothing(f"{days.text(notice)[:4]}-{between(rng, 100_000, 999_999)}", announced),
                    _or_nothing(_EXEMPT, exempt),
                ]
                weighted = announced and chance(rng, 0.85)
                row += [
                    _or_nothing(str(pick(rng, (30, 30, 30, 35, 40)) if chance(rng, 0.93) else 20), weighted),
                    _or_nothing(
                        "Krav i spesifikasjonen gir klart bedre effekt", announced and not weighted and chance(rng, 0.9)
                    ),
                    _or_nothing(
                        days.text(day - between(rng, 5, 150)),
                        (kroner > 500_000 and chance(rng, 0.975)) or (kroner > 80_000 and chance(rng, 0.2)),
                    ),
                ]
                approver = next((p for p, most in authorities.approvers[unit.id][month] if most >= kroner * 100), "")
                row += [pick(rng, people.attestants[unit.id]), approver]
                drafts.append(
                    (day, unit.id, row, Purchase("", unit.id, day, supplier, category, kroner * 100, contract))
                )
    drafts.sort(key=lambda d: (d[0], d[1], d[2][6]))
    rows, made_in_order = [], []
    for number, (day, _, row, p) in enumerate(drafts, start=1):
        row[0] = f"KJ{number:05d}"
        rows.append((day, row))
        made_in_order.append(Purchase(row[0], p.unit, p.day, p.supplier, p.category, p.ore, p.contract))
    return Purchases(rows, made_in_order)


def _or_nothing(text: str, there: bool) -> str:
    return text if there else ""
