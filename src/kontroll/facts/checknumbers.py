"""Numbers that check themselves: organisation numbers, account numbers and IBANs, by their check digits.

What is read is the number alone, without spaces, dots, NO and MVA, so that the same number is found whoever wrote it.
"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

import polars as pl
from stdnum import iban
from stdnum.exceptions import ValidationError
from stdnum.no import kontonr, orgnr

from kontroll.domain.dataset import CheckedNumber


def _organisation(text: str) -> str:
    plain = orgnr.compact(text).upper().replace(".", "").removeprefix("NO").removesuffix("MVA")
    return str(orgnr.validate(plain))


def _by(module: ModuleType) -> Callable[[str], str]:
    return lambda text: str(module.validate(text))


_CHECKS: dict[CheckedNumber, Callable[[str], str]] = {
    CheckedNumber.ORGANISATION: _organisation,
    CheckedNumber.ACCOUNT: _by(kontonr),
    CheckedNumber.IBAN: _by(iban),
}


def checked(text: pl.Series, kind: CheckedNumber) -> tuple[pl.Series, pl.Series]:
    """(the numbers, null where there is none or it does not hold; which cells do not hold). Empty cells hold."""
    distinct = text.unique().to_list()
    numbers = {one: _number(one, kind) for one in distinct}
    values = text.replace_strict(distinct, [numbers[one] for one in distinct], return_dtype=pl.String)
    return values, values.is_null() & (text != "")


def _number(text: str, kind: CheckedNumber) -> str | None:
    if not text:
        return None
    try:
        return _CHECKS[kind](text)
    except ValidationError:
        return None
