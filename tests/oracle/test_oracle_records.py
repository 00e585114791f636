"""Sentences of the rule language about records, each with an answer reckoned by hand."""

import random
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kontroll.recompute.language import month_of

from .judging import expected, judge
from .random_files import Typed, write_workbook
from .small_kommune import Kommune


@pytest.fixture
def kommune(tmp_path: Path) -> Kommune:
    return Kommune(tmp_path)


def field(name: str, word: str, value: Any) -> dict[str, Any]:
    return {"felt": name, "er": word, "verdi": value}


def test_amounts_are_read_with_comma_or_point_and_with_spaces_of_any_kind(kommune: Kommune) -> None:
    kommune.dataset("B1;2024-12-01;A; 100\u00a0001,50 ", "B2;2024-12-01;A;100 001.50", belop="kr")
    for bill in ("B1", "B2"):
        assert kommune.answer(field("belop", "over", 100001), record=bill) == "sann"


def test_a_parameter_is_that_of_the_records_date(kommune: Kommune) -> None:
    kommune.parameter("p", _2024_12_15=100)
    kommune.dataset("B1;2024-12-14;A;100", "B2;2024-12-15;A;100", belop="kr")
    condition = field("belop", "minst", {"parameter": "p"})

    assert kommune.answer(condition, record="B1") == "ukjent"
    assert kommune.answer(condition, record="B2") == "sann"


def test_a_bestand_is_judged_in_every_month_and_by_the_parameters_of_its_last_day(kommune: Kommune) -> None:
    kommune.parameter("p", _2024_01_31=100, _2024_02_29=200)
    form = {"bestand": {"fra": "dato", "til": "til"}}
    kommune.dataset("B1;2024-01-31;A;2024-03-01;150", "B2;2024-02-29;A;;150", form=form, til="dato", belop="kr")
    kommune.rule(field("belop", "minst", {"parameter": "p"}), grunnlag="faktura")

    assert kommune.lines("2023-12", "2024-04") == [
        "r-1;A;2024-01;B1;sann",
        "r-1;A;2024-02;B1;usann",
        "r-1;A;2024-02;B2;usann",
        "r-1;A;2024-03;B1;usann",
        "r-1;A;2024-03;B2;usann",
        "r-1;A;2024-04;B2;usann",
    ]


def test_the_end_of_the_period_moves_by_days_and_knows_the_leap_year(kommune: Kommune) -> None:
    kommune.dataset("B1;2024-02-10;A;2024-02-29", "B2;2024-02-10;A;2024-03-01", "B3;2024-02-10;A;", forfall="dato")
    leaf = field("forfall", "senest", {"periodeslutt": "ja"})
    later = field("forfall", "lik", {"periodeslutt": "ja", "pluss_dager": 1})

    assert [kommune.answer(leaf, "2024-02", record=one) for one in ("B1", "B2", "B3")] == ["sann", "usann", "ukjent"]
    assert [kommune.answer(later, "2024-02", record=one) for one in ("B1", "B2")] == ["usann", "sann"]


def test_a_text_compares_trimmed_case_sensitive_and_composed(kommune: Kommune) -> None:
    kommune.dataset("B1;2024-12-01;A; A\u030as ", "B2;2024-12-01;A;ås", "B3;2024-12-01;A; ", sted="tekst")
    for condition in (field("sted", "lik", "Ås"), {"felt": "sted", "i": ["Ås", "Bø"]}):
        answers = [kommune.answer(condition, record=one) for one in ("B1", "B2", "B3")]
        assert answers == ["sann", "usann", "ukjent"]
    assert kommune.answer({"felt": "sted", "mangler": "ja"}, record="B3") == "sann"
    assert kommune.answer({"felt": "sted", "mangler": "nei"}, record="B3") == "usann"


def test_a_clock_over_midnight_a_weekday_and_a_round_amount(kommune: Kommune) -> None:
    kommune.dataset(
        "B1;2024-12-01;A;2024-12-01 22:00;2000",
        "B2;2024-12-02;A;2024-12-02T05:59:59;-1000",
        "B3;2024-12-03;A;2024-12-03T21:59;1000,01",
        "B4;2024-12-04;A;;0",
        tid="tidspunkt",
        belop="kr",
    )
    clock = {"felt": "tid", "klokke": {"fra": "22:00", "til": "06:00"}}
    bills = ("B1", "B2", "B3", "B4")
    assert [kommune.answer(clock, record=one) for one in bills] == ["sann", "sann", "usann", "ukjent"]
    sunday = {"felt": "dato", "ukedag": [6, 7]}
    assert [kommune.answer(sunday, record=one) for one in bills] == ["sann", "usann", "usann", "usann"]
    even = {"felt": "belop", "rundt": 1000}
    assert [kommune.answer(even, record=one) for one in bills] == ["sann", "sann", "usann", "sann"]


def test_a_look_up_is_unknown_only_where_a_missing_operand_could_decide(kommune: Kommune) -> None:
    kommune.dataset("B1;2024-12-01;A;p1", "B2;2024-12-01;A;p2", "B3;2024-12-01;A;p3", "B4;2024-12-01;A;", hvem="tekst")
    kommune.file("personer.csv", "person_id;navn;epost;rolle;enhet;gjelder_fra;gjelder_til",
                 "p1;;;leder;A;;", "p1;;;;A;;", "p2;;;;A;;")  # fmt: skip
    tests = [field("person_id", "lik", {"felt": "hvem"}), field("rolle", "lik", "leder")]

    def answers(wanted: str) -> list[str]:
        look_up = {"oppslag": "personer", "der": tests, "finnes": wanted}
        return [kommune.answer(look_up, record=one) for one in ("B1", "B2", "B3", "B4")]

    assert answers("ja") == ["sann", "ukjent", "usann", "ukjent"]
    assert answers("nei") == ["usann", "ukjent", "sann", "ukjent"]


def test_a_group_reaches_back_less_than_its_days_and_counts_the_record_itself(kommune: Kommune) -> None:
    kommune.dataset(
        "B1;2023-12-02;A;Bø;70",
        "B2;2024-12-01;A;Bø;40",
        "B3;2024-12-02;A;Bø;30",
        "B4;2024-12-03;A;Bø;",
        "B5;2024-12-31;A;;30",
        lev="tekst",
        belop="kr",
    )
    sums = {"gruppert": {"like": ["lev"], "dager": 366, "sum": "belop"}, "er": "minst", "verdi": 140}
    # 2023-12-02 is 366 days before 2024-12-02 (a leap year): outside for B3, 365 before B2's date: inside
    assert [kommune.answer(sums | {"verdi": 110}, record=one) for one in ("B2", "B3")] == ["sann", "usann"]
    assert [kommune.answer(sums, record=one) for one in ("B4", "B5")] == ["ukjent", "ukjent"]
    count = {"gruppert": {"like": ["lev"], "dager": 366, "antall": "ja"}, "er": "lik", "verdi": 2}
    answers = [kommune.answer(count, record=one) for one in ("B2", "B3", "B4", "B5")]
    assert answers == ["sann", "sann", "usann", "ukjent"]


def test_the_later_file_wins_per_key_and_wins_whole(kommune: Kommune) -> None:
    kommune.dataset("B1;2024-12-01;A;5;6", belop="kr", netto="kr")
    kommune.file("datasett/faktura/g.csv", "bilag;dato;ansvar;belop;netto", "B1;2024-12-01;A;7;")

    assert kommune.answer(field("belop", "lik", 7), record="B1") == "sann"
    assert kommune.answer(field("netto", "lik", 6), record="B1") == "ukjent"


def test_a_key_by_line_counts_the_heading_and_blank_lines(kommune: Kommune) -> None:
    kommune.dataset("x;2024-12-01;A", "", "y;2024-12-01;A", form={"nokkel": "linje"})
    kommune.rule({"felt": "bilag", "mangler": "nei"}, grunnlag="faktura")

    assert kommune.lines("2024-12") == ["r-1;A;2024-12;f.csv:2;sann", "r-1;A;2024-12;f.csv:4;sann"]


def test_records_are_judged_whoever_their_unit_is_and_the_unit_is_a_matter_of_its_own(kommune: Kommune) -> None:
    kommune.units("A;;skole;;2024-11", "B;;skole;;")
    kommune.dataset("B1;2024-12-01;A", "B2;2024-12-01;B", "B3;2024-12-01;", "B4;2024-12-01;X", "B5;i går;B")
    kommune.rule({"felt": "dato", "mangler": "nei"}, grunnlag="faktura")

    assert expected(kommune.rules, kommune.data, "2024-12").splitlines() == [
        "regel;enhet;periode;post;resultat",
        "datakvalitet-enhet;;2024-12;B3;sann",
        "datakvalitet-enhet;A;2024-12;B1;sann",
        "datakvalitet-enhet;B;2024-12;B2;usann",
        "datakvalitet-enhet;X;2024-12;B4;sann",
        "r-1;;2024-12;B3;sann",
        "r-1;A;2024-12;B1;sann",
        "r-1;B;2024-12;B2;sann",
        "r-1;X;2024-12;B4;sann",
    ]


def test_gjelder_of_a_record_rule_needs_a_matching_unit_that_month_or_the_id_itself(kommune: Kommune) -> None:
    kommune.units("A;;skole;;2024-11", "B;;skole;;")
    kommune.dataset("B1;2024-12-01;A", "B2;2024-12-01;B", "B3;2024-12-01;")
    there = {"felt": "dato", "mangler": "nei"}
    kommune.rule(there, grunnlag="faktura", gjelder={"tjeneste": ["skole"]})
    assert kommune.lines("2024-12") == ["r-1;B;2024-12;B2;sann"]
    kommune.rule(there, grunnlag="faktura", gjelder={"enhet": ["A"]})
    assert kommune.lines("2024-12") == ["r-1;A;2024-12;B1;sann"]


def test_a_unit_rule_counts_records_with_utslag_and_unknown_ones_only_where_they_could_decide(
    kommune: Kommune,
) -> None:
    kommune.dataset("B1;2024-12-01;A;5", "B2;2024-12-02;A;", "B3;2024-12-02;A;1", "B4;2024-11-30;A;5", belop="kr")
    kommune.rule(field("belop", "høyst", 3), name="r-2", type="skal", grunnlag="faktura")

    answers = [kommune.answer({"utslag": "r-2", "antall": {"minst": k}}) for k in (1, 2, 3)]
    assert answers == ["sann", "ukjent", "usann"]
    assert kommune.answer({"utslag": "r-2", "antall": {"minst": 1}, "paa_rad": 2}) == "sann"
    assert kommune.answer({"utslag": "r-2", "antall": {"minst": 1}, "paa_rad": 3}) == "usann"


def test_a_number_or_a_date_in_a_workbook_needs_no_local_form(kommune: Kommune) -> None:
    form = {"datoformat": "%d/%m/%Y", "tallformat": {"desimal": ",", "tusen": "."}}
    kommune.dataset("B1;01/12/2024;A;1.234;0", form=form, kurs="tall", sats="tall")
    headings = ["bilag", "dato", "ansvar", "kurs", "sats"]
    typed = [
        "B2",
        Typed.of("-", date(2024, 12, 2)),
        "A",
        Typed.of("-", Decimal("1.234")),
        Typed.of("-", Decimal("0.1")),
    ]
    write_workbook(kommune.data / "datasett" / "faktura" / "g.xlsx", [headings, typed], random.Random(1))

    thousand, decimal, tenth = field("kurs", "lik", 1234), field("kurs", "lik", Decimal("1.234")), Decimal("0.1")
    assert [kommune.answer(thousand, record=one) for one in ("B1", "B2")] == ["sann", "usann"]
    assert [kommune.answer(decimal, record=one) for one in ("B1", "B2")] == ["usann", "sann"]
    assert kommune.answer(field("sats", "lik", tenth), record="B2") == "sann"


class TestComputedIndicators:
    """antall, sum and andel over the unit's records dated in the period."""

    def value(self, kommune: Kommune, recipe: dict[str, Any], decimals: int = 0, month: str = "2024-12") -> str:
        """The figure, or ukjent."""
        kommune.gauges.clear()
        kommune.indicator(id="telt", desimaler=decimals, beregnet=recipe)
        found = judge(kommune.rules, kommune.data)
        value = found.on_units.value(found.book.indicators["telt"], "A", month_of(month))
        return "ukjent" if value is None else str(value)

    def test_no_records_is_none_for_a_number_and_unknown_for_a_share(self, kommune: Kommune) -> None:
        kommune.dataset("B1;2024-11-30;A;5", "B2;2024-12-01;B;5", belop="kr")
        assert self.value(kommune, {"antall": "faktura"}) == "0"
        assert self.value(kommune, {"sum": "faktura", "felt": "belop"}) == "0"
        assert self.value(kommune, {"andel": "faktura", "der": field("belop", "over", 1)}) == "ukjent"

    def test_an_unknown_record_matters_only_if_it_could_change_the_rounded_sum(self, kommune: Kommune) -> None:
        kommune.dataset("B1;2024-12-01;A;5;ja", "B2;2024-12-01;A;0,4;", belop="kr", ok="janei")
        recipe = {"sum": "faktura", "felt": "belop", "der": field("ok", "lik", "ja")}
        assert self.value(kommune, recipe) == "5"
        assert self.value(kommune, recipe, decimals=1) == "ukjent"
        kommune.dataset("B1;2024-12-01;A;5;ja", "B2;2024-12-01;A;0,5;", belop="kr", ok="janei")
        assert self.value(kommune, recipe) == "ukjent"
        kommune.dataset("B1;2024-12-01;A;5;ja", "B2;2024-12-01;A;;nei", belop="kr", ok="janei")
        assert self.value(kommune, recipe) == "5"
        assert self.value(kommune, {"sum": "faktura", "felt": "belop"}) == "ukjent"

    def test_an_unknown_record_may_leave_a_coarse_share_as_it_is(self, kommune: Kommune) -> None:
        known = [f"B{number};2024-12-01;A;{'ja' if number else ''}" for number in range(250)]
        kommune.dataset(*known, ok="janei")
        recipe = {"andel": "faktura", "der": field("ok", "lik", "ja")}
        assert self.value(kommune, recipe) == "100"  # 99.6 or 100
        assert self.value(kommune, recipe, decimals=1) == "ukjent"
        assert self.value(kommune, {"antall": "faktura", "der": field("ok", "lik", "ja")}) == "ukjent"
