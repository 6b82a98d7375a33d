"""Answers as tables and frames."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from corpora import Recipe, corpus
from filled import fill

import citegraph
from citegraph.errors import ArgumentError, ExportError

CORPUS = corpus(Recipe(reports=40, documents=12))
CITED = max(CORPUS.documents, key=lambda document: sum(c.document == document.id for c in CORPUS.citations)).id


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("tables") / "s.sqlite", CORPUS)


def test_a_row_per_citation_of_a_document(store: Path) -> None:
    rows = citegraph.table(citegraph.cited_by(store, CITED))
    expected = sorted((c.report, c.mention.span.start) for c in CORPUS.citations if c.document == CITED)
    assert sorted((row["report"], row["start"]) for row in rows) == expected
    assert {row["document"] for row in rows} == {CITED}


def test_one_answer_needs_no_list(store: Path) -> None:
    report = CORPUS.citations[0].report
    answer = citegraph.cites(store, report)
    assert citegraph.table(answer) == citegraph.table([answer])
    assert [row["document"] for row in citegraph.table(answer)] == [one.document for one in answer.citations]


def test_every_answer_is_a_frame(store: Path) -> None:
    pytest.importorskip("pandas")
    pytest.importorskip("polars")
    report = CORPUS.citations[0].report
    answers = {
        "cited_by": citegraph.cited_by(store, CITED),
        "cites": citegraph.cites(store, report),
        "documents": citegraph.documents(store),
        "related": citegraph.related(store, CITED),
        "coupling": citegraph.coupling(store, report),
        "timeline": citegraph.timeline(store, CITED),
        "path": citegraph.path(store, CITED, CITED),
        "search": citegraph.search(store, "nghi quyet"),
        "reports": list(citegraph.Store(store).reports()),
    }
    for name, answer in answers.items():
        table = citegraph.table(answer)  # type: ignore[arg-type]
        assert table, name
        assert (
            list(table.to_pandas().columns) == table.to_arrow().column_names == table.to_polars().columns == [*table[0]]
        )


def test_what_is_no_answer_is_refused() -> None:
    with pytest.raises(ArgumentError, match="is not the answer of a query"):
        citegraph.table("35-NQ/TW")  # type: ignore[arg-type]


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_missing_library_is_said_with_its_remedy(library: str, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, library, None)  # as if it were not installed
    table = citegraph.table(citegraph.documents(store))
    with pytest.raises(ExportError, match=rf"needs {library}.*citegraph\[{library}\]"):
        getattr(table, f"to_{library}")()
