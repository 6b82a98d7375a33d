"""A build writes its files again only if the store, the request or the files themselves changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from citegraph.publish import publish


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "r").mkdir()
    for name, number in (("a", 35), ("b", 18)):
        text = f"Ngày 5/6/2023\nTheo Nghị quyết số {number}-NQ/TW của Bộ Chính trị."
        (tmp_path / "r" / f"{name}.txt").write_text(text, encoding="utf-8")
    return tmp_path


def test_nothing_changed(folder: Path) -> None:
    first = publish([folder / "r"], folder / "out", folder / "s.sqlite", jobs=1, annotate=True)
    before = {file: file.stat().st_mtime_ns for file in (folder / "out").rglob("*")}
    again = publish([folder / "r"], folder / "out", folder / "s.sqlite", jobs=1, annotate=True)
    assert {file: file.stat().st_mtime_ns for file in (folder / "out").rglob("*")} == before
    assert (again.files, again.edges, again.omitted) == (first.files, first.edges, first.omitted)


def _another_report(folder: Path) -> None:
    (folder / "r" / "c.txt").write_text("Ngày 6/6/2023\nTheo Chỉ thị số 05-CT/TW.", encoding="utf-8")


def _page_edited(folder: Path) -> None:
    (folder / "out" / "graph.html").write_bytes(b"<!-- " + (folder / "out" / "graph.html").read_bytes())


def _page_gone(folder: Path) -> None:
    (folder / "out" / "graph.html").unlink()


def _marked_report_gone(folder: Path) -> None:
    next((folder / "out" / "annotated").glob("a*.html")).unlink()


@pytest.mark.parametrize("change", [_another_report, _page_edited, _page_gone, _marked_report_gone])
def test_a_change_has_all_files_written_as_by_a_first_build(folder: Path, change: Callable[[Path], None]) -> None:
    publish([folder / "r"], folder / "out", folder / "s.sqlite", jobs=1, annotate=True)
    change(folder)
    publish([folder / "r"], folder / "out", folder / "s.sqlite", jobs=1, annotate=True)
    publish([folder / "r"], folder / "other", folder / "s.sqlite", jobs=1, annotate=True)
    assert contents(folder / "out") == contents(folder / "other")


@pytest.mark.parametrize("other", [{"lang": "en"}, {"scope": None}, {"formats": ["html", "dot"]}])
def test_another_request_is_written(folder: Path, other: dict[str, Any]) -> None:
    publish([folder / "r"], folder / "out", folder / "s.sqlite", jobs=1)
    publish([folder / "r"], folder / "out", folder / "s.sqlite", jobs=1, **other)
    publish([folder / "r"], folder / "other", folder / "s.sqlite", jobs=1, **other)
    fresh = contents(folder / "other")
    assert {name: content for name, content in contents(folder / "out").items() if name in fresh} == fresh


def contents(folder: Path) -> dict[str, bytes]:
    """All files of a folder."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
