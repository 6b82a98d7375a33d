"""Split a sentence into the tokens of claims: "ngày 22/10/2018" | "của" | "Bộ Chính trị" | "(" | "khóa XII".

The same tokens are read after a mention and before it. Every word without a role in a claim is a WORD.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

import regex

from citegraph.grammar import dates, issuers, numerals


class TokenType(Enum):
    """The type of a token."""

    DATE = "date"  # "ngày 22/10/2018", "sáng 22/10", "năm 2018"; its value is an ISO date
    SAME_DAY = "same_day"  # "Cùng ngày"
    TERM = "term"  # "khóa XII"; its value is the numeral as canonical ids write it
    ISSUER = "issuer"  # "Bộ Chính trị"; its value is an `issuers.NamedIssuer`
    LOCALITY = "locality"  # of an issuer: "tỉnh Thanh Hóa"
    OF = "of"  # before an issuer: "của", "do"
    BY = "by"  # before an issuer that a verb may follow: "được", "mà"
    ACT = "act"  # what an issuer does with a document: "ban hành", "ký ban hành các"
    ADVERB = "adverb"  # before such a verb: "đã", "tiếp tục"
    NOTE = "note"  # a footnote mark: "[12]"
    SIGN = "sign"  # one of , : ; . ( ) * - and quotation marks
    BLOCK = "block"  # the beginning of a new block of text: no claim crosses it
    WORD = "word"


class Token(NamedTuple):
    """A token with its type and value, `[start, end)` in code points of folded text."""

    type: TokenType
    start: int
    end: int
    value: issuers.NamedIssuer | str | None = None


BLOCK = r"(?<!(?:,|(?<!\p{L})(?:của|do|và|ngày|tháng|năm|tại|CỦA))[ \t]?)\n(?!\s*(?!\p{Ll}[).])(?:[\p{Ll}(“\"]|(?:CỦA|NGÀY|VỀ)(?!\p{L})))"
"""A line end after which a new block begins. The sentence continues over a line end if the next line begins with a
lower-case letter, a preposition, a bracket or a quotation, or if a comma or such a word comes before it.
"""

_DAY_WORD = rf"(?:(?:(?:[Ss]áng|[Cc]hiều|[Tt]ối)(?:\s+ngày)?|[Nn]gày|NGÀY|ngy)\s*(?:{dates.FIRST_DAYS}\s+)?)"
_IN_BRACKETS = rf"(?<=\(\s?)(?:(?P<month>\d{{1,2}})\s?[-/]\s?)?(?P<year>{dates.YEAR_NUMBER})(?=\s?\))"
"""A month or year that only its brackets mark as a date: "(5-1988)", "(1988)"."""
_DATE = rf"""(?:
    (?P<day_word>{_DAY_WORD}){dates.DATE} | {dates.FULL} | {dates.MONTH} | {dates.YEAR} | {_IN_BRACKETS}
)"""
_TERM = rf"(?:nhiệm\s+kỳ\s+)?[Kk](?:hóa|HÓA|\.?(?=\s?[IVX]{{2}}))\s*[-:]?\s*(?P<numeral>{numerals.ROMAN}(?!\p{{L}})|\d{{1,2}}(?!\d))"
_ACT = (
    r"(?:(?:thống\s+nhất\s+)?(?:ký\s+(?:quyết\s+định\s+)?ban\s+hành|quyết\s+định\s+ban\s+hành|ký\s+tại\s+chỗ|có\s+ý\s+kiến\s+tại"
    r"|đề\s+nghị\s+tại|ký|ban\s+hành|ra|có|thông\s+qua|công\s+bố|giao)(?!\p{L})(?:\s+(?:các|bản|Bộ(?=\s*$))(?!\p{L}))?)"
)
_UNIT = r"(?:[Hh]uyện|[Qq]uận|[Tt]hị\s+xã|[Tt]hành\s+phố|TP\.?|[Tt]ỉnh)"
_TOKEN = regex.compile(
    rf"""(?:[^\S\n]|(?!{BLOCK})\n)*+(?:
        (?P<block>{BLOCK}\s*)
      | (?P<date>{_DATE})
      | (?P<same_day>[Cc]ùng\s+ngày(?!\s*(?:\d|với)))
      | (?P<term>{_TERM})
      | (?P<note>(?:\[\d{{1,3}}\]){{1,4}})
      | (?P<locality>{_UNIT}\s*(?:{issuers.NAME}|\d{{1,2}}\b))
      | (?P<of>(?:(?:được|do|mà)\s+)?(?:của|CỦA|do|tại(?=\s+(?:Hội\s+nghị|HN)\s))(?!\p{{L}}))
      | (?P<by>(?:được|mà)(?!\p{{L}}))
      | (?P<act>{_ACT})
      | (?P<adverb>(?:đã|vừa|mới|cũng|lại|tiếp\s+tục)(?!\p{{L}}))
      | (?P<word>[\p{{L}}\p{{N}}]+)
      | (?P<sign>\S)
    )""",
    regex.VERBOSE,
)
_IN_CODES = "/-"  # "57-NQ/TW" names no issuer
_TOKENS = {token.value: token for token in TokenType}


def tokens(text: str, start: int, end: int) -> Iterator[Token]:
    """Yield the tokens of folded `text` from `start` up to `end`, without spaces."""
    position, after_of = start, False
    while position < end:
        if (match := _TOKEN.match(text, position, end)) is None:
            return
        read = _to_token(text, match, str(match.lastgroup), end, may_be_small=after_of)
        after_of = read.type in (TokenType.OF, TokenType.BY)
        position = read.end
        yield read


def _to_token(text: str, match: regex.Match[str], kind: str, end: int, *, may_be_small: bool) -> Token:
    """Return the token of a match; a word that begins the name of an issuer becomes a token of the whole name."""
    start = match.start(kind)
    if kind == "date":
        date = dates.date_of_parts(*match.group("day", "month", "year", "name", "short"))
        return Token(TokenType.DATE if date else TokenType.WORD, start, match.end(), date)
    if kind == "term":
        term = numerals.canonical_term(match["numeral"])
        return Token(TokenType.TERM if term else TokenType.WORD, start, match.end(), term)
    if (
        kind in ("word", "locality")
        and (may_be_small or (text[start].isupper() and text[start - 1] not in _IN_CODES))
        and (named := issuers.issuer_at(text, start, end)) is not None
    ):
        return Token(TokenType.ISSUER, start, named.end, named)
    return Token(_TOKENS[kind], start, match.end(), match["sign"] if kind == "sign" else None)
