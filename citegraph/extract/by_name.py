"""Documents with names of their own: "Luật Đất đai 2024", "Điều lệ Đảng", "Cương lĩnh", "Hiến pháp 2013"."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from citegraph.extract.mention_draft import MentionDraft
from citegraph.grammar import codes, dates, laws
from citegraph.grammar.disambiguation_patterns import (
    CONSTITUTIONAL_BODY,
    REACH,
    UNFINISHED,
    foreign_law_pattern,
    may_match_at,
)
from citegraph.knowledge.disk_cache import cached_on_disk
from citegraph.model import Form, Scope

_CHARTER = regex.compile(
    r"(?:\s+của)?\s+Đảng(?:\s+Cộng\s+sản\s+Việt\s+Nam|\s+CSVN)?(?!\s*(?:bộ|ủy|đoàn|viên)\b)(?:\s+(?:sửa\s+đổi\s+)?(?P<open>\()?(?:năm\s+)?(?P<digits>(?:19|20)\d\d)(?![\d/-]|\.\d)(?(open)\)))?",
    regex.IGNORECASE,
)
_PROGRAMME = regex.compile(
    r"(?:\s+chính\s+trị)?(?:\s+(?:của\s+)?Đảng(?!\s*(?:bộ|ủy|viên)))?(?:\s+xây\s+dựng\s+đất\s+nước(?:\s+trong\s+thời\s+kỳ\s+quá\s+độ\s+lên\s+(?:chủ\s+nghĩa\s+xã\s+hội|CNXH))?)?(?P<year>\s+(?P<open>\()?(?:năm\s+)?(?P<digits>(?:19|20)\d\d)(?(open)\)))?",
    regex.IGNORECASE,
)
_SUPPLEMENTED = regex.compile(
    r"\s*(?P<open>\()?\s*(?:sửa\s+đổi\s*,?\s*)?bổ\s+sung\s*(?:,|và)?\s*(?:phát\s+triển\s+)?(?:năm\s+)?(?P<digits>2011)(?(open)\s*\))",
    regex.IGNORECASE,
)
_CONSTITUTION = regex.compile(
    r"(?:\s+(?:nước\s+)?(?:C[ộô]ng\s+hòa\s+xã\s+hội\s+chủ\s+nghĩa\s+Việt\s+Nam|Việt\s+Nam(?:\s+[Dd]ân\s+chủ\s+[Cc][ộô]ng\s+hòa)?|nước\s+ta))?(?:\s+(?:năm\s+)?(?P<digits>(?:19|20)\d\d)(?![\d/-]|\.\d))?",
    regex.IGNORECASE,
)
_CONSTITUTION_DATED = regex.compile(rf"\s+mới\s+\(ngày\s+{dates.FULL}\)", regex.VERBOSE)
_PARTY_PROGRAMME = regex.compile(
    r"[Cc]ương\s+lĩnh(?!\s+(?:hành\s+động|tranh\s+cử|vận\s+động|(?:của\s+)?(?:Đảng\s+(?:Nhân\s+dân|Dân\s+chủ|Cộng\s+hòa|Xã\s+hội|Lao\s+động\s+Triều)|Mặt\s+trận)))"
    r"|CƯƠNG LĨNH"
)
# In lower case without a qualifier it may belong to any party or meeting; "cương lĩnh và điều lệ của Đảng" is the
# Party's.
_OF_THE_PARTY = regex.compile(r"[^.;\n]*?\bĐảng\b")
_NEAR = 40  # code points that contain the qualifier


_NEXT_LAW = regex.compile(r"\s*(?P<sign>,\s*và|,|và)\s+(?=\p{Lu}\p{Ll})(?!Luật|Bộ\s+luật)")
_ITEM_ENDS = regex.compile(r"\s*(?:[,;.:)\n]|$)|\s+và\s+\p{Lu}")  # after the next law of a list


@cached_on_disk
def _law_code_pattern() -> regex.Pattern[str]:
    return regex.compile(rf"\s*,?\s*số\s*:?\s*(?:{codes.code_pattern()})", regex.VERBOSE)


def match_law(text: str, start: int, end: int, kind: str) -> list[MentionDraft]:
    """Return the law that begins with the kind word at `[start, end)` of folded `text`, or an empty list."""
    found = laws.amending_law(text, end, kind) or laws.listed_law(text, end, kind, capitalized=text[start].isupper())
    if found is None and text[start].isupper():
        found = laws.unlisted_law(text, end, kind)
    if found is None:
        return []
    if text[start].islower() and kind == "Luật" and not _is_specific_law_name(text, end, found):
        return []
    if (
        found.name.startswith("Bộ luật")
        and kind == "Luật"
        and found.year is None
        and not text[end : end + 2][1:].isupper()
    ):
        return []  # "các môn Luật dân sự, Luật hình sự"
    if foreign_law_pattern().match(text, found.end, found.end + REACH):
        return []
    if found.year is None and UNFINISHED.search(text, max(0, start - 24), start):
        return []
    code = None
    stop = found.end
    if match := _law_code_pattern().match(text, stop, stop + REACH):
        code, stop = codes.code_of_match(match), match.end()
    name = f"{found.name} {found.year}" if found.year else found.name
    first = MentionDraft(
        start=start, end=stop, form=Form.FULL if code else Form.TITLE, scope=Scope.STATE, rule="law", kind=kind,
        number=code.number if code else None, code=code, name=name, date=found.year,
    )  # fmt: skip
    return [first, *_laws_of_list(text, first)] if kind == "Luật" and text[end : end + 2][1:].isupper() else [first]


def _laws_of_list(text: str, first: MentionDraft) -> Iterator[MentionDraft]:
    """Yield the laws that continue a list without the kind word: "Luật Đất đai, Nhà ở và Kinh doanh bất động sản"."""
    position = first.end
    while match := _NEXT_LAW.match(text, position, position + REACH):
        begin = match.end()
        found = laws.listed_law(text, match.end("sign"), first.kind or "")
        if found is None or not (position > first.end or _ITEM_ENDS.match(text, found.end, found.end + REACH)):
            return
        name = f"{found.name} {found.year}" if found.year else found.name
        position = found.end
        yield first._replace(
            start=begin, end=position, form=Form.TITLE, number=None, code=None, name=name, date=found.year
        )


def _is_specific_law_name(text: str, end: int, found: laws.LawName) -> bool:
    """Return whether the lower-case name of a law is specific.

    "luật đất đai" may be the field; "luật phí và lệ phí" is the law.
    """
    return found.year is not None or text[end : end + 2].strip().isupper() or len(found.name.split()) >= 4


def may_be_own_name(name: str, opening: str) -> bool:
    """Return whether `name`, after which the text continues with `opening`, may identify a document."""
    return name in ("cương lĩnh", "hiến pháp") or (name == "điều lệ" and may_match_at(_CHARTER, opening))


def match_own_name(text: str, start: int, end: int, name: str) -> list[MentionDraft]:
    """Return the document identified by the name at `[start, end)`: charter, programme or constitution."""
    match: regex.Match[str] | None
    match name:
        case "điều lệ":
            if (match := _CHARTER.match(text, end, end + REACH)) is None:
                return []
            year = match["digits"]
            name = f"Điều lệ Đảng {year}" if year else "Điều lệ Đảng"
            return [draft_by_name(start, match.end(), name, Scope.PARTY, "charter", year=year)]
        case "cương lĩnh":
            if (match := _PROGRAMME.match(text, end, end + REACH)) is None or not _PARTY_PROGRAMME.match(
                text, start, start + REACH
            ):
                return []
            if text[start].islower() and match.end() == end and not _OF_THE_PARTY.match(text, end, end + _NEAR):
                return []
            year, stop = match["digits"], match.end()
            if more := _SUPPLEMENTED.match(text, stop, stop + REACH):
                year, stop = more["digits"], more.end()
            return [
                draft_by_name(
                    start, stop, f"Cương lĩnh {year}" if year else "Cương lĩnh", Scope.PARTY, "programme", year=year
                )
            ]
        case "hiến pháp":
            if foreign_law_pattern().match(text, end, end + REACH):
                return []
            if CONSTITUTIONAL_BODY.search(text, max(0, start - 12), start):
                return []
            match = _CONSTITUTION.match(text, end, end + REACH)
            dated = _CONSTITUTION_DATED.match(text, end, end + REACH)
            year = dated["year"] if dated else match["digits"] if match else None
            stop = end if dated or match is None else match.end()
            return [
                draft_by_name(
                    start, stop, f"Hiến pháp {year}" if year else "Hiến pháp", Scope.STATE, "constitution", year=year
                )
            ]
    return []


def draft_by_name(start: int, end: int, name: str, scope: Scope, rule: str, *, year: str | None = None) -> MentionDraft:
    """Return a draft for the document of this name at `[start, end)`; the printed year is its date."""
    return MentionDraft(start=start, end=end, form=Form.NAMED, scope=scope, rule=rule, kind=None, name=name, date=year)
