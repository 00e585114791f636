"""What an EHF document says that it sums to, against its lines: anything that does not agree refuses it.

Exact to the øre where EN 16931 is; where a product is rounded, within what the standard allows for that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from lxml import etree

from kontroll.sources.ehf.elements import Document, all_at, first, fix, text
from kontroll.texts import _, number

_NOTHING = Decimal()
_ORE = Decimal("0.01")
#: PEPPOL-EN16931-R120: quantity times price, rounded. BR-CO-17 and BR-S-08: VAT of a rate, and what it is of.
_OF_LINE, _OF_RATE = Decimal("0.02"), Decimal(1)
_TOTAL = "LegalMonetaryTotal"


@dataclass(frozen=True, slots=True)
class Sums:
    """As the document says, and as its lines give."""

    net: Decimal
    vat: Decimal
    payable: Decimal


def reconciled(document: Document) -> Sums:
    """Every sum held against what it is of; each that does not agree is told with both figures and the difference."""
    root = document.root
    totals = first(root, f"{_TOTAL}/")
    if totals is None:
        what = _("{parent} mangler {name}").format(parent=document.line_name.removesuffix("Line"), name=_TOTAL)
        document.told.refuse(root.sourceline or 0, what, fix())
        return Sums(_NOTHING, _NOTHING, _NOTHING)
    of_lines = sum((_line(document, line) for line in document.lines), _NOTHING)
    lines, net = _said(document, totals, "LineExtensionAmount"), _said(document, totals, "TaxExclusiveAmount")
    gross, payable = _said(document, totals, "TaxInclusiveAmount"), _said(document, totals, "PayableAmount")
    less, more = _allowances(document, root)
    said_less, said_more = (
        _optional(document, totals, "AllowanceTotalAmount"),
        _optional(document, totals, "ChargeTotalAmount"),
    )
    vat = _vat(document)
    paid, rounding = _optional(document, totals, "PrepaidAmount"), _optional(document, totals, "PayableRoundingAmount")
    _agree(document, totals, _("summen av linjene (BR-CO-10)"), lines, of_lines)
    _agree(document, totals, _("summen av fradrag (BR-CO-11)"), said_less, less)
    _agree(document, totals, _("summen av tillegg (BR-CO-12)"), said_more, more)
    _agree(document, totals, _("beløpet uten merverdiavgift (BR-CO-13)"), net, lines - said_less + said_more)
    _agree(document, totals, _("beløpet med merverdiavgift (BR-CO-15)"), gross, net + vat)
    _agree(document, totals, _("beløpet å betale (BR-CO-16)"), payable, gross - paid + rounding)
    return Sums(net, vat, payable)


def _said(document: Document, totals: etree._Element, name: str) -> Decimal:
    return document.amount(totals, name, required=True) or _NOTHING


def _optional(document: Document, totals: etree._Element, name: str) -> Decimal:
    return document.amount(totals, name) or _NOTHING


def _allowances(document: Document, element: etree._Element) -> tuple[Decimal, Decimal]:
    """(allowances, charges) of the document or of a line."""
    sums = {"false": _NOTHING, "true": _NOTHING}
    for one in all_at(element, "AllowanceCharge/"):
        which = {"1": "true", "0": "false"}.get(text(one, "ChargeIndicator"), text(one, "ChargeIndicator"))
        value = document.amount(one, "Amount", required=True) or _NOTHING
        if which not in sums:
            document.told.refuse(one.sourceline or 0, _("ChargeIndicator er verken true eller false"), fix())
            continue
        sums[which] += value
    return sums["false"], sums["true"]


def _line(document: Document, line: etree._Element) -> Decimal:
    """The line's own amount, held against its quantity, price, allowances and charges."""
    document.required(line, "ID")
    document.required(line, "Item/Name")
    net = document.amount(line, "LineExtensionAmount", required=True)
    name = "CreditedQuantity" if document.is_credit else "InvoicedQuantity"
    quantity, price = (
        document.number(line, name, required=True),
        document.number(line, "Price/PriceAmount", required=True),
    )
    base = document.number(line, "Price/BaseQuantity")
    less, more = _allowances(document, line)
    if net is None or quantity is None or price is None:
        return net or _NOTHING
    if base is not None and base <= 0:
        document.told.refuse(line.sourceline or 0, _("BaseQuantity er ikke over null"), fix())
        return net
    given = (quantity * price / (base or 1) + more - less).quantize(_ORE, ROUND_HALF_UP)
    what = _("linje {id}: antall ganger pris (R120)").format(id=text(line, "ID"))
    _agree(document, line, what, net, given, within=_OF_LINE)
    return net


# --- VAT --------------------------------------------------------------------------------------------------------------


def _vat(document: Document) -> Decimal:
    """The VAT in the document's currency: the sum of its rates, each of them its share of what it is of."""
    totals = [one for one in all_at(document.root, "TaxTotal/") if _is_own(document, one)]
    if len(totals) != 1:
        what = _("fakturaen skal ha én TaxTotal i sin egen valuta, og har {count}").format(count=len(totals))
        document.told.refuse(document.root.sourceline or 0, what, fix())
        return _NOTHING
    (total,) = totals
    said = document.amount(total, "TaxAmount", required=True) or _NOTHING
    parts = all_at(total, "TaxSubtotal/")
    of_rates = sum((_rate(document, part) for part in parts), _NOTHING)
    if not parts:
        document.told.refuse(
            total.sourceline or 0, _("{parent} mangler {name}").format(parent="TaxTotal", name="TaxSubtotal"), fix()
        )
    _agree(document, total, _("merverdiavgiften (BR-CO-14)"), said, of_rates)
    _bases(document, parts)
    return said


def _is_own(document: Document, total: etree._Element) -> bool:
    amount = first(total, "TaxAmount")
    return amount is None or amount.get("currencyID") == document.currency


def _rate(document: Document, part: etree._Element) -> Decimal:
    base = document.amount(part, "TaxableAmount", required=True) or _NOTHING
    said = document.amount(part, "TaxAmount", required=True) or _NOTHING
    document.required(part, "TaxCategory/ID")
    percent = document.number(part, "TaxCategory/Percent") or _NOTHING
    given = (base * percent / 100).quantize(_ORE, ROUND_HALF_UP)
    what = _("merverdiavgift {percent} % (BR-CO-17)").format(percent=number(percent))
    _agree(document, part, what, said, given, within=_OF_RATE)
    return said


def _bases(document: Document, parts: Sequence[etree._Element]) -> None:
    """What each rate is of: the lines, charges and allowances of the same category and rate."""
    given: dict[tuple[str, Decimal], Decimal] = {}
    for line in document.lines:
        _add(document, given, line, "Item/ClassifiedTaxCategory", document.amount(line, "LineExtensionAmount"))
    for one in all_at(document.root, "AllowanceCharge/"):
        value = document.amount(one, "Amount") or _NOTHING
        _add(document, given, one, "TaxCategory", value if text(one, "ChargeIndicator") in ("true", "1") else -value)
    for part in parts:
        percent = document.number(part, "TaxCategory/Percent") or _NOTHING
        base = document.amount(part, "TaxableAmount") or _NOTHING
        found = given.pop((text(part, "TaxCategory/ID"), percent), _NOTHING)
        what = _("grunnlaget for merverdiavgift {percent} % (BR-S-08)").format(percent=number(percent))
        _agree(document, part, what, base, found, within=_OF_RATE)
    for (_category, percent), left in given.items():
        what = _("grunnlaget for merverdiavgift {percent} % (BR-S-08)").format(percent=number(percent))
        _agree(document, document.root, what, _NOTHING, left, within=_OF_RATE)


def _add(
    document: Document,
    to: dict[tuple[str, Decimal], Decimal],
    element: etree._Element,
    where: str,
    value: Decimal | None,
) -> None:
    rate = text(element, f"{where}/ID"), document.number(element, f"{where}/Percent") or _NOTHING
    to[rate] = to.get(rate, _NOTHING) + (value or _NOTHING)


def _agree(
    document: Document, place: etree._Element, name: str, said: Decimal, given: Decimal, within: Decimal = _NOTHING
) -> None:
    if abs(said - given) <= within:
        return
    what = _("{name} er {said}, men regnes ut til {given}; forskjellen er {difference}").format(
        name=name, said=number(said, 2), given=number(given, 2), difference=number(said - given, 2)
    )
    why = _("Fakturaen går ikke opp, og ingenting i den er tatt med.")
    document.told.refuse(place.sourceline or 0, what, fix(), why)
