"""Patterns of the words around a number: they separate document numbers from counts, and mentions from look-alikes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import regex

from citegraph.knowledge import countries
from citegraph.knowledge.tables import cached

REACH = 600
"""Code points that a rule may read from its anchor. Every match is bounded by it: without a bound the engine searches
the rest of the text for the literals of a pattern, at every position.
"""


OPENINGS = 1 << 14
"""Answers about openings that are kept: other keywords, and other texts, ask about the same ones."""


@lru_cache(OPENINGS)
def can_continue(pattern: regex.Pattern[str], opening: str) -> bool:
    """Return whether `pattern` may match all of `opening` and continue after it (a partial match)."""
    return pattern.fullmatch(opening, partial=True) is not None


def prefixes_of(words: Iterable[str]) -> frozenset[str]:
    """Return all prefixes of `words`, from the empty one to the whole word."""
    return frozenset(word[:length] for word in words for length in range(len(word) + 1))


@lru_cache(OPENINGS)
def may_match_at(pattern: regex.Pattern[str], opening: str) -> bool:
    """Return whether `pattern` may match a text of which only the beginning, `opening`, is known."""
    return pattern.match(opening) is not None or can_continue(pattern, opening)


# Units that follow a count after a kind word used as an everyday word: "quy định 3 mức", "kế hoạch 5 năm". A year or a
# date after the number is not a unit ("Quyết định 759 năm 2025"). The unit may be on the next line, unless that begins
# with a capital letter. The words at the end are those of slogans, after a single digit: "quy định 4 tốt", "3 không, 5 xây".
COUNTED = regex.compile(
    r"""[^\S\n]*(?:\n[^\S\n]*(?!(?-i:\p{Lu})))?(?:
        năm\b(?!\s+(?:19|20)\d\d(?!\s*-\s*(?:19|20)\d\d)) | ngày\b(?!\s*\d) | tháng\b(?!\s*\d) | tuần | giờ | phút | quý | kỳ | lần | lượt | đợt | phiên
      | người | đồng\s+chí | cán\s+bộ | công\s+chức | đảng\s+viên | đại\s+biểu | hộ | lao\s+động | học\s+sinh | trẻ\s+em
      | (?:tỉnh | huyện | xã)(?!\s+ủy) | phường | thành\s+phố | thôn | bản | cấp | cơ\s+quan | đơn\s+vị | tổ\s+chức | doanh\s+nghiệp | chi\s+bộ
      | nội\s+dung | nhiệm\s+vụ | nhóm | mục\s+tiêu | chỉ\s+tiêu | giải\s+pháp | vấn\s+đề | điểm | bước | mức | loại | hình\s+thức
      | trường\s+hợp | vụ | việc | điều\b | khoản | chương\b | mục\b | trang | phần\b | khâu | chức\s+danh | tiêu\s+chí | nguyên\s+tắc
      | dự\s+án | công\s+trình | đề\s+án | chuyên\s+đề | văn\s+bản | nghị\s+quyết | chỉ\s+thị
      | tỷ | tỉ\b | triệu | nghìn | ngàn | trăm | đồng\b(?!\s+(?:ý|thời|loạt|bộ|chủ\s+trì)\b) | USD | ha\b | km | m2\b | kg | tấn | % | phần\s+trăm | độ\b | tuổi | trong\s+(?:số|1\b(?!\s+(?:năm|tháng|quý|tuần|ngày)))
      | lỗi | sai\s+phạm | vi\s+phạm | hành\s+vi | đối\s+tượng | ca\b | trận | tuyến | mẫu | lô\b | sản\s+phẩm | dịch\s+vụ | nạn\s+nhân | sinh\s+viên
      | chính\s+sách | mặt\b | dân\s+tộc | lĩnh\s+vực | ngành\b | (?-i:bộ)\b | trung\s+tâm | địa\s+phương | gói\b | luật\b
      | (?<=(?<!\d)[1-9])\s(?:chữ\s+vàng | tại\s+chỗ | sẵn\s+sàng | chủ\s+động | kiên\s+quyết | (?:
            không | tốt | xây | chống | rõ | cùng | nhất | có | dám | xin | luôn | tăng | giảm | biết | nên | cần | phải | cấm | sạch | đúng | đủ
          | hóa | hoá | hơn | mới | thật | trước | bám | nắm | gần | nhà | tự | k | nâng\s+cao
        )(?=\s*(?:$ | [,;.:)"”\n+&] | (?:và | của | trong | ở | tại | với | do | cho | gắn | trên | theo | đối\s+với | \d)\b)))
    )(?!\p{L})""",
    regex.VERBOSE | regex.IGNORECASE,
)

# A document that has not been issued is not a citation: "dự thảo Nghị định".
DRAFT = regex.compile(
    r"(?:dự\s+thảo|dự\s+án(?:\s+xây\s+dựng)?|bản\s+thảo)(?:\s+(?:lần\s+(?:thứ\s+)?\w+|sửa\s+đổi|\(.{1,20}\)|các|báo\s+cáo\s+về))?\s*:?\s*[\"“]?\s*$",
    regex.IGNORECASE,
)

# Nor is a document that is still being written: "khẩn trương hoàn thiện Nghị định này".
UNFINISHED = regex.compile(
    r"(?:dự\s+thảo|dự\s+án|hoàn\s+thiện|soạn\s+thảo|(?<!Bộ\s)(?<!ngành\s)xây\s+dựng)\s+$",
    regex.IGNORECASE,
)

# Several documents: a demonstrative after these words refers to no single one. The number of an article is not a count:
# "Điều 4 Nghị định này".
PLURAL = regex.compile(
    r"\b(?:các|những|hai|ba|bốn|năm|sáu|bảy|tám|nhiều|mọi|mỗi|một\s+số|(?<!(?:điều|khoản|điểm|mục|chương|phần|lục)\s+)\d+)\s+$",
    regex.IGNORECASE,
)

DEMONSTRATIVE = regex.compile(
    r"\s+(?:số\s+)?(?P<word>này|đó|ấy|nêu\s+trên|nói\s+trên|kể\s+trên|trên\s+đây|trên(?!\s+(?:địa|toàn|cả|phạm|cơ|thực|các|mạng|nền|tinh|thế|không)\b))\b",
    regex.IGNORECASE,
)

# A provision rather than a document, if the kind word is in lower case: "theo quy định trên".
PROVISION = regex.compile(r"(?:trên|nêu\s+trên|nói\s+trên|kể\s+trên|trên\s+đây)$", regex.IGNORECASE)

PINPOINT = regex.compile(
    r"""(?:(?:tiết|điểm)\s+[\p{L}\d.]{1,4}\s*,?\s*(?:và\s+(?:điểm\s+)?\p{L}\s*,?\s*)?)?
        (?:(?:tiểu\s+mục|khoản)\s+\d[\d.]*\p{L}?(?:\s*(?:,|và)\s*(?:khoản\s+)?\d{1,2})*\s*,?\s*)?
        (?:Điều|Mục|Chương|Phụ\s+lục|Phần|khoản|điểm|Khoản|Điểm)\s+(?:[\dIVX][\d.IVX]*\p{L}?|\p{L})(?:\s*(?:,|và)\s*(?:Điều\s+)?\d{1,3})*
        (?=\s*,?\s*(?:của\s+|tại\s+|trong\s+)?$)""",
    regex.VERBOSE,
)

# "luật" as part of another word or as a subject of study.
NO_LAW_BEFORE = regex.compile(
    r"(?:pháp|kỷ|kỉ|trật\s+tự|đại\s+học|trường|khoa|ngành|công\s+ty|văn\s+phòng|hãng|tiến\s+sĩ|thạc\s+sĩ|cử\s+nhân|dân|thư\s+viện|quy|hội)[\s*]+$",
    regex.IGNORECASE,
)


@cached
def foreign_party_pattern() -> regex.Pattern[str]:
    """Return a pattern for foreign parties and congresses: "Đại hội 7 của Quốc tế Cộng sản"."""
    return regex.compile(
        rf"(?:{countries.names_pattern(countries.foreign_institutions('party'))})(?!\p{{L}})", regex.IGNORECASE
    )


@cached
def foreign_law_pattern() -> regex.Pattern[str]:
    """Return a pattern for foreign constitutions and laws: "Hiến pháp Mỹ", "Luật Thương mại của Hoa Kỳ"."""
    return regex.compile(
        rf"\s+(?:của\s+)?(?:nước\s+)?(?:{countries.names_pattern(countries.country_names())})\b|\s+(?:của\s+)?nước\s+này\b"
    )


# Courts and councils named after a constitution; Viet Nam has none.
CONSTITUTIONAL_BODY = regex.compile(r"(?:Tòa(?:\s+án)?|Hội\s+đồng|Ủy\s+ban|Ngày)\s+$", regex.IGNORECASE)


@cached
def foreign_assembly_pattern() -> regex.Pattern[str]:
    """Return a pattern for resolutions of other assemblies: "Nghị quyết 2231 của Hội đồng Bảo an"."""
    assemblies = countries.names_pattern(countries.foreign_institutions("assembly"))
    return regex.compile(rf"\s+(?:\(\d{{4}}\)\s+)?(?:của\s+|do\s+)?(?i:{assemblies})\b")


# A company as the issuer of what looks like a mention.
COMPANY = regex.compile(
    r"(?:HĐQT|Hội\s+đồng\s+quản\s+trị|ĐHĐCĐ|Đại\s+hội\s+đồng\s+cổ\s+đông|Tổng\s+giám\s+đốc|Công\s+ty)\b[^.;\n]{0,90}"
    r"\b(?:ký|ban\s+hành|ra|có|thông\s+qua|công\s+bố)\s+$",
    regex.IGNORECASE,
)

# Addresses and file names are not text: "…/nghi-quyet-35-NQ-TW.pdf".
ADDRESS = regex.compile(
    r"://|www\.|\.(?:html?|php|aspx|pdf|docx?|xlsx?|jpe?g|png|webp)\b|\.(?:vn|com|org|net)/", regex.IGNORECASE
)
