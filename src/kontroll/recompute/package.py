"""A revisor's package held against itself: contents, log, rules, answers, and every answer computed again.

What is printed is bokmål: an auditor reads it.
"""

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from .facts import facts_of
from .judge import Judge, printed
from .language import month_of
from .rulefiles import read_rules
from .sources import deliveries_of

CONTENTS = "innhold.json"
#: Lines of an answer that differs that are shown.
SHOWN = 5

Say = Callable[[str], None]
Found = list[str]


def check(folder: Path, say: Say) -> int:
    """0 where everything holds. Each test is told when it is done."""
    faults = 0
    for name, found in _told(folder):
        say(f"{name} ".ljust(72, ".") + (" AVVIK" if found else " STEMMER"))
        for line in found:
            say(f"    {line}")
        faults += bool(found)
    say("")
    say("Alt stemmer." if not faults else f"{faults} prøver viser avvik.")
    return int(bool(faults))


def _told(folder: Path) -> Iterator[tuple[str, Found]]:
    """What cannot be read ends the tests, and is itself a finding: a package is always readable when it is made."""
    try:
        yield from tests(folder)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        where = getattr(error, "filename", None) or "en fil i pakken"
        yield "Resten kan ikke prøves", [f"{where} mangler eller kan ikke leses ({type(error).__name__}: {error})"]


def tests(folder: Path) -> Iterator[tuple[str, Found]]:
    """What is tested, and what does not hold."""
    yield "Innholdet: filene er som da pakken ble laget", contents(folder)
    log = [json.loads(line) for line in (folder / "logg/logg.jsonl").read_text(encoding="utf-8").splitlines()]
    yield f"Loggen: {len(log)} linjer henger sammen", chain(log)
    told = [json.loads(one["body"]) for one in log]
    months = read(folder / "maaneder.json")
    digests = list(dict.fromkeys(one["regler"] for one in months))
    yield f"Reglene: {len(digests)} regelsett er dem loggen sier ble brukt", rules(folder, digests, told)
    yield "Leveransene er dem loggen sier kom", deliveries(folder, told)
    for month in months:
        yield f"Svarene {month['maaned']} er dem loggen sier ble gitt", answers(folder, month, told)
    known: dict[str, Any] = {}
    for month in months:
        yield f"Utregningen {month['maaned']}", again(folder, month, known)
    for draw, samples in sorted(read(folder / "stikkprover/trekninger.json").items()):
        for one in samples:
            yield f"Stikkprøve {draw}: utvalget er det som ble lovet", drawn(folder / "stikkprover" / draw, one, told)


def read(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


# --- what was packed ----------------------------------------------------------------------------------------------------


def contents(folder: Path) -> Found:
    listed = {one["fil"]: one["sha256"] for one in read(folder / CONTENTS)}
    there = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
    there -= {name for name in there if "__pycache__" in name or name == CONTENTS}
    found = [f"{name} mangler" for name in sorted(set(listed) - there)]
    found += [f"{name} hører ikke til pakken" for name in sorted(there - set(listed))]
    for name in sorted(set(listed) & there):
        if sha256((folder / name).read_bytes()) != listed[name]:
            found.append(f"{name} er endret")
    return found


# --- the log ------------------------------------------------------------------------------------------------------------


def chain(log: list[dict[str, Any]]) -> Found:
    """Each line's code is made of the one before and of its own text."""
    found, before = [], "0" * 64
    for place, one in enumerate(log, start=1):
        if one["seq"] != place or one["previous"] != before:
            found.append(f"linje {one['seq']} følger ikke den før")
        if sha256(one["previous"].encode() + one["body"].encode()) != one["hash"]:
            found.append(f"linje {one['seq']} er endret")
        before = one["hash"]
    return found[:SHOWN]


def about(told: list[dict[str, Any]], kind: str) -> Iterator[dict[str, Any]]:
    for one in told:
        if one["kind"] == kind:
            yield one["about"]


def rules(folder: Path, digests: list[str], told: list[dict[str, Any]]) -> Found:
    found = []
    kept = {one["rulebook"] for one in about(told, "regler tatt vare på")}
    for digest in digests:
        place = folder / "regler" / digest[:12]
        if digest not in kept:
            found.append(f"regelsettet {digest[:12]} står ikke i loggen")
        if not place.is_dir():
            found.append(f"regelsettet {digest[:12]} er ikke i pakken")
            continue
        listed = read(place / "liste.json")
        if sha256(f"{listed['motor']}\n{listed['filer']}".encode()) != digest:
            found.append(f"listen over filene i {digest[:12]} er endret")
        for level, path, own in json.loads(listed["filer"]):
            file = place / str(level) / path
            if not file.is_file() or sha256(file.read_bytes()) != own:
                found.append(f"regelfilen {path} er en annen enn den som ble brukt")
    return found


def deliveries(folder: Path, told: list[dict[str, Any]]) -> Found:
    by_number = {one["delivery"]: one for one in about(told, "leveranse")}
    found = []
    for one in read(folder / "leveranser/leveranser.json"):
        said = by_number.get(one["seq"])
        if said is None or (said["file"], said["kind"], said["rows"]) != (one["sha256"], one["kind"], one["rows"]):
            found.append(f"leveranse {one['seq']} ({one['name']}) er en annen enn den som kom")
    return found


def answers(folder: Path, month: dict[str, Any], told: list[dict[str, Any]]) -> Found:
    said = [
        one["digest"] for one in about(told, "svar") if (one["month"], one["book"]) == (month["maaned"], month["bok"])
    ]
    if said != [month["digest"]]:
        return ["loggen sier noe annet om hvilke svar som ble gitt"]
    return [] if sha256((folder / month["svar"]).read_bytes()) == month["digest"] else ["svarene er endret"]


# --- computed again -----------------------------------------------------------------------------------------------------


def again(folder: Path, month: dict[str, Any], known: dict[str, Any]) -> Found:
    """`known`: the judge of the last months, kept while they stand on the same."""
    stands_on = json.dumps([month["regler"], month["leveranser_til"], month["utelatt"]])
    if stands_on not in known:
        known.clear()
        source = deliveries_of(folder / "leveranser", month["leveranser_til"])
        if gone := [one["name"] for one in source.listed if one["deleted"] and one["seq"] <= source.upto]:
            return [f"{name} er slettet etter frist, så svarene kan ikke regnes ut på nytt" for name in gone[:SHOWN]]
        book = read_rules(folder / "regler" / month["regler"][:12] / "regler.json")
        known[stands_on] = Judge(book, facts_of(source, book), frozenset(month["utelatt"]))
    at = month_of(month["maaned"])
    computed = printed(known[stands_on].lines(at, at)).splitlines()
    given = (folder / month["svar"]).read_text(encoding="utf-8").splitlines()
    if computed == given:
        return []
    missing, added = sorted(set(computed) - set(given)), sorted(set(given) - set(computed))
    found = [f"{len(missing)} svar er regnet ut annerledes enn de {len(added)} som ble gitt"]
    found += [f"gitt:     {line}" for line in added[:SHOWN]]
    return found + [f"regnet ut: {line}" for line in missing[:SHOWN]]


def drawn(folder: Path, sample: dict[str, Any], told: list[dict[str, Any]]) -> Found:
    """By the program that lies with the draw; and whether the log was told of the plan before it was told of the seed."""
    of_draw = [one for one in told if one["about"].get("draw") == folder.name]
    promised = [n for n, one in enumerate(of_draw) if one["about"].get("commitment") == sample["forpliktelse"]]
    seeded = [n for n, one in enumerate(of_draw) if one["about"].get("seed")]
    if not promised or not seeded:
        return ["loggen vet ikke om planen og frøet"]
    # The plan of an amended list comes after the first seed: it draws its new part with a seed of its own.
    is_first = "populasjon.tsv" in sample["argumenter"]
    if is_first and promised[0] >= seeded[0]:
        return ["loggen fikk vite om frøet før planen"]
    done = subprocess.run(
        [sys.executable, "-B", "etterprov.py", *sample["argumenter"]],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    return [] if done.returncode == 0 else (done.stdout + done.stderr).strip().splitlines()[:SHOWN]
