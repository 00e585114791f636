"""Sources: where each kind of decision is gathered."""

from __future__ import annotations

from collections.abc import Mapping

from kontroll.domain.archiving import ArchiveKind
from kontroll.flows.archive import of_agreements, of_bonus, of_pay, of_registers, of_reports, of_saker, of_samples
from kontroll.flows.archive.source import Source

SOURCES: Mapping[ArchiveKind, Source] = {
    ArchiveKind.BONUS: Source(ended=of_bonus.ended, decided=of_bonus.decided),
    ArchiveKind.AGREEMENT: Source(ended=of_agreements.ended, decided=of_agreements.decided),
    ArchiveKind.PAY: Source(ended=of_pay.ended, decided=of_pay.decided),
    ArchiveKind.SAK: Source(ended=of_saker.ended, decided=of_saker.decided),
    ArchiveKind.SAMPLE: Source(ended=of_samples.ended, decided=of_samples.decided),
    ArchiveKind.REPORT: Source(ended=of_reports.ended, decided=of_reports.decided),
    **of_registers.SOURCES,
}
