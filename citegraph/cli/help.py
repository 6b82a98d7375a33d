"""The command that shows the documentation in the terminal: help.

The documentation is the Markdown of `citegraph/docs`: `NAME.md` in English and, for most, `NAME.vi.md` in Vietnamese.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from difflib import get_close_matches
from importlib.resources import files
from typing import TYPE_CHECKING, Annotated

import typer

from citegraph.cli.printing import LEAST, localized, output_language, print_line
from citegraph.cli.usage_errors import usage_error

if TYPE_CHECKING:
    from rich.console import RenderableType

TOPICS = (
    "tour",
    "commands",
    "serve",
    "formats",
    "decisions",
    "knowledge",
    "glossary",
    "python",
    "evaluation",
    "performance",
    "reliability",
    "architecture",
    "contributing",
    "changes",
)
"""The topics in the order of the list; each has a message of its own, "topic.NAME", that says what it is about."""

_DOCS = files("citegraph") / "docs"
_WIDEST = 120  # columns; longer lines of prose are hard to read
_NEAREST = 3  # names that are suggested for an unknown one
_LINK = re.compile(r"!?\[([^\]]+)\]\(([^)#\s]*)(#[^)\s]*)?\)")
_FENCED = re.compile(r"(^```.*?^```$)", re.MULTILINE | re.DOTALL)


def _complete_topic(incomplete: str) -> list[str]:
    """Return the topics and commands that start with the typed text, for shell completion."""
    return [name for name in (*TOPICS, *_command_names()) if name.startswith(incomplete) and " " not in name]


def help(
    topic: Annotated[
        list[str] | None,
        typer.Argument(help="A topic of the list, or a command.", metavar="TOPIC", autocompletion=_complete_topic),
    ] = None,
) -> None:
    """Show a topic of the documentation; without one, list the topics.

    The name of a command shows its section in the reference of all commands. In a pipe the text is Markdown.

    \b
    Examples:
      citegraph help
      citegraph help formats
      citegraph help cited-by
    """
    if not topic:
        _print_topics()
        return
    name = " ".join(topic)
    text = (
        read_topic(name, output_language())
        if name in TOPICS
        else command_section(read_topic("commands", output_language()), name)
    )
    if text is None:
        raise _unknown_topic_error(name)
    if not sys.stdout.isatty():
        typer.echo(text, nl=False)
        return
    _print_markdown(text)


def read_topic(topic: str, language: str) -> str:
    """Return the Markdown of a topic in the language, or in English if it is not translated."""
    translated = _DOCS / f"{topic}.{language}.md"
    return (translated if translated.is_file() else _DOCS / f"{topic}.md").read_text(encoding="utf-8")


def command_section(text: str, command: str) -> str | None:
    """Return the section of the reference about a command; None for a name that is not a command.

    >>> command_section("# Commands\\n\\n## build\\n\\nReads.\\n\\n## cites\\n", "build")
    '## build\\n\\nReads.\\n'
    """
    if command not in _command_names():
        return None
    found = re.search(rf"^## {re.escape(command)}\n.*?(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    return f"{found.group().rstrip()}\n" if found else None


def _command_names() -> list[str]:
    from citegraph.cli import GROUPS, MODULES

    names = [name for below in MODULES.values() for name in below]
    return [*names, *(f"{group} {name}" for group, below in GROUPS.items() for name in below)]


def _print_topics() -> None:
    language = output_language()
    width = max(map(len, TOPICS))
    for topic in TOPICS:
        only_english = language != "en" and not (_DOCS / f"{topic}.{language}.md").is_file()
        note = f" {localized('topics.in_english')}" if only_english else ""
        typer.echo(f"{topic:{width}}  {localized(f'topic.{topic}')}{note}")
    print_line(localized("topics.shown"), error=True)


def _unknown_topic_error(name: str) -> typer.BadParameter:
    if near := get_close_matches(name, [*TOPICS, *_command_names()], n=_NEAREST, cutoff=0.5):
        return usage_error("usage.no_topic", name=name, names=", ".join(near))
    return usage_error("usage.no_topic_of", name=name, names=", ".join(TOPICS))


def _print_markdown(text: str) -> None:
    """Print Markdown for a reader at a terminal, with headings, tables and code that can be told apart."""
    from rich.console import Console
    from rich.theme import Theme

    headings = dict.fromkeys(("markdown.h1", "markdown.h2", "markdown.h3"), "bold")
    console = Console(theme=Theme({**headings, "markdown.code": "cyan", "markdown.table.border": "dim"}))
    console.width = min(console.width, _WIDEST)
    console.print(_render_for_terminal(_FENCED.split(text)))


def _render_for_terminal(parts: Iterable[str]) -> RenderableType:
    """Return what is printed of a text, given as prose and fenced code in turn."""
    from rich.console import Console, ConsoleOptions, RenderResult
    from rich.markdown import CodeBlock, Heading, Markdown
    from rich.padding import Padding
    from rich.text import Text

    class PlainHeading(Heading):
        """A heading at the left, without a frame."""

        def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
            self.text.justify = "left"
            yield self.text

    class PlainCode(CodeBlock):
        """Code indented, in the colors of the terminal."""

        def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
            code = Text(str(self.text).rstrip(), overflow="fold", tab_size=LEAST)
            yield Padding(code, (0, 0, 0, 4))

    class TerminalMarkdown(Markdown):
        elements = Markdown.elements | {"heading_open": PlainHeading, "fence": PlainCode, "code_block": PlainCode}

    return TerminalMarkdown(
        "".join(part if part.startswith("```") else _LINK.sub(_terminal_link, part) for part in parts)
    )


def _terminal_link(link: re.Match[str]) -> str:
    """Return a link for a terminal: the command that shows another topic, or the address of a web page."""
    text, target, anchor = link.groups(default="")
    if target.startswith("http"):
        return f"{text} ({target})"
    topic = target.split("/")[-1].split(".")[0]
    if topic not in TOPICS or not target.endswith(".md"):
        return text
    command = anchor.removeprefix("#")
    shown = f"`citegraph help {command if command in _command_names() else topic}`"
    return shown if text == topic else f"{text} ({shown})"
