"""What is stored of a file is of the very bytes whose SHA-256 is stored with it, whatever happens to the file meanwhile."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from citegraph import pipeline
from citegraph.errors import ReadError
from citegraph.model import Failure, Report
from citegraph.pipeline import workers
from citegraph.read import CHANGED, Source, load, load_guarded
from citegraph.store import Store

FIRST, SECOND = (f'{{"text": "Theo Chỉ thị số 05-CT/TW, bản {letter}."}}' for letter in "AB")
"""What a file holds: a line of a table, and the text of a page."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="programs there may keep a file from being written")


def rewritten(file: Path, text: str) -> None:
    """Other bytes, as many as before, dated like those before."""
    before = file.stat()
    file.write_text(text, encoding="utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def relinked(file: Path, text: str) -> None:
    """The name of the file leads to another one; both stay what they are."""
    file.unlink()
    file.symlink_to(file.parent.parent / ("first" if text == FIRST else "second"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "first").write_text(FIRST, encoding="utf-8")
    (tmp_path / "second").write_text(SECOND, encoding="utf-8")
    (tmp_path / "r").mkdir()
    for name in ("a", "z"):
        (tmp_path / "r" / f"{name}.txt").write_text("Theo Nghị quyết số 35-NQ/TW.", encoding="utf-8")
    return tmp_path / "r"


def held(store: Path) -> tuple[dict[str, str], dict[str, str]]:
    """What the store holds: the citing report of each file with its SHA-256, and why others are not there."""
    with Store(store) as opened:
        reports = {Path(report.path).name: report.sha256 for report in opened.reports()}
        return reports, {Path(failure.path).name: failure.reason for failure in opened.failures()}


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("change", [rewritten, relinked])
@pytest.mark.parametrize("name", ["m.html", "m.jsonl"])
def test_a_file_that_is_another_while_it_is_read_is_not_taken_for_the_one_before(
    folder: Path,
    tmp_path: Path,
    jobs: int,
    name: str,
    change: Callable[[Path, str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = folder / name
    if change is relinked:
        file.symlink_to(tmp_path / "first")
    else:
        file.write_text(FIRST, encoding="utf-8")

    def swapped(source: Source, **asked: object) -> Iterator[Report | Failure]:
        """What reads the file while another program writes to it and then back what was there."""
        if source.file != file:
            yield from load_guarded(source)
            return
        change(file, SECOND)
        found = list(load_guarded(source))
        change(file, FIRST)
        yield from found

    monkeypatch.setattr(workers, "load_guarded", swapped)
    summary = pipeline.build([folder], tmp_path / "s.sqlite", jobs=jobs)
    assert [(one.reason, one.remedy) for one in summary.failures] == [CHANGED]
    assert held(tmp_path / "s.sqlite")[0].keys() == {"a.txt", "z.txt"}
    monkeypatch.undo()
    again = pipeline.build([folder], tmp_path / "s.sqlite", jobs=jobs)
    assert (again.files_read, again.failures, again.reports) == (1, (), 3)
    if name == "m.html":
        assert held(tmp_path / "s.sqlite")[0][name] == hashlib.sha256(FIRST.encode()).hexdigest()


@pytest.mark.parametrize("jobs", [1, 2])
def test_of_a_table_that_changes_between_two_of_its_pieces_nothing_is_kept(
    folder: Path, tmp_path: Path, jobs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, store = folder / "m.jsonl", tmp_path / "s.sqlite"

    def table(letter: str) -> str:
        text = f"Theo Chỉ thị số 05-CT/TW, bản {letter}. " + "Không có gì thêm. " * 50
        return "".join(json.dumps({"id": str(at), "text": text}, ensure_ascii=False) + "\n" for at in range(1200))

    file.write_text(table("A"), encoding="utf-8")
    assert file.stat().st_size > workers.TABLE_BYTES
    seen: list[int] = []

    def progress(done: int, files: int, reports: int) -> None:
        seen.append(reports)
        if reports > 100 and len(seen) < 4:  # a first piece of the table is in
            rewritten(file, table("B"))
            rewritten(file, table("A"))

    summary = pipeline.build([folder], store, jobs=jobs, progress=progress)
    assert [(Path(one.path).name, one.reason) for one in summary.failures] == [("m.jsonl", CHANGED[0])]
    assert summary.reports == 2
    again = pipeline.build([folder], store, jobs=jobs)
    assert (again.files_read, again.failures, again.reports) == (1, (), 1202)


def test_a_file_that_goes_while_it_is_read_is_tried_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, store = folder / "m.html", tmp_path / "s.sqlite"
    file.write_text(FIRST, encoding="utf-8")

    def gone(source: Source, **asked: object) -> Iterator[Report | Failure]:
        if source.file == file:
            file.unlink()
        yield from load_guarded(source)

    monkeypatch.setattr(workers, "load_guarded", gone)
    assert [one.reason for one in pipeline.build([folder], store, jobs=1).failures] == [CHANGED[0]]
    monkeypatch.undo()
    file.write_text(FIRST, encoding="utf-8")
    assert pipeline.build([folder], store, jobs=1).reports == 3


def test_so_it_is_where_reports_are_read_one_by_one(folder: Path) -> None:
    file = folder / "m.html"
    file.write_text(FIRST, encoding="utf-8")

    def loader(source: Source) -> Iterator[Report | Failure]:
        rewritten(file, SECOND)
        yield from load(source)

    found = list(load_guarded(Source("m.html", file), loader=loader, risky=False))
    assert found == [Failure("m.html", *CHANGED)]


def test_a_report_bears_the_hash_of_what_was_read_of_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change between reading and hashing is seen too, where nothing was hashed before."""
    file = folder / "m.html"
    file.write_text(FIRST, encoding="utf-8")
    sha256 = Source.sha256

    def late(self: Source) -> str:
        rewritten(file, SECOND)
        return sha256(self)

    monkeypatch.setattr(Source, "sha256", late)
    assert list(load_guarded(Source("m.html", file))) == [Failure("m.html", *CHANGED)]


def test_a_change_right_after_another_is_seen(tmp_path: Path) -> None:
    """The clock of a file system stands still for some milliseconds."""
    file = tmp_path / "m.html"
    for _ in range(10):
        file.write_text(FIRST, encoding="utf-8")
        source = Source("m.html", file).with_sha256()
        assert source.is_unchanged()
        rewritten(file, SECOND)
        rewritten(file, FIRST)
        assert not source.is_unchanged()
        with pytest.raises(ReadError, match=CHANGED[0]):
            source.sha256()


def test_what_is_pinned_is_not_hashed_twice(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = Source("a.txt", folder / "a.txt").with_sha256()
    monkeypatch.setattr(hashlib, "file_digest", lambda *_: pytest.fail("it is hashed again"))
    [report] = load_guarded(source)
    assert isinstance(report, Report) and report.sha256 == source.digest == source.sha256()
