"""Of pay: each decision on resultatlønn of a leader: what was measured, what was judged, and what was decided, apart."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kontroll.domain.archiving import ArchiveKind
from kontroll.domain.pay import Matter, PayReview
from kontroll.domain.truth import Result
from kontroll.flows.archive.naming import day_of, enhet_name, is_within, person_name
from kontroll.flows.archive.source import Span
from kontroll.flows.people.looking import Looking
from kontroll.flows.saker.acting import TEXT
from kontroll.report.archive.model import Content, Decided, Format
from kontroll.report.archive.sheet import Part, Sheet, sheet_pdf
from kontroll.store.transaction import Transaction
from kontroll.texts import N_, _, moment

_MEASURED = {
    Result.TRUE: N_("Den målte delen ga grunnlag."),
    Result.FALSE: N_("Den målte delen ga ikke grunnlag."),
}


def ended(tx: Transaction) -> Iterator[tuple[str, date]]:
    for one in tx.pay_reviews.all():
        if one.decided_at is not None:
            yield one.id, day_of(one.decided_at)


def decided(look: Looking, span: Span) -> Iterator[Decided]:
    for one in look.tx.pay_reviews.all():
        if one.decided_at is not None and is_within(day_of(one.decided_at), span.first, span.last):
            yield _decided(look, one)


def _decided(look: Looking, one: PayReview) -> Decided:
    assert one.decided_at is not None
    day = day_of(one.decided_at)
    leader, by, unit = (
        person_name(look, one.leader, day), person_name(look, one.decided_by, day), enhet_name(look, one.enhet, day)
    )  # fmt: skip
    title = _("Resultatlønn {year} for {person}, {enhet}").format(year=one.year, person=leader, enhet=unit)
    municipality = look.today.desk.settings.municipality
    paper = sheet_pdf(_sheet(look, one, title, leader, by, unit), municipality, one.decided_at)
    return Decided(
        kind=ArchiveKind.PAY,
        subject=one.id,
        year=day.year,
        title=title,
        public_title=_("Resultatlønn {year} for *****").format(year=one.year),
        opened=one.decided_at,
        closed=one.decided_at,
        unit=unit,
        responsible=by,
        by=by,
        is_of_person=True,
        own=(("logg", str(one.trail)), ("grunnlagetsSha256", one.grounds or "")),
        documents=(Content(title=title, kind=_("Avgjørelse"), format=Format.PDF, content=paper),),
    )


def _sheet(look: Looking, one: PayReview, title: str, leader: str, by: str, unit: str) -> Sheet:
    assert one.decided_at is not None
    entries = [entry for entry in (one.whole_trail, one.development_trail, one.trail) if entry]
    texts = {seq: text for (seq, name), text in look.tx.trail.texts(entries).items() if name == TEXT}
    gone = _("Begrunnelsen er slettet etter frist.")
    judged = []
    for matter in Matter:
        judgement, entry = one.judged(matter), one.reason(matter)
        if judgement is not None and entry is not None:
            judged.append(f"{matter.value.capitalize()}: {judgement.value}. {texts.get(entry, gone)}")
    measured = _(_MEASURED[one.measured]) if one.measured in _MEASURED else _("Den målte delen var ukjent.")
    return Sheet(
        title=title,
        foot=_("resultatlønn {id}").format(id=one.id),
        facts=(
            (_("Leder"), leader),
            (_("Enhet"), unit),
            (_("År"), str(one.year)),
            (_("Utfall"), one.outcome.value if one.outcome is not None else ""),
            (_("Avgjort av"), by),
            (_("Tid"), moment(one.decided_at)),
        ),
        parts=(
            Part(title=_("Det som er målt"), told=(measured,)),
            Part(title=_("Det som er skjønn"), told=tuple(judged)),
            Part(title=_("Avgjørelsen"), told=(texts.get(one.trail or 0, gone),)),
        ),
    )
