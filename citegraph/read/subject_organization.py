"""Find the organization that a report is about: an office, army unit, university or ministry."""

from __future__ import annotations

from itertools import combinations, takewhile

import regex

from citegraph.knowledge.bodies import bodies_by_symbol, names_sharing_symbol
from citegraph.knowledge.tables import cached, rows
from citegraph.model import Scope
from citegraph.text import normalize_space

LETTERHEAD_CHARS = 600
"""The first characters of a report that may name the issuing organization."""

_ORGAN = (
    r"(?:Ban|Bộ|Sở|Viện|Học viện|Trường|Đại học|Trung tâm|Tổng cục|Cục|Binh chủng|Quân chủng|Quân khu|Quân đoàn|Sư đoàn"
    r"|Tập đoàn|Tổng công ty|Công ty|Bệnh viện|Ủy ban|Uỷ ban|Hội đồng|Tòa án|Viện kiểm sát|Bảo hiểm|Ngân hàng)"
)
_ORGAN_ALONE = regex.compile(rf"{_ORGAN} [\p{{L}} ,-]{{3,60}}")
_ORGAN_IN_TITLE = regex.compile(
    r"\b(?:(?:Binh|Quân) chủng \p{Lu}\p{L}* \p{L}+"
    r"|(?:Quân khu|Quân đoàn|Sư đoàn|Tập đoàn|Tổng công ty|Trường Đại học|Học viện|Bệnh viện)"
    r"(?: \p{Lu}\p{L}*(?: \p{Ll}+(?= \p{Lu}))?){1,6})"
)
_ORGAN_TRACES = ("chủng", "uân khu", "đoàn", "ông ty", "Đại học", "Học viện", "Bệnh viện")
_ORGAN_STARTS = tuple("BSVHTĐCQUỦN")
_ORGAN_DEFINED = regex.compile(rf"({_ORGAN} [\p{{L}} ,-]{{3,80}}?) \(\p{{Lu}}[\p{{Lu}}-]+\)")
_MINISTRY = regex.compile(
    r"(?<!trưởng )Bộ (?!Chính trị|[Ll]uật)(?P<name>\p{Lu}\p{Ll}+ \p{L}+(?:(?:,| -| và) \p{Lu}\p{Ll}+ \p{L}+){0,3})"
)
_CODE = regex.compile(r"\d/(?:19|20)\d\d/\p{Lu}{2,4}-(\p{Lu}+)")


# Organizations that are named without a locality. The name ends where the sentence continues.
_TITLED = regex.compile(
    r"(?:Bộ (?!Chính trị|[Ll]uật)|Quân khu|Quân đoàn|Sư đoàn|Binh chủng|Quân chủng|Tổng cục|Cục|Học viện)"
    r"(?: [\p{L}\d-]+){1,7}"
    r"|Ban (?!Chấp hành|Bí thư)(?:\p{L}+,? ){1,6}Trung ương"
)
# "Đảng bộ Trường Đại học …": the Party organization within an organization.
_PARTY = regex.compile(
    r"(?:[Đđ]ảng bộ|[Đđ]ảng [ủu][ỷy]|[Cc]hi bộ) "
    r"(?P<organ>(?i:trường|học viện|viện|bệnh viện|tổng công ty|tập đoàn)(?: \p{L}+){2,9})"
)
_PARTY_TRACES = ("ảng bộ ", "ảng ủ", "ảng u", "hi bộ ")
_COMMITTEE = regex.compile(r"(?:của|Chủ tịch) (?P<organ>Ủy ban \p{L}[\p{L} ()]{3,60}? [Qq]uốc gia)(?! \p{Lu})")
_BRACKET = regex.compile(r" \([^()]*\)")
_UNIT = regex.compile(r"(?:Binh chủng|Quân chủng|Quân khu|Quân đoàn|Sư đoàn) ")
_UNDER = regex.compile(
    r" ?(?:\([^()\n]{2,20}\))?,? (?:trực )?thuộc "
    r"(?P<parent>(?:Tổng cục|Cục|Bộ|Viện) (?!Chính trị)\p{Lu}\p{L}*(?: \p{Ll}+)?)"
)
_ARMY = "BQP"  # the symbol of the ministry of the army
# A biography is not about a locality.
_LIFE = ("(sinh ngày ", "(tên thật", "(tên khai sinh", "tên khai sinh là", "tên thật là")
LIFE_CHARS = 400
"""A biography mentions the birth of its person within this many characters."""


@cached
def _headed_organization_pattern() -> regex.Pattern[str]:
    """Match a letterhead line that names an organization, except the leadership of the Party or of a locality."""
    leaders = "|".join(map(regex.escape, names_sharing_symbol("TW"))).upper()
    return regex.compile(
        rf"[\s|*#]*(?!BAN (?:CHẤP HÀNH|THƯỜNG VỤ|BÍ THƯ)|{leaders})({_ORGAN.upper()} [\p{{Lu}} ,-]{{3,60}}?)[\s|*]*"
    )


@cached
def _leadership_pattern() -> regex.Pattern[str]:
    """Match the names of Party and State leadership, which are not specific to an organization."""
    return regex.compile("|".join((*names_sharing_symbol("TW"), "quốc gia", "tuyên truyền")), regex.IGNORECASE)


@cached
def _university_pattern() -> regex.Pattern[str]:
    """Match the universities that consist of member universities."""
    return regex.compile("|".join(regex.escape(row["name"]) for row in rows("universities")))


def organization_of_title(title: str) -> str | None:
    """Return the organization if the title names only it and the bodies above it: "Quân khu 9, Quân đội …"."""
    name = title.partition(",")[0].partition(" (")[0].strip()
    return normalize_space(name) if _TITLED.fullmatch(name) and len(name) < 60 else None


def is_biography(opening: str) -> bool:
    """Whether the text is a biography."""
    head = opening[:LIFE_CHARS]
    return ("tên " in head or "(sinh " in head) and any(mark in head for mark in _LIFE)


def organization_of_party_committee(opening: str) -> str | None:
    """Return the organization whose Party organization the text names at least twice, or None.

    The name is what the two mentions have in common.
    """
    if not any(trace in opening for trace in _PARTY_TRACES):
        return None
    found = [match["organ"].split() for match in _PARTY.finditer(opening)]
    for first, again in combinations(found, 2):
        name = [word for word, other in takewhile(_is_same_word, zip(first, again, strict=False))]
        if len(name) > 2:
            return normalize_space(" ".join(name)[0].upper() + " ".join(name)[1:])
    return None


def _is_same_word(words: tuple[str, str]) -> bool:
    return words[0].casefold() == words[1].casefold()


def with_parent_organizations(organ: str, text: str) -> str:
    """Return the organization with those it belongs to, if named: "Binh chủng Đặc công (Bộ Quốc phòng)"."""
    parents = []
    at = text.find(organ)
    if at >= 0 and (under := _UNDER.match(text, at + len(organ))):
        parents.append(normalize_space(under["parent"]))
    if organ.startswith("Trường Đại học") and (whole := _university_pattern().search(text)):
        return f"{organ}, {normalize_space(whole.group())}"
    army = bodies_by_symbol()[_ARMY].name
    if (parents or _UNIT.match(organ)) and army in text and army not in (organ, *parents):
        parents.append(army)
    return f"{organ} ({', '.join(parents)})" if parents else organ


def organization_of_letterhead(text: str) -> str | None:
    """Return the organization in the letterhead, spelled as elsewhere in the text, or None."""
    heads = (line for line in text[:LETTERHEAD_CHARS].splitlines() if line.isupper())
    found = next(filter(None, map(_headed_organization_pattern().fullmatch, heads)), None)
    if found is None or _leadership_pattern().search(found[1]):
        return None
    again = regex.search(regex.escape(found[1]), text[text.index(found[1]) + len(found[1]) :], regex.IGNORECASE)
    return normalize_space(again.group() if again and not again.group().isupper() else found[1].capitalize())


def introduced_organization(title: str, opening: str) -> str | None:
    """Return the organization named in the title or introduced in the text with its abbreviation, or None."""
    if _ORGAN_ALONE.fullmatch(title) and len(title.split()) <= 8 and not _leadership_pattern().search(title):
        return normalize_space(title)
    if any(trace in title for trace in _ORGAN_TRACES) and (found := _ORGAN_IN_TITLE.search(title)):
        return normalize_space(found.group())
    if (found := _CODE.search(title)) and (body := bodies_by_symbol().get(found[1])) and body.scope is Scope.STATE:
        return body.name
    for found in _MINISTRY.finditer(opening) if "Bộ " in opening else ():
        if found["name"].casefold() in title.casefold():
            return normalize_space(found.group())
    if "uốc gia" in opening and (committees := [_BRACKET.sub("", found[1]) for found in _COMMITTEE.finditer(opening)]):
        return normalize_space(max(committees, key=len))  # the full name rather than the abbreviation
    lines = (line for line in opening.split("\n") if "(" in line and line[:1] in _ORGAN_STARTS)
    defined = next(filter(None, map(_ORGAN_DEFINED.match, lines)), None)
    return normalize_space(defined[1]) if defined and not _leadership_pattern().search(defined[1]) else None
