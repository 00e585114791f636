"""Etterprøver en avgjørelse om bonus. Trenger bare Python 3.9 eller nyere; ingenting fra kontroll. Regler som ser flere perioder
eller andre regler, regnes ut av etterprover/, som trenger Python 3.11.

Bruk: python3 etterprov.py [MAPPE]      (mappen med arkivet, eller arkivet som .zip; uten MAPPE: der dette programmet ligger)

Skriver STEMMER eller AVVIK for hver prøve. Filene holdes mot SHA256SUMS; reglene regnes ut på nytt av tallene; grunnlaget
som avgjørelsen viser til, holdes mot det som ble regnet ut. Programmet ser ikke om tallene er de rette, og ikke om reglene
er de kommunen har vedtatt: det må et menneske sjekke.
"""

# Why this file stands alone: it lies in every archive, and shares nothing with the code that decided.
from __future__ import annotations

import csv
import io
import json
import sys
import zipfile
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any, Optional

SUMS = "SHA256SUMS"
Truth = Optional[bool]  # noqa: UP045 (Python 3.9)
Key = tuple[str, str, str]


class NotHere(Exception):
    """A test that this program cannot make."""


def all_of(truths: list[Truth]) -> Truth:
    return False if False in truths else None if None in truths else True


def any_of(truths: list[Truth]) -> Truth:
    return True if True in truths else None if None in truths else False


def negated(truth: Truth) -> Truth:
    return None if truth is None else not truth


class Year:
    """Everything that is read out of the archive."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files
        self.rules: list[dict[str, Any]] = json.loads(files["vilkaar.json"])
        self.enheter = {row["enhet"]: row for row in rows(files, "grunnlag/enheter.csv")}
        self.indicators = {one["indikator"]: one for one in json.loads(files["indikatorer.json"])}
        self.delivered: dict[Key, Fraction | None] = {
            (row["enhet"], row["indikator"], row["periode"]): Fraction(row["verdi"]) if row["verdi"] else None
            for row in rows(files, "grunnlag/verdier.csv")
        }
        self.limits = {(row["enhet"], row["indikator"]): row for row in rows(files, "grunnlag/ambisjoner.csv")}

    # --- figures ------------------------------------------------------------------------------------------------------

    def value(self, enhet: str, indicator: str, period: str) -> Fraction | None:
        """An index is computed from its parts; it is rounded half away from zero."""
        parts = self.indicators[indicator].get("indeks")
        if not parts:
            return self.delivered.get((enhet, indicator, period))
        total = weights = Fraction(0)
        for part, weight in parts:
            value = self.value(enhet, part, period)
            if value is None:
                return None
            total += Fraction(weight) * value
            weights += Fraction(weight)
        size = abs(total / weights) * 10 ** self.indicators[indicator]["desimaler"] + Fraction(1, 2)
        rounded = Fraction(size.numerator // size.denominator, 10 ** self.indicators[indicator]["desimaler"])
        return -rounded if total < 0 else rounded

    def compared(self, enhet: str, leaf: dict[str, Any]) -> Fraction | None:
        now = self.value(enhet, leaf["indikator"], leaf["periode"])
        if "mot" not in leaf:
            return now
        before = self.value(enhet, leaf["indikator"], leaf["mot"])
        if now is None or before is None:
            return None
        if leaf["som"] == "prosent":
            return None if before == 0 else (now - before) * 100 / abs(before)
        return (now - before) * (self.sign(leaf["indikator"]) if leaf["som"] == "fremgang" else 1)

    def sign(self, indicator: str) -> int:
        return 1 if self.indicators[indicator]["bedre_er"] == "høyere" else -1

    def better(self, leaf: dict[str, Any]) -> int:
        return 1 if leaf.get("som") == "fremgang" else self.sign(leaf["indikator"])

    def limit(self, enhet: str, indicator: str, colour: str) -> Fraction | None:
        row = self.limits.get((enhet, indicator))
        text = row["gronn" if colour == "grønn" else "gul"] if row else ""
        return Fraction(text) if text else None

    # --- conditions ---------------------------------------------------------------------------------------------------

    def truth(self, tree: dict[str, Any], rule: dict[str, Any], enhet: str) -> Truth:
        if "alle" in tree:
            return all_of([self.truth(child, rule, enhet) for child in tree["alle"]])
        if "minst_en" in tree:
            return any_of([self.truth(child, rule, enhet) for child in tree["minst_en"]])
        if "ingen_av" in tree:
            return negated(any_of([self.truth(child, rule, enhet) for child in tree["ingen_av"]]))
        if "ikke" in tree:
            return negated(self.truth(tree["ikke"], rule, enhet))
        if "annet" in tree:
            raise NotHere(tree["annet"])
        return all_of([self.test(test, tree, rule, enhet) for test in tree["tester"]])

    def test(self, test: dict[str, Any], leaf: dict[str, Any], rule: dict[str, Any], enhet: str) -> Truth:
        if "farge" in test:
            return self.colour(enhet, leaf, test["farge"])
        if "er" in test:
            return self.against(enhet, leaf, test)
        if "best_blant" in test:
            return self.best(enhet, leaf, rule, test["best_blant"])
        raise NotHere(test["annet"])

    def colour(self, enhet: str, leaf: dict[str, Any], wanted: list[str]) -> Truth:
        value = self.compared(enhet, leaf)
        limits = [self.limit(enhet, leaf["indikator"], colour) for colour in ("grønn", "gul")]
        if value is None or limits[0] is None or limits[1] is None:
            return None
        sign = self.sign(leaf["indikator"])
        green, yellow = value * sign >= limits[0] * sign, value * sign >= limits[1] * sign
        return ("grønn" if green else "gul" if yellow else "rød") in wanted

    def against(self, enhet: str, leaf: dict[str, Any], test: dict[str, Any]) -> Truth:
        value, asked = self.compared(enhet, leaf), test["verdi"]
        is_ambition = isinstance(asked, dict)
        limit = self.limit(enhet, leaf["indikator"], asked["ambisjon"]) if is_ambition else asked and Fraction(asked)
        if value is None or limit is None:
            return None
        sign = self.better(leaf)
        return {
            "over": value > limit, "under": value < limit, "minst": value >= limit, "høyst": value <= limit,
            "lik": value == limit, "ulik": value != limit, "bedre_enn": value * sign > limit * sign,
            "dårligere_enn": value * sign < limit * sign, "minst_like_god_som": value * sign >= limit * sign,
        }[test["er"]]  # fmt: skip

    def best(self, enhet: str, leaf: dict[str, Any], rule: dict[str, Any], asked: dict[str, Any]) -> Truth:
        """In the order of the rule language, 2.5."""
        own, service = self.compared(enhet, leaf), self.enheter[enhet]["tjeneste"]
        others = [id for id in self.enheter if id != enhet and self.covers(rule, id)]
        if asked["samme"] == "tjeneste":
            others = [id for id in others if service and self.enheter[id]["tjeneste"] == service]
        if 1 + len(others) < asked["minst_enheter"]:
            return False
        if own is None:
            return None
        sign, found = self.better(leaf), [self.compared(id, leaf) for id in others]
        leads = [(value - own) * sign for value in found if value is not None]
        if any(lead > 0 or (lead == 0 and asked["ved_likhet"] == "ingen") for lead in leads):
            return False
        return None if len(leads) < len(found) and asked["mangler"] == "ukjent" else True

    def covers(self, rule: dict[str, Any], enhet: str) -> bool:
        row = self.enheter[enhet]
        return all(row[key] in allowed for key, allowed in rule["gjelder"].items())

    def result(self, rule: dict[str, Any], enhet: str) -> str:
        if rule["hvis"] is None:
            return "ikke_i_kraft"
        exempt = [self.truth(tree, rule, enhet) for tree in rule["unntak"]]
        if True in exempt:
            return "ikke_relevant"
        truth = self.truth(rule["hvis"], rule, enhet)
        if truth and None in exempt:
            truth = None
        return "ukjent" if truth is None else "sann" if truth else "usann"


def rows(files: dict[str, bytes], name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files[name].decode("utf-8")), delimiter=";"))


# --- what is tried ----------------------------------------------------------------------------------------------------


def sums(files: dict[str, bytes]) -> list[str]:
    lines = (line.split("  ", 1) for line in files[SUMS].decode("utf-8").splitlines())
    said = {name: digest for digest, name in lines}
    faults = [
        f"{name}: ikke den samme filen" for name in said if sha256(files.get(name, b"")).hexdigest() != said[name]
    ]
    return faults + [f"{name}: står ikke i {SUMS}" for name in sorted(set(files) - set(said) - {SUMS})]


class Whole:
    """The rule language whole, for rules that this program alone does not read: it lies beside it in etterprover/."""

    def __init__(self, files: dict[str, bytes], place: Path) -> None:
        if sys.version_info < (3, 11):  # noqa: UP036 (what is in etterprover/ is newer than this file must be)
            raise NotHere("det krever Python 3.11")
        sys.dont_write_bytecode = True
        sys.path.insert(0, str(place))
        from dataclasses import replace

        from etterprover.facts import Facts, UnitRow  # type: ignore[import-not-found]
        from etterprover.judge import Judge  # type: ignore[import-not-found]
        from etterprover.language import month_of, period_of  # type: ignore[import-not-found]
        from etterprover.rulefiles import rulebook  # type: ignore[import-not-found]

        book = rulebook(json.loads(files["regler.json"], parse_float=Fraction))
        for id, one in book.indicators.items():
            # What is made of records is delivered here as it was made.
            if one.computed and "indeks" not in one.computed:
                book.indicators[id] = replace(one, computed=None, least_count=0)
        facts, never = Facts(), 12 * 9999
        for row in rows(files, "grunnlag/organisasjon.csv"):
            last = month_of(row["til"]) if row["til"] else never
            unit = UnitRow(month_of(row["fra"]), last, row["enhetstype"] or None, row["tjeneste"] or None)
            facts.units.setdefault(row["enhet"], []).append(unit)
        for row in rows(files, "grunnlag/verdier.csv"):
            if row["verdi"]:
                at = period_of(row["periode"], book.indicators[row["indikator"]].frequency)
                count = Fraction(row["antall"]) if row["antall"] else None
                facts.values[row["enhet"], row["indikator"], at] = (Fraction(row["verdi"]), count)
        for row in rows(files, "grunnlag/ambisjoner.csv"):
            limits = tuple(Fraction(row[one]) if row[one] else None for one in ("gronn", "gul"))
            facts.ambitions[row["enhet"], row["indikator"], int(row["aar"])] = limits
        self.book, self.judge = book, Judge(book, facts)
        self.month = 12 * int(json.loads(files["avgjorelse.json"])["aar"]) + 11

    def result(self, rule: str, enhet: str) -> str:
        for id in self.asked(rule):
            if self.book.rules[id].basis is not None:
                raise NotHere(f"{id} gjelder poster, som ikke ligger her")
            if id != rule and '"best_blant"' in json.dumps(self.book.rules[id].versions[-1].condition, default=str):
                raise NotHere(f"{id} ser også på enheter som ikke ligger her")
        return str(self.judge.unit_verdict(self.book.rules[rule], enhet, self.month))

    def asked(self, rule: str) -> set[str]:
        """The rule, and those that it asks about."""
        found, waiting = {rule}, [rule]
        while waiting:
            one = self.book.rules[waiting.pop()]
            trees = [version.condition for version in one.versions] + one.exceptions
            new = {id for tree in trees for id in named(tree)} - found
            found |= new
            waiting += sorted(new)
        return found


def named(tree: Any) -> set[str]:
    if isinstance(tree, list):
        return set().union(*map(named, tree))
    if not isinstance(tree, dict):
        return set()
    return ({str(tree["utslag"])} if "utslag" in tree else set()).union(*map(named, tree.values()))


def results(year: Year, place: Path) -> list[str]:
    whole: Whole | None = None
    said = {(row["regel"], row["enhet"]): row["resultat"] for row in rows(year.files, "resultater.csv")}
    faults = []
    for rule in year.rules:
        for enhet in year.enheter:
            if year.covers(rule, enhet):
                try:
                    try:
                        found = year.result(rule, enhet)
                    except NotHere:
                        whole = whole or Whole(year.files, place)
                        found = whole.result(rule["regel"], enhet)
                except NotHere as what:
                    faults.append(f"{rule['regel']}: kan ikke regnes ut her ({what}). Bruk «kontroll forklar».")
                    break
                if said.pop((rule["regel"], enhet), None) != found:
                    faults.append(f"{rule['regel']} {enhet}: regnet ut «{found}»")
    return faults + [f"{rule} {enhet}: står i resultater.csv uten at regelen gjelder" for rule, enhet in said]


def grounds(year: Year) -> list[str]:
    """What the decision says of the grounds, against what was computed, and that every other way has a reason."""
    struck: dict[str, set[str]] = {}
    for row in rows(year.files, "resultater.csv"):
        struck.setdefault(row["enhet"], set()).update(one for one in row["for"].split(",") if one)
    faults = []
    for one in json.loads(year.files["avgjorelse.json"])["utfall"]:
        found = struck.get(one["enhet"], set())
        if sorted(found) != sorted(one["grunnlag_for"]):
            faults.append(f"{one['enhet']}: grunnlaget er {sorted(found)}")
        ordinary = found - {"åpen klasse"}
        against = one["for"] != "åpen klasse" and one["for"] not in found if one["gis"] else bool(ordinary)
        if against != one["mot_grunnlaget"]:
            faults.append(f"{one['enhet']}: går mot grunnlaget: {'ja' if against else 'nei'}")
        if (against or one["for"] == "åpen klasse") and not one["begrunnelse"].strip():
            faults.append(f"{one['enhet']}: mangler begrunnelse")
    return faults


def read(place: Path) -> dict[str, bytes]:
    if place.is_file():
        with zipfile.ZipFile(place) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    found = (path for path in place.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(place).as_posix(): path.read_bytes() for path in found}


def main(argv: list[str]) -> int:
    place = Path(argv[1]) if len(argv) > 1 else Path(__file__).resolve().parent
    files = read(place)
    year, faults = Year(files), 0
    for name, found in (
        ("Filene er de som ble arkivert", sums(files)),
        ("Reglene gir det samme på nytt", results(year, place)),
        ("Avgjørelsen bygger på det reglene ga", grounds(year)),
    ):
        print(f"{name} ".ljust(50, ".") + (" AVVIK" if found else " STEMMER"))
        for line in found[:20]:
            print(f"    {line}")
        faults += bool(found)
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main(sys.argv))
