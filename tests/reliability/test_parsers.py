"""A file that hangs, kills or bloats its parser costs itself alone, in a run of one process as of several."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from running import reports, rows

from citegraph import cite, pipeline, read
from citegraph.annotate import annotate
from citegraph.cluster.report_pass import ReportPass
from citegraph.i18n import from_column_text
from citegraph.model import Citation, Failure, Report
from citegraph.pipeline import workers
from citegraph.query import audit
from citegraph.read import Source, formats, guarded_loading, sources

SECONDS = 2.0
"""What a file may take that hangs; the others may take as long as a busy machine needs."""
PATIENCE = 120.0

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits are those of POSIX")

DEEDS = {
    "die": "crashed the process that read it (SIGSEGV)",
    "eat memory": "exceeds the memory limit",
    "hang": "takes longer than 2 s to read",
    "leave": "crashed the process that read it",
}


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of reports among which lie files that do such things to their parser."""
    monkeypatch.syspath_prepend(Path(__file__).parents[1] / "read")  # the workers import it, too
    stubs = importlib.import_module("stubs")
    monkeypatch.setattr(formats, "FORMATS", (stubs.FORMAT, *formats.FORMATS))

    def limited(source: Source, **asked: object) -> Iterator[Report | Failure]:
        seconds = SECONDS if Path(source.path).stem == "hang" else PATIENCE
        return guarded_loading.load_guarded(source, seconds=seconds, mebibytes=640, loader=stubs.load)

    monkeypatch.setattr(workers, "load_guarded", limited)
    monkeypatch.setattr(pipeline, "load_guarded", limited)
    monkeypatch.setattr(read, "load_guarded", limited)
    folder = reports(tmp_path / "r", range(3))
    for deed in DEEDS:
        (folder / f"{deed}.stub").write_bytes(stubs.MAGIC + deed.encode())
    (folder / "well.stub").write_bytes(stubs.MAGIC + "Theo Chỉ thị số 05-CT/TW ngày 15/5/2016,".encode())
    yield folder
    guarded_loading.end_idle_workers()


@pytest.mark.parametrize("jobs", [1, 2])
def test_of_a_build(hostile: Path, tmp_path: Path, jobs: int) -> None:
    summary = pipeline.build([hostile], tmp_path / "s.sqlite", jobs=jobs)
    assert {Path(failure.path).stem: failure.reason for failure in summary.failures} == DEEDS
    assert all(failure.remedy for failure in summary.failures)
    assert summary.reports == 4
    assert len(rows(tmp_path / "s.sqlite")["source"]) == 8


def test_of_a_large_file_that_is_called_a_table(hostile: Path, tmp_path: Path) -> None:
    """Large tables are read by the process that shares them out; what only looks like one may not take it along."""
    for deed in DEEDS:
        (hostile / f"{deed}.stub").rename(hostile / f"{deed}.jsonl")
        with (hostile / f"{deed}.jsonl").open("ab") as file:
            file.write(b" " * (workers.TABLE_BYTES + 1))
    summary = pipeline.build([hostile], tmp_path / "s.sqlite", jobs=2)
    assert {Path(failure.path).stem: failure.reason for failure in summary.failures} == DEEDS
    assert summary.reports == 4


def test_a_table_read_under_limits_comes_whole_and_in_order(tmp_path: Path) -> None:
    import pyarrow
    import pyarrow.parquet

    many = 2 * guarded_loading.ROWS + 7
    columns = {
        "id": [f"{at:04d}" for at in range(many)],
        "text": [f"Chỉ thị 05-CT/TW, bản {at}." for at in range(many)],
    }
    pyarrow.parquet.write_table(pyarrow.table(columns), tmp_path / "t.parquet")
    [source] = sources([tmp_path / "t.parquet"])
    found = list(guarded_loading.load_guarded(source))  # type: ignore[arg-type]
    assert [one.id for one in found if isinstance(one, Report)] == columns["id"]
    first = next(rows := guarded_loading.load_guarded(source))  # type: ignore[arg-type]
    rows.close()  # nobody asks for the rest, and the next question is answered by its own answer
    assert [first, *list(guarded_loading.load_guarded(source))[1:]] == found  # type: ignore[arg-type]


def test_of_a_single_file_and_of_an_extraction(hostile: Path, tmp_path: Path) -> None:
    only = pipeline.build([hostile / "die.stub"], tmp_path / "s.sqlite")
    assert [failure.reason for failure in only.failures] == [DEEDS["die"]]
    found = list(pipeline.citations([hostile]))
    failed = {Path(one.path).stem: one.reason for one in found if isinstance(one, Failure)}
    assert failed == DEEDS
    assert [one.report for one in found if isinstance(one, Citation) and one.report == "well"] == ["well"]


@pytest.mark.parametrize("reading", [audit, annotate])
def test_of_a_draft_that_is_checked_or_marked(hostile: Path, reading: Callable[[list[Path]], Iterator[object]]) -> None:
    found = list(reading([hostile]))
    assert {Path(one.path).stem: one.reason for one in found if isinstance(one, Failure)} == DEEDS
    assert len(found) == len(DEEDS) + 4


class Broken:
    """A rule that fails over some texts, as none should."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.rule = cite.resolve
        monkeypatch.setattr(cite, "resolve", self)

    def __call__(self, report: Report, *rest: object) -> list[Citation]:
        if "Lỗi" in report.text:
            raise ValueError(report.text)
        return self.rule(report, *rest)  # type: ignore[arg-type]


@pytest.fixture
def breaking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of reports, over one of which a rule breaks."""
    folder = reports(tmp_path / "r", range(3))
    (folder / "odd.jsonl").write_text('{"text": "Lỗi"}\n{"text": "Chỉ thị số 05-CT/TW"}\n', encoding="utf-8")
    Broken(monkeypatch)
    return folder


OVER = "cannot be processed (ValueError in __call__)"


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_text_over_which_a_rule_breaks_costs_its_report_alone(breaking: Path, tmp_path: Path, jobs: int) -> None:
    summary = pipeline.build([breaking], tmp_path / "s.sqlite", jobs=jobs)
    assert [(Path(one.path).name, one.reason) for one in summary.failures] == [("odd.jsonl#1", OVER)]
    assert summary.failures[0].remedy
    assert summary.reports == 4


@pytest.mark.parametrize("reading", [audit, annotate, pipeline.citations])
def test_so_it_does_where_reports_are_read_one_by_one(
    breaking: Path, reading: Callable[[list[Path]], Iterator[object]]
) -> None:
    found = list(reading([breaking]))
    assert [one.reason for one in found if isinstance(one, Failure)] == [OVER]
    assert len(found) > 4


def test_so_it_does_on_a_cluster(breaking: Path) -> None:
    rows = list(ReportPass(None).rows_of_file("odd.jsonl", (breaking / "odd.jsonl").read_bytes()))
    assert [row["failure"] and from_column_text(row["failure"]["reason"]) for row in rows] == [None, OVER, None]
    assert len(rows[-1]["citations"]) == 1


def test_a_file_that_was_given_up_is_tried_again_only_when_it_changes(hostile: Path, tmp_path: Path) -> None:
    store = tmp_path / "s.sqlite"
    pipeline.build([hostile / "die.stub", hostile / "well.stub"], store, jobs=1)
    again = pipeline.build([hostile / "die.stub", hostile / "well.stub"], store, jobs=1)
    assert (again.files_read, len(again.failures)) == (0, 1)  # still listed
    (hostile / "die.stub").write_bytes((hostile / "well.stub").read_bytes())
    mended = pipeline.build([hostile / "die.stub", hostile / "well.stub"], store, jobs=1)
    assert (mended.files_read, mended.failures, mended.reports) == (1, (), 2)
