"""However the system starts processes (fork, forkserver, spawn), a build reads the same reports."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
from pathlib import Path

import pytest

from citegraph.store import Store

REPORTS = 20
# A person's script as it is often written: nothing in it asks whether it is the main one.
SCRIPT = """
import multiprocessing
import sys

multiprocessing.set_start_method(sys.argv[1], force=True)
import citegraph

done = citegraph.build(["tin"], "s.sqlite", jobs=2)
print(done.reports, len(done.failures))
"""


@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_a_script_without_a_guard_builds_once(tmp_path: Path, method: str) -> None:
    (tmp_path / "tin").mkdir()
    for number in range(REPORTS):
        text = f"Theo Chỉ thị số 05-CT/TW ngày 15/5/2016. Bài {number}."
        (tmp_path / "tin" / f"{number}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "script.py").write_text(SCRIPT, encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "script.py", method], cwd=tmp_path, text=True, capture_output=True, check=False
    )
    assert (ran.stdout, ran.stderr) == (f"{REPORTS} 0\n", "")
    with Store(tmp_path / "s.sqlite") as store:
        assert len(list(store.cited_by("05-CT/TW@XII"))) == REPORTS
