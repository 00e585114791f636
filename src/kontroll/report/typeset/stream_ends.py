"""Stream ends: a PDF whose streams no reader takes for shorter than they are.

Why: a stream that ends in a carriage return stands before the line feed that ends it, and some validators take both for one
line end, so that the length seems wrong. One stream of 256 ends so by chance. A space at the end of what the page
draws says nothing and gives the stream another end; the file is as long as it was, so that nothing in it moves.
"""

from __future__ import annotations

import re
import zlib

_PACKED = re.compile(rb"/Length (\d+)/Filter/FlateDecode>>\nstream\n")
_END, _ODD = b"\nendstream", b"\r"
#: White space between two operators: as many ways of another end.
_NOTHING = tuple(bytes(ends) for n in range(1, 4) for ends in ([32] * n, [10] * n))


def with_clean_ends(pdf: bytes) -> bytes:
    """The same file where no stream ends so, or where none can be made shorter or as long with another end."""
    if _ODD + _END not in pdf:
        return pdf
    made, at = bytearray(pdf), 0
    while found := _PACKED.search(pdf, at):
        length, start = int(found[1]), found.end()
        at = start + length
        if pdf[at - 1 : at] == _ODD and pdf[at : at + len(_END)] == _END:
            made[found.start() : at] = _repacked(pdf[start:at], len(found[0]) + length) or pdf[found.start() : at]
    return bytes(made)


def _repacked(packed: bytes, room: int) -> bytes | None:
    """The dictionary's end and the stream, together as long as `room`; None where it cannot be done."""
    drawn = zlib.decompress(packed)
    if not drawn.endswith((b"\n", b" ")) and not drawn[-1:].isalpha():
        return None  # no list of operators: a font, a picture or a table of references
    for memory in (8, 4):
        for nothing in _NOTHING:
            packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS, memory, zlib.Z_FILTERED)
            tried = packer.compress(drawn + nothing) + packer.flush()
            head = b"/Length %d/Filter/FlateDecode" % len(tried)
            spaces = room - len(head) - len(b">>\nstream\n") - len(tried)
            if spaces >= 0 and not tried.endswith(_ODD):
                return head + b" " * spaces + b">>\nstream\n" + tried
    return None
