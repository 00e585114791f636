"""Brief: the report on half a page, for whoever reads nothing else: the same figures as in the chapters, opened the same way."""

from __future__ import annotations

from collections.abc import Iterator

from kontroll.flows.yearly.counting import Counting, told
from kontroll.report.document.model import Figure, Items, Section, Told
from kontroll.texts import _

ID = "kort"


def chapter(counting: Counting) -> Section:
    """Made last: what is told here is counted in the chapters."""
    return Section(id=ID, title=_("Kort fortalt"), blocks=(Items(tuple(_points(counting))),), is_mandatory=True)


def _points(counting: Counting) -> Iterator[Told]:
    of = counting.figures
    yield told(
        _("{runs} av {n} måneder er vurdert mot {rules} regler."),
        runs=of["kjoringer"],
        n=str(len(counting.year.ended)),
        rules=of["regler-kjort"],
    )
    yield told(
        _("{known} svar er kjent. {unknown} er ukjent, og regnes aldri som i orden."),
        known=of["svar-kjente"],
        unknown=of["svar-ukjente"],
    )
    yield from _shown(_("{a} nye avvik er funnet."), a=of.get("avvik-nye"))
    yield from _shown(
        _("{a} saker er åpnet, {b} er lukket, og {c} står åpne."),
        a=of.get("saker-aapnet"),
        b=of.get("saker-lukket"),
        c=of.get("saker-aapne"),
    )
    yield from _shown(_("Halvparten av sakene som ble lukket, var åpne i {a} eller kortere."), a=of.get("dager"))
    yield from _shown(
        _("{a} funn fra tilsyn, revisor og kontrollutvalg er åpne. {b} av dem er over fristen."),
        a=of.get("funn-aapne"),
        b=of.get("funn-over-frist"),
    )
    yield from _shown(
        _("{a} politiske vedtak er ikke iverksatt. {b} av dem er over fristen."),
        a=of.get("vedtak-aapne"),
        b=of.get("vedtak-over-frist"),
    )
    yield told(
        _("{n} skal-setninger i reglementene kontrolleres ikke, og {m} regler i bruk fikk ikke ett kjent svar."),
        n=of["skal-ikke"],
        m=of["regler-uten-svar"],
    )
    yield told(
        _("{n} stikkprøver er avsluttet. {m} som kontrollplanen sier, er ikke gjort."),
        n=of["stikkprover-avsluttet"],
        m=of["stikkprover-mangler"],
    )


def _shown(text: str, **figures: Figure | None) -> Iterator[Told]:
    """Nothing where one of them is not there or not shown: the chapter says why."""
    there = {name: one for name, one in figures.items() if one is not None and one.value is not None}
    if len(there) == len(figures):
        yield told(text, **there)
