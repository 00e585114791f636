"""History: what had been delivered before a day, as the few files with which a kommune begins: one for each kind and source.

The rows stand in the order in which they came, so that the later ones still win. Of whole lists the last one is sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from kontroll.example.mailbag import Delivered

#: Folder and source of a file: `maalinger/okonomi`, `datasett/faktura/faktura`.
_SOURCE = re.compile(r"(.+/[^/]+?)-\d{4}.*\.csv")


def history(post: Iterable[Delivered], until: date) -> list[Delivered]:
    """Everything of `post` that came before the day, as one file for each source, on the day of its last.

    Their names come before those of later files, so that later still wins where an inbox is read by name. Workbooks, and
    files with other columns than those before them, stay files of their own.
    """
    lists: dict[str, Delivered] = {}
    merged: dict[str, Delivered] = {}
    for one in post:
        if one.day >= until:
            break
        source = _SOURCE.fullmatch(one.name)
        heading, rows = _split(one.content)
        before = merged.get(source[1]) if source is not None else None
        if source is None or (before is not None and not before.content.startswith(heading)):
            lists[one.name] = one
            continue
        content = (before.content if before is not None else heading) + rows
        merged[source[1]] = replace(one, name=f"{source[1]}-0000-historikk.csv", content=content)
    return sorted([*lists.values(), *merged.values()], key=lambda one: (one.day, one.name))


def _split(content: bytes) -> tuple[bytes, bytes]:
    """The first line and the rest, each ended: a file that broke off must not run into the next."""
    heading, end, rows = content.partition(b"\n")
    return heading + end, rows if rows.endswith(b"\n") or not rows else rows + end
