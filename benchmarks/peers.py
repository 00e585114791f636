"""kontroll beside other rule engines: one month's values, and the rules that each of them can express.

The rules are thresholds, and «a and (b or c) and not d» over thresholds. Windows, ranks, dated parameters and all else that
needs more than one month or one unit are left out: no peer has them. Every peer is used at its best: rules compiled before
the clock starts, as kontroll's are, numbers alone as facts, nothing printed. Each answers sann, usann or ukjent for every rule
and unit, and the run stops if one answer differs.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import clips
import zen

from benchmarks.raw_durable import Given
from benchmarks.tables import Table
from benchmarks.timing import Times
from kontroll.domain.month import Month
from kontroll.engine.columnar import compiled, evaluated_by
from kontroll.engine.inference import infer
from kontroll.engine.verdicts import CODES
from kontroll.flows.deliveries.read_folder import read_folder
from kontroll.rulebook.read import read_rulebook

MONTH = Month(2026, 10)
INDICATORS, THRESHOLD, SINGLE, COMPOSITE = 60, 55, 70, 30
WORDS = {code: result.value for result, code in CODES.items()}

#: Unit -> indicator -> value in tenths; what is missing is not in it.
Values = Mapping[str, Mapping[str, int]]
#: (rule, unit) -> sann or usann; ukjent is left out.
Known = dict[tuple[str, str], str]
#: What an engine answers, and the seconds it took: on the clock, and of the processor.
Taken = tuple[Known, float, float]


@dataclass(frozen=True, slots=True)
class PeerRule:
    """One indicator over the threshold; or of four, «a and (b or c) and not d»."""

    id: str
    indicators: tuple[str, ...]


def peer_rules() -> list[PeerRule]:
    ids = [f"i{n:02d}" for n in range(INDICATORS)]
    single = [PeerRule(f"r{n:03d}", (ids[n % INDICATORS],)) for n in range(SINGLE)]
    four = [tuple(ids[(n * 4 + k * 5) % INDICATORS] for k in range(4)) for n in range(COMPOSITE)]
    return single + [PeerRule(f"r{SINGLE + n:03d}", indicators) for n, indicators in enumerate(four)]


def values(units: int, seed: int = 1) -> Values:
    """One in fifty is missing."""
    chance = random.Random(seed)
    drawn = {
        f"E{unit:05d}": {f"i{n:02d}": chance.randrange(-20, 100) for n in range(INDICATORS) if chance.random() >= 0.02}
        for unit in range(units)
    }
    return drawn


def beside_peers(folder: Path, sizes: Mapping[int, int]) -> Table:
    """sizes: units -> repetitions."""
    rows = [row for units, repetitions in sizes.items() for row in _measured(folder / str(units), units, repetitions)]
    return Table(
        "Beside other rule engines: one month, 100 rules that each of them can express",
        ("engine", "units", "values", "seconds", "times as long as kontroll"),
        rows,
        "The same facts and equal answers in every row. Rules are compiled before the clock starts; «compiled each time» is "
        "what one judgement alone costs. «with inference»: the composite rules judged by durable-rules as "
        "well, in a process of its own that is started for it, and held against the columns.",
    )


def _measured(folder: Path, units: int, repetitions: int) -> Iterator[tuple[str, ...]]:
    given = values(units)
    engines: dict[str, Callable[[], Taken]] = {
        "kontroll": _kontroll(folder, given),
        "kontroll, compiled each time": _kontroll(folder, given, anew=True),
        "kontroll with inference": _kontroll(folder, given, inference=True),
        "durable-rules, every value asserted": lambda: _durable(given),
        "CLIPS (clipspy)": _clips(given),
        "zen-engine": _zen(given),
    }
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in engines}
    expected: Known | None = None
    for _turn in range(repetitions):
        for name, run in engines.items():
            answers, wall, cpu = run()
            taken[name].append((wall, cpu))
            expected = answers if expected is None else expected
            if answers != expected:
                raise AssertionError(f"{name} gives other answers than kontroll")
    times = {name: Times(tuple(w for w, _c in pairs), tuple(c for _w, c in pairs)) for name, pairs in taken.items()}
    count = sum(map(len, given.values()))
    for name, one in times.items():
        yield name, str(units), f"{count:,}".replace(",", " "), one.shown, one.times_as_long_as(times["kontroll"])


def _clocked(run: Callable[[], object]) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    run()
    return time.perf_counter() - wall, time.process_time() - cpu


# --- kontroll ---------------------------------------------------------------------------------------------------------


def _kontroll(folder: Path, given: Values, *, inference: bool = False, anew: bool = False) -> Callable[[], Taken]:
    _write(folder, given)
    rulebook, problems = read_rulebook([folder / "rules"])
    facts, found = read_folder(folder / "data", rulebook)
    assert not problems
    assert not found
    ready = compiled(rulebook)
    evaluated_by(ready, facts, MONTH, MONTH)

    def run() -> Taken:
        made = []

        def judge() -> None:
            one = evaluated_by(compiled(rulebook) if anew else ready, facts, MONTH, MONTH)
            if inference:
                infer(rulebook, one, first=MONTH, last=MONTH)
            made.append(one.verdicts)

        taken = _clocked(judge)
        rows = made[0].frame.select("regel", "enhet", "resultat").rows()
        return {(rule, unit): WORDS[code] for rule, unit, code in rows if WORDS[code] != "ukjent"}, *taken

    return run


def _write(folder: Path, given: Values) -> None:
    for name in ("rules/indikatorer", "rules/peer", "data/maalinger"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    one = "  - {{id: i{n:02d}, navn: i{n:02d}, maaleenhet: poeng, bedre_er: høyere, frekvens: måned, desimaler: 1}}\n"
    indicators = "indikatorer:\n" + "".join(one.format(n=n) for n in range(INDICATORS))
    (folder / "rules/indikatorer/alle.yaml").write_text(indicators, encoding="utf-8")
    for rule in peer_rules():
        leaves = [f"{{indikator: {id}, er: over, verdi: {THRESHOLD / 10}}}" for id in rule.indicators]
        condition = leaves[0]
        if len(leaves) > 1:
            a, b, c, d = leaves
            condition = f"{{alle: [{a}, {{minst_en: [{b}, {c}]}}, {{ikke: {d}}}]}}"
        text = _RULE.format(id=rule.id, condition=condition)
        (folder / f"rules/peer/{rule.id}.yaml").write_text(text, encoding="utf-8")
    units = [f"{unit};{unit};tjenestested;;skole;;2018-01;;\n" for unit in given]
    heading = "enhet;navn;enhetstype;overordnet;tjeneste;leder_id;gjelder_fra;gjelder_til;etterfolger\n"
    (folder / "data/organisasjon.csv").write_text(heading + "".join(units), encoding="utf-8")
    rows = [f"{unit};{id};{MONTH};{value / 10};\n" for unit, row in given.items() for id, value in row.items()]
    (folder / "data/maalinger/alle.csv").write_text("enhet;indikator;periode;verdi;antall\n" + "".join(rows))


_RULE = """\
id: {id}
navn: Regel {id}
type: avvik
status: utkast
alvor: lav
hjemmel: [{{reglement: fart, punkt: "1"}}]
versjoner:
  - {{gyldig_fra: 2018-01, hvis: {condition}}}
"""


# --- durable-rules ----------------------------------------------------------------------------------------------------


def _durable(given: Values) -> Taken:
    """In a process of its own, since it does not give back its memory; the start of that process is not counted."""
    asked: Given = {
        "threshold": THRESHOLD,
        "rules": [(rule.id, list(rule.indicators)) for rule in peer_rules()],
        "values": [(unit, id, value) for unit, row in given.items() for id, value in row.items()],
    }
    words = [sys.executable, "-W", "ignore", "-m", "benchmarks.raw_durable"]
    told = json.loads(
        subprocess.run(words, input=json.dumps(asked), check=True, stdout=subprocess.PIPE, text=True).stdout
    )
    return {(rule, unit): word for rule, unit, word in told["answers"]}, told["wall"], told["cpu"]


# --- CLIPS ------------------------------------------------------------------------------------------------------------


def _clips(given: Values) -> Callable[[], Taken]:
    environment = clips.Environment()
    environment.build("(deftemplate value (slot unit) (slot id) (slot n))")
    environment.build("(deftemplate answer (slot rule) (slot unit) (slot word))")
    for rule in peer_rules():
        for word, patterns in _terms(rule):
            environment.build(_defrule(rule, word, patterns))
    template = environment.find_template("value")

    def run() -> Taken:
        environment.reset()
        answers: Known = {}

        def judge() -> None:
            for unit, row in given.items():
                for id, value in row.items():
                    template.assert_fact(unit=unit, id=id, n=value)
            environment.run()
            for fact in environment.facts():
                if fact.template.name == "answer":
                    answers[(fact["rule"], fact["unit"])] = fact["word"]

        taken = _clocked(judge)
        return answers, *taken

    return run


def _terms(rule: PeerRule) -> Iterator[tuple[str, list[tuple[str, bool]]]]:
    """Each way to be sure of an answer: indicators, and whether they are over the threshold."""
    if len(rule.indicators) == 1:
        yield "sann", [(rule.indicators[0], True)]
        yield "usann", [(rule.indicators[0], False)]
        return
    a, b, c, d = rule.indicators
    yield "sann", [(a, True), (b, True), (d, False)]
    yield "sann", [(a, True), (c, True), (d, False)]
    yield "usann", [(a, False)]
    yield "usann", [(b, False), (c, False)]
    yield "usann", [(d, True)]


def _defrule(rule: PeerRule, word: str, term: list[tuple[str, bool]]) -> str:
    name = f"{rule.id}-{word}-{'-'.join(id for id, _over in term)}"
    patterns = [
        f'(value (unit ?u) (id "{id}") (n ?n{k}&:({">" if over else "<="} ?n{k} {THRESHOLD})))'
        for k, (id, over) in enumerate(term)
    ]
    said = f'(assert (answer (rule "{rule.id}") (unit ?u) (word "{word}")))'
    return f"(defrule {name} {' '.join(patterns)} => {said})"


# --- zen-engine -------------------------------------------------------------------------------------------------------


def _zen(given: Values) -> Callable[[], Taken]:
    """One decision with an expression a rule, asked once for each unit."""
    expressions = [{"id": rule.id, "key": rule.id, "value": _expression(rule)} for rule in peer_rules()]
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in"},
        {"id": "all", "type": "expressionNode", "name": "all", "content": {"expressions": expressions}},
        {"id": "out", "type": "outputNode", "name": "out"},
    ]
    edges = [
        {"id": "1", "sourceId": "in", "targetId": "all", "type": "edge"},
        {"id": "2", "sourceId": "all", "targetId": "out", "type": "edge"},
    ]
    decision = zen.ZenEngine().create_decision(json.dumps({"nodes": nodes, "edges": edges}))
    every = dict.fromkeys(f"i{n:02d}" for n in range(INDICATORS))
    decision.evaluate(every)  # what is compiled when first asked

    def run() -> Taken:
        found: dict[str, dict[str, str]] = {}

        def judge() -> None:
            for unit, row in given.items():
                found[unit] = decision.evaluate({**every, **row})["result"]

        taken = _clocked(judge)
        answers = {(r, unit): word for unit, row in found.items() for r, word in row.items() if word != "ukjent"}
        return answers, *taken

    return run


def _expression(rule: PeerRule) -> str:
    sure = {"sann": [], "usann": []}  # type: dict[str, list[str]]
    for word, term in _terms(rule):
        tests = [f"{id} != null and {id} {'>' if over else '<='} {THRESHOLD}" for id, over in term]
        sure[word].append(f"({' and '.join(tests)})")
    return f"{' or '.join(sure['sann'])} ? 'sann' : ({' or '.join(sure['usann'])} ? 'usann' : 'ukjent')"
