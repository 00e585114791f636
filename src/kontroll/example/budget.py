"""budsjettoppfolging: what each unit is over or under its budget, explained by its leader, with a measure when needed.

Leaders explain within two weeks nearly always; the troubled often do not, and the planted unit never does.
"""

from __future__ import annotations

from random import Random

from kontroll.example import planted
from kontroll.example.chance import between, chance, pick
from kontroll.example.days import MONTHS
from kontroll.example.filing import Dated
from kontroll.example.monthly import Figures
from kontroll.example.people import People
from kontroll.example.scene import Scene
from kontroll.example.structure import SITE, STAFF, Organisation
from kontroll.example.tables import PLAIN
from kontroll.example.temper import Temper

HEADINGS = (
    "oppfolging_id enhet periodeslutt budsjett regnskap avvik avvik_prosent prognose_avvik forklaring "
    "forklart_dato tiltak tiltak_frist budsjettansvarlig"
).split()
_OVER = (
    "Høyt sykefravær og innleie av vikarer",
    "Flere brukere enn budsjettert",
    "Etterslep på refusjoner",
    "Økte strømutgifter",
    "Uforutsett vedlikehold",
    "Lønnsoppgjøret er ikke kompensert ennå",
)
_UNDER = (
    "Vakante stillinger",
    "Utsatt innkjøp",
    "Høyere refusjon sykelønn",
    "Lavere aktivitet enn planlagt",
    "Periodiseringen treffer ikke helt",
    "Tilskudd kom tidligere enn ventet",
)
_MEASURES = (
    "Innkjøpsstopp ut året",
    "Gjennomgang av turnus",
    "Ansettelser holdes tilbake",
    "Tett oppfølging av fravær",
    "Samarbeid om vikarpool",
)
#: Smaller deviations, in kroner, need no explanation.
_SMALL = 50_000


def budget_rows(
    scene: Scene, organisation: Organisation, people: People, figures: dict[str, Figures], temper: Temper
) -> list[Dated]:
    rows: list[Dated] = []
    number = 0
    units = [u for u in organisation.units.values() if u.kind in (SITE, STAFF)]
    streams = {u.id: scene.stream("budget", u.id) for u in units}
    for month in range(MONTHS):
        end = scene.days.end[month]
        for unit in units:
            if unit.at(month) is None:
                continue
            rng, own, number = streams[unit.id], figures[unit.id], number + 1
            budget, deviation = own.budget[month], own.deviation[month]
            silent = scene.planted and unit.id == planted.SITE and month >= planted.FIRST_MONTH
            careless = 1.0 if silent else 0.16 if unit.id in temper.troubled else 0.012
            why, when = _explanation(scene, rng, deviation, end, careless)
            measure, due = _measure(scene, rng, own.forecast[month], end, careless)
            row = [
                f"BO{number:05d}",
                unit.id,
                scene.days.text(end),
                PLAIN.kroner(budget * 100),
                PLAIN.kroner((budget - deviation) * 100),
                PLAIN.kroner(deviation * 100),
                PLAIN.number(own.values["okonomi_avvik"][month], 1),
                PLAIN.kroner(own.forecast[month] * 100),
                why,
                when,
                measure,
                due,
                people.leader[unit.id][month],
            ]
            share = rng.random()
            if share < 0.0008:
                row[4] = row[5] = ""
            elif share < 0.0012:
                row[4] = "0,00"
            rows.append((end, row))
    return rows


def _explanation(scene: Scene, rng: Random, deviation: int, end: int, careless: float) -> tuple[str, str]:
    if (-_SMALL < deviation < _SMALL and chance(rng, 0.8)) or chance(rng, careless):
        return "", ""
    day = end + (between(rng, 3, 13) if chance(rng, 0.994) else between(rng, 15, 30))
    text = scene.days.known(day, scene.reported)
    return (pick(rng, _OVER if deviation < 0 else _UNDER), text) if text else ("", "")


def _measure(scene: Scene, rng: Random, forecast: int, end: int, careless: float) -> tuple[str, str]:
    if forecast >= 0 or chance(rng, careless):
        return "", ""
    return pick(rng, _MEASURES), scene.days.text(end + between(rng, 25, 120))
