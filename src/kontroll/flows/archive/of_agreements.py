"""Of agreements: each version that both have signed, as it was agreed; and how it went, when the year is concluded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from kontroll.domain.agreement import Agreement, AgreementState
from kontroll.domain.archiving import ArchiveKind
from kontroll.flows.agreements.agree import CONTENT
from kontroll.flows.agreements.give_agreement import agreement_pdf
from kontroll.flows.agreements.shown_agreement import shown_agreement
from kontroll.flows.archive.naming import day_of, enhet_name, is_within, person_name
from kontroll.flows.archive.source import Span
from kontroll.flows.people.looking import Looking
from kontroll.report.archive.model import Content, Decided, Format
from kontroll.store.transaction import Transaction
from kontroll.texts import _

#: What the id of the result of an agreement ends with.
_RESULT = "/resultat"


def ended(tx: Transaction) -> Iterator[tuple[str, date]]:
    for one in tx.agreements.all():
        signed = signed_at(one)
        if signed is not None:
            yield one.id, day_of(signed)
        if signed is not None and one.result_at is not None:
            yield f"{one.id}{_RESULT}", day_of(one.result_at)


def signed_at(one: Agreement) -> datetime | None:
    """When the second of the two signed."""
    if one.state is AgreementState.DRAFT or one.person_at is None or one.superior_at is None:
        return None
    return max(one.person_at, one.superior_at)


def decided(look: Looking, span: Span) -> Iterator[Decided]:
    for one in look.tx.agreements.all():
        signed = signed_at(one)
        if signed is None:
            continue
        if is_within(day_of(signed), span.first, span.last):
            # As it was agreed: what was said of it later is the result.
            then = replace(one, state=AgreementState.AGREED, result_at=None, result_read_at=None)
            yield _decided(look, then, signed, "")
        if one.result_at is not None and is_within(day_of(one.result_at), span.first, span.last):
            yield _decided(look, one, one.result_at, _RESULT)


def _decided(look: Looking, one: Agreement, at: datetime, suffix: str) -> Decided:
    day = day_of(at)
    unit, leader, other = (
        enhet_name(look, one.enhet, day), person_name(look, one.person, day), person_name(look, one.superior, day)
    )  # fmt: skip
    told = (
        _("Resultat av resultatavtale {year} for {enhet}")
        if suffix
        else _("Resultatavtale {year} for {enhet}, versjon {n}")
    )
    title = told.format(year=one.year, enhet=unit, n=one.number)
    paper = agreement_pdf(shown_agreement(look, one, {}), look.today.desk.settings.municipality, at)
    documents = [Content(title=title, kind=_("Avtale"), format=Format.PDF, content=paper)]
    signed = look.tx.trail.text(one.content, CONTENT) if one.content and not suffix else None
    if signed is not None:
        documents.append(
            Content(
                title=_("Det som ble bekreftet, ordrett"),
                kind=_("Grunnlag"),
                format=Format.JSON,
                content=signed.encode(),
            )
        )
    return Decided(
        kind=ArchiveKind.AGREEMENT,
        subject=f"{one.id}{suffix}",
        year=day.year,
        title=title,
        public_title=title,
        opened=one.made_at,
        closed=at,
        unit=unit,
        responsible=leader,
        by=other or leader,
        is_of_person=True,
        own=(("avtale", one.id), ("logg", str(one.content))),
        documents=tuple(documents),
    )
