"""Places: the kommune on a day, for whoever counts the map of § 25-1 again: its places, its rules, its runs and its stocks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from sqlite3 import Row
from typing import Any

from ruamel.yaml import YAML

from recounted.followed import parts_now
from recounted.organisation import Organisation
from recounted.plain import Plain, RuleFile, day_of
from recounted.skal import Sentence, standings_of, texts_of

#: Rules that are always there, and in no file: area of each.
BUILT_IN = {"datakvalitet-enhet": "datakvalitet"}


@dataclass(frozen=True)
class Place:
    """None: of everything. enheter: of a part. folders, reglementer: of an area of rules."""

    id: str
    folders: frozenset[str] | None = None
    reglementer: frozenset[str] | None = None
    enheter: frozenset[str] | None = None


@dataclass
class Kommune:
    """policies: folders, the kommune's own last."""

    of: Plain
    today: date
    policies: Sequence[Path]
    _policies: dict[str, Any] = field(default_factory=dict)

    def policy(self, name: str) -> Any:
        if name not in self._policies:
            file = next(folder / name for folder in reversed(self.policies) if (folder / name).exists())
            self._policies[name] = YAML(typ="safe").load(file)
        return self._policies[name]

    @cached_property
    def organisation(self) -> Organisation:
        return Organisation(self.of, self.today)

    @cached_property
    def places(self) -> list[Place]:
        active = frozenset(self.organisation.enheter)
        parts: dict[str, set[str]] = {}
        for enhet, part in parts_now(self.of, self.today).items():
            parts.setdefault(part, set()).add(enhet)
        return [
            Place("alt"),
            *(
                Place(f"omraade:{one['id']}", frozenset(one["regler"]), frozenset(one["reglement"]))
                for one in self.policy("internkontroll.yaml")["omraader"]
            ),
            *(Place(f"del:{id}", enheter=frozenset(some) & active) for id, some in parts.items() if some & active),
        ]

    @cached_property
    def months(self) -> list[str]:
        """The last twelve, up to the newest that was run."""
        newest = max(self.runs, default=f"{self.today - timedelta(days=self.today.day):%Y-%m}")
        count = int(newest[:4]) * 12 + int(newest[5:]) - 1
        return [f"{n // 12}-{n % 12 + 1:02}" for n in range(count - 11, count + 1)]

    @cached_property
    def runs(self) -> dict[str, str]:
        """month -> the last run that was finished."""
        rows = self.of.rows(
            "select period, id from run where job = 'maanedskjoring' and state = 'fullført' order by attempt"
        )
        return {row["period"]: row["id"] for row in rows}

    @cached_property
    def newest(self) -> list[Row]:
        """Of each rule, what was covered of it in its newest month, as the run that began last says."""
        rows = self.of.rows(
            "select c.*, r.started from coverage c join run r on r.id = c.run order by c.month, r.started"
        )
        return list({row["rule"]: row for row in rows}.values())

    def area_of(self, rule: str | None) -> str:
        known = self.of.rules.get(rule or "")
        return known.area if known is not None else BUILT_IN.get(rule or "", "")

    def rules_at(self, at: Place, *statuses: str) -> list[RuleFile]:
        return [
            one for one in self.of.rules.values()
            if one.status in (statuses or ("i_bruk",)) and (at.folders is None or one.area in at.folders)
        ]  # fmt: skip

    def is_of(self, at: Place, rule: str | None) -> bool:
        return at.folders is None or self.area_of(rule) in at.folders

    def stock(self, dataset: str, key: str, enhet: str, at: Place) -> list[dict[str, Any]] | None:
        """Rows of a stock that are in it today, of enheter that are there; None: nothing was ever delivered."""
        if not self.of.one(
            "select count(*) from delivery where kind = ? and taken = 'tatt inn'", f"datasett/{dataset}"
        ):
            return None
        wanted = self.organisation.enheter.keys() if at.enheter is None else at.enheter
        rows = self.of.standing(dataset, key).values()
        return [row for row in rows if row[enhet] in wanted and self._stands(row)]

    def _stands(self, row: Mapping[str, Any]) -> bool:
        first, last = day_of(row["gjelder_fra"]), day_of(row["gjelder_til"])
        return (first is None or first <= self.today) and (last is None or last >= self.today)

    # --- what is written --------------------------------------------------------------------------------------------------

    @cached_property
    def texts(self) -> Mapping[str, tuple[dict[str, Any], str]]:
        return texts_of(self.policies)

    @cached_property
    def standings(self) -> list[tuple[Sentence, str]]:
        """Each skal-sentence, and what controls it."""
        return standings_of(self.of, self.policies)

    @cached_property
    def founded(self) -> frozenset[str]:
        """Rules that rest on a skal-sentence that is there."""
        every = [one for one, _standing in self.standings]
        return frozenset(
            id
            for id, rule in self.of.rules.items()
            if any(one.is_meant_by(*said) for said in rule.points for one in every)
        )
