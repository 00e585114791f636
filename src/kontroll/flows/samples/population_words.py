"""Words on a population: everything that is unknown or strange about it, each with a number, for who is to reconcile it."""

from __future__ import annotations

from kontroll.domain.problem import Problem
from kontroll.domain.strata import WITHOUT_AMOUNT
from kontroll.facts.completeness import Duplicates, Gaps
from kontroll.flows.samples.chosen import Chosen
from kontroll.sampling.frozen import Frozen
from kontroll.texts import _, ngettext


def told(found: Chosen, made: Frozen, missing: Gaps, doubled: Duplicates) -> list[str]:
    """Everything that is unknown or strange about the population, each with a number."""
    counted = [
        (
            len(found.undated),
            ngettext(
                "{n} post i datasettet har ingen lesbar dato, hører ikke til noen måned og er ikke med.",
                "{n} poster i datasettet har ingen lesbar dato, hører ikke til noen måned og er ikke med.",
                len(found.undated),
            ),
        ),
        (
            len(found.unnumbered),
            ngettext(
                "{n} post mangler nummer fra kildesystemet og kan ikke trekkes.",
                "{n} poster mangler nummer fra kildesystemet og kan ikke trekkes.",
                len(found.unnumbered),
            ),
        ),
        (
            found.uncertain,
            ngettext(
                "Det er ukjent om {n} post hører med, fordi et felt mangler. Den er tatt med, i et eget stratum.",
                "Det er ukjent om {n} poster hører med, fordi et felt mangler. De er tatt med, i et eget stratum.",
                found.uncertain,
            ),
        ),
        (
            made.strata.get(WITHOUT_AMOUNT, (0, 0))[0],
            ngettext(
                "{n} post har ikke noe beløp som kan leses. Den er tatt med, i et eget stratum.",
                "{n} poster har ikke noe beløp som kan leses. De er tatt med, i et eget stratum.",
                made.strata.get(WITHOUT_AMOUNT, (0, 0))[0],
            ),
        ),
        (
            found.unjudged,
            ngettext(
                "{n} post er ikke vurdert av noen regel, og regnes som umerket.",
                "{n} poster er ikke vurdert av noen regel, og regnes som umerket.",
                found.unjudged,
            ),
        ),
        (
            missing.numbers,
            ngettext(
                "{n} nummer mangler i nummerserien.",
                "{n} numre mangler i nummerserien.",
                missing.numbers,
            ),
        ),
        (
            missing.unnumbered if missing.of else 0,
            ngettext(
                "{n} post har ikke noe nummer i nummerserien.",
                "{n} poster har ikke noe nummer i nummerserien.",
                missing.unnumbered,
            ),
        ),
        (
            doubled.count,
            ngettext(
                "{n} post er lik en annen i alt unntatt nummeret.",
                "{n} poster er like en annen i alt unntatt nummeret.",
                doubled.count,
            ),
        ),
    ]
    return [sentence.format(n=n) for n, sentence in counted if n] + [_delivery(one) for one in found.problems]


def _delivery(problem: Problem) -> str:
    return _("{file}: {what}.").format(file=problem.place.file, what=problem.what)
