"""Which children a SAF-T element may have, and in which order: those of version 1.10 and 1.30 together.

Why beside the schema: a file that was put together wrongly must be refused in a kommune that has no schema lying too.
"""

from __future__ import annotations

from lxml import etree

from kontroll.sources.saft.elements import fix, name_of
from kontroll.sources.xmlfile import Told
from kontroll.texts import _

_COMPANY = "RegistrationNumber Name Address Contact TaxRegistration BankAccount"
_BALANCES = "OpeningDebitBalance OpeningCreditBalance ClosingDebitBalance ClosingCreditBalance"
_PARTY = f"SelfBillingIndicator AccountID {_BALANCES} BalanceAccount PartyInfo"
_AMOUNT = "Amount CurrencyCode CurrencyAmount ExchangeRate"
_ORDER = {
    name: {child: place for place, child in enumerate(children.split())}
    for name, children in {
        "Header": (
            "AuditFileVersion AuditFileCountry AuditFileRegion AuditFileDateCreated SoftwareCompanyName SoftwareID "
            "SoftwareVersion Company DefaultCurrencyCode SelectionCriteria HeaderComment TaxAccountingBasis TaxEntity UserID "
            "AuditFileSender"
        ),
        "Company": _COMPANY,
        "SelectionCriteria": (
            "TaxReportingJurisdiction CompanyEntity SelectionStartDate SelectionEndDate PeriodStart PeriodStartYear PeriodEnd "
            "PeriodEndYear DocumentType OtherCriteria"
        ),
        "Account": (
            "AccountID AccountDescription StandardAccountID GroupingCategory GroupingCode AccountType AccountCreationDate "
            f"{_BALANCES}"
        ),
        "Customer": f"{_COMPANY} CustomerID {_PARTY}",
        "Supplier": f"{_COMPANY} SupplierID {_PARTY}",
        "BalanceAccount": f"AccountID {_BALANCES}",
        "TaxTableEntry": "TaxType Description TaxCodeDetails",
        "TaxCodeDetails": (
            "TaxCode EffectiveDate ExpirationDate Description TaxPercentage FlatTaxRate Country Region StandardTaxCode "
            "Compensation BaseRate"
        ),
        "AnalysisTypeTableEntry": (
            "AnalysisType AnalysisTypeDescription AnalysisID AnalysisIDDescription StartDate EndDate Status Analysis"
        ),
        "Journal": "JournalID Description Type Transaction",
        "Transaction": (
            "TransactionID Period PeriodYear TransactionDate SourceID VoucherType VoucherDescription TransactionType "
            "Description BatchID SystemEntryDate GLPostingDate ModificationDate CustomerID SupplierID SystemID Line"
        ),
        "Line": (
            "RecordID AccountID Analysis ValueDate SourceDocumentID CustomerID SupplierID Description DebitAmount "
            "CreditAmount TaxInformation ReferenceNumber CID DueDate Quantity CrossReference SystemEntryTime OwnerID"
        ),
        "Analysis": "AnalysisType AnalysisID AnalysisAmount DebitAnalysisAmount CreditAnalysisAmount",
        "TaxInformation": (
            "TaxType TaxCode TaxPercentage Country TaxBase TaxBaseDescription TaxAmount DebitTaxAmount CreditTaxAmount "
            "TaxExemptionReason TaxDeclarationPeriod"
        ),
        "DebitAmount": _AMOUNT,
        "CreditAmount": _AMOUNT,
        "TaxAmount": _AMOUNT,
        "DebitTaxAmount": _AMOUNT,
        "CreditTaxAmount": _AMOUNT,
    }.items()
}
#: Children that may stand more than once.
_MANY = {
    "Address", "Contact", "TaxRegistration", "BankAccount", "BalanceAccount", "OtherCriteria", "TaxCodeDetails", "BaseRate",
    "Analysis", "Transaction", "Line", "TaxInformation",
}  # fmt: skip


def in_order(element: etree._Element, told: Told) -> None:
    """Tell the first child, at any depth, that is unknown, out of its order, or there once too often."""
    order = _ORDER.get(name_of(element))
    if order is None:
        return
    at = -1
    for child in element.iterchildren(tag=etree.Element):
        name = name_of(child)
        place = order.get(name)
        if place is None:
            _tell(told, child, element, _("{name} hører ikke hjemme i {parent}"))
            return
        if place < at or (place == at and name not in _MANY):
            _tell(told, child, element, _("{name} står for sent eller for mange ganger i {parent}"))
            return
        at = place
        if name in _ORDER:
            in_order(child, told)


def _tell(told: Told, child: etree._Element, parent: etree._Element, what: str) -> None:
    name = str(child.tag).rpartition("}")[2]
    told.refuse(child.sourceline or 0, what.format(name=name, parent=name_of(parent)), fix())
