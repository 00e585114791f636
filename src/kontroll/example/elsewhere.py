"""sammenligning: a few figures of invented kommuner, with Furuvik's own where it can be reckoned from what it delivered.

The form is that of SSB's tables: one row a kommune, figure and year, told the March after. The kommuner are not to be
found on any map and the figures tell of nothing; they stand near the levels of Furuvik, so that they can be held beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from kontroll.domain.month import Month
from kontroll.example.chance import between, normal
from kontroll.example.days import MONTHS
from kontroll.example.monthly import Figures, scaled
from kontroll.example.people import headcount
from kontroll.example.periodic import Value
from kontroll.example.scene import Scene
from kontroll.example.structure import SITE, STAFF, Organisation
from kontroll.example.tables import PLAIN

HEADINGS = (
    "post tabell tabellnavn region regionnavn regiontype variabel variabelnavn maaleenhet desimaler periode periodeslutt "
    "gruppe gruppenavn verdi merknad kilde oppdatert"
).split()
#: The table and its source, as policies/maalekart.yaml names the first.
TABLE, _TABLE_NAME, _SOURCE = "nokkeltall", "Nøkkeltall for kommuner (oppdiktet)", "Oppdiktede tall"
OWN = ("9000", "Furuvik")
#: Code, name and how far the kommune lies from the level, in deviations.
_KOMMUNER = (
    ("9001", "Elvefjord", -0.9),
    ("9002", "Granmo", 0.4),
    ("9003", "Storvåg", 1.2),
    ("9004", "Heiseter", -0.3),
    ("9005", "Nordmyra", 0.1),
    ("9006", "Ytre Skjær", -1.4),
    ("9007", "Lauvdal", 0.7),
)
#: So few work or answer there that some figures are not told.
_FEW = "9006"
_NOT_TOLD = ":"


class _Figure(NamedTuple):
    name: str
    unit: str
    places: int
    level: float
    spread: float
    drift: float


_FIGURES = {
    "sykefravaer": _Figure("Sykefravær", "prosent", 1, 8.1, 0.8, 0.05),
    "medarbeiderengasjement": _Figure("Medarbeiderengasjement", "indeks 0–100", 1, 76.0, 2.0, 0.2),
    "ledelse": _Figure("Nærmeste leder", "indeks 0–100", 1, 72.5, 2.2, 0.2),
    "brukertilfredshet": _Figure("Brukertilfredshet", "indeks 0–100", 1, 76.0, 2.4, 0.1),
    "heltidsandel": _Figure("Ansatte i hel stilling", "prosent", 1, 57.0, 5.0, 0.8),
    "turnover": _Figure("Turnover siste tolv måneder", "prosent", 1, 9.4, 1.3, 0.1),
    "fagutdanning": _Figure("Ansatte med fagutdanning", "prosent", 1, 77.0, 3.0, 0.3),
    "barn_per_ansatt": _Figure("Barn for hver ansatt i grunnbemanningen", "barn", 2, 5.6, 0.15, -0.02),
    "barn_per_pedagog": _Figure("Barn for hver pedagogiske leder", "barn", 2, 13.1, 0.4, -0.05),
}


def elsewhere(
    scene: Scene, organisation: Organisation, figures: Mapping[str, Figures], measured: Iterable[Value]
) -> list[list[str]]:
    """One row for each kommune, figure and finished year that has been told of by the last month."""
    own = _own(scene, organisation, figures, measured)
    rows: list[list[str]] = []
    for id, figure in _FIGURES.items():
        rng = scene.stream("elsewhere", id)
        for code, name, place in _KOMMUNER:
            habit = 0.6 * normal(rng)
            for order, year in enumerate(scene.survey_years):
                value = figure.level + figure.spread * (place + habit + 0.3 * normal(rng)) + figure.drift * order
                told = None if code == _FEW and between(rng, 1, 4) == 1 else scaled(value, figure.places)
                rows += _row(scene, id, (code, name), year, told)
        for year in scene.survey_years:
            if (id, year) in own:
                rows += _row(scene, id, OWN, year, scaled(own[id, year], figure.places))
    return sorted(rows)


def _row(scene: Scene, id: str, region: tuple[str, str], year: int, told: int | None) -> list[list[str]]:
    """None where the year had not been told of when the folder was written."""
    days, figure = scene.days, _FIGURES[id]
    published = days.workday(days.of(Month(year + 1, 3).first_day) + 14)
    if published > scene.today:
        return []
    value, note = ("", _NOT_TOLD) if told is None else (PLAIN.number(told, figure.places), "")
    return [
        [
            f"{TABLE}/{region[0]}/{id}/{year}",
            TABLE,
            _TABLE_NAME,
            *region,
            "kommune",
            id,
            figure.name,
            figure.unit,
            str(figure.places),
            str(year),
            f"{year}-12-31",
            "",
            "",
            value,
            note,
            _SOURCE,
            days.text(published),
        ]
    ]


def _own(
    scene: Scene, organisation: Organisation, figures: Mapping[str, Figures], measured: Iterable[Value]
) -> dict[tuple[str, int], float]:
    """Furuvik's mean of each year, each enhet weighted with how many stand behind its figure."""
    sums: dict[tuple[str, int], tuple[float, int]] = {}

    def add(id: str, year: int, value: float, weight: int) -> None:
        before, many = sums.get((id, year), (0.0, 0))
        sums[id, year] = before + value * weight, many + weight

    for _unit, indicator, period, number, places, antall in measured:
        if indicator in _FIGURES:
            add(indicator, int(period[:4]), number / 10**places, antall or 1)
    for unit in organisation.units.values():
        if unit.kind in (SITE, STAFF):
            for month in range(MONTHS):
                if unit.at(month) is not None:
                    series = figures[unit.id].values["sykefravaer"]
                    add("sykefravaer", scene.month(month).year, series[month] / 10, headcount(unit))
    # Of a year that began before the first month only some months are known here.
    whole = [year for year in scene.survey_years if year > scene.first.year or scene.first.number == 1]
    return {
        (id, year): total / weight
        for (id, year), (total, weight) in sums.items()
        if id != "sykefravaer" or year in whole
    }
