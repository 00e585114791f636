"""Many trials summed up: the share that was flagged in time, the places on the list, and the twins' false alarms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

#: A case should be flagged within so many months, and then stand among so many on internal control's list.
IN_TIME, FIRST = 4, 10
#: What a clean kommune may at most cost anyone's attention in a month.
MOST_TO_LEADER, MOST_TO_CONTROL = 3, 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Summed:
    """late: seeds that were not flagged in time. behind: seeds not among the first after as many months."""

    count: int
    in_time: int
    among_first: int
    months: tuple[int, ...]
    places: tuple[int | None, ...]
    late: tuple[int, ...]
    behind: tuple[int, ...]
    most_to_leader: int
    most_avvik_to_leader: int
    most_to_control: int
    clean: int


def summed(trials: Sequence[dict[str, Any]]) -> Summed:
    months = [_months(trial) for trial in trials]
    places = [_place(trial) for trial in trials]
    twins = [trial["tvilling"] for trial in trials if trial["tvilling"] is not None]
    late = [t["fro"] for t, m in zip(trials, months, strict=True) if m is None or m > IN_TIME]
    behind = [t["fro"] for t, p in zip(trials, places, strict=True) if p is None or p > FIRST]
    return Summed(
        count=len(trials),
        in_time=len(trials) - len(late),
        among_first=len(trials) - len(behind),
        months=tuple(m for m in months if m is not None),
        places=tuple(places),
        late=tuple(late),
        behind=tuple(behind),
        most_to_leader=max((t["flest_saker_til_en_leder"] for t in twins), default=0),
        most_avvik_to_leader=max((t["flest_avvik_til_en_leder"] for t in twins), default=0),
        most_to_control=max((t["flest_saker_til_internkontrollen"] for t in twins), default=0),
        clean=sum(
            t["flest_saker_til_en_leder"] <= MOST_TO_LEADER and t["flest_saker_til_internkontrollen"] <= MOST_TO_CONTROL
            for t in twins
        ),
    )


def _months(trial: dict[str, Any]) -> int | None:
    found = trial["paavist"]
    return None if found is None else int(found["maaneder"])


def _place(trial: dict[str, Any]) -> int | None:
    """After IN_TIME months; the last known where fewer were run."""
    places = trial["plasser"][:IN_TIME]
    return places[-1]["plass"] if places else None
