"""Shown: one entry of a register as its page tells it: what it is, how it stands, and what was done with it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date

from kontroll.domain.access import Viewer
from kontroll.domain.finding import Finding, FindingAct, FindingMeasure
from kontroll.domain.finding import may_do as may_with_finding
from kontroll.domain.political import DecisionAct
from kontroll.domain.political import may_do as may_with_decision
from kontroll.domain.preparation import ALWAYS, Point, PointAnswer, Preparation, PreparationAct
from kontroll.domain.preparation import may_do as may_with_preparation
from kontroll.domain.register import Register
from kontroll.domain.sak import Sak
from kontroll.flows.people.looking import Looking
from kontroll.flows.registers.acting import REFERENCE, Kept, may_act, may_keep, sees
from kontroll.flows.registers.known import DATASETS_OF, Known, KnownDecision, KnownFinding, KnownPreparation, known_of
from kontroll.flows.registers.listed import enhet_name, is_late, is_open, name_of, source_of
from kontroll.flows.registers.own_points import points_of
from kontroll.flows.saker.acting import TEXT
from kontroll.flows.saker.seen_saker import sees_sak
from kontroll.notices.wording import severity_name
from kontroll.report import register_words as words
from kontroll.texts import NORWAY, _, day

#: What only whoever may enter an entry does, and no owner alone.
_CONTROL = frozenset(
    {
        DecisionAct.ASSIGN.value, DecisionAct.REOPEN.value, DecisionAct.LAPSE.value, FindingAct.SEND_BACK.value,
        FindingAct.CLOSE.value, PreparationAct.CHECK.value,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that was done. day: which it is about, as it is told. text: None = none was written, or it is deleted by now."""

    done: str
    by: str
    on: date
    day: str
    reference: str
    text: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownMeasure:
    measure: FindingMeasure
    owner: str
    text: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPoint:
    """word: in the form. always: it cannot be of no matter. answer: None = not answered."""

    word: str
    name: str
    question: str
    always: bool
    answer: PointAnswer | None = None
    text: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownEntry:
    """facts: what is told besides its text, in order. may: words of the acts that she may do now.

    version: of the entry that she sees; a delivered one has none. saker: those that the rules opened about it, as far as she may
    see them.
    """

    register: Register
    one: Known
    name: str
    state: str
    is_late: bool
    facts: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...] = ()
    measures: tuple[ShownMeasure, ...] = ()
    points: tuple[ShownPoint, ...] = ()
    may: frozenset[str] = frozenset()
    is_open: bool = True
    version: int = 0
    saker: tuple[Sak, ...] = ()


def shown_entry(look: Looking, viewer: Viewer, register: Register, id: str) -> ShownEntry | None:
    """None where there is none, or she may not know that there is."""
    found = next((one for one in known_of(look.tx, look.today.desk.rulebook, register) if one.id == id), None)
    if found is None or not sees(viewer, found.enhet, found.owner):
        return None
    kept = found.kept
    return ShownEntry(
        register=register,
        one=found,
        name=name_of(found),
        state=words.state_name(found.state),
        is_late=is_late(found, look.today.day),
        facts=tuple((label, told) for label, told in _facts(look, found) if told),
        lines=tuple(_lines(look, id, of_case=isinstance(kept, Preparation))) if kept is not None else (),
        measures=tuple(_measures(look, kept)) if isinstance(kept, Finding) else (),
        points=tuple(_points(look, kept)) if isinstance(kept, Preparation) else (),
        may=_may(viewer, found) - ({FindingAct.MEND.value} if _left_undone(look, kept) else set()),
        is_open=is_open(found),
        version=kept.version if kept is not None else 0,
        saker=tuple(_saker(look, viewer, register, id)),
    )


def _left_undone(look: Looking, kept: Kept | None) -> bool:
    """Whether something was promised because of it that nobody has done."""
    return isinstance(kept, Finding) and any(
        one.done is None for one in look.tx.finding_measures.where(finding=kept.id)
    )


def _saker(look: Looking, viewer: Viewer, register: Register, id: str) -> Iterator[Sak]:
    """The newest first."""
    rules = look.today.desk.rulebook.rules
    about = {rule.id for rule in rules.values() if rule.dataset == DATASETS_OF[register]}
    ids = {one.sak for one in look.tx.avvik.where(subject=id) if one.rule in about and one.sak is not None}
    found = [sak for sak in look.tx.saker.among("id", ids) if sees_sak(look.tx, viewer, sak)]
    yield from sorted(found, key=lambda sak: sak.id, reverse=True)


def _may(viewer: Viewer, found: Known) -> frozenset[str]:
    if found.kept is None or not may_act(viewer, found.enhet, found.owner):
        return frozenset()
    acts = {act.value for act in _acts(found)}
    if not may_keep(viewer, found.enhet):
        acts -= _CONTROL
    if isinstance(found, KnownFinding) and viewer.person in (found.owner, _mended_by(found)):
        acts -= {FindingAct.CLOSE.value}
    if isinstance(found, KnownPreparation) and viewer.person == found.owner:
        acts -= {PreparationAct.CHECK.value}
    return frozenset(acts)


def _acts(found: Known) -> Collection[DecisionAct | FindingAct | PreparationAct]:
    if isinstance(found, KnownDecision):
        return [act for act in DecisionAct if found.kept is not None and may_with_decision(found.kept, act)]
    if isinstance(found, KnownFinding):
        return [act for act in FindingAct if found.kept is not None and may_with_finding(found.kept, act)]
    return [act for act in PreparationAct if found.kept is not None and may_with_preparation(found.kept, act)]


def _mended_by(found: KnownFinding) -> str | None:
    return found.kept.mended_by if found.kept is not None else None


# --- what is told -----------------------------------------------------------------------------------------------------


def _facts(look: Looking, one: Known) -> Iterator[tuple[str, str]]:
    if isinstance(one, KnownDecision):
        yield from _of_decision(one)
    elif isinstance(one, KnownFinding):
        yield from _of_finding(look, one)
    else:
        yield _("Organ"), one.body
        yield _("Legges fram"), _day(one.meeting)
        yield _("Fylt ut"), _day(one.filled)
        yield _("Kontrollert"), _day(one.checked)
        yield _("Kontrollert av"), _name(look, one.kept.checked_by if one.kept is not None else None)
    yield _("Enhet"), enhet_name(look, one.enhet)
    yield (_("Utredet av") if isinstance(one, KnownPreparation) else _("Ansvarlig")), _name(look, one.owner)
    if not one.is_kept:
        yield _("Kilde"), source_of(one)


def _of_decision(one: KnownDecision) -> Iterator[tuple[str, str]]:
    yield _("Organ"), one.body
    yield _("Vedtatt"), _day(one.decided)
    yield _("Frist"), words.deadline_told(one.deadline)
    yield _("Iverksatt"), _day(one.carried_out)
    yield _("Meldt til organet"), _day(one.reported)
    yield _("Opphevet"), _day(one.lapsed)
    yield _("Henvisning"), one.reference
    yield _("Organet varslet om hindring"), ", ".join(day(on) for on in one.obstructions)


def _of_finding(look: Looking, one: KnownFinding) -> Iterator[tuple[str, str]]:
    yield _("Funnet av"), words.first_upper(one.source)
    yield _("Slag"), words.kind_name(one.kind)
    yield _("Hjemmel"), one.law
    yield _("Alvor"), severity_name(one.severity) if one.severity is not None else _("ukjent")
    yield _("Saksnummer"), one.case
    yield _("Mottatt"), _day(one.received)
    yield _("Frist"), words.deadline_told(one.deadline)
    yield _("Meldt rettet"), _day(one.mended)
    yield _("Lukket"), _day(one.closed)
    yield _("Lukket av"), _name(look, one.kept.closed_by if one.kept is not None else None)
    yield _("Dokumentasjon"), one.evidence or (_("mangler") if one.has_no_evidence else "")


def _lines(look: Looking, id: str, *, of_case: bool) -> Iterator[Line]:
    """The newest first."""
    events = look.tx.register_events.where(subject=id)
    texts = look.tx.trail.texts([event.trail for event in events])
    for event in reversed(events):
        yield Line(
            done=words.done_name(event.what), by=_name(look, event.by), on=event.at.astimezone(NORWAY).date(),
            day=words.day_told(event.what, event.day, of_case=of_case),
            reference=texts.get((event.trail, REFERENCE), event.reference),
            text=texts.get((event.trail, TEXT)),
        )  # fmt: skip


def _measures(look: Looking, kept: Finding) -> Iterator[ShownMeasure]:
    found = look.tx.finding_measures.where(finding=kept.id)
    texts = look.tx.trail.texts([one.trail for one in found])
    for one in found:
        yield ShownMeasure(measure=one, owner=_name(look, one.owner), text=texts.get((one.trail, TEXT)))


def _points(look: Looking, kept: Preparation) -> Iterator[ShownPoint]:
    """All that are asked, in order."""
    answered = {one.point: one for one in look.tx.answered_points.where(preparation=kept.id)}
    texts = look.tx.trail.texts([one.trail for one in answered.values() if one.trail])
    for point in _asked(look, kept):
        one = answered.get(point.word)
        if one is None:
            yield point
        else:
            text, by = texts.get((one.trail, TEXT), ""), _name(look, one.by)
            yield replace(point, answer=one.answer, text=text, by=by)


def _asked(look: Looking, kept: Preparation) -> Iterator[ShownPoint]:
    """The kommune's own last."""
    for point in Point:
        name, question = words.point_name(point), words.question(point)
        yield ShownPoint(word=point.value, name=name, question=question, always=point in ALWAYS)
    for own in points_of(look.tx, kept):
        yield ShownPoint(word=own.id, name=own.name, question=own.question, always=own.always)


def _name(look: Looking, person: str | None) -> str:
    if person is None:
        return ""
    found = look.today.directory.person(person, look.today.day)
    return found.name if found is not None else person


def _day(on: date | None) -> str:
    return day(on) if on is not None else ""
