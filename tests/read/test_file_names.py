"""Tests that file names are shown as unique texts that lead back to the file."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citegraph import pipeline
from citegraph.model import Failure
from citegraph.read import make_coverage_test, sources
from citegraph.read.file_name_encoding import from_stored_name, to_stored_name
from citegraph.store import Store

PIECES = st.sampled_from([b"\xff", b"\x80", b"\\", b"x", b"f", b"8", b"23", b"#", b"1", b"a.txt", "ệ".encode(), b"/"])
NAMES = st.one_of(st.lists(PIECES).map(b"".join), st.binary(max_size=12)).map(
    lambda name: os.fsdecode(name.replace(b"\0", b""))
)

pytestmark = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names of files are text there")


@given(NAMES)
def test_every_name_is_recovered(name: str) -> None:
    text = to_stored_name(name)
    text.encode("utf-8")
    assert from_stored_name(text) == name


@given(NAMES, NAMES, st.integers(0, 99))
def test_names_and_rows_are_shown_differently(first: str, second: str, row: int) -> None:
    assert (to_stored_name(first) == to_stored_name(second)) == (first == second)
    assert to_stored_name(first) != f"{to_stored_name(second)}#{row}"


@pytest.mark.parametrize("name", [
    "báo cáo.txt", "a\\b.txt", "C:\\reports\\x.txt", "\\xyz", "x41", "tin#12.txt", "#12/a", "C#", "a\\", "-", "",
])  # fmt: skip
def test_ordinary_names_are_shown_unchanged(name: str) -> None:
    assert to_stored_name(name) == name


ALIKE = (b"\xff.txt", b"\\xff.txt", b"\\\xff.txt", b"\\\\xff.txt")


@pytest.mark.parametrize("jobs", [1, 2])
def test_files_with_similar_byte_names_are_separate_reports(tmp_path: Path, jobs: int) -> None:
    folder = os.fsencode(tmp_path / "r")
    os.mkdir(folder)  # noqa: PTH102 - names in bytes
    for at, name in enumerate(ALIKE):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:  # noqa: PTH118, PTH123
            file.write(f"Bản {at}: Theo Chỉ thị số 05-CT/TW.")
    summary = pipeline.build([tmp_path / "r"], tmp_path / "s.sqlite", jobs=jobs)
    assert (summary.reports, summary.failures) == (len(ALIKE), ())
    with Store(tmp_path / "s.sqlite") as store:
        found = {os.fsencode(from_stored_name(report.path)) for report in store.reports()}
    assert found == {os.path.join(folder, name) for name in ALIKE}  # noqa: PTH118


def test_a_file_named_like_a_row_differs_from_that_row(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "Theo Chỉ thị số 05-CT/TW"}\n', encoding="utf-8")
    (tmp_path / "a.jsonl#1").write_text("Theo Nghị quyết số 35-NQ/TW", encoding="utf-8")
    summary = pipeline.build([tmp_path / "a.jsonl", tmp_path / "a.jsonl#1"], tmp_path / "s.sqlite", jobs=1)
    assert (summary.reports, summary.failures) == (2, ())


def test_files_in_a_folder_with_an_invalid_name_are_forgotten_when_removed(tmp_path: Path) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff"))
    folder.mkdir()
    (folder / "a.txt").write_text("Theo Chỉ thị số 05-CT/TW", encoding="utf-8")
    (folder / "b.txt").write_text("Theo Chỉ thị số 05-CT/TW", encoding="utf-8")
    pipeline.build([folder], tmp_path / "s.sqlite", jobs=1)
    (folder / "a.txt").unlink()
    assert pipeline.build([folder], tmp_path / "s.sqlite", jobs=1).missing == 1
    [left] = (one for one in sources([folder]) if not isinstance(one, Failure))
    assert make_coverage_test([str(folder)])(left.path) and make_coverage_test([str(folder / "?.txt")])(left.path)
