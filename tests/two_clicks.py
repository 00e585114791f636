"""Two clicks: from a number as it is read on a page of a report, to the list behind it, and on to each thing that is listed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from html import unescape
from statistics import median

import httpx

from served import text_of

_LINK = re.compile(r'<a class="ds-link figure-link" href="([^"]+)">([^<]+)</a>')
_CELL = re.compile(r'<td class="num[^"]*"[^>]*>(.*?)</td>', re.DOTALL)
_ROW = re.compile(r'<tr><th scope="row" class="id">(.*?)</th>(.*?)</tr>', re.DOTALL)
_CHARTS = re.compile(r"<(figure|details)\b.*?</\1>", re.DOTALL)
_TOLD = re.compile(r"<strong>([^<]+)</strong> i listen\. ([^<]*)</p>")
_EMPTY = "Ingenting er telt: tallet er null fordi det ble lett, og ikke funnet noe."
#: As the page of a figure says how it comes of what is listed.
SUM, MEDIAN, READ = "summen av det som står i listen", "det midterste av dem", "står på siden som listen viser til"


@dataclass(frozen=True)
class Thing:
    """One that is listed. address: "" = it has no page. value: what it counts for."""

    id: str
    address: str
    value: Decimal


@dataclass(frozen=True)
class Listed:
    """What stands behind a figure, all its pages together. said: the number at the top of it. count: as the page says."""

    said: Decimal | None
    count: int
    how: str
    things: tuple[Thing, ...]

    def fault(self, shown: Decimal) -> str:
        """Why the list does not carry the number; "" where it does."""
        if self.said != shown:
            return f"the report says {shown}, and the page of the figure {self.said}"
        if self.count != len(self.things):
            return f"{self.count} are said to be listed, and {len(self.things)} are"
        values = [one.value for one in self.things]
        if self.how == READ:
            return "" if len(values) == 1 and self.things[0].address else "it is read off nothing that can be opened"
        counted = median(values) if self.how == MEDIAN and values else sum(values)
        return "" if counted == shown else f"the list gives {counted}, and the report says {shown}"


def figures_on(page: str) -> dict[str, set[Decimal]]:
    """Address of the page of each figure -> the numbers that it is shown as; the same wherever it is told."""
    found: dict[str, set[Decimal]] = {}
    for address, said in _LINK.findall(page):
        found.setdefault(unescape(address), set()).add(number_in(said))
    return found


def numbers_that_open_nothing(page: str) -> list[str]:
    """Cells of tables that have a number that is no link. What a drawing is drawn of is left out: the table has it too."""
    cells = (re.sub(r"<[^>]+>", "", cell).strip() for cell in _CELL.findall(_CHARTS.sub("", page)) if "<a " not in cell)
    return [cell for cell in map(unescape, cells) if re.search(r"\d", cell)]


def number_in(said: str) -> Decimal:
    """`1 234`, `12,5 dager`, `−3`."""
    plain = unescape(said).replace("\N{MINUS SIGN}", "-").replace(",", ".")
    found = re.match(r"-?\d[\d\s]*(?:\.\d+)?", plain)
    assert found is not None, f"no number in «{said}»"
    return Decimal(re.sub(r"\s", "", found[0]))


def listed(client: httpx.Client, address: str) -> Listed:
    """The first click."""
    first = client.get(address)
    assert 200 == first.status_code, address
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", first.text, re.DOTALL)
    assert heading is not None
    said = None if "Vises ikke" in heading[1] else number_in(heading[1])
    told = _TOLD.search(first.text)
    if told is None:
        assert _EMPTY in text_of(first), address
        return Listed(said, 0, SUM, ())
    how = next(one for one in (SUM, MEDIAN, READ) if one in told[2])
    return Listed(said, int(number_in(told[1])), how, tuple(_things(client, address, first.text)))


def _things(client: httpx.Client, address: str, page: str) -> Iterator[Thing]:
    """Of all its pages."""
    side = 1
    while True:
        rows = page[page.index('id="telt"') :].split("</table>", 1)[0]
        for name, cells in _ROW.findall(rows):
            worth = _CELL.findall(cells)
            link = re.search(r'href="([^"]+)"', name)
            id = unescape(re.sub(r"<[^>]+>", "", name))
            yield Thing(id, unescape(link[1]) if link else "", number_in(worth[0]) if worth else Decimal(1))
        side += 1
        if f"side={side}" not in page:
            return
        page = client.get(f"{address}?side={side}").text


def pages_of(things: Iterable[Thing]) -> set[str]:
    """The second click: without what only says where on the page it is."""
    return {one.address.partition("#")[0] for one in things if one.address}
