"""The posted lines of a SAF-T file, one row each, and every transaction in balance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from kontroll.sources.saft.elements import (
    CODE,
    LONG,
    LONGEST,
    MIDDLE,
    SHORT,
    Child,
    Kind,
    amount_in,
    children,
    contents,
    fix,
    kroner,
    name_of,
    text,
)
from kontroll.sources.saft.header import Header
from kontroll.sources.saft.tables import LINE, Tables
from kontroll.sources.xmlfile import Told, whole
from kontroll.texts import _
from kontroll.texts import amount as shown_kroner

_TRANSACTION = (
    text("TransactionID", LONG), Child("Period", Kind.COUNT, required=True), Child("PeriodYear", Kind.COUNT, required=True),
    Child("TransactionDate", Kind.DAY, required=True), text("SourceID", MIDDLE, required=False),
    text("VoucherType", LONG, required=False), text("TransactionType", SHORT, required=False), text("Description", LONGEST),
    Child("SystemEntryDate", Kind.DAY, required=True), Child("GLPostingDate", Kind.DAY, required=True),
    text("CustomerID", MIDDLE, required=False), text("SupplierID", MIDDLE, required=False),
)  # fmt: skip
_LINE = (
    text("RecordID", SHORT), text("AccountID", LONG), text("SourceDocumentID", MIDDLE, required=False),
    text("CustomerID", MIDDLE, required=False), text("SupplierID", MIDDLE, required=False), text("Description", LONGEST),
    text("ReferenceNumber", MIDDLE, required=False), Child("DueDate", Kind.DAY),
)  # fmt: skip
_TAX = (text("TaxCode", LONG, required=False),)
_ANALYSIS = (text("AnalysisType", CODE), text("AnalysisID", LONGEST))
#: What a kommune calls the dimensions of its accounts, by how the description of the type begins.
_DIMENSIONS = {
    "ansvar": ("ansvar", "avdeling", "enhet", "koststed", "resultatenhet"),
    "funksjon": ("funksjon", "tjeneste"),
    "prosjekt": ("prosjekt",),
}


@dataclass(slots=True)
class Ledger:
    """What has been counted on the way, in øre. analyses: AnalysisType -> its description."""

    told: Told
    tables: Tables
    transactions: int = 0
    debit: int = 0
    credit: int = 0
    split: int = 0
    moved: dict[str, int] = field(default_factory=dict)
    last_day: str = ""

    def transaction(self, element: etree._Element, journal: str, header: Header, analyses: Mapping[str, str]) -> None:
        self.transactions += 1
        own = contents(element, _TRANSACTION, self.told)
        self.last_day = max(self.last_day, own["TransactionDate"])
        period, year = whole(own["Period"]), whole(own["PeriodYear"])
        base = {
            "selskap": header.company,
            "journal": journal,
            "bilag": own["TransactionID"],
            "periode": "" if period is None or year is None else f"{year:04d}-{period:02d}",
            "bilagsdato": own["TransactionDate"],
            "registrert": own["SystemEntryDate"],
            "bokfort": own["GLPostingDate"],
            "bilagstype": own["VoucherType"] or own["TransactionType"],
            "registrert_av": own["SourceID"],
        }
        debit = credit = lines = 0
        for line in children(element, "Line"):
            one_debit, one_credit = self._line(line, own, base, analyses)
            debit, credit, lines = debit + one_debit, credit + one_credit, lines + 1
        if not lines:
            self.told.refuse(element.sourceline or 0, _("bilag {id} har ingen linjer").format(id=base["bilag"]), fix())
        if debit != credit:
            what = _("bilag {id} er ikke i balanse: debet {debit}, kredit {credit}, forskjellen er {difference}")
            what = what.format(
                id=base["bilag"], debit=shown_kroner(debit), credit=shown_kroner(credit),
                difference=shown_kroner(debit - credit),
            )  # fmt: skip
            self.told.refuse(element.sourceline or 0, what, fix())
        self.debit += debit
        self.credit += credit

    def _line(
        self, line: etree._Element, transaction: Mapping[str, str], base: Mapping[str, str], analyses: Mapping[str, str]
    ) -> tuple[int, int]:
        own = contents(line, _LINE, self.told)
        debit, credit = amount_in(line, "DebitAmount", self.told), amount_in(line, "CreditAmount", self.told)
        if (debit is None) == (credit is None):
            what = _("{parent} skal ha enten {debit} eller {credit}")
            what = what.format(parent=name_of(line), debit="DebitAmount", credit="CreditAmount")
            self.told.refuse(line.sourceline or 0, what, fix())
        debit, credit = debit or 0, credit or 0
        self.moved[own["AccountID"]] = self.moved.get(own["AccountID"], 0) + debit - credit
        codes, vat = self._vat(line, negative=credit != 0)
        self.tables.add(
            LINE,
            line.sourceline or 0,
            nokkel="/".join((base["selskap"], base["periode"][:4], base["journal"], base["bilag"], own["RecordID"])),
            linje=own["RecordID"],
            konto=own["AccountID"],
            debet=kroner(debit),
            kredit=kroner(credit),
            belop=kroner(debit - credit),
            tekst=own["Description"],
            kunde=own["CustomerID"] or transaction["CustomerID"],
            leverandor=own["SupplierID"] or transaction["SupplierID"],
            mva_kode=codes,
            mva=vat,
            dokument=own["SourceDocumentID"],
            referanse=own["ReferenceNumber"],
            forfall=own["DueDate"],
            **base,
            **self._dimensions(line, analyses),
        )
        return debit, credit

    def _vat(self, line: etree._Element, *, negative: bool) -> tuple[str, str]:
        """The codes with comma between, and the VAT with the sign of its side; 1.10 tells the side of the line only."""
        codes, total, given = [], 0, False
        for tax in children(line, "TaxInformation"):
            codes.append(contents(tax, _TAX, self.told)["TaxCode"])
            debit, credit = amount_in(tax, "DebitTaxAmount", self.told), amount_in(tax, "CreditTaxAmount", self.told)
            of_line = amount_in(tax, "TaxAmount", self.told)
            given = given or (debit, credit, of_line) != (None, None, None)
            total += (debit or 0) - (credit or 0) + (-(of_line or 0) if negative else of_line or 0)
        return ",".join(code for code in codes if code), kroner(total) if given else ""

    def _dimensions(self, line: etree._Element, analyses: Mapping[str, str]) -> dict[str, str]:
        """ansvar, funksjon and prosjekt; "" where the line has none, and where it is split between several."""
        found: dict[str, list[str]] = {name: [] for name in _DIMENSIONS}
        for analysis in children(line, "Analysis"):
            own = contents(analysis, _ANALYSIS, self.told)
            called = (analyses.get(own["AnalysisType"]) or own["AnalysisType"]).lower()
            for name, words in _DIMENSIONS.items():
                if called.startswith(words) and own["AnalysisID"] not in found[name]:
                    found[name].append(own["AnalysisID"])
        self.split += any(len(ids) > 1 for ids in found.values())
        return {name: ids[0] if len(ids) == 1 else "" for name, ids in found.items()}
