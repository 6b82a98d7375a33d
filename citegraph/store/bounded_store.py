"""Answer many short queries on a store of any size, each with limited rows and time."""

# ruff: noqa: S608 - statements contain only constant column names; values are passed as parameters

from __future__ import annotations

import json
import re
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from citegraph.errors import QueryError
from citegraph.i18n import message
from citegraph.model import Citation, Document, Finding, IsoDate, ReportInfo, Scope, Severity
from citegraph.store import rows
from citegraph.store.connection import open_read_only, store_errors
from citegraph.store.integrity import error_code
from citegraph.store.reading import CITATION, FAILURE_ORDER, REPORT, Rank, Store, fts_query, number_condition

_WORD = re.compile(r"\w+")

STEPS = 100_000
"""SQLite looks at the clock after this many steps of its machine, which take about five milliseconds. To look, it waits
until no other thread runs Python, so that looking often held up short questions.
"""

HELD = 5_000
"""Documents that are held in memory, for most pages name the same ones; one takes about a kilobyte."""

PATIENCE = 5
"""How many times its time of the processor a question may take by the clock, on a machine that does much else."""

BEGUN = 200_000
"""The most rows among which words that are only begun, or stand side by side, are looked for. FTS5 puts together all
rows of every word that begins so, and goes through all rows of common words that never stand so.
"""
NEWEST = 40
"""Where there are more rows, those with adjacent words come first among so many of the newest."""

MATCHES = 100
"""The most documents that are compared with what was typed."""

Order = Literal["reports", "first", "last", "date"]
Field = Literal["publisher", "locality", "kind"]

_ORDERS: dict[Order, str] = {
    "reports": "n.reports",
    "first": "coalesce(n.first, '')",
    "last": "coalesce(n.last, '')",
    "date": "coalesce(d.date, '')",
}

_WORDED = "d.id IN (SELECT rowid FROM document_words WHERE words MATCH ? LIMIT 5000)"

_DATE = "coalesce(r.date, '')"

_NAMED = "(SELECT d.id FROM json_each(?) j JOIN document d ON d.name = j.value)"
"""The keys of the documents whose ids a JSON array holds."""

_LISTED = "(SELECT value FROM json_each(?))"
"""The values of a JSON array."""


class Cursor(NamedTuple):
    """The last row of a part of a list: its sort value and its key. The next part begins after it."""

    by: str | int
    key: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which reports a list contains. A filter that is None or empty passes every report."""

    since: IsoDate | None = None
    until: IsoDate | None = None
    publishers: tuple[str, ...] = ()
    localities: tuple[str, ...] = ()
    confidence: float = 0.0  # minimum confidence of a citation that counts


@dataclass(frozen=True, slots=True)
class CitingReport:
    """A report that cites a document, with the number of citations and the highest confidence among them."""

    report: ReportInfo
    mentions: int
    confidence: float


class BoundedStore(Store):
    """A store for many short queries, as in a web application.

    No method returns more than `limit` rows, and `limit_time` the time. After an error the store is not checked for
    damage, because that reads all of it; use `citegraph check`. Threads may use it one after the other.
    """

    def _open(self) -> sqlite3.Connection:
        self._held: dict[str, Document] = {}
        self._facets: dict[tuple[Field, int], list[tuple[str, int]]] = {}
        self._compared: list[Document] = []  # what `documents_for_name_comparison` found
        self._held_of = 0  # the edition of which all three are
        return open_read_only(self.path, any_thread=True)

    @contextmanager
    def limit_time(self, seconds: float) -> Iterator[None]:
        """Limit the total time of the queries in a block, which all see one state of the store.

        Args:
            seconds: The limit of CPU time; on a busy machine it may take several times as long.

        Raises:
            QueryError: They take longer.
        """
        end, last = time.thread_time() + seconds, time.monotonic() + PATIENCE * seconds
        self._connection.set_progress_handler(lambda: time.thread_time() > end or time.monotonic() > last, STEPS)
        try:
            with self.snapshot():
                if (edition := self.edition()) != self._held_of or len(self._held) > HELD:
                    self._held, self._facets, self._compared, self._held_of = {}, {}, [], edition
                yield
        except sqlite3.OperationalError as error:
            if error_code(error) == sqlite3.SQLITE_INTERRUPT:
                raise QueryError(str(self.path), message("ask.too_long"), message("do.ask_less")) from error
            raise
        finally:
            self._connection.set_progress_handler(None, 0)

    def totals(self) -> dict[str, int]:
        """Return how many reports, documents, citations, undecided citations, findings and failures there are."""
        names = ("reports", "documents", "citations", "undecided", "findings", "failures")
        counted: dict[str, int] = dict(self._rows("si", "SELECT name, n FROM total"))
        return {name: counted.get(name, 0) for name in names}

    def facet(self, field: Field, limit: int) -> list[tuple[str, int]]:
        """Return the values of a field with their number of reports (for kinds, of documents), most frequent first."""
        held = self._facets if self._connection.in_transaction else {}
        if (field, limit) not in held:
            sql = "SELECT value, n FROM facet WHERE field = ? ORDER BY n DESC, value LIMIT ?"
            held[field, limit] = [(value, n) for value, n in self._rows("si", sql, field, limit)]
        return [*held[field, limit]]

    def citation_counts(self, document: str) -> tuple[int, int]:
        """Return how many reports cite a document, and how often."""
        sql = "SELECT reports, citations FROM document_count WHERE document = (SELECT id FROM document WHERE name = ?)"
        return next(((reports, citations) for reports, citations in self._rows("ii", sql, document)), (0, 0))

    def documents_with_number(self, number: str) -> Iterator[Document]:
        """Return the documents with a number; of very many only the most cited. See `Store.numbered`."""
        where, values = number_condition(number)
        return self._documents_by_citations(where, *values)

    def documents_with_words(self, words: Iterable[str]) -> Iterator[Document]:
        """Return the documents whose names contain all the words; of very many only the most cited."""
        return self._documents_by_citations(_WORDED, fts_query(words))

    def documents_for_name_comparison(self) -> Iterator[Document]:
        """Return the most cited documents; see `Store.documents_for_name_comparison`."""
        held = self._compared if self._connection.in_transaction else []
        if not held:
            held += self._documents_by_citations("1")
        return iter(held)

    def documents_with_word_prefix(self, words: Iterable[str], limit: int) -> list[Document]:
        """Return the documents whose names contain all the words, most cited first; the last word may be incomplete."""
        return list(self._documents_by_citations(_WORDED, _prefix_query(words), limit=limit))

    def ranked_documents(
        self,
        *,
        scope: Scope | None = None,
        kind: str | None = None,
        order: Order = "reports",
        after: Cursor | None = None,
        limit: int,
    ) -> tuple[list[Rank], Cursor | None]:
        """Return some of the cited documents, and where the next part begins; None at the end."""
        column, where = _ORDERS[order], ""
        if after is not None:
            where = f"AND ({column}, d.id) < (:by, :key)"
            if order == "reports":
                where = "AND (n.reports, d.id) < (cast(:by AS INTEGER), :key)"
        # CROSS JOIN keeps the counts in the outer loop, whose index gives the usual order.
        sql = (
            f"SELECT d.id, d.name, n.reports, n.citations, cast({column} AS TEXT) FROM document_count n "
            "CROSS JOIN document d ON d.id = n.document WHERE (:scope IS NULL OR d.scope = :scope) "
            f"AND (:kind IS NULL OR d.kind = :kind) {where} "
            f"ORDER BY {column} DESC, n.document DESC LIMIT :limit"
        )
        values: dict[str, Any] = {"scope": scope, "kind": kind, "limit": limit + 1}
        if after is not None:
            values |= after._asdict()
        found = list(self._rows("isiis", sql, **values))
        known = self.documents_by_id([name for _, name, *_ in found])
        ranks = [Rank(self._require_value(known.get(name)), reports, cited) for _, name, reports, cited, _ in found]
        return ranks[:limit], Cursor(found[limit - 1][-1], found[limit - 1][0]) if len(found) > limit else None

    def newest_reports(
        self, chosen: Selection, *, after: Cursor | None = None, limit: int
    ) -> tuple[list[ReportInfo], Cursor | None]:
        """Return some of the reports, the newest first, and where the next part begins; None at the end."""
        where, values = _selection_condition(chosen, _DATE)
        where += "" if after is None else f" AND ({_DATE}, r.id) < (:by, :key)"
        values |= {"limit": limit + 1, **({} if after is None else after._asdict())}
        sql = (
            f"SELECT r.id, {_DATE}, r.name, {REPORT} FROM report r WHERE 1 {where} "
            f"ORDER BY {_DATE} DESC, r.id DESC LIMIT :limit"
        )
        found = list(self._rows(f"is{rows.REPORT_KINDS}", sql, **values))
        return [rows.report_of_row(row[2:]) for row in found[:limit]], _next_cursor(found, limit)

    def citing_reports(
        self, document: str, chosen: Selection, *, after: Cursor | None = None, limit: int
    ) -> tuple[list[CitingReport], Cursor | None]:
        """Return some of the reports that cite a document, the newest first, and where the next part begins."""
        where, values = _selection_condition(chosen, "n.date")
        where += "" if after is None else " AND (n.date, n.report) < (:by, :key)"
        values |= {"document": document, "confidence": chosen.confidence, "limit": limit + 1}
        values |= {} if after is None else after._asdict()
        sql = (
            f"SELECT n.report, n.date, n.mentions, n.confidence, r.name, {REPORT} FROM citing n "
            "CROSS JOIN report r ON r.id = n.report "
            "WHERE n.document = (SELECT id FROM document WHERE name = :document) "
            f"AND n.confidence >= :confidence {where} ORDER BY n.date DESC, n.report DESC LIMIT :limit"
        )
        found = list(self._rows(f"isif{rows.REPORT_KINDS}", sql, **values))
        return [CitingReport(rows.report_of_row(row[4:]), row[2], row[3]) for row in found[:limit]], _next_cursor(
            found, limit
        )

    def document(self, name: str) -> Document | None:
        """Return the document with this canonical id; None if the store does not hold it."""
        held = self._held if self._connection.in_transaction else {}
        found = held.get(name) or super().document(name)
        return found if found is None else held.setdefault(name, found)

    def documents_by_id(self, documents: Sequence[str]) -> dict[str, Document]:
        """Return documents by their ids, without those that are not in the store."""
        held = self._held if self._connection.in_transaction else {}
        missing = [name for name in documents if name not in held]
        if missing:
            where = "WHERE d.name IN (SELECT value FROM json_each(?))"
            held |= {one.id: one for one in self._documents(where, json.dumps(missing))}
        return {name: held[name] for name in sorted(documents) if name in held}

    def citations_of(self, document: str, reports: Sequence[str], limit: int) -> dict[str, list[Citation]]:
        """Return the first citations of a document in each of the given reports, at most `limit` per report."""
        sql = (
            f"SELECT r.name, {CITATION} FROM report r CROSS JOIN citation c ON c.report = r.id AND c.document = "
            "(SELECT id FROM document WHERE name = ?) WHERE r.name IN (SELECT value FROM json_each(?)) "
            "ORDER BY r.name, c.start"
        )
        found: dict[str, list[Citation]] = {}
        for one in self._items(rows.citation_of_row, rows.CITATION_KINDS, sql, document, json.dumps(reports)):
            of_report = found.setdefault(one.report, [])
            if len(of_report) < limit:
                of_report.append(one)
        return found

    def first_quotes(self, document: str, reports: Sequence[str]) -> dict[str, str]:
        """Return the quote of the first citation of a document in each of the given reports."""
        sql = (
            "SELECT r.name, c.quote, min(c.start) FROM report r CROSS JOIN citation c ON c.report = r.id "
            "AND c.document = (SELECT id FROM document WHERE name = ?) "
            f"WHERE r.name IN {_LISTED} GROUP BY r.id"
        )
        return {report: quote for report, quote, _ in self._rows("ssi", sql, document, json.dumps(reports))}

    def reports_by_year(self, document: str) -> list[tuple[str, int]]:
        """Return the number of reports that cite a document, by year; "" for reports without a date."""
        sql = (
            "SELECT year, reports FROM citing_year WHERE document = (SELECT id FROM document WHERE name = ?) "
            "ORDER BY year"
        )
        return [(year, reports) for year, reports in self._rows("si", sql, document)]

    def cocited_documents(self, document: str, limit: int) -> list[tuple[str, int]]:
        """Return the ids of documents cited together with one and the number of reports, in the order of `related`."""
        sql = (
            "SELECT d.name, t.reports FROM together t JOIN document d ON d.id = t.other "
            "WHERE t.document = (SELECT id FROM document WHERE name = ?) ORDER BY t.place LIMIT ?"
        )
        return [(name, reports) for name, reports in self._rows("si", sql, document, limit)]

    def document_key(self, document: str) -> int:
        """Return the key of the document with this canonical id; 0 if the store does not hold it."""
        return next((key for (key,) in self._rows("i", "SELECT id FROM document WHERE name = ?", document)), 0)

    def ids_of_keys(self, keys: Iterable[int]) -> dict[int, str]:
        """Return the canonical ids of the documents with these keys."""
        sql = f"SELECT id, name FROM document WHERE id IN {_LISTED}"
        return dict(self._rows("is", sql, json.dumps([*keys])))

    def cocited_keys(self, key: int) -> Iterator[tuple[int, int]]:
        """Yield the keys of documents cited together with one and the numbers of reports, as `cocited_documents` sorts.

        Args:
            key: The key of the document.
        """
        sql = "SELECT other, reports FROM together WHERE document = ? ORDER BY place"
        return ((other, reports) for other, reports in self._rows("ii", sql, key))

    def most_cited_ids(self, scope: Scope | None, limit: int) -> list[tuple[str, int]]:
        """Return the ids of the most cited documents with the number of their reports, the most cited first."""
        sql = (
            "SELECT d.name, n.reports FROM document_count n CROSS JOIN document d ON d.id = n.document "
            "WHERE (:scope IS NULL OR d.scope = :scope) ORDER BY n.reports DESC, n.document DESC LIMIT :limit"
        )
        return [(name, n) for name, n in self._rows("si", sql, scope=scope, limit=limit)]

    def nearest_documents(self, documents: Sequence[str], limit: int) -> dict[str, list[str]]:
        """Return for each of some documents the ids of the documents cited together with it, nearest first."""
        sql = (
            "SELECT one.name, two.name FROM together t JOIN document one ON one.id = t.document "
            f"JOIN document two ON two.id = t.other WHERE t.document IN {_NAMED} AND t.place <= ? "
            "ORDER BY t.document, t.place"
        )
        found: dict[str, list[str]] = {}
        for one, two in self._rows("ss", sql, json.dumps(documents), limit):
            found.setdefault(one, []).append(two)
        return found

    def cocitation_links(self, documents: Sequence[str], limit: int) -> list[tuple[str, str, int]]:
        """Return the pairs among some documents that most reports cite together, once each, with that number."""
        # Names are looked up of the strongest pairs only: of a hundred documents, most others are in the list of each.
        sql = (
            "WITH pair AS MATERIALIZED (SELECT DISTINCT min(document, other) AS a, max(document, other) AS b, reports "
            f"FROM together WHERE document IN {_NAMED} AND other IN {_NAMED}) "
            "SELECT min(one.name, two.name), max(one.name, two.name), pair.reports FROM pair "
            "JOIN document one ON one.id = pair.a JOIN document two ON two.id = pair.b WHERE pair.reports >= "
            "coalesce((SELECT reports FROM pair ORDER BY reports DESC LIMIT 1 OFFSET ?), 0) "
            "ORDER BY pair.reports DESC, 1, 2 LIMIT ?"
        )
        names = json.dumps(documents)
        return [(one, two, n) for one, two, n in self._rows("ssi", sql, names, names, limit - 1, limit)]

    def strongest_links(self, documents: Sequence[str]) -> list[tuple[str, str, int]]:
        """Return for each document its pair with the other that most reports cite together with it, and how many."""
        sql = (
            "SELECT min(one.name, two.name), max(one.name, two.name), s.reports FROM "
            f"(SELECT document, other, max(reports) AS reports FROM together "
            f"WHERE document IN {_NAMED} AND other IN {_NAMED} GROUP BY document) s "
            "JOIN document one ON one.id = s.document JOIN document two ON two.id = s.other"
        )
        names = json.dumps(documents)
        return sorted({(one, two, n) for one, two, n in self._rows("ssi", sql, names, names)})

    def reports_with_phrase(self, words: Sequence[str], limit: int) -> list[ReportInfo]:
        """Return reports whose title contains all the words, adjacent ones first, then those read last."""
        sql = (
            "SELECT r.id, r.title FROM report_words w CROSS JOIN report r ON r.id = w.rowid WHERE words MATCH ? "
            "ORDER BY w.rowid DESC LIMIT ?"
        )
        titles: dict[int, str | None] = {}
        queries, most = self._full_text_queries("reports", words, limit)
        for sought in queries:
            if len(titles) < limit:
                titles |= dict(self._rows("iS", sql, sought, most))
        chosen = sorted(titles, key=lambda key: not _are_adjacent(words, titles[key]))[:limit]
        whole = f"SELECT r.id, r.name, {REPORT} FROM report r WHERE r.id IN {_LISTED}"
        found = {
            key: rows.report_of_row(row) for key, *row in self._rows("i" + rows.REPORT_KINDS, whole, json.dumps(chosen))
        }
        return [found[key] for key in chosen]

    def citations_with_phrase(self, words: Sequence[str], limit: int) -> list[tuple[ReportInfo, Citation]]:
        """Return citations whose quote contains all the words, adjacent ones first, then those read last."""
        sql = (
            "SELECT c.id, c.report, c.quote FROM citation_words w CROSS JOIN citation c ON c.id = w.rowid "
            "WHERE words MATCH ? ORDER BY w.rowid DESC LIMIT ?"
        )
        keys: dict[tuple[int, str], int] = {}  # of the first citation of each quote of a report
        queries, most = self._full_text_queries("citations", words, limit)
        for sought in queries:
            if len(keys) < limit:
                keys = {(report, quote): key for key, report, quote in self._rows("iis", sql, sought, most)} | keys
        chosen = [keys[one] for one in sorted(keys, key=lambda one: not _are_adjacent(words, one[1]))[:limit]]
        whole = (
            f"SELECT c.id, r.name, {REPORT}, {CITATION} FROM citation c JOIN report r ON r.id = c.report "
            f"WHERE c.id IN {_LISTED}"
        )
        make = rows.ReportedCitations()
        answer = self._rows("i" + rows.REPORTED_KINDS, whole, json.dumps(chosen))
        found = {key: make(tuple(row)) for key, *row in answer}
        return [found[key] for key in chosen]

    def undecided_citations_after(self, key: int, limit: int) -> list[tuple[int, ReportInfo, Citation]]:
        """Return undecided citations with keys above `key`, in the order of the keys."""
        sql = (
            f"SELECT c.id, r.name, {REPORT}, {CITATION} FROM citation c JOIN report r ON r.id = c.report "
            "WHERE c.id > ? AND c.undecided IS NOT NULL ORDER BY c.id LIMIT ?"
        )
        make = rows.ReportedCitations()
        found = self._rows("i" + rows.REPORTED_KINDS, sql, key, limit)
        return [(key, *make(tuple(rest))) for key, *rest in found]

    def findings_after(
        self, *, severity: Severity | None = None, field: str | None = None, after: Cursor | None = None, limit: int
    ) -> tuple[list[tuple[ReportInfo, Finding]], Cursor | None]:
        """Return some findings with their reports, and where the next part begins; None at the end."""
        columns = ", ".join(f"x.{name}" for name in rows.FINDING)
        sql = (
            f"SELECT x.id, r.name, {REPORT}, {columns} FROM finding x CROSS JOIN report r ON r.id = x.report "
            "WHERE x.id > :key AND (:severity IS NULL OR x.severity = :severity) "
            "AND (:field IS NULL OR x.field = :field) ORDER BY x.id LIMIT :limit"
        )
        key = 0 if after is None else after.key
        kinds = f"i{rows.REPORT_KINDS}{rows.FINDING_KINDS[1:]}"
        found = list(self._rows(kinds, sql, key=key, severity=severity, field=field, limit=limit + 1))
        width = 1 + len(rows.REPORT)
        pairs = [
            (rows.report_of_row(row[1 : 1 + width]), rows.finding_of_row((row[1], *row[1 + width :])))
            for row in found[:limit]
        ]
        return pairs, Cursor("", found[limit - 1][0]) if len(found) > limit else None

    def first_failures(self, limit: int) -> list[Any]:
        """Return the first failures by path, at most `limit`."""
        sql = f"SELECT path, reason, remedy FROM failure ORDER BY {FAILURE_ORDER}, reason LIMIT ?"
        return list(self._items(rows.failure_of_row, "sss", sql, limit))

    def _documents_by_citations(self, where: str, *values: Any, limit: int = MATCHES) -> Iterator[Document]:
        sql = (
            f"SELECT d.name FROM document d LEFT JOIN document_count n ON n.document = d.id WHERE {where} "
            "ORDER BY coalesce(n.reports, 0) DESC, d.name LIMIT ?"
        )
        names = [name for (name,) in self._rows("s", sql, *values, limit)]
        known = self.documents_by_id(names)
        return (self._require_value(known.get(name)) for name in names)

    def _full_text_queries(self, kind: str, words: Sequence[str], limit: int) -> tuple[tuple[str, ...], int]:
        """Return FTS5 queries for words, to run until there are enough rows, and the maximum number of rows of each."""
        if self.totals()[kind] <= BEGUN:
            return (_phrase_query(words), _prefix_query(words)), limit
        return (fts_query(words),), max(NEWEST, limit)

    def _store_errors(self) -> AbstractContextManager[None]:
        return store_errors(self.path)

    def _check_damage(self, error: BaseException | None) -> None:
        """Skip the check that `Store` makes: it reads whole tables, and queries here are limited in time."""


def _selection_condition(chosen: Selection, date: str) -> tuple[str, dict[str, Any]]:
    """Return the condition of a selection on `r` and a column of dates, with its values.

    A report whose date is less precise than a bound passes if any of its days does.
    """
    parts, values = [], dict[str, Any]()
    if chosen.since:
        parts += [f"{date} >= :from", f"substr({date}, 1, length(:since)) >= substr(:since, 1, length({date}))"]
        values |= {"from": chosen.since[:4], "since": chosen.since}
    if chosen.until:
        parts += [f"{date} BETWEEN '0' AND :upto"]
        parts += [f"substr({date}, 1, length(:until)) <= substr(:until, 1, length({date}))"]
        values |= {"upto": f"{chosen.until[:4]}-99", "until": chosen.until}
    for name, wanted in (("publisher", chosen.publishers), ("locality", chosen.localities)):
        if wanted:
            keys = [f"{name}{at}" for at in range(len(wanted))]
            parts += [f"r.{name} IN ({', '.join(f':{key}' for key in keys)})"]
            values |= dict(zip(keys, wanted, strict=True))
    return "".join(f" AND {part}" for part in parts), values


def _next_cursor(found: Sequence[Sequence[Any]], limit: int) -> Cursor | None:
    return Cursor(found[limit - 1][1], found[limit - 1][0]) if len(found) > limit else None


def _prefix_query(words: Iterable[str]) -> str:
    """Return an FTS5 query for all of the words; the last may be incomplete."""
    *whole, last = words
    return " ".join([*(f'"{word}"' for word in whole), f'"{last}"*'])


def _phrase_query(words: Iterable[str]) -> str:
    """Return an FTS5 query for the consecutive words; the last may be incomplete."""
    return f'"{" ".join(words)}"*'


def _are_adjacent(words: Sequence[str], text: str | None) -> bool:
    """Whether words without diacritics are adjacent in a text; the last may be incomplete."""
    from citegraph.text import strip_diacritics

    return f" {' '.join(words)}" in f" {' '.join(_WORD.findall(strip_diacritics(text or '')))}"
