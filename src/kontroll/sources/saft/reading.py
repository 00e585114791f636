"""Read a SAF-T file from end to end, once: rows on the way, and at the end what they add up to against what the file says."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from kontroll.sources.formats import FormatContext, Read
from kontroll.sources.saft.accounts import Accounts
from kontroll.sources.saft.elements import (
    CODE,
    LONG,
    LONGEST,
    MIDDLE,
    NAMESPACE,
    SHORT,
    Child,
    Kind,
    children,
    contents,
    fix,
    name_of,
    tag,
    text,
)
from kontroll.sources.saft.header import Header, read_header
from kontroll.sources.saft.ledger import Ledger
from kontroll.sources.saft.order import in_order
from kontroll.sources.saft.parties import add_party
from kontroll.sources.saft.schema import held_against, schema_for, version_in
from kontroll.sources.saft.tables import CUSTOMER, SUPPLIER, VAT, Tables
from kontroll.sources.saft.totals import Totals
from kontroll.sources.xmlfile import Told, Unsafe, elements, forget, line_of_text, not_readable, root_of
from kontroll.texts import _

_ANALYSIS_TYPE = (text("AnalysisType", CODE), text("AnalysisTypeDescription", LONGEST))
_JOURNAL = (text("JournalID", SHORT), text("Description", LONGEST), text("Type", CODE))
_VAT = (
    text("TaxCode", LONG), text("Description", LONGEST, required=False), Child("TaxPercentage", Kind.NUMBER),
    text("StandardTaxCode", MIDDLE),
)  # fmt: skip
#: Elements that are read by nobody, and may be many: let go of at once.
_PASSED_BY = (
    "TaxonomyElement", "Product", "PhysicalStockEntry", "Owner", "Asset", "Invoice", "Payment", "StockMovement",
    "AssetTransaction",
)  # fmt: skip
_READ = (
    "Header", "Account", "Customer", "Supplier", "TaxTableEntry", "AnalysisTypeTableEntry", "NumberOfEntries", "TotalDebit",
    "TotalCredit", "Transaction", "Journal",
)  # fmt: skip
_PARENT = {
    "Account": "GeneralLedgerAccounts", "Customer": "Customers", "Supplier": "Suppliers", "Transaction": "Journal",
    "NumberOfEntries": "GeneralLedgerEntries", "TotalDebit": "GeneralLedgerEntries", "TotalCredit": "GeneralLedgerEntries",
}  # fmt: skip


def read(path: Path, shown_as: str, context: FormatContext) -> Read:
    """The file's tables, and what was reconciled; or every reason why it is refused."""
    told = Told(shown_as)
    with path.open("rb") as file:
        root = root_of(file.read(8192))
    if root is not None and root != (NAMESPACE, "AuditFile"):
        what = _("filen er SAF-T, men ikke norsk SAF-T Financial")
        told.refuse(1, what, _("Hent ut SAF-T Financial (regnskap) etter Skatteetatens standard."))
        return Read(problems=told.problems)
    reading = _Reading(told)
    try:
        schema = schema_for(context.schemas, version_in(path))
        if schema is not None:
            held_against(path, schema, told)
        for element in elements(path, tuple(tag(name) for name in (*_READ, *_PASSED_BY))):
            reading.take(element)
    except (etree.XMLSyntaxError, Unsafe) as error:
        return Read(problems=[*told.refusals, not_readable(shown_as, error)])
    return reading.done(shown_as, schema.name if schema is not None else None)


class _Reading:
    """Where each element goes."""

    def __init__(self, told: Told) -> None:
        self.told = told
        self.tables = Tables()
        self.header: Header | None = None
        self.analyses: dict[str, str] = {}
        self.accounts = Accounts(told)
        self.ledger = Ledger(told, self.tables)
        self.totals = Totals(told)

    def take(self, element: etree._Element) -> None:
        name, parent = name_of(element), element.getparent()
        if name in _PARENT and (parent is None or name_of(parent) != _PARENT[name]):
            return
        in_order(element, self.told)
        if name == "Header":
            self.header = read_header(element, self.told)
        elif name in ("NumberOfEntries", "TotalDebit", "TotalCredit"):
            self.totals.take(name, element)
        elif name == "Journal":
            contents(element, _JOURNAL, self.told)
        elif name not in _PASSED_BY:
            self._row(name, element)
        forget(element)

    def _row(self, name: str, element: etree._Element) -> None:
        header = self.header
        if header is None:
            self.told.refuse(element.sourceline or 0, _("filen mangler Header før {name}").format(name=name), fix())
            header = self.header = Header(version="", software="", company="", start="", end="")
        if name == "Account":
            self.accounts.take(element, header)
        elif name in ("Customer", "Supplier"):
            add_party(self.tables, CUSTOMER if name == "Customer" else SUPPLIER, element, header, self.told)
        elif name == "AnalysisTypeTableEntry":
            own = contents(element, _ANALYSIS_TYPE, self.told)
            self.analyses.setdefault(own["AnalysisType"], own["AnalysisTypeDescription"])
        elif name == "TaxTableEntry":
            self._vat(element, header)
        else:
            journal = element.getparent()
            id = "" if journal is None else line_of_text(journal.findtext(tag("JournalID")))
            self.ledger.transaction(element, id, header, self.analyses)

    def _vat(self, element: etree._Element, header: Header) -> None:
        for details in children(element, "TaxCodeDetails"):
            own = contents(details, _VAT, self.told)
            self.tables.add(
                VAT,
                details.sourceline or 0,
                nokkel=f"{header.company}/{own['TaxCode']}",
                selskap=header.company,
                mva_kode=own["TaxCode"],
                standardkode=own["StandardTaxCode"],
                sats=own["TaxPercentage"],
                beskrivelse=own["Description"],
            )

    def done(self, shown_as: str, schema: str | None) -> Read:
        if self.header is None:
            self.told.refuse(1, _("{parent} mangler {name}").format(parent="AuditFile", name="Header"), fix())
            return Read(problems=self.told.problems)
        self.totals.reconcile(self.ledger)
        self.accounts.add_to(self.tables, self.ledger.moved, self.header, self.ledger.last_day)
        sentences = self.totals.sentences(self.header, self.ledger, self.accounts, self.tables.rows, schema)
        sheets = {kind: table.sheet(shown_as) for kind, table in self.tables.tables.items()}
        return Read(sheets=sheets, told=sentences, problems=self.told.problems)
