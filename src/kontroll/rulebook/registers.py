"""Registers: indicators, dated parameters and data-set descriptions are read here; a threshold gets its date here."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from kontroll.domain.dataset import BUILT_IN, LINE_KEY, DataSet, Field, FieldType, NumberFormat, Stock
from kontroll.domain.hjemmel import Hjemmel
from kontroll.domain.indicator import Better, Indicator
from kontroll.domain.month import Frequency
from kontroll.domain.parameter import Parameter, ParameterValue
from kontroll.domain.problem import Gravity
from kontroll.rulebook.form import Form
from kontroll.rulebook.words import by_word, listed
from kontroll.texts import _
from kontroll.yamlfile import Mapping, Node

_ID = re.compile(r"[\w.-]+")
MAX_DECIMALS = 6

BETTER = by_word(Better)
FREQUENCY = by_word(Frequency)
FIELD_TYPE = by_word(FieldType)


@dataclass(slots=True)
class Registers:
    """What rules may refer to. `seen` also holds ids whose description has faults, so that each fault is told once."""

    indicators: dict[str, Indicator] = field(default_factory=dict)
    parameters: dict[str, Parameter] = field(default_factory=dict)
    datasets: dict[str, DataSet] = field(default_factory=lambda: dict(BUILT_IN))
    seen: set[tuple[str, str]] = field(default_factory=set)


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
    )
    return indicator, computed


# --- parameters -----------------------------------------------------------------------------------------------


def read_parameter(form: Form) -> Parameter | None:
    id = read_id(form)
    name, unit = form.text("navn"), form.text("maaleenhet")
    items = form.items("verdier", required=True) or ()
    values = [
        value
        for item in items
        if (inner := Form.of(item, form.problems, _("verdien"))) is not None
        and (value := _parameter_value(inner)) is not None
    ]
    form.done()
    days = [value.valid_from for value in values]
    for day in sorted({day for day in days if days.count(day) > 1}):
        form.problems.add(
            form.place("verdier"),
            _("to verdier gjelder fra {day}").format(day=day),
            _("Da er det uklart hvilken grense som gjaldt."),
            _("Behold én verdi for hver dato."),
        )
    if id is None or len(values) != len(items) or len(set(days)) != len(days):
        return None
    return Parameter(id=id, name=name or id, unit=unit or "", values=tuple(sorted(values, key=lambda v: v.valid_from)))


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


# --- data sets ------------------------------------------------------------------------------------------------


def read_dataset(form: Form) -> DataSet | None:
    id = read_id(form)
    if id in BUILT_IN:
        form.bad(form.node.entries["id"], _("et ledig navn"), _("«{id}» finnes alltid; velg et annet.").format(id=id))
        return None
    before = len(form.problems)
    name = form.text("navn")
    fields = tuple(
        read
        for item in form.items("felter", required=True) or ()
        if (inner := Form.of(item, form.problems, _("feltet"))) is not None and (read := _field(inner)) is not None
    )
    key = form.text("nokkel", required=True)
    dated_by = _dated_by(form)
    enhet_field, enhet_fixed = _enhet(form)
    date_format, number_format, encoding = form.text("datoformat"), _number_format(form), form.text("tegnsett")
    form.done()
    if id is None or key is None or len(form.problems) > before:
        return None
    dataset = DataSet(
        id=id,
        name=name or id,
        key=key,
        fields=fields,
        dated_by=dated_by,
        enhet_field=enhet_field,
        enhet_fixed=enhet_fixed,
        date_format=date_format,
        number_format=number_format,
        encoding=encoding,
    )
    return dataset if _consistent(form, dataset) else None


def _field(form: Form) -> Field | None:
    id = read_id(form)
    type = form.word("type", FIELD_TYPE, required=True)
    heading = form.text("kolonne")
    personal = form.yes_no("personlig")
    form.done()
    if id is None or type is None:
        return None
    return Field(id=id, type=type, heading=heading or id, personal=bool(personal))


def _dated_by(form: Form) -> str | date | Stock | None:
    node = form.take("dato")
    stock = form.form("bestand", _("bestand"))
    if node is not None and stock is not None:
        form.problems.add(
            form.place("bestand"),
            _("datasettet har både «dato» og «bestand»"),
            _("En post hører enten til måneden for datoen eller til alle måneder fra–til."),
            _("Behold én av dem."),
        )
        return None
    if stock is not None:
        start, end = stock.text("fra", required=True), stock.text("til", required=True)
        stock.done()
        return Stock(start=start, end=end) if start and end else None
    if isinstance(node, Mapping):
        fixed = Form(node, form.problems, _("dato"))
        day = fixed.day("fast", required=True)
        fixed.done()
        return day
    return None if node is None else form.as_text(node)


def _enhet(form: Form) -> tuple[str | None, str | None]:
    node = form.take("enhet")
    if isinstance(node, Mapping):
        fixed = Form(node, form.problems, _("enhet"))
        id = fixed.text("fast", required=True)
        fixed.done()
        return None, id
    return (None if node is None else form.as_text(node)), None


def _number_format(form: Form) -> NumberFormat:
    inner = form.form("tallformat", _("tallformatet"))
    if inner is None:
        return NumberFormat()
    marks = {}
    for key in ("desimal", "tusen", "foran"):
        node = inner.take(key)
        marks[key] = getattr(node, "text", None)
        if node is not None and not marks[key]:
            inner.bad(node, _("et tegn i anførselstegn"))
    inner.done()
    return NumberFormat(decimal=marks["desimal"], thousands=marks["tusen"], prefix=marks["foran"])


def _consistent(form: Form, dataset: DataSet) -> bool:
    """Key, date and enhet name fields that exist and fit."""
    before = len(form.problems)
    ids = [field.id for field in dataset.fields]
    for id in sorted({id for id in ids if ids.count(id) > 1}):
        form.problems.add(
            form.place("felter"),
            _("feltet «{id}» er beskrevet to ganger").format(id=id),
            _("Da er det uklart hvilken kolonne som gjelder."),
            _("Fjern den ene."),
        )
    if dataset.key != LINE_KEY:
        field_ = _known_field(form, "nokkel", dataset, dataset.key)
        if field_ is not None and field_.personal:
            form.bad(
                form.node.entries["nokkel"],
                _("et felt uten personopplysninger"),
                _("Nøkkelen havner i adresser og lister; bruk bilagsnummer eller «linje»."),
            )
    if isinstance(dataset.dated_by, str):
        _known_time(form, "dato", dataset, dataset.dated_by)
    elif isinstance(dataset.dated_by, Stock):
        _known_time(form, "bestand", dataset, dataset.dated_by.start)
        _known_time(form, "bestand", dataset, dataset.dated_by.end)
    if dataset.enhet_field is not None:
        _known_field(form, "enhet", dataset, dataset.enhet_field)
    return len(form.problems) == before


def _known_field(form: Form, key: str, dataset: DataSet, id: str) -> Field | None:
    found = dataset.field(id)
    if found is None:
        form.problems.add(
            form.place(key),
            _("«{key}» viser til feltet «{id}», som ikke er beskrevet under felter").format(key=key, id=id),
            _("Uten feltet kan ikke postene kjennes igjen eller plasseres."),
            _("Beskriv feltet, eller bruk et av: {fields}.").format(fields=listed(f.id for f in dataset.fields)),
        )
    return found


def _known_time(form: Form, key: str, dataset: DataSet, id: str) -> None:
    found = _known_field(form, key, dataset, id)
    if found is not None and not found.type.is_time:
        form.problems.add(
            form.place(key),
            _("feltet «{id}» er ikke en dato").format(id=id),
            _("Postene kan da ikke plasseres i en måned."),
            _("Sett «type: dato» eller «type: tidspunkt» på feltet, eller velg et annet felt."),
        )
