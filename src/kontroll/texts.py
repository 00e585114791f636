"""Texts for people: gettext with bokmål as source, and numbers, amounts, dates and lists as a Norwegian reader writes them.

Why bokmål sources: a kommune chooses its language by law (bokmål or nynorsk), and the messages are written by people
who know the municipal words. A message without a translation is then still Norwegian. Catalogues stand in
`locales/<language>/LC_MESSAGES/kontroll.mo`; `make texts` extracts.

A message is one literal with named gaps, so that extraction finds it and a translator may reorder it:

    _("{count} enheter er uten leder i {month}").format(count=number(3), month=month_name(month))
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, localcontext
from errno import EACCES, EEXIST, EISDIR, ELOOP, ENOENT, ENOSPC, ENOTDIR, EPERM, EROFS
from functools import cache, lru_cache
from gettext import NullTranslations, translation
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.numbers import format_decimal

from kontroll.domain.month import Month

BOKMAL = "nb"
NYNORSK = "nn"
CATALOGUES = Path(__file__).parent / "locales"
NORWAY = ZoneInfo("Europe/Oslo")

# A context variable, because one web process may answer two readers at once.
_language: ContextVar[str] = ContextVar("language", default=BOKMAL)


def _(message: str) -> str:
    """The message in the reader's language; the bokmål itself where it is not translated."""
    return _catalogue(_language.get()).gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """`one` for exactly one, `many` for every other count, in the reader's language."""
    return _catalogue(_language.get()).ngettext(one, many, count)


def N_(message: str) -> str:
    """Marks a text that stands in a table, so that extraction finds it; `_` translates it where it is shown."""
    return message


@contextmanager
def language(code: str) -> Iterator[None]:
    """Inside it, texts, numbers and dates are in this language: `nb` or `nn`. Raises ValueError for any other."""
    if code not in (BOKMAL, NYNORSK):
        raise ValueError(f"not a language of a Norwegian municipality: {code!r}")
    token = _language.set(code)
    try:
        yield
    finally:
        _language.reset(token)


def language_code() -> str:
    """The reader's language, as HTML names it: `nb` or `nn`."""
    return _language.get()


def number(value: Decimal | int, decimals: int | None = None) -> str:
    """`1 234,5`: decimal comma, no-break space between thousands, a real minus sign.

    decimals: digits after the comma, rounded half away from zero as the rule language rounds; None = as many as
    the value carries, so 1.50 gives `1,50`. Raises TypeError for a float: it has no exact digits to show.
    """
    if isinstance(value, bool) or not isinstance(value, Decimal | int):
        raise TypeError(f"a number to show must be Decimal or int, not {type(value).__name__}")
    exact = Decimal(value)
    if not exact.is_finite():
        raise ValueError(f"not a number to show: {exact}")
    # By its digits: 1.5 and 1.50 are the same number, and are not shown alike.
    sign, digits, exponent = exact.as_tuple()
    return _number((sign, digits, int(exponent)), decimals, _language.get())


@lru_cache(maxsize=10_000)
def _number(digits: tuple[int, tuple[int, ...], int], decimals: int | None, locale: str) -> str:
    """Kept: a page shows hundreds, mostly the same, and the pattern is worked out anew for each."""
    exact = Decimal(digits)
    carried = max(0, -int(exact.as_tuple().exponent))
    shown = carried if decimals is None else decimals
    with localcontext(prec=max(28, len(exact.as_tuple().digits) + abs(exact.adjusted()) + shown + 2)):
        rounded = exact.quantize(Decimal(1).scaleb(-shown), rounding=ROUND_HALF_UP)
        pattern = "#,##0" + ("." + "0" * shown if shown else "")
        # + 0: a value that rounds to nothing is 0, not −0.
        text = format_decimal(rounded + 0, format=pattern, locale=locale)
        # Babel puts a hyphen before a pattern of its own; it may break from its number at a line's end.
        return text.replace("-", "\N{MINUS SIGN}")


def amount(ore: int) -> str:
    """Integer øre as kroner: 123450 gives `1 234,50 kr`, and whole kroner `1 234 kr`."""
    kroner = Decimal(ore).scaleb(-2)
    return number(kroner, 2 if ore % 100 else 0) + "\N{NO-BREAK SPACE}kr"


#: So far from each other two days are told with the year.
_FAR_DAYS = 180


def day(value: date) -> str:
    """`23. november 2026`."""
    return _date(value, "d. MMMM y", _language.get())


@lru_cache(maxsize=10_000)
def _date(value: date, pattern: str, locale: str) -> str:
    return format_date(value, format=pattern, locale=locale)


def near_day(value: date, *, weekday: bool = False) -> str:
    """`4. desember`, or `fredag 4. desember`: for a day so near that its year goes without saying."""
    return _date(value, "EEEE d. MMMM" if weekday else "d. MMMM", _language.get())


def day_from(value: date, today: date, *, weekday: bool = False) -> str:
    """The day as it is told on another: as `near_day` does it, or with the year where half a year lies between."""
    return near_day(value, weekday=weekday) if abs((value - today).days) < _FAR_DAYS else day(value)


def month_name(month: Month) -> str:
    """`november 2026`."""
    return _date(month.first_day, "MMMM y", _language.get())


def short_month(month: Month) -> str:
    """`nov. 26`: for the axis of a drawing."""
    return _date(month.first_day, "MMM yy", _language.get())


def moment(value: datetime) -> str:
    """An aware point in time on Norwegian clocks: `23. november 2026 kl. 14.05`. Raises ValueError if it has no zone."""
    if value.tzinfo is None:
        raise ValueError(f"a point in time without a zone: {value.isoformat()}")
    here = value.astimezone(NORWAY)
    return f"{day(here.date())} kl.\N{NO-BREAK SPACE}{format_time(here, format='HH.mm', locale=_language.get())}"


def listed(items: Sequence[str]) -> str:
    """`leder, overordnet og HR`."""
    return format_list(list(items), locale=_language.get()) if items else ""


#: The system's own words are English; these are the reasons a kommune meets.
_REASONS = {
    EACCES: N_("du har ikke lov til å lese den"),
    EPERM: N_("du har ikke lov til å lese den"),
    ENOENT: N_("den finnes ikke, eller er en snarvei til noe som ikke finnes"),
    ELOOP: N_("den er en snarvei som går i ring"),
    EISDIR: N_("den er en mappe"),
    EEXIST: N_("det finnes en fil med det navnet"),
    ENOTDIR: N_("en del av stien er en fil, ikke en mappe"),
    ENOSPC: N_("disken er full"),
    EROFS: N_("disken kan bare leses"),
}


def reason_of(error: OSError) -> str:
    """Why a file could not be read, in bokmål."""
    known = _REASONS.get(error.errno or 0)
    return _(known) if known else _("feil {number} fra maskinen").format(number=error.errno or 0)


@cache
def _catalogue(code: str) -> NullTranslations:
    return translation("kontroll", localedir=CATALOGUES, languages=[code], fallback=True)
