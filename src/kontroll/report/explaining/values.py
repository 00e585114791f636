"""Values: what was delivered and held against what, named, with where it stands, as far as its reader may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from kontroll.domain.hjemmel import Hjemmel
from kontroll.domain.month import Period
from kontroll.engine.plain.answer import Limit as Threshold
from kontroll.engine.plain.answer import Number
from kontroll.engine.plain.basis import Site
from kontroll.engine.plain.record import Content
from kontroll.report.causes import Reason

# --- where a value stands ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Source:
    """A delivered row. delivery, received: the number of the delivery and its day; None in a data folder."""

    file: str
    line: int
    delivery: int | None = None
    received: date | None = None


class Masked(Enum):
    """Why a content is not shown to this reader, though the rules see it."""

    PERSONAL = "personopplysning"
    FEW = "få personer"
    ELSEWHERE = "en annen enhet"


@dataclass(frozen=True, slots=True)
class Earlier:
    """*Endret etter levering*: what stood there before; content None = empty, unreadable or not shown."""

    content: Content | None
    masked: Masked | None
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One value of an indicator, or one field of a record. content None: not known (`reason`), or not shown (`masked`).

    site: where it stands, None for a computed one. enhet: "" for a field. id: of the indicator or field; name: for people.
    parts: what an index was made of. made_of: the records that a figure was counted over.
    """

    id: str
    name: str
    unit: str
    content: Content | None
    site: Site | None = None
    enhet: str = ""
    enhet_name: str = ""
    period: Period | None = None
    reason: Reason | None = None
    masked: Masked | None = None
    source: Source | None = None
    earlier: Earlier | None = None
    parts: tuple[Reading, ...] = ()
    made_of: Records | None = None

    @property
    def is_known(self) -> bool:
        """To the rules, whether or not it is shown."""
        return self.content is not None or self.masked is not None


@dataclass(frozen=True, slots=True)
class RecordShown:
    """A record and where it stands. readings: those of its fields that mattered."""

    key: str
    source: Source
    readings: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True)
class Records:
    """Records that mattered: how many in all, the first of them, and how many nobody can say of whether they count.

    dataset: its name. counted: those that count for certain. total: those that were looked at. amounts: of a share, what those
    that count add up to, and what all do.
    """

    dataset: str
    total: int
    counted: int
    unknown: int
    shown: tuple[RecordShown, ...]
    amounts: tuple[Decimal | None, ...] = ()


# --- what was held against what -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Operand:
    """What was compared. content: the value, or the change in it; None = unknown or masked."""

    content: Number | Content | None
    unit: str
    readings: tuple[Reading, ...]
    masked: Masked | None = None

    @property
    def is_known(self) -> bool:
        return self.content is not None or self.masked is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """What it was compared with. content None = unknown or masked; `asked` holds days that are still to be added.

    A parameter has id, name, the day its value holds from and hjemmel; an ambition has whose it is, and its row; a field
    is a reading. Any other stands in the rule itself.
    """

    asked: Threshold
    content: Content | None
    unit: str
    masked: Masked | None = None
    parameter: str = ""
    name: str = ""
    valid_from: date | None = None
    hjemmel: tuple[Hjemmel, ...] = ()
    holder: str = ""
    source: Source | None = None
    earlier: Earlier | None = None
    reading: Reading | None = None
