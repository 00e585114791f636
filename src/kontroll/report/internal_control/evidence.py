"""Evidence: what was looked at for one thing that § 25-1 asks for: what holds it, and what lacks it, each to be opened."""

from __future__ import annotations

from dataclasses import dataclass

from kontroll.domain.internalcontrol import Criterion, Shown
from kontroll.report.document.model import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """held, lacking: in the order they are shown. Both empty: there was nothing to look at, which shows nothing."""

    criterion: Criterion
    held: tuple[Record, ...]
    lacking: tuple[Record, ...]

    @property
    def shown(self) -> Shown:
        return Shown(len(self.held), len(self.held) + len(self.lacking))
