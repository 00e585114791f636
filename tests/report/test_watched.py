"""Internal control's list as it is shown: each row with its place, rules and records, and no person to who may not see."""

from __future__ import annotations

from pathlib import Path

import pytest

from kontroll.domain.access import EVERYWHERE, NOWHERE, Seen
from kontroll.report.situation import Situation
from kontroll.report.summary import Summaries
from kontroll.report.watched import seen_rows, shown_rows
from village import FEBRUARY, JANUARY, RULES, village

#: Two suppliers: L1 dear at Bygda skole in two months, L2 dear at Lia skole once, and many that are cheap.
INVOICES = """bilag;dato;ansvar;belop;attestant;anviser;{who}
B1;2026-01-05;1;5000,00;A;B;L1
B2;2026-02-05;1;6000,00;A;B;L1
B3;2026-02-06;2;7000,00;A;B;L2
B4;2026-02-06;2;10,00;A;B;L2
B5;2026-02-06;2;10,00;A;B;L3
B6;2026-02-06;1;10,00;A;B;L4
"""


def bought(folder: Path, who: str = "leverandor") -> Situation:
    described = RULES["datasett/faktura.yaml"] + f"  - {{id: {who}, type: tekst}}\n"
    return village(folder, rules={"datasett/faktura.yaml": described}, faktura=INVOICES.format(who=who))


def test_a_row_leads_to_its_rules_and_to_each_record_in_the_month_it_was_struck(tmp_path: Path):
    situation = bought(tmp_path)
    rows = Summaries(situation).watched()

    first = shown_rows(situation, seen_rows(rows, EVERYWHERE), NOWHERE)[0]

    assert ("L1", "Bygda skole", 1) == (first.name, first.enhet, first.place)
    found = {shown.evidence.rule.id: shown.records for shown in first.evidence}
    assert [("B2", FEBRUARY), ("B1", JANUARY)] == [(one.post, one.month) for one in found["stort-kjop"]]
    assert () == found.get("merforbruk", ())  # about the enhet, and no record of its


def test_a_leader_is_shown_her_own_rows_with_the_places_they_have_among_all(tmp_path: Path):
    situation = bought(tmp_path)
    rows = Summaries(situation).watched()

    hers = shown_rows(situation, seen_rows(rows, Seen(frozenset({"2"}))), NOWHERE)

    assert {"Lia skole"} == {one.enhet for one in hers}
    assert hers[0].place > 1
    assert [] == seen_rows(rows, NOWHERE)


@pytest.mark.parametrize(("persons", "names"), [(NOWHERE, {""}), (Seen(frozenset({"1"})), {"L1", ""}),
                                               (EVERYWHERE, {"L1", "L2"})])  # fmt: skip
def test_who_holds_a_card_is_named_to_whoever_may_see_persons_there(tmp_path: Path, persons: Seen, names: set[str]):
    situation = bought(tmp_path, who="kortholder")

    shown = shown_rows(situation, seen_rows(Summaries(situation).watched(), EVERYWHERE), persons)

    assert names == {one.name for one in shown}
    assert {False} == {one.is_supplier for one in shown}


def test_figures_are_written_as_people_write_them(tmp_path: Path):
    situation = bought(tmp_path)
    first = shown_rows(situation, seen_rows(Summaries(situation).watched(), EVERYWHERE), NOWHERE)[0]

    assert "," in first.points
    assert "," not in first.kroner
