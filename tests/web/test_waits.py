"""What is read in a browser at once after a click may be of the page before it: every test of a browser waits first."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
#: What leads somewhere, by itself or through a form.
LEADS = {"click", "dblclick", "tap"}
#: What is read at once, whatever the page is on its way to.
READS = {
    "url", "content", "title", "count", "evaluate", "evaluate_all", "violations", "is_visible", "is_hidden", "is_checked",
    "is_enabled", "is_disabled", "inner_text", "inner_html", "text_content", "all_inner_texts", "all_text_contents",
    "input_value", "get_attribute", "bounding_box",
}  # fmt: skip
#: What waits for what it asks of, or begins anew.
WAITS = {
    "expect", "wait_for", "wait_for_url", "wait_for_selector", "wait_for_function", "wait_for_load_state", "goto",
    "expect_navigation", "expect_download", "expect_response", "expect_popup",
}  # fmt: skip


def read_too_soon(source: str) -> list[int]:
    """The lines where something is read after a click that nobody has waited for."""
    tree = ast.parse(source)
    functions = [one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)]
    # A function of the file that reads is a reading where it is called.
    reading = {one.name for one in functions if any(_name(node) in READS for node in _in_order(one.body))}
    return sorted({line for one in functions for line in _too_soon(one.body, reading)})


def _too_soon(body: list[ast.stmt], reading: set[str]) -> Iterator[int]:
    led = False
    for node in _in_order(body):
        name = _name(node)
        if _leads(node):
            led = True
        elif name in WAITS:
            led = False
        elif led and (name in READS or (isinstance(node, ast.Call) and _called(node) in reading)):
            yield node.lineno


def _in_order(body: list[ast.stmt]) -> Iterator[ast.AST]:
    """As it is carried out: what is inside a call before the call; what a `with` waits for, when it is left."""
    for statement in body:
        yield from _walked(statement)


def _walked(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.FunctionDef):
        return
    if isinstance(node, ast.With):
        entered = [part for item in node.items for part in _walked(item)]
        yield from entered
        yield from _in_order(node.body)
        yield from (part for part in entered if _name(part).startswith("expect_"))
        return
    for child in ast.iter_child_nodes(node):
        yield from _walked(child)
    yield node


def _leads(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    pressed = [one.value for one in node.args if isinstance(one, ast.Constant)]
    return _called(node) in LEADS or (_called(node) == "press" and "Enter" in pressed)


def _called(node: ast.Call) -> str:
    return _name(node.func)


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def test_nothing_is_read_at_once_after_a_click():
    of_browsers = [file for file in sorted(TESTS.rglob("test_*.py")) if _drives_a_browser(file)]
    found = {
        f"{file.relative_to(TESTS)}, line {line}"
        for file in of_browsers
        for line in read_too_soon(file.read_text(encoding="utf-8"))
    }

    assert len(of_browsers) >= 6
    assert not found, "wait with expect(...) for what the click leads to"


def _drives_a_browser(file: Path) -> bool:
    text = file.read_text(encoding="utf-8")
    if "playwright" not in text and "visited" not in text:
        return False
    imported = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ImportFrom)]
    return any((node.module or "").split(".")[0] in {"playwright", "visited"} for node in imported)


@pytest.mark.parametrize(
    ("waited", "line"),
    [
        ("page.click('a')\n    assert page.url == 'b'", 3),
        ("page.get_by_role('link').click()\n    assert page.get_by_text('b').is_visible()", 3),
        ("page.keyboard.press('Enter')\n    for one in range(2):\n        page.evaluate('1')", 4),
        ("page.click('a')\n    sound(page)", 3),
        ("for one in range(2):\n        page.click('a')\n        sound(page)", 4),
    ],
)
def test_what_is_read_too_soon_is_found(waited: str, line: int):
    sound = "\ndef sound(page):\n    assert page.content()\n"

    assert [line] == read_too_soon(f"def test_it(page):\n    {waited}\n{sound}")


@pytest.mark.parametrize(
    "waited",
    [
        "page.click('a')\n    expect(page).to_have_url('b')\n    assert page.url",
        "with page.expect_navigation():\n        page.click('a')\n    assert page.url",
        "page.keyboard.press('Tab')\n    assert page.url",
        "page.click('a')\n    page.wait_for_url('b')\n    assert page.url",
        "assert page.url\n    page.click('a')",
    ],
)
def test_what_is_waited_for_may_be_read(waited: str):
    assert [] == read_too_soon(f"def test_it(page):\n    {waited}\n")
