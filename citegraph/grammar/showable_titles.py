"""Decide whether a printed title may be shown: it must be complete and not about a person.

>>> [is_complete_title(title) for title in ("về công tác cán bộ", "về tội chiếm giữ trái phép tài sản thì", "về (sửa đổi")]
[True, False, False]
>>> names_person("về kỷ luật đồng chí Nguyễn Văn A"), names_person("về xây dựng cảng Bà Rịa")
(True, False)
"""

from __future__ import annotations

import regex

from citegraph.text import normalize_space

# Endings of an incomplete phrase: a separator, a conjunction, a preposition and the like.
_OPEN = regex.compile(
    r"""[,;:(/–-]$ | (?<!\p{L})(?:
        và|hoặc|hay|nhưng|mà|thì|là|rằng|nếu|khi|vì|nên|để|nhằm|do|bởi|cùng|cũng|đã|đang|sẽ|không|chưa
      | của|về|việc|trong|ngoài|trên|dưới|giữa|tại|ở|từ|đến|cho|với|đối\s+với|theo|bằng|qua|thông\s+qua|trước|sau|cả
      | các|những|một|một\s+số|mọi|mỗi|số|được|bị|có|như|gồm|bao\s+gồm|thực\s+hiện|ban\s+hành|căn\s+cứ|ngày|tháng|năm
    )$""",
    regex.VERBOSE | regex.IGNORECASE,
)
_NO_PRINT = regex.compile(r"[|^*<>\[\]{}_#\\~\N{REPLACEMENT CHARACTER}]|://")
_PAIRS = (("(", ")"), ("“", "”"), ("«", "»"))
_PERSON = regex.compile(
    r"(?<!\p{L})(?: (?i:đồng\s+chí|đ/c|Đ\.c) | ông | bà | ^(?:Ông|Bà)(?=\s+\p{Lu}\p{Ll}*\s+\p{Lu}) )\s+\p{Lu}\p{Ll}*(?!\p{L})",
    regex.VERBOSE,
)


def is_complete_title(title: str) -> bool:
    """Return whether a title ends where a phrase ends, with balanced brackets and quotation marks and without markup."""
    text = normalize_space(title)
    if not text or _OPEN.search(text) or _NO_PRINT.search(text) or text.count('"') % 2:
        return False
    return all(text.count(opening) == text.count(closing) for opening, closing in _PAIRS)


def names_person(title: str) -> bool:
    """Return whether a title names a person: "đồng chí …", "ông …", "bà …" with a name."""
    return _PERSON.search(normalize_space(title)) is not None
