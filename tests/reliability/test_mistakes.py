"""Whatever a person gets wrong on the command line is answered in words, with an exit code of its kind."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest
from command import command, environment, run
from running import intact

STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


LONG = "x" * 300
"""A name that no file system takes."""


class Mistake(NamedTuple):
    what: str
    arguments: tuple[str, ...]
    code: int
    where: str  # what the answer must name
    said: str  # what it must say, and what to do, as a pattern


MISTAKES = [
    Mistake("no command", (), 2, "", "Usage: "),
    Mistake("a command that is none", ("biuld", "tin"), 2, "biuld", "No such command"),
    Mistake("an option that is none", ("build", "tin", "--formt", "csv"), 2, "--formt", "No such option.*--format"),
    Mistake("an option without its value", ("build", "tin", "-o"), 2, "-o", "requires an argument"),
    Mistake("nothing to read", ("build",), 2, "PATH", "Missing argument"),
    Mistake("a format that is none", ("build", "tin", "--format", "zip"), 2, "zip", "choose from .*csv.*html"),
    Mistake("no format at all", ("build", "tin", "--format", ""), 2, "--format", "choose from"),
    Mistake("no process", ("build", "tin", "--jobs", "0"), 2, "--jobs", "is not a whole number from 1"),
    Mistake("processes that are no number", ("build", "tin", "--jobs", "all"), 2, "--jobs", "is not a whole number"),
    Mistake("tables for what is found", ("audit", "--knowledge", "own"), 2, "--knowledge", "is for drafts"),
    Mistake("a scope that is none", ("build", "tin", "--scope", "both"), 2, "both", "party.*state.*all"),
    Mistake("a shape that is none", ("documents", "--format", "xml"), 2, "xml", "table.*json.*csv"),
    Mistake("an argument too many", ("cites", "một", "hai"), 2, "hai", "unexpected extra argument"),
    Mistake(
        "a negative number of documents", ("build", "tin", "--top", "-1"), 2, "--top", "is not a whole number from 0"
    ),
    Mistake("a file that is not there", ("build", "tni.txt"), 1, "tni.txt", "does not exist; check the name"),
    Mistake("a pattern that matches nothing", ("build", "*.docx"), 1, r"*.docx", "matches no file; check the pattern"),
    Mistake("a file that is damaged", ("build", "damaged.pdf"), 1, "damaged.pdf", ".+; .+"),
    Mistake("a program instead of a report", ("extract", "program"), 1, "program", ".+; .+"),
    Mistake("an empty file", ("extract", "empty.txt"), 1, "empty.txt", "; .+"),
    Mistake("a device", ("extract", "/dev/null"), 1, "/dev/null", "is a device, not a file; pass a regular file"),
    Mistake("a named pipe", ("extract", "pipe"), 1, "pipe", "is a named pipe, not a file; pass a regular file"),
    Mistake("a number that no report cites", ("cited-by", "99-NQ/TW"), 3, "99-NQ/TW", "did you mean Chỉ thị 05-CT/TW"),
    Mistake("no question", ("cited-by", ""), 3, "", "; .+"),
    Mistake("a question of signs alone", ("cited-by", "?!"), 3, "?!", "; .+"),
    Mistake("a report that is not there", ("cites", "ba"), 3, "ba", "did you mean .*"),
    Mistake("a store that is not there", ("documents", "--store", "no.sqlite"), 4, "no.sqlite", "create one with"),
    Mistake("a report for a store", ("documents", "--store", "tin/một.txt"), 4, "một.txt", "pass another file"),
    Mistake("a folder for a store", ("reports", "--store", "tin"), 4, "tin", "is a folder.*; pass the file in it"),
    Mistake(
        "a device for a store", ("reports", "--store", "/dev/null"), 4, "/dev/null", "not a regular file; pass anoth"
    ),
    Mistake("a pipe to build into", ("build", "tin", "--store", "pipe"), 4, "pipe", "not a regular file; pass another"),
    Mistake("a device to build into", ("build", "tin", "--store", "/dev/null"), 4, "/dev/null", "not a regular file; "),
    Mistake("another program's database", ("cites", "x", "--store", "other.db"), 4, "other.db", "pass another file"),
    Mistake("a store of a newer version", ("failures", "--store", "newer.db"), 4, "newer.db", "newer.*; .+"),
    Mistake("a build into a report", ("build", "tin", "--store", "tin/một.txt"), 4, "một.txt", "pass another file"),
    Mistake("a build into a newer store", ("build", "tin", "--store", "newer.db"), 4, "newer.db", "newer.*; .+"),
    Mistake("a build into another's", ("build", "tin", "--store", "other.db"), 4, "other.db", "pass another file"),
    Mistake("a store below a file", ("build", "tin", "--store", "notes/s"), 4, "notes/s", "pass another location"),
    Mistake("no folder of tables", ("build", "tin", "--knowledge", "none"), 5, "none", "; pass a folder of tables"),
    Mistake("a folder of other things", ("extract", "tin", "--knowledge", "tin"), 5, "tin", "contains no table; add a"),
    Mistake("a file for a folder of tables", ("extract", "tin", "--knowledge", "notes"), 5, "notes", "; pass a folder"),
    Mistake(
        "a table of no name",
        ("audit", "tin", "--knowledge", "other"),
        5,
        "types.csv",
        "not the name of a table; name it .*",
    ),
    Mistake("a table that is no text", ("extract", "tin", "--knowledge", "own"), 5, "kinds.csv", "not UTF-8; save it"),
    Mistake("an output that is a file", ("build", "tin", "-o", "notes", "--store", "s"), 6, "notes/", "check the"),
    Mistake("an output that cannot be made", ("build", "tin", "-o", "/proc/o", "--store", "s"), 6, "/proc/o", "; .+"),
    Mistake("a store of too long a name", ("reports", "--store", LONG), 4, LONG, "too long; pass another location"),
    Mistake("one to annotate from", ("annotate", "tin", "--store", LONG), 4, LONG, "too long; pass another location"),
    Mistake("one to build", ("build", "tin", "--store", LONG), 4, LONG, "too long; pass another location"),
    Mistake("an output of too long a name", ("build", "tin", "-o", LONG), 6, LONG, "too long; check the folder"),
    Mistake("a demo of too long a name", ("demo", "-o", LONG), 6, LONG, "too long; check the folder"),
    Mistake("a demo that cannot be made", ("demo", "-o", "notes"), 6, "notes/", "; .+"),
    Mistake("a command full of control signs", ("\x1b[31m\x9b2J\u202e",), 2, "", "No such command"),
    Mistake("a format full of them", ("build", "tin", "--format", "\x1b[2J\x07"), 2, "", "choose from"),
    Mistake("a file name full of them", ("extract", "\x1b]0;x\x07\ny\u202e.txt"), 1, "", "check the name"),
    Mistake("a question full of them", ("cited-by", "\x1b[2J\u202e99"), 3, "", "; .+"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store, and with all that is none."""
    folder = tmp_path_factory.mktemp("mistakes")
    (folder / "tin").mkdir()
    for name in ("một", "hai"):
        (folder / "tin" / f"{name}.txt").write_text("Theo Chỉ thị số 05-CT/TW ngày 15/5/2016.", encoding="utf-8")
    assert run("build", "tin", "--format", "json", folder=folder).returncode == 0
    (folder / "damaged.pdf").write_bytes(b"%PDF-1.4 nothing more")
    (folder / "program").write_bytes(b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 20)
    (folder / "empty.txt").write_bytes(b"")
    (folder / "notes").write_text("some notes, nobody's table\n", encoding="utf-8")
    (folder / "own").mkdir()
    (folder / "own" / "kinds.csv").write_bytes((folder / "program").read_bytes())
    (folder / "other").mkdir()
    (folder / "other" / "types.csv").write_text("name,symbols\n", encoding="utf-8")
    os.mkfifo(folder / "pipe")
    with sqlite3.connect(folder / "other.db") as other:
        other.execute("CREATE TABLE theirs (value)")
        other.execute("INSERT INTO theirs VALUES (42)")
    (folder / "newer.db").write_bytes((folder / "output" / "citegraph.sqlite").read_bytes())
    with sqlite3.connect(folder / "newer.db") as newer:
        newer.execute("PRAGMA journal_mode = DELETE")
        newer.execute("PRAGMA user_version = 1000")
    return folder


@pytest.mark.parametrize("mistake", MISTAKES, ids=[mistake.what for mistake in MISTAKES])
def test_a_mistake_is_answered(folder: Path, mistake: Mistake, tmp_path: Path) -> None:
    if "/proc" in "".join(mistake.arguments) and not Path("/proc/self").exists():
        pytest.skip("no /proc here")
    before = files(folder)
    arguments = mistake.arguments
    if mistake.code == 1 and arguments[0] == "build":
        arguments += ("-o", str(tmp_path))
    ran = run(*arguments, folder=folder)
    told = ran.stderr or ran.stdout
    assert ran.returncode == mistake.code, told
    assert "Traceback" not in told
    assert mistake.where in told
    assert re.search(mistake.said, told, re.DOTALL), told
    assert not STEERING.search(ran.stderr + ran.stdout)
    if mistake.code > 2:  # where, what, what to do: on one line
        assert re.fullmatch(r"citegraph: .*: .+; .+\n", ran.stderr), ran.stderr
        assert ran.stdout == ""
    assert {name: content for name, content in files(folder).items() if name in before} == before
    assert not [path for path in folder.rglob("*-writer") if path.name not in ("citegraph.sqlite-writer", "s-writer")]


def files(folder: Path) -> dict[str, bytes]:
    """What is in every file of a person; the store's own bookkeeping aside."""
    paths = (
        path for path in folder.rglob("*") if path.is_file() and not path.name.endswith(("-shm", "-wal", "-writer"))
    )
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def test_enough_mistakes_are_made() -> None:
    assert len(MISTAKES) >= 25
    assert {mistake.code for mistake in MISTAKES} == {1, 2, 3, 4, 5, 6}


def test_every_kind_of_error_has_a_code_of_its_own_that_the_help_tells(tmp_path: Path) -> None:
    from citegraph.cli import EXIT_CODES
    from citegraph.errors import CitegraphError

    assert set(EXIT_CODES) == set(CitegraphError.__subclasses__())
    assert len(set(EXIT_CODES.values()) | {0, 1, 2, 130}) == len(EXIT_CODES) + 4
    said = run("--help", folder=tmp_path).stdout
    for code in (*EXIT_CODES.values(), 1, 2, 130):
        assert re.search(rf"\b{code}\b", said), code


@pytest.mark.parametrize("mistake", {m.code: m for m in MISTAKES if m.code > 2}.values(), ids=lambda m: m.what)
def test_debug_shows_where_in_the_program(folder: Path, mistake: Mistake) -> None:
    ran = run("--debug", *mistake.arguments, folder=folder)
    assert ran.stderr.startswith("Traceback (most recent call last):\n")
    assert re.search(r"^citegraph\.errors\.\w+Error: ", ran.stderr, re.MULTILINE)
    assert ran.returncode == mistake.code
    assert not STEERING.search(ran.stderr)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("arguments", [("reports",), ("documents", "--format", "json"), ("extract", "tin")])
def test_a_listing_that_cannot_be_written_is_said(folder: Path, arguments: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(
            command(*arguments),
            cwd=folder,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env=environment(),
        )
    assert (ran.returncode, ran.stderr.count("\n")) == (6, 1), ran.stderr
    assert "standard output: cannot be written: no space left on the disk" in ran.stderr


PASSAGE = "Đoạn này chỉ có trong báo cáo gốc số bảy bảy bảy."


@pytest.mark.parametrize("debug", [(), ("--debug",)])
def test_what_is_said_never_holds_the_text_of_a_report(tmp_path: Path, debug: tuple[str, ...]) -> None:
    """Neither when all goes well, nor when a row, a file or the run ends badly."""
    body = f"{PASSAGE} " * 50
    (tmp_path / "r").mkdir()
    (tmp_path / "r" / "well.txt").write_text(f"{body}\nTheo Chỉ thị số 05-CT/TW ngày 15/5/2016.", encoding="utf-8")
    (tmp_path / "r" / "row.jsonl").write_text(
        json.dumps({"text": body}, ensure_ascii=False) + '\n{"text": "' + body + "\n" + body, encoding="utf-8"
    )
    (tmp_path / "r" / "table.csv").write_text(f'id,text\n1,"{body}\n2,{body}', encoding="utf-8")
    (tmp_path / "r" / "page.html").write_text(f"<html><body><p>{body}</html", encoding="utf-8")
    (tmp_path / "r" / "broken.docx").write_bytes(b"PK\x03\x04" + body.encode())
    (tmp_path / "r" / "broken.pdf").write_bytes(b"%PDF-1.7\n" + body.encode())
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "documents.csv").write_text(body, encoding="utf-8")
    for arguments in (
        ("build", "r", "--format", "json"),
        ("build", "r", "--knowledge", "own"),
        ("build", "r", "--store", "r/well.txt"),
        ("failures",),
        ("cites", PASSAGE[:20]),
    ):
        ran = run(*debug, *arguments, folder=tmp_path)
        assert (ran.stdout + ran.stderr).count(PASSAGE) == 0, arguments
        assert len(ran.stderr) < 8000


def test_a_store_is_made_anew_after_a_mistake_as_if_there_had_been_none(folder: Path) -> None:
    assert run("build", "tin", "--format", "json", folder=folder).returncode == 0
    assert intact(folder / "output" / "citegraph.sqlite")
    with sqlite3.connect(folder / "other.db") as other:
        assert other.execute("SELECT value FROM theirs").fetchall() == [(42,)]
