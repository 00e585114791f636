"""DataSet: what a kind of record is called, keyed, dated and made of (rule language, section 1.4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import Enum

LINE_KEY = "linje"

#: What `tegnsett` may say, and the codec it means. Latin-1 files hold Windows-1252 in practice: its 0x80–0x9f are letters.
ENCODINGS = {
    "utf-8": "utf-8-sig",
    "utf8": "utf-8-sig",
    "windows-1252": "cp1252",
    "cp1252": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "iso-8859-1": "cp1252",
}


class FieldType(Enum):
    """The type of a column; the value is the word in the rule language."""

    TEXT = "tekst"
    NUMBER = "tall"
    INTEGER = "heltall"
    KRONER = "kr"
    DATE = "dato"
    MOMENT = "tidspunkt"
    YES_NO = "janei"

    @property
    def is_number(self) -> bool:
        return self in (FieldType.NUMBER, FieldType.INTEGER, FieldType.KRONER)

    @property
    def is_time(self) -> bool:
        return self in (FieldType.DATE, FieldType.MOMENT)


class CheckedNumber(Enum):
    """A number with check digits that a text may have to be; the value is the word in the rule language."""

    ORGANISATION = "organisasjonsnummer"
    ACCOUNT = "kontonummer"
    IBAN = "iban"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One column. `heading` is what the file calls it; personal values are never logged or mailed.

    name: what people call it, a noun or a participle in lower case; "" = the id says it.
    optional: a file may come without the column, and then every value of it is missing.
    check: of a text: the number it must be; one whose check digits do not hold is told, and missing.
    """

    id: str
    type: FieldType
    heading: str
    personal: bool = False
    optional: bool = False
    name: str = ""
    check: CheckedNumber | None = None

    @property
    def called(self) -> str:
        return self.name or self.id.replace("_", " ")


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberFormat:
    """How a source writes numbers: decimal mark, thousands mark, what may stand in front, and what it writes for 0."""

    decimal: str | None = None
    thousands: str | None = None
    prefix: str | None = None
    zero: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """`bestand: {fra: F, til: G}`: judged in every month from F to G, both included; empty G = still open."""

    start: str
    end: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSet:
    """A kind of record.

    key: field id, or `linje` = file name and line number.
    dated_by: field that decides the period, a fixed date, a Stock, or None for pure look-up data.
    enhet_field / enhet_fixed: the column that holds the enhet's id, or the one enhet of all records.
    whole_by: of rows with equal values in these fields, only those of the last file count; () = of all rows; None = rows
    add up, and one is superseded by its key only.
    """

    id: str
    name: str
    key: str
    fields: tuple[Field, ...]
    dated_by: str | date | Stock | None = None
    enhet_field: str | None = None
    enhet_fixed: str | None = None
    date_format: str | None = None
    number_format: NumberFormat = field(default_factory=NumberFormat)
    encoding: str | None = None
    whole_by: tuple[str, ...] | None = None

    def field(self, id: str) -> Field | None:
        return next((f for f in self.fields if f.id == id), None)

    @property
    def has_enhet(self) -> bool:
        return self.enhet_field is not None or self.enhet_fixed is not None


def _built_in(id: str, name: str, fields: list[tuple[str, FieldType, bool]]) -> DataSet:
    return DataSet(
        id=id,
        name=name,
        key=LINE_KEY,
        fields=tuple(Field(id=f, type=t, heading=f, personal=p) for f, t, p in fields),
    )


#: The two look-up tables that every data folder has. Months read as their first day in `gjelder_fra` and as
#: their last day in `gjelder_til`; an empty `gjelder_til` is a missing value.
ORGANISATION = _built_in(
    "organisasjon",
    "Organisasjon",
    [
        ("enhet", FieldType.TEXT, False),
        ("navn", FieldType.TEXT, False),
        ("enhetstype", FieldType.TEXT, False),
        ("overordnet", FieldType.TEXT, False),
        ("tjeneste", FieldType.TEXT, False),
        ("leder_id", FieldType.TEXT, True),
        ("gjelder_fra", FieldType.DATE, False),
        ("gjelder_til", FieldType.DATE, False),
        ("etterfolger", FieldType.TEXT, False),
    ],
)
PERSONS = _built_in(
    "personer",
    "Personer",
    [
        ("person_id", FieldType.TEXT, True),
        ("navn", FieldType.TEXT, True),
        ("epost", FieldType.TEXT, True),
        ("rolle", FieldType.TEXT, False),
        ("enhet", FieldType.TEXT, False),
        ("gjelder_fra", FieldType.DATE, False),
        ("gjelder_til", FieldType.DATE, False),
    ],
)
BUILT_IN = {ORGANISATION.id: ORGANISATION, PERSONS.id: PERSONS}
