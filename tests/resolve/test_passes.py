"""What the passes over a report decide that no mention decides alone."""

from __future__ import annotations

import pytest

from citegraph.extract import extract
from citegraph.model import Citation, Method, Report
from citegraph.records import load
from citegraph.resolve import resolve

RECORDS = load()


def citations(text: str, date: str | None = None) -> list[Citation]:
    report = Report(id="r", path="", sha256="", text=text, date=date)
    return resolve(report, extract(text, RECORDS), RECORDS)


def documents(text: str, date: str | None = None) -> list[str]:
    return [citation.document for citation in citations(text, date)]


def test_a_short_form_follows_its_full_form_wherever_it_stands() -> None:
    whole = "Nghị quyết số 18-NQ/TW ngày 25/10/2017"
    assert documents(f"Học {whole}. Theo Nghị quyết 18, xã sáp nhập.") == ["18-NQ/TW@XII"] * 2
    assert documents(f"Theo Nghị quyết 18, xã sáp nhập. Học {whole}.") == ["18-NQ/TW@XII"] * 2


def test_a_short_form_follows_one_that_only_its_issuer_completes() -> None:
    found = documents("Nghị quyết 623 của Quân ủy Trung ương được học. Theo Nghị quyết 623, đơn vị huấn luyện.")
    assert found == ["623-NQ/QUTW@XI"] * 2


def test_mentions_of_one_document_claim_together() -> None:
    """Neither the name of the first, beside a wrong issuer, nor the words around the second would be enough."""
    text = (
        "Theo Nghị quyết 18 của Bộ Chính trị, huyện giảm phòng, ban. "
        "Nghị quyết 18 yêu cầu tiếp tục đổi mới, sắp xếp tổ chức bộ máy tinh gọn, hoạt động hiệu lực, hiệu quả."
    )
    assert documents(text, "2025-01-14") == ["18-NQ/TW@XII"] * 2


def test_a_plenum_takes_the_document_that_another_sentence_singles_out() -> None:
    text = (
        "Nghị quyết Trung ương 6 khóa XII về công tác dân số trong tình hình mới được học. "
        "Xã làm theo Nghị quyết Trung ương 6 khóa XII."
    )
    assert documents(text) == ["21-NQ/TW@XII"] * 2


def test_the_number_in_brackets_is_that_of_the_plenum_before_it() -> None:
    assert documents("Nghị quyết Trung ương 6 khóa XII (Nghị quyết 18-NQ/TW ngày 25/10/2017) được học.") == [
        "18-NQ/TW@XII",
        "18-NQ/TW@XII",
    ]


def test_what_a_report_surely_cites_bounds_its_date() -> None:
    alone = documents("Tỉnh sơ kết Nghị quyết Trung ương 5.")
    dated = documents("Tỉnh sơ kết Nghị quyết Trung ương 5. Kết luận số 01-KL/TW ngày 18/5/2021 được học.")
    assert alone == ["HNTW5@?"]
    assert dated[1] == "01-KL/TW@XIII"


def test_a_congress_by_its_years_is_the_one_by_its_ordinal() -> None:
    text = (
        "Thực hiện Nghị quyết Đại hội Đảng bộ huyện Yên Thành lần thứ XXVI. "
        "Nghị quyết Đại hội Đảng bộ huyện Yên Thành nhiệm kỳ 2020 - 2025 đi vào cuộc sống."
    )
    assert documents(text) == ["NQĐH@Yên Thành:XXVI"] * 2


def test_two_congresses_of_one_place_stay_two() -> None:
    text = (
        "Nghị quyết Đại hội Đảng bộ huyện Yên Thành lần thứ XXV và lần này Nghị quyết Đại hội Đảng bộ huyện Yên Thành "
        "lần thứ XXVI; Nghị quyết Đại hội Đảng bộ huyện Yên Thành nhiệm kỳ 2020 - 2025."
    )
    assert documents(text)[-1] == "NQĐH@Yên Thành:2020-2025"


def test_a_paper_without_a_place_is_of_the_place_of_the_others_of_its_body() -> None:
    text = "Kế hoạch số 07-KH/ĐU của Đảng ủy xã Hoằng Lộc và Nghị quyết số 15-NQ/ĐU được ban hành."
    assert documents(text) == ["07-KH/ĐU@Hoằng Lộc", "15-NQ/ĐU@Hoằng Lộc"]


def test_papers_of_two_places_lend_none() -> None:
    text = (
        "Kế hoạch số 07-KH/ĐU của Đảng ủy xã Hoằng Lộc, Kế hoạch số 08-KH/ĐU của Đảng ủy xã Hoằng Đạo "
        "và Nghị quyết số 15-NQ/ĐU được ban hành."
    )
    assert documents(text)[-1] == "15-NQ/ĐU@?"


def test_the_term_behind_a_list_is_that_of_its_items() -> None:
    text = "Chỉ thị số 12-CT/TW, Chỉ thị số 13-CT/TW và Chỉ thị số 14-CT/TW của Ban Bí thư (khóa X)."
    assert documents(text) == ["12-CT/TW@X", "13-CT/TW@X", "14-CT/TW@X"]


def test_the_date_of_the_next_clause_is_not_the_document_s() -> None:
    found = citations("Theo Kết luận số 62-KL/TW, ngày 4/3/2015, Ban Tổ chức Tỉnh ủy có Hướng dẫn số 05-HD/BTCTU.")
    assert found[0].mention.date is None


def test_an_issuer_on_the_next_line_is_not_the_document_s() -> None:
    assert citations("Theo Chỉ thị số 23\nBan Thường vụ Huyện ủy đã họp.")[0].mention.issuer is None


@pytest.mark.parametrize("text", ["Công ty làm theo Quyết định số 24.", "Quyết định 09, 80, 86 về việc sử dụng đất."])
def test_numbers_that_are_more_likely_of_others_are_not_the_partys(text: str) -> None:
    assert all(citation.mention.scope == "state" and not citation.decided for citation in citations(text))


def test_every_citation_says_how_sure_it_is() -> None:
    text = (
        "Nghị quyết số 35-NQ/TW ngày 22/10/2018, Nghị quyết 35, Nghị quyết này; Nghị quyết số 20-NQ/TW; "
        "Nghị định số 15/2020/NĐ-CP; Nghị quyết Trung ương 6 khóa XII; Kế hoạch số 12-KH/HU của Huyện ủy Vĩnh Linh."
    )
    found = citations(text)
    assert len(found) == 7
    assert all(0 < citation.confidence <= 1 for citation in found)
    assert {citation.method for citation in found if citation.confidence < 0.9} <= {Method.AMBIGUOUS, Method.ANAPHOR}
