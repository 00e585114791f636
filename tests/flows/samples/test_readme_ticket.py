"""The lines that the README and the help text show make the ticket that they say."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


def _readme() -> tuple[str, str]:
    section = (ROOT / "README.md").read_text("utf-8").split("## A draw that anybody can check\n")[1].split("\n## ")[0]
    (lines,) = re.findall(r"```sh\n(.*?)```", section, flags=re.DOTALL)
    (shown,) = re.findall(r"It prints `(\d+)`", section)
    return lines, shown


def _help() -> tuple[str, str]:
    text = (ROOT / "src/kontroll/web/help/nb/etterprove.md").read_text("utf-8")
    section = text.split("## Ett lodd for hånd\n")[1].split("\n## ")[0]
    (shown,) = re.findall(r"Det blir (\d+)\.", section)
    return "\n".join(line[4:] for line in section.splitlines() if line.startswith("    ")), shown


@pytest.mark.parametrize("said", [_readme, _help])
def test_the_ticket_that_is_shown_is_made_by_the_three_lines_beside_it(said: Callable[[], tuple[str, str]]):
    if subprocess.run(["sh", "-c", "command -v bc rev sha256sum"], capture_output=True, check=False).returncode:
        pytest.skip("bc, rev or sha256sum is not on this machine")
    lines, shown = said()
    assert len(lines.splitlines()) <= 3
    made = subprocess.run(["sh", "-c", lines], capture_output=True, text=True, check=True).stdout
    assert made.strip() == shown
