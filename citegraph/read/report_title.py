"""Find the title of a report in its opening."""

from __future__ import annotations

import regex

from citegraph.knowledge import kinds
from citegraph.knowledge.bodies import bodies_by_symbol
from citegraph.knowledge.tables import cached

MAX_CHARS = 300
"""The longest title. Of a longer first line only the first sentence is used."""


@cached
def _kind_names_in_capitals() -> frozenset[str]:
    return frozenset(kind.name.upper() for kind in kinds.all_kinds())


_TAGS = regex.compile(r"<[^<>]{0,400}>")
_IMAGE = regex.compile(r"!?\[([^\]\n]*)\]\([^)\n]*\)")
_MARKUP = regex.compile(r"\*\*+|__+|^(?:[#>|*\s]|- )+|[|\s]+$")
# Lines before the title: names of sites, navigation, dates, counters, letterheads.
_FURNITURE = regex.compile(
    r"""(?:
        cổng\ thông\ tin | trang\ (?:chủ|thông\ tin|tin) | báo\ điện\ tử | chi\ tiết | tin\ tức | đăng\ nhập
      | tìm\ kiếm | menu
      | đăng\ ngày | ngày\ đăng | cập\ nhật | lượt\ xem | chia\ sẻ | công\ báo
      | số\s*: | cộng\ h[oò][àa]\ xã\ hội
      | độc\ lập\ - | đảng\ cộng\ sản\ việt\ nam$ | key\ points | hotline
      | thứ\ (?:hai|ba|tư|năm|sáu|bảy)\b | chủ\ nhật,
      | https?:// | www\. | [\d\W]+$ | (?:tỉnh|huyện|xã|phường|thị\ xã|quận|thành\ phố)(?:\ (?-i:\p{Lu})\p{L}*){1,4}$
    )""",
    regex.VERBOSE | regex.IGNORECASE,
)
_PREFIX = regex.compile(
    r"^(?:\W*\[[^\]\n]{2,60}\]\s+|\([^()\n]{2,30}\)\s?[-–]\s|(?:TTXVN|VOV(?:\.VN)?|VGP)\s?[-–]\s)(?=\S)"
)
_AGENCIES = ("TTXVN", "VOV", "VGP")
_SITE = regex.compile(r"\s+[|–—»·-]\s+(?P<site>[^|–—»·]{2,60})$")
_SITE_MARKS = tuple(f" {mark} " for mark in "|–—»·-")
_SITE_WORD = regex.compile(
    r"\.(?:vn|com|net|org)\b|\b(?:báo|cổng|trang|tạp chí|tin tức|online|news|portal|đài|website)\b", regex.IGNORECASE
)
# The properties of a Word file (template, author, times, counts, languages), which some converters put before its text.
_PROPERTIES = regex.compile(
    r"\A[^\n]{0,200}?(?:\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\s+){2,}(?:[^\n]{0,120}?(?:(?:[A-Z]{2}|X)-[A-Z]{2,4}\s+){2,})?"
)
_SENTENCE = regex.compile(r".{20,}?[.!?…](?=\s|$)", regex.DOTALL)


@cached
def _title_end_pattern() -> regex.Pattern[str]:
    """Match the line that ends the title of an official document."""
    government = bodies_by_symbol()["CP"].name
    return regex.compile(
        r"[\s|*#_.=-]*$"
        r"|\W*(?:căn cứ|kính gửi|thực hiện (?:nghị|chỉ|quy|kế|công|kết|chủ)|theo |xét |ngày |điều 1|i\. |1\. "
        rf"|thủ tướng|{government}|bộ trưởng|chủ tịch|ban chấp hành|ban thường vụ|ủy ban|hội đồng|phần )",
        regex.IGNORECASE,
    )


def tidy_title(title: str, publisher: str | None = None) -> str | None:
    """Return a title without markup, enclosing quotation marks, a leading tag or agency, and a final site name."""
    tidied = _TAGS.sub(" ", title) if "<" in title else title
    tidied = _IMAGE.sub(r"\1", tidied) if "[" in tidied else tidied
    tidied = _MARKUP.sub("", tidied) if any(sign in tidied for sign in "*_#>|-") else tidied
    tidied = " ".join(tidied.split()).strip('"“” ')
    tidied = tidied if tidied[:1].isalpha() and not tidied.startswith(_AGENCIES) else _PREFIX.sub("", tidied)
    site = _SITE.search(tidied) if any(mark in tidied for mark in _SITE_MARKS) else None
    if site and (site["site"] == publisher or _SITE_WORD.search(site["site"])):
        tidied = tidied[: site.start()]
    return tidied or None


def find(head: str) -> str | None:
    """Return the title of the text that begins with `head`; None if no line has words."""
    lines = _PROPERTIES.sub("", head).splitlines()
    official = next(
        (at for at, line in enumerate(lines) if line.isupper() and line.strip("|*# :") in _kind_names_in_capitals()),
        None,
    )
    if official is not None:
        return _official_title(lines[official:])
    for line in lines:
        if len(line) > 3 and (plain := tidy_title(line)) and len(plain.split()) > 2 and not _FURNITURE.match(plain):
            if len(plain) <= MAX_CHARS:
                return plain
            sentence = _SENTENCE.match(plain)
            return (sentence.group() if sentence else plain)[:MAX_CHARS]
    return next((plain for line in lines if (plain := tidy_title(line))), None)


def _official_title(lines: list[str]) -> str:
    """Return the kind word and the following lines, up to the first line of the body."""
    title = [lines[0].strip("|*# :")]
    for line in lines[1:]:
        if len(title) > 6 or (len(title) > 1 and _title_end_pattern().match(line)):
            break
        if plain := tidy_title(line):
            title.append(plain)
    return " ".join(title)[:MAX_CHARS]
