"""XML files read without trust: no document type, no entities, nothing fetched, and never the whole file in memory.

Comments are left out as they are read: a text with one in the middle would else end there, and `1<!-- -->000` be 1.

Why a document type is refused: neither SAF-T nor EHF has one, and it is the way in for entities that grow without end or
fetch what the file's writer may not see.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from lxml import etree

from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.sources.formats import refused_whole
from kontroll.texts import _, ngettext

#: What lexically is a decimal by XML Schema: no exponent, no spaces inside, a point.
_DECIMAL = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(Z|[+-]\d{2}:\d{2})?")
_WHOLE = re.compile(r"\+?\d+")
#: More problems than these are not told of one file.
MOST_PROBLEMS = 100


def root_of(head: bytes) -> tuple[str, str] | None:
    """Namespace and name of the root element of a file that begins like this; None where it is no XML."""
    if b"<" not in head:
        return None
    parser = etree.XMLPullParser(events=("start",), resolve_entities=False, no_network=True, load_dtd=False)
    try:
        parser.feed(head)
        first = next(iter(parser.read_events()), None)
    except etree.XMLSyntaxError:
        first = next(iter(parser.read_events()), None)
    if first is None:
        return None
    name = etree.QName(first[1])
    return name.namespace or "", name.localname


def elements(path: Path, names: tuple[str, ...]) -> Iterator[etree._Element]:
    """Each element of these names ({namespace}name) as soon as it is read whole; `forget` it when it is done with.

    Raises Unsafe for a document type, and etree.XMLSyntaxError where the file is no XML.
    """
    refuse_document_type(path)
    with path.open("rb") as file:
        reading = etree.iterparse(
            file, events=("end",), tag=names, resolve_entities=False, no_network=True, load_dtd=False,
            remove_comments=True, remove_pis=True,
        )  # fmt: skip
        for _event, element in reading:
            yield element


def refuse_document_type(path: Path) -> None:
    """Raises Unsafe where one stands before the root element, which is the only place it may stand."""
    parser = etree.XMLPullParser(events=("start",), resolve_entities=False, no_network=True, load_dtd=False)
    with path.open("rb") as file:
        while chunk := file.read(65536):
            parser.feed(chunk)
            root = next(iter(parser.read_events()), None)
            if root is not None:
                if root[1].getroottree().docinfo.doctype:
                    raise Unsafe("the file has a document type")
                return


def safe_parser() -> etree.XMLParser:
    """For a file that is read whole."""
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )


def whole_tree(path: Path) -> etree._Element:
    """A small file read whole. Raises as `elements` does.

    Its texts may be of any size, as an enclosed PDF is: without a document type no entity can be declared that would grow.
    """
    refuse_document_type(path)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, remove_comments=True, remove_pis=True
    )
    return etree.fromstring(path.read_bytes(), parser)


def forget(element: etree._Element) -> None:
    """Let go of what the element holds, and of those of its name before it."""
    element.clear(keep_tail=False)
    before = element.getprevious()
    parent = element.getparent()
    if before is not None and parent is not None and before.tag == element.tag:
        parent.remove(before)


class Unsafe(Exception):
    """The file holds what no file of its kind needs, and that may harm who reads it."""


def not_readable(shown_as: str, error: etree.XMLSyntaxError | Unsafe) -> Problem:
    """Why the file is refused, with the line. The parser's own sentence is left out: it may repeat what stands in the file."""
    if isinstance(error, Unsafe):
        what = _("filen har en dokumenttype (DOCTYPE), som verken SAF-T eller EHF skal ha")
        return refused_whole(Place(shown_as, 1), what, _("Be leverandøren om en fil uten, og lever den på nytt."))
    line = error.lineno or 0
    what = _("filen er ikke gyldig XML her: den er kuttet, har feil tegnsett eller er skadet")
    fix = _("Hent filen ut av kildesystemet på nytt; blir det samme feil, ta det med systemets leverandør.")
    return refused_whole(Place(shown_as, line), what, fix)


# --- contents -----------------------------------------------------------------------------------------------------------


def exact(text: str, decimals: int) -> Decimal | None:
    """A decimal number of at most so many decimals that are not zero; None where the text is none."""
    stripped = text.strip()
    if _DECIMAL.fullmatch(stripped) is None:
        return None
    value = Decimal(stripped)
    return value if value == round(value, decimals) else None


def whole(text: str) -> int | None:
    stripped = text.strip()
    return int(stripped) if _WHOLE.fullmatch(stripped) else None


def day(text: str) -> str | None:
    """An XML Schema date as YYYY-MM-DD, whatever its time zone; None where the text is none."""
    stripped = text.strip()
    if _DAY.fullmatch(stripped) is None:
        return None
    try:
        return date.fromisoformat(stripped[:10]).isoformat()
    except ValueError:
        return None


def line_of_text(text: str | None) -> str:
    """A text as one line, in NFC."""
    whole = text or ""
    return " ".join((whole if whole.isascii() else unicodedata.normalize("NFC", whole)).split())


@dataclass(slots=True)
class Told:
    """The problems of one file as they are found, each once, at most MOST_PROBLEMS of each gravity."""

    shown_as: str
    refusals: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)
    left_out: int = 0

    @property
    def problems(self) -> list[Problem]:
        """Those that refuse the file first, and last how many there was no room for."""
        found = [*self.refusals, *self.notices]
        if self.left_out:
            more = ngettext("og {count} ting til av samme slag", "og {count} ting til av samme slag", self.left_out)
            last = found[-1]
            found.append(
                Problem(Place(self.shown_as), more.format(count=self.left_out), last.why, last.fix, Gravity.NOTICE)
            )
        return found

    def refuse(self, line: int, what: str, fix: str, why: str | None = None) -> None:
        """The file is not taken because of this."""
        self._add(self.refusals, refused_whole(Place(self.shown_as, line), what, fix, why))

    def notice(self, line: int, what: str, why: str, fix: str) -> None:
        self._add(self.notices, Problem(Place(self.shown_as, line), what, why, fix, Gravity.NOTICE))

    def _add(self, to: list[Problem], problem: Problem) -> None:
        if problem in to:
            return
        if len(to) < MOST_PROBLEMS:
            to.append(problem)
        else:
            self.left_out += 1
