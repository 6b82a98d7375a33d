"""The steps of the transaction that turns staged files into a new state of the store."""

# ruff: noqa: S608 - statements contain only constant column names; values are passed as parameters

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any, NamedTuple

from citegraph.i18n import message
from citegraph.ids import is_decided
from citegraph.model import Citation, Document, Failure, Finding, ReportInfo, Scope, Status
from citegraph.store import reports_to_audit, rows
from citegraph.store.integrity import DamagedDataError, Row, convert_row, is_sound, select
from citegraph.store.reading import CITATION, CITED, REPORT

BATCH = 500
"""Rows fetched at a time while other rows are written."""

_MINTED = "WHERE c.method = 'minted'"  # as the index of the schema says it

_SCOPE = rows.MENTION.index("scope")

_REFUSED = (message("store.does_not_fit"), message("do.build_or_skip"))
"""Reason and remedy of a file whose staged parts are damaged or contradict the store."""


class CitationRow(NamedTuple):
    """A citation in the store, with its report and the key by which it is revised."""

    key: int
    citation: Citation
    report: ReportInfo


class Publication:
    """The steps of a publication, see `Writer.publication`. Call the methods in the order in which they are defined."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Begin with a `connection` that has a write transaction open."""
        self._connection = connection
        self._keys: dict[str, int] = {}  # canonical id -> key of its document
        connection.execute("CREATE TEMP TABLE IF NOT EXISTS touched (stem TEXT PRIMARY KEY) WITHOUT ROWID")
        connection.execute("DELETE FROM touched")
        reports_to_audit.clear_marked_reports(connection)

    def merge_staged(self) -> bool:
        """Replace what fully staged files gave before by their staged parts.

        A file whose parts cannot be merged is stored as a failure, and the next build reads it again.

        Returns:
            Whether any file was staged.

        Raises:
            DamagedDataError: The store itself is damaged.
        """
        whole = "SELECT path, sha256, rules FROM pending WHERE last GROUP BY path ORDER BY path"
        files = list(self._rows("sSs", whole))
        for path, *_ in files:
            self._delete_file(path)
        before = self._last_key("report"), self._last_key("citation")
        for path, sha256, rules_ in files:
            self._connection.execute("SAVEPOINT file")
            try:
                self._merge_file(path, sha256, rules_)
            except (DamagedDataError, sqlite3.IntegrityError):
                self._connection.execute("ROLLBACK TO file")
                self._keys.clear()
                if not is_sound(self._connection):  # then the staged parts are not the cause
                    raise
                self._record_failure(path, rules_)
            self._connection.execute("RELEASE file")
        self._index_names_and_words(*before)
        reports_to_audit.mark_new_reports(self._connection, before[0])
        return bool(files)

    def mark_missing(self, covers: Callable[[str], bool], present: Collection[str], *, prune: bool = False) -> bool:
        """Mark the files that are gone as missing, or delete them.

        A file that gave no report is always deleted.

        Args:
            covers: Whether the build covers a path; other paths keep their state.
            present: The paths that exist.
            prune: Delete missing files with all they gave.

        Returns:
            Whether any file was deleted.
        """
        forgotten = False
        present = frozenset(present)
        sql = "SELECT path, missing, EXISTS (SELECT 1 FROM report WHERE source = source.id) FROM source ORDER BY path"
        for path, was, reports in list(self._rows("sii", sql)):
            if path in present:
                now = 0
            elif covers(path):
                now = 1
            else:
                continue
            if now and (prune or not reports):
                self._delete_file(path)
                forgotten = True
            elif now != was:
                self._connection.execute("UPDATE source SET missing = ? WHERE path = ?", (now, path))
        return forgotten

    def assign_report_ids(self) -> None:
        """Give each report its id: its stem if that is unique, else its path."""
        self._connection.execute(
            "UPDATE report SET name = NULL WHERE name IS NOT NULL AND stem IN (SELECT stem FROM touched)"
        )
        self._connection.execute(
            "UPDATE report SET name = CASE WHEN EXISTS (SELECT 1 FROM report o WHERE o.stem = report.stem"
            " AND o.id <> report.id)"
            " OR EXISTS (SELECT 1 FROM report o WHERE o.path = report.stem AND o.id <> report.id)"
            " THEN path ELSE stem END WHERE name IS NULL"
        )

    def reset_to_local_decisions(self) -> None:
        """Restore every citation to the decision made from its report alone."""
        reports_to_audit.save_changed_decisions(self._connection)
        self._restore_local_decisions("")
        self._connection.execute("INSERT INTO citation SELECT * FROM rejected")
        back = "SELECT id, scope, undecided FROM citation WHERE id IN (SELECT id FROM rejected)"
        for key, scope, name in list(self._rows("iss", back)):
            change = "UPDATE citation SET document = ?, undecided = ? WHERE id = ?"
            self._connection.execute(change, (*self._decision_columns(name, scope), key))
        self._connection.execute(
            "INSERT INTO citation_words (rowid, words) "
            "SELECT id, words FROM citation_text WHERE id IN (SELECT id FROM rejected)"
        )
        self._connection.execute("DELETE FROM rejected")

    def _restore_local_decisions(self, where: str, *values: int) -> None:
        """Give citations their local decisions back: all, or those of a condition on `l`."""
        kept = "SELECT l.citation, c.scope, l.document, l.method, l.confidence, l.evidence, l.candidates"
        joined = "local_decision l JOIN citation c ON c.id = l.citation"
        columns = ", ".join(f"{name} = ?" for name in ("document", "undecided", *rows.DECISION))
        for key, scope, name, *decision in list(self._rows("isssfss", f"{kept} FROM {joined} {where}", *values)):
            changed = (*self._decision_columns(name, scope), *decision, key)
            self._connection.execute(f"UPDATE citation SET {columns} WHERE id = ?", changed)
            self._connection.execute("DELETE FROM local_decision WHERE citation = ?", (key,))

    def citations_without_record(self) -> Iterator[Citation]:
        """Yield the citations of documents without a record, in no particular order."""
        return self._citations(f"SELECT r.name, {CITATION} FROM citation c JOIN report r ON r.id = c.report {_MINTED}")

    def undecided_codes(self) -> list[str]:
        """Return the codes of the citations of Party documents that their reports leave undecided, sorted."""
        where = "undecided IS NOT NULL AND scope = ? AND code IS NOT NULL"
        sql = f"SELECT DISTINCT code FROM citation WHERE {where} ORDER BY code"
        return [code for (code,) in self._rows("s", sql, Scope.PARTY.value)]

    def undecided_citations(self, codes: Iterable[str]) -> Iterator[CitationRow]:
        """Yield the undecided citations of some codes. Each may be revised during the iteration.

        Args:
            codes: Some of those that `undecided_codes` returns.
        """
        where = "undecided IS NOT NULL AND code IN (SELECT value FROM json_each(?))"
        keys = f"SELECT id FROM citation WHERE {where} ORDER BY id"
        sql = f"SELECT r.name, {REPORT}, {CITATION} FROM citation c JOIN report r ON r.id = c.report WHERE c.id = ?"
        make = rows.ReportedCitations()
        for (key,) in list(self._rows("i", keys, json.dumps([*codes]))):
            for row in list(self._rows(rows.REPORTED_KINDS, sql, key)):
                info, citation = convert_row(make, row)
                yield CitationRow(key, citation, info)

    def revise_citation(self, row: CitationRow, revised: Citation) -> None:
        """Replace an undecided citation by what the other reports decide, and keep the local decision for next time.

        Args:
            row: The citation as it is stored.
            revised: The citation to store; nothing happens if it is the same.
        """
        if revised == row.citation:
            return
        columns = "c.id, coalesce(c.undecided, d.name), c.method, c.confidence, c.evidence, c.candidates"
        joined = "citation c LEFT JOIN document d ON d.id = c.document"
        keep = f"INSERT OR IGNORE INTO local_decision SELECT {columns} FROM {joined} WHERE c.id = ?"
        self._connection.execute(keep, (row.key,))
        decision = (*self._decision_columns(revised.document, revised.mention.scope), *rows.decision_row(revised))
        columns = ", ".join(f"{name} = ?" for name in ("document", "undecided", *rows.DECISION))
        change = f"UPDATE citation SET {columns} WHERE id = ?"
        self._connection.execute(change, (*decision, row.key))

    def reject_citation(self, row: CitationRow) -> None:
        """Remove a citation that a person decided is none. The next build starts with it again.

        Args:
            row: The citation as it is stored.
        """
        self._restore_local_decisions("WHERE l.citation = ?", row.key)
        name = "(SELECT coalesce(c.undecided, d.name) FROM citation c LEFT JOIN document d ON d.id = c.document"
        change = f"UPDATE citation SET undecided = {name} WHERE c.id = citation.id), document = NULL WHERE id = ?"
        self._connection.execute(change, (row.key,))  # by name, for the document may go with it
        self._connection.execute("INSERT INTO rejected SELECT * FROM citation WHERE id = ?", (row.key,))
        self._connection.execute("DELETE FROM citation WHERE id = ?", (row.key,))

    def compare_and_store_digest(self, name: str, digest: str) -> bool:
        """Return whether the last publication used the same digest, and store the one that this publication uses.

        Args:
            name: What is used: "decisions" or "rules".
            digest: Its digest; "" for none.

        Returns:
            False where it changed.
        """
        held = next(self._rows("s", "SELECT digest FROM used WHERE name = ?", name), ("",))
        if held == (digest,):
            return True
        self._connection.execute("INSERT OR REPLACE INTO used VALUES (?, ?)", (name, digest))
        return False

    def cited_documents(self) -> list[str]:
        """Return the canonical ids of the documents that citations decide on, sorted."""
        sql = f"SELECT name FROM document d WHERE {CITED} ORDER BY name"
        return [name for (name,) in self._rows("s", sql)]

    def citations_of_document(self, document: str) -> Iterator[Citation]:
        """Yield the citations that decide on the document with this canonical id, sorted by report and position."""
        sql = (
            f"SELECT r.name, {CITATION} FROM citation c JOIN report r ON r.id = c.report "
            "WHERE c.document = (SELECT id FROM document WHERE name = ?) ORDER BY r.name, c.start"
        )
        return self._citations(sql, document)

    def replace_documents(self, documents: Iterable[Document]) -> None:
        """Replace the documents of the store. Of the previous ones only those that are cited remain."""
        self._connection.execute("DELETE FROM relation")
        described = set()
        for document in sorted(documents, key=lambda document: document.id):
            key = self._document_key(rows.sqlite_value(document.id), document.scope)
            described.add(key)
            self._store_document(key, document)
            related = (
                (key, kind, position, rows.sqlite_value(other))
                for kind in rows.RELATIONS
                for position, other in enumerate(getattr(document, kind))
            )
            self._connection.executemany("INSERT INTO relation VALUES (?, ?, ?, ?)", related)
        for (key,) in list(self._rows("i", f"SELECT id FROM document d WHERE NOT {CITED}")):
            if key not in described:
                self._connection.execute("DELETE FROM document WHERE id = ?", (key,))

    def _store_document(self, key: int, document: Document) -> None:
        """Store what is known of a document; if facts learned from other reports changed, mark its citing reports."""
        facts = [name for name in rows.DOCUMENT if name != "source"]  # which tells how many reports taught it
        new = dict(zip(rows.DOCUMENT, rows.document_row(document), strict=True))
        sql = f"SELECT {', '.join(facts)} FROM document WHERE id = ?"
        old = dict(zip(facts, self._connection.execute(sql, (key,)).fetchone(), strict=True))
        if Status.LEARNED in (old["status"], new["status"]) and any(old[name] != new[name] for name in facts):
            reports_to_audit.mark_citing_reports(self._connection, key)
        columns = ", ".join(f"{name} = ?" for name in new)
        self._connection.execute(f"UPDATE document SET {columns} WHERE id = ?", (*new.values(), key))

    def citation_rows(self) -> Iterator[CitationRow]:
        """Yield every citation as it is now decided, with its report."""
        sql = (
            f"SELECT c.id, r.name, {REPORT}, {CITATION} FROM citation c JOIN report r ON r.id = c.report "
            f"WHERE c.id > ? ORDER BY c.id LIMIT {BATCH}"
        )
        key, make = 0, rows.ReportedCitations()
        while batch := list(self._rows("i" + rows.REPORTED_KINDS, sql, key)):
            for key, *row in batch:  # the next batch begins after the last key
                info, citation = convert_row(make, tuple(row))
                yield CitationRow(key, citation, info)

    def select_unaudited_reports(self, rules: str) -> None:
        """Select the reports whose findings may have changed: those marked so far, or all if the rules changed.

        Args:
            rules: The fingerprint of the rules and tables that findings are made with.
        """
        reports_to_audit.mark_reports_with_changed_decisions(self._connection)
        if not self.compare_and_store_digest("rules", rules):
            reports_to_audit.mark_all_reports(self._connection)

    def unaudited_reports(self) -> Iterator[list[CitationRow]]:
        """Yield the citations of each selected report that has any, in the order of the text."""
        return self._citations_by_report("SELECT report FROM temp.unaudited ORDER BY report")

    def citations_of_reports(self, keys: Iterable[str]) -> Iterator[list[CitationRow]]:
        """Yield the citations of each report with one of these ids or SHA-256. They may be revised meanwhile."""
        wanted, sql = json.dumps(sorted(keys)), "SELECT value FROM json_each(?1)"
        return self._citations_by_report(
            f"SELECT id FROM report WHERE name IN ({sql}) OR sha256 IN ({sql}) ORDER BY id", wanted
        )

    def replace_findings(self, findings: Iterable[Finding]) -> None:
        """Replace the findings of the selected reports.

        Args:
            findings: What the audit found in the reports that `unaudited` yields.
        """
        self._connection.execute("DELETE FROM finding WHERE report IN (SELECT report FROM temp.unaudited)")
        columns = ("report", *rows.FINDING)
        insert = (
            f"INSERT INTO finding ({', '.join(columns)}) "
            f"VALUES ((SELECT id FROM report WHERE name = ?), {_placeholders(len(rows.FINDING))})"
        )
        for finding in findings:
            self._connection.execute(insert, (rows.sqlite_value(finding.report), *rows.finding_row(finding)))

    def _merge_file(self, path: str, sha256: str | None, rules_: str) -> None:
        """Move the staged parts of a file into the tables. Raises DamagedDataError if some are missing or damaged."""
        insert = "INSERT INTO source (path, sha256, rules) VALUES (?, ?, ?)"
        source = self._connection.execute(insert, (path, sha256, rules_)).lastrowid
        parts = list(self._rows("ii", "SELECT part, last FROM pending WHERE path = ? ORDER BY part", path))
        if parts != [(part, int(part == len(parts) - 1)) for part in range(len(parts))]:
            raise DamagedDataError
        for part, _ in parts:
            sql = "SELECT payload FROM pending WHERE path = ? AND part = ?"
            for (payload,) in self._rows("b", sql, path, part):
                self._add_part(source, payload)
            self._connection.execute("DELETE FROM pending WHERE path = ? AND part = ?", (path, part))

    def _record_failure(self, path: str, rules_: str) -> None:
        """Store a failure in place of a file whose parts could not be merged."""
        self._connection.execute("DELETE FROM pending WHERE path = ?", (path,))
        insert = "INSERT INTO source (path, rules) VALUES (?, ?)"
        source = self._connection.execute(insert, (path, rules_)).lastrowid
        self._add_part(source, rows.pack(rows.FilePart(failures=(Failure(path, *_REFUSED),))))

    def _delete_file(self, path: str) -> None:
        """Delete a file with all it gave. Ids of reports with the same names may change."""
        for column in ("stem", "path"):
            gone = f"SELECT {column} FROM report WHERE source = (SELECT id FROM source WHERE path = ?)"
            self._connection.execute(f"INSERT OR IGNORE INTO touched {gone}", (path,))
        self._connection.execute("DELETE FROM source WHERE path = ?", (path,))

    def _add_part(self, source: int | None, payload: bytes) -> None:
        reports, failures = rows.unpack(payload)
        failure = "INSERT INTO failure (source, path, reason, remedy) VALUES (?, ?, ?, ?)"
        self._connection.executemany(failure, ((source, *row) for row in failures))
        columns = ("id", "stem", "source", *rows.REPORT)
        report = f"INSERT INTO report ({', '.join(columns)}) VALUES ({_placeholders(len(columns))})"
        keyed = [*enumerate(reports, self._last_key("report") + 1)]
        self._connection.executemany(report, ((key, stem, source, *row) for key, (stem, row, _) in keyed))
        columns = ("report", *rows.MENTION, "document", "undecided", *rows.DECISION)
        citation = f"INSERT INTO citation ({', '.join(columns)}) VALUES ({_placeholders(len(columns))})"
        values = [self._citation_values(key, row) for key, (*_, citations) in keyed for row in citations]
        self._connection.executemany(citation, values)

    def _last_key(self, table: str) -> int:
        """Return the highest key of a table. New rows get the keys after it."""
        ((last,),) = self._rows("i", f"SELECT coalesce(max(id), 0) FROM {table}")
        return int(last)

    def _index_names_and_words(self, report: int, citation: int) -> None:
        """Record the names and index the words of the rows after these keys.

        One statement is many times faster than one per row.
        """
        for column in ("stem", "path"):
            new = f"INSERT OR IGNORE INTO touched SELECT {column} FROM report WHERE id > ?"
            self._connection.execute(new, (report,))
        for table, last in (("report", report), ("citation", citation)):
            new = f"INSERT INTO {table}_words (rowid, words) SELECT id, words FROM {table}_text WHERE id > ?"
            self._connection.execute(new, (last,))

    def _citation_values(self, report: int, row: rows.Row) -> tuple[Any, ...]:
        mention, name, decision = row[: len(rows.MENTION)], row[len(rows.MENTION)], row[len(rows.MENTION) + 1 :]
        return report, *mention, *self._decision_columns(name, mention[_SCOPE]), *decision

    def _decision_columns(self, name: str, scope: str) -> tuple[int | None, str | None]:
        """Return the values of the columns `document` and `undecided`, of which exactly one is set."""
        return (self._document_key(name, scope), None) if is_decided(name) else (None, name)

    def _document_key(self, name: str, scope: str) -> int:
        """Return the key of a document, which is inserted with its name alone if it is new."""
        if name not in self._keys:
            insert = "INSERT OR IGNORE INTO document (name, label, scope, status) VALUES (?, ?, ?, ?)"
            self._connection.execute(insert, (name, name, scope, Status.MINTED))
            for (key,) in self._rows("i", "SELECT id FROM document WHERE name = ?", name):
                self._keys[name] = key
        if name not in self._keys:
            raise DamagedDataError
        return self._keys[name]

    def _citations_by_report(self, reports: str, *values: str) -> Iterator[list[CitationRow]]:
        sql = (
            f"SELECT c.id, r.name, {REPORT}, {CITATION} FROM citation c JOIN report r ON r.id = c.report "
            "WHERE c.report = ? ORDER BY c.start"
        )
        make = rows.ReportedCitations()
        for (report,) in list(self._rows("i", reports, *values)):
            found = []
            for key, *row in self._rows("i" + rows.REPORTED_KINDS, sql, report):
                info, citation = convert_row(make, tuple(row))
                found.append(CitationRow(key, citation, info))
            if found:
                yield found

    def _citations(self, sql: str, *values: Any) -> Iterator[Citation]:
        return (convert_row(rows.citation_of_row, row) for row in self._rows(rows.CITATION_KINDS, sql, *values))

    def _rows(self, kinds: str, sql: str, *values: Any) -> Iterator[Row]:
        """Yield the rows of a query. Raises DamagedDataError if their columns are not of the `kinds`."""
        return select(self._connection, kinds, sql, values)


def _placeholders(count: int) -> str:
    return ", ".join("?" * count)
