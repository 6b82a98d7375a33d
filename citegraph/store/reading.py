"""Read from a store: sorted values of `citegraph.model`."""

# ruff: noqa: S608 - only names of columns, which are constants here, are put into statements; values go as parameters

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self, TypeVar

from citegraph.errors import QueryError, StoreError
from citegraph.ids import UNKNOWN, is_decided
from citegraph.model import (
    Bounds,
    Citation,
    Corpus,
    Document,
    Failure,
    Finding,
    IsoDate,
    ReportInfo,
    Scope,
)
from citegraph.store import integrity, rows
from citegraph.store.connection import DAMAGED, faults, read_only
from citegraph.store.frames import Listing
from citegraph.store.integrity import Row, UnsoundError, made, wordless
from citegraph.store.selection import TAKEN, selected

Noun = TypeVar("Noun")

_MENTION = ", ".join(f"c.{name}" for name in rows.MENTION)
# NULL where a citation leaves open what holds no "?", or decides on what is not there: neither was written by a build.
_NAME = (
    "CASE WHEN c.undecided IS NULL THEN (SELECT name FROM document WHERE id = c.document) "
    f"WHEN instr(c.undecided, '{UNKNOWN}') THEN c.undecided END"
)
CITATION = f"{_MENTION}, {_NAME}, c.method, c.confidence, c.evidence, c.candidates"
REPORT = ", ".join(f"r.{name}" for name in rows.REPORT)
DOCUMENT = ", ".join(f"d.{name}" for name in rows.DOCUMENT)
# CROSS JOIN keeps the reports outside, so that their index gives the order and nothing is sorted.
CITATIONS = f"SELECT r.name, {CITATION} FROM report r CROSS JOIN citation c ON c.report = r.id"
SORTED = "ORDER BY r.name, c.start"
ALL_CITATIONS = f"{CITATIONS} {SORTED}"
_SIZES = {
    "reports": "SELECT count(*) FROM report",
    "missing": "SELECT count(*) FROM missing",
    "citations": "SELECT count(*) FROM citation WHERE :scope IS NULL OR scope = :scope",
    "documents": (
        "SELECT count(*) FROM document WHERE id IN (SELECT document FROM citation) "
        "AND (:scope IS NULL OR scope = :scope)"
    ),
    "undecided": "SELECT count(*) FROM citation WHERE undecided IS NOT NULL AND (:scope IS NULL OR scope = :scope)",
    "findings": (
        "SELECT count(*) FROM finding x JOIN citation c ON c.report = x.report AND c.start = x.start "
        "WHERE :scope IS NULL OR c.scope = :scope"
    ),
}

_NAMED = ("document", "report")
"""The tables in which what a question names is looked up."""

_UNEXPECTED = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    RecursionError,
    TypeError,
    ValueError,
    sqlite3.Error,
)
"""What a mistake of this program raises, and so does a damaged store whose parts contradict each other."""


class Rank(NamedTuple):
    """A document with how many reports cite it, and how often in all."""

    document: Document
    reports: int
    citations: int


class Citing(NamedTuple):
    """A report that cites a document, as far as one can be asked for, with how often it cites which."""

    id: str
    date: IsoDate | None
    publisher: str | None
    locality: str | None
    documents: dict[str, int]  # times cited, by canonical id


class Store:
    """The reports, citations and documents of a corpus, in one SQLite file.

    Opened by path for reading; `with Store("output/citegraph.sqlite") as store: ...` closes it again. Iterators are
    lazy and sorted: reports by id, citations by report and place, documents by id; `.to_arrow()`, `.to_pandas()` and
    `.to_polars()` make a table of them. Raises StoreError where the file is no store, is of another schema version, is
    damaged or cannot be read. Other processes may write meanwhile: each question sees the result of a whole build.
    """

    def __init__(self, path: str | Path) -> None:
        """Open the store at `path`."""
        self.path = Path(path)
        self._connection = self._open()

    def _open(self) -> sqlite3.Connection:
        return read_only(self.path)

    def __enter__(self) -> Self:
        """Return the store itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close; StoreError in the place of an error that comes of a damaged store."""
        try:
            self._examine(error)
        finally:
            self.close()

    def close(self) -> None:
        """Close the file; nothing can be asked after this."""
        self._connection.close()

    def reports(self) -> Listing[ReportInfo]:
        """Every report, sorted by id."""
        found = f"SELECT r.name, {REPORT} FROM report r ORDER BY r.name"
        return Listing("reports", self._nouns(rows.report, rows.REPORT_KINDS, found))

    def report(self, name: str) -> ReportInfo | None:
        """The report with this id, or the one read from this path; None where there is none."""
        found = f"SELECT r.name, {REPORT} FROM report r WHERE r.{{}} = ?"
        for column, of in (("name", "id"), ("path", "path")):
            for info in self._nouns(rows.report, rows.REPORT_KINDS, found.format(column), name):
                return self._same(info, name, getattr(info, of))
        return None

    def missing(self) -> frozenset[str]:
        """The ids of the reports whose file was gone when its folder was last read."""
        return frozenset(name for (name,) in self._rows("s", "SELECT report FROM missing"))

    def failures(self) -> Iterator[Failure]:
        """What could not be read, sorted by path."""
        found = "SELECT path, reason, remedy FROM failure ORDER BY path, reason"
        return self._nouns(rows.failure, "sss", found)

    def citations(self) -> Listing[Citation]:
        """Every citation as finally decided, sorted by report and place."""
        return Listing("citations", self._nouns(rows.citation, rows.CITATION_KINDS, ALL_CITATIONS))

    def documents(self, scope: Scope | None = None) -> Listing[Document]:
        """Every document of the scope (None: of both), cited or related to a cited one, sorted by id."""
        where = "" if scope is None else "WHERE d.scope = ?"
        return Listing("documents", self._documents(where, *([] if scope is None else [scope.value])))

    def document(self, name: str) -> Document | None:
        """The document with this canonical id; None where the store holds none."""
        found = next(self._documents("WHERE d.name = ?", name), None)
        return None if found is None else self._same(found, name, found.id)

    def numbered(self, number: str) -> Iterator[Document]:
        """The documents with this number, sorted by id: "5" finds "05", "24" also "24/2018"."""
        digits = number.lstrip("0")
        where = " OR ".join(["d.number = ?"] * 3 + ["d.number >= ? AND d.number < ?"] * 3)
        forms = [digits.rjust(len(digits) + zeros, "0") for zeros in range(3)]
        ranges = (end for form in forms for end in (f"{form}/", f"{form}0"))  # "0" comes right after "/"
        return self._documents(f"WHERE {where}", *forms, *ranges)

    def times_cited(self, name: str) -> int:
        """How many reports cite the document with this canonical id."""
        found = "SELECT count(DISTINCT report) FROM citation WHERE document = (SELECT id FROM document WHERE name = ?)"
        return int(next(self._rows("i", found, name))[0])

    def ranked(self, scope: Scope | None = None, limit: int | None = None) -> list[Rank]:
        """The documents of the scope with their reports and citations, most reports first, at most `limit`."""
        found = (
            "SELECT d.name, count(DISTINCT c.report) AS reports, count(c.id) AS citations FROM document d "
            "LEFT JOIN citation c ON c.document = d.id WHERE :scope IS NULL OR d.scope = :scope "
            "GROUP BY d.id ORDER BY reports DESC, citations DESC, d.name LIMIT :limit"
        )
        with self.snapshot():
            counts = list(self._rows("sii", found, scope=scope, limit=-1 if limit is None else limit))
            known = {document.id: document for document in self.documents(scope)} if limit is None else {}
            return [
                Rank(self._there(known.get(name) or self.document(name)), reports, citations)
                for name, reports, citations in counts
            ]

    def undecided(self) -> Iterator[tuple[str, int]]:
        """The ids that name several documents ("18-NQ/TW@?") with how many reports leave it at that, sorted by id."""
        found = (
            "SELECT undecided, count(DISTINCT report) FROM citation WHERE undecided IS NOT NULL GROUP BY 1 ORDER BY 1"
        )
        return ((self._left(name), reports) for name, reports in self._rows("si", found))

    def findings(self, report: str | None = None) -> Iterator[Finding]:
        """Every citation that contradicts what is known of its document, sorted by report and place.

        Of one `report`, by its id, or of all.
        """
        columns = ", ".join(f"x.{name}" for name in rows.FINDING)
        joined = "finding x JOIN report r ON r.id = x.report"
        found = f"SELECT r.name, {columns} FROM {joined}"
        if report is not None:
            found += " WHERE r.name = ?"
        found += " ORDER BY r.name, x.start, x.id"
        return self._nouns(rows.finding, rows.FINDING_KINDS, found, *([] if report is None else [report]))

    def cited_by(self, document: str) -> Iterator[tuple[ReportInfo, list[Citation]]]:
        """The reports that cite the document with this canonical id, sorted by id, each with the citations of it.

        An undecided id ("18-NQ/TW@?") gives the reports that cite what may be any of its candidates.
        """
        cited = (
            "c.undecided = ?" if not is_decided(document) else "c.document = (SELECT id FROM document WHERE name = ?)"
        )
        found = (
            f"SELECT r.name, {REPORT}, {CITATION} FROM citation c JOIN report r ON r.id = c.report "
            f"WHERE {cited} ORDER BY r.name, c.start"
        )
        return self._by_report(found, document)

    def cites(self, report: str) -> list[Citation]:
        """The citations in the report with this id, sorted by place; none where there is no such report."""
        found = f"{CITATIONS} WHERE r.name = ? {SORTED}"
        return list(self._nouns(rows.citation, rows.CITATION_KINDS, found, report))

    def citing(self) -> Iterator[Citing]:
        """Every report that is decided to cite something, in no order: the whole graph, one report in memory."""
        found = (
            "SELECT r.name, r.date, r.publisher, r.locality, (SELECT name FROM document WHERE id = c.document) "
            "FROM citation c JOIN report r ON r.id = c.report WHERE c.document IS NOT NULL ORDER BY c.report"
        )
        last: Citing | None = None
        for name, date, publisher, locality, document in self._rows("sSSSs", found):
            if last is None or last.id != name:
                if last is not None:
                    yield last
                last = Citing(name, date, publisher, locality, {})
            last.documents[document] = last.documents.get(document, 0) + 1
        if last is not None:
            yield last

    def pairs(self, document: str) -> Iterator[tuple[str, str]]:
        """Each report that cites the document with this canonical id, with each that it is decided to cite, as ids.

        Every pair once, sorted.
        """
        found = (
            "SELECT DISTINCT r.name, d.name FROM citation c JOIN report r ON r.id = c.report "
            "JOIN document d ON d.id = c.document WHERE c.report IN "
            "(SELECT report FROM citation WHERE document = (SELECT id FROM document WHERE name = ?)) ORDER BY 1, 2"
        )
        return ((report, other) for report, other in self._rows("ss", found, document))

    def worded_documents(self, words: Iterable[str]) -> Iterator[Document]:
        """The documents in whose names all the words stand, sorted by id.

        Words here and below are letters and digits, in lower case without diacritics, đ as d.
        """
        found = "SELECT rowid FROM document_words WHERE words MATCH ?"
        return self._documents(f"WHERE d.id IN ({found})", _match(words))

    def worded_reports(self, words: Iterable[str]) -> Iterator[ReportInfo]:
        """The reports in whose title all the words stand, sorted by id."""
        found = f"SELECT r.name, {REPORT} FROM report_words w JOIN report r ON r.id = w.rowid WHERE words MATCH ?"
        return self._nouns(rows.report, rows.REPORT_KINDS, f"{found} ORDER BY 1", _match(words))

    def worded_citations(self, words: Iterable[str]) -> Iterator[tuple[ReportInfo, list[Citation]]]:
        """The reports with the citations in whose quote all the words stand, sorted by report and place."""
        found = (
            f"SELECT r.name, {REPORT}, {CITATION} FROM citation_words w JOIN citation c ON c.id = w.rowid "
            "JOIN report r ON r.id = c.report WHERE words MATCH ? ORDER BY r.name, c.start"
        )
        return self._by_report(found, _match(words))

    def corpus(
        self,
        scope: Scope | None = None,
        *,
        top: int | None = None,
        min_reports: int = 0,
        min_weight: int = 0,
        edges: int | None = None,
    ) -> Corpus:
        """What a graph is made of: every report, and the rest as far as it is of the scope (None: of both).

        A large store can be narrowed: `top` takes that many documents, those that most reports cite; `min_reports`
        leaves out documents that fewer reports cite, `min_weight` those that fewer reports cite together with some
        other one. `edges` takes reports, the newest first and those that cite nothing last, as long as the pairs of
        documents they cite together, or their citations if these are more, do not exceed it in all; it bounds time and
        memory of all that is made of the corpus. `omitted` of the corpus counts what was left out.
        """
        bounds = Bounds(top=top, min_reports=min_reports, min_weight=min_weight, edges=edges)
        with self.snapshot(), self._faults(), selected(self._connection, scope, bounds) as omitted:
            reports = f"SELECT r.name, {REPORT} FROM report r WHERE r.id IN (SELECT id FROM kept) ORDER BY r.name"
            joined = "finding x JOIN report r ON r.id = x.report JOIN citation c ON c.report = r.id"
            columns = ", ".join(f"x.{name}" for name in rows.FINDING)
            found = (
                f"SELECT r.name, {columns} FROM {joined} AND c.start = x.start "
                f"WHERE {TAKEN} ORDER BY r.name, x.start, x.id"
            )
            return Corpus(
                documents=tuple(self._documents("WHERE d.id IN (SELECT id FROM chosen)")),
                reports=tuple(self._nouns(rows.report, rows.REPORT_KINDS, reports)),
                citations=tuple(
                    self._nouns(rows.citation, rows.CITATION_KINDS, f"{CITATIONS} WHERE {TAKEN} {SORTED}", scope=scope)
                ),
                findings=tuple(self._nouns(rows.finding, rows.FINDING_KINDS, found, scope=scope)),
                omitted=omitted,
            )

    def sizes(self, scope: Scope | None = None) -> dict[str, int]:
        """How many reports, missing reports, citations, cited documents, undecided citations and findings.

        `scope` narrows all but the reports.
        """
        return {name: next(self._rows("i", count, scope=scope))[0] for name, count in _SIZES.items()}

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Ask several questions of one state: `with store.snapshot(): ...`, whatever is written meanwhile."""
        if self._connection.in_transaction:
            yield
            return
        with self._faults():
            self._connection.execute("BEGIN")
        try:
            yield
        except Exception as error:
            self._examine(error)
            raise
        finally:
            if self._connection.in_transaction:
                with self._faults():
                    self._connection.execute("COMMIT")

    def dump(self) -> Iterator[str]:
        """The content as sorted lines of text, without the integers inside: equal for stores that hold the same."""
        for info in self.reports():
            yield repr(info)
        for values in (self.citations(), self.documents(), self.findings(), self.failures()):
            yield from map(repr, values)
        yield from map(repr, self._rows("sSsi", "SELECT path, sha256, rules, missing FROM source ORDER BY path"))
        columns = "r.name, c.start, l.undecided, l.method, l.confidence, l.evidence, l.candidates"
        joined = "local_decision l JOIN citation c ON c.id = l.citation JOIN report r ON r.id = c.report"
        yield from map(repr, self._rows("sissfss", f"SELECT {columns} FROM {joined} ORDER BY r.name, c.start"))

    def _documents(self, where: str, *values: Any) -> Iterator[Document]:
        # One statement: between two of them another state may be published, which has other relations.
        joined = "document d LEFT JOIN relation r ON r.document = d.id"
        found = f"SELECT d.id, {DOCUMENT}, r.kind, r.other FROM {joined} {where} ORDER BY d.name, r.kind, r.position"
        kinds = f"i{rows.DOCUMENT_KINDS}SS"
        with self._faults(), closing(self._rows(kinds, found, *values)) as answer:
            for _, same in groupby(answer, key=itemgetter(0)):
                yield made(rows.document, tuple(same))

    def _by_report(self, sql: str, *values: Any) -> Iterator[tuple[ReportInfo, list[Citation]]]:
        info: ReportInfo | None = None
        cited: list[Citation] = []
        for report, citation in self._nouns(rows.Reported(), rows.REPORTED_KINDS, sql, *values):
            if info is None or info.id != report.id:
                if info is not None:
                    yield info, cited
                info, cited = report, []
            cited.append(citation)
        if info is not None:
            yield info, cited

    def _nouns(self, make: Callable[[Row], Noun], kinds: str, sql: str, *values: Any, **named: Any) -> Iterator[Noun]:
        """What `make` makes of each row of an answer; StoreError for a row that this program did not write."""
        with self._faults(), closing(self._rows(kinds, sql, *values, **named)) as found:
            for row in found:
                yield made(make, row)

    def _rows(self, kinds: str, sql: str, *values: Any, **named: Any) -> Generator[Row, None, None]:
        """The rows of an answer, whose columns are of the `kinds`; see `soundness.asked`."""
        with self._faults():
            given = {name: rows.column(value) for name, value in named.items()} or [*map(rows.column, values)]
            yield from integrity.asked(self._connection, kinds, sql, given)

    def _faults(self) -> AbstractContextManager[None]:
        return faults(self.path, self._connection)

    def _examine(self, error: BaseException | None) -> None:
        """Raise StoreError where the store is damaged, and the error may come of that.

        A question that finds nothing is one: the name may be there, and the index that leads to it be damaged.
        """
        if isinstance(error, _UNEXPECTED):
            damaged = not integrity.sound(self._connection)
        else:
            damaged = isinstance(error, QueryError) and not integrity.sound(self._connection, *_NAMED)
        if error is not None and damaged:
            raise StoreError(str(self.path), *DAMAGED) from wordless(error)

    def _there(self, found: Noun | None) -> Noun:
        """What another part of the store says is there; StoreError where it is not."""
        with self._faults():
            if found is None:
                raise UnsoundError
            return found

    def _same(self, found: Noun, asked: str, name: str) -> Noun:
        """What an index led to; StoreError where that is something else than was asked for."""
        return self._there(found if rows.column(asked) == name else None)

    def _left(self, name: str) -> str:
        """The id of a citation left undecided; StoreError for anything else, which may be the text of a report."""
        return self._there(None if is_decided(name) else name)


def _match(words: Iterable[str]) -> str:
    """All of the words, as FTS5 asks for them."""
    return " ".join(f'"{word}"' for word in words)
