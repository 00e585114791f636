"""What is counted once and remembered is what would be counted anew."""

from __future__ import annotations

import polars as pl

from kontroll.domain.truth import Result
from kontroll.engine.verdicts import CODES
from kontroll.report.summary import Summaries
from kontroll.wiring import Desk


def test_the_answers_of_each_rule_and_month_are_counted_as_the_rows_say(village_seen: tuple[Summaries, Desk]) -> None:
    situation = village_seen[0].situation
    for month in situation.months:
        rows = situation.of_month(month).filter(pl.col("resultat") != CODES[Result.NOT_IN_FORCE])
        for rule in {*rows.get_column("regel"), "finnes-ikke"}:
            of_rule = rows.filter(pl.col("regel") == rule)
            unknown = of_rule.filter(pl.col("resultat") == CODES[Result.UNKNOWN]).height
            expected = (of_rule.height, of_rule.filter("struck").height, unknown)
            assert situation.counted.get((month.ordinal, rule), (0, 0, 0)) == expected, (month, rule)


def test_what_is_unknown_of_a_rule_or_an_enhet_is_the_same_however_it_is_asked_for(
    village_seen: tuple[Summaries, Desk],
) -> None:
    situation = village_seen[0].situation
    made, alone = Summaries(situation), Summaries(situation)
    every = made.of(situation.last).unchecked.answers
    assert every
    for rule in {one.rule.id for one in every}:
        among = [(one.enhet, one.post) for one in every if one.rule.id == rule]
        told = made.unknown(situation.last, rule, among)
        assert told == [one for one in every if one.rule.id == rule]
        assert {(one.enhet, one.post) for one in alone.unknown(situation.last, rule, among)} == set(among)
        assert made.unknown(situation.last, rule, []) == []
    for enhet in {one.enhet for one in every}:
        assert made.unknown_of(situation.last, enhet) == [one for one in every if one.enhet == enhet]
