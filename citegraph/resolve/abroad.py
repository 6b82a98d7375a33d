"""A report in, whether it speaks of the affairs of other countries out: the constitution it names is theirs then."""

from __future__ import annotations

import regex

from citegraph.model import Mention

_READ = 20_000  # code points of a report that tell what it is about
_AT_LEAST = 2  # words for offices of other countries; one may be that of a guest
# Viet Nam has no president of this title, no chambers of parliament and no senators, no monarch.
_ABROAD = regex.compile(
    r"(?i:tổng\s+thống|hạ\s+viện|thượng\s+viện|nhà\s+trắng|(?:thượng|hạ)?\s+nghị\s+sĩ|quốc\s+vương|nhật\s+hoàng)(?!\p{L})|\bbang\s+\p{Lu}"
)
_AT_HOME = regex.compile(
    r"(?:Việt\s+Nam|VN|Đảng|Quốc\s+hội|UBND|Ủy\s+ban\s+[Nn]hân\s+dân|Chính\s+phủ|Hà\s+Nội|TP\.?\s?HCM|Hồ\s+Chí\s+Minh|tỉnh\s+\p{Lu}\p{Ll}+)(?!\p{L})"
)


def may_be_of_others(mention: Mention) -> bool:
    """Whether `mention` is of a name that laws of any country have, without number or year."""
    return mention.rule in ("constitution", "law") and mention.code is None and mention.date is None


def is_abroad(text: str) -> bool:
    """Whether a report speaks of other countries more than of this one."""
    text = text[:_READ]
    abroad = sum(1 for _ in _ABROAD.finditer(text))
    return abroad >= _AT_LEAST and abroad > sum(1 for _ in _AT_HOME.finditer(text))
