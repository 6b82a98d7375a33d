"""Path in, what a store holds out, sorted and as the nouns of `citegraph.model`."""

# ruff: noqa: S608 - only names of columns, which are constants here, are put into statements; values go as parameters

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, Self

from citegraph.errors import StoreError
from citegraph.model import Bounds, Citation, Corpus, Discrepancy, Document, Failure, IsoDate, ReportInfo, Scope
from citegraph.store import rows
from citegraph.store.connection import faults, read_only
from citegraph.store.frames import Listing
from citegraph.store.selection import TAKEN, selected

_MENTION = ", ".join(f"c.{name}" for name in rows.MENTION)
_NAME = "coalesce(c.undecided, (SELECT name FROM document WHERE id = c.document))"
CITATION = f"{_MENTION}, {_NAME}, c.link, c.evidence, c.candidates"
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
    "discrepancies": (
        "SELECT count(*) FROM discrepancy x JOIN citation c ON c.report = x.report AND c.start = x.start "
        "WHERE :scope IS NULL OR c.scope = :scope"
    ),
}


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
    `.to_polars()` make a table of them. Raises StoreError where the file is
    no store, is of another schema version, or cannot be read. Other processes may write meanwhile: each question sees
    the result of a whole build.
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

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()

    def close(self) -> None:
        """Close the file; questions after this raise StoreError."""
        self._connection.close()

    def reports(self) -> Listing[ReportInfo]:
        """Every report, sorted by id."""
        found = self._rows(f"SELECT r.name, {REPORT} FROM report r ORDER BY r.name")
        return Listing("reports", (rows.report(name, row) for name, *row in found))

    def report(self, name: str) -> ReportInfo | None:
        """The report with this id, or the one read from this path; None where there is none."""
        found = f"SELECT r.name, {REPORT} FROM report r WHERE r.{{}} = ?"
        for column in ("name", "path"):
            for first, *row in self._rows(found.format(column), name):
                return rows.report(first, row)
        return None

    def missing(self) -> frozenset[str]:
        """The ids of the reports whose file was gone when its folder was last read."""
        return frozenset(name for (name,) in self._rows("SELECT report FROM missing"))

    def failures(self) -> Iterator[Failure]:
        """What could not be read, sorted by path."""
        return (Failure(*row) for row in self._rows("SELECT path, reason, remedy FROM failure ORDER BY path, reason"))

    def citations(self) -> Listing[Citation]:
        """Every citation as finally decided, sorted by report and place."""
        return Listing("citations", (rows.citation(name, row) for name, *row in self._rows(ALL_CITATIONS)))

    def documents(self, scope: Scope | None = None) -> Listing[Document]:
        """Every document of the scope (None: of both), cited or related to a cited one, sorted by id."""
        where = "" if scope is None else "WHERE d.scope = ?"
        return Listing("documents", self._documents(where, *([] if scope is None else [scope.value])))

    def document(self, name: str) -> Document | None:
        """The document with this canonical id; None where the store holds none."""
        return next(self._documents("WHERE d.name = ?", name), None)

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
        return int(next(self._rows(found, name))[0])

    def ranked(self, scope: Scope | None = None, limit: int | None = None) -> list[Rank]:
        """The documents of the scope with their reports and citations, most reports first, at most `limit`."""
        found = (
            "SELECT d.name, count(DISTINCT c.report) AS reports, count(c.id) AS citations FROM document d "
            "LEFT JOIN citation c ON c.document = d.id WHERE :scope IS NULL OR d.scope = :scope "
            "GROUP BY d.id ORDER BY reports DESC, citations DESC, d.name LIMIT :limit"
        )
        counts = list(self._rows(found, scope=scope, limit=-1 if limit is None else limit))
        if limit is None:
            known = {document.id: document for document in self.documents(scope)}
            return [Rank(known[name], reports, citations) for name, reports, citations in counts]
        named = ((self.document(name), reports, citations) for name, reports, citations in counts)
        return [Rank(document, reports, citations) for document, reports, citations in named if document is not None]

    def undecided(self) -> Iterator[tuple[str, int]]:
        """The ids that name several documents ("18-NQ/TW@?") with how many reports leave it at that, sorted by id."""
        found = (
            "SELECT undecided, count(DISTINCT report) FROM citation WHERE undecided IS NOT NULL GROUP BY 1 ORDER BY 1"
        )
        return ((name, reports) for name, reports in self._rows(found))

    def discrepancies(self, report: str | None = None) -> Iterator[Discrepancy]:
        """Every citation that contradicts what is known of its document, sorted by report and place.

        Of one `report`, by its id, or of all.
        """
        columns = ", ".join(f"x.{name}" for name in rows.DISCREPANCY)
        joined = "discrepancy x JOIN report r ON r.id = x.report"
        found = f"SELECT r.name, {columns} FROM {joined}"
        if report is None:
            answer = self._rows(f"{found} ORDER BY r.name, x.start, x.id")
        else:
            answer = self._rows(f"{found} WHERE r.name = ? ORDER BY x.start, x.id", report)
        return (rows.discrepancy(name, row) for name, *row in answer)

    def cited_by(self, document: str) -> Iterator[tuple[ReportInfo, list[Citation]]]:
        """The reports that cite the document with this canonical id, sorted by id, each with the citations of it.

        An undecided id ("18-NQ/TW@?") gives the reports that cite what may be any of its candidates.
        """
        cited = (
            "c.undecided = ?" if not rows.decided(document) else "c.document = (SELECT id FROM document WHERE name = ?)"
        )
        found = (
            f"SELECT r.name, {REPORT}, {CITATION} FROM citation c JOIN report r ON r.id = c.report "
            f"WHERE {cited} ORDER BY r.name, c.start"
        )
        return self._by_report(self._rows(found, document))

    def cites(self, report: str) -> list[Citation]:
        """The citations in the report with this id, sorted by place; none where there is no such report."""
        in_report = "c.report = (SELECT id FROM report WHERE name = ?)"
        found = f"SELECT {CITATION} FROM citation c WHERE {in_report} ORDER BY c.start"
        return [rows.citation(report, row) for row in self._rows(found, report)]

    def citing(self) -> Iterator[Citing]:
        """Every report that is decided to cite something, in no order: the whole graph, one report in memory."""
        names = dict(self._rows("SELECT id, name FROM document"))
        found = (
            "SELECT r.name, r.date, r.publisher, r.locality, c.document FROM citation c "
            "JOIN report r ON r.id = c.report WHERE c.document IS NOT NULL ORDER BY c.report"
        )
        last: Citing | None = None
        for name, date, publisher, locality, document in self._rows(found):
            if last is None or last.id != name:
                if last is not None:
                    yield last
                last = Citing(name, date, publisher, locality, {})
            last.documents[names[document]] = last.documents.get(names[document], 0) + 1
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
        return ((report, other) for report, other in self._rows(found, document))

    def worded_documents(self, words: Iterable[str]) -> Iterator[Document]:
        """The documents in whose names all the words stand, sorted by id.

        Words here and below are letters and digits, in lower case without diacritics, đ as d.
        """
        return self._documents(
            "JOIN document_words ON d.id = document_words.rowid WHERE words MATCH ?", self._match(words)
        )

    def worded_reports(self, words: Iterable[str]) -> Iterator[ReportInfo]:
        """The reports in whose title all the words stand, sorted by id."""
        found = f"SELECT r.name, {REPORT} FROM report_words w JOIN report r ON r.id = w.rowid WHERE words MATCH ?"
        return (rows.report(name, row) for name, *row in self._rows(f"{found} ORDER BY 1", self._match(words)))

    def worded_citations(self, words: Iterable[str]) -> Iterator[tuple[ReportInfo, list[Citation]]]:
        """The reports with the citations in whose quote all the words stand, sorted by report and place."""
        found = (
            f"SELECT r.name, {REPORT}, {CITATION} FROM citation_words w JOIN citation c ON c.id = w.rowid "
            "JOIN report r ON r.id = c.report WHERE words MATCH ? ORDER BY r.name, c.start"
        )
        return self._by_report(self._rows(found, self._match(words)))

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
        with self.snapshot(), faults(self.path), selected(self._connection, scope, bounds) as omitted:
            reports = f"SELECT r.name, {REPORT} FROM report r WHERE r.id IN (SELECT id FROM kept) ORDER BY r.name"
            joined = "discrepancy x JOIN report r ON r.id = x.report JOIN citation c ON c.report = r.id"
            columns = ", ".join(f"x.{name}" for name in rows.DISCREPANCY)
            found = (
                f"SELECT r.name, {columns} FROM {joined} AND c.start = x.start "
                f"WHERE {TAKEN} ORDER BY r.name, x.start, x.id"
            )
            return Corpus(
                documents=tuple(self._documents("WHERE d.id IN (SELECT id FROM chosen)")),
                reports=tuple(rows.report(name, row) for name, *row in self._rows(reports)),
                citations=tuple(
                    rows.citation(name, row)
                    for name, *row in self._rows(f"{CITATIONS} WHERE {TAKEN} {SORTED}", scope=scope)
                ),
                discrepancies=tuple(rows.discrepancy(name, row) for name, *row in self._rows(found, scope=scope)),
                omitted=omitted,
            )

    def sizes(self, scope: Scope | None = None) -> dict[str, int]:
        """How many reports, missing reports, citations, cited documents, undecided citations and discrepancies.

        `scope` narrows all but the reports.
        """
        return {name: next(self._rows(count, scope=scope))[0] for name, count in _SIZES.items()}

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Ask several questions of one state: `with store.snapshot(): ...`, whatever is written meanwhile."""
        if self._connection.in_transaction:
            yield
            return
        with faults(self.path):
            self._connection.execute("BEGIN")
        try:
            yield
        finally:
            self._connection.execute("COMMIT")

    def dump(self) -> Iterator[str]:
        """The content as sorted lines of text, without the integers inside: equal for stores that hold the same."""
        for info in self.reports():
            yield repr(info)
        for values in (self.citations(), self.documents(), self.discrepancies(), self.failures()):
            yield from map(repr, values)
        yield from map(repr, self._rows("SELECT path, sha256, rules, missing FROM source ORDER BY path"))
        columns = "r.name, c.start, l.undecided, l.link, l.evidence, l.candidates"
        joined = "local_decision l JOIN citation c ON c.id = l.citation JOIN report r ON r.id = c.report"
        yield from map(repr, self._rows(f"SELECT {columns} FROM {joined} ORDER BY r.name, c.start"))

    def _documents(self, where: str, *values: Any) -> Iterator[Document]:
        related = "SELECT r.kind, r.other FROM relation r WHERE r.document = ? ORDER BY r.kind, r.position"
        for key, *row in self._rows(f"SELECT d.id, {DOCUMENT} FROM document d {where} ORDER BY d.name", *values):
            relations: dict[str, list[str]] = {}
            for kind, other in self._rows(related, key):
                relations.setdefault(kind, []).append(other)
            yield rows.document(row, {kind: tuple(others) for kind, others in relations.items()})

    def _by_report(self, found: Iterable[tuple[Any, ...]]) -> Iterator[tuple[ReportInfo, list[Citation]]]:
        info: ReportInfo | None = None
        cited: list[Citation] = []
        for name, *row in found:
            if info is None or info.id != name:
                if info is not None:
                    yield info, cited
                info, cited = rows.report(name, row[: len(rows.REPORT)]), []
            cited.append(rows.citation(name, row[len(rows.REPORT) :]))
        if info is not None:
            yield info, cited

    def _rows(self, sql: str, *values: Any, **named: Any) -> Iterator[tuple[Any, ...]]:
        with faults(self.path):
            given = {name: rows.column(value) for name, value in named.items()} or [*map(rows.column, values)]
            yield from self._connection.execute(sql, given)

    def _match(self, words: Iterable[str]) -> str:
        """All of the words, as FTS5 asks for them; StoreError for a store that was made before it had an index."""
        if not any(self._rows("SELECT 1 FROM sqlite_master WHERE name = 'citation_words'")):
            raise StoreError(str(self.path), "has no index of words", "move it away and build it again")
        return " ".join(f'"{word}"' for word in words)
