"""Sample: `utvalg.tsv`, written, and held against what seed and plan give.

After an amendment it holds, last and marked, what an earlier sample held and this one does not hit: that is checked all the same.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import BinaryIO

from kontroll.sampling.kup1.draw import Drawn, draw
from kontroll.sampling.kup1.plan import DrawPlan
from kontroll.sampling.kup1.population import Population
from kontroll.sampling.kup1.refused import Reason, Refused
from kontroll.texts import _

HEADER = "stratum\tnr\tstatus\tid"
DRAWN = "utvalg"
RESERVE = "reserve"
KEPT = "beholdt"


@dataclass(frozen=True, slots=True, order=True)
class Kept:
    """It was in an earlier sample and still stands on the list, in this stratum."""

    stratum: str
    identity: str


@dataclass(frozen=True, slots=True)
class Line:
    stratum: str
    number: int
    status: str
    identity: str


def written(drawn: Sequence[Drawn], kept: Sequence[Kept] = ()) -> bytes:
    lines = [f"{one.stratum}\t{one.number}\t{RESERVE if one.reserve else DRAWN}\t{one.identity}" for one in drawn]
    lines += [f"{one.stratum}\t{number}\t{KEPT}\t{one.identity}" for number, one in enumerate(sorted(kept), start=1)]
    return "".join(f"{line}\n" for line in (HEADER, *lines)).encode()


def lines_of(sample: bytes) -> list[Line]:
    """Those of a file, as far as they have the form."""
    parts = (line.split("\t") for line in sample.decode(errors="replace").split("\n")[1:])
    return [Line(part[0], int(part[1]), part[2], part[3]) for part in parts if len(part) == 4 and part[1].isdecimal()]


def verify(
    plan: DrawPlan,
    population: BinaryIO,
    seed: str,
    commitment: str,
    sample: bytes,
    later: Mapping[str, str] | None = None,
    earlier: bytes | None = None,
) -> list[Drawn]:
    """The draw made again; what it gave. Raises Refused, with the line, where the sample is another.

    earlier: the sample that was drawn from the list before it was amended; without it what is kept is held against the list only.
    """
    again = draw(plan, population, seed, commitment, later)
    claimed = _claimed(sample)
    asked = claimed | (_counted(earlier) if earlier is not None else set())
    kept = _there(population, asked - {one.identity for one in again if not one.reserve}) if asked else []
    if earlier is None:
        kept = [one for one in kept if one.identity in claimed]
    elif not claimed <= {one.identity for one in lines_of(earlier)}:
        raise Refused(Reason.SAMPLE, _("Noe er merket som beholdt uten å ha vært i det forrige utvalget."))
    should = written(again, kept)
    if should != sample:
        pairs = zip_longest(should.split(b"\n"), sample.split(b"\n"))
        line = next(at for at, (right, found) in enumerate(pairs, start=1) if right != found)
        raise Refused(Reason.SAMPLE, _("Utvalget er ikke det som plan, populasjon og frø gir."), line)
    return again


def _claimed(sample: bytes) -> set[str]:
    """The ids that a sample, whoever wrote it, says are kept."""
    return {one.identity for one in lines_of(sample) if one.status == KEPT}


def _counted(earlier: bytes) -> set[str]:
    return {one.identity for one in lines_of(earlier) if one.status in (DRAWN, KEPT)}


def _there(population: BinaryIO, identities: Collection[str]) -> list[Kept]:
    """Those of them that stand on the list."""
    wanted = {one.encode() for one in identities}
    rows = (row for piece in Population(population).pieces() for row in piece.rows)
    return [Kept(row[1].decode(), row[0].decode()) for row in rows if row[0] in wanted]
