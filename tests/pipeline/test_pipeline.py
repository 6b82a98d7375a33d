"""A build gives the same store whatever came before it, however many processes, and wherever it was stopped."""

from __future__ import annotations

import json
import multiprocessing
import os
import pickle
import random
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest
from command import until

from citegraph import pipeline, read
from citegraph.errors import KnowledgeError, ReadError, StoreError
from citegraph.model import Failure, Method, Scope
from citegraph.pipeline.fingerprint import fingerprint, reading_fingerprint
from citegraph.pipeline.workers import Task, process_tasks, tasks_of_file
from citegraph.read import Source
from citegraph.store import Store, Writer

SENTENCES = (
    "Theo Nghị quyết số {n}-NQ/TW ngày {d}/10/2018 của Bộ Chính trị, chi bộ đăng ký việc làm theo.",
    "Ban Thường vụ quán triệt Chỉ thị 05-CT/TW và Kết luận số {n}-KL/TW.",
    "Hội nghị bàn về Nghị quyết {n}; Nghị quyết này được phổ biến tới đảng viên.",
    "Huyện ủy triển khai Kế hoạch số {n}-KH/HU ngày {d}/02/2022 về chuyển đổi số.",
    "Buổi họp không nhắc tới văn bản nào.",
    "Thực hiện Quy định 37-QĐ/TW và Nghị quyết Trung ương 4 khóa XII, các chi bộ tự soi, tự sửa.",
)


def reports(folder: Path, numbers: Iterable[int]) -> Path:
    """Text files, each the same whenever it is made."""
    folder.mkdir(exist_ok=True)
    for number in numbers:
        rng = random.Random(number)
        text = "\n".join(
            rng.choice(SENTENCES).format(n=rng.choice((18, 19, 35, 53, 57, 200)), d=rng.randrange(10, 28))
            for _ in range(rng.randrange(1, 12))
        )
        (folder / f"báo-cáo-{number:03d}.txt").write_text(f"Ngày {number % 27 + 1}/5/2023\n{text}\n", encoding="utf-8")
    return folder


def table(path: Path, rows: int) -> Path:
    with path.open("w", encoding="utf-8") as lines:
        for row in range(rows):
            sentence = random.Random(row).choice(SENTENCES).format(n=35, d=22)
            text = sentence + " Không có gì thêm." * 20
            lines.write(json.dumps({"id": f"tin-{row}", "date": "2024-01-02", "text": text}, ensure_ascii=False) + "\n")
    return path


def content(store: Path) -> list[str]:
    with Store(store) as opened:
        return list(opened.dump())


def test_a_build_reads_decides_and_sums_up(tmp_path: Path) -> None:
    folder = tmp_path / "r"
    folder.mkdir()
    (folder / "a.txt").write_text("Nghị quyết số 35-NQ/TW ngày 20-10-2018 của Bộ Chính trị.", encoding="utf-8")
    (folder / "b.txt").write_text("Không có gì.", encoding="utf-8")
    (folder / "c.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000))
    summary = pipeline.build([folder], tmp_path / "s.sqlite", scope=Scope.PARTY)
    assert (summary.files_read, summary.files_unchanged, summary.reports) == (3, 0, 2)
    assert [failure.path for failure in summary.failures] == [str(folder / "c.doc")]
    assert (summary.citations, summary.documents, summary.undecided, summary.findings) == (1, 1, 0, 1)
    assert [(rank.document.id, rank.reports) for rank in summary.most_cited] == [("35-NQ/TW@XII", 1)]
    with Store(tmp_path / "s.sqlite") as store:
        assert [(found.field, found.said, found.known) for found in store.findings()] == [
            ("date", "2018-10-20", "2018-10-22")
        ]


def test_a_second_build_reads_only_what_is_new_or_changed(tmp_path: Path) -> None:
    folder, store = reports(tmp_path / "r", range(20)), tmp_path / "s.sqlite"
    assert pipeline.build([folder], store, jobs=1).files_read == 20
    before = store.read_bytes()
    again = pipeline.build([folder], store, jobs=1)
    assert (again.files_read, again.files_unchanged) == (0, 20)
    assert store.read_bytes() == before
    reports(folder, range(20, 23))
    (folder / "báo-cáo-004.txt").write_text("Chỉ thị số 05-CT/TW", encoding="utf-8")
    third = pipeline.build([folder], store, jobs=1)
    assert (third.files_read, third.files_unchanged) == (4, 19)


@pytest.mark.parametrize("seed", range(3))
def test_any_way_to_the_same_files_ends_in_the_same_store(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    rng = random.Random(seed)
    folder, store = Path("r"), Path("s.sqlite")
    numbers = rng.sample(range(60), 40)
    reports(folder, numbers[:10])
    (folder / f"báo-cáo-{numbers[0]:03d}.txt").write_text("Trước đây viết khác.", encoding="utf-8")
    reports(folder / "sâu", [numbers[1]])  # shares its name for a while
    pipeline.build([folder], store, jobs=1)
    for path in (folder / "sâu").iterdir():
        path.unlink()
    for at in range(10, 40, 10):
        reports(folder, rng.sample(numbers[: at + 10], at + 10))
        pipeline.build([folder], store, jobs=1, prune=True)
    reports(folder, numbers)
    pipeline.build([folder], store, jobs=1, prune=True)
    pipeline.build([folder], "nothing.sqlite", jobs=1)
    assert content(store) == content(Path("nothing.sqlite"))
    assert len(content(store)) > 40


def test_several_processes_give_the_same_rows_as_one(tmp_path: Path) -> None:
    folder = reports(tmp_path / "r", range(60))
    table(folder / "bảng.jsonl", 3000)
    (folder / "hỏng.pdf").write_bytes(b"%PDF-1.4 nothing more")
    assert (folder / "bảng.jsonl").stat().st_size > 1_000_000  # large enough to be shared out
    for jobs in (1, 2):
        pipeline.build([folder], tmp_path / f"{jobs}.sqlite", jobs=jobs)
    tables = ("source", "report", "failure", "document", "relation", "citation", "local_decision", "finding")
    one, two = (sqlite3.connect(tmp_path / f"{jobs}.sqlite") for jobs in (1, 2))
    for name in tables:
        asked = f"SELECT * FROM {name} ORDER BY 1, 2, 3"  # noqa: S608
        assert one.execute(asked).fetchall() == two.execute(asked).fetchall(), name
    assert one.execute("SELECT count(*) FROM report").fetchone() == (3060,)
    one.close()
    two.close()


def test_a_large_table_goes_on_where_it_was_left(tmp_path: Path) -> None:
    source = Source("t.jsonl", table(tmp_path / "t.jsonl", 3000))
    parts = list(tasks_of_file(source, "sha"))
    assert [part.part for part in parts] == list(range(15))
    assert [part.last for part in parts] == [False] * 14 + [True]
    assert list(tasks_of_file(source, "sha", 12)) == parts[12:]


@pytest.mark.parametrize("name", ["t.ndjson", "t.tsv", "t.csv", "bảng", "t.jsonl.gz", "t.dat.parquet", "-", "- as TSV"])
def test_every_large_table_is_shared_out(tmp_path: Path, name: str) -> None:
    import csv
    import gzip

    import pyarrow
    import pyarrow.parquet

    file = table(tmp_path / "made", 9000)
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    if name.endswith(("sv", "TSV")):
        with file.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, rows[0], delimiter="," if name == "t.csv" else "\t")
            writer.writeheader()
            writer.writerows(rows)
    elif name.endswith(".gz"):
        for row in rows:
            row["noise"] = random.Random(row["id"]).randbytes(200).hex()
        file.write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))
    elif name.endswith(".parquet"):
        noise = [random.Random(at).randbytes(200) for at in range(len(rows))]
        pyarrow.parquet.write_table(pyarrow.table({"text": [row["text"] for row in rows], "noise": noise}), file)
    path = tmp_path / name
    source = Source("-", Path("-"), file.read_bytes()) if name[0] == "-" else Source(name, file.rename(path))
    shared = list(tasks_of_file(source, "sha"))
    rows_of = [len(task.rows.rows if isinstance(task.rows, read.Piece) else task.rows or ()) for task in shared]
    assert sum(rows_of) == 9000
    assert 45 <= len(shared) < 150  # 200 rows each, fewer where these are long
    assert max(len(pickle.dumps(task)) for task in shared) < 500_000
    (first,), (last,) = (process_tasks([task], 1) for task in (shared[0], shared[-1]))
    assert (first.reports, last.reports) == (rows_of[0], rows_of[-1])


@pytest.mark.parametrize("name", ["t.txt", "t.md", "t.pdf", "tin", "-"])
def test_what_is_no_table_is_not(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("Tin tức. " * 200_000, encoding="utf-8")
    data = (tmp_path / name).read_bytes() if name == "-" else None
    (task,) = tasks_of_file(Source(name, tmp_path / name, data), "sha")
    assert task.rows is None and task.last


BUILD = "import sys; from citegraph import pipeline; pipeline.build(sys.argv[1:2], sys.argv[2], jobs=int(sys.argv[3]))"

KILLED = """
import os, signal, sys
from citegraph import pipeline

def die(done, files, reports):
    if reports >= int(sys.argv[4]):
        os.kill(os.getpid(), signal.SIGKILL)

pipeline.COMMIT_SECONDS = 0
pipeline.build(sys.argv[1:2], sys.argv[2], jobs=int(sys.argv[3]), progress=die)
"""
"""A build that is killed when it has read so many reports, each of them a batch."""


def begin(folder: Path, store: Path, jobs: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", BUILD, str(folder), str(store), str(jobs)]
    return subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_killed_build_is_taken_up_again(tmp_path: Path, jobs: int) -> None:
    folder = reports(tmp_path / "r", range(120))
    pipeline.build([folder], tmp_path / "whole.sqlite", jobs=1)
    rng, store, staged = random.Random(jobs), tmp_path / "s.sqlite", 0
    for _ in range(4):
        killed = subprocess.run(
            [sys.executable, "-c", KILLED, str(folder), str(store), str(jobs), str(rng.randrange(1, 28))],
            check=False,
            start_new_session=True,
        )
        assert killed.returncode == -signal.SIGKILL
        with closing(sqlite3.connect(store)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            (now,) = connection.execute("SELECT count(*) FROM pending").fetchone()
        assert now > staged  # it went on, and did not begin anew
        staged = now

    def freed() -> bool:
        """The reading processes end with the one that was killed, and hold its store until then."""
        try:
            pipeline.build([folder], store, jobs=1)
        except StoreError:
            return False
        return True

    until(freed)
    assert content(store) == content(tmp_path / "whole.sqlite")


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes in /proc")
def test_no_reading_process_outlives_a_killed_build(tmp_path: Path) -> None:
    folder = reports(tmp_path / "r", range(400))
    process = begin(folder, tmp_path / "s.sqlite", 2)

    def alive() -> list[int]:
        """The processes of the build's own session, which bears its id."""
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    fields = (entry / "stat").read_text().rpartition(")")[2].split()
                except OSError:
                    continue
                if int(fields[3]) == process.pid and fields[0] != "Z":
                    found.append(int(entry.name))
        return found

    until(lambda: len(alive()) == 3)
    process.kill()
    process.wait()
    until(lambda: not alive())


def test_ctrl_c_keeps_what_was_read(tmp_path: Path) -> None:
    folder, store = reports(tmp_path / "r", range(200)), tmp_path / "s.sqlite"

    def stop(done: int, files: int, reports: int) -> None:
        if reports == 50:
            os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        pipeline.build([folder], store, jobs=1, progress=stop)
    with Writer(store) as writer:
        source = Source(str(folder / "báo-cáo-000.txt"), folder / "báo-cáo-000.txt")
        assert writer.drop_outdated_parts_and_get_state(source.path, source.sha256(), reading_fingerprint()).staged
    seen: list[int] = []
    pipeline.build([folder], store, jobs=1, progress=lambda done, files, reports: seen.append(reports))
    assert seen[-1] < 160  # the rest only
    pipeline.build([folder], tmp_path / "whole.sqlite", jobs=1)
    assert content(store) == content(tmp_path / "whole.sqlite")


def test_a_process_that_dies_over_a_file_takes_nothing_along(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A parser that crashes is played by one that kills its process: the fork inherits it."""
    from citegraph.pipeline import workers

    folder = reports(tmp_path / "r", range(12))
    guarded = workers.load_guarded

    def deadly(source: Source, **asked: object) -> object:
        if source.path.endswith("005.txt"):
            os.kill(os.getpid(), signal.SIGKILL)
        return guarded(source)

    monkeypatch.setattr(workers, "load_guarded", deadly)
    found = [Source(str(path), path) for path in sorted(folder.iterdir())]
    done = list(process_tasks((task for source in found for task in tasks_of_file(source, "sha")), 2))
    assert [each.task.source for each in done] == found
    assert [each.reports for each in done] == [1] * 5 + [0] + [1] * 6


def test_a_process_that_is_killed_between_two_tasks_takes_nothing_along(tmp_path: Path) -> None:
    folder = reports(tmp_path / "r", range(40))
    found = [Source(str(path), path) for path in sorted(folder.iterdir())]

    def work() -> Iterable[Task]:
        for at, source in enumerate(found):
            if at in (20, 30):
                for child in multiprocessing.active_children():
                    os.kill(child.pid or 0, signal.SIGKILL)
                until(lambda: not any("ExecutorManager" in type(one).__name__ for one in threading.enumerate()))
                # The thread of the pool has ended, and it would take no more.
            yield from tasks_of_file(source, "sha")

    done = list(process_tasks(work(), 2))
    assert [each.task.source for each in done] == found
    assert [each.reports for each in done] == [1] * 40


def test_files_that_are_gone_stay_marked_until_they_are_pruned(tmp_path: Path) -> None:
    folder, store = reports(tmp_path / "r", range(5)), tmp_path / "s.sqlite"
    pipeline.build([folder], store, jobs=1)
    gone = folder / "báo-cáo-002.txt"
    gone.unlink()
    assert pipeline.build([folder], store, jobs=1).missing == 1
    assert pipeline.build([gone], store, jobs=1).missing == 1  # named itself, it is missing too, and no failure
    reports(folder, [2])
    back = pipeline.build([folder], store, jobs=1)
    assert (back.missing, back.reports) == (0, 5)
    gone.unlink()
    pruned = pipeline.build([folder], store, jobs=1, prune=True)
    assert (pruned.missing, pruned.reports) == (0, 4)


def test_what_cannot_be_looked_into_is_not_gone(tmp_path: Path) -> None:
    folder, store = reports(tmp_path / "r", range(2)), tmp_path / "s.sqlite"
    inner = reports(folder / "sub", range(2, 5))
    for named in (folder, inner, inner / "*.txt"):
        pipeline.build([named], store, jobs=1)
        inner.rename(tmp_path / "away")
        inner.symlink_to(inner)  # what the system says of it, it says to everybody: of a share that is off, root too
        said = pipeline.build([named], store, jobs=1, prune=True)
        assert (said.missing, said.reports) == (0, 5), named
        assert [Path(failure.path).name for failure in said.failures] == ["sub"]
        inner.unlink()
        (tmp_path / "away").rename(inner)
        whole = pipeline.build([folder], store, jobs=1)
        assert (whole.missing, whole.reports, whole.failures) == (0, 5, ())
    for path in inner.iterdir():
        path.unlink()
    assert pipeline.build([folder], store, jobs=1, prune=True).reports == 2


def test_what_a_pattern_would_find_is_missed(tmp_path: Path) -> None:
    folder, store = reports(tmp_path / "r", range(3)), tmp_path / "s.sqlite"
    inner = reports(folder / "sub", range(3, 5))
    pipeline.build([folder], store, jobs=1)
    (folder / "báo-cáo-001.txt").unlink()
    (inner / "báo-cáo-003.txt").unlink()
    assert pipeline.build([folder / "*.txt"], store, jobs=1).missing == 1
    assert pipeline.build([folder / "*.md"], store, jobs=1, prune=True).reports == 5
    assert pipeline.build([folder / "*.txt"], store, jobs=1, prune=True).reports == 4
    assert pipeline.build([folder / "**" / "*.txt"], store, jobs=1, prune=True).reports == 3


def test_a_slip_in_a_name_is_said_once_and_leaves_nothing(tmp_path: Path) -> None:
    folder, store = reports(tmp_path / "r", range(3)), tmp_path / "s.sqlite"
    pipeline.build([folder], store, jobs=1)
    before = content(store)
    slips = [folder / "bao-cao.txt", tmp_path / "nowhere" / "*.pdf", folder / "báo-cáo-000.txt" / "x", "x" * 300]
    said = pipeline.build([folder, *slips], store, jobs=1)
    assert [failure.path for failure in said.failures] == sorted(map(str, slips))
    assert all(failure.reason and failure.remedy for failure in said.failures)
    assert content(store) == before
    assert pipeline.build([folder], store, jobs=1).failures == ()
    slips[0].write_text("Chỉ thị số 05-CT/TW", encoding="utf-8")  # type: ignore[union-attr]
    found = pipeline.build(slips[:1], store, jobs=1)
    assert (found.failures, found.reports) == ((), 4)


def test_what_could_not_be_read_is_a_failure_for_as_long_as_it_is_there(tmp_path: Path) -> None:
    folder, store = reports(tmp_path / "r", range(3)), tmp_path / "s.sqlite"
    pipeline.build([folder], tmp_path / "whole.sqlite", jobs=1)
    (folder / "hỏng.pdf").write_bytes(b"%PDF-1.4 nothing more")
    (folder / "link.txt").symlink_to(folder / "nowhere.txt")
    pipeline.build([folder], store, jobs=1)
    listed = pipeline.build([tmp_path / "r" / "báo-cáo-000.txt"], store, jobs=1)  # of another path one knows no more
    assert [Path(failure.path).name for failure in listed.failures] == ["hỏng.pdf", "link.txt"]
    (folder / "hỏng.pdf").unlink()
    (folder / "link.txt").unlink()
    summary = pipeline.build([folder], store, jobs=1)
    assert (summary.failures, summary.missing, summary.reports) == ((), 0, 3)
    assert content(store) == content(tmp_path / "whole.sqlite")


def test_a_file_that_goes_while_a_build_looks_for_it_is_no_failure_of_the_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, store = reports(tmp_path / "r", range(3)), tmp_path / "s.sqlite"
    gone, listed = folder / "báo-cáo-001.txt", read.sources

    def sources(paths: Iterable[str], **_: object) -> list[Source | Failure]:
        found = list(listed(paths))
        gone.unlink()
        return found

    monkeypatch.setattr(read, "sources", sources)
    summary = pipeline.build([folder], store, jobs=1)
    assert ([failure.path for failure in summary.failures], summary.reports) == ([str(gone)], 2)
    with Store(store) as opened:
        assert list(opened.failures()) == []


def test_other_rules_have_every_file_read_anew(tmp_path: Path) -> None:
    folder, store = reports(tmp_path / "r", range(3)), tmp_path / "s.sqlite"
    pipeline.build([folder], store, jobs=1)
    with Writer(store) as writer:
        path = str(folder / "báo-cáo-000.txt")
        sha256 = Source(path, Path(path)).sha256()
        assert writer.drop_outdated_parts_and_get_state(path, sha256, reading_fingerprint()).published
        assert not writer.drop_outdated_parts_and_get_state(path, sha256, "another fingerprint").published


def test_the_fingerprint_is_of_rules_facts_and_the_users_table(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "abbreviations.csv").write_text("short,long\nabc,một\n", encoding="utf-8")
    first = fingerprint(own)
    assert first not in (fingerprint(), fingerprint.__doc__)
    (own / "abbreviations.csv").write_text("short,long\nabc,hai\n", encoding="utf-8")
    second = fingerprint(own)
    (own / "abbreviations.csv").rename(own / "laws.csv")
    assert len({first, second, fingerprint(own)}) == 3
    assert fingerprint() == fingerprint()


def test_a_folder_of_tables_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError):
        pipeline.build([tmp_path], tmp_path / "s.sqlite", knowledge=tmp_path / "none")


def test_what_reports_agree_on_is_learned_whatever_their_order(tmp_path: Path) -> None:
    folder = tmp_path / "r"
    folder.mkdir()
    dated = "Thực hiện Hướng dẫn số 999-HD/BTCTW ngày 12/3/2023 của Ban Tổ chức Trung ương về công tác thư viện cơ sở."
    for name in ("b", "c"):
        (folder / f"{name}.txt").write_text(f"Ngày 5/6/2023\n{dated}", encoding="utf-8")
    (folder / "a.txt").write_text(
        "Ngày 7/6/2023\nHướng dẫn số 999-HD/BTCTW về công tác thư viện cơ sở.", encoding="utf-8"
    )
    stores = []
    for order in ("abc", "cba", "bac"):
        store = tmp_path / f"{order}.sqlite"
        for name in order:
            pipeline.build([folder / f"{name}.txt"], store, jobs=1)
        stores.append(content(store))
    assert stores[0] == stores[1] == stores[2]
    with Store(store) as opened:
        found = {citation.report: citation for citation in opened.citations()}
        assert found["a"].document == found["b"].document == "999-HD/BTCTW@XIII"
        assert found["a"].method is not Method.AMBIGUOUS


def test_files_of_ones_own_are_no_reports(tmp_path: Path) -> None:
    folder = reports(tmp_path / "r", range(3))
    (folder / "citations.csv").write_text("report,text\n1,Chỉ thị số 05-CT/TW\n", encoding="utf-8")
    for _ in range(2):  # the second time, the store and what lies beside it are there
        summary = pipeline.build(
            [folder], folder / "s.sqlite", jobs=1, exclude=lambda path: path.name == "citations.csv"
        )
        assert (summary.reports, summary.failures) == (3, ())
    assert (folder / "s.sqlite-writer").exists()


def test_a_file_that_cannot_be_read_through_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, store = reports(tmp_path / "r", range(3)), tmp_path / "s.sqlite"
    sha256 = Source.sha256

    def failing(self: Source) -> str:
        if self.path.endswith("001.txt"):
            raise ReadError(self.path, "cannot be opened: Input/output error", "check the disk and the name")
        return sha256(self)

    monkeypatch.setattr(Source, "sha256", failing)
    summary = pipeline.build([folder], store, jobs=1)
    assert summary.reports == 2
    assert [(failure.path, failure.reason) for failure in summary.failures] == [
        (str(folder / "báo-cáo-001.txt"), "cannot be opened: Input/output error")
    ]
    monkeypatch.undo()
    assert pipeline.build([folder], store, jobs=1).reports == 3
