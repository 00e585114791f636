"""JSON-stat: what is read is what was written, in all the ways it may be written, and a table that does not agree is refused."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kontroll.domain.problem import Gravity
from kontroll.domain.rulebook import Rulebook
from kontroll.sources import jsonstat
from kontroll.sources.formats import FormatContext, Read, formats_of, read_format
from sources.jsonstatfile import REGION, WHAT, YEAR, Axis, Table, text

PUBLISHED = Path(__file__).resolve().parents[3] / "shared" / "data"
needs_published = pytest.mark.skipif(
    not (PUBLISHED / "json-stat").exists(), reason="the published tables are not beside the repository"
)

TWO = Table(
    figures={
        "0301/KOSAG110000/2023": 80000,
        "0301/KOSAG110000/2024": 81240,
        "4601/KOSAG110000/2024": 66605.5,
    },
    signs={"4601/KOSAG110000/2023": ":"},
)


def read(tmp_path: Path, content: object, *, indent: int | None = None, name: str = "tabell.json") -> Read:
    path = tmp_path / name
    path.write_text(content if isinstance(content, str) else text(content, indent=indent), encoding="utf-8")
    return read_format(jsonstat.FORMAT, path, name, FormatContext(rulebook=Rulebook()))


def rows(found: Read, *columns: str) -> list[tuple[str, ...]]:
    assert [] == [str(p) for p in found.problems if p.gravity is not Gravity.NOTICE]
    return found.sheets["sammenligning"].frame.select(columns).rows()


def refusals(found: Read) -> list[str]:
    assert {} == found.sheets
    return [f"{p.place} {p.what}" for p in found.problems if p.gravity is not Gravity.NOTICE]


# --- what is read -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("listed", [False, True])
@pytest.mark.parametrize("sparse", [False, True])
def test_each_cell_is_a_row_with_region_period_and_figure(tmp_path: Path, sparse: bool, listed: bool):
    found = read(tmp_path, TWO.two(sparse=sparse, listed=listed))

    assert [
        ("12134/0301/KOSAG110000/2023", "Oslo - Oslove", "kommune", "2023-12-31", "80000", ""),
        ("12134/0301/KOSAG110000/2024", "Oslo - Oslove", "kommune", "2024-12-31", "81240", ""),
        ("12134/4601/KOSAG110000/2023", "Bergen", "kommune", "2023-12-31", "", ":"),
        ("12134/4601/KOSAG110000/2024", "Bergen", "kommune", "2024-12-31", "66605.5", ""),
    ] == rows(found, "post", "regionnavn", "regiontype", "periodeslutt", "verdi", "merknad")


def test_a_table_without_a_number_has_the_same_keys_whatever_its_file_is_called(tmp_path: Path):
    """Otherwise a table that is delivered again under another name would count twice."""
    table = TWO.two(label="Barn i barnehage, etter alder (2024)")

    first, again = ([row[0] for row in rows(read(tmp_path, table, name=name), "post")] for name in ("a.json", "b.json"))

    assert first == again
    assert "barn-i-barnehage-etter-alder-2024/0301/KOSAG110000/2023" == first[0]


def test_tables_of_one_title_in_a_collection_are_told_apart(tmp_path: Path):
    table = TWO.two(label="Tall")
    whole = {"version": "2.0", "class": "collection", "link": {"item": [table, table]}}

    assert ["tabell-1", "tabell-2"] == sorted({row[0] for row in rows(read(tmp_path, whole), "tabell")})


def test_version_1_gives_the_same_rows(tmp_path: Path):
    columns = ("region", "variabel", "periode", "verdi", "merknad")

    assert rows(read(tmp_path, TWO.two()), *columns) == rows(read(tmp_path, TWO.one()), *columns)


def test_the_tables_of_a_collection_are_all_read_and_links_are_told(tmp_path: Path):
    other = Table(label="06913: Befolkning", figures={"0301/KOSAG110000/2024": 1})
    items = [TWO.two(), other.two(), {"class": "dataset", "href": "https://example.org/a.json"}]

    found = read(tmp_path, {"version": "2.0", "class": "collection", "link": {"item": items}})

    assert ["12134"] * 4 + ["06913"] * 4 == [row[0] for row in rows(found, "tabell")]
    assert "1 tabell i samlingen er bare en lenke, og er ikke hentet." in found.told


def test_a_kept_answer_is_read_as_the_answer_it_holds(tmp_path: Path):
    found = read(tmp_path, {"url": "https://data.ssb.no", "status": 200, "svar": {"body": text(TWO.two())}})

    assert 4 == len(rows(found, "post"))


def test_what_was_read_is_told_with_counts_and_sums(tmp_path: Path):
    found = read(tmp_path, TWO.two())

    assert [
        "Tabell 12134: 2 region × 1 statistikkvariabel × 2 år = 4 celler, 3 med tall. "
        "Antallet stemmer med filens egne størrelser.",
        "1 celle er uten tall: 1 «:» (vises ikke av hensyn til personvernet).",
        "Sum av alle tall i «Frie inntekter per innbygger (kr)»: 227 845,5.".replace(" 8", "\u00a08"),
        "2 kommuner er i SSBs liste over kommuner.",
    ] == list(found.told)


def test_other_dimensions_become_groups(tmp_path: Path):
    sex: Axis = ("Kjonn", "kjønn", {"1": "Menn", "2": "Kvinner"})

    found = read(tmp_path, Table(axes=(REGION, sex, YEAR)).two())

    assert ("12134/0301//2023/2", "2", "kjønn: Kvinner") in rows(found, "post", "gruppe", "gruppenavn")


def test_a_dimension_of_one_value_needs_no_order(tmp_path: Path):
    table = TWO.two()
    del table["dimension"]["ContentsCode"]["category"]["index"]  # type: ignore[index]

    assert 4 == len(rows(read(tmp_path, table), "post"))


def test_units_and_their_decimals_come_along(tmp_path: Path):
    table = TWO.two()
    table["dimension"]["ContentsCode"]["category"]["unit"] = {"KOSAG110000": {"base": "kr", "decimals": 0}}  # type: ignore[index]

    assert {("kr", "0")} == set(rows(read(tmp_path, table), "maaleenhet", "desimaler"))


def test_each_figure_keeps_the_line_it_stands_on(tmp_path: Path):
    content = text(TWO.two(), indent=2)

    found = read(tmp_path, content)

    line = content[: content.index("81240")].count("\n") + 1
    assert (line, "81240") in rows(found, "_line", "verdi")


@pytest.mark.parametrize("status", ["..", [".."]])
def test_one_sign_may_hold_for_every_cell(tmp_path: Path, status: object):
    assert {("..",)} == set(rows(read(tmp_path, Table().two(status=status)), "merknad"))


@pytest.mark.parametrize(
    ("period", "last"),
    [
        ("2024", "2024-12-31"),
        ("2024K1", "2024-03-31"),
        ("2024M02", "2024-02-29"),
        ("2024T2", "2024-08-31"),
        ("2024U01", "2024-01-07"),
        ("2023-2025", "2025-12-31"),
        ("2025-2023", ""),
        ("2024M13", ""),
        ("2024K5", ""),
        ("i fjor", ""),
    ],
)
def test_a_period_ends_on_its_last_day(tmp_path: Path, period: str, last: str):
    table = Table(axes=(REGION, WHAT, ("Tid", "år", {period: period})))

    assert {(period, last)} == set(rows(read(tmp_path, table.two()), "periode", "periodeslutt"))


def test_a_table_without_time_is_of_the_day_it_was_changed(tmp_path: Path):
    found = read(tmp_path, Table(axes=(REGION, WHAT)).two())

    assert {("", "2026-03-16")} == set(rows(found, "periode", "periodeslutt"))
    assert "Tabellen har ingen tid. Tallene er ført på dagen den sist ble endret." in found.told


# --- regions ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("0301", "kommune"),
        ("0219", "ikke i listen"),
        ("EKG07", "KOSTRA-gruppe"),
        ("EKA32", "fylke"),
        ("32", "fylke"),
        ("EAK", "landet"),
        ("0", "landet"),
        ("T", "annet"),
    ],
)
def test_a_region_is_told_apart_by_its_code(tmp_path: Path, code: str, kind: str):
    table = Table(axes=(("Region", "region", {code: code}), WHAT, YEAR))

    assert {(kind,)} == set(rows(read(tmp_path, table.two()), "regiontype"))


def test_a_code_that_is_no_kommune_today_is_told(tmp_path: Path):
    found = read(tmp_path, Table(axes=(("Region", "region", {"0219": "Bærum (-2019)"}), WHAT, YEAR)).two())

    assert any("ikke i listen: 0219" in one for one in found.told)


@pytest.mark.parametrize(("label", "told"), [("Bergen kommune", 0), ("Oslo", 1)])
def test_a_code_with_another_kommunes_name_is_told(tmp_path: Path, label: str, told: int):
    found = read(tmp_path, Table(axes=(("Region", "region", {"4601": label}), WHAT, YEAR)).two())

    assert told == len(found.problems)


# --- what is refused --------------------------------------------------------------------------------------------------


def changed(**changes: object) -> dict[str, object]:
    return TWO.two(**changes)  # type: ignore[arg-type]


def with_category(dimension: str, **changes: object) -> dict[str, object]:
    table = json.loads(text(TWO.two()))
    table["dimension"][dimension]["category"].update(changes)
    return dict(table)


@pytest.mark.parametrize(
    ("table", "what"),
    [
        (changed(value=[1, 2, 3]), "tabellen har 3 verdier, men størrelsene gir 4"),
        (changed(value=[1, 2, 3, 4, 5]), "tabellen har 5 verdier, men størrelsene gir 4"),
        (changed(value=[1, "2", 3, 4]), "verdien i celle 2 er ikke et tall"),
        (changed(value=[1, True, 3, 4]), "verdien i celle 2 er ikke et tall"),
        (changed(value=[1, 10**15, 3, 4]), "tallet i celle 2 er for stort eller har for mange desimaler"),
        (changed(value={"4": 1}), "«value» har cellen 4, som ikke finnes i en tabell med 4 celler"),
        (changed(value={"-1": 1}), "«value» har cellen -1, som ikke finnes i en tabell med 4 celler"),
        (changed(value={"1": 1, "01": 2}), "«value» har cellen 01 to ganger"),
        (changed(value=...), "tabellen mangler «value», verdiene"),
        (changed(status=["", ".."]), "«status» passer ikke til cellene i tabellen"),
        (changed(id=["Region", "Tid"]), "«size» har 3 tall, men «id» har 2 dimensjoner"),
        (changed(id=["Region", "Tid", "Tid"]), "den samme dimensjonen står to ganger i «id»"),
        (changed(id=["Region", "ContentsCode", "Aar"]), "dimensjonen «Aar» er ikke beskrevet"),
        (changed(size=[2, 1, "2"]), "tabellen mangler «size», hvor mange verdier hver dimensjon har"),
        (changed(size=[2, 1, 3]), "dimensjonen «Tid» har 2 verdier, men «size» sier 3"),
        (changed(role={"geo": ["Fylke"]}), "«role» viser til en dimensjon som ikke finnes (geo)"),
        (with_category("Tid", index={"2023": 0, "2024": 2}), "plassene til verdiene i dimensjonen «Tid» er ikke 0, 1, 2 …"),
        (with_category("Tid", index={"2023": 0, "2024": 0}), "plassene til verdiene i dimensjonen «Tid» er ikke 0, 1, 2 …"),
        (with_category("Tid", index=["2023", "2023"]), "dimensjonen «Tid» har den samme verdien to ganger"),
        (with_category("Tid", index=None), "dimensjonen «Tid» sier ikke rekkefølgen på verdiene (index)"),
        (with_category("Tid", label={"2025": "2025"}), "dimensjonen «Tid» har «label» for «2025», som ikke er blant verdiene"),
        (with_category("Tid", child={"2023": ["2025"]}), "viser til en verdi som ikke finnes (child)"),
        (with_category("Tid", child={"2023": ["2024"], "2024": ["2023"]}), "hierarkiet i dimensjonen «Tid» går i ring"),
    ],
)  # fmt: skip
def test_a_table_that_contradicts_itself_is_refused_and_nothing_is_taken(tmp_path: Path, table: object, what: str):
    assert any(one.endswith(what) for one in refusals(read(tmp_path, table)))


LINKS = "tabell.json:1 filen er en samling av lenker uten tall i seg"


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ('{\n"class": "dataset",\n"value": [1,', "tabell.json:3 filen er ikke gyldig JSON her: den er kuttet eller skadet"),
        ('{"a": 1, "a": 2}', "tabell.json nøkkelen «a» står to ganger på samme sted"),
        ('{"a": NaN}', "tabell.json filen har «NaN», som ikke er et tall"),
        ('{"a": 1e99999999999999999999}', "tabell.json filen har «…», som ikke er et tall"),
        ('{"kommuner": []}', "tabell.json:1 filen er JSON, men ingen statistikktabell (JSON-stat)"),
        ('{"class": "collection", "link": {"item": [{"href": "x"}]}}', LINKS),
    ],
)  # fmt: skip
def test_a_file_that_is_no_table_is_refused_with_the_place(tmp_path: Path, content: str, what: str):
    assert [what] == refusals(read(tmp_path, content))


def test_a_wrong_figure_is_told_with_its_line(tmp_path: Path):
    content = text(changed(value=[1, 2, "tre", 4]), indent=1)

    line = content[: content.index('"tre"')].count("\n") + 1
    assert [f"tabell.json:{line} verdien i celle 3 er ikke et tall"] == refusals(read(tmp_path, content))


def test_one_bad_table_refuses_the_whole_collection(tmp_path: Path):
    found = read(tmp_path, {"class": "collection", "link": {"item": [TWO.two(), changed(value=[1])]}})

    assert 1 == len(refusals(found))


def test_the_same_cell_in_two_tables_of_a_file_is_refused(tmp_path: Path):
    found = read(tmp_path, {"class": "collection", "link": {"item": [TWO.two(), TWO.two()]}})

    assert ["filen har to tabeller med samme celle"] == [
        one.partition(" ")[2].partition(":")[0] for one in refusals(found)
    ]


# --- all tables -------------------------------------------------------------------------------------------------------

figures = st.none() | st.integers(-(10**12), 10**12) | st.decimals(-(10**9), 10**9, places=3)


@st.composite
def any_table(draw: st.DrawFn) -> Table:
    codes = st.dictionaries(st.from_regex(r"\A[A-Z0-9]{1,4}\Z"), st.text(max_size=5), min_size=1, max_size=4)
    axes = [(id, id, draw(codes)) for id in draw(st.permutations(["Region", "ContentsCode", "Tid", "Kjonn"]))]
    empty = Table(axes=axes)
    cells = empty.cells()
    values = draw(st.lists(figures, min_size=len(cells), max_size=len(cells)))
    return Table(axes=axes, figures=dict(zip(cells, values, strict=True)))


def as_json(table: dict[str, object], indent: int | None) -> str:
    marked = {"value": "VERDIER"}
    value = table["value"]
    if isinstance(value, dict):
        written = "{" + ", ".join(f'"{k}": {v}' for k, v in value.items()) + "}"
    else:
        written = "[" + ",\n".join("null" if v is None else str(v) for v in value) + "]"  # type: ignore[attr-defined]
    return text({**table, **marked}, indent=indent).replace('"VERDIER"', written)


@given(any_table(), st.booleans(), st.booleans(), st.sampled_from([None, 1]))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_table_is_read_back_with_its_totals(
    tmp_path: Path, table: Table, sparse: bool, listed: bool, indent: int | None
):
    found = read(tmp_path, as_json(table.two(sparse=sparse, listed=listed), indent))

    at = [axis[0] for axis in table.axes]
    names = {"Region": "region", "ContentsCode": "variabel", "Tid": "periode", "Kjonn": "gruppe"}
    back = {
        tuple(row[:-1]): None if row[-1] == "" else Decimal(row[-1])
        for row in rows(found, *(names[id] for id in at), "verdi")
    }
    assert back == {
        tuple(cell.split("/")): None if value is None else Decimal(str(value)) for cell, value in table.figures.items()
    }


# --- published files --------------------------------------------------------------------------------------------------


@needs_published
@pytest.mark.parametrize("name", ["ssb-api.json", "galicia.json", "hierarchy.json"])
def test_the_published_tables_have_their_own_totals(tmp_path: Path, name: str):
    path = PUBLISHED / "json-stat" / name
    whole = json.loads(path.read_text(encoding="utf-8"))
    table = whole.get("dataset", whole)
    given_values = table["value"].values() if isinstance(table["value"], dict) else table["value"]

    found = read(tmp_path, path.read_text(encoding="utf-8"))

    figures_read = [Decimal(row[0]) for row in rows(found, "verdi") if row[0]]
    assert sum(figures_read) == sum(v for v in given_values if v is not None)
    assert len(figures_read) == sum(v is not None for v in given_values)


@needs_published
def test_ssbs_own_answer_of_2026_gives_three_kommuner(tmp_path: Path):
    path = PUBLISHED / "kommunebarometer" / "ssb_pxwebapi_v2_svar_2026-04-25.json"

    found = read(tmp_path, path.read_text(encoding="utf-8"))

    assert [("0301", "81240"), ("4601", "66605"), ("5001", "62853")] == rows(found, "region", "verdi")


@needs_published
def test_no_other_format_takes_a_json_file():
    for path in sorted(PUBLISHED.rglob("*.json")):
        assert ["jsonstat"] == [one.id for one in formats_of(path, path.name)]
