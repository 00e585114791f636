"""Blocks: a Markdown text as its headings, paragraphs, list items and table cells in plain letters, each letter's line known.

Why markdown-it-py: it follows CommonMark, tells the lines that each block came from, and front matter is a plug-in of the
same house, as footnotes are. What only decides how text looks (bold, links, HTML tags) is left out; what is code is no sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from kontroll.domain.reglement import PassageKind
from kontroll.domain.skal import has_binding_word

#: Lines of a paragraph that people mean as list items, and Markdown does not: «a. utarbeide …», «b) ha …», «– melde …».
_ITEM_LINE = re.compile(r"(?:[a-zæøå][.)]|\d{1,2}\)|[–•·▪-])\s", re.IGNORECASE)
#: «1.1 Formål» or «FORMÅL» on a line of its own above a paragraph, in a text that came from a word processor.
_HEADING_LINE = re.compile(r"(?:§\s*\d|\d+(?:\.\d+)*[.)]?\s)?[^.!?,;:]{2,60}")
_TAG = re.compile(r"<[^>]*>")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


@dataclass(slots=True)
class Block:
    """level: of a heading; how far in an item stands, 0 for a paragraph. lines: of each letter, counted from 1.

    row: the first line of the table row that the cell stands in. header: a cell of the heading row.
    note: a footnote. It explains a point, and binds nobody.
    """

    kind: PassageKind
    level: int
    text: str
    lines: list[int]
    row: int | None = None
    header: bool = False
    note: bool = False

    @property
    def line(self) -> int:
        return self.lines[0] if self.lines else 0


@dataclass(slots=True)
class Parsed:
    """front: the YAML between the lines of dashes; None where there is none. front_line: of its first line."""

    front: str | None = None
    front_line: int = 1
    blocks: list[Block] = field(default_factory=list)


def parse(text: str) -> Parsed:
    """The blocks of the text in order. text: with \\n between lines."""
    markdown = MarkdownIt("commonmark").enable("table").use(front_matter_plugin).use(footnote_plugin)
    parsed = Parsed()
    tokens = markdown.parse(text)
    for token in tokens:
        if token.type == "front_matter":
            parsed.front, parsed.front_line = token.content, _first_line(token) + 1
    parsed.blocks = list(_blocks(tokens))
    return parsed


def _first_line(token: Token) -> int:
    return (token.map[0] if token.map else 0) + 1


def _blocks(tokens: list[Token]) -> Iterator[Block]:
    depth, kind, heading, row, header, item, note = 0, PassageKind.PARAGRAPH, 0, None, False, "", ""
    for token in tokens:
        if token.type == "list_item_open":
            item = token.info if depth == 1 else ""
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            depth += 1
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            depth -= 1
        elif token.type == "heading_open":
            kind, heading = PassageKind.HEADING, int(token.tag[1:])
        elif token.type == "heading_close":
            kind = PassageKind.PARAGRAPH
        elif token.type == "tr_open":
            row = _first_line(token)
        elif token.type == "tr_close":
            row = None
        elif token.type in ("footnote_open", "footnote_close"):
            note = str(token.meta.get("label", token.meta["id"] + 1)) if token.type == "footnote_open" else ""
        elif token.type in ("thead_open", "thead_close"):
            header = token.type == "thead_open"
        elif token.type in ("fence", "code_block"):
            line = _first_line(token)
            yield Block(PassageKind.CODE, 0, token.content, [line] * len(token.content))
        elif token.type == "html_block":
            yield from _of_html(token)
        elif token.type == "inline":
            text, lines, breaks = _letters(token)
            if note:
                shown = f"[{note}] {text}"
                yield Block(kind, 0, shown, [lines[0]] * (len(shown) - len(text)) + lines, note=True)
            elif kind is PassageKind.HEADING:
                yield Block(kind, heading, text, lines)
            elif row is not None:
                yield Block(PassageKind.ROW, 0, text, lines, row, header)
            elif item and (end := _heading_of_item(text, breaks)):
                # «1. ANSVAR» with its text on the next line is a list to Markdown, and a heading to whoever wrote it.
                yield Block(
                    PassageKind.HEADING, 2, f"{item}. {text[:end].strip()}", [lines[0]] * (len(item) + 2) + lines[:end]
                )
                yield from _cut(text[end:], lines[end:], [at - end for at in breaks if at >= end], 0)
            else:
                yield from _cut(text, lines, breaks, depth)
            item = ""


def _letters(token: Token) -> tuple[str, list[int], list[int]]:
    """The text in plain letters, the line of each, and where its lines begin."""
    line = _first_line(token)
    letters: list[str] = []
    lines: list[int] = []
    breaks = [0]
    for child in token.children or ():
        piece = _plain(child)
        letters.append(piece)
        lines += [line] * len(piece)
        if child.type in ("softbreak", "hardbreak"):
            line += 1
            breaks.append(len(lines))
    return "".join(letters), lines, breaks


def _plain(child: Token) -> str:
    if child.type in ("softbreak", "hardbreak"):
        return " "
    if child.type == "html_inline":
        return " " if _BREAK.fullmatch(child.content) else ""
    return child.content


def _cut(text: str, lines: list[int], breaks: list[int], depth: int) -> Iterator[Block]:
    """One paragraph; its lines that are meant as list items, each for itself."""
    starts = [at for at in breaks if at == 0 or _ITEM_LINE.match(text, at)]
    if len(breaks) > 1 and _is_heading_line(text[: breaks[1]], text[breaks[1] :]):
        starts = sorted({*starts, breaks[1]})
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        is_item = start > 0 and _ITEM_LINE.match(text, start) is not None
        kind = PassageKind.ITEM if depth or is_item else PassageKind.PARAGRAPH
        if text[start:end].strip():
            yield Block(
                kind, depth + is_item, text[start:end].rstrip(), lines[start : start + len(text[start:end].rstrip())]
            )


def _heading_of_item(text: str, breaks: list[int]) -> int:
    """How many letters of a numbered item are a heading; 0 where it is an item."""
    if len(breaks) > 1 and _is_heading_line(text[: breaks[1]], text[breaks[1] :]):
        return breaks[1]
    return len(text) if text.isupper() and not has_binding_word(text) else 0


def _is_heading_line(line: str, following: str) -> bool:
    said = line.strip()
    return (
        _HEADING_LINE.fullmatch(said) is not None
        and not has_binding_word(said)
        and following[:1] == following[:1].upper()
    ) and following[:1].isalpha()


def _of_html(token: Token) -> Iterator[Block]:
    """What stands between the tags, as a paragraph; a comment is nothing."""
    text = _TAG.sub(" ", re.sub(r"<!--.*?-->", "", token.content, flags=re.DOTALL))
    plain = " ".join(text.split())
    if plain:
        yield Block(PassageKind.PARAGRAPH, 0, plain, [_first_line(token)] * len(plain))
