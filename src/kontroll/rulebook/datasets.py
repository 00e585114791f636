"""Data sets: a description under rules/datasett becomes a DataSet (rule language, section 1.4)."""

from __future__ import annotations

import re
from datetime import date

from kontroll.domain.dataset import (
    BUILT_IN,
    ENCODINGS,
    LINE_KEY,
    CheckedNumber,
    DataSet,
    Field,
    FieldType,
    NumberFormat,
    Stock,
)
from kontroll.rulebook.form import Form
from kontroll.rulebook.registers import read_id
from kontroll.rulebook.words import by_word, listed
from kontroll.texts import _
from kontroll.yamlfile import Mapping, Node, Scalar

FIELD_TYPE = by_word(FieldType)
CHECKED_NUMBER = by_word(CheckedNumber)
#: The key that says of what the last file is the whole, and its word for all of it.
WHOLE_BY, EVERYTHING = "siste_fil_gjelder", "alt"


def read_dataset(form: Form) -> DataSet | None:
    """The data set, or None with problems: its key, dates and enhet must name fields that exist and fit."""
    id = read_id(form)
    if id in BUILT_IN:
        form.bad(form.node.entries["id"], _("et ledig navn"), _("«{id}» finnes alltid; velg et annet.").format(id=id))
        return None
    before = form.problems.stops
    name = form.text("navn")
    fields = _fields(form)
    key = form.text("nokkel", required=True)
    dated_by = _dated_by(form)
    enhet_field, enhet_fixed = _enhet(form)
    date_format, number_format, encoding = _date_format(form), _number_format(form), _encoding(form)
    whole_by = _whole_by(form, fields)
    form.done()
    if id is None or key is None or form.problems.stops > before:
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
        whole_by=whole_by,
    )
    return dataset if _consistent(form, dataset) else None


# --- fields ---------------------------------------------------------------------------------------------------


def _fields(form: Form) -> tuple[Field, ...]:
    read: dict[str, Field] = {}
    for item in form.items("felter", required=True) or ():
        inner = Form.of(item, form.problems, _("feltet"))
        field = None if inner is None else _field(inner)
        if inner is None or field is None:
            continue
        if field.id in read:
            form.problems.add(
                inner.node.place,
                _("feltet «{id}» er beskrevet to ganger").format(id=field.id),
                _("Da er det uklart hvilken kolonne som gjelder."),
                _("Fjern den ene."),
            )
        read[field.id] = field
    return tuple(read.values())


def _field(form: Form) -> Field | None:
    id = read_id(form)
    type = form.word("type", FIELD_TYPE, required=True)
    heading = form.text("kolonne")
    name = form.text("navn")
    personal, optional = form.yes_no("personlig"), form.yes_no("valgfri")
    check = form.word("kontroll", CHECKED_NUMBER)
    if check is not None and type not in (FieldType.TEXT, None):
        form.problems.add(
            form.place("kontroll"),
            _("bare en tekst kan ha «kontroll»"),
            _("Et tall mister nullene først i nummeret, og kan ikke prøves."),
            _("Skriv «type: tekst» på feltet."),
        )
    form.done()
    if id is None or type is None:
        return None
    return Field(
        id=id,
        type=type,
        heading=heading or id,
        personal=bool(personal),
        optional=bool(optional),
        name=name or "",
        check=check,
    )


# --- when and where -------------------------------------------------------------------------------------------


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


def _whole_by(form: Form, fields: tuple[Field, ...]) -> tuple[str, ...] | None:
    node = form.take(WHOLE_BY)
    if isinstance(node, Scalar):
        if node.text == EVERYTHING:
            return ()
        form.bad(node, _("«alt» eller en liste av felter"))
        return None
    found = form.texts(WHOLE_BY) if node is not None else None
    known = [field.id for field in fields]
    for id in found or ():
        if id not in known:
            form.bad(
                form.node.entries[WHOLE_BY],
                _("en liste av felter i datasettet"),
                _("Bruk et av: {fields}.").format(fields=listed(known)),
            )
    return found


# --- how the source writes ------------------------------------------------------------------------------------


def _date_format(form: Form) -> str | None:
    text = form.text("datoformat")
    if text is None:
        return None
    marks = set(re.findall(r"%[-_0^#]?([A-Za-z])", text))
    whole_day = marks & {"F", "D", "x"} or (marks & {"Y", "y"} and marks & {"m", "b", "B", "h"} and marks & {"d", "e"})
    half_a_clock = bool(marks & {"H", "I"}) != ("M" in marks) and not marks & {"T", "R"}
    if not (whole_day or {"Y", "j"} <= marks) or half_a_clock:
        form.bad(
            form.node.entries["datoformat"],
            _("et datoformat med dag, måned og år"),
            _('Bruk %d for dag, %m for måned og %Y for år (%H og %M for klokkeslett), f.eks. "%d.%m.%Y".'),
        )
        return None
    return text


def _number_format(form: Form) -> NumberFormat:
    inner = form.form("tallformat", _("tallformatet"))
    if inner is None:
        return NumberFormat()
    decimal, thousands = _mark(inner, "desimal"), _mark(inner, "tusen")
    node = inner.take("foran")
    prefix = node.text if isinstance(node, Scalar) else None
    if node is not None and not prefix:
        inner.bad(node, _("et tegn i anførselstegn"))
    zero = inner.text("nulltegn")
    inner.done()
    if decimal is not None and decimal == thousands:
        inner.bad(
            inner.node.entries["tusen"],
            _("et annet tegn enn desimaltegnet"),
            _(
                "Skriv tegnet som står mellom tusener i filen, f.eks. et mellomrom: « ». Står det ikke noe, fjern «tusen»."
            ),
        )
    return NumberFormat(decimal=decimal, thousands=thousands, prefix=prefix, zero=zero)


def _mark(form: Form, key: str) -> str | None:
    node = form.take(key)
    if node is None:
        return None
    if isinstance(node, Scalar) and len(node.text) == 1 and not node.text.isalnum():
        return node.text
    form.bad(node, _("ett tegn i anførselstegn"), _('Skriv for eksempel «{key}: ","».').format(key=key))
    return None


def _encoding(form: Form) -> str | None:
    text = form.text("tegnsett")
    if text is not None and text.lower() not in ENCODINGS:
        form.bad(form.node.entries["tegnsett"], _("et av tegnsettene {known}").format(known=listed(ENCODINGS)))
    return text


# --- what must fit --------------------------------------------------------------------------------------------


def _consistent(form: Form, dataset: DataSet) -> bool:
    """Key, date and enhet name fields that exist and fit."""
    before = form.problems.stops
    entries = form.node.entries
    if dataset.key != LINE_KEY:
        field = _known_field(form, "nokkel", entries["nokkel"], dataset, dataset.key)
        if field is not None and field.personal:
            form.bad(
                entries["nokkel"],
                _("et felt uten personopplysninger"),
                _("Nøkkelen havner i adresser og lister; bruk bilagsnummer eller «linje»."),
            )
    if isinstance(dataset.dated_by, str):
        _known_time(form, "dato", entries["dato"], dataset, dataset.dated_by)
    elif isinstance(dataset.dated_by, Stock) and isinstance(stock := entries["bestand"], Mapping):
        _known_time(form, "fra", stock.entries["fra"], dataset, dataset.dated_by.start)
        _known_time(form, "til", stock.entries["til"], dataset, dataset.dated_by.end)
    if dataset.enhet_field is not None:
        _known_field(form, "enhet", entries["enhet"], dataset, dataset.enhet_field)
    return form.problems.stops == before


def _known_field(form: Form, key: str, node: Node, dataset: DataSet, id: str) -> Field | None:
    found = dataset.field(id)
    if found is None:
        form.problems.add(
            node.place,
            _("«{key}» viser til feltet «{id}», som ikke er beskrevet under felter").format(key=key, id=id),
            _("Uten feltet kan ikke postene kjennes igjen eller plasseres."),
            _("Beskriv feltet, eller bruk et av: {fields}.").format(fields=listed(f.id for f in dataset.fields)),
        )
    elif found.optional:
        form.problems.add(
            node.place,
            _("«{key}» viser til feltet «{id}», som er valgfritt").format(key=key, id=id),
            _("En fil uten kolonnen ville gitt poster som ikke kan kjennes igjen eller plasseres."),
            _("Fjern «valgfri: ja» på feltet, eller velg et annet felt."),
        )
    return found


def _known_time(form: Form, key: str, node: Node, dataset: DataSet, id: str) -> None:
    found = _known_field(form, key, node, dataset, id)
    if found is not None and not found.type.is_time:
        form.problems.add(
            node.place,
            _("feltet «{id}» er ikke en dato").format(id=id),
            _("Postene kan da ikke plasseres i en måned."),
            _("Sett «type: dato» eller «type: tidspunkt» på feltet, eller velg et annet felt."),
        )
