"""Short questions give what the long ones give, part by part, and end in time."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from corpora import Recipe, corpus
from filled import fill, publish, stage

from citegraph import query
from citegraph.errors import QueryError
from citegraph.model import Corpus, Scope
from citegraph.query.filters import report_filter as filtered
from citegraph.store import BoundedStore, Cursor, Selection, Writer, bounded_store

MADE = corpus(Recipe(documents=90, reports=300))
MOST = Counter(one.document for one in MADE.citations if one.decided).most_common(1)[0][0]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("browsing") / "store.sqlite", MADE)


@pytest.fixture
def store(path: Path) -> BoundedStore:
    return BoundedStore(path)


def test_the_totals_are_those_that_counting_gives(store: BoundedStore) -> None:
    sizes = store.item_counts()
    assert store.totals() == {
        **{name: sizes[name] for name in ("reports", "documents", "citations", "undecided", "findings")},
        "failures": 0,
    }


def test_every_document_is_listed_once_with_its_counts(store: BoundedStore) -> None:
    found, after = [], None
    while not found or after:
        part, after = store.ranked_documents(after=after, limit=7)
        assert 0 < len(part) <= 7
        found += part
    ranked = {rank.document.id: rank for rank in store.documents_with_counts() if rank.reports}
    assert {rank.document.id: rank for rank in found} == ranked
    assert len(found) == len(ranked)
    assert [rank.reports for rank in found] == sorted((rank.reports for rank in found), reverse=True)


@pytest.mark.parametrize("order", ["first", "last", "date"])
def test_every_order_goes_through_all(store: BoundedStore, order: bounded_store.Order) -> None:
    whole, _ = store.ranked_documents(order=order, limit=1000)
    first, after = store.ranked_documents(order=order, limit=40)
    rest, end = store.ranked_documents(order=order, after=after, limit=1000)
    assert [*first, *rest] == whole
    assert end is None


def test_documents_are_filtered_by_scope_and_kind(store: BoundedStore) -> None:
    found, _ = store.ranked_documents(scope=Scope.STATE, kind="Chỉ thị", limit=1000)
    assert found
    assert {(rank.document.scope, rank.document.kind) for rank in found} == {(Scope.STATE, "Chỉ thị")}


@pytest.mark.parametrize(
    ("since", "until"), [(None, None), ("2020", None), (None, "2019-05"), ("2018-03-02", "2021"), ("2025-12", "2025")]
)
def test_dates_bound_reports_as_the_filters_of_the_command_do(
    store: BoundedStore, since: str | None, until: str | None
) -> None:
    passes = filtered({"since": since, "until": until})
    found, _ = store.newest_reports(Selection(since=since, until=until), limit=1000)
    assert {report.id for report in found} == {report.id for report in store.reports() if passes(report)}
    assert [report.date or "" for report in found] == sorted((report.date or "" for report in found), reverse=True)
    cited, _ = store.citing_reports(MOST, Selection(since=since, until=until), limit=1000)
    assert {one.report.id for one in cited} == {report.id for report, _ in store.cited_by(MOST) if passes(report)}


def test_the_reports_of_a_document_come_part_by_part(store: BoundedStore) -> None:
    whole, _ = store.citing_reports(MOST, Selection(), limit=1000)
    found, after = [], Cursor("9999", 0)
    while after:
        part, after = store.citing_reports(MOST, Selection(), after=after, limit=3)  # type: ignore[assignment]
        found += part
    assert found == whole
    assert len(found) == store.times_cited(MOST)
    assert sum(one.mentions for one in found) == store.citation_counts(MOST)[1]


def test_publishers_and_localities_are_filters(store: BoundedStore) -> None:
    (publisher, reports), *_ = store.facet("publisher", 1)
    found, _ = store.newest_reports(Selection(publishers=(publisher,)), limit=1000)
    assert len(found) == reports
    assert {report.publisher for report in found} == {publisher}
    both, _ = store.newest_reports(Selection(publishers=(publisher,), localities=("Nghệ An",)), limit=1000)
    assert {(report.publisher, report.locality) for report in both} == {(publisher, "Nghệ An")}


def test_what_is_cited_together_is_what_related_finds(store: BoundedStore) -> None:
    for rank in store.documents_with_counts(limit=20):
        [answer] = query.related(store, rank.document.id)
        assert store.cocited_documents(rank.document.id, 10) == [
            (one.document.id, one.reports) for one in answer.related[:10]
        ]


def test_the_years_are_those_of_the_timeline(store: BoundedStore) -> None:
    [answer] = query.timeline(store, MOST)
    years = dict(store.reports_by_year(MOST))
    assert years.pop("", 0) == answer.undated
    assert years == {period: reports for period, reports in answer.periods if reports}


def test_counts_change_with_what_they_count(tmp_path: Path) -> None:
    path = fill(tmp_path / "store.sqlite", MADE)
    audited = MADE.findings[0].report
    [one] = (report for report in MADE.reports if report.id == audited)
    with Writer(path) as writer:
        stage(writer, one)  # now without citations
        publish(writer, Corpus(documents=MADE.documents, reports=(), citations=()))
    with BoundedStore(path) as store:
        assert store.totals()["citations"] == store.item_counts()["citations"] < len(MADE.citations)
        assert store.totals()["findings"] == sum(found.report != audited for found in MADE.findings)
        assert store.totals()["reports"] == len(MADE.reports)


def test_a_question_that_takes_too_long_is_ended(store: BoundedStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded_store, "STEPS", 10)
    with pytest.raises(QueryError, match="longer"), store.limit_time(0):
        store.newest_reports(Selection(), limit=100)
    with store.limit_time(60):
        assert store.newest_reports(Selection(), limit=100)[0]


QUESTIONS = {
    "documents": lambda store: store.ranked_documents(kind="Chỉ thị", limit=50),
    "reports": lambda store: store.newest_reports(Selection(since="2020", until="2021"), limit=50),
    "publisher": lambda store: store.newest_reports(Selection(publishers=("Báo Miền Trung",)), limit=50),
    "locality": lambda store: store.newest_reports(Selection(localities=("Nghệ An",)), limit=50),
    "next reports": lambda store: store.newest_reports(Selection(), after=Cursor("2020-01-01", 9), limit=50),
    "citing": lambda store: store.citing_reports(MOST, Selection(since="2020"), limit=50),
    "next citing": lambda store: store.citing_reports(MOST, Selection(), after=Cursor("2020-01-01", 9), limit=50),
    "quotes": lambda store: store.citations_of(MOST, ["r00001", "r00002"], 3),
    "years": lambda store: store.reports_by_year(MOST),
    "together": lambda store: store.cocited_documents(MOST, 20),
    "links": lambda store: store.cocitation_links(
        [MOST, *(name for name, _ in store.cocited_documents(MOST, 20))], 100
    ),
    "words of documents": lambda store: store.documents_with_word_prefix(["chuyen"], 20),
    "number": lambda store: list(store.documents_with_number(MOST.split("-")[0])),
    "words of reports": lambda store: store.reports_with_phrase(["so", "ket"], 20),
    "words of quotes": lambda store: store.citations_with_phrase(["so", "ket"], 20),
    "undecided": lambda store: store.undecided_citations_after(5, 20),
    "findings": lambda store: store.findings_after(after=Cursor("", 3), limit=20),
    "report": lambda store: (store.report("r00001"), store.cites("r00001"), list(store.findings("r00001"))),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_question_reads_all_reports_or_citations(path: Path, name: str) -> None:
    """A large table is entered by an index, or gone through in the order of one until the limit is reached."""
    asked: list[str] = []
    with BoundedStore(path) as store:
        store._connection.set_trace_callback(asked.append)
        QUESTIONS[name](store)
        store._connection.set_trace_callback(None)
        statements = [one for one in asked if one.lstrip().startswith("SELECT")]
        assert statements
        for statement in statements:
            steps = [row[3] for row in store._connection.execute(f"EXPLAIN QUERY PLAN {statement}")]
            whole = [one for one in steps if one.startswith("SCAN") and " INDEX " not in one and "VIRTUAL" not in one]
            assert not [one for one in whole if one.split()[1] in ("r", "c", "n", "t", "report", "citation")], steps
            sorted_ = [one for one in steps if "TEMP B-TREE FOR ORDER BY" in one]
            assert not sorted_ or name not in ("reports", "next reports", "citing", "next citing"), steps


def test_each_document_has_its_strongest_link(store: BoundedStore) -> None:
    names = [MOST, *(name for name, _ in store.cocited_documents(MOST, 20))]
    links, strongest = store.cocitation_links(names, 10_000), store.strongest_links(names)
    assert set(strongest) <= set(links)
    for name in names:
        own = [n for *pair, n in links if name in pair]
        assert max(own) in [n for *pair, n in strongest if name in pair]


COUNTS = ("document_count", "citing", "citing_year", "together", "facet", "total")


def counts(path: Path) -> dict[str, list[str]]:
    """What is counted, by names in the place of keys."""
    name = "(SELECT name FROM document WHERE id = t.{}) AS {}"
    named = {"document": name.format("document", "document"), "other": name.format("other", "other")}
    named["report"] = "(SELECT name FROM report WHERE id = t.report) AS report"
    found = {}
    with closing(sqlite3.connect(path)) as connection:
        for table in COUNTS:
            columns = [column for _, column, *_ in connection.execute(f"PRAGMA table_info({table})")]
            chosen = ", ".join(named.get(column, column) for column in columns)
            told = connection.execute(f"SELECT {chosen} FROM {table} t")  # noqa: S608
            found[table] = sorted(repr(row) for row in told if row[0] != "edition")
    return found


def test_what_changes_is_counted_as_if_all_were_counted_at_once(tmp_path: Path) -> None:
    whole = fill(tmp_path / "whole.sqlite", MADE)
    path = tmp_path / "parts.sqlite"
    nothing = Corpus(documents=(), reports=(), citations=())
    cited = {report.id: [one for one in MADE.citations if one.report == report.id] for report in MADE.reports}
    for begin in range(0, len(MADE.reports), 100):
        with Writer(path) as writer:
            for report in MADE.reports[begin : begin + 100]:
                stage(writer, report, [] if begin else cited[report.id][1:])  # read anew later, with one more citation
            publish(writer, nothing)
    with Writer(path) as writer:
        for report in MADE.reports:
            if cited[report.id] != cited[report.id][1:]:
                stage(writer, report, cited[report.id])
        stage(writer, replace(MADE.reports[0], id="gone", path="gone.txt"), cited[MADE.reports[0].id])
        publish(writer, nothing)
        with writer.publication() as publication:
            publication.mark_missing(lambda path: path == "gone.txt", [], prune=True)
            publication.replace_documents(MADE.documents)
            publication.replace_findings(MADE.findings)
    assert counts(path) == counts(whole)


def test_each_state_has_an_edition(tmp_path: Path) -> None:
    path = fill(tmp_path / "store.sqlite", MADE)
    with BoundedStore(path) as store, Writer(path) as writer:
        before = store.edition()
        with writer.publication():
            pass
        assert store.edition() == before
        stage(writer, replace(MADE.reports[0], path="new.txt"))
        assert store.edition() == before
        publish(writer, MADE)
        assert store.edition() > before


def test_words_that_are_only_begun_are_looked_for_where_that_takes_no_time(
    store: BoundedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = store.reports_with_phrase(["moi", "truong"], 5)
    assert whole
    assert store.reports_with_phrase(["moi", "truon"], 5) == whole
    monkeypatch.setattr(bounded_store, "BEGUN", 0)
    assert store.reports_with_phrase(["moi", "truong"], 5) == whole
    assert store.reports_with_phrase(["moi", "truon"], 5) == []
    assert store.citations_with_phrase(["moi", "truon"], 5) == []
