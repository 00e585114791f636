"""Month form: what was sent in with an explanation of a month, as it came, and what it means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from kontroll.domain.monthly import MonthlyRefusal
from kontroll.flows.monthly.explain_month import Said
from kontroll.flows.saker.promises import Promise
from kontroll.texts import N_, _
from kontroll.web.act_form import Sent, Wrong

#: Tiltak that one explanation may promise at once.
MOST_TILTAK = 3
WHY, FORECAST, WHAT, WHO, BY, FIXED, VERSION = "hvorfor", "prognose", "hva", "hvem", "frist", "rettet", "versjon"
#: What stands in the way -> what is told.
TOLD = {
    MonthlyRefusal.NOT_NOW: N_("Forklaringen er endret siden du åpnet siden. Se hva som er nytt, og prøv igjen."),
    MonthlyRefusal.NOT_HERS: N_("Bare den som leder enheten, forklarer måneden."),
    MonthlyRefusal.NOT_ABOVE: N_(
        "Bare den som er over lederen, og ikke selv har forklart måneden, kan godta eller spørre."
    ),
    MonthlyRefusal.NO_TEXT: N_("Skriv noe, så den som leser, forstår."),
    MonthlyRefusal.NO_FORECAST: N_("Skriv hva du venter for året, som et tall."),
    MonthlyRefusal.TILTAK_INCOMPLETE: N_("Et tiltak trenger hva som skal gjøres, hvem som gjør det, og innen når."),
    MonthlyRefusal.OWNER_UNKNOWN: N_("Velg hvem som har ansvaret for tiltaket."),
    MonthlyRefusal.TILTAK_PASSED: N_("Fristen for et tiltak må være i dag eller senere."),
    MonthlyRefusal.TILTAK_DONE: N_("Tiltaket er allerede meldt gjort."),
}


def name_of(theme: str, field: str, number: int = 0) -> str:
    """Of a field of the form."""
    return f"{theme}-{field}-{number}" if number else f"{theme}-{field}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A form that came back. errors: name of a field -> what is wrong with it; "" = all of it."""

    sent: Sent = field(default_factory=Sent)
    errors: dict[str, str] = field(default_factory=dict)

    def kept(self, name: str, otherwise: str = "") -> str:
        return self.sent.given(name) if self.sent.fields else otherwise


def said_in(sent: Sent, themes: Sequence[str]) -> tuple[dict[str, Said], dict[str, str]]:
    """What was said of each theme that anything was written of, and what cannot be read: name of the field -> what is wrong."""
    errors: dict[str, str] = {}
    said = {theme: _said(sent, theme, errors) for theme in themes if _is_written(sent, theme)}
    if not said:
        errors[""] = _("Skriv hvorfor tallene er som de er.")
    return said, errors


def _is_written(sent: Sent, theme: str) -> bool:
    fields = (name_of(theme, WHY), name_of(theme, FORECAST), *(name_of(theme, WHAT, n) for n in _numbers()))
    return any(sent.given(name).strip() for name in fields)


def _said(sent: Sent, theme: str, errors: dict[str, str]) -> Said:
    text = ""
    try:
        text = sent.text(name_of(theme, WHY))
    except Wrong as wrong:
        errors[wrong.field] = wrong.what
    if not text and name_of(theme, WHY) not in errors:
        errors[name_of(theme, WHY)] = _(TOLD[MonthlyRefusal.NO_TEXT])
    version = sent.given(name_of(theme, VERSION))
    return Said(
        text=text,
        forecast=_forecast(sent, theme, errors),
        tiltak=tuple(_tiltak(sent, theme, errors)),
        fixed=sent.given(name_of(theme, FIXED)) == "ja",
        version=int(version) if version.isascii() and version.isdigit() and len(version) < 10 else -1,
    )


def _forecast(sent: Sent, theme: str, errors: dict[str, str]) -> Decimal | None:
    name = name_of(theme, FORECAST)
    text = sent.given(name).strip().replace("\N{MINUS SIGN}", "-").replace(",", ".").removesuffix("%")
    text = text.replace("\N{NO-BREAK SPACE}", "").replace(" ", "")
    if not text:
        return None
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal("nan")
    if not found.is_finite() or abs(found) >= 100_000:
        errors[name] = _("Skriv prognosen som et tall, for eksempel −1,5.")
        return None
    return found


def _tiltak(sent: Sent, theme: str, errors: dict[str, str]) -> Iterator[Promise]:
    for n in _numbers():
        what = sent.given(name_of(theme, WHAT, n)).strip()
        if not what:
            continue
        try:
            yield Promise(
                owner=sent.given(name_of(theme, WHO, n)),
                deadline=sent.day(name_of(theme, BY, n)),
                text=sent.text(name_of(theme, WHAT, n)),
            )
        except Wrong as wrong:
            errors[wrong.field] = wrong.what


def _numbers() -> range:
    return range(1, MOST_TILTAK + 1)
