"""Periods: every figure of the report of a month or a tertial, counted again from the database file.

Written from what each figure says that it counts, and from nothing else. What is given: which figures of enheter everybody may
see, which is a decision and no count.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cached_property
from typing import Any

from recounted.asked import own
from recounted.plain import Plain

_SEVERITIES = {"kritisk": "kritisk", "høy": "hoy", "middels": "middels", "lav": "lav"}
#: Answers as they are kept in the book of a month.
_UNKNOWN, _NOT_IN_FORCE = 2, 4


@dataclass(frozen=True, kw_only=True)
class AskedTheme:
    """sign: +1 where larger is better. kroner: figure with the same in kroner, "" = none. covers: that of an enhet holds what
    is under it. limit: None = the least that the enhet has agreed on.
    """

    id: str
    indicator: str
    limit: Decimal | None
    sign: int
    kroner: str = ""
    covers: bool = False


@dataclass(frozen=True, kw_only=True)
class AskedMonth:
    """month: `2026-03`. types: of enheter that are followed. shown: figure -> enheter whose value everybody may see.

    joined: figure -> whether it is a sum (True) or a plain mean, and how many decimals it has.
    """

    month: str
    today: date
    themes: Sequence[AskedTheme]
    types: frozenset[str]
    shown: Mapping[str, frozenset[str]]
    joined: Mapping[str, tuple[bool, int]]

    @property
    def last_day(self) -> str:
        year, number = map(int, self.month.split("-"))
        after = date(year + number // 12, number % 12 + 1, 1)
        return str(min(after - timedelta(days=1), self.today))


def recounted_months(of: Plain, asked: AskedMonth) -> dict[str, float | None]:
    """Figure -> what it is."""
    found: dict[str, float | None] = {}
    village = _Village(of, asked)
    for theme in asked.themes:
        found |= _theme(of, asked, village, theme)
    found |= _on_card(asked, village)
    return found | _saker(of, asked) | _avvik(of, asked) | _answers(of, asked) | _enheter(of, asked, village)


# --- what is delivered --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Village:
    of: Plain
    asked: AskedMonth

    @cached_property
    def places(self) -> dict[str, dict[str, Any]]:
        """enhet -> its row of the last list of the organisation, of those that were there in the month."""
        return {
            row["enhet"]: row
            for row in self._list
            if row["gjelder_fra"] <= self.asked.month
            and (not row["gjelder_til"] or self.asked.month <= row["gjelder_til"])
        }

    @cached_property
    def _list(self) -> list[dict[str, Any]]:
        last = self.of.one("select max(seq) from delivery where kind = 'organisasjon' and taken = 'tatt inn'")
        return [row for row in self.of.delivered("organisasjon") if row["_nr"] == last]

    def line(self, enhet: str) -> list[str]:
        """It, and those above it."""
        found = [enhet]
        while (above := self.places[found[-1]]["overordnet"]) in self.places:
            found.append(above)
        return found

    @cached_property
    def top(self) -> str:
        tops = [one for one in self.places if self.line(one) == [one]]
        return max(tops, key=lambda one: (sum(self.line(other)[-1] == one for other in self.places), one))

    def part(self, enhet: str) -> str:
        """What is right below the top in its line; the top itself; or that it has no place."""
        line = self.line(enhet)
        if line[-1] != self.top:
            return "uten"
        return line[-2] if len(line) > 1 else line[-1]

    def values(self, indicator: str, month: str) -> dict[str, Decimal]:
        """enhet -> the last value that came of the month, where it can be read."""
        found: dict[str, Decimal] = {}
        for row in self.of.delivered("maalinger"):
            if row["indikator"] == indicator and row["periode"] == month:
                found.pop(row["enhet"], None)
                # Whoever delivers it parts thousands as she likes.
                said = "".join(str(row["verdi"] or "").split()).replace(",", ".").replace("\N{MINUS SIGN}", "-")
                try:
                    found[row["enhet"]] = Decimal(said)
                except InvalidOperation:
                    continue
        return found

    def agreed(self, indicator: str, enhet: str) -> Decimal | None:
        """The least of the year: the enhet's own ambition, else that of its tjeneste, else everybody's; the last one counts."""
        for whose in (enhet, f"tjeneste:{self.places[enhet]['tjeneste']}", "*"):
            if (whose, indicator) in self._ambitions:
                return self._ambitions[whose, indicator]
        return None

    @cached_property
    def _ambitions(self) -> dict[tuple[str, str], Decimal | None]:
        found: dict[tuple[str, str], Decimal | None] = {}
        for row in self.of.delivered("ambisjoner"):
            if str(row["aar"]) == self.asked.month[:4]:
                said = str(row["gul"] or "").replace(",", ".")
                found[row["enhet"], row["indikator"]] = Decimal(said) if said else None
        return found


# --- figures ------------------------------------------------------------------------------------------------------------


def _theme(of: Plain, asked: AskedMonth, village: _Village, theme: AskedTheme) -> dict[str, float | None]:
    id = f"tema-{own(theme.id)}"
    known = {
        enhet: value
        for enhet, value in village.values(theme.indicator, asked.month).items()
        if enhet in village.places
        and village.places[enhet]["enhetstype"] in asked.types
        and enhet in asked.shown[theme.indicator]
    }
    worse = [one for one, value in known.items() if _is_worse(village, theme, one, value)]
    found: dict[str, float | None] = {f"{id}-kjent": len(known), f"{id}-avvik": len(worse)}
    for part in {village.part(one) for one in known}:
        found[f"{id}-avvik-del-{own(part)}"] = len([one for one in worse if village.part(one) == part])
    if theme.kroner:
        every = {
            one: value for one, value in village.values(theme.kroner, asked.month).items() if one in village.places
        }
        found[f"{id}-kroner"] = float(sum(_uncovered(village, theme, every).values()))
        for part in {village.part(one) for one in every}:
            own_ones = {one: value for one, value in every.items() if village.part(one) == part}
            found[f"{id}-kroner-del-{own(part)}"] = float(sum(_uncovered(village, theme, own_ones).values()))
    for part in {village.part(one) for one in known}:
        under = [one for one in village.places if part in village.line(one) and part != village.top]
        value = _joined(asked, village, theme.indicator, asked.month, under)
        if value is not None:
            found[f"{id}-tall-del-{own(part)}"] = value
    rows = of.rows("select * from monthly_explanation where month = ? and theme = ?", asked.month, theme.id)
    said = [row for row in rows if row["state"] != "bortfalt" and row["enhet"] in known]
    found[f"{id}-bedt"] = len(said)
    found[f"{id}-forklart"] = len([row for row in said if row["explained_on"] is not None and not row["late"]])
    return found


def _is_worse(village: _Village, theme: AskedTheme, enhet: str, value: Decimal) -> bool:
    limit = village.agreed(theme.indicator, enhet) if theme.limit is None else theme.limit
    return limit is not None and theme.sign * value < theme.sign * limit


def _uncovered(village: _Village, theme: AskedTheme, values: Mapping[str, Decimal]) -> Mapping[str, Decimal]:
    """Without what is under another of them, where the figure of that one holds it."""
    if not theme.covers:
        return values
    return {one: value for one, value in values.items() if values.keys().isdisjoint(village.line(one)[1:])}


def _joined(asked: AskedMonth, village: _Village, indicator: str, month: str, enheter: Sequence[str]) -> float | None:
    if indicator not in asked.joined:
        return None
    is_sum, decimals = asked.joined[indicator]
    values = [value for one, value in village.values(indicator, month).items() if one in enheter]
    if not values:
        return None
    total = Fraction(sum(values)) / (1 if is_sum else len(values))
    scaled = abs(total) * 10**decimals
    whole = int(scaled) + (scaled - int(scaled) >= Fraction(1, 2))
    return float(Decimal(whole if total >= 0 else -whole).scaleb(-decimals))


def _on_card(asked: AskedMonth, village: _Village) -> dict[str, float | None]:
    found: dict[str, float | None] = {}
    everybody = [one for one in village.places if village.line(one)[-1] == village.top]
    for indicator in asked.joined:
        found[f"maalekart-tall-{own(indicator)}"] = _joined(asked, village, indicator, asked.month, everybody)
        for month in _until(asked.month):
            at = _Village(village.of, AskedMonth(**{**_fields(asked), "month": month}))
            there = [one for one in at.places if at.line(one)[-1] == at.top]
            found[f"maalekart-tall-{own(indicator)}-{month}"] = _joined(asked, at, indicator, month, there)
    return found


def _fields(asked: AskedMonth) -> dict[str, Any]:
    return {name: getattr(asked, name) for name in AskedMonth.__dataclass_fields__}


def _until(month: str) -> list[str]:
    """Thirteen, the last one last."""
    year, number = map(int, month.split("-"))
    ordinals = range(12 * year + number - 13, 12 * year + number)
    return [f"{one // 12}-{one % 12 + 1:02}" for one in ordinals]


# --- saker, avvik and answers -------------------------------------------------------------------------------------------


def _saker(of: Plain, asked: AskedMonth) -> dict[str, float | None]:
    rows = of.rows(
        """select severity from sak where confined = 0 and kind <> 'meldt-toppleder' and opened <= ?
           and (closed_on is null or closed_on > ?)""",
        asked.last_day,
        asked.last_day,
    )
    found: dict[str, float | None] = {"saker-aapne": len(rows)}
    for word, key in _SEVERITIES.items():
        found[f"saker-aapne-alvor-{key}"] = len([row for row in rows if row["severity"] == word])
    return found


def _avvik(of: Plain, asked: AskedMonth) -> dict[str, float | None]:
    counted = "withdrawn = 0 and trial = 0 and confined = 0"
    return {
        f"avvik-nye-{month}": of.one(f"select count(*) from avvik where {counted} and opened = ?", month)
        for month in _until(asked.month)
    }


def _answers(of: Plain, asked: AskedMonth) -> dict[str, float | None]:
    """Of several runs that covered a rule in the month, the one that began last."""
    newest: dict[str, Any] = {}
    for row in of.rows(
        """select c.*, r.started from coverage c join run r on r.id = c.run
           where c.month = ? and r.state = 'fullført' and r.job = 'maanedskjoring' order by r.started""",
        asked.month,
    ):
        newest[row["rule"]] = row
    return {
        f"svar-kjente-{asked.month}": sum(row["known"] for row in newest.values()),
        f"svar-ukjente-{asked.month}": sum(row["unknown"] for row in newest.values()),
    }


def _enheter(of: Plain, asked: AskedMonth, village: _Village) -> dict[str, float | None]:
    between_two = {rule.id for rule in of.rules.values() if rule.type in ("samtale", "resultatlønn", "resultatlonn")}
    said = {
        row["enhet"]
        for row in of.book(asked.month)
        if row["resultat"] not in (_UNKNOWN, _NOT_IN_FORCE) and row["regel"] not in {"datakvalitet-enhet", *between_two}
    }
    there = set(village.places)
    return {
        "enheter-i-drift": len(there),
        "enheter-med-svar": len(there & said),
        "enheter-uten-svar": len(there - said),
    }
