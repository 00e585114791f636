"""Of reports: each issue of a report to the council, with the files that were given out, as they were given out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kontroll.domain.archiving import ArchiveKind
from kontroll.domain.issuing import Issue
from kontroll.flows.archive.naming import day_of, is_within, person_name
from kontroll.flows.archive.source import Span
from kontroll.flows.people.looking import Looking
from kontroll.report.archive.model import Content, Decided, Format
from kontroll.report.archive.sheet import Part, Sheet, sheet_pdf
from kontroll.store.transaction import Transaction
from kontroll.texts import _, moment

_FORMATS = {one.ending: one for one in Format}


def ended(tx: Transaction) -> Iterator[tuple[str, date]]:
    for one in tx.issues.all():
        yield one.name, day_of(one.at)


def decided(look: Looking, span: Span) -> Iterator[Decided]:
    for one in look.tx.issues.all():
        if is_within(day_of(one.at), span.first, span.last):
            yield _decided(look, one)


def _decided(look: Looking, one: Issue) -> Decided:
    by = person_name(look, one.by, day_of(one.at))
    title = _("Rapport {name}: {title}").format(name=one.name, title=one.title)
    files = look.tx.issued_files.where(year=one.year, number=one.number)
    documents = [
        Content(title=file.name, kind=_("Rapport"), format=_FORMATS[ending], content=file.content)
        for file in files
        if (ending := file.name.rpartition(".")[2]) in _FORMATS
    ]
    documents.sort(key=lambda document: (not document.format.is_archival, document.title))
    if not documents or not documents[0].format.is_archival:
        documents.insert(0, _cover(look, one, title, by))
    municipality = look.today.desk.settings.municipality
    return Decided(
        kind=ArchiveKind.REPORT,
        subject=one.name,
        year=one.year,
        title=title,
        public_title=title,
        opened=one.at,
        closed=one.at,
        unit=municipality,
        responsible=by,
        by=by,
        is_of_person=False,
        own=(
            ("utgave", one.name),
            ("erstatter", one.replaces),
            ("innholdSha256", one.content),
            ("logg", str(one.trail)),
        ),
        documents=tuple(documents),
    )


def _cover(look: Looking, one: Issue, title: str, by: str) -> Content:
    """Where no file of the issue is one that an archive keeps as it is, what was issued is said on a paper of its own."""
    sheet = Sheet(
        title=title,
        foot=_("rapport {name}").format(name=one.name),
        facts=((_("Utgitt av"), by), (_("Tid"), moment(one.at)), (_("Erstatter"), one.replaces)),
        parts=(
            Part(
                title=_("Hva som ble utgitt"),
                told=(_("Innholdet har SHA-256 {digest}.").format(digest=one.content),),
            ),
        ),
    )
    paper = sheet_pdf(sheet, look.today.desk.settings.municipality, one.at)
    return Content(title=title, kind=_("Rapport"), format=Format.PDF, content=paper)
