"""Decide whether a printed title may be shown: complete, and not about a person.

>>> [is_whole(said) for said in ("về công tác cán bộ", "về tội chiếm giữ trái phép tài sản thì", "về (sửa đổi")]
[True, False, False]
>>> names_person("về kỷ luật đồng chí Nguyễn Văn A"), names_person("về xây dựng cảng Bà Rịa")
(True, False)
"""

from __future__ import annotations

import regex

from citegraph.text import normalize_space

# What a phrase goes on behind: a sign, a conjunction, a preposition or the like.
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


def is_whole(title: str) -> bool:
    """Whether a title ends where a phrase does, its brackets and quotation marks are closed, and no mark-up is in it."""
    said = normalize_space(title)
    if not said or _OPEN.search(said) or _NO_PRINT.search(said) or said.count('"') % 2:
        return False
    return all(said.count(one) == said.count(other) for one, other in _PAIRS)


def names_person(title: str) -> bool:
    """Whether a title names a person: "đồng chí …", "ông …", "bà …" with a name."""
    return _PERSON.search(normalize_space(title)) is not None
