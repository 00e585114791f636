"""Shown agreement: everything that a page, a sheet to sign or a list tells of one, with names instead of ids."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from kontroll.domain.agreement import OTHER, Agreement, AgreementState, Goal, GoalKind, GoalStatus, Round
from kontroll.domain.agreementgoal import CONTROL_SIGNS, content_of, differences, exact
from kontroll.domain.indicator import Indicator
from kontroll.domain.operand import Colour
from kontroll.flows.agreements.agree import CONTENT
from kontroll.flows.agreements.compliance import Compliance, compliance_of
from kontroll.flows.agreements.draft_agreement import last_of, of_year
from kontroll.flows.people.looking import Looking
from kontroll.flows.people.today import Today
from kontroll.flows.saker.acting import TEXT
from kontroll.report.course import colour_of
from kontroll.report.scorecard import Figure
from kontroll.texts import _

Figures = Mapping[str, Figure]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownStatus:
    """said: None = nothing was written, or it is deleted after its time."""

    status: GoalStatus
    by: str
    said: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownGoal:
    """indicator: of the map. words: what it says; None where it is deleted after its time. value: as it is now; None = unknown.

    figure: as it stands on the map; None for what is on no map. looks: the newest first.
    """

    goal: Goal
    indicator: Indicator | None = None
    words: str | None = None
    value: Decimal | None = None
    colour: Colour | None = None
    figure: Figure | None = None
    looks: tuple[ShownStatus, ...] = ()

    @property
    def green(self) -> Decimal | None:
        return exact(self.goal.green)

    @property
    def yellow(self) -> Decimal | None:
        return exact(self.goal.yellow)

    def look(self, round: Round) -> ShownStatus | None:
        """The last one of the round."""
        return next((one for one in self.looks if one.status.round is round), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownArea:
    name: str
    means: str
    goals: tuple[ShownGoal, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDifference:
    """What became of a goal. before, after: None = it was not there."""

    before: ShownGoal | None
    after: ShownGoal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAgreement:
    """person, superior: names; superior "" = nobody is there to sign. compliance: what the control goals are counted of.

    control: goals counted from the unit's own saker. reason: why there is this version; "" for the first. as_signed: what stands
    here is what was signed; None where nothing is, or where what was signed is deleted after its time. since: what differs from
    the version before; from_last: from the year before, None where there was none.
    """

    agreement: Agreement
    enhet: str
    person: str
    superior: str
    areas: tuple[ShownArea, ...]
    control: tuple[ShownGoal, ...]
    others: tuple[ShownGoal, ...]
    compliance: Compliance
    versions: tuple[Agreement, ...]
    reason: str
    as_signed: bool | None
    since: tuple[ShownDifference, ...] = ()
    from_last: tuple[ShownDifference, ...] | None = None
    last: Agreement | None = None
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def goals(self) -> list[ShownGoal]:
        return [*(goal for area in self.areas for goal in area.goals), *self.control, *self.others]


def shown_agreement(look: Looking, agreement: Agreement, figures: Figures) -> ShownAgreement:
    """figures: those of the enhet's map as the reader may see them, by indicator."""
    tx, today = look.tx, look.today
    goals = tx.goals.where(agreement=agreement.id)
    statuses = tx.goal_statuses.where(agreement=agreement.id)
    versions = of_year(tx, agreement.enhet, agreement.year)
    before = next((one for one in reversed(versions) if one.number < agreement.number), None)
    last = last_of(tx, agreement.enhet, agreement.year - 1)
    earlier = {one.id: tx.goals.where(agreement=one.id) for one in (before, last) if one is not None}
    entries = [goal.text for several in (goals, *earlier.values()) for goal in several]
    entries += [status.text for status in statuses] + [agreement.reason, agreement.content]
    texts = tx.trail.texts(sorted({seq for seq in entries if seq}))
    words = {seq: text for (seq, name), text in texts.items() if name == TEXT}
    enheter = today.directory.under([agreement.enhet], today.day)
    compliance = compliance_of(tx, enheter, agreement.year, min(today.day, date(agreement.year, 12, 31)))
    made = _Making(look, words, figures, compliance, statuses)
    shown = [made.goal(goal) for goal in goals]
    return ShownAgreement(
        agreement=agreement,
        enhet=today.directory.name_of(agreement.enhet, today.day),
        person=name_of(today, agreement.person),
        superior=name_of(today, agreement.superior) if agreement.superior is not None else "",
        areas=tuple(_areas(today, shown)),
        control=tuple(one for one in shown if one.goal.kind is GoalKind.CONTROL),
        others=tuple(one for one in shown if one.goal.kind in OTHER),
        compliance=compliance,
        versions=tuple(versions),
        reason=words.get(agreement.reason, ""),
        as_signed=_as_signed(agreement, goals, words, texts.get((agreement.content, CONTENT))),
        since=tuple(made.difference(earlier[before.id], goals)) if before is not None else (),
        from_last=tuple(made.difference(earlier[last.id], goals)) if last is not None else None,
        last=last,
        names={one: name_of(today, one) for one in {status.by for status in statuses}},
    )


def name_of(today: Today, person: str) -> str:
    found = today.directory.person(person, today.day)
    return found.name if found is not None else person


class _Making:
    """Goals of one agreement, as they are shown."""

    def __init__(
        self,
        look: Looking,
        words: dict[int, str],
        figures: Figures,
        compliance: Compliance,
        statuses: Sequence[GoalStatus],
    ) -> None:
        self._look = look
        self._words = words
        self._figures = figures
        self._compliance = compliance
        self._statuses = sorted(statuses, key=lambda one: one.number, reverse=True)

    def goal(self, goal: Goal, *, plain: bool = False) -> ShownGoal:
        """plain: without how it stands."""
        indicator = self._look.today.desk.rulebook.indicators.get(goal.indicator) if goal.kind is GoalKind.MAP else None
        shown = ShownGoal(goal=goal, indicator=indicator, words=self._words.get(goal.text))
        if plain:
            return shown
        figure = self._figures.get(goal.indicator) if goal.kind is GoalKind.MAP else None
        value, sign = None, 1
        if figure is not None and figure.period.last_month.year >= goal_year(goal):
            value, sign = figure.value, figure.indicator.better.sign
        elif goal.kind is GoalKind.CONTROL:
            value, sign = self._compliance.value(goal.indicator), CONTROL_SIGNS[goal.indicator]
        colour = colour_of(value, exact(goal.green), exact(goal.yellow), sign) if value is not None else None
        return ShownGoal(
            goal=goal,
            indicator=indicator,
            words=shown.words,
            value=value,
            colour=colour,
            figure=figure,
            looks=tuple(self._looks(goal)),
        )

    def _looks(self, goal: Goal) -> Iterable[ShownStatus]:
        for one in self._statuses:
            if one.goal == goal.number:
                yield ShownStatus(status=one, by=name_of(self._look.today, one.by), said=self._words.get(one.text))

    def difference(self, before: Sequence[Goal], after: Sequence[Goal]) -> Iterable[ShownDifference]:
        for one in differences(before, after, self._words):
            yield ShownDifference(
                before=self.goal(one.before, plain=True) if one.before is not None else None,
                after=self.goal(one.after, plain=True) if one.after is not None else None,
            )


def goal_year(goal: Goal) -> int:
    """Of the agreement that it stands in."""
    return int(goal.agreement.partition("-")[0])


def _areas(today: Today, goals: Sequence[ShownGoal]) -> Iterable[ShownArea]:
    """In the order of the map; goals of an area that is no longer there stand last."""
    of_map = [one for one in goals if one.goal.kind is GoalKind.MAP]
    known = {area.name: area.means for area in today.desk.policies.scorecards.areas}
    for name in dict.fromkeys([*known, *(one.goal.area for one in of_map)]):
        found = tuple(one for one in of_map if one.goal.area == name)
        if found:
            yield ShownArea(name=name or _("uten fokusområde"), means=known.get(name, ""), goals=found)


def _as_signed(agreement: Agreement, goals: Sequence[Goal], words: dict[int, str], signed: str | None) -> bool | None:
    """Whether the rows still say what was signed. They cannot be changed by a page; somebody may have, in the database."""
    if agreement.state is AgreementState.DRAFT or signed is None:
        return None
    now = json.dumps(content_of(agreement, goals, words), ensure_ascii=False, sort_keys=True)
    return now == signed
