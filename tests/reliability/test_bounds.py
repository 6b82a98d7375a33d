"""A report that is too long, names too much or needs too much memory costs itself alone: it is listed, the others stay."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from command import CODE, command, environment, run
from running import reports

from citegraph import cite, pipeline, records
from citegraph.annotate import annotate
from citegraph.cluster.report_pass import ReportPass
from citegraph.errors import ReadError
from citegraph.extract import MOST
from citegraph.i18n import from_column_text
from citegraph.model import CHARACTERS, Citation, Failure, Report
from citegraph.pipeline import workers
from citegraph.query import audit
from citegraph.read import Source, guarded_loading
from citegraph.store import FilePart, pack

TOO_MANY = f"mentions documents more than {MOST:,} times"
TOO_LONG = f"has more than {CHARACTERS // 10**6} million characters"
NO_MEMORY = "needs more memory than is available"

DENSE = "35-NQ/TW " * (MOST + 1)


@pytest.fixture
def dense(tmp_path: Path) -> Path:
    """A folder of reports, one of which holds nothing but citations."""
    folder = reports(tmp_path / "r", range(3))
    (folder / "b.txt").write_text(DENSE, encoding="utf-8")
    return folder


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_build_lists_it_and_keeps_the_others(dense: Path, tmp_path: Path, jobs: int) -> None:
    summary = pipeline.build([dense], tmp_path / "s.sqlite", jobs=jobs)
    assert [(Path(one.path).name, one.reason, one.remedy) for one in summary.failures] == [
        ("b.txt", TOO_MANY, "split the file")
    ]
    assert summary.reports == 3


@pytest.mark.parametrize("reading", [audit, annotate, pipeline.citations])
def test_so_does_whoever_reads_reports_one_by_one(
    dense: Path, reading: Callable[[list[Path]], Iterator[object]]
) -> None:
    found = list(reading([dense]))
    assert [one.reason for one in found if isinstance(one, Failure)] == [TOO_MANY]
    assert len(found) >= 4


def test_so_does_a_cluster() -> None:
    rows = list(ReportPass(None).rows_of_file("b.txt", DENSE.encode()))
    assert [row["failure"] and from_column_text(row["failure"]["reason"]) for row in rows] == [None, TOO_MANY]


def test_as_much_as_is_allowed_is_cited() -> None:
    report = Report(id="r", path="r.txt", sha256="", text=DENSE.removesuffix("35-NQ/TW "))
    assert len(cite.cite(report, records.load())) == MOST


def test_a_single_list_is_bounded_too() -> None:
    with pytest.raises(ReadError, match=TOO_MANY):
        cite.cite(Report(id="", path="", sha256="", text="Nghị quyết số " + "18, 19 và " * MOST), records.load())


@pytest.fixture
def long(tmp_path: Path) -> Path:
    """A folder with a text, a row of a table and a page that are too long, each beside a sound one."""
    folder = reports(tmp_path / "r", range(2))
    sentence = "Theo Chỉ thị số 05-CT/TW ngày 15/5/2016, chi bộ họp. "
    much = sentence * (CHARACTERS // len(sentence) + 1)
    (folder / "a.txt").write_text(much * 4, encoding="utf-8")
    (folder / "c.txt").write_text("a" * (CHARACTERS + 1), encoding="utf-8")
    texts = (sentence, much, sentence)
    lines = (json.dumps({"text": text}, ensure_ascii=False) for text in texts)
    (folder / "b.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return folder


def test_long_texts_are_listed(long: Path, tmp_path: Path) -> None:
    summary = pipeline.build([long], tmp_path / "s.sqlite", jobs=1)
    assert [(Path(one.path).name, one.reason) for one in summary.failures] == [
        ("a.txt", "is longer than 20 MB"),
        ("b.jsonl#2", TOO_LONG),
        ("c.txt", TOO_LONG),
    ]
    assert all(one.remedy.startswith("split the file") for one in summary.failures)
    assert summary.reports == 4


def test_a_worker_hands_over_no_text_that_is_too_long() -> None:
    one = Report(id="r", path="r.pdf", sha256="", text="a" * CHARACTERS)
    other = Report(id="r", path="r.pdf", sha256="", text="a" * (CHARACTERS + 1))
    assert [guarded_loading._or_failure_if_too_long(each) for each in (one, other)] == [
        one,
        Failure("r.pdf", TOO_LONG, "split the file"),
    ]


def test_rows_are_handed_over_by_number_and_by_length() -> None:
    rows = iter([Report(id=str(at), path="t", sha256="", text="a" * 10) for at in range(7)])
    taken = [
        len(guarded_loading.next_batch(rows, 3, 1000)),
        len(guarded_loading.next_batch(rows, 3, 15)),
        len(guarded_loading.next_batch(rows, 3, 1000)),
    ]
    assert (taken, guarded_loading.next_batch(rows, 3, 1000)) == ([3, 2, 2], [])


def test_a_small_table_comes_in_parts_that_are_small_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A few kilobytes, packed, may hold any number of citations."""
    import gzip

    lines = "".join(json.dumps({"id": f"r{at}", "text": "35-NQ/TW " * 10}) + "\n" for at in range(40))
    (tmp_path / "t.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    pipeline.build([tmp_path / "t.jsonl.gz"], tmp_path / "whole.sqlite", jobs=1)
    monkeypatch.setattr(workers, "CITATIONS", 100)
    [task] = workers.tasks_of_file(Source("t", tmp_path / "t.jsonl.gz"), "sha")
    done = list(workers.process_tasks([task], 1))
    assert [(each.task.part, each.task.last, each.reports) for each in done] == [
        *((part, False, 10) for part in range(4)),
        (4, True, 0),
    ]
    pipeline.build([tmp_path / "t.jsonl.gz"], tmp_path / "parts.sqlite", jobs=1)
    stores = [pipeline.Store(tmp_path / f"{name}.sqlite") for name in ("whole", "parts")]
    assert list(stores[0].dump()) == list(stores[1].dump())


def outgrown(*_: object) -> list[Citation]:
    raise MemoryError


@pytest.fixture
def short_of_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of reports, one of which needs more memory than there is."""
    folder = reports(tmp_path / "r", range(3))
    (folder / "b.txt").write_text("Lớn", encoding="utf-8")
    resolve = cite.resolve
    monkeypatch.setattr(
        cite, "resolve", lambda report, *rest: (outgrown if report.text == "Lớn" else resolve)(report, *rest)
    )
    return folder


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_report_for_which_memory_runs_out_is_listed(short_of_memory: Path, tmp_path: Path, jobs: int) -> None:
    summary = pipeline.build([short_of_memory], tmp_path / "s.sqlite", jobs=jobs)
    assert [(Path(one.path).name, one.reason) for one in summary.failures] == [("b.txt", NO_MEMORY)]
    assert summary.reports == 3


@pytest.mark.parametrize("reading", [audit, annotate, pipeline.citations])
def test_it_is_where_reports_are_read_one_by_one(
    short_of_memory: Path, reading: Callable[[list[Path]], Iterator[object]]
) -> None:
    found = list(reading([short_of_memory]))
    assert [one.reason for one in found if isinstance(one, Failure)] == [NO_MEMORY]


@pytest.mark.parametrize("jobs", [1, 2])
def test_memory_that_runs_out_over_packing_costs_the_largest_report(
    tmp_path: Path, jobs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def packed(reading: FilePart) -> bytes:
        return pack(reading) if all(len(citations) < 50 for _, citations in reading.reports) else outgrown()  # type: ignore[return-value]

    monkeypatch.setattr(workers, "pack", packed)
    lines = (json.dumps({"text": "35-NQ/TW " * many}) for many in (3, 60, 5))
    (tmp_path / "t.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "u.txt").write_text("35-NQ/TW", encoding="utf-8")
    summary = pipeline.build([tmp_path / "t.jsonl", tmp_path / "u.txt"], tmp_path / "s.sqlite", jobs=jobs)
    assert [(Path(one.path).name, one.reason) for one in summary.failures] == [("t.jsonl#2", NO_MEMORY)]
    assert summary.reports == 3


@pytest.mark.parametrize("jobs", [1, 2])
def test_memory_that_runs_out_outside_of_a_report_costs_its_file(
    tmp_path: Path, jobs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = reports(tmp_path / "r", range(3))
    guarded = workers.load_guarded

    def reading(source: Source, **asked: object) -> Iterator[Report | Failure]:
        if source.path.endswith("0001.txt"):
            raise MemoryError
        yield from guarded(source)

    monkeypatch.setattr(workers, "load_guarded", reading)
    summary = pipeline.build([folder], tmp_path / "s.sqlite", jobs=jobs)
    assert [(Path(one.path).name, one.reason) for one in summary.failures] == [("báo-cáo-0001.txt", NO_MEMORY)]
    assert summary.reports == 2


LIMITED = "import resource, runpy, sys; limit = int(sys.argv.pop(1)) * 2**20; resource.setrlimit(resource.RLIMIT_AS, (limit, limit)); "
AS_COMMAND = LIMITED + "runpy.run_module('citegraph', run_name='__main__')"


@pytest.mark.skipif(sys.platform != "linux", reason="limits the memory of a process")
@pytest.mark.parametrize("arguments", [
    ("build", "r", "--format", "json", "--jobs", "1"),
    ("build", "r", "--format", "json", "--jobs", "2"),
    ("extract", "r"),
    ("audit", "r"),
    ("annotate", "r"),
], ids=" ".join)  # fmt: skip
def test_the_commands_do_with_512_mb_over_3_mb_of_citations(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    folder = reports(tmp_path / "r", range(3))
    (folder / "b.txt").write_text("35-NQ/TW " * 333_333, encoding="utf-8")
    _, *rest = command(*arguments)
    ran = subprocess.run(
        [sys.executable, "-c", AS_COMMAND, "512", *rest[rest.index("citegraph") + 1 :]],
        cwd=tmp_path, env=environment(), capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    told = ran.stdout + ran.stderr
    assert ran.returncode == 1, told
    assert "Traceback" not in told
    assert f"r/b.txt: {TOO_MANY}; split the file" in told
    if arguments[0] == "build":
        listed = run("reports", "--format", "csv", folder=tmp_path).stdout
        assert len(listed.splitlines()) == 1 + 3


COSTS = f"""
import sys, time
sys.path[:0] = [{str(CODE / "tests" / "bench")!r}, {str(CODE / "tests" / "reliability")!r}]
import test_steps
from citegraph.cite import cite, result_or_failure
from citegraph.model import Failure, Report
from citegraph.store import FilePart, pack
name, characters = sys.argv[1], int(sys.argv[2])
piece = test_steps.hard(20_000)[name]
text = piece * (characters // len(piece))
began = time.process_time()
report = Report(id="r", path="r", sha256="", date="2025-01-01", text=text)
cited = result_or_failure(report, test_steps.KNOWN, cite)
if not isinstance(cited, Failure):
    pack(FilePart(((report, tuple(cited)),)))
[peak] = (line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM:"))  # of this program alone
print(time.process_time() - began, int(peak) / 1024)
"""

WORST = ("bold", "a letter under marks")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc for the memory it took")
def test_whatever_a_text_holds_it_takes_little_memory_and_time(amount) -> None:  # type: ignore[no-untyped-def]
    import test_steps

    characters = amount(bounded=1_000_000, full=CHARACTERS)
    names = [*test_steps.hard(10)] if characters == CHARACTERS else WORST
    costs = {}
    for name in names:
        ran = subprocess.run(
            [sys.executable, "-c", COSTS, name, str(characters)],
            env=environment(), capture_output=True, encoding="utf-8", check=True,
        )  # fmt: skip
        seconds, megabytes = map(float, ran.stdout.split())
        costs[name] = (megabytes, seconds)
    worst = max(costs, key=costs.__getitem__)
    slowest = max(costs, key=lambda name: costs[name][1])
    print(
        f"\n{characters} characters of {len(costs)} kinds: at most {costs[worst][0]:.0f} MB ({worst}), "
        f"{costs[slowest][1]:.0f} s ({slowest})"
    )
    assert costs[worst][0] < 120 + 48 * characters / 1e6
    assert costs[slowest][1] < 60
