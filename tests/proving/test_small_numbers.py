"""Nobody chooses that a figure may be shown or read by rules when one or two have answered."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kontroll.flows.judging.check_rules import check_rules
from village import write

INDICATOR = """
indikatorer:
  - {id: fornoyd, navn: Fornøyde brukere, maaleenhet: poeng, bedre_er: høyere, frekvens: år, desimaler: 1, KEY: NUMBER}
"""


@pytest.mark.parametrize("key", ["min_antall", "vis_min_antall"])
@pytest.mark.parametrize(("number", "holds"), [(0, True), (1, False), (2, False), (3, True)])
def test_regler_sjekk_tells_where_the_limit_is_below_three(tmp_path: Path, key: str, number: int, holds: bool):
    rules = {"indikatorer/alle.yaml": INDICATOR.replace("KEY", key).replace("NUMBER", str(number))}

    checked = check_rules([write(tmp_path, rules)], date(2026, 11, 2))

    assert holds is checked.holds
    assert ([] if holds else [f"{key} er {number}, og kan ikke være lavere enn 3"]) == [
        p.what for p in checked.problems
    ]
