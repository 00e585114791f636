"""Holds the product's `vurder` against the independent judge on random cases, byte by byte.

    python tests/oracle/compare.py --seed 1 --cases 100 --kommando ".venv/bin/kontroll"

A case that differs is kept: its folder, the first cells that differ and their rules are printed, and the exit code
is 1. The closing lines tell how much was compared: cells by result, and how often each construct was written and,
where leaves were evaluated, how often it came out true, false and unknown.
"""

import argparse
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

if not __package__:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from kontroll.recompute.judge import printed
from kontroll.recompute.language import Truth, fold, month_of
from oracle.judging import judge
from oracle.random_case import Case, write_case
from oracle.yamlfiles import read

Product = Callable[[Case], bytes]
CHOICES = {
    "er",
    "som",
    "metode",
    "samme",
    "ved_likhet",
    "mangler",
    "lest",
    "finnes",
    "ambisjon",
    "type",
    "frekvens",
}
TEXTS = {"navn", "hjemmel", "saa", "begrunnelse", "merke", "kontrolltiltak"}


@dataclass
class Outcome:
    """What one case showed; `differences` is empty when the product printed the same bytes."""

    seed: int
    cells: Counter[str] = field(default_factory=Counter)
    written: Counter[str] = field(default_factory=Counter)
    seen: Counter[tuple[str, Truth]] = field(default_factory=Counter)
    differences: str = ""


def command(words: list[str]) -> Product:
    """The product as a command; its messages are shown when it fails."""

    def run(case: Case) -> bytes:
        where = ["vurder", "--regler", str(case.rules), "--data", str(case.data)]
        done = subprocess.run(
            [*words, *where, "--periode", case.first, "--til", case.last], capture_output=True, check=False
        )
        if done.returncode:
            said = done.stderr.decode(errors="replace") + done.stdout.decode(errors="replace")
            return f"exit {done.returncode}: {said[:3000]}".encode()
        return done.stdout

    return run


def constructs(node: Any) -> Counter[str]:
    """How often each key of the language, and each choice of an option, stands in a rules folder."""
    found: Counter[str] = Counter()
    if isinstance(node, list):
        for one in node:
            found += constructs(one)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key in TEXTS:
                continue
            found[f"{key}: {fold(value)}" if key in CHOICES and isinstance(value, str) else key] += 1
            found += constructs(value)
    return found


def explained(wanted: bytes, got: bytes, rules: Path, limit: int = 6) -> str:
    """The first cells that differ, and the rules they belong to."""
    ours, theirs = wanted.decode().split("\n"), got.decode(errors="replace").split("\n")
    if sorted(ours) == sorted(theirs):
        return "the same lines in another order"
    missing, extra = Counter(ours) - Counter(theirs), Counter(theirs) - Counter(ours)
    lines = [f"cells: {sum(missing.values())} expected and not printed, {sum(extra.values())} printed and not expected"]
    places = sorted({tuple(line.split(";")[:4]) for line in [*missing, *extra]})
    named = list(dict.fromkeys(place[0] for place in places))
    for name in named[:3]:
        of_rule = [place for place in places if place[0] == name]
        lines.append(f"  {name}: {len(of_rule)} cells")
        for place in of_rule[:limit]:
            start = ";".join(place) + ";"
            said = [[line[len(start) :] for line in side if line.startswith(start)] for side in (missing, extra)]
            lines.append(f"    {';'.join(place)}: expected {said[0]}, got {said[1]}")
        lines += [f"    | {text}" for file in rules.rglob(f"{name}.yaml") for text in file.read_text().split("\n")]
    return "\n".join(lines + [f"  also: {', '.join(named[3:20])}"] * (len(named) > 3))


def compared(seed: int, product: Product, folder: Path) -> Outcome:
    """One case, written into `folder`, judged by both."""
    case = write_case(folder, seed)
    own = judge(case.rules, case.data)
    rows = own.lines(month_of(case.first), month_of(case.last))
    wanted, got = printed(rows).encode(), product(case)
    outcome = Outcome(seed, Counter(row[4] for row in rows), seen=own.seen)
    for file in case.rules.rglob("*.yaml"):
        outcome.written += constructs(read(file))
    if wanted != got:
        (folder / "expected.csv").write_bytes(wanted)
        (folder / "got.csv").write_bytes(got)
        period = f"--periode {case.first} --til {case.last}"
        outcome.differences = f"seed {seed} differs; kept in {folder} ({period})\n{explained(wanted, got, case.rules)}"
    return outcome


def summary(outcomes: list[Outcome]) -> str:
    cells: Counter[str] = sum((one.cells for one in outcomes), Counter())
    written: Counter[str] = sum((one.written for one in outcomes), Counter())
    seen: Counter[tuple[str, Truth]] = sum((one.seen for one in outcomes), Counter())
    total = max(1, cells.total())
    lines = ["written: " + ", ".join(f"{name} {count}" for name, count in sorted(written.items()))]
    for name in sorted({name for name, _ in seen}):
        counts = [seen[name, truth] for truth in (True, False, None)]
        lines.append(f"evaluated: {name}: sann {counts[0]}, usann {counts[1]}, ukjent {counts[2]}")
    shares = ", ".join(f"{word} {count} ({count / total:.0%})" for word, count in sorted(cells.items()))
    wrong = sum(bool(one.differences) for one in outcomes)
    lines.append(f"{len(outcomes)} cases, {cells.total()} cells ({shares}); {wrong} cases differ")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--cases", type=int, default=20)
    parser.add_argument("--kommando", default=".venv/bin/kontroll", help="how the product is started")
    parser.add_argument("--at-once", type=int, default=2, help="cases that run at the same time")
    options = parser.parse_args()
    product = command(shlex.split(options.kommando))
    place = Path(tempfile.mkdtemp(prefix="oracle-"))

    def one(seed: int) -> Outcome:
        folder = place / str(seed)
        outcome = compared(seed, product, folder)
        if outcome.differences:
            print(outcome.differences, flush=True)
        else:
            shutil.rmtree(folder)
        return outcome

    with ThreadPoolExecutor(options.at_once) as pool:
        outcomes = list(pool.map(one, range(options.seed, options.seed + options.cases)))
    print(summary(outcomes))
    failed = any(one.differences for one in outcomes)
    if not failed:
        shutil.rmtree(place)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
