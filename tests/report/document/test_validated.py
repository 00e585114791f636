"""A document as PDF, judged by a validator that is not ours: both standards, with all that may stand in it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kontroll.report.document.files import BY_ENDING
from kontroll.report.document.model import ChartKind, Document, Section, Told
from report.document.small import CHART, DOCUMENT, TABLE

validator = pytest.importorskip("page", reason="page-validation is not installed: no PDF is judged by others here")
AT = "https://kontroll.furuvik.example/arsrapport/2026"
LONG = Section(
    id="lang",
    title="Lang",
    blocks=(
        replace(TABLE, rows=TABLE.rows * 20),
        *(replace(CHART, id=f"c{kind.name}", kind=kind) for kind in ChartKind),
    ),
    parts=(
        Section(id="under", title="Under", parts=(Section(id="dypt", title="Dypt", drafted=(Told(("Tekst 😀",)),)),)),
    ),
)


def failures(file: bytes) -> list[str]:
    return [
        f"{profile}: {one.message}"
        for profile in ("ua1", "2a")
        for one in validator.validate_pdf_bytes(file, profile=profile).failures
    ]


@pytest.mark.parametrize(
    "document",
    [
        DOCUMENT,
        replace(DOCUMENT, kind="manedsrapport", sections=(LONG,)),
        replace(DOCUMENT, sections=(), grounds={}),
    ],
    ids=["short", "long", "empty"],
)
def test_it_fails_in_nothing_of_either_standard(document: Document):
    assert [] == failures(BY_ENDING[".pdf"].write(document, AT))


def test_a_fault_is_found():
    file = BY_ENDING[".pdf"].write(DOCUMENT, AT)

    assert failures(file.replace(b"<pdfuaid:part>1<", b"<pdfuaid:part>3<"))
    assert failures(file.replace(b"/Lang", b"/Lanx"))
