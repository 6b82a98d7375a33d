"""Commands whose help and messages follow `--lang`."""

from __future__ import annotations

import inspect
import os
import re
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from functools import wraps
from typing import Annotated, Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

from citegraph.cli.output import lang
from citegraph.i18n import LANGUAGES, VARIABLE, helped, metavars

Callback = TypeVar("Callback", bound=Callable[..., Any])

_LANG = re.compile(rf"(?:(?<= )|^)--lang[ =]({'|'.join(LANGUAGES)})(?= |$)")


def _set_language(value: str | None) -> None:
    if value is not None and value not in LANGUAGES:
        raise typer.BadParameter(f"{value!r} is not one of {', '.join(LANGUAGES)}")
    if value is not None:
        os.environ[VARIABLE] = value


LangOption = Annotated[
    str | None,
    typer.Option(
        "--lang",
        metavar="|".join(LANGUAGES),
        callback=_set_language,
        help="The language of messages, tables and pages. [default: that of the locale, else en]",
    ),
]


class Commands(typer.Typer):
    """A Typer app whose commands all take --lang, which sets the language of their output."""

    def command(self, *names: Any, **settings: Any) -> Callable[[Callback], Callback]:
        """Add a command, as in Typer."""
        add = super().command(*names, cls=Command, **settings)
        return lambda command: add(_with_language(command))


def _with_language(command: Callback) -> Callback:
    """Return the command with a parameter for --lang, whose callback sets the language."""

    @wraps(command)
    def run(*arguments: Any, lang: str | None = None, **named: Any) -> Any:
        return command(*arguments, **named)

    signature = inspect.signature(command, eval_str=True)
    parameter = inspect.Parameter("lang", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=LangOption)
    parameters = [*signature.parameters.values(), parameter]
    run.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    del run.__wrapped__  # or inspect would read its parameters instead
    return run  # type: ignore[return-value]


class Command(TyperCommand):
    """A command whose help is in the user's language."""

    def get_help(self, ctx: Any) -> str:
        """Return the whole help."""
        return _formatted(self.format_help, ctx)

    def get_usage(self, ctx: Any) -> str:
        """Return the usage line."""
        return _formatted(self.format_usage, ctx)

    def get_short_help_str(self, limit: int = 0) -> str:
        """Return the first sentence of the help, never shortened; long lines are wrapped."""
        about = helped(lang(), inspect.cleandoc(self.help or "").partition("\n\n")[0])
        return re.sub(r"(?<=\.) .*", "", about)


class Group(TyperGroup):
    """The group of all commands, with help in the user's language."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Apply --lang first, because help and usage errors are printed before any option is processed."""
        for named in _LANG.findall(" ".join(args)):
            os.environ[VARIABLE] = named
        alone = len(args) <= 2 and _LANG.fullmatch(" ".join(args))
        return super().parse_args(ctx, [] if alone else args)

    def get_help(self, ctx: Any) -> str:
        """Return the whole help."""
        return _formatted(self.format_help, ctx)

    def get_usage(self, ctx: Any) -> str:
        """Return the usage line."""
        return _formatted(self.format_usage, ctx)


def _formatted(write: Callable[[Any, Any], None], ctx: Any) -> str:
    formatter = _Formatter(ctx.make_formatter())
    write(ctx, formatter)
    return str(formatter.getvalue()).rstrip("\n")


class _Formatter:
    """Translates everything that is passed on to the formatter of the library."""

    def __init__(self, inner: Any) -> None:
        self._inner, self._lang = inner, lang()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        self._inner.write_usage(prog, metavars(self._lang, _unmarked(args)), prefix=f"{helped(self._lang, 'Usage')}: ")

    def section(self, name: str) -> AbstractContextManager[None]:
        section: AbstractContextManager[None] = self._inner.section(helped(self._lang, name))
        return section

    def write_text(self, text: str) -> None:
        self._inner.write_text("\n\n".join(map(self._paragraph, text.split("\n\n"))))

    def write_dl(self, rows: Sequence[tuple[str, str]], *sizes: Any, **named: Any) -> None:
        translated = [(metavars(self._lang, _unmarked(term)), helped(self._lang, text)) for term, text in rows]
        self._inner.write_dl(translated, *sizes, **named)

    def _paragraph(self, text: str) -> str:
        """Return a translated paragraph; of examples, only the heading is translated."""
        if not text.startswith("\b\n"):
            return helped(self._lang, text)
        mark, heading, *lines = text.split("\n")
        return "\n".join((mark, helped(self._lang, heading), *lines))


def _unmarked(usage: str) -> str:
    """Return the usage without the marks for required parameters and types that some versions of Typer add."""
    return re.sub(r"\{(\w+)\}", r"\1", re.sub(r"(?<=\w) <\w+(?:\[\w+\])?>$", "", usage))
