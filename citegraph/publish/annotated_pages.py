"""Write the annotated pages of a build."""

from __future__ import annotations

import os
from collections.abc import Collection, Container, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from citegraph import annotate as marking
from citegraph.export import discard, refuse_astray, refuse_foreign, save, sweep
from citegraph.knowledge.tables import Folder
from citegraph.model import Citation, Corpus, Failure
from citegraph.publish import plan
from citegraph.publish.plan import MARKED
from citegraph.read.file_names import named
from citegraph.store import Store

GRAPH = "graph.html"


@dataclass(frozen=True, slots=True)
class Page:
    """A report as it was written."""

    file: Path
    citations: int
    findings: int


def annotate(
    paths: Collection[str],
    folder: Path,
    store: Path | None = None,
    knowledge: Folder = None,
    *,
    lang: str = "vi",
) -> Iterator[Page | Failure]:
    """Write each report in `paths` as a page with its citations marked; what cannot be read is a Failure.

    `store` is what they are shown from as far as it holds them, and where the graph page lies. Raises ExportError
    where a page would be written over a report, or over anything else that this program did not write.
    """
    from contextlib import nullcontext

    sweep(folder)
    taken = {Path(GRAPH).stem}  # the page beside the store stays
    graph = (
        None if store is None else quote(os.fsencode(Path(os.path.relpath(store.parent / GRAPH, folder)).as_posix()))
    )
    with Store(store) if store else nullcontext() as opened:
        for marked in marking.annotate(paths, opened, knowledge):
            if isinstance(marked, Failure):
                yield marked
                continue
            name = marking.file_name(marked.report.id, taken)
            path = named(marked.report.path)
            read = plan.files([path, path.rpartition("#")[0]])  # that of a row of a table has its number behind it
            file = _write(folder / name, marking.render(marked, graph=graph, lang=lang, file=name), read)
            yield Page(file, len(marked.marks), sum(len(mark.findings) for mark in marked.marks))


def beside(
    paths: Collection[str], store: Store, corpus: Corpus, folder: Path, knowledge: Folder, *, lang: str
) -> list[Path]:
    """Write the citing reports with their citations marked, and the graph page with links to them.

    Those that are not among `paths` keep the page they have; pages of reports that are gone or changed are removed.
    """
    from citegraph.page import render

    taken: set[str] = set()
    names = {report: marking.file_name(report, taken) for report in sorted({one.report for one in corpus.citations})}
    read = plan.files(paths)
    refuse_astray(folder / MARKED)
    sweep(folder / MARKED)
    for marked in marking.annotate(paths, store, knowledge):
        if not isinstance(marked, Failure) and marked.held in names:
            file = names[marked.held]
            _write(folder / MARKED / file, marking.render(marked, graph=f"../{GRAPH}", lang=lang, file=file), read)
    current, stale = marking.held(folder / MARKED, names, {one.id: one for one in corpus.reports})

    def place(citation: Citation) -> str | None:
        return (
            f"{MARKED}/{marking.citation_address(names[citation.report], citation)}"
            if citation.report in current
            else None
        )

    page = save(folder / GRAPH, [render(corpus, lang=lang, marked=place).encode("utf-8")])
    for page_of_none in stale:  # after the page whose links led there
        discard(page_of_none)
    return [page, *([folder / MARKED] if current else [])]


def _write(path: Path, page: str, read: Container[Path]) -> Path:
    plan.refuse_read(read, path)
    refuse_foreign(path, marking.stamp(path.name))
    return save(path, [page.encode("utf-8")])
