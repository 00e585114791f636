"""Los: the public sector's own vocabulary of services (Digdir, NLOD), as its RDF file holds it: themes, terms and synonyms.

Why lxml and not an RDF library: the file is a flat list of SKOS concepts, each said in full under its own address. Two
tables are wanted of it, with the line of every word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from kontroll.domain.problem import Place
from kontroll.sources.base import Row
from kontroll.sources.formats import Format, FormatContext, Read, refused_whole, table
from kontroll.sources.xmlfile import Told, Unsafe, line_of_text, not_readable, root_of, whole_tree
from kontroll.texts import N_, _, number

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_SKOS = "{http://www.w3.org/2004/02/skos/core#}"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_BELOW = "/los/"
THEME, WORD = "tema", "ord"
THEMES, WORDS = "los_tema", "los_ord"
_THEME_HEADINGS = ("id", "navn", "nynorsk", "overordnet", "adresse")
_WORD_HEADINGS = ("post", "ord", "maalform", "slag", "term", "termnavn", "tema")
#: The labels of a concept, and what a word is that stands in one.
_LABELS = (("prefLabel", "navn"), ("altLabel", "synonym"), ("hiddenLabel", "synonym"))
#: Bokmål and nynorsk; the English labels are no names that a kommune's services go by.
_LANGUAGES = ("nb", "nn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """id: the end of its address, `tema/barnehage`. labels: (line, language, kind, text). above: ids, in the file's order."""

    id: str
    address: str
    line: int
    labels: tuple[tuple[int, str, str, str], ...]
    above: tuple[str, ...]
    below: tuple[str, ...]

    @property
    def is_theme(self) -> bool:
        return self.id.startswith(f"{THEME}/")

    def name(self, language: str) -> str:
        return next((text for _line, lang, kind, text in self.labels if lang == language and kind == "navn"), "")


def _recognises(head: bytes, name: str) -> bool:
    return root_of(head) == (_RDF.strip("{}"), "RDF")


def _read(path: Path, shown_as: str, context: FormatContext) -> Read:
    try:
        root = whole_tree(path)
    except etree.XMLSyntaxError as error:
        return Read(problems=[not_readable(shown_as, error)])
    except Unsafe:
        what = _("filen har en dokumenttype (DOCTYPE), som Los ikke har")
        return Read(problems=[refused_whole(Place(shown_as, 1), what, _("Hent filen fra Digdir på nytt."))])
    told = Told(shown_as)
    concepts = list(_concepts(root))
    _check(concepts, told)
    if told.refusals:
        return Read(problems=told.problems)
    themes = [one for one in concepts if one.is_theme]
    sheets = {
        THEMES: table(shown_as, _THEME_HEADINGS, map(_theme_row, themes)),
        WORDS: table(shown_as, _WORD_HEADINGS, _word_rows(concepts)),
    }
    return Read(sheets=sheets, told=_said(concepts), problems=told.problems)


def _concepts(root: etree._Element) -> Iterator[Concept]:
    """Themes and words; what else the file holds (events, its own structure) is left out."""
    for element in root.iterchildren(tag=etree.Element):
        address = element.get(f"{_RDF}about") or ""
        id = address.rpartition(_BELOW)[2]
        if id.partition("/")[0] in (THEME, WORD) and "/" in id:
            yield Concept(
                id=id,
                address=address,
                line=element.sourceline or 0,
                labels=tuple(_labels(element)),
                above=tuple(_pointed_at(element, "broader")),
                below=tuple(_pointed_at(element, "narrower")),
            )


def _labels(element: etree._Element) -> Iterator[tuple[int, str, str, str]]:
    for tag, kind in _LABELS:
        for label in element.iterchildren(f"{_SKOS}{tag}"):
            text = line_of_text(label.text)
            if text and text != "*" and label.get(_LANGUAGE) in _LANGUAGES:
                yield label.sourceline or 0, label.get(_LANGUAGE) or "", kind, text


def _pointed_at(element: etree._Element, tag: str) -> Iterator[str]:
    for one in element.iterchildren(f"{_SKOS}{tag}"):
        id = (one.get(f"{_RDF}resource") or "").rpartition(_BELOW)[2]
        if id.partition("/")[0] in (THEME, WORD):
            yield id


def _check(concepts: list[Concept], told: Told) -> None:
    """Everything that would make the vocabulary another than the file's own."""
    fix = _("Hent Los fra Digdir på nytt, og lever filen slik den kom.")
    if not any(one.is_theme for one in concepts) or all(one.is_theme for one in concepts):
        told.refuse(1, _("filen er RDF, men mangler temaene eller ordene i Los"), fix)
        return
    known = {one.id: one for one in concepts}
    seen: set[str] = set()
    for one in concepts:
        if one.id in seen:
            told.refuse(one.line, _("«{id}» står to ganger").format(id=one.id[:80]), fix)
        seen.add(one.id)
        if not one.name("nb"):
            told.refuse(one.line, _("«{id}» har ikke noe navn på bokmål").format(id=one.id[:80]), fix)
        for above in one.above:
            if above not in known:
                what = _("«{id}» ligger under «{above}», som ikke finnes")
                told.refuse(one.line, what.format(id=one.id[:80], above=above[:80]), fix)
            elif one.id not in known[above].below:
                told.notice(
                    one.line,
                    _("«{id}» ligger under «{above}», som ikke sier det samme").format(
                        id=one.id[:80], above=above[:80]
                    ),
                    _("Ordet er tatt med under temaet likevel."),
                    _("Si fra til Digdir."),
                )


def _theme_row(theme: Concept) -> Row:
    above = next((id for id in theme.above), "")
    return theme.line, [theme.id, theme.name("nb"), theme.name("nn"), above, theme.address]


def _word_rows(concepts: Iterable[Concept]) -> Iterator[Row]:
    """One for each word in each language; the same word twice under a term is one."""
    for one in concepts:
        seen: set[str] = set()
        theme = one.id if one.is_theme else next((id for id in one.above if id.startswith(f"{THEME}/")), "")
        for line, language, kind, text in one.labels:
            post = f"{one.id}/{language}/{text}"
            if post not in seen:
                seen.add(post)
                yield line, [post, text, language, kind, one.id, one.name("nb"), theme]


def _said(concepts: list[Concept]) -> list[str]:
    themes = sum(one.is_theme for one in concepts)
    words = sum(len(one.labels) for one in concepts)
    up = sum(len(one.above) for one in concepts)
    down = sum(len(one.below) for one in concepts)
    return [
        _("Los: {themes} temaer, {terms} ord, {words} navn og synonymer på bokmål og nynorsk.").format(
            themes=number(themes), terms=number(len(concepts) - themes), words=number(words)
        ),
        _("{up} henvisninger til det overordnede er holdt mot {down} henvisninger den andre veien.").format(
            up=number(up), down=number(down)
        ),
    ]


FORMAT = Format(
    id="los", name=N_("Los, ord for offentlige tjenester"), kinds=(THEMES, WORDS), recognises=_recognises, read=_read
)
