"""What is found in a UBL document: by short paths, as one line of text, and what must be there told where it is not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from lxml import etree

from kontroll.sources.xmlfile import Told, day, exact, line_of_text
from kontroll.texts import N_, _

_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
INVOICE, CREDIT_NOTE = f"{{{_UBL}Invoice-2}}Invoice", f"{{{_UBL}CreditNote-2}}CreditNote"
ENVELOPE = "{http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader}StandardBusinessDocument"
_CAC, _CBC = f"{_UBL}CommonAggregateComponents-2", f"{_UBL}CommonBasicComponents-2"
_FIX = N_("Be leverandøren sende fakturaen på nytt, rettet.")


def fix() -> str:
    return _(_FIX)


def all_at(element: etree._Element, path: str) -> list[etree._Element]:
    """path: names with / between; the last one is basic (cbc) unless it ends in /, and all others are aggregates (cac)."""
    names = path.rstrip("/").split("/")
    spaces = [_CAC] * (len(names) if path.endswith("/") else len(names) - 1)
    spaces += [_CBC] * (len(names) - len(spaces))
    return element.findall("/".join(f"{{{space}}}{name}" for space, name in zip(spaces, names, strict=True)))


def first(element: etree._Element, path: str) -> etree._Element | None:
    return next(iter(all_at(element, path)), None)


def text(element: etree._Element, path: str) -> str:
    """ "" where it is not there."""
    found = first(element, path)
    return "" if found is None else line_of_text(found.text)


def texts(element: etree._Element, paths: Iterable[str]) -> str:
    """The first of the paths that holds anything."""
    return next((content for path in paths if (content := text(element, path))), "")


@dataclass(frozen=True, slots=True)
class Document:
    """One invoice or credit note. currency: the code of all its amounts."""

    root: etree._Element
    told: Told
    currency: str

    @property
    def is_credit(self) -> bool:
        return self.root.tag == CREDIT_NOTE

    @property
    def line_name(self) -> str:
        return "CreditNoteLine" if self.is_credit else "InvoiceLine"

    @property
    def lines(self) -> list[etree._Element]:
        return all_at(self.root, f"{self.line_name}/")

    def required(self, element: etree._Element, path: str) -> str:
        found = text(element, path)
        if not found:
            what = _("{parent} mangler {name}").format(parent=_name(element), name=path)
            self.told.refuse(element.sourceline or 0, what, fix())
        return found

    def day(self, element: etree._Element, path: str, *, required: bool = False) -> str:
        found = self.required(element, path) if required else text(element, path)
        read = day(found) if found else ""
        if read is None:
            self._is_no(element, path, _("en dato (ÅÅÅÅ-MM-DD)"))
        return read or ""

    def amount(self, element: etree._Element, path: str, *, required: bool = False) -> Decimal | None:
        """At most two decimals (BR-DEC), in the document's currency; None where it is not there or is none."""
        found = self.required(element, path) if required else text(element, path)
        if not found:
            return None
        value = exact(found, 2)
        if value is None:
            self._is_no(element, path, _("et beløp med høyst to desimaler og punktum"))
            return None
        holder = first(element, path)
        if holder is not None and holder.get("currencyID") != self.currency:
            what = _("{name} er i en annen valuta enn fakturaen ({currency})").format(name=path, currency=self.currency)
            self.told.refuse(holder.sourceline or 0, what, fix())
        return value

    def number(self, element: etree._Element, path: str, *, required: bool = False) -> Decimal | None:
        found = self.required(element, path) if required else text(element, path)
        if not found:
            return None
        value = exact(found, 12)
        if value is None:
            self._is_no(element, path, _("et tall med punktum"))
        return value

    def _is_no(self, element: etree._Element, path: str, kind: str) -> None:
        holder = first(element, path)
        line = (element if holder is None else holder).sourceline or 0
        self.told.refuse(line, _("{name} er ikke {kind}").format(name=path, kind=kind), fix())


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]
