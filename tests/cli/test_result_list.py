"""`kontroll vurder --format liste` prints what was found for a person to read, and never what is personal by itself."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

import pytest
from typer.testing import CliRunner

from kontroll.cli.main import app
from village import DATA, RULES, write

REAL = Path(__file__).resolve().parents[1] / "real" / "innkjopskort"
CARDS = Path(__file__).resolve().parents[3] / "shared" / "data" / "us-audit" / "purchasing_cards_2010.csv"


def vurder(*options: str) -> str:
    done = CliRunner().invoke(app, ["vurder", *options])
    assert 0 == done.exit_code, done.output
    return done.stdout


def test_rules_about_enheter_are_listed_with_their_months(tmp_path):
    write(tmp_path / "rules", RULES)
    write(tmp_path / "inbox", DATA)
    folders = ["--regler", str(tmp_path / "rules"), "--data", str(tmp_path / "inbox")]

    text = vurder(*folders, "--periode", "2026-01", "--til", "2026-03", "--format", "liste")

    assert text.startswith("Resultatliste for januar 2026 – mars 2026\n")
    assert "måned" in text.partition("Enheter\n=======\n")[2]


def test_another_format_is_told():
    done = CliRunner().invoke(
        app, ["vurder", "--regler", "x", "--data", "x", "--periode", "2026-01", "--format", "pdf"]
    )

    assert 2 == done.exit_code
    assert "--format er csv, json eller liste." in " ".join(done.output.split())


@pytest.mark.skipif(not CARDS.exists(), reason=f"the published file {CARDS.name} is not beside the repository")
def test_the_95_076_card_purchases_make_a_list_that_can_be_read(tmp_path):
    folder = tmp_path / "datasett" / "innkjopskort"
    folder.mkdir(parents=True)
    (folder / CARDS.name).write_bytes(CARDS.read_bytes())
    (tmp_path / "organisasjon.csv").write_bytes((REAL / "data" / "organisasjon.csv").read_bytes())
    began = perf_counter()

    text = vurder(
        *("--regler", str(REAL / "rules"), "--data", str(tmp_path)),
        *("--periode", "2010-01", "--til", "2010-12", "--format", "liste", "--antall", "5"),
    )

    assert perf_counter() - began < 60  # about four seconds alone; the machine of a test may be busy
    lines = text.splitlines()
    assert len(lines) < 160
    assert max(len(line) for line in lines) < 200
    assert (
        "95\u00a0076 poster er vurdert. 20\u00a0689 poster har utslag, på til sammen 18\u00a0612\u00a0803,48." in lines
    )
    assert "5142" not in text  # what every card number begins with
