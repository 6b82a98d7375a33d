"""The steps of the transaction that turns staged files into a new state of the store."""

# ruff: noqa: S608 - only names of columns, which are constants here, are put into statements; values go as parameters

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any, NamedTuple

from citegraph.ids import is_decided
from citegraph.model import Citation, Document, Failure, Finding, Method, ReportInfo, Status
from citegraph.store import rows
from citegraph.store.integrity import Row, UnsoundError, asked, made, sound
from citegraph.store.reading import CITATION, REPORT

BATCH = 500
"""Rows fetched at once while others are written."""

_SCOPE = rows.MENTION.index("scope")

_REFUSED = ("does not fit into the store", "build again, and leave the file out if that says the same")
"""Reason and remedy of a file whose staged parts were damaged, or contradict what the store holds."""


class CitationRow(NamedTuple):
    """A citation in the store, with its report and the key by which it can be revised."""

    key: int
    citation: Citation
    report: ReportInfo


class Publication:
    """What `Writer.publication` opens. Call the methods in the order in which they stand here."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """`connection` has a write transaction open."""
        self._connection = connection
        self._keys: dict[str, int] = {}  # canonical id -> key of its document
        connection.execute("CREATE TEMP TABLE IF NOT EXISTS touched (stem TEXT PRIMARY KEY) WITHOUT ROWID")
        connection.execute("DELETE FROM touched")

    def merge_staged(self) -> bool:
        """Put the staged parts of whole files in the place of what those files gave before; whether there were any.

        A file whose parts cannot be taken over is a failure in the store, and is read anew by the next build.
        """
        whole = "SELECT path, sha256, rules FROM pending WHERE last GROUP BY path ORDER BY path"
        files = list(self._rows("sSs", whole))
        for path, *_ in files:
            self._forget(path)
        before = self._last("report"), self._last("citation")
        for path, sha256, ruled in files:
            self._connection.execute("SAVEPOINT file")
            try:
                self._take(path, sha256, ruled)
            except (UnsoundError, sqlite3.IntegrityError):
                self._connection.execute("ROLLBACK TO file")
                self._keys.clear()
                if not sound(self._connection):  # then it is not the file that is at fault
                    raise
                self._refuse(path, ruled)
            self._connection.execute("RELEASE file")
        self._index(*before)
        return bool(files)

    def mark_missing(self, asked: Callable[[str], bool], present: Collection[str], *, prune: bool = False) -> bool:
        """Mark the files whose paths are `asked` about and not among `present` as missing, or forget them altogether.

        One that gave no report is forgotten in any case: what could not be read is no loss. Returns whether any was.
        """
        forgotten = False
        present = frozenset(present)
        found = "SELECT path, missing, EXISTS (SELECT 1 FROM report WHERE source = source.id) FROM source ORDER BY path"
        for path, was, reports in list(self._rows("sii", found)):
            if path in present:
                now = 0
            elif asked(path):
                now = 1
            else:
                continue
            if now and (prune or not reports):
                self._forget(path)
                forgotten = True
            elif now != was:
                self._connection.execute("UPDATE source SET missing = ? WHERE path = ?", (now, path))
        return forgotten

    def assign_report_ids(self) -> None:
        """Give each report its id: its stem where no other report could be meant by that, else its path."""
        self._connection.execute(
            "UPDATE report SET name = NULL WHERE name IS NOT NULL AND stem IN (SELECT stem FROM touched)"
        )
        self._connection.execute(
            "UPDATE report SET name = CASE WHEN EXISTS (SELECT 1 FROM report o WHERE o.stem = report.stem"
            " AND o.id <> report.id)"
            " OR EXISTS (SELECT 1 FROM report o WHERE o.path = report.stem AND o.id <> report.id)"
            " THEN path ELSE stem END WHERE name IS NULL"
        )

    def reset_to_local(self) -> None:
        """Make every citation again what its report alone decides."""
        self._connection.execute(
            "UPDATE citation SET (document, undecided, method, confidence, evidence, candidates) = "
            "(SELECT NULL, l.undecided, l.method, l.confidence, l.evidence, l.candidates "
            "FROM local_decision l WHERE l.citation = citation.id)"
            " WHERE id IN (SELECT citation FROM local_decision)"
        )
        self._connection.execute("DELETE FROM local_decision")

    def minted(self) -> Iterator[Citation]:
        """The citations of documents that are not known, in no order."""
        found = f"SELECT r.name, {CITATION} FROM citation c JOIN report r ON r.id = c.report WHERE c.method = ?"
        return self._citations(found, Method.MINTED.value)

    def undecided(self) -> Iterator[CitationRow]:
        """The citations that their reports leave undecided; each may be revised as it comes."""
        return self._places("AND c.undecided IS NOT NULL")

    def revise(self, row: CitationRow, revised: Citation) -> None:
        """Put what the other reports decide in the place of an undecided citation, which is kept for the next time."""
        if revised == row.citation:
            return
        columns = "id, undecided, method, confidence, evidence, candidates"
        keep = f"INSERT INTO local_decision SELECT {columns} FROM citation WHERE id = ?"
        self._connection.execute(keep, (row.key,))
        decision = (*self._decision(revised.document, revised.mention.scope), *rows.decision_row(revised))
        columns = ", ".join(f"{name} = ?" for name in ("document", "undecided", *rows.DECISION))
        change = f"UPDATE citation SET {columns} WHERE id = ?"
        self._connection.execute(change, (*decision, row.key))

    def cited(self) -> list[str]:
        """The canonical ids of the documents that citations decide on, sorted."""
        found = "SELECT name FROM document WHERE id IN (SELECT document FROM citation) ORDER BY name"
        return [name for (name,) in self._rows("s", found)]

    def citing(self, document: str) -> Iterator[Citation]:
        """The citations that decide on the document with this canonical id, sorted by report and place."""
        found = (
            f"SELECT r.name, {CITATION} FROM citation c JOIN report r ON r.id = c.report "
            "WHERE c.document = (SELECT id FROM document WHERE name = ?) ORDER BY r.name, c.start"
        )
        return self._citations(found, document)

    def replace_documents(self, documents: Iterable[Document]) -> None:
        """Put these in the place of the documents known so far; of others, only what is cited stays."""
        self._connection.execute("DELETE FROM relation")
        described = set()
        for document in sorted(documents, key=lambda document: document.id):
            key = self._key(rows.column(document.id), document.scope)
            described.add(key)
            columns = ", ".join(f"{name} = ?" for name in rows.DOCUMENT)
            self._connection.execute(f"UPDATE document SET {columns} WHERE id = ?", (*rows.document_row(document), key))
            related = (
                (key, kind, position, rows.column(other))
                for kind in rows.RELATIONS
                for position, other in enumerate(getattr(document, kind))
            )
            self._connection.executemany("INSERT INTO relation VALUES (?, ?, ?, ?)", related)
        cited = "SELECT document FROM citation WHERE document IS NOT NULL"
        for (key,) in list(self._rows("i", f"SELECT id FROM document WHERE id NOT IN ({cited})")):
            if key not in described:
                self._connection.execute("DELETE FROM document WHERE id = ?", (key,))

    def citation_rows(self) -> Iterator[CitationRow]:
        """Every citation as now decided, with its report."""
        return self._places("")

    def replace_findings(self, findings: Iterable[Finding]) -> None:
        """Put these in the place of the findings known so far."""
        self._connection.execute("DELETE FROM finding")
        columns = ("report", *rows.FINDING)
        insert = (
            f"INSERT INTO finding ({', '.join(columns)}) "
            f"VALUES ((SELECT id FROM report WHERE name = ?), {_holes(len(rows.FINDING))})"
        )
        for found in findings:
            self._connection.execute(insert, (rows.column(found.report), *rows.finding_row(found)))

    def _take(self, path: str, sha256: str | None, ruled: str) -> None:
        """Move the staged parts of a whole file into the tables; UnsoundError where some are missing or damaged."""
        insert = "INSERT INTO source (path, sha256, rules) VALUES (?, ?, ?)"
        source = self._connection.execute(insert, (path, sha256, ruled)).lastrowid
        parts = list(self._rows("ii", "SELECT part, last FROM pending WHERE path = ? ORDER BY part", path))
        if parts != [(part, int(part == len(parts) - 1)) for part in range(len(parts))]:
            raise UnsoundError
        for part, _ in parts:
            found = "SELECT payload FROM pending WHERE path = ? AND part = ?"
            for (payload,) in self._rows("b", found, path, part):
                self._add(source, payload)
            self._connection.execute("DELETE FROM pending WHERE path = ? AND part = ?", (path, part))

    def _refuse(self, path: str, ruled: str) -> None:
        """Keep of a file that its parts could not be taken over, and nothing of these."""
        self._connection.execute("DELETE FROM pending WHERE path = ?", (path,))
        insert = "INSERT INTO source (path, rules) VALUES (?, ?)"
        source = self._connection.execute(insert, (path, ruled)).lastrowid
        self._add(source, rows.pack(rows.Reading(failures=(Failure(path, *_REFUSED),))))

    def _forget(self, path: str) -> None:
        """Delete a file with all it gave; the ids of reports that shared its names may change."""
        for column in ("stem", "path"):
            gone = f"SELECT {column} FROM report WHERE source = (SELECT id FROM source WHERE path = ?)"
            self._connection.execute(f"INSERT OR IGNORE INTO touched {gone}", (path,))
        self._connection.execute("DELETE FROM source WHERE path = ?", (path,))

    def _add(self, source: int | None, payload: bytes) -> None:
        reports, failures = rows.unpack(payload)
        failure = "INSERT INTO failure (source, path, reason, remedy) VALUES (?, ?, ?, ?)"
        self._connection.executemany(failure, ((source, *row) for row in failures))
        columns = ("id", "stem", "source", *rows.REPORT)
        report = f"INSERT INTO report ({', '.join(columns)}) VALUES ({_holes(len(columns))})"
        keyed = [*enumerate(reports, self._last("report") + 1)]
        self._connection.executemany(report, ((key, stem, source, *row) for key, (stem, row, _) in keyed))
        columns = ("report", *rows.MENTION, "document", "undecided", *rows.DECISION)
        citation = f"INSERT INTO citation ({', '.join(columns)}) VALUES ({_holes(len(columns))})"
        values = [self._citation(key, row) for key, (*_, citations) in keyed for row in citations]
        self._connection.executemany(citation, values)

    def _last(self, table: str) -> int:
        """The highest key of a table; those of new rows come right after it."""
        ((last,),) = self._rows("i", f"SELECT coalesce(max(id), 0) FROM {table}")
        return int(last)

    def _index(self, report: int, citation: int) -> None:
        """Take note of the names and words of the rows behind these, all at once: one by one costs many times that."""
        for column in ("stem", "path"):
            new = f"INSERT OR IGNORE INTO touched SELECT {column} FROM report WHERE id > ?"
            self._connection.execute(new, (report,))
        for table, last in (("report", report), ("citation", citation)):
            new = f"INSERT INTO {table}_words (rowid, words) SELECT id, words FROM {table}_text WHERE id > ?"
            self._connection.execute(new, (last,))

    def _citation(self, report: int, row: rows.Row) -> tuple[Any, ...]:
        said, name, decision = row[: len(rows.MENTION)], row[len(rows.MENTION)], row[len(rows.MENTION) + 1 :]
        return report, *said, *self._decision(name, said[_SCOPE]), *decision

    def _decision(self, name: str, scope: str) -> tuple[int | None, str | None]:
        """The columns `document` and `undecided`, of which one is filled."""
        return (self._key(name, scope), None) if is_decided(name) else (None, name)

    def _key(self, name: str, scope: str) -> int:
        """The key of a document, which is put in with its bare name where it is new."""
        if name not in self._keys:
            insert = "INSERT OR IGNORE INTO document (name, label, scope, status) VALUES (?, ?, ?, ?)"
            self._connection.execute(insert, (name, name, scope, Status.MINTED))
            for (key,) in self._rows("i", "SELECT id FROM document WHERE name = ?", name):
                self._keys[name] = key
        if name not in self._keys:
            raise UnsoundError
        return self._keys[name]

    def _places(self, condition: str) -> Iterator[CitationRow]:
        found = (
            f"SELECT c.id, r.name, {REPORT}, {CITATION} FROM citation c JOIN report r ON r.id = c.report "
            f"WHERE c.id > ? {condition} ORDER BY c.id LIMIT {BATCH}"
        )
        key, make = 0, rows.Reported()
        while batch := list(self._rows("i" + rows.REPORTED_KINDS, found, key)):
            for key, *row in batch:  # the last key is where the next batch begins
                info, citation = made(make, tuple(row))
                yield CitationRow(key, citation, info)

    def _citations(self, sql: str, *values: Any) -> Iterator[Citation]:
        return (made(rows.citation, row) for row in self._rows(rows.CITATION_KINDS, sql, *values))

    def _rows(self, kinds: str, sql: str, *values: Any) -> Iterator[Row]:
        """The rows of an answer; UnsoundError where their columns are not of the `kinds`."""
        return asked(self._connection, kinds, sql, values)


def _holes(count: int) -> str:
    return ", ".join("?" * count)
