"""SSB's account controls judged straight from its specification, on the lines of the file, without the product.

Only positions, lists and «når … så» are here; severities are SSB's: a FEIL stops the file at SSB, an ADVARSEL does not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

ERROR, WARNING = "FEIL", "ADVARSEL"
#: control, severity, and the line from 1.
Finding = tuple[str, str, int]

WITH_FUNCTION = ("0A", "0C", "0I", "0K", "0M", "0P", "0X")
WITH_CHAPTER = ("0B", "0D", "0J", "0L", "0N", "0Q", "0Y")
CLASSES = {
    "0A": "01", "0B": "2", "0C": "01", "0D": "2", "0F": "34", "0G": "5", "0I": "34", "0J": "5", "0K": "34", "0L": "5",
    "0M": "34", "0N": "5", "0P": "34", "0Q": "5", "0X": " ", "0Y": " ",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Portal:
    """What the portal sends along with the file, and the codes that are valid for its form."""

    form: str
    year: str
    quarter: str
    region: str
    orgnr: Sequence[str] = ("",)
    foretaksnr: Sequence[str] = ("",)
    valid: Mapping[str, Sequence[str]] = field(default_factory=dict)


def findings(lines: Sequence[str], portal: Portal) -> set[Finding]:
    """Everything that SSB would say of the file."""
    found = {finding for at, line in enumerate(lines, start=1) for finding in _of_line(line, at, portal)}
    return found | set(_duplicates(lines, portal))


def _of_line(line: str, at: int, portal: Portal) -> Iterator[Finding]:
    prefilled = (
        ("003", line[0:2], [portal.form]),
        ("004", line[2:6], [portal.year]),
        ("005", line[6:7], [portal.quarter]),
        ("006", line[7:13], [portal.region]),
        ("007", line[13:22].strip(), portal.orgnr),
        ("008", line[22:31].strip(), portal.foretaksnr),
        ("009", line[31:32], CLASSES[portal.form]),
    )
    for control, found, wanted in prefilled:
        if found not in list(wanted):
            yield control, ERROR, at
    severity = WARNING if line[6:7] in ("1", "2", "3") else ERROR
    codes = (
        (("010", 32, 36, WITH_FUNCTION), ("011", 32, 36, WITH_CHAPTER)),
        (
            ("012", 36, 39, WITH_FUNCTION),
            ("013", 36, 39, WITH_CHAPTER),
        ),
    )
    for control, start, end, forms in (one for pair in codes for one in pair):
        if portal.form in forms and line[start:end].strip() not in portal.valid[control]:
            yield control, severity, at


def _duplicates(lines: Sequence[str], portal: Portal) -> Iterator[Finding]:
    if portal.form == "0X":
        codes = [(line[22:31], line[32:36], line[36:39]) for line in lines]
    elif portal.form == "0Y":
        codes = [(line[36:39],) for line in lines]  # type: ignore[misc]
    else:
        codes = [(line[31:32], line[32:36], line[36:39]) for line in lines]
    times = Counter(codes)
    yield from (("015", WARNING, at) for at, code in enumerate(codes, start=1) if times[code] > 1)
