"""What stands in words about the cells of a table."""

from __future__ import annotations

from kontroll.report.document.model import Figure
from kontroll.report.document.shown import told_of_hidden

SEEN, FEW = Figure(id="mange", value=7), Figure(id="fa", value=None)


def test_what_is_hidden_is_told_below_the_table_it_is_hidden_in_and_below_no_other():
    assert "" == told_of_hidden([("Skole", SEEN), ("Barnehage", 0)])
    assert "" == told_of_hidden([])
    for hidden in (FEW, None):
        assert "Små tall vises ikke" in told_of_hidden([("Skole", SEEN), ("Barnehage", hidden)])
