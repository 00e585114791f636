"""Slices: an answer rests on the slice as it rests on everything, and so does every change that is tried on it."""

from __future__ import annotations

from kontroll.report.explaining.explainer import Explainer
from kontroll.report.explaining.needs import needs
from kontroll.report.explaining.slices import sliced

from .cells import TODAY, asked, reproduced


def test_an_answer_is_explained_from_its_slice_as_from_everything() -> None:
    smaller = 0
    for one in asked(cases=1, cells=40, missing=20):
        facts = one.case.facts()
        needed = needs(one.case.rulebook, one.answer.rule)
        part = sliced(facts, needed, one.cell.enhet, one.cell.post)
        smaller += part.measurements.height < facts.measurements.height

        found = Explainer(one.case.rulebook, part, TODAY).explain(one.cell)
        whole = one.explainer.explain(one.cell)

        assert whole == found, reproduced(one)
    assert smaller
