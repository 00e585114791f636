"""The customers and suppliers of a SAF-T file: who they are, where they are paid, and their balances."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from kontroll.sources.saft.elements import LONG, LONGEST, MIDDLE, balance, child, children, contents, kroner, text
from kontroll.sources.saft.header import Header
from kontroll.sources.saft.tables import CUSTOMER, Tables
from kontroll.sources.xmlfile import Told

_PARTY = (
    text("RegistrationNumber", MIDDLE, required=False),
    text("Name", LONGEST),
    text("AccountID", LONG, required=False),
)
_BANK = (text("IBANNumber", MIDDLE, required=False), text("BankAccountNumber", MIDDLE, required=False))
_NORWEGIAN_IBAN = re.compile(r"NO\d{13}")
_INFO = (text("Status", MIDDLE, required=False),)


def add_party(tables: Tables, kind: str, element: etree._Element, header: Header, told: Told) -> None:
    """One row. Version 1.10 has one balance in the party itself, 1.30 one for each account: those are summed."""
    id_name = "CustomerID" if kind == CUSTOMER else "SupplierID"
    own = contents(element, (*_PARTY, text(id_name, MIDDLE)), told)
    info = child(element, "PartyInfo")
    holders = list(children(element, "BalanceAccount"))
    accounts = [contents(one, (text("AccountID", LONG, required=False),), told)["AccountID"] for one in holders]
    banks = [contents(one, _BANK, told) for one in children(element, "BankAccount")]
    balances = {}
    for when in ("Opening", "Closing"):
        found = [balance(one, when, told) for one in holders] or [balance(element, when, told, required=False)]
        known = [ore for ore in found if ore is not None]
        balances[when] = kroner(sum(known)) if known else ""
    tables.add(
        kind,
        element.sourceline or 0,
        nokkel=f"{header.company}/{header.start}/{own[id_name]}",
        selskap=header.company,
        part=own[id_name],
        orgnr=own["RegistrationNumber"],
        navn=own["Name"],
        kontonummer=next((number for one in banks if (number := _account_number(one))), ""),
        iban=next((one["IBANNumber"] for one in banks if one["IBANNumber"]), ""),
        konto=own["AccountID"] or ",".join(dict.fromkeys(id for id in accounts if id)),
        status="" if info is None else contents(info, _INFO, told)["Status"],
        fra=header.start,
        til=header.end,
        inngaende=balances["Opening"],
        utgaende=balances["Closing"],
    )


def _account_number(bank: Mapping[str, str]) -> str:
    """The Norwegian account number: as given, or the eleven last digits of a Norwegian IBAN."""
    iban = bank["IBANNumber"].replace(" ", "")
    return bank["BankAccountNumber"] or (iban[4:] if _NORWEGIAN_IBAN.fullmatch(iban) else "")
