"""endringsmelding: changes to building contracts, most of them few and small against the sum that was agreed."""

from __future__ import annotations

from kontroll.example.authorities import Authorities
from kontroll.example.chance import between, chance, pick
from kontroll.example.days import MONTHS
from kontroll.example.filing import Dated
from kontroll.example.names import CATEGORIES
from kontroll.example.people import People
from kontroll.example.scene import Scene
from kontroll.example.suppliers import Contract, Market

HEADINGS = (
    "endring_id enhet kontrakt_ref leverandor kontraktssum belop aarsak grunnlag_ref bestilt_dato utfort_dato "
    "godkjent_dato bestilt_av godkjent_av"
).split()
_CAUSES = ("grunnforhold", "feil i tegningen", "ønske fra brukerne", "krav fra myndighetene", "uforutsett råte")
#: Øre. Below this nobody writes a change order.
_LEAST = 11_000_000


def change_rows(scene: Scene, market: Market, people: People, authorities: Authorities) -> list[Dated]:
    """Dated when approved. One contract in twenty grows by more than a sixth, most by a few per cent."""
    found: list[Dated] = []
    for contract in market.contracts():
        if CATEGORIES[contract.category][2] == "bygg_anlegg" and contract.kroner * 100 >= _LEAST:
            found += _of_contract(scene, contract, people, authorities)
    found.sort(key=lambda f: (f[0], f[1][2], f[1][5]))
    for number, (_, row) in enumerate(found, start=1):
        row[0] = f"EM{number:05d}"
    return found


def _of_contract(scene: Scene, contract: Contract, people: People, authorities: Authorities) -> list[Dated]:
    rng, days, found = scene.stream("change-orders", contract.id), scene.days, list[Dated]()
    share = between(rng, 60, 90) if chance(rng, 0.05) else between(rng, 4, 35)
    for _ in range(between(rng, 0, 4)):
        last = contract.last or scene.today
        ordered = days.workday(between(rng, contract.first + 10, max(last - 30, contract.first + 11)))
        approved = days.workday(ordered + between(rng, 2, 12))
        done = approved + between(rng, 3, 30) if chance(rng, 0.985) else approved - between(rng, 1, 3)
        if approved > scene.today:
            continue
        kroner = max(contract.kroner * share * between(rng, 60, 140) // 100_000, 4_000)
        if chance(rng, 0.08):
            kroner = -kroner
        unit, month = contract.unit, min(max(days.month(approved), 0), MONTHS - 1)
        line = authorities.approvers[unit][month]
        approver = next((person for person, most in line if most >= kroner * 100), "")
        orderer = pick(rng, people.attestants[unit])
        if chance(rng, 0.006):
            orderer = approver
        row = [
            "",
            unit,
            contract.id,
            contract.supplier,
            f"{contract.kroner},00",
            f"{kroner},00",
            pick(rng, _CAUSES),
            f"GR{between(rng, 10_000, 99_999)}" if chance(rng, 0.985) else "",
            days.text(ordered),
            days.known(done, scene.today),
            days.text(approved),
            orderer,
            approver,
        ]
        found.append((approved, row))
    return found
