"""Draw: plan, population and seed become a sample. The same three give the same bytes everywhere, for ever.

Every file is read once from end to end: form, order, sums and hash are checked, tickets handed in, and the sums of each piece
noted. Then the few pieces in which an interval hits are read again.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from kontroll.sampling.kup1.plan import DrawPlan, Method, PlannedStratum
from kontroll.sampling.kup1.population import Piece, Population, counted
from kontroll.sampling.kup1.refused import Reason, Refused
from kontroll.sampling.kup1.tickets import Tickets, seed_text, start
from kontroll.texts import _

#: Printable ASCII as it was read out; numbers of a lottery are told apart by spaces.
_SEED = re.compile(r"[!-~]{1,500}|LOTTO( [!-~]+){1,40}")
_COLUMN = {Method.AMOUNT: 2, Method.WEIGHT: 3}
_KIND = {Method.SYSTEMATIC: "SYS", Method.AMOUNT: "BELOP", Method.WEIGHT: "VEKT"}


@dataclass(frozen=True, slots=True)
class Drawn:
    """One line of the sample. number counts from 1 in its stratum; an item that is hit twice has two lines."""

    stratum: str
    number: int
    reserve: bool
    identity: str


@dataclass(slots=True)
class _Sums:
    """Of one stratum: offset, length and sum of each piece that holds some of it. rows: those of a stratum taken whole."""

    count: int = 0
    whole: int = 0
    pieces: list[tuple[int, int, int]] = field(default_factory=list)
    rows: list[bytes] = field(default_factory=list)


def draw(
    plan: DrawPlan, population: BinaryIO, seed: str, commitment: str, later: Mapping[str, str] | None = None
) -> list[Drawn]:
    """The sample, stratum by stratum in the order of the plan.

    commitment: what was published. later: strata of what came into the list after the seed was known, and the seed of each.
    Raises Refused when the commitment is not the plan's, or population and plan do not belong together.
    """
    check_commitment(plan, commitment)
    text = _seed_texts(plan, seed, later or {})
    tickets = {
        one.name.encode(): Tickets(text[one.name], one.n + one.reserve)
        for one in plan.strata
        if one.method is Method.SIMPLE
    }
    listed = Population(population)
    sums = _read(plan, listed, tickets)
    check_population(plan, listed)
    _check_strata(plan, sums)
    found: list[Drawn] = []
    for stratum in plan.strata:
        found.extend(_drawn(stratum, sums[stratum.name.encode()], tickets, listed, text[stratum.name]))
    return found


def _seed_texts(plan: DrawPlan, seed: str, later: Mapping[str, str]) -> dict[str, str]:
    """What each stratum is drawn with."""
    if not all(_SEED.fullmatch(one) for one in (seed, *later.values())):
        raise Refused(Reason.SEED, _("Frøet må være tegnene slik de ble lest opp: bare ASCII, uten mellomrom."))
    if not later.keys() <= {one.name for one in plan.strata}:
        raise Refused(Reason.STRATA, _("Det er gitt et frø for et stratum som ikke står i planen."))
    return {one.name: seed_text(plan.draw_id, later.get(one.name, seed)) for one in plan.strata}


def check_drawable(plan: DrawPlan, population: BinaryIO) -> None:
    """Raises Refused when the plan could not be drawn from this population."""
    listed = Population(population)
    sums = _read(plan, listed, {})
    check_population(plan, listed)
    _check_strata(plan, sums)


def check_commitment(plan: DrawPlan, commitment: str) -> None:
    if plan.commitment != commitment.strip().lower():
        raise Refused(Reason.COMMITMENT, _("Planen er ikke den som forpliktelsen gjelder: SHA-256 er en annen."))


def check_population(plan: DrawPlan, listed: Population) -> None:
    """When it has been read. Raises Refused."""
    if listed.hash != plan.population_hash:
        raise Refused(
            Reason.POPULATION_HASH, _("Populasjonen er ikke den som planen gjelder: SHA-256 er en annen enn i planen.")
        )
    if (listed.count, listed.amount) != (plan.count, plan.amount):
        raise Refused(
            Reason.TOTALS,
            _("Populasjonen har {count} linjer og {amount} øre. Planen sier {planned} og {planned_amount}.").format(
                count=listed.count, amount=listed.amount, planned=plan.count, planned_amount=plan.amount
            ),
        )


def _read(plan: DrawPlan, listed: Population, tickets: dict[bytes, Tickets]) -> dict[bytes, _Sums]:
    methods = {stratum.name.encode(): stratum.method for stratum in plan.strata}
    sums: dict[bytes, _Sums] = defaultdict(_Sums)
    for piece in listed.pieces():
        for name, count in counted(piece).items():
            sums[name].count += count
            method = methods.get(name)
            if method is not None:
                rows = piece.rows if count == len(piece.rows) else [row for row in piece.rows if row[1] == name]
                _note(sums[name], method, piece, rows, tickets.get(name))
    return sums


def _note(
    sums: _Sums,
    method: Method,
    piece: Piece,
    rows: Sequence[tuple[bytes, bytes, bytes, bytes]],
    tickets: Tickets | None,
) -> None:
    if method is Method.SIMPLE:
        if tickets is not None:
            tickets.hand_in(row[0] for row in rows)
    elif method is Method.ALL:
        sums.rows.extend(row[0] for row in rows)
    else:
        here = len(rows) if method is Method.SYSTEMATIC else _weighed(rows, method, piece)
        sums.pieces.append((piece.offset, len(piece.content), here))
        sums.whole += here


def _weighed(rows: Sequence[tuple[bytes, bytes, bytes, bytes]], method: Method, piece: Piece) -> int:
    whole_piece = method is Method.AMOUNT and len(rows) == len(piece.rows)
    weights = piece.amounts if whole_piece else [int(row[_COLUMN[method]]) for row in rows]
    if min(weights) <= 0:
        wrong = rows[next(at for at, weight in enumerate(weights) if weight <= 0)][0]
        line = piece.first + next(at for at, row in enumerate(piece.rows) if row[0] == wrong)
        raise Refused(
            Reason.AMOUNT_NOT_POSITIVE,
            _("Et stratum som trekkes etter beløp, kan ikke ha null eller negative beløp. Legg dem i et eget stratum."),
            line,
        )
    return sum(weights)


def _check_strata(plan: DrawPlan, sums: dict[bytes, _Sums]) -> None:
    planned = {stratum.name.encode() for stratum in plan.strata}
    if planned != {name for name, one in sums.items() if one.count}:
        raise Refused(Reason.STRATA, _("Populasjonen har ikke de samme strata som planen. Alle må stå begge steder."))
    for stratum in plan.strata:
        count = sums[stratum.name.encode()].count
        if stratum.method in (Method.SIMPLE, Method.SYSTEMATIC) and stratum.n > count:
            raise Refused(
                Reason.TOO_FEW,
                _("Stratum «{name}» har {count} linjer, og planen vil trekke {n}.").format(
                    name=stratum.name, count=count, n=stratum.n
                ),
            )


def _drawn(
    stratum: PlannedStratum, sums: _Sums, tickets: dict[bytes, Tickets], listed: Population, text: str
) -> Iterator[Drawn]:
    match stratum.method:
        case Method.SIMPLE:
            identities = tickets[stratum.name.encode()].in_order()
        case Method.ALL:
            identities = sums.rows
        case _:
            identities = list(_hits(stratum, sums, listed, text))
    drawn = len(identities) if stratum.method is Method.ALL else stratum.n
    for number, identity in enumerate(identities, start=1):
        yield Drawn(stratum.name, number, number > drawn, identity.decode())


def _hits(stratum: PlannedStratum, sums: _Sums, listed: Population, text: str) -> Iterator[bytes]:
    """Row i is hit once for every k in 0..n-1 with n·C(i-1) <= R + k·W < n·C(i), where C is the running sum and W all of it."""
    n, whole = stratum.n, sums.whole
    first = start(text, _KIND[stratum.method], stratum.name, whole)
    # A systematic draw takes the rows floor((R + k·N)/n): the same hits, each row weighing 1.
    name, k, before = stratum.name.encode(), 0, 0
    for offset, length, here in sums.pieces:
        if first + k * whole >= n * (before + here):
            before += here
            continue
        for row in listed.again(offset, length):
            if row[1] != name:
                continue
            before += int(row[_COLUMN[stratum.method]]) if stratum.method in _COLUMN else 1
            while k < n and first + k * whole < n * before:
                yield row[0]
                k += 1
        if k == n:
            return
