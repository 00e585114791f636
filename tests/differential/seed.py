"""Seed: which random cases are tried today."""

from __future__ import annotations

import os
from datetime import UTC, datetime

VARIABLE = "KONTROLL_SEED"


def rotating_seed() -> int:
    """The seed of today, or the one in KONTROLL_SEED: other cases each day, and those of any day again."""
    given = os.environ.get(VARIABLE)
    return int(given) if given else datetime.now(UTC).date().toordinal()
