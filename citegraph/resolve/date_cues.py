"""Cues near a mention that date its document without naming it: its age, an upcoming congress."""

from __future__ import annotations

from functools import lru_cache

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
_AHEAD = regex.compile(
    rf"tiến\s+tới\s+(?:Đại\s+hội|ĐHĐB|ĐH)(?:\s+đại\s+biểu)?{_WHOLE}(?:\s+(?:của\s+)?Đảng)?{_WHOLE}\s+(?:lần\s+(?:thứ\s+)?)?"
    r"(?P<ordinal>[IVX]{1,5}|\d{1,2})(?![\p{L}\d])",
    regex.IGNORECASE,
)


def years_carried_out(before: str) -> tuple[int, ...]:
    """Return the years since the document after the words `before` took effect; empty without such a cue."""
    found = _CARRIED_OUT.search(before) if " năm" in before else None
    return (int(found["years"]),) if found else ()


@lru_cache(maxsize=8192)
def congresses_ahead(text: str) -> tuple[int, ...]:
    """Return the upcoming national congresses in `text`.

    >>> congresses_ahead("đại hội đảng bộ các cấp tiến tới Đại hội XIII")
    (13,)
    """
    if "tiến tới" not in text:
        return ()
    numbers = (numerals.value(found["ordinal"]) for found in _AHEAD.finditer(text))
    return tuple(number for number in numbers if number)
