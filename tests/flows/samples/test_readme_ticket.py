"""The lines of the README make the ticket that it says."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

README = Path(__file__).parents[3] / "README.md"


def test_the_ticket_of_the_readme_is_made_by_its_own_three_lines():
    if subprocess.run(["sh", "-c", "command -v bc rev sha256sum"], capture_output=True, check=False).returncode:
        pytest.skip("bc, rev or sha256sum is not on this machine")
    section = README.read_text("utf-8").split("## A draw that anybody can check\n")[1].split("\n## ")[0]
    (lines,) = re.findall(r"```sh\n(.*?)```", section, flags=re.DOTALL)
    (shown,) = re.findall(r"It prints `(\d+)`", section)
    assert len(lines.splitlines()) <= 3
    made = subprocess.run(["sh", "-c", lines], capture_output=True, text=True, check=True).stdout
    assert made.strip() == shown
