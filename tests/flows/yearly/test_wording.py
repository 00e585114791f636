"""What the reports say of the control is no more than was counted: the sentences themselves, as they stand in the code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import kontroll
from kontroll.flows.yearly.glossary import words
from kontroll.report.document.model import Table

_HERE = Path(kontroll.__file__).parent
#: Where the chapters of the reports are written.
FOLDERS = ("flows/yearly", "flows/periods", "report/internal_control", "report/issuing")
#: What no count can carry -> what it would have to be.
TOO_MUCH = {
    r"\b[Ii]ngen avvik\b": "that nothing was found says something only beside how much was looked at",
    r"\bkontrolleres maskinelt\b|\bkontrolleres av en regel og\b": "that a rule names a sentence is not that it was checked",
    r"\b[Aa]lle regler\b(?! som)": "some are not run in some months",
    r"\b[Ii]ngen vet\b|\bvet ingen\b": "the report does not know, others may",
    r"\bavvik er rettet\b": "the rule strikes no longer: why is not known",
    r"\balt er kontrollert\b|\bfullt ut kontrollert\b|\bgarantert\b|\bi orden for alle\b": "nothing is all looked at",
}
#: Words of those who built it, that a council member has not learnt.
OF_BUILDERS = (
    r"\b(frø(et)?|forpliktet|hash|populasjon(en)?|datagrunnlag(et)?|verdikt|parameter(en)?|instans|null-verdi)\b"
)


def sentences() -> Iterator[tuple[str, str]]:
    """(file, text) of each that is read: what is given to the translator."""
    for folder in FOLDERS:
        for file in sorted((_HERE / folder).glob("*.py")):
            for node in ast.walk(ast.parse(file.read_text())):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Name)
                    and node.func.id in ("_", "N_", "ngettext")
                ):
                    for argument in node.args:
                        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                            yield file.name, argument.value


ALL = list(sentences())


def test_there_are_sentences_to_hold():
    assert len(ALL) > 300


@pytest.mark.parametrize("pattern", TOO_MUCH, ids=list(TOO_MUCH.values()))
def test_no_sentence_claims_more_than_is_counted(pattern: str):
    assert [] == [(file, text) for file, text in ALL if re.search(pattern, text)]


def test_no_sentence_is_in_the_words_of_those_who_built_it():
    assert [] == [(file, text) for file, text in ALL if re.search(OF_BUILDERS, text) and "SHA-256" not in text]


def test_a_sentence_is_written_together_and_has_no_space_before_its_end():
    assert [] == [(file, text) for file, text in ALL if re.search(r"  | [.,;:](\s|$)|\.\.$", text)]


def test_the_words_that_are_counted_in_are_explained():
    (table,) = (block for block in words().blocks if isinstance(block, Table))
    explained = {str(row[0]).lower() for row in table.rows}

    assert {
        "regel",
        "ukjent svar",
        "utslag",
        "avvik",
        "sak",
        "skal-setning",
        "stikkprøve",
        "medhold",
        "median",
    } <= explained
    assert all(str(row[1]).endswith(".") for row in table.rows)
