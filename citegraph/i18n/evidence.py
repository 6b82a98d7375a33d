"""Vietnamese names of evidence and its details.

Stores and data formats keep the English names.
"""

from __future__ import annotations

import re

from citegraph.i18n.templates import Sentences

NAMES: dict[str, str] = {
    "alias": "tên thường gọi",
    "another document": "văn bản khác của Đảng",
    "another's document": "văn bản của cơ quan khác",
    "beyond the few known": "số vượt xa các số đã biết",
    "beyond the series": "số vượt dãy số của khóa",
    "bracket": "số ghi trong ngoặc",
    "congress": "đại hội",
    "congress ahead": "đúng kỳ đại hội sắp tới",
    "coreference": "nhắc lại trong báo cáo",
    "several titles": "nêu trích yếu của nhiều văn bản",
    "date": "ngày ban hành",
    "date in term": "ngày ghi thuộc khóa",
    "date slip": "ngày ghi nhầm một phần",
    "demonstrative": "từ chỉ định",
    "implied term": "ngầm hiểu khóa đương nhiệm",
    "in force": "đang có hiệu lực",
    "list of its term": "cùng khóa với các số trong danh sách",
    "long past": "đã quá lâu",
    "name": "tên riêng",
    "not a term of the report": "báo cáo không nêu văn bản nào khác của khóa này",
    "number": "số ký hiệu",
    "of a plenum of the report": "thuộc hội nghị Trung ương mà báo cáo nêu",
    "only version": "chỉ có một bản",
    "other congress": "kỳ đại hội khác",
    "other issuer": "cơ quan ban hành khác",
    "other kind": "loại văn bản khác",
    "other subject": "nội dung khác",
    "other term": "khóa khác",
    "other title": "trích yếu khác",
    "out of order": "không khớp thứ tự dãy số",
    "locality": "địa phương",
    "report's locality": "địa phương của báo cáo",
    "term": "khóa",
    "term before": "thuộc khóa liền trước",
    "term in force": "thuộc khóa đương nhiệm",
    "title": "trích yếu",
    "title much like": "trích yếu rất giống",
    "unlisted": "văn bản chưa có trong danh mục",
    "unlisted high number": "văn bản chưa có trong danh mục, số lớn",
    "unlisted of a department": "văn bản chưa có trong danh mục, của ban, cơ quan",
    "usual of its plenum": "thường chỉ văn bản này",
    "whole plenum": "cả hội nghị",
    "whole plenum with a title": "cả hội nghị, dù có ghi trích yếu",
    "words around": "từ ngữ xung quanh",
    "words of the report": "từ ngữ trong báo cáo",
    "year": "năm ban hành",
    "years since": "khớp số năm thực hiện",
}

DETAILS: tuple[tuple[str, str], ...] = (
    ("{}, known {}", "{}; danh mục ghi {}"),
    ("{}, report of {}", "{}; báo cáo ngày {}"),
    ("day and month of {}", "ngày và tháng của {}"),
    ("{} like {}", "giống {} với {}"),
    ("its usual subject, {}", "nội dung thường gọi: {}"),
    ("{}% of {}", "{}% từ ngữ của {}"),
    ("number {}", "số {}"),
    ("{} lies in khóa {}", "{} thuộc khóa {}"),
    ("khóa {}, known {}", "khóa {}; danh mục ghi khóa {}"),
    ("{} of {} mentions whose words tell", "{} trên {} lần nhắc có từ ngữ nói rõ"),
    ("khóa {} said", "có ghi khóa {}"),
    ("khóa {} ran on {}", "khóa {} đương nhiệm ngày {}"),
    ("no other plenum {} is known for a document", "ngoài ra không biết hội nghị Trung ương {} nào ban hành văn bản"),
    ("the only {} of plenum {}, khóa {}", "{} duy nhất của Hội nghị Trung ương {}, khóa {}"),
    ("only in khóa {} did numbers go so far: {}", "chỉ khóa {} mới đánh số đến đó: {}"),
    ("its ordinal is said", "có ghi lần thứ mấy"),
    ("its years are said", "có ghi nhiệm kỳ"),
    ("{} years, {}", "{} năm, ban hành {}"),
    ("named by itself", "tự tên gọi đã rõ"),
    ("the version of {} was in force on {}", "bản ban hành ngày {} có hiệu lực vào ngày {}"),
    ("the year is said", "có ghi năm"),
    ("as {} at {}", "như {} ở ký tự thứ {}"),
    ("the report names {} of this plenum", "báo cáo nêu rõ {} của hội nghị này"),
    ("the report names {}", "báo cáo nêu rõ {}"),
    ("points to {} at {}", "chỉ tới {} ở ký tự thứ {}"),
    ("{} follows in brackets", "ngay sau có {} trong ngoặc"),
    ("learned from {} citations", "suy ra từ {} trích dẫn"),
    ("learned from one citation", "suy ra từ một trích dẫn"),
    ("beside {}", "cạnh {}"),
    ("none of {} others is of khóa {}", "không văn bản nào trong {} văn bản khác thuộc khóa {}"),
    ("plenum {}, khóa {}", "Hội nghị Trung ương {}, khóa {}"),
    ("number {}, {}", "số {}, ngày {}"),
)


def _value(said: str) -> str:
    """A value as a Vietnamese reader has it: “quoted”, with a decimal comma."""
    if len(said) > 1 and said[0] == said[-1] and said[0] in "'\"":
        return f"“{said[1:-1]}”"
    return re.sub(r"^(\d+)\.(\d+)$", r"\1,\2", said)


_DETAILS = Sentences(DETAILS, _value)


def reason(lang: str, name: str, detail: str) -> tuple[str, str]:
    """The name and detail of a reason in the language, dates apart; as they are where no row knows them.

    >>> reason("vi", "title much like", "0.72 like 'về công tác thanh niên'")
    ('trích yếu rất giống', 'giống 0,72 với “về công tác thanh niên”')
    """
    if lang != "vi":
        return name, detail
    return NAMES.get(name, name), _DETAILS.vietnamese(detail) or detail
