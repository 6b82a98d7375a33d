"""Write a store, graph files and annotated reports into one folder, as `citegraph build` does."""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import asdict, dataclass
from pathlib import Path

from citegraph import export, pipeline, read
from citegraph.graph import count_edges
from citegraph.knowledge import tables
from citegraph.knowledge.tables import Folder
from citegraph.model import EDGES, TOP, Bounds, Failure, Omitted, Scope
from citegraph.pipeline import BuildSummary, OnPage, Progress
from citegraph.publish import output_checks
from citegraph.publish.annotated_pages import write_pages
from citegraph.publish.file_ownership import Exclusions
from citegraph.publish.unchanged_outputs import OutputMemory, Request, Written
from citegraph.read import Mode, Paths
from citegraph.read.file_name_encoding import normalize_paths
from citegraph.store import Writer

__all__ = ["STORE", "USUAL", "Published", "publish"]

STORE = "citegraph.sqlite"
"""The default file name of the store in the folder."""

USUAL = Bounds(top=TOP, edges=EDGES)
"""The default bounds for what is written of a large store."""


NOTHING = Omitted()


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What was read and written."""

    failures: tuple[Failure, ...]
    summary: BuildSummary | None = None  # None if no path exists and nothing was changed
    files: tuple[Path, ...] = ()  # the store, and the files and folders that were written
    omitted: Omitted = NOTHING  # what these files omit of a large store
    edges: int = 0  # edges of the graph in those files


def publish(
    paths: Paths,
    folder: str | Path,
    store: str | Path | None = None,
    *,
    formats: Collection[str] | None = None,
    scope: Scope | None = Scope.PARTY,
    bounds: Bounds = USUAL,
    annotate: bool = False,
    knowledge: Folder = None,
    jobs: int | None = None,
    prune: bool = False,
    ocr: Mode = "auto",
    lang: str = "vi",
    progress: Progress | None = None,
    on_page: OnPage | None = None,
) -> Published:
    """Build the store and write the graph into a folder, as the command `build` does.

    The files show the state that this build made of the store, whatever other builds do meanwhile. They are not written
    again if neither they nor the store have changed since the last run with the same options. Files that citegraph
    wrote are not read as reports, unless `paths` name them exactly.

    Args:
        paths: One or more files, folders, patterns such as "reports/*.pdf", or "-" for standard input.
        folder: Where to write.
        store: The SQLite file; citegraph.sqlite in `folder` by default.
        formats: Names such as "html" and "csv"; the usual formats by default.
        scope: Whose documents the files show; None for both.
        bounds: How much of a large store the files show.
        annotate: Also write each citing report as a page with marked citations, and link the graph page to them.
        knowledge: A folder of the user's own tables.
        jobs: The number of processes; by default one per core.
        prune: Delete reports whose files are gone.
        ocr: Which scanned pages are recognized: "auto", "never" or "always".
        lang: The language of the pages: "vi" or "en".
        progress: Called after each part.
        on_page: Called for recognized pages, with the path of the file, the number of pages done, and the total.

    Returns:
        The summary of the build and the files written.

    Raises:
        ExportError: Before reading: an output would replace an input, the store, another output or a file that
            citegraph did not write, or the folder cannot be written. After reading: a format would have more than
            `citegraph.export.MAX_EDGES` edges.
        StoreError: The store cannot be used.
        KnowledgeError: A table is not valid.
    """
    names, folder = normalize_paths(paths), Path(folder)
    store = Path(store) if store is not None else folder / STORE
    absent = () if prune else _failures_if_none_exists(names)
    if absent:
        return Published(failures=absent)
    wanted = {row.name for row in export.formats_by_name(formats)}
    rows = export.formats_by_name(wanted | {"html"} if annotate else wanted)
    output_checks.check_outputs(
        output_checks.planned_outputs(folder, rows, store, annotate=annotate),
        [*names, *tables.user_table_files(knowledge)],
    )
    request = Request(wanted, scope, bounds, annotate, lang, tables.open_knowledge(knowledge).digest)
    written = Written((), NOTHING, 0)

    def write_outputs(opened: Writer) -> None:
        nonlocal written
        memory = OutputMemory(opened, folder, request)
        if (unchanged := memory.recall()) is not None:
            written = unchanged
            return
        corpus = opened.corpus(scope, **asdict(bounds))
        export.refuse_large_graph(corpus, rows)  # before any file is written
        with export.folder_lock(folder):
            files = export.write(corpus, folder, wanted - {"html"} if annotate else wanted, lang=lang)
            if annotate:  # the page is written with links to them
                files += write_pages(names, opened, corpus, folder, knowledge, ocr=ocr, lang=lang)
        written = Written(tuple(files), corpus.omitted, count_edges(corpus))
        memory.remember(written)

    summary = pipeline.build(
        names,
        store,
        knowledge=knowledge,
        jobs=jobs,
        prune=prune,
        ocr=ocr,
        scope=scope,
        exclude=Exclusions(names),
        progress=progress,
        on_page=on_page,
        then=write_outputs,
    )
    return Published(
        failures=summary.failures,
        summary=summary,
        files=(store, *written.files),
        omitted=written.omitted,
        edges=written.edges,
    )


def _failures_if_none_exists(names: Collection[str]) -> tuple[Failure, ...]:
    """Return the failures if none of `names` exists. A mistyped path must not change the store."""
    if any(name == "-" or os.path.lexists(name) for name in names):
        return ()
    found = list(read.sources(names))
    failures = [item for item in found if isinstance(item, Failure)]
    return tuple(failures) if failures == found else ()
