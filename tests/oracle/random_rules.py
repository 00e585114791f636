"""Random rule files: complete and legal, with every construct of the rule language."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from kontroll.recompute.language import last_day, month_text

from .random_files import block, save
from .random_record_rules import record_condition
from .random_records import Book
from .random_world import SERVICES, TYPES, Gauge, Plan

AREAS = ["okonomi", "personal", "innkjop"]
VALUE_WORDS = [
    "over", "under", "minst", "høyst", "lik", "ulik", "bedre_enn", "dårligere_enn", "minst_like_god_som",
]  # fmt: skip
HJEMMEL = [{"lov": "kommuneloven", "paragraf": "25-1", "bokstav": "c"}]
COUNT_WORDS = {"maaned": ["måned", "måneder"], "tertial": ["tertial", "tertialer"], "aar": ["år", "år"]}


def length_text(plan: Plan, count: int, frequency: str) -> Any:
    """The n of a window: a number or a text in the leaf's own period."""
    if plan.chance(0.5):
        return count
    return f"{count} {plan.word(COUNT_WORDS[frequency][count > 1])}"


def add_window(plan: Plan, leaf: dict[str, Any], frequency: str) -> None:
    if not plan.chance(0.3):
        return
    count = plan.rng.choice([1, 2, 2, 3, 3, 6, 12]) if frequency == "maaned" else plan.rng.randint(1, 2)
    if plan.chance(0.5):
        leaf["paa_rad"] = length_text(plan, count, frequency)
    else:
        count += 1
        window = {"minst": plan.rng.randint(1, count), "perioder": length_text(plan, count, frequency)}
        leaf["av_siste"] = window


def unit_condition(plan: Plan, depth: int, known: list[str]) -> dict[str, Any]:
    """A tree over indicators and over the rules in `known`."""
    rng = plan.rng
    if depth == 0 or plan.chance(0.4):
        leaf = rule_leaf(plan, known) if known and plan.chance(0.35) else indicator_leaf(plan)
        if plan.chance(0.1):
            leaf["merke"] = "Balanse er kravet: «minst null»."
        return leaf
    joint = rng.choice(["alle", "minst_en", "ikke", "ingen_av"])
    if joint == "ikke":
        return {"ikke": unit_condition(plan, depth - 1, known)}
    return {joint: [unit_condition(plan, depth - 1, known) for _ in range(rng.randint(1, 3))]}


def rule_leaf(plan: Plan, known: list[str]) -> dict[str, Any]:
    name = plan.rng.choice(known)
    leaf: dict[str, Any] = {"utslag": name}
    if plan.chance(0.04):
        leaf = {"utslag": "datakvalitet-enhet", "antall": {"minst": plan.rng.choice([1, 2])}}
    elif plan.rules[name].get("grunnlag"):
        leaf["antall"] = {"minst": plan.rng.choice([1, 1, 2, 3])}
    add_window(plan, leaf, "maaned")
    return leaf


def indicator_leaf(plan: Plan) -> dict[str, Any]:
    """One leaf with one or two tests, perhaps changed first, perhaps with a window."""
    rng = plan.rng
    gauge = rng.choice(list(plan.indicators.values()))
    leaf: dict[str, Any] = {"indikator": gauge.id}
    tests = rng.choices(
        [["er"], ["farge"], ["best_blant"], ["utvikling"], ["er", "best_blant"], ["farge", "utvikling"],
         ["er", "utvikling"], ["farge", "best_blant"]],
        [8, 3, 4, 4, 2, 1, 1, 1],
    )[0]  # fmt: skip
    changed = None
    if not {"farge", "utvikling"} & set(tests) and plan.chance(0.4):
        changed = rng.choice(["absolutt", "prosent", "fremgang"])
        back = {"siden": rng.choice([1, 1, 2, *([3, 12] if gauge.frequency == "maaned" else [1])])}
        leaf |= {"fremgang": back} if changed == "fremgang" else {"endring": back | {"som": changed}}
    if "er" in tests:
        leaf |= {"er": plan.word(rng.choice(VALUE_WORDS)), "verdi": threshold(plan, gauge, changed)}
    if "farge" in tests:
        leaf["farge"] = [plan.word(one) for one in rng.sample(["rød", "gul", "grønn"], rng.randint(1, 2))]
    if "best_blant" in tests:
        leaf["best_blant"] = best_options(plan)
    if "utvikling" in tests:
        method = rng.choice(["minst_ett_steg", "endepunkt", "trend"])
        leaf["utvikling"] = {"perioder": rng.choice([2, 3, 3, 4, 4, 5, 8]), "metode": method}
    if gauge.frequency != "maaned" and plan.chance(0.6):
        leaf["lest"] = rng.choice(["innevaerende", "siste_avsluttede", "siste_avsluttede"])
    add_window(plan, leaf, gauge.frequency)
    return leaf


def threshold(plan: Plan, gauge: Gauge, changed: str | None) -> Any:
    """A number, a parameter or an ambition near what the leaf compares."""
    rng = plan.rng
    if changed and plan.chance(0.1) and abs(gauge.pool[0]) < 10_000:
        return rng.choice([{"parameter": plan.parameters[gauge.id]}, {"ambisjon": plan.word("grønn")}])
    if changed == "prosent":
        return rng.choice([0, 100, -100, 50, -50, Decimal("33.3"), 200, 10])
    if changed:
        return gauge.step * rng.choice([Decimal(times) for times in ("0", "0", "1", "-1", "2", "0.05")])
    kind = rng.choices(["tall", "parameter", "ambisjon"], [4, 3, 3])[0]
    if kind == "parameter":
        return {"parameter": plan.parameters[gauge.id]}
    return gauge.threshold(rng) if kind == "tall" else {"ambisjon": plan.word(rng.choice(["grønn", "gul"]))}


def best_options(plan: Plan) -> dict[str, Any]:
    options: dict[str, Any] = {}
    if plan.chance(0.6):
        options["samme"] = plan.rng.choice(["tjeneste", "alle"])
    if plan.chance(0.6):
        options["minst_enheter"] = plan.rng.choice([1, 2, 3, 4])
    if plan.chance(0.6):
        options["ved_likhet"] = plan.rng.choice(["alle", "ingen"])
    if plan.chance(0.75):
        options["mangler"] = plan.rng.choice(["ukjent", "ses_bort_fra", "ses_bort_fra"])
    return options or {"samme": "tjeneste"}


def versions(plan: Plan, key: str, condition: Any) -> list[dict[str, Any]]:
    """One to three versions, some with gaps between them, some that begin late or have ended."""
    rng = plan.rng
    start = plan.first - rng.randint(0, 12) if plan.chance(0.88) else plan.first + rng.randint(1, 5)
    rows: list[dict[str, Any]] = []
    for _ in range(rng.choice([1, 1, 2, 3])):
        row: dict[str, Any] = {"gyldig_fra": month_text(start)}
        length = rng.randint(1, max(2, (plan.last - plan.first) // 2))
        if plan.chance(0.2):
            row["gyldig_til"] = month_text(start + length - 1)
            start += rng.choice([0, 0, 1, 3])
        start += length
        row[key] = condition()
        row["saa"] = saa(plan)
        rows.append(row)
    rng.shuffle(rows)
    return sorted(rows, key=lambda row: row["gyldig_fra"])


def saa(plan: Plan) -> dict[str, Any]:
    rng = plan.rng
    full = {
        "avvik": "ja",
        "varsle": ["leder"],
        "sak": "oppfolging",
        "frist": f"{rng.choice([5, 10])} arbeidsdager",
        "eskaler": {"etter": "10 arbeidsdager", "til": "overordnet"},
        "venter": rng.choice([0, 1, 3]),
        "hold": rng.choice([1, 2]),
        "maks_utslag": rng.choice([1, 200]),
        "gjenapne": rng.choice(["ny_sak", "samme_sak"]),
    }
    kept = ["avvik", "varsle", *rng.sample([key for key in full if key not in ("avvik", "varsle")], 4)]
    return {key: full[key] for key in full if key in kept}


def scope(plan: Plan) -> dict[str, Any]:
    rng = plan.rng
    found: dict[str, Any] = {}
    if plan.chance(0.25):
        found["enhetstype"] = rng.sample(TYPES, rng.randint(1, 2))
    if plan.chance(0.3):
        found["tjeneste"] = rng.sample(SERVICES, rng.randint(1, 3))
    if plan.chance(0.12):
        found["enhet"] = [plain_id(one) for one in rng.sample([*plan.units, "E98"], rng.randint(2, 5))]
    return found


def plain_id(unit: str) -> str | int:
    """A unit's id as people write it: digits without quotes."""
    return int(unit) if unit.isdigit() and str(int(unit)) == unit else unit


def make_rule(plan: Plan, number: int, book: Book | None, known: list[str]) -> None:
    """One rule on units (book None) or on the records of a data set; `known` are rules it may ask about."""
    rng = plan.rng
    area = rng.choice(AREAS)
    name = f"{area}-{number:03d}"
    kinds = ["skal", "avvik", "datakvalitet"] if book else ["skal", "avvik", "samtale", "bonus", "resultatlønn"]
    kind = rng.choice(kinds)

    def condition() -> dict[str, Any]:
        depth = rng.choice([0, 1, 1, 2])
        return record_condition(plan, book, depth) if book else unit_condition(plan, depth, known)

    node: dict[str, Any] = {"id": name, "navn": f"Regel {number}: «prøve»", "type": plan.word(kind)}
    if book:
        node["grunnlag"] = book.id
    node["status"] = plan.word(rng.choice(["utkast", "prøve", "i_bruk", "utgått"]))
    node["alvor"] = plan.word(rng.choice(["lav", "middels", "høy", "kritisk"]))
    node["hjemmel"] = HJEMMEL
    limits = scope(plan)
    if limits and (not book or plan.chance(0.5)):
        node["gjelder"] = limits
    node["versjoner"] = versions(plan, "skal" if kind == "skal" else "hvis", condition)
    if plan.chance(0.22):
        node["unntak"] = [
            {"id": f"unntak-{at}", "hvis": condition(), "begrunnelse": "Vedtatt.", "hjemmel": HJEMMEL}
            for at in range(rng.choice([1, 1, 2]))
        ]
    if "personlig" in str(book and book.node) or node["status"] == "i_bruk":
        node["kontrolltiltak"] = {
            "formaal": "Etterprøve attestasjon", "droftet": "2023-01-10", "informert": "2023-01-20",
            "varighet_til": "2031-12-31", "evalueres": "2030-12-31",
        }  # fmt: skip
    plan.rules[name] = node
    plan.levels[name] = 1 + max((plan.levels[one] for one in plan.rules if one != name and one in str(node)), default=0)


def write_rules(plan: Plan, rules: Path) -> None:
    for name, node in plan.rules.items():
        save(rules / name.split("-")[0] / f"{name}.yaml", block(node))


def make_rules(plan: Plan) -> None:
    """8 to 25 rules; a rule may ask about earlier ones as long as no chain is longer than four."""
    rng = plan.rng
    books = list(plan.datasets.values())
    for number in range(1, rng.randint(8, 25) + 1):
        book = rng.choice(books) if books and plan.chance(0.4) else None
        known = [name for name, level in plan.levels.items() if level < 4]
        make_rule(plan, number, book, known)


def write_parameters(plan: Plan, rules: Path) -> None:
    """Dated values that change at month ends, inside windows, and end."""
    rng = plan.rng
    pools = {gauge.id: gauge for gauge in plan.indicators.values()}
    for target, name in plan.parameters.items():
        month = plan.first - rng.choice([20, 20, 20, 0, -2])
        rows: list[dict[str, Any]] = []
        for at in range(rng.choice([1, 2, 3, 4])):
            day = last_day(month) if plan.chance(0.5) else last_day(month).replace(day=rng.choice([1, 2, 15, 28]))
            gauge = pools.get(target)
            value = gauge.threshold(rng) if gauge else rng.choice(plan.datasets[target].amounts)
            ended = at > 0 and plan.chance(0.15)
            row = {"gyldig_fra": day.isoformat(), "verdi": None if ended else value, "hjemmel": HJEMMEL}
            rows.append(row)
            month = max(month + rng.randint(1, 6), plan.first - 3)
        node = {"id": name, "navn": f"Terskel for {target}", "maaleenhet": "kr", "verdier": rows}
        save(rules / "parametre" / f"{name}.yaml", block(node))
