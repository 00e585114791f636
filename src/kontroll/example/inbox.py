"""maalinger/: the figures as the source systems deliver them, with what goes wrong on the way.

Files and dialects: okonomi-MONTH.csv (Windows-1252, decimal comma, no-break space in thousands), hr-MONTH.csv (UTF-8 with
BOM), timer-QUARTER.csv (tab, decimal point), sak-MONTH.csv (comma, decimal point), kvalitet-TERTIAL.csv,
brukerundersokelse-YEAR.csv and medarbeiderundersokelse-YEAR.xlsx.

What goes wrong: values never delivered, delivered a month late, reported missing (empty), unreadable («12O000», «n/a»),
corrected in the next file or in a file of their own (`…_rettet.csv`: it sorts after the first), delivered twice, with
unknown unit or indicator, and for units that have been closed; one HR file comes a month late and the hours of one
quarter never come.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kontroll.domain.month import Period
from kontroll.example.chance import between, chance, pick
from kontroll.example.days import MONTHS
from kontroll.example.monthly import CASES, ECONOMY, HOURS, STAFFING, WHOLE, Figures
from kontroll.example.people import headcount
from kontroll.example.periodic import Value
from kontroll.example.scene import Scene
from kontroll.example.structure import SITE, STAFF, Organisation
from kontroll.example.tables import ARCHIVE, HR, PLAIN, Dialect, write_csv, xlsx_bytes
from kontroll.example.tables import ECONOMY as ECONOMY_DIALECT
from kontroll.example.tables import HOURS as HOURS_DIALECT

HEADINGS = ("enhet", "indikator", "periode", "verdi", "antall")
SOURCES: dict[str, Dialect] = {
    "okonomi": ECONOMY_DIALECT,
    "hr": HR,
    "timer": HOURS_DIALECT,
    "sak": ARCHIVE,
    "kvalitet": PLAIN,
}
_SOURCE_OF = (
    dict.fromkeys((*ECONOMY, "kostnad_per_bruker"), "okonomi")
    | dict.fromkeys(
        (
            *STAFFING,
            "heltidsandel",
            "turnover",
            "fagutdanning",
            "laerlinger",
            "medarbeidersamtaler",
            "etikk_opplaering",
        ),
        "hr",
    )
    | dict.fromkeys(HOURS, "timer")
    | dict.fromkeys((*CASES, "klager", "digitale_soknader"), "sak")
    | dict.fromkeys(
        (
            "barn_per_ansatt",
            "barn_per_pedagog",
            "forbedringsforslag",
            "rutiner_oppdatert",
            "personvernavvik",
            "funn_lukket",
            "forbedringer_innfort",
            "internkontroll",
            "risikovurdering",
        ),
        "kvalitet",
    )
)
_COUNTED = ("sykefravaer", "sykefravaer_korttid", "sykefravaer_langtid")
_ABOVE = ("okonomi_avvik", "okonomi_avvik_kr", "okonomi_prognose", *STAFFING)

LATE_HR_MONTH = 17
CORRECTED_ECONOMY_MONTH = 27
LOST_QUARTER_OF_MONTH = 22
UNREADABLE = ("12O000", "n/a", "1,2,3", "#VERDI!")


class _Post:
    """The rows of each file, in the order they were delivered, and the luck of each source."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._luck = {source: scene.stream("luck", source) for source in SOURCES}
        self.files: dict[str, list[list[str]]] = {}

    def file(self, source: str, month: int) -> list[list[str]]:
        moment = self._scene.month(month)
        if source == "timer":
            part = f"{moment.year}-Q{(moment.number + 2) // 3}"
        elif source == "kvalitet":
            part = f"{moment.year}-T{(moment.number + 3) // 4}"
        else:
            part = str(moment)
        return self.files.setdefault(f"{source}-{part}.csv", [])

    def deliver(self, month: int, value: Value) -> None:
        """Put one value in its file, or let something happen to it."""
        unit, indicator, period, scaled, places, antall = value
        source = _SOURCE_OF[indicator]
        dialect, luck = SOURCES[source], self._luck[source]
        row = [unit, indicator, period, dialect.number(scaled, places), "" if antall is None else str(antall)]
        here, later = month, month + 1
        share = luck.random()
        if month < 0 or share > 0.0125:
            # What is older than the period was put in order long ago.
            self._put(source, here, row)
        elif share < 0.0025:
            return
        elif share < 0.0065:
            self._put(source, later, row)
        elif share < 0.0080:
            self._put(source, here, [*row[:3], "", row[4]])
        elif share < 0.0082:
            self._put(source, here, [*row[:3], pick(luck, UNREADABLE), row[4]])
        elif share < 0.0086:
            self._put(source, here, row)
            self._put(source, here, row)
        elif share < 0.0088:
            self._put(source, here, ["9" + unit[1:], *row[1:]])
        elif share < 0.0089:
            self._put(source, here, [unit, indicator + "_gammel", *row[2:]])
        else:
            wrong = scaled * 10 if chance(luck, 0.4) else scaled + between(luck, -25, 25)
            self._put(source, here, [*row[:3], dialect.number(wrong, places), row[4]])
            self._put(source, later, row)

    def _put(self, source: str, month: int, row: list[str]) -> None:
        """What would be delivered after the last month has not been delivered yet."""
        if source == "hr" and month == LATE_HR_MONTH:
            month += 1
        if month < MONTHS:
            self.file(source, month).append(row)

    def correct_economy(self, rows: Iterable[list[str]]) -> None:
        name = f"okonomi-{self._scene.month(CORRECTED_ECONOMY_MONTH)}_rettet.csv"
        self.files[name] = list(rows)


def _monthly_values(
    scene: Scene, organisation: Organisation, figures: dict[str, Figures]
) -> Iterable[tuple[int, Value]]:
    for unit in organisation.units.values():
        names = (*ECONOMY, *STAFFING, *HOURS, *CASES) if unit.kind in (SITE, STAFF) else _ABOVE
        people, series = headcount(unit), figures[unit.id].values
        for month in range(MONTHS):
            # The source systems forget a closed unit only after two months.
            if unit.at(month) is None and unit.at(month - 1) is None and unit.at(month - 2) is None:
                continue
            period = str(scene.month(month))
            for name in names:
                if series[name]:
                    places, antall = 0 if name in WHOLE else 1, people if name in _COUNTED else None
                    yield month, (unit.id, name, period, series[name][month], places, antall)


def _corrections(scene: Scene, figures: dict[str, Figures], units: list[str]) -> Iterable[list[str]]:
    """Economy found that wages had been booked on the wrong ansvar: twelve units get new figures."""
    rng, period = scene.stream("corrections"), str(scene.month(CORRECTED_ECONOMY_MONTH))
    for unit in units:
        right = figures[unit].values["okonomi_avvik"][CORRECTED_ECONOMY_MONTH] + between(rng, -9, 9)
        yield [unit, "okonomi_avvik", period, ECONOMY_DIALECT.number(right, 1), ""]


def write_measurements(
    folder: Path,
    scene: Scene,
    organisation: Organisation,
    figures: dict[str, Figures],
    periodic: list[Value],
    employees: list[Value],
    users: list[Value],
) -> None:
    post = _Post(scene)
    for value in periodic:
        post.deliver(scene.number(Period.parse(value[2]).last_month), value)
    for month, value in _monthly_values(scene, organisation, figures):
        if value[1] not in HOURS or month not in lost_quarter(scene):
            post.deliver(month, value)
    post.correct_economy(_corrections(scene, figures, [u.id for u in organisation.sites()][7:115:9]))
    for name in sorted(post.files):
        write_csv(folder / name, HEADINGS, post.files[name], SOURCES[name.split("-")[0]])
    _write_surveys(folder, scene, employees, users)


def lost_quarter(scene: Scene) -> range:
    """The months of the quarter whose hours never came."""
    first = LOST_QUARTER_OF_MONTH - (scene.month(LOST_QUARTER_OF_MONTH).number - 1) % 3
    return range(first, first + 3)


def _write_surveys(folder: Path, scene: Scene, employees: list[Value], users: list[Value]) -> None:
    for year in scene.survey_years:
        rows = [_survey_row(v, ".") for v in employees if v[2] == str(year)]
        book = xlsx_bytes(HEADINGS, rows, frozenset({2, 3, 4}))
        (folder / f"medarbeiderundersokelse-{year}.xlsx").write_bytes(book)
        rows = [_survey_row(v, ",") for v in users if v[2] == str(year)]
        if rows:
            write_csv(folder / f"brukerundersokelse-{year}.csv", HEADINGS, rows)


def _survey_row(value: Value, mark: str) -> list[str]:
    unit, indicator, period, scaled, places, antall = value
    return [unit, indicator, period, Dialect(decimal=mark).number(scaled, places), str(antall)]
