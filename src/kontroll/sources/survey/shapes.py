"""The shapes that a survey's table comes in, as the same cells: enheter as rows, enheter as columns, or a row for each mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kontroll.facts.sheet import LINE, Sheet
from kontroll.sources.survey.headings import Role, factor_of, role_of
from kontroll.sources.xmlfile import Told
from kontroll.texts import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One text of the file. role: MEAN or ANSWERS of a factor; of the enhet: ANSWERS, INVITED or RATE with no factor.

    heading: what the file calls the column or row, for messages. period: "" = the file does not say.
    """

    line: int
    enhet: str
    period: str
    factor: str
    role: Role
    text: str
    heading: str


def cells_of(sheet: Sheet, told: Told) -> list[Cell]:
    """In the order of the file; none, with a refusal, where no column says which enhet."""
    headings = sheet.headings
    roles: dict[Role, str] = {}
    for heading in headings:
        if (role := role_of(heading)) is not None:
            roles.setdefault(role, heading)
    rows = [{key: str(value or "").strip() for key, value in row.items()} for row in sheet.frame.to_dicts()]
    lines = sheet.frame.get_column(LINE).to_list()
    if Role.ENHET in roles and Role.FACTOR in roles and Role.MEAN in roles:
        return [cell for line, row in zip(lines, rows, strict=True) for cell in _long(line, row, roles)]
    if Role.ENHET in roles:
        return [cell for line, row in zip(lines, rows, strict=True) for cell in _wide(line, row, headings, roles)]
    if headings and role_of(headings[0]) is Role.FACTOR:
        return [cell for line, row in zip(lines, rows, strict=True) for cell in _turned(line, row, headings)]
    told.refuse(
        1,
        _("ingen kolonne sier hvilken enhet tallene gjelder"),
        _(
            "Kall kolonnen «enhet», med id-ene fra organisasjon.csv, eller la første kolonne hete «faktor» og de andre enhetene."
        ),
    )
    return []


def _wide(line: int, row: dict[str, str], headings: list[str], roles: dict[Role, str]) -> Iterator[Cell]:
    """A row for each enhet, a column for each factor."""
    period = row.get(roles.get(Role.PERIOD, ""), "")
    for heading in headings:
        role = role_of(heading)
        if role in (Role.ANSWERS, Role.INVITED, Role.RATE):
            factor = ""
        elif role in (Role.ENHET, Role.NAME, Role.PERIOD):
            continue
        else:
            factor, role = factor_of(heading)
        yield Cell(line=line, enhet=row[roles[Role.ENHET]], period=period, factor=factor, role=role, text=row[heading],
                   heading=heading)  # fmt: skip


def _long(line: int, row: dict[str, str], roles: dict[Role, str]) -> Iterator[Cell]:
    """A row for each enhet and factor."""
    period = row.get(roles.get(Role.PERIOD, ""), "")
    enhet, named = row[roles[Role.ENHET]], row[roles[Role.FACTOR]]
    factor, _role = factor_of(named)
    whole = role_of(named)
    if whole in (Role.ANSWERS, Role.INVITED, Role.RATE):
        yield Cell(
            line=line, enhet=enhet, period=period, factor="", role=whole, text=row[roles[Role.MEAN]], heading=named
        )
        return
    for role in (Role.MEAN, Role.ANSWERS):
        if role in roles:
            yield Cell(line=line, enhet=enhet, period=period, factor=factor, role=role, text=row[roles[role]],
                       heading=roles[role])  # fmt: skip


def _turned(line: int, row: dict[str, str], headings: list[str]) -> Iterator[Cell]:
    """A row for each factor, a column for each enhet."""
    named = row[headings[0]]
    role = role_of(named)
    factor = ""
    if role not in (Role.ANSWERS, Role.INVITED, Role.RATE):
        factor, role = factor_of(named)
    for heading in headings[1:]:
        yield Cell(line=line, enhet=heading, period="", factor=factor, role=role, text=row[heading], heading=named)
