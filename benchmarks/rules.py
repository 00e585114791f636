"""The hundred rules that are measured, as rule files: 70 with one leaf, 20 composite ones, 10 that ask about other rules.

Every kind of unit leaf is there: numbers, dated parameters, colours, changes, windows, best_blant, utvikling, periods that
have ended. `by_hand.py` holds the same rules as an analyst would write them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from benchmarks.kommune import SELDOM, Size, larger_is_better, monthly


@dataclass(frozen=True, slots=True)
class Kind:
    """A leaf with its indicator left open, over a monthly indicator or one of the SELDOM ones."""

    name: str
    text: str
    seldom: str = ""


KINDS = (
    Kind("threshold", "er: over, verdi: 5.5"),
    Kind("parameter", "er: bedre_enn, verdi: {parameter: fart.grense}, paa_rad: 3"),
    Kind("colour", "farge: [gul, grønn]"),
    Kind("percent", "endring: {siden: 12, som: prosent}, er: over, verdi: 10"),
    Kind("best", "best_blant: {samme: tjeneste}"),
    Kind("trend", "utvikling: {perioder: 4, metode: trend}"),
    Kind("ambition", "er: dårligere_enn, verdi: {ambisjon: grønn}, av_siste: {minst: 2, perioder: 4}"),
    Kind("progress", "fremgang: {siden: 1}, er: minst, verdi: 0.5"),
    Kind("absolute", "endring: {siden: 3, som: absolutt}, er: under, verdi: -1, paa_rad: 2"),
    Kind("best_progress", "fremgang: {siden: 12}, best_blant: {samme: alle, ved_likhet: ingen, mangler: ses_bort_fra}"),
    Kind("endpoints", "utvikling: {perioder: 3, metode: endepunkt}"),
    Kind("tertial", "er: over, verdi: 5, lest: siste_avsluttede", seldom="tert"),
    Kind("yearly", "er: under, verdi: 3, lest: siste_avsluttede", seldom="aar"),
    Kind("any_step", "utvikling: {perioder: 4, metode: minst_ett_steg}"),
)


@dataclass(frozen=True, slots=True)
class LeafAt:
    """Kind number `number % len(KINDS)` over an indicator that follows from the number."""

    number: int
    size: Size

    @property
    def kind(self) -> Kind:
        return KINDS[self.number % len(KINDS)]

    @property
    def indicator(self) -> str:
        if self.kind.seldom:
            return f"{self.kind.seldom}{self.number % 2 + 1:02d}"
        return monthly(self.number * 7 + self.number // 13, self.size)

    @property
    def written(self) -> str:
        return f"{{indikator: {self.indicator}, {self.kind.text}}}"


SINGLE, COMPOSITE, BUILT_ON = range(70), range(70, 90), range(90, 100)


def name(number: int) -> str:
    return f"fart-{number:03d}"


def only_schools(number: int) -> bool:
    """Some rules have `gjelder: {tjeneste: [skole, sykehjem]}`."""
    return number % 10 == 8 and number < 80


def composite_leaves(number: int, size: Size) -> tuple[LeafAt, LeafAt, LeafAt, LeafAt]:
    """The leaves of «first and (second or third) and not fourth»."""
    a, b, c, d = (LeafAt(100 + number * 4 + i * 5, size) for i in range(4))
    return a, b, c, d


def leaves(size: Size) -> list[LeafAt]:
    """Every leaf of the single and the composite rules."""
    return [LeafAt(number, size) for number in SINGLE] + [
        leaf for number in COMPOSITE for leaf in composite_leaves(number, size)
    ]


def asked_rules(number: int) -> tuple[str, str, str]:
    """The rules of «first and (second or third two months in a row)»."""
    return name(number - 20), name(number - 50), name(number - 63)


def condition(number: int, size: Size) -> str:
    if number in SINGLE:
        return LeafAt(number, size).written
    if number in COMPOSITE:
        a, b, c, d = (leaf.written for leaf in composite_leaves(number, size))
        return f"{{alle: [{a}, {{minst_en: [{b}, {c}]}}, {{ikke: {d}}}]}}"
    first, second, third = asked_rules(number)
    return f"{{alle: [{{utslag: {first}}}, {{minst_en: [{{utslag: {second}}}, {{utslag: {third}, paa_rad: 2}}]}}]}}"


def write(folder: Path, size: Size) -> None:
    """The rules folder: indicators, one parameter that changes on the way, and a file a rule."""
    for area in ("indikatorer", "parametre", "fart"):
        (folder / area).mkdir(parents=True, exist_ok=True)
    lines = ["indikatorer:"]
    frequencies = {1: "måned", 4: "tertial", 12: "år"}
    for id, months in {**{monthly(n, size): 1 for n in range(size.indicators)}, **SELDOM}.items():
        better = "høyere" if larger_is_better(id) else "lavere"
        lines.append(
            f"  - {{id: {id}, navn: {id}, maaleenhet: poeng, bedre_er: {better}, "
            f"frekvens: {frequencies[months]}, desimaler: 1}}"
        )
    (folder / "indikatorer" / "alle.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "parametre" / "grense.yaml").write_text(_PARAMETER, encoding="utf-8")
    for number in range(100):
        scope = "gjelder: {tjeneste: [skole, sykehjem]}\n" if only_schools(number) else ""
        text = _RULE.format(name=name(number), scope=scope, condition=condition(number, size))
        (folder / "fart" / f"{name(number)}.yaml").write_text(text, encoding="utf-8")


_PARAMETER = """\
id: fart.grense
navn: Grense
maaleenhet: poeng
verdier:
  - {gyldig_fra: 2018-01-01, verdi: 5, hjemmel: [{reglement: fart, punkt: "1"}]}
  - {gyldig_fra: 2026-06-01, verdi: 4.55, hjemmel: [{reglement: fart, punkt: "1"}]}
"""

_RULE = """\
id: {name}
navn: Regel {name}
type: avvik
status: utkast
alvor: middels
hjemmel:
  - {{reglement: fart, punkt: "1"}}
{scope}versjoner:
  - gyldig_fra: 2018-01
    hvis: {condition}
"""
