"""Phrases: how a value, a limit, a period and a place are said in the sentences of an explanation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from kontroll.domain.month import Month, Period
from kontroll.domain.operand import AmbitionRef, FieldRef, ParameterRef, PeriodEnd
from kontroll.domain.truth import Truth
from kontroll.engine.plain.comparison import half_away
from kontroll.engine.plain.record import Content
from kontroll.report.explaining.values import Earlier, Limit, Masked, Operand, Reading, Source
from kontroll.report.plainly.grounds import hjemmel_name
from kontroll.report.plainly.wording import amount, literal, quoted, reckoned, shifted, threshold_of
from kontroll.report.words import reason_name
from kontroll.texts import N_, _, day, listed, month_name, number

#: Decimals of a change that has no end, as a third has none.
DECIMALS = 2
#: More values than this of one indicator are told together.
FEW = 3

_TRUTHS = {Truth.TRUE: N_("stemmer"), Truth.FALSE: N_("stemmer ikke"), Truth.UNKNOWN: N_("ukjent")}


def truth_name(truth: Truth) -> str:
    return _(_TRUTHS[truth])


def when_name(when: Period | Month) -> str:
    """`oktober 2026`, `2. tertial 2026`, `2026`."""
    if isinstance(when, Month):
        return month_name(when)
    if when.frequency_months == 1:
        return month_name(when.first_month)
    if when.frequency_months == 4:
        return _("{number}. tertial {year}").format(number=when.index % 3 + 1, year=when.index // 3)
    return str(when)


def content_name(content: Content | Fraction, unit: str = "") -> str:
    """A number with its unit, «a text», a day, a moment, ja or nei; a fraction rounded to DECIMALS."""
    if isinstance(content, Fraction):
        return amount(_short(content), unit)
    if isinstance(content, Decimal) and unit == "kr":
        return amount(_kroner(content), unit)
    if isinstance(content, datetime):
        return _("{day} kl.\N{NO-BREAK SPACE}{clock}").format(
            day=day(content.date()), clock=f"{content:%H.%M}" + (f".{content:%S}" if content.second else "")
        )
    return literal(content, unit)


def _kroner(content: Decimal) -> Decimal:
    """Whole kroner without the øre that the column carries, and øre as two digits."""
    if content == content.to_integral_value():
        return content.quantize(Decimal(1))
    return content if int(content.as_tuple().exponent) < -2 else content.quantize(Decimal("0.01"))


def _short(number: Fraction) -> Decimal:
    """As it is where it has few decimals, else rounded."""
    if (number * 10**DECIMALS).denominator == 1:
        shown = half_away(number, DECIMALS).normalize()
        return shown if int(shown.as_tuple().exponent) <= 0 else shown.quantize(Decimal(1))
    return half_away(number, DECIMALS)


def operand_name(operand: Operand) -> str:
    return content_name(operand.content, operand.unit) if operand.content is not None else _("et tall som ikke vises")


# --- limits -------------------------------------------------------------------------------------------------------


def limit_name(limit: Limit) -> str:
    """`0 prosent`, `grensen «Toleranse» på 0 prosent`, `den gule grensen på 8,0 prosent`, `«anviser»`."""
    asked = limit.asked.asked
    shown = content_name(limit.content, limit.unit) if limit.content is not None else ""
    if isinstance(asked, ParameterRef):
        return _("grensen {name} på {value}").format(name=quoted(limit.name), value=shown)
    if isinstance(asked, AmbitionRef):
        return _("{limit} på {value}").format(limit=threshold_of(asked.colour), value=shown)
    if isinstance(asked, FieldRef):
        assert limit.reading is not None
        name = quoted(limit.reading.name)
        named = f"{name} ({shown})" if shown else name
        return _reckoned(named, asked, limit) if asked.is_reckoned else shifted(named, asked.plus_days)
    if isinstance(asked, PeriodEnd):
        return shifted(shown, asked.plus_days)
    return shifted(shown, asked.plus_days)


def _reckoned(named: str, asked: FieldRef, limit: Limit) -> str:
    """`95 prosent av «netto» (100 kr), altså 95 kr`."""
    told = reckoned(named, asked.times, asked.plus, limit.unit)
    if not isinstance(limit.content, Decimal):
        return told
    comes_to = content_name(Fraction(asked.reckoned(limit.content)), limit.unit)
    return _("{told}, altså {amount}").format(told=told, amount=comes_to)


def limit_lacking(limit: Limit) -> str:
    """`grensen «Toleranse» er ikke fastsatt`, `den gule grensen er ikke satt`."""
    asked = limit.asked.asked
    if isinstance(asked, AmbitionRef):
        return _("{limit} er ikke satt").format(limit=threshold_of(asked.colour))
    return _("grensen {name} er ikke fastsatt").format(name=quoted(limit.name))


def denied(told: str) -> str:
    """`er under 5` as `er ikke under 5`, `er minst 5` as `er lavere enn 5`."""
    # «Ikke minst» is an idiom, and says the opposite. The longest first: one begins as another.
    for reached, beyond in (
        (_("er minst like godt som "), _("er dårligere enn ")),
        (_("er minst "), _("er lavere enn ")),
        (_("er høyst "), _("er høyere enn ")),
    ):
        if told.startswith(reached):
            return beyond + told.removeprefix(reached)
    return told.replace(_("er "), _("er ikke "), 1)


def judged(told: str, truth: Truth) -> str:
    """A comparison as it came out."""
    return told if truth is Truth.TRUE else denied(told)


def is_time(limit: Limit) -> bool:
    return isinstance(limit.content, date)


# --- values -------------------------------------------------------------------------------------------------------


def reading_name(reading: Reading) -> str:
    """What it is called, and when: `«Sykefravær» i oktober 2026`, `«beløp»`."""
    if reading.period is None:
        return quoted(reading.name)
    return _("{name} i {period}").format(name=quoted(reading.name), period=when_name(reading.period))


def why_unknown(reading: Reading) -> str:
    """`mangler`, `ikke forfalt`, `skjermet`."""
    return reason_name(reading.reason).lower() if reading.reason is not None else ""


def value_of(reading: Reading) -> str:
    """The content; that it is not shown; or why nobody knows it."""
    if reading.content is not None:
        return content_name(reading.content, reading.unit)
    if reading.masked is Masked.PERSONAL:
        return _("personopplysning, vises ikke")
    if reading.masked is Masked.FEW:
        return _("bygger på få personer og vises ikke")
    if reading.masked is Masked.ELSEWHERE:
        return _("hører til en annen enhet og vises ikke")
    return why_unknown(reading)


# --- sources ------------------------------------------------------------------------------------------------------


def source_name(source: Source) -> str:
    """`maalinger/2026-10.csv linje 12 (leveranse 214, mottatt 8. november 2026)`."""
    place = _("{file} linje {line}").format(file=source.file, line=source.line)
    return place + _receipt(source.delivery, source.received)


def _receipt(delivery: int | None, received: date | None) -> str:
    if delivery is None or received is None:
        return ""
    return _(" (leveranse {delivery}, mottatt {day})").format(delivery=delivery, day=day(received))


def earlier_name(earlier: Earlier, unit: str) -> str:
    if earlier.content is not None:
        was = content_name(earlier.content, unit)
    else:
        was = _("et innhold som ikke vises") if earlier.masked else _("uten verdi")
    return _("Endret etter levering: var {was} i {source}.").format(was=was, source=source_name(earlier.source))


def sources(reading: Reading) -> Iterator[str]:
    """Where the value stands, what it was, and of what it is made."""
    head = f"{reading_name(reading)}: {value_of(reading)}."
    if reading.source is not None:
        yield f"{head} {source_name(reading.source)}."
    elif reading.made_of is not None:
        yield f"{head} {made_of(reading)}"
    elif reading.parts:
        yield f"{head} {_made_of_parts(reading)}"
    else:
        yield head + " " + _("Ingen rad er levert.")
    if reading.earlier is not None:
        yield earlier_name(reading.earlier, reading.unit)
    for part in reading.parts:
        yield from _part(part)


def of_readings(readings: Sequence[Reading]) -> Iterator[str]:
    """Where each stands; fields of one row together."""
    rows: dict[Source, list[Reading]] = {}
    if len(readings) > FEW and all(one.period is not None for one in readings):
        yield from _series(readings)
        return
    for reading in readings:
        if reading.period is None and reading.source is not None:
            rows.setdefault(reading.source, []).append(reading)
        else:
            yield from sources(reading)
    for source, fields in rows.items():
        told = "; ".join(f"{reading_name(field)}: {value_of(field)}" for field in fields)
        yield f"{told}. {source_name(source)}."
        for field in fields:
            if field.earlier is not None:
                yield f"{reading_name(field)}: {earlier_name(field.earlier, field.unit)}"


def _series(readings: Sequence[Reading]) -> Iterator[str]:
    """Many values of one indicator: the rows of each file together, then what was changed and how an index was made."""
    delivered = [one for one in readings if one.source is not None]
    if delivered:
        at = places([one.source for one in delivered if one.source is not None])
        yield f"{quoted(readings[0].name)}: {'; '.join(at)}."
    for one in readings:
        if one.source is None:
            yield from sources(one)
        elif one.earlier is not None:
            yield f"{reading_name(one)}: {earlier_name(one.earlier, one.unit)}"


def _made_of_parts(reading: Reading) -> str:
    """An index and the figures in it, in one sentence, with where they stand."""
    parts = [f"{quoted(part.name)} {value_of(part)}" for part in reading.parts]
    told = _("Regnet ut av {parts}.").format(parts=listed(parts))
    at = places([part.source for part in reading.parts if part.source is not None])
    return " ".join([told, *(f"{place}." for place in at)])


def _part(part: Reading) -> Iterator[str]:
    """What its index has not said already."""
    if part.parts or part.made_of is not None:
        yield from sources(part)
    elif part.earlier is not None:
        yield f"{reading_name(part)}: {earlier_name(part.earlier, part.unit)}"


def made_of(reading: Reading) -> str:
    records = reading.made_of
    assert records is not None
    told = _("Regnet ut av {total} poster i {dataset}, der {counted} teller med").format(
        total=number(records.total), dataset=quoted(records.dataset), counted=number(records.counted)
    )
    if records.unknown:
        told += _(" og {unknown} er uavklart").format(unknown=number(records.unknown))
    keys = [one.key for one in records.shown]
    rest = records.counted + records.unknown - len(keys)
    told += (": " + capped(keys, rest) if keys else "") + "."
    return " ".join([told, *(f"{place}." for place in places([one.source for one in records.shown]))])


def places(sources: Sequence[Source]) -> Iterator[str]:
    """Rows of the same file together: `maalinger/a.csv linje 2, 3 og 7 (leveranse 4, mottatt …)`."""
    files: dict[tuple[str, int | None, date | None], list[str]] = {}
    for one in sources:
        files.setdefault((one.file, one.delivery, one.received), []).append(str(one.line))
    for (file, delivery, received), lines in files.items():
        place = _("{file} linje {lines}").format(file=file, lines=listed(list(dict.fromkeys(lines))))
        yield place + _receipt(delivery, received)


def capped(shown: Sequence[str], more: int) -> str:
    """`a, b og 4 til`."""
    if more > 0:
        return ", ".join(shown) + " " + _("og {count} til").format(count=number(more))
    return ", ".join(shown)


def limit_source(limit: Limit) -> Iterator[str]:
    """Where a limit comes from, when it does not stand in the rule itself."""
    if limit.parameter and limit.valid_from is not None:
        resting = ", ".join(hjemmel_name(one) for one in limit.hjemmel)
        told = (
            _("{name}: {value}, gjelder fra {day}") if limit.content is not None else _("{name}: avsluttet {day}")
        ).format(
            name=quoted(limit.name),
            value=content_name(limit.content, limit.unit) if limit.content is not None else "",
            day=day(limit.valid_from),
        )
        yield f"{told} ({resting})." if resting else f"{told}."
    elif limit.parameter:
        yield _("{name} har ingen verdi som gjelder på dagen.").format(name=quoted(limit.name))
    elif limit.source is not None:
        asked = limit.asked.asked
        assert isinstance(asked, AmbitionRef)
        value = content_name(limit.content, limit.unit) if limit.content is not None else _("ikke satt")
        yield _("Mål ({limit}, {holder}): {value}. {source}.").format(
            limit=threshold_of(asked.colour),
            holder=_holder(limit.holder),
            value=value,
            source=source_name(limit.source),
        )
        if limit.earlier is not None:
            yield earlier_name(limit.earlier, limit.unit)
    elif isinstance(limit.asked.asked, AmbitionRef):
        yield _("Ingen rad i ambisjoner.csv setter {limit} for enheten og året.").format(
            limit=threshold_of(limit.asked.asked.colour)
        )
    elif limit.reading is not None:
        yield from sources(limit.reading)


def _holder(holder: str) -> str:
    if holder == "*":
        return _("felles for alle")
    if holder.startswith("tjeneste:"):
        return _("felles for tjenesten {service}").format(service=holder.removeprefix("tjeneste:"))
    return _("enhetens eget")
