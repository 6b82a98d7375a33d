"""What each operating system can do; what Windows does is shown by the errors that it raises."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from citegraph import export, system
from citegraph.errors import ExportError
from citegraph.model import Failure
from citegraph.pipeline.workers import count_useful_processes
from citegraph.read import Source

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such locks and limits")


def test_no_more_processes_are_started_than_the_system_can_wait_for() -> None:
    files = [Source(f"{at}.txt", Path(f"{at}.txt")) for at in range(5_000)]
    assert count_useful_processes(4_000, files) == system.MOST_PROCESSES
    assert count_useful_processes(2, files) == 2
    assert count_useful_processes(2, [Failure("a", "b", "c")]) == 1


@posix
def test_a_lock_is_held_until_its_file_is_closed(tmp_path: Path) -> None:
    one, other = (os.open(tmp_path, os.O_RDONLY) for _ in range(2))
    assert system.lock(one, wait=False)
    assert not system.lock(other, wait=False)
    os.close(one)
    assert system.lock(other, wait=True)
    os.close(other)


@posix
def test_a_process_may_let_others_go_first() -> None:
    """Before and after, as the process itself sees its priority."""
    program = "import os; from citegraph import system; a = os.nice(0); system.lower_priority(); print(os.nice(0) - a)"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True)
    assert int(ran.stdout) > 0


@posix
def test_memory_is_limited() -> None:
    program = "from citegraph import system; assert system.limit_memory(2**26) > 2**26; bytes(2**28)"
    ran = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True, text=True)
    assert "MemoryError" in ran.stderr


def test_a_file_that_excel_has_open_is_named_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows refuses to replace an open file; here its error is raised by hand, for no other system has it."""
    denied = PermissionError(13, "The process cannot access the file because it is being used by another process")
    denied.winerror = 32

    def replace(self: Path, target: Path) -> None:
        raise denied

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(ExportError) as error:
        export.write_atomically(tmp_path / "documents.csv", [b"a"])
    assert error.value.remedy == "close the program that has the file open, such as Excel"
    assert [*tmp_path.iterdir()] == []
