"""Build a store from paths: read, extract, resolve, decide over the corpus."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path

from citegraph import audit, read, records, resolve
from citegraph.cite import attempt, cite
from citegraph.errors import ReadError
from citegraph.knowledge.tables import Folder, while_using
from citegraph.model import Citation, Document, Failure, Scope
from citegraph.pipeline.fingerprint import fingerprint
from citegraph.pipeline.workers import Done, Task, processed, tasks, useful
from citegraph.read import Paths
from citegraph.read.file_names import named, normal
from citegraph.read.guard import guarded
from citegraph.records import Records
from citegraph.store import Publication, Rank, Reading, Store, Writer, files, pack

__all__ = ["Progress", "Summary", "build", "citations", "summary"]

COMMIT_SECONDS = 1.0
"""How much work a kill costs at most."""

Progress = Callable[[int, int, int], None]
"""Told after each part: files done, files in all, reports read so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a build did, and what its store now holds of one scope."""

    files_read: int  # new or changed since the last build
    files_unchanged: int
    reports: int
    missing: int  # reports whose file is gone
    failures: tuple[Failure, ...]
    citations: int
    documents: int  # that are cited
    undecided: int  # citations that may mean several documents
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
    apart: Callable[[Path], bool] | None = None,
    progress: Progress | None = None,
    then: Callable[[Store], None] | None = None,
) -> Summary:
    """Read the reports in `paths` into the store and decide what each cites; return what came of it.

    Only files that are new or changed since the last build are read (by path, SHA-256 and the rules in force), and the
    store ends as if all had been read at once, whatever their order and the number of processes (`jobs`, default: one a
    core). Reports whose files are gone stay, marked missing; with `prune` they are forgotten. `knowledge` is a
    folder of the user's own tables; `scope` narrows the summary, not the store. The files of the store are no reports,
    nor is a file that `apart` tells, unless `paths` name that very file. `then` is called with the store as this build
    left it, before another may write to it.

    What cannot be read is listed, not raised, and what is not there and never was read in this summary alone.
    StoreError and KnowledgeError are raised. After Ctrl-C or a kill the next build goes on where this one was.
    """
    documents = records.load(knowledge)
    names = normal(paths)
    no_report = _Apart(files(store), names, apart)
    found = [each for each in read.sources(names) if not no_report(each)]
    with Writer(store) as writer:
        intake = _Intake(writer, fingerprint(documents.knowledge), len(found), progress or (lambda *_: None))
        work = processed(intake.tasks(found), useful(jobs or os.cpu_count() or 1, found), documents.knowledge)
        with closing(work):
            for done in work:
                intake.keep(done)
        with writer.publication() as publication:
            changed = publication.merge_staged()
            changed |= publication.mark_missing(read.covered(names, intake.unread), intake.present, prune=prune)
            if changed:
                decide(publication, documents)
        summed = summary(writer, scope, files_read=intake.read, files_unchanged=intake.unchanged, absent=intake.absent)
        if then is not None:
            then(writer)
        return summed


class _Apart:
    """Tells the files that are no reports: outputs of ours, which may lie in a folder that is read."""

    def __init__(self, store: Iterable[Path], named: Iterable[str], apart: Callable[[Path], bool] | None) -> None:
        self._store = {_absolute(one) for one in store}
        self._named = {_absolute(name) for name in named}
        self._apart = apart

    def __call__(self, found: read.Source | Failure) -> bool:
        if isinstance(found, Failure) or found.data is not None:
            return False
        file = _absolute(found.file)
        return file in self._store or (self._apart is not None and file not in self._named and self._apart(found.file))


def _absolute(path: str | Path) -> str:
    return os.path.abspath(path)  # noqa: PTH100 - links stay what they are


def citations(paths: Paths, knowledge: Folder = None) -> Iterator[Citation | Failure]:
    """The citations in each report by itself, in the order of the texts, without a store; else a Failure.

    Raises KnowledgeError.
    """
    documents = records.load(knowledge)
    for source in read.sources(paths):
        for found in (
            [source] if isinstance(source, Failure) else while_using(documents.knowledge, partial(guarded, source))
        ):
            cited = found if isinstance(found, Failure) else attempt(found, documents, cite)
            yield from [cited] if isinstance(cited, Failure) else cited


def decide(publication: Publication, documents: Records) -> None:
    """Decide over the whole corpus what the reports alone could not, and describe what they cite."""
    publication.assign_report_ids()
    publication.reset_to_local()
    learned = resolve.learn(publication.minted(), documents)
    for place in publication.undecided() if learned is not documents else ():
        publication.revise(place, resolve.reconsider(place.citation, place.report, learned))
    publication.replace_documents(_cited(publication, learned))
    by_report = groupby(publication.citation_rows(), key=lambda place: place.report)  # a report's rows stand together
    publication.replace_findings(
        found
        for report, places in by_report
        for found in audit.findings(report, [place.citation for place in places], learned)
    )


def _cited(publication: Publication, learned: Records) -> Iterator[Document]:
    """The documents cited, one after another: only what is said of one that is not known is held in memory."""
    for name in publication.cited():
        known = learned.get(name)
        yield from [known] if known else resolve.describe(publication.citing(name), learned)


def summary(
    store: Store,
    scope: Scope | None = None,
    *,
    files_read: int = 0,
    files_unchanged: int = 0,
    absent: Iterable[Failure] = (),
) -> Summary:
    """What the store holds of the scope (None: of both); `absent` are failures that it does not hold."""
    with store.snapshot():
        return Summary(
            files_read=files_read,
            files_unchanged=files_unchanged,
            failures=tuple(sorted((*store.failures(), *absent), key=lambda failure: failure.path)),
            most_cited=tuple(rank for rank in store.ranked(scope, 10) if rank.reports),
            **store.sizes(scope),
        )


class _Intake:
    """Which files are to be read, and what is kept of those that were."""

    def __init__(self, writer: Writer, rules: str, files: int, progress: Progress) -> None:
        self._writer, self._rules, self._files, self._progress = writer, rules, files, progress
        self._committed = time.monotonic()
        self._reports = 0
        self.read = 0
        self.unchanged = 0
        self.present: set[str] = set()
        self.absent: list[Failure] = []
        self._changed: set[str] = set()  # paths of files that are given up, for they changed while they were read
        self.unread: list[str] = []  # paths of which it is not known what lies there

    def tasks(self, found: Iterable[read.Source | Failure]) -> Iterator[Task]:
        """What is still to be read, found out as it is asked for."""
        for each in found:
            if isinstance(each, Failure):
                self._refuse(each)
                continue
            try:
                source = each.hashed()
                sha256 = source.sha256()
            except ReadError as error:
                left = not each.file.is_symlink() and read.gone(each.file)  # since it was listed
                self._refuse((read.Absent if left else Failure)(each.path, error.what, error.remedy))
                continue
            self.present.add(each.path)
            standing = self._writer.standing(each.path, sha256, self._rules)
            self.unchanged += standing.published
            self.read += not standing.published
            if not (standing.published or standing.staged):
                yield from tasks(source, sha256, standing.parts)

    def keep(self, done: Done) -> None:
        """Stage a part of a file; make what was staged durable now and then.

        Of a file that changed since its SHA-256 was taken nothing is kept: what was read may be of other bytes.
        """
        task = done.task
        if task.source.path in self._changed:
            return
        if done.changed or not task.source.unchanged():
            self._changed.add(task.source.path)
            self._stage_failure(Failure(task.source.path, *read.CHANGED))
        else:
            self._writer.stage(task.source.path, task.sha256, self._rules, task.part, done.payload, last=task.last)
        if time.monotonic() - self._committed > COMMIT_SECONDS:
            self._writer.commit()
            self._committed = time.monotonic()
        self._reports += done.reports
        self._progress(self.read + self.unchanged, self._files, self._reports)

    def _refuse(self, failure: Failure) -> None:
        """List what is no file to read; what is not there is missing if it was read before, else a word of this run."""
        held = self._writer.holds(failure.path)
        if isinstance(failure, read.Absent):
            self.absent += [] if held else [failure]
            return
        self.unread.append(failure.path)
        if not held or not read.gone(Path(named(failure.path))):  # a link may lead nowhere any more
            self.present.add(failure.path)
            self._stage_failure(failure)

    def _stage_failure(self, failure: Failure) -> None:
        """Stage the failure in the place of whatever was staged of its file; without SHA-256 it is tried again."""
        self._writer.standing(failure.path, None, self._rules)
        self._writer.stage(failure.path, None, self._rules, 0, pack(Reading(failures=(failure,))), last=True)
