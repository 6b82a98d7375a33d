"""One folder with everything that files can do to a reader: the build ends, and names each of them."""

from __future__ import annotations

import io
import os
import shutil
import socket
import sqlite3
import subprocess
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
import written
from command import command, environment, run
from running import intact

from citegraph.i18n import from_column_text

PDF = written.pdf([written.TEXT])
WORD = written.docx_file()
SCHEMA = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word(xml: bytes) -> bytes:
    """A Word file with another main part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(WORD)) as sound, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sound.namelist():
            archive.writestr(name, xml if name == "word/document.xml" else sound.read(name))
    return out.getvalue()


def entities() -> bytes:
    """Ten entities, each ten times the one before: gigabytes of "lol"."""
    made = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 12))
    return (
        f"<?xml version='1.0'?><!DOCTYPE w [<!ENTITY e0 'lol'>{made}]><w:document xmlns:w='{SCHEMA}'><w:body><w:p><w:r>"
        "<w:t>Tin &e11;</w:t></w:r></w:p></w:body></w:document>"
    ).encode()


def encrypted() -> bytes:
    """A PDF that wants a password."""
    lock = b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>/ID[<00><00>]" % (b"41" * 32, b"42" * 32)
    return PDF.replace(b"trailer\n<<", b"trailer\n<<" + lock)


def million_objects() -> bytes:
    return PDF[: PDF.index(b"xref\n")] + b"".join(
        b"%d 0 obj<</A[%d 0 R]>>endobj\n" % (n, n + 1) for n in range(9, 10**6)
    )


def looped() -> bytes:
    """A PDF whose pages hold themselves."""
    kid = PDF.index(b"/Kids[") + 6
    tree = PDF[: PDF.index(b"/Type/Pages")].rpartition(b" 0 obj")[0].rpartition(b"\n")[2]
    return PDF[:kid] + tree + PDF[kid + len(tree) :]


READ = "a report comes of it"


def files() -> dict[bytes, tuple[bytes, str]]:
    """What lies there, and what is said of it: a part of the reason, or that it is read; "" where either will do."""
    return {
        b"sound.txt": (written.TEXT.encode(), READ),
        b"truncated.pdf": (PDF[: len(PDF) // 3], "is damaged"),
        b"truncated.docx": (WORD[: len(WORD) // 2], "is a damaged Word document"),
        b"empty.txt": (b"", ""),
        b"empty.pdf": (b"", ""),
        b"one line.txt": (b"Tin " * 2_000_000, READ),
        b"deep.html": (b"<html><body>" + b"<div>" * 100_000 + written.TEXT.encode(), ""),
        b"deep.jsonl": (b'{"text": ' + b"[" * 100_000 + b"\n", "is nested too deep"),
        b"zip bomb.docx": (word(bytes(300 * 2**20)), "unpacks to more than"),
        b"entities.docx": (word(entities()), ""),
        b"gzip bomb.txt.gz": (written.COMPRESS[".gz"](bytes(2**28)), "is longer than 20 MB"),
        b"gzip bomb.html.gz": (written.COMPRESS[".gz"](b"<html>" + bytes(2**28)), "bomb"),
        b"loop.pdf": (looped(), ""),
        b"million.pdf": (million_objects(), ""),
        b"encrypted.pdf": (encrypted(), "is encrypted"),
        b"encrypted.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(60) + "EncryptedPackage\0".encode("utf-16-le"), "is encrypted"),
        b"misnamed.docx": (PDF, READ),
        b"misnamed.txt": (WORD, READ),
        b"misnamed.pdf": (bytes(range(256)) * 20, "unknown format"),
        b"invalid.txt": (b"Tin \xff\xfe " + written.TEXT.encode(), READ),
        b"d\xc3\xb2ng\nhai.txt": (written.TEXT.encode(), READ),
        b"\xff\xfe.txt": (written.TEXT.encode(), READ),
        "\u202etxt.exe.txt".encode(): (written.TEXT.encode(), READ),
        "\x1b[2J\u2066.html".encode(): (written.html_page().encode(), READ),
    }  # fmt: skip


def fill(folder: Path) -> dict[str, str]:
    """Make the folder; what is to be said of each path in it."""
    folder.mkdir()
    made = files()
    for name, (data, _) in made.items():
        with open(os.path.join(os.fsencode(folder), name), "wb") as file:  # noqa: PTH118, PTH123 - a name in bytes
            file.write(data)
    (folder / "here").symlink_to("there")
    (folder / "there").symlink_to("here")
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    (folder / "dangling.txt").symlink_to("nowhere")
    (folder / "device").symlink_to("/dev/zero")
    os.mkfifo(folder / "pipe")
    special = {
        "here": "cannot be opened", "there": "cannot be opened", "loop": "is a symbolic link to a folder", "dangling.txt": "does not exist",
        "device": "is a device", "pipe": "is a named pipe", "socket": "is a socket",
    }  # fmt: skip
    shown = {name.decode("utf-8", "backslashreplace"): said for name, (_, said) in made.items()}
    return {f"r/{name}": said for name, said in (shown | special).items()}


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_build_reads_or_lists_each(tmp_path: Path, jobs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = fill(tmp_path / "r")
    monkeypatch.chdir(tmp_path)  # the name of a socket is short
    with socket.socket(socket.AF_UNIX) as unix:
        unix.bind("r/socket")
        ran = run("build", "r", "--format", "csv", "-j", jobs, folder=tmp_path)
    assert ran.returncode == 1, ran.stderr
    assert "Traceback" not in ran.stderr
    store = tmp_path / "output" / "citegraph.sqlite"
    assert intact(store)
    with closing(sqlite3.connect(store)) as connection:
        read = {path.partition("#")[0] for (path,) in connection.execute("SELECT path FROM report")}
        failures = {
            path.partition("#")[0]: (from_column_text(reason), from_column_text(remedy))
            for path, reason, remedy in connection.execute("SELECT path, reason, remedy FROM failure")
        }
    assert read | failures.keys() == expected.keys()
    for path, said in expected.items():
        if said == READ:
            assert path in read, failures.get(path)
        elif said:
            assert said in failures[path][0], path
    assert all(reason and remedy for reason, remedy in failures.values())
    listed = run("failures", folder=tmp_path).stdout
    assert "\x1b" not in listed and "\u202e" not in listed


def bound(*arguments: object, folder: Path) -> subprocess.CompletedProcess[str]:
    """The command, run by somebody who may not read everything: root gives up that right."""
    without = []
    if os.geteuid() == 0:
        if shutil.which("setpriv") is None:
            pytest.skip("root reads everything, and setpriv is not on this machine")
        without = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
    return subprocess.run(
        [*without, *command(*arguments)],
        cwd=folder, check=False, capture_output=True, text=True, env=environment(),
    )  # fmt: skip


def reported(folder: Path) -> int:
    return len(run("reports", "--format", "csv", folder=folder).stdout.splitlines()) - 1


@pytest.mark.parametrize("named", ["r", "r/**/*.txt", "r/*", "r/closed", "r/closed/*.txt"])
def test_what_may_not_be_looked_into_is_not_pruned(tmp_path: Path, named: str) -> None:
    closed = tmp_path / "r" / "closed"
    closed.mkdir(parents=True)
    for name in ("one.txt", "closed/two.txt", "closed/three.txt"):
        (tmp_path / "r" / name).write_text(written.TEXT, encoding="utf-8")
    build = ("build", named, "--format", "json", "--prune")
    assert run("build", "r", "--format", "json", folder=tmp_path).returncode == 0
    closed.chmod(0o000)
    ran = bound(*build, folder=tmp_path)
    closed.chmod(0o700)
    assert "r/closed: cannot be opened: permission denied" in ran.stdout + ran.stderr
    assert reported(tmp_path) == 3
    (closed / "two.txt").unlink()
    run(*build, folder=tmp_path)
    assert reported(tmp_path) == 2


def test_what_may_not_be_read_is_listed(tmp_path: Path) -> None:
    (tmp_path / "r").mkdir()
    for name in ("sound", "secret"):
        (tmp_path / "r" / f"{name}.txt").write_text(written.TEXT, encoding="utf-8")
    (tmp_path / "r" / "secret.txt").chmod(0o000)
    (tmp_path / "r" / "closed").mkdir(0o000)
    ran = bound("build", "r", "--format", "json", folder=tmp_path)
    (tmp_path / "r" / "closed").chmod(0o700)
    assert ran.returncode == 1, ran.stderr
    told = ran.stdout + ran.stderr
    for name in ("r/secret.txt", "r/closed"):
        assert f"{name}: cannot be opened: permission denied; check the file permissions" in told, told
    assert reported(tmp_path) == 1
