"""The command and the reports that the tests of reliability run it on, always from the code under test."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import citegraph as package

CODE = Path(package.__file__).resolve().parent.parent
"""Where the code under test lies: a process started from a test runs the same."""

TABLES = ("source", "report", "failure", "document", "relation", "citation", "local_decision", "discrepancy", "pending")

SENTENCES = (
    "Theo Nghị quyết số {n}-NQ/TW ngày {d}/10/2018 của Bộ Chính trị, chi bộ đăng ký việc làm theo.",
    "Ban Thường vụ quán triệt Chỉ thị 05-CT/TW và Kết luận số {n}-KL/TW.",
    "Hội nghị bàn về Nghị quyết {n}; Nghị quyết này được phổ biến tới đảng viên.",
    "Huyện ủy triển khai Kế hoạch số {n}-KH/HU ngày {d}/02/2022 về chuyển đổi số.",
    "Buổi họp không nhắc tới văn bản nào.",
    "Thực hiện Kết luận số {n}-KL/TW ngày {d}/3/2023 của Ban Bí thư về công tác thư viện cơ sở.",
    "Căn cứ Nghị định {n}/2020/NĐ-CP và Luật Đất đai 2024, ủy ban trả lời cử tri.",
    "Thực hiện Quy định 37-QĐ/TW và Nghị quyết Trung ương 4 khóa XII, các chi bộ tự soi, tự sửa.",
)


def text(number: int) -> str:
    """The report of this number: the same whenever it is asked for."""
    rng = random.Random(number)
    sentences = (
        rng.choice(SENTENCES).format(n=rng.choice((18, 19, 35, 53, 57, 200, 999)), d=rng.randrange(10, 28))
        for _ in range(rng.randrange(1, 12))
    )
    return f"Ngày {number % 27 + 1}/5/2023\n" + "\n".join(sentences) + "\n"


def reports(folder: Path, numbers: Iterable[int]) -> Path:
    """A folder of text files, one a number."""
    folder.mkdir(exist_ok=True)
    for number in numbers:
        (folder / f"báo-cáo-{number:04d}.txt").write_text(text(number), encoding="utf-8")
    return folder


def environment(**more: str) -> dict[str, str]:
    """What a started process sees of ours: little, and the code under test."""
    kept = {name: os.environ[name] for name in ("PATH", "TMPDIR", "SYSTEMROOT") if name in os.environ}
    ours = {"CITEGRAPH_LANG": "en", "PYTHONPATH": str(CODE), "PYTHONDONTWRITEBYTECODE": "1"}
    return {**kept, "HOME": os.devnull, **ours, **more}


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "citegraph", *map(str, arguments)]


def citegraph(
    *arguments: object, folder: Path, stdin: str = "", env: Mapping[str, str] | None = None, **more: object
) -> subprocess.CompletedProcess[str]:
    """Run the command in `folder`, as people do."""
    return subprocess.run(
        command(*arguments),
        cwd=folder,
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        errors="surrogateescape",
        check=False,
        env=environment(**(env or {})),
        **more,  # type: ignore[call-overload]
    )


def rows(store: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table of a store, keys and all."""
    connection = sqlite3.connect(store)
    try:
        return {
            name: connection.execute(f"SELECT * FROM {name} ORDER BY 1, 2, 3").fetchall()  # noqa: S608
            for name in TABLES
        }
    finally:
        connection.close()


def intact(store: Path) -> bool:
    """What SQLite itself says of the file."""
    connection = sqlite3.connect(store)
    try:
        sound = connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return sound and not connection.execute("PRAGMA foreign_key_check").fetchall()
    finally:
        connection.close()


def stage(store: Path) -> str:
    """How far a build had come when it was killed, as its store tells."""
    if not store.exists():
        return "before the store was made"
    connection = sqlite3.connect(store)
    try:
        if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            return "while the store was made"
        pending = connection.execute("SELECT count(*) FROM pending").fetchone()[0]
        published = connection.execute("SELECT count(*) FROM report").fetchone()[0]
    finally:
        connection.close()
    if published:
        return "after the reports were published"
    return "while reports were read or published" if pending else "before anything was read"
