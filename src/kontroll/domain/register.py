"""Register: what the registers of decisions, findings and prepared cases have in common.

Why one table of events for all three: whoever reads back wants what was done with a case in its order, and not where it was kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from kontroll.domain.problem import KontrollError


class Register(Enum):
    """Each of the three; the value is what ids of its entries begin with."""

    DECISIONS = "PV"
    FINDINGS = "TF"
    PREPARATIONS = "SU"

    def prefix(self, year: int) -> str:
        """Of the ids of a year."""
        return f"{self.value}{year}-"


#: What follows the letters: year and number.
_ID = re.compile(r"[0-9]{4}-[0-9]{4,}")
#: Where the pages of each are found.
ADDRESSES = {Register.DECISIONS: "/vedtak", Register.FINDINGS: "/tilsyn", Register.PREPARATIONS: "/utredninger"}


def register_of(id: str) -> Register | None:
    """Of an entry that is kept here, by its id; None for any other word."""
    return next(
        (one for one in Register if _ID.fullmatch(id.removeprefix(one.value)) and id.startswith(one.value)), None
    )


class RegisterRefusal(Enum):
    """What stands in the way."""

    NOT_HERS = "den er ikke hennes å gjøre"
    NOT_NOW = "det kan ikke gjøres nå"
    NO_TEXT = "teksten mangler"
    NO_BODY = "organet mangler"
    NO_SOURCE = "kilden mangler"
    NO_CASE = "saken mangler"
    NO_REFERENCE = "henvisningen mangler"
    NO_EVIDENCE = "dokumentasjonen mangler"
    NO_ENHET = "enheten finnes ikke"
    NO_OWNER = "ingen svarer for enheten"
    DAY_TO_COME = "dagen er ikke kommet"
    DAY_PASSED = "dagen er over"
    TOO_EARLY = "dagen er før saken begynte"
    UNDONE = "tiltak er ikke gjort"
    DONE_BEFORE = "det er gjort før"
    OWN_WORK = "ingen kontrollerer sitt eget"
    UNANSWERED = "punkter er ikke besvart"
    NO_REASON = "begrunnelsen mangler"


class RegisterRefused(KontrollError):
    """Nothing was changed. field: of the form, where one of them is wrong."""

    def __init__(self, why: RegisterRefusal, field: str = "") -> None:
        super().__init__(f"register: {why.name}")
        self.why = why
        self.field = field


def demand(holds: bool, why: RegisterRefusal, field: str = "") -> None:
    if not holds:
        raise RegisterRefused(why, field)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterEvent:
    """What was done with one entry. Never rewritten. subject: id of the entry. what: the word of the act. day: the day it is
    about, which may be before the day it was written. trail: the entry of the trail with what was written.
    """

    subject: str
    number: int
    what: str
    by: str
    at: datetime
    trail: int
    day: date | None = None
    reference: str = ""


def in_order(earlier: date, later: date, today: date) -> None:
    """A day that something was done on: not before what it follows, and not after today."""
    demand(later <= today, RegisterRefusal.DAY_TO_COME, "dato")
    demand(later >= earlier, RegisterRefusal.TOO_EARLY, "dato")
