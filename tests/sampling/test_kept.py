"""What an earlier sample held stays in the next one, marked; whoever strikes it out, or slips something in, is found twice."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO

import pytest

from kontroll.sampling.kup1 import published_verifier
from kontroll.sampling.kup1.draw import draw
from kontroll.sampling.kup1.plan import read_plan, write_plan
from kontroll.sampling.kup1.refused import Refused
from kontroll.sampling.kup1.sample import Kept, lines_of, verify, written

SEED = "63454660390103169462"


def planned(rows: range) -> tuple[bytes, bytes]:
    lines = [f"B{row:03}\thoved\t{100 + row}\t1\t-\n" for row in rows]
    tsv = ("id\tstratum\tbelop_ore\tvekt\tpost_sha256\n" + "".join(lines)).encode()
    said = {
        "protokoll": "KUP-1",
        "trekning_id": "0301/2026/1/bilag",
        "populasjon_sha256": sha256(tsv).hexdigest(),
        "antall": len(rows),
        "sum_ore": sum(100 + row for row in rows),
        "strata": [{"stratum": "hoved", "metode": "systematisk", "n": 5, "reserve": 0}],
        "salt": "0" * 32,
    }
    return tsv, write_plan(said)


def verdicts(tsv: bytes, plan: bytes, sample: bytes, earlier: bytes | None) -> tuple[bool, bool]:
    """Of kontroll and of the script that is published."""
    commitment = sha256(plan).hexdigest()
    try:
        verify(read_plan(plan), BytesIO(tsv), SEED, commitment, sample, None, earlier)
        ours = True
    except Refused:
        ours = False
    try:
        published_verifier.check(tsv, plan, sample, commitment, SEED, [], earlier)
        theirs = True
    except ValueError:
        theirs = False
    return ours, theirs


@pytest.fixture(scope="module")
def amended() -> tuple[bytes, bytes, bytes, bytes]:
    """The new list and plan, the sample of the new one, and that of the list before a line went."""
    samples = []
    for rows in (range(60), range(1, 60)):
        tsv, plan = planned(rows)
        samples.append(draw(read_plan(plan), BytesIO(tsv), SEED, sha256(plan).hexdigest()))
    now_in = {one.identity for one in samples[1]}
    kept = [Kept("hoved", one.identity) for one in samples[0] if one.identity not in now_in and one.identity != "B000"]
    assert len(kept) >= 2
    return tsv, plan, written(samples[1], kept), written(samples[0])


def test_a_sample_with_all_that_was_kept_agrees(amended: tuple[bytes, bytes, bytes, bytes]):
    tsv, plan, sample, earlier = amended
    assert verdicts(tsv, plan, sample, earlier) == (True, True)
    assert verdicts(tsv, plan, sample, None) == (True, True)
    assert {one.status for one in lines_of(sample)} == {"utvalg", "beholdt"}


def test_what_was_struck_out_or_slipped_in_is_found(amended: tuple[bytes, bytes, bytes, bytes]):
    tsv, plan, sample, earlier = amended
    lines = sample.decode().splitlines(keepends=True)
    last = lines[-1].split("\t")
    never = next(f"B{n:03}" for n in range(1, 60) if f"B{n:03}" not in f"{sample!r}{earlier!r}")
    struck = "".join(lines[:-1]).encode()
    slipped = (sample.decode() + f"hoved\t{int(last[1]) + 1}\tbeholdt\t{never}\n").encode()
    unknown = (sample.decode() + f"hoved\t{int(last[1]) + 1}\tbeholdt\tX\n").encode()
    twice = (sample.decode() + f"hoved\t{int(last[1]) + 1}\tbeholdt\t{lines[1].split(chr(9))[3]}").encode()
    for wrong in (struck, slipped, unknown, twice):
        assert verdicts(tsv, plan, wrong, earlier) == (False, False)
    for wrong in (unknown, twice):
        assert verdicts(tsv, plan, wrong, None) == (False, False)
