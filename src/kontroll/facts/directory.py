"""Directory out of facts: the organisation and the persons of the latest deliveries, to be asked about any day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kontroll.domain.directory import Directory
from kontroll.domain.month import Month
from kontroll.domain.people import EnhetSpan, LeadKind, PersonSpan, RoleHeld, Tenure
from kontroll.facts.facts import Facts

_KINDS = {kind.value: kind for kind in LeadKind}
# Facts count a row without gjelder_fra from the year 0, which no Month has.
_EARLIEST = Month(1, 1).ordinal


def directory(facts: Facts) -> Directory:
    """Everybody and everything in organisasjon.csv and personer.csv. A row without person_id is left out: it is nobody's."""
    rows = [row for row in facts.persons.standing().to_dicts() if row["person_id"]]
    return Directory(
        spans=[_span(row) for row in facts.organisation.to_dicts()],
        persons=[
            PersonSpan(
                person=row["person_id"],
                name=row["navn"],
                email=row["epost"],
                first=row["gjelder_fra"],
                last=row["gjelder_til"],
            )
            for row in rows
        ],
        tenures=_tenures(rows),
        roles=_roles(rows),
    )


def _span(row: dict[str, Any]) -> EnhetSpan:
    return EnhetSpan(
        enhet=row["enhet"],
        name=row["navn"] or row["enhet"],
        unit_type=row["enhetstype"],
        superior=row["overordnet"],
        service=row["tjeneste"],
        leader=row["leder_id"],
        first=Month.from_ordinal(max(row["first"], _EARLIEST)),
        last=None if row["last"] is None else Month.from_ordinal(row["last"]),
        successor=row["etterfolger"],
    )


def _tenures(rows: list[dict[str, Any]]) -> Iterator[Tenure]:
    for row in rows:
        kind = _kind(row)
        if kind is not None and row["enhet"]:
            yield Tenure(
                person=row["person_id"],
                enhet=row["enhet"],
                kind=kind,
                first=row["gjelder_fra"],
                last=row["gjelder_til"],
            )


def _roles(rows: list[dict[str, Any]]) -> Iterator[RoleHeld]:
    for row in rows:
        if row["rolle"] and _kind(row) is None:
            yield RoleHeld(
                person=row["person_id"],
                role=row["rolle"],
                enhet=row["enhet"],
                first=row["gjelder_fra"],
                last=row["gjelder_til"],
            )


def _kind(row: dict[str, Any]) -> LeadKind | None:
    return _KINDS.get((row["rolle"] or "").strip().casefold())
