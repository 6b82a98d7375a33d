"""The command `citegraph`: parse the arguments, call one function, print its result."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from keyword import iskeyword
from typing import Annotated

import typer

from citegraph import __version__
from citegraph.cli.error_handling import DEBUG, run_command
from citegraph.cli.localized_commands import Commands, Group, LangOption
from citegraph.cli.standard_streams import repair_streams
from citegraph.errors import (
    CitegraphError,
    ClusterError,
    ExportError,
    KnowledgeError,
    QueryError,
    ReadError,
    StoreError,
)

EXIT_CODES: dict[type[CitegraphError], int] = {
    QueryError: 3,
    StoreError: 4,
    KnowledgeError: 5,
    ExportError: 6,
    ReadError: 7,
    ClusterError: 8,
}
"""Other exit codes are 0 (done), 1 (done, with something to look at), 2 (usage error) and 130 (Ctrl-C)."""

MODULES = {
    "build": ("build",),
    "lists": ("cited-by", "cites", "documents", "reports", "failures"),
    "exploration": ("related", "timeline", "path", "search"),
    "explain": ("explain",),
    "audit": ("audit",),
    "annotate": ("annotate",),
    "extract": ("extract",),
    "cluster": ("cluster", "import"),
    "store_check": ("check",),
    "demo": ("demo",),
    "serve": ("serve", "mcp"),
    "decisions": ("decide", "decisions"),
    "diff": ("diff",),
    "knowledge": ("known",),
    "help": ("help",),
}
"""The commands in the order of the help, by the module of this package that defines them."""

GROUPS = {"known": ("suggest", "check"), "decisions": ("list", "check", "undo", "add", "export")}
"""Commands with subcommands, which are defined in the same module."""


WORKING = frozenset({"build", "annotate", "cluster", "import", "demo"})
"""Commands that are run for the files they write, not for what they print."""


def root_command(arguments: Sequence[str] = ()) -> Commands:
    """Return the command `citegraph`.

    Args:
        arguments: Only the command that these name is loaded, since each takes time to import. All are loaded if there
            are no arguments, or if they name none.
    """
    app = _command_group("citegraph", citegraph)
    named = _first_positional(arguments)
    known = {name: module for module, names in MODULES.items() for name in names}
    if arguments != ["--version"]:
        for name in [named] if named in known else known:
            module = import_module(f"citegraph.cli.{known[name]}")
            function = getattr(module, name.replace("-", "_") + "_" * iskeyword(name))
            if name not in GROUPS:
                app.command(name)(function)
                continue
            below = _command_group(name, function)
            for each in GROUPS[name]:
                below.command(each)(getattr(module, each))
            app.add_typer(below)
    return app


def _command_group(name: str, function: Callable[..., None]) -> Commands:
    """Return a command with subcommands; `function` takes the options before those."""
    app = Commands(
        name=name,
        cls=Group,
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
        add_completion=name == "citegraph",
    )
    app.callback()(function)
    return app


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"citegraph {__version__}")
        raise typer.Exit


def citegraph(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version.")
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", envvar=DEBUG, help="Show where in the program an error arose.")
    ] = False,
    lang: LangOption = None,
) -> None:
    """Find the Party documents that Vietnamese reports cite, and map them as a graph.

    Exit codes: 0 done; 1 done, with something to look at (files that could not be read, findings); 2 the command was
    not understood; 3 the question fits nothing or too much; 4 the store, 5 the table of known documents, 6 an output,
    7 a file or 8 a cluster cannot be used; 130 stopped by Ctrl-C.
    """
    if debug:
        os.environ[DEBUG] = "1"


def main() -> None:
    """Run the command. An error of citegraph becomes one line and an exit code."""
    arguments = sys.argv[1:]
    repair_streams(printing=_first_positional(arguments) not in WORKING)
    sys.exit(run_command(root_command(arguments), EXIT_CODES))


def _first_positional(arguments: Sequence[str]) -> str | None:
    """Return the first argument that is not an option."""
    return next((word for word in arguments if not word.startswith("-")), None)
