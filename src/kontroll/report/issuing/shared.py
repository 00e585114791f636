"""Shared: a report as everybody may have it: what each figure is, and not of which records, nor what hides behind a small one."""

from __future__ import annotations

from dataclasses import replace

from kontroll.report.document.files import without_records
from kontroll.report.document.model import Document


def shared(document: Document) -> Document:
    shown = {one.id for one in document.figures() if one.value is not None}
    return without_records(replace(document, grounds={id: one for id, one in document.grounds.items() if id in shown}))
