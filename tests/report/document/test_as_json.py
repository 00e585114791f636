"""A document as the text that is frozen: the same both ways."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontroll.domain.operand import Colour
from kontroll.report.document.as_json import canonical, canonical_grounds, document_from, grounds_from
from kontroll.report.document.model import Figure, Section, Table, Told
from report.document.small import DOCUMENT


def test_what_is_read_is_what_was_written():
    assert DOCUMENT == document_from(canonical(DOCUMENT))


def test_the_grounds_are_kept_alone_as_well():
    assert DOCUMENT.grounds == grounds_from(canonical_grounds(DOCUMENT.grounds))


def test_the_same_document_is_the_same_text_whatever_order_its_grounds_came_in():
    other = replace(DOCUMENT, grounds=dict(reversed(list(DOCUMENT.grounds.items()))))

    assert canonical(DOCUMENT) == canonical(other)


def test_a_decimal_keeps_the_digits_it_has():
    text = canonical(DOCUMENT)

    assert '"18.50"' in text
    assert "18.50" == str(next(one for one in document_from(text).figures() if one.id == "dager").value)


def test_another_version_is_not_read_as_this_one():
    other = json.loads(canonical(DOCUMENT)) | {"versjon": 2}

    with pytest.raises(ValueError, match="another version"):
        document_from(json.dumps(other))


_TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=8)
_NUMBERS = st.integers() | st.decimals(allow_nan=False, allow_infinity=False, places=3)
_CELLS = (
    st.none()
    | _TEXTS
    | _NUMBERS
    | st.sampled_from(Colour)
    | st.builds(Figure, id=_TEXTS, value=st.none() | _NUMBERS, unit=_TEXTS)
)


@given(st.lists(st.tuples(_CELLS, _CELLS), max_size=4), _TEXTS, st.none() | _TEXTS)
def test_any_cells_and_any_texts_come_back(rows: list[tuple[object, object]], text: str, written: str | None):
    table = Table(caption=text, headings=("a", "b"), numeric=(False, True), rows=tuple(rows))  # type: ignore[arg-type]
    section = Section(id="s", title=text, drafted=(Told((text, Figure(id="t", value=Decimal("1.10")))),), blocks=(table,),
                      text=written)  # fmt: skip
    document = replace(DOCUMENT, sections=(section,))

    found = document_from(canonical(document))

    assert document == found
    assert canonical(document) == canonical(found)
