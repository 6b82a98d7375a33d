"""The command that shows reports with their citations marked: annotate."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from citegraph.cli.options import DEFAULT_STORE, KnownOption, PathsArgument
from citegraph.cli.output import fail, lang, say, tell


def register(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command("annotate")(annotate)


def annotate(
    paths: PathsArgument,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The folder to write to.", metavar="DIR")
    ] = DEFAULT_STORE.parent,
    store: Annotated[
        Path | None,
        typer.Option(
            "--store", help=f"Show reports as this store has them. [default: {DEFAULT_STORE}, if there is one]"
        ),
    ] = None,
    authority: KnownOption = None,
) -> None:
    """Write reports as HTML, with every citation marked and explained.

    Pointing at a citation shows its document, date, link and evidence; a click opens it in graph.html beside the store,
    where the report is part of that graph. What contradicts what is known stands out and is listed at the top.

    \b
    Examples:
      citegraph annotate report.docx
      citegraph annotate reports -o marked --store output/citegraph.sqlite
    """
    from contextlib import nullcontext

    from citegraph import annotate as marking
    from citegraph.export import save
    from citegraph.model import Failure
    from citegraph.store import Store

    held = store or (DEFAULT_STORE if DEFAULT_STORE.exists() else None)
    failed = False
    taken = {"graph"}  # the page beside the store stays
    with Store(held) if held else nullcontext() as opened:
        graph = None if held is None else Path(os.path.relpath(held.parent / "graph.html", output)).as_posix()
        for marked in marking.annotate(paths, opened, authority):
            if isinstance(marked, Failure):
                failed = True
                fail(marked)
                continue
            file = output / marking.file_name(marked.report.id, taken)
            save(file, [marking.render(marked, graph=graph, lang=lang()).encode("utf-8")])
            findings = sum(len(mark.findings) for mark in marked.marks)
            say(f"{file}: {tell('annotate written', n=len(marked.marks), findings=findings)}")
    if failed:
        raise typer.Exit(1)
