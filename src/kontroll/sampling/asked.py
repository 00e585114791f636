"""Asked: a plan or an outcome as somebody wrote it, word by word, so that terminal, file and page mean the same.

The words are those of `kontroll stikkprove`: metode, konfidens, tolererbar, forventet, forventet_antall, populasjon, utvalg,
avvik.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from kontroll.sampling.bounds import Outcome
from kontroll.sampling.rates import Impossible, exact, whole
from kontroll.sampling.size import LARGEST, Plan
from kontroll.sampling.tails import Likelihood
from kontroll.texts import N_, _

METHOD, CONFIDENCE, TOLERABLE, POPULATION = "metode", "konfidens", "tolererbar", "populasjon"
EXPECTED, EXPECTED_COUNT = "forventet", "forventet_antall"
SAMPLE, FOUND = "utvalg", "avvik"
#: What each is called in a message.
_NAMES = {
    CONFIDENCE: N_("Sikkerheten (konfidens)"),
    TOLERABLE: N_("Tolererbar andel"),
    EXPECTED: N_("Forventet andel"),
    EXPECTED_COUNT: N_("Forventet antall avvik"),
    POPULATION: N_("Populasjonen"),
    SAMPLE: N_("Utvalget"),
    FOUND: N_("Antall avvik"),
}


def asked_plan(words: Mapping[str, str | None], largest: int = LARGEST) -> Plan:
    """Raises Impossible for what cannot be understood. Nothing expected is the same as 0 deviations expected."""
    expected = _number(words, EXPECTED)
    count = None if words.get(EXPECTED_COUNT) is None else whole(str(words[EXPECTED_COUNT]), _(_NAMES[EXPECTED_COUNT]))
    if expected is None and count is None:
        expected = Fraction(0)
    return Plan(
        likelihood=_likelihood(words),
        confidence=_needed(words, CONFIDENCE),
        tolerable=_needed(words, TOLERABLE),
        expected=expected,
        expected_count=count,
        population=_population(words),
        largest=largest,
    )


def asked_outcome(words: Mapping[str, str | None]) -> tuple[Outcome, Fraction]:
    """The outcome, and with which confidence it is to be judged. Raises Impossible for what cannot be understood."""
    sample = words.get(SAMPLE)
    if sample is None:
        raise Impossible(_("{name} mangler.").format(name=_(_NAMES[SAMPLE])))
    outcome = Outcome(
        likelihood=_likelihood(words),
        n=whole(sample, _(_NAMES[SAMPLE])),
        found=_needed(words, FOUND),
        population=_population(words),
    )
    return outcome, _needed(words, CONFIDENCE)


def _likelihood(words: Mapping[str, str | None]) -> Likelihood:
    """Without a word for it: a counted population is reckoned as one, and anything else as large."""
    word = words.get(METHOD)
    if word is None:
        return Likelihood.HYPERGEOMETRIC if words.get(POPULATION) is not None else Likelihood.BINOMIAL
    try:
        return Likelihood(word)
    except ValueError as error:
        known = ", ".join(likelihood.value for likelihood in Likelihood)
        raise Impossible(
            _("Metoden «{word}» finnes ikke. Velg en av {known}.").format(word=word[:40], known=known)
        ) from error


def _population(words: Mapping[str, str | None]) -> int | None:
    text = words.get(POPULATION)
    return None if text is None else whole(text, _(_NAMES[POPULATION]))


def _needed(words: Mapping[str, str | None], key: str) -> Fraction:
    value = _number(words, key)
    if value is None:
        raise Impossible(_("{name} mangler.").format(name=_(_NAMES[key])))
    return value


def _number(words: Mapping[str, str | None], key: str) -> Fraction | None:
    text = words.get(key)
    return None if text is None else exact(text, _(_NAMES[key]))
