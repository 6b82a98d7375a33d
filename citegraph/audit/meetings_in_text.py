"""Find the plenums and congresses that a text names, with the days on which it says that they met."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import regex

from citegraph.grammar import dates, numerals
from citegraph.grammar.disambiguation_patterns import foreign_party_pattern
from citegraph.model import IsoDate, Span, is_day
from citegraph.text import Folded, fold, strip_diacritics

_ORDINAL = strip_diacritics(numerals.ORDINAL.replace(r"\s+", " ")).replace(" ", r"\s+")
_NUMERAL = rf"(?:\d{{1,2}}(?![\d/%.-])|(?:{_ORDINAL})(?!\p{{L}})|[ivx]{{1,6}}(?!\p{{L}}))"
_PARTY = r"(?:\s+dang(?!\p{L})(?:\s+cong\s+san\s+viet\s+nam)?)?"
_CENTER = rf"(?:(?:ban\s+chap\s+hanh|bch)\s*)?(?:trung\s+uong|tw|t\.?u\.?)(?!\p{{L}}){_PARTY}"
_TERM = (
    rf"[\s,(-]{{0,3}}(?:cua\s+)?(?:dang\s*,?\s*)?(?:khoa|k\.?)\s*(?P<term>{numerals.ROMAN}(?!\p{{L}})|\d{{1,2}}(?!\d))"
)
_PLENUM = rf"""(?:hoi\s+nghi|hn)\s+(?:
    (?:(?:lan\s+)?thu\s+|lan\s+)?(?P<number>{_NUMERAL})\s*,?\s*(?:cua\s+)?{_CENTER}
  | (?:cua\s+)?{_CENTER}\s*(?:(?:lan\s+)?thu\s+|lan\s+)?(?P<number>{_NUMERAL})
){_TERM}"""
_CONGRESS = rf"""dai\s+hoi\s+(?:
    (?:dang\s+)?(?:dai\s+bieu\s+)?toan\s+quoc\s+(?:cua\s+dang\s+)?(?:(?:lan\s+)?thu\s+|lan\s+)?(?P<ordinal>{_NUMERAL})
  | (?:lan\s+)?(?:thu\s+)?(?P<ordinal>{_NUMERAL})\s+(?:cua\s+)?dang(?!\s+(?:bo|uy|doan)\b)
  | dang\s+(?:lan\s+)?(?:thu\s+)?(?P<ordinal>{_NUMERAL})
)(?!\p{{L}})(?!\s+(?:cua\s+)?(?:cong\s+doan|doan|hoi|mat\s+tran|lien|dang\s+bo)\b)"""
_NAMED = regex.compile(rf"(?<!\p{{L}})(?:{_PLENUM}|{_CONGRESS})", regex.VERBOSE)

_DAY, _MONTH = r"\d{1,2}", r"(?:\s?[/.-]\s?|\s+thang\s+)(?P<{0}>\d{{1,2}})"
_YEAR = r"(?:\s?[/.-]\s?|\s*,?\s+nam\s+)(?P<{0}>(?:19|20)\d\d)(?!\d)"
_DAYS = rf"""(?:tu\s+)?(?:ngay\s+)?(?P<day>{_DAY})(?:{_MONTH.format("month")}(?:{_YEAR.format("year")})?)?
    \s*(?:den(?:\s+het)?|[-–]|va)\s*(?:ngay\s+)?(?P<last>{_DAY}){_MONTH.format("last_month")}{_YEAR.format("last_year")}"""
_ONE_DAY = rf"(?:vao\s+)?(?:ngay\s+)?(?P<day>{_DAY}){_MONTH.format('month')}{_YEAR.format('year')}"
_MET = r"(?:hop|nhom\s+hop|dien\s+ra|to\s+chuc|khai\s+mac|be\s+mac|lam\s+viec)"
_PLACE = r"(?:\s*,?\s*(?:o|tai)(?:\s+\p{L}+){1,5}?)?"
_AFTER = regex.compile(
    rf"""(?:\s+(?:cua\s+)?dang(?:\s+cong\s+san\s+viet\s+nam)?)?[\s,()–-]*(?:da\s+)?(?:duoc\s+)?
    (?:(?P<met>{_MET}){_PLACE}\s*,?\s*(?:trong\s+\p{{L}}+\s+ngay\s*,?\s*(?:tu\s+)?)?(?P<days>{_DAYS}|{_ONE_DAY})
     | {_PLACE}\s*(?P<days>{_DAYS}))""",
    regex.VERBOSE,
)
_BEFORE = regex.compile(rf"(?P<days>{_DAYS}){_PLACE}\s*,?\s*(?:da\s+)?(?:dien\s+ra\s+)?(?:{_MET}\s+)?$", regex.VERBOSE)
_REACH = 100  # code points before and behind a meeting in which its days stand
_SENTENCE = 200  # code points on each side that are read of its sentence
_SENTENCE_END = regex.compile(r"[.;!?](?=\s+\p{Lu}|\s*$)|\n\s*\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A plenum or a congress as a text names it."""

    span: Span
    number: int | None  # of the plenum; None for a congress
    term: str  # "XIII"; of a congress its own
    numeral: Span  # of the number of the plenum, or of the congress
    term_at: Span | None  # of the term of a plenum
    days: tuple[IsoDate, IsoDate] | None = None  # first and last day said
    days_at: Span | None = None
    verb: str = ""  # what it did on the day said: "khai mac"
    before: str = ""  # words of its sentence before it
    after: str = ""


def find_meetings(text: str) -> Iterator[Meeting]:
    """Yield the meetings that a text names with number and term, from left to right; foreign ones are left out.

    >>> [(met.number, met.term, met.days) for met in
    ... find_meetings("Hội nghị Trung ương 10 khóa XIII họp từ 18 đến 20/9/2024")]
    [(10, 'XIII', ('2024-09-18', '2024-09-20'))]
    """
    folded = fold(text)
    plain = _without_diacritics(folded.text)
    for match in _NAMED.finditer(plain):
        found = _meeting_of_match(folded.text, plain, match)
        if found is not None:
            yield _with_original_spans(found, folded)


def _with_original_spans(found: Meeting, folded: Folded) -> Meeting:
    """Return the meeting with its places in the original text."""

    def placed(span: Span) -> Span:
        return folded.original_span(span.start, span.end)

    return replace(
        found,
        span=placed(found.span),
        numeral=placed(found.numeral),
        term_at=found.term_at and placed(found.term_at),
        days_at=found.days_at and placed(found.days_at),
    )


def _without_diacritics(text: str) -> str:
    """Return the text without diacritics, each letter in its place."""
    plain = strip_diacritics(text)
    if len(plain) == len(text):
        return plain
    return "".join(bare if len(bare := strip_diacritics(letter)) == 1 else " " for letter in text)


def _meeting_of_match(text: str, plain: str, match: regex.Match[str]) -> Meeting | None:
    numeral = "number" if match["number"] else "ordinal"
    number = _numeral_value(text[match.start(numeral) : match.end(numeral)])
    term = numerals.canonical_term(match["term"]) if match["term"] else number and numerals.canonical_term(str(number))
    left, right = max(0, match.start() - _SENTENCE), min(len(text), match.end() + _SENTENCE)
    start = max((end.end() for end in _SENTENCE_END.finditer(text, left, match.start())), default=left)
    stop = end.start() if (end := _SENTENCE_END.search(text, match.end(), right)) else right
    if number is None or not term or foreign_party_pattern().search(text, start, stop):
        return None
    found = Meeting(
        span=Span(*match.span()),
        number=number if match["number"] else None,
        term=term,
        numeral=Span(*match.span(numeral)),
        term_at=Span(*match.span("term")) if match["term"] else None,
        before=text[start : match.start()],
        after=text[match.end() : stop],
    )
    said = _AFTER.match(plain, match.end(), min(stop, match.end() + _REACH))
    said = said or _BEFORE.search(plain, max(start, match.start() - _REACH), match.start())
    days = _stated_days(said) if said is not None else None
    if said is None or days is None:
        return found
    return replace(found, days=days, days_at=Span(*said.span("days")), verb=said.groupdict().get("met") or "")


def _numeral_value(printed: str) -> int | None:
    """Return the value of a numeral, also of one without diacritics: "muoi mot"."""
    found = numerals.numeral_value(printed)
    return (
        found
        if found is not None
        else numerals.numeral_values_by_plain_spelling().get(" ".join(printed.lower().split()))
    )


def _stated_days(match: regex.Match[str]) -> tuple[IsoDate, IsoDate] | None:
    part = match.groupdict()
    if part["last"] is None:
        one = dates.to_iso(part["year"], part["month"], part["day"])
        return (one, one) if is_day(one) else None
    last = dates.to_iso(part["last_year"], part["last_month"], part["last"])
    first = dates.to_iso(part["year"] or part["last_year"], part["month"] or part["last_month"], part["day"])
    return (first, last) if is_day(first) and is_day(last) else None
