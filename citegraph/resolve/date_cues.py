"""Cues near a mention that date its document without naming it: its age, a congress."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

import regex

from citegraph.grammar import numerals
from citegraph.grammar.dates import YEAR_NUMBER, YEARS_OF_TERM

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

# "Đại hội Đảng bộ huyện Tân Phước lần thứ VI, nhiệm kỳ 2020-2025"
_SITTING = regex.compile(
    rf"\blần\s+thứ\s+(?P<ordinal>[IVXL]{{1,6}}|\d{{1,2}})(?:{YEARS_OF_TERM.pattern})(?!\d)", regex.IGNORECASE
)
_CENTRAL_COMMITTEE = r"(?:(?:Ban\s+Chấp\s+hành|BCH)\s+)?(?:Trung\s+ương|T\.?Ư|TW)(?:\s+Đảng)?"
_PLENUM_NUMBER = rf"(?P<number>\d{{1,2}}|[IVX]{{1,5}}(?!\p{{L}})|(?:{numerals.ORDINAL})(?!\p{{L}}))"
_NAMED_PLENUM = regex.compile(
    rf"""Hội\s+nghị\s+(?:
        {_CENTRAL_COMMITTEE}\s+(?:lần\s+(?:thứ\s+)?)?{_PLENUM_NUMBER}
      | lần\s+thứ\s+{_PLENUM_NUMBER}\s*,?\s*(?:của\s+)?{_CENTRAL_COMMITTEE}
    )\s*,?\s*\(?\s*kh(?:óa|oá)\s+(?P<term>{numerals.ROMAN})(?!\p{{L}})""",
    regex.VERBOSE | regex.IGNORECASE,
)
_LOCAL_CONGRESS = regex.compile(r"Đại\s+hội\s+(?:đại\s+biểu\s+)?Đảng\s+bộ(?!\s+các\s+cấp)", regex.IGNORECASE)
_YEAR = regex.compile(rf"(?<!\d){YEAR_NUMBER}(?!\d)")
_LINE_REACH = 600  # code points of a line before and after a congress that are read for years
_WHOSE = 150  # code points before an ordinal that name the locality of the congress
_MOST_SITTINGS = 100  # read in a report, which keeps the work in proportion to its length
_STEADY_SINCE = 2000  # from here on every local congress has met after five years
_YEARS_OF_A_TERM = 5


class _Sitting(NamedTuple):
    """A local congress that a text names with its ordinal and its years."""

    words_before: str
    ordinal: int
    begun: int


class NamedCongress(NamedTuple):
    """A national congress that a title or a sentence names."""

    ordinal: int
    is_ahead: bool  # True if it is being prepared, False if its resolution is being implemented


def years_since_effect(before: str) -> tuple[int, ...]:
    """Return how many years ago the document after the words `before` took effect; empty without such a cue."""
    found = _CARRIED_OUT.search(before) if " năm" in before else None
    return (int(found["years"]),) if found else ()


def local_congress_ordinal(text: str, locality: str, years: str) -> str | None:
    """Return the ordinal of a local congress from its years, if the text gives the ordinal of another in the same row.

    >>> local_congress_ordinal("Đảng bộ huyện Tân Phước lần thứ VI, nhiệm kỳ 2020-2025", "Tân Phước", "2015-2020")
    'V'
    """
    wanted = int(years[:4])
    if wanted < _STEADY_SINCE:
        return None
    found = set()
    for sitting in _local_congresses(text):
        terms, rest = divmod(wanted - sitting.begun, _YEARS_OF_A_TERM)
        if locality in sitting.words_before and not rest:
            found.add(sitting.ordinal + terms)
    return numerals.roman(found.pop()) if len(found) == 1 and min(found) > 0 else None


@lru_cache(maxsize=1)  # for all mentions of a report
def _local_congresses(text: str) -> tuple[_Sitting, ...]:
    found = []
    for match in islice(_SITTING.finditer(text), _MOST_SITTINGS):
        line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()][-_WHOSE:]
        ordinal, begun = numerals.numeral_value(match["ordinal"]), int(match["from"])
        if ordinal and begun >= _STEADY_SINCE and "toàn quốc" not in line:
            found.append(_Sitting(line, ordinal, begun))
    return tuple(found)


@lru_cache(maxsize=1)  # for all mentions of a report
def terms_of_named_plenums(text: str) -> Mapping[str, frozenset[str]]:
    """Return the terms with which a text names meetings of the Central Committee, by their number.

    >>> dict(terms_of_named_plenums("Hội nghị Trung ương 6 khóa IV (8/1979) và Hội nghị lần thứ ba Trung ương khóa V"))
    {'6': frozenset({'IV'}), '3': frozenset({'V'})}
    """
    found: dict[str, set[str]] = {}
    for match in _NAMED_PLENUM.finditer(text):
        number, term = numerals.numeral_value(match["number"]), numerals.canonical_term(match["term"])
        if number and term:
            found.setdefault(str(number), set()).add(term)
    return {number: frozenset(terms) for number, terms in found.items()}


def is_before_national_congress(text: str, at: int, met: str) -> bool:
    """Return whether the line at `at` tells of a local congress, and only of years before a national congress met.

    >>> line = "Tháng 10/1979, Đại hội Đảng bộ huyện lần thứ VI bàn việc thực hiện Nghị quyết Đại hội lần thứ V"
    >>> is_before_national_congress(line, 70, "1982-03-27")
    True
    """
    begin, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    line = text[max(begin, at - _LINE_REACH) : min(end if end >= 0 else len(text), at + _LINE_REACH)]
    years = _YEAR.findall(line)
    return bool(years) and max(years) < met[:4] and _LOCAL_CONGRESS.search(line) is not None


@lru_cache(maxsize=8192)
def named_congresses(text: str) -> tuple[NamedCongress, ...]:
    """Return the national congresses that `text` announces, or whose resolutions it names.

    >>> named_congresses("đại hội đảng bộ các cấp tiến tới Đại hội XIII")
    (NamedCongress(ordinal=13, is_ahead=True),)
    """
    if "hội" not in text.lower() and "ĐH" not in text:
        return ()
    numbers = (
        (numerals.numeral_value(found["ordinal"]), found["ahead"] is not None) for found in _CONGRESS.finditer(text)
    )
    return tuple(NamedCongress(ordinal, ahead) for ordinal, ahead in numbers if ordinal)
