"""Issuing: how a report goes from a draft to one that is issued with a number, and what corrects it later.

Why it is frozen when it is sent to be checked: what another person read is what the kommunedirektør vouches for and what is
issued. Whoever wants something else in it takes it back, and it is read again.

Why an issue is never rewritten: those who are elected have it in their hands. What was wrong in it is said in another issue,
with the reason, and the old one stays beside it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum

from kontroll.domain.problem import KontrollError

#: Kinds of report in which the kommunedirektør answers for the whole with a statement (kommuneloven § 25-2).
WITH_STATEMENT = frozenset({"arsrapport"})
#: The kind of every entry of the trail about them.
ENTRY = "rapport: {kind}"
#: In the entry of an issue, before the name of each of its files.
FILE = "file "
#: Characters of a reason for a correction, which stands on the first page.
LONGEST_REASON = 400
#: How long it counts that somebody has just shown who she is.
PROOF_LASTS = timedelta(minutes=5)


class ReportState(Enum):
    """The value is the word on the pages."""

    DRAFT = "utkast"
    CHECKING = "til kvalitetssikring"
    CHECKED = "kvalitetssikret"
    CONFIRMED = "erklæring bekreftet"
    ISSUED = "utgitt"
    DROPPED = "retting oppgitt"


class ReportAct(Enum):
    """What may be done with a report; the value is the word on the trail."""

    SEND = "sendt til kvalitetssikring"
    RETURN = "sendt tilbake"
    CHECK = "kvalitetssikret"
    CONFIRM = "erklæring bekreftet"
    TAKE_BACK = "trukket tilbake"
    ISSUE = "utgitt"
    CORRECT = "retting begynt"
    DROP = "retting oppgitt"


#: State -> what may be done -> the state after. What does not stand here is refused.
WAY: Mapping[ReportState, Mapping[ReportAct, ReportState]] = {
    ReportState.DRAFT: {ReportAct.SEND: ReportState.CHECKING, ReportAct.DROP: ReportState.DROPPED},
    ReportState.CHECKING: {
        ReportAct.RETURN: ReportState.DRAFT,
        ReportAct.CHECK: ReportState.CHECKED,
        ReportAct.TAKE_BACK: ReportState.DRAFT,
    },
    ReportState.CHECKED: {
        ReportAct.CONFIRM: ReportState.CONFIRMED,
        ReportAct.ISSUE: ReportState.ISSUED,
        ReportAct.TAKE_BACK: ReportState.DRAFT,
    },
    ReportState.CONFIRMED: {ReportAct.ISSUE: ReportState.ISSUED, ReportAct.TAKE_BACK: ReportState.DRAFT},
    ReportState.ISSUED: {},
    ReportState.DROPPED: {},
}
#: Its texts may be written in.
OPEN = (ReportState.DRAFT,)
#: Nothing more is done with it.
ENDED = (ReportState.ISSUED, ReportState.DROPPED)


class ReportRefusal(Enum):
    NOT_NOW = "not in this state"
    NOT_OVER = "the period is not over"
    NOT_WHOLE = "a mandatory chapter is empty"
    CHANGED = "its figures or texts are others than those she saw"
    NO_CHECKER = "nobody is asked to check it"
    OWN_WORK = "whoever made it does not check it"
    NOT_ASKED = "another is asked to check it"
    NO_REMARKS = "nothing is said of why it is sent back"
    NO_STATEMENT = "no statement is made"
    OWN_CHECK = "whoever checked it does not vouch for it"
    NOT_TOP = "she is not the kommunedirektør"
    STATEMENT_FIRST = "the statement is not confirmed"
    NO_REASON = "no reason is given"
    REASON_LONG = "the reason is too long"
    UNDERWAY = "another edition is underway"
    NOT_LAST = "it is replaced already"


class NotIssued(KontrollError):
    """It cannot be done with this report."""

    def __init__(self, why: ReportRefusal, id: str) -> None:
        super().__init__(f"report {id}: {why.value}")
        self.why = why
        self.id = id


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One edition of the report of a period: the first, or one that corrects what was issued.

    kind, period: as of the document. content, grounds: SHA-256 of what was frozen when it was sent, "" = nothing is. checker:
    who is asked. corrects: the issue, as `2026/3`; "" = none. reason: the entry of the trail beside which it lies. statement: the
    same, of the statement that was confirmed; 0 = none. proved_by: how the kommunedirektør showed again who she is.
    """

    id: str
    kind: str
    period: str
    edition: int
    state: ReportState = ReportState.DRAFT
    content: str = ""
    grounds: str = ""
    sent_by: str | None = None
    sent_at: datetime | None = None
    checker: str | None = None
    checked_by: str | None = None
    checked_at: datetime | None = None
    confirmed_by: str | None = None
    confirmed_at: datetime | None = None
    proved_by: str = ""
    statement: int = 0
    corrects: str = ""
    reason: int = 0
    version: int = 0

    @property
    def has_statement(self) -> bool:
        """Whether the kommunedirektør vouches for it."""
        return self.kind in WITH_STATEMENT

    @property
    def is_frozen(self) -> bool:
        return self.state not in (ReportState.DRAFT, ReportState.DROPPED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportEvent:
    """One thing that was done with a report. trail: the entry; what was written lies beside it. content: what was frozen then."""

    report: str
    number: int
    act: ReportAct
    by: str
    at: datetime
    trail: int
    content: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A report that was issued. Never rewritten. year, number: of the kommune's numbering, which has no gaps.

    title: as it is read. content, grounds: SHA-256 of the canonical text of the document, and of what stands behind its figures.
    statement: SHA-256 of the statement, "" = it has none. replaces: the issue that it corrects, as `2026/3`; "" = none.
    """

    year: int
    number: int
    report: str
    kind: str
    period: str
    title: str
    content: str
    grounds: str
    statement: str
    replaces: str
    by: str
    at: datetime
    trail: int

    @property
    def name(self) -> str:
        return name_of(self.year, self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenText:
    """What was frozen. digest: SHA-256 of the text. is_grounds: ids of what was counted, which are deleted after their time.

    content: the text, packed.
    """

    digest: str
    is_grounds: bool
    content: bytes
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedFile:
    """A file of an issue, as it was given out. is_open: for everybody; else for those who see what stands behind the figures."""

    year: int
    number: int
    name: str
    digest: str
    is_open: bool
    content: bytes


# --- what is done with them -------------------------------------------------------------------------------------------


def report_id(kind: str, period: str, edition: int) -> str:
    return f"{kind}-{period}-{edition}"


def name_of(year: int, number: int) -> str:
    """As people say it."""
    return f"{year}/{number}"


def state_after(report: Report, act: ReportAct) -> ReportState:
    """Raises NotIssued where it may not be done now."""
    after = WAY[report.state].get(act)
    if after is None:
        raise NotIssued(ReportRefusal.NOT_NOW, report.id)
    return after


def may_be(report: Report, act: ReportAct) -> bool:
    """By the state alone."""
    if act is ReportAct.CONFIRM and not report.has_statement:
        return False
    if act is ReportAct.ISSUE and report.has_statement and report.state is not ReportState.CONFIRMED:
        return False
    if act is ReportAct.DROP and not report.corrects:
        return False
    return act in WAY[report.state]


def sent(
    report: Report, *, by: str, at: datetime, checker: str, content: str, grounds: str, authors: Collection[str]
) -> Report:
    """authors: persons whose texts stand in it."""
    after = state_after(report, ReportAct.SEND)
    if not checker:
        raise NotIssued(ReportRefusal.NO_CHECKER, report.id)
    if checker == by or checker in authors:
        raise NotIssued(ReportRefusal.OWN_WORK, report.id)
    return replace(
        report, state=after, content=content, grounds=grounds, sent_by=by, sent_at=at, checker=checker,
        checked_by=None, checked_at=None, confirmed_by=None, confirmed_at=None, proved_by="", statement=0,
    )  # fmt: skip


def opened_again(report: Report, act: ReportAct) -> Report:
    """Sent back, or taken back: nothing of it is frozen, checked or vouched for any more."""
    return replace(
        report, state=state_after(report, act), content="", grounds="", sent_by=None, sent_at=None, checker=None,
        checked_by=None, checked_at=None, confirmed_by=None, confirmed_at=None, proved_by="", statement=0,
    )  # fmt: skip


def checked(report: Report, *, by: str, at: datetime) -> Report:
    demand_checker(report, by)
    return replace(report, state=state_after(report, ReportAct.CHECK), checked_by=by, checked_at=at)


def demand_checker(report: Report, by: str) -> None:
    """Raises NotIssued where she is not the one who was asked. Whoever sent it never is."""
    if by != report.checker:
        raise NotIssued(ReportRefusal.NOT_ASKED, report.id)


def confirmed(report: Report, *, by: str, at: datetime, how: str, statement: int) -> Report:
    """how: by what she showed again who she is."""
    after = state_after(report, ReportAct.CONFIRM)
    if not report.has_statement:
        raise NotIssued(ReportRefusal.NOT_NOW, report.id)
    if by == report.checked_by:
        raise NotIssued(ReportRefusal.OWN_CHECK, report.id)
    return replace(report, state=after, confirmed_by=by, confirmed_at=at, proved_by=how, statement=statement)


def issued(report: Report) -> Report:
    after = state_after(report, ReportAct.ISSUE)
    if report.has_statement and report.state is not ReportState.CONFIRMED:
        raise NotIssued(ReportRefusal.STATEMENT_FIRST, report.id)
    return replace(report, state=after)


def demand_over(last: date, known: date, id: str) -> None:
    """last: day of the period. Raises NotIssued where it was not over on the day the figures are of."""
    if known <= last:
        raise NotIssued(ReportRefusal.NOT_OVER, id)
