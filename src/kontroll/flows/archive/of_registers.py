"""Of registers: political decisions that are done or undone, findings that are closed, and cases whose list was controlled.

Why only what is kept here: a kommune that keeps them in another system delivers them from there, and that system hands them over.
Why by the day it was entered that it ended: what is entered in February of a day in December would else be in no year's package.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from kontroll.domain.access import Role, Viewer
from kontroll.domain.archiving import ArchiveKind
from kontroll.domain.finding import Finding, FindingAct, FindingState
from kontroll.domain.political import DecisionAct, PoliticalDecision
from kontroll.domain.preparation import Preparation, PreparationAct, PreparationState
from kontroll.domain.register import Register, RegisterEvent
from kontroll.flows.archive.naming import day_of, enhet_name, is_within, person_name
from kontroll.flows.archive.source import Source, Span
from kontroll.flows.people.looking import Looking
from kontroll.flows.registers.acting import Kept
from kontroll.flows.registers.shown import ShownEntry, shown_entry
from kontroll.report.archive.model import Content, Decided, Format
from kontroll.report.archive.sheet import Part, Rows, Sheet, sheet_pdf
from kontroll.report.register_words import answer_name
from kontroll.store.transaction import Transaction
from kontroll.texts import _, day

#: Whoever makes the package; the archive is given all of what is ended.
_ALL = Viewer(user="", person=None, name="", places={Role.INTERNAL_CONTROL: None})
_ENDS: Mapping[Register, tuple[str, ...]] = {
    Register.DECISIONS: (DecisionAct.REPORT.value, DecisionAct.LAPSE.value),
    Register.FINDINGS: (FindingAct.CLOSE.value,),
    Register.PREPARATIONS: (PreparationAct.CHECK.value,),
}
KINDS: Mapping[ArchiveKind, Register] = {
    ArchiveKind.DECISION: Register.DECISIONS,
    ArchiveKind.FINDING: Register.FINDINGS,
    ArchiveKind.PREPARATION: Register.PREPARATIONS,
}


@dataclass(frozen=True, slots=True)
class _Ended:
    entry: Kept
    event: RegisterEvent


def ended(register: Register, tx: Transaction) -> Iterator[tuple[str, date]]:
    for one in _ended(register, tx):
        yield one.entry.id, day_of(one.event.at)


def _ended(register: Register, tx: Transaction) -> Iterator[_Ended]:
    """In the order that they ended."""
    over = {one.id: one for one in kept_entries(register, tx) if _is_over(one)}
    last = {
        event.subject: event
        for what in _ENDS[register]
        for event in tx.register_events.where(what=what)
        if event.subject in over
    }
    for event in sorted(last.values(), key=lambda one: (one.at, one.subject)):
        yield _Ended(over[event.subject], event)


def kept_entries(register: Register, tx: Transaction) -> list[Kept]:
    if register is Register.DECISIONS:
        return [*tx.political_decisions.all()]
    return [*tx.findings.all()] if register is Register.FINDINGS else [*tx.preparations.all()]


def texts(register: Register, tx: Transaction, handed: Collection[str]) -> Iterator[int]:
    """Entries of the trail with what was written of those that the archive has not been handed, also while they are open."""
    left = {one.id for one in kept_entries(register, tx)} - {*handed}
    yield from (one.text for one in kept_entries(register, tx) if one.id in left)
    yield from (one.trail for one in tx.register_events.among("subject", left))
    if register is Register.FINDINGS:
        yield from (one.trail for one in tx.finding_measures.among("finding", left))
    elif register is Register.PREPARATIONS:
        yield from (one.trail for one in tx.answered_points.among("preparation", left))


def _is_over(one: Kept) -> bool:
    if isinstance(one, PoliticalDecision):
        return one.state.is_over
    return one.state in (FindingState.CLOSED, PreparationState.CHECKED)


def decided(register: Register, look: Looking, span: Span) -> Iterator[Decided]:
    for one in _ended(register, look.tx):
        if is_within(day_of(one.event.at), span.first, span.last):
            yield _decided(register, look, one)


def _decided(register: Register, look: Looking, one: _Ended) -> Decided:
    entry, at = one.entry, one.event.at
    # Seen from the day it ended: who has left since is named as then, and the paper is the same each time.
    then = replace(look, today=replace(look.today, day=day_of(at)))
    shown = shown_entry(then, _ALL, register, entry.id)
    assert shown is not None, entry.id
    title, municipality = _title(entry), look.today.desk.settings.municipality
    return Decided(
        kind=next(kind for kind, of in KINDS.items() if of is register),
        subject=entry.id,
        year=day_of(at).year,
        title=title,
        public_title=title,
        opened=entry.made_at,
        closed=at,
        unit=enhet_name(look, entry.enhet, day_of(at)),
        responsible=person_name(look, entry.owner, day_of(at)),
        by=person_name(look, one.event.by, day_of(at)),
        is_of_person=False,
        own=(("nummer", entry.id), ("saksnummer", entry.case), ("logg", str(one.event.trail))),
        documents=(
            Content(
                title=title, kind=_("Registerkort"), format=Format.PDF,
                content=sheet_pdf(entry_sheet(shown, title), municipality, at),
            ),
        ),
    )  # fmt: skip


def _title(one: Kept) -> str:
    """Without what was written: that may be about anybody."""
    if isinstance(one, PoliticalDecision):
        return _("Vedtak {id}: {body}, {case}").format(id=one.id, body=one.body, case=one.case)
    if isinstance(one, Finding):
        return _("Funn {id}: {source}, {theme}").format(id=one.id, source=one.source, theme=one.theme)
    assert isinstance(one, Preparation)
    return _("Saksutredning {id}: {body}, {case}").format(id=one.id, body=one.body, case=one.case)


# --- the paper --------------------------------------------------------------------------------------------------------


def entry_sheet(shown: ShownEntry, title: str) -> Sheet:
    """As its page tells it, the oldest that was done first."""
    parts = [_text(shown), _measures(shown), _points(shown), _done(shown)]
    return Sheet(
        title=title,
        foot=shown.one.id,
        facts=((_("Tilstand"), shown.state), *shown.facts),
        parts=tuple(part for part in parts if part is not None),
    )


def _text(shown: ShownEntry) -> Part:
    told = shown.one.text if shown.one.text is not None else _("Teksten er slettet etter frist.")
    return Part(title=_("Hva det gjelder"), told=(told,))


def _measures(shown: ShownEntry) -> Part | None:
    rows = tuple(
        (
            one.text or "",
            one.owner,
            day(one.measure.deadline),
            day(one.measure.done) if one.measure.done is not None else _("ikke gjort"),
        )
        for one in shown.measures
    )
    headings = (_("Tiltak"), _("Ansvarlig"), _("Frist"), _("Gjort"))
    return Part(title=_("Tiltak"), tables=(Rows(headings=headings, rows=rows),)) if rows else None


def _points(shown: ShownEntry) -> Part | None:
    rows = tuple(
        (
            f"{one.name}: {one.question}",
            answer_name(one.answer),
            one.text,
            one.by,
        )
        for one in shown.points
    )
    headings = (_("Punkt"), _("Svar"), _("Hvor det står, eller hvorfor ikke"), _("Av"))
    return Part(title=_("Sjekklisten"), tables=(Rows(headings=headings, rows=rows),)) if rows else None


def _done(shown: ShownEntry) -> Part:
    rows = tuple(
        (day(one.on), one.done, one.by, one.day, one.reference, one.text or "") for one in reversed(shown.lines)
    )
    headings = (_("Ført"), _("Hva"), _("Av"), _("Gjelder"), _("Henvisning"), _("Tekst"))
    return Part(title=_("Hva som er gjort"), tables=(Rows(headings=headings, rows=rows),))


SOURCES: Mapping[ArchiveKind, Source] = {
    kind: Source(ended=partial(ended, register), decided=partial(decided, register)) for kind, register in KINDS.items()
}
