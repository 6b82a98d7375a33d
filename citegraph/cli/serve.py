"""The commands `serve` and `mcp`: open a store in the browser, or offer it to an assistant."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from citegraph.cli.options import DEFAULT_STORE
from citegraph.cli.printing import localized, output_language, print_line


def serve(  # noqa: PLR0917 - typer calls it by name
    store: Annotated[
        Path, typer.Argument(help="A store, or the folder that holds it or is to hold it.", metavar="STORE")
    ] = DEFAULT_STORE.parent,
    folder: Annotated[
        list[Path] | None,
        typer.Option(
            "--folder",
            metavar="FOLDER",
            help="A folder that pages may read and watch; may be repeated. [default: that of the store]",
        ),
    ] = None,
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
      citegraph serve --folder incoming --folder archive
    """
    from citegraph.web import settings

    settled = settings.make_settings(
        store, folders=folder or (), host=host, token=token, read_only=read_only, lang=output_language()
    )
    _require_extra("web", "python_multipart", "starlette", "uvicorn")
    from citegraph.web import server

    def started(url: str) -> None:
        print_line(localized("serve.started", url=url))
        sys.stdout.flush()

    server.serve(settled, port=port, started=started, opens=not no_open)


def mcp(
    store: Annotated[Path, typer.Argument(help="A store, or the folder that holds it.", metavar="STORE")] = (
        DEFAULT_STORE.parent
    ),
) -> None:
    """Offer the questions to an assistant over standard input and output (Model Context Protocol), read-only.

    Needs citegraph[mcp].

    \b
    Example:
      citegraph mcp output/citegraph.sqlite
    """
    from citegraph.web import settings

    settled = settings.make_settings(store, read_only=True, lang=output_language())
    _require_extra("mcp", "mcp", "starlette")
    from citegraph.web import mcp_server

    mcp_server.server(settled).run("stdio")


def _require_extra(name: str, *libraries: str) -> None:
    """Refuse to go on where a library of an extra is missing.

    Raises:
        ExportError: It is not installed.
    """
    from importlib import import_module

    from citegraph.errors import ExportError
    from citegraph.i18n import message

    for library in libraries:
        try:
            import_module(library)
        except ImportError as error:
            remedy = message("do.install", command=f"pip install 'citegraph[{name}]'")
            raise ExportError(f"citegraph[{name}]", message("need.package", library=library), remedy) from error
