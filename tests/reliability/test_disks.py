"""A disk that is full or may not be written ends a run with a reason, and costs nothing that was there."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from command import run, start
from running import intact, reports, rows, stage

Disk = Callable[[str], Path]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """A disk of its own, given mount options such as "size=1m"; mounted anew when asked again."""
    place = tmp_path / "disk"
    place.mkdir()

    def mounted(options: str) -> Path:
        if os.path.ismount(place):
            options = f"remount,{options}"
        made = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "tmpfs", place], check=False, capture_output=True, text=True
        )
        if made.returncode:
            pytest.skip(f"a small disk cannot be made here: {made.stderr.strip()}")
        return place

    if os.geteuid():
        pytest.skip("only root can make a small disk")
    yield mounted
    if os.path.ismount(place):
        subprocess.run(["umount", place], check=True)


def one_line(said: str) -> None:
    assert said.startswith("citegraph: ")
    assert said.count("\n") == 1
    assert "Traceback" not in said


def test_a_full_disk_stops_a_build_that_goes_on_when_there_is_room(tmp_path: Path, disk: Disk) -> None:
    reports(tmp_path / "r", range(150))
    assert run("build", "r", "-o", "whole", "--format", "csv", folder=tmp_path).returncode == 0
    place, stopped = disk("size=200k"), 0
    for kilobytes in (200, 400, 700, 4000):
        disk(f"size={kilobytes}k")
        ran = run("build", "r", "-o", "o", "--store", place / "s.sqlite", "--format", "csv", folder=tmp_path)
        if not ran.returncode:
            break
        stopped += 1
        assert ran.returncode == 4
        one_line(ran.stderr)
        assert "disk/s.sqlite: the disk is full; free some space and run again" in ran.stderr
        assert intact(place / "s.sqlite")
        if stage(place / "s.sqlite") != "while the store was made":
            assert len(rows(place / "s.sqlite")["report"]) in (0, 150)  # none or all, never a part
    assert stopped >= 2
    assert ran.returncode == 0
    assert rows(place / "s.sqlite") == rows(tmp_path / "whole" / "citegraph.sqlite")


def test_a_full_disk_leaves_the_exported_files_that_were_there(tmp_path: Path, disk: Disk) -> None:
    place = disk("size=4m")
    reports(tmp_path / "r", range(20))
    build = ("build", "r", "-o", place, "--store", "s.sqlite", "--format")
    assert run(*build, "csv,json", folder=tmp_path).returncode == 0
    before = {path.name: path.read_bytes() for path in place.iterdir()}
    disk(f"size={(sum(map(len, before.values())) // 4096 + len(before) + 4) * 4}k")
    reports(tmp_path / "r", range(20, 300))
    ran = run(*build, "csv,json", folder=tmp_path)
    assert ran.returncode == 6
    one_line(ran.stderr)
    assert (
        "cannot be written: no space left on the disk; check the folder, and the free space on the disk" in ran.stderr
    )
    after = {path.name: path.read_bytes() for path in place.iterdir()}
    assert after.keys() == before.keys()  # and nothing beside them
    changed = [name for name in before if before[name] != after[name]]
    assert "citations.csv" not in changed
    assert run("cites", "báo-cáo-0299", "--store", "s.sqlite", folder=tmp_path).returncode == 0


@pytest.mark.parametrize("kilobytes", [20, 400])
def test_a_file_that_may_grow_no_further_is_a_full_disk(tmp_path: Path, kilobytes: int) -> None:
    reports(tmp_path / "r", range(150))

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes * 1024, kilobytes * 1024))

    build = ("build", "r", "-o", "o", "--format", "csv", "-j", 1)
    ran = start(*build, folder=tmp_path, preexec_fn=limit)
    assert ran.returncode == 4
    one_line(ran.stderr)
    store = tmp_path / "o" / "citegraph.sqlite"
    assert not store.exists() or intact(store)
    assert run(*build, folder=tmp_path).returncode == 0
    assert run("build", "r", "-o", "whole", "--format", "csv", folder=tmp_path).returncode == 0
    assert rows(store) == rows(tmp_path / "whole" / "citegraph.sqlite")


@pytest.fixture
def sealed(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Callable[[], Path]]:
    """A folder that may be filled until it is sealed; then nobody may write to it, not even root."""
    if os.geteuid():
        place = tmp_path / "sealed"
        place.mkdir()

        def seal() -> Path:
            for path in (*place.iterdir(), place):
                path.chmod(0o555 if path.is_dir() else 0o444)
            return place

        yield seal
        for path in (place, *place.iterdir()):
            path.chmod(0o755)
        return
    make = request.getfixturevalue("disk")
    place = make("size=20m")

    def remount() -> Path:
        return Path(make("ro"))

    yield remount


def test_an_output_folder_that_may_not_be_written_is_said_before_anything_is_read(
    tmp_path: Path, sealed: Callable[[], Path]
) -> None:
    reports(tmp_path / "r", range(3))
    place = sealed()
    ran = run("build", "r", "-o", place, folder=tmp_path)
    assert ran.returncode == 4
    one_line(ran.stderr)
    assert f"{place}/citegraph.sqlite: " in ran.stderr
    ran = run("build", "r", "-o", place, "--store", "s.sqlite", folder=tmp_path)
    assert ran.returncode == 6
    one_line(ran.stderr)
    assert list(place.iterdir()) == []
    ran = run("demo", "-o", place, folder=tmp_path)
    assert ran.returncode == 6
    one_line(ran.stderr)


def test_a_store_that_may_not_be_written_answers_and_says_so_to_a_build(
    tmp_path: Path, sealed: Callable[[], Path]
) -> None:
    reports(tmp_path / "r", range(10))
    place = tmp_path / ("disk" if (tmp_path / "disk").exists() else "sealed")
    assert run("build", "r", "-o", place, "--format", "json", folder=tmp_path).returncode == 0
    sealed()
    before = {path.name: path.read_bytes() for path in place.iterdir()}
    store = place / "citegraph.sqlite"
    assert run("documents", "--store", store, folder=tmp_path).stdout.count("\n") > 3
    ran = run("build", "r", "-o", "o", "--store", store, folder=tmp_path)
    assert ran.returncode == 4
    one_line(ran.stderr)
    assert f"{store}: is read-only; check the permissions" in ran.stderr
    assert {path.name: path.read_bytes() for path in place.iterdir()} == before
