"""Small rulebooks and evaluations for the tests of inference."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal

from differential.case import Case, Delivery
from differential.small import MAY, rule
from kontroll.domain.condition import Compare, Condition, IndicatorLeaf
from kontroll.domain.indicator import Better, Indicator
from kontroll.domain.month import Frequency, Month
from kontroll.domain.operand import Literal, Op
from kontroll.domain.rule import Rule
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.truth import Result
from kontroll.engine.columnar import evaluated
from kontroll.engine.inference import Inferred, infer
from kontroll.engine.verdicts import CODES

__all__ = ["MAY", "case", "inferred", "leaf", "rule", "said"]

WORDS = {code: result for result, code in CODES.items()}


def leaf(indicator: str = "a", over: int = 5) -> IndicatorLeaf:
    return IndicatorLeaf(indicator=indicator, tests=(Compare(Op.OVER, Literal(Decimal(over))),))


def indicator(id: str) -> Indicator:
    return Indicator(id=id, name=id, unit="", better=Better.LOWER, frequency=Frequency.MONTH, decimals=0)


def case(*rules: Rule, values: dict[str, dict[str, str]], first: Month = MAY, indicators: Sequence[str] = ()) -> Case:
    """values: enhet -> indicator -> its values until May, oldest first; anything that is no number is not known."""
    measured = [
        {"enhet": enhet, "indikator": id, "periode": str(MAY.plus(-back)), "verdi": value}
        for enhet, series in values.items()
        for id, text in series.items()
        for back, value in enumerate(reversed(text.split()))
        if value != "_"
    ]
    ids = {id for series in values.values() for id in series} | {*indicators}
    book = Rulebook(rules={one.id: one for one in rules}, indicators={id: indicator(id) for id in sorted(ids)})
    return Case(book, Delivery(organisation=[{"enhet": enhet} for enhet in values], measurements=measured), first, MAY)


def inferred(of: Case, left_out: Collection[str] = (), **options: object) -> Inferred:
    found = evaluated(of.rulebook, of.facts(), of.first, of.last, left_out)
    return infer(of.rulebook, found, left_out, first=of.first, last=of.last, **options)


def said(of: Case, id: str, **options: object) -> list[Result]:
    """Results of a rule by enhet and month."""
    rows = inferred(of, every=True, **options).frame.filter(regel=id).sort("enhet", "month", "post")
    return [WORDS[code] for code in rows.get_column("resultat")]


def numbered(count: int) -> list[Condition]:
    """So many different leaves."""
    return [leaf(over=number) for number in range(count)]
