"""The command `build`: read reports into a store and write the graph."""

from __future__ import annotations

import sys
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import groupby
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Annotated, Any

import typer

from citegraph.cli.decisions import print_decision_problems
from citegraph.cli.options import (
    DEFAULT_STORE,
    LARGEST,
    KnowledgeOption,
    Ocr,
    OcrOption,
    PathsArgument,
    ScopeChoice,
    ScopeOption,
)
from citegraph.cli.printing import localized, output_language, print_failure, print_line, print_warnings, printable
from citegraph.cli.usage_errors import usage_error
from citegraph.model import EDGES, TOP, Bounds, Omitted

if TYPE_CHECKING:
    from citegraph.model import Failure
    from citegraph.pipeline import BuildSummary, OnPage, Progress
    from citegraph.publish import Published

DEFAULT_FOLDER = DEFAULT_STORE.parent

DEMO = "demo"
"""The subfolder of the demo, separate from builds of the user's own reports."""


PAGE = "graph.html"
"""The file to open after a build."""

SHOWN = 3
"""How many changed files a watched build names."""


def _split_format_names(formats: str | None) -> list[str] | None:
    return None if formats is None else [name.strip() for name in formats.split(",")]


def _check_format_names(formats: str | None) -> str | None:
    if formats is not None:
        known, _ = all_and_default_format_names()
        if unknown := sorted(set(_split_format_names(formats) or ()) - set(known.split(", "))):
            raise usage_error("usage.no_format", name=unknown[0], names=known)
    return formats


def all_and_default_format_names() -> tuple[str, str]:
    """Return the names of all formats, and of those that are written by default."""
    from citegraph.export import all_formats

    names = ", ".join(dict.fromkeys(row.name for row in all_formats()))
    usual = ", ".join(dict.fromkeys(row.name for row in all_formats() if row.usual))
    return names, usual


def _formats_help() -> str:
    names, usual = all_and_default_format_names()
    return f"{names}; with commas between. [default: {usual}]"


def build(  # noqa: PLR0917 - typer calls it by name
    paths: PathsArgument,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The folder to write to.", metavar="DIR")
    ] = DEFAULT_FOLDER,
    store: Annotated[
        Path | None, typer.Option("--store", help="The store. [default: citegraph.sqlite in DIR]", metavar="FILE")
    ] = None,
    scope: ScopeOption = ScopeChoice.PARTY,
    formats: Annotated[
        str | None,
        typer.Option("--format", callback=_check_format_names, help=_formats_help(), metavar="NAMES"),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", "-j", min=1, max=LARGEST, metavar="N", help="Processes. [default: one a core]"),
    ] = None,
    knowledge: KnowledgeOption = None,
    ocr: OcrOption = Ocr.AUTO,
    prune: Annotated[
        bool,
        typer.Option("--prune", help="Forget reports whose file is gone from the folders and quoted patterns named."),
    ] = False,
    top: Annotated[
        int,
        typer.Option(
            "--top", min=0, max=LARGEST, help="Write the N documents that most reports cite; 0: all.", metavar="N"
        ),
    ] = TOP,
    min_reports: Annotated[
        int,
        typer.Option(
            "--min-reports", min=0, max=LARGEST, help="Write documents that N reports cite or more.", metavar="N"
        ),
    ] = 0,
    min_weight: Annotated[
        int,
        typer.Option(
            "--min-weight", min=0, max=LARGEST, help="… or that N cite together with some other one.", metavar="N"
        ),
    ] = 0,
    edges: Annotated[
        int,
        typer.Option(
            "--edges", min=0, max=LARGEST, help="Write the newest reports, up to N edges in all; 0: all.", metavar="N"
        ),
    ] = EDGES,
    annotate: Annotated[
        bool, typer.Option("--annotate", help="Write the citing reports too, marked; quotes in graph.html lead there.")
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on, and build again whenever a file changes, until Ctrl-C.")
    ] = False,
) -> None:
    """Read reports, find what they cite, and write the graph.

    Only files that are new or changed since the last time are read. What cannot be read is listed at the end, and makes
    the exit code 1. Ctrl-C is safe: the next run goes on from there. --watch needs citegraph[watch].

    \b
    Examples:
      citegraph build reports
      citegraph build reports --watch --prune
      citegraph build reports --annotate
      citegraph build reports/*.pdf more.jsonl.xz -o graph --format html,gexf
      cat report.txt | citegraph build - --scope all
    """
    once = partial(
        publish_and_print,
        paths,
        output,
        store,
        scope=scope.scope,
        formats=_split_format_names(formats),
        jobs=jobs,
        knowledge=knowledge,
        prune=prune,
        ocr=ocr.value,
        bounds=Bounds(top=top or None, min_reports=min_reports, min_weight=min_weight, edges=edges or None),
        annotate=annotate,
    )
    watched = None
    if watch:  # errors of --watch are reported before the build
        from citegraph.publish.watch import Watch

        watched = Watch(paths, output, store or output / DEFAULT_STORE.name)
    failures = once()
    if watched:
        print_line(localized("watching", paths=", ".join(watched.roots)), error=True)
        for changed in watched.changes():
            failures = once(changed=changed)
        print_line(localized("watch.ended"), error=True)
    if failures:
        raise typer.Exit(1)


def publish_and_print(
    paths: Collection[str],
    folder: Path,
    store: Path | None = None,
    *,
    changed: Sequence[str] = (),
    opens: bool = True,
    **asked: Any,
) -> int:
    """Publish with the options `asked`, print the result, and return the number of failures.

    Args:
        paths: The inputs.
        folder: The output folder.
        store: The store.
        changed: The files whose change led to this build; the result is then told in one line.
        opens: Whether to say which page to open.
        asked: The options of `publish`.
    """
    from citegraph import decisions
    from citegraph.publish import publish

    try:
        with _progress_bar() as (progress, on_page):
            done = publish(paths, folder, store, **asked, lang=output_language(), progress=progress, on_page=on_page)
    except KeyboardInterrupt:
        print_line(localized("build.stopped"), error=True)
        raise typer.Exit(130) from None
    for line in [_change_summary(done, changed)] if changed else _summary_lines(done):
        print_line(line)
    if opens and not changed and (page := next((file for file in done.files if file.name == PAGE), None)):
        print_line(localized("build.open", page=page))
    _print_failures(done.failures)
    if done.summary is not None and not changed:
        _print_warnings(done.summary)
    built = store or folder / DEFAULT_STORE.name
    print_decision_problems(decisions.load(built.with_name(decisions.FILE)), built)
    if not (done.failures or (done.summary and done.summary.reports)):
        from citegraph.read import FORMATS

        print_line(
            localized("build.nothing", endings=" ".join(ending for row in FORMATS for ending in row.endings)),
            error=True,
        )
        return 1
    return len(done.failures)


def _print_failures(failures: Iterable[Failure]) -> None:
    """Print failures; of many rows of a file that fail alike, only the first."""
    for (file, _, _), group in groupby(failures, lambda one: (_table_path_of_row(one.path), one.reason, one.remedy)):
        alike = [*group]
        shown = alike if not file or len(alike) <= SHOWN + 1 else alike[:SHOWN]
        for failure in shown:
            print_failure(failure)
        if more := len(alike) - len(shown):
            print_line(localized("build.more_alike", file=file, n=more), error=True)


def _table_path_of_row(path: str) -> str:
    """Return the table of a row, "a.csv" of "a.csv#12"; "" for a file of its own."""
    table, _, row = path.rpartition("#")
    return table if row.isdecimal() else ""


def _print_warnings(summary: BuildSummary) -> None:
    for report in summary.first_warned:
        print_warnings(report)
    if more := summary.warned - len(summary.first_warned):
        print_line(localized("build.more_warned", n=more), error=True)


def _change_summary(done: Published, changed: Sequence[str]) -> str:
    """Return the line printed after a rebuild: the time, the changed files, and what the store has now."""
    names = ", ".join(changed[:SHOWN]) + ("…" if len(changed) > SHOWN else "")
    read, reports, citations = 0, 0, 0
    if done.summary is not None:
        read, reports, citations = done.summary.files_read, done.summary.reports, done.summary.citations
    now = time.strftime("%H:%M:%S")
    return localized("watch.built", time=now, names=names, read=read, reports=reports, citations=citations)


def _summary_lines(done: Published) -> Iterator[str]:
    summary, omitted = done.summary, done.omitted
    if summary is None:
        return
    yield localized("build.files", read=summary.files_read, unchanged=summary.files_unchanged)
    yield localized("build.failures", n=len(summary.failures)) + (localized("build.listed") if summary.failures else "")
    if summary.warned:
        yield localized("build.warned", n=summary.warned)
    gone = localized("build.missing", n=summary.missing) if summary.missing else ""
    yield localized("build.reports", n=summary.reports) + gone
    differ = localized("build.differ", n=summary.findings) if summary.findings else ""
    yield localized("build.citations", n=summary.citations, undecided=summary.undecided) + differ
    yield localized("build.documents", n=summary.documents)
    if summary.most_cited:
        yield localized("build.most_cited")
    for rank in summary.most_cited:
        title = f"  {rank.document.title}" if rank.document.title else ""
        yield f"  {rank.reports:>5}  {rank.document.id}{title}"
    yield localized("build.written")
    for file in done.files:
        yield f"  {file}"
    if omitted != Omitted():
        from citegraph.export import MAX_EDGES

        counts = {"documents": omitted.documents, "reports": omitted.reports}
        whole = done.edges + omitted.edges
        if whole <= MAX_EDGES:
            yield localized("build.omitted", **counts)
        else:
            yield localized("build.omitted_large", **counts, edges=whole, most=MAX_EDGES)


@contextmanager
def _progress_bar() -> Iterator[tuple[Progress, OnPage] | tuple[None, None]]:
    """Show a progress bar on a terminal, and nothing elsewhere."""
    if not sys.stderr.isatty():
        yield None, None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    # No thread redraws the bar, since worker processes are forked from this one.
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
    )
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True), auto_refresh=False) as bar:
        task = bar.add_task(localized("build.reading"), total=None, rate="")

        def show_files_done(done: int, files: int, reports: int) -> None:
            elapsed = bar.tasks[0].elapsed or 0.0
            slow = elapsed <= 1
            rate = (
                localized("n.reports", n=reports)
                if slow
                else localized("n.rate", n=reports, rate=round(reports / elapsed))
            )
            bar.update(task, description=localized("build.reading"), completed=done, total=files, rate=rate)
            bar.refresh()

        def show_recognized_page(path: str, pages: int, of: int) -> None:
            file = printable(PurePath(path).name)
            bar.update(task, description=localized("build.recognizing", file=file, page=pages, pages=of))
            bar.refresh()

        yield show_files_done, show_recognized_page
