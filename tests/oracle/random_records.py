"""Random data sets: invoices with dates, contracts that are a bestand, logs keyed by line, and a register."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from kontroll.recompute.language import last_day

from .random_files import BAD_CELLS, Dialect, Typed, block, save
from .random_world import Plan

SUPPLIERS = ["Asfalt AS", "Bø Bygg", "Ål Elektro", "elektro", "Elektro"]
CATEGORIES = ["anlegg", "varer", "tjenester"]
CLOCKS = ["21:59", "22:00", "22:01", "05:59", "06:01", "00:00", "12:00", "23:59", "06:00:01", "21:59:59"]
BAD_DATES = ["32.13.2024", "i går", "2024-02-30", "?"]


@dataclass
class Column:
    id: str
    type: str
    pool: list[Any]
    missing: float = 0.0
    personal: bool = False
    heading: str = ""


@dataclass
class Book:
    """A data set: its rule file and the few values each column takes."""

    id: str
    node: dict[str, Any]
    columns: dict[str, Column]
    amounts: list[Decimal]
    records: list[dict[str, Any]] = field(default_factory=list)

    def of_type(self, *types: str) -> list[Column]:
        return [one for one in self.columns.values() if one.type in types]


def dates_near(plan: Plan) -> list[date]:
    """Days around which things happen: month ends, year ends, the 29th of February, and ordinary days."""
    rng = plan.rng
    days = []
    for month in range(plan.first - rng.choice([3, 3, 14]), plan.last + 2):
        days += [last_day(month), last_day(month) + timedelta(days=rng.choice([1, 1, rng.randint(2, 27)]))]
    return days


def columns(plan: Plan, limit: Decimal, days: list[date]) -> list[Column]:
    rng = plan.rng
    cent = Decimal("0.01")
    amounts = [
        limit,
        limit - cent,
        limit + cent,
        limit / 2,
        limit * 2,
        Decimal(0),
        -limit / 2,
        limit * 3 / 2,
        cent,
    ]
    return [
        Column("leverandor", "tekst", SUPPLIERS[: rng.randint(2, 5)]),
        Column("kategori", "tekst", CATEGORIES[: rng.randint(2, 3)]),
        Column("belop", "kr", rng.sample(amounts, 5)),
        Column("netto", "kr", rng.sample(amounts, 4)),
        Column("antall", "heltall", [-1, 0, 1, 2, 1000]),
        Column(
            "kurs",
            "tall",
            [
                Decimal("0.5"),
                Decimal(1),
                Decimal("1.25"),
                Decimal("1.255"),
                Decimal("-0.5"),
                Decimal("0.004"),
            ],
        ),
        Column("forfall", "dato", days),
        Column("betalt", "dato", days),
        Column("registrert", "tidspunkt", CLOCKS),
        Column("godkjent", "janei", [True, False]),
        Column("attestant", "tekst", [f"p{number}" for number in range(1, 5)], personal=plan.chance(0.5)),
        Column("konto", "tekst", ["6300", "06300", "6301"]),
        Column("anviser", "tekst", [f"p{number}" for number in range(1, 5)]),
    ]


def make_book(plan: Plan, name: str) -> Book:
    """The data set's file and its columns; `avtale` is a bestand, `logg` is keyed by line, `register` has no unit."""
    rng = plan.rng
    days = dates_near(plan)
    limit = Decimal(rng.choice([1000, 2500, 100000]))
    chosen = columns(plan, limit, days)
    for column in chosen:
        column.missing = rng.choice([0, 0.03, 0.1, 0.25, 0.4])
        if name == "logg" and column.id == "kategori":
            column.missing = 0.005
    fixed = [
        Column("bilag", "tekst", []),
        Column("dato", "dato", days, 0.03),
        Column("ansvar", "tekst", [], 0.04),
    ]
    if name == "avtale":
        fixed[1:2] = [Column("fra", "dato", days, 0.03), Column("til", "dato", days, 0.3)]
    if name == "logg":
        fixed.pop(0)
    node: dict[str, Any] = {
        "id": name,
        "navn": f"Datasett {name}",
        "nokkel": "linje" if name == "logg" else "bilag",
    }
    node |= {"bestand": {"fra": "fra", "til": "til"}} if name == "avtale" else {"dato": "dato"}
    if name == "register" or (name == "logg" and plan.chance(0.5)):
        fixed.pop()
    if name == "logg" and fixed[-1].id != "ansvar":
        node["enhet"] = {"fast": rng.choice([*plan.units, "E99"])}
    elif name != "register":
        node["enhet"] = "ansvar"
    if plan.chance(0.4):
        node["datoformat"] = rng.choice(["%d/%m/%Y", "%d.%m.%Y", "%Y%m%d"])
    if plan.chance(0.2):
        node["tegnsett"] = rng.choice(["utf-8", "windows-1252"])
    if plan.chance(0.35):
        node["tallformat"] = rng.choice([
            {"desimal": ",", "tusen": ".", "foran": "$"}, {"desimal": ".", "tusen": ","}, {"desimal": ","},
            {"desimal": ",", "tusen": "."},
        ])  # fmt: skip
    everything = [*fixed, *chosen]
    for column in everything:
        column.heading = rng.choice([column.id, column.id, column.id.upper(), f"{column.id.title()} (ø)"])
    node["felter"] = [described(column) for column in everything]
    return Book(name, node, {column.id: column for column in everything}, chosen[2].pool)


def described(column: Column) -> dict[str, Any]:
    row: dict[str, Any] = {"id": column.id, "type": column.type}
    if column.heading != column.id:
        row["kolonne"] = column.heading
    if column.personal:
        row["personlig"] = "ja"
    return row


def make_records(plan: Plan, book: Book) -> None:
    """20 to 120 records whose values meet the limits, each other, and the units (known, closed and unknown)."""
    rng = plan.rng
    prefix = rng.choice(["B", "b", "Æ", "10-"]) + rng.choice([book.id[0], book.id[0], ""])
    units = [*plan.units, rng.choice(["E98", "ukjent enhet"])]
    most = 400 if "fast" in str(book.node.get("enhet")) and plan.chance(0.8) else 120
    for number in range(rng.randint(20, 40) if book.id == "avtale" else rng.randint(most // 4, most)):
        one = {name: drawn(column, rng) for name, column in book.columns.items()}
        if "bilag" in one:
            one["bilag"] = f"{prefix}{number:03d}" if rng.random() < 0.99 else None
        if "ansvar" in one:
            one["ansvar"] = None if rng.random() < book.columns["ansvar"].missing else rng.choice(units)
        tie_dates(one, one.get("dato") or one.get("fra") or date(2024, 2, 29), rng)
        book.records.append(one)


def drawn(column: Column, rng: random.Random) -> Any:
    return rng.choice(column.pool) if column.pool and rng.random() >= column.missing else None


def tie_dates(one: dict[str, Any], anchor: date, rng: random.Random) -> None:
    """Dates lie close to each other, so that equal days and days one apart are common."""
    if one["forfall"]:
        one["forfall"] = anchor + timedelta(days=rng.choice([-1, 0, 1, 14, 30, 31]))
    if one["betalt"] and one["forfall"]:
        one["betalt"] = one["forfall"] + timedelta(days=rng.choice([-30, -1, 0, 1, 30]))
    if one["registrert"]:
        clock = one["registrert"]
        day = anchor + timedelta(days=rng.choice([0, 0, 1, 2]))
        one["registrert"] = datetime.fromisoformat(f"{day.isoformat()}T{clock}")
    if one.get("til"):
        one["til"] = anchor + timedelta(days=rng.choice([-1, 0, 1, 30, 100, 400]))


def write_book(plan: Plan, book: Book, rules: Path, data: Path) -> None:
    """The rule file, and the records in one to three files, later ones correcting earlier ones."""
    rng = plan.rng
    save(rules / "datasett" / f"{book.id}.yaml", block(book.node))
    order = list(book.columns.values())
    count = rng.randint(1, 3)
    parts = [book.records[number::count] for number in range(count)]
    if "bilag" in book.columns:
        corrected = [corrected_copy(one, book, rng) for one in book.records if one["bilag"] and rng.random() < 0.08]
        parts.append(corrected)
        parts[0] += [corrected_copy(one, book, rng) for one in parts[0] if rng.random() < 0.03]
    for number, part in enumerate(parts):
        rng.shuffle(order)
        dialect = Dialect.any(rng)
        if "tegnsett" in book.node:
            dialect.encoding = "cp1252" if book.node["tegnsett"] == "windows-1252" else "utf-8"
        written = [[cell_text(book, column, one[column.id], dialect) for column in order] for one in part]
        name = f"{book.id}-{number}.csv"
        dialect.write(data / "datasett" / book.id / name, [column.heading for column in order], written)


def corrected_copy(one: dict[str, Any], book: Book, rng: random.Random) -> dict[str, Any]:
    copy = dict(one)
    for column in rng.sample(book.of_type("kr", "heltall", "tall", "janei"), 2):
        copy[column.id] = drawn(column, rng)
    moved = rng.choice(["", "", "dato", "fra", "ansvar"])
    if moved in book.columns:
        copy[moved] = rng.choice(book.records)[moved]
    return copy


def cell_text(book: Book, column: Column, value: Any, dialect: Dialect) -> str:
    """A cell as this file writes it; one in a hundred is unreadable."""
    rng = dialect.rng
    form = book.node.get("tallformat")
    if column.type not in ("tekst",) and rng.random() < 0.01:
        return rng.choice(BAD_DATES if column.type in ("dato", "tidspunkt") else BAD_CELLS)
    if value is None:
        return ""
    match column.type:
        case "kr":
            return dialect.number(value, form)
        case "tall" | "heltall":
            return dialect.number(value, {**form, "foran": ""} if form else None)
        case "dato":
            return Typed.of(value.strftime(book.node.get("datoformat", "%Y-%m-%d")), value)
        case "tidspunkt":
            zone = rng.choice(["", "", "", "", "", "", "Z", "+01:00", "+02:00"])
            return str(value.isoformat(sep=rng.choice([" ", "T"]), timespec=timespec(value, rng))) + zone
        case "janei":
            return "ja" if value else "nei"
    return dialect.text(value)


def timespec(value: datetime, rng: random.Random) -> str:
    return "seconds" if value.second or rng.random() < 0.5 else "minutes"
