"""A number that somebody decided and that cannot say what the plan promises is told as that, wherever the plan is told."""

from __future__ import annotations

from kontroll.domain.draw import Arm
from kontroll.report.sampling.planned_words import planned_words
from kontroll.report.sampling.promise_sections import too_few

from .drawn import plan

SIZES = {"hovedstratum": 1000}


def test_one_fewer_than_what_is_needed_is_told_and_as_many_is_not():
    # 57 of a thousand say 5 % with 95 %.
    for n, is_told in ((56, True), (57, False)):
        told = too_few(plan(("hovedstratum", "enkel", n)), Arm.ALL, SIZES)
        assert bool(told) == is_told
        assert any("57 trengs" in one for one in told) == is_told


def test_nothing_is_promised_of_flagged_records_or_of_what_is_all_looked_at():
    assert too_few(plan(("hovedstratum", "enkel", 5)), Arm.FLAGGED, SIZES) == ()
    assert too_few(plan(("hovedstratum", "alle", 5)), Arm.ALL, SIZES) == ()


def test_everybody_reads_how_it_was_drawn_and_what_it_was_to_say():
    words = " ".join(planned_words(plan(("hovedstratum", "systematisk", 57)), Arm.UNFLAGGED, SIZES)).replace(
        "\u00a0", " "
    )
    assert "har 1 000 poster" in words
    assert "Hele listen: 57 poster, med fast avstand" in words
    assert "høyst 5 % har feil" in words
