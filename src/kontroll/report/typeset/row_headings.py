"""Row headings: a PDF in whose tables the first cell of each row is the heading of the row, for whoever hears it read.

Why here: the typesetter marks the headings of columns, and has a mark for those of rows (`pdf.header-cell`) that it leaves out
unless it is built with it; the one that is locked is not. Its file says of each cell which column headings it has, which hides
every other: that is taken away, and the reader finds both by where they stand (ISO 32000-1, 14.8.5.7). Each object is as long as
it was, so that nothing in the file moves.
"""

from __future__ import annotations

import re

_ROW = re.compile(rb"<</Type/StructElem/S/TR/P \d+ 0 R/K\[(\d+) 0 R")
_CELL = re.compile(rb"\n(\d+) 0 obj\n<</Type/StructElem/S/TD(/P \d+ 0 R/A\[)(<</O/Table/Headers\[[^\]]*\]>>)")
_OF_ROW, _PLAIN = b"<</O/Table/Scope/Row", b"<</O/Table"


def with_row_headings(pdf: bytes) -> bytes:
    """The same file; a row whose first cell is the heading of a column stays as it is."""
    firsts = set(_ROW.findall(pdf))

    def marked(cell: re.Match[bytes]) -> bytes:
        is_heading = cell[1] in firsts
        says = (_OF_ROW if is_heading else _PLAIN).ljust(len(cell[3]) - len(b">>")) + b">>"
        return b"\n%s 0 obj\n<</Type/StructElem/S/T%s%s%s" % (cell[1], b"H" if is_heading else b"D", cell[2], says)

    return _CELL.sub(marked, pdf)
