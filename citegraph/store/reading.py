"""Read a store. Queries return objects of `citegraph.model` in a fixed order."""

# ruff: noqa: S608 - statements contain only constant column names; values are passed as parameters

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
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
from citegraph.store.connection import DAMAGED, open_read_only, store_errors
from citegraph.store.data_frames import ValueStream
from citegraph.store.derived_counts import EDITION
from citegraph.store.integrity import DamagedDataError, Row, convert_row, redact_error
from citegraph.store.most_cited import TAKEN, most_cited_tables

Item = TypeVar("Item")

_MENTION = ", ".join(f"c.{name}" for name in rows.MENTION)
# NULL if an undecided id has no "?" or the document of a citation is missing; no build writes such rows.
_NAME = (
    "CASE WHEN c.undecided IS NULL THEN (SELECT name FROM document WHERE id = c.document) "
    f"WHEN instr(c.undecided, '{UNKNOWN}') THEN c.undecided END"
)
CITATION = f"{_MENTION}, {_NAME}, c.method, c.confidence, c.evidence, c.candidates"
REPORT = ", ".join(f"r.{name}" for name in rows.REPORT)
DOCUMENT = ", ".join(f"d.{name}" for name in rows.DOCUMENT)
# CROSS JOIN puts the report in the outer loop, so that its index gives the order without sorting.
CITATIONS = f"SELECT r.name, {CITATION} FROM report r CROSS JOIN citation c ON c.report = r.id"
SORTED = "ORDER BY r.name, c.start"
ALL_CITATIONS = f"{CITATIONS} {SORTED}"
CITED = "EXISTS (SELECT 1 FROM citation WHERE document = d.id)"
"""SQL condition: whether a citation decides on the document `d`."""
FAILURE_ORDER = "rtrim(path, '0123456789'), length(path), path"
"""Rows of a file in the order of their numbers; `failure_sort_key` sorts alike."""
_SIZES = {
    "reports": "SELECT count(*) FROM report",
    "missing": "SELECT count(*) FROM missing",
    "warned": "SELECT count(*) FROM report WHERE warnings <> '[]'",
    "citations": "SELECT count(*) FROM citation WHERE :scope IS NULL OR scope = :scope",
    "documents": (f"SELECT count(*) FROM document d WHERE {CITED} AND (:scope IS NULL OR scope = :scope)"),
    "undecided": "SELECT count(*) FROM citation WHERE undecided IS NOT NULL AND (:scope IS NULL OR scope = :scope)",
    "findings": (
        "SELECT count(*) FROM finding x JOIN citation c ON c.report = x.report AND c.start = x.start "
        "WHERE :scope IS NULL OR c.scope = :scope"
    ),
}

_NAMED = ("document", "report")
"""The tables that are searched for the names in a query."""

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
"""Errors raised by a bug of this program, or by a damaged store whose parts contradict each other."""


class Rank(NamedTuple):
    """A document with the number of reports that cite it, and of citations in all of them."""

    document: Document
    reports: int
    citations: int


class CitationCounts(NamedTuple):
    """The fields of a report for filters, with the number of citations of each document."""

    id: str
    date: IsoDate | None
    publisher: str | None
    locality: str | None
    documents: dict[str, int]  # times cited, by canonical id


class Store:
    """The reports, citations and documents of a corpus, in one SQLite file.

    Iterators are lazy and sorted: reports by id, citations by report and position, documents by id. `.to_arrow()`,
    `.to_pandas()` and `.to_polars()` return them as tables. Other processes may write meanwhile: each query sees the
    result of a whole build.

    Every method raises StoreError if the store is damaged or can no longer be read.

    Args:
        path: The SQLite file, opened for reading.

    Raises:
        StoreError: The file is not a store, has another schema version, is damaged or cannot be read.

    Example:
        with Store("output/citegraph.sqlite") as store:
            for report, citations in store.cited_by("35-NQ/TW@XII"):
                print(report.id, len(citations))
    """

    def __init__(self, path: str | Path) -> None:
        """Open the store at `path`."""
        self.path = Path(path)
        self._connection = self._open()

    def _open(self) -> sqlite3.Connection:
        return open_read_only(self.path)

    def __enter__(self) -> Self:
        """Return the store itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the store. Raises StoreError in place of an error that a damaged store caused."""
        try:
            self._check_damage(error)
        finally:
            self.close()

    def close(self) -> None:
        """Close the file. No query is possible afterwards."""
        self._connection.close()

    def reports(self) -> ValueStream[ReportInfo]:
        """Return every report, sorted by id.

        Raises:
            StoreError: The store is damaged.
        """
        sql = f"SELECT r.name, {REPORT} FROM report r ORDER BY r.name"
        return ValueStream("reports", self._items(rows.report_of_row, rows.REPORT_KINDS, sql))

    def report(self, name: str) -> ReportInfo | None:
        """Return one report.

        Args:
            name: The id of the report, or the path it was read from.

        Returns:
            The report; None if there is none.

        Raises:
            StoreError: The store is damaged.
        """
        sql = f"SELECT r.name, {REPORT} FROM report r WHERE r.{{}} = ?"
        for column, of in (("name", "id"), ("path", "path")):
            for info in self._items(rows.report_of_row, rows.REPORT_KINDS, sql.format(column), name):
                return self._verify_value(info, name, getattr(info, of))
        return None

    def reports_with_warnings(self, most: int) -> list[ReportInfo]:
        """Return reports with warnings, sorted by id.

        Args:
            most: How many to return at most.

        Raises:
            StoreError: The store is damaged.
        """
        sql = f"SELECT r.name, {REPORT} FROM report r WHERE r.warnings <> '[]' ORDER BY r.name LIMIT ?"
        return list(self._items(rows.report_of_row, rows.REPORT_KINDS, sql, most))

    def reports_by_id_or_hash(self, keys: Iterable[str]) -> Iterator[ReportInfo]:
        """Yield the reports with one of these ids or hashes, sorted by id.

        Args:
            keys: Ids of reports, or the SHA-256 of their bytes.

        Raises:
            StoreError: The store is damaged.
        """
        sql = f"""
            SELECT r.name, {REPORT} FROM report r
            WHERE r.name IN (SELECT value FROM json_each(?1)) OR r.sha256 IN (SELECT value FROM json_each(?1))
            ORDER BY r.name
        """
        return self._items(rows.report_of_row, rows.REPORT_KINDS, sql, json.dumps(sorted(keys)))

    def missing_reports(self) -> frozenset[str]:
        """Return the ids of the reports whose file no longer existed when its folder was last read."""
        return frozenset(name for (name,) in self._rows("s", "SELECT report FROM missing"))

    def verify(self) -> None:
        """Read every page and every row of the store, however large it is.

        Raises:
            StoreError: Any part of it is damaged.
        """
        with self._store_errors():
            if not integrity.is_sound(self._connection):
                raise DamagedDataError
        for items in (self.reports(), self.failures(), self.citations(), self.documents(), self.findings()):
            for _ in items:
                pass

    def sources(self) -> Iterator[tuple[str, str | None]]:
        """Return the files that were read, as (path, SHA-256), sorted by path; None for one that could not be read."""
        return ((path, sha256) for path, sha256 in self._rows("sS", "SELECT path, sha256 FROM source ORDER BY path"))

    def has_source(self, path: str) -> bool:
        """Whether a build has read a file, or told that it cannot be read."""
        return any(True for _ in self._rows("i", "SELECT 1 FROM source WHERE path = ?", path))

    def failures(self) -> Iterator[Failure]:
        """Return the files and rows that could not be read, in the order of `failure_sort_key`."""
        sql = f"SELECT path, reason, remedy FROM failure ORDER BY {FAILURE_ORDER}, reason"
        return self._items(rows.failure_of_row, "sss", sql)

    def citations(self) -> ValueStream[Citation]:
        """Return every citation with its final decision, sorted by report and position."""
        return ValueStream("citations", self._items(rows.citation_of_row, rows.CITATION_KINDS, ALL_CITATIONS))

    def documents(self, scope: Scope | None = None) -> ValueStream[Document]:
        """Return the documents that are cited or related to a cited one, sorted by id.

        Args:
            scope: Only documents of this scope; None for both.

        Returns:
            The documents, as an iterator that can also return a table.

        Raises:
            StoreError: The store is damaged.
        """
        where = "" if scope is None else "WHERE d.scope = ?"
        return ValueStream("documents", self._documents(where, *([] if scope is None else [scope.value])))

    def document(self, name: str) -> Document | None:
        """Return the document with this canonical id; None if the store does not hold it."""
        document = next(self._documents("WHERE d.name = ?", name), None)
        return None if document is None else self._verify_value(document, name, document.id)

    def documents_with_number(self, number: str) -> Iterator[Document]:
        """Return the documents with a number.

        Args:
            number: The number, with or without leading zeros: "5" finds "05", "24" also finds "24/2018".

        Returns:
            The documents, sorted by id.

        Raises:
            StoreError: The store is damaged.
        """
        where, values = number_condition(number)
        return self._documents(f"WHERE {where}", *values)

    def times_cited(self, name: str) -> int:
        """Return how many reports cite the document with this canonical id."""
        return self.count_citing_reports([name]).get(name, 0)

    def count_citing_reports(self, documents: Sequence[str]) -> dict[str, int]:
        """Return the number of reports that cite each document; documents that none cites are left out."""
        sql = (
            "SELECT d.name, n.reports FROM document d JOIN document_count n ON n.document = d.id "
            "WHERE d.name IN (SELECT value FROM json_each(?))"
        )
        return dict(self._rows("si", sql, json.dumps(documents)))

    def documents_with_counts(self, scope: Scope | None = None, limit: int | None = None) -> list[Rank]:
        """Return the documents with the numbers of their reports and citations.

        Args:
            scope: Only documents of this scope; None for both.
            limit: The most documents to return; None for all.

        Returns:
            The documents sorted by reports, then by citations, most first, then by id.

        Raises:
            StoreError: The store is damaged.
        """
        sql = (
            "SELECT d.name, coalesce(n.reports, 0) AS reports, coalesce(n.citations, 0) AS citations FROM document d "
            "LEFT JOIN document_count n ON n.document = d.id WHERE :scope IS NULL OR d.scope = :scope "
            "ORDER BY reports DESC, citations DESC, d.name LIMIT :limit"
        )
        with self.snapshot():
            counts = list(self._rows("sii", sql, scope=scope, limit=-1 if limit is None else limit))
            documents = {document.id: document for document in self.documents(scope)} if limit is None else {}
            return [
                Rank(self._require_value(documents.get(name) or self.document(name)), reports, citations)
                for name, reports, citations in counts
            ]

    def edition(self) -> int:
        """Return a number that identifies this state of the store."""
        return next((n for (n,) in self._rows("i", "SELECT n FROM total WHERE name = ?", EDITION)), 0)

    def undecided_ids(self) -> Iterator[tuple[str, int]]:
        """Return the ids that may mean several documents ("18-NQ/TW@?") with the number of reports, sorted by id."""
        sql = "SELECT undecided, count(DISTINCT report) FROM citation WHERE undecided IS NOT NULL GROUP BY 1 ORDER BY 1"
        return ((self._verify_undecided_id(name), reports) for name, reports in self._rows("si", sql))

    def findings(self, report: str | None = None) -> Iterator[Finding]:
        """Return the citations that contradict what is known of their documents.

        Args:
            report: Only those of the report with this id; None for all.

        Returns:
            The findings, sorted by report and position.

        Raises:
            StoreError: The store is damaged.
        """
        columns = ", ".join(f"x.{name}" for name in rows.FINDING)
        joined = "finding x JOIN report r ON r.id = x.report"
        sql = f"SELECT r.name, {columns} FROM {joined}"
        if report is not None:
            sql += " WHERE r.name = ?"
        sql += " ORDER BY r.name, x.start, x.id"
        return self._items(rows.finding_of_row, rows.FINDING_KINDS, sql, *([] if report is None else [report]))

    def cited_by(self, document: str) -> Iterator[tuple[ReportInfo, list[Citation]]]:
        """Return the reports that cite a document, each with its citations of it.

        Args:
            document: A canonical id. An undecided id ("18-NQ/TW@?") finds the reports whose citation may mean any of
                its candidates.

        Returns:
            The reports, sorted by id.

        Raises:
            StoreError: The store is damaged.
        """
        cited = (
            "c.undecided = ?" if not is_decided(document) else "c.document = (SELECT id FROM document WHERE name = ?)"
        )
        sql = (
            f"SELECT r.name, {REPORT}, {CITATION} FROM citation c JOIN report r ON r.id = c.report "
            f"WHERE {cited} ORDER BY r.name, c.start"
        )
        return self._citations_by_report(sql, document)

    def cites(self, report: str) -> list[Citation]:
        """Return the citations in a report.

        Args:
            report: The id of the report.

        Returns:
            The citations, sorted by position; empty if there is no such report.

        Raises:
            StoreError: The store is damaged.
        """
        sql = f"{CITATIONS} WHERE r.name = ? {SORTED}"
        return list(self._items(rows.citation_of_row, rows.CITATION_KINDS, sql, report))

    def rejected_mentions(self, report: str) -> list[Citation]:
        """Return the mentions of a report that a person rejected as citations.

        Args:
            report: The id of the report.

        Returns:
            The mentions with the decisions from the report alone, sorted by position.

        Raises:
            StoreError: The store is damaged.
        """
        sql = f"{CITATIONS} WHERE r.name = ? {SORTED}".replace("JOIN citation c", "JOIN rejected c")
        sql = sql.replace("WHEN instr(c.undecided, '?') THEN", "ELSE")  # they are stored by name, decided or not
        return list(self._items(rows.citation_of_row, rows.CITATION_KINDS, sql, report))

    def all_mentions(self, report: str) -> list[Citation]:
        """Return the citations in a report, then the mentions that a person rejected.

        Args:
            report: The id of the report.

        Returns:
            Both, each sorted by position.

        Raises:
            StoreError: The store is damaged.
        """
        return [*self.cites(report), *self.rejected_mentions(report)]

    def counts_of_citing_reports(self) -> Iterator[CitationCounts]:
        """Yield every report with at least one decided citation, in no particular order.

        This gives the whole graph, with one report in memory at a time.
        """
        sql = (
            "SELECT r.name, r.date, r.publisher, r.locality, (SELECT name FROM document WHERE id = c.document) "
            "FROM citation c JOIN report r ON r.id = c.report WHERE c.document IS NOT NULL ORDER BY c.report"
        )
        last: CitationCounts | None = None
        for name, date, publisher, locality, document in self._rows("sSSSs", sql):
            if last is None or last.id != name:
                if last is not None:
                    yield last
                last = CitationCounts(name, date, publisher, locality, {})
            last.documents[document] = last.documents.get(document, 0) + 1
        if last is not None:
            yield last

    def citing_reports_and_documents(self, document: str) -> Iterator[tuple[str, str]]:
        """Return the reports that cite a document, paired with all documents that they cite.

        Args:
            document: A canonical id.

        Returns:
            (report id, document id), each pair once, sorted.

        Raises:
            StoreError: The store is damaged.
        """
        sql = (
            "SELECT DISTINCT r.name, d.name FROM citation c JOIN report r ON r.id = c.report "
            "JOIN document d ON d.id = c.document WHERE c.report IN "
            "(SELECT report FROM citation WHERE document = (SELECT id FROM document WHERE name = ?)) ORDER BY 1, 2"
        )
        return ((report, other) for report, other in self._rows("ss", sql, document))

    def documents_for_name_comparison(self) -> Iterator[Document]:
        """Return the documents to compare a name with if neither its number nor its words match: all of them.

        Raises:
            StoreError: The store is damaged.
        """
        return self.documents()

    def documents_with_words(self, words: Iterable[str]) -> Iterator[Document]:
        """Return the documents whose names contain all the words, sorted by id.

        Args:
            words: Letters and digits in lower case, without diacritics, đ as d.

        Raises:
            StoreError: The store is damaged.
        """
        sql = "SELECT rowid FROM document_words WHERE words MATCH ?"
        return self._documents(f"WHERE d.id IN ({sql})", fts_query(words))

    def reports_with_words(self, words: Iterable[str]) -> Iterator[ReportInfo]:
        """Return the reports whose title contains all the words (see `documents_with_words`), sorted by id."""
        sql = f"SELECT r.name, {REPORT} FROM report_words w JOIN report r ON r.id = w.rowid WHERE words MATCH ?"
        return self._items(rows.report_of_row, rows.REPORT_KINDS, f"{sql} ORDER BY 1", fts_query(words))

    def citations_with_words(self, words: Iterable[str]) -> Iterator[tuple[ReportInfo, list[Citation]]]:
        """Return the citations whose quote contains all words (see `documents_with_words`), by report and position."""
        sql = (
            f"SELECT r.name, {REPORT}, {CITATION} FROM citation_words w JOIN citation c ON c.id = w.rowid "
            "JOIN report r ON r.id = c.report WHERE words MATCH ? ORDER BY r.name, c.start"
        )
        return self._citations_by_report(sql, fts_query(words))

    def corpus(
        self,
        scope: Scope | None = None,
        *,
        top: int | None = None,
        min_reports: int = 0,
        min_weight: int = 0,
        edges: int | None = None,
    ) -> Corpus:
        """Return the data of a graph: the reports, documents, citations and findings of a scope.

        Args:
            scope: Only documents of this scope; None for both. All reports are taken in either case.
            top: Take this many documents, the most cited ones.
            min_reports: Leave out documents that fewer reports cite.
            min_weight: Leave out documents that are not cited together with another one in this many reports.
            edges: Take reports, newest first and those without citations last, until their pairs of documents (or their
                citations, if more) exceed this number. This limits the time and memory of everything that uses the
                corpus.

        Returns:
            The corpus, whose `omitted` counts what was left out.

        Raises:
            StoreError: The store is damaged.
        """
        bounds = Bounds(top=top, min_reports=min_reports, min_weight=min_weight, edges=edges)
        with self.snapshot(), self._store_errors(), most_cited_tables(self._connection, scope, bounds) as omitted:
            reports = f"SELECT r.name, {REPORT} FROM report r WHERE r.id IN (SELECT id FROM kept) ORDER BY r.name"
            joined = "finding x JOIN report r ON r.id = x.report JOIN citation c ON c.report = r.id"
            columns = ", ".join(f"x.{name}" for name in rows.FINDING)
            sql = (
                f"SELECT r.name, {columns} FROM {joined} AND c.start = x.start "
                f"WHERE {TAKEN} ORDER BY r.name, x.start, x.id"
            )
            return Corpus(
                documents=tuple(self._documents("WHERE d.id IN (SELECT id FROM chosen)")),
                reports=tuple(self._items(rows.report_of_row, rows.REPORT_KINDS, reports)),
                citations=tuple(
                    self._items(
                        rows.citation_of_row, rows.CITATION_KINDS, f"{CITATIONS} WHERE {TAKEN} {SORTED}", scope=scope
                    )
                ),
                findings=tuple(self._items(rows.finding_of_row, rows.FINDING_KINDS, sql, scope=scope)),
                omitted=omitted,
            )

    def item_counts(self, scope: Scope | None = None) -> dict[str, int]:
        """Count the reports, missing reports, citations, cited documents, undecided citations and findings.

        Args:
            scope: Count only documents of this scope; all reports are counted.

        Returns:
            The counts, by the names of the fields of `citegraph.pipeline.BuildSummary`.

        Raises:
            StoreError: The store is damaged.
        """
        return {name: next(self._rows("i", count, scope=scope))[0] for name, count in _SIZES.items()}

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Run several queries on one state of the store, regardless of concurrent writes."""
        if self._connection.in_transaction:
            yield
            return
        with self._store_errors():
            self._connection.execute("BEGIN")
        try:
            yield
        except Exception as error:
            self._check_damage(error)
            raise
        finally:
            if self._connection.in_transaction:
                with self._store_errors():
                    self._connection.execute("COMMIT")

    def dump(self) -> Iterator[str]:
        """Yield the content as sorted lines of text, without internal keys.

        Stores with the same content give the same lines.
        """
        for info in self.reports():
            yield repr(info)
        for values in (self.citations(), self.documents(), self.findings(), self.failures()):
            yield from map(repr, values)
        yield from map(repr, self._rows("sSsi", "SELECT path, sha256, rules, missing FROM source ORDER BY path"))
        columns = "r.name, c.start, l.document, l.method, l.confidence, l.evidence, l.candidates"
        joined = "local_decision l JOIN citation c ON c.id = l.citation JOIN report r ON r.id = c.report"
        yield from map(repr, self._rows("sissfss", f"SELECT {columns} FROM {joined} ORDER BY r.name, c.start"))

    def _documents(self, where: str, *values: Any) -> Iterator[Document]:
        # One statement, because another state with other relations may be published between two statements.
        joined = "document d LEFT JOIN relation r ON r.document = d.id"
        sql = f"SELECT d.id, {DOCUMENT}, r.kind, r.other FROM {joined} {where} ORDER BY d.name, r.kind, r.position"
        kinds = f"i{rows.DOCUMENT_KINDS}SS"
        with self._store_errors(), closing(self._rows(kinds, sql, *values)) as answer:
            for _, same in groupby(answer, key=itemgetter(0)):
                yield convert_row(rows.document_of_rows, tuple(same))

    def _citations_by_report(self, sql: str, *values: Any) -> Iterator[tuple[ReportInfo, list[Citation]]]:
        info: ReportInfo | None = None
        cited: list[Citation] = []
        for report, citation in self._items(rows.ReportedCitations(), rows.REPORTED_KINDS, sql, *values):
            if info is None or info.id != report.id:
                if info is not None:
                    yield info, cited
                info, cited = report, []
            cited.append(citation)
        if info is not None:
            yield info, cited

    def _items(self, make: Callable[[Row], Item], kinds: str, sql: str, *values: Any, **named: Any) -> Iterator[Item]:
        """Yield `make(row)` for each row of a query. Raises StoreError for a row that this program did not write."""
        with self._store_errors(), closing(self._rows(kinds, sql, *values, **named)) as answer:
            for row in answer:
                yield convert_row(make, row)

    def _rows(self, kinds: str, sql: str, *values: Any, **named: Any) -> Generator[Row, None, None]:
        """Yield the rows of a query, whose columns are of the `kinds`; see `integrity.select`."""
        with self._store_errors():
            given = {name: rows.sqlite_value(value) for name, value in named.items()} or [
                *map(rows.sqlite_value, values)
            ]
            yield from integrity.select(self._connection, kinds, sql, given)

    def _store_errors(self) -> AbstractContextManager[None]:
        return store_errors(self.path, self._connection)

    def _check_damage(self, error: BaseException | None) -> None:
        """Raise StoreError if the store is damaged and that may have caused the error.

        This includes a query without results: the name may exist although its index is damaged.
        """
        if isinstance(error, _UNEXPECTED):
            damaged = not integrity.is_sound(self._connection)
        else:
            damaged = isinstance(error, QueryError) and not integrity.is_sound(self._connection, *_NAMED)
        if error is not None and damaged:
            raise StoreError(str(self.path), *DAMAGED) from redact_error(error)

    def _require_value(self, value: Item | None) -> Item:
        """Return a value that the store refers to elsewhere. Raises StoreError if it is missing."""
        with self._store_errors():
            if value is None:
                raise DamagedDataError
            return value

    def _verify_value(self, value: Item, query: str, name: str) -> Item:
        """Return the value that an index led to. Raises StoreError if it is not the one that was looked up."""
        return self._require_value(value if rows.sqlite_value(query) == name else None)

    def _verify_undecided_id(self, name: str) -> str:
        """Return an undecided id. Raises StoreError for anything else, because it may be text of a report."""
        return self._require_value(None if is_decided(name) else name)


def number_condition(number: str) -> tuple[str, list[str]]:
    """Return the condition on `d` that a document has a number, in any of its forms, with its values."""
    digits = number.lstrip("0")
    where = " OR ".join(["d.number = ?"] * 3 + ["d.number >= ? AND d.number < ?"] * 3)
    forms = [digits.rjust(len(digits) + zeros, "0") for zeros in range(3)]
    return where, [*forms, *(end for form in forms for end in (f"{form}/", f"{form}0"))]  # "0" comes right after "/"


def fts_query(words: Iterable[str]) -> str:
    """Return an FTS5 query for all of the words."""
    return " ".join(f'"{word}"' for word in words)
