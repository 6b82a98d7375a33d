"""Which titles are fit to be shown: whole ones that name nobody."""

from __future__ import annotations

import pytest

from citegraph.grammar import showable_titles


@pytest.mark.parametrize(
    "title",
    [
        "về công tác thanh niên",
        "về đầu tư công (sửa đổi)",
        'về đẩy lùi những biểu hiện "tự diễn biến"',
        "về phong trào “Toàn dân đoàn kết”",
        "ban hành Quy chế tuyển sinh",
    ],
)
def test_a_whole_title(title: str) -> None:
    assert showable_titles.is_complete_title(title)


@pytest.mark.parametrize(
    "title",
    [
        "về tội chiếm giữ trái phép tài sản thì",
        "quy định chi tiết một số điều của",
        "về giáo dục và",
        "về tín dụng đối với",
        "về công tác cán bộ,",
        "về đầu tư công (",
        "về đầu tư công (sửa đổi",
        "về “xây dựng tổ chức",
        'về "xây dựng tổ chức',
        "về tín dụng | Bộ Tài chính",
        "về việc đổi tên Bộ Nội vụ.^",
        "theo https://example.org",
        "",
    ],
)
def test_a_title_that_is_cut_off_or_no_print(title: str) -> None:
    assert not showable_titles.is_complete_title(title)


@pytest.mark.parametrize("title", ["về kỷ luật đồng chí Nguyễn Văn A", "về ông Trần B", "Bà Lê Thị C nghỉ hưu"])
def test_a_title_that_names_a_person(title: str) -> None:
    assert showable_titles.names_person(title)


@pytest.mark.parametrize(
    "title", ["về cảng Bà Rịa - Vũng Tàu", "về Bà mẹ Việt Nam anh hùng", "về việc các đồng chí cán bộ đi học", "ông bà"]
)
def test_a_title_that_names_nobody(title: str) -> None:
    assert not showable_titles.names_person(title)
