"""An independent writer of SAF-T Financial files for tests: rows in, XML text out, totals reckoned from the rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from xml.sax.saxutils import escape

NAMESPACE = "urn:StandardAuditFile-Taxation-Financial:NO"


@dataclass(frozen=True, kw_only=True)
class Line:
    """ore: debit is positive, credit negative; `side` decides for 0."""

    account: str
    ore: int
    side: str = "Debit"
    ansvar: Sequence[str] = ()
    supplier: str = ""
    text: str = "Tekst"
    vat: tuple[str, int] | None = None


@dataclass(frozen=True, kw_only=True)
class Transaction:
    id: str
    lines: Sequence[Line]
    day: str = "2026-03-02"
    entered: str = "2026-03-03"
    period: tuple[int, int] = (2026, 3)


@dataclass(kw_only=True)
class Ledger:
    """opening: øre by account. Whatever stands in `said` is written instead of what the rows give."""

    transactions: Sequence[Transaction] = ()
    opening: dict[str, int] = field(default_factory=dict)
    version: str = "1.30"
    company: str = "974760673"
    suppliers: Sequence[tuple[str, str, str]] = ()
    said: dict[str, str] = field(default_factory=dict)
    closing: dict[str, int] = field(default_factory=dict)

    @property
    def is_130(self) -> bool:
        return self.version == "1.30"

    def xml(self, prefix: str = "") -> str:
        lines = [line for one in self.transactions for line in one.lines]
        totals = {
            "NumberOfEntries": str(len(self.transactions)),
            "TotalDebit": kroner(sum(line.ore for line in lines if line.ore > 0)),
            "TotalCredit": kroner(-sum(line.ore for line in lines if line.ore < 0)),
        } | self.said
        body = (
            self._header()
            + element(
                "MasterFiles",
                element("GeneralLedgerAccounts", *(self._account(id, lines) for id in self.opening)),
                element("Suppliers", *(self._supplier(*one) for one in self.suppliers)) if self.suppliers else "",
                element(
                    "AnalysisTypeTable",
                    element(
                        "AnalysisTypeTableEntry",
                        element("AnalysisType", "A"), element("AnalysisTypeDescription", "Ansvar"),
                        element("AnalysisID", "100"), element("AnalysisIDDescription", "Skolen"),
                    ),
                ),
            )
            + element(
                "GeneralLedgerEntries",
                *(element(name, content) for name, content in totals.items()),
                element(
                    "Journal",
                    element("JournalID", "J1"), element("Description", "Journal"), element("Type", "GL"),
                    *(self._transaction(one) for one in self.transactions),
                ) if self.transactions else "",
            )
        )  # fmt: skip
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<AuditFile xmlns="{NAMESPACE}">\n{body}</AuditFile>\n'

    def _header(self) -> str:
        person = element("ContactPerson", element("FirstName", "A"), element("LastName", "B"))
        company = (element("RegistrationNumber", self.company), element("Name", "Bygda kommune"), ADDRESS)
        return element(
            "Header",
            element("AuditFileVersion", self.version), element("AuditFileCountry", "NO"),
            element("AuditFileDateCreated", "2026-04-01"), element("SoftwareCompanyName", "Test"),
            element("SoftwareID", "T"), element("SoftwareVersion", "1"),
            element("Company", *company, element("Contact", person, element("Telephone", "1"))),
            element("DefaultCurrencyCode", self.said.get("currency", "NOK")),
            element(
                "SelectionCriteria",
                element("SelectionStartDate", "2026-03-01"), element("SelectionEndDate", "2026-03-31"),
            ),
            element("TaxAccountingBasis", "A"),
        )  # fmt: skip

    def _account(self, id: str, lines: Sequence[Line]) -> str:
        moved = sum(line.ore for line in lines if line.account == id)
        group = element("GroupingCategory", "KA_K") + element("GroupingCode", "120") if self.is_130 else ""
        return element(
            "Account",
            element("AccountID", id), element("AccountDescription", f"Konto {id}"), group, element("AccountType", "GL"),
            balance("Opening", self.opening[id]), balance("Closing", self.closing.get(id, self.opening[id] + moved)),
        )  # fmt: skip

    def _supplier(self, id: str, number: str, account: str) -> str:
        bank = element("BankAccount", element("BankAccountNumber", account)) if account else ""
        balances = balance("Opening", -100) + balance("Closing", -250)
        held = element("BalanceAccount", element("AccountID", "2400"), balances)
        return element(
            "Supplier",
            element("RegistrationNumber", number), element("Name", "Firma & sønn"), ADDRESS, bank,
            element("SupplierID", id), held if self.is_130 else element("AccountID", "2400") + balances,
        )  # fmt: skip

    def _transaction(self, one: Transaction) -> str:
        year, period = one.period
        return element(
            "Transaction",
            element("TransactionID", one.id), element("Period", str(period)), element("PeriodYear", str(year)),
            element("TransactionDate", one.day), element("Description", "Bilag"), element("SystemEntryDate", one.entered),
            element("GLPostingDate", one.entered),
            *(self._line(i, line) for i, line in enumerate(one.lines, start=1)),
        )  # fmt: skip

    def _line(self, number: int, line: Line) -> str:
        side = {True: "Debit", False: "Credit"}[line.ore > 0] if line.ore else line.side
        analyses = (element("Analysis", element("AnalysisType", "A"), element("AnalysisID", id)) for id in line.ansvar)
        return element(
            "Line",
            element("RecordID", str(number)), element("AccountID", line.account), *analyses,
            element("SupplierID", line.supplier) if line.supplier else "", element("Description", line.text),
            element(f"{side}Amount", element("Amount", kroner(abs(line.ore)))), self._vat(line, side),
        )  # fmt: skip

    def _vat(self, line: Line, side: str) -> str:
        if line.vat is None:
            return ""
        code, ore = line.vat
        name = f"{side}TaxAmount" if self.is_130 else "TaxAmount"
        return element(
            "TaxInformation", element("TaxType", "MVA"), element("TaxCode", code),
            element(name, element("Amount", kroner(ore))),
        )  # fmt: skip


def kroner(ore: int) -> str:
    return str(Decimal(ore).scaleb(-2))


def balance(when: str, ore: int) -> str:
    return element(f"{when}{'Debit' if ore >= 0 else 'Credit'}Balance", kroner(abs(ore)))


def element(name: str, *contents: str) -> str:
    inside = "".join(contents)
    return f"<{name}>{inside if inside.startswith('<') else escape(inside)}</{name}>\n"


ADDRESS = element("Address", element("City", "Bygda"), element("Country", "NO"))
