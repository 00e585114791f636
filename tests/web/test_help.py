"""Help: every page leads to its subject, what is named there is there, and the accessibility statement is open to all."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from typer.main import get_command

from kontroll.cli.main import app as commands
from kontroll.web.app import routed
from kontroll.web.help_pages import SUBJECTS, help_link, help_page, help_pages, subject_of
from kontroll.web.render import HERE
from routes_of import declared
from served import text_of
from signed_in import clock

PACKAGE = HERE.parent
#: What others are built on or take in: no pages.
PIECES = {"base.html", "month.html"}
PAGES = sorted(one.name for one in (HERE / "templates").glob("[!_]*.html") if one.name not in PIECES)


@pytest.fixture(scope="module")
def said() -> set[str]:
    """Everything that a page or a command may say, in small letters."""
    texts = re.compile(r"""\b_\(\s*"((?:[^"\\]|\\.)*)"|ngettext\("([^"]*)",\s*"([^"]*)\"""")
    found = {
        part for page in (HERE / "templates").glob("*.html") for one in texts.findall(page.read_text()) for part in one
    }
    for source in PACKAGE.rglob("*.py"):
        found |= {
            node.value
            for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
    return {one.casefold() for one in found}


@pytest.mark.parametrize("template", PAGES)
def test_every_page_has_a_subject_that_helps_with_it(template):
    subject = subject_of(template)

    assert subject is not None, f"say in web/help_pages.py which subject helps with {template}"
    assert subject == "" or subject in SUBJECTS


def test_a_page_that_nobody_thought_of_is_found():
    assert subject_of("noe-nytt.html") is None


def test_every_page_links_to_its_help(client, signed_in):
    for path, template in [
        ("/saker", "saker.html"), ("/ko", "queue.html"), ("/regler", "rules.html"), ("/sak/S2026-00001", "sak.html"),
        ("/kjoringer", "runs.html"), ("/leveranser", "deliveries.html"), ("/", "overview.html"), ("/sok", "search.html"),
    ]:  # fmt: skip
        assert f'href="{help_link(template)}"' in client.get(path).text, path
    assert 'href="/hjelp/tilgang"' in signed_in().get("/logg-inn").text


def test_the_folder_holds_the_subjects_and_no_other():
    assert set(SUBJECTS) == {one.stem for one in (HERE / "help" / "nb").glob("*.md")}


@pytest.mark.parametrize("subject", SUBJECTS)
def test_what_stands_in_bold_is_somewhere_on_a_page_by_that_name(subject, said):
    page = help_page(subject)
    assert page is not None

    assert [one for one in re.findall(r"\*\*(.+?)\*\*", page.text) if one.casefold() not in said] == []


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_link_and_command_in_it_is_there(subject, village_seen):
    page = help_page(subject)
    assert page is not None
    paths = {one.path for one in declared(routed(*village_seen, clock))}
    names = set(_commands(get_command(commands), "kontroll"))

    links = set(re.findall(r"\]\((/[^)]*)\)", page.text))
    assert {one for one in links if not one.startswith("/hjelp/")} <= paths
    assert {one.removeprefix("/hjelp/") for one in links if one.startswith("/hjelp/")} <= set(SUBJECTS)
    named = re.findall(r"(?:`|^    )(kontroll [a-z ]+[a-z])", page.text, flags=re.MULTILINE)
    assert {one for one in named if one not in names} == set()


def _commands(command, name):
    below = getattr(command, "commands", None)
    return [name] if not below else [one for part, sub in below.items() for one in _commands(sub, f"{name} {part}")]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_subject_is_read_by_the_signed_out_too_and_is_in_plain_order(subject, signed_in):
    answer = signed_in().get(f"/hjelp/{subject}")

    assert 200 == answer.status_code
    assert 1 == answer.text.count("<h1")
    assert "**" not in text_of(answer)


def test_help_that_is_not_there_is_not_found(client):
    assert 404 == client.get("/hjelp/finnes-ikke").status_code
    assert 404 == client.get("/hjelp/..%2F..%2Fapp").status_code


def test_the_list_has_them_all(client):
    text = text_of(client.get("/hjelp"))

    assert [one.title for one in help_pages() if one.title not in text] == []


def test_the_accessibility_statement_is_open_and_says_status_gaps_contact_and_where_to_complain(signed_in):
    text = text_of(signed_in().get("/tilgjengelighet"))

    for part in (
        "Status",
        "delvis i samsvar",
        "Det vi vet mangler",
        "Si fra til oss",
        "Diskrimineringsnemnda",
        "uutilsynet.no",
    ):
        assert part in text
    assert 'href="/tilgjengelighet"' in signed_in().get("/logg-inn").text


def test_the_texts_are_part_of_the_package():
    assert (Path(PACKAGE) / "web" / "help" / "nb" / "svar.md").exists()
