"""Notice: that a person shall be told something, and why; Message: what was sent to tell it, and how that went.

Why two: notices are records of who was told of what, and are read for years. How many of them one mail holds, and
whether the mail server was up, says nothing of that.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum
from hashlib import sha256

from kontroll.domain.month import Month
from kontroll.domain.problem import KontrollError
from kontroll.domain.rule import Severity


class Reason(Enum):
    """Why a person is told."""

    NEW_SAK = "ny sak"
    INFORMED = "ny sak til orientering"
    HANDED_OVER = "ny ansvarlig"
    REOPENED = "gjenåpnet"
    RETEST_FAILED = "ikke rettet ved etterprøving"
    CHANGED = "endret av nye data"
    REMINDER = "påminnelse"
    OVERDUE = "fristen er ute"
    ESCALATION = "løftet til overordnet"
    MEASURE_DUE = "frist for tiltak"
    MEASURE_ESCALATED = "tiltak løftet til overordnet"
    ANSWERED = "svar til avgjørelse"
    TO_CLOSE = "klar til lukking"
    UPHELD = "medhold"
    NOT_UPHELD = "ikke medhold"
    EXEMPTED = "unntak gitt"
    NOT_EXEMPTED = "unntak avslått"
    RESOLVED = "løst"
    CLOSED = "lukket"
    DATA_MISSING = "data mangler"
    DATA_REMINDER = "påminnelse om data"
    RULE_STOPPED = "regel stanset"
    NOT_APPROVED = "regel uten godkjenning"
    JOB_MISSED = "kjøring uteble"
    LAPSING = "går ut"
    EVALUATION_OVERDUE = "kontrolltiltak ikke evaluert"
    ENGINE_DISAGREES = "motorene er uenige"
    ENGINE_STOPPED = "motor i reserve"
    ENGINE_WORKS = "motoren virker igjen"
    CONTROL_FAILED = "regel uten virkning"
    SKAL_CHANGED = "skal-setning endret"
    ASSIGNED = "saksbehandler"
    DOCUMENTS_ASKED = "bedt om dokumentasjon"
    DOCUMENTS_GIVEN = "dokumentasjon kommet"
    MAIL_RETURNED = "e-post i retur"
    STRANGE_FILES = "filer som ikke leses"
    CODE_MADE = "engangskode laget"
    TALK = "egen samtale"
    DRAW_WAITS = "stikkprøve venter på avstemming"
    DRAW_COMMITTED = "stikkprøve forpliktet"
    DRAW_DRAWN = "stikkprøve trukket"
    DRAW_CONCLUDED = "stikkprøve avsluttet"
    DRAW_ABORTED = "stikkprøve avbrutt"
    AGREEMENT_MISSING = "resultatavtale mangler"
    AGREEMENT_OVERDUE = "resultatavtale ikke inngått"
    AGREEMENT_TALK = "samtale om resultatavtale"
    AGREEMENT_TO_SIGN = "resultatavtale å bekrefte"
    AGREEMENT_HOLDS = "resultatavtale inngått"
    AGREEMENT_MIDYEAR = "halvårsoppfølging"
    AGREEMENT_TO_CONCLUDE = "årsresultat å gjøre opp"
    AGREEMENT_RESULT = "årsresultat gjort opp"
    BONUS_DECIDED = "bonus avgjort"
    AGENDA_MADE = "årshjul laget"
    MONTH_DUE = "måned å forklare"
    MONTH_REMINDER = "påminnelse om måneden"
    MONTH_EXPLAINED = "måned forklart"
    MONTH_QUESTIONED = "spurt om måneden"
    MONTH_SILENT = "måned ikke forklart"
    MONTH_TILTAK = "tiltak i månedsoppfølgingen"
    REGISTER_OWNER = "ansvarlig i register"
    REGISTER_DUE = "frist i register nærmer seg"
    REGISTER_OVERDUE = "frist i register er ute"
    REGISTER_RETURNED = "sendt tilbake i register"
    REGISTER_TO_CLOSE = "funn meldt rettet"
    REGISTER_TO_CHECK = "saksutredning å kontrollere"
    FINDING_SHOWN = "eget funn meldt rettet"
    FINDING_OVERDUE = "frist for eget funn er ute"
    REPORT_TO_CHECK = "rapport å kvalitetssikre"
    REPORT_RETURNED = "rapport sendt tilbake"
    REPORT_CHECKED = "rapport kvalitetssikret"
    REPORT_ISSUED = "rapport utgitt"


#: What is told of a draw: its subject is the draw's id.
OF_DRAWS = frozenset(
    {Reason.DRAW_WAITS, Reason.DRAW_COMMITTED, Reason.DRAW_DRAWN, Reason.DRAW_CONCLUDED, Reason.DRAW_ABORTED}
)


#: What is told of a month that is to be explained: its enhet and month say where.
OF_MONTHS = frozenset(
    {
        Reason.MONTH_DUE, Reason.MONTH_REMINDER, Reason.MONTH_EXPLAINED, Reason.MONTH_QUESTIONED, Reason.MONTH_SILENT,
        Reason.MONTH_TILTAK,
    }
)  # fmt: skip


#: What is told of an entry of a register: its subject is the id of the entry, which says which register.
OF_REGISTERS = frozenset(
    {
        Reason.REGISTER_OWNER, Reason.REGISTER_DUE, Reason.REGISTER_OVERDUE, Reason.REGISTER_RETURNED,
        Reason.REGISTER_TO_CLOSE, Reason.REGISTER_TO_CHECK, Reason.FINDING_SHOWN, Reason.FINDING_OVERDUE,
    }
)  # fmt: skip


#: What is told those who found it, who have nothing to do with it but to read.
OF_FINDINGS = frozenset({Reason.FINDING_SHOWN, Reason.FINDING_OVERDUE})


#: What is told of a resultatavtale: its subject is the id of the agreement, or the year where there is none.
OF_AGREEMENTS = frozenset(
    {
        Reason.AGREEMENT_MISSING, Reason.AGREEMENT_OVERDUE, Reason.AGREEMENT_TALK, Reason.AGREEMENT_TO_SIGN,
        Reason.AGREEMENT_HOLDS, Reason.AGREEMENT_MIDYEAR, Reason.AGREEMENT_TO_CONCLUDE, Reason.AGREEMENT_RESULT,
    }
)  # fmt: skip


#: What is told of a talk: its subject is the id of the talk.
OF_TALKS = frozenset({Reason.TALK})


#: What is told of a report: its subject is the id of the edition, or the name of the issue.
OF_REPORTS = frozenset(
    {Reason.REPORT_TO_CHECK, Reason.REPORT_RETURNED, Reason.REPORT_CHECKED, Reason.REPORT_ISSUED}
)  # fmt: skip


class NoticeState(Enum):
    WAITING = "venter"
    COMPOSED = "samlet"
    SENT = "sendt"
    FAILED = "feilet"


class MessageState(Enum):
    QUEUED = "i kø"
    SENT = "sendt"
    FAILED = "feilet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One thing that one person is told through one channel.

    subject_key: what it is about where there is no sak: a data source, a job. urgent: sent at once and alone.
    month, severity and deadline are those of the sak when the notice was made. message: id of the Message that
    holds it. standing: why the recipient is the one (`people.Standing`). why: sentences, one a line, on what was found.
    count: records it is about, or enheter that lack data; 0 = neither. confined: it is between few persons
    (`RuleType.confined_to`): it is sent in a letter of its own, which nobody but the recipient opens.
    seen_at: when the signed-in recipient opened what it links to; a link scanner's GET sets nothing.
    """

    id: str
    reason: Reason
    recipient: str
    channel: str
    subject_key: str
    created: date
    sak: str | None = None
    rule: str | None = None
    enhet: str | None = None
    month: Month | None = None
    severity: Severity | None = None
    deadline: date | None = None
    urgent: bool = False
    standing: str = ""
    why: str = ""
    count: int = 0
    confined: bool = False
    state: NoticeState = NoticeState.WAITING
    message: str | None = None
    seen_at: datetime | None = None
    answered_at: datetime | None = None
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is sent to one person through one channel: rendered once, the same bytes at every attempt.

    id: the Message-ID, without <>. recipient: id of the person; the address is looked up when it is sent.
    attempts: how many failed. last_error: bokmål, without addresses.
    """

    id: str
    recipient: str
    channel: str
    day: date
    composed_at: datetime
    subject: str
    text: str
    html: str
    state: MessageState = MessageState.QUEUED
    attempts: int = 0
    next_try: datetime | None = None
    last_error: str | None = None
    sent_at: datetime | None = None
    version: int = 0


class DeliveryFailed(KontrollError):
    """A channel did not take a message. permanent: no later attempt can succeed. of_address: nor any other message to her.

    Its text is bokmål, without addresses.
    """

    def __init__(self, why: str, *, permanent: bool, of_address: bool = False) -> None:
        super().__init__(why)
        self.permanent = permanent
        self.of_address = of_address


# --- identity -------------------------------------------------------------------------------------------------


def notice_id(reason: Reason, about: str, recipient: str, channel: str, number: int = 0) -> str:
    """The same for the same event, so that making a notice again makes none.

    about: the sak, data source, rule or job. number: which time, for what may be told again of the same thing.
    """
    return ":".join([reason.name.lower(), *(_part(p) for p in (about, recipient, channel)), str(number)])


def message_id(notices: Iterable[str], host: str) -> str:
    """The Message-ID, without <>, of the message that holds these notices: one they always get.

    host: the part after @, which keeps it apart from other senders'. Raises ValueError if there are no notices.
    """
    ids = sorted(notices)
    if not ids:
        raise ValueError("a message without notices")
    return f"kontroll.{sha256(chr(10).join(ids).encode()).hexdigest()[:32]}@{host}"


def _part(text: str) -> str:
    """Without colons and line breaks: two ids that differ in a part must differ as a whole."""
    return text.replace("%", "%25").replace(":", "%3A").replace("\n", "%0A")


# --- attempts -------------------------------------------------------------------------------------------------

#: Minutes to wait after each failed attempt. A restart of the mail server is over in minutes, an outage over a weekend
#: is not; together they stay within three days, after which the message is shown as failed.
_WAITS = (1, 5, 15, 60, 4 * 60, *[12 * 60] * 5)


def next_try(attempts: int, now: datetime) -> datetime | None:
    """When to try again after this many failed attempts (1 or more); None: never. Raises ValueError for none."""
    if attempts < 1:
        raise ValueError(f"no attempt has failed: {attempts}")
    return now + timedelta(minutes=_WAITS[attempts - 1]) if attempts <= len(_WAITS) else None


def sent(message: Message, now: datetime) -> Message:
    """The message after the channel took it."""
    return replace(message, state=MessageState.SENT, sent_at=now, next_try=None, last_error=None)


def not_sent(message: Message, failure: DeliveryFailed, now: datetime) -> Message:
    """The message after a failed attempt: in the queue until `next_try`, or failed for good."""
    attempts = message.attempts + 1
    again = None if failure.permanent else next_try(attempts, now)
    state = MessageState.FAILED if again is None else MessageState.QUEUED
    return replace(message, state=state, attempts=attempts, next_try=again, last_error=str(failure))


def notice_state(message: Message) -> NoticeState:
    """The state of every notice that the message holds."""
    return {
        MessageState.QUEUED: NoticeState.COMPOSED,
        MessageState.SENT: NoticeState.SENT,
        MessageState.FAILED: NoticeState.FAILED,
    }[message.state]
