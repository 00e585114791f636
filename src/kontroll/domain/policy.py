"""Policies: the kommune's own choices under policies/: who is told, what is due, which days it is closed, when jobs run.

Why words for people: a rule file says `varsle: [leder, hr]`, and the same rule is used by kommuner that are organised
differently. Who `hr` is, is said once, in policies/varsling.yaml.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import Enum

from kontroll.domain.access import Role
from kontroll.domain.agreementpolicy import AgreementPolicy
from kontroll.domain.archiving import ArchivePolicy
from kontroll.domain.controlplan import ControlPlan
from kontroll.domain.disclosure import Disclosure
from kontroll.domain.internalcontrol import InternalControlPolicy
from kontroll.domain.month import Frequency
from kontroll.domain.monthly import MonthlyPolicy
from kontroll.domain.preparation import PreparationPolicy
from kontroll.domain.privacypolicy import PrivacyPolicy
from kontroll.domain.problem import Place
from kontroll.domain.rule import Severity
from kontroll.domain.scorecard import Scorecards

#: The word for those who are told what concerns the kommunedirektør's own area.
SUPERVISORY = "kontrollutvalg"
#: The word for those who decide about saker and follow the runs.
INTERNAL_CONTROL = "internkontroll"

#: What may be scheduled: data in, the month's evaluation, what leaders explain of it, drafts of the samples that are due,
#: reminders about data, deadlines and escalation, the day's messages put together, messages sent, deletion, what goes to the
#: archive, and a look for jobs that did not run.
JOBS = (
    "innlesing", "maanedskjoring", "maanedsoppfolging", "kontrollplan", "purring", "frister", "samling", "utsending",
    "sletting", "arkivering", "tilsyn",
)  # fmt: skip

_NOWHERE = Place("")


class LeaderOf(Enum):
    """Whose leader a recipient is, seen from the enhet that the notice is about."""

    ENHET = "enheten"
    ABOVE = "overordnet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """What a word of `varsle` or `eskaler.til` means: exactly one of the four.

    leader_of: whoever leads the enhet, or answers for what is above it. unit_type: whoever leads the nearest enhet of
    that type upwards. enhet: whoever leads that enhet. role: all who hold the role. place: where it is written; the
    same for all that follows.
    """

    word: str
    leader_of: LeaderOf | None = None
    unit_type: str | None = None
    enhet: str | None = None
    role: str | None = None
    place: Place = field(default=_NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePolicy:
    """channels: ids of the channels that each notice goes through. urgent: told at once, not in the day's message.

    reminder_days: working days before the deadline that a reminder is sent; 0 = none.
    inhibit_without_data: an enhet that has delivered nothing is told of that, and not of what follows from it.
    """

    recipients: Mapping[str, Recipient] = field(default_factory=dict)
    channels: tuple[str, ...] = ()
    urgent: frozenset[Severity] = frozenset()
    reminder_days: int = 2
    inhibit_without_data: bool = True
    place: Place = field(default=_NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedDelivery:
    """What is to be delivered for each period, by whom and when. One of source (of indicators) and dataset is given.

    owner: a word of the recipients. due_working_days: after the period ends. reminder_days: working days between two.
    """

    id: str
    source: str | None = None
    dataset: str | None = None
    owner: str
    due_working_days: int
    frequency: Frequency = Frequency.MONTH
    reminder_days: int = 3
    place: Place = field(default=_NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduledJob:
    """at: time of day in Norway, on every day or on `day` of the month. every_minutes: instead of that."""

    id: str
    at: time | None = None
    every_minutes: int | None = None
    day: int | None = None
    place: Place = field(default=_NOWHERE, compare=False)


class Kept(Enum):
    """What is deleted when its time is over."""

    DELIVERY = "leveranse"
    TEXT = "tekst"
    MESSAGE = "melding"
    DRAW = "stikkprøve"
    PAY = "resultatlønn"
    AGREEMENT = "resultatavtale"
    BONUS = "bonus"
    TALK = "samtale"
    REPORT = "rapportgrunnlag"


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRule:
    """kind: for deliveries, the kind (`personer`, `datasett/fravaer` …); None = all that no other rule is about. years: kept."""

    kept: Kept
    years: int
    kind: str | None = None
    place: Place = field(default=_NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalPolicy:
    """persons: how many must approve a new or changed rule before it notifies anybody; 0 = none."""

    persons: int = 0
    place: Place = field(default=_NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleWord:
    """What a role of personer.csv gives. of_enhet: for the enhet of the row and what is below, not for the whole kommune."""

    word: str
    role: Role
    of_enhet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What is read of what the sign-in service says of somebody: which claim is her id, which holds roles, and their meaning."""

    person: str = "person_id"
    roles: str = "roles"
    gives: Mapping[str, Role] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """Two roles that must not meet in one person. refused: she is not given the second; otherwise whoever gives it is warned."""

    roles: frozenset[Role]
    refused: bool = True

    def meet_in(self, roles: Collection[Role]) -> bool:
        return self.roles <= set(roles)


#: Whoever makes users, and whoever decides in saker: where the kommune says nothing else.
APART = (Apart(roles=frozenset({Role.ADMIN, Role.INTERNAL_CONTROL})),)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessPolicy:
    """Where roles come from that the organisation does not tell, and which must not meet."""

    words: tuple[RoleWord, ...] = ()
    claims: Claims = Claims()
    apart: tuple[Apart, ...] = APART
    place: Place = field(default=_NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPolicy:
    """How anybody reports an avvik by hand.

    anonymous: whether it may be done without signing in. criteria: what makes it so serious, in words, the gravest
    first. channel, address: where whistle-blowing (aml. kap. 2 A) goes; "" = the kommune has not said.
    """

    anonymous: bool = False
    criteria: Mapping[Severity, str] = field(default_factory=dict)
    channel: str = ""
    address: str = ""
    place: Place = field(default=_NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policies:
    """Everything under policies/ that the month's run goes by."""

    notices: NoticePolicy = NoticePolicy()
    deliveries: tuple[ExpectedDelivery, ...] = ()
    closed_days: frozenset[date] = frozenset()
    jobs: tuple[ScheduledJob, ...] = ()
    retention: tuple[RetentionRule, ...] = ()
    approval: ApprovalPolicy = ApprovalPolicy()
    access: AccessPolicy = AccessPolicy()
    reporting: ReportPolicy = ReportPolicy()
    monthly: MonthlyPolicy = field(default_factory=MonthlyPolicy)
    control_plan: ControlPlan = field(default_factory=ControlPlan)
    scorecards: Scorecards = field(default_factory=Scorecards)
    disclosure: Disclosure = field(default_factory=Disclosure)
    agreements: AgreementPolicy = field(default_factory=AgreementPolicy)
    archive: ArchivePolicy = field(default_factory=ArchivePolicy)
    privacy: PrivacyPolicy = field(default_factory=PrivacyPolicy)
    internal_control: InternalControlPolicy = field(default_factory=InternalControlPolicy)
    preparation: PreparationPolicy = field(default_factory=PreparationPolicy)
