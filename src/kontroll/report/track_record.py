"""Track record: how often a rule strikes, how often it was wrong, and whether it should be retired since it never strikes.

Why not by silence alone: a rule that is quiet because it had nothing to judge, or because its own tests did not hold, has
shown nothing. Only months in which the control worked count; they must be so many that the year has gone round twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from kontroll.domain.coverage import Coverage
from kontroll.domain.falsealarm import FalseAlarms, false_alarms
from kontroll.domain.month import Month
from kontroll.domain.sak import Sak
from kontroll.report.proof import share
from kontroll.texts import _, month_name, ngettext, number

#: Months that a rule must have worked in without striking before it is suggested to retire it.
RETIRE_AFTER = 24


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """first, last: the months that were run; None: none. worked: months in which the control worked and judged something.

    known, struck: answers of all the months, and utslag among them. quiet: the newest of the months that worked, in a
    row, without utslag.
    """

    first: Month | None
    last: Month | None
    months: int
    worked: int
    known: int
    struck: int
    quiet: int
    alarms: FalseAlarms

    @property
    def hit_rate(self) -> Decimal | None:
        """Utslag as a share of known answers; None where nothing was judged: unknown, not zero."""
        return Decimal(self.struck) / self.known if self.known else None

    @property
    def retire(self) -> bool:
        """Whether to suggest it: never struck in the last RETIRE_AFTER months that it worked in."""
        return self.quiet >= RETIRE_AFTER


def track_record(newest: Mapping[Month, Coverage], saker: Iterable[Sak]) -> TrackRecord:
    """newest: of each month, what the last run of it covered of the rule. saker: of the rule."""
    rows = [newest[month] for month in sorted(newest)]
    worked = [row for row in rows if row.works and row.known]
    quiet = 0
    for row in reversed(worked):
        if row.struck:
            break
        quiet += 1
    return TrackRecord(
        first=min(newest, default=None),
        last=max(newest, default=None),
        months=len(rows),
        worked=len(worked),
        known=sum(row.known for row in rows),
        struck=sum(row.struck for row in rows),
        quiet=quiet,
        alarms=false_alarms(saker),
    )


def told(record: TrackRecord) -> list[str]:
    """Whole sentences: how often it strikes, how often it was wrong, and what follows."""
    if record.first is None or record.last is None:
        return [_("Regelen er ikke kjørt ennå. Det er ikke kjent hvor ofte den slår ut.")]
    sentences = [_hits(record), _alarms(record.alarms)]
    if record.retire:
        sentences.append(
            _(
                "Regelen har ikke slått ut i de siste {months} månedene der kontrollen virket. Vurder om den skal utgå, "
                "eller om kravet bare alltid blir fulgt og kontrollen bør stå."
            ).format(months=number(record.quiet))
        )
    return sentences


def _hits(record: TrackRecord) -> str:
    first, last = record.first, record.last
    assert first is not None
    assert last is not None
    period = _("Fra {first} til {last}").format(first=month_name(first), last=month_name(last))
    if record.hit_rate is None:
        return _("{period} hadde regelen ingenting å vurdere, eller fikk ikke vite nok til å svare.").format(
            period=period
        )
    return ngettext(
        "{period} slo regelen ut i {struck} av {known} kjente svar ({share} %). Kontrollen virket i {worked} av {n} måned.",
        "{period} slo regelen ut i {struck} av {known} kjente svar ({share} %). Kontrollen virket i {worked} av {n} måneder.",
        record.months,
    ).format(
        period=period,
        struck=number(record.struck),
        known=number(record.known),
        share=per_cent(record.hit_rate),
        worked=number(record.worked),
        n=number(record.months),
    )


def _alarms(alarms: FalseAlarms) -> str:
    if alarms.share is None:
        return _("Ingen saker om regelen er avgjort. Det er ikke kjent hvor ofte den tar feil.")
    return ngettext(
        "{false} av {n} avgjort sak var falsk alarm: internkontrollen ga medhold til den som var uenig ({share} %).",
        "{false} av {n} avgjorte saker var falsk alarm: internkontrollen ga medhold til den som var uenig ({share} %).",
        alarms.decided,
    ).format(
        false=number(alarms.false_alarms), n=number(alarms.decided), share=share(alarms.false_alarms, alarms.decided)
    )


def per_cent(rate: Decimal) -> str:
    """With as many decimals as a small share needs: 12, 3,4, 0,05. Never 0 for what is not 0."""
    value = 100 * rate
    if not value or value >= 10:
        return number(value, 0)
    for decimals in (1, 2, 3):
        if round(value, decimals) > 0:
            return number(value, decimals)
    return _("under 0,001")
