"""Draws for the tests: random populations and plans, and a reading of the protocol that shares no line with the product's."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from io import BytesIO

from kontroll.sampling.kup1.draw import draw
from kontroll.sampling.kup1.plan import read_plan, write_plan
from kontroll.sampling.kup1.sample import written

HEADER = "id\tstratum\tbelop_ore\tvekt\tpost_sha256"
SEED = "03454660390103169462"


@dataclass(frozen=True)
class Case:
    """One draw: the three files, the seed, and what was published."""

    population: bytes
    plan: bytes
    seed: str

    @property
    def commitment(self) -> str:
        return sha256(self.plan).hexdigest()

    def drawn(self) -> bytes:
        return written(draw(read_plan(self.plan), BytesIO(self.population), self.seed, self.commitment))


def listed(rows: Sequence[tuple[str, str, int, int]]) -> bytes:
    """Rows in whatever order -> the file in the order of their ids."""
    in_order = sorted(rows, key=lambda row: row[0].encode())
    lines = (f"{identity}\t{stratum}\t{amount}\t{weight}\t-" for identity, stratum, amount, weight in in_order)
    return "".join(f"{line}\n" for line in (HEADER, *lines)).encode()


def planned(
    population: bytes, strata: Sequence[tuple[str, str, int, int]], draw_id: str = "0000/2026/1/prove"
) -> bytes:
    """strata: name, method, n, reserve."""
    rows = [line.split("\t") for line in population.decode().split("\n")[1:-1]]
    return write_plan(
        {
            "protokoll": "KUP-1",
            "trekning_id": draw_id,
            "populasjon_sha256": sha256(population).hexdigest(),
            "antall": len(rows),
            "sum_ore": sum(int(row[2]) for row in rows),
            "strata": [
                {"stratum": name, "metode": method, "n": n, "reserve": reserve} for name, method, n, reserve in strata
            ],
        }
    )


def random_case(source: random.Random, most: int = 400) -> Case:
    """Strata of every method, ids with letters outside ASCII, seeds that begin with zeros."""
    rows: list[tuple[str, str, int, int]] = []
    strata = []
    for name, method in zip("ABØÅE", ("enkel", "systematisk", "belop", "vekt", "alle"), strict=True):
        count = source.randint(1, most)
        for at in source.sample(range(10**6), count):
            amount = source.choice([1, 10, 10**6, 10**9]) * source.randint(1, 99)
            amount = amount if method == "belop" else source.choice([-amount, 0, amount])
            rows.append((f"{source.choice(['', 'å:', 'Ø'])}{name}{at:06d}", name, amount, source.randint(1, 900)))
        n = source.randint(1, count if method in ("enkel", "systematisk") else 2 * count)
        strata.append((name, method, 0 if method == "alle" else n, source.randint(0, 5) if method == "enkel" else 0))
    source.shuffle(strata)
    population = listed(rows)
    return Case(population, planned(population, strata), f"{source.randint(0, 10**20):020d}")


def by_the_protocol(case: Case) -> bytes:
    """The sample, from the protocol's words alone: everything in memory, fractions for the intervals."""
    said = json.loads(case.plan)
    rows = [line.split("\t") for line in case.population.decode().split("\n")[1:-1]]
    start = f"KUP-1|{said['trekning_id']}|{case.seed}"
    lines = ["stratum\tnr\tstatus\tid"]
    for stratum in said["strata"]:
        inside = [row for row in rows if row[1] == stratum["stratum"]]
        chosen = list(_chosen(stratum, inside, start))
        for number, identity in enumerate(chosen, start=1):
            is_reserve = stratum["metode"] == "enkel" and number > stratum["n"]
            lines.append(f"{stratum['stratum']}\t{number}\t{'reserve' if is_reserve else 'utvalg'}\t{identity}")
    return "".join(f"{line}\n" for line in lines).encode()


def _chosen(stratum: dict[str, object], rows: list[list[str]], start: str) -> Iterator[str]:
    method, n, reserve = stratum["metode"], stratum["n"], stratum["reserve"]
    assert isinstance(n, int)
    assert isinstance(reserve, int)
    if method == "alle":
        yield from (row[0] for row in rows)
    elif method == "enkel":
        yield from sorted((row[0] for row in rows), key=lambda identity: (_ticket(start, identity), identity))[
            : n + reserve
        ]
    else:
        kind, weights = {
            "systematisk": ("SYS", [1] * len(rows)),
            "belop": ("BELOP", [int(row[2]) for row in rows]),
            "vekt": ("VEKT", [int(row[3]) for row in rows]),
        }[str(method)]
        whole = sum(weights)
        first = int(sha256(f"{start}|{kind}|{stratum['stratum']}".encode()).hexdigest(), 16) % whole
        for k in range(n):
            point, passed = Fraction(first + k * whole, n), 0
            for row, weight in zip(rows, weights, strict=True):
                passed += weight
                if point < passed:
                    yield row[0]
                    break


def _ticket(start: str, identity: str) -> str:
    digest = sha256((sha256(start.encode()).hexdigest() + identity).encode()).hexdigest()
    return f"{int(digest, 16):064d}"[::-1]
