"""The command `annotate`: write reports with their citations marked."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from citegraph.cli.options import DEFAULT_STORE, KnowledgeOption, Ocr, OcrOption, PathsArgument
from citegraph.cli.printing import localized, output_language, print_failure, print_line


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
    knowledge: KnowledgeOption = None,
    ocr: OcrOption = Ocr.AUTO,
) -> None:
    """Write reports as HTML, with every citation marked and explained.

    Pointing at a citation shows its document, date, method and evidence. A click opens it in graph.html beside the
    store, where the report is part of that graph. What contradicts what is known stands out and is listed at the top.

    \b
    Examples:
      citegraph annotate report.docx
      citegraph annotate reports -o marked --store output/citegraph.sqlite
    """
    from citegraph.model import Failure
    from citegraph.publish import annotated_pages

    held = store or (DEFAULT_STORE if DEFAULT_STORE.exists() else None)
    failed = False
    for page in annotated_pages.annotate(paths, output, held, knowledge, ocr=ocr.value, lang=output_language()):
        if isinstance(page, Failure):
            failed = True
            print_failure(page)
        else:
            print_line(f"{page.file}: {localized('annotate.written', n=page.citations, findings=page.findings)}")
    if failed:
        raise typer.Exit(1)
