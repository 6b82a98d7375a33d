"""What is written is read back whole by the programs it is for, and is the same file every time."""

from __future__ import annotations

import csv
import os
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import FrameType
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
from corpora import Recipe, corpus

from citegraph import export
from citegraph.errors import ExportError
from citegraph.graph import cocitation_multigraph, layout
from citegraph.model import Corpus, ReportInfo

SMALL = corpus(Recipe(documents=40, reports=60))
NOTHING = Corpus(documents=(), reports=(), citations=())
HOSTILE = "a\x00b\x1b[31m\x0b\ufffe\r\n<b>&\"' \u202eđ\x85"


def spoiled(title: str) -> Corpus:
    """The corpus with a report and a document that cite each other's titles as `title`."""
    report, document = replace(SMALL.reports[1], title=title), replace(SMALL.documents[0], title=title)
    return replace(
        SMALL, reports=(SMALL.reports[0], report, *SMALL.reports[2:]), documents=(document, *SMALL.documents[1:])
    )


def write(whole: Corpus, folder: Path, *names: str) -> dict[str, Path]:
    every = {row.name for row in export.all_formats()}
    return {path.name: path for path in export.write(whole, folder, names or every)}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def read_gexf(path: Path) -> nx.MultiGraph:
    """As networkx reads it, without the number GEXF gives each edge."""
    graph = nx.MultiGraph(nx.read_gexf(path))
    for *_, facts in graph.edges(keys=True, data=True):
        del facts["id"]
    for _, facts in graph.nodes(data=True):
        del facts["viz"]
    return graph


READERS = {
    "graph.graphml": lambda path: nx.read_graphml(path, edge_key_type=str, force_multigraph=True),
    "graph.gexf": read_gexf,
    "graph.json": lambda path: nx.node_link_graph(__import__("json").loads(path.read_text("utf-8")), edges="edges"),
}


def everything(graph: nx.MultiGraph) -> tuple[object, object]:
    ends = ((*sorted((one, other)), key, facts) for one, other, key, facts in graph.edges(keys=True, data=True))
    return dict(graph.nodes(data=True)), sorted(ends, key=lambda end: end[:3])


@pytest.mark.parametrize("name", READERS)
def test_networkx_reads_the_graph_back(name: str, tmp_path: Path) -> None:
    path = write(SMALL, tmp_path, Path(name).suffix[1:])[name]
    assert everything(READERS[name](path)) == everything(cocitation_multigraph(SMALL))


@pytest.mark.parametrize("name", ["graph.graphml", "graph.gexf"])
def test_xml_stays_well_formed_whatever_a_title_holds(name: str, tmp_path: Path) -> None:
    path = write(spoiled(HOSTILE), tmp_path, Path(name).suffix[1:])[name]
    ET.parse(path)  # noqa: S314 - our own file
    title = READERS[name](path).nodes[SMALL.documents[0].id]["title"]
    assert title == "a\\x00b\\x1b[31m\\x0b\\xfffe\n<b>&\"' \u202eđ\x85"


def test_every_file_is_the_same_in_another_process(tmp_path: Path) -> None:
    here = write(SMALL, tmp_path / "a")
    script = (
        "from corpora import Recipe, corpus; from citegraph import export;"
        f"export.write(corpus(Recipe(documents=40, reports=60)), {str(tmp_path / 'b')!r},"
        "{row.name for row in export.all_formats()})"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "12345", "PYTHONPATH": str(Path(__file__).parents[1])}
    subprocess.run([sys.executable, "-c", script], check=True, env=environment)
    assert here
    files = {str(path.relative_to(tmp_path / "a")): path for path in (tmp_path / "a").rglob("*") if path.is_file()}
    assert len(files) > 100
    for name, path in files.items():
        assert path.read_bytes() == (tmp_path / "b" / name).read_bytes(), name
        assert str(tmp_path).encode() not in path.read_bytes()


def test_a_corpus_is_laid_out_once_for_all_its_files(tmp_path: Path) -> None:
    calls = 0

    def seen(frame: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        calls += event == "call" and frame.f_code is layout.__code__

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        write(replace(SMALL), tmp_path, "html", "gexf", "cyjs", "dot")
    finally:
        sys.setprofile(before)
    assert calls == 1


def test_tables_hold_what_the_corpus_holds(tmp_path: Path) -> None:
    files = write(SMALL, tmp_path, "csv")
    documents, reports, citations = (rows(files[f"{name}.csv"]) for name in ("documents", "reports", "citations"))
    assert [row["document"] for row in documents] == [document.id for document in SMALL.documents]
    assert [row["report"] for row in reports] == [report.id for report in SMALL.reports]
    assert [(row["report"], int(row["start"]), row["quote"]) for row in citations] == [
        (citation.report, citation.mention.span.start, citation.mention.quote) for citation in SMALL.citations
    ]
    assert sum(int(row["citations"]) for row in reports) == len(SMALL.citations)
    for row in documents:
        citing = [citation.report for citation in SMALL.citations if citation.document == row["document"]]
        assert (int(row["reports"]), int(row["citations"])) == (len(set(citing)), len(citing))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_no_cell_becomes_a_formula(start: str, tmp_path: Path) -> None:
    hostile = f"{start}HYPERLINK('x')"
    row = rows(write(spoiled(hostile), tmp_path, "csv")["reports.csv"])[1]
    assert row["title"] == "'" + hostile.replace("\r", "\n")


def test_tables_begin_with_the_mark_that_excel_needs_and_end_lines_alike(tmp_path: Path) -> None:
    for path in write(spoiled("dòng\r\nhai\x00"), tmp_path, "csv").values():
        content = path.read_bytes()
        assert content.startswith(b"\xef\xbb\xbf")
        assert b"\x00" not in content
        assert content.endswith(b"\n")
        assert not content.endswith(b"\r\n")


def test_an_empty_corpus_gives_files_that_can_be_read(tmp_path: Path) -> None:
    files = write(NOTHING, tmp_path)
    assert files["documents.csv"].read_text("utf-8-sig").startswith("document,label,scope")
    for name, read in READERS.items():
        assert len(read(files[name])) == 0


def test_half_surrogates_do_not_stop_the_writing(tmp_path: Path) -> None:
    odd = ReportInfo(id="r\ud800", path="r\udcff.txt", sha256="0", title="\ud800")
    files = write(replace(NOTHING, reports=(odd,)), tmp_path, "csv", "json")
    assert rows(files["reports.csv"])[0]["title"] == "\\ud800"


def test_formats_find_themselves_and_say_what_they_are_for() -> None:
    formats = export.all_formats()
    assert {row.name for row in formats} >= {"csv", "gexf", "graphml", "html", "json"}
    assert len({row.file for row in formats}) == len(formats)
    for row in formats:
        assert row.help and "\n" not in row.help
        assert Path(row.file).name == row.file


def test_only_what_was_asked_for_is_written(tmp_path: Path) -> None:
    assert list(write(SMALL, tmp_path, "json", "gexf")) == ["graph.gexf", "graph.json"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["graph.gexf", "graph.json"]


def test_an_unknown_format_is_named_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(
        ExportError, match=r"zip: is not a known format; choose from csl, csv, cyjs, dot, gexf, graphml"
    ):
        write(SMALL, tmp_path, "zip", "json")
    assert not list(tmp_path.iterdir())


def test_a_writer_that_fails_leaves_the_file_that_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = write(SMALL, tmp_path, "json")["graph.json"].read_bytes()

    def broken(whole: Corpus, lang: str) -> object:
        yield b"half a file"
        raise RuntimeError("the writer broke")

    only = (replace(next(row for row in export.all_formats() if row.name == "json"), write=broken),)
    monkeypatch.setattr(export, "all_formats", lambda: only)
    with pytest.raises(RuntimeError, match="the writer broke"):
        write(SMALL, tmp_path, "json")
    assert [path.name for path in tmp_path.iterdir()] == ["graph.json"]
    assert (tmp_path / "graph.json").read_bytes() == before


def test_a_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(ExportError, match="cannot be written"):
        write(SMALL, tmp_path / "out", "json")


def test_a_full_disk_leaves_the_file_that_was_there(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    before = write(SMALL, tmp_path, "json")["graph.json"].read_bytes()

    def limit() -> None:
        import signal

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))

    script = (
        "from corpora import Recipe, corpus; from citegraph import export;"
        f"export.write(corpus(Recipe(documents=40, reports=60)), {str(tmp_path)!r}, ['json'])"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1]), "PYTHONDONTWRITEBYTECODE": "1"}
    ran = subprocess.run(
        [sys.executable, "-c", script], check=False, env=environment, capture_output=True, text=True, preexec_fn=limit
    )
    assert "citegraph.errors.ExportError" in ran.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["graph.json"]
    assert (tmp_path / "graph.json").read_bytes() == before


def test_files_get_the_rights_that_new_files_get(tmp_path: Path) -> None:
    (tmp_path / "plain").write_text("")
    path = write(SMALL, tmp_path, "json")["graph.json"]
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE((tmp_path / "plain").stat().st_mode)


def test_a_vault_is_looked_through_as_often_however_many_notes_it_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    scandir = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path: looked.append(str(path)) or scandir(path))  # type: ignore[func-returns-value]
    counts = []
    for size in (10, 100):
        looked.clear()
        export.write(corpus(Recipe(documents=size, reports=size)), tmp_path / str(size), ["obsidian"])
        counts.append(len(looked))
    assert 0 < counts[0] == counts[1] < 20
