"""Cues near a mention that date its document without naming it: its age, a congress."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import regex

from citegraph.grammar import numerals

# "Tổng kết 20 năm thực hiện", "sau 5 năm triển khai, thực hiện các"
_CARRIED_OUT = regex.compile(
    r"(?<![\d/.-])(?P<years>[1-9]\d?)\s+năm\s+"
    r"(?:(?:tổ\s+chức|triển\s+khai|thực\s+hiện|quán\s+triệt|thi\s+hành)\s*(?:,|và)?\s*){1,4}"
    r"(?:theo\s+|các\s+|nội\s+dung\s+)?$",
    regex.IGNORECASE,
)
_WHOLE = r"(?:\s+toàn\s+quốc)?"
# "tiến tới Đại hội XIII", "Nghị quyết Đại hội đại biểu toàn quốc lần thứ XIV của Đảng"; provincial congresses name
# their province
_CONGRESS = regex.compile(
    r"(?:(?P<ahead>tiến\s+tới)|Nghị\s+quyết(?:\s+của)?)\s+"
    rf"(?:Đại\s+hội|ĐHĐB|ĐH)(?:\s+đại\s+biểu)?{_WHOLE}(?:\s+(?:của\s+)?Đảng)?{_WHOLE}\s+(?:lần\s+(?:thứ\s+)?)?"
    r"(?P<ordinal>[IVX]{1,5}|\d{1,2})(?![\p{L}\d])(?!\s+(?:của\s+)?(?:Đảng\s+bộ|tỉnh|thành|huyện)\b)",
    regex.IGNORECASE,
)


class NamedCongress(NamedTuple):
    """A national congress that a title or a sentence names."""

    ordinal: int
    is_ahead: bool  # True if it is being prepared, False if its resolution is being implemented


def years_carried_out(before: str) -> tuple[int, ...]:
    """Return how many years ago the document after the words `before` took effect; empty without such a cue."""
    found = _CARRIED_OUT.search(before) if " năm" in before else None
    return (int(found["years"]),) if found else ()


@lru_cache(maxsize=8192)
def named_congresses(text: str) -> tuple[NamedCongress, ...]:
    """Return the national congresses that `text` announces, or whose resolutions it names.

    >>> named_congresses("đại hội đảng bộ các cấp tiến tới Đại hội XIII")
    (NamedCongress(ordinal=13, is_ahead=True),)
    """
    if "hội" not in text.lower() and "ĐH" not in text:
        return ()
    numbers = ((numerals.value(found["ordinal"]), found["ahead"] is not None) for found in _CONGRESS.finditer(text))
    return tuple(NamedCongress(ordinal, ahead) for ordinal, ahead in numbers if ordinal)
