"""Build a store from paths: read, extract, resolve, then decide over the corpus."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from citegraph import audit, decisions, read, records, resolve
from citegraph.cite import cite, result_or_failure
from citegraph.errors import ReadError
from citegraph.knowledge.tables import Folder, iterate_using
from citegraph.model import Citation, Document, Failure, Report, ReportInfo, Scope, failure_sort_key
from citegraph.pipeline.fingerprint import reading_fingerprint
from citegraph.pipeline.workers import Done, Task, count_useful_processes, process_tasks, tasks_of_file
from citegraph.read import Paths
from citegraph.read.file_name_encoding import from_stored_name, normalize_paths
from citegraph.read.guarded_loading import OnPage, load_guarded
from citegraph.records import Records
from citegraph.store import FilePart, Publication, Rank, Store, Writer, pack, store_files

__all__ = ["BuildSummary", "OnPage", "Progress", "build", "citations", "summarize_store"]

COMMIT_SECONDS = 1.0
"""The most work, in seconds, that a killed build loses."""

Progress = Callable[[int, int, int], None]
"""Called after each part with the files done, the files in all, and the reports read so far."""


_WARNED = 20
"""How many reports with warnings a summary names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildSummary:
    """What a build did, and the content of its store for a scope."""

    files_read: int  # new or changed since the last build
    files_unchanged: int
    reports: int
    missing: int  # reports whose file is gone
    warned: int  # reports with warnings
    first_warned: tuple[ReportInfo, ...]  # the first of them, at most twenty
    failures: tuple[Failure, ...]
    citations: int
    documents: int  # cited documents
    undecided: int  # undecided citations
    findings: int
    most_cited: tuple[Rank, ...]  # at most ten


def build(
    paths: Paths,
    store: str | Path,
    *,
    knowledge: Folder = None,
    jobs: int | None = None,
    prune: bool = False,
    scope: Scope | None = None,
    ocr: read.Mode = "auto",
    exclude: Callable[[Path], bool] | None = None,
    progress: Progress | None = None,
    on_page: OnPage | None = None,
    then: Callable[[Writer], None] | None = None,
) -> BuildSummary:
    """Read the reports in `paths` into a store and decide which documents each cites.

    Only new and changed files are read, as shown by path, SHA-256 and the fingerprint of the rules. The store is the
    same as if all files were read at once; their order and the number of processes do not matter. After Ctrl-C or a
    kill, the next build continues where this one stopped.

    Args:
        paths: One or more files, folders, patterns such as "reports/*.pdf", or "-" for standard input.
        store: The SQLite file; created if it is missing. It is never read as a report.
        knowledge: A folder of the user's own tables.
        jobs: The number of processes; by default one per core.
        prune: Delete reports whose files are gone. By default they stay, marked as missing.
        scope: Whose documents the summary counts; None for both. The store always holds both.
        ocr: Which scanned pages are recognized with Tesseract: "auto" those without usable text, "never" or "always"
            all. Results are kept beside the store.
        exclude: Whether a file is not a report. Ignored for a file that `paths` name exactly.
        progress: Called after each part.
        on_page: Called for recognized pages, with the path of the file, the number of pages done, and the total.
        then: Called with the finished store before another process may write to it.

    Returns:
        The summary. It lists files that cannot be read. A path that does not exist and was never read is listed only
        here.

    Raises:
        StoreError: The store cannot be used.
        KnowledgeError: A table is not valid.
    """
    documents = records.load(knowledge)
    people = decisions.load(Path(store).with_name(decisions.FILE))
    names = normalize_paths(paths)
    excluded = _Exclusions((*store_files(store), Path(store).with_name(decisions.FILE)), names, exclude)
    recognition = read.recognition_beside_store(store, ocr)
    found = [source for source in read.sources(names, recognition=recognition) if not excluded(source)]
    with Writer(store) as writer:
        rules = reading_fingerprint(documents.knowledge, recognition)
        intake = _Intake(writer, rules, len(found), progress or (lambda *_: None))
        processes = count_useful_processes(jobs or os.cpu_count() or 1, found)
        work = process_tasks(intake.remaining_tasks(found), processes, documents.knowledge, on_page)
        with closing(work):
            for done in work:
                intake.stage_part(done)
        with writer.publication() as publication:
            changed = publication.merge_staged()
            changed |= publication.mark_missing(
                read.make_coverage_test(names, intake.unread), intake.present, prune=prune
            )
            changed |= not publication.compare_and_store_digest("decisions", decisions.digest_of_decisions(people))
            if changed:
                decide_over_corpus(publication, documents, rules, people)
        summed = summarize_store(
            writer, scope, files_read=intake.read, files_unchanged=intake.unchanged, absent=intake.absent
        )
        if then is not None:
            then(writer)
        return summed


class _Exclusions:
    """Decides which files are not reports: citegraph's own output, which may be in an input folder."""

    def __init__(self, store: Iterable[Path], named: Iterable[str], exclude: Callable[[Path], bool] | None) -> None:
        self._store = {_absolute_path(file) for file in store}
        self._named = {_absolute_path(name) for name in named}
        self._rule = exclude

    def __call__(self, found: read.Source | Failure) -> bool:
        if isinstance(found, Failure) or found.data is not None:
            return False
        file = _absolute_path(found.file)
        return file in self._store or (self._rule is not None and file not in self._named and self._rule(found.file))


def _absolute_path(path: str | Path) -> str:
    return os.path.abspath(path)  # noqa: PTH100 - links are not resolved


def citations(
    paths: Paths,
    knowledge: Folder = None,
    *,
    ocr: read.Mode = "auto",
    on_report: Callable[[Report], None] | None = None,
) -> Iterator[Citation | Failure]:
    """Yield the citations in each report separately, in the order of the texts, without a store.

    Args:
        paths: One or more files, folders, patterns, or "-" for standard input.
        knowledge: A folder of the user's own tables.
        ocr: Which scanned pages are recognized, as for `build`.
        on_report: Called with each report before its citations, for its warnings.

    Yields:
        Each citation, and a failure for each file or row that cannot be read.

    Raises:
        KnowledgeError: A table is not valid.
    """
    documents = records.load(knowledge)
    for source in read.sources(paths, recognition=read.Recognition(ocr)):
        for report in (
            [source]
            if isinstance(source, Failure)
            else iterate_using(documents.knowledge, partial(load_guarded, source))
        ):
            if isinstance(report, Failure):
                yield report
                continue
            if on_report is not None:
                on_report(report)
            cited = result_or_failure(report, documents, cite)
            yield from [cited] if isinstance(cited, Failure) else cited


def decide_over_corpus(
    publication: Publication, documents: Records, rules: str, people: Sequence[decisions.Decision] = ()
) -> None:
    """Decide citations that are undecided in their reports, with the whole corpus, and describe the cited documents.

    Args:
        publication: An open publication whose staged files are merged.
        documents: The records of the tables.
        rules: The fingerprint of the rules and tables.
        people: The decisions of people, which override those of the program.
    """
    publication.assign_report_ids()
    publication.reset_to_local_decisions()
    learned = resolve.learn_documents(publication.citations_without_record(), documents)
    codes = [code for code in publication.undecided_codes() if resolve.is_code_of_learned_document(code, learned)]
    for row in publication.undecided_citations(codes):
        publication.revise_citation(row, resolve.reconsider(row.citation, row.report, learned))
    _apply_decisions(publication, people)
    publication.replace_documents(_cited_documents(publication, learned))
    publication.select_unaudited_reports(rules)
    publication.replace_findings(
        found
        for held in publication.unaudited_reports()
        for found in audit.findings(audit.subjects(held[0].report, [row.citation for row in held], learned))
    )


def _apply_decisions(publication: Publication, people: Sequence[decisions.Decision]) -> None:
    """Replace the decisions made so far by those of people."""
    index = decisions.index_by_report(people)
    for held in publication.citations_of_reports(index):
        done = decisions.apply(held[0].report, [row.citation for row in held], index)
        kept = iter(done.citations)
        for row in held:
            if row.citation.mention.span.start in done.rejected:
                publication.reject_citation(row)
            else:
                publication.revise_citation(row, next(kept))


def _cited_documents(publication: Publication, learned: Records) -> Iterator[Document]:
    """Yield the cited documents one by one. Only the citations of one document are held in memory."""
    for name in publication.cited_documents():
        record = learned.get(name)
        yield from [record] if record else resolve.describe_documents(publication.citations_of_document(name), learned)


def summarize_store(
    store: Store,
    scope: Scope | None = None,
    *,
    files_read: int = 0,
    files_unchanged: int = 0,
    absent: Iterable[Failure] = (),
) -> BuildSummary:
    """Return a summary of a store for a scope.

    Args:
        store: An open store.
        scope: Whose documents to count; None for both.
        files_read: Passed on to the summary.
        files_unchanged: Passed on to the summary.
        absent: Failures that are not in the store.

    Raises:
        StoreError: The store is damaged.
    """
    with store.snapshot():
        return BuildSummary(
            files_read=files_read,
            files_unchanged=files_unchanged,
            failures=tuple(sorted((*store.failures(), *absent), key=failure_sort_key)),
            most_cited=tuple(rank for rank in store.documents_with_counts(scope, 10) if rank.reports),
            first_warned=tuple(store.reports_with_warnings(_WARNED)),
            **store.item_counts(scope),
        )


class _Intake:
    """Selects the files to read, and stages the results."""

    def __init__(self, writer: Writer, rules: str, files: int, progress: Progress) -> None:
        self._writer, self._rules, self._files, self._progress = writer, rules, files, progress
        self._committed = time.monotonic()
        self._reports = 0
        self.read = 0
        self.unchanged = 0
        self.present: set[str] = set()
        self.absent: list[Failure] = []
        self._changed: set[str] = set()  # paths of files that changed while being read; they are not kept
        self.unread: list[str] = []  # paths that could not be examined

    def remaining_tasks(self, found: Iterable[read.Source | Failure]) -> Iterator[Task]:
        """Yield the remaining tasks; files are found while tasks are consumed."""
        for source in found:
            if isinstance(source, Failure):
                self._stage_refusal(source)
                continue
            try:
                hashed = source.with_sha256()
                sha256 = hashed.sha256()
            except ReadError as error:
                left = not source.file.is_symlink() and read.is_gone(source.file)  # after it was listed
                self._stage_refusal((read.Absent if left else Failure)(source.path, error.what, error.remedy))
                continue
            self.present.add(source.path)
            state = self._writer.drop_outdated_parts_and_get_state(source.path, sha256, self._rules)
            self.unchanged += state.published
            self.read += not state.published
            if not (state.published or state.staged):
                yield from tasks_of_file(hashed, sha256, state.parts)

    def stage_part(self, done: Done) -> None:
        """Stage a part of a file, and commit from time to time.

        A file that changed after its SHA-256 was computed is not kept, because other bytes may have been read.
        """
        task = done.task
        if task.source.path in self._changed:
            return
        if done.changed or not task.source.is_unchanged():
            self._changed.add(task.source.path)
            self._stage_failure(Failure(task.source.path, *read.CHANGED))
        else:
            self._writer.stage_part(task.source.path, task.sha256, self._rules, task.part, done.payload, last=task.last)
        if time.monotonic() - self._committed > COMMIT_SECONDS:
            self._writer.commit()
            self._committed = time.monotonic()
        self._reports += done.reports
        self._progress(self.read + self.unchanged, self._files, self._reports)

    def _stage_refusal(self, failure: Failure) -> None:
        """Record a path that is not a readable file.

        A path that does not exist is marked as missing if it was read before, else it is listed only in this run.
        """
        was_read = self._writer.has_reports(failure.path)
        if isinstance(failure, read.Absent):
            self.absent += [] if was_read else [failure]
            return
        self.unread.append(failure.path)
        if not was_read or not read.is_gone(Path(from_stored_name(failure.path))):  # the target of a link may not exist
            self.present.add(failure.path)
            self._stage_failure(failure)

    def _stage_failure(self, failure: Failure) -> None:
        """Stage the failure instead of the staged parts of its file. Without a SHA-256 the next build tries again."""
        self._writer.drop_outdated_parts_and_get_state(failure.path, None, self._rules)
        self._writer.stage_part(failure.path, None, self._rules, 0, pack(FilePart(failures=(failure,))), last=True)
