"""Wording: how a comparison, an amount, a day, a window and a count are said in Norwegian.

Why apart: what a rule says and what an explanation says about one answer must use the same words for the same thing.
Every function gives a part of a sentence, without a capital and without a full stop.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, time
from decimal import Decimal

from babel.lists import format_list

from kontroll.domain.condition import Reading, Window
from kontroll.domain.dataset import FieldType
from kontroll.domain.indicator import Better
from kontroll.domain.month import Frequency
from kontroll.domain.operand import Colour, Op
from kontroll.texts import N_, NORWAY, _, language_code, listed, moment, number
from kontroll.texts import day as day_name

NBSP = "\N{NO-BREAK SPACE}"

# --- counts ---------------------------------------------------------------------------------------------------

#: To and with twelve a number is written as a word where it counts something in a sentence.
_WORDS = (
    N_("null"),
    N_("én"),
    N_("to"),
    N_("tre"),
    N_("fire"),
    N_("fem"),
    N_("seks"),
    N_("sju"),
    N_("åtte"),
    N_("ni"),
    N_("ti"),
    N_("elleve"),
    N_("tolv"),
)


def counted(count: int, *, neuter: bool = False) -> str:
    """`én`, `ett`, `tolv`, `13`: a count as it stands before what is counted."""
    if count == 1 and neuter:
        return _("ett")
    return _(_WORDS[count]) if 0 <= count < len(_WORDS) else number(count)


def days(count: int) -> str:
    """`én dag`, `sju dager`, `90 dager`."""
    return f"{counted(count)} {_('dag') if count == 1 else _('dager')}"


def the_days_until(count: int, day: str) -> str:
    """`i de sju dagene som slutter med X`; for one day `på X`."""
    if count == 1:
        return _("på {day}").format(day=day)
    return _("i de {count} dagene som slutter med {day}").format(count=counted(count), day=day)


def working_days(count: int) -> str:
    """`én arbeidsdag`, `ti arbeidsdager`."""
    return f"{counted(count)} {_('arbeidsdag') if count == 1 else _('arbeidsdager')}"


def units(count: int) -> str:
    """`to enheter`."""
    return f"{counted(count)} {_('enhet') if count == 1 else _('enheter')}"


# --- periods --------------------------------------------------------------------------------------------------

_ONE = {Frequency.MONTH: N_("måned"), Frequency.TERTIAL: N_("tertial"), Frequency.YEAR: N_("år")}
_THE_ONE = {Frequency.MONTH: N_("måneden"), Frequency.TERTIAL: N_("tertialet"), Frequency.YEAR: N_("året")}
_MANY = {Frequency.MONTH: N_("måneder"), Frequency.TERTIAL: N_("tertialer"), Frequency.YEAR: N_("år")}
_THE_MANY = {Frequency.MONTH: N_("månedene"), Frequency.TERTIAL: N_("tertialene"), Frequency.YEAR: N_("årene")}


def is_neuter(frequency: Frequency) -> bool:
    """`et tertial` and `et år`, but `en måned`."""
    return frequency is not Frequency.MONTH


def period(frequency: Frequency) -> str:
    """`måned`, `tertial`, `år`."""
    return _(_ONE[frequency])


def every(frequency: Frequency) -> str:
    """`hver måned`, `hvert tertial`, `hvert år`."""
    each = _("hvert {period}") if is_neuter(frequency) else _("hver {period}")
    return each.format(period=period(frequency))


def the_period(frequency: Frequency) -> str:
    """`måneden`, `tertialet`, `året`."""
    return _(_THE_ONE[frequency])


def periods(count: int, frequency: Frequency) -> str:
    """`én måned`, `ett tertial`, `tre år`."""
    return f"{counted(count, neuter=is_neuter(frequency))} {_((_ONE if count == 1 else _MANY)[frequency])}"


def the_latest(count: int, frequency: Frequency) -> str:
    """`de siste seks månedene`; for one period `den siste måneden`, `det siste tertialet`."""
    if count == 1:
        return (_("det siste {period}") if is_neuter(frequency) else _("den siste {period}")).format(
            period=the_period(frequency)
        )
    return _("de siste {count} {periods}").format(count=counted(count), periods=_(_THE_MANY[frequency]))


def window(asked: Window, frequency: Frequency) -> str:
    """`tre måneder på rad`, or `i minst to av de siste seks månedene`."""
    if asked.in_a_row:
        return _("{periods} på rad").format(periods=periods(asked.periods, frequency))
    return _("i minst {least} av {latest}").format(
        least=counted(asked.at_least, neuter=is_neuter(frequency)), latest=the_latest(asked.periods, frequency)
    )


def read_at(reading: Reading, frequency: Frequency) -> str:
    """Which period of a slower indicator a month reads; empty for a monthly one: `det siste avsluttede året`."""
    if frequency is Frequency.MONTH:
        return ""
    if reading is Reading.LATEST_ENDED:
        return _("det siste avsluttede {period}").format(period=the_period(frequency))
    return _("{period} som måneden er i").format(period=the_period(frequency))


# --- amounts and days -----------------------------------------------------------------------------------------

#: Units whose name has another form for one.
_SINGULAR = {"timer": N_("time"), "dager": N_("dag"), "måneder": N_("måned"), "kroner": N_("krone")}


def amount(value: Decimal, unit: str) -> str:
    """`8,5 prosent`, `100 000 kr`, `1 time`; a bare number where the unit is `antall` or none is given."""
    if unit in ("", "antall"):
        return number(value)
    named = _(_SINGULAR[unit]) if value == 1 and unit in _SINGULAR else unit
    return f"{number(value)}{NBSP}{named}"


def difference_unit(unit: str) -> str:
    """The unit of the difference between two values: per cent differ by prosentpoeng."""
    return _("prosentpoeng") if unit in ("prosent", "%") else unit


def unit_of(type: FieldType) -> str:
    """The unit that a field of records is counted in."""
    return "kr" if type is FieldType.KRONER else ""


def literal(value: Decimal | str | bool | date | datetime, unit: str = "") -> str:
    """A constant of a rule: a number with its unit, «a text», a day, a moment, ja or nei."""
    if isinstance(value, bool):
        return _("ja") if value else _("nei")
    if isinstance(value, Decimal):
        return amount(value, unit)
    if isinstance(value, datetime):
        # A moment in a rule file or a record is on Norwegian clocks, and says so nowhere.
        return moment(value if value.tzinfo else value.replace(tzinfo=NORWAY))
    return day_name(value) if isinstance(value, date) else quoted(value)


def shifted(day: str, plus_days: int) -> str:
    """`sju dager etter X`, `90 dager før X`; X itself without a shift."""
    if plus_days == 0:
        return day
    if plus_days > 0:
        return _("{days} etter {day}").format(days=days(plus_days), day=day)
    return _("{days} før {day}").format(days=days(-plus_days), day=day)


def reckoned(name: str, times: Decimal, plus: Decimal, unit: str) -> str:
    """`95 prosent av X`, `2 ganger X`, `X med motsatt fortegn`; with `pluss 100 kr` or `minus 1` after."""
    if times == -1:
        name = _("{field} med motsatt fortegn").format(field=name)
    elif times == times.to_integral_value():
        name = name if times == 1 else _("{times} ganger {field}").format(times=number(int(times)), field=name)
    else:
        per_cent = times.scaleb(2).normalize()
        whole = per_cent.quantize(Decimal(1)) if per_cent == per_cent.to_integral_value() else per_cent
        name = _("{per_cent} av {field}").format(per_cent=amount(whole, _("prosent")), field=name)
    if plus > 0:
        return _("{field} pluss {amount}").format(field=name, amount=amount(plus, unit))
    return _("{field} minus {amount}").format(field=name, amount=amount(-plus, unit)) if plus else name


def share_of_all(share: str, like: Sequence[str], *, is_sum: bool) -> str:
    """`30 prosent av summen for alle poster med samme «ansvar» i de samme dagene`; of all records where `like` is empty."""
    if not like:
        told = (
            _("{share} av summen for alle poster i de samme dagene")
            if is_sum
            else _("{share} av alle poster i de samme dagene")
        )
        return told.format(share=share)
    told = (
        _("{share} av summen for alle poster med samme {like} i de samme dagene")
        if is_sum
        else _("{share} av alle poster med samme {like} i de samme dagene")
    )
    return told.format(share=share, like=listed(list(like)))


def period_end() -> str:
    """The last day of the evaluated month."""
    return _("månedens siste dag")


def clock(at: time) -> str:
    """`kl. 22.00`."""
    return f"{_('kl.')}{NBSP}{at:%H.%M}" + (f".{at:%S}" if at.second else "")


_WEEKDAYS = (
    N_("mandag"),
    N_("tirsdag"),
    N_("onsdag"),
    N_("torsdag"),
    N_("fredag"),
    N_("lørdag"),
    N_("søndag"),
)


def weekdays(numbers: Collection[int]) -> str:
    """`lørdag eller søndag`; 1 = mandag."""
    return either([_(_WEEKDAYS[one - 1]) for one in sorted(numbers)])


# --- comparisons ----------------------------------------------------------------------------------------------

_NUMBERS = {
    Op.OVER: N_("er over {limit}"),
    Op.UNDER: N_("er under {limit}"),
    Op.AT_LEAST: N_("er minst {limit}"),
    Op.AT_MOST: N_("er høyst {limit}"),
    Op.EQUAL: N_("er nøyaktig {limit}"),
    Op.UNEQUAL: N_("er noe annet enn {limit}"),
    Op.BETTER: N_("er bedre enn {limit}"),
    Op.WORSE: N_("er dårligere enn {limit}"),
    Op.AS_GOOD: N_("er minst like godt som {limit}"),
}
_DAYS = {
    Op.BEFORE: N_("er før {limit}"),
    Op.AFTER: N_("er etter {limit}"),
    Op.NO_LATER: N_("er senest {limit}"),
    Op.NO_EARLIER: N_("er tidligst {limit}"),
    Op.EQUAL: N_("er {limit}"),
    Op.UNEQUAL: N_("er en annen dag enn {limit}"),
}
#: «før sju dager etter» stumbles: a shifted day is compared with «tidligere enn» and «senere enn».
_SHIFTED_DAYS = _DAYS | {Op.BEFORE: N_("er tidligere enn {limit}"), Op.AFTER: N_("er senere enn {limit}")}
_TEXTS = {Op.EQUAL: N_("er {limit}"), Op.UNEQUAL: N_("er noe annet enn {limit}")}
_FIELDS = {Op.EQUAL: N_("er lik {limit}"), Op.UNEQUAL: N_("er ulik {limit}")}
_SAME_DAY = {Op.EQUAL: N_("er samme dag som {limit}"), Op.UNEQUAL: N_("er en annen dag enn {limit}")}


def compared(op: Op, limit: str) -> str:
    """A number against a limit that is said already: `er minst 8,5 prosent`."""
    return _(_NUMBERS[op.plain]).format(limit=limit)


def compared_days(op: Op, limit: str, *, is_shifted: bool = False) -> str:
    """A day against another: `er senest månedens siste dag`, `er tidligere enn 90 dager før månedens siste dag`."""
    return _((_SHIFTED_DAYS if is_shifted else _DAYS)[op]).format(limit=limit)


def compared_texts(op: Op, limit: str) -> str:
    """A text, ja or nei against a constant: `er «faktura»`."""
    return _(_TEXTS[op]).format(limit=limit)


def compared_fields(op: Op, limit: str, *, days: bool = False) -> str:
    """A field against another, alike or not: `er ulik «anviser»`; of days `er samme dag som «tiltredelse»`."""
    return _((_SAME_DAY if days else _FIELDS)[op]).format(limit=limit)


def direction(better: Better) -> str:
    """`høyere er bedre`, `lavere er bedre`."""
    return _("høyere er bedre") if better is Better.HIGHER else _("lavere er bedre")


# --- colours and lists ----------------------------------------------------------------------------------------

_COLOURS = {Colour.RED: N_("rød"), Colour.YELLOW: N_("gul"), Colour.GREEN: N_("grønn")}


def colours(asked: Collection[Colour]) -> str:
    """`gul eller grønn`, from the worst to the best."""
    return either([_(name) for colour, name in _COLOURS.items() if colour in asked])


def colour(asked: Colour) -> str:
    return _(_COLOURS[asked])


def threshold_of(asked: Colour) -> str:
    """`den gule grensen`, `den grønne grensen`."""
    return _("den grønne grensen") if asked is Colour.GREEN else _("den gule grensen")


def either(parts: Sequence[str]) -> str:
    """`a, b eller c`."""
    return format_list(list(parts), style="or", locale=language_code()) if parts else ""


def quoted(text: str) -> str:
    """`«beløp»`: a name or a text as it stands in a file."""
    return f"«{text}»"
