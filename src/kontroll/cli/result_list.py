"""The result list of `kontroll vurder --format liste`: what was found, the heaviest first, for who is to look into it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

import polars as pl

from kontroll.domain.dataset import DataSet
from kontroll.domain.month import Month
from kontroll.domain.rule import Rule
from kontroll.domain.rulebook import Rulebook
from kontroll.engine.seen import STRUCK, seen_of
from kontroll.engine.verdicts import Verdicts
from kontroll.facts.facts import Facts
from kontroll.report.findings import WEIGHTS, Findings, Found, Group, findings
from kontroll.texts import _, day, month_name, ngettext, number

#: Characters of a text field that are shown.
_WIDTH = 32


def result_list(
    rulebook: Rulebook,
    facts: Facts,
    verdicts: Verdicts,
    first: Month,
    last: Month,
    count: int,
    *,
    personal: bool = False,
) -> Iterator[str]:
    """The lines: for each data set rules, groups and records, `count` of each; then the enheter."""
    months = month_name(first) if first == last else f"{month_name(first)} – {month_name(last)}"
    yield _("Resultatliste for {months}").format(months=months)
    yield _(
        "Vekten sier hvor sjelden et funn er, og hvor alvorlig regelen er. Den sier hvor en bør se først, ikke hva som er galt."
    )
    for dataset in sorted({rule.dataset for rule in rulebook.rules.values() if rule.dataset is not None}):
        found = findings(rulebook, facts, verdicts.frame, dataset, count, personal=personal)
        if found is not None:
            yield from ["", *_of_records(found)]
    yield from _of_enheter(rulebook, verdicts.frame, count)


def _of_records(found: Findings) -> Iterator[str]:
    yield _heading(found.dataset.name)
    yield ngettext(
        "{judged} poster er vurdert. {count} post har utslag{sum}.",
        "{judged} poster er vurdert. {count} poster har utslag{sum}.",
        found.struck,
    ).format(judged=number(found.judged), count=number(found.struck), sum=_worth(found.amount))
    yield ""
    yield from _rules(found)
    if not found.struck:
        return
    for field, groups in found.groups.items():
        yield from ["", *_groups(found.dataset, field, groups)]
    yield ""
    yield _("De {count} tyngste postene").format(count=number(len(found.records)))
    for place, record in enumerate(found.records, start=1):
        yield f"{place:>4}. {_record(record)}"
        yield f"      {_reasons(record)}"


def _rules(found: Findings) -> Iterator[str]:
    heads = (_("utslag"), _("ukjent"), _("beløp"))
    with_sum = any(one.amount is not None for one in found.rules)
    rows = [
        (
            number(one.struck),
            number(one.unknown) if one.unknown else "–",
            _sum(one.amount) if with_sum else "",
            one.rule,
        )
        for one in found.rules
    ]
    widths = [max(len(head), *(len(str(row[at])) for row in rows)) for at, head in enumerate(heads)]
    shown = [0, 1, 2] if with_sum else [0, 1]
    yield "  " + "  ".join(heads[at].rjust(widths[at]) for at in shown) + "  " + _("regel")
    for row in rows:
        cells = "  ".join(str(row[at]).rjust(widths[at]) for at in shown)
        yield f"  {cells}  {row[3].name} ({row[3].severity.value}, {row[3].id})"


def _groups(dataset: DataSet, field: str, groups: Sequence[Group]) -> Iterator[str]:
    described = dataset.field(field)
    called = described.called if described is not None else field
    heading = _("Etter {field}: de {count} tyngste").format(field=called, count=number(len(groups)))
    if groups and groups[0].value is None:
        heading += _(" (personopplysning: vist som nummer i filens rekkefølge; linjene sier hvor)")
    yield heading
    for place, group in enumerate(groups, start=1):
        yield f"{place:>4}. {_group_name(called, group)}"
        parts = [
            _("vekt {weight}").format(weight=number(Decimal(str(round(group.weight, 1))))),
            _records(group.records),
        ]
        yield "      " + ", ".join([*parts, *([_sum(group.amount)] if group.amount is not None else [])])
        for rule, records, amount in group.reasons:
            worth = f", {_sum(amount)}" if amount is not None else ""
            yield f"      – {rule.name} ({rule.severity.value}): {_records(records)}{worth}"
        yield _("      Se først på:")
        for record in group.heaviest:
            yield f"        {_record(record)}"


def _group_name(called: str, group: Group) -> str:
    if group.value is None:
        return _("{field} nr. {number}").format(field=called, number=number(group.number))
    return f"{group.value} ({group.called})" if group.called else group.value


def _record(record: Found) -> str:
    parts = [record.place]
    if record.day is not None:
        parts.append(day(record.day))
    if record.amount is not None:
        parts.append(_sum(record.amount))
    texts = [text if len(text) <= _WIDTH else text[: _WIDTH - 1] + "…" for text in record.texts]
    return " · ".join([*parts, *texts])


def _reasons(record: Found) -> str:
    return "; ".join(f"{rule.name} ({rule.id})" for rule in record.rules)


def _records(count: int) -> str:
    return ngettext("{count} post", "{count} poster", count).format(count=number(count))


def _sum(amount: Decimal | None) -> str:
    return "" if amount is None else number(amount, 2)


def _worth(amount: Decimal | None) -> str:
    return "" if amount is None else _(", på til sammen {sum}").format(sum=_sum(amount))


def _heading(text: str) -> str:
    return f"{text}\n{'=' * len(text)}"


# --- rules about enheter ----------------------------------------------------------------------------------------------


def _of_enheter(rulebook: Rulebook, verdicts: pl.DataFrame, count: int) -> Iterator[str]:
    rules = {id: rule for id, rule in rulebook.rules.items() if rule.dataset is None}
    struck = seen_of(verdicts, list(rules.values())).filter(pl.col(STRUCK) == 1).group_by("regel", "enhet").len()
    if struck.is_empty():
        return
    found = [(rules[id], enhet, months) for id, enhet, months in struck.iter_rows()]
    found.sort(key=lambda one: (-WEIGHTS[one[0].severity], -one[2], one[0].id, one[1]))
    yield from ["", _heading(_("Enheter"))]
    for rule, enhet, months in found[:count]:
        yield f"  {_enhet_line(rule, enhet, months)}"
    if len(found) > count:
        yield _("  og {count} til").format(count=number(len(found) - count))


def _enhet_line(rule: Rule, enhet: str, months: int) -> str:
    times = ngettext("{count} måned", "{count} måneder", months).format(count=number(months))
    return f"{enhet}: {rule.name} ({rule.severity.value}, {rule.id}), {times}"
