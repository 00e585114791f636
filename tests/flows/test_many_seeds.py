"""What is kept of many seeds, so that a run that was broken off goes on where it was."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from differential.seed import one_day_in
from kontroll.flows.baerum.many_seeds import RESULTS, keep, kept_before

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "rules"
KINDS = ["tjenestested", "virksomhet", "stab", "kommunalsjef", "rådmann", "avdeling"]
ASK = """
import sys
from pathlib import Path
from kontroll.flows.baerum.many_seeds import program_of
from kontroll.rulebook.read import read_rulebook
print(program_of(read_rulebook([Path(sys.argv[1])])[0]))
"""


def test_what_was_kept_is_read_in_the_order_it_came(tmp_path: Path) -> None:
    keep(tmp_path / RESULTS, {"fro": 1})
    keep(tmp_path / RESULTS, {"fro": 2})

    assert [{"fro": 1}, {"fro": 2}] == list(kept_before(tmp_path / RESULTS))


@pytest.mark.parametrize("torn", [b'{"fro": 2, "mons', '{"tegn": "ny leverandø'.encode()[:-1]])
def test_a_line_that_was_broken_off_takes_neither_what_came_before_nor_what_comes_after(
    tmp_path: Path, torn: bytes
) -> None:
    kept = tmp_path / RESULTS
    keep(kept, {"fro": 1})
    with kept.open("ab") as file:
        file.write(torn)

    keep(kept, {"fro": 3})

    assert [{"fro": 1}, {"fro": 3}] == list(kept_before(kept))


def test_nothing_is_kept_before_the_first(tmp_path: Path) -> None:
    assert [] == list(kept_before(tmp_path / RESULTS))


@one_day_in(3)
def test_another_process_knows_that_the_rules_are_the_same_and_that_other_rules_are_not(tmp_path: Path) -> None:
    same, other = (rules_for(tmp_path / name, kinds) for name, kinds in (("a", KINDS), ("b", KINDS[1:])))

    assert len({program_in_another_process(same, salt) for salt in ("1", "2")}) == 1
    assert program_in_another_process(same, "1") != program_in_another_process(other, "1")


def rules_for(folder: Path, kinds: Sequence[str]) -> Path:
    """One shipped rule, for these kinds of enhet."""
    shutil.copytree(SHIPPED / "indikatorer", folder / "indikatorer")
    rule = (SHIPPED / "samtale" / "samtale-001.yaml").read_text(encoding="utf-8")
    changed = rule.replace("[tjenestested]", f"[{', '.join(kinds)}]")
    assert changed != rule
    (folder / "samtale").mkdir()
    (folder / "samtale" / "samtale-001.yaml").write_text(changed, encoding="utf-8")
    return folder


def program_in_another_process(rules: Path, salt: str) -> str:
    """salt: the order of sets of words differs with it."""
    said = subprocess.run(
        [sys.executable, "-c", ASK, str(rules)],
        env={**os.environ, "PYTHONHASHSEED": salt},
        capture_output=True,
        text=True,
        check=True,
    )
    return said.stdout.strip()
