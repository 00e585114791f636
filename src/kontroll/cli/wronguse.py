"""Wrong use of the command line, said in bokmål by the kind of mistake."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from pydantic import ValidationError
from typer._click.exceptions import (
    BadArgumentUsage,
    BadOptionUsage,
    BadParameter,
    ClickException,
    MissingParameter,
    NoSuchOption,
)
from typer.core import TyperArgument, TyperOption, _TyperParameter

from kontroll.texts import N_, _

#: pydantic's names for what is wrong with a value -> what it should have been.
_WANTED = {
    "int_parsing": N_("et helt tall"),
    "int_type": N_("et helt tall"),
    "int_from_float": N_("et helt tall"),
    "float_parsing": N_("et tall"),
    "decimal_parsing": N_("et tall"),
    "bool_parsing": N_("ja eller nei"),
    "greater_than_equal": N_("minst {ge}"),
    "less_than_equal": N_("høyst {le}"),
    "greater_than": N_("mer enn {gt}"),
    "less_than": N_("mindre enn {lt}"),
}


def sentence(mistake: ClickException) -> str:
    """What was done wrong and what to do instead. A mistake that a command raises itself is already in bokmål."""
    if isinstance(mistake, MissingParameter):
        return _missing(mistake)
    if isinstance(mistake, NoSuchOption):
        return _unknown_option(mistake)
    if isinstance(mistake, BadOptionUsage):
        return _option_use(mistake)
    if isinstance(mistake, BadArgumentUsage):
        return _("Det er oppgitt for få argumenter.")
    if isinstance(mistake, BadParameter):
        return _bad_value(mistake)
    return mistake.message


def unknown_command(typed: str, known: Sequence[str]) -> str:
    near = get_close_matches(typed, known, n=1)
    return _("Kommandoen «{typed}» finnes ikke.").format(typed=typed) + _did_you_mean(near)


def surplus(words: Sequence[str]) -> str:
    """Words on the line that no argument of the command asks for."""
    return _("For mye på kommandolinjen: {words}.").format(words=" ".join(words))


def _did_you_mean(near: Sequence[str]) -> str:
    return " " + _("Mente du «{near}»?").format(near=near[0]) if near else ""


def _name(param: object) -> str:
    if isinstance(param, TyperOption):
        return param.opts[0]
    return param.metavar or param.name.upper() if isinstance(param, TyperArgument) else ""


def _missing(mistake: MissingParameter) -> str:
    if isinstance(mistake.param, TyperOption):
        return _("{name} må oppgis.").format(name=_name(mistake.param))
    return _("Argumentet {name} må oppgis.").format(name=_name(mistake.param))


def _unknown_option(mistake: NoSuchOption) -> str:
    near = list(mistake.possibilities or ())[:1]
    return _("Valget «{name}» finnes ikke.").format(name=mistake.option_name) + _did_you_mean(near)


def _option_use(mistake: BadOptionUsage) -> str:
    known = [p for p in (mistake.ctx.command.params if mistake.ctx else []) if mistake.option_name in p.opts]
    if known and getattr(known[0], "is_flag", False):
        return _("{name} skal ikke ha noen verdi.").format(name=mistake.option_name)
    return _("{name} må følges av en verdi.").format(name=mistake.option_name)


def _bad_value(mistake: BadParameter) -> str:
    param = mistake.param
    if param is None:
        return mistake.message
    cause = mistake.__cause__
    if isinstance(cause, ValidationError):
        return _("{name}: {what}").format(name=_name(param), what=_invalid(cause, param))
    if param.type_descriptor.is_path:
        # typer does not keep which of its checks failed.
        return _("{name}: stien finnes ikke, eller kan ikke brukes her.").format(name=_name(param))
    return _("{name}: {what}").format(name=_name(param), what=mistake.message)


def _invalid(cause: ValidationError, param: _TyperParameter) -> str:
    error = cause.errors()[0]
    choices = param.type_descriptor.choices
    if choices is not None:
        wanted = ", ".join(str(getattr(choice, "value", choice)) for choice in choices)
        return _("«{given}» kan ikke brukes. Velg blant {wanted}.").format(given=error["input"], wanted=wanted)
    known = _WANTED.get(error["type"])
    if known is None:
        return _("«{given}» kan ikke brukes.").format(given=error["input"])
    wanted = _(known).format(**error.get("ctx", {}))
    return _("«{given}» kan ikke brukes; det skal være {wanted}.").format(given=error["input"], wanted=wanted)
