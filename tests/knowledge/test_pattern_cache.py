"""What is kept in the user's cache, and what is not."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import regex

from citegraph.extract.by_meeting import _congress_pattern
from citegraph.grammar.codes import compiled_code_pattern
from citegraph.knowledge import disk_cache
from citegraph.knowledge.disk_cache import cached_on_disk
from citegraph.knowledge.tables import Knowledge, using


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty cache of the user."""
    monkeypatch.setenv("CITEGRAPH_CACHE", str(tmp_path / "cache"))
    disk_cache._cache_folder.cache_clear()
    yield tmp_path / "cache"
    disk_cache._cache_folder.cache_clear()


class Process:
    """What one process makes: a pattern, and how often it compiles that."""

    def __init__(self) -> None:
        self.made = 0

    def pattern(self) -> Callable[[], regex.Pattern[str]]:
        @cached_on_disk
        def months() -> regex.Pattern[str]:
            self.made += 1
            return regex.compile(r"(?:tháng)\s+(?P<month>\d{1,2})", regex.IGNORECASE)

        return months


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_pattern_is_compiled_once_for_all_processes(folder: Path) -> None:
    first, second = Process(), Process()
    one, other = first.pattern()(), second.pattern()()
    assert (first.made, second.made) == (1, 0)
    for pattern in (one, other):
        match = pattern.match("Tháng 10")
        assert match is not None and match["month"] == "10"


def test_a_damaged_file_is_made_anew(folder: Path) -> None:
    Process().pattern()()
    (path,) = files(folder)
    whole = path.read_bytes()
    for damaged in (b"", whole[: len(whole) // 2], b"\x00" * 100):
        path.write_bytes(damaged)
        process = Process()
        assert process.pattern()().match("tháng 1") and process.made == 1
        assert path.read_bytes() == whole


class Harmful:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Callable[..., None], tuple[Path]]:
        return os.mkdir, (self.path,)


def test_a_file_can_name_nothing_to_be_called(folder: Path, tmp_path: Path) -> None:
    Process().pattern()()
    (path,) = files(folder)
    path.write_bytes(pickle.dumps(Harmful(tmp_path / "made")))
    process = Process()
    process.pattern()()
    assert process.made == 1 and not (tmp_path / "made").exists()


def test_nothing_is_kept_of_tables_of_ones_own(folder: Path, tmp_path: Path) -> None:
    with using(Knowledge(tmp_path, "digest", {})):
        Process().pattern()()
    assert files(folder) == []


def test_nothing_is_kept_where_that_is_not_wanted_or_not_possible(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    for chosen in ("", str(tmp_path / "file")):
        monkeypatch.setenv("CITEGRAPH_CACHE", chosen)
        disk_cache._cache_folder.cache_clear()
        assert Process().pattern()().match("tháng 1")
    assert not folder.exists() and (tmp_path / "file").read_bytes() == b""


def test_what_older_versions_kept_goes(folder: Path) -> None:
    for at in range(6):
        (folder / str(at)).mkdir(parents=True)
        os.utime(folder / str(at), (at, at))
    Process().pattern()()
    assert {path.name for path in folder.iterdir()} >= {"5", "4", "3"}
    assert len([*folder.iterdir()]) == 4


@pytest.mark.parametrize("made", [compiled_code_pattern, _congress_pattern])
def test_a_kept_pattern_matches_as_a_compiled_one(made: Callable[[], regex.Pattern[str]]) -> None:
    text = " số 35-NQ/TW của Đại hội Đảng bộ tỉnh Thanh Hóa lần thứ XIX, Đại hội đại biểu toàn quốc lần thứ XIII"
    restored = pickle.loads(pickle.dumps(made()))  # noqa: S301 - of this process
    assert (
        [match.span() for match in restored.finditer(text)] == [match.span() for match in made().finditer(text)] != []
    )
