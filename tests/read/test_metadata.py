"""Tests of the title, date, locality and number of a report; each case is a report written for the test."""

from __future__ import annotations

import time

import pytest

from citegraph.grammar import dates
from citegraph.read.metadata import Metadata, find_metadata
from citegraph.read.parser_types import ParsedReport

LETTERHEAD = """HUYỆN ỦY SƠN ĐỒNG
*
Số: 12-BC/HU
ĐẢNG CỘNG SẢN VIỆT NAM
Sơn Đồng, ngày 5 tháng 6 năm 2023

BÁO CÁO
Kết quả sáu tháng thực hiện
Nghị quyết số 35-NQ/TW
-----
Thực hiện Kế hoạch số 8-KH/TU ngày 02/3/2023 của Ban Thường vụ, Huyện ủy báo cáo như sau.
"""


def of(text: str, **fields: str) -> Metadata:
    return find_metadata(ParsedReport(text=text, **fields))  # type: ignore[arg-type]


DATES = [
    ("Tin\nĐăng ngày 04 - 10 - 2021\nChiều 29/9, huyện họp.", "2021-10-04"),
    ("Tin của huyện\nThứ hai, 12/06/2023 08:15\nHội nghị được tổ chức.", "2023-06-12"),
    ("Tin của huyện\n08:15 12/06/2023\nHội nghị được tổ chức.", "2023-06-12"),
    ("Chủ nhật, 28 tháng 4, 2013\nTin của huyện", "2013-04-28"),
    ("Tin của huyện\n09 Aug 2017\nHội nghị được tổ chức.", "2017-08-09"),
    ("Ngày đăng: 5/1/2022\nTin của huyện", "2022-01-05"),
    ("Cập nhật lúc 14:05, Thứ Ba, 7/2/2023\nTin của huyện", "2023-02-07"),
    (LETTERHEAD, "2023-06-05"),
    ("HƯỚNG DẪN\nHà Nội, ngày     tháng 8 năm 2025\nVề việc nọ", "2025-08"),
    ("Tổng kết năm\nNgày 26/12/2022, Ban Chỉ đạo huyện họp.", "2022-12-26"),
    # A review of so many years is held around their end, not in the year of the document.
    ("Tổng kết\nNgày 25/9, Đảng ủy họp tổng kết 10 năm thực hiện Nghị quyết số 28-NQ/TW, ngày 22/9/2008.", "2018-09-25"),
    ("Sơ kết\nNgày 14/3, Đảng ủy họp sơ kết 5 năm thực hiện Quy định số 01 ngày 3/12/2016.", "2022-03-14"),
    ("Sơ kết 6 tháng đầu năm 2023\nChiều 31/7, Ban Chỉ đạo huyện họp.", "2023-07-31"),
    ("Triển khai nhiệm vụ năm 2023\nSáng 20/12, huyện họp tổng kết.", "2022-12-20"),
    ("Tin vắn\nSáng 5 tháng 6 năm 2024, tỉnh họp.", "2024-06-05"),
    ("Hội nghị\nNgày 17/3, tỉnh họp. Trong năm 2021, các cấp đã làm nhiều việc.", "2021-03-17"),
    ("Hội nghị\nNgày 17/3, tỉnh họp. Đề án đến năm 2030, tầm nhìn 2045. Thông báo ngày 5/3/2021.", "2021-03-17"),
    ("---\ntitle: Tin\ndate: Fri, 21 Feb 2025 02:00:00 +0700\n---\nNội dung bài.", "2025-02-21"),
    ("# Tin\n\nNội dung.\n\n**Cập nhật lần cuối**: 13/07/2025\n", "2025-07-13"),
    ("Tin\n\nĐông Hà, ngày 18/11/2023\n\nChiều 17/11/2023, huyện họp.", "2023-11-18"),
    ("Tin\nHà Nội, ngày 12/3/2025\nTheo Kế hoạch số 22-KH/TU ngày 20/02/2025, phường đã làm tốt.", "2025-03-12"),
    ("# Biên bản họp chi bộ\n- **Thời gian:** 19 giờ 30, ngày 03/11/2021\n- **Địa điểm:** nhà văn hóa", "2021-11-03"),
    ("Tin vắn\nLinh Đan - Thứ bảy, 17/08/2024 20:19 (GMT+7)\nTỉnh họp.", "2024-08-17"),
    ("Tin vắn\nNgày 8/2, tại Hà Nội, Ban Tuyên giáo tổ chức hội nghị báo cáo viên, tháng 2/2017.", "2017-02-08"),
    ("Tin vắn\nChiều 28/3, tỉnh họp chuẩn bị lễ kỷ niệm 50 năm (30/4/1975 - 30/4/2025).", "2025-03-28"),
    ("Tin vắn\nSáng 16/4, Bộ Chính trị họp quán triệt Nghị quyết Hội nghị lần thứ 11 khóa XIII.", "2025-04-16"),
    ("Tin vắn\nNgày 23/6, Thành ủy họp. Hội nghị bàn về Nghị quyết số 11-NQ/TW ngày 31/5/2017.", "2017-06-23"),
    ("Đơn xin\nTôi xin hứa.\nSơn Đồng, ngày 3 tháng 2 năm 2023\nNgười viết", "2023-02-03"),
    ("Tin vắn\nTừ ngày 27 đến ngày 30-6-2017, tại Hà Nội, Ban Tổ chức đã họp kỳ thứ 5.", "2017-06-30"),
    ("Tin vắn\nTrong hai ngày 27 và 28/6/2017, huyện tổ chức hội thao.", "2017-06-28"),
    ("Tin vắn\nThứ hai, 29 Tháng 10 2018 18:24\n3111 Lượt xem\nTỉnh họp.", "2018-10-29"),
    ("Tin vắn\n08:47 SA @ Thứ Hai - 13 Tháng Mười Một, 2006\nTỉnh họp.", "2006-11-13"),
    ("Tin vắn\n05/06/2025 09:18:08 / Đăng bởi Ban biên tập / (0) Bình luận\nTỉnh họp.", "2025-06-05"),
    ("Tin vắn\n28/05/13 22:59 GMT+7\nTỉnh họp.", "2013-05-28"),
    ("Thứ Sáu, ngày 23 tháng 08 năm 2019, 09:25:27\n\nTin vắn\n\nBĐT - 20:20, 24/06/2021\n\nTỉnh họp.", "2021-06-24"),
    ("Thứ Sáu, ngày 23 tháng 08 năm 2019, 09:25:27\n\nTin vắn\n\nTỉnh họp.", "2019-08-23"),
    ("Tin vắn\nTỉnh họp.\n" + "Nội dung họp. " * 400 + "\n28/05/13 22:59 GMT+7\nXã hội", "2013-05-28"),
    ("Tin vắn\nTỉnh họp.\n" + "Nội dung họp. " * 400 + "\n28/05/13 22:59\nHay quá!\n29/05/13 07:01\nThật vậy.", None),
    ("Tin vắn\n27/12/2024 lúc 00:02 (GMT+7)\nTỉnh họp.", "2024-12-27"),
    ("Tin vắn\n15:09, 14/12/2020 [GMT+7]\nTỉnh họp.", "2020-12-14"),
    ("Tin vắn\n10/06/2023 23:09 | 11 tháng trước\nTỉnh họp.", "2023-06-10"),
    ("Tin vắn\n2019-05-30\nTỉnh họp.", "2019-05-30"),
    ("Tin vắn\n29/11/2017 10:09 AM\nTỉnh họp.", "2017-11-29"),
    ("Tin vắn\n1930-02-03\nTỉnh họp.", None),
    ("Tin vắn\nNgày Đăng:11/29/2017 10:09:00 AM Lượt xem: 2659\nTỉnh họp.", "2017-11-29"),
    ("Mười tập đoàn tổ chức lại đảng bộ 19/11/2025 18:19\nTỉnh họp.", "2025-11-19"),
    ("Xây dựng tỉnh thành thành phố trực thuộc Trung ương(22/10/2020)\nTỉnh họp.", "2020-10-22"),
    ("Hà Nội, ngày tháng năm 2026\nKẾ HOẠCH", "2026"),
    ("ĐẢNG ỦY KHỐI\nSố 97-BC/ĐUK\nngày 20 tháng 6 năm 2023\nBÁO CÁO", "2023-06-20"),
    ("SỞ NỘI VỤ\nngày 12 tháng 6 năm 2019\nTỜ TRÌNH", "2019-06-12"),
    ("TỜ TRÌNH\nKính gửi: Ban Thường vụ\n(ngày 15/9/2026)\nVăn phòng trình như sau.", "2026-09-15"),
    ("UY BAN NHAN DAN XA\nSo: 66/TB-UBND\nngay 15 thang 8 nam 2024\nTHONG BAO", "2024-08-15"),
    ("Binh Lam, ngay 15 thang 8 nam 2024\nTHONG BAO", "2024-08-15"),
    # Dates of cited documents and of past events are not the date of the report.
    ("Tin vắn\nTừ ngày 27 đến ngày 30-6-2017 sẽ diễn ra hội thao.", None),
    ("Tin vắn\nTừ ngày 15/3 đến ngày 30/6/2017, cả tỉnh có 20 vụ cháy.", None),
    ("Tin vắn\nChiều 13/6, hội nghị bàn kế hoạch năm 2018, chương trình năm 2018, mục tiêu năm 2018.", None),
    ("Tin vắn\nChiều 14/6, công bố Giải Báo chí năm 2016. Kết quả năm 2016, tổng kết năm 2016 rất tốt.", None),
    ("Tin vắn\nNgày 5/6/2016, huyện họp. Việc này theo Nghị định số 15/2017/NĐ-CP.", None),
    ("Bầu cử\nCuộc bầu cử sẽ được tiến hành vào ngày 15/3/2026.", None),
    ("Vụ án\nTòa tuyên án ông A. " + "Bị cáo đã nhận tội. " * 20 + "Chiều 19/8/2016, ông A lái xe.", None),
    ("Ông A\nÔng A (sinh ngày 10 tháng 7 năm 1957) là chính khách.\nNgày 7/5/2017, ông thôi chức.", None),
    ("Xã B\nXã B là một xã.[1]\nNgày 6/11/1996, Quốc hội chia tỉnh.", None),
    ("Họp\nSáng 5/6/2041, sẽ khai mạc.", None),
    ("Tin của huyện\nThực hiện Nghị quyết số 35-NQ/TW, ngày 22/10/2018 của Bộ Chính trị, huyện đã họp.", None),
    ("Tin của huyện\nCăn cứ Quy định 37-QĐ/TW ngày 25 tháng 10 năm 2021; Kết luận 53-KL/TW\nngày 04/6/2019.", None),
    ("Kỷ niệm\nNgày 3/2/1930, Đảng ra đời. Ngày 19/5/1890 là ngày sinh của Bác.", None),
    ("Hỏi đáp\nNgày 31/10/2025, Ban Tổ chức Trung ương ban hành Hướng dẫn 43-HD/BTCTW về kiểm điểm.", None),
    ("Tin\nChiều 13/6, các đại biểu tranh luận. Quy hoạch này lập từ năm 2014.", None),
    ("Số liệu\nTỷ lệ 5/12 xã đạt chuẩn, tăng 3-5% so với 10/63 tỉnh; trực 24/7.", None),
    ("Về Kết luận số 61-KL/TW của Ban Bí thư (03/12/2009)\nTỉnh họp.", None),
    ("QUY CHẾ\n(Kèm theo Quyết định số 5/QĐ-UBND\nngày 05/6/2023)\nĐiều 1", None),
    ("Tin của huyện\nHuyện thực hiện Kết luận số 53-KL/TW\nngày 04 tháng 6 năm 2019\nvà đã làm tốt.", None),
    ("Tin của huyện\nChỉ thị\nNgày\n05-CT/TW\n15/5/2016", None),  # a table with each cell on a line
    ("HUYỆN ỦY A\nSố 12-BC/HU\n15/5/2016\nBÁO CÁO", "2016-05-15"),
    ("SỞ Y TẾ\nHà Nội, 09:51:17 17/12/2019\nTHÔNG BÁO\nVề việc họp", "2019-12-17"),
    ("BÁO CÁO\nHà Nội, 09:51:17 17/12/2019 (GMT+7)\nHọp", "2019-12-17"),
    ("BÁO CÁO\nHà Nội, 17/12/2019 09:51 (GMT+7)\nHọp", "2019-12-17"),
    ("BÁO CÁO\nHà Nội, 09:51 | 17/12/2019\nHọp", "2019-12-17"),
    ("BÁO CÁO NĂM\nNgày lập báo cáo: 20/12/2021\nPhần A", "2021-12-20"),
    ("SỞ NỘI VỤ\nNgày ký: 18-07-2025 16:20:35 +07:00\nV/v rà soát", "2025-07-18"),
    ("HỘI NGƯỜI CAO TUỔI\nNgày 25 tháng 11 năm 2013 (nhằm ngày 23 tháng 10 năm Quý Tỵ)\nBÁO CÁO", "2013-11-25"),
    ("BIÊN BẢN HỌP\nVào lúc 14 giờ 30 phút ngày 06/9/2022, tại hội trường, ban họp.", "2022-09-06"),
    ("Tin của huyện\nLúc 8 giờ ngày 06/9/2022 có tin đồng chí ký Nghị quyết từ 2010.", None),
    ("Lịch sai\nNgày 31/2/2023, không có ngày này.", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "date"), DATES)
def test_dates(text: str, date: str | None) -> None:
    assert of(text).date == date


def test_the_time_of_fetching_a_page_is_not_its_date() -> None:
    text = (
        '----- METADATA -----\n{\n "url": "https://a.vn/x",\n "crawl_time": "2026-02-21 18:29:23"\n}\n'
        "----- CONTENT -----\nTin của xã Tân Tiến\n\nThứ bảy, 21/02/2026\n\nXã đã làm nhiều việc tốt.\n"
    )
    assert of(text).date is None
    assert of(text.replace("21/02", "20/02")).date == "2026-02-20"
    assert of(text).url == "https://a.vn/x"


def test_the_report_begins_where_a_saved_page_repeats_its_title() -> None:
    title = "Xã Tân Tiến làm tốt công tác cán bộ"
    text = f"{title}\n\nTrang chủ\n\nSơn La: tin khác\n\n{title}\n\nNgày 5/6/2023, xã Tân Tiến (Lào Cai) họp.\n"
    found = of(text)
    assert (found.title, found.date, found.locality) == (title, "2023-06-05", "Lào Cai")


def test_a_caption_that_repeats_the_title_does_not_begin_the_report() -> None:
    title = "Xã Tân Tiến làm tốt công tác cán bộ"
    text = f"{title}\n\nThứ hai - 04/07/2022 04:34 288 0\n{'Xã đã làm nhiều việc. ' * 9}\n{title}\nẢnh: Hội nghị\n"
    assert of(text).date == "2022-07-04"


@pytest.mark.parametrize(("value", "date"), [
    ("2023-07-31T08:15:00+07:00", "2023-07-31"),
    ("2023-07", "2023-07"), ("2023/07/31", "2023-07-31"), ("2023-7-3", "2023-07-03"), ("2023-2024", None),
    ("31-Jul-2023", "2023-07-31"), ("31-Jul-23", "2023-07-31"), ("3/5/24", None), ("45000", None),
    ("2023", "2023"),
    ("31/07/2023 08:15", "2023-07-31"),
    ("Wed, 14 Aug 2024 10:00:00 +0700", "2024-08-14"), ("August 14, 2024", "2024-08-14"), ("14 Aug 2024", "2024-08-14"),
    ("ngày 5 tháng 6 năm 2023", "2023-06-05"), ("hôm qua", None), ("", None), ("5 xyz 2024", None),
])  # fmt: skip
def test_dates_of_cells(value: str, date: str | None) -> None:
    assert dates.parse(value) == date


@pytest.mark.parametrize(("text", "title"), [
    ("Chi tiết - Huyện Sơn Đồng\n\nHọp bàn công tác cán bộ\n\nNgày 1/2/2023, …", "Họp bàn công tác cán bộ"),
    ("Cổng thông tin điện tử tỉnh Hà Đông\nHuyện Sơn Đồng\nHọp bàn công tác cán bộ\n", "Họp bàn công tác cán bộ"),
    ("# **Họp bàn công tác cán bộ**\n\nNội dung", "Họp bàn công tác cán bộ"),
    ('---\ntitle: " [Cán bộ] Họp bàn công tác cán bộ"\n---\nNội dung', "Họp bàn công tác cán bộ"),
    ("<p>H&#7885;p b&agrave;n c&ocirc;ng t&aacute;c</p><p>Nội dung</p>", "Họp bàn công tác"),
    (LETTERHEAD, "BÁO CÁO Kết quả sáu tháng thực hiện Nghị quyết số 35-NQ/TW"),
    ("(TTXVN) - Họp bàn công tác cán bộ. " + "Các đồng chí nêu ý kiến. " * 20, "Họp bàn công tác cán bộ."),
    ("Admin Normal Người Soạn 2 372 2025-11-17T10:53:00Z 2026-02-09T14:17:00Z 3368 16.00 false EN-US X-NONE X-NONE KẾ HOẠCH "
     "Tuyên truyền bầu cử\n", "KẾ HOẠCH Tuyên truyền bầu cử"),
    ("Hai chữ", "Hai chữ"), ("\n \n", None),
])  # fmt: skip
def test_titles(text: str, title: str | None) -> None:
    assert of(text).title == title


def test_the_name_of_the_site_is_not_part_of_the_title() -> None:
    assert of("x", title="Họp bàn | Báo Sơn Đồng").title == "Họp bàn"
    assert of("x", title="Họp bàn - SDTV", publisher="SDTV").title == "Họp bàn"
    assert of("x", title="Họp bàn - việc khó").title == "Họp bàn - việc khó"


@pytest.mark.parametrize(("text", "place"), [
    ("Tin vắn\nChiều 31/7, Ban Chỉ đạo 35 huyện Sơn Đồng tổ chức hội nghị.", "Sơn Đồng"),
    ("Họp bàn\nĐồng chí Bí thư Huyện uỷ Khánh Hoà dự; huyện Khánh Hoà có 20 xã.", "Khánh Hòa"),
    ("Nam Định: Triển khai công tác mới\nNội dung.", "Nam Định"),
    ("Đảng ủy xã Tân Tiến, Hải Dương: Làm tốt\nXã Tân Tiến có 5 thôn.", "Hải Dương"),
    ("Làm tốt\nXã Tân Tiến có 5 thôn; Đảng ủy xã Tân Tiến đã họp.", "Tân Tiến"),
    ("Quốc phòng vững chắc cho Thủ đô\nNội dung.", "Hà Nội"),
    (LETTERHEAD, "Sơn Đồng"),
    ("UBND TP.Hà Nội Nguyễn Văn An\nChủ tịch UBND TP.Hà Nội Nguyễn Văn An phát biểu.", "Hà Nội"),
    ("Nghị quyết về du lịch\nBáo Ninh Thuận trân trọng giới thiệu toàn văn.", "Ninh Thuận"),
    ("Chuyện lạ\nTheo Báo Ninh Thuận, hôm qua trời mưa.", None),
    # Names of persons, seas, meeting places and seats of the leadership are not the locality of the report.
    ("Tư tưởng Hồ Chí Minh\nChủ tịch Hồ Chí Minh dạy; đồng chí Nguyễn Hòa Bình phát biểu.", None),
    ("Hợp tác châu Á - Thái Bình Dương\nCác nước Thái Bình Dương họp.", None),
    ("Họp cả nước\nSáng 5/6/2024, tại Hà Nội, Bộ Chính trị tổ chức hội nghị.", None),
    ("BỘ CHÍNH TRỊ\nSố 35-NQ/TW\nHà Nội, ngày 22 tháng 10 năm 2018\nNGHỊ QUYẾT\nvề tăng cường bảo vệ", None),
    ("Viện Kỹ thuật\nViện Kỹ thuật ô tô (VKTOT) thuộc Tổng cục nghiên cứu xe.", "Viện Kỹ thuật"),
    # An organization takes precedence over the locality in its name.
    ("Đại hội\nĐảng bộ Trường Đại học Sông Hồng có 9 chi bộ. Đảng bộ Trường Đại học Sông Hồng họp. Đại học Huế dự.",
     "Trường Đại học Sông Hồng, Đại học Huế"),
    ("Quân khu 20, Quân đội nhân dân Việt Nam\nTrụ sở ở thành phố Cần Thơ; thuộc Bộ Quốc phòng.",
     "Quân khu 20 (Bộ Quốc phòng)"),
    ("Họp\nÔng A, Chủ tịch Ủy ban An toàn (AT) quốc gia, chủ trì hội nghị.", "Ủy ban An toàn quốc gia"),
    ("Ban Nội chính Trung ương\nBan ở Hà Nội; thành phố Hà Nội.", "Ban Nội chính Trung ương"),
    ("Bộ Chính trị\nHọp.", None),
    ("Ông A\nÔng A (sinh ngày 1/2/1950) quê huyện Sơn Đồng, tỉnh Hà Tĩnh.", None),
    ("Họp\nHội nghị của tỉnh thanh hóa và huyện.", "Thanh Hóa"),
    ("Tin\nTP.HCM đẩy mạnh; TPHCM làm tốt.", "Hồ Chí Minh"),
    ("Tin\nNgành y tế Đắc Lắc làm tốt.", "Đắk Lắk"),
])  # fmt: skip
def test_localities(text: str, place: str | None) -> None:
    assert of(text).locality == place


@pytest.mark.parametrize(("text", "number"), [
    (LETTERHEAD, "12-BC/HU"),
    ("| HUYỆN ỦY | x |\n| Số 294 - QĐ/TW | Hà Nội |", "294-QĐ/TW"),
    ("Số: 892/QĐ-TTg\nHà Nội", "892/QĐ-TTg"),
    ("Số:      -KH/HU\nSơn Đồng", None),
    ("Huyện thực hiện Nghị quyết số 35-NQ/TW", None),
    ("Tin\nSố người dự: 35", None),
    ("ỦY BAN THƯỜNG VỤ QUỐC HỘI\n\nNghị quyết số: 653/2019/UBTVQH14\n\nHà Nội, ngày 12/3/2019", "653/2019/UBTVQH14"),
    ("UBND TỈNH X ------- Số: 46/2017/QĐ-UBND | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nQUYẾT ĐỊNH", "46/2017/QĐ-UBND"),
    ("Theo Nghị quyết số: 653/2019/UBTVQH14", None),
])  # fmt: skip
def test_own_numbers(text: str, number: str | None) -> None:
    assert of(text).number == number


def test_metadata_of_the_source_take_precedence() -> None:
    said = of("Tin khác\nĐăng ngày 1/1/2020", title="Tin", date="2021-05-06", publisher="Báo A", url="https://b.vn/1")
    assert (said.title, said.date, said.publisher, said.url) == ("Tin", "2021-05-06", "Báo A", "https://b.vn/1")
    assert of("x", url="https://www.b.vn/1").publisher == "b.vn"


@pytest.mark.parametrize("text", [
    "<" * 100_000, "&" * 100_000, " " * 100_000, "1/" * 50_000, "ngày " * 20_000, "A " * 50_000, "Huyện " * 20_000,
    "|" * 100_000,
    "tháng năm 2020 " * 8_000, "(" * 100_000, "---\n" + "a: b\n" * 20_000, "{" * 50_000, "a" * 100_000,
    "2020" * 30_000, "[" * 99_999,
    "Bộ Aa aa, " * 9_000, "\n" * 100_000, "huyện ủy Aaaa Bbbb " * 5_000, "À" * 100_000, "Số: 1-A-" * 9_000,
    "Tỉnh Aa Aa " * 9_000,
])  # fmt: skip
def test_hostile_text_takes_little_time(text: str) -> None:
    start = time.process_time()
    of(text)
    of(f"Tin\n{text}", title=text[:5000])
    assert time.process_time() - start < 1.0


@pytest.mark.parametrize(
    ("text", "date", "is_doubted"),
    [
        ("TỈNH ỦY X\nHà Nội, ngày 5/3/24\nBÁO CÁO", "2024-03-05", False),
        ("TỈNH ỦY X\nHà Nội, ngày 05.03.2024\nBÁO CÁO", "2024-03-05", False),
        ("TỈNH ỦY X\nHà Nội, ngày mồng 5 tháng ba năm 2024\nBÁO CÁO", "2024-03-05", False),
        ("TỈNH ỦY X\nHà Nội, ngày hai mươi hai tháng mười năm 2022\nBÁO CÁO", "2022-10-22", False),
        ("TỈNH ỦY X\nHuế, ngày mùng năm tháng giêng năm 2020\nBÁO CÁO", "2020-01-05", False),
        ("TỈNH ỦY X\nHà Nội, ngày 5 tháng mười hai năm 2024\nBÁO CÁO", "2024-12-05", False),
        ("TỈNH ỦY X\nHà Nội, ngày 5 tháng giêng năm 2024\nBÁO CÁO", "2024-01-05", False),
        ("Tin vắn của huyện\n09:51:17 17/12/2019\nNội dung", "2019-12-17", False),
        ("Tin vắn của huyện\nCập nhật: 3/5/2024 10:15 AM\nNội dung", None, True),
        ("Tin vắn của huyện\n3/5/2024 10:15:00 PM\nNội dung", None, True),
        ("TỈNH ỦY X\nHà Nội, 5 tháng 3 năm 2024\nBÁO CÁO", "2024-03-05", False),
        ("TỈNH ỦY X\nHà Nội, 05.03.2024\nBÁO CÁO", "2024-03-05", False),
        ("TỈNH ỦY X\nBÁO CÁO\nHà Nội, tháng 3 năm 2024\n", "2024-03", False),
        ("Tin vắn của huyện\nMồng 5 tháng ba năm 2024\nNội dung", "2024-03-05", False),
        ("Tin vắn của huyện\nNgày 5/3/24\nNội dung", "2024-03-05", False),
        ("Tin vắn của huyện\n5 thg 3, 2024\nNội dung", "2024-03-05", False),
        ("Tin vắn của huyện\nTuesday, March 5, 2024 10:15 AM\nNội dung", "2024-03-05", False),
        ("Tin vắn của huyện\n5-Mar-2024\nNội dung", "2024-03-05", False),
        ("Tin vắn của huyện\n2024/03/05\nNội dung", "2024-03-05", False),
        ("Tin vắn của huyện\n5/3/24\nNội dung", None, True),
        ("Tin vắn của huyện\n05-03-24\nNội dung", None, True),
        ("TỈNH ỦY X\nHà Nội ngày 5 tháng 3 năm 2024\nBÁO CÁO", None, True),
        ("TỈNH ỦY X\nNgày năm tháng ba năm 2024\nBÁO CÁO", None, True),
        ("Tin vắn của huyện\nngày 05 tháng 3 năm hai nghìn không trăm hai mươi tư\nNội dung", None, True),
        # The end of a citation, as a narrow column breaks it.
        ("Tin vắn của huyện\nNghị quyết số 35-NQ/TW\nngày 5/3/24\ncủa Bộ Chính trị", None, False),
        ("BÁO CÁO\n\nThực hiện Quy định số 144-QĐ/TW ngày\n09/5/2024.\n\nChi bộ họp.", None, False),
        ("BÁO CÁO\n\nThực hiện Quy định số 144-QĐ/TW\n(ngày 09/5/2024)\n\nChi bộ họp.", None, False),
        ("Nghị quyết số\n35-NQ/TW\nngày 22/10/2018", None, False),
        (
            "BÁO CÁO\nThực hiện Nghị quyết 57-NQ/TW. Bộ Chính trị đã ban hành ở Thủ đô\nHà Nội, ngày 22 tháng 12 năm 2024.",
            None,
            False,
        ),
        ("Số: 310/KH-UBND\n|\n*Hà Nội, ngày\n24 tháng 11 năm 2025*\n|\nKẾ HOẠCH", "2025-11-24", False),
        ("Tin vắn của huyện\nTheo Quyết định của Bộ Chính trị, tháng 3 năm 2024", None, False),
        ("Kế hoạch tháng 3 năm 2024\nNội dung", None, False),
    ],
)
def test_dates_in_official_notations(text: str, date: str | None, is_doubted: bool) -> None:
    found = find_metadata(ParsedReport(text=text))
    assert (found.date, bool(found.doubts)) == (date, is_doubted)


@pytest.mark.parametrize(
    ("value", "date", "doubt"),
    [
        ("mồng 5 tháng ba năm 2024", "2024-03-05", ()),
        ("ngày ba mươi mốt tháng mười hai năm 2024", "2024-12-31", ()),
        ("15/3/2024 10:15 AM", "2024-03-15", ()),
        ("3/5/2024 10:15 AM", None, ("date '3/5/2024 10:15 AM' is ambiguous (day or month first) and was ignored",)),
        ("3/5/24", None, ("date '3/5/24' was not understood and was ignored",)),
        ("hôm qua", None, ("date 'hôm qua' was not understood and was ignored",)),
        ("", None, ()),
    ],
)
def test_a_date_of_the_source_is_read_or_said(value: str, date: str | None, doubt: tuple[str, ...]) -> None:
    found = of("Tin của huyện.", date=value)
    assert (found.date, found.doubts) == (date, doubt)
    other = of("Tin của huyện\nĐăng ngày 1/1/2020", date=value)
    assert (other.date, other.doubts) == (date or "2020-01-01", doubt)
