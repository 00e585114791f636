"""What cannot be drawn is told while it is planned, and a seed that is no seed of the plan is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kontroll.domain.drawflow import DrawRefusal, DrawRefused
from kontroll.domain.drawplan import PlanChoices, StratumChoice, digits_of
from kontroll.domain.strata import MAIN, UNCERTAIN, WITHOUT_AMOUNT
from kontroll.flows.samples.commit_draw import commit_draw
from kontroll.flows.samples.draw_sample import draw_sample
from kontroll.flows.samples.plan_fit import misfit
from kontroll.flows.samples.reconcile_draw import reconcile_draw
from kontroll.flows.samples.start_draw import plan_draw, refreeze_draw
from kontroll.flows.samples.with_draw import choices_of
from kontroll.sampling.kup1.refused import Refused
from kontroll.sampling.parts import Part
from kontroll.sampling.rates import Impossible

from ..small import Kommune, Make
from .concluded import CHOICES, MAKER, OTHER, SEED, WITNESSES, hours, started
from .invoices import with_invoices

WHOLE = StratumChoice(name=WITHOUT_AMOUNT, method="alle", n=1)


@pytest.fixture
def bygda(make: Make) -> Kommune:
    return with_invoices(make)


@pytest.mark.parametrize("method", ["enkel", "systematisk"])
def test_more_than_there_are_is_refused_in_the_plan(bygda: Kommune, method: str):
    draw = started(bygda)
    for n, is_refused in ((7, False), (8, True)):
        asked = replace(CHOICES, strata=(StratumChoice(name=MAIN, method=method, n=n), WHOLE))
        if is_refused:
            with pytest.raises(Impossible) as refused:
                plan_draw(bygda.desk, draw.id, MAKER, asked, hours(1))
            assert "vil trekke 8 fra «Resten av listen», men der er det bare 7" in refused.value.sentence
        else:
            plan_draw(bygda.desk, draw.id, MAKER, asked, hours(1))


def test_a_filter_that_surely_takes_nothing_is_told_as_that(bygda: Kommune):
    draw = started(bygda, condition='{"felt":"belop","er":"over","verdi":99999999}')
    reconcile_draw(bygda.desk, draw.id, OTHER, 1, 0, "Hovedboken", hours(1))
    with pytest.raises(Refused) as refused:
        commit_draw(bygda.desk, draw.id, MAKER, hours(2))
    assert "Ingen post oppfyller filteret sikkert" in refused.value.sentence
    assert "et felt som avgjør det, mangler" in refused.value.sentence


def test_a_list_made_anew_keeps_a_plan_that_fits_it_and_no_other(bygda: Kommune):
    draw = started(bygda)
    assert choices_of(refreeze_draw(bygda.desk, draw.id, MAKER, hours(1))).strata == CHOICES.strata
    narrowed = refreeze_draw(
        bygda.desk, draw.id, MAKER, hours(2), condition='{"felt":"belop","er":"over","verdi":99999999}'
    )
    assert choices_of(narrowed).strata == ()


def test_parts_that_a_plan_lacks_or_has_too_many_of_are_named():
    one, two = Part(5, 0, 5), StratumChoice(name=MAIN, method="enkel", n=2)
    assert misfit(PlanChoices(strata=(two,)), {MAIN: one}) == ""
    assert "Ukjent om de hører med" in misfit(PlanChoices(strata=(two,)), {MAIN: one, UNCERTAIN: one})
    assert "noe listen ikke har: Uten lesbart beløp" in misfit(PlanChoices(strata=(two, WHOLE)), {MAIN: one})


@pytest.mark.parametrize(
    ("words", "digits"),
    [("20 sifre i den rekkefølgen", 20), ("8 siffer", 8), ("sifrene som de ble lest opp", None), ("", None)],
)
def test_the_plans_own_words_say_how_many_digits(words: str, digits: int | None):
    assert digits_of(words) == digits


def test_a_seed_of_another_length_than_the_plan_says_is_refused(bygda: Kommune):
    draw = started(bygda, replace(CHOICES, seed_format="20 sifre i den rekkefølgen de ble lest opp"))
    reconcile_draw(bygda.desk, draw.id, OTHER, 8, 846250, "Hovedboken", hours(1))
    commit_draw(bygda.desk, draw.id, MAKER, hours(2))

    def typed(seed: str) -> None:
        draw_sample(bygda.desk, draw.id, OTHER, seed, hours(3), "Møtet", WITNESSES, hours(4))

    for wrong in (SEED[:-1], f"{SEED}1", f"{SEED[:-1]}x"):
        with pytest.raises(DrawRefused) as refused:
            typed(wrong)
        assert refused.value.why is DrawRefusal.SEED_OF_OTHER_LENGTH
    typed(SEED)
