"""Transaction: one object per noun on one open transaction. What a flow works with; it never sees a connection."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

from sqlalchemy import Connection

from kontroll.domain.agreement import Agreement, Goal, GoalStatus
from kontroll.domain.approval import Approval
from kontroll.domain.archiving import ArchivedThing, ArchivePackage
from kontroll.domain.avvik import Avvik
from kontroll.domain.bonus import BonusDecision, BonusOutcome, BonusPackage, Nomination
from kontroll.domain.controlmeasure import MeasureEvent
from kontroll.domain.coverage import Coverage
from kontroll.domain.disagreement import Disagreement
from kontroll.domain.draw import Draw, DrawnItem, Evidence, ItemCheck, PopulationVersion, Trial, WorkHours
from kontroll.domain.finding import Finding, FindingMeasure
from kontroll.domain.handedout import HandedOut
from kontroll.domain.issuing import FrozenText, Issue, IssuedFile, Report, ReportEvent
from kontroll.domain.leader_talk import Talk, TalkEvent, TalkMeasure
from kontroll.domain.monthly import Explanation, MonthlyEvent, MonthlyTiltak, ReportText
from kontroll.domain.notice import Message, Notice
from kontroll.domain.pay import PayReview
from kontroll.domain.political import PoliticalDecision
from kontroll.domain.preparation import AnsweredPoint, Preparation
from kontroll.domain.register import RegisterEvent
from kontroll.domain.reglementreview import KnownSentence, Reading, RuleReview
from kontroll.domain.run import Decision, Run
from kontroll.domain.sak import Sak
from kontroll.domain.systemkey import ApiToken
from kontroll.domain.tiltak import Tiltak
from kontroll.domain.unntak import Unntak
from kontroll.domain.user import Attempt, Session, User
from kontroll.domain.webhook import Call, Webhook
from kontroll.store import (
    tables,
    tables_access,
    tables_agreements,
    tables_archived,
    tables_bonus,
    tables_followup,
    tables_issued,
    tables_monthly,
    tables_pay,
    tables_people,
    tables_proof,
    tables_registers,
    tables_reglement,
    tables_samples,
)
from kontroll.store.books import Books
from kontroll.store.deliveries import Deliveries
from kontroll.store.draw_files import DrawFiles
from kontroll.store.marks import Marks
from kontroll.store.reported import Reported
from kontroll.store.rows import Rows
from kontroll.store.rulebooks import Rulebooks
from kontroll.store.trail import Trail


class Transaction(Reported):
    """Everything read and written here belongs together. at: None where nothing may be written."""

    def __init__(self, connection: Connection, actor: str, at: datetime | None) -> None:
        self._connection = connection
        self.actor = actor
        self.at = at
        self.trail = Trail(connection, actor, at)

    @cached_property
    def deliveries(self) -> Deliveries:
        return Deliveries(self._connection)

    @cached_property
    def runs(self) -> Rows[Run]:
        return Rows(self._connection, Run, tables.RunRow)

    @cached_property
    def books(self) -> Books:
        return Books(self._connection)

    @cached_property
    def avvik(self) -> Rows[Avvik]:
        return Rows(self._connection, Avvik, tables_followup.AvvikRow, key=("rule", "subject", "number"))

    @cached_property
    def saker(self) -> Rows[Sak]:
        return Rows(self._connection, Sak, tables_followup.SakRow)

    @cached_property
    def tiltak(self) -> Rows[Tiltak]:
        return Rows(self._connection, Tiltak, tables_followup.TiltakRow)

    @cached_property
    def unntak(self) -> Rows[Unntak]:
        return Rows(self._connection, Unntak, tables_followup.UnntakRow)

    @cached_property
    def decisions(self) -> Rows[Decision]:
        return Rows(self._connection, Decision, tables_followup.DecisionRow)

    @cached_property
    def notices(self) -> Rows[Notice]:
        return Rows(self._connection, Notice, tables_followup.NoticeRow)

    @cached_property
    def messages(self) -> Rows[Message]:
        return Rows(self._connection, Message, tables_followup.MessageRow)

    @cached_property
    def disagreements(self) -> Rows[Disagreement]:
        key = ("run", "month", "rule", "enhet", "post", "engine")
        return Rows(self._connection, Disagreement, tables_proof.DisagreementRow, key=key)

    @cached_property
    def coverage(self) -> Rows[Coverage]:
        return Rows(self._connection, Coverage, tables_proof.CoverageRow, key=("run", "month", "rule"))

    @cached_property
    def rulebooks(self) -> Rulebooks:
        return Rulebooks(self._connection)

    @cached_property
    def approvals(self) -> Rows[Approval]:
        return Rows(self._connection, Approval, tables_proof.ApprovalRow, key=("rule", "stamp", "by"))

    @cached_property
    def known_sentences(self) -> Rows[KnownSentence]:
        return Rows(self._connection, KnownSentence, tables_reglement.KnownSentenceRow, key=("reglement", "number"))

    @cached_property
    def reviews(self) -> Rows[RuleReview]:
        key = ("rule", "change", "reglement", "point")
        return Rows(self._connection, RuleReview, tables_reglement.RuleReviewRow, key=key)

    @cached_property
    def readings(self) -> Rows[Reading]:
        return Rows(self._connection, Reading, tables_reglement.ReadingRow, key=("person", "reglement", "digest"))

    @cached_property
    def users(self) -> Rows[User]:
        return Rows(self._connection, User, tables_access.UserRow)

    @cached_property
    def sessions(self) -> Rows[Session]:
        return Rows(self._connection, Session, tables_access.SessionRow)

    @cached_property
    def attempts(self) -> Rows[Attempt]:
        return Rows(self._connection, Attempt, tables_access.AttemptRow, key=("number",))

    @cached_property
    def tokens(self) -> Rows[ApiToken]:
        return Rows(self._connection, ApiToken, tables_access.ApiTokenRow)

    @cached_property
    def webhooks(self) -> Rows[Webhook]:
        return Rows(self._connection, Webhook, tables_access.WebhookRow)

    @cached_property
    def calls(self) -> Rows[Call]:
        return Rows(self._connection, Call, tables_access.CallRow)

    @cached_property
    def draws(self) -> Rows[Draw]:
        return Rows(self._connection, Draw, tables_samples.DrawRow)

    @cached_property
    def populations(self) -> Rows[PopulationVersion]:
        return Rows(self._connection, PopulationVersion, tables_samples.PopulationVersionRow, key=("draw", "number"))

    @cached_property
    def draw_files(self) -> DrawFiles:
        return DrawFiles(self._connection)

    @cached_property
    def drawn_items(self) -> Rows[DrawnItem]:
        return Rows(self._connection, DrawnItem, tables_samples.DrawnItemRow, key=("draw", "identity"))

    @cached_property
    def item_checks(self) -> Rows[ItemCheck]:
        return Rows(self._connection, ItemCheck, tables_samples.ItemCheckRow, key=("draw", "identity", "number"))

    @cached_property
    def evidence(self) -> Rows[Evidence]:
        key = ("draw", "identity", "digest")
        return Rows(self._connection, Evidence, tables_samples.EvidenceRow, key=key)

    @cached_property
    def trials(self) -> Rows[Trial]:
        return Rows(self._connection, Trial, tables_samples.TrialRow, key=("draw", "number"))

    @cached_property
    def work_hours(self) -> Rows[WorkHours]:
        return Rows(self._connection, WorkHours, tables_samples.WorkHoursRow, key=("draw", "number"))

    @cached_property
    def measure_events(self) -> Rows[MeasureEvent]:
        return Rows(self._connection, MeasureEvent, tables_people.MeasureEventRow, key=("rule", "number"))

    @cached_property
    def pay_reviews(self) -> Rows[PayReview]:
        return Rows(self._connection, PayReview, tables_pay.PayReviewRow)

    @cached_property
    def talks(self) -> Rows[Talk]:
        return Rows(self._connection, Talk, tables_pay.TalkRow)

    @cached_property
    def talk_events(self) -> Rows[TalkEvent]:
        return Rows(self._connection, TalkEvent, tables_pay.TalkEventRow, key=("talk", "number"))

    @cached_property
    def talk_measures(self) -> Rows[TalkMeasure]:
        return Rows(self._connection, TalkMeasure, tables_pay.TalkMeasureRow, key=("talk", "number"))

    @cached_property
    def handed_out(self) -> Rows[HandedOut]:
        return Rows(self._connection, HandedOut, tables_people.HandedOutRow, key=("number",))

    @cached_property
    def explanations(self) -> Rows[Explanation]:
        return Rows(self._connection, Explanation, tables_monthly.ExplanationRow)

    @cached_property
    def monthly_events(self) -> Rows[MonthlyEvent]:
        key = ("explanation", "number")
        return Rows(self._connection, MonthlyEvent, tables_monthly.MonthlyEventRow, key=key)

    @cached_property
    def monthly_tiltak(self) -> Rows[MonthlyTiltak]:
        return Rows(self._connection, MonthlyTiltak, tables_monthly.MonthlyTiltakRow)

    @cached_property
    def report_texts(self) -> Rows[ReportText]:
        key = ("period", "area", "number")
        return Rows(self._connection, ReportText, tables_monthly.ReportTextRow, key=key)

    @cached_property
    def reports(self) -> Rows[Report]:
        return Rows(self._connection, Report, tables_issued.ReportRow)

    @cached_property
    def report_events(self) -> Rows[ReportEvent]:
        return Rows(self._connection, ReportEvent, tables_issued.ReportEventRow, key=("report", "number"))

    @cached_property
    def issues(self) -> Rows[Issue]:
        return Rows(self._connection, Issue, tables_issued.IssueRow, key=("year", "number"))

    @cached_property
    def frozen_texts(self) -> Rows[FrozenText]:
        return Rows(self._connection, FrozenText, tables_issued.FrozenTextRow, key=("digest",))

    @cached_property
    def issued_files(self) -> Rows[IssuedFile]:
        key = ("year", "number", "name")
        return Rows(self._connection, IssuedFile, tables_issued.IssuedFileRow, key=key)

    @cached_property
    def agreements(self) -> Rows[Agreement]:
        return Rows(self._connection, Agreement, tables_agreements.AgreementRow)

    @cached_property
    def goals(self) -> Rows[Goal]:
        return Rows(self._connection, Goal, tables_agreements.GoalRow, key=("agreement", "number"))

    @cached_property
    def goal_statuses(self) -> Rows[GoalStatus]:
        key = ("agreement", "goal", "number")
        return Rows(self._connection, GoalStatus, tables_agreements.GoalStatusRow, key=key)

    @cached_property
    def nominations(self) -> Rows[Nomination]:
        return Rows(self._connection, Nomination, tables_bonus.NominationRow, key=("year", "enhet", "number"))

    @cached_property
    def bonus_decisions(self) -> Rows[BonusDecision]:
        return Rows(self._connection, BonusDecision, tables_bonus.BonusDecisionRow, key=("year", "number"))

    @cached_property
    def bonus_outcomes(self) -> Rows[BonusOutcome]:
        return Rows(self._connection, BonusOutcome, tables_bonus.BonusOutcomeRow, key=("year", "number", "enhet"))

    @cached_property
    def bonus_packages(self) -> Rows[BonusPackage]:
        return Rows(self._connection, BonusPackage, tables_bonus.BonusPackageRow, key=("year", "number"))

    @cached_property
    def political_decisions(self) -> Rows[PoliticalDecision]:
        return Rows(self._connection, PoliticalDecision, tables_registers.PoliticalDecisionRow)

    @cached_property
    def findings(self) -> Rows[Finding]:
        return Rows(self._connection, Finding, tables_registers.FindingRow)

    @cached_property
    def finding_measures(self) -> Rows[FindingMeasure]:
        return Rows(self._connection, FindingMeasure, tables_registers.FindingMeasureRow, key=("finding", "number"))

    @cached_property
    def preparations(self) -> Rows[Preparation]:
        return Rows(self._connection, Preparation, tables_registers.PreparationRow)

    @cached_property
    def answered_points(self) -> Rows[AnsweredPoint]:
        key = ("preparation", "point")
        return Rows(self._connection, AnsweredPoint, tables_registers.AnsweredPointRow, key=key)

    @cached_property
    def register_events(self) -> Rows[RegisterEvent]:
        key = ("subject", "number")
        return Rows(self._connection, RegisterEvent, tables_registers.RegisterEventRow, key=key)

    @cached_property
    def archive_packages(self) -> Rows[ArchivePackage]:
        return Rows(self._connection, ArchivePackage, tables_archived.ArchivePackageRow, key=("number",))

    @cached_property
    def archived_things(self) -> Rows[ArchivedThing]:
        key = ("package", "kind", "subject")
        return Rows(self._connection, ArchivedThing, tables_archived.ArchivedThingRow, key=key)

    @cached_property
    def marks(self) -> Marks:
        return Marks(self._connection)

    def flush(self) -> None:
        """Write what waits. Called once, when the transaction ends."""
        self.trail.flush()
