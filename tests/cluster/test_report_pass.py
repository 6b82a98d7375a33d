"""What a cluster decides is what one machine decides, from every kind of input."""

from __future__ import annotations

import gzip
import importlib
import io
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from texts import everything, files, jsonl, parquet, text

from citegraph import cluster, pipeline
from citegraph.cluster import arrow_rows, report_pass, spark_job
from citegraph.cluster.report_pass import ReportPass
from citegraph.errors import KnowledgeError, ReadError, StoreError
from citegraph.graph import cocitation_graph
from citegraph.model import Citation, Failure, Report, ReportInfo
from citegraph.read import Source, formats, guarded_loading
from citegraph.store import Store

pytestmark = pytest.mark.usefixtures("local")


KNOWN = """number,kind,issuer,date,title
935-HD/BTCTW,Hướng dẫn,Ban Tổ chức Trung ương,2017-06-20,Về trồng rừng ngập mặn
"""


def content(store: Path) -> list[str]:
    with Store(store) as opened:
        return list(opened.dump())


def decided(store: Path) -> tuple[list[ReportInfo], list[Citation], list[object]]:
    with Store(store) as opened:
        rest = [*opened.documents(), *opened.findings()]
        return list(opened.reports()), list(opened.citations()), rest


def test_every_format_gives_the_rows_of_one_machine(inside: Path) -> None:
    everything(inside / "tin tức")
    pipeline.build(["tin tức"], "one.sqlite", jobs=1)
    summary = cluster.run("tin tức", "dataset")
    counts = cluster.load("dataset", "many.sqlite")
    assert content(Path("many.sqlite")) == content(Path("one.sqlite"))
    with Store("many.sqlite") as store:
        assert counts["reports"] == summary.reports == len(list(store.reports())) > 50
        assert summary.failures == len(list(store.failures())) > 5
        learned = [document for document in store.documents() if document.status == "learned"]
        revised = [citation for citation in store.citations() if citation.method == "learned"]
        assert learned and revised, "the corpus must have something to teach"
        graph = cocitation_graph(store.corpus(None))
    edges = {(row["one"], row["other"]): row["reports"] for row in table("dataset/edges")}
    assert edges == {(min(pair), max(pair)): weight for *pair, weight in graph.edges(data="weight")}
    assert not Path("dataset/_work").exists()


def test_shared_out_tables_give_the_rows_of_one_machine(inside: Path) -> None:
    folder = inside / "bảng"
    folder.mkdir()
    jsonl(folder / "a b%20.jsonl", 100)
    jsonl(folder / "c[1].jsonl", 30)
    parquet(folder / "d {2}.parquet", 60)
    pipeline.build(["bảng"], "one.sqlite", jobs=1)
    cluster.run("bảng", "dataset", split_bytes=1)
    cluster.load("dataset", "many.sqlite")
    assert decided(Path("many.sqlite")) == decided(Path("one.sqlite"))
    with Store("many.sqlite") as many, Store("one.sqlite") as one:
        assert [failure.path for failure in many.failures()] == [failure.path for failure in one.failures()]


def test_web_archives_are_read_record_by_record(inside: Path) -> None:
    pytest.importorskip("fastwarc", reason="fastwarc is not installed: pip install 'citegraph[spark]'")
    texts = [text(number) for number in range(6)]
    Path("web").mkdir()
    whole = b"".join(record(number, said) for number, said in enumerate(texts))
    (Path("web") / "a.warc.wet.gz").write_bytes(whole)
    (Path("web") / "b.warc.gz").write_bytes(whole[: len(whole) - 40])  # cut off in the last record
    (Path("web") / "c.warc.gz").write_bytes(record(9, texts[0] * 3, whole=True))
    said = [{"id": f"urn:{n}", "url": f"https://báo.example/{n}", "text": said} for n, said in enumerate(texts)]
    Path("rows.jsonl").write_text("\n".join(json.dumps(row) for row in said), encoding="utf-8")
    pipeline.build(["rows.jsonl"], "one.sqlite")
    cluster.run("web", "dataset")
    cluster.load("dataset", "many.sqlite")
    wanted = plain("one.sqlite")
    with Store("many.sqlite") as store:
        paths = {info.path for info in store.reports()}
        broken = [failure.path for failure in store.failures()]
        assert broken == ["web/b.warc.gz"]
        once, thrice = ({c.document for c in store.cites(n) if c.decided} for n in ("web/a.warc.wet.gz#1", "urn:9"))
        assert once == thrice
    assert paths == {"web/c.warc.gz#1"} | {f"web/a.warc.wet.gz#{n}" for n in range(1, 7)} | {
        f"web/b.warc.gz#{n}" for n in range(1, 6)
    }
    assert [row for row in plain("many.sqlite") if row[0].path == "a"] == wanted


def plain(store: str) -> list[tuple[ReportInfo, list[tuple[object, str]]]]:
    """The reports of a.warc.wet.gz, or of the only table, with their citations, as far as both can know them."""
    out = []
    with Store(store) as opened:
        for info in opened.reports():
            if not info.path.startswith(("web/b", "web/c")):
                cited = [(citation.mention, citation.document) for citation in opened.cites(info.id)]
                name = info.url or ""
                out.append((replace(info, id=name, path="a", sha256=""), cited))
    return sorted(out, key=lambda row: row[0].id)


def record(number: int, said: str, *, whole: bool = False) -> bytes:
    """A record of an archive, compressed by itself: a text, or the whole page as it came."""
    page = f"<!doctype html><html><body><p>{said.strip()}</p></body></html>"
    body, kind, head = said.encode(), "conversion", "text/plain"
    if whole:
        body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page.encode()
        kind, head = "response", "application/http; msgtype=response"
    lines = (
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: <urn:{number}>",
        f"WARC-Target-URI: https://báo.example/{number}",
        "WARC-Date: 2024-05-02T00:00:00Z",
        f"Content-Type: {head}",
        f"Content-Length: {len(body)}",
    )
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as stream:
        stream.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body + b"\r\n\r\n")
    return packed.getvalue()


def test_tables_of_the_user_reach_the_workers(inside: Path) -> None:
    files(inside / "tin", 3)
    Path("own").mkdir()
    Path("own/documents.csv").write_text(KNOWN, encoding="utf-8")
    pipeline.build(["tin"], "one.sqlite", knowledge=Path("own"), jobs=1)
    cluster.run("tin", "dataset", knowledge=Path("own"))
    cluster.load("dataset", "many.sqlite")
    assert content(Path("many.sqlite")) == content(Path("one.sqlite"))


def test_faults_are_said(inside: Path) -> None:
    files(inside / "tin", 1)
    with pytest.raises(ReadError, match="nowhere"):
        cluster.run("nowhere", "dataset")
    Path("bad").mkdir()
    Path("bad/documents.csv").write_text("x\n1\n", encoding="utf-8")
    with pytest.raises(KnowledgeError):
        cluster.run("tin", "dataset", knowledge=Path("bad"))
    Path("there").mkdir()
    with pytest.raises(cluster.ClusterError, match="already exists"):
        cluster.run("tin", "there")
    with pytest.raises(ReadError, match="not a complete dataset"):
        cluster.load("there", "many.sqlite")
    assert not Path("many.sqlite").exists()
    cluster.run("tin", "dataset")
    cluster.load("dataset", "many.sqlite")
    before = content(Path("many.sqlite"))
    with pytest.raises(StoreError, match="already contains reports"):
        cluster.load("dataset", "many.sqlite")
    assert content(Path("many.sqlite")) == before


def table(folder: str) -> list[dict[str, object]]:
    import pyarrow.dataset

    return list(pyarrow.dataset.dataset(folder, format="parquet").to_table().to_pylist())


STUBS = str(Path(__file__).parents[1] / "read")
DEEDS = {
    "die": "crashed the process that read it (SIGSEGV)",
    "eat memory": "exceeds the memory limit",
    "hang": "takes longer than 4 s to read",
    "leave": "crashed the process that read it",
}


def limited(source: Source) -> Iterator[Report | Failure]:
    """A file that hangs has little time; the others have as much as a busy machine needs."""
    seconds = 4 if Path(source.path).stem == "hang" else 120
    return guarded_loading.load_guarded(
        source, seconds=seconds, mebibytes=640, loader=importlib.import_module("stubs").load
    )


class Hostile(ReportPass):
    """What Spark calls, with a format among those it knows whose files do such things to their parser."""

    def rows_of_file(self, path: str, content: bytes) -> Iterator[arrow_rows.Row]:
        if STUBS not in sys.path:
            sys.path.insert(0, STUBS)
        stubs = importlib.import_module("stubs")
        if stubs.FORMAT not in formats.FORMATS:
            formats.FORMATS = (stubs.FORMAT, *formats.FORMATS)
            report_pass.load_guarded = limited  # type: ignore[attr-defined]
        yield from super().rows_of_file(path, content)


@pytest.mark.skipif(sys.platform == "win32", reason="signals and limits are those of POSIX")
def test_a_hostile_file_costs_itself_alone(inside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pyspark import cloudpickle

    files(inside / "tin", 3)
    for deed in DEEDS:
        (inside / "tin" / f"{deed}.stub").write_bytes(b"STUB " + deed.encode())
    monkeypatch.setattr(spark_job, "ReportPass", Hostile)
    cloudpickle.register_pickle_by_value(sys.modules[__name__])  # the workers have no way to this module
    try:
        summary = cluster.run("tin", "dataset")
    finally:
        cloudpickle.unregister_pickle_by_value(sys.modules[__name__])
    cluster.load("dataset", "many.sqlite")
    with Store("many.sqlite") as store:
        assert {Path(failure.path).stem: failure.reason for failure in store.failures()} == DEEDS
    assert (summary.reports, summary.failures) == (3, len(DEEDS))
