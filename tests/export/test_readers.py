"""Each further format opens in a reader it is for, with its letters whole and nothing missing."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import networkx as nx
import pytest
from corpora import Recipe, corpus

from citegraph import export
from citegraph.errors import ExportError
from citegraph.export.node_style import COLORS, NEUTRAL, node_styles
from citegraph.graph import cocitation_graph, cocitation_multigraph
from citegraph.model import Corpus

SMALL = corpus(Recipe(documents=40, reports=60))
HOSTILE = 'a\\b "c" <d> \x00\x1b[31m [[e|f]] #g; {h: i}\n---\n`j` đ'
ODD = replace(
    SMALL,
    documents=(replace(SMALL.documents[0], title=HOSTILE, aliases=(HOSTILE, "Khoán 10")), *SMALL.documents[1:]),
    reports=(replace(SMALL.reports[0], title=HOSTILE, url="javascript:x"), *SMALL.reports[1:]),
)
CORPORA = [SMALL, ODD, Corpus(documents=(), reports=(), citations=())]
NAMES = ["plain", "odd", "empty"]
every = pytest.mark.parametrize("whole", CORPORA, ids=NAMES)


def written(whole: Corpus, folder: Path, name: str) -> Path:
    return export.write(whole, folder, [name])[0]


def cited(whole: Corpus) -> set[tuple[str, str]]:
    return {(one.report, one.document) for one in whole.citations if one.decided}


@every
def test_cytoscape_json(whole: Corpus, tmp_path: Path) -> None:
    found = json.loads(written(whole, tmp_path, "cyjs").read_text("utf-8"))
    plain, drawn = cocitation_multigraph(whole), node_styles(whole)
    read = nx.cytoscape_graph(found)
    assert set(read) == set(plain)
    assert Counter(frozenset(edge[:2]) for edge in read.edges) == Counter(frozenset(edge[:2]) for edge in plain.edges)
    assert {facts["name"] for _, facts in read.nodes(data=True)} == {document.label for document in whole.documents}
    for node in found["elements"]["nodes"]:
        look = drawn[node["data"]["id"]]
        assert node["position"] == {"x": look.x, "y": look.y}
    ids = [edge["data"]["id"] for edge in found["elements"]["edges"]]
    assert len(set(ids)) == len(ids)
    schema = pytest.importorskip("jsonschema")
    text = {"type": "string"}
    node = {"required": ["data", "position"], "properties": {"data": {"required": ["id"], "properties": {"id": text}}}}
    ends = {"id": text, "source": text, "target": text}
    edge = {"required": ["data"], "properties": {"data": {"required": list(ends), "properties": ends}}}
    parts = {"nodes": {"type": "array", "items": node}, "edges": {"type": "array", "items": edge}}
    schema.validate(found, {"required": ["elements"], "properties": {"elements": {"properties": parts}}})


@every
def test_graphviz(whole: Corpus, tmp_path: Path) -> None:
    pydot = pytest.importorskip("pydot")
    (read,) = pydot.graph_from_dot_data(written(whole, tmp_path, "dot").read_text("utf-8"))
    plain = cocitation_graph(whole)
    names = {unquoted(node.get_name()): node for node in read.get_nodes() if node.get_name() != "node"}
    assert set(names) == set(plain)
    for document in whole.documents:
        assert unquoted(names[document.id].get_label()) == document.label
    edges = {
        frozenset((unquoted(e.get_source()), unquoted(e.get_destination()))): int(unquoted(e.get("weight")))
        for e in read.get_edges()
    }
    assert edges == {frozenset((a, b)): weight for a, b, weight in plain.edges(data="weight")}


def unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text.strip('"'))


@every
def test_parquet(whole: Corpus, tmp_path: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    export.write(whole, tmp_path, ["parquet"])
    documents, reports, citations = (
        pq.read_table(tmp_path / f"{name}.parquet").to_pylist() for name in ("documents", "reports", "citations")
    )
    assert [(d["document"], d["label"], d["title"], tuple(d["aliases"])) for d in documents] == [
        (d.id, d.label, d.title, d.aliases) for d in whole.documents
    ]
    assert [(r["report"], r["title"], r["date"]) for r in reports] == [(r.id, r.title, r.date) for r in whole.reports]
    assert [(c["report"], c["start"], c["quote"], c["method"], len(c["evidence"])) for c in citations] == [
        (c.report, c.mention.span.start, c.mention.quote, c.method, len(c.evidence)) for c in whole.citations
    ]


@every
def test_neo4j(whole: Corpus, tmp_path: Path) -> None:
    export.write(whole, tmp_path, ["neo4j"])

    def rows(name: str) -> list[dict[str, str]]:
        with (tmp_path / f"neo4j-{name}.csv").open(encoding="utf-8", newline="") as lines:
            return list(csv.DictReader(lines))

    documents, reports = rows("documents"), rows("reports")
    assert [row["id:ID(Document)"] for row in documents] == [document.id for document in whole.documents]
    assert [row["name"] for row in documents] == [document.label for document in whole.documents]
    assert [row["id:ID(Report)"] for row in reports] == [report.id for report in whole.reports]
    found = {(row[":START_ID(Report)"], row[":END_ID(Document)"]): int(row["citations:int"]) for row in rows("cites")}
    assert found == Counter((one.report, one.document) for one in whole.citations if one.decided)
    known = {row["id:ID(Document)"] for row in documents}
    for row in rows("relations"):
        assert {row[":START_ID(Document)"], row[":END_ID(Document)"]} <= known
        assert row[":TYPE"] in ("REPLACES", "AMENDS")
    for path in tmp_path.glob("neo4j-*.csv"):
        assert b"\x00" not in path.read_bytes()


@every
def test_obsidian(whole: Corpus, tmp_path: Path) -> None:
    vault = written(whole, tmp_path, "obsidian")
    notes = {
        path.relative_to(vault).with_suffix("").as_posix(): path.read_text("utf-8") for path in vault.rglob("*.md")
    }
    assert len(notes) == len(whole.documents) + len(whole.reports) + 1
    ids = {}
    for name, text in notes.items():
        for target in re.findall(r"(?<!\\)\[\[([^|\]]+)\|[^\]]+\]\]", text):
            assert target in notes, f"{name} links to {target}"
        if name != "citegraph":
            head = text.split("---\n")[1]
            ids[name] = json.loads(re.search(r"^id: (.*)$", head, re.MULTILINE).group(1))
    linked = {
        (ids[name], ids[target])
        for name, text in notes.items()
        if name.startswith("reports/")
        for target in re.findall(r"^- \[\[([^|]+)\|", text, re.MULTILINE)
    }
    assert linked == cited(whole)
    back = {
        (ids[target], ids[name])
        for name, text in notes.items()
        if name.startswith("documents/")
        for target in re.findall(r"^- \[\[(reports/[^|]+)\|", text, re.MULTILINE)
    }
    assert back == cited(whole)


def test_a_vault_has_no_notes_of_what_is_gone_and_all_that_somebody_put_there(tmp_path: Path) -> None:
    written(SMALL, tmp_path, "obsidian")
    fewer = replace(SMALL, documents=SMALL.documents[1:], reports=SMALL.reports[:30])
    fewer = replace(
        fewer, citations=tuple(one for one in SMALL.citations if one.report in {r.id for r in fewer.reports})
    )
    vault = tmp_path / "obsidian"
    note = next((vault / "reports").iterdir())
    own = {"reports/bản sao.md": note.read_bytes(), "ghi chép.md": b"---\ncitegraph: true\n---\nmine", "a.png": b"x"}
    for name, content in own.items():
        (vault / name).write_bytes(content)
    written(fewer, tmp_path, "obsidian")
    fresh = written(fewer, tmp_path / "fresh", "obsidian")
    after, anew = ({path.relative_to(at).as_posix(): path for path in at.rglob("*.*")} for at in (vault, fresh))
    assert after.keys() - own.keys() == anew.keys()
    assert all(after[name].read_bytes() == anew[name].read_bytes() for name in anew)
    assert all(after[name].read_bytes() == content for name, content in own.items())
    name = next(name for name in anew if name.startswith("documents/"))
    after[name].write_bytes(b"written by hand")
    with pytest.raises(ExportError, match="not written by citegraph"):
        written(fewer, tmp_path, "obsidian")
    assert after[name].read_bytes() == b"written by hand"


@every
def test_json_ld(whole: Corpus, tmp_path: Path) -> None:
    jsonld = pytest.importorskip("pyld.jsonld")
    found = json.loads(written(whole, tmp_path, "jsonld").read_text("utf-8"))
    expanded = {node["@id"]: node for node in jsonld.expand(found)}
    assert len(expanded) == len(whole.documents) + len(whole.reports)
    schema = "https://schema.org/"
    names = {}
    for node in expanded.values():
        names[node["@id"]] = node[f"{schema}identifier"][0]["@value"]
    legislation = [node for node in expanded.values() if node["@type"] == [f"{schema}Legislation"]]
    assert [node[f"{schema}name"][0]["@value"] for node in legislation] == [d.label for d in whole.documents]
    links = {
        (names[node["@id"]], names[one["@id"]])
        for node in expanded.values()
        for one in node.get(f"{schema}citation", [])
    }
    assert links == cited(whole)
    assert all(one["@id"].startswith("http") for node in expanded.values() for one in node.get(f"{schema}url", []))


# The names and kinds of value that CSL-JSON has for what is written here.
CSL = {
    "type": "array",
    "items": {
        "required": ["id", "type"],
        "additionalProperties": False,
        "properties": {
            **{name: {"type": "string"} for name in ("id", "title", "title-short", "number", "genre", "authority")},
            **{name: {"type": "string"} for name in ("jurisdiction", "language", "note", "source")},
            "type": {"enum": ["legislation"]},
            "issued": {
                "required": ["date-parts"],
                "additionalProperties": False,
                "properties": {
                    "date-parts": {
                        "maxItems": 2,
                        "items": {"minItems": 1, "maxItems": 3, "items": {"type": "integer"}},
                    }
                },
            },
        },
    },
}


@every
def test_csl(whole: Corpus, tmp_path: Path) -> None:
    schema = pytest.importorskip("jsonschema")
    found = json.loads(written(whole, tmp_path, "csl").read_text("utf-8"))
    schema.validate(found, CSL)
    assert [item["id"] for item in found] == [document.id for document in whole.documents]
    for item, document in zip(found, whole.documents, strict=True):
        assert document.label in item["title"]
        if document.date:
            year, month, day = map(int, document.date.split("-"))
            assert item["issued"] == {"date-parts": [[year, month, day]]}


def test_gephi_shows_what_the_page_shows(tmp_path: Path) -> None:
    read = nx.read_gexf(written(SMALL, tmp_path, "gexf"))
    drawn = node_styles(SMALL)
    assert {drawn[name].color for name in drawn} <= {*COLORS, NEUTRAL}
    for name, facts in read.nodes(data=True):
        viz, look = facts["viz"], drawn[name]
        assert (viz["position"]["x"], viz["position"]["y"]) == (look.x, -look.y)
        assert viz["size"] == look.size
        assert "#{r:02x}{g:02x}{b:02x}".format(**viz["color"]) == look.color
        assert facts["label"] == next(d.label for d in SMALL.documents if d.id == name)


def test_the_colors_are_those_of_the_page() -> None:
    source = (Path(export.__file__).parents[1] / "page" / "assets" / "colors.js").read_text("utf-8")
    light = re.search(r"PALETTES = \{\s*light:\s*\"(.*?)\"", source, re.DOTALL)
    assert light
    assert re.findall(r"#[0-9a-f]{6}", light.group(1)) == list(COLORS)


def test_igraph_reads_what_networkx_wrote(tmp_path: Path) -> None:
    igraph = pytest.importorskip("igraph")
    read = igraph.Graph.Read_GraphML(str(written(SMALL, tmp_path, "graphml")))
    assert sorted(read.vs["label"]) == sorted(document.label for document in SMALL.documents)
    assert read.ecount() == cocitation_multigraph(SMALL).number_of_edges()


def test_frames(tmp_path: Path) -> None:
    from filled import fill

    from citegraph.store import Store

    with Store(fill(tmp_path / "s.sqlite", ODD)) as store:
        arrow = store.citations().to_arrow()
        assert arrow.column("quote").to_pylist() == [one.mention.quote for one in ODD.citations]
        assert store.reports().to_arrow().num_rows == len(ODD.reports)
        half = store.documents()
        first = next(half)
        assert [first.id, *half.to_arrow().column("document").to_pylist()] == [one.id for one in ODD.documents]
        pytest.importorskip("pandas")
        frame = store.documents().to_pandas()
        assert list(frame["label"]) == [one.label for one in ODD.documents]
        pytest.importorskip("polars")
        assert store.citations().to_polars()["start"].sum() == sum(one.mention.span.start for one in ODD.citations)


@pytest.mark.parametrize("ending", ["svg", "png"])
def test_a_chart_is_drawn_the_same_each_time(ending: str, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    from citegraph.errors import ExportError
    from citegraph.export import timeline_chart

    periods = tuple((f"{year}", year % 7) for year in range(1990, 2026))
    charts = [("Nghị quyết 35-NQ/TW", periods), ("Chỉ thị $05$", ())]
    one = timeline_chart.draw_charts(charts, tmp_path / f"a.{ending}", heading="Số báo cáo").read_bytes()
    assert one == timeline_chart.draw_charts(charts, tmp_path / f"b.{ending}", heading="Số báo cáo").read_bytes()
    if ending == "svg":
        assert all(text in one.decode() for text in ("Nghị quyết 35-NQ/TW", "Chỉ thị $05$", "Số báo cáo", "1990"))
    else:
        assert one.startswith(b"\x89PNG")
    with pytest.raises(ExportError, match="not a supported picture format"):
        timeline_chart.draw_charts(charts, tmp_path / "a.bmp", heading="x")
