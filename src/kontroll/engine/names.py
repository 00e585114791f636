"""Names of grid columns: one form for each thing that rules read, that no two things share on any engine.

Why some letters are marked: SQL engines hold `Belop` and `belop` for one column, and a municipality may have both; Spark reads a
dot as the way into a structure.
"""

from __future__ import annotations

from kontroll.domain.operand import Colour


def _spelled(id: str) -> str:
    return "".join(_MARKED.get(char) or (f"^{char.lower()}" if char.lower() != char else char) for char in id)


_MARKED = {"^": "^^", ".": "^-"}


def value_column(indicator: str) -> str:
    return f"value:{_spelled(indicator)}"


def count_column(indicator: str) -> str:
    return f"count:{_spelled(indicator)}"


def ambition_column(indicator: str, colour: Colour | None, part: str) -> str:
    """An ambition; part is floor, ceiling or exact, or `found` (no colour) for the row itself."""
    return f"ambition:{_spelled(indicator)}:{colour.value if colour else ''}:{part}"


def parameter_column(parameter: str, decimals: int, part: str) -> str:
    return f"parameter:{_spelled(parameter)}:{decimals}:{part}"


def field_column(field: str) -> str:
    return f"field:{_spelled(field)}"


def moment_column(field: str) -> str:
    return f"moment:{_spelled(field)}"


def code_column(field: str) -> str:
    """A number for each distinct text of the field."""
    return f"code:{_spelled(field)}"


def result_column(rule: str) -> str:
    return f"result:{rule}"


def utslag_column(rule: str) -> str:
    return f"utslag:{rule}"
