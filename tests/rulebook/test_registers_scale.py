"""An indicator's scale and the names that suppliers use are read, and a scale that is none is told."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from kontroll.rulebook.read import read_rulebook

ENTRY = "indikatorer:\n  - {{id: trivsel, navn: Trivsel, bedre_er: høyere, frekvens: år, desimaler: 1{more}}}\n"


def written(tmp_path: Path, more: str) -> Path:
    (tmp_path / "indikatorer").mkdir()
    (tmp_path / "indikatorer" / "trivsel.yaml").write_text(ENTRY.format(more=more), encoding="utf-8")
    return tmp_path


def test_scale_and_names_are_kept(tmp_path: Path):
    rulebook, problems = read_rulebook([written(tmp_path, ", skala: [1, 5.5], kalt: [Jobbglede, Faktor 3]")])

    assert ([], (Decimal(1), Decimal("5.5")), ("Jobbglede", "Faktor 3")) == (
        list(problems),
        rulebook.indicators["trivsel"].scale,
        rulebook.indicators["trivsel"].called,
    )


def test_without_a_scale_any_value_is_within_it(tmp_path: Path):
    assert read_rulebook([written(tmp_path, "")])[0].indicators["trivsel"].scale is None


@pytest.mark.parametrize("scale", ["[5, 1]", "[1]", "[1, 5, 9]", "[3, 3]"])
def test_a_scale_that_is_none_is_told(tmp_path: Path, scale: str):
    _rulebook, problems = read_rulebook([written(tmp_path, f", skala: {scale}")])

    assert ["skalaen må være to tall, det minste først"] == [problem.what for problem in problems]
