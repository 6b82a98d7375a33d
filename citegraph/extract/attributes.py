"""A found mention in, the same with what the words around it say of the document: date, issuer, term, title, place."""

from __future__ import annotations

from collections.abc import Iterable

import regex

from citegraph.extract.found import Found
from citegraph.grammar import dates, issuers, numerals
from citegraph.grammar.words import REACH
from citegraph.model import Form, IsoDate, Scope

_REACH = 420  # code points after a mention in which its attributes are looked for
_BACK = 170  # code points before it
_TITLE_REACH = 300

_SHARED = ("date", "issuer", "term", "place", "plenum")

_DATE = regex.compile(
    rf"[\s,(\[*]*(?:(?:ban\s+hành|ký|ra|cùng)\s+)?(?:(?:ngày|Ngày|NGÀY|ngy)\s*)?{dates.DATE}\)?", regex.VERBOSE
)
_CLOSED = regex.compile(r"\s*\)")
_FOOTNOTE = regex.compile(r"(?:\[\d{1,3}\]){1,4}")
_DAY_WORD = regex.compile(r"ngày|Ngày|NGÀY|/|-|\.|tháng")
_MONTH = regex.compile(rf"[\s,(*]*(?:{dates.MONTH})\)?")
_YEAR = regex.compile(rf"[\s,(*]*(?:{dates.YEAR}|(?<=\()(?P<year>(?:19|20)\d\d)(?=\)))\)?")
_OF = regex.compile(
    r"[\s,(*]*(?:(?<=\s)-(?=\s))?(?:(?:được|do|mà)\s+)?(?P<of>của|do|CỦA|tại(?=\s+(?:Hội\s+nghị|HN)\s))?[\s]+"
)
_TERM = regex.compile(
    rf"[\s,;(*-]*(?:nhiệm\s+kỳ\s+)?[Kk](?:hóa|hoá|HÓA|\.?(?=\s?[IVX]{{2}}))\s*[-:]?\s*(?P<term>{numerals.ROMAN}(?!\p{{L}})|\d{{1,2}}(?!\d))\s*\)?"
)
_PLENUM = regex.compile(r"(?:Hội\s+nghị|HN)\s.*?(?P<plenum>\d{1,2}|" + numerals.ORDINAL + r")\b", regex.IGNORECASE)
_QUOTED = regex.compile(
    r"[\s,:*]*(?:về(?:\s+việc)?|với\s+(?:chủ\s+đề|tiêu\s+đề|nội\s+dung)|ban\s+hành|phê\s+duyệt|quy\s+định)?[\s:,]*(?:[“«]|(?<=[\s:,])\")(?P<title>[^\"”»\n]{6,400})[\"”»]?"
)
_ABOUT = regex.compile(
    r"[\s,:*]*(?:\((?=về\s))?(?:(?:là|nêu|ban\s+hành|quy\s+định|hướng\s+dẫn|phê\s+duyệt|công\s+bố)\s+)?(?P<title>(?:về(?:\s+việc)?|V/v|thi\s+hành|thực\s+hiện|hướng\s+dẫn|quy\s+định(?=\s+(?:về|một\s+số|chi\s+tiết|việc|những))|ban\s+hành|phê\s+duyệt|một\s+số)\s[^;\n()\"“”]{6,300})"
)
# What is told of a person is no title to be kept: "về việc kỷ luật đồng chí …". "Bà Rịa" is a place.
_PERSON = r"(?:[Đđ]ồng\s+chí|[Đđ]/c|[Ôô]ng|bà)\s+\p{Lu}\p{Ll}*\s+\p{Lu}"
_OF_A_PERSON = regex.compile(rf"(?<!\p{{L}}){_PERSON}")
_CLAUSE_END = regex.compile(
    r"[.!?](?:\s|$)|https?:"
    rf"|,\s+(?:[Bb]an\s|[Tt]ỉnh|[Hh]uyện|[Cc]ác\s+cấp|đồng\s+chí|{_PERSON}|\d)"
)
_VERB = regex.compile(
    r"\s*(?:,\s*)?(?:đã\s+|vừa\s+|mới\s+|cũng\s+|tiếp\s+tục\s+)*(?:thống\s+nhất\s+)?(?:ký\s+(?:quyết\s+định\s+)?ban\s+hành|ký|ban\s+hành|ra|có|thông\s+qua|công\s+bố|giao|quyết\s+định\s+ban\s+hành|ký\s+tại\s+chỗ|có\s+ý\s+kiến\s+tại|đề\s+nghị\s+tại)\s+(?:các\s+|bản\s+|Bộ\s+)?$"
)
# "Đảng ủy Khối Doanh nghiệp Trung ương" is another organ than the Centre.
_PART_OF_A_NAME = regex.compile(r"(?:\p{Lu}\p{L}*\s+(?:\p{Ll}+\s+){0,3}|(?:cơ\s+quan|đoàn\s+thể)\s+)$")
_SENTENCE_END = regex.compile(r"(?<!\b(?:TP|Tp|TX|TT|T\.P|[QPHT]))\.(?= )|[\n;]")  # not the stop of "TP. Đà Nẵng"
_PROPOSING = regex.compile(r"\s*,?\s*tại\s+$")  # "theo đề nghị của Huyện ủy Vĩnh Linh tại Tờ trình số 12-TTr/HU"
_BRACKET = regex.compile(r"\s*\(\s*$")  # "đề nghị của Huyện ủy Vĩnh Linh (Tờ trình số 12-TTr/HU)"
_COMMA = regex.compile(r"\s*,\s+")
_ACTS = regex.compile(r"[\s,]+(?:đã\s+|vừa\s+|tiếp\s+tục\s+|cũng\s+)*(?:có|ban\s+hành|ra|ký|xây\s+dựng|tổ\s+chức)\b")
_CAPITAL = regex.compile(r"(?<!\p{L})\p{Lu}")
_BETWEEN_ITEMS = regex.compile(rf"(?:[\s,(]*(?:ngày\s*)?{dates.DATE}\)?)?\s*(?:[,;]|và|,\s*và)\s+", regex.VERBOSE)
# Between an issuer and what it does: its term, and what it lies in, "xã Xuân Hòa, huyện Thọ Xuân, tỉnh Thanh Hóa".
_GAP = regex.compile(
    rf"(?:\s*,\s*(?:huyện|quận|thị\s+xã|thành\s+phố|TP\.?|tỉnh)\s*(?:(?-i:{issuers.NAME})|\d{{1,2}}\b)){{0,2}}"
    r"[\s,]*(?:(?:\(|,)?\s*khóa\s+(?P<term>[IVX]+|\d{1,2})\)?)?[\s,]*$",
    regex.IGNORECASE,
)
# "Ngày 08/4/2021, tại Quyết định số …"; "ngày 22/12/2024, người đứng đầu đã ký ban hành Nghị quyết …"
_DATE_AND_PREPOSITION = regex.compile(rf"[Nn]gày\s*{dates.DATE}\s*,?\s*(?:tại|theo|bằng|với)\s+$", regex.VERBOSE)
_DATE_OPENING = regex.compile(rf"^\W*(?:[Vv]ào\s+)?[Nn]gày\s*{dates.DATE}\s*,[^\d;]{{0,60}}$", regex.VERBOSE)
# With its issuer said right before the verb, the day that opens the sentence may stand further off.
_DATE_FAR_BEFORE = regex.compile(
    rf"^\W*(?:[Vv]ào\s+)?[Nn]gày\s*{dates.DATE}\s*,(?:(?!ngày|năm)[^;]){{0,140}}$", regex.VERBOSE
)
_DATE_BEFORE = regex.compile(
    rf"(?:(?:[Nn]gày|[Ss]áng|[Cc]hiều|[Tt]ối)\s*(?:ngày\s*)?){dates.DATE}\s*[,:]?\s*$", regex.VERBOSE
)


def attach(text: str, group: Iterable[Found], limit: int) -> list[Found]:
    """The items of one list with the attributes that stand around it in folded `text`.

    What follows the last item is read up to `limit` (where the next mention begins) and is said of every item that says
    nothing of its own, save the title, which is the last item's alone.
    """
    items = list(group)
    last = items[-1]
    if last.form in (Form.NAMED, Form.ANAPHOR):
        return items
    after = _after(text, last, min(limit, last.end + _REACH))
    if len(items) == 1 and (after.date is None or after.issuer is None) and last.form in (Form.FULL, Form.SHORT):
        after = _before(text, after)
    names = ("title", *_SHARED) if last.rule == "plenum terms" else _SHARED
    shared = {name: getattr(after, name) for name in names if getattr(last, name) is None}
    out = [
        item._replace(**{name: value for name, value in shared.items() if getattr(item, name) is None})
        for item in items[:-1]
    ]
    return [*out, after]


def share(text: str, found: list[Found]) -> list[Found]:
    """`found` with the central issuer and the term behind a list said of each item before it.

    "Nghị quyết 382 và Kết luận 763 của Quân ủy Trung ương về …": both are of that body and about that. "Nghị quyết 41-NQ/TW, Chỉ thị 12-CT/TW
    của Ban Bí thư (khóa X)": both are of that term; the issuer of a whole code is not shared, for its symbol may be of
    several. A local issuer is not shared: in "Chỉ thị 05 và Kế hoạch 12 của Huyện ủy" only the plan is the district's.
    """
    out = list(found)
    for index in range(len(out) - 2, -1, -1):
        item, following = out[index], out[index + 1]
        row = issuers.parse(following.issuer) if following.issuer else None
        if row is None or not row.central or row.scope is not Scope.PARTY:
            continue
        if item.form not in (Form.SHORT, Form.FULL) or item.scope is not Scope.PARTY or item.issuer is not None:
            continue
        if _BETWEEN_ITEMS.fullmatch(text, item.end, following.start):
            issuer = following.issuer if item.form is Form.SHORT or item.kind == following.kind else None
            term = item.term or (following.term if item.date is None else None)
            title = item.title or (following.title if item.form is Form.SHORT else None)
            out[index] = item._replace(issuer=issuer, term=term, title=title)
    return out


def _after(text: str, found: Found, limit: int) -> Found:
    """`found` with what the words right after it say, in whatever order they come."""
    position = found.end
    if text[position : position + 1] in ('"', "”", "»"):  # the mention itself was quoted
        position += 1
    if last_of_terms := _CLOSED.match(text, position, position + REACH) if found.rule == "plenum terms" else None:
        position = last_of_terms.end()
    if mark := _FOOTNOTE.match(text, position, position + REACH):
        position = mark.end()
    for _ in range(6):
        step = _step(text, found, position, limit)
        if step is None:
            break
        found, position = step
        if found.title is not None:
            break
    return found


def _step(text: str, found: Found, position: int, limit: int) -> tuple[Found, int] | None:
    """One attribute further: the mention with it and the place behind it; None where no attribute follows."""
    if found.date is None:
        for pattern in (_DATE, _MONTH, _YEAR):
            match = pattern.match(text, position, limit)
            if match and (date := dates.of_match(match)) is not None and _printed_as_date(match):
                if match.group().startswith(",") and _opens_clause(text, match.end(), limit):
                    return None
                return found._replace(date=date), match.end()
    if found.term is None and (match := _TERM.match(text, position, limit)):
        term = numerals.term(match["term"])
        if term is not None:
            return found._replace(term=term), match.end()
    if (match := _QUOTED.match(text, position, limit)) is not None:
        return _titled(found, match["title"], match.end())
    if found.issuer is None and (match := _OF.match(text, position, limit)):
        named = issuers.at(text, match.end(), limit)
        if named is not None and "-" in match.group() and named.printed.isupper():  # "số 789 - TU": part of a code
            return None
        within = not {",", "\n"} & set(match.group())  # an issuer on the next line begins another sentence
        bare = named is not None and within and (named.issuer.central or _shortly(named, found))
        if named is not None and (match["of"] or (bare and _may_issue(named, found))):
            found = found._replace(
                issuer=named.printed, place=found.place or (None if named.issuer.central else named.place)
            )
            if "plenum" in named.issuer.flags and (meeting := _PLENUM.match(named.printed)):
                number = numerals.value(meeting["plenum"])
                found = found._replace(plenum=str(number) if number else None)
            return found, named.end
    if (match := _ABOUT.match(text, position, min(limit, position + _TITLE_REACH))) is not None:
        title = _CLAUSE_END.split(match["title"], maxsplit=1)[0]
        return _titled(found, title, match.end())
    return None


def _opens_clause(text: str, position: int, limit: int) -> bool:
    """Whether a date that ends at `position` opens the next clause: "…, ngày 4/3/2015, Ban Tổ chức Tỉnh ủy có …"."""
    comma = _COMMA.match(text, position, limit)
    named = issuers.at(text, comma.end(), limit) if comma else None
    return named is not None and _ACTS.match(text, named.end, named.end + REACH) is not None


def _titled(found: Found, title: str, end: int) -> tuple[Found, int] | None:
    """`found` with the title that ends at `end`; None for what is told of a person."""
    return None if _OF_A_PERSON.search(title) else (found._replace(title=" ".join(title.split())), end)


def _shortly(named: issuers.Named, found: Found) -> bool:
    """Whether a local organ of the Party may stand right behind a bare number: "Nghị quyết 05 Tỉnh ủy"; behind a code
    or its date, where it is the one that signs so: "Hướng dẫn số 10-HD/HU ngày 03/4/2021 Huyện ủy Vĩnh Linh".
    """
    if found.code is not None and found.form is Form.FULL:
        return named.issuer.body is not None and named.issuer.body == found.code.body
    return found.form is Form.SHORT and named.issuer.scope is Scope.PARTY


def _may_issue(named: issuers.Named, found: Found) -> bool:
    """Whether an organ named without "của" can be the issuer: one of the State issues no paper of the Party."""
    return found.code is None or named.issuer.scope is found.scope


def _printed_as_date(match: regex.Match[str]) -> bool:
    """Whether a match has a sign of being a date at all, not two numbers in a row."""
    if "\n" in match.group() and "ngày" not in match.group().lower():  # the date of a listing, under its headline
        return False
    if match.groupdict().get("year") is None:  # "27/1" alone may be a share of something
        return "ngày" in match.group().lower()
    return (
        _DAY_WORD.search(match.group()) is not None or "năm" in match.group() or match.group().strip().startswith("(")
    )


def _before(text: str, found: Found) -> Found:
    """`found` with what the words before it say: "Ngày 22/10/2018, Bộ Chính trị ban hành Nghị quyết…"."""
    left = text[max(0, found.start - _BACK) : found.start]
    left = _SENTENCE_END.split(left)[-1]
    if found.date is None and (match := _DATE_AND_PREPOSITION.search(left)):
        return found._replace(date=dates.of_match(match))
    verb = _VERB.search(left) or _BRACKET.search(left)
    proposed = verb is None and found.kind == "Tờ trình"
    if proposed:
        verb = _PROPOSING.search(left)
    if verb is None:
        return found
    subject = left[: verb.start()]
    named = _issuer_ending(subject)
    if named is None:
        match = _DATE_OPENING.search(subject) if found.date is None else None
        return found._replace(date=dates.of_match(match)) if match else found
    start, issuer, term = named
    if proposed and not _may_issue(issuer, found):
        return found
    date: IsoDate | None = None
    if match := _DATE_BEFORE.search(subject[:start]) or _DATE_FAR_BEFORE.search(subject[:start]):
        date = dates.of_match(match)
    return found._replace(
        issuer=found.issuer or issuer.printed,
        place=found.place or (None if issuer.issuer.central else issuer.place),
        term=found.term or term,
        date=found.date or date,
    )


def _issuer_ending(text: str) -> tuple[int, issuers.Named, str | None] | None:
    """The longest issuer that `text` ends with, where it starts, and the term said after it."""
    for start in (match.start() for match in _CAPITAL.finditer(text)):
        named = issuers.at(text, start)
        if named is not None and named.issuer.name == "Trung ương" and _PART_OF_A_NAME.search(text[:start]):
            continue
        if named is not None and (gap := _GAP.match(text, named.end, named.end + REACH)) is not None:
            return start, named, numerals.term(gap["term"]) if gap["term"] else None
    return None
