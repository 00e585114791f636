"""Month figures: the figures that are followed in one month, and which of them somebody may see.

Why a figure with few behind it takes all that is said of it along: why sick leave is high tells how high it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from kontroll.domain.access import Viewer
from kontroll.domain.indicator import Indicator
from kontroll.domain.month import Month, Period
from kontroll.domain.monthly import Theme, deviates
from kontroll.flows.monthly.deviations import Limits, known_values, lines_of
from kontroll.flows.monthly.seen_months import sees_few
from kontroll.flows.people.today import Today
from kontroll.report.situation import Situation


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A figure of an enhet. value: None = not known. few: it is hidden from her, and so is all that would tell it."""

    value: Decimal | None
    limit: Decimal | None
    deviates: bool = False
    few: bool = False


class Figures:
    """The figures of one month, read once. few: enheter whose figure has too few behind it to be for everybody."""

    def __init__(self, situation: Situation, month: Month) -> None:
        self.situation, self.month = situation, month
        self.limits = Limits(situation.rulebook, situation.facts, month)
        self._read: dict[str, dict[str, tuple[Decimal, int | None]]] = {}
        self._for_all: dict[str, dict[str, Decimal]] = {}
        self._lines: dict[str, dict[str, tuple[str, int]]] = {}

    def of(self, id: str) -> Mapping[str, tuple[Decimal, int | None]]:
        """enhet -> value and how many are behind it; without what is shielded from all."""
        if id not in self._read:
            indicator = self.situation.rulebook.indicators.get(id)
            self._read[id] = _values(self.situation, indicator, self.month) if indicator is not None else {}
        return self._read[id]

    def measured(self, theme: Theme, indicator: Indicator, enhet: str, viewer: Viewer) -> Measured:
        limit = self.limits.of(theme, enhet)
        found = self.of(indicator.id).get(enhet)
        if found is None:
            return Measured(value=None, limit=limit)
        value, count = found
        if not sees_few(viewer, enhet) and self._is_hidden(indicator, enhet, count):
            return Measured(value=None, limit=limit, few=True)
        return Measured(
            value=value, limit=limit,
            deviates=limit is not None and deviates(value, limit, indicator.better.sign),
        )  # fmt: skip

    def for_all(self, id: str) -> Mapping[str, Decimal]:
        """enhet -> value, of those that everybody may see: what few stand behind is not among what is counted either."""
        indicator = self.situation.rulebook.indicators.get(id)
        if indicator is not None and id not in self._for_all:
            self._for_all[id] = {
                enhet: value
                for enhet, (value, count) in self.of(id).items()
                if not self._is_hidden(indicator, enhet, count)
            }
        return self._for_all.get(id, {})

    def delivered_at(self, id: str) -> Mapping[str, tuple[str, int]]:
        """enhet -> the file and the line that its figure stands on."""
        indicator = self.situation.rulebook.indicators.get(id)
        if indicator is not None and id not in self._lines:
            self._lines[id] = lines_of(self.situation.facts, indicator, self.month)
        return self._lines.get(id, {})

    def _is_hidden(self, indicator: Indicator, enhet: str, count: int | None) -> bool:
        """Few stand behind it, or it is hidden as the pages hide it, so that what few stand behind cannot be worked out."""
        if indicator.shown_from_count and (count is None or count < indicator.shown_from_count):
            return True
        period = Period.containing(self.month, indicator.frequency)
        return self.situation.published.is_hidden(indicator.id, enhet, period)


def _values(situation: Situation, indicator: Indicator, month: Month) -> dict[str, tuple[Decimal, int | None]]:
    return {
        enhet: (Decimal(value).scaleb(-indicator.decimals), count)
        for enhet, value, count in known_values(situation.facts, indicator, month).iter_rows()
    }


def themes_of(today: Today) -> tuple[tuple[Theme, Indicator], ...]:
    """Those whose figure the rulebook knows."""
    known = today.desk.rulebook.indicators
    themes = today.desk.policies.monthly.themes
    return tuple((theme, known[theme.indicator]) for theme in themes if theme.indicator in known)
