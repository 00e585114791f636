"""Truth and Result: the three-valued answer of a condition, and what a rule says of a subject.

Source: S. C. Kleene, Introduction to Metamathematics (1952), § 64: the strong three-valued connectives.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum


class Truth(Enum):
    """sann (true), usann (false) or ukjent (not known)."""

    TRUE = "sann"
    FALSE = "usann"
    UNKNOWN = "ukjent"

    @classmethod
    def of(cls, claim: bool | None) -> Truth:
        """None is unknown."""
        if claim is None:
            return cls.UNKNOWN
        return cls.TRUE if claim else cls.FALSE

    def __invert__(self) -> Truth:
        if self is Truth.UNKNOWN:
            return self
        return Truth.FALSE if self is Truth.TRUE else Truth.TRUE


def all_of(truths: Iterable[Truth]) -> Truth:
    """Kleene's and: false if any is false, else unknown if any is unknown, else true."""
    seen = set(truths)
    if Truth.FALSE in seen:
        return Truth.FALSE
    return Truth.UNKNOWN if Truth.UNKNOWN in seen else Truth.TRUE


def any_of(truths: Iterable[Truth]) -> Truth:
    """Kleene's or: true if any is true, else unknown if any is unknown, else false."""
    seen = set(truths)
    if Truth.TRUE in seen:
        return Truth.TRUE
    return Truth.UNKNOWN if Truth.UNKNOWN in seen else Truth.FALSE


def at_least(count: int, truths: Iterable[Truth]) -> Truth:
    """True if `count` are true; false if true and unknown together are fewer; else unknown."""
    seen = list(truths)
    true = seen.count(Truth.TRUE)
    if true >= count:
        return Truth.TRUE
    return Truth.FALSE if true + seen.count(Truth.UNKNOWN) < count else Truth.UNKNOWN


class Result(Enum):
    """What a rule says of one subject in one month (rule language, section 3)."""

    TRUE = "sann"
    FALSE = "usann"
    UNKNOWN = "ukjent"
    NOT_RELEVANT = "ikke_relevant"
    NOT_IN_FORCE = "ikke_i_kraft"
