"""Strata: what the parts of a population are called, as they stand in the plan and on the pages."""

from __future__ import annotations

#: Every record that no other stratum takes.
MAIN = "hovedstratum"
#: Amounts so large that each of them is checked.
TOP = "toppstratum"
#: What cannot be drawn by amount.
NONPOSITIVE = "kreditnota og null"
#: The amount is missing, or is no whole number of øre.
WITHOUT_AMOUNT = "uten lesbart beløp"
#: The filter says *ukjent* of them: perhaps they belong, so they are not left out.
UNCERTAIN = "ukjent om de hører med"

#: Instead of a field to divide by: how many rules struck.
BY_RULES = "regler"
#: By the number of rules that struck; the last one and more.
STRUCK = ("ingen regel slo ut", "én regel slo ut", "flere regler slo ut")


def supplement(population: int) -> str:
    """Records that came into an amended population: drawn with a seed of their own."""
    return f"tillegg {population}"


def without(field: str) -> str:
    """Records in which the field that divides them is missing."""
    return f"uten {field}"
