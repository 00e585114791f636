"""Cross-check: ids in one delivered file that no other file knows.

Why: a value for an enhet that does not exist reaches no rule, and nobody would notice. Each unknown id is told once a
file, at its first line. The enhet of a record is judged by the rule that is always there, not here.
"""

from __future__ import annotations

import polars as pl

from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.domain.spelling import nearest
from kontroll.facts.facts import Facts
from kontroll.facts.sheet import FILE, LINE
from kontroll.texts import _, ngettext, number

_SERVICE = "tjeneste:"


def unknown_ids(facts: Facts) -> list[Problem]:
    """Every id that is referred to and not delivered; nothing where the organisation itself did not come."""
    organisation = facts.organisation
    if organisation.is_empty():
        return []
    enheter = _texts(organisation, "enhet")
    problems = [
        *_overordnet(organisation, enheter),
        *_unknown(organisation, "etterfolger", enheter),
        *_unknown(facts.persons.frame, "enhet", enheter, quote=False),
        *_unknown(facts.measurements, "enhet", enheter),
        *_ambitions(facts.ambitions, enheter, _texts(organisation, "tjeneste")),
    ]
    if facts.persons.delivered:
        problems += _leaders(organisation, _texts(facts.persons.frame, "person_id"))
    return problems


def _texts(frame: pl.DataFrame, column: str) -> set[str]:
    return set(frame.get_column(column).drop_nulls().to_list())


def _first_lines(frame: pl.DataFrame, column: str, known: set[str]) -> list[tuple[str, str, int, int]]:
    """(text, file, first line, rows) of each text that is not known."""
    found = (
        frame.filter(pl.col(column).is_not_null() & ~pl.col(column).is_in(list(known)))
        .group_by(column, FILE, maintain_order=True)
        .agg(pl.col(LINE).min(), pl.len().alias("rows"))
    )
    return list(found.select(column, FILE, LINE, "rows").iter_rows())


def _unknown(frame: pl.DataFrame, column: str, enheter: set[str], *, quote: bool = True) -> list[Problem]:
    """quote: False where the columns beside it are personal, and the row may be shifted."""
    return [
        _problem(Place(file, line), column, id if quote else None, rows, nearest(id, enheter) if quote else None)
        for id, file, line, rows in _first_lines(frame, column, enheter)
    ]


def _problem(place: Place, column: str, id: str | None, rows: int, guess: str | None) -> Problem:
    named = _("enheten «{id}»").format(id=id[:40]) if id is not None else _("enheten")
    what = _("{enhet} finnes ikke i organisasjon.csv (kolonnen {column})").format(enhet=named, column=column)
    if rows > 1:
        more = ngettext("{count} rad til i filen", "{count} rader til i filen", rows - 1)
        what += ", " + more.format(count=number(rows - 1))
    return Problem(
        place,
        what,
        _("Det som gjelder en ukjent enhet, når ingen regel og ingen leder."),
        _("Mente du «{guess}»? Rett id-en, og lever filen på nytt.").format(guess=guess)
        if guess
        else _("Rett id-en, eller legg enheten inn i organisasjon.csv."),
        Gravity.NOTICE,
    )


def _overordnet(organisation: pl.DataFrame, enheter: set[str]) -> list[Problem]:
    own = organisation.filter(pl.col("overordnet") == pl.col("enhet")).select("enhet", FILE, LINE)
    return [
        *_unknown(organisation, "overordnet", enheter),
        *(
            Problem(
                Place(file, line),
                _("enheten «{id}» er sin egen overordnede (kolonnen overordnet)").format(id=id[:40]),
                _("Varsler til overordnet kommer da aldri lenger enn til lederen selv."),
                _("Skriv enheten over, eller la feltet stå tomt for den øverste."),
                Gravity.NOTICE,
            )
            for id, file, line in own.iter_rows()
        ),
    ]


def _leaders(organisation: pl.DataFrame, persons: set[str]) -> list[Problem]:
    # A leader's id is personal: the line says which.
    return [
        Problem(
            Place(file, line),
            _("lederen finnes ikke i personer.csv (kolonnen leder_id)"),
            _("Ingen kan da varsles om avvik i enheten."),
            _("Legg personen inn i personer.csv, eller rett leder_id."),
            Gravity.NOTICE,
        )
        for _id, file, line, _rows in _first_lines(organisation, "leder_id", persons)
    ]


def _ambitions(ambitions: pl.DataFrame, enheter: set[str], services: set[str]) -> list[Problem]:
    known = {*enheter, "*", *(_SERVICE + service for service in services)}
    problems = []
    for id, file, line, rows in _first_lines(ambitions, "enhet", known):
        if not id.startswith(_SERVICE):
            problems.append(_problem(Place(file, line), "enhet", id, rows, nearest(id, enheter)))
            continue
        service = id.removeprefix(_SERVICE)
        guess = nearest(service, services)
        problems.append(
            Problem(
                Place(file, line),
                _("ingen enhet har tjenesten «{service}» (kolonnen enhet)").format(service=service[:40]),
                _("Ambisjonen gjelder da ingen."),
                _("Mente du «{guess}»? Skriv den rett etter kolon, uten mellomrom.").format(guess=_SERVICE + guess)
                if guess
                else _("Rett navnet på tjenesten."),
                Gravity.NOTICE,
            )
        )
    return problems
