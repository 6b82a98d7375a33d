"""What is wrong with a query, and the texts of findings."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    # Questions
    "ask.no_document": ("no cited document matches", "không có văn bản nào phù hợp được trích dẫn"),
    "ask.undecided_document": (
        "no cited document matches, but reports cite {names} without saying which one they mean",
        "không có văn bản nào phù hợp được trích dẫn, nhưng có báo cáo nhắc tới {names} mà không rõ văn bản nào",
    ),
    "ask.undecided": ("{name} ({n} report{s})", "{name} ({n} báo cáo)"),
    "ask.too_long": ("takes longer than a page may", "mất nhiều thời gian hơn mức cho phép"),
    "do.ask_less": (
        "ask for less: a shorter period, one publisher, other words",
        "hãy hỏi hẹp hơn: khoảng ngày ngắn hơn, một nơi đăng, từ khác",
    ),
    "ask.no_report": ("no report matches", "không có báo cáo nào phù hợp"),
    "ask.several_documents": ("matches {n} documents", "khớp với {n} văn bản"),
    "ask.several_reports": ("matches {n} reports", "khớp với {n} báo cáo"),
    "ask.no_path": ("are not connected by any reports", "không có báo cáo nào nối hai văn bản này"),
    "ask.both": ("{first} and {last}", "{first} và {last}"),
    "ask.no_word": ("contains no word to search for", "không có từ nào để tìm"),
    "ask.no_date": ("is not a date", "không phải ngày tháng"),
    "do.nearest": ("did you mean {names}?", "ý bạn là {names}?"),
    "do.say_more": (
        "be more specific; the most cited are {names}",
        "hãy nói rõ hơn; được trích dẫn nhiều nhất là {names}",
    ),
    "do.say_which": ("choose one of {names}", "hãy chọn một trong các mục: {names}"),
    "do.more_reports": ("include more reports", "hỏi trên nhiều báo cáo hơn"),
    "do.search_words": ("type words of a title or quote", "gõ các từ trong tên văn bản hoặc trích đoạn"),
    "do.write_date": ("write 2024, 2024-05 or 2024-05-02", "viết 2024, 05/2024 hoặc 02/05/2024"),
    # Findings
    "found.cited_on": ("cited on {date:date}", "được trích dẫn ngày {date:date}"),
    "found.issued_on": ("issued on {date:date}", "ban hành ngày {date:date}"),
    "found.replaced_on": ("replaced by {document} on {date:date}", "đã được {document} thay thế ngày {date:date}"),
    "found.learned": ("{known:date} (learned from other reports)", "{known:date} (suy ra từ các báo cáo khác)"),
    "found.body_of": ("{body}, of {document}", "{body}, của {document}"),
    "found.date_in_term": ("{date:date}, term {term}", "{date:date}, khóa {term}"),
    "found.term_ran": (
        "term {term} ran from {start:date} to {end:date}",
        "khóa {term} kéo dài từ {start:date} đến {end:date}",
    ),
    "found.term_runs": ("term {term} has run since {start:date}", "khóa {term} bắt đầu từ {start:date} đến nay"),
}
