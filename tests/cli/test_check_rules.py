"""`kontroll regler sjekk` as it is typed, in the repository and in a kommune's home."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from differential.seed import by_turns
from kontroll.cli.main import app
from village import write

runner = CliRunner()

OWN = """id: egen
navn: Egen regel
type: avvik
status: utkast
alvor: lav
hjemmel: [{lov: kommuneloven, paragraf: "25-1"}]
versjoner: [{gyldig_fra: 2026-01, hvis: {indikator: INDIKATOR, er: over, verdi: 10}, saa: {avvik: ja, varsle: [leder]}}]
"""


@pytest.mark.parametrize(("indicator", "code"), by_turns([("sykefravaer", 0), ("finnes_ikke", 1)], 1))
def test_in_a_home_the_kommunes_own_rules_are_checked_above_those_that_come_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, indicator: str, code: int
):
    home = tmp_path / "bygda"
    assert 0 == runner.invoke(app, ["ny", str(home), "--kommune", "Bygda"]).exit_code
    write(home / "rules", {"egen.yaml": OWN.replace("INDIKATOR", indicator)})
    monkeypatch.chdir(home)

    answer = runner.invoke(app, ["regler", "sjekk"])

    assert code == answer.exit_code, answer.output
    assert ("indikatoren «finnes_ikke» finnes ikke" in answer.stderr) is (code == 1)
