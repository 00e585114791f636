"""Etterprøver en KUP-1-trekning. Trenger bare Python 3.9 eller nyere; ingenting fra kontroll.

Bruk: python3 etterprov.py populasjon.tsv plan.json utvalg.tsv FORPLIKTELSE FRØ [STRATUM=FRØ] [--forrige=utvalg.tsv]

Et stratum som kom til etter at frøet var kjent, trekkes med et frø for seg: «tillegg 2=48151623421234567890».
Er listen rettet etter trekningen, står det som var trukket før og ikke er truffet nå, sist i utvalget som «beholdt». Med
--forrige holdes det mot utvalget fra listen før.

Skriver STEMMER, eller AVVIK og hva som er galt. Programmet leser hele populasjonen inn i minnet og trekker på nytt fra bunnen.
Det ser ikke om populasjonen er fullstendig, og ikke når forpliktelsen ble kunngjort: det må et menneske sjekke.
"""

# Why this file stands alone: it is published beside every draw, and shares nothing with the code that drew.
from __future__ import annotations

import json
import re
import sys
import unicodedata
from hashlib import sha256
from pathlib import Path
from typing import Any

BEFORE = "--forrige="
TEXT = r"(?! )[^\x00-\x1f\x7f-\x9f]{1,200}(?<! )"
LINE = re.compile(rf"{TEXT}\t{TEXT}\t(0|-?[1-9][0-9]*)\t[1-9][0-9]*\t([0-9a-f]{{64}}|-)")


def demand(holds: bool, otherwise: str) -> None:
    if not holds:
        raise ValueError(otherwise)


def ticket(start: str, identity: str) -> str:
    number = int(sha256((sha256(start.encode()).hexdigest() + identity).encode()).hexdigest(), 16)
    return str(number).zfill(64)[::-1]


def by_interval(rows: list[list[str]], weights: list[int], n: int, start: str, kind: str, stratum: str) -> list[str]:
    whole = sum(weights)
    first = int(sha256(f"{start}|{kind}|{stratum}".encode()).hexdigest(), 16) % whole
    hit: list[str] = []
    before = at = 0
    for k in range(n):
        while n * (before + weights[at]) <= first + k * whole:
            before += weights[at]
            at += 1
        hit.append(rows[at][0])
    return hit


def drawn(rows: list[list[str]], stratum: dict[str, Any], start: str) -> tuple[list[str], int]:
    method, n, name = stratum["metode"], stratum["n"], stratum["stratum"]
    if method == "alle":
        return [row[0] for row in rows], len(rows)
    if method == "enkel":
        demand(n <= len(rows), f"stratum {name} har færre linjer enn det skal trekkes")
        order = sorted((ticket(start, row[0]), row[0]) for row in rows)
        return [identity for _, identity in order[: n + stratum.get("reserve", 0)]], n
    weights = {"systematisk": [1] * len(rows), "belop": [int(r[2]) for r in rows], "vekt": [int(r[3]) for r in rows]}[
        method
    ]
    kind = {"systematisk": "SYS", "belop": "BELOP", "vekt": "VEKT"}[method]
    demand(min(weights) > 0, f"stratum {name} har beløp eller vekt som ikke er større enn null")
    demand(method != "systematisk" or n <= len(rows), f"stratum {name} har færre linjer enn det skal trekkes")
    return by_interval(rows, weights, n, start, kind, name), n


def kept(sample: bytes, earlier: bytes | None, rows: list[list[str]], again: set[str]) -> list[str]:
    """The lines of what an earlier sample held, that still stands on the list, and that was not drawn anew."""
    claimed = {line.split("\t")[-1] for line in sample.decode("utf-8").split("\n") if "\tbeholdt\t" in line}
    if earlier is not None:
        before = [line.split("\t") for line in earlier.decode("utf-8").split("\n")[1:-1]]
        demand(
            claimed <= {line[3] for line in before}, "noe er merket som beholdt uten å ha vært i det forrige utvalget"
        )
        claimed |= {line[3] for line in before if line[2] != "reserve"}
    found = sorted((row[1], row[0]) for row in rows if row[0] in claimed - again)
    return [f"{stratum}\t{number}\tbeholdt\t{identity}" for number, (stratum, identity) in enumerate(found, 1)]


def check(
    population: bytes,
    plan: bytes,
    sample: bytes,
    commitment: str,
    seed: str,
    later: list[str],
    earlier: bytes | None = None,
) -> None:
    demand(sha256(plan).hexdigest() == commitment, "planen er ikke den som forpliktelsen gjelder")
    said = json.loads(plan)
    demand(sha256(population).hexdigest() == said["populasjon_sha256"], "populasjonen er ikke den som planen gjelder")
    text = population.decode("utf-8")
    demand(text.endswith("\n"), "populasjonen slutter ikke med linjeskift")
    demand(unicodedata.is_normalized("NFC", text), "populasjonen er ikke i normalform (NFC)")
    lines = text[:-1].split("\n")
    demand(lines[0] == "id\tstratum\tbelop_ore\tvekt\tpost_sha256", "populasjonen har feil overskrift")
    demand(all(LINE.fullmatch(line) for line in lines[1:]), "en linje i populasjonen har feil form")
    rows = [line.split("\t") for line in lines[1:]]
    ids = [row[0].encode() for row in rows]
    demand(ids == sorted(set(ids)), "populasjonen står ikke i stigende rekkefølge")
    demand(len(rows) == said["antall"], "antallet er et annet enn i planen")
    demand(sum(int(row[2]) for row in rows) == said["sum_ore"], "summen er en annen enn i planen")
    names = [stratum["stratum"] for stratum in said["strata"]]
    demand(sorted(names) == sorted({row[1] for row in rows}), "populasjonen har ikke de samme strata som planen")
    seeds = dict(one.rsplit("=", 1) for one in later)
    demand(set(seeds) <= set(names), "det er gitt et frø for et stratum som ikke står i planen")
    out, again = ["stratum\tnr\tstatus\tid"], set[str]()
    for stratum in said["strata"]:
        start = f"KUP-1|{said['trekning_id']}|{seeds.get(stratum['stratum'], seed)}"
        chosen, n = drawn([row for row in rows if row[1] == stratum["stratum"]], stratum, start)
        again.update(chosen[:n])
        for number, identity in enumerate(chosen, 1):
            out.append(f"{stratum['stratum']}\t{number}\t{'utvalg' if number <= n else 'reserve'}\t{identity}")
    out += kept(sample, earlier, rows, again)
    demand(("\n".join(out) + "\n").encode() == sample, "utvalget er ikke det som plan, populasjon og frø gir")


def main(arguments: list[str]) -> int:
    if len(arguments) < 5 or not all("=" in later for later in arguments[5:]):
        print(__doc__)
        return 2
    population, plan, sample = (Path(name).read_bytes() for name in arguments[:3])
    before = [Path(one[len(BEFORE) :]).read_bytes() for one in arguments[5:] if one.startswith(BEFORE)]
    later = [one for one in arguments[5:] if not one.startswith(BEFORE)]
    try:
        check(population, plan, sample, arguments[3], arguments[4], later, before[0] if before else None)
    except (KeyError, ValueError) as wrong:
        print(f"AVVIK: {wrong}")
        return 1
    print("STEMMER")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
