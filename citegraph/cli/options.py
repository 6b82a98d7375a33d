"""The options that several commands share."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from citegraph.cli.output import Shape
from citegraph.model import Scope
from citegraph.words import LANGUAGES, VARIABLE

Callback = TypeVar("Callback", bound=Callable[..., Any])

DEFAULT_STORE = Path("output/citegraph.sqlite")


class Whose(StrEnum):
    """Whose documents a command is about."""

    PARTY = "party"
    STATE = "state"
    ALL = "all"

    @property
    def scope(self) -> Scope | None:
        """As the library has it: None for both."""
        return None if self is Whose.ALL else Scope(self.value)


class Every(StrEnum):
    """How finely time is counted."""

    YEAR = "year"
    MONTH = "month"


class By(StrEnum):
    """What documents are ranked by."""

    REPORTS = "reports"
    PAGERANK = "pagerank"
    FIRST = "first"
    LAST = "last"


class Commands(typer.Typer):
    """Commands that each take --lang too, which chooses the language of what they say."""

    def command(self, *names: Any, **settings: Any) -> Callable[[Callback], Callback]:
        """Add a command, as in Typer."""
        add = super().command(*names, **settings)
        return lambda command: add(_speaking(command))


def _speaking(command: Callback) -> Callback:
    """The command with a parameter for --lang, whose callback does all there is to do."""

    @wraps(command)
    def run(*arguments: Any, lang: str | None = None, **named: Any) -> Any:
        return command(*arguments, **named)

    signature = inspect.signature(command, eval_str=True)
    spoken = inspect.Parameter("lang", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=LangOption)
    parameters = [*signature.parameters.values(), spoken]
    run.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    del run.__wrapped__  # or its parameters would be read instead
    return run  # type: ignore[return-value]


def _speak(value: str | None) -> None:
    if value is not None and value not in LANGUAGES:
        raise typer.BadParameter(f"{value!r} is not one of {', '.join(LANGUAGES)}")
    if value is not None:
        os.environ[VARIABLE] = value


LangOption = Annotated[
    str | None,
    typer.Option(
        "--lang",
        metavar="|".join(LANGUAGES),
        callback=_speak,
        help="The language of messages, tables and pages. [default: that of the locale, else en]",
    ),
]
StoreOption = Annotated[Path, typer.Option("--store", help="The store to ask.", metavar="FILE")]
ShapeOption = Annotated[Shape, typer.Option("--format", help="How to print it.")]
ScopeOption = Annotated[Whose, typer.Option("--scope", help="Whose documents: of the Party, of the State, or all.")]
LimitOption = Annotated[int | None, typer.Option("--limit", min=1, help="How many to show at most. [default: all]")]
SinceOption = Annotated[
    str | None, typer.Option("--since", help="Only reports of this day, month or year or later.", metavar="DATE")
]
UntilOption = Annotated[
    str | None, typer.Option("--until", help="Only reports of this day, month or year or earlier.", metavar="DATE")
]
PublisherOption = Annotated[
    str | None, typer.Option("--publisher", help="Only reports of publishers of this name.", metavar="WORDS")
]
LocalityOption = Annotated[
    str | None, typer.Option("--locality", help="Only reports about this place.", metavar="WORDS")
]
DocumentArgument = Annotated[
    list[str], typer.Argument(help="The document, as you would type it.", metavar="DOCUMENT...")
]
PathsArgument = Annotated[
    list[str],
    typer.Argument(
        help="Files, folders, patterns such as 'reports/*.pdf', or - for standard input.", metavar="PATH..."
    ),
]
KnownOption = Annotated[
    Path | None, typer.Option("--authority", help="A CSV table of further known documents.", metavar="FILE")
]
