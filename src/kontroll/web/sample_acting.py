"""Sample acting: who may do something with a stikkprøve from a page, and what she is told when it could not be done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import HTTPException

from kontroll.domain.access import Viewer
from kontroll.domain.conflict import Conflict
from kontroll.domain.drawflow import DrawRefused
from kontroll.flows.samples.chosen import NotFrozen
from kontroll.flows.samples.with_draw import UnknownDraw
from kontroll.notices.draw_refusals import told_of_draw
from kontroll.sampling.kup1.refused import Refused
from kontroll.sampling.rates import Impossible
from kontroll.texts import N_, _
from kontroll.web.act_form import Wrong
from kontroll.web.sample_words import in_one_line

CHANGED = N_("Stikkprøven er endret siden du åpnet den, så dette er ikke lagret. Se hva som er nytt, og send på nytt.")


@dataclass(frozen=True, slots=True)
class Stopped:
    """status: of the answer. told: what it was, and what to do. field: which one is wrong, "" = none."""

    status: int
    told: tuple[str, ...]
    field: str = ""


def stopped(do: Callable[[], object], id: str) -> Stopped | None:
    """None where it was done. Raises HTTPException where there is no such draw."""
    try:
        do()
    except Conflict:
        return Stopped(409, (_(CHANGED),))
    except DrawRefused as refused:
        problem = told_of_draw(refused)
        return Stopped(422, (problem.what, problem.why or "", problem.fix or ""))
    except NotFrozen as why:
        return Stopped(422, tuple(in_one_line(one) for one in why.problems))
    except (Refused, Impossible) as why:
        return Stopped(422, (why.sentence,))
    except Wrong as wrong:
        return Stopped(422, (wrong.what,), wrong.field)
    except UnknownDraw:
        raise no_such_draw(id) from None
    return None


def acting_person(viewer: Viewer) -> str:
    """Raises HTTPException for whoever stands in no list of persons."""
    if viewer.person is None:
        raise HTTPException(403, _("Bare den som står i personlisten, kan gjøre noe med en stikkprøve."))
    return viewer.person


def no_such_draw(id: str) -> HTTPException:
    return HTTPException(404, _("Det finnes ingen stikkprøve med nummer «{id}».").format(id=id[:40]))
