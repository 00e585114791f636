"""An independent writer of EHF invoices for tests: lines in, UBL out, sums reckoned from the lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from xml.sax.saxutils import escape

_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
BILLING = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
ORE = Decimal("0.01")


@dataclass(frozen=True, kw_only=True)
class Line:
    quantity: Decimal
    price: Decimal
    rate: Decimal = Decimal(25)

    @property
    def net(self) -> Decimal:
        return rounded(self.quantity * self.price)


@dataclass(kw_only=True)
class Invoice:
    """less, more: an allowance and a charge on the whole, both at 25 %. said: what is written instead of the right sum."""

    lines: Sequence[Line]
    less: Decimal = Decimal()
    more: Decimal = Decimal()
    paid: Decimal = Decimal()
    credit: bool = False
    currency: str = "NOK"
    seller: str = "974760673"
    account: str = "NO9386011117947"
    said: dict[str, str] = field(default_factory=dict)

    def xml(self) -> str:
        kind = "CreditNote" if self.credit else "Invoice"
        bases: dict[Decimal, Decimal] = {}
        for line in self.lines:
            bases[line.rate] = bases.get(line.rate, Decimal()) + line.net
        if self.less or self.more:
            bases[Decimal(25)] = bases.get(Decimal(25), Decimal()) + self.more - self.less
        vat = {rate: rounded(base * rate / 100) for rate, base in bases.items()}
        net = sum((line.net for line in self.lines), Decimal())
        whole = net - self.less + self.more
        sums = {
            "LineExtensionAmount": net, "TaxExclusiveAmount": whole, "TaxInclusiveAmount": whole + sum(vat.values()),
            **({"AllowanceTotalAmount": self.less} if self.less else {}),
            **({"ChargeTotalAmount": self.more} if self.more else {}),
            **({"PrepaidAmount": self.paid} if self.paid else {}),
            "PayableAmount": whole + sum(vat.values()) - self.paid,
        }  # fmt: skip
        body = (
            b("CustomizationID", BILLING) + b("ProfileID", "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0") + b("ID", "F-1")
            + b("IssueDate", "2026-03-02") + ("" if self.credit else b("DueDate", "2026-04-01"))
            + b(f"{kind}TypeCode", "381" if self.credit else "380")
            + b("DocumentCurrencyCode", self.currency) + b("BuyerReference", "Anne")
            + a("OrderReference", b("ID", "B-7")) + a("ContractDocumentReference", b("ID", "K-3"))
            + a("AccountingSupplierParty", self._party(self.seller, "Selger & sønn AS"))
            + a("AccountingCustomerParty", self._party("974760673", "Bygda kommune"))
            + a("PaymentMeans", b("PaymentMeansCode", "30") + b("PaymentID", "0012"),
                a("PayeeFinancialAccount", b("ID", self.account)))
            + (self._allowance("false", self.less) if self.less else "")
            + (self._allowance("true", self.more) if self.more else "")
            + a("TaxTotal", self._money("TaxAmount", sum(vat.values(), Decimal()), "vat"), *(
                a("TaxSubtotal", self._money("TaxableAmount", bases[rate], "base"), self._money("TaxAmount", vat[rate], "rate"),
                  category("TaxCategory", rate)) for rate in bases))
            + a("LegalMonetaryTotal", *(self._money(name, value, name) for name, value in sums.items()))
            + "".join(self._line(kind, i, line) for i, line in enumerate(self.lines, start=1))
        )  # fmt: skip
        spaces = f'xmlns="{_UBL}{kind}-2" xmlns:cac="{_UBL}CommonAggregateComponents-2" xmlns:cbc="{_UBL}CommonBasicComponents-2"'
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<{kind} {spaces}>\n{body}</{kind}>\n'

    def _party(self, number: str, name: str) -> str:
        identity = f'<cbc:CompanyID schemeID="0192">{number}</cbc:CompanyID>\n'
        return a("Party", a("PartyLegalEntity", b("RegistrationName", name) + identity))

    def _allowance(self, is_charge: str, value: Decimal) -> str:
        return a(
            "AllowanceCharge",
            b("ChargeIndicator", is_charge),
            self._money("Amount", value),
            category("TaxCategory", Decimal(25)),
        )

    def _line(self, kind: str, number: int, line: Line) -> str:
        quantity = "CreditedQuantity" if self.credit else "InvoicedQuantity"
        return a(
            f"{kind}Line",
            b("ID", str(number)), f'<cbc:{quantity} unitCode="C62">{line.quantity}</cbc:{quantity}>\n',
            self._money("LineExtensionAmount", line.net, "line"),
            a("Item", b("Name", "Vare"), category("ClassifiedTaxCategory", line.rate)),
            a("Price", self._money("PriceAmount", line.price)),
        )  # fmt: skip

    def _money(self, name: str, value: Decimal, known_as: str = "") -> str:
        return f'<cbc:{name} currencyID="{self.currency}">{self.said.get(known_as, format(value, "f"))}</cbc:{name}>\n'


def rounded(value: Decimal) -> Decimal:
    return value.quantize(ORE, ROUND_HALF_UP)


def category(name: str, rate: Decimal) -> str:
    return a(name, b("ID", "S" if rate else "Z"), b("Percent", str(rate)), a("TaxScheme", b("ID", "VAT")))


def a(name: str, *contents: str) -> str:
    return f"<cac:{name}>\n{''.join(contents)}</cac:{name}>\n"


def b(name: str, content: str) -> str:
    return f"<cbc:{name}>{escape(content)}</cbc:{name}>\n"
