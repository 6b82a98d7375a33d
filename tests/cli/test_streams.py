"""A closed, full or broken stream is no traceback, and what really failed is what is blamed."""

from __future__ import annotations

import itertools
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

TEXT = "Theo Chỉ thị số 05-CT/TW ngày 15/5/2016."
BAD = "citegraph: standard output: cannot be written: Bad file descriptor; check where it leads, and the free space on the disk\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("streams")
    (folder / "tin").mkdir()
    (folder / "tin" / "a.txt").write_text(TEXT, encoding="utf-8")
    assert run("build", "tin", "--format", "json", folder=folder).returncode == 0
    return folder


def run(
    *arguments: object,
    folder: Path,
    closed: str = "",
    full: tuple[str, ...] = (),
    before: Callable[[], object] | None = None,
) -> subprocess.CompletedProcess[str]:
    """The command with these descriptors closed, as `>&-` closes them, and these streams on a full disk."""

    def prepare() -> None:
        for descriptor in closed:
            os.close(int(descriptor))
        if before is not None:
            before()

    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | {
        name: Path("/dev/full").open("w")  # noqa: SIM115 - closed with the process
        for name in full
    }
    return subprocess.run(
        [sys.executable, "-m", "citegraph", *map(str, arguments)],
        cwd=folder,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        preexec_fn=prepare,
        env={**os.environ, "CITEGRAPH_LANG": "en"},
        **streams,  # type: ignore[call-overload]
    )


@pytest.mark.parametrize("closed", ["1", "2", "0", "12", "012"])
def test_a_build_is_made_though_nobody_can_be_told(folder: Path, tmp_path: Path, closed: str) -> None:
    ran = run("build", "tin", "-o", tmp_path / "o", "--format", "json", "-j", 1, folder=folder, closed=closed)
    assert ran.returncode == 0, ran.stderr
    assert json.loads((tmp_path / "o" / "graph.json").read_bytes())["nodes"]
    assert ran.stderr == ""
    assert ("Written" in ran.stdout) == ("1" not in closed)


def test_nothing_is_written_into_a_file_that_took_the_place_of_a_stream(folder: Path, tmp_path: Path) -> None:
    """What fails is listed on standard error, which must not be a file that was opened meanwhile."""
    (tmp_path / "r").mkdir()
    (tmp_path / "r" / "broken.pdf").write_bytes(b"%PDF-1.4 nothing more")
    (tmp_path / "r" / "a.txt").write_text(TEXT, encoding="utf-8")
    build = ("build", tmp_path / "r", "--format", "json,csv", "-j", 1, "-o")
    whole = run(*build, tmp_path / "o", folder=folder)
    ran = run(*build, tmp_path / "n", folder=folder, closed="012")
    assert (whole.returncode, ran.returncode) == (1, 1)
    for path in (tmp_path / "o").glob("*.*"):
        if "sqlite" not in path.name:
            assert path.read_bytes() == (tmp_path / "n" / path.name).read_bytes(), path.name


@pytest.mark.parametrize(
    "arguments", [("reports",), ("documents", "--format", "json"), ("extract", "tin"), ("--version",), ("--help",)]
)
def test_a_question_that_cannot_be_answered_has_failed(folder: Path, arguments: tuple[str, ...]) -> None:
    ran = run(*arguments, folder=folder, closed="1")
    assert (ran.returncode, ran.stderr) == (6, BAD)
    if arguments == ("reports",):
        assert run(*arguments, folder=folder, closed="12").returncode == 6
        assert run(*arguments, folder=folder, closed="02").returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_notes_that_nobody_can_read_are_no_failure(folder: Path, tmp_path: Path) -> None:
    ran = run("search", "zzz", folder=folder, full=("stderr",))
    assert (ran.returncode, ran.stdout) == (1, "found\treport\tdate\tdocuments\ttext\n")
    assert run("build", tmp_path / "nothing", folder=folder, full=("stderr",)).returncode == 1
    ran = run("build", "tin", "-o", tmp_path / "o", "--format", "json", folder=folder, full=("stdout",))
    assert (ran.returncode, ran.stderr.count("\n")) == (6, 1)  # but what it did was to be said
    assert (tmp_path / "o" / "graph.json").exists()


@pytest.mark.parametrize("command", ["build", "extract"])
def test_a_closed_standard_input_cannot_be_read(folder: Path, tmp_path: Path, command: str) -> None:
    ran = run(command, "-", *(["-o", tmp_path / "o"] if command == "build" else []), folder=folder, closed="0")
    said = (
        "citegraph: standard input: cannot be read: Bad file descriptor; pipe a text into the command, or pass a file\n"
    )
    assert (ran.returncode, ran.stderr) == (7, said)
    assert not (tmp_path / "o" / "graph.json").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="there a folder in use cannot be removed")
@pytest.mark.parametrize("arguments", [("annotate", "tin", "-o", "o"), ("build", "tin"), ("demo",)])
def test_a_folder_that_is_gone_is_what_is_blamed(folder: Path, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    place = tmp_path / "gone"
    place.mkdir()
    absolute = [str(folder / "tin") if word == "tin" else word for word in arguments]
    ran = run(*absolute, folder=folder, before=lambda: (os.chdir(place), place.rmdir()))
    said = "citegraph: the current folder: no longer exists or cannot be entered; change to another folder\n"
    assert (ran.returncode, ran.stderr) == (7, said)


def test_too_many_open_files_are_what_is_blamed(folder: Path, tmp_path: Path) -> None:
    """Wherever the limit is met: by the command, by the pool of processes, or within one of them."""
    for number in range(40):
        (tmp_path / f"{number}.txt").write_text(TEXT, encoding="utf-8")
    remedy = "close other programs, or raise the limit, e.g. with ulimit -n 1024\n"
    for most in itertools.count(7, 3):
        few = partial(resource.setrlimit, resource.RLIMIT_NOFILE, (most, most))
        ran = run("build", tmp_path, "-o", tmp_path / "o", "-j", 2, folder=folder, before=few)
        if not ran.returncode:
            break
        assert (ran.returncode, ran.stderr) == (7, f"citegraph: open files: too many open files; {remedy}")
    assert "Reports      40" in ran.stdout


NUMBERS = [
    *(("build", "tin", option) for option in ("--jobs", "--top", "--min-reports", "--min-weight", "--edges")),
    *((*command, "--limit") for command in (("documents",), ("cited-by", "05"), ("path", "05", "06"), ("search", "x"))),
    *((*command, "--limit") for command in (("timeline", "05"), ("audit",), ("failures",), ("related", "05"))),
]


@pytest.mark.parametrize("arguments", NUMBERS, ids=" ".join)
def test_a_number_beyond_all_is_not_understood(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    from citegraph.cli import root_command

    with pytest.raises(Exception, match="1000000000") as raised:
        root_command(arguments)([*arguments, "1" + "0" * 20], standalone_mode=False)
    assert getattr(raised.value, "exit_code", None) == 2
