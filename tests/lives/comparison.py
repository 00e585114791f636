"""What two lives with the same data must have in common, whenever the data came, and what may differ.

The same: the newest verdicts of every month; every avvik that counts, with its enhet, its months and its phase; where
somebody is asked to answer, and about which avvik; which data are still waited for.

Not the same, and why:
* Saker, one by one. A sak holds what was found in one run, and what came late is found later and together. So they are
  compared by rule and enhet, with the open avvik in them, and not by month or number.
* What was over before anybody knew of it: the life in time asked about it then, the late one never. So the late life may
  have asked about less, never about more.
* Numbers of avvik, which are given in the order things came to light; here each has its place among those of its subject.
* Notices, reopenings and the trail: they tell how it came about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lives.export import State


def differences(in_time: State, late: State) -> list[str]:
    """In words; none where the two ended alike."""
    found = []
    for name in ("verdicts", "avvik", "open_saker"):
        found += [f"{name}: {told}" for told in _differing(getattr(in_time, name), getattr(late, name))]
    for (rule, enhet), subjects in late.told_of.items():
        more = subjects - in_time.told_of.get((rule, enhet), frozenset())
        found += [f"asked about {rule}/{one} at {enhet}, and not in time" for one in sorted(more)]
    found += [f"missing data: {one}" for one in sorted(in_time.lacks ^ late.lacks)]
    return found


def _differing(wanted: Mapping[Any, Any], found: Mapping[Any, Any]) -> Iterator[str]:
    for key in sorted({*wanted, *found}):
        if wanted.get(key) != found.get(key):
            yield f"{key}: in time {wanted.get(key)}, late {found.get(key)}"
