"""Title and opening of a report in, the place it is about out: "Vĩnh Linh"; where it is about none, its organ or None.

Every name of a place is a vote that weighs by where it stands and what stands before it; the title counts most.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache

import regex
from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from citegraph.authority.places import spellings
from citegraph.read import organs
from citegraph.text import tidy

OPENING_CHARS = 1500
"""How much of the text votes; beyond it, reports speak of other places too."""

PROVINCE, DISTRICT, COMMUNE = "province", "district", "commune"

Votes = defaultdict[tuple[str, str], float]
"""What speaks for a place, by its level and name."""

_WORDS = {
    PROVINCE: ("tỉnh", "tỉnh ủy"),
    DISTRICT: ("huyện", "quận", "thị xã", "thành phố", "tp", "tx", "huyện ủy", "quận ủy", "thị ủy", "thành ủy"),
    COMMUNE: ("xã", "phường", "thị trấn", "đặc khu"),
}
_LEVELS = {
    word.replace("ủy", spelt): level for level, words in _WORDS.items() for word in words for spelt in ("ủy", "uỷ")
}
_BEFORE_PROVINCES = frozenset(("tỉnh", "Tỉnh", "tỉnh ủy", "Tỉnh ủy", "tỉnh uỷ", "Tỉnh uỷ", "thành phố", "thành ủy"))
_NAME = regex.compile(r"(?:\.[ ]?|[ ])(\p{Lu}\p{L}*(?: \p{Lu}\p{L}*)*)")
_SMALL_NAME = regex.compile(r"(?:\.[ ]?|[ ])(\p{Ll}\p{L}*(?: \p{L}+){1,3})")
# What ends somewhere is found fastest from that end.
_BEFORE = regex.compile(r"(?:(?P<word>\p{L}+)[ .]+)?(?:thủ đô )?$", regex.REVERSE)
_NAME_GOES_ON = regex.compile(r" ?\p{Lu}| - \p{Lu}\p{Ll}|\p{L}")
_MEETING = ("tại", "ở", "về", "đến", "từ")
"""A place that people come to or come from is not what a report is about."""
# Words that begin a sentence or an office before the name of a province: "Tại Hà Nội", "UBND Hà Nội", "Công an Hà Nội".
_LEADING = frozenset(
    ("Tại", "Ở", "Của", "Về", "Và", "Thủ", "Đô", "UBND", "HĐND", "MTTQ", "BCĐ", "Đảng", "Bộ", "Công", "An", "Sở")
)
# What follows "huyện" or "tỉnh" with a capital letter and is no name of one.
_NO_NAMES = frozenset(
    ("Ban", "Bộ", "Bí", "Chủ", "Phó", "Trưởng", "Hội", "Đảng", "Ủy", "Uỷ", "Đồng", "Nghị", "Chỉ", "Kế", "Quy", "Quyết",
     "Kết", "Báo", "Sơ", "Tổng", "Việt", "Thường", "Trung", "Tổ", "Đoàn", "Mặt", "Công", "Chi", "UBND", "HĐND", "MTTQ",
     "BCĐ", "BTV", "BCH", "Các", "Tại", "Trong", "Ngày", "Khóa", "Khoá", "Lần", "Nhiệm", "Chiều", "Sáng")
)  # fmt: skip
_PERSONS = ("Hồ Chí Minh", "Hòa Bình")
"""Persons are called so too: without "thành phố" or "tỉnh" before them these are no provinces."""
_BRANCH = regex.compile(r"\b[Nn]gành(?: \p{Ll}+){1,4} $")
"""What has its say over a place: "ngành y tế Hà Nội"."""
_PRESENTS = regex.compile(r"(?: điện tử)?(?: xin)?(?: trân trọng)? (?:giới thiệu|đăng)\b")
"""What the newspaper of a province says of what it prints: "Báo Nghệ An trân trọng giới thiệu"."""
_CAPITAL = regex.compile(r"Thủ đô(?! \p{Lu})")

_tidy = lru_cache(maxsize=8192)(tidy)


def find(title: str, text: str, place: str | None) -> str | None:
    """The place a report is about; `place` is that of its letterhead, if it has one. None where it names none."""
    if organ := organs.titled(title):
        return organs.with_parents(organ, text)
    if organs.is_life(text[:OPENING_CHARS]):
        return None
    votes: Votes = defaultdict(float)
    opening = text[:OPENING_CHARS]
    at = opening.find(title) if title else 0
    if at < 0:
        opening, at = f"{title}\n{opening}", 0
    order = 0
    for level, name, weight, start in _mentions(opening):
        if at <= start < at + len(title):
            votes[level, name] += (4 if order else 9) * weight  # its first place is what a title is about
            order += 1
        else:
            votes[level, name] += weight if start < OPENING_CHARS // 2 else weight / 2
    if _CAPITAL.search(title):
        votes[PROVINCE, "Hà Nội"] += 4
    if place:
        name = _tidy(place.title().removeprefix("Tp.").strip())
        if name != "Hà Nội":  # where every central organ sits
            votes[PROVINCE if name in spellings() else COMMUNE, name] += 3
    organ = organs.of_party(opening)
    if organ is None and votes and (winner := _winner(votes)):
        return winner
    organ = organ or organs.headed(text) or organs.named(title, text[:OPENING_CHARS])
    return organs.with_parents(organ, text) if organ else None


def _winner(votes: Votes) -> str | None:
    """The district, where it has half the votes of its province at least; else the province; else the commune."""
    best = dict.fromkeys(_WORDS, ("", 0.0))
    for (level, name), vote in votes.items():
        if vote > best[level][1]:
            best[level] = (name, vote)
    (province, provincial), (district, local), (commune, least) = best[PROVINCE], best[DISTRICT], best[COMMUNE]
    if local >= 2 and local >= provincial / 2:
        return district
    if provincial >= 2 or (provincial and least >= 2):
        return province
    return commune if least >= 2 else None


@cache
def _folded() -> dict[str, str]:
    """Names of provinces by their spellings in small letters."""
    return {spelt.casefold(): name for spelt, name in spellings().items()}


@cache
def _needles() -> tuple[AhoCorasick, tuple[str, ...]]:
    """One automaton for the names of provinces and the words for levels, and its patterns."""
    spelt = {form for word in _LEVELS for form in (word, word.capitalize(), word.title(), word.upper())}
    patterns = (*spellings(), *sorted(spelt))
    return AhoCorasick(patterns, matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA), patterns


def _mentions(text: str) -> Iterator[tuple[str, str, float, int]]:
    """Level, name, weight and start of each place that `text` names."""
    lines = text.split("\n")
    if any(map(str.isupper, lines)):
        text = "\n".join(line.title() if line.isupper() else line for line in lines)
    automaton, patterns = _needles()
    provinces = spellings()
    done = 0
    for pattern, start, end in automaton.find_matches_as_indexes(text):
        if start < done or (start and text[start - 1].isalpha()):
            continue
        word = patterns[pattern]
        if province := provinces.get(word):
            if word not in _PERSONS and (weight := _standing(text, start, end)):
                yield PROVINCE, province, weight, start
        elif text[end : end + 1] not in (" ", "."):
            continue
        elif found := _NAME.match(text, end):
            level = _LEVELS[word.casefold()]
            if name := _named(found[1].split(" "), level):
                done = found.end()
                yield PROVINCE if name in provinces else level, name, 2.0, start
        elif word in _BEFORE_PROVINCES and (name := _in_small(text, end)):
            yield PROVINCE, name, 2.0, start


def _named(words: list[str], level: str) -> str | None:
    """The name at the start of `words`, behind which the name of a person may follow."""
    if words[0] in _NO_NAMES:
        return None
    for length in (3, 2, 4, 1):
        if length <= len(words) and (known := spellings().get(" ".join(words[:length]))):
            return known
    return _tidy(" ".join(words[: 2 if len(words) > 3 else 3])) if len(words) > 1 and level != PROVINCE else None


def _in_small(text: str, at: int) -> str | None:
    """The province that is named behind `at` without capitals."""
    found = _SMALL_NAME.match(text, at)
    words = found[1].split(" ") if found else []
    return next(filter(None, (_folded().get(" ".join(words[:length]).casefold()) for length in (4, 3, 2))), None)


def _standing(text: str, start: int, end: int) -> float:
    """How much the name of a province at `[start, end)` counts; nothing inside a longer name or behind a meeting."""
    if _NAME_GOES_ON.match(text, end) or (start and text[start - 1].isalpha()):
        return 0.0
    before = _BEFORE.search(text, max(0, start - 20), start)
    word = before["word"] if before else None
    if word is None:
        return 1.0
    if word.casefold() in _MEETING:
        return 0.1
    if word == "Báo":
        return 2.0 if _PRESENTS.match(text, end) else 0.0
    if _BRANCH.search(text, max(0, start - 40), start):
        return 2.0
    return 1.0 if not word[0].isupper() or word in _LEADING or word.casefold() in _LEVELS else 0.0
