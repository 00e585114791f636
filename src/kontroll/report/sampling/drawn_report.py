"""Drawn report: the whole report of a draw from its material, in the order a revisor asks: what was found, of what, and how."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kontroll.domain.draw import DrawState
from kontroll.domain.drawflow import SIMPLE
from kontroll.report.sampling.draw_material import Material
from kontroll.report.sampling.draw_report import Column, DrawReport, Fact, Kind, Said, Section, Table
from kontroll.report.sampling.evaluation import Evaluation
from kontroll.report.sampling.evaluation_sentences import bound_text, conclusion, quote
from kontroll.report.sampling.promise_sections import promise_sections
from kontroll.report.sampling.public_draw import VERIFIER, ticket_of
from kontroll.report.sampling.result_sections import caveat_section, money_sections, result_section, second_section
from kontroll.report.sampling.work_sections import sample_section, work_sections
from kontroll.texts import _


def draw_report(of: Material) -> DrawReport:
    """Of any draw, also one that is not finished or was given up: then what is missing is said to be unknown."""
    found = of.found
    return DrawReport(
        id=of.draw.id,
        draw_id=of.draw.draw_id,
        name=of.draw.name,
        state=of.draw.state.value,
        quote=quote(found, of.noun) if found else _("Ingenting er trukket."),
        conclusion=_conclusion(of),
        holds=found.holds if found else None,
        numbers=_numbers(found) if found else {},
        sections=tuple(_sections(of)),
    )


def _conclusion(of: Material) -> str:
    if of.draw.state is DrawState.ABORTED:
        return _("Stikkprøven er avbrutt. Grunnen: {why}").format(why=of.text(of.draw.aborted))
    if of.found is None:
        return _("Det kan ikke konkluderes ennå.")
    return conclusion(of.found, of.choices.decision, of.draw.arm)


def _sections(of: Material) -> Iterator[Section]:
    found = of.found
    if found is not None:
        yield result_section(of, found)
        yield from money_sections(of, found)
        yield caveat_section(of, found)
    yield from promise_sections(of)
    if found is not None:
        yield sample_section(of)
        yield from work_sections(of)
        if (second := second_section(of, found)) is not None:
            yield second
    if of.draw.seed:
        yield _verify(of)


def _verify(of: Material) -> Section:
    """With what is public, or what is inside where ids are pseudonyms."""
    later = "".join(f' "tillegg {one.number}={one.seed}"' for one in of.populations if one.seed and one.number > 1)
    last = of.newest
    earlier = " --forrige=FORRIGE/utvalg.tsv" if last.number > 1 else ""
    line = f"python3 {VERIFIER} populasjon.tsv plan.json utvalg.tsv {last.commitment} {of.draw.seed}{later}{earlier}"
    said = (
        Said(_("Hvem som helst kan gjøre trekningen om igjen, uten kontroll, med filene nedenfor og Python 3.9 eller nyere:")),
        Said(line, level=1),
        Said(_("Svaret er STEMMER, eller AVVIK og hva som er galt. Skriptet ser ikke om listen er fullstendig, og ikke når "
               "forpliktelsen ble kunngjort. Det må et menneske sjekke, i postlisten.")),
        *_one_ticket(of),
    )  # fmt: skip
    columns = (Column(_("Liste"), Kind.COUNT), Column(_("Fil")), Column(_("SHA-256")))
    rows = tuple((one.population, one.name, one.digest) for one in of.files if one.is_public)
    facts = (Fact(_("Protokoll"), "KUP-1"),)
    tables = (Table(_("Filene"), columns, rows),) if rows else ()
    return Section(id="etterprove", title=_("Slik etterprøves trekningen"), said=said, facts=facts, tables=tables)


def _one_ticket(of: Material) -> Iterator[Said]:
    """How one item is looked up by hand."""
    simple = {one.name for one in of.choices.strata if one.method == SIMPLE}
    item = next((one.item for one in of.items if one.item.stratum in simple and one.item.nr == 1), None)
    if item is not None:
        made = ticket_of(of.draw.draw_id, of.draw.seed, item.identity)
        yield Said(_("Loddet til én enkelt post kan regnes ut for hånd, her for {id}:").format(id=item.identity))
        for line in (*made.lines, made.shown):
            yield Said(line, level=1)


def _numbers(found: Evaluation) -> dict[str, Any]:
    return {
        "populasjon": found.population,
        "utvalg": found.drawn,
        "kontrollert": found.examined,
        "avvik": found.deviations,
        "dokumentasjon_mangler": found.undocumented,
        "ukjent": found.unknown,
        "erstattet": found.replaced,
        "beholdt": found.kept,
        "maalrettet": found.targeted.items,
        "konfidens": str(found.confidence),
        "tolererbar": str(found.tolerable),
        "grunnlag": found.basis.value,
        "mest_sannsynlig": None if found.likely is None else str(found.likely),
        "ovre_grense": None if found.bound is None else found.bound.rate,
        "ovre_antall": None if found.bound is None else found.bound.count,
        "ovre_prosent": bound_text(found),
        "ovre_ore": None if found.sheet is None else found.sheet.upper,
        "holder": found.holds,
    }
