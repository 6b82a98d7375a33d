"""A few long lists make more edges than any memory holds: such a graph is refused, and everything else still works."""

from __future__ import annotations

import resource
from dataclasses import replace
from pathlib import Path

import pytest
from command import start
from corpora import Recipe, corpus
from filled import fill

from citegraph import export, show
from citegraph.errors import ExportError
from citegraph.export import MAX_EDGES
from citegraph.graph import count_edges
from citegraph.model import Corpus, Scope, Span

BYTES = 2 * 1024**3
"""What a process may take here; the graph of the reports below takes 50 times as much."""


def crowd(documents: int, reports: int = 2) -> Corpus:
    """So many reports that each cite all of so many documents."""
    small = corpus(Recipe(documents=30, reports=30))
    document, report = replace(small.documents[0], scope=Scope.PARTY), small.reports[0]
    citation = next(one for one in small.citations if one.decided)
    names, ids = [f"{at:05}-QĐ/TW@XII" for at in range(documents)], [f"r{at}" for at in range(reports)]
    return Corpus(
        documents=tuple(replace(document, id=name, label=name) for name in names),
        reports=tuple(replace(report, id=name, path=f"{name}.txt") for name in ids),
        citations=tuple(
            replace(
                citation,
                report=one,
                document=name,
                mention=replace(citation.mention, span=Span(at, at + 1), scope=document.scope),
                candidates=(),
            )
            for one in ids
            for at, name in enumerate(names)
        ),
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store of reports that cite the same 5,000 documents."""
    folder = tmp_path_factory.mktemp("large")
    (folder / "r").mkdir()
    (folder / "o").mkdir()
    fill(folder / "o" / "citegraph.sqlite", crowd(5_000))
    return folder


def limited(*arguments: object, folder: Path) -> tuple[int, str, str]:
    limit = (BYTES, BYTES)
    ran = start(*arguments, folder=folder, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, limit))
    return ran.returncode, ran.stdout, ran.stderr


BUILD = ("build", "r", "-o", "o", "-j", 1)  # of an empty folder: the store stays as it is


def test_what_no_memory_holds_is_refused_with_its_number(folder: Path) -> None:
    code, _, said = limited(*BUILD, "--top", 0, "--edges", 0, folder=folder)
    assert (code, said) == (
        6,
        f"citegraph: graph.gexf: would have 24,995,000 edges; at most {MAX_EDGES:,} can be drawn; "
        "take less with --top or --edges, or all as tables with --format csv\n",
    )
    assert sorted(path.name for path in (folder / "o").glob("*.*") if "sqlite" not in path.name) == []
    code, _, said = limited(*BUILD, "--top", 0, "--edges", 0, "--format", "html", folder=folder)
    assert (code, "graph.html: would have 12,497,500 edges" in said) == (6, True)  # each two of the documents once


def test_what_is_advised_is_not_refused(folder: Path) -> None:
    code, shown, said = limited(*BUILD, "--format", "json", folder=folder)
    assert (code, said) == (0, "")
    assert "--top 0 --edges 0 takes all\n" not in shown
    advice = "all would be 24,995,000 edges, but at most 1,000,000 can be drawn; use --format csv --top 0 --edges 0 to write all"
    assert advice in shown
    code, shown, said = limited(*BUILD, "--format", "csv", "--top", 0, "--edges", 0, folder=folder)
    assert (code, said, "Left out" in shown) == (0, "", False)
    assert (folder / "o" / "citations.csv").read_bytes().count(b"\n") == 10_001
    code, _, said = limited(*BUILD, "--format", "json", "--top", 50, "--edges", 0, folder=folder)
    assert (code, said) == (0, "")


def test_a_question_about_ranks_makes_no_graph(folder: Path) -> None:
    asked = ("documents", "--by", "pagerank", "--limit", 1, "--store", "o/citegraph.sqlite")
    code, shown, said = limited(*asked, folder=folder)
    assert (code, said) == (0, "")
    assert "\t0.0002\t" in shown  # all alike


def test_each_graph_is_refused_beyond_the_bound_and_written_below_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = crowd(20, 3)
    tables = {"csv", "csl", "jsonld", "neo4j", "obsidian", "parquet"}
    for name in {row.name for row in export.all_formats()}:
        bound = 190 if name in ("html", "dot") else 570  # pairs once, or in each report
        with monkeypatch.context() as patched:
            patched.setattr(export, "MAX_EDGES", bound)
            export.write(whole, tmp_path / name, [name])
            patched.setattr(export, "MAX_EDGES", bound - 1)
            if name in tables:
                export.write(whole, tmp_path / name, [name])
                continue
            with pytest.raises(ExportError, match=f"would have {bound} edges; at most {bound - 1} can be drawn"):
                export.write(whole, tmp_path / f"{name}-refused", [name])
            assert not (tmp_path / f"{name}-refused").exists()
    assert count_edges(whole) == 570
    monkeypatch.setattr(export, "MAX_EDGES", 189)
    with pytest.raises(ExportError, match="would have 190 edges"):
        show(fill(tmp_path / "s.sqlite", whole))
