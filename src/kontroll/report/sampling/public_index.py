"""Public index: the running series of draws as one page for a web server and one table for a program."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape
from urllib.parse import quote

from kontroll.report.sampling.public_draw import PublicDraw
from kontroll.texts import _, moment

INDEX, TABLE = "index.html", "oversikt.tsv"


def index_page(municipality: str, series: Sequence[tuple[str, PublicDraw | None]]) -> str:
    """series: every number and its draw, None where it is missing."""
    title = _("Stikkprøver i {municipality}").format(municipality=municipality)
    heads = (_("Nummer"), _("Tilstand"), _("Forpliktelse"), _("Kunngjort"), _("Filer"))
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in heads)
    rows = "\n".join(_row(id, draw) for id, draw in series)
    lead = _(
        "Hver stikkprøve har et nummer fra den er påbegynt. Numrene har ingen hull; en stikkprøve som blir gitt opp, står her "
        "med grunnen. Plan og liste legges ut når utvalget er trukket."
    )
    caption = _("Alle stikkprøver, den nyeste først")
    return f"""<!doctype html>
<html lang="nb">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
</head>
<body>
<main>
<h1>{escape(title)}</h1>
<p>{escape(lead)}</p>
<table>
<caption>{escape(caption)}</caption>
<thead><tr>{head}</tr></thead>
<tbody>
{rows}
</tbody>
</table>
</main>
</body>
</html>
"""


def index_table(series: Sequence[tuple[str, PublicDraw | None]]) -> str:
    lines = ["nummer\ttilstand\tforpliktelse\tkunngjort\tgrunn"]
    for id, draw in series:
        if draw is None:
            lines.append(f"{id}\tmangler\t\t\t")
        else:
            at = _committed_at(draw)
            reason = " ".join(draw.reason.split())
            lines.append(f"{id}\t{draw.state.value}\t{draw.commitment}\t{at.isoformat() if at else ''}\t{reason}")
    return "\n".join(lines) + "\n"


def _row(id: str, draw: PublicDraw | None) -> str:
    if draw is None:
        return (
            f'<tr><th scope="row">{escape(id)}</th><td colspan="4">{escape(_("Nummeret mangler i serien."))}</td></tr>'
        )
    state = escape(_(draw.state.value))
    if draw.reason:
        state += f"<br>{escape(draw.reason)}"
    at = _committed_at(draw)
    links = " ".join(f'<a href="{quote(f"{id}/{name}")}">{escape(name)}</a>' for name in draw.names)
    cells = (state, f"<code>{escape(draw.commitment)}</code>", escape(moment(at)) if at else "", links)
    return f'<tr><th scope="row">{escape(id)}</th>' + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _committed_at(draw: PublicDraw) -> datetime | None:
    return draw.populations[0].committed_at if draw.populations else None
