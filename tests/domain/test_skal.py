"""What binds somebody and what does not, and where a sentence ends."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontroll.domain.sentences import spans
from kontroll.domain.skal import LeftOut, binding_words, fingerprint, left_out


@pytest.mark.parametrize(
    "sentence",
    [
        "Leder skal rapportere hver måned.",
        "Attestanten må se timelisten.",
        "Alle tilsette pliktar å melde frå.",
        "Ansatte har plikt til å varsle.",
        "Ansatte er pålagt taushetsplikt.",
        "Leder kan ikke delegere dette.",
        "Leder kan i slike tilfeller ikke anvise.",
        "Kjøpar kan ikkje dele opp eit innkjøp.",
        "Det er forbudt å ta imot penger.",
        "Det er ikkje tillate å ta imot pengar.",
        "Ingen kan anvise krav til seg selv.",
        "Bare den som har fullmakt kan inngå avtalen.",
        "Den som skal anvise, må ha fullmakt.",
        "Det er rektor som skal godkjenne listen.",
        "«Alle skal melde fra om roller de har i andre virksomheter.»",
    ],
)
def test_a_sentence_that_binds_somebody_counts(sentence):
    assert binding_words(sentence)


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("Leder bør rapportere hver måned.", None),
        ("Leder kan rapportere oftere.", None),
        ("Dette kan leder gjøre, men ikke alene.", None),
        ("Hva skal leder gjøre?", LeftOut.QUESTION),
        ("Med oppdeling menes kjøp som skal sees under ett.", LeftOut.DEFINITION),
        ("Reglementet beskriver hvem som skal godkjenne.", LeftOut.ABOUT),
        ("Veiledningen viser hvordan bilag skal føres.", LeftOut.ABOUT),
        ("Tillit er en forutsetning for at innbyggerne skal være trygge.", LeftOut.ABOUT),
        ("Kapitlet gjelder midlar som skal forvaltast langsiktig.", LeftOut.ABOUT),
        ("Ordet «skal» brukes om krav.", None),
    ],
)
def test_a_sentence_that_binds_nobody_does_not_count_and_why_is_told(sentence, why):
    assert binding_words(sentence) == ()
    assert left_out(sentence) is why


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Leder skal, jf. kap. 4 og nr. 2, bl.a. møte kl. 10.00. Alle må svare.", 2),
        ("Svar innen 30. juni. Deretter må saken lukkes.", 2),
        ("Fristen er i 2026. Leder skal svare.", 2),
        ("Se § 25-1 bokstav c. Leder skal svare.", 2),
        ("Det gjelder gaver m.m. Ansatte skal melde fra.", 2),
        ("Utstyr m.m. skal registreres.", 1),
        ("1. Leder skal svare.", 1),
        ("«Leder skal svare. Alle må vente.» Slik står det.", 2),
        ("Beløpet er 10.000 kr. Over dette må to godkjenne.", 2),
        ("Beløpet er 10.000 kr. inkl. mva.", 1),
        ("Leder skal svare! Skal du?  Ja.", 3),
    ],
)
def test_sentences_end_where_a_reader_sees_them_end(text, sentences):
    assert len(list(spans(text))) == sentences


@given(st.text(alphabet="Aab. !?«»()\n123§", max_size=60))
def test_nothing_but_spaces_is_lost_between_sentences(text):
    found = list(spans(text))
    kept = "".join(text[start:end] for start, end in found)

    assert "".join(kept.split()) == "".join(text.split())
    assert all(end <= start for (_s, end), (start, _e) in itertools.pairwise(found))


def test_the_fingerprint_is_of_what_is_said_and_not_of_how_it_is_set():
    said = fingerprint("Leder skal svare innen 10 dager.")

    assert fingerprint("Leder  skal svare\ninnen 10 dager") == said
    assert fingerprint("LEDER «skal» svare innen 10 dager.") == said
    assert fingerprint("Leder skal svare innen 11 dager.") != said
    assert fingerprint("Leder skal ikke svare innen 10 dager.") != said
