"""A store to be damaged, every command that opens one, and how each of them ended."""

from __future__ import annotations

import io
import json
import random
import re
import shutil
from collections.abc import Iterable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

from running import reports

from citegraph.cli import EXIT_CODES, root_command
from citegraph.cli.error_handling import run_command
from citegraph.errors import StoreError
from citegraph.model import Failure
from citegraph.pipeline import build
from citegraph.store import FilePart, Writer, pack

PASSAGE = "Đoạn này chỉ có trong báo cáo gốc"
"""Stands in the citing sentence of every report, and so in every quote of the store."""

PAGE, HEAD = 4096, 120
"""Bytes of a page of a store, and of its beginning."""

STORE = "s.sqlite"
REPORT = "báo-cáo-0007"
DAMAGED = EXIT_CODES[StoreError]

COMMANDS: tuple[tuple[str, ...], ...] = (
    ("reports",),
    ("failures",),
    ("documents", "--by", "pagerank", "--scope", "all"),
    ("cited-by", "35-NQ/TW"),
    ("cited-by", "kết luận 51"),
    ("cited-by", "bao ve nen tang tu tuong"),
    ("cites", REPORT),
    ("related", "35-NQ/TW"),
    ("related", "--coupling", REPORT),
    ("timeline", "35-NQ/TW", "--every", "month"),
    ("path", "35-NQ/TW", "37-QĐ/TW"),
    ("search", "bao cao goc"),
    ("audit",),
    ("known", "suggest"),
    ("annotate", "r/bảng.jsonl", f"r/{REPORT}.txt", "-o", "marked"),
    ("build", "r", "-o", "o", "--jobs", "1", "--format", "html,csv,json,jsonld"),
    ("build", "more", "r/bảng.jsonl", "-o", "o", "--jobs", "1", "--format", "graphml,obsidian", "--prune"),
)
"""Every command that opens a store; the last two build again, of the same reports and of others."""

FINE = frozenset({0, 1, 3, DAMAGED})
"""Exit codes: answered, answered with something to look at, nothing is called that, or damaged and said so."""


class Ending(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


def sound(folder: Path) -> Path:
    """Make a store of a folder of reports, with all that a store can hold; return it."""
    reports(folder / "r", range(24))
    for path in (folder / "r").iterdir():
        path.write_text(path.read_text("utf-8").replace(", chi bộ", f", {PASSAGE}, chi bộ"), encoding="utf-8")
    said = f"{PASSAGE}: Nghị quyết số 35-NQ/TW ngày 20/10/2018 và Nghị quyết số 36/2018/NQ-TW đều nói tới."
    rows = [{"text": said, "title": "Bảng", "date": f"2024-0{month}-01", "sổ": "ghi thêm"} for month in range(1, 8)]
    (folder / "r" / "bảng.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (folder / "r" / "rỗng.txt").write_bytes(b"")
    reports(folder / "more", range(100, 102))
    build(["r"], STORE, jobs=1)
    with Writer(STORE) as writer:  # what a build that was stopped leaves behind
        payload = pack(FilePart(failures=(Failure("dở.txt", "bị ngắt", "đọc lại"),)))
        writer.stage_part("r/dở.jsonl", "0" * 64, "rules", 0, payload, last=False)
    return folder / STORE


def lay(data: bytes) -> None:
    """Put a store in the place of the last one, without its journal."""
    for path in Path().glob(f"{STORE}*"):
        path.unlink()
    shutil.rmtree("o", ignore_errors=True)
    Path(STORE).write_bytes(data)


def ask(arguments: Iterable[str]) -> Ending:
    """Run a command in this process; whatever it does not say in words is raised."""
    given = [*arguments, "--store", STORE]
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = run_command(lambda **how: root_command(given)(given, **how), EXIT_CODES)
    return Ending(code, out.getvalue(), err.getvalue())


def flipped(data: bytes, rng: random.Random) -> bytes:
    """The bytes with one of them changed: anywhere, or in the head of a page, where SQLite keeps how it lies."""
    at = rng.randrange(len(data)) if rng.random() < 0.5 else rng.randrange(0, len(data), PAGE) + rng.randrange(HEAD)
    return data[:at] + bytes([data[at] ^ rng.randrange(1, 256)]) + data[at + 1 :]


def faulty(ending: Ending) -> str | None:
    """What is wrong with the way a command ended; None for nothing."""
    if ending.code not in FINE:
        return f"exit code {ending.code}"
    if PASSAGE[:12] in ending.err:
        return "the text of a report is in a message"
    if ending.code == DAMAGED and not re.search(r"citegraph: s\.sqlite: .+; .+\n\Z", ending.err):
        return "the store is not what is said to be wrong"
    return None
