"""Organisation: which enheter there are on a day, who leads each, and which part it is in, by the newest lists."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from recounted.plain import Plain

_AWAY = ("fravær", "fraværende", "permisjon")
#: An enhet of such a type has none above it.
_TOP = ("kommunedirektør", "rådmann")


class Organisation:
    def __init__(self, of: Plain, day: date) -> None:
        self._of, self._day, self._month = of, day, f"{day:%Y-%m}"

    def _newest(self, kind: str) -> list[dict[str, Any]]:
        last = self._of.one("select max(seq) from delivery where taken = 'tatt inn' and kind = ?", kind)
        return [row for row in self._of.delivered(kind) if row["_nr"] == last]

    @cached_property
    def enheter(self) -> Mapping[str, dict[str, Any]]:
        """Those that are there in the month of the day."""
        return {row["enhet"]: row for row in self._newest("organisasjon") if self._in_month(row)}

    def _in_month(self, row: Mapping[str, Any]) -> bool:
        return row["gjelder_fra"] <= self._month and (not row["gjelder_til"] or self._month <= row["gjelder_til"])

    @cached_property
    def _roles(self) -> list[dict[str, Any]]:
        return [row for row in self._newest("personer") if (row["rolle"] or "").strip()]

    def _with(self, enhet: str, *roles: str) -> list[str]:
        """Persons with such a role in the enhet on the day."""
        return [
            row["person_id"] for row in self._roles if row["enhet"] == enhet and row["rolle"] in roles and self._on(row)
        ]

    def _on(self, row: Mapping[str, Any]) -> bool:
        first, last = str(row["gjelder_fra"] or ""), str(row["gjelder_til"] or "")
        return (not first or first_day(first) <= self._day) and (not last or self._day <= last_day(last))

    @cached_property
    def leaders(self) -> Mapping[str, str]:
        """enhet -> who leads it: whoever acts as leader, or the leader, or the deputy of one who is away."""
        found = {}
        for enhet, row in self.enheter.items():
            post = self._with(enhet, "fungerende") or self._holder(enhet, row["leder_id"])
            there = [
                one
                for one in (*post, *(self._with(enhet, "stedfortreder") if post else ()))
                if not self._away(one, enhet)
            ]
            if there:
                found[enhet] = there[0]
        return found

    def _holder(self, enhet: str, named: str) -> list[str]:
        """The one that the organisation names; in the month that she comes or goes, whoever is there on the day."""
        mine = [
            row for row in self._roles
            if row["person_id"] == named and row["enhet"] == enhet and row["rolle"] in ("leder", "fungerende")
        ]  # fmt: skip
        bounds = {str(row[end])[:7] for row in mine for end in ("gjelder_fra", "gjelder_til") if row[end]}
        if self._month in bounds and not any(map(self._on, mine)):
            return self._with(enhet, "leder")
        return [named] if named else []

    def _away(self, person: str, enhet: str) -> bool:
        return any(
            row["person_id"] == person and row["rolle"] in _AWAY and row["enhet"] in (enhet, "", None) and self._on(row)
            for row in self._roles
        )

    @cached_property
    def there(self) -> set[str]:
        """Persons with a row that holds on the day."""
        return {row["person_id"] for row in self._newest("personer") if self._on(row)}

    def holding(self, role: str) -> set[str]:
        return {row["person_id"] for row in self._roles if row["rolle"].casefold() == role.casefold() and self._on(row)}

    @cached_property
    def led(self) -> list[str]:
        """Enheter with a leader who does not lead the one right above too."""
        return [
            enhet for enhet, person in self.leaders.items()
            if self.enheter[enhet]["enhetstype"] in _TOP or self.leaders.get(self.enheter[enhet]["overordnet"]) != person
        ]  # fmt: skip


def first_day(said: str) -> date:
    return date.fromisoformat(said if len(said) > 7 else f"{said}-01")


def last_day(said: str) -> date:
    if len(said) > 7:
        return date.fromisoformat(said)
    year, month = int(said[:4]), int(said[5:])
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
