"""Untouched leadership: whether agreements, bonus, pay and reports of periods still are what the trail was told of.

Why: these decide of people's pay and work. Whoever can write in the database could else change a goal after both signed it,
or who was given a bonus after it was decided.
"""

from __future__ import annotations

import json
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from io import BytesIO

from kontroll.domain.agreement import Agreement, AgreementState, Party
from kontroll.domain.agreementgoal import content_of
from kontroll.domain.bonus import BonusDecision, BonusOutcome
from kontroll.domain.pay import Matter, PayReview
from kontroll.domain.policy import Kept
from kontroll.domain.problem import Problem
from kontroll.domain.rowtext import ROW, row_text
from kontroll.domain.trail import Entry
from kontroll.flows.agreements.agree import CONTENT
from kontroll.flows.agreements.with_agreement import ENTRY as OF_AGREEMENT
from kontroll.flows.bonus.decide_bonus import DECIDED
from kontroll.flows.bonus.nominate import MADE, WITHDRAWN
from kontroll.flows.books.untouched import changed
from kontroll.flows.home.prune_persons import DELETED, deleted_persons
from kontroll.flows.monthly.report_texts import WRITTEN
from kontroll.flows.pay.reviews import ENTRY as OF_PAY
from kontroll.flows.saker.acting import TEXT
from kontroll.report.bonus.package import DECISION
from kontroll.store.transaction import Transaction
from kontroll.texts import _

_AGREEMENT = OF_AGREEMENT.format(kind="")
_REPORT = "rapport: "
#: As reports were laid before the elected before they were issued with numbers.
_PRESENTED = f"{_REPORT}lagt fram"
_READ = tuple(f'"kind":"{word}'.encode() for word in (_AGREEMENT, "bonus: ", f"{OF_PAY}: ", _REPORT, f'{DELETED}"'))

About = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ToldEntry:
    """One entry: where it stands, who did it, when, and its ids and words."""

    seq: int
    by: str
    at: datetime
    about: About


@dataclass(frozen=True, slots=True)
class LeadershipOnTrail:
    """The last entry of each thing.

    agreements: id -> state, "" where it was taken away. content: of what was signed. signed: by agreement and party. rounds:
    agreement -> how many times each verdict was given. judgings: agreement -> the entries of those. decisions: by year and
    number. archives_gone: YEAR/NUMBER, of those deleted on time. nominations, withdrawn: by year, enhet and number. judged: by
    review and matter. decided: by review. reports: by period, area and number.
    """

    agreements: dict[str, str] = field(default_factory=dict)
    content: dict[str, ToldEntry] = field(default_factory=dict)
    signed: dict[tuple[str, object], ToldEntry] = field(default_factory=dict)
    rounds: dict[str, Counter[str]] = field(default_factory=dict)
    judgings: dict[str, list[int]] = field(default_factory=dict)
    decisions: dict[tuple[object, object], ToldEntry] = field(default_factory=dict)
    archives_gone: set[str] = field(default_factory=set)
    nominations: dict[tuple[object, object, object], ToldEntry] = field(default_factory=dict)
    withdrawn: dict[tuple[object, object, object], ToldEntry] = field(default_factory=dict)
    judged: dict[tuple[str, object], ToldEntry] = field(default_factory=dict)
    decided: dict[str, ToldEntry] = field(default_factory=dict)
    reports: dict[tuple[object, object, object], ToldEntry] = field(default_factory=dict)

    def note(self, entry: Entry) -> None:
        """Take in what the entry says. The caller passes those that hold, in their order."""
        if not any(word in entry.body for word in _READ):
            return
        content = entry.content
        about, kind = content["about"], str(content["kind"])
        if not isinstance(about, Mapping) or (kind.startswith(_AGREEMENT) and "agreement" not in about):
            # Of a delivery with ambitions of many agreements, which is held as every delivery is.
            return
        at = datetime.fromisoformat(str(content["at"]))
        told = ToldEntry(entry.seq, str(content["actor"]), at, about)
        if kind.startswith(_AGREEMENT):
            self._of_agreement(kind.removeprefix(_AGREEMENT), told)
        elif kind == DECIDED:
            self.decisions[about["year"], about["number"]] = told
        elif kind in (MADE, WITHDRAWN):
            found = self.nominations if kind == MADE else self.withdrawn
            found[about["year"], about["enhet"], about["number"]] = told
        elif kind == DELETED:
            self._of_deleted(about)
        elif kind == f"{OF_PAY}: vurdert":
            self.judged[str(about["pay"]), about["matter"]] = told
        elif kind == f"{OF_PAY}: avgjort":
            self.decided[str(about["pay"])] = told
        elif kind in (WRITTEN, _PRESENTED):
            self.reports[about["period"], about["area"], about["number"]] = told

    def _of_deleted(self, about: About) -> None:
        """What went on time is neither there nor missed."""
        what, ids = deleted_persons(about)
        for id in ids if what == Kept.AGREEMENT.value else ():
            self.agreements[id] = ""
        if what == Kept.BONUS.value:
            self.archives_gone.update(ids)
        for id in ids if what == Kept.PAY.value else ():
            self.decided.pop(id, None)
            for matter in Matter:
                self.judged.pop((id, matter.value), None)

    def _of_agreement(self, what: str, told: ToldEntry) -> None:
        about, id = told.about, str(told.about["agreement"])
        if what == "utkast":
            self.agreements[id] = AgreementState.DRAFT.value
        elif what == "ny versjon":
            self.agreements[str(about["new"])] = AgreementState.DRAFT.value
        elif what == "utkast trukket":
            self.agreements[id] = ""
        elif what == "avløst":
            self.agreements[id] = AgreementState.SUPERSEDED.value
        elif what == "inngått":
            self.content[id] = told
        elif what == "bekreftet":
            self.signed[id, about["party"]] = told
        if "state" in about:
            self.agreements[id] = str(about["state"])
        if "goals" in about and "state" in about:
            counts = {word: count for word, count in about.items() if isinstance(count, int)}
            self.rounds.setdefault(id, Counter()).update({w: n for w, n in counts.items() if w not in _NO_VERDICTS})
            self.judgings.setdefault(id, []).append(told.seq)


#: Numbers in the entry of a round that are not of a verdict.
_NO_VERDICTS = ("goals", "version")


def changed_leadership(tx: Transaction, trail: LeadershipOnTrail) -> Iterator[Problem]:
    """Everything that is another now, gone, or put in by hand. trail: of a chain that holds."""
    yield from _agreements(tx, trail)
    yield from _bonus(tx, trail)
    yield from _pay(tx, trail)
    yield from _reports(tx, trail)


# --- resultatavtaler --------------------------------------------------------------------------------------------------


def _agreements(tx: Transaction, trail: LeadershipOnTrail) -> Iterator[Problem]:
    kept = {one.id: one for one in tx.agreements.all()}
    for id in sorted(kept.keys() | trail.agreements.keys()):
        place = _("resultatavtale {id}").format(id=id)
        state, one = trail.agreements.get(id, ""), kept.get(id)
        if one is None:
            if state:
                yield changed(place, _("avtalen er tatt bort"))
            continue
        if not state:
            yield changed(place, _("avtalen er lagt inn utenom kontroll"))
        elif state != one.state.value:
            yield changed(place, _("tilstanden er endret"))
        elif not _signatures_hold(one, trail):
            yield changed(place, _("hvem som har bekreftet avtalen, eller når, er endret"))
        if one.content != _seq(trail.content.get(id)) or not _content_holds(tx, one):
            yield changed(place, _("det som ble avtalt, er endret etter at begge bekreftet"))
        if not _verdicts_hold(tx, one, trail):
            yield changed(place, _("det som er vurdert om målene, er endret"))


def _signatures_hold(one: Agreement, trail: LeadershipOnTrail) -> bool:
    """Of what holds: as long as it is a draft, whoever changes a goal takes both away."""
    if one.state is AgreementState.DRAFT:
        return True
    signed = (trail.signed.get((one.id, Party.LEADER.value)), trail.signed.get((one.id, Party.SUPERIOR.value)))
    said = [(told.by, told.at) if told else None for told in signed]
    return said == [(one.person, one.person_at), (one.superior, one.superior_at)]


def _content_holds(tx: Transaction, one: Agreement) -> bool:
    """Deleted on time there is nothing left to hold it against."""
    signed = tx.trail.text(one.content, CONTENT) if one.content else None
    if signed is None:
        return True
    goals = tx.goals.where(agreement=one.id)
    texts = tx.trail.texts([goal.text for goal in goals if goal.text])
    words = {seq: text for (seq, name), text in texts.items() if name == TEXT}
    said, now = json.loads(signed), content_of(one, goals, words)
    for goal, line in zip(goals, said["maal"], strict=False):
        if goal.text and goal.text not in words:
            words[goal.text] = line["tekst"]
    if len(words) > len(texts):
        now = content_of(one, goals, words)
    return bool(said == now)


def _verdicts_hold(tx: Transaction, one: Agreement, trail: LeadershipOnTrail) -> bool:
    rows = tx.goal_statuses.where(agreement=one.id)
    if Counter(row.verdict.name.lower() for row in rows) != trail.rounds.get(one.id, Counter()):
        return False
    entries = trail.judgings.get(one.id, [])
    told = [text for (_seq, name), text in tx.trail.texts(entries).items() if name == ROW]
    # Deleted on time there is nothing left to hold them against.
    if len(told) < len(entries):
        return True
    said = sorted(json.dumps(line, sort_keys=True) for text in told for line in json.loads(text))
    return said == sorted(json.dumps(line, sort_keys=True) for line in json.loads(row_text(*rows)))


# --- bonus ------------------------------------------------------------------------------------------------------------


def _bonus(tx: Transaction, trail: LeadershipOnTrail) -> Iterator[Problem]:
    kept: dict[tuple[object, object], BonusDecision] = {(one.year, one.number): one for one in tx.bonus_decisions.all()}
    outcomes: dict[tuple[object, object], list[BonusOutcome]] = {}
    for row in tx.bonus_outcomes.all():
        outcomes.setdefault((row.year, row.number), []).append(row)
    for key in sorted({*kept, *trail.decisions, *outcomes}, key=repr):
        place = _("bonus {year}, avgjørelse {number}").format(year=key[0], number=key[1])
        told, one = trail.decisions.get(key), kept.get(key)
        if told is None:
            yield changed(place, _("avgjørelsen er lagt inn utenom kontroll"))
            continue
        if one is None:
            yield changed(place, _("avgjørelsen er tatt bort"))
            continue
        found = (one.by, one.at, one.package, one.granted, one.trail)
        if found != (told.by, told.at, told.about["package"], told.about["granted"], told.seq):
            yield changed(place, _("hvem som avgjorde, når, eller hva loggen viser til, er endret"))
        content = _archive(tx, one)
        if not content and f"{one.year}/{one.number}" in trail.archives_gone:
            continue
        if sha256(content).hexdigest() != told.about["package"]:
            yield changed(place, _("arkivet er ikke lenger slik det var"))
        elif not _outcomes_hold(content, outcomes.get(key, [])):
            yield changed(place, _("hvem som får bonus, er ikke det som ble avgjort"))
    yield from _nominations(tx, trail)


def _archive(tx: Transaction, one: BonusDecision) -> bytes:
    return next((row.content for row in tx.bonus_packages.where(year=one.year, number=one.number)), b"")


def _outcomes_hold(content: bytes, outcomes: list[BonusOutcome]) -> bool:
    """Of an archive that is as it was."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        said = json.loads(archive.read(DECISION))["utfall"]
    decided = {(one["enhet"], one["gis"], one["for"], one["svar"], one["mot_grunnlaget"]) for one in said}
    return decided == {
        (one.enhet, one.granted, one.klass.value if one.klass else "", one.found.value, one.against) for one in outcomes
    }


def _nominations(tx: Transaction, trail: LeadershipOnTrail) -> Iterator[Problem]:
    kept: dict[tuple[object, object, object], tuple[object, ...]] = {
        (one.year, one.enhet, one.number): (one.by, one.at, one.trail, one.withdrawn_at)
        for one in tx.nominations.all()
    }  # fmt: skip
    said: dict[tuple[object, object, object], tuple[object, ...]] = {
        key: (told.by, told.at, told.seq, trail.withdrawn[key].at if key in trail.withdrawn else None)
        for key, told in trail.nominations.items()
    }
    years = {key[0] for key in kept.keys() | said.keys() if kept.get(key) != said.get(key)}
    for year in sorted(years, key=repr):
        yield changed(_("bonus {year}").format(year=year), _("hvem som er foreslått til åpen klasse, er endret"))


# --- resultatlønn -----------------------------------------------------------------------------------------------------


def _pay(tx: Transaction, trail: LeadershipOnTrail) -> Iterator[Problem]:
    kept = {one.id: one for one in tx.pay_reviews.all()}
    told = {id for id, _matter in trail.judged} | trail.decided.keys()
    for id in sorted(kept.keys() | told):
        place, one = _("resultatlønn {id}").format(id=id), kept.get(id)
        if one is None:
            yield changed(place, _("vurderingen er tatt bort"))
        elif id not in told:
            yield changed(place, _("vurderingen er lagt inn utenom kontroll"))
        else:
            if not _judgements_hold(one, trail):
                yield changed(place, _("skjønnet er endret"))
            if not _decision_holds(one, trail):
                yield changed(place, _("avgjørelsen er endret"))


def _judgements_hold(one: PayReview, trail: LeadershipOnTrail) -> bool:
    for matter in Matter:
        told, found = trail.judged.get((one.id, matter.value)), one.judged(matter)
        said = (told.about["judgement"], told.seq, told.about["leader"]) if told else (None, None, one.leader)
        if (found.value if found else None, one.reason(matter), one.leader) != said:
            return False
    return True


def _decision_holds(one: PayReview, trail: LeadershipOnTrail) -> bool:
    told = trail.decided.get(one.id)
    found = (
        one.outcome.value if one.outcome else None, one.measured.value if one.measured else None, one.grounds,
        one.decided_by, one.decided_at, one.trail,
    )  # fmt: skip
    if told is None:
        return set(found) == {None}
    about = told.about
    return found == (about["outcome"], about["measured"], about["grounds"], told.by, told.at, told.seq)


# --- reports ----------------------------------------------------------------------------------------------------------


def _reports(tx: Transaction, trail: LeadershipOnTrail) -> Iterator[Problem]:
    kept: dict[tuple[object, object, object], tuple[object, ...]] = {
        (one.period, one.area, one.number): (one.by, one.at, one.trail) for one in tx.report_texts.all()
    }
    said: dict[tuple[object, object, object], tuple[object, ...]] = {
        key: (told.by, told.at, told.seq) for key, told in trail.reports.items()
    }
    wrong = {key for key in kept.keys() | said.keys() if kept.get(key) != said.get(key)}
    for period in sorted({str(key[0]) for key in wrong}):
        yield changed(_("rapport for {period}").format(period=period), _("en tekst i rapporten er endret"))


def _seq(told: ToldEntry | None) -> int:
    return told.seq if told is not None else 0
