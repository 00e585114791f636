"""A kommune with a report of a year and one of a month, and those who make, check, vouch for and issue them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from kontroll.domain.access import Role, Viewer
from kontroll.domain.issuing import Issue, Report
from kontroll.flows.issuing.check_report import check_report
from kontroll.flows.issuing.confirm_statement import confirm_statement, proof_wanted
from kontroll.flows.issuing.issue_report import MadeFile, MakeFiles, issue_report
from kontroll.flows.issuing.send_report import seen_of, send_report
from kontroll.flows.people.prove_again import PASSWORD, Proved
from kontroll.report.document.html import as_html
from kontroll.report.document.model import Document, Figure, Grounds, Record, Section, Table, Told

from ..small import Kommune

KARI = Viewer(user="1", person="KARI", name="Kari K", places={Role.INTERNAL_CONTROL: None})
KNUT = Viewer(user="2", person="KNUT", name="Knut K", places={Role.INTERNAL_CONTROL: None})
TOPP = Viewer(user="3", person="TOPP", name="Tora Topp", places={Role.TOP: None, Role.LEADER: frozenset({"0"})})
STATEMENT = "Jeg har lest rapporten.\n\nDen gir et riktig bilde."
JANUARY = datetime(2027, 1, 20, 8, 0, tzinfo=UTC)

CLOSED, FEW = Figure(id="avvik-lukket", value=2), Figure(id="fa", value=None)
YEAR = Document(
    kind="arsrapport",
    period="2026",
    title="Internkontroll i 2026",
    municipality="Bygda kommune",
    known=date(2027, 1, 15),
    sections=(
        Section(
            id="avvik", title="Avvik", drafted=(Told((CLOSED, " avvik ble lukket.")),),
            blocks=(
                Table(
                    caption="Avvik", headings=("Område", "Lukket"), numeric=(False, True),
                    rows=(("Skolene", CLOSED), ("Få", FEW)),
                ),
            ),
            by="Kari K", number=0,
        ),
        Section(id="ikke-kontrollert", title="Dette har vi ikke kontrollert", drafted=(Told(("Mye.",)),), is_mandatory=True),
    ),
    standing=("Utkast.",),
    facts=(("Periode", "2026"),),
    grounds={
        "avvik-lukket": Grounds(
            counted="Avvik som ble lukket i 2026.", rules=(("innkjop-001", "1"),), data=(("faktura.csv", "a" * 64),),
            records=tuple(Record(kind="avvik", id=id, address=f"/sak/{id}") for id in ("S1", "S2")),
        ),
        "fa": Grounds(counted="De få.", records=(Record(kind="avvik", id="HEMMELIG"),)),
    },
)  # fmt: skip
MONTH = replace(YEAR, kind="manedsrapport", period="2026-12", title="Månedsrapport for desember 2026", grounds={})


def one_file(document: Document, at: str, _made: datetime) -> list[MadeFile]:
    """What is quickly made."""
    return [
        MadeFile("rapport.html", True, as_html(replace(document, grounds={}), at)),
        MadeFile("grunnlag.xlsx", False, b"x"),
    ]


def later(minutes: int) -> datetime:
    return JANUARY + timedelta(minutes=minutes)


def proved(report: Report, by: Viewer = TOPP) -> Proved:
    return Proved(PASSWORD, by.user, proof_wanted(report))


def sent_year(made: Kommune, document: Document = YEAR, version: int = -1, at: datetime = JANUARY) -> Report:
    return send_report(made.desk, document, KARI, "KNUT", seen_of(document), at, version)


def issued_year(
    made: Kommune, document: Document = YEAR, version: int = -1, at: datetime = JANUARY, make: MakeFiles = one_file
) -> Issue:
    """All the way."""
    report = sent_year(made, document, version, at)
    checked = check_report(made.desk, report.id, KNUT, at, "Leste alt.")
    confirm_statement(made.desk, report.id, TOPP, STATEMENT, proved(checked), at)
    return issue_report(made.desk, report.id, KARI, at, make)


def issued_month(made: Kommune, period: str = "2026-12") -> Issue:
    document = replace(MONTH, period=period)
    report = send_report(made.desk, document, TOPP, "KARI", seen_of(document), JANUARY, -1)
    check_report(made.desk, report.id, KARI, JANUARY)
    return issue_report(made.desk, report.id, TOPP, JANUARY, one_file)


def with_another_figure() -> Document:
    """The year as it is after something was put right."""
    return replace(
        YEAR,
        sections=(
            replace(YEAR.sections[0], drafted=(Told((replace(CLOSED, value=Decimal(3)), " avvik ble lukket.")),)),
            YEAR.sections[1],
        ),
    )
