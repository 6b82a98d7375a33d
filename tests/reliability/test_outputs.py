"""Whatever a report says, the files it ends in stay what they are, and where they belong."""

from __future__ import annotations

import ast
import csv
import json
import os
import re
import sqlite3
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote_to_bytes
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
from command import run
from corpora import Recipe, corpus
from filled import fill
from hypothesis import given, settings
from hypothesis import strategies as st

import citegraph as package
from citegraph import export
from citegraph.errors import ExportError
from citegraph.export.csv_tables import csv_cell
from citegraph.export.timeline_chart import draw_charts
from citegraph.model import Corpus, Omitted
from citegraph.store import Store

CITING = "Theo Chỉ thị số 05-CT/TW ngày 15/5/2016, chi bộ họp bàn."
PLAIN = corpus(Recipe(documents=12, reports=20))

# What spreadsheets begin a formula with, and what they skip on the way to it.
FORMULA = re.compile(r"^[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u2060\ufeff]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]")

HOSTILE = (
    "../../escaped",
    "/tmp/escaped",  # noqa: S108
    "..\\..\\escaped",
    "C:\\escaped",
    "a/../../../escaped",
    "\x00",
    "dòng một\ndòng hai\r\nba",
    "\u202egpj.exe",
    "\x1b[2J\x1b]0;tên\x07",
    '=HYPERLINK("http://x","y")',
    "@SUM(A1)",
    " =1+1",
    "\ufeff=1+1",
    "\u200b@x",
    "<script>alert(1)</script>]]>&amp;",
    "'; DROP TABLE report; --",
    "\ud800",
    "\ufffe\uffff\x0b",
    "CON",
    "." * 3,
    "x" * 400,
)


def spoiled(text: str) -> Corpus:
    """The corpus with the text wherever a report can put one."""
    said = dict.fromkeys(("title", "publisher", "locality", "number", "url"), text)
    renamed = {report.id: f"{text}{at}" for at, report in enumerate(PLAIN.reports)}
    documents = {document.id: f"{text}{at}@XII" for at, document in enumerate(PLAIN.documents)}
    return replace(
        PLAIN,
        reports=tuple(
            replace(
                report, id=renamed[report.id], path=f"{text}/{at}".encode("utf-8", "backslashreplace").decode(), **said
            )  # type: ignore[arg-type]
            for at, report in enumerate(PLAIN.reports)
        ),
        documents=tuple(
            replace(
                d, id=documents[d.id], title=text, label=text, issuer=text, aliases=(text,), replaces=(), replaced_by=()
            )
            for d in PLAIN.documents
        ),
        citations=tuple(
            replace(
                c,
                report=renamed[c.report],
                document=documents.get(c.document, c.document),
                mention=replace(c.mention, title=text, issuer=text, quote=text, surface=text, pinpoint=text),
                evidence=(),
                candidates=(),
            )
            for c in PLAIN.citations
        ),
        findings=(),
    )


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_every_format_stays_in_its_folder_and_whole(tmp_path: Path, text: str) -> None:
    inside = tmp_path / "a" / "b" / "out"
    whole = spoiled(text)
    written = export.write(whole, inside, [row.name for row in export.all_formats()])
    assert [path for path in tmp_path.rglob("*") if path.is_file() and not path.is_relative_to(inside)] == []
    assert not Path("/tmp/escaped").exists()  # noqa: S108 - that it is not there is the point
    assert all(path.is_relative_to(inside) for path in written)
    for name in ("graph.graphml", "graph.gexf"):
        ET.parse(inside / name)  # noqa: S314 - our own file
    assert len(nx.read_graphml(inside / "graph.graphml", force_multigraph=True)) == len(PLAIN.documents)
    json.loads((inside / "graph.json").read_bytes())
    for path in sorted(inside.glob("*.csv")):
        if path.name.startswith("neo4j-"):  # for a program, which would take an apostrophe for content
            continue
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.reader(lines))
        assert len({len(row) for row in rows}) == 1
        for value in (value for row in rows[1:] for value in row if not re.fullmatch(r"-?\d+(\.\d+)?", value)):
            assert not FORMULA.match(value), (path.name, value)
            assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", value)
    for path in inside.rglob("*.zip"):
        for name in zipfile.ZipFile(path).namelist():
            assert not name.startswith(("/", "\\"))
            assert ".." not in Path(name).parts
    page = (inside / "graph.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page


def test_every_file_is_written_in_the_one_way_that_never_leaves_a_part() -> None:
    folder = Path(package.__file__).parent
    writing = re.compile(
        r"(?<!_inner)\.write_(?:bytes|text)\(|\bopen\([^)]*[\"'][wax]b?[\"']|savefig\((?!drawn\b)|to_(?:csv|parquet)\(\""
    )
    found = {
        path.name: writing.findall(path.read_text("utf-8"))
        for path in folder.rglob("*.py")
        if path.parent.name != "cluster"
    }
    assert {name: calls for name, calls in found.items() if calls} == {}
    assert writing.findall("path.open('wb')") and writing.findall("figure.savefig(path)")


@pytest.mark.filterwarnings("ignore:Glyph")  # its font has no such letter, and says so
@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_a_chart_of_anything_is_sound_xml(tmp_path: Path, text: str) -> None:
    pytest.importorskip("matplotlib")
    drawn = ET.parse(draw_charts([(text, [("2024", 3)])], tmp_path / "chart.svg", heading="reports"))  # noqa: S314 - our own file
    assert not [node.tag for node in drawn.iter() if node.tag.endswith("script")]


def test_a_note_that_would_leave_the_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    astray = export.ExportFormat(
        name="x", file="x", help="x", stamp=b"x", notes=lambda whole, lang: [("../../y", [b"z"])]
    )
    monkeypatch.setattr(export, "all_formats", lambda: (astray,))
    with pytest.raises(ExportError, match="outside"):
        export.write(PLAIN, tmp_path / "a" / "b", ["x"])
    assert list(tmp_path.rglob("y")) == []


@settings(max_examples=300)
@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("=+-@\t\r\n \ufeff\u200b\x00\uff1d")), max_size=12))
def test_no_text_is_a_formula_in_a_cell(text: str) -> None:
    shown = str(csv_cell(text))
    assert not FORMULA.match(shown) or re.fullmatch(r"-?\d+(\.\d+)?", shown)


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_a_store_keeps_and_finds_any_text(tmp_path: Path, text: str) -> None:
    """Values go to SQLite as parameters, so nothing in them is SQL."""
    whole = spoiled(text)
    with Store(fill(tmp_path / "s.sqlite", whole)) as store:
        assert store.item_counts()["reports"] == len(PLAIN.reports)
        assert list(store.failures()) == []
        for citation in list(store.citations())[:5]:
            assert store.cites(citation.report)
            assert store.report(citation.report)
            if citation.decided:
                assert dict.fromkeys(info.id for info, _ in store.cited_by(citation.document))
        assert store.document(text) is None or store.document(text).id.startswith(text)  # type: ignore[union-attr]
        assert list(store.cited_by(text)) == []
        assert store.cites(text) == []


SQL = re.compile(r"\b(SELECT|INSERT|UPDATE|DELETE|CREATE|DROP|PRAGMA|BEGIN)\b")
CONSTANT = re.compile(
    r"[A-Z_][A-Z_]*|rows\.[A-Z_]+|(columns|where|cited|sql|joined|name|schema|of|only|gone|column|condition|table)|"
    r"', '\.join\(.*\)|_placeholders\(.*\)"
)


def statements(code: str) -> list[str]:
    """What is put into SQL in this code, by f-strings, sums, % and format, other than names that are constants of it."""
    found = []
    for node in ast.walk(ast.parse(code)):
        put: list[ast.expr] = []
        if isinstance(node, ast.JoinedStr) and SQL.search(constants(node)):
            put = [part.value for part in node.values if isinstance(part, ast.FormattedValue)]
        elif isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Mod)) and SQL.search(constants(node)):
            put = [
                side
                for side in (node.left, node.right)
                if not isinstance(side, (ast.Constant, ast.JoinedStr, ast.BinOp))
            ]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
            put = node.args if SQL.search(constants(node.func)) else []
        found += [value for value in map(ast.unparse, put) if not CONSTANT.fullmatch(value)]
    return found


def constants(node: ast.AST) -> str:
    return "".join(
        part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)
    )


def test_only_names_of_the_program_are_put_into_statements() -> None:
    folder = Path(package.__file__).parent
    for path in sorted((folder / "store").glob("*.py")):
        assert statements(path.read_text(encoding="utf-8")) == [], path.name
    for code in ("f'SELECT x FROM y WHERE z = {asked}'", "'SELECT x WHERE z = ' + asked", "'SELECT %s' % asked",
                 "'DELETE FROM {}'.format(asked)", "'SELECT x WHERE z = \\'' + asked + '\\''"):  # fmt: skip
        assert statements(code) == ["asked"], code
    elsewhere = [
        path for path in folder.rglob("*.py") if path.parent.name != "store" and "sqlite3" in path.read_text("utf-8")
    ]
    assert elsewhere == []


def test_names_of_files_may_hold_anything(tmp_path: Path) -> None:
    folder = tmp_path / "r"
    folder.mkdir()
    names = ["dòng\nhai.txt", "\u202etxt.exe.txt", "\x1b[31m.txt", "=1+1.txt", "'; DROP TABLE report; --.txt", " .txt"]
    for name in names:
        (folder / name).write_text(f"Theo Chỉ thị số 05-CT/TW ngày 15/5/2016, {names.index(name)}.", encoding="utf-8")
    (folder / "\udcff\udcfe.txt").write_text("Theo Chỉ thị số 05-CT/TW ngày 15/5/2016.", encoding="utf-8")
    ran = run("build", "r", folder=tmp_path)
    assert ran.returncode == 0, ran.stderr
    shown = json.loads(run("cited-by", "05-CT/TW", "--format", "json", folder=tmp_path).stdout)
    assert len(shown["reports"]) == len(names) + 1
    for shape in ("table", "csv", "json"):
        listed = run("reports", "--format", shape, folder=tmp_path).stdout
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", listed)
    with (tmp_path / "output" / "reports.csv").open(encoding="utf-8-sig", newline="") as lines:
        assert len(list(csv.DictReader(lines))) == len(names) + 1
    for row in shown["reports"]:
        assert run("cites", row["id"], folder=tmp_path).returncode == 0


@pytest.mark.skipif(sys.platform != "linux", reason="names are text here")
def test_names_of_outputs_may_hold_anything(tmp_path: Path) -> None:
    (tmp_path / "r.txt").write_text(CITING, encoding="utf-8")
    for name in ("o\udcff", "o#a?b%20", "\u202eo"):
        for _ in range(2):
            ran = run("build", ".", "-o", name, "--annotate", folder=tmp_path)
            assert ran.returncode == 0, ran.stderr
        store = f"{name}/citegraph.sqlite"
        shown = run("cited-by", "05-CT/TW", "--format", "json", "--store", store, folder=tmp_path)
        assert len(json.loads(shown.stdout)["reports"]) == 1
        assert run("annotate", "r.txt", "-o", "m", "--store", store, folder=tmp_path).returncode == 0
        (link,) = set(re.findall('href="([^"#]+graph.html)#', (tmp_path / "m" / "r.html").read_text("utf-8")))
        assert (tmp_path / "m" / os.fsdecode(unquote_to_bytes(link))).samefile(tmp_path / name / "graph.html")


def test_rows_of_a_table_may_hold_anything(tmp_path: Path) -> None:
    rows = [
        {"id": name, "title": name, "text": f"Theo Chỉ thị số 05-CT/TW ngày 15/5/2016. {name}"}
        for name in (*HOSTILE, "a\ud800b", None, 7)
    ]
    lines = [json.dumps(row) for row in rows] + ['{"id": "\\ud800", "text": ', '{"text": "\\udfff"}', "[]", "\x1b[31m"]
    (tmp_path / "t.jsonl").write_text("\n".join(lines), encoding="utf-8")
    ran = run("build", "t.jsonl", "--format", "csv,json", folder=tmp_path)
    assert "Traceback" not in ran.stderr
    assert ran.returncode == 1  # of the broken rows
    with Store(tmp_path / "output" / "citegraph.sqlite") as store:
        assert store.item_counts()["reports"] >= len(rows)
        assert len(list(store.failures())) == 3
    assert run("cited-by", os.fsdecode(b"05-CT/TW \xff\xfe"), folder=tmp_path).returncode in (0, 3)
    assert run("cites", os.fsdecode(b"\xff\xfe"), folder=tmp_path).returncode == 3


def test_what_is_left_out_is_said_wherever_it_is_missing(tmp_path: Path) -> None:
    (tmp_path / "r").mkdir()
    for at, codes in enumerate(
        (["05-CT/TW ngày 15/5/2016"] * 3, ["05-CT/TW ngày 15/5/2016", "19-CT/TW ngày 5/11/2012"])
    ):
        text = " và ".join(f"Chỉ thị số {code}" for code in codes)
        (tmp_path / "r" / f"{at}.txt").write_text(f"Theo {text}.", encoding="utf-8")
    whole = run("build", "r", folder=tmp_path)
    assert "Omitted from" not in whole.stdout
    assert "omitted" not in (tmp_path / "output" / "graph.graphml").read_text("utf-8")
    ran = run("build", "r", "--top", 1, folder=tmp_path)
    assert "Omitted from these files: 1 documents, 0 reports; use --top 0 --edges 0 to include all" in ran.stdout
    assert nx.read_graphml(tmp_path / "output/graph.graphml").graph["omitted_documents"] == 1
    assert nx.node_link_graph(json.loads((tmp_path / "output/graph.json").read_text()), edges="edges").graph == {
        "generator": "citegraph",
        "omitted_documents": 1,
        "omitted_reports": 0,
    }
    assert "<description>generator: citegraph; omitted_documents: 1; omitted_reports: 0</description>" in (
        (tmp_path / "output/graph.gexf").read_text("utf-8")
    )
    nx.read_gexf(tmp_path / "output/graph.gexf")
    with Store(tmp_path / "output/citegraph.sqlite") as store:
        assert store.corpus(top=1).omitted == Omitted(1, 0, 1, 0)
    for option, left in (("--min-reports", 2), ("--min-weight", 2)):
        ran = run("build", "r", option, left, "--format", "json", folder=tmp_path)
        assert "Omitted from" in ran.stdout, option


def test_a_damaged_index_is_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Theo Chỉ thị số 05-CT/TW ngày 15/5/2016.", encoding="utf-8")
    run("build", "a.txt", folder=tmp_path)
    store = tmp_path / "output" / "citegraph.sqlite"
    with sqlite3.connect(store) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(store.read_bytes())
    content[4096:12288] = b"\xa5" * 8192
    store.write_bytes(content)
    for arguments in (("documents",), ("reports",), ("cited-by", "05-CT/TW"), ("build", "a.txt")):
        ran = run(*arguments, folder=tmp_path)
        assert "Traceback" not in ran.stderr
        assert ran.returncode in (0, 4)


OWN = f'id,text\nmột,"{CITING}"\n'
ALL = ",".join(dict.fromkeys(row.name for row in export.all_formats()))


@pytest.mark.parametrize("name", ["reports.csv", "documents.csv", "citations.csv", "graph.json", "graph.html"])
def test_no_output_is_written_over_a_file_of_somebody_else(tmp_path: Path, name: str) -> None:
    """Neither one that was named nor one that lies in the folder; and nothing is read or written before that is seen."""
    (tmp_path / name).write_text(OWN, encoding="utf-8")
    (tmp_path / "tin.txt").write_text(CITING, encoding="utf-8")
    for paths in ([name], [f"./{name}", "tin.txt"], ["."], ["tin.txt"]):
        done = run("build", *paths, "-o", ".", folder=tmp_path)
        assert done.returncode == 6, done.stderr
        assert re.search(rf"{name}: .*; .*choose another folder with --output", done.stderr)
        assert sorted(path.name for path in tmp_path.iterdir()) == sorted([name, "tin.txt"])
        assert (tmp_path / name).read_text("utf-8") == OWN
    done = run("build", ".", "-o", ".", "--format", "dot", "--store", "o/s.sqlite", folder=tmp_path)
    assert "2 read" in done.stdout, "what is not written over is a report, whatever it is called"
    assert (tmp_path / name).read_text("utf-8") == OWN


def test_what_the_program_wrote_is_known_again_and_is_no_report(tmp_path: Path) -> None:
    (tmp_path / "tin.txt").write_text(CITING, encoding="utf-8")
    build = ("build", ".", "-o", ".", "--format", ALL, "--annotate")
    assert run(*build, folder=tmp_path).returncode == 0
    assert run("annotate", "tin.txt", "-o", "marked", folder=tmp_path).returncode == 0
    run("demo", folder=tmp_path)
    for folder in (".", "elsewhere"):
        again = run(*build[:3], folder, *build[4:], folder=tmp_path)
        assert again.returncode == 0, again.stderr
        assert "1 unchanged" in again.stdout or "1 read" in again.stdout
    # Those who name such a file mean it, and those who name the samples too.
    assert "1 read" in run("build", "graph.html", "-o", "third", folder=tmp_path).stdout
    assert "15 read" in run("build", "output/demo/samples", "-o", "third", folder=tmp_path).stdout
    named = run("build", "graph.html", "-o", ".", folder=tmp_path)
    assert named.returncode == 6 and "graph.html: is an input" in named.stderr


@pytest.mark.parametrize("whole", [PLAIN, Corpus(documents=(), reports=(), citations=())], ids=["some", "none"])
def test_every_format_knows_its_files_again(tmp_path: Path, whole: Corpus) -> None:
    for row in export.all_formats():
        export.write(whole, tmp_path, [row.name])
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(written) >= len(export.all_formats())
    assert [
        path.name for path in written if not export.is_own_file(path) and path.stat().st_size > export.EMPTY_BYTES
    ] == []
    for path in written:
        path.write_text(OWN, encoding="utf-8")
        assert not export.is_own_file(path)
