"""Documents named by the meeting that passed them: "Nghị quyết Trung ương 4 khóa XII", "Nghị quyết Đại hội XIII"."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from citegraph.extract.mention_draft import MentionDraft
from citegraph.grammar import issuers, numerals
from citegraph.grammar.disambiguation_patterns import PLURAL, REACH, foreign_party_pattern, may_match_at
from citegraph.ids import UNKNOWN
from citegraph.knowledge import kinds
from citegraph.knowledge.disk_cache import cached_on_disk
from citegraph.knowledge.tables import cached_recent
from citegraph.model import Form, Scope

# If these words follow, "Trung ương" means the center of a mass organization.
_MASS = r"(?!\s+(?-i:Hội\s+(?!nghị)|Đoàn\b|Liên\s|Tổng\s|Mặt\s+trận))"
_CENTER = (
    r"(?:(?:Ban\s+Chấp\s+hành|BCH)\s*)?(?:Tr(?:u?ng|un|ug)\s*(?:ươ?ng|uơng|ươn|ươg|ơng)(?!\p{L})(?:\s+ương)?|T\s?W|T\s?\.?\s?Ư\.?)"
    + _MASS
    + r"(?:\s+Đảng(?:\s+Cộng\s+sản\s+Việt\s+Nam)?(?=\s*(?:lần|thứ|kh[oó]|[(,\d])))?"
)
_NUMERAL = rf"(?:\d{{1,2}}(?![\d/%]|[.,]\d|-(?!kh[oó][aá]\s)\p{{L}}|\s?-\s?(?-i:NQ|CT|KL|QĐ)\b)|(?:{numerals.ORDINAL})(?!\p{{L}})(?!(?<=nhất)\s+là\b)|(?-i:[IVX]{{1,5}})(?!\p{{L}}))"
_SITTING = r"(?:\s*\(?\s*lần\s+(?:thứ\s+)?(?P<sitting>1|2|I|II|nhất|hai)\b\s*\)?)?"
_TERM_WORD = r"(?:các\s+)?(?:kh[oó][aá]|khố|(?-i:K)\.?(?=\s?(?-i:[IVX]{2})))"
_TERM_NUMERAL = rf"(?:{numerals.ROMAN}(?!\p{{L}})|\d{{1,2}}(?!\d))"
# "khóa XII", "NQTW 4 XII", "- khóa XIII", "(Khóa XI)", "của Đảng khóa X", "BCH Trung ương khóa XII", "(XII)", "/XII"
_TERM = rf"""(?:
    \s*[-,]?\s*(?:\(\s*)?(?:của\s+)?(?:(?:Ban\s+Chấp\s+hành|BCH)\s*(?:Trung\s+ương|TW)\s+)?(?:Đảng\s*,?\s*)?\(?{_TERM_WORD}\s*[-:]?\s*\(?(?P<term>{_TERM_NUMERAL})(?P<close>\s*\))?
  | \s*\(\s*(?P<term>(?-i:[IVX]{{1,5}}))\s*(?P<close>\))
  | [ ](?P<term>(?-i:[IVX]{{2,5}}))(?![\p{{L}}.:)/-])
  | \s?/\s?(?P<term>(?-i:[IVX]{{2,5}}))(?!\p{{L}})
)"""
_TERM_NEXT = regex.compile(
    rf"\s*(?:,|;|và|&|-)\s*(?:và\s+)?(?P<own>(?:{_TERM_WORD}\s*)?(?P<term>(?-i:[IVX]{{1,5}})(?!\p{{L}})|1\d(?!\d)))(?P<close>\s*\))?",
    regex.IGNORECASE,
)
_PLENUM = regex.compile(
    rf"""\s*(?:số\s+)?(?:của\s+)?(?:
        (?:Hội\s*nghị\s+|HN\s?)?(?:lần\s+(?:thứ\s+)?)?{_CENTER}\s*(?:lần\s+(?:thứ\s+)?|thứ\s+|số\s+)?(?P<plenum>{_NUMERAL})(?:\s*\(\s*mở\s+rộng\s*\))?
      | (?:(?:Hội\s*nghị|HN)\s+)?(?:(?:lần\s+)?thứ|lần)\s+(?P<plenum>{_NUMERAL})(?P<others>(?:\s*(?:,|;|và)\s*(?:(?:(?:Hội\s*nghị|HN)\s+)?lần\s+)?(?:thứ\s+)?\d{{1,2}}(?!\d))*)(?:\s*\(?\s*mở\s+rộng\s*\)?)?\s*[,-]?\s*(?:của\s+)?{_CENTER}
    ){_SITTING}""",
    regex.VERBOSE | regex.IGNORECASE,
)
_DIGITS = regex.compile(r"\d+")
_LETTER = regex.compile(r"(?P<letter>[A-Da-d])(?P<code>\s?-)?(?!\p{L})")  # "Nghị quyết Trung ương 8B khóa VI"
_PLENUM_TERM = regex.compile(_TERM, regex.VERBOSE | regex.IGNORECASE)
_PLENUM_NEXT = regex.compile(
    rf"\s*(?:,|;|và)\s*(?P<own>(?:(?:Hội\s+nghị\s+)?(?:Trung\s+ương|TW|T\.?Ư)\s*)?(?P<plenum>\d{{1,2}}(?![\d/%]|[.,]\d|-\p{{L}})))(?=\s*(?:[,;(.)\"”]|và\b|{_TERM_WORD}|-\s*{_TERM_WORD}))",
    regex.IGNORECASE,
)
# "các nghị quyết, kết luận của Hội nghị Trung ương 7" means all its documents and names none.
_SEVERAL_KINDS = regex.compile(
    r"(?:các|những|\d{1,2}|hai|ba|bốn|năm)\s+nghị\s+quyết\s*(?:,|và)\s*(?:các\s+|\d{1,2}\s+)?$", regex.IGNORECASE
)
_SEVERAL_REACH = 40  # code points before the kind word
_HIGHEST_PLENUM = 25  # the third term had 27 plenums; no number above 25 occurs

_ORDINAL = (
    r"(?<!\p{L})(?:(?:(?:l[ầấ]n\s+)?thứ\s+|lần\s+|khóa\s+)?(?P<ordinal>(?-i:[IVXL]{1,7})(?!\p{L})|\d{1,2}(?![\d/%]|[.,]\d)(?!\s*(?:năm|tháng|ngày)\b))"
    rf"|(?:l[ầấ]n\s+)?thứ\s+(?P<ordinal>{numerals.ORDINAL}|(?-i:[ivxl]{{1,7}}))(?!\p{{L}}))"
)
_IN_BRACKETS = rf"\(\s*kh[oó][aá]\s+(?P<ordinal>{numerals.ROMAN})\s*\)"  # "Đảng bộ thành phố (khóa XII)"
_UNIT = r"(?:tỉnh|thành\s+phố|TP(?:\.(?=[ ]?\p{Lu}))?|huyện|quận|thị\s+xã|thị\s+trấn|xã|phường|đặc\s+khu|cơ\s+quan|Khối|bộ\s+phận|trường|công\s+ty)"
# The beginning of an ordinal is not part of a name, even in capitals: "TỈNH THANH HÓA LẦN THỨ XIX".
_WORD_OF_NAME = r"(?!(?i:lần|thứ|khóa|nhiệm)(?!\p{L}))\p{Lu}(?:\p{L}|'(?=\p{L}))*+"
_NAME = rf"{_WORD_OF_NAME}(?:(?:\s|\s?-\s?)(?:{_WORD_OF_NAME}|\d{{1,2}}\b)){{0,4}}"
_NAME_IN_LINE = rf"{_WORD_OF_NAME}(?:[ ]{_WORD_OF_NAME}){{0,4}}"
_NEXT = r"(?=\s*,?\s*(?:lần\s+thứ|nhiệm\s+kỳ)\s)"  # what follows a name without any other end
# Without its ordinal a local congress is identified by its years: "nhiệm kỳ 2025 - 2030".
_YEARS = r"(?P<open>\(\s*)?nhiệm\s+kỳ\s*(?P<from>(?:19|20)\d\d)\s?[-–]\s?(?P<to>20\d\d)(?(open)\s*\))"
# "Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XVIII, huyện lần thứ XXI"
_CONGRESS_NEXT = regex.compile(
    rf"\s*(?:,|và)\s*(?P<own>(?:Đảng\s+bộ\s+)?(?P<unit>{_UNIT})(?:[ ](?P<locality>(?-i:{_NAME})))?"
    rf"\s+lần\s+thứ\s+(?P<ordinal>(?-i:[IVXL]{{1,7}})(?!\p{{L}})))",
    regex.IGNORECASE,
)
# "Đại hội XII Công đoàn Việt Nam", "Đại hội lần thứ XII của Đoàn" are congresses of mass organizations.
_OF_OTHERS = regex.compile(
    r"[ ](?:của\s+)?(?:Công\s+đoàn|Đoàn\b(?!\s+(?:kiểm|công|đại|giám|khảo))|Hội\b(?!\s+(?:nghị|đồng|thảo|trường))"
    r"|Mặt\s+trận|MTTQ|LĐLĐ|Liên\s+(?:đoàn|hiệp|minh)|CĐ(?:VN)?\b)"
)
_ANOTHER = regex.compile(r"nghị\s+quyết", regex.IGNORECASE)  # no name of a committee extends over the next document
_SENTENCE, _AFTER = 160, 40  # code points before and after the mention that may name the owner of the congress
_LAST_NATIONAL = 20  # the fourteenth congress met in 2026; higher ordinals are local


@cached_on_disk
def _congress_pattern() -> regex.Pattern[str]:
    own = rf"""(?:
        \s+(?P<locality>(?P<unit>Quận|Phường)\s+\d{{1,2}}){_NEXT}
      | \s+(?P<unit>{_UNIT})(?:[ ]*(?P<locality>(?-i:{_NAME}(?:\s\p{{Ll}}+)??)))?
      | \s+(?P<locality>(?-i:(?!Đảng\b){issuers.organization_pattern()}))
      | \s+(?P<locality>[\p{{L}}\d]+(?:\s+[\p{{L}}\d]+){{0,7}}?){_NEXT}
    )?"""
    committee = rf"(?:Đảng\s+bộ(?!\s+các\s+cấp)(?:\s*\(\p{{L}}{{2,8}}\))?{own}|(?P<unit>{_UNIT})\s+Đảng\s+bộ(?:\s+(?P<locality>(?-i:{_NAME})))?)"
    bare = rf"(?P<unit>{_UNIT})(?:[ ]*(?P<locality>(?-i:{_NAME})))?"
    whose = rf"(?P<unit>Quận|Phường)[ ]\d{{1,2}}\b|(?P<unit>{_UNIT})(?:[ ](?P<locality>(?-i:{_NAME_IN_LINE})))?|(?P<locality>(?-i:(?!Đảng\b){_NAME_IN_LINE}))"
    return regex.compile(
        rf"""\s*(?:của\s+)?(?:(?:các|kỳ)\s+)?(?:(?:Đại\s+hội\s+)?(?:Đại\s+hội|ĐH)(?:\s+(?:đại\s+biểu|ĐB))?(?:\s+toàn\s+quốc)?\s+(?:
            (?P<local>{committee})(?!(?<=quận|phường)\s+\d)(?:\s*,?\s*{_ORDINAL}|\s*{_IN_BRACKETS})
          | {_ORDINAL}\s*,?\s*(?:của\s+)?(?P<local>{committee})
          | (?P<local>{committee})\s*,?\s*{_YEARS}
          | (?P<unnumbered>Đảng\s+bộ[ ](?:{whose}))
          | (?P<local>{bare})(?:\s*,?\s*(?=lần\s){_ORDINAL}|\s*,?\s*{_YEARS})
          | (?:của\s+)?(?:(?:Đảng|ĐCSVN)(?!\s+bộ)\s*(?:Cộng\s+sản\s+Việt\s+Nam\s+)?)?(?:đại\s+biểu\s+)?(?:toàn\s+quốc\s+)?{_ORDINAL}
        ) | ĐHĐB(?:TQ|\s+toàn\s+quốc)\s+{_ORDINAL} | ĐHĐB\s+(?P<local>{committee}|{bare})\s*,?\s*(?:{_ORDINAL}|{_YEARS}))""",
        regex.VERBOSE | regex.IGNORECASE,
    )


def plenum_may_begin(opening: str) -> bool:
    """Return whether text that continues with `opening` after a kind word may name a plenum."""
    return may_match_at(_PLENUM, opening)


def congress_may_begin(opening: str) -> bool:
    """Return whether text that continues with `opening` after a kind word may name a congress."""
    return may_match_at(_congress_pattern(), opening)


def is_mass_organization_resolution(text: str, end: int, kind: str) -> bool:
    """Return whether the kind word that ends at `end` names a congress resolution of a mass organization."""
    match = (
        _congress_pattern().match(text, end, end + REACH) if kind in kinds.kind_names_with_flag("congress") else None
    )
    return match is not None and _other_organization_follows(text, match)


def _other_organization_follows(text: str, match: regex.Match[str]) -> bool:
    return match["local"] is None and _OF_OTHERS.match(text, match.end(), match.end() + REACH) is not None


def match_plenum(text: str, start: int, end: int, kind: str) -> list[MentionDraft]:
    """Return the plenum documents that begin with the kind word at `[start, end)`, one per plenum and term."""
    if kind not in kinds.kind_names_with_flag("plenum") or (match := _PLENUM.match(text, end, end + REACH)) is None:
        return []
    number = numerals.numeral_value(match["plenum"])
    if number is None or not 1 <= number <= _HIGHEST_PLENUM:
        return []
    if _SEVERAL_KINDS.search(text, max(0, start - _SEVERAL_REACH), start):
        return []
    sitting = match["sitting"] and {"1": 1, "I": 1, "nhất": 1}.get(match["sitting"], 2)
    first = MentionDraft(
        start=start, end=match.end(), form=Form.PLENUM, scope=Scope.PARTY, rule="plenum", kind=kind,
        plenum=f"{number} (lần {sitting})" if sitting else str(number),
    )  # fmt: skip
    if letter := _LETTER.match(text, match.end(), match.end() + REACH):  # one of several documents, with its own number
        own = first._replace(
            end=letter.end("letter"), form=Form.SHORT, plenum=None, number=f"{number}{letter['letter'].upper()}"
        )
        return [] if letter["code"] else list(_draft_per_term(text, own))[:1]
    items = [*_numbers_before_committee(text, first, match)]
    while following := _PLENUM_NEXT.match(text, items[-1].end, items[-1].end + REACH):
        begin = following.start("own")
        items.append(
            first._replace(start=begin, end=following.end("plenum"), plenum=following["plenum"], rule="plenum list")
        )
    *before, last = items
    terms = list(_draft_per_term(text, last))
    return [*(item._replace(term=terms[0].term) for item in before), *terms]


def _numbers_before_committee(text: str, first: MentionDraft, match: regex.Match[str]) -> Iterator[MentionDraft]:
    """Yield a mention per number that stands before the committee: "Hội nghị lần thứ 12, 13 của Ban Chấp hành …"."""
    numbers = [match.span("plenum"), *(found.span() for found in _DIGITS.finditer(text, *match.span("others")))]
    if len(numbers) == 1:
        yield first
        return
    yield first._replace(end=numbers[0][1])
    for start, end in numbers[1:]:
        stop = first.end if end == numbers[-1][1] else end
        yield first._replace(start=start, end=stop, plenum=text[start:end].lstrip("0"), rule="plenum list")


def _draft_per_term(text: str, item: MentionDraft) -> Iterator[MentionDraft]:
    """Yield a copy of `item` for each term named after it: "(khóa XI, XII, XIII)"."""
    match = _PLENUM_TERM.match(text, item.end, item.end + REACH)
    term = numerals.canonical_term(match["term"]) if match else None
    if match is None or term is None:
        yield item
        return
    end, closed = match.end(), match.groupdict()["close"]
    surface = text[item.start : end]
    if closed and surface.count(")") > surface.count("("):  # it closes a bracket around the mention
        end = match.start("close")
    yield item._replace(end=end, term=term)
    while not closed and (following := _TERM_NEXT.match(text, end, end + REACH)):
        term = numerals.canonical_term(following["term"])
        if term is None:
            return
        end, closed = following.end("term"), following["close"]
        yield item._replace(start=following.start("own"), end=end, term=term, rule="plenum terms")


def match_congress(text: str, start: int, end: int, kind: str) -> list[MentionDraft]:
    """Return the congress resolution that begins with the kind word at `[start, end)`, or an empty list."""
    if kind not in kinds.kind_names_with_flag("congress"):
        return []
    another = _ANOTHER.search(text, end, end + REACH)
    if (match := _congress_pattern().match(text, end, another.start() if another else end + REACH)) is None:
        return []
    if _other_organization_follows(text, match):
        return []
    number = numerals.numeral_value(match["ordinal"]) if match["ordinal"] else None
    left = max(0, start - _SENTENCE)
    sentence = max(text.rfind(". ", left, start), text.rfind("\n", left, start), left)
    years = f"{match['from']}-{match['to']}" if match["from"] else None
    unnumbered = match.groupdict()["unnumbered"] is not None
    if unnumbered and PLURAL.search(text, max(0, start - _SEVERAL_REACH), start):
        return []  # "các Nghị quyết Đại hội Đảng bộ tỉnh"
    if (number is None and years is None and not unnumbered) or foreign_party_pattern().search(
        text, sentence, match.end() + _AFTER
    ):
        return []
    local = match.groupdict()["local"] is not None or number is None or number > _LAST_NATIONAL
    found = MentionDraft(
        start=start, end=match.end(), form=Form.CONGRESS, scope=Scope.PARTY,
        rule="local congress" if local else "congress", kind=kind,
    )  # fmt: skip
    if not local:
        return [found._replace(term=numerals.canonical_term(match["ordinal"]))]
    locality = match.groupdict().get("locality")
    ordinal = (
        numerals.roman(number)
        if number is not None
        else years or _only_ordinal_in_report(text, match["unit"]) or UNKNOWN
    )
    first = found._replace(number=ordinal, locality=locality, issuer=match.groupdict().get("unit"))
    return [first, *_further_congresses(text, first)] if number is not None else [first]


def _further_congresses(text: str, first: MentionDraft) -> Iterator[MentionDraft]:
    """Yield the congresses listed behind a local one, each with its own kind of unit."""
    end = first.end
    while match := _CONGRESS_NEXT.match(text, end, end + REACH):
        start, end = match.span("own")
        ordinal = numerals.roman(numerals.numeral_value(match["ordinal"]) or 0)
        yield first._replace(start=start, end=end, number=ordinal, locality=match["locality"], issuer=match["unit"])


def _only_ordinal_in_report(text: str, unit: str | None) -> str | None:
    """Return the ordinal of the only congress of such a committee in the report, or None.

    "Đại hội đại biểu Đảng bộ huyện lần thứ XXII" shows which one "Nghị quyết Đại hội Đảng bộ huyện" means.
    """
    numbers = {number for whose, number in _local_congresses_in(text) if whose == (unit or "").lower()}
    return numerals.roman(numbers.pop()) if len(numbers) == 1 else None


@cached_recent(2)
def _local_congresses_in(text: str) -> frozenset[tuple[str, int]]:
    """Return the unit and the ordinal of each local congress in a text; computed once per report."""
    found = (match for match in _congress_pattern().finditer(text) if match["local"] and match["ordinal"])
    numbered = ((match["unit"] or "", numerals.numeral_value(match["ordinal"])) for match in found)
    return frozenset((unit.lower(), number) for unit, number in numbered if number is not None)
