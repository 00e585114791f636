"""The shipped KOSTRA rules say of a file what SSB's specification says of it, on random files and on a real one."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from kontroll.domain.month import Month
from kontroll.engine.columnar import Compiled, compiled, evaluated_by
from kontroll.flows.deliveries.read_folder import read_folder
from kontroll.rulebook.read import read_rulebook
from kontroll.sources.kostra.accounts import as_rows
from kontroll.sources.kostra.layout import read_layouts
from kontroll.sources.kostra.lines import lines_of
from rules.kostra_judge import CLASSES, ERROR, WARNING, WITH_FUNCTION, Finding, Portal, findings
from sources.kostra.written import Post

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "rules"
REAL = ROOT.parent / "shared" / "data" / "kostra" / "0A_V2019_K4_R040200_OK.dat"
LISTS = SHIPPED / "kostra" / "kodelister" / "datasett"
FILE = "fil.dat"
ORGANISATION = "enhet;navn;enhetstype;overordnet;tjeneste;leder_id;gjelder_fra;gjelder_til;etterfolger"
ALWAYS = "1900-01-01;9999-12-31"
#: Controls that SSB judges by the form of the portal; here by the form of the line, and 003 says where they differ.
BY_FORM = ("009", "010", "011", "012", "013", "015")


def rule_folder(folder: Path, only: str = "*") -> Path:
    """The KOSTRA rules and their data sets alone: the others read what no account has. only: one of the rules."""
    for part, name in (("kostra", f"{only}.yaml"), ("datasett", "kostra_*.yaml")):
        (folder / part).mkdir(parents=True)
        for path in (SHIPPED / part).glob(name):
            shutil.copy(path, folder / part)
    return folder


def compiled_from(folder: Path) -> Compiled:
    rulebook, problems = read_rulebook([folder])
    assert [] == [str(problem) for problem in problems]
    return compiled(rulebook)


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    return compiled_from(rule_folder(tmp_path_factory.mktemp("rules")))


def delivered(folder: Path, lines: Sequence[str], portal: Portal | None) -> Path:
    """A data folder with the account, what the portal knows, and the codes that are valid."""
    if folder.exists():
        shutil.rmtree(folder)
    files = {
        "organisasjon.csv": [ORGANISATION, "1000;Kommunen;kommune;;;;;;"],
        f"formater/{FILE}": list(lines),
    }  # fmt: skip
    if portal is not None:
        files |= _lists(portal)
    for name, rows in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder


def _lists(portal: Portal) -> dict[str, list[str]]:
    quarter = portal.quarter.strip() or "blank"
    ids = [(o or "ingen", f or "ingen") for o in portal.orgnr for f in portal.foretaksnr]
    task = [
        f"O{n};{FILE};2026-02-15;ja;{portal.form};{portal.year};{quarter};{portal.region};{o};{f}"
        for n, (o, f) in enumerate(ids)
    ]
    tasks = ["oppgave;fil;frist;skal_rapportere;skjema;aargang;kvartal;region;orgnr;foretaksnr", *task]
    files = {"datasett/kostra_oppgave/a.csv": tasks}
    for control, id, column, everywhere in (
        ("010", "kostra_funksjon", "funksjon", "alle;"),
        ("011", "kostra_kapittel", "kapittel", ""),
        ("012", "kostra_art", "art", "alle;"),
        ("013", "kostra_sektor", "sektor", ""),
    ):
        heading = f"skjema;{'region;' if everywhere else ''}{column};gyldig_fra;gyldig_til"
        rows = [f"{portal.form};{everywhere}{code};{ALWAYS}" for code in portal.valid.get(control, ())]
        files[f"datasett/{id}/a.csv"] = [heading, *rows]
    classes = [f"{form};{one.strip() or 'blank'};{ALWAYS}" for form, each in CLASSES.items() for one in each]
    files["datasett/kostra_kontoklasse/a.csv"] = ["skjema;kontoklasse;gyldig_fra;gyldig_til", *classes]
    return files


@cache
def _layout():
    (layout,), _problems = read_layouts(ROOT / "src" / "kontroll" / "sources" / "kostra" / "filbeskrivelser")
    return layout


def answers(rules: Compiled, data: Path, lines: Sequence[str]) -> dict[tuple[str, int], str]:
    """The rules' answers by rule and line, in every month of the lines; those that are not relevant are left out."""
    facts, problems = read_folder(data, rules.rulebook)
    assert [] == [str(problem) for problem in problems]
    rows = as_rows(lines_of("\n".join(lines)), _layout(), FILE)
    months = [Month.parse(cells[2][:7]) for _line, cells in rows]
    verdicts = evaluated_by(rules, facts, min(months), max(months)).verdicts
    line_of = {cells[0]: line for line, cells in rows}
    found = {}
    for row in verdicts.csv().decode().splitlines()[1:]:
        rule, _enhet, _month, post, result = row.split(";")
        if post in line_of and result not in ("ikke_relevant", "ikke_i_kraft"):
            found[rule, line_of[post]] = result
    return found


def said(answers: dict[tuple[str, int], str]) -> set[Finding]:
    """A broken requirement is SSB's FEIL, a datakvalitet rule that has struck its ADVARSEL."""
    found = set()
    for (rule, line), result in answers.items():
        control = rule.removeprefix("kostra-")[:3]
        warns = control == "015" or rule.endswith("-kvartal")
        if rule.startswith("kostra-") and result == ("sann" if warns else "usann"):
            found.add((control, WARNING if warns else ERROR, line))
    return found


def comparable(found: Iterable[Finding], lines: Sequence[str], portal: Portal) -> set[Finding]:
    """Without what the README says that the language cannot say: another form than the portal's, blanks that are alike."""
    other = {at for at, line in enumerate(lines, start=1) if line[0:2] != portal.form}
    blank = {at for at, line in enumerate(lines, start=1) if _lacks_a_code(line, portal)}
    return {
        (control, severity, at)
        for control, severity, at in found
        if not (control in BY_FORM and at in other) and not (control == "015" and at in blank)
    }


def of_rule(rule: str, found: set[Finding]) -> set[Finding]:
    """What that one rule should say."""
    severity = WARNING if rule.endswith("-kvartal") or rule == "kostra-015" else ERROR
    return {finding for finding in found if finding[:2] == (rule.split("-")[1], severity)}


def _lacks_a_code(line: str, portal: Portal) -> bool:
    codes = {"0X": (line[22:31], line[32:36], line[36:39]), "0Y": (line[36:39],)}
    return not all(code.strip() for code in codes.get(portal.form, (line[32:36], line[36:39])))


# --- random files ---------------------------------------------------------------------------------------------------


@st.composite
def files(draw: st.DrawFn, form: str = "", quarter: str = "") -> tuple[list[str], Portal]:
    form = form or draw(st.sampled_from(["0A", "0B", "0C", "0I", "0J", "0F", "0X", "0Y"]))
    quarter = quarter or draw(st.sampled_from([" ", "1", "2", "3", "4"]))
    numbers = st.sampled_from([("",), ("987654325",), ("987654325", "923609016")])
    codes = st.lists(st.sampled_from(["100", "120", "10", "5900"]), unique=True)
    kinds = st.lists(st.sampled_from(["010", "000", "990"]), unique=True)
    portal = Portal(
        form=form,
        year="2025",
        quarter=quarter,
        region="340300",
        orgnr=draw(numbers),
        foretaksnr=draw(numbers),
        valid={"010": draw(codes), "011": draw(codes), "012": draw(kinds), "013": draw(kinds)},
    )
    lines = st.builds(
        Post,
        form=st.sampled_from([form] * 9 + ["0M"]),
        year=st.just("2025"),
        # Duplicates are told by the file at SSB, and by the day here: lines of one quarter keep the two alike.
        quarter=st.just(quarter) if draw(st.booleans()) else st.just("4"),
        region=st.sampled_from(["340300"] * 9 + ["340301"]),
        orgnr=st.sampled_from(["", "987654325", "923609016"]),
        foretaksnr=st.sampled_from(["", "987654325"]),
        account_class=st.sampled_from([" ", *"0123"]),
        function=st.sampled_from(["", "100", "120", "10", "5900", "999"]),
        kind=st.sampled_from(["", "010", "000", "990", "999"]),
        amount=st.integers(-1000, 1000),
    )
    return [post.line for post in draw(st.lists(lines, min_size=1, max_size=25))], portal


@settings(deadline=None, max_examples=20)
@given(case=files())
def test_random_files_get_the_same_from_the_rules_as_from_the_specification(rules, tmp_path_factory, case):
    lines, portal = case
    data = delivered(tmp_path_factory.getbasetemp() / "kostra", lines, portal)

    found = answers(rules, data, lines)

    expected = comparable(findings(lines, portal), lines, portal)
    assert expected == comparable(said(found), lines, portal)


@pytest.mark.parametrize(
    ("rule", "form", "quarter", "right", "wrong"),
    [
        ("kostra-005", "0A", "4", "{felt: kvartal, er: lik,", "{felt: kvartal, er: ulik,"),
        ("kostra-007", "0I", "4", "{felt: orgnr, er: lik, verdi: ingen}", "{felt: orgnr, er: ulik, verdi: ingen}"),
        ("kostra-009", "0A", "4", "{felt: kontoklasse, er: lik,", "{felt: kontoklasse, er: ulik,"),
        ("kostra-010", "0A", "4", "felt: funksjon_kapittel, mangler: nei", "felt: belop, mangler: nei"),
        ("kostra-011-kvartal", "0B", "3", '["1", "2", "3"]', '["1", "2"]'),
        ("kostra-013", "0J", " ", "[0B, 0D, 0J, 0L, 0N, 0Q, 0Y]", "[0B, 0D, 0L, 0N, 0Q, 0Y]"),
        ("kostra-015", "0A", "4", "er: over", "er: minst"),
    ],
)  # fmt: skip
def test_a_rule_that_is_written_wrong_differs_from_the_specification(tmp_path, rule, form, quarter, right, wrong):
    folder = rule_folder(tmp_path / "rules", only=rule)
    path = folder / "kostra" / f"{rule}.yaml"
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong), encoding="utf-8")
    rules = compiled_from(folder)

    def differs(case: tuple[list[str], Portal]) -> bool:
        lines, portal = case
        data = delivered(tmp_path / "data", lines, portal)
        found = comparable(said(answers(rules, data, lines)), lines, portal)
        return found != of_rule(rule, comparable(findings(lines, portal), lines, portal))

    looking = settings(deadline=None, max_examples=200, phases=[Phase.generate], database=None)
    assert find(files(form, quarter), differs, settings=looking)


def test_a_line_of_another_year_is_told_though_it_belongs_to_another_month(rules, tmp_path):
    lines = [Post().line, Post(year="2024").line]
    portal = Portal(form="0A", year="2025", quarter="4", region="340300", valid={"010": ["120"], "012": ["010"]})
    data = delivered(tmp_path / "data", lines, portal)

    found = said(answers(rules, data, lines))

    assert {("004", ERROR, 2)} == found


# --- the real file --------------------------------------------------------------------------------------------------

needs_real = pytest.mark.skipif(not REAL.exists(), reason=f"SSB's example {REAL.name} is not beside the repository")


def real_lines() -> list[str]:
    return REAL.read_text(encoding="ascii").splitlines()


def real_portal(lines: Sequence[str]) -> Portal:
    codes = {
        "010": sorted({line[32:36].strip() for line in lines}),
        "012": sorted({line[36:39].strip() for line in lines}),
    }
    return Portal(form="0A", year="2019", quarter="4", region="040200", valid=codes)


@needs_real
def test_the_real_account_of_kongsvinger_breaks_nothing_and_every_control_is_answered(rules, tmp_path):
    lines = real_lines()
    portal = real_portal(lines)
    data = delivered(tmp_path / "data", lines, portal)

    found = answers(rules, data, lines)

    assert set() == findings(lines, portal) == said(found)
    for control in ("003", "004", "005", "006", "007", "008", "009", "010", "012", "014"):
        assert 1644 == sum(rule == f"kostra-{control}" and result == "sann" for (rule, _line), result in found.items())


@needs_real
def test_faults_planted_in_the_real_account_are_found_where_they_are_and_nowhere_else(rules, tmp_path):
    lines = real_lines()
    portal = real_portal(lines)
    planted = [
        (100, 1, "0M", "003"), (250, 7, "3", "005"), (400, 8, "040201", "006"), (550, 14, "987654325", "007"),
        (700, 23, "987654325", "008"), (850, 32, "2", "009"), (1000, 33, "998 ", "010"), (1150, 33, "    ", "010"),
        (1300, 37, "998", "012"),
    ]  # fmt: skip
    for at, start, text, _control in planted:
        lines[at - 1] = lines[at - 1][: start - 1] + text + lines[at - 1][start - 1 + len(text) :]
    data = delivered(tmp_path / "data", lines, portal)

    found = said(answers(rules, data, lines))

    # Skjema 0M has other classes and lists than 0A: 003 says it first, and the others follow from it.
    follows = {finding for finding in found if finding[2] == 100 and finding[0] in BY_FORM}
    assert {(control, ERROR, at) for at, _start, _text, control in planted} == found - follows
    assert found - follows <= findings(lines, portal)


@needs_real
def test_a_line_that_comes_twice_in_the_real_account_is_told_at_both(rules, tmp_path):
    lines = real_lines()
    lines.append(lines[41])
    data = delivered(tmp_path / "data", lines, real_portal(lines))

    found = said(answers(rules, data, lines))

    assert {("015", WARNING, 42), ("015", WARNING, 1645)} == found


@needs_real
def test_the_shipped_lists_say_unknown_of_a_year_they_do_not_cover_and_never_wrong(rules, tmp_path):
    lines = real_lines()
    data = delivered(tmp_path / "data", lines, None)
    shutil.copytree(LISTS, data / "datasett")

    found = answers(rules, data, lines)

    assert set() == {f for f in said(found) if f[0] in BY_FORM}
    for control, expected in (("009", "sann"), ("010", "ukjent"), ("012", "ukjent"), ("003", "ukjent")):
        assert {expected} == {result for (rule, _line), result in found.items() if rule == f"kostra-{control}"}


# --- the shipped lists ----------------------------------------------------------------------------------------------


def test_the_shipped_lists_of_2025_know_what_is_valid_in_which_form(rules, tmp_path):
    cases = [
        (Post(function="120", kind="010"), set()),
        (Post(function="254", kind="010"), {"010"}),
        (Post(function="120", kind="375"), {"012"}),
        (Post(form="0B", account_class="2", function="5900", kind="000"), set()),
        (Post(form="0B", account_class="2", function="17", kind="000"), {"011"}),
        (Post(form="0J", account_class="5", function="17", kind="000"), set()),
        (Post(form="0B", account_class="2", function="10", kind="999"), {"013"}),
        (Post(function="691", region="030100"), set()),
        (Post(function="691", kind="020"), {"010"}),
        (Post(form="0I", account_class="3", function="800"), {"010"}),
        (Post(account_class="3"), {"009"}),
    ]
    lines = [post.line for post, _broken in cases]
    data = delivered(tmp_path / "data", lines, None)
    shutil.copytree(LISTS, data / "datasett")

    found = answers(rules, data, lines)

    assert {(control, ERROR, at) for at, (_p, broken) in enumerate(cases, 1) for control in broken} == said(found)
    for at, (post, _broken) in enumerate(cases, 1):
        asked = ("009", "010", "012") if post.form in WITH_FUNCTION else ("009", "011", "013")
        assert "ukjent" not in {found[f"kostra-{control}", at] for control in asked}
