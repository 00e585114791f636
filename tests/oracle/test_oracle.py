"""Sentences of the rule language about units, each with an answer reckoned by hand."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from .small_kommune import Kommune


@pytest.fixture
def kommune(tmp_path: Path) -> Kommune:
    return Kommune(tmp_path)


def leaf(**tests: Any) -> dict[str, Any]:
    return {"indikator": "fravaer", **tests}


def over(value: Any, **more: Any) -> dict[str, Any]:
    return leaf(er="over", verdi=value, **more)


@pytest.mark.parametrize(("delivered", "value"), [("0,05", "0.1"), ("0.049", "0"), ("-0,05", "-0.1"), ("-0,049", "0")])
def test_values_round_half_away_from_zero_on_import(kommune: Kommune, delivered: str, value: str) -> None:
    kommune.indicator()
    kommune.series(delivered)

    assert kommune.answer(leaf(er="lik", verdi=Decimal(value))) == "sann"


def test_a_threshold_is_not_rounded(kommune: Kommune) -> None:
    kommune.indicator()
    kommune.series("0,1")

    assert kommune.answer(over(Decimal("0.05"))) == "sann"
    assert kommune.answer(over(Decimal("0.14"))) == "usann"


def test_the_later_row_wins_by_file_name_and_then_line_also_when_it_is_bad(kommune: Kommune) -> None:
    kommune.indicator()
    kommune.deliver("A;fravaer;2024-12;9;", name="a.csv")
    kommune.deliver("A;fravaer;2024-12;1;", name="Z.csv")

    assert kommune.answer(over(5)) == "sann"  # «a» comes after «Z» by code point

    kommune.deliver("A;fravaer;2024-12;9;", "A;fravaer;2024-12;12O;", name="a.csv")

    assert kommune.answer(over(5)) == "ukjent"


@pytest.mark.parametrize(("count", "answer"), [("4", "ukjent"), ("5", "sann"), ("", "ukjent")])
def test_a_value_with_too_few_or_an_unstated_number_behind_it_is_skjermet(
    kommune: Kommune, count: str, answer: str
) -> None:
    kommune.indicator(min_antall=5)
    kommune.deliver(f"A;fravaer;2024-12;9;{count}")

    assert kommune.answer(over(5)) == answer


def test_direction_words_follow_the_indicator_and_fremgang_reads_larger_as_better(kommune: Kommune) -> None:
    kommune.indicator()
    kommune.series("5 4")

    assert kommune.answer(leaf(er="bedre_enn", verdi=5)) == "sann"  # 4 < 5, lower is better
    assert kommune.answer(leaf(er="minst_like_god_som", verdi=4)) == "sann"
    assert kommune.answer(leaf(endring={"siden": 1, "som": "absolutt"}, er="bedre_enn", verdi=0)) == "sann"  # -1
    assert kommune.answer(leaf(fremgang={"siden": 1}, er="bedre_enn", verdi=0)) == "sann"  # +1
    assert kommune.answer(leaf(fremgang={"siden": 1}, er="dårligere_enn", verdi=0)) == "usann"


@pytest.mark.parametrize(
    ("series", "threshold", "answer"),
    [("-4 -2", 50, "sann"), ("0 2", 50, "ukjent"), ("_ 2", 50, "ukjent"), ("3 4", 33, "usann")],
)
def test_change_in_per_cent_divides_by_the_size_of_the_base(
    kommune: Kommune, series: str, threshold: int, answer: str
) -> None:
    kommune.indicator()
    kommune.series(series)

    assert kommune.answer(leaf(endring={"siden": 1, "som": "prosent"}, er="lik", verdi=threshold)) == answer


def test_a_colour_needs_both_thresholds_and_the_most_specific_row_holds_whole(kommune: Kommune) -> None:
    kommune.indicator()
    kommune.series("3,0")
    kommune.ambitions("*;fravaer;2024;3;5")
    assert kommune.answer(leaf(farge=["grønn"])) == "sann"

    kommune.ambitions("*;fravaer;2024;3;5", "tjeneste:skole;fravaer;2024;2;3")
    assert kommune.answer(leaf(farge=["gul"])) == "sann"

    kommune.ambitions("*;fravaer;2024;3;5", "tjeneste:skole;fravaer;2024;2;3", "A;fravaer;2024;1;")
    assert kommune.answer(leaf(farge=["rod", "gul", "gronn"])) == "ukjent"
    assert kommune.answer(over({"ambisjon": "grønn"})) == "sann"


def test_an_ambition_of_the_year_before_rules_the_month_before_in_a_window(kommune: Kommune) -> None:
    kommune.indicator()
    kommune.series("4 4", last="2024-01")
    kommune.ambitions("*;fravaer;2023;5;6", "*;fravaer;2024;4;6")

    assert kommune.answer(leaf(farge=["grønn"], paa_rad="2 måneder"), "2024-01") == "sann"

    kommune.ambitions("*;fravaer;2023;3;6", "*;fravaer;2024;4;6")
    assert kommune.answer(leaf(farge=["grønn"], paa_rad=2), "2024-01") == "usann"


@pytest.mark.parametrize(
    ("month", "read", "answer"),
    [
        ("2024-07", "innevaerende", "ukjent"),
        ("2024-07", "siste_avsluttede", "usann"),
        ("2024-08", "siste_avsluttede", "ukjent"),
        ("2024-03", "innevaerende", "usann"),
        ("2024-03", "siste_avsluttede", "sann"),
    ],
)
def test_a_tertial_is_read_while_it_runs_or_once_it_has_ended(
    kommune: Kommune, month: str, read: str, answer: str
) -> None:
    kommune.indicator(frekvens="tertial")
    kommune.deliver("A;fravaer;2023-T3;9;", "A;fravaer;2024-T1;1;")

    assert kommune.answer(over(5, lest=read), month) == answer


def test_a_parameter_is_that_of_the_evaluated_month_while_the_period_holds_it_else_of_the_periods_end(
    kommune: Kommune,
) -> None:
    kommune.indicator(frekvens="tertial")
    kommune.deliver("A;fravaer;2024-T1;5;", "A;fravaer;2024-T2;5;")
    kommune.parameter("p", _2020_01_01=9, _2024_04_30=4, _2024_07_01=9)
    rule = over({"parameter": "p"})

    assert kommune.answer(rule, "2024-03") == "usann"  # 31 March: 9
    assert kommune.answer(rule, "2024-04") == "sann"  # 30 April: 4
    assert kommune.answer(rule, "2024-07") == "usann"  # 31 July: 9
    assert kommune.answer(rule | {"lest": "siste_avsluttede"}, "2024-07") == "sann"  # T1 ended 30 April: 4
    assert kommune.answer(rule | {"av_siste": {"minst": 1, "perioder": 2}}, "2024-07") == "sann"


def test_a_parameter_is_unknown_before_its_first_date_and_after_it_has_ended(kommune: Kommune) -> None:
    kommune.indicator()
    kommune.series("5 5 5")
    kommune.parameter("p", _2024_11_01=4, _2024_12_31=None)

    assert [kommune.answer(over({"parameter": "p"}), f"2024-{month}") for month in (10, 11, 12)] == [
        "ukjent",
        "sann",
        "ukjent",
    ]


def test_at_least_k_of_the_last_n_is_decided_as_soon_as_the_unknown_ones_cannot(kommune: Kommune) -> None:
    kommune.indicator()
    kommune.series("9 _ 1")

    assert kommune.answer(over(5, av_siste={"minst": 1, "perioder": 3})) == "sann"
    assert kommune.answer(over(5, av_siste={"minst": 2, "perioder": "3 maaneder"})) == "ukjent"
    assert kommune.answer(over(5, av_siste={"minst": 3, "perioder": 3})) == "usann"
    assert kommune.answer(over(5, paa_rad=2)) == "usann"
    assert kommune.answer(leaf(er="under", verdi=5, paa_rad=2)) == "ukjent"


@pytest.mark.parametrize(
    ("series", "some_step", "ends", "trend"),
    [
        ("5 6 4 7", "sann", "usann", "usann"),
        ("7 4 6 5", "sann", "sann", "sann"),
        ("5 5 5 5", "usann", "usann", "usann"),
        ("5 4 3 _", "ukjent", "ukjent", "ukjent"),
        ("1 9 8 7", "sann", "usann", "usann"),  # slopes 8 7/2 2 -1 -1 -1: the middle two, 2 and -1, mean 0.5
    ],
)
def test_development_by_each_method_where_lower_is_better(
    kommune: Kommune, series: str, some_step: str, ends: str, trend: str
) -> None:
    kommune.indicator()
    kommune.series(series)

    def develops(method: str) -> str:
        return kommune.answer(leaf(utvikling={"perioder": 4, "metode": method}))

    assert [develops(one) for one in ("minst_ett_steg", "endepunkt", "trend")] == [some_step, ends, trend]


class TestBest:
    """The order in which best_blant is decided."""

    def best(self, kommune: Kommune, **options: Any) -> str:
        return kommune.answer(leaf(best_blant=options or {"samme": "tjeneste"}))

    def test_a_group_that_is_too_small_is_usann_even_without_a_value(self, kommune: Kommune) -> None:
        kommune.indicator()
        assert self.best(kommune) == "usann"
        assert self.best(kommune, minst_enheter=1) == "ukjent"

    def test_a_better_rival_decides_before_a_missing_one(self, kommune: Kommune) -> None:
        kommune.units("A;;skole;;", "B;;skole;;", "C;;skole;;")
        kommune.indicator()
        kommune.series("5")
        assert self.best(kommune) == "ukjent"
        assert self.best(kommune, mangler="ses_bort_fra") == "sann"
        kommune.series("4", unit="B")
        assert self.best(kommune) == "usann"
        assert self.best(kommune, mangler="ses_bort_fra") == "usann"

    def test_a_tie_is_won_by_all_or_by_none(self, kommune: Kommune) -> None:
        kommune.units("A;;skole;;", "B;;skole;;")
        kommune.indicator()
        kommune.series("5")
        kommune.series("5,04", unit="B")
        assert self.best(kommune) == "sann"
        assert self.best(kommune, ved_likhet="ingen") == "usann"

    def test_rivals_have_the_same_tjeneste_are_active_and_within_gjelder(self, kommune: Kommune) -> None:
        kommune.units("A;;skole;;", "B;;barnehage;;", "C;;skole;;2024-11", "D;stab;skole;;", "E;;;;")
        kommune.indicator()
        kommune.series("5")
        for other in "BCDE":
            kommune.series("1", unit=other)
        kommune.rule(leaf(best_blant={"minst_enheter": 1}), gjelder={"enhetstype": ["tjenestested"]})
        assert kommune.verdict() == "sann"
        assert kommune.verdict(unit="E") == "sann"
        kommune.rule(leaf(best_blant={"minst_enheter": 1, "samme": "alle"}))
        assert [kommune.verdict(unit=unit) for unit in "ABDE"] == ["usann", "sann", "sann", "sann"]

    def test_a_window_uses_the_group_of_each_period(self, kommune: Kommune) -> None:
        kommune.units("A;;skole;;", "B;;skole;;2024-11", "B;;barnehage;2024-12;", "C;;skole;;")
        kommune.indicator()
        kommune.series("5 5")
        kommune.series("4 4", unit="B")
        kommune.series("6 6", unit="C")
        assert self.best(kommune) == "sann"
        assert kommune.answer(leaf(best_blant={"samme": "tjeneste"}, paa_rad=2)) == "usann"


def test_several_tests_in_one_leaf_are_joined_period_by_period(kommune: Kommune) -> None:
    kommune.indicator()
    kommune.series("5 9 4")
    both = leaf(er="under", verdi=6, utvikling={"perioder": 2, "metode": "endepunkt"})

    assert kommune.answer(both) == "sann"
    # November is usann, 9 is not under 6; October is ukjent, its development is not known.
    assert kommune.answer(both | {"paa_rad": 2}) == "usann"
    assert kommune.answer(both | {"av_siste": {"minst": 2, "perioder": 3}}) == "ukjent"
    assert kommune.answer(both | {"av_siste": {"minst": 3, "perioder": 3}}) == "usann"


def test_results_are_decided_in_order_gjelder_version_exception_condition(kommune: Kommune) -> None:
    kommune.units("A;;skole;2024-02;")
    kommune.indicator()
    kommune.series("9 9 9 9", last="2024-05")
    kommune.rule(
        over(5),
        versjoner=[{"gyldig_fra": "2024-03", "gyldig_til": "2024-04", "hvis": over(5)}],
        unntak=[{"id": "u", "hvis": leaf(er="lik", verdi=9, paa_rad=3)}],
    )

    months = ["2024-01", "2024-02", "2024-03", "2024-04", "2024-05"]
    assert [kommune.verdict(month) for month in months] == [
        "ingen rad",
        "ikke_i_kraft",
        "ukjent",  # the exception looks at January, which was not delivered
        "ikke_relevant",
        "ikke_i_kraft",
    ]


def test_an_unknown_exception_leaves_a_result_without_utslag_as_it_is(kommune: Kommune) -> None:
    kommune.indicator()
    kommune.series("9")
    unknown = [{"id": "u", "hvis": over(5, paa_rad=2)}]

    for kind, condition, answer in [
        ("skal", over(5), "sann"),
        ("skal", over(9), "ukjent"),
        ("avvik", over(5), "ukjent"),
        ("avvik", over(9), "usann"),
    ]:
        kommune.rule(condition, type=kind, unntak=unknown)
        assert kommune.verdict() == answer


def test_the_version_of_now_is_applied_to_the_whole_window_but_rule_leaves_use_each_months_own(
    kommune: Kommune,
) -> None:
    kommune.indicator()
    kommune.series("4 6")
    kommune.rule(
        over(5),
        name="r-2",
        versjoner=[{"gyldig_fra": "2024-11", "hvis": over(3)}, {"gyldig_fra": "2024-12", "hvis": over(5)}],
    )
    assert kommune.answer({"utslag": "r-2", "paa_rad": 2}) == "sann"
    assert kommune.answer({"utslag": "r-2", "paa_rad": 3}) == "usann"  # not in force in October
    kommune.rule(over(5), versjoner=[{"gyldig_fra": "2024-12", "hvis": over(5, paa_rad=2)}])
    assert kommune.verdict() == "usann"


def test_a_rule_leaf_asks_for_brudd_of_a_skal_rule_and_is_usann_where_the_rule_never_covered(
    kommune: Kommune,
) -> None:
    kommune.units("A;;skole;;", "B;;skole;;")
    kommune.indicator()
    kommune.series("9")
    kommune.rule(leaf(er="høyst", verdi=5), name="r-2", type="skal", gjelder={"enhet": ["A"]})
    kommune.rule({"utslag": "r-2"})

    assert (kommune.verdict(unit="A"), kommune.verdict(unit="B")) == ("sann", "usann")


def test_a_unit_has_rows_only_in_its_own_months_and_values_from_before_count(kommune: Kommune) -> None:
    kommune.units("A;;skole;2024-12;2025-01")
    kommune.indicator()
    kommune.series("9 9")
    kommune.rule(over(5, paa_rad=2))

    assert kommune.lines("2024-10", "2025-03") == ["r-1;A;2024-12;;sann", "r-1;A;2025-01;;ukjent"]


def test_an_index_weighs_rounds_and_reads_a_coarser_part_where_it_contains_the_month(kommune: Kommune) -> None:
    kommune.indicator(id="del_a", frekvens="år")
    kommune.indicator(id="del_b")
    kommune.indicator(beregnet={"indeks": ["del_a", "del_b"], "vekt": [2, 1]})
    kommune.deliver("A;del_a;2024;1;", "A;del_b;2024-11;2;")

    assert kommune.answer(leaf(er="lik", verdi=Decimal("1.3")), "2024-11") == "sann"  # 4/3
    assert kommune.answer(leaf(er="lik", verdi=Decimal("1.3"))) == "ukjent"
