"""The indexes of words follow their tables through every build: what is found is what a plain reading finds."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
import regex
from corpora import Recipe, corpus
from filled import fill, publish, stage

from citegraph.store import Store, Writer
from citegraph.text import strip_diacritics

SMALL = corpus(Recipe(documents=60, reports=40))


def words(text: str | None) -> set[str]:
    return set(regex.findall(r"[\p{L}\p{N}]+", strip_diacritics(text or "")))


def check(path: Path, *asked: str) -> int:
    """Compare every index with a reading of all rows; return how much was found."""
    wanted = set(asked)
    with Store(path) as store:
        documents = [
            d.id
            for d in store.documents()
            if wanted <= words(" ".join((d.id, d.kind or "", d.label, d.title or "", *d.aliases)))
        ]
        reports = [r.id for r in store.reports() if wanted <= words(r.title)]
        quotes = [(c.report, c.mention.span.start) for c in store.citations() if wanted <= words(c.mention.quote)]
        assert [document.id for document in store.documents_with_words(asked)] == documents
        assert [report.id for report in store.reports_with_words(asked)] == reports
        found = store.citations_with_words(asked)
        assert [(info.id, c.mention.span.start) for info, cited in found for c in cited] == quotes
    return len(documents) + len(reports) + len(quotes)


ASKED = [
    ("bao", "ve"),
    ("nen", "tang"),
    ("dang",),
    ("chuyen", "doi", "so"),
    ("35",),
    ("dak", "lak"),
    ("khong", "co", "dau"),
]


@pytest.mark.parametrize("backwards", [False, True])
def test_each_index_finds_what_its_table_holds(tmp_path: Path, backwards: bool) -> None:
    path = fill(tmp_path / "s.sqlite", SMALL, backwards=backwards)
    assert sum(check(path, *asked) for asked in ASKED) > 50


def test_the_indexes_follow_what_changes_and_what_goes(tmp_path: Path) -> None:
    path = fill(tmp_path / "s.sqlite", SMALL)
    renamed = replace(SMALL.documents[0], title="về điều chưa từng nói")
    first = SMALL.reports[0]
    again = replace(first, sha256="f" * 64, title="Một tít hoàn toàn khác")
    with Writer(path) as writer:
        stage(writer, again)
        publish(writer, replace(SMALL, documents=(renamed, *SMALL.documents[1:])))
    assert check(path, "chua", "tung", "noi") == 1
    assert check(path, "hoan", "toan", "khac") == 1
    with Writer(path) as writer, writer.publication() as publication:
        publication.mark_missing(lambda path: True, (), prune=True)
        publication.replace_documents(())
        publication.replace_findings(())
    for asked in ASKED:
        assert check(path, *asked) == 0
    with closing(sqlite3.connect(path)) as connection:
        for index in ("document_words", "report_words", "citation_words"):
            connection.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")  # noqa: S608


def test_each_pair_of_report_and_document_is_told_once(tmp_path: Path) -> None:
    cited = sorted({(one.report, one.document) for one in SMALL.citations if one.decided})
    times = Counter((one.report, one.document) for one in SMALL.citations if one.decided)
    known = {report.id: (report.date, report.publisher, report.locality) for report in SMALL.reports}
    with Store(fill(tmp_path / "s.sqlite", SMALL)) as store:
        told = list(store.counts_of_citing_reports())
        assert {(one.id, name): count for one in told for name, count in one.documents.items()} == times
        assert len(told) == len({report for report, _ in cited})
        assert all((one.date, one.publisher, one.locality) == known[one.id] for one in told)
        for name in {document for _, document in cited}:
            of = {report for report, document in cited if document == name}
            assert list(store.citing_reports_and_documents(name)) == [pair for pair in cited if pair[0] in of]
