"""What a draw that was worked through says: bounds by method, what counts and what does not, and when nothing can be said."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import comb

import pytest

from kontroll.domain.draw import Arm, ItemState
from kontroll.report.sampling.evaluation import Evaluation
from kontroll.report.sampling.evaluation_sentences import cannot_say, conclusion, quote, stratum_sentence
from kontroll.report.sampling.noun import plural
from kontroll.report.sampling.totals import Basis
from kontroll.sampling.bounds import Outcome, upper_bound
from kontroll.sampling.money import stringer, worksheet
from kontroll.sampling.parts import Part, parts_of
from kontroll.sampling.tails import Likelihood

from .drawn import (
    DEVIATION,
    DRAW,
    RIGHT,
    UNDOCUMENTED,
    check,
    checked,
    evaluation,
    items,
    plan,
    population,
)

NINETY_FIVE = Fraction(95, 100)
SIXTY = items(60)
OF_4812 = {"hovedstratum": Part(4812, 0, 4812)}


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def sixty_with(*findings: object, **choices: object) -> Evaluation:
    return evaluation(SIXTY, checked(SIXTY, *findings), OF_4812, plan(**choices))  # type: ignore[arg-type]


def test_sixty_of_4812_with_one_deviation_is_the_sentence_everybody_quotes():
    found = sixty_with(DEVIATION)
    assert plain(quote(found, "fakturaer")) == (
        "Vi kontrollerte 60 av 4 812 fakturaer, 1 avvik; med 95 % sikkerhet har høyst 7,7 % samme feil."
    )


def test_what_cannot_be_documented_counts_as_a_deviation():
    found = sixty_with(UNDOCUMENTED)
    assert (found.deviations, found.undocumented) == (1, 1)
    assert found.bound == sixty_with(DEVIATION).bound


def test_the_most_likely_rate_is_that_of_the_sample():
    assert sixty_with(DEVIATION).likely == Fraction(1, 60)


@pytest.mark.parametrize(
    ("tolerable", "holds"), [("0.077", True), ("0.0763", True), ("0.0762", False), ("0.05", False)]
)
def test_it_holds_only_where_the_bound_is_below_what_is_tolerated(tolerable: str, holds: bool):
    # The bound is exactly 367 of 4 812, 0.07626…
    found = sixty_with(DEVIATION, tolerable=tolerable)
    assert found.bound is not None
    assert found.bound.count == 367
    assert found.holds is holds


def test_a_bound_of_just_what_is_tolerated_does_not_hold():
    assert sixty_with(DEVIATION, tolerable="367/4812").holds is False
    assert sixty_with(DEVIATION, tolerable="368/4812").holds is True


@pytest.mark.parametrize("likelihood", [Likelihood.BINOMIAL, Likelihood.POISSON])
def test_the_bound_is_by_the_likelihood_of_the_plan(likelihood: Likelihood):
    found = sixty_with(DEVIATION, likelihood=likelihood.value)
    said = upper_bound(Outcome(likelihood=likelihood, n=60, found=Fraction(1)), NINETY_FIVE)
    assert found.bound is not None
    assert found.bound.rate == pytest.approx(said.rate, abs=1e-12)


def test_what_is_not_checked_is_unknown_and_says_nothing_of_the_rest():
    found = evaluation(SIXTY, checked(SIXTY)[1:], OF_4812)
    assert (found.unknown, found.bound, found.holds, found.likely) == (1, None, None, None)
    assert "Foreløpig er 59 av 60 ferdig kontrollert" in plain(quote(found, "fakturaer"))
    assert "ukjent" in conclusion(found, "")


def test_what_nobody_else_has_approved_is_unknown():
    checks = [check(SIXTY[0], approved=False), *checked(SIXTY)[1:]]
    assert evaluation(SIXTY, checks, OF_4812).unknown == 1


def test_two_blind_checks_that_disagree_are_unknown_until_a_third_settles_it():
    drawn = [replace(SIXTY[0], second=True), *SIXTY[1:]]
    alone = checked(drawn)
    assert evaluation(drawn, alone, OF_4812).unknown == 1
    agreed = evaluation(drawn, [*alone, check(drawn[0], RIGHT, round=2)], OF_4812)
    assert (agreed.unknown, agreed.second.items, agreed.second.agreed) == (0, 1, 1)
    torn = [*alone, check(drawn[0], DEVIATION, round=2)]
    assert evaluation(drawn, torn, OF_4812).unknown == 1
    settled = evaluation(drawn, [*torn, check(drawn[0], DEVIATION, round=3)], OF_4812)
    assert (settled.unknown, settled.deviations, settled.second.agreed) == (0, 1, 0)


def test_a_correction_takes_the_place_of_what_was_said_before():
    later = check(SIXTY[0], DEVIATION, number=2)
    assert evaluation(SIXTY, [*checked(SIXTY), later], OF_4812).deviations == 1


def test_what_was_replaced_does_not_count_and_is_told():
    replaced = items(1, first=61, state=ItemState.REPLACED)
    found = evaluation([*SIXTY, *replaced], [*checked(SIXTY), check(replaced[0], DEVIATION)], OF_4812)
    assert (found.replaced, found.deviations, found.examined) == (1, 0, 60)


def test_what_was_picked_by_hand_never_enters_the_bound():
    picked = items(5, first=61, state=ItemState.TARGETED)
    found = evaluation([*SIXTY, *picked], [*checked(SIXTY), *checked(picked, DEVIATION, DEVIATION)], OF_4812)
    assert found.bound == sixty_with().bound
    assert (found.targeted.items, found.targeted.deviations) == (5, 2)
    assert "målrettet" in " ".join(cannot_say(found, DRAW, population()))


def test_a_reserve_that_waits_is_no_part_of_the_sample():
    reserve = items(3, first=61, state=ItemState.RESERVE)
    assert evaluation([*SIXTY, *reserve], checked(SIXTY), OF_4812).unknown == 0


def test_a_stratum_that_was_looked_at_whole_is_exact():
    top = items(5, stratum="toppstratum")
    sizes = {"toppstratum": Part(5, 0, 5)}
    found = evaluation(top, checked(top, DEVIATION), sizes, plan(("toppstratum", "alle", 5)))
    assert (found.bound, found.likely, found.is_whole) == (found.strata[0].bound, Fraction(1, 5), True)
    assert plain(quote(found, "fakturaer")) == "Vi kontrollerte alle 5 fakturaer, 1 avvik."
    assert "ingen usikkerhet" in stratum_sentence(found.strata[0], found.confidence)


def test_a_whole_stratum_with_one_left_out_is_unknown():
    top = items(4, stratum="toppstratum")
    found = evaluation(top, checked(top), {"toppstratum": Part(5, 0, 5)}, plan(("toppstratum", "alle", 5)))
    assert found.bound is None


def test_strata_share_the_risk_and_the_whole_ones_are_added_as_they_are():
    one, other, top = items(60, stratum="A"), items(30, stratum="B"), items(20, stratum="T")
    sizes = {"A": Part(1000, 0, 1000), "B": Part(500, 0, 500), "T": Part(20, 0, 20)}
    choices = plan(("A", "enkel", 60), ("B", "systematisk", 30), ("T", "alle", 20), tolerable="0.1")
    checks = [*checked(one, DEVIATION), *checked(other), *checked(top, DEVIATION, DEVIATION)]
    found = evaluation([*one, *other, *top], checks, sizes, choices)
    each = 1 - Fraction(5, 200)
    counts = [
        upper_bound(Outcome(likelihood=Likelihood.HYPERGEOMETRIC, n=n, found=Fraction(x), population=size), each).count
        for n, x, size in ((60, 1, 1000), (30, 0, 500))
    ]
    assert found.bound is not None
    assert found.bound.count == sum(count or 0 for count in counts) + 2
    assert found.likely == (Fraction(1000, 60) + 2) / 1520


def alike(sizes: dict[str, int], n: int, deviations: dict[str, int], **choices: object) -> Evaluation:
    """Strata of which equally many are drawn; the first ones of each deviate."""
    drawn = [one for name in sizes for one in items(n, stratum=name)]
    checks = [
        check for name in sizes for check in checked(items(n, stratum=name), *[DEVIATION] * deviations.get(name, 0))
    ]
    parts = {name: Part(size, 0, size) for name, size in sizes.items()}
    return evaluation(drawn, checks, parts, plan(*((name, "enkel", n) for name in sizes), **choices))


def test_parts_that_are_each_planned_to_hold_hold_together_when_nothing_is_found():
    # 57 of a thousand say that at most 5 per cent deviate. That all three parts say so is no weaker than that one does.
    sizes = {"A": 1000, "B": 1000, "C": 1000}
    found = alike(sizes, 57, {})
    assert found.holds is True
    assert found.bound is not None
    assert found.bound.count == 3 * (upper_count(1000, 57, 0) or 0)
    assert alike(sizes, 57, {"B": 1}).holds is False


def upper_count(population: int, n: int, x: int) -> int | None:
    said = Outcome(likelihood=Likelihood.HYPERGEOMETRIC, n=n, found=Fraction(x), population=population)
    return upper_bound(said, NINETY_FIVE).count


@pytest.mark.parametrize(("sizes", "n"), [({"A": 18, "B": 12}, 6), ({"A": 25, "B": 5}, 4)])
def test_the_bound_of_several_parts_covers_every_truth_as_often_as_it_says(sizes: dict[str, int], n: int):
    bounds = {
        (a, b): alike(sizes, n, {"A": a, "B": b}, confidence="0.9").bound for a in range(n + 1) for b in range(n + 1)
    }

    def chance(size: int, truth: int, x: int) -> Fraction:
        possible = x <= truth and n - x <= size - truth
        return Fraction(comb(truth, x) * comb(size - truth, n - x), comb(size, n)) if possible else Fraction(0)

    for first in range(sizes["A"] + 1):
        for second in range(sizes["B"] + 1):
            covered = sum(
                chance(sizes["A"], first, a) * chance(sizes["B"], second, b)
                for (a, b), bound in bounds.items()
                if bound is not None and (bound.count or 0) >= first + second
            )
            assert covered >= Fraction(9, 10), (first, second)


def test_stages_are_judged_as_they_were_drawn_and_ask_for_the_next_one():
    first, second = items(49), items(49, first=50, stage=2)
    choices = plan(("hovedstratum", "enkel", 49), stages=2, confidence="0.9", likelihood="binomisk")
    doubt = evaluation(first, checked(first, DEVIATION), OF_4812, choices)
    assert doubt.next_stage
    assert doubt.holds is None
    assert "Neste trinn skal trekkes" in conclusion(doubt, "")
    settled = evaluation([*first, *second], [*checked(first, DEVIATION), *checked(second)], OF_4812, choices)
    assert (settled.next_stage, settled.holds) == (False, True)
    lost = evaluation([*first, *second], [*checked(first, DEVIATION), *checked(second, DEVIATION)], OF_4812, choices)
    assert (lost.next_stage, lost.holds) == (False, False)
    assert evaluation(first, checked(first, DEVIATION, DEVIATION), OF_4812, choices).holds is False


@pytest.mark.parametrize(
    ("first", "second", "asks"),
    [((0, 0), None, False), ((1, 0), None, True), ((1, 1), None, True), ((1, 2), None, False), ((0, 1), (3, 0), False)],
)
def test_in_several_parts_the_next_stage_is_drawn_when_one_is_in_doubt_and_none_is_lost(
    first: tuple[int, int], second: tuple[int, int] | None, asks: bool
):
    choices = plan(("A", "enkel", 49), ("B", "enkel", 49), stages=2, confidence="0.9", likelihood="binomisk")
    drawn, checks = [], []
    for stage, found in enumerate((first, second), start=1):
        for name, deviations in zip("AB", found or (), strict=False):
            these = items(49, stratum=name, first=49 * stage, stage=stage)
            drawn += these
            checks += checked(these, *[DEVIATION] * deviations)
    sizes = {"A": Part(1000, 0, 1000), "B": Part(1000, 0, 1000)}
    assert evaluation(drawn, checks, sizes, choices).next_stage is asks


# --- money ---------------------------------------------------------------------------------------------------------------

MONEY = {"hovedstratum": Part(9000, 13_500_000_00, 9000)}
BY_AMOUNT = plan(("hovedstratum", "belop", 145), tolerable="0.05", likelihood="binomisk")


def money_of(taints: list[int], **said: object) -> Evaluation:
    """taints: per cent of 100 kr that are wrong in the first items."""
    drawn = items(145)
    checks = [
        check(item, DEVIATION if share else RIGHT, audited=10_000 - 100 * share)
        for item, share in zip(drawn, [*taints, *[0] * (145 - len(taints))], strict=True)
    ]
    return evaluation(drawn, checks, MONEY, BY_AMOUNT)


def test_money_has_stringers_bound_and_the_auditors_form():
    found = money_of([100, 20, 4])
    stratum = found.strata[0]
    assert stratum.money is not None
    # The textbook's 145 items with taints 1, 0.2 and 0.04.
    assert 100 * stratum.money.found.bound == pytest.approx(3.4787, abs=5e-5)
    form = worksheet(13_500_000_00, 145, [Fraction(1), Fraction(1, 5), Fraction(1, 25)], NINETY_FIVE)
    assert found.sheet is not None
    assert found.sheet.upper == pytest.approx(form.upper)
    assert found.basis is Basis.MONEY
    assert found.likely == Fraction(124, 14_500)


def test_an_item_hit_twice_counts_as_two_hits():
    twice = items(1, hits=2)
    others = items(58, first=2)
    checks = [check(twice[0], DEVIATION, audited=5_000), *(check(one, audited=one.amount) for one in others)]
    found = evaluation([*twice, *others], checks, MONEY, plan(("hovedstratum", "belop", 60), likelihood="binomisk"))
    said = stringer(Likelihood.BINOMIAL, 60, [Fraction(1, 2), Fraction(1, 2)], NINETY_FIVE)
    assert found.strata[0].money is not None
    assert found.strata[0].money.found == said


@pytest.mark.parametrize("finding", [DEVIATION, UNDOCUMENTED])
def test_a_deviation_without_a_right_amount_is_wrong_in_whole(finding: object):
    drawn = items(145)
    checks = checked(drawn, finding)  # type: ignore[arg-type]
    assert evaluation(drawn, checks, MONEY, BY_AMOUNT).strata[0].money == money_of([100]).strata[0].money


def test_known_errors_of_the_top_stratum_are_added_as_they_are():
    drawn, top = items(145), items(2, stratum="toppstratum", amount=1_000_000_00)
    sizes = {**MONEY, "toppstratum": Part(2, 2_000_000_00, 2)}
    choices = plan(("hovedstratum", "belop", 145), ("toppstratum", "alle", 2), likelihood="binomisk")
    checks = [
        *checked(drawn),
        check(top[0], DEVIATION, audited=900_000_00),
        check(top[1], audited=1_000_000_00),
    ]
    found = evaluation([*drawn, *top], checks, sizes, choices)
    assert found.sheet is not None
    assert found.sheet.top == 100_000_00
    assert found.sheet.upper == pytest.approx(worksheet(13_500_000_00, 145, [], NINETY_FIVE).upper + 100_000_00)


def test_credit_notes_take_nothing_away_from_the_errors_or_the_amount():
    drawn, credits = items(145), items(2, stratum="kreditnota og null", amount=-1_000_000_00)
    sizes = {**MONEY, "kreditnota og null": Part(2, -2_000_000_00, 2)}
    choices = plan(("hovedstratum", "belop", 145), ("kreditnota og null", "alle", 2), likelihood="binomisk")
    found = evaluation([*drawn, *credits], [*checked(drawn), *checked(credits, UNDOCUMENTED)], sizes, choices)
    assert found.amount == 13_500_000_00
    assert found.sheet is not None
    assert found.sheet.top == 1_000_000_00


def test_estimates_stand_beside_the_bound_where_right_amounts_are_known():
    drawn = [replace(item, amount=100_00 + 10 * n) for n, item in enumerate(items(60))]
    checks = [
        check(item, DEVIATION if n < 3 else RIGHT, audited=item.amount - 50 * (n < 3)) for n, item in enumerate(drawn)
    ]
    found = evaluation(drawn, checks, OF_4812, plan(), total=48_120_00)
    names = [one.name for one in found.strata[0].estimates]
    assert names == ["differanseanslag", "forholdstallsanslag", "regresjonsanslag"]
    assert found.strata[0].estimates[0].estimate.likely == pytest.approx(4812 * 150 / 60)


def test_a_deviation_that_nobody_put_an_amount_to_gives_no_estimate():
    checks = [check(SIXTY[0], DEVIATION), *(check(one, audited=one.amount) for one in SIXTY[1:])]
    assert evaluation(SIXTY, checks, OF_4812, plan(), total=481_200_00).strata[0].estimates == ()


# --- weight, and what has no total ---------------------------------------------------------------------------------------


def test_a_weighted_draw_says_that_its_bound_is_of_the_weight():
    sizes = {"hovedstratum": Part(4812, 0, 20_000)}
    found = evaluation(
        SIXTY, checked(SIXTY, DEVIATION), sizes, plan(("hovedstratum", "vekt", 60), likelihood="binomisk")
    )
    assert found.basis is Basis.WEIGHT
    assert "av vekten" in quote(found, "fakturaer")
    assert "vektede andelen" in " ".join(cannot_say(found, DRAW, population()))


def test_ways_that_cannot_be_added_are_told_apart():
    one, other = items(60, stratum="A"), items(60, stratum="B")
    sizes = {"A": Part(1000, 0, 1000), "B": Part(500, 10**9, 500)}
    choices = plan(("A", "enkel", 60), ("B", "belop", 60))
    found = evaluation([*one, *other], [*checked(one), *checked(other)], sizes, choices)
    assert (found.basis, found.bound, found.holds) == (Basis.APART, None, None)
    assert "Hver del må leses for seg" in conclusion(found, "")
    assert plain(quote(found, "bilag")) == "Vi kontrollerte 120 av 1 500 bilag, ingen avvik. Hver del må leses for seg."


# --- sentences -----------------------------------------------------------------------------------------------------------


def test_the_conclusion_says_what_the_plan_does_where_it_does_not_hold():
    assert "under det tolererbare på 10 %" in conclusion(sixty_with(DEVIATION, tolerable="0.1"), "Vi gjør noe.")
    lost = conclusion(sixty_with(DEVIATION, tolerable="0.01"), "Vi gjør noe.")
    assert "Prøven viser ikke" in lost
    assert "Også det mest sannsynlige, 1,7 %, er over." in lost
    assert lost.endswith("Planen sier da: Vi gjør noe.")


def test_among_flagged_records_many_deviations_are_no_failure():
    found = evaluation(SIXTY, checked(SIXTY, *[DEVIATION] * 45), OF_4812, arm=Arm.FLAGGED)
    said = conclusion(found, "Den godtar ingenting.", Arm.FLAGGED)
    assert found.holds is None
    assert plain(said) == "Mest sannsynlig har 75 % av postene som reglene hadde merket, avvik. Den godtar ingenting."


def test_gaps_and_what_was_left_out_are_told():
    told = plain(" ".join(cannot_say(sixty_with(), DRAW, population(gaps=2, left_out=1))))
    assert "2 numre mangler i nummerserien" in told
    assert "1 post uten egen nøkkel" in told


@pytest.mark.parametrize(
    ("name", "many"),
    [
        ("Leverandørfaktura", "leverandørfakturaer"),
        ("Endring av kontonummer", "endringer av kontonummer"),
        ("Kjøp med innkjøpskort", "kjøp med innkjøpskort"),
        ("EHF-faktura", "EHF-fakturaer"),
        ("Sykefraværstilfelle", "sykefraværstilfeller"),
        ("Bilag", "bilag"),
        ("Overtid", "poster i «Overtid»"),
        ("Reglement og rutine", "poster i «Reglement og rutine»"),
        ("Politisk vedtak", "poster i «Politisk vedtak»"),
    ],
)
def test_records_are_called_what_people_call_many_of_them(name: str, many: str):
    assert plural(name) == many


def test_a_list_is_counted_summed_and_weighed_by_stratum():
    tsv = b"id\tstratum\tbelop_ore\tvekt\tpost_sha256\nA:1\tx\t100\t3\t-\nA:2\ty\t-50\t1\t-\nA:3\tx\t7\t2\t-\n"
    parts = parts_of(tsv, ["A:3", "borte"])
    assert parts.strata == {"x": Part(2, 107, 5), "y": Part(1, -50, 1)}
    assert parts.weights == {"A:3": 2}


def test_ids_that_look_like_numbers_or_nothing_are_texts_and_sums_are_as_wide_as_they_must_be():
    lines = [f'0{n}\t"x"\t{10**18 - 1}\t{10**18 - 1}\t-\n' for n in range(20)]
    parts = parts_of("".join(["id\tstratum\tbelop_ore\tvekt\tpost_sha256\n", *lines]).encode(), ["07"])
    assert parts.strata == {'"x"': Part(20, 20 * (10**18 - 1), 20 * (10**18 - 1))}
    assert parts.weights == {"07": 10**18 - 1}
