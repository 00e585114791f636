"""The statement that the kommunedirektør may begin with: it vouches for no month that nothing was run for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kontroll.report.document.kinds import known_told, unjudged_told
from kontroll.report.issuing.issued_document import drafted_statement

from .made import YEAR


@pytest.mark.parametrize(
    ("months", "named"),
    [
        (["januar 2026"], "Kontrollen er ikke kjørt for januar 2026. "),
        (["januar 2026", "mars 2026"], "Kontrollen er ikke kjørt for januar 2026 og mars 2026. "),
    ],
)
def test_months_that_were_not_judged_are_named_in_the_statement(months: list[str], named: str):
    standing = (*YEAR.standing, known_told(YEAR.known), unjudged_told(months))

    vouched, lacking = drafted_statement(replace(YEAR, standing=standing)).split("\n\n")

    assert vouched == drafted_statement(YEAR)
    assert lacking.startswith(named)


def test_of_a_year_that_was_judged_whole_nothing_lacks():
    assert "ikke kjørt" not in drafted_statement(replace(YEAR, standing=(*YEAR.standing, known_told(YEAR.known))))
