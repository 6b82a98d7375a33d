"""Folders of reports for the tests of the cluster: every format, names that two share, tables with faults."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

SENTENCES = (
    "Theo Nghị quyết số {n}-NQ/TW ngày {d}/10/2018 của Bộ Chính trị, chi bộ đăng ký việc làm theo.",
    "Ban Thường vụ quán triệt Chỉ thị 05-CT/TW và Kết luận số {n}-KL/TW.",
    "Hội nghị bàn về Nghị quyết {n}; Nghị quyết này được phổ biến tới đảng viên.",
    "Huyện ủy triển khai Kế hoạch số {n}-KH/HU ngày {d}/02/2022 về chuyển đổi số.",
    # No table knows these: what the reports say of them decides what the bare numbers mean.
    "Căn cứ Hướng dẫn số 9{n}-HD/BTCTW ngày 1{p}/6/2017 của Ban Tổ chức Trung ương về trồng rừng ngập mặn, tỉnh giao việc.",
    "Các xã thực hiện Hướng dẫn 9{n}-HD/BTCTW về trồng rừng ngập mặn.",
    "Buổi họp không nhắc tới văn bản nào.",
    "Thực hiện Quy định 37-QĐ/TW, Luật Đất đai 2024 và Nghị quyết Trung ương 4 khóa XII, các chi bộ tự soi.",
)


def text(seed: int) -> str:
    """A report, the same for the same seed."""
    rng = random.Random(seed)
    chosen = rng.choices(SENTENCES, k=rng.randrange(1, 12))
    lines = (s.format(n=rng.choice((18, 19, 35, 53, 57)), d=rng.randrange(10, 28), p=rng.randrange(2)) for s in chosen)
    return f"Ngày {seed % 27 + 1}/5/2023\n" + "\n".join(lines) + "\n"


def files(folder: Path, count: int) -> Path:
    """A folder of text files."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"báo cáo {number:03d}.txt").write_text(text(number), encoding="utf-8")
    return folder


def jsonl(path: Path, count: int) -> Path:
    """A table with all that can be wrong with one: empty lines, broken lines, rows without a text or without an id."""
    lines = []
    for number in range(count):
        row = {"id": f"tin-{number}", "date": "2024-01-02", "text": text(1000 + number), "nguồn": "x"}
        if number % 3 == 0:
            del row["id"]
        lines.append(json.dumps(row, ensure_ascii=number % 2 == 0).encode() + b"\r" * (number % 5 == 0))
        if number % 7 == 0:
            lines += [b"", b'{"text": 3, broken', json.dumps({"id": "leer", "text": " "}).encode()]
    path.write_bytes(b"\n".join(lines))
    return path


def parquet(path: Path, count: int) -> Path:
    """A table in several row groups."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [{"id": None if n % 3 == 0 else f"p-{n}", "text": text(2000 + n), "năm": n} for n in range(count)]
    pq.write_table(pa.Table.from_pylist(rows), path, row_group_size=7)
    return path


def everything(folder: Path) -> Path:
    """All formats together."""
    files(folder / "tin", 12)
    files(folder / "tin [cũ] %20", 3)  # the same names once more
    jsonl(folder / "bảng.jsonl", 20)
    parquet(folder / "bảng.parquet", 20)
    with gzip.open(folder / "nén.jsonl.gz", "wb") as packed:
        packed.write(json.dumps({"text": text(7)}).encode())
    (folder / "trang.html").write_text(
        f"<!doctype html><html><head><title>Tin</title></head><body><p>{text(8)}</p></body></html>", encoding="utf-8"
    )
    (folder / "rỗng.txt").write_bytes(b"")
    (folder / "hỏng.pdf").write_bytes(b"%PDF-1.4 nothing more")
    (folder / "~$tạm.docx").write_bytes(b"x")
    return folder
