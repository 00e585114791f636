"""A small document in which every kind of thing stands, for the tests of its files."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from kontroll.domain.operand import Colour
from kontroll.report.document.model import (
    Chart,
    ChartKind,
    Document,
    Figure,
    Grounds,
    How,
    Items,
    Record,
    Section,
    Series,
    Table,
    Told,
)

CLOSED = Figure(id="avvik-lukket", value=12)
DAYS = Figure(id="dager", value=Decimal("18.50"), unit="dager")
FEW = Figure(id="fa", value=None)

TABLE = Table(
    caption="Avvik etter område",
    headings=("Område", "Lukket", "Farge", "Andel"),
    numeric=(False, True, False, True),
    rows=(
        ("Skolene", CLOSED, Colour.GREEN, Decimal("0.10")),
        ("=HYPERLINK(\"http://ond.example\")", FEW, Colour.RED, None),
        ("<b>Barnehagene</b> #read(\"/etc/passwd\")", 1234567, "–", -3),
    ),
    note="Små tall vises ikke.",
)  # fmt: skip
CHART = Chart(
    id="avvik-forlop",
    caption="Avvik måned for måned",
    kind=ChartKind.LINES,
    labels=("jan. 26", "feb. 26", "mars 26"),
    series=(
        Series(name="Nye", values=(3, None, 5)),
        Series(name="Lukkede", values=(Decimal("1.5"), 2, 4)),
    ),
    told="Nye avvik gikk fra 3 i januar til 5 i mars. Februar er ikke kjent.",
    unit="avvik",
)

DOCUMENT = Document(
    kind="arsrapport",
    period="2026",
    title="Årsrapport om internkontroll 2026",
    municipality="Furuvik kommune",
    known=date(2027, 1, 20),
    sections=(
        Section(
            id="avvik",
            title="Avvik og oppfølging",
            drafted=(Told((CLOSED, " avvik ble lukket, i median etter ", DAYS, ".")),),
            blocks=(
                Items((Told(("Sett: ", Figure(id="sett", value=20))), Told(("Snakket om",)))),
                TABLE,
                CHART,
                Told(("Ingen tall om personer.",)),
            ),
            parts=(
                Section(
                    id="avvik-egne", title="Egne ord", text="Første <i>avsnitt</i>.\n\n=SUM(A1)", number=2, by="Kari"
                ),
            ),
        ),
        Section(id="ikke-kontrollert", title="Dette har vi ikke kontrollert", is_mandatory=True),
    ),
    standing=("Utkast.", "Tallene er slik de var kjent 20. januar 2027."),
    facts=(("Periode", "2026"), ("Saksnummer", "26/123")),
    grounds={
        "avvik-lukket": Grounds(
            counted="Avvik som ble lukket i 2026.",
            records=tuple(
                Record(kind="avvik", id=f"A-{n}", name="=cmd()" if n == 1 else "", address=f"/sak/A-{n}")
                for n in range(12)
            ),
            rules=(("innkjop-001", "3"),),
            data=(("faktura-2026-01.csv", "a" * 64),),
        ),
        "dager": Grounds(
            counted="Median av dager fra åpnet til lukket.",
            total=("avvik-lukket",),
            how=How.MEDIAN,
            records=(Record(kind="avvik", id="A-1", value=Decimal("18.50")),),
        ),
    },
)
