"""Hjemler: whether the points that rules and parameters rest on are there in the kommune's reglementer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from kontroll.domain.hjemmel import Hjemmel
from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.domain.reglement import Reglement, Reglementer
from kontroll.domain.rule import Rule
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.spelling import nearest
from kontroll.texts import _


def check_hjemler(rulebook: Rulebook, reglementer: Reglementer) -> list[Problem]:
    """A problem for each hjemmel that points at nothing, in rule order. None where the kommune has no reglement at all."""
    if not reglementer.by_id:
        return []
    found: list[Problem] = []
    for rule in rulebook.rules.values():
        for hjemmel in rule.hjemmel:
            found += _of_rule(rule, hjemmel, reglementer)
        for exemption in rule.exemptions:
            for hjemmel in exemption.hjemmel:
                found += _missing(_place(rule.file, hjemmel), hjemmel, reglementer)
    for parameter in rulebook.parameters.values():
        for value in parameter.values:
            for hjemmel in value.hjemmel:
                found += _missing(Place(f"parametre/{parameter.id}"), hjemmel, reglementer)
    return list(dict.fromkeys(found))


def _of_rule(rule: Rule, hjemmel: Hjemmel, reglementer: Reglementer) -> Iterator[Problem]:
    place = _place(rule.file, hjemmel)
    missing = list(_missing(place, hjemmel, reglementer))
    yield from missing
    if not missing and hjemmel.reglement is not None and not reglementer.meant_by(hjemmel):
        yield Problem(
            place,
            _("{hjemmel} har ingen skal-setning").format(hjemmel=hjemmel),
            _("Punktet binder ingen, og regelen kontrollerer da ikke noe som reglementet krever."),
            _("Vis til punktet der kravet står, eller skriv kravet som en setning med skal eller må."),
            Gravity.NOTICE,
        )


def _missing(place: Place, hjemmel: Hjemmel, reglementer: Reglementer) -> Iterator[Problem]:
    if hjemmel.reglement is None:
        return
    reglement = reglementer.by_id.get(hjemmel.reglement)
    if reglement is None:
        guess = nearest(hjemmel.reglement, reglementer.by_id)
        yield Problem(
            place,
            _("reglementet «{id}» finnes ikke").format(id=hjemmel.reglement),
            _("Ingen kan slå opp hva regelen bygger på."),
            _("Mente du «{guess}»?").format(guess=guess)
            if guess
            else _("Legg teksten i policies/reglement/{id}.md, eller rett hjemmelen.").format(id=hjemmel.reglement),
            Gravity.NOTICE,
        )
    elif hjemmel.punkt is not None and not reglement.has(hjemmel.punkt):
        near = reglement.nearest(hjemmel.punkt)
        yield Problem(
            place,
            _("{name} har ikke noe punkt {punkt}").format(name=reglement.name, punkt=hjemmel.punkt),
            _("Ingen kan slå opp hva regelen bygger på, og ingen får vite det når kravet blir endret."),
            _("Det nærmeste er punkt {near}: «{text}»").format(near=near, text=_text(reglement, near))
            if near
            else _("Reglementet har ingen punkter med nummer."),
            Gravity.INCOMPLETE,
        )


def _text(reglement: Reglement, number: str) -> str:
    sentences = reglement.at(number)
    text = sentences[0].text if sentences else next((p.heading for p in reglement.points if p.number == number), "")
    return text if len(text) <= 80 else text[:77].rstrip() + "…"


def _place(file: str, hjemmel: Hjemmel) -> Place:
    """The line where the hjemmel is written; the file where it cannot be found."""
    try:
        lines = Path(file).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return Place(file)
    written = re.compile(rf"\breglement:\s*[\"']?{re.escape(hjemmel.reglement or '')}\b")
    for number, line in enumerate(lines, start=1):
        if written.search(line) and (hjemmel.punkt is None or hjemmel.punkt in line):
            return Place(file, number)
    return Place(file)
