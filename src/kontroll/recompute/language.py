"""Words, numbers, periods and three-valued logic, as the rule language defines them.

A month is an integer, year * 12 + month - 1; a period of n months is that integer divided by n.
Truth is True (sann), False (usann) or None (ukjent).
"""

import calendar
import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

Truth = bool | None
Node = dict[str, Any]

MONTHS_IN = {"maaned": 1, "tertial": 4, "aar": 12}
UNIT_WORDS = {
    "maaned": "maaned", "maaneder": "maaned",
    "tertial": "tertial", "tertialer": "tertial",
    "aar": "aar",
}  # fmt: skip
PERIOD_FORMS = {
    "maaned": re.compile(r"(\d{4})-(0[1-9]|1[0-2])"),
    "tertial": re.compile(r"(\d{4})-T([123])"),
    "aar": re.compile(r"(\d{4})()"),
}


@lru_cache(maxsize=None, typed=True)
def fold(word: Any) -> str:
    """A value word of the language in its ASCII spelling: å becomes aa, ø o, æ ae; ja and nei from YAML booleans."""
    if isinstance(word, bool):
        return "ja" if word else "nei"
    text = unicodedata.normalize("NFC", str(word)).strip()
    return text.replace("å", "aa").replace("ø", "o").replace("æ", "ae")


def yes(word: Any) -> bool:
    """Whether a ja/nei word of the language says ja."""
    return {"ja": True, "nei": False}[fold(word)]


def clean(text: str | None) -> str | None:
    """A delivered text as it is compared: trimmed and NFC; None when nothing is left."""
    stripped = unicodedata.normalize("NFC", text or "").strip()
    return stripped or None


def all_of(truths: Iterable[Truth]) -> Truth:
    """Kleene's and."""
    seen = list(truths)
    if False in seen:
        return False
    return None if None in seen else True


def one_of(truths: Iterable[Truth]) -> Truth:
    """Kleene's or."""
    seen = list(truths)
    if True in seen:
        return True
    return None if None in seen else False


def opposite(truth: Truth) -> Truth:
    """Kleene's not."""
    return None if truth is None else not truth


def at_least(wanted: int, truths: Iterable[Truth]) -> Truth:
    """Whether at least `wanted` hold; ukjent when the unknown ones could decide."""
    seen = list(truths)
    certain, possible = seen.count(True), seen.count(True) + seen.count(None)
    if certain >= wanted:
        return True
    return False if possible < wanted else None


def month_of(text: str) -> int:
    """The month number of «2026-10»."""
    found = PERIOD_FORMS["maaned"].fullmatch(text.strip())
    if not found:
        raise ValueError(f"not a month: {text!r}")
    return int(found[1]) * 12 + int(found[2]) - 1


def month_text(month: int) -> str:
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def month_at(day: date) -> int:
    return day.year * 12 + day.month - 1


def last_day(month: int) -> date:
    year, index = divmod(month, 12)
    return date(year, index + 1, calendar.monthrange(year, index + 1)[1])


def period_of(text: str, frequency: str) -> int | None:
    """The period number of «2026-10», «2026-T2» or «2026»; None when it is not a period of that frequency."""
    found = PERIOD_FORMS[frequency].fullmatch(text.strip())
    if not found:
        return None
    return int(found[1]) * (12 // MONTHS_IN[frequency]) + (int(found[2]) - 1 if found[2] else 0)


def period_read(month: int, frequency: str, read: str) -> int:
    """The period in which an indicator is read for a month (section 1.2, `lest`)."""
    size = MONTHS_IN[frequency]
    if read == "siste_avsluttede":
        return (month + 1) // size - 1
    assert read == "innevaerende", read
    return month // size


def last_month(period: int, frequency: str) -> int:
    return (period + 1) * MONTHS_IN[frequency] - 1


def ruling_month(period: int, frequency: str, month: int) -> int:
    """The month whose parameters, ambitions, gjelder and tjeneste rule a period (end of section 2.5)."""
    return month if month // MONTHS_IN[frequency] == period else last_month(period, frequency)


def rounded(value: Fraction, decimals: int) -> Fraction:
    """Half away from zero."""
    scale = 10**decimals
    steps = (abs(value) * scale + Fraction(1, 2)).__floor__()
    return Fraction(steps if value >= 0 else -steps, scale)


def compare(operator: str, left: Any, right: Any) -> Truth:
    """One comparison of numbers, dates, texts or ja/nei; a missing operand makes it ukjent."""
    if left is None or right is None:
        return None
    match operator:
        case "over" | "etter":
            return bool(left > right)
        case "under" | "for":
            return bool(left < right)
        case "minst" | "tidligst":
            return bool(left >= right)
        case "hoyst" | "senest":
            return bool(left <= right)
        case "lik":
            return bool(left == right)
        case "ulik":
            return bool(left != right)
    raise ValueError(f"unknown operator {operator!r}")


def length(count: Any, frequency: str) -> int:
    """The n of a window: a number, or a text such as «3 måneder» in the leaf's own period."""
    if isinstance(count, int):
        return count
    number, _, unit = str(count).strip().partition(" ")
    if UNIT_WORDS[fold(unit)] != frequency:
        raise ValueError(f"a window of {count!r} on a leaf that goes by {frequency}")
    return int(number)


def over_time(leaf: Node, frequency: str, now: int, at: Callable[[int], Truth]) -> Truth:
    """A leaf with its window, if it has one; `at` gives the leaf's truth in one period."""
    if "paa_rad" in leaf:
        return all_of(at(now - back) for back in range(length(leaf["paa_rad"], frequency)))
    if "av_siste" in leaf:
        window = leaf["av_siste"]
        return at_least(window["minst"], [at(now - back) for back in range(length(window["perioder"], frequency))])
    return at(now)
