"""What is vendored is what VENDOR.md says, with its licence, and asks no other machine."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SERVED = ROOT / "src/kontroll/web/static/vendor"
IN_TESTS = ROOT / "tests/web/axe"


def listed(folder: Path) -> dict[str, str]:
    """file -> sha256, from the table."""
    rows = re.findall(r"^\| (\S+) \|.*\| ([0-9a-f]{64}) \|$", (folder / "VENDOR.md").read_text(), flags=re.MULTILINE)
    return dict(rows)


@pytest.mark.parametrize("folder", [SERVED, IN_TESTS], ids=["served", "tests"])
def test_each_file_is_the_one_that_was_vendored(folder):
    files = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.suffix in (".css", ".js", ".woff2")}

    assert files == set(listed(folder))
    for name, digest in listed(folder).items():
        assert digest == hashlib.sha256((folder / name).read_bytes()).hexdigest(), name


@pytest.mark.parametrize("folder", [SERVED / "designsystemet", SERVED / "inter", IN_TESTS], ids=lambda p: p.name)
def test_each_has_its_licence_beside_it(folder):
    assert (folder / "LICENSE").read_text(encoding="utf-8").strip()


def test_no_style_loads_from_another_machine():
    for path in (ROOT / "src/kontroll/web/static").rglob("*.css"):
        loaded = re.findall(r"(?:url\(|@import)\s*[\"']?([^\"')]+)", path.read_text(encoding="utf-8"))
        assert not [address for address in loaded if re.match(r"(https?:)?//", address)], path.name
