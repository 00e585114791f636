"""`kontroll stikkprove liste`: the running series of the draws in a home."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kontroll.cli.desk import Home, database_of
from kontroll.texts import _, number

if TYPE_CHECKING:
    from kontroll.domain.draw import Draw
    from kontroll.flows.samples.series import Numbered

_WIDTH = len("under planlegging")


def liste(
    som_json: Annotated[bool, typer.Option("--json", help="Svaret som JSON, for et program.")] = False,
    mappe: Home = Path(),
) -> None:
    """Exit 1 where a number is missing in the series."""
    from kontroll.flows.samples.series import series

    with database_of(mappe) as database, database.reading() as tx:
        found = series(tx)
    if som_json:
        print(json.dumps([_as_object(one) for one in found], ensure_ascii=False, indent=2))
    else:
        print("\n".join(_line(one) for one in found) or _("Det er ingen stikkprøver ennå."))
    missing = [one.id for one in found if one.draw is None]
    if missing:
        print(
            _("Disse numrene mangler i rekken: {ids}. Kjør «kontroll logg etterprov».").format(ids=", ".join(missing)),
            file=sys.stderr,
        )
        raise typer.Exit(1)


def _line(one: Numbered) -> str:
    if one.draw is None:
        return f"{one.id:10}{_('mangler')}"
    line = f"{one.id:10}{one.draw.state.value:{_WIDTH}}  {one.draw.name} ({one.draw.dataset}, {_months(one.draw)})"
    if not one.drawn:
        return line
    return f"{line}: " + _("{checked} av {drawn} poster er kontrollert").format(
        checked=number(one.checked), drawn=number(one.drawn)
    )


def _months(draw: Draw) -> str:
    return str(draw.first) if draw.first == draw.last else f"{draw.first}–{draw.last}"


def _as_object(one: Numbered) -> dict[str, object]:
    draw = one.draw
    if draw is None:
        return {"id": one.id, "tilstand": None}
    return {
        "id": draw.id,
        "tilstand": draw.state.value,
        "navn": draw.name,
        "datasett": draw.dataset,
        "fra": str(draw.first),
        "til": str(draw.last),
        "blant": draw.arm.value,
        "kontroll": draw.control or None,
        "poster": one.drawn,
        "kontrollert": one.checked,
    }
