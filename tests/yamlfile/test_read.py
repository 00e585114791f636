"""A text is read as it is meant, however it is set over lines."""

from __future__ import annotations

import pytest

from kontroll.yamlfile import Mapping, Scalar, parse


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("navn: Ett ord", "Ett ord"),
        ("navn: >-\n  Én setning\n  over to linjer", "Én setning over to linjer"),
        ("navn: >\n  Én setning\n  over to linjer\n\n  Og ett avsnitt", "Én setning over to linjer\nOg ett avsnitt"),
        ("navn: |-\n  Én linje\n  og én til", "Én linje\nog én til"),
        ('navn: "Én setning\n  over to linjer"', "Én setning over to linjer"),
    ],
)
def test_a_text_over_several_lines_holds_nothing_that_was_not_written(written: str, meant: str):
    node, problems = parse(written, "a.yaml")

    assert not problems
    assert isinstance(node, Mapping)
    text = node.entries["navn"]
    assert isinstance(text, Scalar)
    assert meant == text.text
