"""The rows that an EHF document becomes: one for the document, one for each line. Those of a credit note are negative."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from lxml import etree

from kontroll.facts.sheet import Sheet
from kontroll.sources.ehf.elements import Document, all_at, first, text, texts
from kontroll.sources.formats import Table

INVOICE, LINE = "ehf_faktura", "ehf_linje"
KINDS = (INVOICE, LINE)
_INVOICE = (
    "nokkel", "fakturanr", "bilagstype", "typekode", "fakturadato", "forfallsdato", "selger_orgnr", "selger_id", "selger",
    "kjoper_orgnr", "kjoper_ref", "ordre_ref", "kontrakt_ref", "gjelder_faktura", "kontering", "levert", "valuta", "belop",
    "mva", "a_betale", "belop_i_valuta", "kontonummer", "iban", "kid", "linjer",
)  # fmt: skip
_LINE = (
    "nokkel", "faktura", "linje", "fakturadato", "selger_orgnr", "vare", "varenummer", "antall", "maaleenhet", "pris",
    "belop", "belop_i_valuta", "mva_sats", "ordrelinje", "kontering",
)  # fmt: skip
_NORWEGIAN_IBAN = re.compile(r"NO\d{13}")
_VAT_NUMBER = re.compile(r"(?:NO)?(\d{9})(?:MVA)?")
_SELLER, _BUYER = "AccountingSupplierParty/Party", "AccountingCustomerParty/Party"


def sheets_of(document: Document, shown_as: str, net: Decimal, vat: Decimal, payable: Decimal) -> Mapping[str, Sheet]:
    """net, vat and payable as the document says them, and as they have been found to be."""
    invoice, line = Table(_INVOICE), Table(_LINE)
    root, sign = document.root, -1 if document.is_credit else 1
    seller = texts(root, (f"{_SELLER}/PartyLegalEntity/CompanyID", f"{_SELLER}/EndpointID"))
    number = text(root, "ID")
    own = {
        "nokkel": f"{seller}/{number}" + ("/kreditnota" if document.is_credit else ""),
        "fakturanr": number,
        "bilagstype": "kreditnota" if document.is_credit else "faktura",
        "typekode": texts(root, ("InvoiceTypeCode", "CreditNoteTypeCode")),
        "fakturadato": document.day(root, "IssueDate"),
        "forfallsdato": document.day(root, "DueDate") or document.day(root, "PaymentMeans/PaymentDueDate"),
        "selger_orgnr": _organisation_number(root, _SELLER),
        "selger_id": seller,
        "selger": text(root, f"{_SELLER}/PartyLegalEntity/RegistrationName"),
        "kjoper_orgnr": _organisation_number(root, _BUYER),
        "kjoper_ref": text(root, "BuyerReference"),
        "ordre_ref": text(root, "OrderReference/ID"),
        "kontrakt_ref": text(root, "ContractDocumentReference/ID"),
        "gjelder_faktura": text(root, "BillingReference/InvoiceDocumentReference/ID"),
        "kontering": text(root, "AccountingCost"),
        "levert": document.day(root, "Delivery/ActualDeliveryDate"),
        "valuta": document.currency,
        "belop_i_valuta": str(sign * net),
        "kid": text(root, "PaymentMeans/PaymentID"),
        "linjer": str(len(document.lines)),
        **{
            name: _kroner(document, sign * value)
            for name, value in (("belop", net), ("mva", vat), ("a_betale", payable))
        },
        **_account(root),
    }
    invoice.add(root.sourceline or 0, own)
    seen: dict[str, int] = {}
    for element in document.lines:
        id = text(element, "ID")
        seen[id] = seen.get(id, 0) + 1
        line.add(element.sourceline or 0, _line(document, element, own, id + (f"#{seen[id]}" if seen[id] > 1 else "")))
    return {INVOICE: invoice.sheet(shown_as), LINE: line.sheet(shown_as)}


def _line(document: Document, element: etree._Element, invoice: Mapping[str, str], id: str) -> dict[str, str]:
    quantity_name = "CreditedQuantity" if document.is_credit else "InvoicedQuantity"
    quantity, net = first(element, quantity_name), document.amount(element, "LineExtensionAmount")
    signed = (net or Decimal()) * (-1 if document.is_credit else 1)
    return {
        "nokkel": f"{invoice['nokkel']}/{id}",
        "faktura": invoice["nokkel"],
        "linje": id,
        "fakturadato": invoice["fakturadato"],
        "selger_orgnr": invoice["selger_orgnr"],
        "vare": text(element, "Item/Name"),
        "varenummer": text(element, "Item/SellersItemIdentification/ID"),
        "antall": text(element, quantity_name),
        "maaleenhet": "" if quantity is None else quantity.get("unitCode") or "",
        "pris": text(element, "Price/PriceAmount"),
        "belop": _kroner(document, signed),
        "belop_i_valuta": str(signed),
        "mva_sats": text(element, "Item/ClassifiedTaxCategory/Percent"),
        "ordrelinje": text(element, "OrderLineReference/LineID"),
        "kontering": text(element, "AccountingCost"),
    }


def _kroner(document: Document, value: Decimal) -> str:
    """An amount in another currency is no amount in kroner."""
    return str(value) if document.currency == "NOK" else ""


def _organisation_number(root: etree._Element, party: str) -> str:
    """The one in Enhetsregisteret: scheme 0192 says so, and so does a Norwegian VAT number. Digits only; "" where none is."""
    for path in (f"{party}/PartyLegalEntity/CompanyID", f"{party}/EndpointID"):
        found = first(root, path)
        if found is not None and found.get("schemeID") == "0192":
            return "".join((found.text or "").split())
    vat = (
        _VAT_NUMBER.fullmatch("".join((e.text or "").split()))
        for e in all_at(root, f"{party}/PartyTaxScheme/CompanyID")
    )
    return next((found[1] for found in vat if found is not None), "")


def _account(root: etree._Element) -> dict[str, str]:
    """The account to pay to: a Norwegian one by its eleven digits, any other by its IBAN."""
    account = "".join(text(root, "PaymentMeans/PayeeFinancialAccount/ID").replace(".", "").split())
    if _NORWEGIAN_IBAN.fullmatch(account):
        return {"kontonummer": account[4:], "iban": account}
    return {"kontonummer": account, "iban": ""} if account.isdigit() else {"kontonummer": "", "iban": account}
