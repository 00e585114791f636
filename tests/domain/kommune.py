"""A small kommune that tests lead, leave and reorganise: four levels, one person in each post."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from kontroll.domain.directory import Directory
from kontroll.domain.month import Month
from kontroll.domain.people import EnhetSpan, LeadKind, PersonSpan, RoleHeld, Tenure

START, OCTOBER = Month(2020, 1), Month(2026, 10)
DAY = date(2026, 10, 15)

TOP = EnhetSpan(enhet="1000", name="Rådmannen", unit_type="rådmann", leader="rita", first=START)
HR = EnhetSpan(enhet="1200", name="HR", unit_type="stab", superior="1000", leader="hans", first=START)
AREA = EnhetSpan(enhet="2000", name="Oppvekst", unit_type="kommunalsjef", superior="1000", leader="kari", first=START)
DISTRICT = EnhetSpan(
    enhet="2100", name="Skole øst", unit_type="virksomhet", superior="2000", leader="vera", first=START
)
SCHOOL = EnhetSpan(
    enhet="2101", name="Lia skole", unit_type="tjenestested", superior="2100", leader="lise", first=START
)
OTHER = replace(SCHOOL, enhet="2102", name="Moen skole", leader="odd")
UNITS = (TOP, HR, AREA, DISTRICT, SCHOOL, OTHER)


def kommune(
    *changed: EnhetSpan,
    people: Iterable[Tenure | RoleHeld | PersonSpan] = (),
) -> Directory:
    """The kommune, with these rows in place of those of the same enhet."""
    gone = {span.enhet for span in changed}
    people = list(people)
    return Directory(
        spans=[*(span for span in UNITS if span.enhet not in gone), *changed],
        persons=[row for row in people if isinstance(row, PersonSpan)],
        tenures=[row for row in people if isinstance(row, Tenure)],
        roles=[row for row in people if isinstance(row, RoleHeld)],
    )


def acting(person: str, enhet: str = "2101", first: date | None = None, last: date | None = None) -> Tenure:
    return Tenure(person=person, enhet=enhet, kind=LeadKind.ACTING, first=first, last=last)


def deputy(person: str, enhet: str = "2101") -> Tenure:
    return Tenure(person=person, enhet=enhet, kind=LeadKind.DEPUTY)


def leads(person: str, enhet: str = "2101", first: date | None = None, last: date | None = None) -> Tenure:
    return Tenure(person=person, enhet=enhet, kind=LeadKind.LEADER, first=first, last=last)


def away(person: str, enhet: str | None = None, first: date | None = None, last: date | None = None) -> RoleHeld:
    return RoleHeld(person=person, role="fraværende", enhet=enhet, first=first, last=last)


def vacant(span: EnhetSpan) -> EnhetSpan:
    return replace(span, leader=None)


def closed(span: EnhetSpan, successor: str | None = None) -> EnhetSpan:
    """Until September 2026."""
    return replace(span, last=OCTOBER.plus(-1), successor=successor)
