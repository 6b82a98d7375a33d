"""What `citegraph build` does: store, graph files and annotated reports in one folder."""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import asdict, dataclass
from pathlib import Path

from citegraph import export, pipeline, read
from citegraph.graph import edges
from citegraph.knowledge import tables
from citegraph.knowledge.tables import Folder
from citegraph.model import EDGES, TOP, Bounds, Corpus, Failure, Omitted, Scope
from citegraph.pipeline import Progress, Summary
from citegraph.publish import plan
from citegraph.publish.annotated_pages import beside
from citegraph.publish.ownership import Apart
from citegraph.read import Paths
from citegraph.read.file_names import normal
from citegraph.store import Store

__all__ = ["STORE", "USUAL", "Published", "publish"]

STORE = "citegraph.sqlite"
"""The store in the folder, where no other is named."""

USUAL = Bounds(top=TOP, edges=EDGES)
"""How much of a large store is written."""


NOTHING = Omitted()


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What was read and written."""

    failures: tuple[Failure, ...]
    summary: Summary | None = None  # None where nothing that was named is there: then nothing was changed
    files: tuple[Path, ...] = ()  # the store, and the files and folders that were written
    omitted: Omitted = NOTHING  # what those files leave out of a large store
    edges: int = 0  # of the graph in those files


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
    lang: str = "vi",
    progress: Progress | None = None,
) -> Published:
    """Read the reports in `paths` as `citegraph.build` does, and write the graph into `folder`, as the command does.

    The store is citegraph.sqlite in `folder` where none is named; `formats` are names such as "html" and "csv"
    (default: the usual ones); with `annotate` the citing reports are written too, marked, and the page leads to them.
    What this program wrote is known again and is no report, unless `paths` name that very file.

    The files show the state that this build made of the store, whatever other builds do meanwhile. Raises ExportError
    before anything is read where a file of `paths`, a table of the folder `knowledge`, the store, or a file that this
    program did not write would be written over, where two outputs have one place, and where the folder cannot be
    written; when all is read, where a graph has more edges than `citegraph.export.MOST`. StoreError and KnowledgeError
    as `citegraph.build`.
    """
    names, folder = normal(paths), Path(folder)
    store = Path(store) if store is not None else folder / STORE
    absent = () if prune else _absent(names)
    if absent:
        return Published(failures=absent)
    asked = {row.name for row in export.chosen(formats)}
    rows = export.chosen(asked | {"html"} if annotate else asked)
    plan.check(plan.outputs(folder, rows, store, annotate=annotate), [*names, *tables.own_files(knowledge)])
    files: list[Path] = []
    written = Corpus(documents=(), reports=(), citations=())

    def write(held: Store) -> None:
        nonlocal written
        written = corpus = held.corpus(scope, **asdict(bounds))
        export.refuse_large(corpus, rows)  # before any of them is written
        with export.alone(folder):
            files.extend(export.write(corpus, folder, asked - {"html"} if annotate else asked, lang=lang))
            if annotate:  # the page comes with its links to them
                files.extend(beside(names, held, corpus, folder, knowledge, lang=lang))

    summary = pipeline.build(
        names,
        store,
        knowledge=knowledge,
        jobs=jobs,
        prune=prune,
        scope=scope,
        apart=Apart(names),
        progress=progress,
        then=write,
    )
    return Published(
        failures=summary.failures,
        summary=summary,
        files=(store, *files),
        omitted=written.omitted,
        edges=edges(written),
    )


def _absent(names: Collection[str]) -> tuple[Failure, ...]:
    """What is wrong with `names` where none of them is there: a slip, which must not change what was built before."""
    if any(name == "-" or os.path.lexists(name) for name in names):
        return ()
    found = list(read.sources(names))
    failures = [one for one in found if isinstance(one, Failure)]
    return tuple(failures) if failures == found else ()
