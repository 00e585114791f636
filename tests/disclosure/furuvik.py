"""The surveys of the example kommune alone, delivered and published: enough to ask what is shown of them."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from pathlib import Path

from kontroll.domain.disclosure import Disclosure
from kontroll.domain.month import Month, Period
from kontroll.domain.rulebook import Rulebook
from kontroll.engine.plain import PlainEvaluator
from kontroll.example import line, surveys
from kontroll.example.people import people
from kontroll.example.periodic import periodic
from kontroll.example.scene import Scene
from kontroll.example.structure import organisation
from kontroll.example.temper import temper
from kontroll.flows.deliveries.read_folder import read_folder
from kontroll.report.published import Published
from kontroll.report.winners import Won
from kontroll.rulebook.read import read_rulebook
from kontroll.settings import shipped_rules

LAST = Month(2025, 12)
USERS = ("brukertilfredshet", "bruker_resultat", "bruker_medvirkning", "bruker_respekt", "bruker_tilgjengelighet",
         "bruker_informasjon")  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Furuvik:
    """answers: (indicator, enhet, year) -> value and count, as they were delivered."""

    rulebook: Rulebook
    published: Published
    evaluator: PlainEvaluator
    answers: dict[tuple[str, str, int], tuple[Fraction, int | None]]
    services: dict[int, dict[str, frozenset[str]]]

    @cached_property
    def years(self) -> list[int]:
        return sorted({year for _id, _enhet, year in self.answers})

    def index(self, enhet: str, year: int) -> Fraction | None:
        """The index of brukere, not rounded; None where five have not answered."""
        found = [self.answers.get((id, enhet, year)) for id in USERS]
        if any(one is None or (one[1] or 0) < 5 for one in found):
            return None
        weights = (3, 2, 1, 1, 1, 1)
        return sum((w * one[0] for w, one in zip(weights, found, strict=True) if one), Fraction(0)) / 9

    def best(self, year: int, *, progress: bool) -> dict[str, list[str]]:
        """Service -> the enheter that did best, or got furthest since last year."""
        found: dict[str, list[str]] = {}
        for service, enheter in self.services[year].items():
            known: dict[str, Fraction] = {}
            for enhet in enheter:
                now, then = self.index(enhet, year), self.index(enhet, year - 1)
                if now is not None and (then is not None or not progress):
                    known[enhet] = round(now * 10) - (
                        round(then * 10) if progress and then is not None else Fraction(0)
                    )
            if len(known) > 1:
                found[service] = sorted(one for one in known if known[one] == max(known.values()))
        return found

    def furthest(self, year: int) -> dict[str, list[str]]:
        """Service -> the enheter whose users became most satisfied since last year, in per cent of what they were."""
        found: dict[str, list[str]] = {}
        for service, enheter in self.services[year].items():
            known = {enhet: change for enhet in enheter if (change := self.grown(enhet, year)) is not None}
            if len(known) > 1:
                found[service] = sorted(one for one in known if known[one] == max(known.values()))
        return found

    def grown(self, enhet: str, year: int) -> Fraction | None:
        """What the satisfaction of the users was multiplied by; None where five have not answered."""
        now, then = (self.answers.get((USERS[0], enhet, at)) for at in (year, year - 1))
        if now is None or then is None or min(now[1] or 0, then[1] or 0) < 5:
            return None
        return now[0] / then[0]


#: Bonus for having come furthest in per cent. It is shipped by nobody: what it would tell of the others is tried here.
PER_CENT = """
id: prosentvis
navn: Mest framover i prosent
type: bonus
status: i_bruk
alvor: middels
hjemmel: [{lov: kommuneloven, paragraf: '13-1'}]
gjelder: {enhetstype: [tjenestested]}
versjoner:
  - gyldig_fra: 2020-01
    hvis: {indikator: brukertilfredshet, lest: siste_avsluttede, endring: {siden: 1, som: prosent},
           best_blant: {samme: tjeneste, mangler: ses_bort_fra}}
    saa: {avvik: nei}
"""


def furuvik(folder: Path, seed: int = 2007, *, per_cent: bool = False) -> Furuvik:
    """per_cent: bonus is given for the furthest in per cent, and not as the talk says."""
    scene = Scene(seed, LAST)
    org = organisation(scene)
    moods = temper(scene, org)
    _own(folder / "rules" / "bonus" / "prosentvis.yaml")
    rulebook, _problems = read_rulebook([shipped_rules(), folder / "rules"])
    yearly = {id for id, one in rulebook.indicators.items() if one.frequency.months == 12}
    values = [
        value
        for value in [*periodic(scene, org, moods), *surveys.employee_survey(scene, org, moods),
                      *surveys.user_survey(scene, org, moods)]
        if value[1] in yearly
    ]  # fmt: skip
    _write(
        folder / "organisasjon.csv", line.ORGANISATION_HEADINGS, line.organisation_rows(scene, org, people(scene, org))
    )
    _write(
        folder / "maalinger" / "aar.csv",
        ["enhet", "indikator", "periode", "verdi", "antall"],
        ([unit, id, period, str(value / 10**places), "" if count is None else str(count)]
         for unit, id, period, value, places, count in values),
    )  # fmt: skip
    facts, _problems = read_folder(folder, rulebook)
    evaluator = PlainEvaluator(rulebook, facts)
    won: list[Won] = []
    published = Published(rulebook, facts, evaluator, Disclosure(), date(2026, 4, 1), lambda: won)
    answers = {
        (id, unit, int(period)): (Fraction(value, 10**places), count)
        for unit, id, period, value, places, count in values
    }
    years = sorted({year for _id, _unit, year in answers})
    made = Furuvik(
        rulebook=rulebook, published=published, evaluator=evaluator, answers=answers,
        services={
            year: {group.id: of for group, of in published.groups(Period(12, year)).items() if group.kind.value == "tjeneste"}
            for year in years
        },
    )  # fmt: skip
    if per_cent:
        rule = rulebook.rules["prosentvis"]
        won += [Won(rule, one, Month(year, 12)) for year in years for of in made.furthest(year).values() for one in of]
        return made
    rule = rulebook.rules["bonus-001"]
    for year in years:
        best = [one for progress in (False, True) for of in made.best(year, progress=progress).values() for one in of]
        won += [Won(rule, one, Month(year, 12)) for one in sorted({*best})]
    return made


def _own(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(PER_CENT, encoding="utf-8")


def _write(file: Path, headings: list[str], rows: Iterable[list[str]]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, delimiter=";").writerows([headings, *rows])
