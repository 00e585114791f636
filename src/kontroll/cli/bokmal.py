"""Commands that speak bokmål: their help, what they say of wrong use, and what a user sees when kontroll itself fails.

Why classes and no translation catalogue: typer passes only some of its sentences through gettext. Here help is written from
what a command knows of itself, and a mistake is told by its kind (see wronguse), so no English sentence is matched.
Every group of commands is an `App`; tests/cli/test_bokmal.py walks them all.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import typer
from typer._click.core import Context
from typer._click.exceptions import ClickException, NoArgsIsHelpError, UsageError
from typer._click.formatting import HelpFormatter
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption
from typer.exceptions import Abort

from kontroll import log
from kontroll.cli.wronguse import sentence, surplus, unknown_command
from kontroll.texts import _

#: With this set to 1 an unexpected failure shows where it happened.
DEBUG = "KONTROLL_DEBUG"
HELP_NAMES = ["--help", "--hjelp", "-h"]

CommandFunction = TypeVar("CommandFunction", bound=Callable[..., Any])

_INTERRUPTED = 130


class _Spoken:
    """Help in bokmål, as plain text that a screen reader and a pipe take as well as a terminal does."""

    name: str | None
    params: list[Any]

    def get_help_option_names(self, ctx: Context) -> list[str]:
        # typer makes a set of them, and its order differs from run to run.
        return HELP_NAMES

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        option: TyperOption | None = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = _("Viser denne hjelpen.")
        return option

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        try:
            rest: list[str] = super().parse_args(ctx, args)  # type: ignore[misc]
        except UsageError as mistake:
            # The parser leaves out which command it was reading for.
            mistake.ctx = mistake.ctx or ctx
            raise
        return rest

    def format_usage(self, ctx: Context, formatter: HelpFormatter) -> None:
        pieces = [_("[VALG]")]
        for param in self.params:
            if isinstance(param, TyperArgument):
                name = _argument(param)
                pieces.append(name if param.required else f"[{name}]")
        if isinstance(self, Group):
            pieces.append(_("KOMMANDO …"))
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=_("Bruk: "))

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        self.format_usage(ctx, formatter)
        self.format_help_text(ctx, formatter)  # type: ignore[attr-defined]
        self.format_options(ctx, formatter)

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        shown = [p for p in self.get_params(ctx) if not p.hidden]  # type: ignore[attr-defined]
        arguments = [(_argument(p), _explained(p, ctx)) for p in shown if isinstance(p, TyperArgument)]
        options = [(_option(p), _explained(p, ctx)) for p in shown if isinstance(p, TyperOption)]
        for heading, rows in ((_("Argumenter"), arguments), (_("Valg"), options)):
            if rows:
                with formatter.section(heading):
                    formatter.write_dl(rows)


class Command(_Spoken, TyperCommand):
    """One command."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        ctx.allow_extra_args = True
        rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            ctx.fail(surplus(rest))
        return rest


class Group(_Spoken, TyperGroup):
    """Commands under one name; the outermost is the program."""

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        below = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        rows = [(n, c.short_help or c.help or "") for n, c in below if c is not None and not c.hidden]
        if rows:
            with formatter.section(_("Kommandoer")):
                formatter.write_dl(rows)

    def resolve_command(self, ctx: Context, args: list[str]) -> Any:
        if self.get_command(ctx, args[0]) is None and not args[0].startswith("-") and not ctx.resilient_parsing:
            ctx.fail(unknown_command(args[0], self.list_commands(ctx)))
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: Context) -> Any:
        if not ctx._protected_args and not self.invoke_without_command:
            ctx.fail(_("Skriv hvilken kommando som skal kjøres."))
        return super().invoke(ctx)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the program and end the process: 0 success, 1 it did not hold or kontroll failed, 2 wrong use."""
        for stream in (sys.stdout, sys.stderr):
            # A terminal that cannot show «…» shows a question mark; it does not stop the command.
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")
        log.configure("warning")
        try:
            code = super().main(args, prog_name, complete_var, False, windows_expand_args, **extra)
        except ClickException as mistake:
            _tell(mistake)
            sys.exit(mistake.exit_code)
        except Abort:
            code = _INTERRUPTED
        except Exception as failure:
            if os.environ.get(DEBUG) == "1":
                raise
            _tell_failure(failure)
            sys.exit(1)
        if code == _INTERRUPTED:
            print("\n" + _("Avbrutt."), file=sys.stderr)
        sys.exit(code if isinstance(code, int) else 0)


class App(typer.Typer):
    """A typer application, or a group in one, whose commands are of these classes."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(
            cls=Group, no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False, **settings
        )

    def command(self, name: str | None = None, **settings: Any) -> Callable[[CommandFunction], CommandFunction]:
        return super().command(name, cls=Command, **settings)

    def add_typer(self, typer_instance: typer.Typer, **settings: Any) -> None:
        """A group, also one that was made as a plain typer application."""
        for info in typer_instance.registered_commands:
            info.cls = Command
        super().add_typer(typer_instance, cls=Group, **settings)


def _tell(mistake: ClickException) -> None:
    """What was wrong, how the command is used, and where the rest of the help is."""
    if isinstance(mistake, NoArgsIsHelpError):
        print(mistake.ctx.get_help(), file=sys.stderr)
        return
    print(sentence(mistake), file=sys.stderr)
    ctx = mistake.ctx if isinstance(mistake, UsageError) else None
    if ctx is not None:
        print(ctx.get_usage(), file=sys.stderr)
        print(_("Mer hjelp: {command} --help").format(command=ctx.command_path), file=sys.stderr)


def _tell_failure(failure: Exception) -> None:
    """For the user a sentence without the failure's own words: they are English and may quote a delivered value."""
    log.logger(__name__).error("command failed", exc_info=failure)
    told = _("Det oppsto en feil i kontroll ({kind}), og kommandoen er stoppet. {debug}=1 viser hvor.")
    print(told.format(kind=type(failure).__name__, debug=DEBUG), file=sys.stderr)


def _argument(param: TyperArgument) -> str:
    return (param.metavar or param.name.upper()) + ("…" if param.nargs != 1 and not param.metavar else "")


def _option(param: TyperOption) -> str:
    names = ", ".join([*param.opts, *param.secondary_opts])
    return names if param.is_flag else f"{names} {param.metavar or _placeholder(param)}"


def _placeholder(param: TyperOption) -> str:
    """What kind of value the option takes, where the command does not say it better itself."""
    kind = param.type_descriptor
    if kind.choices is not None:
        return "|".join(str(getattr(choice, "value", choice)) for choice in kind.choices)
    if kind.annotation in (int, float):
        return _("TALL")
    return _("STI") if kind.is_path or "Path" in str(kind.annotation) else _("TEKST")


def _explained(param: TyperArgument | TyperOption, ctx: Context) -> str:
    """The help text, whether it must be given, and what it is otherwise."""
    notes = []
    if param.required:
        notes.append(_("må oppgis"))
    default = param.get_default(ctx, call=False)
    if param.show_default and default not in (None, False, "", (), []):
        shown = ", ".join(map(str, default)) if isinstance(default, list | tuple) else str(default)
        notes.append(_("ellers {value}").format(value=shown))
    text = param.help or ""
    return f"{text} [{'; '.join(notes)}]" if notes else text
