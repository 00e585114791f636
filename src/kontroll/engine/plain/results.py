"""ResultRow: one line of what `vurder` prints."""

from __future__ import annotations

from typing import NamedTuple

from kontroll.domain.truth import Result


class ResultRow(NamedTuple):
    """regel;enhet;periode;post;resultat: enhet "" where a record has none, post "" for unit rules.

    Rows sort by rule, enhet, month and key by code point, as Python compares text.
    """

    rule: str
    enhet: str
    period: str
    key: str
    result: Result
