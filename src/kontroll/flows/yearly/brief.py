"""Brief: the report on half a page, for whoever reads nothing else: the same figures as in the chapters, opened the same way."""

from __future__ import annotations

from collections.abc import Iterator

from kontroll.flows.yearly.counting import Counting, told, told_where_shown
from kontroll.flows.yearly.glossary import words
from kontroll.report.document.model import Items, Section, Told
from kontroll.texts import _, ngettext

ID = "kort"


def chapter(counting: Counting) -> Section:
    """Made last: what is told here is counted in the chapters."""
    return Section(
        id=ID, title=_("Kort fortalt"), blocks=(Items(tuple(_points(counting))),), parts=(words(),), is_mandatory=True
    )


def _points(counting: Counting) -> Iterator[Told]:
    of = counting.figures
    ended = len(counting.year.ended)
    yield told(
        ngettext(
            "{runs} av {n} måned er vurdert. {rules} regler ga svar.",
            "{runs} av {n} måneder er vurdert. {rules} regler ga svar.",
            ended,
        ),
        runs=of["kjoringer"],
        n=str(ended),
        rules=of["regler-kjort"],
    )
    yield told(
        _("{known} svar er kjent. {unknown} er ukjente, og et ukjent svar regnes aldri som i orden."),
        known=of["svar-kjente"],
        unknown=of["svar-ukjente"],
    )
    yield from told_where_shown(_("{a} nye avvik er funnet."), a=of.get("avvik-nye"))
    yield from told_where_shown(
        _("{a} saker er åpnet, {b} er lukket, og {c} står åpne."),
        a=of.get("saker-aapnet"),
        b=of.get("saker-lukket"),
        c=of.get("saker-aapne"),
    )
    yield from told_where_shown(
        _("Halvparten av sakene som ble lukket, var åpne i {a} eller kortere."), a=of.get("dager")
    )
    yield from told_where_shown(
        _("{a} funn fra tilsyn, revisor og kontrollutvalg er åpne. For {b} av dem er fristen passert."),
        a=of.get("funn-aapne"),
        b=of.get("funn-over-frist"),
    )
    yield from told_where_shown(
        _("{a} politiske vedtak er ikke iverksatt. For {b} av dem er fristen passert."),
        a=of.get("vedtak-aapne"),
        b=of.get("vedtak-over-frist"),
    )
    yield told(
        ngettext(
            "{n} skal-setning i reglementene har ingen kontroll,",
            "{n} skal-setninger i reglementene har ingen kontroll,",
            int(of["skal-ikke"].value or 0),
        )
        + " "
        + ngettext(
            "og {m} regel i bruk fikk ikke ett kjent svar.",
            "og {m} regler i bruk fikk ikke ett kjent svar.",
            int(of["regler-uten-svar"].value or 0),
        ),
        n=of["skal-ikke"],
        m=of["regler-uten-svar"],
    )
    concluded, lacking = of["stikkprover-avsluttet"], of["stikkprover-mangler"]
    yield told(
        ngettext("{n} stikkprøve er avsluttet.", "{n} stikkprøver er avsluttet.", int(concluded.value or 0))
        + " "
        + ngettext(
            "{m} stikkprøve som står i kontrollplanen, er ikke gjort.",
            "{m} stikkprøver som står i kontrollplanen, er ikke gjort.",
            int(lacking.value or 0),
        ),
        n=concluded,
        m=lacking,
    )
