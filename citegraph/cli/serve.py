"""The command `serve`: open a store in the browser, as a place to ask, read and decide."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import Annotated

import typer

from citegraph.cli.options import DEFAULT_STORE
from citegraph.cli.output import lang, say, tell


def serve(  # noqa: PLR0917 - typer calls it by name
    place: Annotated[
        Path, typer.Argument(help="A store, or the folder that holds it or is to hold it.", metavar="STORE")
    ] = DEFAULT_STORE.parent,
    port: Annotated[
        int | None,
        typer.Option("--port", min=1, max=65535, metavar="N", help="The port. [default: 8700, or a free one]"),
    ] = None,
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="The address to serve at; others than this need --token.")
    ] = "127.0.0.1",
    token: Annotated[
        str | None,
        typer.Option("--token", metavar="TEXT", envvar="CITEGRAPH_TOKEN", help="What those must have who may enter."),
    ] = None,
    read_only: Annotated[bool, typer.Option("--read-only", help="Change nothing: no files, no decisions.")] = False,
    no_open: Annotated[bool, typer.Option("--no-open", help="Do not open the browser.")] = False,
) -> None:
    """Open a store in the browser: ask, read reports with their citations marked, bring files, decide.

    Only this machine can reach it, unless --host and --token say otherwise. Needs citegraph[web].

    \b
    Examples:
      citegraph serve
      citegraph serve output/demo/demo.sqlite
      citegraph serve my-folder --port 8000 --no-open
    """
    from citegraph.web import settings

    settled = settings.settled(place, host=host, token=token, read_only=read_only, lang=lang())
    serving = _serving()

    def started(url: str) -> None:
        say(tell("serve.started", url=url))
        sys.stdout.flush()

    serving.serve(settled, port=port, started=started, opens=not no_open)


def _serving() -> ModuleType:
    """Return the module that serves, whose libraries are an extra.

    Raises:
        ExportError: They are not installed.
    """
    from citegraph.errors import ExportError
    from citegraph.i18n import message

    try:
        import python_multipart  # noqa: F401 - needed by Starlette for files
        import starlette  # noqa: F401
        import uvicorn  # noqa: F401
    except ImportError as error:
        remedy = message("do.install", command="pip install 'citegraph[web]'")
        raise ExportError("serve", message("need.library", library=error.name or "starlette"), remedy) from error
    from citegraph.web import serving

    return serving
