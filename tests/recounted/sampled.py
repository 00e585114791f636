"""Sampled: which periods of the control plan have a concluded draw, and which lack one, by the plan and the kept draws."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from recounted.plain import Plain, day_in_norway

_LENGTH = {"måned": 1, "kvartal": 3, "halvår": 6, "år": 12}
#: Days from Easter Sunday on which nobody works, and days of every year.
_BY_EASTER = (-3, -2, 0, 1, 39, 49, 50)
_EACH_YEAR = ((1, 1), (5, 1), (5, 17), (12, 25), (12, 26))


@dataclass(frozen=True)
class Period:
    """first, last: months. is_judged: each of its months was. is_held: each arm was drawn and concluded, or had no records."""

    control: Mapping[str, Any]
    first: str
    last: str
    is_judged: bool
    is_held: bool
    deadline: date | None
    today: date

    @property
    def is_overdue(self) -> bool:
        return not self.is_held and self.deadline is not None and self.today > self.deadline


def lacking_in(of: Plain, policy: Callable[[str], Any], year: int, today: date) -> int:
    """Periods that end in the year, and that have no concluded draw."""
    every = all_periods(of, policy, today)
    return len([one for one in every if one.last.startswith(f"{year}-") and not (one.is_judged and one.is_held)])


def periods_of(of: Plain, policy: Callable[[str], Any], today: date) -> list[Period]:
    """Those that are judged to their end."""
    return [one for one in all_periods(of, policy, today) if one.is_judged]


def all_periods(of: Plain, policy: Callable[[str], Any], today: date) -> list[Period]:
    judged = _judged(of)
    free = _closed(policy("kalender.yaml").get("stengt") or ())
    plan = policy("kontrollplan.yaml").get("kontroller") or () if judged else ()
    return [one for control in plan for one in _of_control(of, control, judged, free, today)]


def _judged(of: Plain) -> dict[str, date]:
    """month -> the day on which it was first judged."""
    found: dict[str, date] = {}
    for row in of.rows("select * from run where job = 'maanedskjoring' and state = 'fullført'"):
        day = day_in_norway(row["finished"] or row["started"])
        assert day is not None
        found[row["period"]] = min(day, found.get(row["period"], day))
    return found


def _of_control(
    of: Plain, control: Mapping[str, Any], judged: Mapping[str, date], free: Callable[[date], bool], today: date
) -> Iterator[Period]:
    length = _LENGTH[control["hvor_ofte"]]
    marks = of.rows("select content from mark where name = ?", f"kontrollplan:{control['id']}")
    month, _space, begun = marks[0]["content"].partition(" ") if marks else ("", "", "")
    newest = max(map(_count, judged))
    at = _count(month) // length * length if month else _first(newest, length, judged)
    while at + length - 1 <= newest:
        months = [_name(n) for n in range(at, at + length)]
        is_judged = all(one in judged for one in months)
        deadline = None
        if is_judged:
            drafted = _after(max(judged[one] for one in months), 1, free)
            drafted = max(drafted, date.fromisoformat(begun)) if begun else drafted
            deadline = _after(drafted, int(str(control["frist"]).split()[0]), free)
        is_held = all(_arm_is_held(of, control["id"], months[0], months[-1], arm) for arm in control["armer"])
        yield Period(control, months[0], months[-1], is_judged, is_held, deadline, today)
        at += length


def _first(newest: int, length: int, judged: Mapping[str, date]) -> int:
    """The newest period that is over, where all of it is judged; else the one after it."""
    at = (newest + 1) // length * length - length
    return at if all(_name(n) in judged for n in range(at, at + length)) else at + length


def _arm_is_held(of: Plain, control: str, first: str, last: str, arm: str) -> bool:
    asked = "select state from draw where control = ? and first = ? and last = ? and arm = ?"
    states = [row["state"] for row in of.rows(asked, control, first, last, arm)]
    if states:
        return "avsluttet" in states
    empty = of.rows("select content from mark where name = ?", f"kontrollplan-uten:{control}:{first}:{arm}")
    return bool(empty) and empty[0]["content"] == ""


def _count(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:]) - 1


def _name(count: int) -> str:
    return f"{count // 12}-{count % 12 + 1:02}"


# --- working days -----------------------------------------------------------------------------------------------------------


def _closed(said: Any) -> Callable[[date], bool]:
    """Whether nobody works on a day. said: as calendar.yaml says what is closed beside Saturdays, Sundays and holidays."""

    def is_closed(day: date) -> bool:
        own = any(
            f"{day:%d.%m}" == one.get("hvert_aar") or day == one.get("dato")
            or ("fra" in one and one["fra"] <= day <= one["til"])
            for one in said
        )  # fmt: skip
        moved = day - _easter(day.year)
        return own or day.weekday() > 4 or moved.days in _BY_EASTER or (day.month, day.day) in _EACH_YEAR

    return is_closed


def _after(day: date, count: int, is_closed: Callable[[date], bool]) -> date:
    while count:
        day += timedelta(days=1)
        count -= not is_closed(day)
    return day


def _easter(year: int) -> date:
    """Sunday, as Gauss computed it for the years of this century but one."""
    a, b, c = year % 19, year % 4, year % 7
    d = (19 * a + 24) % 30
    e = (2 * b + 4 * c + 6 * d + 5) % 7
    return date(year, 3, 22) + timedelta(days=d + e)
