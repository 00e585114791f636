"""Every refusal says what stood in the way, why, and what to do."""

from __future__ import annotations

import pytest

from kontroll.domain.refusal import Refusal, Refused
from kontroll.notices.refusals import SENTENCES, told


@pytest.mark.parametrize("why", Refusal, ids=lambda why: why.value)
def test_every_refusal_has_whole_sentences(why):
    sentence = SENTENCES[why]

    for text in (sentence.what, sentence.why, sentence.fix):
        assert text[0].isupper()
        assert text.endswith(".")


def test_no_two_refusals_read_the_same():
    assert len(Refusal) == len({(s.what, s.why) for s in SENTENCES.values()})


def test_a_refusal_is_told_with_its_sak():
    assert str(told(Refused(Refusal.REASON_MISSING, "2026-02/innkjop-001/B1"))) == (
        "sak 2026-02/innkjop-001/B1: Begrunnelsen mangler.\n"
        "  Hvorfor: En avgjørelse uten begrunnelse kan ikke etterprøves.\n"
        "  Gjør slik: Skriv en begrunnelse."
    )
