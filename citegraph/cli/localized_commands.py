"""Commands whose help and messages follow `--lang`."""

from __future__ import annotations

import inspect
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import wraps
from typing import Annotated, Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

from citegraph.cli.options import DEFAULT_STORE
from citegraph.cli.printing import output_language
from citegraph.cli.usage_errors import parameter_name, stop_parsing, usage_error
from citegraph.i18n import LANGUAGES, VARIABLE, message, say, value_name
from citegraph.i18n.vietnamese_help import localized_usage, vietnamese_help

Callback = TypeVar("Callback", bound=Callable[..., Any])

_LANG = re.compile(rf"(?:(?<= )|^)--lang[ =]({'|'.join(LANGUAGES)})(?= |$)")


def _set_language(value: str | None) -> None:
    if value is not None and value not in LANGUAGES:
        raise usage_error("usage.not_one_of", value=value, names=", ".join(LANGUAGES))
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
        return lambda command: add(_add_language_option(command))


def _add_language_option(command: Callback) -> Callback:
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

    allow_extra_args = True  # which are refused here

    def get_help(self, ctx: Any) -> str:
        """Return the whole help."""
        return _formatted_help(self, self.format_help, ctx)

    def get_usage(self, ctx: Any) -> str:
        """Return the line that says how the command is used."""
        return _formatted_help(self, self.format_usage, ctx)

    def get_short_help_str(self, limit: int = 0) -> str:
        """Return the first sentence of the help uncut; a long one is wrapped."""
        return _short_help(self)

    def get_help_option(self, ctx: Any) -> Any:
        """Return the option --help."""
        return _translate_help_option(super().get_help_option(ctx))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments, all of which must be understood."""
        rest = super().parse_args(ctx, args)
        if ctx.args and not ctx.resilient_parsing:
            stop_parsing(ctx, message("usage.extra", rest=" ".join(map(str, ctx.args))))
        return rest


class Group(TyperGroup):
    """The group of all commands, with help in the user's language."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Apply --lang before anything else, so that help and errors are in the right language."""
        for spoken in _LANG.findall(" ".join(args)):
            os.environ[VARIABLE] = spoken
        alone = len(args) <= 2 and _LANG.fullmatch(" ".join(args))
        return super().parse_args(ctx, [] if alone else args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the command that is named first. If no command has that name, suggest one with a similar name."""
        if not ctx.resilient_parsing and args and self.get_command(ctx, args[0]) is None and args[0][:1].isalnum():
            from difflib import get_close_matches

            near = get_close_matches(args[0], self.list_commands(ctx))
            names = ", ".join(f"'{name}'" for name in near)
            but = message("usage.no_command_but", name=args[0], names=names)
            stop_parsing(ctx, but if near else message("usage.no_command", name=args[0]))
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """Run the command that is named."""
        if not self.invoke_without_command and not (getattr(ctx, "_protected_args", None) or ctx.args):
            stop_parsing(ctx, message("usage.missing_command"))
        return super().invoke(ctx)

    def get_help(self, ctx: Any) -> str:
        """Return the whole help."""
        return _formatted_help(self, self.format_help, ctx)

    def get_usage(self, ctx: Any) -> str:
        """Return the line that says how the command is used."""
        return _formatted_help(self, self.format_usage, ctx)

    def get_short_help_str(self, limit: int = 0) -> str:
        """Return the first sentence of the help uncut; a long one is wrapped."""
        return _short_help(self)

    def get_help_option(self, ctx: Any) -> Any:
        """Return the option --help."""
        return _translate_help_option(super().get_help_option(ctx))


def help_name(command: Any) -> str:
    """Return the name of the help of a command: "check", or "decisions check" if two commands have the name."""
    module = getattr(command.callback, "__module__", "") or ""
    whole = f"{module.rpartition('.')[2]} {command.name}"
    return whole if vietnamese_help(whole) is not None else str(command.name)


def _short_help(command: Any) -> str:
    about = _help_paragraphs(command)[0]
    return re.sub(r"(?<=\.) .*", "", " ".join(about.split()))


def _translate_help_option(option: Any) -> Any:
    if option is not None:
        option.help = say(output_language(), "help.help")
    return option


def _help_paragraphs(command: Any) -> list[str]:
    """Translate the help text of a command; of the examples, only the heading."""
    english = inspect.cleandoc(command.help or "").split("\n\n")
    told = vietnamese_help(help_name(command)) if output_language() == "vi" else None
    if told is None:
        return english
    examples = [paragraph for paragraph in english if paragraph.startswith("\b\n")]
    return [*told.split("\n\n"), *map(_translate_examples_heading, examples)]


def _translate_examples_heading(paragraph: str) -> str:
    mark, _, *examples = paragraph.split("\n")
    return "\n".join(
        (mark, say(output_language(), "help.examples" if len(examples) > 1 else "help.example"), *examples)
    )


@contextmanager
def _translated_command(command: Any) -> Iterator[None]:
    """Translate the help of the command and its parameters while the block runs."""
    if output_language() != "vi":
        yield
        return
    before = [(each, each.help) for each in (command, *command.params)]
    command.help = "\n\n".join(_help_paragraphs(command))
    for parameter in command.params:
        parameter.help = _fill_placeholders(
            vietnamese_help(help_name(command), parameter_name(parameter)) or parameter.help
        )
    try:
        yield
    finally:
        for each, told in before:
            each.help = told


def _fill_placeholders(told: str | None) -> str | None:
    """Return a help text with its placeholders filled in."""
    if told is None or "{" not in told:
        return told
    from citegraph.cli.build import all_and_default_format_names

    formats, usual = all_and_default_format_names()
    return told.format(formats=formats, usual=usual, store=DEFAULT_STORE)


def _formatted_help(command: Any, write: Callable[[Any, Any], None], ctx: Any) -> str:
    formatter = _Formatter(ctx.make_formatter())
    with _translated_command(command):
        write(ctx, formatter)
    return str(formatter.getvalue()).rstrip("\n")


_FACTS = {"default:": "help.default", "env var:": "help.variable", "required": "help.required"}
_FACT = re.compile(r"(?:(?<=; )|^)(?:default:|env var:|required)")


class _Formatter:
    """Writes the headings of the library, and the names of values, in the reader's language."""

    def __init__(self, inner: Any) -> None:
        self._inner, self._lang = inner, output_language()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        usage = localized_usage(self._lang, _strip_usage_marks(args))
        self._inner.write_usage(prog, usage, prefix=f"{say(self._lang, 'help.usage')}: ")

    def section(self, name: str) -> AbstractContextManager[None]:
        section: AbstractContextManager[None] = self._inner.section(
            value_name("vi", "help", name.lower()) if self._lang == "vi" else name
        )
        return section

    def write_dl(self, rows: Sequence[tuple[str, str]], *sizes: Any, **named: Any) -> None:
        said = [
            (localized_usage(self._lang, _strip_usage_marks(term)), self._translate_bracketed_facts(text))
            for term, text in rows
        ]
        self._inner.write_dl(said, *sizes, **named)

    def _translate_bracketed_facts(self, text: str) -> str:
        """Return a text with what the library adds in brackets: the default, the variable, whether it is required."""
        told, brackets, facts = text.partition("  [")
        return told + brackets + _FACT.sub(lambda fact: say(self._lang, _FACTS[fact.group()]), facts)


def _strip_usage_marks(usage: str) -> str:
    """Return the usage without the marks for required parameters and types that some versions of Typer add."""
    return re.sub(r"\{(\w+)\}", r"\1", re.sub(r"(?<=\w) <\w+(?:\[\w+\])?>$", "", usage))
