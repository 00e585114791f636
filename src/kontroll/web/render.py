"""Render: a template and what it shows become a page. Every text passes gettext; every value is escaped."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from starlette.responses import HTMLResponse

from kontroll.domain.access import Act, Thing, Viewer, may_enter
from kontroll.domain.month import Month
from kontroll.domain.register import ADDRESSES, register_of
from kontroll.proving import lapsing
from kontroll.report import course, engines, proof, words
from kontroll.report.document import html
from kontroll.report.explaining.text import mark_of
from kontroll.report.issuing import words as issuing
from kontroll.report.marks import colour_mark, severity_mark, tally_shape
from kontroll.report.unchecked import by_why
from kontroll.texts import _, amount, day, day_from, listed, moment, month_name, near_day, ngettext, number
from kontroll.web import chart, skal
from kontroll.web.help_pages import help_link
from kontroll.web.menu import menu, steers
from kontroll.web.on_paper import printed_of
from kontroll.web.places import place_of

HERE = Path(__file__).parent
_PLAIN = re.compile(r"[A-Za-z0-9_.~-]*")


def link(path: str, **query: object) -> str:
    """An address inside the pages; parts of the path are given already quoted."""
    given = {name: str(value) for name, value in query.items() if value is not None}
    return f"{path}?{'&'.join(f'{name}={_quoted(value)}' for name, value in given.items())}" if given else path


def _quoted(value: str) -> str:
    # Months and ids, hundreds on a page: most have nothing to quote.
    return value if _PLAIN.fullmatch(value) else quote_plus(value)


@cache
def asset(path: str) -> str:
    """The address of a file in `static`, with the fingerprint of its content: a browser asks for each version once."""
    content = (HERE / "static" / path).read_bytes()
    return f"/static/{path}?v={hashlib.sha256(content).hexdigest()[:12]}"


@pass_context
def _near_day(shown: Context, value: date, *, weekday: bool = False) -> str:
    """With the year where it is not obvious, on a page that knows which day it is of."""
    today = shown.get("today")
    return day_from(value, today, weekday=weekday) if isinstance(today, date) else near_day(value, weekday=weekday)


def rule_link(rule: str, month: Month, **query: object) -> str:
    return link(f"/regel/{quote(rule, safe='')}", maaned=month, **query)


def unit_link(enhet: str, month: Month) -> str:
    return link(f"/enhet/{quote(enhet, safe='')}", maaned=month)


def figure_link(enhet: str, indicator: str, month: Month) -> str:
    return link(f"/enhet/{quote(enhet, safe='')}/tall/{quote(indicator, safe='')}", maaned=month)


def explanation_link(rule: str, enhet: str, month: Month, post: str = "") -> str:
    """Of one answer. A record that has no enhet stands under «-»."""
    place = "/".join(quote(part, safe="") for part in (rule, enhet or "-", str(month)))
    return link(f"/forklaring/{place}", post=post or None)


def sak_link(id: str) -> str:
    return f"/sak/{quote(id, safe='')}"


def register_link(post: str) -> str:
    """Of a record that is kept in a register here; "" for every other one."""
    register = register_of(post)
    return f"{ADDRESSES[register]}/{quote(post, safe='')}" if register is not None else ""


def message_link(id: str) -> str:
    return f"/melding/{quote(id, safe='')}"


def run_link(id: str) -> str:
    return f"/kjoringer/{quote(id, safe='')}"


def sees(viewer: Viewer, thing: str) -> bool:
    """Whether pages about the thing are for her. thing: the name of a member of Thing."""
    return may_enter(viewer, Act.SEE, Thing[thing])


def does(viewer: Viewer, thing: str) -> bool:
    """Whether the forms about the thing are for her."""
    return may_enter(viewer, Act.DO, Thing[thing])


def percent(share: str) -> str:
    """A share as it stands in a plan, `0.05` or `3/500`, as per cent: `5`, `0,6`."""
    return number(Decimal(Fraction(share).numerator * 100) / Fraction(share).denominator)


def kroner(value: Decimal) -> str:
    """Whole kroner: on a list the øre are in the way."""
    return amount(int(value.quantize(Decimal(1))) * 100)


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader([HERE / "templates", html.TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(_, ngettext, newstyle=False)  # type: ignore[attr-defined]
    environment.globals.update(
        # In place of the extension's own, which looks up the other through the context, hundreds of times on a page.
        _=_,
        number=number,
        kroner=kroner,
        sees=sees,
        does=does,
        steers=steers,
        menu=menu,
        day=day,
        month_name=month_name,
        listed=listed,
        severity_mark=severity_mark,
        words=words,
        proof=proof,
        engines=engines,
        ending=lapsing,
        by_why=by_why,
        link=link,
        asset=asset,
        rule_link=rule_link,
        unit_link=unit_link,
        explanation_link=explanation_link,
        mark_of=mark_of,
        sak_link=sak_link,
        register_link=register_link,
        message_link=message_link,
        run_link=run_link,
        skal=skal,
        drawn=chart.drawn,
        spark=chart.spark,
        colour_mark=colour_mark,
        tally_shape=tally_shape,
        figure_link=figure_link,
        course_told=course.told,
        line_name=course.line_name,
        near_day=_near_day,
        moment=moment,
        report_state=issuing.state_name,
        report_act=issuing.act_name,
        kr=amount,
        percent=percent,
        **html.GLOBALS,
    )
    return environment


_ENVIRONMENT = _environment()


def page(template: str, status: int = 200, **shown: Any) -> HTMLResponse:
    """The page as a response. Raises jinja2.UndefinedError where the template asks for what was not given.

    shown: with `found_under` where several ways of the menu lead to pages of one template.
    """
    usual = {"help_at": help_link(template), "found_under": place_of(template), "on_paper": printed_of(status)}
    text = _ENVIRONMENT.get_template(template).render(**(usual | shown))
    return HTMLResponse(text, status_code=status)
