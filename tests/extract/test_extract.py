from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citegraph.extract import extract

PIECES = [
    "Nghị quyết số 35-NQ/TW", "Nghị quyết 18, 19", "Kết luận 53-KL/TW ngày 04/6/2019", "Luật An ninh mạng", "Điều lệ Đảng",
    "Nghị quyết Trung ương 4 khóa XII", "các Kết luận số 187, 188-KL/TW", "Nghị quyết này", "Chỉ thị", "số", "35-NQ", "/TW",
    " của Bộ Chính trị", " về “tăng cường”", ", ", ". ", "\n", " và ", "(khóa XI, XII)", "Nghi\u0323 quye\u0302\u0301t 57", "&agrave;", "\u200b",
]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


@given(texts)
@settings(max_examples=300)
def test_surfaces_are_what_stands_at_their_spans_and_never_overlap(text: str) -> None:
    end = 0
    for mention in extract(text):
        assert text[mention.span.start : mention.span.end] == mention.surface
        assert mention.quote[mention.quote_at : mention.quote_at + len(mention.surface)] == mention.surface
        assert end <= mention.span.start < mention.span.end
        end = mention.span.end


@given(st.lists(st.sampled_from(PIECES[:7]), min_size=1, max_size=8))
@settings(max_examples=100)
def test_paragraphs_together_hold_what_each_holds(parts: list[str]) -> None:
    alone = [mention.surface for part in parts for mention in extract(f"Theo {part}.")]
    together = [mention.surface for mention in extract("\n\n".join(f"Theo {part}." for part in parts))]
    assert together == alone


@given(texts)
@settings(max_examples=200)
def test_composed_and_decomposed_text_name_the_same(text: str) -> None:
    composed = extract(unicodedata.normalize("NFC", text))
    decomposed = extract(unicodedata.normalize("NFD", text))
    assert [(m.kind, m.code, m.number, m.name) for m in composed] == [
        (m.kind, m.code, m.number, m.name) for m in decomposed
    ]


@pytest.mark.parametrize(
    ("text", "attributes"),
    [
        ("Nghị quyết số 35-NQ/TW, ngày 22/10/2018 của Bộ Chính trị", {"date": "2018-10-22", "issuer": "Bộ Chính trị"}),
        ("Kết luận 53-KL/TW ngày 04 tháng 6 năm 2019", {"date": "2019-06-04"}),
        ("Quy định 37-QĐ/TW ngày 25.10.2021", {"date": "2021-10-25"}),
        ("Nghị quyết 18-NQ/TW năm 2017", {"date": "2017"}),
        ("Kế hoạch 72-KH/TU ngày 27/1 của Thành ủy Hà Nội", {"date": "--01-27", "locality": "Hà Nội"}),
        ("Nghị quyết 39-NQ/TW của Bộ Chính trị (khóa XI)", {"issuer": "Bộ Chính trị", "term": "XI"}),
        ("Ngày 31/10/2025, Ban Tổ chức Trung ương ban hành Hướng dẫn 43-HD/BTCTW", {"date": "2025-10-31", "issuer": "Ban Tổ chức Trung ương"}),
        ("điểm a khoản 2 Điều 3 Quy định 37-QĐ/TW", {"pinpoint": "điểm a khoản 2 Điều 3"}),
        ("Nghị quyết 35-NQ/TW có hiệu lực từ ngày 01/01/2019", {"date": None}),
    ],
)  # fmt: skip
def test_what_is_said_around_a_mention(text: str, attributes: dict[str, str | None]) -> None:
    [mention] = extract(text)
    assert {name: getattr(mention, name) for name in attributes} == attributes


@pytest.mark.parametrize("further", range(8))
def test_a_quote_without_a_sentence_end_is_cut_between_words(further: int) -> None:
    text = f"{'phong trào ' * 30}theo{'o' * further} Nghị quyết số 35-NQ/TW và{'o' * further} {'phong trào ' * 30}"
    quote = extract(text)[0].quote
    at = text.index(quote)
    assert len(quote) > 200
    assert (text[at - 1], text[at + len(quote)]) == (" ", " ")


@pytest.mark.parametrize(
    "said",
    [
        "về việc thi hành kỷ luật đồng chí Nguyễn Văn Mẫu, nguyên Bí thư Đảng ủy xã",
        "“Hiện nay không có đơn thư phản ánh liên quan đến ông Trần Mẫu Thử.”",
        "về việc bà Lê Thị Mẫu thôi giữ chức vụ",
    ],
)
def test_what_is_told_of_a_person_is_no_title(said: str) -> None:
    [mention] = extract(f"Quyết định số 715-QĐ/UBKTTW ngày 12/3/2021 {said}")
    assert mention.title is None
    assert mention.date == "2021-03-12"


def test_the_name_of_a_place_is_no_persons() -> None:
    [mention] = extract("Kết luận số 27-KL/TW ngày 12/3/2022 về phát triển tỉnh Bà Rịa - Vũng Tàu")
    assert mention.title == "về phát triển tỉnh Bà Rịa - Vũng Tàu"
