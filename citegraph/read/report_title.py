"""Find the title of a report in its opening."""

from __future__ import annotations

import regex

from citegraph.knowledge import kinds
from citegraph.knowledge.bodies import by_symbol
from citegraph.knowledge.tables import cached

MAX_CHARS = 300
"""A first line longer than this is no title; its first sentence stands for one."""


@cached
def _kinds() -> frozenset[str]:
    return frozenset(kind.name.upper() for kind in kinds.everything())


_TAGS = regex.compile(r"<[^<>]{0,400}>")
_IMAGE = regex.compile(r"!?\[([^\]\n]*)\]\([^)\n]*\)")
_MARKUP = regex.compile(r"\*\*+|__+|^(?:[#>|*\s]|- )+|[|\s]+$")
# Lines that come before the title: names of sites, crumbs of navigation, dates, counters, the heads of letters.
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
# The properties of a Word file, which bad converters put before its text: template, author, moments, counts, languages.
_PROPERTIES = regex.compile(
    r"\A[^\n]{0,200}?(?:\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\s+){2,}(?:[^\n]{0,120}?(?:(?:[A-Z]{2}|X)-[A-Z]{2,4}\s+){2,})?"
)
_SENTENCE = regex.compile(r".{20,}?[.!?…](?=\s|$)", regex.DOTALL)


@cached
def _body() -> regex.Pattern[str]:
    """Where the title of an official document ends."""
    government = by_symbol()["CP"].name
    return regex.compile(
        r"[\s|*#_.=-]*$"
        r"|\W*(?:căn cứ|kính gửi|thực hiện (?:nghị|chỉ|quy|kế|công|kết|chủ)|theo |xét |ngày |điều 1|i\. |1\. "
        rf"|thủ tướng|{government}|bộ trưởng|chủ tịch|ban chấp hành|ban thường vụ|ủy ban|hội đồng|phần )",
        regex.IGNORECASE,
    )


def tidy_title(title: str, publisher: str | None = None) -> str | None:
    """A title without tags, markup, quotation marks around it, a tag or agency before it and the site's name behind."""
    plain = _TAGS.sub(" ", title) if "<" in title else title
    plain = _IMAGE.sub(r"\1", plain) if "[" in plain else plain
    plain = _MARKUP.sub("", plain) if any(sign in plain for sign in "*_#>|-") else plain
    plain = " ".join(plain.split()).strip('"“” ')
    plain = plain if plain[:1].isalpha() and not plain.startswith(_AGENCIES) else _PREFIX.sub("", plain)
    site = _SITE.search(plain) if any(mark in plain for mark in _SITE_MARKS) else None
    if site and (site["site"] == publisher or _SITE_WORD.search(site["site"])):
        plain = plain[: site.start()]
    return plain or None


def find(head: str) -> str | None:
    """The title of the text that begins with `head`; None where it has no line of words."""
    lines = _PROPERTIES.sub("", head).splitlines()
    official = next((at for at, line in enumerate(lines) if line.isupper() and line.strip("|*# :") in _kinds()), None)
    if official is not None:
        return _official(lines[official:])
    for line in lines:
        if len(line) > 3 and (plain := tidy_title(line)) and len(plain.split()) > 2 and not _FURNITURE.match(plain):
            if len(plain) <= MAX_CHARS:
                return plain
            sentence = _SENTENCE.match(plain)
            return (sentence.group() if sentence else plain)[:MAX_CHARS]
    return next((plain for line in lines if (plain := tidy_title(line))), None)


def _official(lines: list[str]) -> str:
    """The kind word and the lines behind it, down to the first that belongs to the body."""
    title = [lines[0].strip("|*# :")]
    for line in lines[1:]:
        if len(title) > 6 or (len(title) > 1 and _body().match(line)):
            break
        if plain := tidy_title(line):
            title.append(plain)
    return " ".join(title)[:MAX_CHARS]
