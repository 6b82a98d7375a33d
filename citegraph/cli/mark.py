"""The command that shows reports with their citations marked: annotate."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from citegraph.cli.options import DEFAULT_STORE, KnownOption, PathsArgument
from citegraph.cli.output import fail, lang, say, tell

if TYPE_CHECKING:
    from citegraph.model import Citation, Corpus
    from citegraph.store import Store


PAGE = "graph.html"

MARKED = "annotated"
"""The folder, beside the graph page, of the reports with their citations marked."""


def beside(paths: Collection[str], store: Store, corpus: Corpus, folder: Path, known: Path | None) -> list[Path]:
    """Write the citing reports with their citations marked, and the graph page anew with links to them.

    Those that are not among `paths` keep the page they have; pages of reports that are gone or changed are removed.
    """
    from citegraph import annotate as marking
    from citegraph.export import discard, save
    from citegraph.model import Failure
    from citegraph.page import render

    taken: set[str] = set()
    names = {report: marking.file_name(report, taken) for report in sorted({one.report for one in corpus.citations})}
    for marked in marking.annotate(paths, store, known):
        if not isinstance(marked, Failure) and marked.held in names:
            file = names[marked.held]
            page = marking.render(marked, graph=f"../{PAGE}", lang=lang(), file=file)
            save(folder / MARKED / file, [page.encode("utf-8")])
    current, stale = marking.held(folder / MARKED, names, {one.id: one for one in corpus.reports})

    def place(citation: Citation) -> str | None:
        return f"{MARKED}/{marking.place(names[citation.report], citation)}" if citation.report in current else None

    page_file = save(folder / PAGE, [render(corpus, lang=lang(), marked=place).encode("utf-8")])
    for page_of_none in stale:  # after the page whose links led there
        discard(page_of_none)
    return [page_file, folder / MARKED]


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
        graph = None if held is None else Path(os.path.relpath(held.parent / PAGE, output)).as_posix()
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
