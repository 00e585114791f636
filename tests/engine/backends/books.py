"""Cases that use every way in which engines differ: joins, windows, groups, look-ups, counts across records and enheter."""

from __future__ import annotations

from differential.case import Case
from differential.rules import case_of
from differential.world import Plan

EVERYTHING = Plan(seed=11, unit_rules=14, record_rules=10, enheter=6, months=4, missing=20)


def everything() -> Case:
    return case_of(EVERYTHING)
