"""The plain evaluator: one cell at a time, in plain Python, straight from the delivered rows.

Why: the columnar evaluator is fast and hard to read. This one is slow and follows the rule language sentence by
sentence, so that the two can be held against each other cell by cell, and so that every answer can be opened. It
shares nothing with the columnar evaluator but the condition tree and the delivered tables.
"""

from kontroll.engine.plain.answer import (
    AmbitionRow,
    Answer,
    Comparison,
    Limit,
    Measured,
    RuleAnswer,
    RuleResult,
    Value,
    comparisons,
)
from kontroll.engine.plain.basis import FieldSite, MeasuredSite, Site
from kontroll.engine.plain.evaluator import PlainEvaluator
from kontroll.engine.plain.record import FieldValue, Record
from kontroll.engine.plain.results import ResultRow
from kontroll.engine.plain.units import UnitRow

__all__ = [
    "AmbitionRow",
    "Answer",
    "Comparison",
    "FieldSite",
    "FieldValue",
    "Limit",
    "Measured",
    "MeasuredSite",
    "PlainEvaluator",
    "Record",
    "ResultRow",
    "RuleAnswer",
    "RuleResult",
    "Site",
    "UnitRow",
    "Value",
    "comparisons",
]
