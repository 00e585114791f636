"""Help pages: one text for each subject, in Markdown beside this file, and which subject helps with which page.

Each text begins with its title, and with one paragraph that says what it is about. What the reader sees on a page by the
same name stands in bold; a test holds that it is there, and that every link leads somewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from kontroll.report.inflection import Wanted
from kontroll.texts import language_code

#: Pages that a text leads to and that are not for everybody -> the thing they are about.
_ABOUT = {
    "/brukere": "USERS", "/innstillinger": "SETTINGS", "/kjoringer": "RUN", "/kontrolltiltak": "KONTROLLTILTAK",
    "/personvern": "KONTROLLTILTAK", "/resultatavtaler": "AGREEMENT", "/personal": "AGGREGATE", "/hms": "AGGREGATE",
    "/leveranser": "DELIVERY", "/manedsoppfolging": "FOLLOW_UP",
    "/meld": "REPORT", "/politisk": "SUMMED", "/saker": "SAK", "/styring": "UNIT",
    "/vaktliste": "RECORD", "/arkiv": "ARCHIVE", "/arsrapport": "REPORTING", "/bonus": "BONUS", "/samtaler": "TALK",
    "/resultatlonn": "PAY",
    "/internkontroll": "INTERNAL_CONTROL", "/vedtak": "REGISTER", "/tilsyn": "REGISTER", "/utredninger": "REGISTER",
}  # fmt: skip
_LINK = re.compile(r'<a href="(/[a-z]+)" class="ds-link">(.*?)</a>')
_TEXTS = Path(__file__).parent / "help"
_FALLBACK = "nb"

#: In the order that they are listed.
SUBJECTS = (
    "forste-dag", "melde", "svar", "farger", "maalekart", "bonus", "manedsoppfolging", "resultatavtaler", "samtaler",
    "resultatlonn", "saker", "styring", "arsrapport", "rapporter", "internkontroll", "internkontrollkart", "regler", "reglement",
    "kontrolltiltak", "registre", "personvern",
    "leveranser", "kjoringer", "stikkprover", "etterprove", "meldinger", "sok", "tilgang",
    "varsling", "revisor", "arkiv", "brukere", "api",
)  # fmt: skip
#: Templates of pages, or what their names begin with, and the subject that helps whoever reads them.
_HELPS = {
    "start": "forste-dag", "figure": "farger", "unit": "farger", "overview": "farger", "sak": "svar", "answered": "svar",
    "saker": "saker", "steering": "styring", "political": "styring", "queue": "internkontroll",
    "bulk": "internkontroll", "watchlist": "internkontroll", "rule": "regler", "explanation": "regler",
    "reglement": "reglement", "skal_register": "reglement", "deliveries": "leveranser", "run": "kjoringer",
    "message": "meldinger", "search": "sok", "sign_in": "tilgang", "choose_password": "tilgang", "error": "tilgang",
    "user": "brukere", "settings": "brukere", "api": "api", "report": "melde", "help": "", "accessibility": "",
    "preparing": "tilgang",
    "talk": "samtaler", "pay": "resultatlonn",
    "archive": "arkiv", "sample": "stikkprover", "public_sample": "etterprove", "control_measure": "kontrolltiltak",
    "privacy": "personvern",
    "working_life": "kontrolltiltak", "bonus": "bonus", "agreement": "resultatavtaler",
    "scorecard": "maalekart", "handbook": "maalekart",
    "register": "registre",
    "control_map": "internkontrollkart", "control_evaluation": "internkontrollkart", "agenda": "internkontrollkart",
    "month_": "manedsoppfolging", "period_report": "manedsoppfolging", "yearly_": "arsrapport", "report_figure": "arsrapport",
    "issued_": "rapporter", "issuing_": "rapporter",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class HelpPage:
    """lead: its first paragraph, body: the rest, as HTML. text: all of it, as it was written."""

    id: str
    title: str
    lead: Markup
    body: Markup
    text: str


def help_page(subject: str) -> HelpPage | None:
    """None where there is no such subject."""
    return _read(subject, language_code()) if subject in SUBJECTS else None


def help_pages() -> list[HelpPage]:
    return [_read(subject, language_code()) for subject in SUBJECTS]


def helping_with(text: str) -> list[HelpPage]:
    """Those in which every word is found; where it is in the title first."""
    wanted = Wanted.of(text)
    found = [one for one in help_pages() if wanted.is_in(one.text)]
    return sorted(found, key=lambda one: not wanted.is_in(one.title))


def subject_of(template: str) -> str | None:
    """The subject that helps with a page; "" = the list of them. None where nobody has said which."""
    name = template.removesuffix(".html")
    fitting = [begun for begun in _HELPS if name.startswith(begun)]
    return _HELPS[max(fitting, key=len)] if fitting else None


def help_link(template: str) -> str:
    return f"/hjelp/{subject_of(template) or ''}".rstrip("/")


def leading_only_to(body: Markup, is_open: Callable[[str], bool]) -> Markup:
    """The body without the links that would lead the reader to a closed door; their words stay.

    is_open: whether the pages about a thing are for her, by the name of the thing.
    """

    def kept(link: re.Match[str]) -> str:
        about = _ABOUT.get(link[1])
        return link[0] if about is None or is_open(about) else link[2]

    return Markup(_LINK.sub(kept, body))


@cache
def _read(subject: str, language: str) -> HelpPage:
    own = _TEXTS / language / f"{subject}.md"
    text = (own if own.exists() else _TEXTS / _FALLBACK / f"{subject}.md").read_text(encoding="utf-8")
    markdown = MarkdownIt("commonmark", {"html": False})
    tokens = markdown.parse(text)
    for token in tokens:
        _dress(token)
    # The title and the first paragraph are three tokens each: a beginning, a text and an end.
    title, rest = tokens[1].content, tokens[6:]
    lead = Markup(markdown.renderInline(tokens[4].content))
    return HelpPage(subject, title, lead, Markup(markdown.renderer.render(rest, markdown.options, {})), text)


def _dress(token: Token) -> None:
    """As the other pages look."""
    if token.type == "heading_open":
        token.attrSet("class", "ds-heading")
        token.attrSet("data-size", "xs" if token.tag == "h2" else "2xs")
    elif token.type == "link_open":
        token.attrSet("class", "ds-link")
    for below in token.children or ():
        _dress(below)
