"""Streams of a PDF end so that no reader takes them for shorter, and nothing in the file moves."""

from __future__ import annotations

import re
import zlib

from kontroll.report.typeset.stream_ends import with_clean_ends

_PACKED = re.compile(rb"/Length (\d+)/Filter/FlateDecode *>>\nstream\n")


def stream(drawn: bytes) -> bytes:
    """As the typesetter writes it: packed less well than it can be."""
    packed = zlib.compress(drawn, 1)
    return b"1 0 obj\n<</Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream\nendobj\n" % (len(packed), packed)


def odd(last: bytes) -> bytes:
    """Something drawn whose packed form ends in a carriage return."""
    lines = [b"%d 0 Td (ord %d) Tj\n" % (n, n * n) for n in range(200)]
    return next(
        drawn
        for n in range(5_000)
        if (drawn := b"".join(lines) + bytes([97 + n % 26]) * (1 + n // 26) + last)
        and stream(drawn).count(b"\r\nendstream")
    )


def test_a_stream_that_ends_in_a_carriage_return_is_given_another_end_and_draws_the_same():
    drawn = odd(b"ET")
    file = b"%PDF-1.7\n" + stream(b"q Q") + stream(drawn) + b"xref"

    made = with_clean_ends(file)

    assert b"\r\nendstream" not in made
    assert len(file) == len(made)
    *_first, found = _PACKED.finditer(made)
    packed = made[found.end() : found.end() + int(found[1])]
    assert drawn == zlib.decompress(packed).rstrip()
    assert made[found.end() + int(found[1]) :].startswith(b"\nendstream\nendobj\nxref")


def test_a_stream_that_is_no_drawing_is_left_as_it_is():
    file = stream(odd(b"\x00"))

    assert file == with_clean_ends(file)


def test_a_file_without_such_an_end_is_the_same():
    file = b"%PDF-1.7\n" + stream(b"q Q")

    assert file is with_clean_ends(file)
