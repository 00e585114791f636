"""JobResult: what a job tells of what it did, in counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from kontroll.domain.problem import KontrollError
from kontroll.wiring import Desk


@dataclass(frozen=True, slots=True)
class JobResult:
    """counts: what for how many, for the log; ids and figures only."""

    counts: Mapping[str, int | str] = field(default_factory=dict)


#: A job: the kommune and the time it runs, aware.
Flow = Callable[[Desk, datetime], JobResult]


class JobStopped(KontrollError):
    """A job could not do its work; it is tried again. Its text is English, without delivered values."""
