"""Internal control as kommuneloven § 25-1 asks for it, letter by letter: what must be shown, and how far the kommune has come.

Why levels and no score: an average lets much of one thing hide that another is not there. A level is reached when all that
is asked for it, and for those below it, is shown; what is not known shows nothing.

Why people may only lower it: they know of what does not work though every box is ticked, and of nothing that works and
leaves no trace at all: § 25-1 d asks that it is documented.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from kontroll.domain.month import Month
from kontroll.domain.problem import KontrollError, Place
from kontroll.domain.rule import Rule

_NOWHERE = Place("")
LEAST_LEVEL, HIGHEST_LEVEL = 0, 4
#: The place of what is of all the kommune.
WHOLE = "alt"
#: What the place of an area and of a part of the organisation begin with.
_FIELD, _PART = "omraade:", "del:"


class Letter(Enum):
    """Third paragraph of § 25-1. The value stands in the address."""

    A = "a"
    B = "b"
    C = "c"
    D = "d"
    E = "e"


class Kind(Enum):
    """What sort of place something is shown for: all of it, an area of rules, or a part of the organisation."""

    WHOLE = "hele kommunen"
    FIELD = "fagområde"
    PART = "tjenesteområde"


_W, _F, _P = Kind.WHOLE, Kind.FIELD, Kind.PART


class Criterion(Enum):
    """What can be asked for: the word in policies/internkontroll.yaml, the letter that it is of, and where it can be shown."""

    LEADERS = ("ledere", Letter.A, (_W, _P))
    SCORECARDS = ("maalekart", Letter.A, (_W, _P))
    AGREEMENTS = ("resultatavtaler", Letter.A, (_W, _P))
    GOALS_FOLLOWED = ("maal_fulgt_opp", Letter.A, (_W, _P))
    REGLEMENTER = ("reglement", Letter.B, (_W, _F))
    REVISED = ("reglement_revidert", Letter.B, (_W, _F))
    ROUTINES = ("rutiner_revidert", Letter.B, (_W, _P))
    AUTHORITY = ("fullmakter", Letter.B, (_W, _P))
    CONTROLLED = ("skal_kontrollert", Letter.B, (_W, _F))
    READ = ("reglement_lest", Letter.B, (_W, _F))
    TRAINED = ("opplaering", Letter.B, (_W,))
    RULES = ("regler_i_bruk", Letter.C, (_W, _F))
    WORKS = ("kontroll_virker", Letter.C, (_W, _F))
    KNOWN = ("svar_kjent", Letter.C, (_W, _F))
    RISK = ("risiko_vurdert", Letter.C, (_W, _P))
    RISK_TREATED = ("risiko_tiltak", Letter.C, (_W, _P))
    PUNCTUAL = ("besvart_i_tide", Letter.C, (_W, _F, _P))
    FOLLOWED = ("fulgt_opp", Letter.C, (_W, _F, _P))
    SAMPLED = ("stikkprover", Letter.C, (_W, _F))
    RAN = ("kjoringer", Letter.D, (_W, _F))
    FOUNDED = ("regler_hjemlet", Letter.D, (_W, _F))
    APPROVED = ("regler_godkjent", Letter.D, (_W, _F))
    VERIFIED = ("logg_etterprovd", Letter.D, (_W,))
    DELETED = ("sletting", Letter.D, (_W,))
    REVIEWED = ("regler_gjennomgaatt", Letter.E, (_W, _F))
    ACCURATE = ("treffsikre_regler", Letter.E, (_W, _F))
    ESTIMATED = ("overser", Letter.E, (_W, _F))
    EVALUATED = ("aarshjul", Letter.E, (_W, _F))
    CHANGED = ("forbedret", Letter.E, (_W, _F))
    MEASURES = ("kontrolltiltak", Letter.E, (_W, _F))

    def __init__(self, word: str, letter: Letter, kinds: tuple[Kind, ...]) -> None:
        self.word = word
        self.letter = letter
        self.kinds = kinds


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """One thing that is asked for. share: per cent that must hold; count: at least so many must. Exactly one is given."""

    criterion: Criterion
    share: int | None = None
    count: int | None = None
    place: Place = field(default=_NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One step of a letter, and what it asks for beside all that the steps below it ask for."""

    level: int
    demands: tuple[Demand, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlArea:
    """An area of the kommune's control. rules: areas of rules. reglementer: their ids. risk: 1–5."""

    id: str
    name: str
    rules: frozenset[str] = frozenset()
    reglementer: tuple[str, ...] = ()
    risk: int = 3
    place: Place = field(default=_NOWHERE, compare=False)

    @property
    def at(self) -> str:
        """Its place on the map."""
        return _FIELD + self.id

    def holds(self, rule: Rule) -> bool:
        return rule.area in self.rules


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaLimits:
    """When something becomes a point of the yearly agenda. Shares in per cent.

    false_share of least_decided saker or more; silent: months; control_risk: of skal-sentences that nothing controls;
    punctual: so many answers in time; days: median from opened to closed; level: maturity below it.
    made_in: the month in which it is made. meetings: months in which the leader group takes it up, most points in each.
    """

    false_share: int = 50
    least_decided: int = 5
    silent: int = 24
    control_risk: int = 5
    punctual: int = 80
    days: int = 60
    level: int = 2
    made_in: int = 1
    meetings: tuple[int, ...] = (2, 4, 6, 9, 11)
    most: int = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class InternalControlPolicy:
    """policies/internkontroll.yaml. names: what each level is called, and what it means. levels: of each letter."""

    names: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    levels: Mapping[Letter, tuple[Level, ...]] = field(default_factory=dict)
    areas: tuple[ControlArea, ...] = ()
    agenda: AgendaLimits = AgendaLimits()
    place: Place = field(default=_NOWHERE, compare=False)

    def area_of(self, rule: Rule) -> ControlArea | None:
        return next((one for one in self.areas if one.holds(rule)), None)

    def demands(self, letter: Letter, kind: Kind) -> list[tuple[int, Demand]]:
        """Those that can be shown for such a place, each with its level, the lowest first."""
        return [
            (one.level, demand)
            for one in sorted(self.levels.get(letter, ()), key=lambda one: one.level)
            for demand in one.demands
            if kind in demand.criterion.kinds
        ]


# --- how far it has come ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shown:
    """How many of those that were looked at hold what was asked. of: 0 = there was nothing to look at, which shows nothing."""

    held: int
    of: int


def is_met(demand: Demand, shown: Shown | None) -> bool:
    """Exactly: nothing is rounded. None = it is not known."""
    if shown is None or shown.of == 0:
        return False
    if demand.count is not None:
        return shown.held >= demand.count
    return 100 * shown.held >= (demand.share or 0) * shown.of


def carried_level(
    demands: Sequence[tuple[int, Demand]], shown: Mapping[Criterion, Shown | None]
) -> tuple[int, tuple[Demand, ...]]:
    """The highest level that the evidence carries, and what lacks for the next. demands: as `InternalControlPolicy.demands`.

    Where nothing can be asked for the place at a level, it is no level for it: it stops at the one below the first such.
    """
    reached = LEAST_LEVEL
    for level in range(LEAST_LEVEL + 1, HIGHEST_LEVEL + 1):
        asked = [demand for of, demand in demands if of == level]
        lacking = tuple(demand for demand in asked if not is_met(demand, shown.get(demand.criterion)))
        if lacking or not asked:
            return reached, lacking
        reached = level
    return reached, ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptMaturity:
    """How far a letter had come at a place in a month. carried: by what was shown. level: as people lowered it, or the same.

    measures: JSON: what was shown of each criterion, as [held, of], or null. trail: of the entry of the month.
    """

    month: Month
    place: str
    letter: Letter
    name: str
    carried: int
    level: int
    highest: int
    measures: str
    trail: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lowering:
    """Somebody has lowered a level with a reason, or taken that back. level: None = as the evidence carries it."""

    place: str
    letter: Letter
    number: int
    level: int | None
    by: str
    at: datetime
    trail: int


class LoweringRefusal(Enum):
    NO_REASON = "no reason"
    NOT_LOWER = "not lower"
    NO_SUCH = "no such place"
    NOT_HERS = "not hers"


class LoweringRefused(KontrollError):
    def __init__(self, why: LoweringRefusal) -> None:
        super().__init__(why.value)
        self.why = why


def lowered(carried: int, standing: Lowering | None) -> int:
    """Never above what is carried, whatever was said when it was carried higher."""
    if standing is None or standing.level is None:
        return carried
    return min(carried, standing.level)


def refused(carried: int, level: int | None, reason: str) -> LoweringRefusal | None:
    if not reason.strip():
        return LoweringRefusal.NO_REASON
    if level is not None and not LEAST_LEVEL <= level < carried:
        return LoweringRefusal.NOT_LOWER
    return None


def part_place(part: str) -> str:
    return _PART + part


def kind_of(place: str) -> Kind:
    if place == WHOLE:
        return Kind.WHOLE
    return Kind.FIELD if place.startswith(_FIELD) else Kind.PART
