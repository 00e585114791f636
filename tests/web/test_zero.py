"""«0 avvik» never stands alone: wherever utslag are counted, it is told whether the control worked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import kontroll
from served import text_of

SOURCE = Path(kontroll.__file__).parent
TEMPLATES = sorted((SOURCE / "web" / "templates").glob("*.html"))

#: What is counted or told where nothing may have been found.
ZERO = re.compile(
    r"count\([^()]*(?:struck|total|opened)|number\([^()]*(?:struck|opened)|\{struck\} utslag"
    r"|Ingen (?:utslag|avvik|saker|regel har slått)"
)
#: What is found and counts no utslag, each once: the ticks of a form, and the skal sentences of a reglement.
NO_UTSLAG = {"bulk.html": ["Ingen saker"], "reglementer.html": ["count(found.total"]}
#: What tells whether the control worked.
PROOF = re.compile(r"proof\.(?:worked|state)\(|proven\(|\.control\.works|\.toothless %")
#: Printed sentences that count what may be nothing.
PRINTED = re.compile(r"\{\w+\} (?:avvik (?:er )?utløst|utslag)|Ingen (?:utslag|avvik|regel har slått)")


def sections(template: str) -> list[str]:
    """The parts of a page as a reader sees them together."""
    return re.split(r"</section>", template)


def lonely(template: str) -> list[str]:
    return [found.group() for part in sections(template) if not PROOF.search(part) for found in ZERO.finditer(part)]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_page_counts_utslag_without_telling_whether_the_control_worked(template):
    assert lonely(template.read_text(encoding="utf-8")) == NO_UTSLAG.get(template.name, [])


@pytest.mark.parametrize(
    "planted",
    [
        '<section><p>{{ _("Ingen utslag.") }}</p></section>',
        "<section>{{ count(area.total) }}</section><section>{{ proof.worked(summary.proof) }}</section>",
        "<section>{{ count(one.run.opened) }}</section>",
    ],
)
def test_a_zero_that_stands_alone_is_found(planted):
    assert len(lonely(planted)) == 1


def test_the_pages_that_count_utslag_are_looked_at():
    """The search would find nothing either if it looked for what nobody writes."""
    counting = {path.name for path in TEMPLATES if ZERO.search(path.read_text(encoding="utf-8"))}

    assert {
        "overview.html",
        "rule.html",
        "rules.html",
        "runs.html",
        "saker.html",
        "unit.html",
        "watchlist.html",
    } <= counting


def test_nothing_printed_counts_utslag_without_telling_whether_the_control_worked():
    printing = {
        path.name: path.read_text(encoding="utf-8")
        for path in sorted((SOURCE / "cli").glob("*.py"))
        if PRINTED.search(path.read_text(encoding="utf-8"))
    }

    assert {"follow_up.py", "run.py", "summary.py"} <= set(printing)
    told = ("worked(", "control_lines(")
    assert [name for name, text in printing.items() if not any(word in text for word in told)] == []


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/enhet/2",
        "/regel/merforbruk?maaned=2026-02",
        "/saker?enhet=finnesikke",
        "/vaktliste?enhet=finnesikke",
        "/kjoringer",
        "/kjoringer/2026-03-1",
    ],
)
def test_a_page_where_nothing_was_found_says_how_the_control_stands(client, address):
    text = text_of(client.get(address))

    assert re.search(
        r"[Kk]ontrollen (?:virket|er ikke vist å virke|hadde ingenting)|Ikke vist å virke|Ikke prøvd", text
    )
