"""A report in, whether it speaks of the affairs of other countries out: the constitution it names is theirs then."""

from __future__ import annotations

import regex

from citegraph.model import Mention

_READ = 20_000  # code points of a report that tell what it is about
_AT_LEAST = 2  # signs of other countries; one may be of a guest
# Viet Nam has no president of this title, no chambers of parliament and no senators, no monarch.
_OFFICES = (
    r"(?i:tổng\s+thống|hạ\s+viện|thượng\s+viện|nhà\s+trắng|(?:thượng|hạ)?\s+nghị\s+sĩ|quốc\s+vương|nhật\s+hoàng)(?!\p{L})"
    r"|\bbang\s+\p{Lu}"
)
# Those that persons are not called by: "Mỹ" and "Nga" are.
_LANDS = (
    r"(?:Trung\s+Quốc|Nhật\s+Bản|Hàn\s+Quốc|Triều\s+Tiên|Đài\s+Loan|Thái\s+Lan|Myanmar|Campuchia|Malaysia|Indonesia|Philippines"
    r"|Ấn\s+Độ|Bangladesh|Tây\s+Ban\s+Nha|Ukraine|Georgia|Ba\s+Lan|Hungary|Italy|Thổ\s+Nhĩ\s+Kỳ|Iraq|Iran|Syria|Israel|Palestine"
    r"|Ai\s+Cập|Brazil|Venezuela)(?!\p{L})"
)
_BY_OFFICES = regex.compile(_OFFICES)
_BY_LANDS = regex.compile(rf"{_OFFICES}|{_LANDS}")
_AT_HOME = regex.compile(
    r"(?:Việt\s+Nam|VN|Đảng|Quốc\s+hội|UBND|Ủy\s+ban\s+[Nn]hân\s+dân|Chính\s+phủ|Hà\s+Nội|TP\.?\s?HCM|Hồ\s+Chí\s+Minh"
    r"|tỉnh\s+\p{Lu}\p{Ll}+)(?!\p{L})"
)


def may_be_of_others(mention: Mention) -> bool:
    """Whether `mention` is of a name that laws of any country have, without number or year."""
    return mention.rule in ("constitution", "law") and mention.code is None and mention.date is None


def is_of_others(mention: Mention, text: str) -> bool:
    """Whether `mention`, of such a name, is of another country, of which `text` speaks more than of this one.

    The law of a known name is ours unless the report tells of the offices of others.
    """
    text = text[:_READ]
    pattern = _BY_LANDS if mention.rule == "constitution" else _BY_OFFICES
    abroad = sum(1 for _ in pattern.finditer(text))
    return abroad >= _AT_LEAST and abroad > sum(1 for _ in _AT_HOME.finditer(text))
