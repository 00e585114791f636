"""Unchecked: «Dette har vi ikke kontrollert»: the chapter that cannot be left out, emptied or written over.

Why it has no drafted text that somebody may change: whoever is to be controlled would write it shorter. What stands here is
counted, and one may write beside it in other chapters.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from kontroll.domain.coverage import Coverage
from kontroll.domain.month import Month
from kontroll.domain.reglement import Standing
from kontroll.domain.rule import Rule, Status
from kontroll.flows.reglement.show_reglement import register_of
from kontroll.flows.yearly.counting import Counting, told
from kontroll.flows.yearly.lacking import data_lacking, samples_lacking
from kontroll.flows.yearly.things import answers_of, as_id, own_id, rule_of, run_of
from kontroll.flows.yearly.year import Year
from kontroll.report.document.model import Cell, Figure, Record, Section, Table, Told
from kontroll.report.few import LEAST, split
from kontroll.report.words import area_name
from kontroll.texts import N_, _, month_name, ngettext

ID = "ikke-kontrollert"
#: What a reader cannot know that the reasons mean, as the engine names them.
_MEANS = {
    "ikke undersøkt": N_("«Ikke undersøkt»: regelen hadde så mange ukjente svar at grunnen ikke er funnet for hvert av dem."),
    "ikke forfalt": N_("«Ikke forfalt»: fristen for å levere var ikke ute."),
    "skjermet": N_("«Skjermet»: tallet er av så få at det ikke brukes."),
    "ugyldig": N_("«Ugyldig»: det som ble levert, lot seg ikke lese."),
}  # fmt: skip


def chapter(counting: Counting) -> Section:
    return Section(
        id=ID,
        title=_("Dette har vi ikke kontrollert"),
        blocks=(
            Told(
                (
                    _(
                        "Det som ikke er kontrollert, er verken godt eller dårlig: det er ikke kjent. Kapittelet er laget av "
                        "tallene alene, og kan ikke utelates eller skrives om. Tall under {least} som kunne pekt på noen, er "
                        "ikke vist i rapporten. Det som verken er en regel, et krav i et reglement eller en kontroll i "
                        "kontrollplanen, står heller ikke her."
                    ).format(least=LEAST),
                )
            ),
        ),
        parts=(
            _unknown(counting),
            _rules(counting),
            _sentences(counting),
            data_lacking(counting),
            samples_lacking(counting),
        ),
        is_mandatory=True,
    )


# --- answers -----------------------------------------------------------------------------------------------------------------


def _unknown(counting: Counting) -> Section:
    year = counting.year
    reasons: dict[str, list[Record]] = {}
    for one in year.coverage:
        for reason, count in sorted(json.loads(one.reasons).items()):
            reasons.setdefault(reason, []).append(answers_of(year, one, count))
    counts = Counter({reason: sum(int(r.value) for r in records) for reason, records in reasons.items()})
    rows: list[tuple[Cell, ...]] = []
    for reason, _count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        figure = counting.figure(
            f"ukjent-{as_id(reason)}",
            reasons[reason],
            _("Ukjente svar der den første grunnen er «{reason}».").format(reason=reason),
            rules=[record.id.split(" ")[0] for record in reasons[reason]],
        )
        rows.append((reason.capitalize(), figure))
    blocks: tuple[Told | Table, ...] = (
        Told(
            (_("Svar er ukjente når data mangler eller ikke lar seg lese. Et ukjent svar regnes aldri som i orden."),)
        ),
    )
    if rows:
        blocks += (
            Table(
                caption=_("Ukjente svar etter grunn"),
                headings=(_("Grunn"), _("Ukjente svar")),
                numeric=(False, True),
                rows=tuple(rows),
                note=" ".join(_(_MEANS[one]) for one in _MEANS if one in counts),
            ),
        )
    return Section(id="ukjente-svar", title=_("Svar som er ukjente"), blocks=(*blocks, *_units(counting)))


def _units(counting: Counting) -> Iterator[Told]:
    """Enheter of which nothing is known in the last month that is judged."""
    year = counting.year
    month = year.shown_month
    if month is None:
        return
    figure = silent_units(counting, month)
    if figure.value is None:
        yield Told((_("Hvor mange enheter det ikke er kjent noe om, er så få at det ikke vises."),))
    else:
        yield told(
            ngettext(
                "{silent} enhet i drift er uten ett kjent svar i {month}.",
                "{silent} enheter i drift er uten ett kjent svar i {month}.",
                int(figure.value),
            ),
            silent=figure,
            month=month_name(month),
        )


def silent_units(counting: Counting, month: Month) -> Figure:
    """Enheter of which nothing is known in the month."""
    measured = counting.year.summaries.measured(month)
    silent = measured.unmeasured()
    parts = split([("known", len(measured.active) - len(silent)), ("silent", len(silent))])
    return counting.figure(
        "enheter-uten-svar",
        [unit_of(one, month) for one in silent],
        _("Enheter som var i drift i {month}, og som ingen regel ga et kjent svar om.").format(month=month_name(month)),
        shown=not silent or parts.parts[1].value is not None,
    )


def unit_of(enhet: str, month: Month) -> Record:
    return Record(kind=_("enhet"), id=enhet, address=f"/enhet/{quote(enhet, safe='')}?maaned={month}")


# --- rules -------------------------------------------------------------------------------------------------------------------


def _rules(counting: Counting) -> Section:
    year = counting.year
    known: Counter[str] = Counter()
    for one in year.coverage:
        known[one.rule] += one.known
    used = [rule for rule in year.today.desk.rulebook.rules.values() if rule.status is Status.IN_USE]
    silent = sorted((rule for rule in used if not known[rule.id]), key=lambda rule: rule.id)
    unproven = [one for one in year.coverage if one.expected and not one.works]
    stopped = [(run, id) for run in year.done.values() for id in run.stopped.split(",") if id]
    quiet = counting.figure(
        "regler-uten-svar",
        [rule_of(year, rule.id) for rule in silent],
        _("Regler som er i bruk i dag, og som ikke ga ett kjent svar i årets måneder."),
    )
    weak = counting.figure(
        "kontroll-ikke-vist",
        [answers_of(year, one, 1) for one in unproven],
        _("Regler i en måned som hadde noe å vurdere, der reglens egne prøver ikke viste at den virket."),
    )
    halted = counting.figure(
        "regler-stanset",
        [run_of(run, 1) for run, _rule in stopped],
        _(
            "Regler som ble stanset i en måned fordi de slo ut så ofte at det ikke var til å tro. Den måneden sier de ingenting."
        ),
    )
    blocks: list[Told | Table] = [
        told(
            ngettext(
                "{quiet} regel i bruk ga ikke ett kjent svar i året.",
                "{quiet} regler i bruk ga ikke ett kjent svar i året.",
                len(silent),
            ),
            quiet=quiet,
        ),
        told(
            ngettext(
                "{weak} gang hadde en regel noe å vurdere i en måned uten at det ble vist at den virket.",
                "{weak} ganger hadde en regel noe å vurdere i en måned uten at det ble vist at den virket.",
                len(unproven),
            ),
            weak=weak,
        ),
        told(
            ngettext(
                "{halted} gang ble en regel stanset for en måned fordi den slo ut for ofte.",
                "{halted} ganger ble en regel stanset for en måned fordi den slo ut for ofte.",
                len(stopped),
            ),
            halted=halted,
        ),
    ]
    if silent:
        blocks.append(
            Table(
                caption=_("Regler i bruk uten ett kjent svar i året"),
                headings=(_("Regelområde"), _("Hvorfor"), _("Regler")),
                numeric=(False, False, False),
                rows=tuple(_by_reason(year, silent)),
            )
        )
    return Section(id="regler-uten-virkning", title=_("Regler som ikke fikk svare"), blocks=tuple(blocks))


def _by_reason(year: Year, silent: Sequence[Rule]) -> Iterator[tuple[Cell, ...]]:
    """Rules of one area that lack the same are told together: what a reader asks is what lacks, not what each is called."""
    together: dict[tuple[str, str], list[str]] = {}
    for rule in silent:
        together.setdefault((area_name(rule.area), _why(year, rule)), []).append(rule.id)
    return ((area, why, ", ".join(ids)) for (area, why), ids in sorted(together.items()))


def _why(year: Year, rule: Rule) -> str:
    rows: list[Coverage] = [one for one in year.coverage if one.rule == rule.id]
    facts = year.summaries.situation.facts
    if rule.dataset is not None and not facts.table(rule.dataset).delivered:
        return _("Datasettet er aldri levert.")
    if not rows:
        return _("Regelen ble ikke kjørt i årets måneder.")
    if not any(one.expected for one in rows):
        return _("Det var ingenting å vurdere.")
    return _("Alle svarene var ukjente.")


# --- skal-sentences ------------------------------------------------------------------------------------------------------------


def _sentences(counting: Counting) -> Section:
    year = counting.year
    rows = register_of(year.today.desk, year.tx).rows
    by: dict[str, list[Record]] = {}
    names = {}
    for row in rows:
        if row.standing is Standing.NONE:
            names[row.reglement.id] = row.reglement.name
            record = Record(
                kind=_("skal-setning"),
                id=f"{row.reglement.id} {row.sentence.number}",
                name=row.reglement.name,
                address=f"/reglement/{row.reglement.id}",
            )
            by.setdefault(row.reglement.id, []).append(record)
    counted = _(
        "Skal-setninger som verken en regel eller en stikkprøve kontrollerer, slik reglementene og reglene "
        "står den dagen tallene er fra."
    )
    cells: list[tuple[Cell, ...]] = [
        (names[id], counting.figure(f"skal-ikke-{own_id(id)}", records, f"{names[id]}. {counted}"))
        for id, records in by.items()
    ]
    total = counting.figure("skal-ikke-i-alt", [one for records in by.values() for one in records], counted)
    return Section(
        id="skal-uten-kontroll",
        title=_("Krav uten kontroll"),
        blocks=(
            told(_("For {n} skal-setninger i reglementene finnes verken en regel eller en stikkprøve."), n=total),
            Table(
                caption=_("Skal-setninger uten kontroll"),
                headings=(_("Reglement"), _("Uten kontroll")),
                numeric=(False, True),
                rows=(*cells, (_("Sum"), total)),
            ),
        ),
    )
