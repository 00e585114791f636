"""Internal control is told ninety days ahead of what ends, and once."""

from __future__ import annotations

from datetime import date, timedelta

from kontroll.domain.notice import Reason
from kontroll.flows.month.daily import daily_deadlines

from .small import Kommune, Make, at, rule

END = date(2026, 12, 31)


def ending(make: Make) -> Kommune:
    """The rule `minus`, which holds until the end of the year."""
    files = rule("minus")
    (name,) = files
    return make({name: files[name].replace("gyldig_fra: 2020-01", "gyldig_fra: 2020-01, gyldig_til: 2026-12")})


def told(bygda: Kommune, day: date) -> list[str]:
    """Who was told that something ends, after the deadlines of the day were looked at."""
    daily_deadlines(bygda.desk, at(day))
    return sorted(n.recipient for n in bygda.notices() if n.reason is Reason.LAPSING)


def test_ninety_one_days_ahead_nobody_is_told_and_ninety_days_ahead_internal_control_is(make: Make):
    bygda = ending(make)

    assert told(bygda, END - timedelta(days=91)) == []
    assert told(bygda, END - timedelta(days=90)) == ["KARI", "KNUT"]


def test_it_is_told_once_though_it_goes_on_ending(make: Make):
    bygda = ending(make)
    told(bygda, date(2026, 12, 1))

    assert told(bygda, date(2026, 12, 2)) == ["KARI", "KNUT"]
    assert told(bygda, date(2027, 1, 20)) == ["KARI", "KNUT"]


def test_it_says_what_ends_what_that_leads_to_and_what_to_do(make: Make):
    bygda = ending(make)
    told(bygda, date(2026, 12, 1))

    notice = next(n for n in bygda.notices() if n.reason is Reason.LAPSING)

    assert notice.rule == "minus"
    assert notice.why.split("\n") == [
        "Regelen gjelder til og med 31. desember 2026, og ingen ny versjon tar over.",
        "Deretter blir ingen kontrollert av regelen.",
        "Lag en ny versjon, eller sett status til «utgått».",
    ]
