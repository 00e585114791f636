"""`kontroll regler vis ID`: one rule in plain Norwegian."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from kontroll.cli.console import print_problems
from kontroll.domain.spelling import fold
from kontroll.settings import FILE, Settings, read_settings, shipped_policies, shipped_rules
from kontroll.texts import NORWAY, _

if TYPE_CHECKING:
    from kontroll.domain.problem import Problem
    from kontroll.domain.rulebook import Rulebook
    from kontroll.report.plainly import PlainRule, Section, Sentence
    from kontroll.report.track_record import TrackRecord

NEAR = 3


def add_to(group: typer.Typer) -> None:
    group.command(
        "vis", help=_("Viser én regel på norsk: hva den krever, hvem den gjelder, hjemmelen og hva som følger.")
    )(vis)


def vis(
    id: Annotated[str, typer.Argument(metavar="ID", help="Regelens id, f.eks. faktura-001.")],
    regler: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="MAPPE",
            help="Mappe med regler. Kan gis flere ganger; den siste vinner. Uten: reglene som følger med, "
            "og kommunens egne når kommandoen gis i kommunens mappe.",
        ),
    ] = None,
    som_json: Annotated[bool, typer.Option("--json", help="Delene og setningene som JSON, for et program.")] = False,
) -> None:
    """Exit 1 where the rule cannot be read, 2 where there is none with that id."""
    # Loaded here: help and mistakes should not wait for it.
    from kontroll.report.plainly import as_text
    from kontroll.rulebook.read import read_rulebook

    rulebook, problems = read_rulebook(regler or usual_folders())
    shown = _plainly(rulebook, id)
    if shown is None:
        _refuse(id, rulebook, list(problems))
    record = _track_record(id) if regler is None else None
    if som_json:
        print(json.dumps(_as_json(shown) | _record_as_json(record), ensure_ascii=False, indent=2))
        return
    print(as_text(shown))
    if record is not None:
        print("\n".join(["", _("Slik har regelen virket"), *(f"  {one}" for one in _record_told(record))]))


def usual_folders() -> Sequence[Path]:
    """The shipped rules, and the kommune's own above them where the command is given in its home."""
    settings = _settings_here()
    return [shipped_rules()] if settings is None else _stack(shipped_rules(), settings.rules)


def usual_policies() -> Sequence[Path]:
    """The same for policies, where the reglementer stand."""
    settings = _settings_here()
    return [shipped_policies()] if settings is None else _stack(shipped_policies(), settings.policies)


def _stack(shipped: Path, own: Path) -> Sequence[Path]:
    from kontroll.wiring import stack

    return stack(shipped, own)


def _settings_here() -> Settings | None:
    """Those of the home in which the command is given; None outside one. Exit 1 where they cannot be read."""
    if not Path(FILE).exists():
        return None
    settings, problems = read_settings(Path())
    print_problems(problems)
    if settings is None:
        raise typer.Exit(1)
    return settings


def _plainly(rulebook: Rulebook, id: str) -> PlainRule | None:
    from kontroll.domain.rulebook import ENHET_RULE
    from kontroll.policybook import read_reglementer
    from kontroll.report.plainly import plainly
    from kontroll.report.situation import BUILT_IN_RULE

    rule = BUILT_IN_RULE if id == ENHET_RULE else rulebook.rules.get(id)
    if rule is None:
        return None
    reglementer, _problems = read_reglementer(usual_policies())
    return plainly(rulebook, rule, datetime.now(NORWAY).date(), reglementer)


def _refuse(id: str, rulebook: Rulebook, problems: Sequence[Problem]) -> NoReturn:
    """Says what is wrong with the rule's own file; else that there is no such rule, and which may be meant."""
    own = [problem for problem in problems if Path(problem.place.file).stem == id]
    found = own or ([] if rulebook.rules else problems)
    if found:
        print_problems(found)
        raise typer.Exit(1)
    told = _("Det finnes ingen regel med id «{id}».").format(id=id)
    near = _near(id, rulebook)
    if near:
        told += " " + _("Mente du {near}?").format(near=_either(near, rulebook))
    print(told, file=sys.stderr)
    raise typer.Exit(2)


def _near(id: str, rulebook: Rulebook) -> list[str]:
    """Ids that are the same but for signs and zeros, ids that look like it, then rules whose name has the word."""
    same = [rule for rule in rulebook.rules if _plain(rule) == _plain(id)]
    named = [rule.id for rule in rulebook.rules.values() if len(id) > 2 and id.lower() in rule.name.lower()]
    return list(dict.fromkeys([*same, *get_close_matches(id, rulebook.rules, n=NEAR), *named]))[:NEAR]


def _plain(id: str) -> str:
    """`okonomi-001`, `okonomi1` and `Økonomi 01` are one."""
    return re.sub(r"0+(?=\d)|[^a-z0-9]", "", fold(id).lower())


def _either(ids: Sequence[str], rulebook: Rulebook) -> str:
    from kontroll.report.plainly.wording import either

    return either([f"{id} («{rulebook.rules[id].name}»)" for id in ids])


# --- how it has done ------------------------------------------------------------------------------------------


def _track_record(id: str) -> TrackRecord | None:
    """None outside a kommune's home, and where its database cannot be read: the rule is shown all the same."""
    settings = _settings_here()
    if settings is None:
        return None
    from kontroll.flows.books.latest_coverage import track_record_of
    from kontroll.wiring import open_database

    database, _problems = open_database(settings)
    if database is None:
        return None
    try:
        with database.reading() as tx:
            return track_record_of(tx, id)
    finally:
        database.close()


def _record_told(record: TrackRecord) -> list[str]:
    from kontroll.report.track_record import told

    return told(record)


def _record_as_json(record: TrackRecord | None) -> dict[str, object]:
    if record is None:
        return {}
    found = {
        "maaneder": record.months,
        "virket": record.worked,
        "kjente_svar": record.known,
        "utslag": record.struck,
        "avgjorte_saker": record.alarms.decided,
        "falske_alarmer": record.alarms.false_alarms,
        "boer_utgaa": record.retire,
    }
    return {"virkning": found}


# --- for a program --------------------------------------------------------------------------------------------


def _as_json(rule: PlainRule) -> dict[str, object]:
    return {"id": rule.id, "navn": rule.name, "deler": [_section(section) for section in rule.sections]}


def _section(section: Section) -> dict[str, object]:
    lead = {} if section.lead is None else {"innledning": section.lead.text, "merke": section.lead.own_words}
    return {
        "id": section.id,
        "tittel": section.title,
        **{key: value for key, value in lead.items() if value},
        "setninger": [_sentence(one, str(i), section.is_tree) for i, one in enumerate(section.sentences, start=1)],
    }


def _sentence(sentence: Sentence, number: str, is_numbered: bool) -> dict[str, object]:
    below = [_sentence(one, f"{number}.{i}", is_numbered) for i, one in enumerate(sentence.children, start=1)]
    told = {
        "nummer": number if is_numbered else "",
        "tekst": sentence.text,
        "merke": sentence.own_words,
        "forklaring": list(sentence.notes),
        "under": below,
    }
    return {key: value for key, value in told.items() if value}
