"""Time taken, told fairly: competitors take turns (A B A B …), so that a busy machine slows them alike."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds of each repetition on the clock, and of processor time in all threads together."""

    wall: tuple[float, ...]
    cpu: tuple[float, ...]

    @property
    def shown(self) -> str:
        return f"{median(self.wall):.2f} s (least {min(self.wall):.2f}, processor {median(self.cpu):.2f})"

    def times_as_long_as(self, other: Times) -> str:
        """Ratio of medians on the clock, and of processor time, which neighbours on the machine disturb less."""
        return f"{median(self.wall) / median(other.wall):.2f} (processor {median(self.cpu) / median(other.cpu):.2f})"


def in_turns(competitors: Mapping[str, Callable[[], object]], repetitions: int) -> dict[str, Times]:
    """Each competitor once to warm up, then all of them so many times, in turns."""
    for compete in competitors.values():
        compete()
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in competitors}
    for _repetition in range(repetitions):
        for name, compete in competitors.items():
            wall, cpu = time.perf_counter(), time.process_time()
            compete()
            taken[name].append((time.perf_counter() - wall, time.process_time() - cpu))
    return {name: Times(tuple(w for w, _c in pairs), tuple(c for _w, c in pairs)) for name, pairs in taken.items()}


def peak_mb() -> float:
    """The most memory this process has held, in megabytes.

    Linux counts what a parent held into the resource usage of its children, but not into VmHWM.
    """
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    # Bytes on macOS, kilobytes elsewhere.
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)
