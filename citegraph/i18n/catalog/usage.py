"""What is wrong with the arguments of a command."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    "usage.error": ("Error: {what}", "Lỗi: {what}"),
    "usage.try": ("Try '{command}' for help.", "Xem hướng dẫn: '{command}'"),
    "usage.invalid": ("Invalid value for {parameter}: {what}", "giá trị của {parameter} không hợp lệ: {what}"),
    "usage.invalid_value": ("Invalid value: {what}", "giá trị không hợp lệ: {what}"),
    "usage.missing_argument": ("Missing argument {parameter}.", "thiếu {parameter}"),
    "usage.missing_option": ("Missing option {parameter}.", "thiếu tùy chọn {parameter}"),
    "usage.missing_command": ("Missing command.", "thiếu lệnh"),
    "usage.no_command": ("No such command '{name}'.", "không có lệnh '{name}'"),
    "usage.no_command_but": (
        "No such command '{name}'. Did you mean {names}?",
        "không có lệnh '{name}'. Ý bạn là {names}?",
    ),
    "usage.no_option": ("No such option: {name}", "không có tùy chọn {name}"),
    "usage.no_option_but": (
        "No such option: {name} Did you mean {names}?",
        "không có tùy chọn {name}. Ý bạn là {names}?",
    ),
    "usage.needs_value": ("Option '{name}' requires an argument.", "tùy chọn '{name}' cần có giá trị"),
    "usage.takes_no_value": ("Option '{name}' does not take a value.", "tùy chọn '{name}' không nhận giá trị"),
    "usage.extra": ("Got unexpected extra argument ({rest})", "thừa {rest}"),
    "usage.not_one_of": ("'{value}' is not one of {names}", "'{value}' không nằm trong {names}"),
    "usage.choose": ("choose from {names}", "chọn trong {names}"),
    "usage.whole_number": (
        "must be a whole number from {least} to {most}",
        "phải là số nguyên từ {least} đến {most}",
    ),
    "usage.not_whole_number": (
        "'{value}' is not a whole number from {least} to {most}",
        "'{value}' không phải số nguyên từ {least} đến {most}",
    ),
    "usage.no_format": (
        "'{name}' is not a known format; choose from {names}",
        "'{name}' không phải định dạng đã biết; chọn trong {names}",
    ),
    "usage.document_or_coupling": (
        "pass a document, or a report with --coupling",
        "hãy nêu một văn bản, hoặc một báo cáo kèm tùy chọn --coupling",
    ),
    "usage.drafts_or_store": (
        "pass drafts, or a store with --store, not both",
        "hãy nêu dự thảo, hoặc kho dữ liệu bằng --store, không dùng cả hai",
    ),
    "usage.knowledge_of_drafts": (
        "--knowledge is for drafts; a store keeps the findings of its build",
        "--knowledge chỉ dùng cho dự thảo; kho dữ liệu giữ kết quả soát của lần dựng",
    ),
    # What stands around the help
    "help.usage": ("Usage", "Cách dùng"),
    "help.arguments": ("Arguments", "Đối số"),
    "help.options": ("Options", "Tùy chọn"),
    "help.commands": ("Commands", "Các lệnh"),
    "help.example": ("Example:", "Ví dụ:"),
    "help.examples": ("Examples:", "Ví dụ:"),
    "help.default": ("default:", "mặc định:"),
    "help.variable": ("env var:", "biến môi trường:"),
    "help.required": ("required", "bắt buộc"),
    "help.help": ("Show this message and exit.", "Hiện hướng dẫn này."),
    "usage.no_topic": (
        "no topic is called '{name}'; the nearest are {names}",
        "không có chủ đề nào tên '{name}'; gần nhất là {names}",
    ),
    "usage.no_topic_of": (
        "no topic is called '{name}'; the topics are {names}",
        "không có chủ đề nào tên '{name}'; các chủ đề là {names}",
    ),
}
