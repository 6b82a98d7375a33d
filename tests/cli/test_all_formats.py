"""A folder with a file of every ending that is read, and of some that are not, is built with one command."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import oldoffice
import pytest
import written
from command import run

from citegraph.read import FORMATS, text_recognition

UNREAD = {
    "locked.docx": (oldoffice.disk({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}), "file.encrypted"),
    "film.mp4": (b"\0\0\0\x18ftypmp42" + bytes(range(256)), "file.unknown_format"),
    "empty.txt": (b"", "file.empty"),
}
"""What the documentation says is not read, and the reason that is given."""


def paths(folder: Path, query: str) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(folder / "output" / "citegraph.sqlite")) as connection:
        return connection.execute(query).fetchall()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a file of each ending, and of each compression."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "r").mkdir()
    for form in FORMATS:
        if form.name == "picture" and text_recognition.tesseract_version() is None:
            continue
        for ending in form.endings if form.name != "foreign" else ():
            (folder / "r" / f"bao-cao{ending}").write_bytes(written.write(form.name, ending))
    for packed, compress in written.COMPRESS.items():
        (folder / "r" / f"bao-cao.txt{packed}").write_bytes(compress(written.TEXT.encode()))
    return folder


def test_nothing_is_left_unread(folder: Path) -> None:
    ran = run("build", "r", folder=folder)
    assert ran.returncode == 0
    told = [line.partition(": text of ")[2] for line in ran.stderr.splitlines()]
    assert all(re.fullmatch(r"1 of 1 pages recognized from pictures, (?:8[5-9]|9\d)% confidence", one) for one in told)
    read = {path.split("/")[1].partition("#")[0] for (path,) in paths(folder, "SELECT path FROM report")}
    assert read == {file.name for file in (folder / "r").iterdir()}
    without = paths(
        folder,
        "SELECT path FROM report WHERE id NOT IN (SELECT report FROM citation WHERE surface = 'Nghị quyết số 35-NQ/TW' OR surface = '35-NQ/TW')",
    )
    assert without == []


def test_what_cannot_be_read_is_listed_with_its_reason(folder: Path) -> None:
    for name, (data, _) in UNREAD.items():
        (folder / "r" / name).write_bytes(data)
    ran = run("build", "r", folder=folder)
    assert ran.returncode == 1
    failures = dict(paths(folder, "SELECT path, reason FROM failure"))
    assert failures.keys() == {f"r/{name}" for name in UNREAD}
    for name, (_, reason) in UNREAD.items():
        assert reason in failures[f"r/{name}"]
        assert f"r/{name}" in ran.stderr + ran.stdout
