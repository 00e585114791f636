"""Registers: indicators and dated parameters are read here; a threshold gets its date here."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from kontroll.domain.dataset import BUILT_IN, DataSet
from kontroll.domain.hjemmel import Hjemmel
from kontroll.domain.indicator import Better, Indicator
from kontroll.domain.month import Frequency
from kontroll.domain.parameter import Parameter, ParameterValue
from kontroll.domain.problem import Gravity
from kontroll.rulebook.form import Form
from kontroll.rulebook.words import by_word
from kontroll.texts import _
from kontroll.yamlfile import Node

_ID = re.compile(r"[\w.-]+")
MAX_DECIMALS = 6

BETTER = by_word(Better)
FREQUENCY = by_word(Frequency)


@dataclass(slots=True)
class Registers:
    """What rules may refer to.

    seen: (kind, id) whose description has faults; unsure: kinds of which a description cannot even be named. What
    refers to those is left out without a word, so that each fault is told once.
    """

    indicators: dict[str, Indicator] = field(default_factory=dict)
    parameters: dict[str, Parameter] = field(default_factory=dict)
    datasets: dict[str, DataSet] = field(default_factory=lambda: dict(BUILT_IN))
    seen: set[tuple[str, str]] = field(default_factory=set)
    unsure: set[str] = field(default_factory=set)


def read_id(form: Form) -> str | None:
    id = form.text("id", required=True)
    if id is not None and _ID.fullmatch(id) is None:
        form.bad(form.node.entries["id"], _("et navn av bokstaver, sifre, bindestrek, punktum og understrek"))
        return None
    return id


# --- hjemmel --------------------------------------------------------------------------------------------------


def read_hjemler(form: Form, *, required: bool) -> tuple[Hjemmel, ...]:
    """The list under `hjemmel`; incomplete where required and absent."""
    items = form.items("hjemmel", required=required, gravity=Gravity.INCOMPLETE) or ()
    found = (_hjemmel(Form.of(item, form.problems, _("hjemmelen"))) for item in items)
    return tuple(hjemmel for hjemmel in found if hjemmel is not None)


def _hjemmel(form: Form | None) -> Hjemmel | None:
    if form is None:
        return None
    which = form.exactly_one(["lov", "reglement", "vedtak"])
    read = Hjemmel(
        lov=form.text("lov"),
        paragraf=form.text("paragraf"),
        ledd=form.text("ledd"),
        bokstav=form.text("bokstav"),
        reglement=form.text("reglement"),
        punkt=form.text("punkt"),
        vedtak=form.text("vedtak"),
        text=form.text("tekst"),
        link=form.text("lenke"),
        verified=form.yes_no("kontrollert") is not False,
    )
    form.done()
    return read if which else None


# --- indicators -----------------------------------------------------------------------------------------------


def read_indicator(form: Form) -> tuple[Indicator | None, Node | None]:
    """The indicator without its computation, and the node under `beregnet` (read when all registers are known)."""
    id = read_id(form)
    better = form.word("bedre_er", BETTER, required=True)
    frequency = form.word("frekvens", FREQUENCY, required=True)
    decimals = form.integer("desimaler", at_most=MAX_DECIMALS, required=True)
    name, unit = form.text("navn"), form.text("maaleenhet")
    focus_area, source, owner = form.text("fokusomrade"), form.text("kilde"), form.text("eier")
    min_count, shown_from = form.integer("min_antall"), form.integer("vis_min_antall")
    due = form.integer("forfaller", at_most=366)
    called, scale = form.texts("kalt"), _scale(form)
    computed = form.take("beregnet")
    form.done()
    if id is None or better is None or frequency is None or decimals is None:
        return None, None
    indicator = Indicator(
        id=id,
        name=name or id,
        unit=unit or "",
        better=better,
        frequency=frequency,
        decimals=decimals,
        focus_area=focus_area or "",
        source=source or "",
        owner=owner or "",
        min_count=min_count or 0,
        shown_from_count=shown_from or 0,
        due_working_days=due,
        scale=scale,
        called=called or (),
    )
    return indicator, computed


def _scale(form: Form) -> tuple[Decimal, Decimal] | None:
    """`skala: [1, 5]`, the least first."""
    items = form.items("skala")
    if items is None:
        return None
    ends = [number for item in items if (number := form.as_number(item)) is not None]
    if len(items) == 2 and len(ends) == 2 and ends[0] < ends[1]:
        return ends[0], ends[1]
    form.problems.add(
        form.place("skala"),
        _("skalaen må være to tall, det minste først"),
        _("Uten den kan ingen se at en verdi er utenfor."),
        _("Skriv for eksempel «skala: [1, 5]»."),
    )
    return None


# --- parameters -----------------------------------------------------------------------------------------------


def read_parameter(form: Form) -> Parameter | None:
    id = read_id(form)
    name, unit = form.text("navn"), form.text("maaleenhet")
    items = form.items("verdier", required=True) or ()
    values: dict[date, ParameterValue] = {}
    for item in items:
        inner = Form.of(item, form.problems, _("verdien"))
        value = None if inner is None else _parameter_value(inner)
        if inner is None or value is None:
            continue
        if value.valid_from in values:
            form.problems.add(
                inner.place("gyldig_fra"),
                _("to verdier gjelder fra {day}").format(day=value.valid_from),
                _("Da er det uklart hvilken grense som gjaldt."),
                _("Behold én verdi for hver dato."),
            )
        values[value.valid_from] = value
    form.done()
    if id is None or not values or len(values) != len(items):
        return None
    return Parameter(id=id, name=name or id, unit=unit or "", values=tuple(values[day] for day in sorted(values)))


def _parameter_value(form: Form) -> ParameterValue | None:
    valid_from = form.day("gyldig_fra", required=True)
    if "verdi" not in form:
        form.missing("verdi")
    ended = "verdi" in form and form.take("verdi") is None
    number: Decimal | None = None if ended else form.number("verdi")
    hjemler = read_hjemler(form, required=False)
    form.done()
    if valid_from is None or (number is None and not ended):
        return None
    return ParameterValue(valid_from=valid_from, value=number, hjemmel=hjemler)
