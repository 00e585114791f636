"""Every way to steer a draw that the protocol names is refused, with its own reason, by us and by the published verifier."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest

from kontroll.sampling.kup1 import published_verifier
from kontroll.sampling.kup1.draw import check_drawable, draw
from kontroll.sampling.kup1.plan import read_plan
from kontroll.sampling.kup1.refused import Reason, Refused
from kontroll.sampling.kup1.sample import verify
from sampling.kup1 import SEED, Case, listed, planned

ROWS = [
    *((f"bilag:2026:{n:04d}", "A", 1000 + n, 1) for n in range(40)),
    *((f"fakt:2026:{n:04d}", "B", 5000 + 7 * n, 2) for n in range(30)),
    ("Åsvær:1", "C", -20, 1),
    ("Ås:2", "C", 0, 1),
]
STRATA = [("A", "enkel", 5, 3), ("B", "belop", 6, 0), ("C", "alle", 0, 0)]


def honest() -> Case:
    population = listed(ROWS)
    return Case(population, planned(population, STRATA), SEED)


def in_population(case: Case, change: Callable[[bytes], bytes]) -> Case:
    """The list is changed after the plan was published."""
    return replace(case, population=change(case.population))


def committed(change: Callable[[bytes], bytes]) -> Case:
    """The list was wrong from the start: the plan was made from it, and published."""
    population = change(honest().population)
    plan = honest().plan.replace(
        sha256(honest().population).hexdigest().encode(), sha256(population).hexdigest().encode()
    )
    rows = [line.split("\t") for line in population.decode().splitlines()[1:]]
    plan = plan.replace(b'"antall":72', f'"antall":{len(rows)}'.encode())
    amount = sum(row[2] for row in ROWS)
    plan = plan.replace(f'"sum_ore":{amount}'.encode(), f'"sum_ore":{sum(int(row[2]) for row in rows)}'.encode())
    return Case(population, plan, SEED)


def swapped(content: bytes, first: int, second: int) -> bytes:
    lines = content.split(b"\n")
    lines[first], lines[second] = lines[second], lines[first]
    return b"\n".join(lines)


def without(content: bytes, at: int) -> bytes:
    lines = content.split(b"\n")
    return b"\n".join(lines[:at] + lines[at + 1 :])


def twice(content: bytes) -> bytes:
    lines = content.split(b"\n")
    return b"\n".join([*lines[:3], lines[2], *lines[3:]])


def nfd(content: bytes) -> bytes:
    return content.replace("Å".encode(), "A\u030a".encode())


BEFORE: dict[str, tuple[Case, Reason]] = {
    "one amount changed by one øre": (
        in_population(honest(), lambda c: c.replace(b"\t1004\t", b"\t1005\t")),
        Reason.POPULATION_HASH,
    ),
    "a row removed": (in_population(honest(), lambda c: without(c, 3)), Reason.POPULATION_HASH),
    "rows swapped": (in_population(honest(), lambda c: swapped(c, 3, 4)), Reason.ORDER),
    "CRLF": (in_population(honest(), lambda c: c.replace(b"\n", b"\r\n")), Reason.POPULATION_FORM),
    "CRLF but for the heading": (
        in_population(honest(), lambda c: c.replace(b"\n", b"\r\n").replace(b"sha256\r\n", b"sha256\n")),
        Reason.POPULATION_FORM,
    ),
    "a byte order mark": (in_population(honest(), lambda c: b"\xef\xbb\xbf" + c), Reason.POPULATION_FORM),
    "no last line end": (in_population(honest(), lambda c: c[:-1]), Reason.POPULATION_FORM),
    "ids in another normal form": (in_population(honest(), nfd), Reason.POPULATION_FORM),
    "a space after an id": (
        in_population(honest(), lambda c: c.replace(b":0004\tA", b":0004 \tA")),
        Reason.POPULATION_FORM,
    ),
    "a number as a spreadsheet writes it": (
        in_population(honest(), lambda c: c.replace(b"\t1004\t", b"\t1,004E+3\t")),
        Reason.POPULATION_FORM,
    ),
    "a column too many": (
        in_population(honest(), lambda c: c.replace(b"bilag:2026:0004", b"x\tbilag:2026:0004")),
        Reason.POPULATION_FORM,
    ),
    "the plan's n changed": (
        replace(honest(), plan=honest().plan.replace(b'"n":5', b'"n":6')),
        Reason.COMMITMENT,
    ),
    "committed with two equal ids": (committed(twice), Reason.ORDER),
    "committed with a row in a stratum nobody draws": (
        committed(lambda c: c.replace(b"0004\tA", b"0004\tD")),
        Reason.STRATA,
    ),
    "committed with nothing in an amount stratum": (
        committed(lambda c: c.replace(b"\t5007\t", b"\t0\t")),
        Reason.AMOUNT_NOT_POSITIVE,
    ),
    "committed with a credit note in an amount stratum": (
        committed(lambda c: c.replace(b"\t5007\t", b"\t-5007\t")),
        Reason.AMOUNT_NOT_POSITIVE,
    ),
}


@pytest.mark.parametrize("name", BEFORE)
def test_a_population_or_plan_that_is_not_what_was_promised_is_refused(name: str):
    case, reason = BEFORE[name]
    published = honest().commitment if reason is Reason.COMMITMENT else case.commitment
    with pytest.raises(Refused) as refused:
        draw(read_plan(case.plan), BytesIO(case.population), case.seed, published)
    assert refused.value.reason is reason
    assert refused.value.sentence.endswith(".")


@pytest.mark.parametrize("name", BEFORE)
def test_the_published_verifier_refuses_it_too_without_assertions(name: str, tmp_path: Path):
    case, reason = BEFORE[name]
    published = honest().commitment if reason is Reason.COMMITMENT else case.commitment
    assert published_answer(case, honest().drawn(), published, tmp_path).startswith("AVVIK: ")


def test_control_totals_that_are_wrong_are_refused():
    for right, wrong in ((b'"antall":72', b'"antall":71'), (b'"sum_ore":', b'"sum_ore":1')):
        case = replace(honest(), plan=honest().plan.replace(right, wrong))
        with pytest.raises(Refused) as refused:
            check_drawable(read_plan(case.plan), BytesIO(case.population))
        assert refused.value.reason is Reason.TOTALS


def test_more_than_there_are_cannot_be_drawn():
    population = listed(ROWS)
    plan = planned(population, [("A", "enkel", 41, 0), *STRATA[1:]])
    with pytest.raises(Refused) as refused:
        check_drawable(read_plan(plan), BytesIO(population))
    assert refused.value.reason is Reason.TOO_FEW


SAMPLES: dict[str, Callable[[bytes], bytes]] = {
    "two rows swapped": lambda sample: swapped(sample, 1, 2),
    "an item replaced by the first reserve": lambda sample: without(sample, 5).replace(
        b"\treserve\t", b"\tutvalg\t", 1
    ),
    "a row left out": lambda sample: without(sample, 2),
    "a row too many": lambda sample: sample + b"A\t9\tutvalg\tbilag:2026:0001\n",
    "another id": lambda sample: sample.replace(b"bilag:2026:00", b"bilag:2025:00", 1),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_that_was_touched_is_not_the_sample(name: str, tmp_path: Path):
    case = honest()
    touched = SAMPLES[name](case.drawn())
    with pytest.raises(Refused) as refused:
        verify(read_plan(case.plan), BytesIO(case.population), case.seed, case.commitment, touched)
    assert (refused.value.reason, refused.value.line > 1) == (Reason.SAMPLE, True)
    assert published_answer(case, touched, case.commitment, tmp_path).startswith("AVVIK: utvalget")


def test_another_seed_gives_another_sample_also_by_its_leading_zeros(tmp_path: Path):
    case = honest()
    for seed in (SEED[:-1] + "3", SEED.removeprefix("0"), "0" + SEED):
        with pytest.raises(Refused):
            verify(read_plan(case.plan), BytesIO(case.population), seed, case.commitment, case.drawn())
    assert published_answer(case, case.drawn(), case.commitment, tmp_path) == "STEMMER\n"


@pytest.mark.parametrize("seed", ["", " 123", "123 ", "12 34", "12\n", "tolv ørten"])
def test_a_seed_that_was_not_written_as_it_was_read_out_is_refused(seed: str):
    case = honest()
    with pytest.raises(Refused) as refused:
        draw(read_plan(case.plan), BytesIO(case.population), seed, case.commitment)
    assert refused.value.reason is Reason.SEED


@pytest.mark.parametrize(
    "change",
    [
        lambda plan: plan + b"\n",
        lambda plan: plan.replace(b'"n":5', b'"n": 5'),
        lambda plan: plan.replace(b'"n":5', b'"n":5.0'),
        lambda plan: plan.replace(b'"n":5', b'"n":5,"n":5'),
        lambda plan: plan.replace(b'"n":5', b'"n":-5'),
        lambda plan: plan.replace(b'"n":5', b'"n":0'),
        lambda plan: plan.replace(b'"n":5', b'"n":true'),
        lambda plan: plan.replace(b'"enkel"', b'"enkelt"'),
        lambda plan: plan.replace(b"KUP-1", b"KUP-2"),
        lambda plan: plan.replace(b'"stratum":"A"', b'"stratum":"B"'),
        lambda plan: plan.replace(b'"n":6,"reserve":0', b'"n":6,"reserve":1'),
        lambda _plan: b"[]",
        lambda _plan: b"\xff",
        lambda _plan: b"",
    ],
)
def test_a_plan_that_can_be_read_in_two_ways_or_in_none_is_refused(change: Callable[[bytes], bytes]):
    assert change(honest().plan) != honest().plan
    with pytest.raises(Refused) as refused:
        read_plan(change(honest().plan))
    assert refused.value.reason is Reason.PLAN


def published_answer(case: Case, sample: bytes, commitment: str, folder: Path) -> str:
    names = []
    for name, content in (("populasjon.tsv", case.population), ("plan.json", case.plan), ("utvalg.tsv", sample)):
        (folder / name).write_bytes(content)
        names.append(str(folder / name))
    run = subprocess.run(
        [sys.executable, "-I", "-S", "-O", published_verifier.__file__, *names, commitment, case.seed],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == (0 if run.stdout == "STEMMER\n" else 1), run.stderr
    return run.stdout
