"""The sample reports, all the way through: what each cites, what must not count, and which cannot be read."""

from __future__ import annotations

import csv
import importlib.util
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

SAMPLES = Path(str(files("citegraph").joinpath("samples")))
HERE = Path(__file__).resolve().parent
UNREADABLE = "ban-quet-khong-co-chu.pdf"
LIMIT_BYTES = 300_000
ENDINGS = (
    ".txt",
    ".md",
    ".html",
    ".pdf",
    ".docx",
    ".jsonl",
    ".csv",
    ".parquet",
    ".txt.gz",
    ".txt.xz",
    ".txt.zst",
)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """A store built from the samples, in one process."""
    from citegraph.pipeline import build
    from citegraph.store import Store

    path = tmp_path_factory.mktemp("samples") / "samples.sqlite"
    build([SAMPLES], path, jobs=1)
    with Store(path) as opened:
        yield opened


@pytest.fixture(scope="module")
def citations(store):
    return list(store.citations())


def expected() -> set[tuple[str, str]]:
    """The Party edges, (report id, canonical id), that a careful reader draws."""
    with (HERE / "expected.csv").open(encoding="utf-8", newline="") as f:
        return {(row["report"], row["document"]) for row in csv.DictReader(f)}


def test_party_edges(citations) -> None:
    found = {(c.report, c.document) for c in citations if c.decided and c.mention.scope == "party"}
    missing, extra = sorted(expected() - found), sorted(found - expected())
    assert not missing and not extra, f"missing: {missing}\nextra: {extra}"


def test_one_citation_stays_open(citations) -> None:
    """A number of many terms, in a report without a date: every reading is listed, none is taken."""
    open_ones = [c for c in citations if not c.decided and c.mention.scope == "party"]
    assert [(c.report, c.document) for c in open_ones] == [("tap-huan-cong-tac-tuyen-giao", "20-NQ/TW@?")]
    assert {"20-NQ/TW@XI", "20-NQ/TW@XII", "20-NQ/TW@XIII"} <= {c.document for c in open_ones[0].candidates}


def test_state_documents_are_found_too(citations) -> None:
    state = {c.document for c in citations if c.mention.scope == "state"}
    assert {"06/QĐ-TTg@2022", "03/NQ-CP@2025", "76/2025/UBTVQH15", "Luật An ninh mạng", "Luật Đất đai 2024"} <= state


def test_anaphors_are_bound(citations) -> None:
    bound = {(c.report, c.document) for c in citations if c.mention.form == "anaphor"}
    assert bound == {
        ("bao-cao-yen-thanh-2023", "35-NQ/TW@XII"),
        ("bien-ban-chi-bo-2021", "37-QĐ/TW@XIII"),
        ("tong-hop-2026-02", "19-QĐ/TW@XIV"),
        ("tuyen-truyen-vinh-linh-2022", "12-KH/HU@Vĩnh Linh"),
    }


def test_a_wrong_date_is_a_finding_and_no_other_document(store) -> None:
    found = {(d.report, d.document, d.field) for d in store.findings()}
    assert ("bao-cao-yen-thanh-2023", "35-NQ/TW@XII", "date") in found


def said_of_reports() -> list[tuple[str, str, str]]:
    """(report, field, value) of what each report says of itself: "-" for nothing; an empty field makes no claim."""
    with (HERE / "reports.csv").open(encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(f))
    return [(row["report"], name, row[name]) for row in rows for name in ("date", "locality", "number") if row[name]]


@pytest.mark.parametrize(("report", "field", "value"), said_of_reports())
def test_what_a_report_says_of_itself(store, report: str, field: str, value: str) -> None:
    info = store.report(report)
    assert info is not None
    assert getattr(info, field) == (None if value == "-" else value)


def test_every_report_is_read(store) -> None:
    assert {info.id for info in store.reports()} == {report for report, _, _ in said_of_reports()}


def test_spans_hold_in_every_format() -> None:
    from citegraph.extract import extract
    from citegraph.model import Report
    from citegraph.read import read

    for report in read([SAMPLES]):
        if isinstance(report, Report):
            for mention in extract(report.text):
                assert report.text[mention.span.start : mention.span.end] == mention.surface, report.id


def test_the_unreadable_one_is_listed_with_a_remedy(store) -> None:
    (failure,) = store.failures()
    assert Path(failure.path).name == UNREADABLE
    assert failure.reason
    assert failure.remedy


def test_reports_cover_the_formats_and_are_small() -> None:
    names = [path.name for path in SAMPLES.iterdir() if path.suffix not in {".py", ".pyc"} and path.is_file()]
    assert not [ending for ending in ENDINGS if not any(name.endswith(ending) for name in names)]
    assert sum((SAMPLES / name).stat().st_size for name in names) <= LIMIT_BYTES


def test_the_demo_graph_is_worth_looking_at() -> None:
    """Enough reports and documents, and documents that many reports share."""
    by_document = Counter(document for _, document in expected())
    assert len({report for report, _ in expected()}) >= 20
    assert len(by_document) >= 40
    assert sum(times >= 4 for times in by_document.values()) >= 6


def test_the_tool_makes_what_is_committed() -> None:
    """What does not depend on the versions of compressors and writers: the texts inside."""
    pytest.importorskip("reportlab", reason="the samples are made on a developer's machine")
    pytest.importorskip("pyarrow")
    spec = importlib.util.spec_from_file_location("make_samples", HERE / "make.py")
    assert spec and spec.loader
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    if not tool.FONT.exists():
        pytest.skip(f"no font {tool.FONT}")
    made = tool.make()
    assert made == tool.make()
    assert set(made) <= {path.name for path in SAMPLES.iterdir()}
