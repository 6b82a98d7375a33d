"""Tests that PDF files are read in full, with warnings about lost text, and that repeated headers are removed."""

from __future__ import annotations

from pathlib import Path

import pytest
import written

from citegraph.model import Report
from citegraph.read import Recognition, Source, headers_and_footers, load

NEWS = "Hội nghị đã nghe báo cáo kết quả nửa nhiệm kỳ"


def report(data: bytes) -> Report:
    (found,) = load(Source("a.pdf", Path("a.pdf"), data, recognition=Recognition("never")))
    assert isinstance(found, Report), found
    return found


def test_short_pages_are_not_taken_for_pictures() -> None:
    found = report(written.pdf(["Quy định số 37-QĐ/TW", "", "của Trung ương"]))
    assert (found.text.split(), found.warnings) == (["Quy", "định", "số", "37-QĐ/TW", "của", "Trung", "ương"], ())


def test_lost_letters_give_a_warning() -> None:
    (warning,) = report(written.pdf([f"{NEWS} 37"], unmapped="ộịđ")).warnings
    assert "letters cannot be recognized by their fonts" in warning
    assert "\ufffd" in report(written.pdf([NEWS], unmapped="ộịđ")).text
    assert report(written.pdf([f"• {NEWS * 4}\n" * 20], unmapped="•")).warnings == ()


def test_filled_in_form_fields_are_read() -> None:
    assert report(written.pdf([NEWS], field="Quy định số 37-QĐ/TW")).text == f"{NEWS}\nQuy định số 37-QĐ/TW"


@pytest.mark.parametrize(("page", "expected"), [
    ("Quy định 37⟨2⟩-QĐ/TW và Chỉ thị 05⟨[12]⟩ của Đảng", "Quy định 37-QĐ/TW và Chỉ thị 05 của Đảng"),
    ("Kết luận số 21⟨3⟩\nHết", "Kết luận số 21\nHết"),
    ("Theo chú thích\n⟨1⟩Chỉ thị 05-CT/TW", "Theo chú thích\nChỉ thị 05-CT/TW"),
    ("Rộng 50 m⟨2⟩ và thế kỷ 19⟨th⟩", "Rộng 50 m² và thế kỷ 19th"),
])  # fmt: skip
def test_superscripts_are_no_digits(page: str, expected: str) -> None:
    assert report(written.pdf([page])).text == expected
    assert report(written.pdf([f"{page}•••"], unmapped="•")).text.rstrip("\ufffd\n") == expected


def test_superscripts_do_not_split_the_lines_of_columns() -> None:
    left = [LEFT[0], "dung, thống nhất cao với⟨2⟩ Quy định số", *LEFT[2:]]
    rows = "\n".join(f"{first}\t{second}" for first, second in zip(left, RIGHT, strict=True))
    text = report(written.pdf([rows])).text
    assert text.split("\n") == [LEFT[0], left[1].replace("⟨2⟩", ""), *LEFT[2:], *RIGHT]


LEFT = [
    "Ban Thường vụ đã thảo luận kỹ các nội",
    "dung, thống nhất cao với Quy định số",
    "37-QĐ/TW của Trung ương và giao cho",
    "các chi bộ học tập ngay.",
]
RIGHT = [
    "Sang quý sau, Đảng bộ tập trung vào",
    "việc củng cố tổ chức, nhất là ở những",
    "nơi còn khó khăn, theo tinh thần chỉ",
    "đạo của cấp trên.",
]


def test_columns_drawn_line_by_line_are_separated() -> None:
    rows = "\n".join(f"{left}\t{right}" for left, right in zip(LEFT, RIGHT, strict=True))
    text = report(written.pdf([f"Tiêu đề của cả trang\n{rows}\nDòng cuối của trang"])).text
    assert text.split("\n") == ["Tiêu đề của cả trang", *LEFT, *RIGHT, "Dòng cuối của trang"]


@pytest.mark.parametrize("rows", [
    [("Họ và tên", "Chức vụ của người đó ở cơ quan"), ("Ông Ân", "Bí thư"), ("Bà Bình", "Phó Bí thư"), ("Ông Cẩn", "Ủy viên")],
    [(left[:12], right) for left, right in zip(LEFT, RIGHT, strict=True)],
])  # fmt: skip
def test_a_table_is_not_taken_for_columns(rows: list[tuple[str, str]]) -> None:
    text = report(written.pdf(["\n".join("\t".join(row) for row in rows)])).text
    assert [line.split()[0] for line in text.split("\n")] == [row[0].split()[0] for row in rows]


def test_page_numbers_and_headers_do_not_split_a_sentence() -> None:
    pages = ["CÔNG BÁO số 5\ntheo Quy định số\n1", "CÔNG BÁO số 5\n37-QĐ/TW và\n2", "CÔNG BÁO số 5\nHướng dẫn 5\n3"]
    assert report(written.pdf(pages)).text.split("\n") == [
        "CÔNG BÁO số 5", "theo Quy định số", "37-QĐ/TW và", "Hướng dẫn 5"
    ]  # fmt: skip


@pytest.mark.parametrize("pages", [
    ["một\n15", "hai\n20", "ba\n7"], ["một\n12"], ["cùng một dòng\na", "cùng một dòng\nb", "c\nd", "e\nf", "g\nh", "i\nk"],
])  # fmt: skip
def test_numbers_that_are_not_page_numbers_are_kept(pages: list[str]) -> None:
    assert headers_and_footers.remove_headers_and_footers(pages) == pages
