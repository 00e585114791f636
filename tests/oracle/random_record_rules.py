"""Random field leaves, and the conditions of computed indicators and record rules that are built of them."""

from decimal import Decimal
from typing import Any

from .random_records import CATEGORIES, SUPPLIERS, Book, Column
from .random_world import SERVICES, TYPES, Plan

NUMBER_WORDS = ["over", "under", "minst", "høyst", "lik", "ulik"]
DATE_WORDS = ["før", "etter", "senest", "tidligst", "lik", "ulik"]
NUMBERS = ("kr", "tall", "heltall")


def record_condition(plan: Plan, book: Book, depth: int) -> dict[str, Any]:
    """A tree of field leaves."""
    rng = plan.rng
    if depth == 0 or plan.chance(0.35):
        return record_leaf(plan, book)
    joint = rng.choice(["alle", "minst_en", "ikke", "ingen_av"])
    if joint == "ikke":
        return {"ikke": record_condition(plan, book, depth - 1)}
    return {joint: [record_condition(plan, book, depth - 1) for _ in range(rng.randint(1, 2))]}


def record_leaf(plan: Plan, book: Book) -> dict[str, Any]:
    makers = [number_leaf, date_leaf, text_leaf, shape_leaf, missing_leaf, look_up_leaf, grouped_leaf]
    weights = [4, 4, 2, 4, 1, 4, 4]
    leaf = plan.rng.choices(makers, weights)[0](plan, book)
    if plan.chance(0.1):
        leaf["merke"] = "Grensen er satt av kommunestyret."
    if plan.chance(0.03):
        leaf["paa_rad"] = plan.rng.choice([2, "2 måneder"])
    return leaf


def number_leaf(plan: Plan, book: Book) -> dict[str, Any]:
    rng = plan.rng
    column = rng.choice(book.of_type(*NUMBERS))
    value: Any = number_literal(plan, column)
    if plan.chance(0.25):
        value = reckoned(plan, rng.choice(book.of_type(*NUMBERS)).id)
    elif column.type == "kr" and plan.chance(0.4):
        value = {"parameter": f"terskel.{book.id}"}
    return {"felt": column.id, "er": plan.word(rng.choice(NUMBER_WORDS)), "verdi": value}


def reckoned(plan: Plan, field: str) -> dict[str, Any]:
    """A number field of this record, multiplied and added to at times; numbers in quotation marks or not."""
    value: dict[str, Any] = {"felt": field}
    if plan.chance(0.4):
        value["ganger"] = plan.rng.choice(["0.95", Decimal("0.5"), 2, -1, "1.005"])
    if plan.chance(0.4):
        value["pluss"] = plan.rng.choice([1, -1, "0.01", Decimal("0.001"), 500])
    return value


def number_literal(plan: Plan, column: Column) -> Any:
    value = plan.rng.choice(column.pool)
    return value + Decimal("0.001") if plan.chance(0.1) else value


def date_leaf(plan: Plan, book: Book) -> dict[str, Any]:
    """A date against a literal, another date, or the end of the evaluated month, shifted by days at times."""
    rng = plan.rng
    column = rng.choice(book.of_type("dato", "dato", "tidspunkt"))
    others = [one for one in book.of_type("dato", "tidspunkt") if one is not column]
    kind = rng.choices(["literal", "felt", "periodeslutt"], [1, 4 if others else 0, 3])[0]
    value: Any = str(rng.choice(book.of_type("dato")[0].pool))
    if column.type == "tidspunkt":
        value += f"T{rng.choice(column.pool)}"
    if kind == "felt":
        value = {"felt": rng.choice(others).id}
    elif kind == "periodeslutt":
        value = {"periodeslutt": "ja"}
    if kind != "literal" and column.type == "dato" and plan.chance(0.5):
        value["pluss_dager"] = rng.choice([-30, -1, 1, 14, 30, 31, 0])
    return {"felt": column.id, "er": plan.word(rng.choice(DATE_WORDS)), "verdi": value}


def text_leaf(plan: Plan, book: Book) -> dict[str, Any]:
    rng = plan.rng
    column = rng.choice([one for one in book.of_type("tekst", "janei") if one.pool])
    others = [one.id for one in book.of_type("tekst") if one is not column and one.pool]
    value: Any = rng.choice(column.pool)
    if column.id == "konto" and plan.chance(0.7):
        value = int(value)
    elif column.type == "janei":
        value = "ja" if value else "nei"
    elif column.id in ("attestant", "anviser") or (others and plan.chance(0.1)):
        value = {"felt": rng.choice(others)}
    return {"felt": column.id, "er": rng.choice(["lik", "ulik"]), "verdi": value}


def missing_leaf(plan: Plan, book: Book) -> dict[str, Any]:
    return {"felt": plan.rng.choice(list(book.columns)), "mangler": plan.rng.choice(["ja", "nei"])}


def shape_leaf(plan: Plan, book: Book) -> dict[str, Any]:
    """Membership, weekday, time of day, or round numbers."""
    rng = plan.rng
    match rng.choice(["i", "ukedag", "klokke", "rundt"]):
        case "i":
            column = rng.choice([one for one in book.of_type("tekst", "dato", *NUMBERS) if one.pool])
            chosen = rng.sample(column.pool, min(2, len(column.pool)))
            return {"felt": column.id, "i": [str(one) if column.type == "dato" else one for one in chosen]}
        case "ukedag":
            days = rng.choice([[6, 7], [1], [1, 2, 3], [7]])
            return {"felt": rng.choice(book.of_type("dato", "tidspunkt")).id, "ukedag": days}
        case "klokke":
            start, end = rng.choice([("22:00", "06:00"), ("06:00", "22:00"), ("00:00", "12:30"), ("21:59", "23:00")])
            return {"felt": "registrert", "klokke": {"fra": start, "til": end}}
    column = rng.choice(book.of_type(*NUMBERS))
    steps: dict[str, list[Any]] = {
        "kr": [1000, 500, Decimal("0.5")],
        "tall": [Decimal("0.5"), Decimal("0.25")],
        "heltall": [2, 1000],
    }
    return {"felt": column.id, "rundt": rng.choice(steps[column.type])}


def look_up_leaf(plan: Plan, book: Book) -> dict[str, Any]:
    """Is there a row elsewhere: in another data set, among the units, or among the people."""
    rng = plan.rng
    others = [one for one in plan.datasets.values() if one is not book]
    kind = rng.choice(["datasett", "datasett", "organisasjon", "personer"])
    if kind == "datasett" and others:
        other = rng.choice(others)
        tests = [look_up_test(plan, book, other) for _ in range(rng.randint(1, 3))]
        leaf = {"oppslag": other.id, "der": tests}
    elif kind == "personer" or "ansvar" not in book.columns:
        person = rng.choice(["attestant", "anviser"])
        tests = [{"felt": "person_id", "er": "lik", "verdi": {"felt": person}}]
        if plan.chance(0.4):
            tests += held_then(plan, book)
            tests.append({"felt": "rolle", "er": rng.choice(["lik", "ulik"]), "verdi": "leder"})
        elif "ansvar" in book.columns:
            tests.append({"felt": "enhet", "er": rng.choice(["lik", "ulik"]), "verdi": {"felt": "ansvar"}})
        leaf = {"oppslag": "personer", "der": tests}
    else:
        tests = [{"felt": "enhet", "er": "lik", "verdi": {"felt": "ansvar"}}]
        extra = rng.choice([("tjeneste", SERVICES), ("enhetstype", TYPES), ("leder_id", None)])
        value: Any = rng.choice(extra[1]) if extra[1] else {"felt": "attestant"}
        tests.append({"felt": extra[0], "er": rng.choice(["lik", "ulik"]), "verdi": value})
        leaf = {"oppslag": "organisasjon", "der": tests + held_then(plan, book)}
    if plan.chance(0.8):
        leaf["finnes"] = rng.choice(["ja", "nei"])
    return leaf


def held_then(plan: Plan, book: Book) -> list[dict[str, Any]]:
    """That the register's row held on one of the record's dates, at times."""
    day = {"felt": plan.rng.choice(book.of_type("dato")).id}
    tests = [
        {"felt": "gjelder_fra", "er": "senest", "verdi": day},
        {"felt": "gjelder_til", "er": "tidligst", "verdi": day},
    ]
    return plan.rng.choice([[], [], tests[:1], tests[1:], tests])


def look_up_test(plan: Plan, book: Book, other: Book) -> dict[str, Any]:
    """X of the other row against Y of this record, of the same kind; a literal or a parameter at times."""
    rng = plan.rng
    kind = rng.choice(["tekst", "tekst", "dato", "tall", "fast"])
    if kind == "tekst":
        name = rng.choice(["leverandor", "kategori", "attestant"])
        return {"felt": name, "er": "lik" if plan.chance(0.8) else "ulik", "verdi": {"felt": name}}
    if kind == "dato":
        value: Any = {"felt": rng.choice(book.of_type("dato")).id}
        if plan.chance(0.3):
            value["pluss_dager"] = rng.choice([-1, 1, 30])
        return {
            "felt": rng.choice(other.of_type("dato")).id,
            "er": plan.word(rng.choice(DATE_WORDS)),
            "verdi": value,
        }
    if kind == "tall":
        value = reckoned(plan, rng.choice(["belop", "netto"]))
        return {
            "felt": rng.choice(["belop", "netto"]),
            "er": plan.word(rng.choice(NUMBER_WORDS)),
            "verdi": value,
        }
    if plan.chance(0.3):
        return {"felt": "belop", "er": plan.word("høyst"), "verdi": {"parameter": f"terskel.{book.id}"}}
    return {"felt": "leverandor", "er": "lik", "verdi": rng.choice(SUPPLIERS)}


def grouped_leaf(plan: Plan, book: Book) -> dict[str, Any]:
    """Splitting under a limit: the sum or number over equal records of the last days."""
    rng = plan.rng
    like = rng.choice(
        [
            ["leverandor"],
            ["leverandor", "kategori"],
            ["attestant"],
            ["leverandor", "belop"],
            ["kategori"],
            ["leverandor", "forfall"],
            ["godkjent"],
            ["antall", "kategori"],
        ]
    )
    group: dict[str, Any] = {"like": like, "dager": rng.choice([1, 2, 30, 31, 365])}
    value: Any
    if plan.chance(0.6):
        group["sum"] = rng.choice(["belop", "netto", "netto", "kurs", "antall"])
        value = rng.choice([*book.amounts, {"parameter": f"terskel.{book.id}"}, reckoned(plan, "netto")])
    else:
        group["antall"] = "ja"
        value = rng.choice([1, 2, 2, 3, reckoned(plan, "antall")])
    if plan.chance(0.35):
        group["andel_av"] = rng.choice([[], like[:1], like[1:]]) if len(like) > 1 else []
        value = rng.choice([50, 100, 25, Decimal("33.3"), 0, {"parameter": f"terskel.{book.id}"}])
    return {"gruppert": group, "er": plan.word(rng.choice(NUMBER_WORDS)), "verdi": value}


def make_computed(plan: Plan) -> list[dict[str, Any]]:
    """Recipes of computed indicators over the data sets; CATEGORIES keep their conditions decisive."""
    rng = plan.rng
    recipes = []
    for book in plan.datasets.values():
        if book.id == "register":
            continue
        for way in rng.sample(["antall", "sum", "andel", "benford"], 2):
            recipe: dict[str, Any] = {way: book.id}
            if way == "benford":
                recipe["minst"] = rng.choice([1, 2, 3])
            if way in ("sum", "benford"):
                recipe["felt"] = rng.choice(["belop", "netto", "kurs", "antall"])
            if way == "andel" or plan.chance(0.7):
                recipe["der"] = plain_condition(plan, book)
            recipes.append(recipe)
    return recipes


def plain_condition(plan: Plan, book: Book) -> dict[str, Any]:
    """A condition for `der`: without the end of a period, which a period longer than a month does not settle."""
    while True:
        found = record_condition(plan, book, 1)
        if "periodeslutt" not in str(found):
            return found if plan.chance(0.7) else {"felt": "kategori", "i": CATEGORIES[:1]}
