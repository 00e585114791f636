"""Sample form: what was written in the forms of a stikkprøve, and what it means."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation

from kontroll.domain.dataset import DataSet, FieldType
from kontroll.flows.samples.size_draw import Wish
from kontroll.sampling.partsize import AMOUNT, SIMPLE, SYSTEMATIC
from kontroll.texts import N_, NORWAY, _
from kontroll.web.act_form import Sent, Wrong

#: How many rows a filter can have in the form.
ROWS = 3
CONFIDENCES = ("0.9", "0.95", "0.99")
METHODS: Mapping[str, str] = {
    SIMPLE: N_("Enkelt tilfeldig: alle har samme sjanse (det vanlige)"),
    SYSTEMATIC: N_("Med fast avstand: hver så mange i listen"),
    AMOUNT: N_("Etter beløp: store beløp har større sjanse"),
}
STAGES: Mapping[str, str] = {
    "1": N_("Nei, ett trinn"),
    "2": N_("Ja, inntil to trinn"),
    "3": N_("Ja, inntil tre trinn"),
}
SECOND: Mapping[str, str] = {"0": N_("Ingen"), "0.1": N_("Hver tiende"), "0.2": N_("Hver femte"), "1": N_("Alle")}
#: What may be said of a field in a row of the filter, by its kind.
NUMBERS = {
    "lik": N_("er lik"),
    "ulik": N_("er ulik"),
    "over": N_("er over"),
    "under": N_("er under"),
    "minst": N_("er minst"),
    "høyst": N_("er høyst"),
}
WORDS = {"lik": N_("er lik"), "ulik": N_("er ulik")}
DATES = {"før": N_("er før"), "etter": N_("er etter"), "lik": N_("er lik")}
OTHER = {"mangler": N_("mangler"), "finnes": N_("er fylt ut")}
OPERATORS = {**NUMBERS, **DATES, **OTHER}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a filter, as it was written."""

    field: str = ""
    operator: str = "lik"
    value: str = ""


def rows_in(sent: Sent) -> list[Row]:
    names = range(1, ROWS + 1)
    return [Row(sent.given(f"felt{n}"), sent.given(f"er{n}") or "lik", sent.given(f"verdi{n}").strip()) for n in names]


def condition_of(rows: Sequence[Row], dataset: DataSet) -> str:
    """The filter as canonical JSON of the rule language; "" = every record. Raises Wrong."""
    leaves = [_leaf(row, dataset, n) for n, row in enumerate(rows, start=1) if row.field]
    if not leaves:
        return ""
    return leaves[0] if len(leaves) == 1 else f'{{"alle":[{",".join(leaves)}]}}'


def _leaf(row: Row, dataset: DataSet, n: int) -> str:
    field = dataset.field(row.field)
    if field is None:
        raise Wrong(f"felt{n}", _("Feltet finnes ikke i datasettet."))
    if row.operator in OTHER:
        return _json(felt=_text(field.id), mangler=_text("ja" if row.operator == "mangler" else "nei"))
    allowed = NUMBERS if field.type.is_number else DATES if field.type.is_time else WORDS
    if row.operator not in allowed:
        raise Wrong(f"er{n}", _("«{field}» kan ikke sammenlignes slik.").format(field=field.called))
    if not row.value:
        raise Wrong(f"verdi{n}", _("Skriv hva «{field}» skal sammenlignes med.").format(field=field.called))
    if field.type.is_number:
        value = _number(f"verdi{n}", row.value)
    else:
        value = _text(row.value.casefold() if field.type is FieldType.YES_NO else row.value)
    return _json(felt=_text(field.id), er=_text(row.operator), verdi=value)


def _json(**texts: str) -> str:
    """texts: each as JSON already."""
    return "{" + ",".join(f"{_text(key)}:{texts[key]}" for key in sorted(texts)) + "}"


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _number(name: str, text: str) -> str:
    """With the digits that were written: as a binary float it would be another number."""
    try:
        value = Decimal(_plain(text))
    except InvalidOperation:
        raise Wrong(name, _("Skriv et tall, for eksempel 10000 eller 0,5.")) from None
    if not value.is_finite():
        raise Wrong(name, _("Skriv et tall, for eksempel 10000 eller 0,5."))
    return f"{value:f}"


def _plain(text: str) -> str:
    return (
        "".join(text.split()).replace("\N{NO-BREAK SPACE}", "").removesuffix("kr").removesuffix("%").replace(",", ".")
    )


# --- amounts, moments, wishes -------------------------------------------------------------------------------------------


def ore(sent: Sent, name: str) -> int | None:
    """Kroner as they were written, as øre; None where nothing was."""
    text = sent.given(name).strip()
    if not text:
        return None
    try:
        value = Decimal(_plain(text)) * 100
    except InvalidOperation:
        raise Wrong(name, _("Skriv beløpet i kroner, for eksempel 1 250 000 eller 99,50.")) from None
    if not value.is_finite() or value != value.to_integral_value() or abs(value) >= 10**17:
        raise Wrong(name, _("Skriv beløpet i kroner, med høyst to desimaler."))
    return int(value)


def whole(sent: Sent, name: str, what: str) -> int | None:
    text = "".join(sent.given(name).split())
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 12:
        raise Wrong(name, _("{what} må være et helt tall.").format(what=what))
    return int(text)


def moment_of(sent: Sent, name: str) -> datetime:
    """As a browser sends it; Norwegian time. Raises Wrong."""
    try:
        return datetime.fromisoformat(sent.given(name)).replace(tzinfo=NORWAY)
    except ValueError:
        raise Wrong(name, _("Velg dag og klokkeslett.")) from None


def wish_of(sent: Sent) -> Wish:
    """Raises Wrong."""
    confidence = sent.given("konfidens")
    if confidence not in CONFIDENCES:
        raise Wrong("konfidens", _("Velg hvor sikre dere vil være."))
    method = sent.given("metode") or SIMPLE
    stages = sent.given("trinn") or "1"
    if method not in METHODS or stages not in STAGES:
        raise Wrong("metode", _("Velg ett av alternativene."))
    size = whole(sent, "antall", _("Antallet"))
    if size == 0:
        raise Wrong("antall", _("Antallet må være minst 1."))
    expected = whole(sent, "forventet", _("Antall avvik som tåles,")) or 0
    return Wish(
        confidence=confidence,
        tolerable=percent(sent, "tolererbar"),
        expected=str(expected),
        method=method,
        stages=int(stages),
        size=size,
    )


def percent(sent: Sent, name: str) -> str:
    """`5` or `2,5` per cent as a decimal in a text. Raises Wrong."""
    try:
        value = Decimal(_plain(sent.given(name))) / 100
    except InvalidOperation:
        raise Wrong(name, _("Skriv en prosent, for eksempel 5 eller 2,5.")) from None
    if not value.is_finite() or not 0 < value < 1:
        raise Wrong(name, _("Prosenten må være mellom 0 og 100."))
    return format(value.normalize(), "f")
