"""Recount: who has grounds for bonus in the example kommune, worked out again from the delivered files alone.

    python tests/example/bonus_recount.py MAPPE AAR

Why: it shares no line with kontroll and reads no rule file. What it knows of bonus is the talk of 2007 (slide 15) and
styringsreglementet 5.1 and 5.2: the best result within each tjeneste, and the best progress; focus area brukere; economy
yellow or green; an open class where enheter that are not measured are kept out. Its reasons are the words of the sheets.

The focus area brukere is one figure: tilfredshet counts three, resultat two, and four others one each (balansehåndboken).
A figure that fewer than five answered is nobody's to use.
"""

from __future__ import annotations

import csv
import io
import sys
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

PARTS = {
    "brukertilfredshet": 3, "bruker_resultat": 2, "bruker_medvirkning": 1, "bruker_respekt": 1,
    "bruker_tilgjengelighet": 1, "bruker_informasjon": 1,
}  # fmt: skip
ECONOMY = "okonomi_avvik"
FEWEST = 5
MISSING, FEW = "mangler", "skjermet"


def rows_of(path: Path) -> list[dict[str, str]]:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252")
    separator = max(";,\t", key=text.splitlines()[0].count)
    return list(csv.DictReader(io.StringIO(text), delimiter=separator))


def number(text: str) -> Fraction | None:
    """None for what is not one."""
    plain = text.replace("\N{NO-BREAK SPACE}", "").replace(" ", "").replace("\N{MINUS SIGN}", "-").replace(",", ".")
    try:
        return Fraction(plain)
    except ValueError:
        return None


def tenths(value: Fraction) -> Fraction:
    """Rounded to one decimal, half away from zero."""
    size = abs(value) * 10 + Fraction(1, 2)
    return Fraction(size.numerator // size.denominator, 10) * (-1 if value < 0 else 1)


@dataclass(frozen=True)
class Answer:
    """One tjenestested in one year. why: of economy, result, progress, and progress across all."""

    states: tuple[str, str]
    classes: frozenset[str]
    why: tuple[str, str, str, str]


class Kommune:
    def __init__(self, folder: Path) -> None:
        self.organisation = rows_of(folder / "organisasjon.csv")
        self.values: dict[tuple[str, str, str], tuple[Fraction | None, int | None]] = {}
        for path in sorted((folder / "maalinger").glob("*.csv")):
            for row in rows_of(path):
                if row["indikator"] in PARTS or row["indikator"] == ECONOMY:
                    count = number(row["antall"] or "")
                    value = number(row["verdi"] or "")
                    key = row["enhet"].strip(), row["indikator"].strip(), row["periode"].strip()
                    self.values[key] = (None if value is None else tenths(value), None if count is None else int(count))
        self.ambitions = {
            (row["enhet"], int(row["aar"])): (number(row["gronn"]), number(row["gul"]))
            for row in rows_of(folder / "ambisjoner.csv")
            if row["indikator"] == ECONOMY
        }

    # --- who ----------------------------------------------------------------------------------------------------------

    def active(self, month: str) -> dict[str, dict[str, str]]:
        return {
            row["enhet"]: row
            for row in self.organisation
            if (row["gjelder_fra"] or "") <= month and (not row["gjelder_til"] or month <= row["gjelder_til"])
        }

    def was_there(self, enhet: str, year: int) -> bool:
        return any(enhet in self.active(f"{year}-{month:02d}") for month in range(1, 13))

    # --- figures ------------------------------------------------------------------------------------------------------

    def content(self, enhet: str, year: int) -> tuple[Fraction | None, str]:
        """What users say, as one figure; else why there is none: of the first part that lacks."""
        total = Fraction(0)
        for part, weight in PARTS.items():
            value, count = self.values.get((enhet, part, str(year)), (None, None))
            if value is None:
                return None, MISSING
            if count is None or count < FEWEST:
                return None, FEW
            total += value * weight
        return tenths(total / sum(PARTS.values())), ""

    def economy(self, enhet: str, service: str, year: int) -> tuple[bool | None, str]:
        value = self.values.get((enhet, ECONOMY, f"{year}-12"), (None, None))[0]
        if value is None:
            return None, MISSING
        holders = [(enhet, year), (f"tjeneste:{service}", year), ("*", year)]
        limits = next((self.ambitions[holder] for holder in holders if holder in self.ambitions), (None, None))
        if None in limits:
            return None, "grense-mangler"
        green, yellow = limits
        assert green is not None
        assert yellow is not None
        balanced = value >= green or value >= yellow
        return balanced, "oppfylt" if balanced else "ikke-oppfylt"

    def at_least_yellow(self, enhet: str, service: str, year: int) -> bool | None:
        """For the open class the least that is demanded is asked for alone."""
        value = self.values.get((enhet, ECONOMY, f"{year}-12"), (None, None))[0]
        holders = [(enhet, year), (f"tjeneste:{service}", year), ("*", year)]
        limits = next((self.ambitions[holder] for holder in holders if holder in self.ambitions), (None, None))
        return None if value is None or limits[1] is None else value >= limits[1]

    # --- answers ------------------------------------------------------------------------------------------------------

    def year(self, year: int) -> dict[str, Answer]:
        sites = {id: row for id, row in self.active(f"{year}-12").items() if row["enhetstype"] == "tjenestested"}
        now = {id: self.content(id, year) for id in sites}
        before = {id: self.content(id, year - 1) for id in sites}
        gone = {id: _difference(now[id][0], before[id][0]) for id in sites}
        surveyed = any(value is not None for value, _why in now.values())
        surveyed_before = any(value is not None for value, _why in before.values())

        def lacking(id: str, *, progress: bool) -> str:
            if now[id][0] is None:
                return "ikke-målt-i-år" if not surveyed else now[id][1]
            assert progress
            if not self.was_there(id, year - 1):
                return "ny-enhet"
            return "ikke-målt-året-før" if not surveyed_before else f"{before[id][1]}-året-før"

        found = {}
        for id, row in sites.items():
            peers = [one for one, other in sites.items() if other["tjeneste"] == row["tjeneste"] and one != id]
            result = _best({one: now[one][0] for one in peers}, now[id][0], lambda id=id: lacking(id, progress=False))
            progress = _best({one: gone[one] for one in peers}, gone[id], lambda id=id: lacking(id, progress=True))
            others = {one: gone[one] for one in sites if one != id and gone[one] is not None}
            everywhere = _alone(len(sites), others, gone[id], lambda id=id: lacking(id, progress=True))
            balanced, money = self.economy(id, row["tjeneste"], year)
            ordinary = _and(balanced, _or(result[0], progress[0]))
            opened = _and(self.at_least_yellow(id, row["tjeneste"], year), everywhere[0])
            classes = set()
            if ordinary:
                classes |= {name for name, one in (("best resultat", result), ("best fremgang", progress)) if one[0]}
            if opened:
                classes.add("åpen klasse")
            states = tuple({True: "sann", False: "usann", None: "ukjent"}[one] for one in (ordinary, opened))
            why = (money, result[1], progress[1], everywhere[1])
            found[id] = Answer((states[0], states[1]), frozenset(classes), why)
        return found


def _difference(now: Fraction | None, before: Fraction | None) -> Fraction | None:
    return None if now is None or before is None else now - before


def _best(peers, own, lacking) -> tuple[bool | None, str]:
    """Of those in the same tjeneste. To be as good as another is good enough; to be alone is not."""
    if not peers:
        return False, "for-få"
    if own is None:
        return None, lacking()
    known = [value for value in peers.values() if value is not None]
    if any(value > own for value in known):
        return False, "slått"
    if len(known) < len(peers):
        return None, "annen-ukjent"
    return True, "delt-best" if own in known else "best"


def _alone(sites: int, others, own, lacking) -> tuple[bool | None, str]:
    """Of all that are measured, and by itself: as good as another is not good enough. Of five at least."""
    if sites < 5:
        return False, "for-få"
    if own is None:
        return None, lacking()
    if any(value > own for value in others.values()):
        return False, "slått"
    return (False, "lik-stenger") if own in others.values() else (True, "best")


def _and(one: bool | None, other: bool | None) -> bool | None:
    return False if False in (one, other) else None if None in (one, other) else True


def _or(one: bool | None, other: bool | None) -> bool | None:
    return True if True in (one, other) else None if None in (one, other) else False


if __name__ == "__main__":
    for enhet, answer in Kommune(Path(sys.argv[1])).year(int(sys.argv[2])).items():
        print(enhet, *answer.states, ",".join(sorted(answer.classes)) or "-", *answer.why, sep=";")
