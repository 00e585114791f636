"""Sample plan form: what is wanted of a stikkprøve becomes its plan, or a calculation that is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from kontroll.domain.drawplan import PlanChoices
from kontroll.domain.strata import NONPOSITIVE, TOP
from kontroll.flows.samples.size_draw import sized_for
from kontroll.flows.samples.trial import try_plan, try_size
from kontroll.flows.showing.draws import ShownDraw
from kontroll.report.sampling.calculator import Calculation
from kontroll.sampling.parts import Part
from kontroll.texts import NORWAY, _
from kontroll.web.act_form import Sent, Wrong
from kontroll.web.sample_form import SECOND, moment_of, wish_of
from kontroll.wiring import Desk


def planned(choices: PlanChoices, parts: Mapping[str, Part], sent: Sent) -> PlanChoices:
    """Raises Wrong, and sampling's Impossible where no sample gives what is wanted."""
    second = sent.given("dobbelt") or "0.1"
    source = sent.given("kilde").strip()
    if second not in SECOND:
        raise Wrong("dobbelt", _("Velg ett av alternativene."))
    if not 0 < len(source) <= 500:
        raise Wrong("kilde", _("Skriv hvor frøet skal komme fra, for eksempel terninger på et åpent møte."))
    after = moment_of(sent, "tidligst").astimezone(NORWAY).isoformat() if sent.given("tidligst") else ""
    checklist = tuple(line.strip() for line in sent.given("sjekkliste").splitlines() if line.strip())
    kept = replace(
        choices,
        seed_source=source,
        seed_format=sent.given("skrives").strip()[:300]
        or choices.seed_format
        or _("sifre i den rekkefølgen de ble lest opp, uten mellomrom"),
        seed_after=after,
        fallback=sent.given("reserve").strip()[:500],
        decision=sent.given("beslutning").strip()[:1000],
        second_share=second,
        checklist=checklist[:50],
    )
    return sized_for(wish_of(sent), parts, kept)


def tried_out(desk: Desk, found: ShownDraw, by: str, sent: Sent, now: datetime) -> Calculation:
    """The answer for the part that most records are in; the others are sized likewise. Raises Wrong.

    Where the number is her own: besides what would be needed, what so many can say.
    """
    wish, count = wish_of(sent), largest_part(found.parts)
    if wish.size is None:
        return try_plan(desk, found.draw.id, by, wish.words(count), now)
    return try_size(desk, found.draw.id, by, wish.words(count), min(wish.size, count), now)


def largest_part(parts: Mapping[str, Part]) -> int:
    """How many records are in the largest of those that are drawn from."""
    return max((part.count for name, part in parts.items() if name not in (TOP, NONPOSITIVE)), default=0) or 1
