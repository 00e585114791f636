"""A village with areas, whose figures are random: some unreadable, some corrected, some that few stand behind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from random import Random

from followed_village import at, followed_village
from kontroll.domain.month import Month, Period
from kontroll.domain.monthly import MonthlyPolicy, Theme, YearIs
from kontroll.domain.scorecard import Chart, FocusArea, Joined, RollUp, Scorecards
from kontroll.flows.deliveries.import_files import Incoming, import_files
from kontroll.report.situation import Situation
from kontroll.report.summary import Summaries
from kontroll.wiring import Desk
from village import DATA, TODAY, village

MONTHS = ("2026-01", "2026-02", "2026-03")
INDICATORS = {
    "indikatorer/flere.yaml": """
indikatorer:
  - {id: avvik_kr, navn: Avvik i kroner, maaleenhet: kr, bedre_er: høyere, frekvens: måned, desimaler: 0, forfaller: 10,
     fokusomrade: økonomi}
  - {id: saldo, navn: Saldo mot budsjett, maaleenhet: prosent, bedre_er: høyere, frekvens: måned, desimaler: 1, forfaller: 10,
     fokusomrade: økonomi}
  - {id: fravaer, navn: Fravær, maaleenhet: prosent, bedre_er: lavere, frekvens: måned, desimaler: 1, forfaller: 10,
     vis_min_antall: 5, fokusomrade: medarbeidere}
"""
}
THEMES = (
    Theme(
        id="okonomi", name="Økonomi", indicator="saldo", year_is=YearIs.LAST, limit=Decimal("-0.5"), kroner="avvik_kr"
    ),
    Theme(id="fravær", name="Fravær", indicator="fravaer", year_is=YearIs.MEAN, limit=Decimal(8)),
)
SCORECARDS = Scorecards(
    areas=(FocusArea(name="økonomi", means=""), FocusArea(name="medarbeidere", means="")),
    joined={
        "avvik_kr": Joined(indicator="avvik_kr", roll_up=RollUp.SUM),
        "saldo": Joined(indicator="saldo", roll_up=RollUp.MEAN),
    },
    charts=(Chart(name="Felles", indicators=("saldo", "avvik_kr", "fravaer")),),
)
_HEAD = "enhet;navn;enhetstype;overordnet;tjeneste;leder_id;gjelder_fra;gjelder_til;etterfolger"


@dataclass(frozen=True)
class Measured:
    """enheter: ids of those that are followed."""

    summaries: Summaries
    desk: Desk
    enheter: tuple[str, ...]


def measured_village(folder: Path, chance: Random) -> Measured:
    """Close the database of its desk."""
    enheter = tuple(_enheter(chance))
    organisation = "\n".join([_HEAD, *_organisation(enheter, chance), ""])
    figures = "\n".join([*_figures(enheter, chance), ""])
    head, old = DATA["maalinger/tall.csv"].split("\n", 1)
    situation = village(
        folder / "seen", rules=INDICATORS, today=TODAY, organisasjon=organisation, tall=f"{head}\n{old}{figures}"
    )
    situation = replace(situation, scorecards=SCORECARDS)
    (folder / "followed").mkdir()
    desk = followed_village(folder / "followed", situation)
    monthly = MonthlyPolicy(themes=THEMES, unit_types=("tjenestested",))
    _deliver(desk, folder, {"organisasjon.csv": organisation, "maalinger/nye.csv": f"{head}\n{figures}"})
    desk = replace(desk, policies=replace(desk.policies, monthly=monthly))
    return Measured(Summaries(situation), desk, enheter)


def hidden_of(situation: Situation, indicator: str, month: Month, enheter: Iterable[str]) -> frozenset[str]:
    """Those whose figure the målekart does not show everybody."""
    period = Period.containing(month, situation.rulebook.indicators[indicator].frequency)
    return frozenset(one for one in enheter if situation.published.is_hidden(indicator, one, period))


def _enheter(chance: Random) -> Iterator[str]:
    """Of three areas, from none to many in each, and many in one; then one right below the top, and one that has no place."""
    for area, sizes in (("A", (0, 2, 6, 14)), ("B", (0, 2, 6, 14)), ("C", (9, 14))):
        yield from (f"{area}{n}" for n in range(chance.choice(sizes)))
    yield from ("T1", "Ø 1", "1", "2")


def _organisation(enheter: tuple[str, ...], chance: Random) -> Iterator[str]:
    yield "0;Kommunedirektøren;kommunedirektør;;;TOPP;2020-01;;"
    for area in ("A", "B", "C", "D"):
        yield f"{area};Område {area};kommunalsjef;0;;;2020-01;;"
    yield "A-under;Skolene i A;virksomhet;A;;;2020-01;;"
    yield "GONE;Området som var;kommunalsjef;0;;;2020-01;2026-02;"
    yield "3;Grenda barnehage;tjenestested;0;barnehage;CARL;2020-01;2026-02;1"
    leaders = {"1": "ANNE", "2": "BERIT"}
    for enhet in enheter:
        above = {"T": "0", "Ø": "GONE", "1": "D", "2": "D"}.get(enhet[0], enhet[0])
        above = "A-under" if above == "A" and chance.random() < 0.5 else above
        kind = "tjenestested" if chance.random() < 0.9 else "kontor"
        yield f"{enhet};Sted {enhet};{kind};{above};skole;{leaders.get(enhet, '')};2020-01;;"


def _figures(enheter: tuple[str, ...], chance: Random) -> Iterator[str]:
    for month in MONTHS:
        for enhet in enheter:
            for _time in range(chance.choice([0, 1, 1, 1, 1, 2])):
                saldo = chance.choice(
                    ["", "tull", *(f"{chance.randrange(-20, 21) / 10:.1f}" for _n in range(8)), "-0.5"]
                )
                yield f"{enhet};saldo;{month};{saldo.replace('.', ',')};"
                yield f"{enhet};avvik_kr;{month};{chance.randrange(-900_000, 400_000)};"
                share, count = (
                    chance.choice(["8.0", f"{chance.randrange(0, 160) / 10:.1f}"]),
                    chance.choice([2, 4, 5, 9, 30]),
                )
                yield f"{enhet};fravaer;{month};{share.replace('.', ',')};{chance.choice(['', count, count, count])}"


def _deliver(desk: Desk, folder: Path, files: dict[str, str]) -> None:
    incoming = []
    for name, text in files.items():
        (folder / "new" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "new" / name).write_text(text, encoding="utf-8")
        incoming.append(Incoming(folder / "new" / name, name))
    taken = import_files(desk.database, desk.rulebook, incoming, at(TODAY), "OLGA")
    assert all(one.delivery for one in taken)
