"""Documents named by number: "Nghị quyết số 35-NQ/TW", "Chỉ thị 05", and lists of them, "18, 19 và 20-NQ/TW"."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from functools import lru_cache

import regex

from citegraph.extract import code_left_extension
from citegraph.extract.mention_draft import MOST, MentionDraft
from citegraph.grammar import codes, issuers
from citegraph.grammar.codes import Code
from citegraph.grammar.disambiguation_patterns import (
    COUNTED,
    OPENINGS,
    REACH,
    can_continue,
    foreign_assembly_pattern,
    may_match_at,
)
from citegraph.knowledge import bodies, kinds
from citegraph.knowledge.gazetteer import committee_pattern
from citegraph.knowledge.kinds import Kind
from citegraph.knowledge.tables import cached, cached_recent
from citegraph.model import Form, Scope

# Words that may come between the kind word and the number: "Nghị quyết chuyên đề số 05-NQ/TU".
_QUALIFIER = regex.compile(
    r"\s+(?:chuyên\s+đề|liên\s+tịch|liên\s+ngành|hành\s+động|phối\s+hợp|nhân\s+sự|cá\s+biệt|thi\s+hành|thực\s+hiện|công\s+tác|riêng|mới|\((?:NQ|NĐ|CT|QĐ|KL|TT|QC|HD|KH)\))(?=\s)",
    regex.IGNORECASE,
)
_MARK = regex.compile(
    r"\s*[,:]?\s*(?:mang\s+)?(?:(?:số|sồ|sổ|sô|so)(?![\p{L}])\s*){1,2}(?:hiệu(?![\p{L}]))?\s*[:.]?\s*", regex.IGNORECASE
)
_BLANK = regex.compile(r"[ \n]{0,2}")
# "4 nghị quyết (66, 68, 57, 59)": at least two numbers of two digits, and nothing else, in brackets.
_IN_BRACKETS = regex.compile(r"\s?\((?=\d{2,3}(?:\s*(?:,|;|và)\s*\d{2,3})+\s*\))")
_AHEAD = regex.compile(
    rf"(?:{_QUALIFIER.pattern})?(?:{_MARK.pattern}|{_BLANK.pattern}\d)|{_IN_BRACKETS.pattern}", regex.IGNORECASE
)
# A comma without a space separates two documents only if it cannot be a decimal comma: "217,218 của Bộ Chính trị".
_NUMBER = regex.compile(
    r"(?P<number>\d{1,4}(?:\.\d{1,3}(?=/20\d\d))?(?:/(?:19|20)\d\d(?![\d/]))?(?:[A-Da-d](?![\p{L}\d]))?)"
    r"(?!\d|\p{Lu}(?!\p{L})|[./-]\d|,\d(?!(?<=\d\d,\d)\d{1,2}(?:,\d\d){0,6}(?:\s+(?:của|khóa|Hội\s+nghị|HN|Trung\s+ương|TW|BCH)\s|\s?[-–/]\s?\p{Lu}{2}))|\s?%|[-/]\p{L})"
)
_DIGIT = regex.compile(r"\d")
_BETWEEN_REACH = 220  # code points over which an issuer may come between kind word and number
_BETWEEN = regex.compile(r"\s+(?:của|do)?\s*", regex.IGNORECASE)
_NEXT = regex.compile(r"\s*(?:,|;|và|&|hoặc|cùng)\s*(?:và\s+)?(?=(?:số\s*)?\d)")
_ITEM_MARK = regex.compile(r"(?:số\s*)?")
_BEFORE_CODE = regex.compile(
    r"(?:(?<=\p{L})(?=số\d)|(?<![\d\p{L}/.,-]))(?:(?:số|Số|SỐ)\s*:?\s*)?(?<![\d.,/-])(?P<digits>\d{1,5}[A-Za-z]?(?:\.\d{1,3})?)(?:\s?/\s?(?:19|20)\d\d)?\s?[-/.]{0,2}\s?$"
)
_BEFORE_SYMBOL = frozenset("0123456789-/., _ABCDabcd")
# A number alone on its line is a page number; a number with a full stop at the start of a line numbers a list item.
_APART = regex.compile(r"[.)]?[ ]?(?:\n|$)|[.)][ ]")
_ITEM = regex.compile(r"(?:^|\n)(?:(?:[IVXLC]{1,5}|\d{1,3}(?:\.\d{1,3}){0,3}|[a-z])[.)]?[ ]+)?$")
_LINE_END = regex.compile(r"[ ]?(?:\n|$)")
_CONTENTS = regex.compile(r"mục[ ]lục[ ]?\n", regex.IGNORECASE)
_CONTENTS_REACH = 3000  # maximum code points from the heading of a table of contents to a line of it
_WEAK_FOLLOWER = regex.compile(
    r"\s*,?\s*(?:ngày\s+\d|năm\s+(?:19|20)\d\d\s+(?:của|về)\s|của\s+(?=\p{Lu})|về\s|\(|[;.)\n\"”]|$"
    r"|(?:còn|xác\s+định|nêu|yêu\s+cầu|có\s+hiệu\s+lực|ra\s+đời|thay\s+thế)\b)"
)


@cached
def _after_item_pattern() -> regex.Pattern[str]:
    """Return a pattern for what may follow an item of a list, but not a count."""
    center = "|".join(r"\s+".join(map(regex.escape, name.split())) for name in bodies.names_sharing_symbol("TW"))
    return regex.compile(
        r"\s*(?:$|[,;.:)\]\"”\n]|và\b|của\b|ngày\b|khóa\b|\(|về\b|là\b|được\b|đã\b|năm\s+(?:19|20)|do\b|Hội\s+nghị\b|BCH"
        rf"|(?:{center})\b)"
    )


@cached
def _local_committee_pattern() -> regex.Pattern[str]:
    """Return a pattern for a local committee as issuer: "của Ban Thường vụ Thành ủy"."""
    committees = committee_pattern()
    return regex.compile(
        rf"\s+của\s+(?:(?:Ban\s+[Tt]hường\s+vụ|BTV|Ban\s+[Cc]hấp\s+hành|BCH)\s+)?(?i:{committees}|Đảng\s+bộ)\b"
    )


@lru_cache(OPENINGS)
def number_may_follow(opening: str) -> bool:
    """Return whether a number may follow a kind word after which the text continues with `opening`."""
    return may_match_at(_AHEAD, opening)


@cached_recent(OPENINGS)
def issuer_may_follow(opening: str) -> bool:
    """Return whether an issuer may follow, and after it a marked number."""
    between = _BETWEEN.match(opening)
    return can_continue(_BETWEEN, opening) or (between is not None and issuers.name_may_begin(opening[between.end() :]))


def match_after_kind_word(
    text: str, start: int, end: int, kind: Kind, named: AbstractSet[tuple[str, str]] = frozenset()
) -> list[MentionDraft]:
    """Return the numbered documents that begin with the kind word at `[start, end)` of folded `text`, or an empty list.

    Args:
        text: The folded text.
        start: The offset of the kind word.
        end: The offset after it.
        kind: The kind of document.
        named: Kind and number of the documents cited in full so far; their numbers need no "số".
    """
    position, marked = _skip_to_number(text, end)
    again = (match := _NUMBER.match(text, position, position + REACH)) is not None and (
        kind.name,
        codes.pad_number(match["number"]),
    ) in named
    item = _numbered_item(text, start, position, kind, marked=marked or again)
    may_follow = item is None and _DIGIT.search(text, end, end + _BETWEEN_REACH) is not None
    if may_follow and (issuer := _issuer_before_number(text, end)) is not None:
        position, marked = _skip_to_number(text, issuer.end)
        if marked:
            item = _numbered_item(text, start, position, kind, marked=True)
            locality = None if issuer.issuer.central else issuer.locality
            item = item and item._replace(issuer=issuer.printed, locality=locality)
    if item and text[position - 1] == "(":  # each number of a list in brackets is a mention of its own
        item = item._replace(start=position)
    return _list_items(text, item, kind) if item else []


def match_at_symbol(text: str, start: int, floor: int) -> list[MentionDraft]:
    """Return the documents of the code whose symbol is at `start`, or an empty list.

    Args:
        text: The folded text.
        start: The offset of the symbol.
        floor: The lowest offset that the mention may begin at.
    """
    if start == 0 or text[start - 1] not in _BEFORE_SYMBOL:
        return []
    left = max(floor, start - 24)
    before = _BEFORE_CODE.search(text[left:start])
    if before is None:
        return []
    match = codes.compiled_code_pattern().match(text, left + before.start("digits"), start + REACH)
    if (
        match is None
        or match.end() <= start
        or (code := codes.code_of_match(match)) is None
        or not _is_plausible_code(code)
    ):
        return []
    kind = next(iter(kinds.kinds_of_symbol(code.symbol)), None)
    start, printed_kind = code_left_extension.extend_code_left(text, left + before.start(), floor, code.symbol)
    found = MentionDraft(
        start=start,
        end=match.end(),
        form=Form.FULL,
        scope=code.scope,
        rule="code",
        kind=printed_kind or (kind.name if kind and len(kinds.kinds_of_symbol(code.symbol)) == 1 else None),
        number=code.number,
        code=code,
        date=codes.party_code_year(match, code),
    )
    return _list_items(text, found, kind)


def _is_plausible_code(code: Code, *, listed: bool = False) -> bool:
    """Return whether a code without a kind word is plausible: its symbol and its body must be known.

    The item of a list may be a bare number and body, as State codes were until 1996: "19/SL và 20/SL".
    """
    if not code.symbol and listed:
        return True
    if not code.symbol:
        return code.body.startswith(("QH", "UBTVQH")) and "/" in code.number
    return bool(code.body) and kinds.recognize_symbol(code.symbol) is not None


def _skip_to_number(text: str, position: int) -> tuple[int, bool]:
    """Skip qualifier, "số" and signs; return where a number may begin, and whether "số" was found."""
    if match := _QUALIFIER.match(text, position, position + REACH):
        position = match.end()
    if match := _MARK.match(text, position, position + REACH):
        return match.end(), True
    if match := _IN_BRACKETS.match(text, position, position + REACH):
        return match.end(), False
    match = _BLANK.match(text, position, position + REACH)
    return (match.end() if match else position), False


def _issuer_before_number(text: str, end: int) -> issuers.NamedIssuer | None:
    match = _BETWEEN.match(text, end, end + REACH)
    return issuers.issuer_at(text, match.end()) if match else None


def _numbered_item(text: str, start: int, position: int, kind: Kind, *, marked: bool) -> MentionDraft | None:
    """Return the document whose number begins at `position`, or None."""
    match = codes.compiled_code_pattern().match(text, position, position + REACH)
    whole = (code, match.end()) if match is not None and (code := codes.code_of_match(match)) is not None else None
    bare = whole is not None and not whole[0].symbol and whole[0].body in codes.BODILESS
    if whole is not None and bare and whole[0].body in kind.symbols:  # "Chỉ thị 05-CT"
        return MentionDraft(
            start=start, end=whole[1], form=Form.SHORT, scope=kind.scope or Scope.PARTY, rule="type+symbol",
            kind=kind.name, number=whole[0].number,
        )  # fmt: skip
    whole = (
        whole
        or codes.misprinted_code_at(text, position, kind)
        or codes.code_without_symbol_at(text, position, kind)
        or (codes.state_code_at(text, position) if marked else None)
    )
    if whole is not None:
        code = codes.with_omitted_symbol(whole[0], kind)
        return MentionDraft(
            start=start, end=whole[1], form=Form.FULL, scope=code.scope, rule="type+code", kind=kind.name,
            number=code.number, code=code, date=codes.party_code_year(match, code),
        )  # fmt: skip
    match = _NUMBER.match(text, position, position + REACH)
    if match is None or not _is_document_number(text, start, match, kind, marked=marked):
        return None
    return MentionDraft(
        start=start, end=match.end(), form=Form.SHORT, scope=kind.scope or Scope.PARTY, rule="type+number",
        kind=kind.name, number=match["number"],
    )  # fmt: skip


def _is_document_number(text: str, start: int, match: regex.Match[str], kind: Kind, *, marked: bool) -> bool:
    """Return whether a bare number after a kind word is a document number, not a count or a year."""
    number, end = match["number"], match.end()
    if "\n" in text[start : match.start()] and _APART.match(text, end, end + REACH):
        return False
    if kind.takes_bare_number and foreign_assembly_pattern().match(text, end, end + REACH):
        return False
    if marked:
        return True
    if _is_page_number(text, start, end):
        return False
    if "programme" in kind.flags and text[start].isupper() and _local_committee_pattern().match(text, end, end + REACH):
        return True
    if "/" in number and "law" in kind.flags:  # "Luật 54/2024"
        return True
    if "marked" in kind.flags or COUNTED.match(text, end, end + REACH):
        return False
    if len(number) == 4 and number.isdigit() and number[:2] in ("19", "20"):
        return False
    if kind.takes_bare_number or "/" in number:
        return True
    if text[start : match.start()].strip() in kind.symbols and len(number) > 1:  # "QĐ 33"
        return True
    capital = text[start].isupper() and not text[start : start + 2].isupper()  # a table in capitals: "KẾ HOẠCH  7"
    return capital or (len(number) > 1 and _WEAK_FOLLOWER.match(text, end, end + REACH) is not None)


def _is_page_number(text: str, start: int, end: int) -> bool:
    """Return whether the number that ends at `end` is a page number in a table of contents."""
    return (
        _LINE_END.match(text, end, end + REACH) is not None
        and _ITEM.search(text, max(0, start - 16), start) is not None
        and _CONTENTS.search(text, max(0, start - _CONTENTS_REACH), start) is not None
    )


def _list_items(text: str, first: MentionDraft, kind: Kind | None) -> list[MentionDraft]:
    """Return `first` and the other items of its list: "18, 19 và 20-NQ/TW". Items share the parts they omit."""
    items = [first]
    while len(items) <= MOST and (match := _NEXT.match(text, items[-1].end, items[-1].end + REACH)):
        begin = match.end()
        mark = _ITEM_MARK.match(text, begin, begin + REACH)
        position = mark.end() if mark else begin
        code_match = codes.compiled_code_pattern().match(text, position, position + REACH)
        code = codes.code_of_match(code_match) if code_match else None
        if code_match is not None and code is not None and _is_plausible_code(code, listed=True):
            items.append(
                first._replace(
                    start=begin,
                    end=code_match.end(),
                    form=Form.FULL,
                    scope=code.scope,
                    rule="list",
                    number=code.number,
                    code=code,
                )
            )
            continue
        if kind is not None and (found := codes.code_without_symbol_at(text, position, kind)) is not None:
            code, end = found
            items.append(
                first._replace(
                    start=begin, end=end, form=Form.FULL, scope=code.scope, rule="list", number=code.number, code=code
                )
            )
            continue
        bare = _NUMBER.match(text, position, position + REACH)
        if (
            bare is None
            or not _after_item_pattern().match(text, bare.end(), bare.end() + REACH)
            or COUNTED.match(text, bare.end(), bare.end() + REACH)
            or ("\n" in match.group() and text[bare.end() : bare.end() + 1] == "\n")  # a page number
        ):
            break
        if len(bare["number"]) == 4 and bare["number"][:2] in ("19", "20"):
            break
        items.append(
            first._replace(start=begin, end=bare.end(), form=Form.SHORT, rule="list", number=bare["number"], code=None)
        )
    return _share_symbols(items) if len(items) > 1 else items


def _share_symbols(items: list[MentionDraft]) -> list[MentionDraft]:
    """Give items without a symbol the symbol of the next item that has one, else of the previous one."""
    lender: Code | None = None
    out: list[MentionDraft] = []
    for item in reversed(items):
        if item.code is not None:
            lender = item.code
        elif lender is not None and item.number is not None:
            item = item._replace(code=codes.with_number_of_item(lender, item.number), scope=lender.scope)  # noqa: PLW2901
        out.append(item)
    out.reverse()
    lender = None
    for index, item in enumerate(out):
        if item.code is not None:
            lender = item.code
        elif lender is not None and item.number is not None:
            out[index] = item._replace(code=codes.with_number_of_item(lender, item.number), scope=lender.scope)
    return out
