from __future__ import annotations

import unicodedata

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from citegraph.text import fold, normalize_space, strip_diacritics, strip_tones, words

VIETNAMESE = "Nghị quyết số 35-NQ/TW về Hòa, thủy; quý ủy đảng ĐẢNG "
NOISE = [
    "\u0301",
    "\u200b",
    "\u00a0",
    "&agrave;",
    "&#272;",
    "&amp;nbsp;",
    "<b>",
    "<br/>",
    "**",
    "\r\n",
    "  ",
    "–",
    "３",
    "Ð",
    "_",
    "&lt;",
]
texts = st.lists(st.sampled_from([*VIETNAMESE, *NOISE]), max_size=60).map("".join)


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("296‑QĐ/TW", "296-QĐ/TW"),
        ("58-QÐ/TW", "58-QĐ/TW"),
        ("Nghi\u0323 quye\u0302\u0301t", "Nghị quyết"),
        ("số\u00a035", "số 35"),
        ("Nghị\u200b quyết", "Nghị quyết"),
        ("Nghị_quyết số 35", "Nghị quyết số 35"),
        ("th&agrave;nh ủy", "thành ủy"),
        ("&#272;ảng", "Đảng"),
        ("&amp;agrave;", "à"),
        ("<strong>Nghị</strong> quyết", "Nghị quyết"),
        ("xong<br/>Nghị quyết", "xong\nNghị quyết"),
        ("Thành uỷ, khoá XII, Hoà Bình", "Thành ủy, khóa XII, Hòa Bình"),
        ("quý báu, toàn quốc", "quý báu, toàn quốc"),
        ("Nghị\nquyết", "Nghị quyết"),
        ("một.\nHai", "một.\nHai"),
        ("5 &lt; 6 &gt; 4", "5 ‹ 6 › 4"),
        ("35&#1;-NQ/&#8;TW", "35-NQ/TW"),  # a sign that no text may hold is none
        ("３５-NQ/TW, ٢٠١٨, &#xff13;𝟓, ²", "35-NQ/TW, 2018, 35, ²"),
    ],
)
def test_variants_fold_to_one_spelling(raw: str, folded: str) -> None:
    assert fold(raw).text == folded


def test_what_patterns_take_for_a_digit_is_one_when_folded() -> None:
    digits = regex.findall(r"\d", "".join(map(chr, range(0x80, 0x110000))))
    assert len(digits) > 600
    assert set(fold("".join(digits)).text) == set("0123456789")
    for digit in digits:
        assert int(fold(digit).text) == unicodedata.digit(digit, int(fold(digit).text))


@given(texts)
def test_folding_is_idempotent(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


@given(texts)
def test_composed_and_decomposed_text_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)).text == fold(unicodedata.normalize("NFC", text)).text


@given(texts, st.data())
def test_spans_map_back_in_order_and_inside(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    start = data.draw(st.integers(0, len(folded.text)))
    end = data.draw(st.integers(start, len(folded.text)))
    span = folded.original_span(start, end)
    assert 0 <= span.start <= span.end <= len(text) or start == end
    assert 0 <= span.start <= len(text)


@given(st.text(alphabet="ab\u0301\u200b<>&;amp **\r\n", max_size=40))
def test_a_word_maps_back_to_itself_whatever_stands_around(noise: str) -> None:
    text = f"{noise} Nghị quyết {noise}"
    folded = fold(text)
    at = folded.text.find("Nghị quyết")
    span = folded.original_span(at, at + len("Nghị quyết"))
    assert text[span.start : span.end] == "Nghị quyết"


def test_words_for_comparing() -> None:
    assert words("“Học tập, Hoà Bình”") == ["học", "tập", "hòa", "bình"]
    assert strip_diacritics("Bảo vệ nền tảng, Đảng") == "bao ve nen tang, dang"
    assert strip_tones("Quy định") == "Quy đinh"
    assert normalize_space(" một\n\n hai ") == "một hai"
