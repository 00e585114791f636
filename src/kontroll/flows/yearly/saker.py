"""Saker: those that were opened, closed and stand open, by area, by part of the kommune and by severity, and how they ended."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kontroll.domain.sak import Outcome, Sak
from kontroll.flows.yearly.counting import Counting, apart, told, told_of
from kontroll.flows.yearly.things import as_id, own_id, sak_of
from kontroll.flows.yearly.year import Year
from kontroll.report.document.model import Cell, Figure, Section, Table, Told
from kontroll.report.document.shown import told_of_hidden
from kontroll.report.few import LEAST
from kontroll.report.situation import SEVERITIES
from kontroll.report.words import area_name, severity_name
from kontroll.texts import N_, _

_OUTCOMES = {
    Outcome.RESOLVED: N_("Rettet: regelen slår ikke ut lenger"),
    Outcome.DOCUMENTED: N_("Dokumentert: det skjedde én gang og kan ikke gjøres om"),
    Outcome.FALSE_ALARM: N_("Medhold: det var ikke noe galt"),
    Outcome.EXEMPT: N_("Unntatt for en tid"),
    Outcome.MOOT: N_("Bortfalt: enheten eller posten er borte"),
    Outcome.DELIVERED: N_("Data som manglet, kom"),
}
#: id of a part, its name, and what is counted in it.
Part = tuple[str, str, Sequence[Sak]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Solved:
    """Which counts of saker may be shown, by what they are of: `aapnet`, `lukket`, `aapne`. tables: the parts of each table.

    told: whether the sum may be. cells: of each table, ids of the parts that may.
    """

    tables: tuple[Sequence[Part], Sequence[Part], Sequence[Part]]
    told: Mapping[str, bool]
    cells: Mapping[str, Sequence[frozenset[str]]]

    def shown(self, what: str, table: int) -> frozenset[str]:
        return self.cells[what][table] if self.told[what] else frozenset()


#: The tables of Solved, by number; the fourth is of how saker ended, and only of those that are closed.
AREA, PART, SEVERITY, OUTCOME = range(4)


def solved(year: Year) -> Solved:
    """The same for whatever report tells of them: what one hides, the other must not tell."""
    tables = _by_area(year), _by_part(year), _by_severity(year)
    may: dict[str, bool] = {}
    cells: dict[str, list[frozenset[str]]] = {}
    for what, saker in (("lukket", year.closed), ("aapne", year.still_open)):
        ids = {sak.id for sak in saker}
        counts = [[(key, sum(one.id in ids for one in some)) for key, _name, some in of] for of in tables]
        outcomes = [[(o.name, sum(sak.outcome is o for sak in saker)) for o in _OUTCOMES]] if what == "lukket" else []
        may[what], cells[what] = told_of(*counts, *outcomes)
    # By part only two of the three: with what was open there a year ago they would tell each other.
    may = apart({"aapnet": len(year.opened) >= LEAST, **may}, ("lukket", "aapnet"))
    return Solved(tables=tables, told=may, cells=cells)


def saker_of_year(counting: Counting) -> Section:
    year, of = counting.year, solved(counting.year)
    shown = of.told
    figures = {
        "aapnet": figure_of_saker(
            counting, "saker-aapnet", year.opened, _("Saker som ble åpnet på en dag i året."), shown["aapnet"]
        ),
        "lukket": figure_of_saker(
            counting,
            "saker-lukket",
            year.closed,
            _("Saker som ble lukket på en dag i året, og som ikke er åpnet igjen siden."),
            shown["lukket"],
        ),
        "aapne": figure_of_saker(
            counting,
            "saker-aapne",
            year.still_open,
            _(
                "Saker som var åpne da året var slutt, eller er åpne i dag. En sak som er åpnet igjen, regnes som "
                "åpen hele tiden."
            ),
            shown["aapne"],
        ),
    }
    drafted = [_told_of_saker(figures)]
    captions = (
        (_("Saker etter regelområde"), _("Regelområde")),
        (_("Saker etter område i kommunen"), _("Område")),
        (_("Saker etter alvor"), _("Alvor")),
    )
    shown_tables = [
        _saker_table(
            counting,
            caption,
            heading,
            parts,
            figures,
            {what: of.shown(what, at) for what in of.cells},
        )
        for at, ((caption, heading), parts) in enumerate(zip(captions, of.tables, strict=True))
    ]
    return Section(
        id="saker",
        title=_("Saker som er fulgt opp"),
        drafted=tuple(drafted),
        blocks=(
            *shown_tables,
            _outcomes(counting, figures["lukket"], of.shown("lukket", OUTCOME)),
        ),
    )


def _told_of_saker(figures: Mapping[str, Figure]) -> Told:
    if any(one.value is None for one in figures.values()):
        if figures["aapnet"].value is not None:
            return told(
                _(
                    "{opened} saker ble åpnet i året. Hvor mange som er lukket og åpne, vises ikke: et av tallene er for lite."
                ),
                opened=figures["aapnet"],
            )
        return Told((_("Noen av tallene for saker er så små at de ikke vises."),))
    return told(
        _("{opened} saker ble åpnet i året, og {closed} ble lukket. {left} er åpne."),
        opened=figures["aapnet"],
        closed=figures["lukket"],
        left=figures["aapne"],
    )


def figure_of_saker(counting: Counting, id: str, saker: Iterable[Sak], counted: str, shown: bool) -> Figure:
    listed = list(saker)
    return counting.figure(
        id, (sak_of(counting.year, one) for one in listed), counted, rules=[one.rule for one in listed], shown=shown
    )


def _by_area(year: Year) -> list[Part]:
    found: dict[str, list[Sak]] = {}
    for sak in year.saker:
        found.setdefault(year.area_of(sak.rule), []).append(sak)
    # Saker without a rule are about data, controls, or what somebody reported.
    name: Callable[[str], str] = lambda area: area_name(area) if area else _("Uten regel")  # noqa: E731
    return [(f"omrade-{own_id(area)}", name(area), found[area]) for area in sorted(found, key=name)]


def _by_part(year: Year) -> list[Part]:
    found: dict[str, list[Sak]] = {}
    for sak in year.saker:
        found.setdefault(year.part_of(sak.enhet), []).append(sak)
    return [(f"del-{own_id(id)}", name, found[id]) for id, name in year.parts.items() if id in found]


def _by_severity(year: Year) -> list[Part]:
    return [
        (f"alvor-{as_id(one.value)}", severity_name(one), [sak for sak in year.saker if sak.severity is one])
        for one in SEVERITIES
    ]


def _saker_table(
    counting: Counting,
    caption: str,
    heading: str,
    parts: Sequence[Part],
    totals: Mapping[str, Figure],
    shown: Mapping[str, frozenset[str]],
) -> Table:
    year = counting.year
    ids = {"lukket": {sak.id for sak in year.closed}, "aapne": {sak.id for sak in year.still_open}}
    words = {"lukket": _("Lukket i året"), "aapne": _("Åpne")}
    rows: list[tuple[Cell, ...]] = []
    for key, name, saker in parts:
        of = {what: [sak for sak in saker if sak.id in some] for what, some in ids.items()}
        if any(of.values()):
            cells = [
                figure_of_saker(
                    counting,
                    f"saker-{what}-{key}",
                    some,
                    _("{words}: {name}.").format(words=words[what], name=name),
                    key in shown[what],
                )
                for what, some in of.items()
            ]
            rows.append((name, *cells))
    return Table(
        caption=caption,
        headings=(heading, *words.values()),
        numeric=(False, True, True),
        rows=(*rows, (_("Sum"), *(totals[what] for what in words))),
        note=told_of_hidden(rows),
    )


def _outcomes(counting: Counting, total: Figure, shown: frozenset[str]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for outcome, name in _OUTCOMES.items():
        some = [sak for sak in counting.year.closed if sak.outcome is outcome]
        counted = _("Saker som ble lukket i året med utfallet «{word}».").format(word=outcome.value)
        if outcome is Outcome.FALSE_ALARM:
            counted = _("{counted} Også saker som ikke er om en regel, er med, som saker om data som mangler.").format(
                counted=counted
            )
        rows.append(
            (
                _(name),
                figure_of_saker(counting, f"saker-utfall-{as_id(outcome.value)}", some, counted, outcome.name in shown),
            )
        )
    return Table(
        caption=_("Hvordan sakene endte"),
        headings=(_("Utfall"), _("Lukket i året")),
        numeric=(False, True),
        rows=(*rows, (_("Sum"), total)),
        note=told_of_hidden(rows),
    )
