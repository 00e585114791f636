"""How long a report of 200 pages with 60 charts takes to set, beside a browser that prints the same page.

`python -m benchmarks.papers` measures this alone. Each time is from nothing: a process of its own, in which no drawing is kept.
"""

from __future__ import annotations

import re
import resource
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.tables import Table
from kontroll.report.document.files import BY_ENDING
from kontroll.report.document.model import (
    Block,
    Chart,
    ChartKind,
    Document,
    Figure,
    Grounds,
    Record,
    Section,
    Series,
    Told,
)
from kontroll.report.document.model import Table as Rows

CHAPTERS, CHARTS_EACH, ROWS, OPENING, TURNS = 20, 3, 48, 400, 3
#: What the issue of such a report may take on the clock.
WANTED = 20
_TEXT = "Kommunen har fulgt opp avvikene slik reglementet sier, og kontrollene er gjort hver måned. " * 9
_QUIET = ["--headless", "--disable-gpu", "--no-sandbox", "--disable-dev-shm-usage", "--no-pdf-header-footer"]


def report() -> Document:
    """With tables in which some figures open."""
    chapters = tuple(_chapter(n) for n in range(CHAPTERS))
    document = Document(
        kind="arsrapport", period="2026", title="Internkontroll i 2026", municipality="Furuvik kommune",
        known=date(2027, 1, 20), sections=chapters,
    )  # fmt: skip
    record = Record(kind="avvik", id="A-1", address="/avvik/A-1")
    opening = islice(document.figures(), OPENING)
    return replace(
        document,
        grounds={one.id: Grounds(counted=f"Avvik som ble lukket: {one.id}.", records=(record,)) for one in opening},
    )


def _chapter(chapter: int) -> Section:
    blocks: list[Block] = []
    for part in range(CHARTS_EACH):
        blocks += [Told((_TEXT,))] * 10
        blocks += [_chart(chapter, part), _table(chapter, part)]
    return Section(id=f"k{chapter}", title=f"Kapittel {chapter + 1}", blocks=tuple(blocks))


def _chart(chapter: int, part: int) -> Chart:
    kind = list(ChartKind)[part % len(ChartKind)]
    return Chart(
        id=f"figur-{chapter}-{part}",
        caption=f"Avvik måned for måned {chapter + 1}.{part + 1}",
        kind=kind,
        labels=tuple(f"m{month}" for month in range(1, 13)),
        series=tuple(
            Series(name=name, values=tuple((month * factor + chapter * 5 + part) % 23 for month in range(12)))
            for name, factor in (("Nye", 7), ("Lukkede", 5))
        ),
        told="Avvikene gikk opp og ned.",
    )


def _table(chapter: int, part: int) -> Rows:
    return Rows(
        caption=f"Enheter {chapter + 1}.{part + 1}",
        headings=("Enhet", "Avvik", "Hva som er gjort", "Dager"),
        numeric=(False, True, False, True),
        rows=tuple(
            (f"Enhet {n}", Figure(id=f"t{chapter}-{part}-{n}", value=n), "Fulgt opp med leder, og rettet", 3 * n)
            for n in range(ROWS)
        ),
    )


def papers(folder: Path) -> Table:
    """folder: an empty one."""
    taken: dict[str, list[tuple[float, float]]] = {}
    for _turn in range(TURNS):
        for name in _COMPETITORS:
            taken.setdefault(name, []).append(_timed([sys.executable, "-m", "benchmarks.papers", name, str(folder)]))
    ours = median(wall for wall, _cpu in taken[".pdf"])
    rows = [
        (_COMPETITORS[name], f"{median(w for w, _c in found):.2f} s", f"{median(c for _w, c in found):.2f} s",
         f"{median(w for w, _c in found) / ours:.2f}", f"{_size(folder, name) / 1e6:.1f} MB")
        for name, found in taken.items()
    ]  # fmt: skip
    pages = _pages(folder / "rapport.pdf")
    note = (
        f"{pages} pages with {CHAPTERS * CHARTS_EACH} charts, a process of its own each time, in turns. "
        f"Wanted: under {WANTED} s. The browser's file is neither PDF/UA nor PDF/A, and its time holds that the page is made."
    )
    return Table("A report as files", ("what", "on the clock", "processor", "beside the PDF", "size"), rows, note)


#: What is made -> how it is told.
_COMPETITORS = {
    ".pdf": "PDF/UA-1 and PDF/A-2a, by kontroll",
    "chromium": "a PDF that a browser prints of the same page",
    ".docx": "Word",
    ".xlsx": "Excel with the records",
    ".html": "HTML",
}


def _make(name: str, folder: Path) -> None:
    ending = ".html" if name == "chromium" else name
    (folder / f"rapport{ending}").write_bytes(
        BY_ENDING[ending].write(report(), "https://kontroll.example/arsrapport/2026")
    )
    if name == "chromium":
        browser = shutil.which("chromium") or shutil.which("google-chrome") or "chromium"
        made, page = folder / "chromium.pdf", folder / "rapport.html"
        subprocess.run([browser, *_QUIET, f"--print-to-pdf={made}", page.as_uri()], check=True, capture_output=True)


def _timed(command: list[str]) -> tuple[float, float]:
    """Seconds on the clock, and of the processor in it and all it started."""
    begun, before = perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return perf_counter() - begun, cpu


def _size(folder: Path, name: str) -> int:
    return (folder / ("chromium.pdf" if name == "chromium" else f"rapport{name}")).stat().st_size


def _pages(file: Path) -> int:
    return len(re.findall(rb"/Type/Page[^s]", file.read_bytes()))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        _make(sys.argv[1], Path(sys.argv[2]))
    else:
        with TemporaryDirectory() as folder:
            sys.stdout.write(papers(Path(folder)).markdown())
