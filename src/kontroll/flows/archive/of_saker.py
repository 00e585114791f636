"""Of saker: each closed sak with its avvik, what was said and decided in it, and what it rests on.

Why not all of them: what is between few persons (talks, pay) is not followed up on any list, and goes nowhere from here. What was
reported about whoever leads the administration is the kontrollutvalg's, and those who make this package work under her.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from kontroll.domain.archiving import ArchiveKind
from kontroll.domain.avvik import Avvik
from kontroll.domain.notice import Notice
from kontroll.domain.sak import ALL_REPORTED, REPORTED_OF_TOP, SAMPLED, SILENT_SUPERIOR, Sak, SakState
from kontroll.flows.archive.basis import Basis
from kontroll.flows.archive.naming import day_of, enhet_name, is_within, noon, person_name
from kontroll.flows.archive.source import Span
from kontroll.flows.people.looking import Looking
from kontroll.flows.saker.said import Said, said_in, tiltak_texts
from kontroll.flows.showing.saker_pages import shown_sak
from kontroll.report.archive.model import Content, Decided, Format
from kontroll.report.archive.sheet import Part, Rows, Sheet, sheet_pdf
from kontroll.report.plainly.grounds import hjemmel_name
from kontroll.report.words import severity_name
from kontroll.store.transaction import Transaction
from kontroll.texts import _, day, moment, ngettext, number

#: Saker that are about somebody by their kind, whatever a rule says.
_OF_PERSONS = (*ALL_REPORTED, SILENT_SUPERIOR, SAMPLED)
#: Avvik that are listed on the paper; all of them stand in the file beside it.
_MOST_LISTED = 100


def ended(tx: Transaction) -> Iterator[tuple[str, date]]:
    for one in _closed(tx):
        assert one.closed_on is not None
        yield one.id, one.closed_on


def _closed(tx: Transaction) -> Iterator[Sak]:
    for one in tx.saker.where(state=SakState.CLOSED, confined=False):
        if one.kind != REPORTED_OF_TOP and one.closed_on is not None:
            yield one


def decided(look: Looking, span: Span) -> Iterator[Decided]:
    saker = [one for one in _closed(look.tx) if one.closed_on and is_within(one.closed_on, span.first, span.last)]
    ids = {one.id for one in saker}
    found: dict[str, list[Avvik]] = defaultdict(list)
    for one in look.tx.avvik.among("sak", ids):
        if one.sak is not None and not one.confined:
            found[one.sak].append(one)
    told: dict[str, list[Notice]] = defaultdict(list)
    for notice in look.tx.notices.among("sak", ids):
        if notice.sak is not None:
            told[notice.sak].append(notice)
    basis = Basis(look)
    for sak in sorted(saker, key=lambda one: (one.closed_on or date.min, one.id)):
        yield _decided(look, basis, sak, sorted(found[sak.id], key=lambda one: one.key), told[sak.id])


def _decided(look: Looking, basis: Basis, sak: Sak, avvik: Sequence[Avvik], notices: Sequence[Notice]) -> Decided:
    assert sak.closed_on is not None
    said = said_in(look.tx, sak.id)
    at = _closed_at(sak, said)
    title = _("Sak {id}: {about}").format(id=sak.id, about=shown_sak(look.today, sak).about)
    rests_on = basis.of(sak, avvik)
    municipality = look.today.desk.settings.municipality
    paper = sheet_pdf(_sheet(look, sak, title, avvik, said, notices, len(rests_on["leveranser"])), municipality, at)
    beside = (json.dumps(rests_on, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
    rule = look.today.desk.rulebook.rules.get(sak.rule or "")
    return Decided(
        kind=ArchiveKind.SAK,
        subject=sak.id,
        year=sak.closed_on.year,
        title=title,
        public_title=_("Sak {id}: *****").format(id=sak.id),
        opened=noon(sak.opened),
        closed=at,
        unit=enhet_name(look, sak.enhet, sak.closed_on),
        responsible=person_name(look, sak.owner, sak.closed_on),
        by=person_name(look, sak.closed_by, sak.closed_on),
        is_of_person=sak.kind in _OF_PERSONS or (rule is not None and rule.control_measure is not None),
        own=(("sak", sak.id), ("regel", sak.rule or ""), ("utfall", sak.outcome.value if sak.outcome else "")),
        documents=(
            Content(title=title, kind=_("Sak"), format=Format.PDF, content=paper),
            Content(title=_("Det saken bygger på"), kind=_("Grunnlag"), format=Format.JSON, content=beside),
        ),
    )


def _closed_at(sak: Sak, said: Sequence[Said]) -> datetime:
    """When the last decision of the day was made; noon where kontroll closed it by itself."""
    assert sak.closed_on is not None
    of_day = [one.decision.at for one in said if day_of(one.decision.at) == sak.closed_on]
    return max(of_day, default=noon(sak.closed_on))


# --- the paper --------------------------------------------------------------------------------------------------------


def _sheet(
    look: Looking, sak: Sak, title: str, avvik: Sequence[Avvik], said: Sequence[Said], notices: Sequence[Notice], files: int
) -> Sheet:  # fmt: skip
    closed = sak.closed_on or sak.opened
    rule = look.today.desk.rulebook.rules.get(sak.rule or "")
    facts = [
        (_("Enhet"), enhet_name(look, sak.enhet, closed)),
        (_("Alvor"), severity_name(sak.severity)),
        (_("Åpnet"), day(sak.opened)),
        (_("Eier"), person_name(look, sak.owner, closed)),
        (_("Lukket"), day(closed)),
        (_("Lukket av"), person_name(look, sak.closed_by, closed) or _("kontroll selv")),
        (_("Utfall"), sak.outcome.value if sak.outcome is not None else ""),
    ]
    if rule is not None:
        known = look.today.desk.reglementer
        grounds = ", ".join(hjemmel_name(one, known) for one in rule.hjemmel)
        facts += [(_("Regel"), f"{rule.name} ({rule.id})"), (_("Hjemmel"), grounds)]
    parts = [_why(notices), _found(avvik), _decisions(look, said), _measures(look, sak, said), _told(look, notices)]
    return Sheet(
        title=title,
        foot=_("sak {id}").format(id=sak.id),
        facts=tuple(facts),
        parts=(*(part for part in parts if part is not None), _rests_on(files)),
    )


def _why(notices: Sequence[Notice]) -> Part | None:
    lines = next((one.why for one in notices if one.why), "").splitlines()
    return Part(title=_("Hvorfor"), told=tuple(line for line in lines if line.strip())) if lines else None


def _found(avvik: Sequence[Avvik]) -> Part | None:
    if not avvik:
        return None
    told = ngettext("{n} avvik hører til saken.", "{n} avvik hører til saken.", len(avvik)).format(n=number(len(avvik)))
    more = _("De {n} første er listet her; alle står i vedlegget.").format(n=number(_MOST_LISTED))
    rows = tuple(
        (one.post or one.subject, str(one.first), str(one.last_struck), str(one.resolved or ""))
        for one in avvik[:_MOST_LISTED]
    )
    headings = (_("Gjelder"), _("Funnet fra"), _("Funnet til"), _("Løst"))
    return Part(
        title=_("Avvik"),
        told=(told, more if len(avvik) > _MOST_LISTED else ""),
        tables=(Rows(headings=headings, rows=rows),),
    )


def _decisions(look: Looking, said: Sequence[Said]) -> Part | None:
    if not said:
        return None
    rows = tuple(
        (
            moment(one.decision.at),
            f"{one.decision.kind}: {one.decision.outcome}".capitalize(),
            person_name(look, one.decision.by, day_of(one.decision.at)),
            " ".join(dict.fromkeys(text for text in (one.text, one.evidence) if text)),
            number(one.decision.trail),
        )
        for one in said
    )
    headings = (_("Tid"), _("Hva"), _("Av"), _("Tekst"), _("I loggen"))
    return Part(title=_("Svar og avgjørelser"), tables=(Rows(headings=headings, rows=rows),))


def _measures(look: Looking, sak: Sak, said: Sequence[Said]) -> Part | None:
    texts = tiltak_texts(list(said))
    rows = tuple(
        (
            texts.get(one.id, ""),
            person_name(look, one.owner, one.deadline),
            day(one.deadline),
            day(one.done) if one.done else _("ikke gjort"),
        )
        for one in look.tx.tiltak.where(sak=sak.id)
    )
    headings = (_("Tiltak"), _("Ansvarlig"), _("Frist"), _("Gjort"))
    return Part(title=_("Tiltak"), tables=(Rows(headings=headings, rows=rows),)) if rows else None


def _told(look: Looking, notices: Sequence[Notice]) -> Part | None:
    told = sorted({(one.created, one.reason.value, one.recipient) for one in notices})
    rows = tuple((day(on), reason.capitalize(), person_name(look, person, on)) for on, reason, person in told)
    headings = (_("Dag"), _("Varsel"), _("Til"))
    return Part(title=_("Hvem som ble varslet"), tables=(Rows(headings=headings, rows=rows),)) if rows else None


def _rests_on(files: int) -> Part:
    listed = ngettext("{n} levert fil", "{n} leverte filer", files).format(n=number(files))
    return Part(
        title=_("Hva saken bygger på"),
        told=(
            _("Vedlegget navngir regelen med versjon, månedenes svar og {files}, hver med SHA-256. «kontroll revisorpakke» "
              "for de samme månedene gir alt som trengs for å regne det ut på nytt, så lenge tallene er beholdt.").format(
                  files=listed
              ),
        ),
    )  # fmt: skip
