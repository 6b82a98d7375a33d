"""Arguments in, one call each, what it gives printed: the command `citegraph`."""

from __future__ import annotations

import io
import os
import sys
from typing import Annotated

import typer

from citegraph import __version__
from citegraph.cli import ask, build, check, cluster, demo, extract, mark, relate
from citegraph.cli.ending import DEBUG, ended
from citegraph.cli.options import Commands
from citegraph.errors import (
    AuthorityError,
    CitegraphError,
    ClusterError,
    ExportError,
    QueryError,
    ReadError,
    StoreError,
)

EXIT_CODES: dict[type[CitegraphError], int] = {
    QueryError: 3,
    StoreError: 4,
    AuthorityError: 5,
    ExportError: 6,
    ReadError: 7,
    ClusterError: 8,
}
"""Beside 0 (done), 1 (done, with something to look at), 2 (the command was not understood) and 130 (Ctrl-C)."""

app = Commands(
    name="citegraph",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for group in (build, ask, relate, check, mark, extract, cluster, demo):
    group.register(app)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"citegraph {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", envvar=DEBUG, help="Show where in the program an error arose.")
    ] = False,
) -> None:
    """Find the Party documents that Vietnamese reports cite, and map them as a graph.

    Exit codes: 0 done; 1 done, with something to look at (files that could not be read, findings); 2 the command was
    not understood; 3 the question fits nothing or too much; 4 the store, 5 the table of known documents, 6 an output,
    7 a file or 8 a cluster cannot be used; 130 stopped by Ctrl-C.
    """
    if debug:
        os.environ[DEBUG] = "1"


def main() -> None:
    """Run the command; what citegraph raises on purpose becomes one line and an exit code of its kind."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # whatever the locale: a pipe is UTF-8, and no letter ends the program
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")
    sys.exit(ended(app, EXIT_CODES))
