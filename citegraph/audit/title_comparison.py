"""Compare a title as a report prints it with the official one, and say in which words they differ.

>>> partial_similarity("về bảo vệ nền tảng của Đảng", "về bảo vệ nền tảng tư tưởng của Đảng, đấu tranh phản bác")
1.0
>>> differing_parts("về nâng cao chất lượng tổ chức đảng", "về củng cố tổ chức đảng")
('[nâng cao chất lượng] tổ chức', '[củng cố] tổ chức')
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import takewhile
from typing import NamedTuple

import regex
from rapidfuzz.distance import LCSseq

from citegraph.grammar import dates, numerals
from citegraph.knowledge import abbreviations
from citegraph.knowledge.diacritics import lacks_diacritics
from citegraph.knowledge.tables import cached_recent
from citegraph.text import strip_diacritics, words

ENOUGH = 4
"""Words of a title from which it tells documents apart: "về công tác cán bộ" (4) does, "về tổ chức" does not."""

_OPENING = regex.compile(
    r"^(?:về\s+việc|về|v/v|ban\s+hành|phê\s+duyệt|quy\s+định(?:\s+về|\s+chi\s+tiết)?|một\s+số\s+vấn\s+đề\s+về)\s+",
    regex.IGNORECASE,
)
_FULL_DATE = regex.compile(rf"(?<![\d/.,-])(?=\d{{1,2}}(?:\s?[/.–-]|\s+tháng)){dates.FULL}", regex.VERBOSE)
_LAW = regex.compile(r"^(?:bo\s+)?luat\s+")
_YEAR = regex.compile(r"\s+(?:năm\s+)?(?:19|20)\d\d$")
_VERSION = regex.compile(r"\s*\((?:\d{1,2}/)?(?:19|20)\d\d\)$")
_ROMAN = regex.compile(r"[ivxl]+")
_ABBREVIATION = regex.compile(r"\b\p{Lu}{2,}\b")
_DASH = regex.compile(r"\s*[-–]\s*")
_LAST = 2  # words at the end of a title that may be a slip; more of them are the rest of the sentence
_SHORTEST = 3  # words that two titles must share, in their places, for one to be the other with a slip
_KEPT = 0.6  # and their share of the words of the shorter title
_CUT_OFF = 6  # words at the end of both titles that differ because one of them goes on in another way
_MOST = 3  # differences of one title that are shown
_RUN = 2  # words in a row that both titles have; a single one may be the same by chance
_CONTEXT = 2  # words shown on each side of a difference
_LONGEST_SYLLABLE = 7  # letters; a longer word lacks a blank


@cached_recent(8192)
def title_words(title: str) -> tuple[str, ...]:
    """Return the words of a title to compare: abbreviations spelt out, no opening ("về việc"), no diacritics.

    Diacritics are left out because a text typed without them is compared as well.
    """
    said = words(without_opening(with_short_dates(title)))
    return tuple(with_arabic_ordinals([strip_diacritics(word) for word in abbreviations.expand_abbreviations(said)]))


def with_arabic_ordinals(plain: Sequence[str]) -> list[str]:
    """Return words without diacritics, with the Roman number of a congress or a term in Arabic numerals.

    >>> with_arabic_ordinals(["lan", "thu", "xiv"])
    ['lan', 'thu', '14']
    """
    pairs = zip(("", *plain), plain, strict=False)
    return [_arabic(word) if before in ("thu", "khoa") else word for before, word in pairs]


def _arabic(word: str) -> str:
    value = numerals.numeral_value(word) if _ROMAN.fullmatch(word) else None
    return word if value is None else str(value)


def with_short_dates(title: str) -> str:
    """Return a title with its dates in one notation, since two notations of a day are no difference.

    >>> with_short_dates("tiếp tục thực hiện Chỉ thị số 27-CT/TW ngày 12 tháng 01 năm 1998")
    'tiếp tục thực hiện Chỉ thị số 27-CT/TW ngày 12/1/1998'
    """
    return _FULL_DATE.sub(lambda found: f"{int(found['day'])}/{int(found['month'])}/{found['year']}", title)


def without_opening(title: str) -> str:
    """Return a title on one line, without the opening words that all titles have.

    >>> without_opening("về việc đổi thẻ đảng viên")
    'đổi thẻ đảng viên'
    """
    return _OPENING.sub("", " ".join(title.split()).strip('"“”«» .'))


def begins_like_official(title: str) -> bool:
    """Whether a title begins as official ones do: "về …", "quy định …"."""
    return _OPENING.match(" ".join(title.split())) is not None


@cached_recent(16_384)
def count_shared_words(said: str, known: str) -> int:
    """Return how many words of the two titles are the same, in the same order."""
    return int(LCSseq.similarity(title_words(said), title_words(known)))


def partial_similarity(said: str, known: str) -> float:
    """Return how well a stated title fits a known one, 0 to 1, by the words of the shorter: either may be cut short."""
    short = min(len(title_words(said)), len(title_words(known)))
    return count_shared_words(said, known) / short if short >= ENOUGH else 0.0


def similarity(said: str, known: str) -> float:
    """Return how similar two titles are, 0 to 1, by the words of both."""
    return 2 * count_shared_words(said, known) / max(1, len(title_words(said)) + len(title_words(known)))


def begins_with_title(said: str, known: str) -> bool:
    """Whether what is said begins with a known title, word for word, however short: "về nhãn hàng hóa"."""
    title = title_words(known)
    return len(title) > 1 and title_words(said)[: len(title)] == title


def count_leading_words_in_common(said: str, known: str) -> int:
    """Return how many words of the two titles are the same before the first that differs.

    >>> known = "về cải cách chính sách tiền lương đối với cán bộ"
    >>> count_leading_words_in_common("về cải cách chính sách tiền lương và bộ máy", known)
    6
    """
    pairs = zip(title_words(said), title_words(known), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def contains_phrase(known: str, part: str) -> bool:
    """Whether an official title has the words of `part` in a row.

    >>> contains_phrase("quy định chi tiết một số điều của Bộ luật Lao động", "Bo luat Lao dong")
    True
    """
    return f" {' '.join(title_words(part))} " in f" {' '.join(title_words(known))} "


def continues_with(known: str, said: str, rest: str) -> bool:
    """Whether an official title goes on after what is said of it as `rest` does, in its first words or somewhere.

    >>> continues_with("hướng dẫn Luật Tương trợ tư pháp", "hướng dẫn", "Luật Tương trợ bưu chính")
    True
    """
    one, other, after = title_words(said), title_words(known), title_words(rest)
    follows = other[: len(one)] == one and after[:1] == other[len(one) :][:1] != ()
    return follows or contains_phrase(known, rest)


def missing_content_words(said: str, known: str) -> tuple[int, int]:
    """Return how many content words of the shorter of two titles the longer one lacks, and how many there are.

    Words that stand in titles of any subject do not count, nor do abbreviations that no table has. A word is there
    too where a blank beside it is missing.

    >>> missing_content_words("về đất đai", "về sắp xếp tổ chức bộ máy của hệ thống chính trị")
    (2, 2)
    >>> missing_content_words("về tổ chức bộ máy", "về sắp xếp tổ chức bộ máy của hệ thống chính trị")
    (0, 3)
    """
    one, other = title_words(said), title_words(known)
    if len(one) > len(other):
        one, other = other, one
    unknown = {strip_diacritics(word) for word in _ABBREVIATION.findall(said)} if not said.isupper() else set[str]()
    stop = {strip_diacritics(word) for word in abbreviations.stopwords()} | unknown
    content = [word for word in one if word not in stop]
    glued = [word for word in other if len(word) > _LONGEST_SYLLABLE]
    missing = [word for word in content if word not in other and not any(word in each for each in glued)]
    return len(missing), len(content)


class UnquotedMatch(NamedTuple):
    """How an unquoted title compares with the official one, up to the last word that they share."""

    shared: int  # words that both have, in the same order
    strange: int  # words in between that the official one lacks
    after: int  # words left over, which may belong to the sentence


@cached_recent(4096)
def match_unquoted(said: str, known: str) -> UnquotedMatch:
    """Compare a title that is not in quotation marks, whose end is not marked, with the official one.

    >>> match_unquoted("về bảo vệ nền móng tư tưởng của Đảng đã đi vào chi bộ", "về bảo vệ nền tảng tư tưởng của Đảng")
    UnquotedMatch(shared=7, strange=1, after=5)
    """
    one, other = title_words(said), title_words(known)
    found = [*SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()]
    last = max((block.a + block.size for block in found if block.size >= _RUN), default=0)
    both = sum(block.size for block in found if block.a < last)
    return UnquotedMatch(both, last - both, len(one) - last)


def follows_word_for_word(said: str, known: str) -> bool:
    """Whether a title follows the official one word by word from its beginning, except for one or two replaced words.

    >>> follows_word_for_word("về phát triển kinh tế tập thể", "về phát triển kinh tế tư nhân")
    True
    """
    one, other = title_words(said), title_words(known)
    pairs = [*zip(one, other, strict=False)]
    apart = [at for at, (a, b) in enumerate(pairs) if a != b]
    if not 0 < len(apart) <= _LAST or len(pairs) - len(apart) < max(_SHORTEST, _KEPT * len(pairs)):
        return False
    return len(one) <= len(other) or apart[-1] < len(other) - 1  # else the sentence goes on in its own words


def without_version(name: str) -> str:
    """Return the name of a law without the year by which the table tells its versions apart.

    >>> without_version("Luật Đất đai (2013)"), without_version("Luật Tổ chức chính quyền địa phương (02/2025)")
    ('Luật Đất đai', 'Luật Tổ chức chính quyền địa phương')
    """
    return _VERSION.sub("", name)


def without_year(name: str) -> str:
    """Return the name of a law without the year at its end.

    >>> without_year("Luật Đất đai năm 2024"), without_year("Luật Đất đai")
    ('Luật Đất đai', 'Luật Đất đai')
    """
    return _YEAR.sub("", name)


def law_name_key(name: str) -> str:
    """Return the name of a law without its kind and its diacritics.

    >>> law_name_key("Bộ luật Lao động") == law_name_key("Luật Lao động")
    True
    """
    return _LAW.sub("", strip_diacritics(" ".join(name.split())))


def is_distinctive(title: str | None) -> bool:
    """Whether a title has enough words to identify a document."""
    return title is not None and len(title_words(title)) >= ENOUGH


def differing_parts(said: str, known: str, *, whole: bool = True, plain: bool = False) -> tuple[str, str]:
    """Return the parts in which two titles differ, with a word or two of context; the difference is in brackets.

    What one of them leaves out at its beginning or end is no difference, for titles are cut short; nor is a word that
    stands in titles of any subject ("các", "việc").

    Args:
        said: The title as printed.
        known: The official title.
        whole: Whether the title is said word for word, in quotation marks; else only words in the place of others
            count, and only where more words follow.
        plain: Whether the report is typed without diacritics.

    Returns:
        Both sides; two empty texts where nothing differs.
    """
    one, other = (
        _OPENING.sub("", _DASH.sub("-", " ".join(with_short_dates(side).split())).strip('"“”«» .')).split()
        for side in (said, known)
    )
    plain = plain or lacks_diacritics(said)
    bare = [_normalized_words(side, plain) for side in (one, other)]
    told = []
    for tag, a, b, c, d in _diff_words(*bare):
        cut_short = tag != "replace" and (b == len(one) or d == len(other) or a == 0 or c == 0)
        told_freely = not whole and (
            tag != "replace" or (b == len(one) and not _is_ending_replaced(bare[0][a:], d - c))
        )
        if tag == "equal" or cut_short or told_freely or (b == len(one) and b - a + d - c > _CUT_OFF):
            continue
        printed, official = "".join(bare[0][a:b]), "".join(bare[1][c:d])
        if printed == official or (b == len(one) and official.startswith(printed)):
            continue  # a blank is missing, or the title was cut short within a word
        if printed.isdecimal() and official.startswith(f"{printed}-"):
            continue  # the number of a paper without its symbol
        if not _is_insignificant([*bare[0][a:b], *bare[1][c:d]], plain) and not _is_abbreviation_of(
            one[a:b], other[c:d]
        ):
            told.append((_with_context(one, a, b), _with_context(other, c, d)))
    return " … ".join(side for side, _ in told[:_MOST]), " … ".join(side for _, side in told[:_MOST])


def _diff_words(one: list[str], other: list[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """Yield what differs, as `SequenceMatcher` has it; word by word where only a word or two differ in their places."""
    apart = [at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b]
    if apart and len(apart) <= _LAST and apart[-1] < min(len(one), len(other)) - 1:
        first = [at for at in apart if at - 1 not in apart]
        yield from (("replace", at, end, at, end) for at in first for end in [at + 1 + (at + 1 in apart)])
    else:
        yield from SequenceMatcher(None, one, other, autojunk=False).get_opcodes()


def _is_ending_replaced(rest: list[str], replaced: int) -> bool:
    """Whether the last words of a title stand for others, rather than going on with the sentence."""
    stop = {strip_diacritics(word) for word in abbreviations.stopwords()}
    return len(rest) <= min(_LAST, replaced) and strip_diacritics(rest[0]) not in stop


def _is_insignificant(changed: list[str], plain: bool) -> bool:
    stop = {_normalized_word(word, plain) for word in abbreviations.stopwords()}
    return all(word in stop for word in changed if word)


def _is_abbreviation_of(said: list[str], known: list[str]) -> bool:
    """Whether what is said is an abbreviation: one of the table, or the first letters ("DN" for "doanh nghiệp")."""
    short = "".join(said).strip(",;:")
    initials = "".join(word[:1] for word in known)
    return (short.isupper() and strip_diacritics(short) == strip_diacritics(initials)) or (
        abbreviations.expand_abbreviations(words(" ".join(said))) == words(" ".join(known))
    )


def _normalized_words(side: list[str], plain: bool) -> list[str]:
    normal = [_normalized_word(word, plain) for word in side]
    arabic = with_arabic_ordinals([strip_diacritics(word) for word in normal])
    return [number if number.isdecimal() else word for word, number in zip(normal, arabic, strict=True)]


def _normalized_word(word: str, typed_plain: bool) -> str:
    word = strip_diacritics(word) if typed_plain else word
    return word.strip(',;:."“”«»()').casefold().replace("–", "-").replace("/tư", "/tw").lstrip("0")


def _with_context(said: list[str], start: int, end: int) -> str:
    before, after = said[max(0, start - _CONTEXT) : start], said[end : end + _CONTEXT]
    inside = " ".join(said[start:end]) or "…"
    return " ".join([*before, f"[{inside}]", *after])
