"""What a follow-up sees of a result is the same in columns as in plain words."""

from __future__ import annotations

from itertools import product

import polars as pl
import pytest

from kontroll.domain.avvik import Seen, seen
from kontroll.domain.hjemmel import Hjemmel
from kontroll.domain.rule import Rule, RuleType, Severity, Status
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.truth import Result
from kontroll.engine.seen import STRUCK, SUBJECT, seen_by_avvik
from kontroll.engine.verdicts import CODES, SCHEMA

IN_COLUMNS = {1: Seen.STRUCK, 0: Seen.CLEAR, None: Seen.UNKNOWN}


def a_rule(type: RuleType) -> Rule:
    return Rule(
        id="r", name="R", area="", type=type, status=Status.IN_USE, severity=Severity.LOW,
        hjemmel=(Hjemmel(lov="kommuneloven"),), versions=(),
    )  # fmt: skip


def columns(type: RuleType, result: Result, post: str = "") -> pl.DataFrame:
    verdicts = pl.DataFrame([("r", "1", 24_000, post, CODES[result])], schema=SCHEMA, orient="row")
    return seen_by_avvik(verdicts, Rulebook(rules={"r": a_rule(type)}))


@pytest.mark.parametrize(
    ("type", "result"), list(product([t for t in RuleType if t.opens_avvik], Result)), ids=lambda one: one.value
)
def test_columns_and_words_see_the_same(type: RuleType, result: Result):
    found = columns(type, result)

    told = Seen.GONE if found.is_empty() else IN_COLUMNS[found[STRUCK][0]]

    assert seen(a_rule(type), result, stopped=False) is told


@pytest.mark.parametrize("type", [t for t in RuleType if not t.opens_avvik], ids=lambda one: one.value)
def test_what_grants_something_opens_no_avvik(type: RuleType):
    assert columns(type, Result.TRUE).is_empty()


def test_an_avvik_is_about_the_record_and_else_about_the_enhet():
    assert ["1", "B7"] == [columns(RuleType.DEVIATION, Result.TRUE, post)[SUBJECT][0] for post in ("", "B7")]
