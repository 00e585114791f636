"""Public draw: what everybody may know of a stikkprøve, and how it is made again.

What may be known grows with the draw. While it is planned: its number. When it is promised: the commitment, and where the seed
will come from, but neither plan nor list (offl. § 24: who is to be checked must not know it). When it is drawn: everything
that makes the draw again.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kontroll.domain.draw import DrawState
from kontroll.sampling.kup1.tickets import seed_text, ticket

LIST, PLAN, SAMPLE, SEED, VERIFIER = "populasjon.tsv", "plan.json", "utvalg.tsv", "frø.txt", "etterprov.py"
COMMITMENT, READ_ME, EVENTS, CHANGES = "forpliktelse.txt", "LESMEG.txt", "hendelser.tsv", "endringer.tsv"
#: Sums of all the files, for `sha256sum -c`.
SUMS = "SHA256SUMS.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicPopulation:
    """number: 1, or more for an amended one. reason: why it was amended. later: strata with a seed of their own.

    plan, sample: the files; b"" before it is drawn. The list is large, and is fetched by itself.
    """

    number: int
    commitment: str
    committed_at: datetime | None
    reason: str = ""
    later: Mapping[str, str]
    plan: bytes = b""
    sample: bytes = b""

    @property
    def is_drawn(self) -> bool:
        return bool(self.sample)

    @property
    def folder(self) -> str:
        return "" if self.number == 1 else f"v{self.number}/"

    @property
    def names(self) -> list[str]:
        """Of its files, with its folder before them."""
        drawn = [PLAN, LIST, SAMPLE] if self.is_drawn else []
        changed = [CHANGES] if self.is_drawn and self.number > 1 else []
        return [f"{self.folder}{name}" for name in (COMMITMENT, *drawn, *changed)]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicEvent:
    """An item that was replaced, or came in later. what: a word. reason: one of the closed list, "" where none is asked."""

    identity: str
    what: str
    instead: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicDraw:
    """name: "" before it is drawn. reason: why it was given up, "" where it was not. report: SHA-256 of the finished one.

    is_public: whether the list holds the ids of the records themselves. planned, found: plan and result in words; () = nothing
    can be told yet.
    """

    id: str
    state: DrawState
    name: str = ""
    seed_source: str = ""
    seed_after: str = ""
    seed: str = ""
    seed_at: datetime | None = None
    seed_place: str = ""
    reason: str = ""
    concluded_at: datetime | None = None
    report: str = ""
    is_public: bool = False
    planned: Sequence[str] = ()
    found: Sequence[str] = ()
    populations: Sequence[PublicPopulation] = ()
    events: Sequence[PublicEvent] = ()

    @property
    def commitment(self) -> str:
        return self.populations[0].commitment if self.populations else ""

    @property
    def is_drawn(self) -> bool:
        return bool(self.populations and self.populations[0].is_drawn)

    @property
    def names(self) -> list[str]:
        """Of everything that lies in its folder, sorted."""
        found = [READ_ME, SUMS, *(name for one in self.populations for name in one.names)]
        if self.is_drawn:
            found += [SEED, VERIFIER, *([EVENTS] if self.events else [])]
        return sorted(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """One ticket to be made again. lines: of a shell. shown: what they print."""

    identity: str
    lines: tuple[str, ...]
    shown: str


def ticket_of(draw_id: str, seed: str, identity: str) -> Ticket:
    """With sha256sum, bc and rev, which every Linux and every Mac has."""
    text = seed_text(draw_id, seed)
    return Ticket(
        identity=identity,
        lines=(
            f"S={shlex.quote(text)}; ID={shlex.quote(identity)}",
            'H=$(printf %s "$(printf %s "$S" | sha256sum | cut -c1-64)$ID" | sha256sum | cut -c1-64 | tr a-f A-F)',
            'echo "ibase=16; $H" | BC_LINE_LENGTH=0 bc | rev',
        ),
        shown=ticket(text, identity),
    )


def first_ticket(draw: PublicDraw) -> Ticket | None:
    """Of the first drawn item of a simple stratum; None where there is none."""
    if not draw.is_drawn:
        return None
    said = json.loads(draw.populations[0].plan)
    simple = {one["stratum"] for one in said["strata"] if one["metode"] == "enkel"}
    rows = (line.split("\t") for line in draw.populations[0].sample.decode().split("\n")[1:-1])
    found = next((row[3] for row in rows if row[0] in simple and row[2] == "utvalg"), None)
    return None if found is None else ticket_of(said["trekning_id"], draw.seed, found)


def command_of(draw: PublicDraw, population: PublicPopulation) -> str:
    """The line that makes the draw again and holds it against what was published."""
    files = [f"{population.folder}{name}" for name in (LIST, PLAN, SAMPLE)]
    later = [f"{stratum}={seed}" for stratum, seed in population.later.items()]
    before = [one for one in draw.populations if one.is_drawn and one.number < population.number]
    earlier = [f"--forrige={before[-1].folder}{SAMPLE}"] if before else []
    return shlex.join(["python3", VERIFIER, *files, population.commitment, draw.seed, *later, *earlier])
