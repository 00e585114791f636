"""PrivacyPolicy: what the kommune itself must say of how it treats personal data, as policies/personvern.yaml has it.

Why "" and no default: a record that fills in what nobody has said, would be signed as if somebody had.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from kontroll.domain.problem import Place

_NOWHERE = Place("")


class Level(Enum):
    """Of a probability or a consequence; the value is the word in the file."""

    LOW = "lav"
    MEDIUM = "middels"
    HIGH = "høy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """What may go wrong for somebody. probability, consequence: None = not yet judged. measure: what is done about it."""

    what: str
    probability: Level | None = None
    consequence: Level | None = None
    measure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What people have written of one control measure (GDPR art. 35). "" and None = nobody has.

    needed: why the aim cannot be reached in a way that goes less into people's lives. views: of those it is about. advice: of
    the privacy officer. left: the risk that remains. decided: the day it was decided on.
    """

    rule: str
    needed: str = ""
    risks: tuple[Risk, ...] = ()
    views: str = ""
    advice: str = ""
    left: str = ""
    decided: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subjects:
    """Whom the personal fields of a data set are about. special: categories of art. 9, "" = none."""

    persons: str
    special: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacyPolicy:
    """controller, contact, officer: names and addresses. processors: name and what each does. transfers: to countries outside the
    EEA. measures: the kommune's own. subjects: by data set. assessments: by rule.
    """

    controller: str = ""
    contact: str = ""
    officer: str = ""
    processors: tuple[tuple[str, str], ...] = ()
    transfers: str = ""
    measures: tuple[str, ...] = ()
    subjects: Mapping[str, Subjects] = field(default_factory=dict)
    assessments: Mapping[str, Assessment] = field(default_factory=dict)
    place: Place = field(default=_NOWHERE, compare=False)
