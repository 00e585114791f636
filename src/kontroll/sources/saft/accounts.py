"""The accounts of a SAF-T file: opening balance, what was posted, closing balance, and whether the three agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from kontroll.sources.saft.elements import LONG, LONGEST, MIDDLE, balance, contents, fix, kroner, text
from kontroll.sources.saft.header import Header
from kontroll.sources.saft.tables import ACCOUNT, Tables
from kontroll.sources.xmlfile import Told
from kontroll.texts import _
from kontroll.texts import amount as shown_kroner

_ACCOUNT = (text("AccountID", LONG), text("AccountDescription", LONGEST), text("AccountType", MIDDLE))
_GROUPED = (text("GroupingCategory", LONGEST), text("GroupingCode", MIDDLE))
_MAY_BE_GROUPED = (
    text("GroupingCategory", LONGEST, required=False), text("GroupingCode", MIDDLE, required=False),
    text("StandardAccountID", MIDDLE, required=False),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Account:
    line: int
    id: str
    name: str
    category: str
    code: str
    opening: int | None
    closing: int | None


@dataclass(slots=True)
class Accounts:
    """Read before the lines, and written after them: what was posted on an account is known then."""

    told: Told
    read: list[_Account] = field(default_factory=list)
    first: dict[str, int] = field(default_factory=dict)
    agree: int = 0

    def take(self, element: etree._Element, header: Header) -> None:
        own = contents(element, _ACCOUNT, self.told)
        group = contents(element, _GROUPED if header.is_130 else _MAY_BE_GROUPED, self.told)
        line = element.sourceline or 0
        if own["AccountID"] and own["AccountID"] in self.first:
            # Nobody can say which of the two balances is the account's.
            what = _("konto {id} står to ganger i kontoplanen; den første er på linje {line}")
            self.told.refuse(line, what.format(id=own["AccountID"], line=self.first[own["AccountID"]]), fix())
        self.first.setdefault(own["AccountID"], line)
        self.read.append(
            _Account(
                line=line,
                id=own["AccountID"],
                name=own["AccountDescription"],
                category=group["GroupingCategory"],
                code=group["GroupingCode"] or group.get("StandardAccountID", ""),
                opening=balance(element, "Opening", self.told),
                closing=balance(element, "Closing", self.told),
            )
        )

    def add_to(self, tables: Tables, moved: Mapping[str, int], header: Header, last_day: str) -> None:
        """last_day: of the last transaction, where the header does not say which period the file is about."""
        for one in self.read:
            movement = moved.get(one.id, 0)
            self._reconcile(one, movement)
            tables.add(
                ACCOUNT,
                one.line,
                nokkel=f"{header.company}/{header.start or last_day}/{one.id}",
                selskap=header.company,
                konto=one.id,
                navn=one.name,
                gruppering=one.category,
                grupperingskode=one.code,
                fra=header.start,
                til=header.end or last_day,
                inngaende="" if one.opening is None else kroner(one.opening),
                bevegelse=kroner(movement),
                beregnet="" if one.opening is None else kroner(one.opening + movement),
                utgaende="" if one.closing is None else kroner(one.closing),
            )

    def _reconcile(self, one: _Account, movement: int) -> None:
        """A notice, not a refusal: Skatteetaten's own example has accounts that do not agree, and the lines are whole."""
        if one.opening is None or one.closing is None:
            return
        if one.opening + movement == one.closing:
            self.agree += 1
            return
        if self.told.refusals:
            # What follows says that the lines are taken.
            return
        what = _(
            "konto {id}: inngående saldo {opening} og bevegelse {movement} gir {sum}, men utgående saldo er {closing}; "
            "forskjellen er {difference}"
        ).format(
            id=one.id,
            opening=shown_kroner(one.opening),
            movement=shown_kroner(movement),
            sum=shown_kroner(one.opening + movement),
            closing=shown_kroner(one.closing),
            difference=shown_kroner(one.closing - one.opening - movement),
        )
        why = _("Bilagene er tatt med slik de står; saldoen kan ikke stoles på før forskjellen er forklart.")
        self.told.notice(one.line, what, why, _("Finn ut av forskjellen i regnskapssystemet."))
