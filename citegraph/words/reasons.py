"""A reason of a decision, by its English name and detail in, the same for a Vietnamese reader out.

Stores and data formats keep the English names.
"""

from __future__ import annotations

import re

from citegraph.words.sentences import Sentences

NAMES: dict[str, str] = {
    "alias": "tên thường gọi",
    "bracket": "số ghi trong ngoặc",
    "congress": "đại hội",
    "congress ahead": "đúng kỳ đại hội sắp tới",
    "coreference": "nhắc lại trong báo cáo",
    "date": "ngày ban hành",
    "date slip": "ngày ghi nhầm một phần",
    "demonstrative": "từ chỉ định",
    "implied term": "ngầm hiểu khóa đương nhiệm",
    "in force": "đang có hiệu lực",
    "issuer": "cơ quan ban hành",
    "just issued": "vừa ban hành",
    "kind": "loại văn bản",
    "long past": "đã quá lâu",
    "name": "tên riêng",
    "not yet issued": "chưa ban hành",
    "number": "số ký hiệu",
    "only one": "văn bản duy nhất mang số này",
    "only one known": "văn bản duy nhất đã biết mang số ký hiệu này",
    "only one so numbered": "văn bản duy nhất đã biết mang số này",
    "other congress": "kỳ đại hội khác",
    "other date": "ngày khác",
    "other issuer": "cơ quan ban hành khác",
    "other kind": "loại văn bản khác",
    "other subject": "nội dung khác",
    "other term": "khóa khác",
    "other title": "trích yếu khác",
    "place": "địa phương",
    "plenum": "hội nghị Trung ương",
    "recent": "mới ban hành",
    "replaced": "đã bị thay thế",
    "same term by date": "ngày ghi thuộc cùng khóa",
    "series": "dãy số của khóa",
    "several words around": "khá nhiều từ ngữ xung quanh",
    "some words around": "một số từ ngữ xung quanh",
    "term": "khóa",
    "term before": "thuộc khóa liền trước",
    "term in force": "thuộc khóa đương nhiệm",
    "title": "trích yếu",
    "title like": "trích yếu gần giống",
    "title much like": "trích yếu rất giống",
    "too young": "chưa đủ số năm thực hiện",
    "words around": "nhiều từ ngữ xung quanh",
    "words of the report": "từ ngữ trong báo cáo",
    "year": "năm ban hành",
    "years since": "khớp số năm thực hiện",
}

DETAILS: tuple[tuple[str, str], ...] = (
    ("{}, known {}", "{}; danh mục ghi {}"),
    ("{}, report of {}", "{}; báo cáo ngày {}"),
    ("by {} on {}", "bởi {} ngày {}"),
    ("day and month of {}", "ngày và tháng của {}"),
    ("{} like {}", "giống {} với {}"),
    ("its usual subject, {}", "nội dung thường gọi: {}"),
    ("{}% of {}", "{}% từ ngữ của {}"),
    ("number {}", "số {}"),
    ("{} lies in khóa {}", "{} thuộc khóa {}"),
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
    ("points to {} at {}", "chỉ tới {} ở ký tự thứ {}"),
    ("{} follows in brackets", "ngay sau có {} trong ngoặc"),
    ("learned from {} citations", "suy ra từ {} trích dẫn"),
    ("learned from one citation", "suy ra từ một trích dẫn"),
    ("{}, said with it", "{}, ghi kèm theo"),
    ("{}, said of the report", "{}, địa phương của báo cáo"),
)


def _value(said: str) -> str:
    """A value as a Vietnamese reader has it: “quoted”, with a decimal comma."""
    if len(said) > 1 and said[0] == said[-1] and said[0] in "'\"":
        return f"“{said[1:-1]}”"
    return re.sub(r"^(\d+)\.(\d+)$", r"\1,\2", said)


_DETAILS = Sentences(DETAILS, _value)


def reason(lang: str, name: str, detail: str) -> tuple[str, str]:
    """The name and detail of a reason in the language, dates apart; as they are where no row knows them.

    >>> reason("vi", "title like", "0.52 like 'về công tác thanh niên'")
    ('trích yếu gần giống', 'giống 0,52 với “về công tác thanh niên”')
    """
    if lang != "vi":
        return name, detail
    return NAMES.get(name, name), _DETAILS.vietnamese(detail) or detail
