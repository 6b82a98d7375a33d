"""Jurisdiction: whether a law or a constitution is of another country, by what the report speaks of."""

from __future__ import annotations

from functools import lru_cache

from citegraph.model import Mention

_READ = 20_000  # code points of a report that tell what it is about
_AT_LEAST = 2  # signs of other countries; one may be of a guest
# Viet Nam has no president of this title, no chambers of parliament and no senators, no monarch. In either case of the
# first letter, which is left out.
_OFFICES = ("ổng thống", "ạ viện", "ượng viện", "hà Trắng", "ghị sĩ", "uốc vương", "hật hoàng", " bang ")
# Those that persons are not called by: "Mỹ" and "Nga" are.
_LANDS = (
    "Trung Quốc", "Nhật Bản", "Hàn Quốc", "Triều Tiên", "Đài Loan", "Thái Lan", "Myanmar", "Campuchia", "Malaysia",
    "Indonesia", "Philippines", "Ấn Độ", "Bangladesh", "Tây Ban Nha", "Ukraine", "Georgia", "Ba Lan", "Hungary",
    "Italy", "Thổ Nhĩ Kỳ", "Iraq", "Iran", "Syria", "Israel", "Palestine", "Ai Cập", "Brazil", "Venezuela",
)  # fmt: skip
_AT_HOME = (
    "Việt Nam", "Đảng", "Quốc hội", "UBND", "Ủy ban nhân dân", "Ủy ban Nhân dân", "Chính phủ", "Hà Nội", "TP.HCM",
    "TPHCM", "TP HCM", "Hồ Chí Minh", "tỉnh ",
)  # fmt: skip


def is_of_another(mention: Mention, text: str) -> bool:
    """Whether `mention` is a law or constitution of another country, of which `text` speaks more than of this one.

    Only what any country has is asked: a name without number or year. The law of a known name is ours unless the report
    tells of the offices of others.
    """
    if mention.rule not in ("constitution", "law") or mention.code is not None or mention.date is not None:
        return False
    abroad = _said(text, _OFFICES) + (_said(text, _LANDS) if mention.rule == "constitution" else 0)
    return abroad >= _AT_LEAST and abroad > _said(text, _AT_HOME)


@lru_cache(maxsize=8)
def _said(text: str, words: tuple[str, ...]) -> int:
    """How often a report says any of `words`."""
    return sum(map(text[:_READ].count, words))
