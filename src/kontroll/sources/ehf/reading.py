"""Read an EHF document: what must be there, what it sums to, and its rows."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from kontroll.sources.ehf.elements import CREDIT_NOTE, ENVELOPE, INVOICE, Document, all_at, fix, text
from kontroll.sources.ehf.tables import sheets_of
from kontroll.sources.ehf.totals import Sums, reconciled
from kontroll.sources.formats import FormatContext, Read
from kontroll.sources.xmlfile import Told, Unsafe, not_readable, whole_tree
from kontroll.texts import _, ngettext, number

#: Peppol BIS Billing 3 and the Norwegian extensions of it begin like this.
_BILLING_3 = "urn:cen.eu:en16931:2017"


def read(path: Path, shown_as: str, context: FormatContext) -> Read:
    told = Told(shown_as)
    try:
        root = whole_tree(path)
    except (etree.XMLSyntaxError, Unsafe) as error:
        return Read(problems=[not_readable(shown_as, error)])
    if root.tag == ENVELOPE:
        root = next(root.iter(INVOICE, CREDIT_NOTE), root)
    if root.tag == ENVELOPE:
        told.refuse(1, _("konvolutten har verken faktura eller kreditnota"), fix())
        return Read(problems=told.problems)
    if not text(root, "CustomizationID").startswith(_BILLING_3):
        told.refuse(root.sourceline or 0, _("dokumentet er ikke EHF Billing 3 (CustomizationID)"), fix())
        return Read(problems=told.problems)
    document = Document(root, told, text(root, "DocumentCurrencyCode"))
    _must_be_there(document)
    sums = reconciled(document)
    if told.refusals:
        return Read(problems=told.problems)
    sheets = sheets_of(document, shown_as, sums.net, sums.vat, sums.payable)
    return Read(sheets=sheets, told=_sentences(document, sums), problems=told.problems)


def _must_be_there(document: Document) -> None:
    """What EN 16931 says that every invoice has (BR-02 to BR-07, BR-16), beside its sums."""
    root = document.root
    for path in ("ID", "DocumentCurrencyCode", "CreditNoteTypeCode" if document.is_credit else "InvoiceTypeCode"):
        document.required(root, path)
    document.day(root, "IssueDate", required=True)
    for party in ("AccountingSupplierParty", "AccountingCustomerParty"):
        document.required(root, f"{party}/Party/PartyLegalEntity/RegistrationName")
    if not document.lines:
        what = _("{parent} mangler {name}").format(
            parent=document.line_name.removesuffix("Line"), name=document.line_name
        )
        document.told.refuse(root.sourceline or 0, what, fix())
    if len(all_at(root, "LegalMonetaryTotal/")) > 1:
        document.told.refuse(root.sourceline or 0, _("LegalMonetaryTotal står mer enn én gang"), fix())


def _sentences(document: Document, sums: Sums) -> list[str]:
    lines = ngettext("{n} linje", "{n} linjer", len(document.lines)).format(n=number(len(document.lines)))
    kind = _("Kreditnota") if document.is_credit else _("Faktura")
    payable = _("{payable} {currency} til gode") if document.is_credit else _("{payable} {currency} å betale")
    said = [
        _("{kind} {id} med {lines}.").format(kind=kind, id=text(document.root, "ID"), lines=lines),
        _(
            "{net} uten merverdiavgift, {vat} i merverdiavgift, {payable}. Regnet ut på nytt av linjene, og det stemmer."
        ).format(
            net=number(sums.net, 2),
            vat=number(sums.vat, 2),
            payable=payable.format(payable=number(sums.payable, 2), currency=document.currency),
        ),
    ]
    if document.currency != "NOK":
        said.append(
            _("Fakturaen er i {currency}; beløpene i kroner er satt som manglende.").format(currency=document.currency)
        )
    return said
