"""Write reports as HTML pages with their citations marked."""

from __future__ import annotations

import os
from collections.abc import Collection, Container, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from citegraph import annotate as marking
from citegraph.export import (
    refuse_foreign_file,
    refuse_linked_folder,
    remove_output,
    remove_temporary_files,
    write_atomically,
)
from citegraph.knowledge.tables import Folder
from citegraph.model import Citation, Corpus, Failure
from citegraph.publish import output_checks
from citegraph.publish.output_checks import MARKED
from citegraph.read import Mode
from citegraph.read.file_name_encoding import from_stored_name
from citegraph.store import Store

GRAPH = "graph.html"


@dataclass(frozen=True, slots=True)
class WrittenPage:
    """A page that was written."""

    file: Path
    citations: int
    findings: int


def annotate(
    paths: Collection[str],
    folder: Path,
    store: Path | None = None,
    knowledge: Folder = None,
    *,
    ocr: Mode = "auto",
    lang: str = "vi",
) -> Iterator[WrittenPage | Failure]:
    """Write each report as a page with its citations marked.

    Args:
        paths: Files, folders, patterns, or "-" for standard input.
        folder: Where to write.
        store: A store whose decisions are shown for its reports. Links lead to the graph page beside it.
        knowledge: A folder of the user's own tables.
        ocr: Which scanned pages are recognized: "auto", "never" or "always".
        lang: The language of the pages: "vi" or "en".

    Yields:
        Each page, and a failure for each report that cannot be read.

    Raises:
        ExportError: A page would replace a report, or a file that citegraph did not write.
        StoreError: The store cannot be used.
        KnowledgeError: A table is not valid.
    """
    from contextlib import nullcontext

    remove_temporary_files(folder)
    taken = {Path(GRAPH).stem}  # the graph page must not be replaced
    graph = (
        None if store is None else quote(os.fsencode(Path(os.path.relpath(store.parent / GRAPH, folder)).as_posix()))
    )
    with Store(store) if store else nullcontext() as opened:
        for marked in marking.annotate(paths, opened, knowledge, ocr=ocr):
            if isinstance(marked, Failure):
                yield marked
                continue
            name = marking.reserve_file_name(marked.report.id, taken)
            path = from_stored_name(marked.report.path)
            read = output_checks.real_paths(
                [path, path.rpartition("#")[0]]
            )  # the path of a table row ends with its number
            file = _write_page(folder / name, marking.render(marked, graph=graph, lang=lang, file=name), read)
            yield WrittenPage(file, len(marked.marks), sum(len(mark.findings) for mark in marked.marks))


def write_pages(
    paths: Collection[str],
    store: Store,
    corpus: Corpus,
    folder: Path,
    knowledge: Folder,
    *,
    ocr: Mode,
    lang: str,
) -> list[Path]:
    """Write the citing reports as pages in the folder of the graph, and the graph page with links to them.

    Reports that are not in `paths` keep their page. Pages of reports that are gone or changed are removed.

    Args:
        paths: The inputs of the build.
        store: The open store.
        corpus: What the graph shows.
        folder: Where to write.
        knowledge: A folder of the user's own tables.
        ocr: Which scanned pages are recognized: "auto", "never" or "always".
        lang: The language of the pages: "vi" or "en".

    Returns:
        What was written: the graph page, and the folder of pages if it has any.

    Raises:
        ExportError: A page would replace an input, or a file that citegraph did not write.
    """
    from citegraph.page import render

    taken: set[str] = set()
    names = {
        report: marking.reserve_file_name(report, taken) for report in sorted({one.report for one in corpus.citations})
    }
    read = output_checks.real_paths(paths)
    refuse_linked_folder(folder / MARKED)
    remove_temporary_files(folder / MARKED)
    for marked in marking.annotate(paths, store, knowledge, ocr=ocr):
        if not isinstance(marked, Failure) and marked.stored_id in names:
            file = names[marked.stored_id]
            _write_page(folder / MARKED / file, marking.render(marked, graph=f"../{GRAPH}", lang=lang, file=file), read)
    current, stale = marking.list_pages(folder / MARKED, names, {one.id: one for one in corpus.reports})

    def address_of(citation: Citation) -> str | None:
        return (
            f"{MARKED}/{marking.citation_address(names[citation.report], citation)}"
            if citation.report in current
            else None
        )

    page = write_atomically(folder / GRAPH, [render(corpus, lang=lang, marked=address_of).encode("utf-8")])
    for page_of_none in stale:  # only now, because the old graph page had links to them
        remove_output(page_of_none)
    return [page, *([folder / MARKED] if current else [])]


def _write_page(path: Path, page: str, read: Container[Path]) -> Path:
    output_checks.refuse_input_file(read, path)
    refuse_foreign_file(path, marking.ownership_stamp(path.name))
    return write_atomically(path, [page.encode("utf-8")])
