"""Claims: what a sentence says of the documents it names, and how each claim is attached."""

from __future__ import annotations

import pytest

from citegraph.extract import extract
from citegraph.extract.claim_tokens import TokenType, tokens
from citegraph.model import Attachment, Mention


def said(text: str) -> list[dict[str, str]]:
    """Date, issuer, term, plenum and place of each mention, as far as they are said."""
    fields = ("date", "issuer", "term", "plenum", "locality")
    return [{name: value for name in fields if (value := getattr(m, name)) is not None} for m in extract(text)]


def attached(mention: Mention) -> dict[str, Attachment]:
    return {claim.field: claim.attachment for claim in mention.claims}


BEFORE = [
    ("Ngày 22/10/2018, Bộ Chính trị ban hành Nghị quyết số 35", {"date": "2018-10-22", "issuer": "Bộ Chính trị"}),
    ("Sáng 22/10/2018, Bộ Chính trị đã ký ban hành Nghị quyết số 35", {"date": "2018-10-22", "issuer": "Bộ Chính trị"}),
    ("Tháng 10/2018, Bộ Chính trị ra Nghị quyết số 35", {"date": "2018-10", "issuer": "Bộ Chính trị"}),
    ("Trong tháng 10/2018, Bộ Chính trị ra Nghị quyết số 35", {"date": "2018-10", "issuer": "Bộ Chính trị"}),
    ("Cuối năm 2018, Bộ Chính trị có Nghị quyết số 35", {"date": "2018", "issuer": "Bộ Chính trị"}),
    ("Ngày 20-6, Bộ Chính trị có Nghị quyết số 35", {"date": "--06-20", "issuer": "Bộ Chính trị"}),
    ("Ngày 10 tháng\n7 năm 2009, Ban Bí thư đã có Thông báo số 258-TB/TW", {"date": "2009-07-10", "issuer": "Ban Bí thư"}),
    ("Bộ Chính trị (khóa X) ban hành Nghị quyết số 35", {"issuer": "Bộ Chính trị", "term": "X"}),
    ("Huyện ủy Thọ Xuân, tỉnh Thanh Hóa ban hành Nghị quyết số 35-NQ/HU", {"issuer": "Huyện ủy Thọ Xuân", "locality": "Thọ Xuân"}),
    ("Hội đồng Bộ trưởng (nay là Chính phủ) ra Quyết định số 143/HĐBT", {"issuer": "Hội đồng Bộ trưởng"}),
    ("Ngày 08/4/2021, tại Quyết định số 715-QĐ/UBKTTW", {"date": "2021-04-08"}),
    ("Bỏ cấp huyện từ ngày 01/7/2025 theo Kết luận số 137-KL/TW", {}),
    ("Thực hiện Nghị quyết 57-NQ/TW (Luật Đầu tư)", {}),
    ("Ngày 5/3/2020, huyện họp.\nBộ Chính trị ban hành Nghị quyết số 35", {"issuer": "Bộ Chính trị"}),
    ("Ngày 22/10/2018,\nBộ Chính trị\nban hành Nghị quyết số 35", {"date": "2018-10-22", "issuer": "Bộ Chính trị"}),
]  # fmt: skip
BEHIND = [
    ("Nghị quyết số 35 (ngày 22/10/2018) của Bộ Chính trị (khóa XII)", {"date": "2018-10-22", "issuer": "Bộ Chính trị", "term": "XII"}),
    ("Nghị quyết số 35 được Bộ Chính trị ban hành ngày 22/10/2018", {"date": "2018-10-22", "issuer": "Bộ Chính trị"}),
    ("Chỉ thị số 11 được Thành ủy ban hành vào tháng 10/2012", {"date": "2012-10", "issuer": "Thành ủy"}),
    ("Nghị quyết số 35 ký ngày 22/10/2018", {"date": "2018-10-22"}),
    ("Nghị quyết số 35[3] ngày 22/10/18", {"date": "2018-10-22"}),
    ("Nghị quyết số 35-NQ/TW ngày 22/10/2018 của\nBộ Chính trị", {"date": "2018-10-22", "issuer": "Bộ Chính trị"}),
    ("Nghị quyết số 09-NQ/TW của Hội nghị Trung ương 4 khóa X", {"issuer": "Hội nghị Trung ương 4", "plenum": "4", "term": "X"}),
    ("Quán triệt Nghị quyết số 35 sáng 22/10/2018", {}),
    ("Thực hiện Chỉ thị số 23\nBan Thường vụ Huyện ủy đã có kế hoạch", {}),
    ("Thực hiện Chỉ thị số 23\n12/3/2019", {}),
    ("Thực hiện Chỉ thị số 23\nNgày 12/3/2019, huyện họp", {}),
    ("Thực hiện Kết luận 62-KL/TW, ngày 4/3/2015, Ban Tổ chức Tỉnh ủy có hướng dẫn", {}),
    ("Thực hiện Kết luận 62-KL/TW, năm 2015 Ban Tổ chức Tỉnh ủy đã ban hành hướng dẫn", {}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "claims"), [*BEFORE, *BEHIND])
def test_what_is_claimed_of_a_mention(text: str, claims: dict[str, str]) -> None:
    assert said(text)[-1] == claims


def test_what_is_said_behind_a_list_is_said_of_each() -> None:
    text = "Chỉ thị 13 và 14-CT/TW của Ban Bí thư (khóa X)"
    first, second = extract(text)
    assert (first.issuer, first.term) == (second.issuer, second.term) == ("Ban Bí thư", "X")
    assert attached(first) == {"issuer": Attachment.LIST, "term": Attachment.LIST}
    assert attached(second) == {"issuer": Attachment.CLAUSE, "term": Attachment.CLAUSE}


def test_what_is_said_before_a_list_is_said_of_each() -> None:
    claims = {"date": "2018-10-22", "issuer": "Bộ Chính trị"}
    assert said("Ngày 22/10/2018, Bộ Chính trị ban hành các Nghị quyết số 35, 36") == [claims, claims]
    assert said("Ngày 22/10/2018, Bộ Chính trị ban hành Nghị quyết số 35 về biển và Chỉ thị số 20") == [claims, claims]
    assert said("Ngày 22/10/2018, Bộ Chính trị ban hành Nghị quyết số 35 và Kế hoạch số 5-KH/TU") == [claims, {}]


def test_as_many_dates_as_items_are_theirs_in_turn() -> None:
    text = "Nghị quyết số 18-NQ/TW và 19-NQ/TW, ngày 25/10/2017 và ngày 27/10/2017 của Bộ Chính trị"
    assert [mention.date for mention in extract(text)] == ["2017-10-25", "2017-10-27"]
    text = "Nghị quyết số 18, 19, 20-NQ/TW ngày 25/10/2017 và ngày 27/10/2017"
    assert [mention.date for mention in extract(text)] == ["2017-10-25"] * 3


def test_the_same_day_is_the_one_before() -> None:
    first = "Ngày 22/10/2018, Bộ Chính trị ban hành Nghị quyết 35-NQ/TW. "
    assert said(first + "Cùng ngày, Ban Bí thư ban hành Chỉ thị 20-CT/TW")[-1] == {
        "date": "2018-10-22",
        "issuer": "Ban Bí thư",
    }
    assert said("Cùng ngày, Ban Bí thư ban hành Chỉ thị 20-CT/TW") == [{"issuer": "Ban Bí thư"}]


def test_claims_say_how_they_are_attached_and_where_they_stand() -> None:
    text = "Ngày 22/10/2018, tại trụ sở của mình, Bộ Chính trị ban hành Nghị quyết số 35 và Nghị quyết Trung ương 4 khóa XII"
    numbered, plenum = extract(text)
    assert attached(numbered) == {"date": Attachment.SENTENCE, "issuer": Attachment.CLAUSE}
    assert attached(plenum) == {"term": Attachment.PHRASE, "plenum": Attachment.PHRASE}
    for claim in numbered.claims:
        assert text[claim.span.start : claim.span.end] in ("Ngày 22/10/2018", "Bộ Chính trị")


def test_claims_of_decomposed_text_stand_where_they_are_printed() -> None:
    import unicodedata

    text = unicodedata.normalize("NFD", "Nghị quyết số 35 ngày 22/10/2018 của Bộ Chính trị")
    [mention] = extract(text)
    printed = [text[claim.span.start : claim.span.end] for claim in mention.claims]
    assert [unicodedata.normalize("NFC", each) for each in printed] == ["ngày 22/10/2018", "Bộ Chính trị"]


def test_a_sentence_is_read_as_tokens() -> None:
    text = "Ngày 5/6/2018, Huyện ủy Thọ Xuân, tỉnh Thanh Hóa đã ban hành"
    kinds = [read.type for read in tokens(text, 0, len(text))]
    assert kinds == [
        TokenType.DATE, TokenType.SIGN, TokenType.ISSUER, TokenType.SIGN, TokenType.LOCALITY, TokenType.ADVERB, TokenType.ACT,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("Chỉ thị 23\nBan Thường vụ", 1),
        ("Chỉ thị 23\n\nngày", 0),
        ("Chỉ thị 23\na) ngày", 1),
        ("Chỉ thị 23\n- mục", 1),
        ("Chỉ thị 23\ncủa Ban", 0),
        ("Chỉ thị 23,\nBan", 0),
        ("của\nBan", 0),
        ("CHỈ THỊ 23\nCỦA BAN", 0),
    ],
)
def test_a_block_begins_at_a_line_that_does_not_go_on(text: str, blocks: int) -> None:
    assert [read.type for read in tokens(text, 0, len(text))].count(TokenType.BLOCK) == blocks
