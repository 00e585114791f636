"""Answers out: what the rules said of each enhet and record, and why."""

from __future__ import annotations

from typing import Annotated

import polars as pl
from fastapi import APIRouter, Path, Query

from kontroll.domain.access import Thing, Viewer, seen
from kontroll.domain.month import Month
from kontroll.domain.truth import Result
from kontroll.engine.verdicts import CODES
from kontroll.flows.judging.explain import explain, explain_facts
from kontroll.report.explaining.as_json import as_json
from kontroll.report.explaining.explainer import Cell
from kontroll.report.explaining.readings import Seen
from kontroll.report.explaining.told import told
from kontroll.report.explaining.tree import Explanation
from kontroll.report.situation import Situation
from kontroll.texts import _
from kontroll.web.api.key import NeedsKey
from kontroll.web.api.lists import MONTH, After, AskedMonth, HowMany, Id, Listed, Word, begins_after, cursor_of
from kontroll.web.api.problems import ApiError, documented
from kontroll.web.api.shown import ForklaringVist, SvarVist, sees_persons, shown_post
from kontroll.web.site import AllSummaries, FollowUpState, PerhapsFollowUp

router = APIRouter(tags=["Svar"])

_RESULTS = {code: result for result, code in CODES.items()}
_KEY = ("regel", "enhet", "post")
#: Stands for the enhet in the address of a record that has none.
NO_ENHET = "-"


@router.get("/svar", summary="Svar fra reglene", responses=documented())
def answers(
    viewer: Annotated[Viewer, NeedsKey(Thing.RECORD)],
    summaries: AllSummaries,
    maaned: AskedMonth = None,
    regel: Word = None,
    enhet: Word = None,
    resultat: Result | None = None,
    etter: After = None,
    antall: HowMany = 100,
) -> Listed[SvarVist]:
    """Svarene i én måned, ordnet etter regel, enhet og post. Uten `maaned`: den siste."""
    situation = summaries.situation
    month = _month(situation, maaned)
    rows = situation.of_month(month)
    sees = seen(viewer, Thing.RECORD)
    if sees.enheter is not None:
        rows = rows.filter(pl.col("enhet").is_in(sorted(sees.enheter)))
    for column, value in (("regel", regel), ("enhet", enhet)):
        rows = rows if value is None else rows.filter(pl.col(column) == value)
    if resultat is not None:
        rows = rows.filter(pl.col("resultat") == CODES[resultat])
    key = begins_after(etter, (str, str, str))
    if key is not None:
        rows = rows.filter(_beyond(key))
    found = rows.sort(*_KEY).head(antall + 1)
    shown = found.head(antall)
    neste = cursor_of(shown.select(*_KEY).row(-1)) if found.height > antall else None
    return Listed(innhold=[_shown(situation, month, row, viewer) for row in shown.iter_rows(named=True)], neste=neste)


@router.get("/svar/{regel}/{enhet}/{maaned}", summary="Forklaringen av ett svar", responses=documented())
def explanation(
    viewer: Annotated[Viewer, NeedsKey(Thing.RECORD)],
    summaries: AllSummaries,
    follow_up: PerhapsFollowUp,
    regel: Id,
    enhet: Id,
    maaned: Annotated[str, Path(pattern=MONTH)],
    post: Annotated[str, Query(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")] = "",
) -> ForklaringVist:
    """Hvorfor regelen svarte som den gjorde. Personlige felt er med når nøkkelen har omfanget «personlig». `post`: nøkkelen
    til posten, for regler om poster. `enhet`: «-» for en post uten enhet."""
    situation = summaries.situation
    rule = situation.rulebook.rules.get(regel) or situation.shown.get(regel)
    if rule is None:
        raise ApiError(404, _("Det finnes ingen regel med denne id-en."))
    # What is for few is read by a person who is one of them: no system is.
    if situation.rulebook.confined_to(rule) is not None:
        raise ApiError(404, _("Det finnes ikke noe slikt svar."))
    if (rule.dataset is not None or not rule.versions) != bool(post):
        told_it = (
            _("Regelen handler om enheter. Utelat «post».") if post else _("Regelen handler om poster. Oppgi «post».")
        )
        raise ApiError(404, told_it)
    cell = Cell(regel, "" if enhet == NO_ENHET else enhet, _month(situation, maaned), post)
    sees = Seen(
        persons=sees_persons(viewer),
        enheter=seen(viewer, Thing.RECORD).enheter,
        hidden=situation.published.is_hidden,
        guarded=not sees_persons(viewer),
    )
    found = _explained(situation, follow_up, cell, sees)
    if post and found.source is None:
        raise ApiError(404, _("Det finnes ikke noe slikt svar."))
    sentences = told(found)
    return ForklaringVist(
        svar=sentences.answer,
        hvorfor=list(sentences.why),
        merk=list(sentences.notes),
        hva_skulle_til=[*sentences.changed, *sentences.settled],
        om=list(sentences.about),
        forklaring=as_json(found, sentences),
    )


def _explained(situation: Situation, follow_up: FollowUpState | None, cell: Cell, sees: Seen) -> Explanation:
    """From the deliveries where there are any, as the page has it; else from the folder that the pages rest on."""
    if follow_up is not None:
        with follow_up.desk.database.reading() as tx:
            if tx.deliveries.newest():
                found = explain(tx, follow_up.desk.rulebook, cell, follow_up.day, sees).explanation
                if found is not None:
                    return found
    return explain_facts(situation.rulebook, situation.facts, cell, situation.today, sees)


def _month(situation: Situation, text: str | None) -> Month:
    month = Month.parse(text) if text else situation.last
    if not situation.first <= month <= situation.last:
        told_it = _("Månedene fra {first} til {last} er vurdert.")
        raise ApiError(404, told_it.format(first=situation.first, last=situation.last))
    return month


def _beyond(key: tuple[str, ...]) -> pl.Expr:
    regel, enhet, post = (pl.col(name) for name in _KEY)
    return (regel > key[0]) | ((regel == key[0]) & ((enhet > key[1]) | ((enhet == key[1]) & (post > key[2]))))


def _shown(situation: Situation, month: Month, row: dict[str, object], viewer: Viewer) -> SvarVist:
    rule, result = str(row["regel"]), _RESULTS[int(str(row["resultat"]))]
    return SvarVist(
        regel=rule,
        enhet=str(row["enhet"]),
        maaned=str(month),
        post=shown_post(situation.rulebook, rule, str(row["post"]), viewer),
        resultat=result.value,
        utslag=None if result is Result.UNKNOWN else bool(row["struck"]),
    )
