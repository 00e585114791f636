"""Regions as SSB codes them: which kommune, county, KOSTRA group or country a code is.

The list of kommuner is Statistics Norway's classification 131 as it stands from 2024 to 2026 (CC BY 4.0, Statistisk
sentralbyrå). A code of four digits that is not in it is an earlier kommune, or a mistake: the list cannot say which.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

KOMMUNE, EARLIER, COUNTY, GROUP, COUNTRY, OTHER = (
    "kommune",
    "ikke i listen",
    "fylke",
    "KOSTRA-gruppe",
    "landet",
    "annet",
)
_FOUR = re.compile(r"\d{4}")
#: How a code that is no kommune begins: SSB's own aggregates in the KOSTRA tables.
_BEGINS = (("EAK", COUNTRY), ("EKG", GROUP), ("EKA", COUNTY), ("EAFK", COUNTRY))


@cache
def kommuner() -> dict[str, str]:
    """Name by number."""
    with (Path(__file__).parent / "kommuner.csv").open(encoding="utf-8", newline="") as file:
        return {row["kommunenr"]: row["navn"] for row in csv.DictReader(file, delimiter=";")}


def kind_of_region(code: str) -> str:
    if _FOUR.fullmatch(code):
        return KOMMUNE if code in kommuner() else EARLIER
    if re.fullmatch(r"\d{2}", code):
        return COUNTY
    if code == "0":
        return COUNTRY
    return next((kind for begins, kind in _BEGINS if code.startswith(begins)), OTHER)


def is_called_otherwise(code: str, label: str) -> bool:
    """Whether a kommune's code stands with a name that is none of its names."""
    known = kommuner().get(code)
    if known is None or label == code:
        return False
    return not _names(known) & _names(re.sub(r"\s*\(.*\)$", "", label))


def _names(text: str) -> set[str]:
    """`Oslo - Oslove` is called both; `Bergen kommune` is Bergen."""
    whole = re.sub(r"\s*\(.*\)$", "", text).casefold()
    return {part.removesuffix(" kommune").strip() for part in whole.split(" - ")} | {whole.strip()}
