"""What `build` and `extract` say on the screen of reports they read in part, and of rows they could not read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import run

DOUBTFUL = "TỈNH ỦY HÀ NAM\nHà Nam, ngày mồng hai tháng tám năm hai nghìn hai mươi mốt\nTheo Chỉ thị số 05-CT/TW.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a report whose date is not understood, and a table of twelve rows without text."""
    (tmp_path / "r").mkdir()
    (tmp_path / "r" / "a.txt").write_text(DOUBTFUL, encoding="utf-8")
    rows = [json.dumps({"text": at}) for at in range(12)]
    (tmp_path / "r" / "t.jsonl").write_text("\n".join([*rows, json.dumps({"text": DOUBTFUL})]) + "\n", "utf-8")
    return tmp_path


def test_rows_come_in_their_order_and_many_alike_are_counted(folder: Path) -> None:
    built = run("build", "r", folder=folder)
    assert built.returncode == 1
    told = [line.partition(": has no text")[0] for line in built.stderr.splitlines() if "t.jsonl" in line]
    assert told[:3] == ["r/t.jsonl#1", "r/t.jsonl#2", "r/t.jsonl#3"]
    assert told[3] == "r/t.jsonl: the same for 9 more rows; see citegraph failures"
    listed = run("failures", "--format", "json", folder=folder)
    assert [row["path"] for row in json.loads(listed.stdout)] == [f"r/t.jsonl#{at}" for at in range(1, 13)]


def test_warnings_are_told_by_build_and_extract(folder: Path) -> None:
    built = run("build", "r", folder=folder)
    assert "Warnings     about 2 reports, listed below" in built.stdout
    for told in (built.stderr, run("extract", "r", folder=folder).stderr):
        warned = [line.split(": ")[1] for line in told.splitlines() if line.startswith("warning: ")]
        assert warned == ["r/a.txt", "r/t.jsonl#13"]


def test_of_many_reports_with_warnings_the_first_are_named(tmp_path: Path) -> None:
    (tmp_path / "r").mkdir()
    for at in range(23):
        (tmp_path / "r" / f"{at:02}.txt").write_text(DOUBTFUL + f"Số {at}.\n", encoding="utf-8")
    built = run("build", "r", folder=tmp_path)
    assert built.returncode == 0
    *named, more = built.stderr.splitlines()
    assert [line.split(": ")[1] for line in named] == [f"r/{at:02}.txt" for at in range(20)]
    assert more.startswith("warnings about 3 more reports: ")
