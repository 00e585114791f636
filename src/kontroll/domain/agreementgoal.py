"""Goals of a resultatavtale: what each must say to be one, and what two agreements have differently."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation

from kontroll.domain.agreement import OTHER, Agreement, AgreementRefusal, Goal, GoalKind, demand

#: A figure of the economy: the least that may be yellow is balance, whatever two agree on.
BALANCE = "okonomi_avvik"
#: What is counted from the unit's own saker, and in which direction it is better. All are in per cent or in numbers.
ANSWERED_IN_TIME, OVERDUE, DONE_IN_TIME, RECURRED = "svar_i_tide", "over_frist", "tiltak_i_tide", "gjentatt"
#: Larger is better: +1; smaller is better: −1.
CONTROL_SIGNS = {ANSWERED_IN_TIME: 1, OVERDUE: -1, DONE_IN_TIME: 1, RECURRED: -1}
#: Focus area of what is counted of compliance with rules.
CONTROL_AREA = "kontroll og etikk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A goal that is to stand in an agreement, in what somebody wrote. green, yellow: exact decimals as text."""

    kind: GoalKind
    area: str = ""
    indicator: str = ""
    green: str = ""
    yellow: str = ""
    target: int = 0
    due: date | None = None
    words: str = ""

    def as_goal(self, agreement: str, number: int, text: int) -> Goal:
        return Goal(
            agreement=agreement, number=number, kind=self.kind, area=self.area, indicator=self.indicator,
            green=self.green, yellow=self.yellow, target=self.target, due=self.due, text=text,
        )  # fmt: skip


def check(wanted: Wanted, year: int, sign: int = 1) -> None:
    """sign: +1 where larger is better. Raises AgreementRefused with the field it is about."""
    if wanted.kind in OTHER:
        demand(bool(wanted.words.strip()), AgreementRefusal.NO_TEXT, "tekst")
    if wanted.kind in (GoalKind.DATED, GoalKind.COUNTED):
        demand(wanted.due is not None, AgreementRefusal.NO_DATE, "frist")
    if wanted.due is not None:
        demand(wanted.due.year == year, AgreementRefusal.WRONG_DATE, "frist")
    if wanted.kind is GoalKind.COUNTED:
        demand(wanted.target > 0, AgreementRefusal.NO_TARGET, "antall")
    if wanted.kind in (GoalKind.MAP, GoalKind.CONTROL):
        green, yellow = exact(wanted.green), exact(wanted.yellow)
        demand(green is not None and yellow is not None, AgreementRefusal.NO_TARGET, "gronn")
        assert green is not None
        assert yellow is not None
        demand((green - yellow) * sign >= 0, AgreementRefusal.WRONG_THRESHOLDS, "gul")
        if wanted.indicator == BALANCE:
            demand(yellow >= 0, AgreementRefusal.BELOW_BALANCE, "gul")


def exact(text: str) -> Decimal | None:
    """A number as it is kept or as people write it; None where it is none."""
    try:
        found = Decimal(text.strip().replace("\N{NO-BREAK SPACE}", "").replace(" ", "").replace(",", "."))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of a goal from one agreement to another. before: None = new; after: None = gone."""

    before: Goal | None
    after: Goal | None


def differences(before: Sequence[Goal], after: Sequence[Goal], words: dict[int, str]) -> list[Difference]:
    """What is new, gone or otherwise, in the order of the new one, and then what is gone. words: by the entry of the trail."""

    def key(goal: Goal) -> tuple[str, ...]:
        if goal.kind in OTHER:
            return goal.kind.value, words.get(goal.text, str(goal.text))
        return goal.kind.value, goal.indicator

    old = {key(goal): goal for goal in before}
    found = [
        Difference(was, goal)
        for goal in after
        if (was := old.pop(key(goal), None)) is None or _says(was) != _says(goal)
    ]
    return found + [Difference(goal, None) for goal in old.values()]


def _says(goal: Goal) -> Goal:
    """Without what is of the agreement it stands in. The year of a day is: the same day next year is no other promise."""
    due = date(2000, goal.due.month, goal.due.day) if goal.due is not None else None
    green, yellow = exact(goal.green), exact(goal.yellow)
    plain = replace(goal, agreement="", number=0, text=0, version=0, due=due, area="")
    return replace(plain, green=str(green.normalize()) if green is not None else "",
                   yellow=str(yellow.normalize()) if yellow is not None else "")  # fmt: skip


def content_of(agreement: Agreement, goals: Sequence[Goal], words: dict[int, str]) -> dict[str, object]:
    """What was signed, as plain values in a fixed order."""
    return {
        "avtale": agreement.id, "aar": agreement.year, "enhet": agreement.enhet, "versjon": agreement.number,
        "leder": agreement.person, "overordnet": agreement.superior or "",
        "samtale": str(agreement.talk_on) if agreement.talk_on else "",
        "maal": [
            {
                "nr": goal.number, "slag": goal.kind.value, "omraade": goal.area, "indikator": goal.indicator,
                "gronn": goal.green, "gul": goal.yellow, "antall": goal.target,
                "frist": str(goal.due) if goal.due else "", "tekst": words.get(goal.text, ""),
            }
            for goal in goals
        ],
    }  # fmt: skip
