"""Vietnamese translations of usage lines and of errors about arguments."""

from __future__ import annotations

import re

from citegraph.i18n.templates import Sentences

METAVARS: dict[str, str] = {
    "OPTIONS": "TÙY-CHỌN",
    "COMMAND": "LỆNH",
    "ARGS": "ĐỐI-SỐ",
    "DATE": "NGÀY",
    "DIR": "THƯ-MỤC",
    "DOCUMENT": "VĂN-BẢN",
    "FILE": "TỆP",
    "FOLDER": "THƯ-MỤC",
    "INPUT": "ĐẦU-VÀO",
    "MENTION": "CHỖ-NHẮC",
    "NEW": "MỚI",
    "OLD": "CŨ",
    "NAME": "TÊN",
    "NAMES": "TÊN",
    "OUTPUT": "ĐẦU-RA",
    "PATH": "ĐƯỜNG-DẪN",
    "REPORT": "BÁO-CÁO",
    "TEXT": "ĐOẠN-VĂN",
    "WORDS": "TỪ-NGỮ",
}
"""What stands for a value in the usage of a command; other names are the same in both languages."""

MISUSES: tuple[tuple[str, str], ...] = (
    ("Try {} for help.", "Xem hướng dẫn: {}"),
    ("Error: {}", "Lỗi: {}"),
    ("Invalid value for {}: {}", "giá trị của {} không hợp lệ: {}"),
    ("Invalid value: {}", "giá trị không hợp lệ: {}"),
    ("Value error, {}", "{}"),
    ("Missing command.", "thiếu lệnh"),
    ("Missing argument {}.", "thiếu {}"),
    ("Missing option {}.", "thiếu tùy chọn {}"),
    ("No such command {}.", "không có lệnh {}"),
    ("No such command {}. Did you mean {}?", "không có lệnh {}. Có phải là {}?"),
    ("No such option: {}", "không có tùy chọn {}"),
    ("No such option: {} Did you mean {}?", "không có tùy chọn {}. Có phải là {}?"),
    ("No such option: {} (Possible options: {})", "không có tùy chọn {}. Có phải là {}?"),
    ("Option {} requires an argument.", "tùy chọn {} cần có giá trị"),
    ("Option {} does not take a value.", "tùy chọn {} không nhận giá trị"),
    ("Got unexpected extra argument ({})", "thừa {}"),
    ("Got unexpected extra arguments ({})", "thừa {}"),
    ("Got unexpected extra argument(s) ({})", "thừa {}"),
    ("{} is not one of {}.", "{} không nằm trong {}"),
    ("{} is not one of {}", "{} không nằm trong {}"),
    ("{} is not a valid integer.", "{} không phải số nguyên"),
    ("{} is not a valid int range.", "{} không phải số nguyên"),
    ("{} is not in the range {}.", "{} nằm ngoài khoảng {}"),
    ("Input should be a valid integer, unable to parse string as an integer", "phải là số nguyên"),
    ("Input should be greater than or equal to {}", "phải từ {} trở lên"),
    ("Input should be less than or equal to {}", "phải từ {} trở xuống"),
    ("name a document, or a report with --coupling", "hãy nêu một văn bản, hoặc một báo cáo bằng --coupling"),
    (
        "name drafts, or a store with --store, not both",
        "hãy nêu dự thảo, hoặc kho dữ liệu bằng --store, không dùng cả hai",
    ),
    (
        "--date is for drafts; a store has the findings of its build",
        "--date chỉ dùng cho dự thảo; kho dữ liệu giữ kết quả soát của lần dựng",
    ),
    (
        "--style is for drafts; a store has the findings of its build",
        "--style chỉ dùng cho dự thảo; kho dữ liệu giữ kết quả soát của lần dựng",
    ),
    (
        "--output is for drafts; annotate writes the reports of a store",
        "--output chỉ dùng cho dự thảo; annotate ghi các báo cáo của kho dữ liệu",
    ),
    ("--fix needs --output; the draft itself is never changed", "--fix cần --output; bản dự thảo không bị thay đổi"),
    (
        "say one thing: a document, --same-as, --different-from or --not-a-citation",
        "hãy nêu đúng một điều: một văn bản, --same-as, --different-from hoặc --not-a-citation",
    ),
    ("{} is no day; write it like 2018-10-22", "{} không phải ngày; hãy viết như 2018-10-22"),
    (
        "--knowledge is for drafts; a store has the findings of its build",
        "--knowledge chỉ dùng cho dự thảo; kho dữ liệu giữ kết quả soát của lần dựng",
    ),
)


def metavars(lang: str, usage: str) -> str:
    """The usage of a command with the names of its values in the language."""
    if lang != "vi":
        return usage
    return re.sub(r"[A-Z]{3,}", lambda name: METAVARS.get(name.group(), name.group()), usage)


def misused(lang: str, line: str) -> str:
    """A line about a command that was not understood, in the language; as it is where no row knows it.

    >>> misused("vi", "Error: Missing argument 'REPORT'.")
    "Lỗi: thiếu 'BÁO-CÁO'"
    """
    return (_MISUSES.vietnamese(line) if lang == "vi" else None) or line


def _value(said: str) -> str:
    """What a line says may hold another sentence, or the name of a value."""
    return _MISUSES.vietnamese(said) or re.sub(r"^'(\w+)'$", lambda name: f"'{metavars('vi', name[1])}'", said)


_MISUSES = Sentences(MISUSES, _value)
