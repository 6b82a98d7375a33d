"""Match the rules at each hit of the scan: "Nghị quyết" + " số 35-NQ/TW" is a numbered document.

Where several rules can match, the most specific one is tried first: a complete code before a bare number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

import regex

from citegraph.extract import by_meeting, by_name, by_number
from citegraph.extract.by_title import Titles
from citegraph.extract.keyword_scan import KeywordHit
from citegraph.extract.mention_draft import MOST, MentionDraft
from citegraph.grammar.disambiguation_patterns import (
    ADDRESS,
    COMPANY,
    DEMONSTRATIVE,
    DRAFT,
    NO_LAW_BEFORE,
    PLURAL,
    PROVISION,
    REACH,
    UNFINISHED,
)
from citegraph.knowledge import kinds
from citegraph.knowledge.kinds import Kind
from citegraph.model import Form, Scope

_LONGEST_ADDRESS = 200  # code points on each side of a symbol
_TITLE_AFTER = 120  # code points between a number and its quoted title
_COMPANY_REACH = 140  # code points before a kind word that may name a company as issuer
# The letterhead line with the report's own number: "Số: 12-BC/HU". If the lines were joined, the star of the Party's
# letterhead precedes it.
_LETTERHEAD = regex.compile(r"(?:(?:^|\n|\||\p{Lu}[ ]?\*)[\s*_]*(?:Số|SỐ)\s*:?|(?:Số|SỐ)\s*:)[\s*_]*$")
_CORPS = regex.compile(r"\d(?!\d)")  # "QĐ2" is an army corps, "NQ57" a resolution
# "CT" has many meanings, such as a scan or a building, so the context must show a document.
_CT_BEFORE = regex.compile(
    r"(?:thực\s+hiện|theo|triển\s+khai|quán\s+triệt|học\s+tập|chấp\s+hành|(?:sơ|tổng)\s+kết|và|là|,)\s+$",
    regex.IGNORECASE,
)
_CT_NUMBER = regex.compile(r"\s*(?:số\s*)?\d{1,2}(?!\d)(?P<behind>\s*(?:của|ngày|về|khóa)\b)?")
_MODEL = regex.compile(r"\p{L}[ ]\p{Lu}\p{Ll}+[ ]$")  # the name of a model: "chiếc Cub CT 110"
# The verb before the kind word of an unnumbered document, to which a later "này" refers: "đã ra nghị quyết về …; nghị
# quyết này …".
_ISSUED = regex.compile(r"\b(?:ra|thông\s+qua|ban\s+hành)\s+(?:một\s+|các\s+|bản\s+)?$", regex.IGNORECASE)
# "Đây là lần đầu tiên Đảng ban hành một quy định …" is about the previous document.
_SPOKEN_OF = regex.compile(r"(?:^|[.!?\n])\s*Đây\s+(?:cũng\s+|chính\s+)?là\b[^.!?\n]*$")
_SENTENCE_REACH = 160  # code points before a kind word that contain the start of its sentence
# A document without a number, named by issuer or subject: "Quyết định của giám đốc".
_BARRIER = regex.compile(r"\s+(?:(?i:của|về|do|liên\s+tịch|khác|mới|số)\b|\p{Lu})")

# "Luật Thực hành tiết kiệm, chống lãng phí (sau đây gọi là Luật THTK, CLP)": a short name defined in the report.
_INTRODUCED = regex.compile(
    r"[^.;()\n]{0,80}\((?:[Ss]au\s+đây\s+)?(?:gọi|viết)(?:\s+tắt)?\s+là:?\s*[\"“]?(?P<name>(?:Bộ\s+luật|Luật|Pháp\s+lệnh)\s[^()\"”\n]{2,60}?)[\"”]?\s*\)"
)
_NAMED_INSIDE = regex.compile(r"Điều\s+lệ\s+Đảng\b", regex.IGNORECASE)  # "Quy định thi hành Điều lệ Đảng"


def match_all(text: str, hits: Iterable[KeywordHit], titles: Titles) -> list[list[MentionDraft]]:
    """Return the mentions of folded `text`, grouped by list, up to the list that exceeds MOST mentions."""
    taken, mentions = [], 0
    for group in _mention_groups(text, hits, titles):
        taken.append(group)
        mentions += len(group)
        if mentions > MOST:
            break
    return taken


def _mention_groups(text: str, hits: Iterable[KeywordHit], titles: Titles) -> Iterator[list[MentionDraft]]:
    """Yield the mentions of folded `text`, grouped by list."""
    cursor = 0
    seen: set[str] = set()  # kinds that a demonstrative can refer to
    named: set[tuple[str, str]] = set()  # kind and number of the documents cited so far
    last: MentionDraft | None = None
    introduced: dict[str, MentionDraft] = {}  # laws by the short names defined in the report
    for hit in hits:
        if hit.start < cursor:
            continue
        group = _law_by_short_name(text, hit, introduced) or _cut_title_at_mention(
            text, _mentions_at(text, hit, cursor, titles, named)
        )
        if not group and hit.exact and isinstance(hit.target, Kind):
            name = hit.target.name
            anaphor = _match_anaphor(text, hit, hit.target) if name in seen and hit.rules.anaphor else None
            if anaphor is not None:
                group = [anaphor]
            elif name in seen and _is_other_antecedent(text, hit):
                seen.discard(name)
        if group and _is_title_of(text, group[0], last):
            cursor = group[-1].end
            continue
        if group:
            last = group[-1]
            seen.update(item.kind for item in group if item.kind)
            named.update((item.kind, _identifying_number(item)) for item in group if item.kind)
            cursor = group[-1].end
            short = _INTRODUCED.match(text, last.end, last.end + REACH) if last.rule == "law" else None
            if short is not None and len(short["name"]) < last.end - last.start:  # a longer name means several laws
                introduced[short["name"]] = last
            yield group


def _law_by_short_name(text: str, hit: KeywordHit, introduced: dict[str, MentionDraft]) -> list[MentionDraft]:
    """Return the law whose short name, defined earlier in the text, is at a hit."""
    names = [name for name in introduced if text.startswith(name, hit.start)]
    if not names:
        return []
    name = max(names, key=len)
    end = hit.start + len(name)
    if text[end : end + 1].isalnum():
        return []
    law = introduced[name]
    return [law._replace(start=hit.start, end=end, form=Form.TITLE, rule="introduced law", number=None, code=None)]


def _cut_title_at_mention(text: str, group: list[MentionDraft]) -> list[MentionDraft]:
    """Cut a title before another document named in it, which is a separate mention."""
    if len(group) != 1 or group[0].form not in (Form.TITLE, Form.NAMED) or group[0].scope is Scope.STATE:
        return group
    title = group[0]
    inside = _NAMED_INSIDE.search(text, title.start + 1, title.end)
    if inside is None:
        return group
    return [title._replace(end=title.start + len(text[title.start : inside.start()].rstrip(' "“')))]


def _identifying_number(item: MentionDraft) -> str:
    """Return the number that identifies a document later in the text; "" for a single digit, maybe a count."""
    return item.code.number if item.code else item.number if item.number and len(item.number) > 1 else ""


def _is_other_antecedent(text: str, hit: KeywordHit) -> bool:
    """Return whether a kind word names another, unnumbered document that "này" may refer to."""
    if text[hit.start].isupper() and _BARRIER.match(text, hit.end, hit.end + REACH) is not None:
        return True
    if _ISSUED.search(text, max(0, hit.start - 24), hit.start) is None:
        return False
    return _SPOKEN_OF.search(text, max(0, hit.start - _SENTENCE_REACH), hit.start) is None


def _is_title_of(text: str, found: MentionDraft, last: MentionDraft | None) -> bool:
    """Return whether a quoted title belongs to the document before it: "Quy định số …, "Quy định về …""."""
    if last is None or last.kind != found.kind or found.form is not Form.TITLE or last.form is not Form.FULL:
        return False
    between = text[last.end : found.start]
    return len(between) < _TITLE_AFTER and between.rstrip().endswith(('"', "“")) and "\n" not in between


def _mentions_at(
    text: str, hit: KeywordHit, floor: int, titles: Titles, named: AbstractSet[tuple[str, str]]
) -> list[MentionDraft]:
    """Return the mentions that begin at a hit."""
    what = hit.target
    if isinstance(what, str):
        if what.islower():
            return _mentions_at_name(text, hit, what, titles)
        found = _mentions_at_symbol(text, hit, floor)
        alias = titles.match_alias(text, hit.start) if hit.rules.alias and not found else None
        return [alias] if alias else found
    found = _mentions_at_kind(text, hit, what, titles, named)
    if found and _is_in_file_name(text, found[-1].end):
        return []
    before = text[max(0, hit.start - 40) : hit.start].lower() if found else ""
    return [] if ("thảo" in before or "dự án" in before) and DRAFT.search(before) else found


def _mentions_at_kind(
    text: str, hit: KeywordHit, kind: Kind, titles: Titles, named: AbstractSet[tuple[str, str]]
) -> list[MentionDraft]:
    start, end, rules = hit.start, hit.end, hit.rules
    if (rules.number or rules.issued) and (found := by_number.match_after_kind_word(text, start, end, kind, named)):
        if found[0].form is Form.FULL:
            return found
        # A misspelt kind word counts only with a complete code after it.
        return [] if not hit.exact or (found[0].form is Form.SHORT and _is_issued_by_company(text, start)) else found
    if rules.law:
        found = (
            []
            if NO_LAW_BEFORE.search(text, max(0, start - 14), start)
            else by_name.match_law(text, start, end, kind.name)
        )
        alias = titles.match_alias(text, start) if rules.alias and not found else None
        return [alias] if alias else found
    if rules.plenum and (found := by_meeting.match_plenum(text, start, end, kind.name)):
        return found
    if rules.congress and (found := by_meeting.match_congress(text, start, end, kind.name)):
        return found
    if rules.congress and by_meeting.is_mass_organization_resolution(
        text, end, kind.name
    ):  # no title of the Party follows
        return []
    found = titles.match_title(text, start, end, kind.name) if rules.title else []
    alias = titles.match_alias(text, start) if rules.alias else None
    return [alias] if alias is not None and (not found or found[0].end <= alias.end) else found


def _mentions_at_name(text: str, hit: KeywordHit, name: str, titles: Titles) -> list[MentionDraft]:
    if hit.rules.itself and (found := by_name.match_own_name(text, hit.start, hit.end, name)):
        return found
    alias = titles.match_alias(text, hit.start) if hit.rules.alias else None
    return [alias] if alias else []


def _mentions_at_symbol(text: str, hit: KeywordHit, floor: int) -> list[MentionDraft]:
    """Return the mentions at a symbol: the code it is part of, or what it abbreviates ("NQ 35", "NQTW4")."""
    if hit.rules.code and (found := by_number.match_at_symbol(text, hit.start, floor)):
        if _is_letterhead_number(text, found[0].start) or _is_in_address(text, hit.start):
            return []
        return found
    return _mentions_at_kind_symbol(text, hit)


def _mentions_at_kind_symbol(text: str, hit: KeywordHit) -> list[MentionDraft]:
    """Return the mentions that begin with a symbol in place of the kind word: "NQ 35", "QĐ 131", "NQTW4"."""
    kind = kinds.by_abbreviation().get(str(hit.target))
    if kind is None or (hit.start and (text[hit.start - 1].isalnum() or text[hit.start - 1] in "-/._")):
        return []
    if _CORPS.match(text, hit.end, hit.end + REACH) or _MODEL.search(text, max(0, hit.start - 40), hit.start):
        return []
    if (hit.rules.number or hit.rules.issued) and (
        found := by_number.match_after_kind_word(text, hit.start, hit.end, kind)
    ):
        if _is_in_file_name(text, found[-1].end):
            return []
        if found[0].form is Form.FULL or hit.target not in ("CT", "CV"):
            return found
        return found if hit.target == "CT" and _is_directive(text, hit) else []
    if hit.rules.plenum and (found := by_meeting.match_plenum(text, hit.start, hit.end, kind.name)):
        return found
    return by_meeting.match_congress(text, hit.start, hit.end, kind.name) if hit.rules.congress else []


def _is_directive(text: str, hit: KeywordHit) -> bool:
    """Return whether "CT" with a bare number is a directive: "thực hiện CT 05", "CT05 của Bộ Chính trị"."""
    number = _CT_NUMBER.match(text, hit.end, hit.end + REACH)
    if number is None:
        return False
    return number["behind"] is not None or _CT_BEFORE.search(text, max(0, hit.start - 20), hit.start) is not None


def _is_issued_by_company(text: str, start: int) -> bool:
    """Return whether the subject before a bare number is a company: "HĐQT đã ban hành Nghị quyết số 69"."""
    return COMPANY.search(text, max(0, start - _COMPANY_REACH), start) is not None


def _is_letterhead_number(text: str, start: int) -> bool:
    return _LETTERHEAD.search(text, max(0, start - 24), start) is not None or (
        text[start] == "S" and _LETTERHEAD.search(text[max(0, start - 24) : start] + "Số") is not None
    )


def _is_in_address(text: str, position: int) -> bool:
    """Return whether the word at `position` is an address or a file name."""
    left, right = max(0, position - _LONGEST_ADDRESS), position + _LONGEST_ADDRESS
    before, after = text[left:position].split(), text[position:right].split()
    glued = before and not text[position - 1].isspace()
    word = (before[-1] if glued else "") + (after[0] if after else "")
    return ADDRESS.search(word) is not None


def _is_in_file_name(text: str, end: int) -> bool:
    """Return whether what ends at `end` is in the name of a file: "NQ35-NQ-TW.pdf"."""
    return text[end : end + 1] in (".", "-", "_") and _is_in_address(text, end - 1)


def _match_anaphor(text: str, hit: KeywordHit, kind: Kind) -> MentionDraft | None:
    """Return the anaphor of a kind word with a demonstrative, "Nghị quyết này", or None."""
    match = DEMONSTRATIVE.match(text, hit.end, hit.end + REACH)
    if match is None or PLURAL.search(text, max(0, hit.start - 12), hit.start):
        return None
    if UNFINISHED.search(text, max(0, hit.start - 24), hit.start):
        return None
    if not kind.takes_bare_number and text[hit.start].islower() and PROVISION.search(match["word"]):
        return None
    return MentionDraft(
        start=hit.start,
        end=match.end(),
        form=Form.ANAPHOR,
        scope=kind.scope or Scope.PARTY,
        rule="demonstrative",
        kind=kind.name,
    )
