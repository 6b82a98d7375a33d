"""The reports that the tests of reliability are run on, and what a store of them holds."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterable
from pathlib import Path

TABLES = ("source", "report", "failure", "document", "relation", "citation", "local_decision", "finding", "pending")

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
        rng.choice(SENTENCES).format(n=rng.choice((18, 19, 35, 51, 57, 200, 999)), d=rng.randrange(10, 28))
        for _ in range(rng.randrange(1, 12))
    )
    return f"Ngày {number % 27 + 1}/5/2023\n" + "\n".join(sentences) + "\n"


def reports(folder: Path, numbers: Iterable[int]) -> Path:
    """A folder of text files, one a number."""
    folder.mkdir(exist_ok=True)
    for number in numbers:
        (folder / f"báo-cáo-{number:04d}.txt").write_text(text(number), encoding="utf-8")
    return folder


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
