"""Issued document: what was checked, with its number, the names of those who signed, and the statement."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from kontroll.report.document.kinds import draft_told, known_told, unjudged_in
from kontroll.report.document.model import Document, Section, Told
from kontroll.texts import _, day

#: The chapter of the statement.
STATEMENT = "erklaering"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """name: of the issue, as `2026/3`. on: the day it was issued. checked: name and day. statement, confirmed: what the
    kommunedirektør said, with her name and the day; "" and None where the kind has none. replaces: of the issue before,
    "" = none. reason: why it is corrected.
    """

    name: str
    on: date
    checked: tuple[str, date]
    statement: str = ""
    confirmed: tuple[str, date] | None = None
    replaces: str = ""
    reason: str = ""


def issued_document(sent: Document, signed: Signed) -> Document:
    """sent: as it was checked. Nobody's name stands in it but of those who signed."""
    chapters = tuple(_unsigned(one) for one in sent.sections if one.id != STATEMENT)
    if signed.confirmed is not None:
        chapters += (statement_chapter(signed.statement, *signed.confirmed),)
    return replace(
        sent, sections=chapters, standing=tuple(_standing(sent, signed)), facts=(*sent.facts, *_facts(signed))
    )


def drafted_statement(document: Document) -> str:
    """What the kommunedirektør may begin with, and write otherwise. Months for which nothing was run are named in it.

    Why they are: what was not looked at is no part of the picture that she vouches for.
    """
    told = _(
        "Jeg har lest rapporten. Etter mitt syn gir den et riktig bilde av internkontrollen med administrasjonens virksomhet i "
        "{period}: av rutinene vi har, kontrollene som er gjennomført, hvordan avvik er fulgt opp, og hva vi ikke har "
        "kontrollert. Tallene er telt av det som er registrert, og er ikke endret for hånd."
    ).format(period=document.period)
    months = unjudged_in(document.standing)
    if not months:
        return told
    lacking = _(
        "Kontrollen er ikke kjørt for {months}. For disse månedene vet vi ikke hvilke avvik som fantes, og rapporten gir ikke "
        "noe bilde av dem."
    )
    return f"{told}\n\n{lacking.format(months=months)}"


def statement_chapter(text: str, name: str, on: date) -> Section:
    parts = [part.strip() for part in text.split("\n\n") if part.strip()]
    signature = _("{name}, kommunedirektør, {day}").format(name=name, day=day(on))
    return Section(
        id=STATEMENT, title=_("Kommunedirektørens erklæring"), is_mandatory=True,
        drafted=tuple(Told((part,)) for part in (*parts, signature)),
    )  # fmt: skip


def unconfirmed_chapter() -> Section:
    """In the place of the statement, in a draft. It is not written over: nobody vouches in another's name."""
    told = _("Kommunedirektøren har ikke bekreftet rapporten. Det skjer når den er kvalitetssikret, før den utgis.")
    return Section(id=STATEMENT, title=_("Kommunedirektørens erklæring"), blocks=(Told((told,)),), is_mandatory=True)


def _unsigned(section: Section) -> Section:
    return replace(section, by="", number=0, parts=tuple(_unsigned(part) for part in section.parts))


def _standing(sent: Document, signed: Signed) -> list[str]:
    # The first is short enough to stand at the foot of every page.
    told = [
        _("Rapport {name}.").format(name=signed.name),
        _("Utgitt {day}.").format(day=day(signed.on)),
        known_told(sent.known),
    ]
    # What its figures do not hold, such as months that are not judged, is as true when it is issued.
    told += [one for one in sent.standing if one != draft_told() and one not in told]
    if signed.replaces:
        told.append(
            _("Den erstatter rapport {name}. Grunn: {reason}").format(name=signed.replaces, reason=signed.reason)
        )
    return told


def _facts(signed: Signed) -> list[tuple[str, str]]:
    facts = [
        (_("Rapport"), signed.name),
        (_("Utgitt"), day(signed.on)),
        (_("Kvalitetssikret av"), _("{name}, {day}").format(name=signed.checked[0], day=day(signed.checked[1]))),
    ]
    if signed.confirmed is not None:
        name, on = signed.confirmed
        facts.append((_("Erklæring bekreftet av"), _("{name}, {day}").format(name=name, day=day(on))))
    if signed.replaces:
        facts.append((_("Erstatter"), _("rapport {name}").format(name=signed.replaces)))
    return facts
