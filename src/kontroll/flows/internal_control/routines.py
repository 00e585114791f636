"""Routines: letter b: what is written down, whether it is as new as it should be, and whether it is known to those it binds."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from kontroll.domain.internalcontrol import Criterion
from kontroll.domain.reglement import Reglement
from kontroll.domain.reglement import Standing as Controlled
from kontroll.facts.facts import ENHET, KEY
from kontroll.flows.internal_control.look import Look, MapPlace, reglement_record, sorted_out
from kontroll.flows.reglement.readings import read_by
from kontroll.flows.reglement.training import trained
from kontroll.report.document.model import Record
from kontroll.report.internal_control.evidence import Evidence
from kontroll.report.skal_register import SkalRow
from kontroll.texts import _

#: Skal-sentences that are looked at: with so high a risk.
GRAVE = 4
#: So many of ten must have read, or finished a course.
_OF_TEN = 9


def routines(look: Look, place: MapPlace) -> Iterator[Evidence]:
    reglementer, day = look.reglementer(place), look.today.day
    yield sorted_out(Criterion.REGLEMENTER, reglementer, reglement_record, _is_adopted)
    yield sorted_out(
        Criterion.REVISED,
        reglementer,
        reglement_record,
        lambda one: one.next_revision is not None and one.next_revision >= day,
    )
    grave = [row for row in look.register if row.sentence.risk >= GRAVE and row.reglement in reglementer]
    yield sorted_out(Criterion.CONTROLLED, grave, sentence_record, lambda row: row.standing is not Controlled.NONE)
    mine = {one.id for one in reglementer}
    known = look.once("lest", lambda: read_by(look.tx, look.today.desk, day))
    read = [one for one in known if one.reglement.id in mine and one.coverage.should]
    yield sorted_out(
        Criterion.READ,
        read,
        lambda one: reglement_record(one.reglement),
        lambda one: 10 * one.coverage.has >= _OF_TEN * one.coverage.should,
    )
    yield from _delivered(look, place)


def _is_adopted(one: Reglement) -> bool:
    return one.adopted is not None and bool(one.owner)


def sentence_record(row: SkalRow) -> Record:
    number = row.sentence.number
    return Record(
        kind=_("skal-setning"),
        id=f"{row.reglement.id} {number}",
        name=_("{reglement} {number}").format(reglement=row.reglement.name, number=number),
        address=f"/reglement/{row.reglement.id}#{number}",
    )


def _delivered(look: Look, place: MapPlace) -> Iterator[Evidence]:
    editions = look.standing_rows("reglement_revisjon", "gjelder_fra", "gjelder_til", "dokument", "neste_revisjon")
    if editions is not None:
        rows = look.of_place(editions, place).sort(KEY).select(KEY, "dokument", "neste_revisjon").rows()
        yield sorted_out(
            Criterion.ROUTINES,
            rows,
            lambda row: Record(kind=_("reglement eller rutine"), id=str(row[0]), name=str(row[1] or "")),
            lambda row: row[2] is not None and row[2] >= look.today.day,
        )
    authorities = look.standing_rows("fullmakt", "gjelder_fra", "gjelder_til")
    if authorities is not None:
        given = set(look.of_place(authorities, place).get_column(ENHET).to_list())
        enheter = sorted(look.active if place.enheter is None else place.enheter)
        yield sorted_out(Criterion.AUTHORITY, enheter, look.enhet, lambda enhet: enhet in given)
    courses = [one for one in trained(look.tx, look.rulebook, look.today.day) if one.coverage.should]
    yield sorted_out(
        Criterion.TRAINED,
        courses,
        lambda one: Record(kind=_("kurs"), id=one.name, name=one.name, address="/reglement"),
        lambda one: 10 * one.coverage.has >= _OF_TEN * one.coverage.should,
    )


def assessments(look: Look, place: MapPlace) -> pl.DataFrame | None:
    """Risk assessments that stand, of the place: key, tema, vurdert_dato, hoye, tiltak_ref, enhet."""
    found = look.standing_rows(
        "risikovurdering", "gjelder_fra", "gjelder_til", "tema", "vurdert_dato", "hoye", "tiltak_ref"
    )
    if found is None:
        return None
    return look.of_place(found, place).sort(KEY).select(KEY, "tema", "vurdert_dato", "hoye", "tiltak_ref", ENHET)
