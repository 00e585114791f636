"""Published: the only door through which a figure of an enhet or a group is shown to those who are not its own line.

What few persons stand behind is hidden, and as much beside it as it takes that nobody can work it out from the rest: from
totals, several years, indices, medians, colours, ranks and who won. Ask here, never the evaluator, for figures of others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum

from kontroll.domain.disclosure import Disclosure
from kontroll.domain.month import Period
from kontroll.domain.rulebook import Rulebook
from kontroll.engine.plain import PlainEvaluator
from kontroll.facts.facts import Facts, ValueState


class GroupKind(Enum):
    """What a total can be of. BELOW: an enhet with all that is under it in the line."""

    ALL = "alle"
    SERVICE = "tjeneste"
    BELOW = "linje"


@dataclass(frozen=True, slots=True, order=True)
class Group:
    """id: the service, or the enhet at the top of it; "" of all."""

    kind: GroupKind
    id: str = ""

    def __str__(self) -> str:
        return f"{self.kind.value}:{self.id}" if self.id else self.kind.value


EVERYBODY = Group(GroupKind.ALL)


class ShownState(Enum):
    """VALUE: it is shown. SHIELDED: few persons, or hidden so that the few cannot be worked out."""

    VALUE = "verdi"
    SHIELDED = "skjermet"
    NOT_MEASURED = "ikke målt"
    NOT_DUE = "ikke forfalt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What may be shown of one figure. value: None unless the state is VALUE.

    count: persons behind it, None = none were told. uncertainty: half the 95 % interval, in the indicator's unit; None
    where nothing is assumed of how answers spread. left_out: enheter whose figures are not in a total, since the total
    would tell them. aside: it is hidden though many stand behind it, to protect others.
    """

    value: Decimal | None
    state: ShownState
    count: int | None = None
    uncertainty: Decimal | None = None
    left_out: int = 0
    aside: bool = False

    @property
    def is_shown(self) -> bool:
        return self.value is not None


class Published:
    """Of one situation; made once, and what it works out is kept. Reached as `situation.published`."""

    def __init__(
        self, rulebook: Rulebook, facts: Facts, evaluator: PlainEvaluator, policy: Disclosure,
        spreads: Mapping[str, Decimal] | None = None,
    ) -> None:  # fmt: skip
        """spreads: the assumed standard deviation of one answer, by indicator."""
        self._rulebook = rulebook
        self._facts = facts
        self._evaluator = evaluator
        self._policy = policy
        self._spreads = spreads or {}

    def value(self, indicator: str, enhet: str, period: Period, *, own: bool = False) -> Shown:
        """own: for whoever may see what few stand behind in this enhet (its leader); what no rule sees, nobody is shown."""
        found = self._evaluator.value(indicator, enhet, period)
        if found.number is None:
            hidden = found.state is ValueState.SUPPRESSED
            return Shown(value=None, state=ShownState.SHIELDED if hidden else ShownState.NOT_MEASURED)
        if not own and self.is_hidden(indicator, enhet, period):
            return Shown(value=None, state=ShownState.SHIELDED)
        return Shown(value=found.number, state=ShownState.VALUE, count=found.count)

    def is_hidden(self, indicator: str, enhet: str, period: Period) -> bool:
        """Whether it is measured and not published."""
        found = self._evaluator.value(indicator, enhet, period)
        one = self._rulebook.indicators[indicator]
        least = max(one.min_count, one.shown_from_count)
        return least > 0 and (found.count is None or found.count < least)

    def total(self, indicator: str, group: Group, period: Period) -> Shown:
        """The mean of the group, weighted by the persons behind each figure."""
        raise NotImplementedError

    def groups(self, period: Period) -> Mapping[Group, frozenset[str]]:
        """Every group that totals are published of, with its enheter."""
        raise NotImplementedError

    def best(self, indicator: str, group: Group, period: Period) -> tuple[str, ...]:
        """The enheter with the best published value; none where nothing is published."""
        values = {
            enhet: shown.value * self._rulebook.indicators[indicator].better.sign
            for enhet in self.groups(period)[group]
            if (shown := self.value(indicator, enhet, period)).value is not None
        }
        top = max(values.values(), default=None)
        return tuple(sorted(enhet for enhet, value in values.items() if value == top))

    def spread_of(self, indicator: str, shown: Shown) -> Shown:
        """With its uncertainty."""
        return replace(shown, uncertainty=None)
