"""Numbers with check digits: organisation numbers, account numbers and IBANs, without what is written around them."""

import re

_ORGANISATION = (3, 2, 7, 6, 5, 4, 3, 2)
_ACCOUNT = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def number(kind: str, text: str | None) -> str | None:
    """The number alone; None where there is none, or its check digits do not hold."""
    if text is None:
        return None
    plain = re.sub(r"[\s.]", "", text).upper()
    match kind:
        case "organisasjonsnummer":
            bare = plain.removeprefix("NO").removesuffix("MVA")
            return bare if _holds(bare, _ORGANISATION) else None
        case "kontonummer":
            return plain if _holds(plain, _ACCOUNT) else None
        case "iban":
            return plain if _is_iban(plain) else None
    raise ValueError(f"unknown kind of number {kind!r}")


def _holds(digits: str, weights: tuple[int, ...]) -> bool:
    """Modulo 11: the last digit is what the weighted sum of the others lacks."""
    if not (digits.isascii() and digits.isdigit() and len(digits) == len(weights) + 1):
        return False
    lacks = -sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False)) % 11
    return lacks == int(digits[-1])


def _is_iban(text: str) -> bool:
    """ISO 13616: the first four moved last, letters as 10 to 35, leave 1 when divided by 97."""
    if not re.fullmatch(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", text):
        return False
    return int("".join(str(int(sign, 36)) for sign in text[4:] + text[:4])) % 97 == 1
