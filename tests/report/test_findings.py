"""The result list: the heaviest first, with the sums of what was struck, and nothing personal in it unless asked for."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kontroll.cli.result_list import result_list
from kontroll.domain.month import Month
from kontroll.flows.judging.evaluate import Evaluated, evaluate_folder
from kontroll.report.findings import Findings, Group, findings

HERE = Path(__file__).resolve().parent
RULES = HERE.parent / "real" / "innkjopskort" / "rules"
ORGANISATION = HERE.parent / "real" / "innkjopskort" / "data" / "organisasjon.csv"
HEADING = "CARDNUM,DATE,MERCHNUM,MERCHDESCRIPTION,MERCHSTATE,MERCHZIP,TRANSTYPE,AMOUNT"
FIRST, LAST = Month.parse("2010-01"), Month.parse("2010-12")


def bought(card: str, day: str, merchant: str, amount: str, kind: str = "P", name: str = "BUTIKK") -> str:
    return f'{card},{day},{merchant},{name},VA,22202,{kind},"${amount.replace(".", ",")}"'


def evaluated(tmp_path: Path, *rows: str) -> Evaluated:
    folder = tmp_path / "datasett" / "innkjopskort"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "kjop.csv").write_text("\n".join([HEADING, *rows]) + "\n", encoding="utf-8")
    (tmp_path / "organisasjon.csv").write_bytes(ORGANISATION.read_bytes())
    return evaluate_folder([RULES], tmp_path, FIRST, LAST)


def found(tmp_path: Path, *rows: str, count: int = 10, personal: bool = False) -> Findings:
    done = evaluated(tmp_path, *rows)
    assert done.facts is not None
    assert done.verdicts is not None
    listed = findings(done.rulebook, done.facts, done.verdicts.frame, "innkjopskort", count, personal=personal)
    assert listed is not None
    return listed


def printed(tmp_path: Path, *rows: str, personal: bool = False) -> str:
    done = evaluated(tmp_path, *rows)
    assert done.facts is not None
    assert done.verdicts is not None
    return "\n".join(result_list(done.rulebook, done.facts, done.verdicts, FIRST, LAST, 10, personal=personal))


#: Plain purchases on Wednesdays, so that something is not struck.
QUIET = [bought("K-STILLE", "06/01/2010", f"M{n}", f"{100 + n}.10") for n in range(40)]
SPLIT = [bought("K-DELER", "06/01/2010", "M-DELT", amount) for amount in ("1400.50", "1300.25")]
OVER = bought("K-OVER", "13/01/2010", "M-OVER", "2500.01")


def test_groups_have_the_sums_of_what_was_struck_in_them(tmp_path: Path):
    listed = found(tmp_path, *QUIET, *SPLIT, OVER)

    merchants = {group.value: (group.records, group.amount) for group in listed.groups["brukersted"]}
    assert {"M-DELT": (2, Decimal("2700.75")), "M-OVER": (1, Decimal("2500.01"))} == merchants
    assert (43, 3, Decimal("5200.76")) == (listed.judged, listed.struck, listed.amount)


def test_a_record_struck_by_more_rules_comes_first(tmp_path: Path):
    twice = bought("K-TO", "14/03/2010", "", "2600")  # a Sunday, without a merchant, over the limit

    first = found(tmp_path, *QUIET, *SPLIT, OVER, twice).records[0]

    assert ("kjop.csv:45", Decimal("2600.00")) == (first.place, first.amount)
    assert ["kort-001", "kort-005", "kort-006", "kort-008"] == sorted(rule.id for rule in first.rules)


def test_what_is_rare_weighs_more_than_what_is_common_at_the_same_severity(tmp_path: Path):
    doubles = [bought(f"K{n}", "06/01/2010", f"D{n}", "70") for n in range(10) for _twice in range(2)]
    later = [bought("K-STILLE", "05/05/2010", f"M{n}", f"{200 + n}.10") for n in range(40)]
    new = bought("K-NY", "05/05/2010", "M-NY", "2100.50")

    listed = found(tmp_path, *QUIET, *later, *doubles, new, count=50)

    weight = {record.rules[0].id: record.weight for record in listed.records}
    assert weight["kort-007"] > weight["kort-004"] > 0  # both middels


def test_a_broken_requirement_is_utslag_and_a_met_one_is_not(tmp_path: Path):
    rules = {one.rule.id: (one.struck, one.judged) for one in found(tmp_path, *QUIET, OVER).rules}

    assert (1, 41) == rules["kort-001"]


def test_unknown_answers_are_counted_and_never_struck(tmp_path: Path):
    without = bought("K-UTEN", "06/01/2010", "", "10")

    rules = {one.rule.id: (one.struck, one.unknown) for one in found(tmp_path, *QUIET, without).rules}

    assert (0, 1) == rules["kort-004"]


def test_no_card_number_stands_in_the_list(tmp_path: Path):
    text = printed(tmp_path, *QUIET, *SPLIT, OVER)

    assert not [card for card in ("K-STILLE", "K-DELER", "K-OVER") if card in text]
    assert "kort nr. 2\n" in text
    assert "kort nr. 3\n" in text
    assert "personopplysning: vist som nummer i filens rekkefølge" in text


def test_who_may_see_persons_sees_the_card_number(tmp_path: Path):
    assert "K-DELER" in printed(tmp_path, *QUIET, *SPLIT, personal=True)


def test_the_list_tells_rules_groups_and_records_with_reasons_in_words(tmp_path: Path):
    text = printed(tmp_path, *QUIET, *SPLIT)

    assert "42 poster er vurdert. 2 poster har utslag, på til sammen 2 700,75.".replace("2 700", "2\u00a0700") in text
    assert "– Kjøp delt opp for å komme under grensen (høy): 2 poster, 2\u00a0700,75" in text
    assert "M-DELT (BUTIKK)" in text
    assert "kjop.csv:42 · 6. januar 2010 · 1\u00a0400,50" in text


def test_without_any_find_the_list_says_so(tmp_path: Path):
    text = printed(tmp_path, *QUIET)

    assert "40 poster er vurdert. 0 poster har utslag, på til sammen 0,00." in text
    assert "tyngste" not in text


amounts = st.sampled_from(["70", "70", "499.99", "500", "2249", "2250", "2499", "2500", "2500.01"])
lines = st.lists(
    st.tuples(st.sampled_from("ABC"), st.integers(1, 28), st.sampled_from(["M1", "M2", "M3", ""]), amounts),
    min_size=1,
    max_size=30,
)


@given(lines)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_the_sums_are_those_of_the_verdicts(tmp_path: Path, purchases: list[tuple[str, int, str, str]]):
    rows = [bought(f"K{card}", f"{day:02}/05/2010", merchant, amount) for card, day, merchant, amount in purchases]

    listed = found(tmp_path, *rows, count=100)

    done = evaluated(tmp_path, *rows)
    assert done.verdicts is not None
    struck: dict[int, set[str]] = defaultdict(set)
    for line in done.verdicts.csv().decode().splitlines()[1:]:
        rule, _enhet, _month, post, result = line.split(";")
        if rule != "datakvalitet-enhet" and result == ("usann" if rule == "kort-001" else "sann"):
            struck[int(post.rpartition(":")[2]) - 2].add(rule)
    assert dict(struck) == {
        int(record.place.rpartition(":")[2]) - 2: {rule.id for rule in record.rules} for record in listed.records
    }
    assert listed.amount == sum((Decimal(purchases[at][3]) for at in struck), Decimal(0))
    for merchant in {purchases[at][2] for at in struck} - {""}:
        group = next(one for one in listed.groups["brukersted"] if one.value == merchant)
        of_merchant = [at for at in struck if purchases[at][2] == merchant]
        assert (len(of_merchant), sum(Decimal(purchases[at][3]) for at in of_merchant)) == (group.records, group.amount)
        _its_reasons_are_those_of_its_records(group, [struck[at] for at in of_merchant])


def _its_reasons_are_those_of_its_records(group: Group, struck: list[set[str]]) -> None:
    assert {rule.id: count for rule, count, _amount in group.reasons} == {
        id: sum(id in rules for rules in struck) for id in set().union(*struck)
    }


def test_the_same_answers_give_the_same_list(tmp_path: Path):
    rows = [*QUIET, *SPLIT, OVER]

    assert printed(tmp_path, *rows) == printed(tmp_path, *rows)


@pytest.mark.parametrize("count", [1, 2])
def test_no_more_than_asked_for_is_shown(tmp_path: Path, count: int):
    listed = found(tmp_path, *QUIET, *SPLIT, OVER, count=count)

    assert (count, count) == (len(listed.records), len(listed.groups["brukersted"]))
