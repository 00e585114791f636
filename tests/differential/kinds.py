"""Kinds: what a leaf tries of the rule language. The proof asks that each of them has decided enough cells."""

from __future__ import annotations

from collections.abc import Iterator

from kontroll.domain.condition import (
    BestAmong,
    ColourIn,
    Compare,
    Development,
    FieldClock,
    FieldCompare,
    FieldIn,
    FieldLeaf,
    FieldMissing,
    FieldMultiple,
    FieldWeekday,
    Grouped,
    IndicatorLeaf,
    Leaf,
    LeafTest,
    Lookup,
    Reading,
    RuleLeaf,
)
from kontroll.domain.dataset import Stock
from kontroll.domain.indicator import FromRecords, WeightedIndex
from kontroll.domain.month import Frequency
from kontroll.domain.operand import AmbitionRef, FieldRef, Literal, Operand, ParameterRef, PeriodEnd, Threshold
from kontroll.domain.rule import Rule
from kontroll.domain.rulebook import ENHET_RULE, Rulebook, referred_rules

KINDS = (
    *(
        f"er: {op}"
        for op in "over under minst høyst lik ulik bedre_enn dårligere_enn minst_like_god_som".split()
    ),
    "verdi: tall", "verdi: parameter", "verdi: ambisjon grønn", "verdi: ambisjon gul", "farge",
    "endring: absolutt", "endring: prosent", "fremgang", "flere prøver i ett ledd",
    "best_blant: samme tjeneste", "best_blant: samme alle", "best_blant: minst_enheter over 2",
    "best_blant: ved_likhet alle", "best_blant: ved_likhet ingen",
    "best_blant: mangler ukjent", "best_blant: mangler ses_bort_fra", "best_blant av en endring",
    "utvikling: minst_ett_steg", "utvikling: endepunkt", "utvikling: trend",
    "indikator: paa_rad", "indikator: av_siste", "tertial", "tertial: paa_rad eller av_siste",
    "tertial: siste_avsluttede", "år", "år: paa_rad eller av_siste", "år: siste_avsluttede",
    "min_antall", "beregnet: antall", "beregnet: sum", "beregnet: andel", "beregnet: benford", "beregnet: indeks",
    *(f"felt er: {op}" for op in "over under minst høyst lik ulik før etter senest tidligst".split()),
    "felt: tekst", "felt: tall", "felt: dato", "felt: tidspunkt", "felt: janei",
    "felt verdi: konstant", "felt verdi: parameter", "felt verdi: felt", "felt verdi: periodeslutt",
    "pluss_dager", "ganger", "pluss",
    "mangler", "i", "ukedag", "klokke", "rundt",
    "oppslag: datasett", "oppslag: organisasjon", "oppslag: personer", "oppslag: finnes nei",
    "gruppert: sum", "gruppert: antall",
    "gruppert: andel_av sum", "gruppert: andel_av antall", "post: paa_rad eller av_siste", "post i bestand",
    "utslag: enhet om enhet", "utslag: enhet om antall poster", "utslag: post om enhet", "utslag: post om post",
    "utslag: paa_rad", "utslag: av_siste", "utslag gjennom fire regler",
    "datakvalitet-enhet: post", "datakvalitet-enhet: antall",
)  # fmt: skip


def kinds_of(leaf: Leaf, rule: Rule, rulebook: Rulebook) -> frozenset[str]:
    """What the leaf tries, standing in that rule."""
    if isinstance(leaf, IndicatorLeaf):
        return frozenset(_of_indicator(leaf, rulebook))
    if isinstance(leaf, RuleLeaf):
        return frozenset(_of_rule(leaf, rule, rulebook))
    return frozenset(_of_record(leaf, rule, rulebook))


# --- indicators -----------------------------------------------------------------------------------------------


def _of_indicator(leaf: IndicatorLeaf, rulebook: Rulebook) -> Iterator[str]:
    # A leaf with several tests tries none of them alone: which one decided is not to be seen from outside.
    if len(leaf.tests) > 1:
        yield "flere prøver i ett ledd"
    else:
        yield from _of_test(leaf.tests[0])
        if isinstance(leaf.tests[0], BestAmong) and leaf.change is not None:
            yield "best_blant av en endring"
    if leaf.change is not None:
        yield "fremgang" if leaf.change.kind.value == "fremgang" else f"endring: {leaf.change.kind.value}"
    if leaf.window is not None:
        yield "indikator: paa_rad" if leaf.window.in_a_row else "indikator: av_siste"
    indicator = rulebook.indicators[leaf.indicator]
    if indicator.frequency is not Frequency.MONTH:
        period = indicator.frequency.value
        yield period
        if leaf.window is not None:
            yield f"{period}: paa_rad eller av_siste"
        if leaf.reading is Reading.LATEST_ENDED:
            yield f"{period}: siste_avsluttede"
    if indicator.min_count:
        yield "min_antall"
    if isinstance(indicator.computed, FromRecords):
        yield f"beregnet: {indicator.computed.aggregate.value}"
    elif isinstance(indicator.computed, WeightedIndex):
        yield "beregnet: indeks"


def _of_test(test: LeafTest) -> Iterator[str]:
    if isinstance(test, Compare):
        yield f"er: {test.op.value}"
        yield f"verdi: {_threshold(test.threshold)}"
    elif isinstance(test, ColourIn):
        yield "farge"
    elif isinstance(test, Development):
        yield f"utvikling: {test.method.value}"
    else:
        yield f"best_blant: samme {'tjeneste' if test.same_service else 'alle'}"
        yield f"best_blant: ved_likhet {'alle' if test.ties_count else 'ingen'}"
        yield f"best_blant: mangler {'ses_bort_fra' if test.missing_ignored else 'ukjent'}"
        if test.min_units > 2:
            yield "best_blant: minst_enheter over 2"


def _threshold(threshold: Threshold) -> str:
    if isinstance(threshold, AmbitionRef):
        return f"ambisjon {threshold.colour.value}"
    return "tall" if isinstance(threshold, Literal) else "parameter"


# --- records --------------------------------------------------------------------------------------------------


def _of_record(leaf: FieldLeaf, rule: Rule, rulebook: Rulebook) -> Iterator[str]:
    assert rule.dataset is not None
    dataset = rulebook.dataset(rule.dataset)
    if isinstance(dataset.dated_by, Stock):
        yield "post i bestand"
    if leaf.window is not None:
        yield "post: paa_rad eller av_siste"
    if isinstance(leaf, Lookup):
        yield f"oppslag: {leaf.dataset if leaf.dataset in ('organisasjon', 'personer') else 'datasett'}"
        if not leaf.exists:
            yield "oppslag: finnes nei"
    elif isinstance(leaf, Grouped):
        share = "" if leaf.share_of is None else "andel_av "
        yield f"gruppert: {share}antall" if leaf.sum_field is None else f"gruppert: {share}sum"
    elif isinstance(leaf, FieldCompare):
        field = dataset.field(leaf.field)
        assert field is not None
        yield f"felt: {'tall' if field.type.is_number else field.type.value}"
        yield f"felt er: {leaf.op.value}"
        yield from _of_operand(leaf.operand)
    else:
        words = {
            FieldMissing: "mangler", FieldIn: "i", FieldWeekday: "ukedag", FieldClock: "klokke", FieldMultiple: "rundt",
        }  # fmt: skip
        yield words[type(leaf)]


def _of_operand(operand: Operand) -> Iterator[str]:
    words = {Literal: "konstant", ParameterRef: "parameter", FieldRef: "felt", PeriodEnd: "periodeslutt"}
    yield f"felt verdi: {words[type(operand)]}"
    if not isinstance(operand, ParameterRef) and operand.plus_days:
        yield "pluss_dager"
    if isinstance(operand, FieldRef):
        yield from (["ganger"] if operand.times != 1 else []) + (["pluss"] if operand.plus else [])


# --- rules ----------------------------------------------------------------------------------------------------


def _of_rule(leaf: RuleLeaf, rule: Rule, rulebook: Rulebook) -> Iterator[str]:
    if leaf.window is not None:
        yield "utslag: paa_rad" if leaf.window.in_a_row else "utslag: av_siste"
    if leaf.rule == ENHET_RULE:
        yield "datakvalitet-enhet: post" if rule.dataset else "datakvalitet-enhet: antall"
        return
    asked = rulebook.rules[leaf.rule]
    if rule.dataset is None:
        yield "utslag: enhet om enhet" if asked.dataset is None else "utslag: enhet om antall poster"
    else:
        yield "utslag: post om enhet" if asked.dataset is None else "utslag: post om post"
    if _chain(asked, rulebook) >= 3:
        yield "utslag gjennom fire regler"


def _chain(rule: Rule, rulebook: Rulebook) -> int:
    """The number of rules in the longest chain from this one down."""
    return 1 + max((_chain(rulebook.rules[id], rulebook) for id in referred_rules(rule)), default=0)
