"""What stands in a SAF-T element: which children it must have, of what kind, how long; and every one that is not so.

Lengths are those of version 1.30, the longest there are. Only the elements that become rows are named.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cache

from lxml import etree

from kontroll.sources.xmlfile import Told, day, exact, line_of_text, whole
from kontroll.texts import N_, _, number

NAMESPACE = "urn:StandardAuditFile-Taxation-Financial:NO"
_PREFIX = f"{{{NAMESPACE}}}"
_FIX = N_("Hent filen ut av regnskapssystemet på nytt; blir det samme feil, ta det med systemets leverandør.")
CODE, SHORT, MIDDLE, LONG, LONGEST = 9, 18, 35, 70, 256


def fix() -> str:
    return _(_FIX)


class Kind(Enum):
    TEXT = N_("en tekst")
    DAY = N_("en dato (ÅÅÅÅ-MM-DD)")
    MONEY = N_("et beløp med høyst to desimaler og punktum")
    NUMBER = N_("et tall med punktum")
    COUNT = N_("et helt tall")


@dataclass(frozen=True, slots=True)
class Child:
    """One child element. longest: characters of a text; 0 = any."""

    name: str
    kind: Kind = Kind.TEXT
    longest: int = 0
    required: bool = False


def text(name: str, longest: int, *, required: bool = True) -> Child:
    return Child(name, Kind.TEXT, longest, required)


@cache
def tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def name_of(element: etree._Element) -> str:
    """Without the namespace; "" where it is another one's, and for a comment."""
    tag = element.tag
    return _local(tag) if isinstance(tag, str) else ""


@cache
def _local(tag: str) -> str:
    return tag.removeprefix(_PREFIX) if tag.startswith(_PREFIX) else ""


def child(element: etree._Element, name: str) -> etree._Element | None:
    return element.find(tag(name))


def children(element: etree._Element, name: str) -> Iterable[etree._Element]:
    return element.iterchildren(tag(name))


def contents(element: etree._Element, wanted: Iterable[Child], told: Told) -> dict[str, str]:
    """By name, as one line of text; "" where it is not there. Days as YYYY-MM-DD. What is wrong is told with its line."""
    found: dict[str, etree._Element] = {}
    for one in element.iterchildren():
        found.setdefault(name_of(one), one)
    return {one.name: _content(element, found.get(one.name), one, told) for one in wanted}


def _content(parent: etree._Element, element: etree._Element | None, wanted: Child, told: Told) -> str:
    raw = "" if element is None else element.text or ""
    holds_elements = element is not None and len(element) > 0
    if not raw.strip() and not holds_elements:
        if wanted.required:
            line = (parent if element is None else element).sourceline or 0
            what = _("{parent} mangler {name}").format(parent=name_of(parent), name=wanted.name)
            told.refuse(line, what, fix())
        return ""
    if holds_elements:
        content = None
    elif wanted.kind is Kind.DAY:
        content = day(raw)
    elif wanted.kind is Kind.MONEY:
        content = raw.strip() if exact(raw, 2) is not None else None
    elif wanted.kind is Kind.NUMBER:
        content = raw.strip() if exact(raw, 8) is not None else None
    elif wanted.kind is Kind.COUNT:
        content = raw.strip() if whole(raw) is not None else None
    else:
        content = line_of_text(raw)
    assert element is not None
    if content is None:
        # The content itself is not repeated: any text of a ledger may be about a person.
        what = _("{name} i {parent} er ikke {kind}")
        kind = _(wanted.kind.value)
        told.refuse(element.sourceline or 0, what.format(name=wanted.name, parent=name_of(parent), kind=kind), fix())
        return ""
    if wanted.longest and len(raw) > wanted.longest:
        what = _("{name} i {parent} har {count} tegn; det høyeste er {most}").format(
            name=wanted.name, parent=name_of(parent), count=number(len(raw)), most=wanted.longest
        )
        told.refuse(element.sourceline or 0, what, fix())
    return content


# --- amounts in øre -----------------------------------------------------------------------------------------------------


def ore(content: str) -> int:
    """0 for "" and for what has been told to be no amount."""
    value = exact(content, 2)
    return 0 if value is None else int(value * 100)


def kroner(amount: int) -> str:
    """As a cell holds it: `-1250.50`."""
    sign, whole_part = ("-" if amount < 0 else ""), abs(amount)
    return f"{sign}{whole_part // 100}.{whole_part % 100:02d}"


def balance(element: etree._Element, when: str, told: Told, *, required: bool = True) -> int | None:
    """`Opening` or `Closing` in øre, credit negative; None where it is not there."""
    sides = contents(element, [Child(f"{when}{side}Balance", Kind.MONEY) for side in ("Debit", "Credit")], told)
    given = {name: content for name, content in sides.items() if child(element, name) is not None}
    if len(given) > 1 or (required and not given):
        what = _("{parent} skal ha enten {debit} eller {credit}").format(
            parent=name_of(element), debit=f"{when}DebitBalance", credit=f"{when}CreditBalance"
        )
        told.refuse(element.sourceline or 0, what, fix())
        return None
    if not given:
        return None
    debit, credit = (ore(content) for content in sides.values())
    return debit - credit


def amount_in(element: etree._Element, name: str, told: Told) -> int | None:
    """`DebitAmount` and its like: the Amount in it, in øre; None where it is not there."""
    holder = child(element, name)
    if holder is None:
        return None
    return ore(contents(holder, [Child("Amount", Kind.MONEY, required=True)], told)["Amount"])
