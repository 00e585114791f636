"""Sample: `utvalg.tsv`, written, and held against what seed and plan give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import BinaryIO

from kontroll.sampling.kup1.draw import Drawn, draw
from kontroll.sampling.kup1.plan import DrawPlan
from kontroll.sampling.kup1.refused import Reason, Refused
from kontroll.texts import _

HEADER = "stratum\tnr\tstatus\tid"
DRAWN = "utvalg"
RESERVE = "reserve"


def written(drawn: Sequence[Drawn]) -> bytes:
    lines = (f"{one.stratum}\t{one.number}\t{RESERVE if one.reserve else DRAWN}\t{one.identity}" for one in drawn)
    return "".join(f"{line}\n" for line in (HEADER, *lines)).encode()


def verify(
    plan: DrawPlan,
    population: BinaryIO,
    seed: str,
    commitment: str,
    sample: bytes,
    later: Mapping[str, str] | None = None,
) -> list[Drawn]:
    """The draw made again; what it gave. Raises Refused, with the line, where the sample is another."""
    again = draw(plan, population, seed, commitment, later)
    should = written(again)
    if should != sample:
        pairs = zip_longest(should.split(b"\n"), sample.split(b"\n"))
        line = next(at for at, (right, found) in enumerate(pairs, start=1) if right != found)
        raise Refused(Reason.SAMPLE, _("Utvalget er ikke det som plan, populasjon og frø gir."), line)
    return again
