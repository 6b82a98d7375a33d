"""Tests that `check` tells a whole store from a damaged one, and finds files that are not what was read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import run


@pytest.fixture
def built(tmp_path: Path) -> Path:
    (tmp_path / "tin").mkdir()
    for name in ("a", "b", "c"):
        text = f"Theo Chỉ thị số 05-CT/TW ngày 15/5/2016. Bài {name}."
        (tmp_path / "tin" / f"{name}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "tin" / "d.pdf").write_bytes(b"%PDF-1.7 broken")
    assert run("build", "tin", folder=tmp_path).returncode == 1  # the broken one
    return tmp_path


def test_a_whole_store_and_its_files(built: Path) -> None:
    ran = run("check", folder=built)
    assert (ran.returncode, ran.stdout) == (
        0,
        "output/citegraph.sqlite is whole, and so are the 4 files it was built from.\n",
    )


def test_files_that_are_gone_or_changed_are_listed(built: Path) -> None:
    (built / "tin" / "a.txt").unlink()
    (built / "tin" / "b.txt").write_text("Khác", encoding="utf-8")
    ran = run("check", "--format", "json", folder=built)
    assert ran.returncode == 1
    assert [(row["path"], row["state"]) for row in json.loads(ran.stdout)] == [
        ("tin/a.txt", "gone"),
        ("tin/b.txt", "changed"),
    ]
    assert "đã thay đổi" in run("check", "--lang", "vi", folder=built).stdout


def test_a_damaged_store_is_told(built: Path) -> None:
    store = built / "output" / "citegraph.sqlite"
    data = bytearray(store.read_bytes())
    for at in range(len(data) // 2, len(data) // 2 + 4096):
        data[at] ^= 0xFF
    store.write_bytes(bytes(data))
    ran = run("check", folder=built)
    assert (ran.returncode, "damaged" in ran.stderr) == (4, True), ran.stderr
